//! An assister's book: the list of consumers who authorized them, and one consumer's way so far. The
//! list costs three statements beside the session's: book and counts, rows, audit event.

mod moving;
mod rows;

pub(crate) use moving::{
    Moved, coverage_ends, end_row, open_row, rename, set_stage, settle_counts, sort_name,
};
pub use rows::{BookRow, Way};
pub(crate) use rows::{STATEMENTS, covers_from_day_2};

use crate::{Acted, ActingOn, Book, Error, FieldFault, Portal, Session};
use domain::{
    book::Stage,
    consumer::Action,
    people::{AssociationKey, ConsumerKey},
    typed::{Fault, search::part_of_name},
};
use jiff::civil::Date;

/// Which part of the list.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this stage; `None` is every open association.
    pub stage: Option<Stage>,
    /// Part of a name.
    pub name: Option<String>,
    /// Only whose tax credit stops, or has stopped, because nobody confirmed it for the next year.
    pub losing_credit: bool,
    /// Newest authorization first instead of by name.
    pub newest_first: bool,
    /// The association of the last row seen.
    pub after: Option<AssociationKey>,
    /// Rows wanted.
    pub rows: i64,
}

/// A page of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The rows.
    pub rows: Vec<BookRow>,
    /// Consumers at each stage.
    pub counts: Vec<(Stage, i64)>,
    /// Whether it is time to tell whose tax credit stops.
    pub tells_credit: bool,
    /// Whether there are rows after these.
    pub more: bool,
    /// The number by which consumers find this assister.
    pub reference_number: String,
}

impl Portal {
    /// The consumers who authorized this assister (S5): by name or newest first, a stage or a part of a
    /// name, page after page without a limit. One event of the book names the consumers shown (ACT-4).
    ///
    /// # Errors
    /// `Denial::NotCertified`, naming what is missing (CERT-1); `Invalid` for a search that is none.
    pub async fn list_consumers(&self, session: &Session, wanted: &Wanted) -> Result<Listed, Error> {
        self.door
            .acting_on(session, &session.own_book(), domain::book::Action::ListBook, async |acting| {
                let rule = self.profile.enrollment.silent_renewal;
                let next = rule.and_then(|rule| rule.year_told(acting.today()));
                let mut rows = page(acting, wanted, (wanted.rows + 1, next)).await?;
                let more = rows.len() > usize::try_from(wanted.rows).unwrap_or(0);
                if more {
                    rows.pop();
                }
                let shown: Vec<&str> = rows.iter().map(|row| row.consumer.0.as_str()).collect();
                acting.target(&shown.join(" "));
                let counts = Stage::ALL.iter().map(|stage| (*stage, acting.facts().count(*stage))).collect();
                let reference_number = acting.facts().reference_number.clone();
                let tells_credit = next.is_some();
                Ok(Listed { rows, counts, tells_credit, more, reference_number })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// One consumer's way so far, for their assister (ACT-9).
    ///
    /// # Errors
    /// `Denial::NoBasis` when the consumer is not theirs today (ACT-1).
    pub async fn read_consumer(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
    ) -> Result<Acted<Way>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadConsumer, async |acting| {
                let today = acting.today();
                rows::way(acting, today).await?.ok_or(Error::NotFound)
            })
            .await
    }

    /// Asks for something that the portal does not do for this actor, so that the refusal has its reason,
    /// its way on and its audit event (L2-L5). What is permitted has no page here.
    ///
    /// # Errors
    /// The limit; `Error::NotFound` when none applies.
    pub async fn ask_for(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        action: Action,
    ) -> Result<Acted<()>, Error> {
        self.door.acting_on(session, consumer, action, async |_| Err(Error::NotFound)).await
    }
}

/// A page of the list: one statement.
async fn page(
    acting: &mut ActingOn<'_, Book>,
    wanted: &Wanted,
    (rows, next): (i64, Option<Date>),
) -> Result<Vec<BookRow>, Error> {
    let by_date = wanted.newest_first && wanted.name.is_none() && !wanted.losing_credit;
    // The greatest and the smallest key there is: the first page starts there.
    let start = if by_date { "~" } else { "" };
    let after = wanted.after.as_ref().map_or(start, |after| &after.0);
    match (&wanted.name, wanted.stage, by_date) {
        (None, None, _) if wanted.losing_credit => {
            rows::losing_by_name(acting, after, rows, next.unwrap_or(Date::ZERO)).await
        }
        (Some(name), _, _) => rows::search_by_name(acting, after, rows, &containing(name)?).await,
        (None, Some(stage), false) => rows::stage_by_name(acting, after, rows, stage).await,
        (None, None, false) => rows::all_by_name(acting, after, rows).await,
        (None, Some(stage), true) => rows::stage_by_date(acting, after, rows, stage).await,
        (None, None, true) => rows::all_by_date(acting, after, rows).await,
    }
}

/// The pattern of names that hold this part: no sign of a name means anything special in it.
fn containing(name: &str) -> Result<String, Error> {
    let part = part_of_name(name)
        .map_err(|fault| Error::Invalid(vec![FieldFault::new("name", Fault::from(fault), "APP-10")]))?;
    Ok(format!("%{part}%"))
}
