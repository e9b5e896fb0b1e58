//! Whoever was invited activates the account with a registration code: assisters with that from the mail (CERT-3), staff
//! with that from the command line, and whoever keeps an agency's roster with that from the mail (ID-5).

use super::{NewAccount, make_account, password, rows, sign_in_questions};
use crate::{
    Error, FieldFault, Portal, RequestContext, randomness,
    sign_in::{NextStep, SignIn, password_hash},
    throttle,
};
use domain::{
    form::{Fields, Form},
    name::Name,
    refusal::Refusal,
    typed::{Fault, code},
};
use door::Entrance;

impl Portal {
    /// Whom an open registration code invites: the name, for the page after it (CERT-3).
    ///
    /// # Errors
    /// `Error::Invalid` for what is no code; `Refusal::RegistrationCodeInvalid`, `Refusal::TooManySignIns`.
    pub async fn check_registration_code(&self, code: &str, context: &RequestContext) -> Result<Name, Error> {
        let code = code::letters(code).map_err(|fault| {
            Error::Invalid(vec![FieldFault::new("registration_code", Fault::from(fault), "CERT-3")])
        })?;
        let code = randomness::code_sha256(&code);
        let look = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            let attempt = throttle::registration_code(entrance, context).await?;
            let found = rows::invitation(entrance, &code, now).await?;
            if found.is_some() {
                attempt.succeeded(entrance).await?;
            }
            // A refusal would undo the attempt.
            Ok(found)
        };
        let found = self.door.at_the_entrance("roster", look).await?;
        let found = found.ok_or(Refusal::RegistrationCodeInvalid)?;
        Ok(Name::new(found.given_name, found.family_name))
    }

    /// Activates an account with its registration code (CERT-3, CERT-5): account, life cycle and
    /// session in one transaction. The second factor is set up next.
    ///
    /// # Errors
    /// `Refusal::RegistrationCodeInvalid`; `Error::Invalid` by field; `Refusal::EmailTaken`.
    pub async fn activate_assister(
        &self,
        code: &str,
        typed: &Fields,
        context: &RequestContext,
    ) -> Result<SignIn, Error> {
        self.check_registration_code(code, context).await?;
        let questions = sign_in_questions();
        let mut form = Form::new(&questions, typed, self.today());
        self.judge_password(&mut form, typed);
        let username = form.read(|form| form.given("username"))?;
        let password_hash = password_hash(password(typed)).await?;
        let code = randomness::code_sha256(code);
        let activate = async |entrance: &mut Entrance<'_>| {
            let invalid = || Error::from(Refusal::RegistrationCodeInvalid);
            let now = entrance.now();
            let invited = rows::invitation(entrance, &code, now).await?.ok_or_else(invalid)?;
            let account = NewAccount {
                username,
                email: invited.email,
                given_name: invited.given_name,
                family_name: invited.family_name,
                password_hash,
            };
            let person = make_account(entrance, invited.role, account).await?;
            rows::speak(entrance, &person.account_key, &context.language).await?.or_not();
            match invited.assister_key {
                Some(assister) => {
                    rows::use_invitation(entrance, &code, now).await?.or(invalid())?;
                    rows::activate(entrance, &assister, &person.account_key).await?.or(invalid())?;
                    rows::activated(entrance, &assister, &person.account_key, now).await?.or_not();
                }
                None => rows::use_staff_invitation(entrance, &code, now).await?.or(invalid())?,
            }
            if let Some(agency) = &invited.agency_key {
                rows::belong(entrance, &person.account_key, agency).await?.or(invalid())?;
            }
            entrance.record(&person, "activate_account", context).await?;
            entrance.start_session(&person.account_key, true, context).await
        };
        let token = self.door.at_the_entrance("accounts", activate).await?;
        Ok(SignIn { token, next: NextStep::SetUpSecondFactor })
    }
}
