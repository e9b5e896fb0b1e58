//! What a roster file makes and changes, written: codes, mails and seals are made before the transaction, so that it holds
//! the one writer of a small database for as long as the rows take, and not for the work on them.

use super::{Right, Roll, rows};
use crate::{
    ActingOn, Error, Portal, Roster, Session,
    accounts::INVITATION_DAYS,
    assisters::{AssisterRow, DAY, mail::told_of_changes, taken},
    changes, outbox, randomness,
};
use domain::{
    certification::AccountState,
    instant::Instant,
    name::Name,
    numbers::{AssisterId, ReferenceNumber, registration_code},
    people::{AssisterKey, AssisterKind},
    refusal::Refusal,
};
use words::Words;

/// An account that is ready to be written, with its mails.
pub(crate) struct Ready {
    key: AssisterKey,
    right: Right,
    /// The seven digits.
    pub(crate) reference_number: String,
    assister_id: Option<String>,
    /// The hash of the code that invites, and until when it works.
    invitation: Option<(String, Instant)>,
    mails: Vec<outbox::SealedMail>,
}

impl Ready {
    fn stored(&self) -> Option<&AssisterRow> {
        self.right.stored.as_deref()
    }
}

impl Roll {
    /// A number that nobody has: numbers are never reused, because accounts are never deleted.
    fn unused(&mut self, make: impl Fn() -> Result<String, Error>) -> Result<String, Error> {
        for _ in 0..100 {
            let number = make()?;
            if self.issued.insert(number.clone()) {
                return Ok(number);
            }
        }
        Err(Error::Unavailable("no free number was found"))
    }
}

impl Portal {
    /// Makes what an account needs: for a new one numbers and an invitation, for a changed one the mail that tells.
    pub(crate) fn ready(
        &self,
        roll: &mut Roll,
        right: Right,
        (reason, portal_address): (&str, &str),
    ) -> Result<Ready, Error> {
        let details = &right.details;
        let stored = right.stored.as_deref();
        let reference_number = match stored {
            Some(row) => row.reference_number.clone(),
            None => roll.unused(|| {
                Ok(ReferenceNumber::from_random(randomness::below(900_000)?).digits().to_owned())
            })?,
        };
        let assister_id = match (details.kind, stored.and_then(|row| row.assister_id.clone())) {
            (AssisterKind::Broker, _) => None,
            (AssisterKind::Navigator | AssisterKind::Cac, Some(id)) => Some(id),
            (AssisterKind::Navigator | AssisterKind::Cac, None) => Some(
                roll.unused(|| Ok(AssisterId::from_random(randomness::bytes::<9>()?).as_str().to_owned()))?,
            ),
        };
        let mut mails = Vec::new();
        let seal = self.door.seal();
        if let Some(row) = stored {
            let mail = self.changed_mail(row, (&roll.asked, &right.changes, reason));
            for to in told_of_changes(row, &details.email) {
                mails.push(outbox::sealed(seal, to, &mail)?);
            }
        }
        let invited = stored
            .is_none_or(|row| row.credentials.state == AccountState::Invited && row.email != details.email);
        let invitation = if invited {
            let code = registration_code(randomness::bytes::<16>()?);
            let until = self.door.now().plus_seconds(INVITATION_DAYS * DAY);
            let name = Name::new(&*details.given_name, &*details.family_name);
            // They have no account yet, so that nobody knows their language.
            let whom = (name, &*reference_number);
            let mail = self.invitation_mail(Words::default(), whom, (&code, until), portal_address);
            mails.push(outbox::sealed(seal, &details.email, &mail)?);
            Some((randomness::code_sha256(&code), until))
        } else {
            None
        };
        let key = stored.map_or_else(|| AssisterKey(randomness::row_key()), |row| row.assister_key.clone());
        Ok(Ready { key, reference_number, assister_id, invitation, mails, right })
    }

    /// Writes them all, or nothing.
    ///
    /// # Errors
    /// `Refused(RecordChanged)` when one of them was changed since the roster was read.
    pub(crate) async fn write_all(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        session: &Session,
        all: &[Ready],
        reason: &str,
    ) -> Result<(), Error> {
        let now = acting.now();
        let (new, changed): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.stored().is_none());
        let made: Vec<_> = new.iter().map(|one| self.account(one, now)).collect();
        rows::insert(acting, &made).await.map_err(taken)?;
        let by = session.account_key();
        let steps: Vec<_> = new.iter().map(|one| rows::Created { key: &one.key, at: now, by }).collect();
        rows::record_created(acting, &steps).await?;
        let updates: Vec<_> = changed.iter().map(|one| self.account(one, now)).collect();
        let updated = rows::update(acting, &updates).await.map_err(taken)?;
        if usize::try_from(updated) != Ok(updates.len()) {
            return Err(Refusal::RecordChanged.into());
        }
        let kept: Vec<_> = changed.iter().map(|one| (&*one.key.0, &*one.right.changes)).collect();
        changes::keep_all(acting, session, &kept, reason).await?;
        let renamed: Vec<_> = changed.iter().filter_map(|one| renamed(one)).collect();
        rows::rename(acting, &renamed).await?;
        let invited: Vec<_> = all.iter().filter_map(|one| invited(one, now)).collect();
        let again: Vec<_> = changed.iter().filter_map(|one| invited_again(one, now)).collect();
        rows::close_invitations(acting, &again).await?;
        rows::invite(acting, &invited).await?;
        for one in all.chunks(MAILS) {
            let mails: Vec<_> = one.iter().flat_map(|one| &one.mails).collect();
            outbox::put_mails(acting.beside(), &mails).await?;
        }
        Ok(())
    }

    fn account<'a>(&'a self, one: &'a Ready, now: Instant) -> rows::Account<'a> {
        let details = &one.right.details;
        let (county, north, east) = details.listing.placed(&self.profile.places);
        rows::Account {
            key: &one.key,
            version: one.stored().map_or(1, |row| row.version),
            reference_number: &one.reference_number,
            assister_id: one.assister_id.as_deref(),
            kind: details.kind,
            given_name: &details.given_name,
            family_name: &details.family_name,
            email: &details.email,
            public_phone: &details.public_phone,
            public_email: &details.public_email,
            languages: &details.languages,
            agency: details.agency.as_deref(),
            npn: details.stored_npn(),
            certified_from: details.certified_from,
            certified_until: details.certified_until,
            training_passed_on: details.training_passed_on,
            assessment_passed_on: details.assessment_passed_on,
            background_study_on: details.background_study_on,
            agreement_signed_on: details.agreement_signed_on,
            access_approved_on: details.access_approved_on,
            license_until: details.license_until,
            city: &details.listing.city,
            zip: &details.listing.zip,
            county,
            north,
            east,
            ways: &details.listing.ways,
            accessibility: &details.listing.accessibility,
            accepts_new: details.listing.accepts_new,
            in_directory: details.listing.in_directory,
            created_at: now,
        }
    }
}

/// Accounts whose mails are written together.
const MAILS: usize = 1_000;

fn renamed(one: &Ready) -> Option<rows::Renamed<'_>> {
    let details = &one.right.details;
    Some(rows::Renamed {
        account: one.stored()?.account_key.as_ref()?,
        given_name: &details.given_name,
        family_name: &details.family_name,
        email: &details.email,
    })
}

fn invited(one: &Ready, at: Instant) -> Option<rows::Invited<'_>> {
    let (code_sha256, until) = one.invitation.as_ref()?;
    Some(rows::Invited { code_sha256, key: &one.key, at, until: *until })
}

fn invited_again(one: &Ready, at: Instant) -> Option<rows::Invited<'_>> {
    one.stored()?;
    invited(one, at)
}
