//! A new account (CERT-2, CERT-3): made by a resource manager from the form, of their own accord or because an agency asked.

use super::{CreatedAssister, form::Details, questions, record_step, refuse_twins, rows, taken};
use crate::{ActingOn, Error, Portal, Roster, Session, randomness};
use domain::{
    certification::{AccountState, Step},
    form::Fields,
    numbers::{AssisterId, ReferenceNumber},
    people::{AssisterKey, AssisterKind},
    roster::Action,
};
use door::TheRoster;

impl Portal {
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
                self.create_as(acting, session, typed, portal_address).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// The same within a work on the roster.
    ///
    /// # Errors
    /// As `create_assister`.
    pub(crate) async fn create_as(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        session: &Session,
        typed: &Fields,
        portal_address: &str,
    ) -> Result<CreatedAssister, Error> {
        let agencies = rows::agencies(acting).await?;
        let new = Details::read(&questions(typed, &agencies), typed, &agencies, acting.today())?;
        self.enlist(acting, session, (&new, ""), portal_address).await
    }

    /// Makes the account, and invites the assister.
    pub(super) async fn enlist(
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
}

/// The assister ID of a kind (CERT-3): the one there is, or a new one; brokers have none.
pub(super) async fn assister_id(
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
