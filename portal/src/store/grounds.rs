//! The facts a door needs to find its basis: whether the consumer exists, an active association, and the
//! assister's credentials, all in one statement.

use super::{acting::Book, db::query, statements};
use crate::Error;
use domain::{
    access::{Basis, Denial},
    certification::{AccountState, Credentials},
    people::{Actor, AssisterKey, AssisterKind, AssociationKey, ConsumerKey},
};
use jiff::civil::Date;
use sqlx::{AnyConnection, Row, any::AnyRow};

statements! {
    CONSUMER_EXISTS = "SELECT given_name, family_name FROM consumers WHERE consumer_key = $1";
    ASSOCIATION = "SELECT c.given_name, c.family_name, s.association_key, a.kind, a.state, a.certified_from, a.certified_until, \
        a.training_passed_on, a.access_approved_on, a.license_until, g.state \
        FROM consumers c \
        LEFT JOIN associations s ON s.consumer_key = c.consumer_key AND s.assister_key = $2 AND s.ended_at IS NULL \
        LEFT JOIN assisters a ON a.assister_key = s.assister_key \
        LEFT JOIN agencies g ON g.agency_key = a.agency_key \
        WHERE c.consumer_key = $1";
    BOOK = "SELECT b.not_started, b.in_progress, a.kind, a.state, a.certified_from, a.certified_until, \
        a.training_passed_on, a.access_approved_on, a.license_until, g.state, b.submitted, b.enrolled, b.ended, a.reference_number \
        FROM assisters a \
        LEFT JOIN agencies g ON g.agency_key = a.agency_key \
        LEFT JOIN book_counts b ON b.assister_key = a.assister_key \
        WHERE a.assister_key = $1";
}

/// What a door found out about a consumer and an actor.
pub(super) struct Grounds {
    pub(super) exists: bool,
    pub(super) consumer_name: String,
    association: Option<(AssociationKey, Credentials)>,
}

/// Reads the grounds of one actor on one consumer.
pub(super) async fn of_consumer(
    connection: &mut AnyConnection,
    actor: &Actor,
    consumer: &ConsumerKey,
) -> Result<Grounds, Error> {
    let row = match actor {
        Actor::Assister(assister) => {
            query(ASSOCIATION)
                .bind(consumer.0.clone())
                .bind(assister.0.clone())
                .fetch_optional(connection)
                .await?
        }
        Actor::Consumer(_) | Actor::Staff(_) => {
            let row = query(CONSUMER_EXISTS).bind(consumer.0.clone()).fetch_optional(connection).await?;
            return Ok(Grounds {
                exists: row.is_some(),
                consumer_name: name(row.as_ref())?,
                association: None,
            });
        }
    };
    let consumer_name = name(row.as_ref())?;
    let Some(row) = row else { return Ok(Grounds { exists: false, consumer_name, association: None }) };
    let key: Option<String> = row.try_get(2)?;
    let association = match key {
        Some(key) => Some((AssociationKey(key), credentials(&row, 3)?)),
        None => None,
    };
    Ok(Grounds { exists: true, consumer_name, association })
}

fn name(row: Option<&AnyRow>) -> Result<String, Error> {
    Ok(match row {
        Some(row) => format!("{} {}", row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?),
        None => String::new(),
    })
}

impl Grounds {
    /// The basis, or why there is none. An assister who may not act today has none: for them the
    /// consumer does not exist (ACT-1).
    pub(super) fn basis(&self, actor: &Actor, consumer: &ConsumerKey, today: Date) -> Result<Basis, Denial> {
        if !self.exists {
            return Err(Denial::NoBasis);
        }
        match actor {
            Actor::Consumer(own) if own == consumer => Ok(Basis::OwnAccount),
            Actor::Consumer(_) | Actor::Staff(_) => Err(Denial::NoBasis),
            Actor::Assister(_) => match &self.association {
                Some((key, credentials)) if credentials.missing_on(today).is_empty() => {
                    Ok(Basis::Association { key: key.clone(), kind: credentials.kind })
                }
                Some(_) | None => Err(Denial::NoBasis),
            },
        }
    }
}

/// Reads the grounds of an assister in their own book.
pub(super) async fn of_book(
    connection: &mut AnyConnection,
    assister: &AssisterKey,
    today: Date,
) -> Result<Result<(Book, Basis), Denial>, Error> {
    let Some(row) = query(BOOK).bind(assister.0.clone()).fetch_optional(connection).await? else {
        return Ok(Err(Denial::NoBasis));
    };
    let credentials = credentials(&row, 2)?;
    let missing = credentials.missing_on(today);
    if !missing.is_empty() {
        return Ok(Err(Denial::NotCertified(missing)));
    }
    let mut counts = [0; 5];
    for (count, column) in counts.iter_mut().zip([0, 1, 10, 11, 12]) {
        *count = row.try_get::<Option<i64>, _>(column)?.unwrap_or(0);
    }
    let reference_number = row.try_get(13)?;
    Ok(Ok((
        Book { assister: assister.clone(), counts, reference_number },
        Basis::OwnBook { kind: credentials.kind },
    )))
}

/// Credentials from eight columns: kind, state, certified from and until, training, access, license,
/// agency's state.
pub(super) fn credentials(row: &AnyRow, first: usize) -> Result<Credentials, Error> {
    let word = |column: usize| row.try_get::<Option<String>, _>(first + column).map_err(Error::from);
    let day = |column: usize| {
        word(column)?.map(|text| text.parse().map_err(|_| Error::Corrupt("a day"))).transpose()
    };
    Ok(Credentials {
        kind: word(0)?.as_deref().and_then(AssisterKind::from_word).ok_or(Error::Corrupt("assister kind"))?,
        state: word(1)?
            .as_deref()
            .and_then(AccountState::from_word)
            .ok_or(Error::Corrupt("assister state"))?,
        certified_from: day(2)?,
        certified_until: day(3)?,
        training_passed_on: day(4)?,
        access_approved_on: day(5)?,
        license_until: day(6)?,
        agency_active: word(7)?.map(|state| state == "active"),
    })
}
