//! The resource manager's assister accounts (CERT): create and invite, list, read, and the life cycle.
//! What may be typed is judged in `assisters/form.rs`. Nothing here touches an association (ASSOC-1).

pub(crate) mod form;

pub use form::{language_name, questions};
pub use store::assister_account::{AssisterAccount, AssisterStep, RosterEvent};

use crate::{ActingOn, Error, Portal, Roster, Session, randomness, store};
use domain::{
    certification::{AccountState, Credentials, Missing, Transition},
    form::Fields,
    numbers::{AssisterId, ReferenceNumber, normalized_code, registration_code},
    people::{AssisterKey, AssisterKind},
    refusal::Refusal,
    roster::Action,
};
use form::NewAssister;
use store::{assisters as rows, outbox::Mail};

/// Days for which a registration code is valid (CERT-3).
pub const INVITATION_DAYS: i64 = 7;
const DAY: i64 = 86_400_000_000;
/// Rows on a page of the list.
pub const ROWS: i64 = 50;
/// The longest reason.
pub const LONGEST_REASON: usize = 500;

/// An agency, for the select of the form.
#[derive(Clone, Debug)]
pub struct Agency {
    /// Row key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Which assisters belong to it.
    pub kind: AssisterKind,
}

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

/// One line of the list.
#[derive(Clone, Debug)]
pub struct ListedAssister {
    /// Row key.
    pub key: AssisterKey,
    /// Given and family name.
    pub name: String,
    /// The agency or organization.
    pub agency: Option<String>,
    /// The seven digits.
    pub reference_number: String,
    /// The facts of CERT-1.
    pub credentials: Credentials,
    /// What is missing today; empty means the assister may act.
    pub missing: Vec<Missing>,
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
    pub counts: Vec<(AssisterKind, AccountState, i64)>,
}

impl AssisterList {
    /// Accounts of a kind and a state; `None` means every one.
    pub fn count(&self, kind: Option<AssisterKind>, state: Option<AccountState>) -> i64 {
        self.counts
            .iter()
            .filter(|(k, s, _)| kind.is_none_or(|kind| kind == *k) && state.is_none_or(|state| state == *s))
            .map(|(_, _, count)| count)
            .sum()
    }
}

impl Portal {
    /// The agencies that an account can belong to, in the order of names.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager (CERT-2).
    pub async fn list_agencies(&self, session: &Session) -> Result<Vec<Agency>, Error> {
        self.door
            .acting_on(session, &door::TheRoster, Action::ListAssisters, async |acting| {
                rows::agencies(acting).await
            })
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
            .acting_on(session, &door::TheRoster, Action::CreateAssister, async |acting| {
                let agencies = rows::agencies(acting).await?;
                let new = NewAssister::read(typed, &agencies, self.today())?;
                Self::refuse_twins(acting, &new).await?;
                let number = unused_reference_number(acting).await?;
                let assister_id = match new.kind {
                    AssisterKind::Broker => None,
                    AssisterKind::Navigator | AssisterKind::Cac => Some(unused_assister_id(acting).await?),
                };
                let key = AssisterKey(randomness::row_key());
                acting.target(&key.0);
                let numbers = (number.digits(), assister_id.as_deref());
                store::assister_account::insert(acting, &key, &new, numbers).await.map_err(taken)?;
                let by = session.account_key();
                rows::record_step(acting, &key, ("create", AccountState::Invited, "Account created"), by)
                    .await?;
                self.invite(acting, &key, portal_address).await?;
                Ok(CreatedAssister { key, reference_number: number.digits().to_owned(), assister_id })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// CERT-4 and CERT-6: one person, one account, and never broker and navigator or counselor at once.
    async fn refuse_twins(acting: &mut ActingOn<'_, Roster>, new: &NewAssister) -> Result<(), Error> {
        if let Some(twin) = rows::same_person(acting, &new.email, new.npn.as_deref()).await? {
            let same_role = (twin.kind == AssisterKind::Broker) == (new.kind == AssisterKind::Broker);
            let gone = twin.state == AccountState::Decertified;
            return Err(match (twin.same_email, same_role, gone) {
                (_, false, false) => Refusal::RoleConflict,
                (true, _, _) => Refusal::EmailTaken,
                (false, _, _) => Refusal::NpnTaken,
            }
            .into());
        }
        if rows::staff_has_email(acting, &new.email).await? {
            return Err(Refusal::EmailTaken.into());
        }
        new.without_foreign_npn()
    }

    /// A new registration code, by mail; the ones before mean nothing any more (CERT-3).
    async fn invite(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        key: &AssisterKey,
        portal_address: &str,
    ) -> Result<(), Error> {
        let code = registration_code(randomness::bytes::<16>()?);
        let sha256 = randomness::sha256_hex(normalized_code(&code).as_bytes());
        let until = acting.now().0 + INVITATION_DAYS * DAY;
        rows::replace_invitation(acting, key, &sha256, until).await?;
        let (name, email, number) = rows::addressee(acting, key).await?;
        let exchange = &self.profile.exchange;
        let body = format!(
            "Hello {name},\n\nan assister account was made for you at {}.\n\nYour reference number: {number}\n\
             It stays yours. Give it to the people you help, so that they can find you.\n\n\
             Your registration code: {code}\nIt works once, until {}.\n\n\
             To set up your account, open {portal_address}/activate\n\n\
             If you did not expect this mail, call {} at {}.\n",
            exchange.name,
            self.day_in_words(until),
            exchange.name,
            exchange.phone,
        );
        let subject = format!("Activate your assister account at {}", exchange.name);
        let mail = Mail { to: &email, subject: &subject, body: &body };
        store::outbox::mail(acting, self.door.seal(), &mail).await
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
            .acting_on(session, &door::TheRoster, Action::ResendInvitation, async |acting| {
                acting.target(&assister.0);
                let state = rows::state(acting, assister).await?.ok_or(Error::NotFound)?;
                if state != AccountState::Invited {
                    return Err(Refusal::IllegalTransition.into());
                }
                let step = ("invite", AccountState::Invited, "New invitation sent");
                rows::record_step(acting, assister, step, session.account_key()).await?;
                self.invite(acting, assister, portal_address).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// A page of the accounts, with the counts of every filter.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager.
    pub async fn list_assisters(
        &self,
        session: &Session,
        wanted: &AssistersWanted,
    ) -> Result<AssisterList, Error> {
        self.door
            .acting_on(session, &door::TheRoster, Action::ListAssisters, async |acting| {
                let mut lines = rows::page(acting, wanted, ROWS + 1, self.today()).await?;
                let full = usize::try_from(ROWS).unwrap_or(usize::MAX);
                let more = lines.len() > full;
                lines.truncate(full);
                let next = lines.last().filter(|_| more).map(|line| line.key.clone());
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
            .acting_on(session, &door::TheRoster, Action::ReadAssister, async |acting| {
                acting.target(&assister.0);
                store::assister_account::read(acting, assister, self.today()).await?.ok_or(Error::NotFound)
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

    /// Certifies again, with a reason (CERT-5). The dates still decide whether the assister may act.
    ///
    /// # Errors
    /// As `suspend`; `Refused(NpnTaken)` when another broker took over the NPN.
    pub async fn recertify(&self, session: &Session, key: &AssisterKey, reason: &str) -> Result<(), Error> {
        self.change_state(session, key, Transition::Recertify, reason).await
    }

    async fn change_state(
        &self,
        session: &Session,
        assister: &AssisterKey,
        transition: Transition,
        reason: &str,
    ) -> Result<(), Error> {
        let action = match transition {
            Transition::Suspend => Action::SuspendAssister,
            Transition::Reinstate => Action::ReinstateAssister,
            Transition::Decertify => Action::DecertifyAssister,
            Transition::Recertify => Action::RecertifyAssister,
            // Only the assister activates, with the registration code (CERT-3).
            Transition::Activate => return Err(Refusal::IllegalTransition.into()),
        };
        self.door
            .acting_on(session, &door::TheRoster, action, async |acting| {
                acting.target(&assister.0);
                let reason = form::reason(reason)?;
                let from = rows::state(acting, assister).await?.ok_or(Error::NotFound)?;
                let to = from.after(transition).map_err(|_| Refusal::IllegalTransition)?;
                rows::set_state(acting, assister, from, to).await.map_err(taken)?;
                let step = (transition.word(), to, reason.as_str());
                rows::record_step(acting, assister, step, session.account_key()).await?;
                match to {
                    AccountState::Suspended | AccountState::Decertified => {
                        rows::end_sessions(acting, assister).await
                    }
                    AccountState::Invited | AccountState::Active => Ok(()),
                }
            })
            .await
            .map(door::Acted::into_value)
    }
}

/// A random number that nobody has; numbers are never reused, because accounts are never deleted.
async fn unused_reference_number(acting: &mut ActingOn<'_, Roster>) -> Result<ReferenceNumber, Error> {
    for _ in 0..100 {
        let number = ReferenceNumber::from_random(randomness::below(900_000)?);
        if !rows::number_is_taken(acting, number.digits()).await? {
            return Ok(number);
        }
    }
    Err(Error::Unavailable("no free reference number was found"))
}

async fn unused_assister_id(acting: &mut ActingOn<'_, Roster>) -> Result<String, Error> {
    for _ in 0..100 {
        let id = AssisterId::from_random(randomness::bytes::<9>()?);
        if !rows::number_is_taken(acting, id.as_str()).await? {
            return Ok(id.as_str().to_owned());
        }
    }
    Err(Error::Unavailable("no free assister ID was found"))
}

/// The database's own refusal of a second active broker with the same NPN (CERT-4).
fn taken(fault: Error) -> Error {
    match fault {
        fault if fault.is_duplicate() => Refusal::NpnTaken.into(),
        other => other,
    }
}
