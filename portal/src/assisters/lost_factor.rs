//! A second factor that an assister lost (ID-2): a resource manager checks who asks, writes down how, and gives leave to
//! set another one up. It is never taken away before that is done, so that an assister who has it still can stop this.

use super::{
    life_cycle::record_step,
    rows::{self, AssisterRow},
};
use crate::{
    Error, Portal, Session,
    changes::reason,
    outbox,
    sign_in::{AFTER_AN_ADDRESS, LEAVE, LeaveGiven, give_leave},
};
use domain::{certification::Step, instant::Instant, people::AssisterKey, refusal::Refusal, roster::Action};
use door::TheRoster;
use words::Phone;

impl Portal {
    /// Since when there is leave to set up another second factor that did not lapse.
    pub fn factor_reset_since(&self, row: &AssisterRow) -> Option<Instant> {
        let now = self.door.now();
        row.factor_reset_at.filter(|at| now < at.plus_seconds(LEAVE))
    }

    /// Whether there is a second factor to reset, and no leave yet to set up another one.
    pub fn may_reset_factor(&self, row: &AssisterRow) -> bool {
        row.has_factor && self.factor_reset_since(row).is_none() && row.merged_into.is_none()
    }

    /// Gives an assister leave to set up another second factor at the next sign-in; `checked` says how it was made sure
    /// who asks. All sessions end, and a mail tells the assister at once, who can stop it with the old factor.
    ///
    /// # Errors
    /// `Refused(ReasonMissing)`; `Refused(NoFactorToReset)` without a second factor, or when there is leave already;
    /// `NotFound`, `Denied`.
    pub async fn reset_second_factor(
        &self,
        session: &Session,
        assister: &AssisterKey,
        checked: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ResetSecondFactor, async |acting| {
                acting.target(assister);
                let row = rows::read(acting, assister).await?.0;
                let checked = reason(checked)?;
                let account = row.account_key.clone().ok_or(Refusal::NoFactorToReset)?;
                let (by, due_at) = (session.account_key(), acting.now());
                let leave = LeaveGiven { account: &account, by, due_at, checked: &checked };
                give_leave(acting.beside(), leave).await?;
                let step = (Step::ResetFactor, row.credentials.state, &*checked);
                record_step(acting, session, assister, step).await?;
                let (exchange, desk) = (&self.profile.exchange, self.profile.desk(row.credentials.kind));
                let words = self.speaking(&row.language);
                let mail = words.mail_factor_reset(row.name(), &exchange.name, Phone(desk.phone.clone()));
                outbox::put_mail(acting.beside(), &row.email, &mail).await?;
                // Whoever has the address of before is the one to object when the new one is not theirs.
                let since = acting.now().minus_seconds(AFTER_AN_ADDRESS);
                match rows::address_before(acting, assister, since).await? {
                    Some(before) => outbox::put_mail(acting.beside(), &before.was, &mail).await,
                    None => Ok(()),
                }
            })
            .await
            .map(door::Acted::into_value)
    }
}
