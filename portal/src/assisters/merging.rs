//! Two accounts of one person become one (CERT-9): one is closed for the other. No association is made, changed or ended
//! (ASSOC-1): consumers agreed to the account that is closed, and read the other one's number on their pages.

use super::{
    life_cycle::record_step,
    rows::{self, AssisterRow, Numbered},
};
use crate::{
    ActingOn, Error, FieldFault, Portal, Roster, Session,
    changes::{self, Change, reason},
    sign_in::forget_links,
};
use domain::{
    certification::{AccountState, Step},
    form::{Answer, AskAssister, Fields, Form, Question, WrongAssister, ask, under_rule},
    people::{AssisterKey, AssisterKind},
    refusal::Refusal,
    roster::Action,
};
use door::TheRoster;

/// What is asked to close an account for another one.
pub fn merge_questions() -> Vec<Question> {
    let number = ask("other_account", AskAssister::OtherAccount, Answer::ReferenceNumber);
    under_rule("CERT-9", [number])
}

impl Portal {
    /// Closes an account for the same person's other one, with a reason: it is decertified, nobody signs in to it any
    /// more, and it never comes back.
    ///
    /// # Errors
    /// `Invalid` at the number; `Refused` with `RoleConflict` where one is a broker's and the other is not (CERT-6),
    /// `IllegalTransition` for one that was closed so before, `ReasonMissing`; `NotFound`.
    pub async fn merge_assister(
        &self,
        session: &Session,
        assister: &AssisterKey,
        (typed, why): (&Fields, &str),
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::MergeAssisters, async |acting| {
                acting.target(assister);
                let gone = rows::read(acting, assister).await?.0;
                let questions = merge_questions();
                let number = Form::new(&questions, typed, acting.today())
                    .read(|form| Some(form.text("other_account")))?;
                let reason = reason(why)?;
                let into = stays(acting, &gone, &number).await?;
                let now = acting.now();
                if let Some(account) = &gone.account_key {
                    acting.beside().end_sessions(account).await?;
                    forget_links(acting.beside(), account).await?;
                }
                let closed = rows::merge(acting, assister, &into.assister_key, now).await?;
                closed.or(Refusal::IllegalTransition.into())?;
                rows::follow(acting, assister, &into.assister_key).await?.or_not();
                rows::close_invitations(acting, assister, now).await?.or_not();
                if let Some(account) = &gone.account_key {
                    rows::disable_account(acting, account, now).await?.or_not();
                }
                let step = (Step::Merge, AccountState::Decertified, &*reason);
                record_step(acting, session, assister, step).await?;
                let came = Change::of(("merged_account", "", &gone.reference_number));
                changes::keep(acting, session, &into.assister_key.0, &[came], &reason).await?;
                self.mail_merged(acting, &gone, &into, &number).await
            })
            .await
            .map(door::Acted::into_value)
    }
}

/// The account that stays: another one that was not closed itself, of a kind that one person may be (CERT-6).
async fn stays(
    acting: &mut ActingOn<'_, Roster>,
    gone: &AssisterRow,
    number: &str,
) -> Result<Numbered, Error> {
    let found = rows::numbered(acting, number).await?;
    let other = found.filter(|other| other.assister_key != gone.assister_key && other.merged_into.is_none());
    let fault =
        || Error::from(vec![FieldFault::new("other_account", WrongAssister::NoOtherAccount, "CERT-9")]);
    let other = other.ok_or_else(fault)?;
    let is_broker = |kind| kind == AssisterKind::Broker;
    if is_broker(other.kind) != is_broker(gone.credentials.kind) {
        return Err(Refusal::RoleConflict.into());
    }
    Ok(other)
}
