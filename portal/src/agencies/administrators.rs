//! Who keeps an agency's roster for it: invited by a resource manager from the agency's page, with an account of that agency
//! (ID-5). An access that is ended ends at once, on every server; it can be given again.

use super::rows::{self, Administrator};
use crate::{
    Error, Portal, Session,
    accounts::{INVITATION_DAYS, in_two},
    changes::{self, Change, reason},
    outbox, randomness,
    sign_in::{LeaveGiven, forget_links, give_leave},
};
use domain::{
    form::{Answer, AskAgency, Fields, Form, Question, ask, under_rule},
    name::Name,
    numbers::registration_code,
    people::{AccountKey, AgencyKey},
    refusal::Refusal,
    roster::Action,
};
use door::TheRoster;
use words::Phone;

/// An agency's administrators.
#[derive(Clone, Debug)]
pub struct Administrators {
    /// The agency's name.
    pub agency: String,
    /// Whether it was merged away: then nobody is invited for it.
    pub merged: bool,
    /// In the order of names.
    pub lines: Vec<Administrator>,
}

impl Administrator {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }
}

/// What is asked to invite one.
pub fn administrator_questions() -> Vec<Question> {
    under_rule(
        "CERT-9",
        [
            ask("name", AskAgency::AdministratorName, Answer::Name(100)),
            ask("email", AskAgency::AdministratorEmail, Answer::PersonalEmail).rule("CERT-4"),
        ],
    )
}

impl Portal {
    /// Who keeps an agency's roster, with those who are invited.
    ///
    /// # Errors
    /// `NotFound`; `Denied` for anybody but a resource manager.
    pub async fn read_administrators(
        &self,
        session: &Session,
        agency: &AgencyKey,
    ) -> Result<Administrators, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadAgency, async |acting| {
                acting.target(agency);
                let (row, now) = (rows::read(acting, agency).await?.0, acting.now());
                let lines = rows::administrators(acting, agency, now).await?;
                Ok(Administrators { agency: row.name, merged: row.merged_into.is_some(), lines })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Invites somebody to keep an agency's roster: a registration code by mail, which works once, for seven days.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused` with `EmailTaken`, `AgencyStepRefused` for an agency that was merged away;
    /// `NotFound`.
    pub async fn invite_administrator(
        &self,
        session: &Session,
        agency: &AgencyKey,
        typed: &Fields,
        portal_address: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::InviteAdministrator, async |acting| {
                acting.target(agency);
                let row = rows::read(acting, agency).await?.0;
                let questions = administrator_questions();
                let form = Form::new(&questions, typed, acting.today());
                let (name, email) = form.read(|form| Some((form.given("name")?, form.given("email")?)))?;
                if row.merged_into.is_some() {
                    return Err(Refusal::AgencyStepRefused.into());
                }
                if rows::with_email(acting, &email).await?.0.found > 0 {
                    return Err(Refusal::EmailTaken.into());
                }
                let code = registration_code(randomness::bytes::<16>()?);
                let (now, until) = (acting.now(), acting.now().plus_seconds(INVITATION_DAYS * 86_400));
                rows::close_invitations(acting, &email, now).await?.or_not();
                let (sha256, (given, family)) = (randomness::code_sha256(&code), in_two(&name));
                let invited = rows::invite(acting, &sha256, agency, given, family, &email, now, until);
                invited.await?.or(Error::NotFound)?;
                let change = Change::of(("administrator_invited", "", &name));
                changes::keep(acting, session, &agency.0, &[change], "").await?;
                let whom = (Name::new(given, family), &*email);
                self.mail_administrator(acting, whom, &row.name, (&code, until), portal_address).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Ends an administrator's access, or an invitation that was not used, with a reason: at once, on every server.
    ///
    /// # Errors
    /// `Refused` with `AdministratorState`, `ReasonMissing`; `Invalid`; `NotFound`.
    pub async fn end_administrator(
        &self,
        session: &Session,
        agency: &AgencyKey,
        administrator: &str,
        why: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::EndAdministrator, async |acting| {
                acting.target(agency);
                let now = acting.now();
                let one = administrator_of(acting, agency, administrator).await?;
                let reason = reason(why)?;
                let account = AccountKey(administrator.to_owned());
                acting.beside().end_sessions(&account).await?;
                forget_links(acting.beside(), &account).await?;
                let ended = match one.invited_until {
                    Some(_) => rows::close_invitation(acting, agency, administrator, now).await?,
                    None => rows::end_access(acting, agency, &account, now).await?,
                };
                ended.or(Refusal::AdministratorState.into())?;
                let name = domain::typed::name::full(&one.given_name, &one.family_name);
                let change = Change::of(("administrator", &name, ""));
                changes::keep(acting, session, &agency.0, &[change], &reason).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Gives an administrator leave to set up another second factor; `checked` says how it was made sure who asks (ID-2).
    /// The old one works until that is done, and stops it.
    ///
    /// # Errors
    /// `Refused` with `NoFactorToReset`, `ReasonMissing`; `NotFound`.
    pub async fn reset_administrators_factor(
        &self,
        session: &Session,
        agency: &AgencyKey,
        administrator: &str,
        checked: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ResetAdministratorsFactor, async |acting| {
                acting.target(agency);
                let now = acting.now();
                let one = administrator_of(acting, agency, administrator).await?;
                let checked = reason(checked)?;
                let (account, by) = (AccountKey(administrator.to_owned()), session.account_key());
                let leave = LeaveGiven { account: &account, by, due_at: now, checked: &checked };
                give_leave(acting.beside(), leave).await?;
                let name = domain::typed::name::full(&one.given_name, &one.family_name);
                let change = Change::of(("second_factor_reset", "", &name));
                changes::keep(acting, session, &agency.0, &[change], &checked).await?;
                let (words, exchange) = (self.speaking(&one.language), &self.profile.exchange);
                let phone = Phone(exchange.phone.clone());
                let mail = words.mail_factor_reset(one.name(), &exchange.name, phone);
                outbox::put_mail(acting.beside(), &one.email, &mail).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Ends all sessions of an administrator at once, on every server, with a reason; a mail tells them (ID-3).
    ///
    /// # Errors
    /// `Refused` with `AdministratorState` without access, `ReasonMissing`; `NotFound`.
    pub async fn end_administrator_sessions(
        &self,
        session: &Session,
        agency: &AgencyKey,
        administrator: &str,
        why: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::EndAdministratorSessions, async |acting| {
                acting.target(agency);
                let one = administrator_of(acting, agency, administrator).await?;
                let reason = reason(why)?;
                if one.is_ended || one.invited_until.is_some() {
                    return Err(Refusal::AdministratorState.into());
                }
                acting.beside().end_sessions(&AccountKey(administrator.to_owned())).await?;
                let name = domain::typed::name::full(&one.given_name, &one.family_name);
                let change = Change::of(("sessions_ended", "", &name));
                changes::keep(acting, session, &agency.0, &[change], &reason).await?;
                let (words, exchange) = (self.speaking(&one.language), &self.profile.exchange);
                let mail =
                    words.mail_sessions_ended(one.name(), &exchange.name, Phone(exchange.phone.clone()));
                outbox::put_mail(acting.beside(), &one.email, &mail).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Gives an administrator access again, with a reason.
    ///
    /// # Errors
    /// As `end_administrator`.
    pub async fn restore_administrator(
        &self,
        session: &Session,
        agency: &AgencyKey,
        administrator: &str,
        why: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::RestoreAdministrator, async |acting| {
                acting.target(agency);
                let one = administrator_of(acting, agency, administrator).await?;
                let reason = reason(why)?;
                let account = AccountKey(administrator.to_owned());
                let restored = rows::restore_access(acting, agency, &account).await?;
                restored.or(Refusal::AdministratorState.into())?;
                let name = domain::typed::name::full(&one.given_name, &one.family_name);
                let change = Change::of(("administrator", "", &name));
                changes::keep(acting, session, &agency.0, &[change], &reason).await
            })
            .await
            .map(door::Acted::into_value)
    }
}

/// One of an agency's administrators, by the key of their account or invitation.
async fn administrator_of(
    acting: &mut crate::ActingOn<'_, door::Roster>,
    agency: &AgencyKey,
    key: &str,
) -> Result<Administrator, Error> {
    let now = acting.now();
    let lines = rows::administrators(acting, agency, now).await?;
    lines.into_iter().find(|one| one.key == key).ok_or(Error::NotFound)
}
