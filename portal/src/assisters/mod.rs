//! The resource manager's assister accounts (CERT): create and invite, list, read, and the life cycle.
//! What may be typed is judged in `assisters/form.rs`. Nothing here touches an association (ASSOC-1).

mod appointing;
mod correcting;
mod creating;
mod ending_sessions;
mod form;
mod life_cycle;
mod listing;
mod lost_factor;
mod mail;
pub(crate) mod many;
mod merging;
mod provisioning;
mod rows;

pub use appointing::{Carrier, appointment_questions};
pub use correcting::AssisterForm;
pub(crate) use correcting::{Lines, own_form};
pub(crate) use form::lines;
pub use form::{OwnPart, Part, asked_of_agency, questions, usual};
pub use listing::{AssisterList, AssistersWanted, ROWS};
pub(crate) use many::{
    Entry, Judged, Right, Roll, Wanted, accounts_page, move_staged, numbers_given_up, roster_standing,
};
pub use merging::merge_questions;
pub use provisioning::{Part as PartOf, ProvisionedUser, WantedUser};
pub(crate) use provisioning::{program, why};
pub(crate) use rows::STATEMENTS;
pub use rows::{Absence, Agency, Asker, AssisterRow, AssisterStep, By, Count, ListedAssister, RosterEvent};

use crate::{
    ActingOn, Error, Portal, Roster, Session,
    accounts::INVITATION_DAYS,
    changes::{KeptChange, reason},
    randomness,
};
use domain::{
    certification::{AccountState, Missing, Step},
    directory::absence_on,
    instant::Instant,
    name::Name,
    numbers::registration_code,
    people::{AssisterKey, AssisterKind},
    refusal::Refusal,
    roster::Action,
};
use door::TheRoster;
use form::Details;
use jiff::civil::Date;
use life_cycle::{record_step, take_step};
use rows::Twin;
use words::Words;

/// A day in seconds.
const DAY: i64 = 86_400;

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
    /// Since when it is closed because nobody used it (CERT-8).
    pub closed_since: Option<Instant>,
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

impl Absence {
    /// The first and the last day, where it is not over.
    pub fn on(&self, day: Date) -> Option<(Date, Date)> {
        absence_on(day, self.absent_from, self.absent_until)
    }

    /// Who stands in.
    pub fn stand_in_name(&self) -> Option<Name> {
        let name = || Name::new(&*self.stand_in_given_name, &*self.stand_in_family_name);
        self.stand_in.as_ref().map(|_| name())
    }
}

impl Asker {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(self.asker_given_name.clone(), self.asker_family_name.clone())
    }
}

impl By {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(self.given_name.clone(), self.family_name.clone())
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
        rows::reopen(acting, key).await?.or_not();
        rows::close_invitations(acting, key, now).await?.or_not();
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
                    closed_since: self.closed_since(&row, acting.now()),
                    row,
                    history,
                    changes,
                    events: rows::events(acting, assister).await?,
                })
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
    let twin = rows::same_person(acting, &key.0, email, npn.as_deref()).await?;
    let signs_in = twin.is_none() && rows::staff_with_email(acting, &key.0, email).await?.0.found > 0;
    twin_refusal(details, twin.as_ref(), signs_in)
}

/// Whether somebody else has the address or the number: another account, or an account that somebody works with.
fn twin_refusal(details: &Details, twin: Option<&Twin>, signs_in: bool) -> Result<(), Error> {
    if let Some(twin) = twin {
        let same_role = (twin.kind == AssisterKind::Broker) == (details.kind == AssisterKind::Broker);
        let gone = twin.state == AccountState::Decertified;
        return Err(match (twin.email == details.email, same_role, gone) {
            (_, false, false) => Refusal::RoleConflict,
            (true, _, _) => Refusal::EmailTaken,
            (false, _, _) => Refusal::NpnTaken,
        }
        .into());
    }
    if signs_in {
        return Err(Refusal::EmailTaken.into());
    }
    details.without_foreign_npn()
}

/// The agencies that were not merged away.
pub(crate) async fn agencies(acting: &mut ActingOn<'_, Roster>) -> Result<Vec<Agency>, Error> {
    rows::agencies(acting).await
}

/// The database's own refusal of a second active broker with the same NPN (CERT-4).
fn taken(fault: Error) -> Error {
    if fault.is_duplicate() { Refusal::NpnTaken.into() } else { fault }
}
