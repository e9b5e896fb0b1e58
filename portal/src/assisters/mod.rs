//! The resource manager's assister accounts (CERT): create and invite, list, read, and the life cycle.
//! What may be typed is judged in `assisters/form.rs`. Nothing here touches an association (ASSOC-1).

mod correcting;
mod form;
mod jobs;
mod mail;
mod provisioning;
mod rows;

pub use correcting::AssisterForm;
pub use form::{Part, questions};
pub use provisioning::{Part as PartOf, ProvisionedUser, WantedUser};
pub(crate) use provisioning::{program, why};
pub(crate) use rows::STATEMENTS;
pub use rows::{Agency, AssisterRow, AssisterStep, By, Count, ListedAssister, RosterEvent};

use crate::{
    ActingOn, Error, FieldFault, Portal, Roster, Session,
    accounts::INVITATION_DAYS,
    changes::{KeptChange, reason},
    randomness,
};
use domain::{
    certification::{AccountState, Missing, Step, Transition},
    form::Fields,
    name::Name,
    numbers::{AssisterId, ReferenceNumber, registration_code},
    people::{AssisterKey, AssisterKind},
    refusal::Refusal,
    roster::Action,
    typed::{Fault, search::Search},
};
use door::TheRoster;
use form::Details;
use jiff::civil::Date;
use words::Words;

/// A day in seconds.
const DAY: i64 = 86_400;
/// Rows on a page of the list.
pub const ROWS: i64 = 50;

/// An account that was just made.
#[derive(Clone, Debug)]
pub struct CreatedAssister {
    /// Row key.
    pub key: AssisterKey,
    /// The seven digits.
    pub reference_number: String,
    /// Navigators and CACs: the nine characters.
    pub assister_id: Option<String>,
}

/// One account, with all of CERT-1 and its history.
#[derive(Clone, Debug)]
pub struct AssisterAccount {
    /// The account.
    pub row: AssisterRow,
    /// What is missing today; empty means the assister may act.
    pub missing: Vec<Missing>,
    /// The life cycle, newest first (CERT-5).
    pub history: Vec<AssisterStep>,
    /// What was corrected or renewed, newest first (CERT-9).
    pub changes: Vec<KeptChange>,
    /// Who looked at or changed the account, newest first.
    pub events: Vec<RosterEvent>,
}

impl AssisterRow {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(self.given_name.clone(), self.family_name.clone())
    }
}

impl ListedAssister {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(self.given_name.clone(), self.family_name.clone())
    }

    /// What is missing on a day; empty means the assister may act.
    pub fn missing_on(&self, day: Date) -> Vec<Missing> {
        self.credentials.missing_on(day)
    }
}

impl By {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(self.given_name.clone(), self.family_name.clone())
    }
}

/// Which part of the list.
#[derive(Clone, Debug, Default)]
pub struct AssistersWanted {
    /// Part of a name, or exactly: reference number, NPN, assister ID, e-mail.
    pub search: String,
    /// Only this kind.
    pub kind: Option<AssisterKind>,
    /// Only this state.
    pub state: Option<AccountState>,
    /// The last one of the page before.
    pub after: Option<AssisterKey>,
}

/// A page of the list.
#[derive(Clone, Debug, Default)]
pub struct AssisterList {
    /// In the order of names.
    pub lines: Vec<ListedAssister>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<AssisterKey>,
    /// All accounts, by kind and state.
    pub counts: Vec<Count>,
}

impl AssisterList {
    /// Accounts of a kind and a state; `None` means every one.
    pub fn count(&self, kind: Option<AssisterKind>, state: Option<AccountState>) -> i64 {
        let wanted = |count: &&Count| {
            kind.is_none_or(|kind| kind == count.kind) && state.is_none_or(|state| state == count.state)
        };
        self.counts.iter().filter(wanted).map(|count| count.accounts).sum()
    }
}

impl Portal {
    /// The agencies that an account can belong to, in the order of names.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager (CERT-2).
    pub async fn list_agencies(&self, session: &Session) -> Result<Vec<Agency>, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ListAssisters, rows::agencies)
            .await
            .map(door::Acted::into_value)
    }

    /// Creates an assister account and invites the assister (CERT-2, CERT-3, CERT-4, CERT-6).
    /// `portal_address` is how people reach the portal, for the link in the mail.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused` with `EmailTaken`, `NpnTaken` or `RoleConflict`.
    pub async fn create_assister(
        &self,
        session: &Session,
        typed: &Fields,
        portal_address: &str,
    ) -> Result<CreatedAssister, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::CreateAssister, async |acting| {
                let agencies = rows::agencies(acting).await?;
                let new = Details::read(&questions(typed, &agencies), typed, &agencies, acting.today())?;
                self.enlist(acting, session, (&new, ""), portal_address).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Makes the account, and invites the assister.
    async fn enlist(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        session: &Session,
        (new, why): (&Details, &str),
        portal_address: &str,
    ) -> Result<CreatedAssister, Error> {
        let key = AssisterKey(randomness::row_key());
        acting.target(&key);
        refuse_twins(acting, &key, new).await?;
        let number = unused_reference_number(acting).await?;
        let assister_id = assister_id(acting, new.kind, None).await?;
        let numbers = (number.digits(), assister_id.as_deref());
        new.insert(acting, &key, numbers, &self.profile.places).await.map_err(taken)?;
        record_step(acting, session, &key, (Step::Create, AccountState::Invited, why)).await?;
        self.invite(acting, &key, portal_address).await?;
        Ok(CreatedAssister { key, reference_number: number.digits().to_owned(), assister_id })
    }

    /// A new registration code, by mail; the ones before mean nothing any more (CERT-3).
    async fn invite(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        key: &AssisterKey,
        portal_address: &str,
    ) -> Result<(), Error> {
        let code = registration_code(randomness::bytes::<16>()?);
        let sha256 = randomness::code_sha256(&code);
        let (now, until) = (acting.now(), acting.now().plus_seconds(INVITATION_DAYS * DAY));
        rows::close_invitations(acting, key, now).await?.or_not();
        rows::reopen(acting, key).await?.or_not();
        rows::invite(acting, &sha256, key, now, until).await?.or(Error::NotFound)?;
        let addressee = rows::addressee(acting, key).await?.0;
        // They have no account yet, so that nobody knows their language.
        let words = Words::default();
        self.mail_invitation(acting, words, &addressee, (&code, until), portal_address).await
    }

    /// Sends a new invitation to an assister who has not activated the account.
    ///
    /// # Errors
    /// `Refused(IllegalTransition)` when the account was activated (CERT-5); `NotFound`.
    pub async fn resend_invitation(
        &self,
        session: &Session,
        assister: &AssisterKey,
        portal_address: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ResendInvitation, async |acting| {
                acting.target(assister);
                if rows::standing(acting, assister).await?.0.state != AccountState::Invited {
                    return Err(Refusal::IllegalTransition.into());
                }
                let step = (Step::Invite, AccountState::Invited, "");
                record_step(acting, session, assister, step).await?;
                self.invite(acting, assister, portal_address).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Withdraws an invitation that was not used: its registration code means nothing any more. A new one can be sent.
    ///
    /// # Errors
    /// `Refused(IllegalTransition)` when the account was activated (CERT-5), `Refused(ReasonMissing)`; `NotFound`.
    pub async fn withdraw_invitation(
        &self,
        session: &Session,
        assister: &AssisterKey,
        why: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::WithdrawInvitation, async |acting| {
                acting.target(assister);
                let standing = rows::standing(acting, assister).await?.0;
                let reason = reason(why)?;
                if standing.state != AccountState::Invited {
                    return Err(Refusal::IllegalTransition.into());
                }
                let now = acting.now();
                rows::close_invitations(acting, assister, now).await?.or(Refusal::IllegalTransition.into())?;
                rows::touch(acting, assister).await?.or_not();
                record_step(acting, session, assister, (Step::Withdraw, AccountState::Invited, &reason)).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// A page of the accounts, with the counts of every filter.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager; `Invalid` for a search that is none.
    pub async fn list_assisters(
        &self,
        session: &Session,
        wanted: &AssistersWanted,
    ) -> Result<AssisterList, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ListAssisters, async |acting| {
                let mut lines = page(acting, wanted).await?;
                let full = usize::try_from(ROWS).unwrap_or(usize::MAX);
                let more = lines.len() > full;
                lines.truncate(full);
                let next = lines.last().filter(|_| more).map(|line| line.assister_key.clone());
                Ok(AssisterList { lines, next, counts: rows::counts(acting).await? })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// One account with all of CERT-1 and its history.
    ///
    /// # Errors
    /// `NotFound`; `Denied`.
    pub async fn read_assister(
        &self,
        session: &Session,
        assister: &AssisterKey,
    ) -> Result<AssisterAccount, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadAssister, async |acting| {
                acting.target(assister);
                let row = rows::read(acting, assister).await?.0;
                let (mut history, mut changes) = (Vec::new(), Vec::new());
                for rows::HistoryRow { at, step, field, was, becomes, reason, by } in
                    rows::history(acting, assister).await?
                {
                    match step {
                        Some(rows::StepTaken { transition, state }) => {
                            history.push(AssisterStep { at, transition, state, reason, by });
                        }
                        None => {
                            let (given_name, family_name) =
                                by.map(|by| (by.given_name, by.family_name)).unwrap_or_default();
                            changes.push(KeptChange {
                                at,
                                field,
                                was,
                                becomes,
                                reason,
                                given_name,
                                family_name,
                            });
                        }
                    }
                }
                Ok(AssisterAccount {
                    missing: row.credentials.missing_on(acting.today()),
                    row,
                    history,
                    changes,
                    events: rows::events(acting, assister).await?,
                })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Stops an assister at once, with a reason (CERT-5, CERT-7).
    ///
    /// # Errors
    /// `Refused(IllegalTransition)`, `Refused(ReasonMissing)`, `Invalid`, `NotFound`, `Denied`.
    pub async fn suspend(&self, session: &Session, key: &AssisterKey, reason: &str) -> Result<(), Error> {
        self.change_state(session, key, Transition::Suspend, reason).await
    }

    /// Gives a suspended assister access back, with a reason (CERT-5).
    ///
    /// # Errors
    /// As `suspend`.
    pub async fn reinstate(&self, session: &Session, key: &AssisterKey, reason: &str) -> Result<(), Error> {
        self.change_state(session, key, Transition::Reinstate, reason).await
    }

    /// Withdraws the certification, with a reason (CERT-5).
    ///
    /// # Errors
    /// As `suspend`.
    pub async fn decertify(&self, session: &Session, key: &AssisterKey, reason: &str) -> Result<(), Error> {
        self.change_state(session, key, Transition::Decertify, reason).await
    }

    async fn change_state(
        &self,
        session: &Session,
        assister: &AssisterKey,
        transition: Transition,
        why: &str,
    ) -> Result<(), Error> {
        let action = match transition {
            Transition::Suspend => Action::SuspendAssister,
            Transition::Reinstate => Action::ReinstateAssister,
            Transition::Decertify => Action::DecertifyAssister,
            // Only the assister activates, with the registration code (CERT-3); who is certified again is so with new
            // dates (`recertify`).
            Transition::Activate | Transition::Recertify => return Err(Refusal::IllegalTransition.into()),
        };
        self.door
            .acting_on(session, &TheRoster, action, async |acting| {
                acting.target(assister);
                // Of an account that there is not, nothing else is said.
                let rows::Standing { state: from, account_key } = rows::standing(acting, assister).await?.0;
                let reason = reason(why)?;
                let to = take_step(acting, session, assister, from, (transition, &reason)).await?;
                match (to, account_key) {
                    // On every server (CERT-7, ID-3).
                    (AccountState::Suspended | AccountState::Decertified, Some(account)) => {
                        acting.beside().end_sessions(&account).await
                    }
                    (AccountState::Suspended | AccountState::Decertified, None)
                    | (AccountState::Invited | AccountState::Active, _) => Ok(()),
                }
            })
            .await
            .map(door::Acted::into_value)
    }
}

/// CERT-4 and CERT-6: one person, one account, and never broker and navigator or counselor at once.
async fn refuse_twins(
    acting: &mut ActingOn<'_, Roster>,
    key: &AssisterKey,
    details: &Details,
) -> Result<(), Error> {
    let Details { email, npn, .. } = details;
    if let Some(twin) = rows::same_person(acting, &key.0, email, npn.as_deref()).await? {
        let same_role = (twin.kind == AssisterKind::Broker) == (details.kind == AssisterKind::Broker);
        let gone = twin.state == AccountState::Decertified;
        return Err(match (twin.email == *email, same_role, gone) {
            (_, false, false) => Refusal::RoleConflict,
            (true, _, _) => Refusal::EmailTaken,
            (false, _, _) => Refusal::NpnTaken,
        }
        .into());
    }
    if rows::staff_with_email(acting, &key.0, email).await?.0.found > 0 {
        return Err(Refusal::EmailTaken.into());
    }
    details.without_foreign_npn()
}

/// The assister ID of a kind (CERT-3): the one there is, or a new one; brokers have none.
async fn assister_id(
    acting: &mut ActingOn<'_, Roster>,
    kind: AssisterKind,
    present: Option<String>,
) -> Result<Option<String>, Error> {
    match (kind, present) {
        (AssisterKind::Broker, _) => Ok(None),
        (AssisterKind::Navigator | AssisterKind::Cac, Some(id)) => Ok(Some(id)),
        (AssisterKind::Navigator | AssisterKind::Cac, None) => unused_assister_id(acting).await.map(Some),
    }
}

/// Takes a step of the life cycle, and keeps it in the history (CERT-5).
async fn take_step(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    assister: &AssisterKey,
    from: AccountState,
    (transition, reason): (Transition, &str),
) -> Result<AccountState, Error> {
    let to = from.after(transition).map_err(|_| Refusal::IllegalTransition)?;
    let moved = rows::set_state(acting, assister, from, to).await.map_err(taken)?;
    // The assister activated in between: the page is out of date.
    moved.or(Refusal::IllegalTransition.into())?;
    record_step(acting, session, assister, (transition.into(), to, reason)).await?;
    Ok(to)
}

/// Writes one step of the history: the state after it, and why; nobody says why for an account or an invitation.
async fn record_step(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    assister: &AssisterKey,
    (step, state, reason): (Step, AccountState, &str),
) -> Result<(), Error> {
    let now = acting.now();
    let token = session.program().map(|program| &*program.token.0);
    rows::record_step(acting, assister, now, step, state, reason, session.account_key(), token)
        .await?
        .or(Error::NotFound)
}

/// The agencies that were not merged away.
pub(crate) async fn agencies(acting: &mut ActingOn<'_, Roster>) -> Result<Vec<Agency>, Error> {
    rows::agencies(acting).await
}

/// A page of the list, and one line more.
async fn page(
    acting: &mut ActingOn<'_, Roster>,
    wanted: &AssistersWanted,
) -> Result<Vec<ListedAssister>, Error> {
    let Search { exactly, part_of_name } = Search::read(&wanted.search)
        .map_err(|fault| Error::Invalid(vec![FieldFault::new("search", Fault::from(fault), "CERT-2")]))?;
    let name = if part_of_name.is_empty() { String::new() } else { format!("%{part_of_name}%") };
    // Nothing to compare exactly would be no search at all; no number is in lower case.
    let exactly = if exactly.is_empty() { part_of_name } else { exactly };
    let kind = wanted.kind.map_or("", AssisterKind::word);
    let state = wanted.state.map_or("", AccountState::word);
    let after = wanted.after.as_ref().map_or("", |key| key.0.as_str());
    rows::page(acting, kind, state, &exactly, &name, after, ROWS + 1).await
}

/// A random number that nobody has; numbers are never reused, because accounts are never deleted.
async fn unused_reference_number(acting: &mut ActingOn<'_, Roster>) -> Result<ReferenceNumber, Error> {
    for _ in 0..100 {
        let number = ReferenceNumber::from_random(randomness::below(900_000)?);
        if rows::numbers_issued(acting, number.digits()).await?.0.found == 0 {
            return Ok(number);
        }
    }
    Err(Error::Unavailable("no free reference number was found"))
}

async fn unused_assister_id(acting: &mut ActingOn<'_, Roster>) -> Result<String, Error> {
    for _ in 0..100 {
        let id = AssisterId::from_random(randomness::bytes::<9>()?);
        if rows::numbers_issued(acting, id.as_str()).await?.0.found == 0 {
            return Ok(id.as_str().to_owned());
        }
    }
    Err(Error::Unavailable("no free assister ID was found"))
}

/// The database's own refusal of a second active broker with the same NPN (CERT-4).
fn taken(fault: Error) -> Error {
    if fault.is_duplicate() { Refusal::NpnTaken.into() } else { fault }
}
