//! What an agency's administrator does with the agency's staff: see who may act and until when, give and withdraw the
//! agency's approval of access (CERT-1, CERT-7). Accounts are made by the exchange (CERT-2): what it is asked for stands in
//! `roster_requests`. Nothing here reaches a consumer, nor an association (ASSOC-1).

mod mail;
mod rows;

pub(crate) use rows::STATEMENTS;
pub use rows::{StaffLine, StaffRow};

use crate::{
    ActingOn, Agency, Error, Portal, Session,
    assisters::ROWS,
    changes::{self, Change, reason},
    roster_requests::{self, RequestRow},
};
use domain::{
    agency::{Action, AgencyStanding},
    certification::Missing,
    name::Name,
    people::{AssisterKey, AssisterKind},
    refusal::Refusal,
};
use jiff::civil::Date;

/// The agency and a page of its staff.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Its name.
    pub agency: String,
    /// Of which kind its assisters are.
    pub kind: AssisterKind,
    /// What is missing today for its assisters to act.
    pub missing: Vec<Missing>,
    /// Until when its contract is good.
    pub standing: AgencyStanding,
    /// In the order of names.
    pub lines: Vec<StaffLine>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<AssisterKey>,
    /// What was asked of the exchange, the newest first.
    pub requests: Vec<RequestRow>,
}

/// One of the staff.
#[derive(Clone, Debug)]
pub struct StaffMember {
    /// The account.
    pub row: StaffRow,
    /// The agency's name.
    pub agency: String,
    /// What is missing today; empty means the assister may act.
    pub missing: Vec<Missing>,
}

impl StaffLine {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    /// What is missing on a day; empty means the assister may act.
    pub fn missing_on(&self, day: Date) -> Vec<Missing> {
        self.credentials.missing_on(day)
    }
}

impl StaffRow {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    /// Whether the agency has approved access by a day. Nobody approves brokers.
    pub fn is_approved_on(&self, day: Date) -> bool {
        self.credentials.access_approved_on.is_some_and(|on| on <= day)
    }

    /// Whether access rests on the agency's approval.
    pub fn needs_approval(&self) -> bool {
        self.credentials.kind != AssisterKind::Broker
    }
}

impl Portal {
    /// The agency of the administrator who is signed in, and a page of its staff.
    ///
    /// # Errors
    /// `Refused(NoAgency)` for an administrator whose account belongs to none; `Denied` for anybody else.
    pub async fn read_staff(&self, session: &Session, after: Option<&AssisterKey>) -> Result<Staff, Error> {
        self.in_own_agency(session, Action::ReadStaff, async |acting| {
            let after = after.map_or("", |key| key.0.as_str());
            let mut lines = rows::page(acting, after, ROWS + 1).await?;
            let full = usize::try_from(ROWS).unwrap_or(usize::MAX);
            let more = lines.len() > full;
            lines.truncate(full);
            let requests = roster_requests::of_agency(acting).await?;
            let facts = acting.facts().clone();
            Ok(Staff {
                agency: facts.name,
                kind: facts.kind,
                missing: facts.standing.missing_on(acting.today()),
                standing: facts.standing,
                next: lines.last().filter(|_| more).map(|line| line.assister_key.clone()),
                lines,
                requests,
            })
        })
        .await
    }

    /// The agency alone, for a page on which something is asked of the exchange.
    ///
    /// # Errors
    /// As `read_staff`.
    pub async fn read_own_agency(&self, session: &Session) -> Result<AssisterKind, Error> {
        self.in_own_agency(session, Action::ReadStaff, async |acting| Ok(acting.facts().kind)).await
    }

    /// One of the staff.
    ///
    /// # Errors
    /// `NotFound` for anybody else; as `read_staff`.
    pub async fn read_staff_member(
        &self,
        session: &Session,
        assister: &AssisterKey,
    ) -> Result<StaffMember, Error> {
        self.in_own_agency(session, Action::ReadStaff, async |acting| {
            acting.target(assister);
            let row = rows::one(acting, assister).await?.0;
            Ok(StaffMember {
                missing: row.credentials.missing_on(acting.today()),
                agency: acting.facts().name.clone(),
                row,
            })
        })
        .await
    }

    /// Gives or withdraws the agency's approval of an assister's access, with a reason. Withdrawn, the assister is refused at
    /// the next request, on every server (CERT-7); associations stay. The assister is told by mail, and the exchange sees it
    /// in the account's history.
    ///
    /// # Errors
    /// `Refused` with `NoApprovalOfBrokers`, `NothingToChange`, `RecordChanged` since this version, `ReasonMissing`;
    /// `Invalid`; `NotFound` for anybody who is not of the agency's staff.
    pub async fn approve_access(
        &self,
        session: &Session,
        assister: &AssisterKey,
        (approve, version): (bool, i64),
        why: &str,
    ) -> Result<(), Error> {
        let action = if approve { Action::ApproveAccess } else { Action::WithdrawAccess };
        self.in_own_agency(session, action, async |acting| {
            acting.target(assister);
            let row = rows::one(acting, assister).await?.0;
            let (reason, today) = (reason(why)?, acting.today());
            if !row.needs_approval() {
                return Err(Refusal::NoApprovalOfBrokers.into());
            }
            let was = row.credentials.access_approved_on;
            if row.is_approved_on(today) == approve {
                return Err(Refusal::NothingToChange.into());
            }
            let becomes = approve.then_some(today);
            let changed = rows::approve(acting, assister, version, becomes).await?;
            changed.or(Refusal::RecordChanged.into())?;
            let line = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let change = Change::of(("access_approved_on", &line(was), &line(becomes)));
            changes::keep_of_agency(acting, session, assister, &change, &reason).await?;
            self.mail_approval(acting, &row, (approve, &reason)).await
        })
        .await
    }

    /// Work in the agency of the administrator who is signed in.
    async fn in_own_agency<T>(
        &self,
        session: &Session,
        action: Action,
        work: impl AsyncFnOnce(&mut ActingOn<'_, Agency>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let done = self.door.acting_on(session, &session.own_agency(), action, work).await;
        match done {
            Ok(done) => Ok(done.into_value()),
            // Recorded like every refused attempt; and said, because nothing is there to be hidden.
            Err(Error::Denied(_)) if session.is_without_agency() => Err(Refusal::NoAgency.into()),
            Err(refused) => Err(refused),
        }
    }
}
