//! All sessions of an assister end, and nothing else changes: a device was lost, or somebody else may sit at it (ID-3).

use super::{
    life_cycle::record_step,
    rows::{self, AssisterRow},
};
use crate::{Error, Portal, Session, changes::reason, outbox};
use domain::{certification::Step, people::AssisterKey, refusal::Refusal, roster::Action};
use door::TheRoster;
use words::Phone;

impl AssisterRow {
    /// Whether there is an account that somebody can be signed in to.
    pub fn may_end_sessions(&self) -> bool {
        self.account_key.is_some() && self.merged_into.is_none()
    }
}

impl Portal {
    /// Ends all sessions of an assister at once, on every server, with a reason; a mail tells the assister.
    ///
    /// # Errors
    /// `Refused` with `ReasonMissing`, or `IllegalTransition` when there is no account to sign in to; `NotFound`, `Denied`.
    pub async fn end_assister_sessions(
        &self,
        session: &Session,
        assister: &AssisterKey,
        why: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::EndAssisterSessions, async |acting| {
                acting.target(assister);
                let row = rows::read(acting, assister).await?.0;
                let reason = reason(why)?;
                let account = row.account_key.clone().ok_or(Refusal::IllegalTransition)?;
                acting.beside().end_sessions(&account).await?;
                let step = (Step::EndSessions, row.credentials.state, &*reason);
                record_step(acting, session, assister, step).await?;
                let (exchange, desk) = (&self.profile.exchange, self.profile.desk(row.credentials.kind));
                let words = self.speaking(&row.language);
                let mail = words.mail_sessions_ended(row.name(), &exchange.name, Phone(desk.phone.clone()));
                outbox::put_mail(acting.beside(), &row.email, &mail).await
            })
            .await
            .map(door::Acted::into_value)
    }
}
