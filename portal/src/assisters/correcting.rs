//! Corrections and renewals (CERT-9): a part of the account's form, filled in with what is stored, changed with a reason.
//! Every changed field is kept in the history, and the person is told by mail. Reference number and associations stay.

use super::{
    Agency, AssisterRow,
    creating::assister_id,
    form::{Details, OwnPart, Part, asking_for, credentials, field_of, filled, questions},
    refuse_twins, rows, take_step, taken,
};
use crate::{
    ActingOn, Error, FieldFault, OwnProfile, Portal, Roster, Session,
    changes::{self, Change, reason},
};
use domain::{
    certification::{AccountState, Missing, Transition},
    form::{Fields, Question, WrongAssister},
    people::{AgencyKey, AssisterKey},
    refusal::Refusal,
    roster::Action,
};
use door::TheRoster;
use jiff::civil::Date;

/// Answers as lines, each behind its field: what is asked of the exchange.
pub(crate) type Lines = std::collections::BTreeMap<String, String>;

/// The own account's form, filled in with what is stored.
///
/// # Errors
/// `Error::Database`.
pub(crate) async fn own_form(acting: &mut ActingOn<'_, OwnProfile>) -> Result<AssisterForm, Error> {
    let row = rows::own(acting).await?.0;
    Ok(AssisterForm::of(row, Vec::new(), acting.today()))
}

/// A part of an account's form, filled in with what is stored.
#[derive(Clone, Debug)]
pub struct AssisterForm {
    /// The account.
    pub row: AssisterRow,
    /// What is missing today.
    pub missing: Vec<Missing>,
    /// The agencies there are to choose.
    pub agencies: Vec<Agency>,
    /// What is stored, as the filled-in form.
    pub filled: Fields,
}

impl AssisterForm {
    pub(super) async fn read(
        acting: &mut ActingOn<'_, Roster>,
        assister: &AssisterKey,
    ) -> Result<Self, Error> {
        let row = rows::read(acting, assister).await?.0;
        let agencies = rows::agencies(acting).await?;
        Ok(Self::of(row, agencies, acting.today()))
    }

    fn of(row: AssisterRow, agencies: Vec<Agency>, today: Date) -> Self {
        let kind = [("kind".to_owned(), row.credentials.kind.word().to_owned())].into();
        let filled = filled(&row, &questions(&kind, &agencies));
        Self { missing: row.credentials.missing_on(today), row, agencies, filled }
    }

    /// What is stored, with the answers to these questions in the place of its own.
    pub(crate) fn with(&self, questions: &[Question], typed: &Fields) -> Fields {
        let own: Vec<String> = questions.iter().flat_map(Question::fields).collect();
        let mut all = self.filled.clone();
        all.retain(|field, _| !own.contains(field));
        all.extend(own.into_iter().filter_map(|field| Some((field.clone(), typed.get(&field)?.clone()))));
        all
    }

    /// What is asked on a part of the own profile.
    pub fn own_questions(&self, part: OwnPart) -> Vec<Question> {
        part.of(self.questions(&self.filled))
    }

    /// What is stored, with these lines in the place of its own.
    pub(crate) fn with_lines(&self, lines: &Lines) -> Fields {
        let mut questions = self.questions(&self.filled);
        questions.retain(|question| lines.contains_key(&question.field));
        let line =
            |question: &Question| question.fields_of(lines.get(&question.field).map_or("", String::as_str));
        self.with(&questions, &questions.iter().flat_map(line).collect())
    }

    /// The questions of the whole form, those of one part to be answered.
    fn asking(&self, part: Part, typed: &Fields) -> Vec<Question> {
        let own: Vec<String> = part.of(self.questions(typed)).into_iter().map(|one| one.field).collect();
        asking_for(self.questions(typed), &own.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The questions of the whole form, as far as the kind decides them: the typed one, or else the stored one.
    pub fn questions(&self, typed: &Fields) -> Vec<Question> {
        let kind = typed.get("kind").or(self.filled.get("kind")).cloned().unwrap_or_default();
        questions(&[("kind".to_owned(), kind)].into(), &self.agencies)
    }
}

impl Portal {
    /// An account's form, filled in with what is stored.
    ///
    /// # Errors
    /// `NotFound`; `Denied`.
    pub async fn read_assister_form(
        &self,
        session: &Session,
        assister: &AssisterKey,
    ) -> Result<AssisterForm, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadAssister, async |acting| {
                acting.target(assister);
                AssisterForm::read(acting, assister).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Changes a part of an account, with a reason. A new address of somebody who was invited gets a new invitation.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused` with `RecordChanged` when somebody else changed it since `version`,
    /// `NothingToChange`, `ReasonMissing`, `EmailTaken`, `NpnTaken`, `RoleConflict`; `NotFound`.
    pub async fn change_assister(
        &self,
        session: &Session,
        assister: &AssisterKey,
        (part, version): (Part, i64),
        (typed, why): (&Fields, &str),
        portal_address: &str,
    ) -> Result<(), Error> {
        let action = match part {
            Part::Person => Action::CorrectAssister,
            Part::Dates => Action::RenewAssister,
        };
        self.door
            .acting_on(session, &TheRoster, action, async |acting| {
                acting.target(assister);
                let stored = AssisterForm::read(acting, assister).await?;
                let after = stored.with(&part.of(stored.questions(typed)), typed);
                let asking = stored.asking(part, &after);
                let details = Details::read(&asking, &after, &stored.agencies, acting.today())?;
                let reason = reason(why)?;
                let changes =
                    self.change(acting, session, &stored, version, (&details, &after, &reason)).await?;
                if changes.is_empty() {
                    return Err(Refusal::NothingToChange.into());
                }
                if details.email != stored.row.email && stored.row.credentials.state == AccountState::Invited
                {
                    self.invite(acting, assister, portal_address).await?;
                }
                Ok(())
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Certifies a decertified assister again (CERT-5): with dates that are in force today, and a reason. What the dates
    /// cannot give, such as an agency's contract, is still asked at every request.
    ///
    /// # Errors
    /// `Invalid` naming each date that is missing today; `Refused` with `IllegalTransition`, `RecordChanged`,
    /// `ReasonMissing`, or `NpnTaken` when another broker took over the NPN; `NotFound`.
    pub async fn recertify(
        &self,
        session: &Session,
        assister: &AssisterKey,
        version: i64,
        (typed, why): (&Fields, &str),
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::RecertifyAssister, async |acting| {
                acting.target(assister);
                let stored = AssisterForm::read(acting, assister).await?;
                if !stored.row.allows(Transition::Recertify) {
                    return Err(Refusal::IllegalTransition.into());
                }
                let after = stored.with(&Part::Dates.of(stored.questions(typed)), typed);
                let asking = stored.asking(Part::Dates, &after);
                let details = Details::read(&asking, &after, &stored.agencies, acting.today())?;
                let missing =
                    credentials(&details, stored.row.credentials.agency.clone()).missing_on(acting.today());
                let fault = |field| FieldFault::new(field, WrongAssister::NotInForceToday, "CERT-1");
                let faults: Vec<_> = missing.into_iter().filter_map(field_of).map(fault).collect();
                if !faults.is_empty() {
                    return Err(faults.into());
                }
                let reason = reason(why)?;
                self.change(acting, session, &stored, version, (&details, &after, &reason)).await?;
                let from = (stored.row.credentials.state, stored.row.for_cause);
                take_step(acting, session, assister, from, (Transition::Recertify, &reason)).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Changes an account as it was asked for, within a work on the roster.
    ///
    /// # Errors
    /// As `change_assister`.
    pub(crate) async fn change_as_asked(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        session: &Session,
        assister: &AssisterKey,
        version: i64,
        (lines, reason): (&Lines, &str),
    ) -> Result<(), Error> {
        let stored = AssisterForm::read(acting, assister).await?;
        let after = stored.with_lines(lines);
        let asked: Vec<&str> = lines.keys().map(String::as_str).collect();
        let asking = asking_for(stored.questions(&after), &asked);
        let details = Details::read(&asking, &after, &stored.agencies, acting.today())?;
        self.change(acting, session, &stored, version, (&details, &after, reason)).await.map(drop)
    }

    /// The account's form within a work on the roster.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn form_of(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        assister: &AssisterKey,
    ) -> Result<AssisterForm, Error> {
        AssisterForm::read(acting, assister).await
    }

    /// Writes what differs, keeps it in the history and tells the person.
    pub(super) async fn change(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        session: &Session,
        stored: &AssisterForm,
        version: i64,
        (details, after, reason): (&Details, &Fields, &str),
    ) -> Result<Vec<Change>, Error> {
        let AssisterForm { row, agencies, filled, .. } = stored;
        let questions = asking_for(questions(after, agencies), &[]);
        let changes = changes::between(&questions, filled, after, acting.today());
        if row.version != version {
            return Err(Refusal::RecordChanged.into());
        }
        if changes.is_empty() {
            return Ok(changes);
        }
        refuse_twins(acting, &row.assister_key, details).await?;
        let id = assister_id(acting, details.kind, row.assister_id.clone()).await?;
        let places = &self.profile.places;
        details.update(acting, &row.assister_key, (version, id.as_deref()), places).await.map_err(taken)?;
        if row.account_key.is_some() {
            let (given, family) = (&details.given_name, &details.family_name);
            let renamed = rows::rename_account(acting, &row.assister_key, given, family, &details.email);
            renamed.await?.or(Error::NotFound)?;
        }
        let in_words = in_words(&changes, agencies);
        changes::keep(acting, session, &row.assister_key.0, &in_words, reason).await?;
        self.mail_changes(acting, row, &details.email, (&questions, &in_words, reason)).await?;
        Ok(changes)
    }
}

/// Agencies are kept in the history by their names, which a merged one keeps.
pub(super) fn in_words(changes: &[Change], agencies: &[Agency]) -> Vec<Change> {
    let name = |key: &str| {
        let named = agencies.iter().find(|agency| agency.agency_key == AgencyKey(key.to_owned()));
        named.map_or_else(|| key.to_owned(), |agency| agency.name.clone())
    };
    let in_words = |change: &Change| match change.field.as_str() {
        "agency" => Change::of(("agency", &name(&change.was), &name(&change.becomes))),
        _ => change.clone(),
    };
    changes.iter().map(in_words).collect()
}
