//! Activity (ACT-4, B3): who opened or changed the consumer's data, in plain words, for the consumer.

use crate::{Acted, Error, Portal, Session, store};
use domain::{
    access::Action as _,
    consumer::Action,
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
    /// When, in microseconds since 1970.
    pub at: i64,
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

/// A stored event, as read back.
pub(crate) struct StoredEvent {
    pub(crate) number: i64,
    pub(crate) at: i64,
    pub(crate) account_key: String,
    pub(crate) role: String,
    pub(crate) actor_name: String,
    pub(crate) action: String,
    pub(crate) outcome: String,
    /// The kind of the assister who acted.
    pub(crate) assister_kind: Option<String>,
    /// The name of the assister who was authorized or removed.
    pub(crate) about: Option<String>,
}

impl ActivityLine {
    pub(crate) fn of(event: StoredEvent, session: &Session) -> Result<Self, Error> {
        let action = Action::from_word(&event.action).ok_or(Error::Corrupt("an action"))?;
        let role = Role::from_word(&event.role).ok_or(Error::Corrupt("a role"))?;
        let kind = event.assister_kind.as_deref().and_then(AssisterKind::from_word);
        let own = event.account_key == session.account_key().0;
        let (who, role) = match (own, role) {
            (true, _) => ("You".to_owned(), "consumer"),
            // Another consumer who guessed an address: their name is theirs.
            (false, Role::Consumer) => {
                ("Someone with another account".to_owned(), "not part of your account")
            }
            (
                false,
                Role::Assister
                | Role::AgencyAdministrator
                | Role::ResourceManager
                | Role::ServiceDesk
                | Role::Auditor,
            ) => (event.actor_name, kind.map_or_else(|| role.in_words(), AssisterKind::in_words)),
        };
        let what = match (action, event.about) {
            (Action::AuthorizeAssister, Some(name)) => format!("authorized {name}"),
            (Action::EndAssociation, Some(name)) => format!("removed {name}"),
            (action, _) => action.row().did.to_owned(),
        };
        Ok(Self {
            number: event.number,
            at: event.at,
            who,
            role,
            what,
            refused: event.outcome == "refused",
            own,
        })
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
                let mut lines = store::activity::page(acting, session, wanted, rows + 1).await?;
                let full = usize::try_from(rows).unwrap_or(usize::MAX);
                let more = lines.len() > full;
                lines.truncate(full);
                let next = lines.last().filter(|_| more).map(|line| line.number);
                Ok(ActivityPage { lines, next })
            })
            .await
    }
}
