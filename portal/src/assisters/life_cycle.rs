//! The life cycle of an account (CERT-5): each step with its reason, kept in the history, and in force at once (CERT-7).
//! What was stopped for cause comes back by two resource managers (CERT-9).

use super::{
    rows::{self, AssisterRow},
    taken,
};
use crate::{ActingOn, Error, Portal, Roster, Session, changes::reason};
use domain::{
    certification::{AccountState, Reinstating, Step, Transition, closed_since, reinstating},
    instant::Instant,
    people::{AccountKey, AssisterKey},
    refusal::Refusal,
    roster::Action,
};
use door::TheRoster;

impl AssisterRow {
    /// Whether the life cycle has this step from where the account stands: one that was closed for another never comes
    /// back (CERT-5, CERT-9).
    pub fn allows(&self, step: Transition) -> bool {
        self.merged_into.is_none() && self.credentials.state.after(step, self.for_cause).is_ok()
    }

    /// What comes of it when this resource manager reinstates (CERT-9).
    ///
    /// # Errors
    /// `Refusal::SecondPersonMissing` for who asked.
    pub fn reinstated_by(&self, by: &AccountKey) -> Result<Reinstating, Refusal> {
        reinstating(self.for_cause, self.asked.as_ref().map(|asker| &asker.asker_key), by)
    }
}

impl Portal {
    /// Stops an assister at once, with a reason (CERT-5, CERT-7).
    ///
    /// # Errors
    /// `Refused(IllegalTransition)`, `Refused(ReasonMissing)`, `Invalid`, `NotFound`, `Denied`.
    pub async fn suspend(&self, session: &Session, key: &AssisterKey, reason: &str) -> Result<(), Error> {
        self.stop(session, key, (Action::SuspendAssister, Transition::Suspend, false), reason).await
    }

    /// The same for cause: two resource managers give access back (CERT-9).
    ///
    /// # Errors
    /// As `suspend`.
    pub async fn suspend_for_cause(
        &self,
        session: &Session,
        key: &AssisterKey,
        reason: &str,
    ) -> Result<(), Error> {
        self.stop(session, key, (Action::SuspendAssister, Transition::Suspend, true), reason).await
    }

    /// Withdraws the certification, with a reason (CERT-5).
    ///
    /// # Errors
    /// As `suspend`.
    pub async fn decertify(&self, session: &Session, key: &AssisterKey, reason: &str) -> Result<(), Error> {
        self.stop(session, key, (Action::DecertifyAssister, Transition::Decertify, false), reason).await
    }

    async fn stop(
        &self,
        session: &Session,
        assister: &AssisterKey,
        (action, transition, for_cause): (Action, Transition, bool),
        why: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, action, async |acting| {
                acting.target(assister);
                // Of an account that there is not, nothing else is said.
                let standing = rows::standing(acting, assister).await?.0;
                let reason = reason(why)?;
                let from = (standing.state, for_cause || standing.for_cause);
                stop(acting, session, (assister, standing.account_key), from, (transition, &reason)).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Gives a suspended assister access back, with a reason (CERT-5). After a suspension for cause the first resource
    /// manager asks, and another one who reinstates agrees (CERT-9).
    ///
    /// # Errors
    /// As `suspend`; `Refused(SecondPersonMissing)` for who asked.
    pub async fn reinstate(
        &self,
        session: &Session,
        assister: &AssisterKey,
        why: &str,
    ) -> Result<Reinstating, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReinstateAssister, async |acting| {
                acting.target(assister);
                let standing = rows::standing(acting, assister).await?.0;
                let reason = reason(why)?;
                let illegal = |_| Refusal::IllegalTransition;
                standing.state.after(Transition::Reinstate, standing.for_cause).map_err(illegal)?;
                let by = session.account_key();
                let comes = reinstating(standing.for_cause, standing.reinstatement_asked_by.as_ref(), by)?;
                match comes {
                    Reinstating::Now => {
                        let from = (standing.state, false);
                        take_step(acting, session, assister, from, (Transition::Reinstate, &reason)).await?;
                    }
                    Reinstating::Asked => {
                        // Another one asked in between.
                        let asked = rows::ask_reinstatement(acting, assister, by).await?;
                        asked.or(Refusal::RecordChanged.into())?;
                        let step = (Step::AskReinstatement, standing.state, &*reason);
                        record_step(acting, session, assister, step).await?;
                    }
                }
                Ok(comes)
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Opens an account again that was closed because nobody used it (CERT-8).
    ///
    /// # Errors
    /// `Refused(IllegalTransition)` when it is open; otherwise as `suspend`.
    pub async fn open_account(
        &self,
        session: &Session,
        assister: &AssisterKey,
        why: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::OpenAssister, async |acting| {
                acting.target(assister);
                let row = rows::read(acting, assister).await?.0;
                let reason = reason(why)?;
                let closed = self.closed_since(&row, acting.now());
                let account = row.account_key.filter(|_| closed.is_some());
                let account = account.ok_or(Refusal::IllegalTransition)?;
                let now = acting.now();
                rows::open_account(acting, &account, now).await?.or(Error::NotFound)?;
                let step = (Step::Open, row.credentials.state, &*reason);
                record_step(acting, session, assister, step).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Since when an account is closed because nobody used it (CERT-8).
    pub(super) fn closed_since(&self, row: &AssisterRow, now: Instant) -> Option<Instant> {
        closed_since(row.last_used_at?, self.profile.accounts.idle_days_assister, now)
    }

    /// Another resource manager does not agree that access is given back, or who asked does not ask any more (CERT-9).
    ///
    /// # Errors
    /// `Refused(RecordChanged)` when nobody asks; otherwise as `suspend`.
    pub async fn drop_reinstatement(
        &self,
        session: &Session,
        assister: &AssisterKey,
        why: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::DropReinstatement, async |acting| {
                acting.target(assister);
                let state = rows::standing(acting, assister).await?.0.state;
                let reason = reason(why)?;
                rows::drop_reinstatement(acting, assister).await?.or(Refusal::RecordChanged.into())?;
                record_step(acting, session, assister, (Step::DropReinstatement, state, &reason)).await
            })
            .await
            .map(door::Acted::into_value)
    }
}

/// Takes a step that stops access, and ends the sessions on every server (CERT-7, ID-3).
pub(super) async fn stop(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    (assister, account): (&AssisterKey, Option<AccountKey>),
    from: (AccountState, bool),
    step: (Transition, &str),
) -> Result<(), Error> {
    // Before anything is changed: see `Unbound::hold`.
    if let Some(account) = account {
        acting.beside().end_sessions(&account).await?;
    }
    take_step(acting, session, assister, from, step).await
}

/// Takes a step of the life cycle from a state that is for cause or not, and keeps it in the history (CERT-5).
pub(super) async fn take_step(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    assister: &AssisterKey,
    (from, for_cause): (AccountState, bool),
    (transition, reason): (Transition, &str),
) -> Result<(), Error> {
    let to = from.after(transition, for_cause).map_err(|_| Refusal::IllegalTransition)?;
    let moved = rows::set_state(acting, assister, from, to, for_cause).await.map_err(taken)?;
    // The assister activated in between: the page is out of date.
    moved.or(Refusal::IllegalTransition.into())?;
    let step = match transition {
        Transition::Suspend if for_cause => Step::SuspendForCause,
        other => other.into(),
    };
    record_step(acting, session, assister, (step, to, reason)).await
}

/// Writes one step of the history: the state after it, and why; nobody says why for an account or an invitation.
pub(super) async fn record_step(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    assister: &AssisterKey,
    (step, state, reason): (Step, AccountState, &str),
) -> Result<(), Error> {
    let now = acting.now();
    let token = session.program().map(|program| &*program.token.0);
    rows::record_step(acting, assister, now, step, state, reason, session.account_key(), token)
        .await?
        .or(Error::NotFound)
}
