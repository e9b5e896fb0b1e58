//! The agent of record follows the associations (ENR-6): when one begins or ends, the broker of every enrollment in force is
//! another one from the first of the next month, or nobody. The enrollment stays as it was signed; each change is a step of it,
//! and one 834. A change that did not go yet is taken back by the next one of the same day: the carrier hears the last word.

use super::{StepNoted, agent_of_record, note, policy::Policy, rows};
use crate::{
    ActingOn, Consumer, Error, Portal, Session,
    carriers::{self, Told},
};
use domain::{
    enrollment::{Happened, agent_changes_on},
    people::{EnrollmentKey, OutboxKey},
};
use jiff::civil::Date;

impl Portal {
    /// Follows the consumer's associations as they stand now.
    pub(crate) async fn follow_associations(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        session: &Session,
    ) -> Result<(), Error> {
        let today = acting.today();
        let lines = rows::followed(acting, today).await?;
        for of_one in lines.chunk_by(|one, other| one.enrollment_key == other.enrollment_key) {
            let Some(first) = of_one.first() else { continue };
            if let Some(from) = agent_changes_on(today, first.effective_on, first.ends_on) {
                self.follow_one(acting, session, (of_one, from)).await?;
            }
        }
        Ok(())
    }

    /// The same for one enrollment, a line a change so far.
    async fn follow_one(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        session: &Session,
        (lines, from): (&[rows::Followed], Date),
    ) -> Result<(), Error> {
        let Some(first) = lines.first() else { return Ok(()) };
        let key = &first.enrollment_key;
        let mut changes: Vec<&rows::AgentChange> =
            lines.iter().filter_map(|line| line.change.as_ref()).collect();
        while let Some(last) = changes.last().filter(|last| last.from_on == from) {
            if !carriers::take_back(acting, &last.outbox_key).await? {
                break;
            }
            rows::forget_agent(acting, &last.changed_by).await?.or(Error::NotFound)?;
            rows::forget_step(acting, &last.changed_by).await?.or(Error::NotFound)?;
            changes.pop();
        }
        let known = changes.last().map_or(first.signed_npn.as_ref(), |last| last.changed_npn.as_ref());
        let agent = agent_of_record(first.broker.as_ref(), acting.today());
        if known == agent.as_ref().map(|agent| &agent.broker_npn) {
            return Ok(());
        }
        let named = agent.as_ref().map(|agent| (&*agent.broker_name, &*agent.broker_npn));
        let step = note(acting, session, key, StepNoted::of(Happened::BrokerChanged)).await?;
        let message = self.tell_carrier_of_agent(acting, key, (named, from)).await?;
        let broker = agent.as_ref().and(first.broker.as_ref()).map(|broker| broker.assister_key.clone());
        let (name, npn) = named.unzip();
        rows::add_agent(acting, &step, key, from, broker, name, npn, &message).await?.or(Error::NotFound)
    }

    /// The 834: the subscriber alone, without money.
    async fn tell_carrier_of_agent(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        key: &EnrollmentKey,
        (broker, effective): (Option<(&str, &str)>, Date),
    ) -> Result<OutboxKey, Error> {
        let policy = Policy::read(acting, key).await?;
        let answers = policy.answers(acting)?;
        let told = self.told_of(&policy, (key, &answers), x12::Kind::ChangeOfBroker { effective })?;
        let members = told.members.into_iter().take(1).collect();
        carriers::put(acting, &Told { broker, members, ..told }).await
    }
}
