//! Activity (ACT-4, B3): who opened or changed the consumer's data, in plain words, for the consumer.

mod rows;

pub(crate) use rows::STATEMENTS;

use crate::{Acted, ActingOn, Consumer, Error, Portal, Session};
use domain::{
    access::Action as _,
    consumer::Action,
    instant::Instant,
    people::{AssisterKind, ConsumerKey, Role},
};

/// Rows on one page.
pub const ROWS: i64 = 50;
/// Rows in an export.
const EXPORTED_ROWS: i64 = 20_000;

/// One event of the consumer's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityLine {
    /// Number in the chain, without gaps: the paging key.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// Who: a name, or "You".
    pub who: String,
    /// In what role, in words.
    pub role: &'static str,
    /// What was done, in plain words after the name.
    pub what: String,
    /// The attempt was refused: nothing was shown or changed.
    pub refused: bool,
    /// By the consumer's own account.
    pub own: bool,
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
        let own = event.account_key == *session.account_key();
        let (who, role) = match (own, event.role) {
            (true, _) => ("You".to_owned(), "consumer"),
            // Another consumer who guessed an address: their name is theirs.
            (false, Role::Consumer) => {
                ("Someone with another account".to_owned(), "not part of your account")
            }
            (
                false,
                role @ (Role::Assister
                | Role::AgencyAdministrator
                | Role::ResourceManager
                | Role::ServiceDesk
                | Role::Auditor),
            ) => {
                (event.actor_name, event.acting_kind.map_or_else(|| role.in_words(), AssisterKind::in_words))
            }
        };
        let about = event.about.map(|about| format!("{} {}", about.given_name, about.family_name));
        let what = match (event.action, about) {
            (Action::AuthorizeAssister, Some(name)) => format!("authorized {name}"),
            (Action::EndAssociation, Some(name)) => format!("removed {name}"),
            (action, _) => action.row().did.to_owned(),
        };
        Self { number: event.number, at: event.at, who, role, what, refused: event.refused, own }
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
        self.activity(session, consumer, wanted, ROWS).await
    }

    /// All of it, for the export: the newest 20,000 events.
    ///
    /// # Errors
    /// As `read_activity`.
    pub async fn export_activity(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        only_others: bool,
    ) -> Result<Acted<ActivityPage>, Error> {
        let wanted = ActivityWanted { before: None, only_others };
        self.activity(session, consumer, wanted, EXPORTED_ROWS).await
    }

    async fn activity(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        wanted: ActivityWanted,
        rows: i64,
    ) -> Result<Acted<ActivityPage>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadActivity, async |acting| {
                let which = i64::from(wanted.only_others);
                let mut lines = lines(acting, session, which, wanted.before, rows + 1).await?;
                let full = usize::try_from(rows).unwrap_or(usize::MAX);
                let more = lines.len() > full;
                lines.truncate(full);
                let next = lines.last().filter(|_| more).map(|line| line.number);
                Ok(ActivityPage { lines, next })
            })
            .await
    }
}

/// The newest events but for the consumer's own looking around.
pub(crate) async fn newest(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    rows: i64,
) -> Result<Vec<ActivityLine>, Error> {
    lines(acting, session, 2, None, rows).await
}

async fn lines(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    which: i64,
    before: Option<i64>,
    rows: i64,
) -> Result<Vec<ActivityLine>, Error> {
    // The words of the actions that only look, each between spaces.
    let looks = Action::ALL.iter().filter(|action| action.only_reads()).map(|action| action.word());
    let looks = format!(" {} ", looks.collect::<Vec<_>>().join(" "));
    let before = before.unwrap_or(i64::MAX);
    let events = rows::page(acting, before, which, session.account_key(), &looks, rows).await?;
    Ok(events.into_iter().map(|event| ActivityLine::of(event, session)).collect())
}
