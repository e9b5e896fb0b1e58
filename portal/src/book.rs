//! An assister's book: the list of consumers who authorized them, and one consumer's way so far. The
//! list costs three statements beside the session's: book and counts, rows, audit event.

use crate::{Acted, Error, Portal, Session, store};
use domain::{book::Stage, consumer::Action, people::ConsumerKey};

pub use crate::store::{BookRow, Wanted, Way};

/// A page of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The rows.
    pub rows: Vec<BookRow>,
    /// Consumers at each stage.
    pub counts: Vec<(Stage, i64)>,
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
    /// `Denial::NotCertified`, naming what is missing (CERT-1).
    pub async fn list_consumers(&self, session: &Session, wanted: &Wanted) -> Result<Listed, Error> {
        self.door
            .acting_on(session, &session.own_book(), domain::book::Action::ListBook, async |acting| {
                let one_more = Wanted { rows: wanted.rows + 1, ..wanted.clone() };
                let mut rows = store::book::page(acting, &one_more).await?;
                let more = rows.len() > usize::try_from(wanted.rows).unwrap_or(0);
                if more {
                    rows.pop();
                }
                let shown: Vec<&str> = rows.iter().map(|row| row.consumer.0.as_str()).collect();
                acting.target(&shown.join(" "));
                let counts = Stage::ALL.iter().map(|stage| (*stage, acting.facts().count(*stage))).collect();
                let reference_number = acting.facts().reference_number.clone();
                Ok(Listed { rows, counts, more, reference_number })
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
            .acting_on(session, consumer, Action::ReadConsumer, async |acting| store::book::way(acting).await)
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
