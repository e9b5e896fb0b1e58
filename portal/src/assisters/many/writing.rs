//! What a roster file makes and changes, written: codes, mails and seals are made first, some hundred accounts at a time, and
//! laid ready beside the roster; one transaction then moves all of it, and holds the one writer of a small database for a
//! moment only.

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

    /// Lays accounts ready beside the roster, in a transaction of their own: nothing of it counts before `move_staged`.
    pub(crate) async fn stage(&self, batch: &str, all: &[Ready]) -> Result<(), Error> {
        self.door
            .at_work(None, async |work| {
                let now = work.now();
                let accounts: Vec<_> = all.iter().map(|one| self.account(batch, one, now)).collect();
                rows::stage(work, &accounts).await?;
                let invited: Vec<_> = all.iter().filter_map(|one| invited(batch, one, now)).collect();
                rows::stage_invitations(work, &invited).await?;
                let changed: Vec<_> = all.iter().map(|one| (&*one.key.0, &*one.right.changes)).collect();
                changes::stage(work, batch, &changed).await?;
                let mails: Vec<_> = all.iter().flat_map(|one| &one.mails).collect();
                outbox::stage_mails(work, batch, &mails).await
            })
            .await
    }

    /// Forgets what was laid ready: of a batch, and what is older.
    pub(crate) async fn unstage(&self, batch: &str, before: Instant) -> Result<(), Error> {
        self.door
            .at_work(None, async |work| {
                rows::forget_accounts(work, batch, before).await?.or_not();
                rows::forget_invitations(work, batch, before).await?.or_not();
                changes::unstage(work, batch, before).await?;
                outbox::unstage(work, batch, before).await
            })
            .await
    }

    fn account<'a>(&'a self, batch: &'a str, one: &'a Ready, now: Instant) -> rows::Account<'a> {
        let details = &one.right.details;
        let (county, north, east) = details.listing.placed(&self.profile.places);
        rows::Account {
            batch,
            is_new: one.stored().is_none(),
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
            hours: &details.listing.hours,
            accepts_new: details.listing.accepts_new,
            in_directory: details.listing.in_directory,
            created_at: now,
        }
    }
}

fn invited<'a>(batch: &'a str, one: &'a Ready, at: Instant) -> Option<rows::Invited<'a>> {
    let (code_sha256, until) = one.invitation.as_ref()?;
    Some(rows::Invited { batch, code_sha256, key: &one.key, at, until: *until })
}

/// Moves what was laid ready into the roster, with its history and its mails: all of it, in few statements.
///
/// # Errors
/// `Refused(RecordChanged)` when one of so many `changed` accounts is not any more what it was when it was read.
pub(crate) async fn move_staged(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    (batch, changed): (&str, usize),
    reason: &str,
) -> Result<(), Error> {
    let (now, by) = (acting.now(), session.account_key());
    rows::insert_staged(acting, batch).await.map_err(taken)?.or_not();
    rows::record_staged(acting, batch, now, by).await?.or_not();
    let updated = rows::update_staged(acting, batch).await.map_err(taken)?;
    if usize::try_from(updated.count()) != Ok(changed) {
        return Err(Refusal::RecordChanged.into());
    }
    rows::rename_staged(acting, batch).await?.or_not();
    changes::keep_staged(acting, session, batch, reason).await?;
    rows::close_staged(acting, batch, now).await?.or_not();
    rows::invite_staged(acting, batch, now).await?.or_not();
    outbox::put_staged(acting.beside(), batch).await
}
