//! Activity (ACT-4, B3): who opened or changed the consumer's data, for the consumer.

mod rows;

pub(crate) use rows::STATEMENTS;

pub use domain::access::Outcome;

use crate::{Acted, ActingOn, Consumer, Error, Portal, Session};
use domain::{
    access::Action as _,
    consumer::Action,
    instant::Instant,
    name::Name,
    people::{AssisterKind, ConsumerKey, Role},
};
use tokio::sync::mpsc;

/// Rows on one page.
pub const ROWS: i64 = 50;
/// Rows of an export that are in memory at a time.
const EXPORTED_ROWS: i64 = 1_000;

/// One line of the activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityLine {
    /// Number in the chain, without gaps: the paging key. A line that counts has none.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// What happened.
    pub told: Told,
}

/// What a line tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// An event of the consumer's chain.
    Did {
        /// Who.
        by: By,
        /// What.
        action: Action,
        /// What came of it.
        outcome: Outcome,
        /// The assister who was authorized or removed, where that is known.
        about: Option<Name>,
    },
    /// How often people without access were refused on one day.
    Strangers(i64),
}

/// Who did it, as the consumer sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The consumer.
    You,
    /// Another consumer who guessed an address: their name is theirs.
    Stranger,
    /// An assister, or somebody of the exchange.
    Other {
        /// By name.
        name: Name,
        /// In what role.
        role: Role,
        /// The kind of an assister.
        kind: Option<AssisterKind>,
    },
}

/// Which part of the activity.
#[derive(Clone, Copy, Debug, Default)]
pub struct ActivityWanted {
    /// Older than this number; `None` begins with the newest.
    pub before: Option<i64>,
    /// Only what others did.
    pub only_others: bool,
}

/// A page of the activity.
#[derive(Clone, Debug, Default)]
pub struct ActivityPage {
    /// Newest first.
    pub lines: Vec<ActivityLine>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<i64>,
}

impl ActivityLine {
    fn of(event: rows::Event, session: &Session) -> Self {
        let (number, at) = (event.number, event.at);
        if let Some(tries) = event.tries {
            return Self { number, at, told: Told::Strangers(tries) };
        }
        let by = if event.account_key == *session.account_key() {
            By::You
        } else {
            match event.role {
                Role::Consumer => By::Stranger,
                role @ (Role::Assister
                | Role::AgencyAdministrator
                | Role::ResourceManager
                | Role::ServiceDesk
                | Role::Auditor) => {
                    By::Other { name: Name::whole(event.actor_name), role, kind: event.acting_kind }
                }
            }
        };
        let about = event.about.map(|about| Name::new(about.given_name, about.family_name));
        Self { number, at, told: Told::Did { by, action: event.action, outcome: event.outcome, about } }
    }

    /// By the consumer's own account.
    pub fn is_own(&self) -> bool {
        matches!(self.told, Told::Did { by: By::You, .. })
    }

    fn counts(&self) -> bool {
        matches!(self.told, Told::Strangers(_))
    }
}

impl Portal {
    /// A page of who did what, newest first.
    ///
    /// # Errors
    /// `Denied` for anybody but the consumer.
    pub async fn read_activity(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        wanted: ActivityWanted,
    ) -> Result<Acted<ActivityPage>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadActivity, async |acting| {
                let which = if wanted.only_others { Which::Others } else { Which::All };
                lines(acting, session, which, wanted.before, ROWS).await
            })
            .await
    }

    /// All of it, page by page, for the export: one event. It ends when nobody takes the pages.
    ///
    /// # Errors
    /// As `read_activity`.
    pub async fn export_activity(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        only_others: bool,
        pages: mpsc::Sender<Vec<ActivityLine>>,
    ) -> Result<(), Error> {
        let which = if only_others { Which::Others } else { Which::All };
        let action = Action::ExportActivity;
        let first = self
            .door
            .acting_on(session, consumer, action, async |acting| {
                lines(acting, session, which, None, EXPORTED_ROWS).await
            })
            .await?;
        let mut before = first.next;
        let mut taken = pages.send(first.lines.clone()).await.is_ok();
        while before.is_some() && taken {
            let page = self.door.going_on(&first, session, consumer, action, async |acting| {
                lines(acting, session, which, before, EXPORTED_ROWS).await
            });
            let page = page.await?;
            before = page.next;
            taken = pages.send(page.lines).await.is_ok();
        }
        Ok(())
    }
}

/// Which lines.
#[derive(Clone, Copy)]
enum Which {
    All,
    Others,
    /// What others did, and what the consumer did but look.
    News,
}

/// The newest events but for the consumer's own looking around.
pub(crate) async fn newest(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    rows: i64,
) -> Result<Vec<ActivityLine>, Error> {
    let mut page = lines(acting, session, Which::News, None, rows).await?;
    page.lines.truncate(usize::try_from(rows).unwrap_or(usize::MAX));
    Ok(page.lines)
}

async fn lines(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    which: Which,
    before: Option<i64>,
    rows: i64,
) -> Result<ActivityPage, Error> {
    let from = before.unwrap_or(i64::MAX);
    let found = match which {
        Which::All => rows::page(acting, from, rows + 1).await?,
        Which::Others => rows::page_of_others(acting, from, rows + 1).await?,
        Which::News => {
            // The words of the actions that only look, each between spaces.
            let looks = Action::ALL.iter().filter(|action| action.only_reads()).map(|action| action.word());
            let looks = format!(" {} ", looks.collect::<Vec<_>>().join(" "));
            rows::news(acting, from, rows + 1, &looks).await?
        }
    };
    let (mut counted, mut events): (Vec<_>, Vec<_>) =
        found.into_iter().map(|event| ActivityLine::of(event, session)).partition(ActivityLine::counts);
    events.sort_by_key(|line| std::cmp::Reverse(line.number));
    counted.sort_by_key(|line| line.at);
    let full = usize::try_from(rows).unwrap_or(usize::MAX);
    let more = events.len() > full;
    events.truncate(full);
    let next = events.last().filter(|_| more).map(|line| line.number);
    // Each day's count stands before the events that were earlier; what is earlier than all is the next page's.
    let mut lines = Vec::with_capacity(events.len() + counted.len());
    for event in events {
        while counted.last().is_some_and(|count| count.at > event.at) {
            lines.extend(counted.pop());
        }
        lines.push(event);
    }
    if next.is_none() {
        lines.extend(counted.into_iter().rev());
    }
    Ok(ActivityPage { lines, next })
}
