//! Writes what an enrollment goes on as: the enrollment, its members, the 834 (ENR-7), the assister's list, the mail.

use super::{
    RenewalYear,
    deciding::{Next, Old},
    rows,
};
use crate::{
    ActingOn, Consumer, Error, Portal, Session,
    book::{self, Moved},
    carriers::{self, Costs, Told},
    enrollments::covered,
    randomness,
};
use domain::{cents::Cents, people::EnrollmentKey, refusal::Refusal};

impl Portal {
    pub(super) async fn go_on(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        session: &Session,
        year: &RenewalYear,
        (old_key, old, next): (&EnrollmentKey, &Old, &Next),
    ) -> Result<(), Error> {
        let Next { group, plan, shares, agent, .. } = next;
        let key = EnrollmentKey(randomness::row_key());
        acting.target(&key);
        let broker = agent.as_ref().and(group.broker.as_ref());
        let now = acting.now();
        let renewed = rows::renew(
            acting,
            &key,
            &group.application,
            year.year,
            plan.id.plan.issuer(),
            &plan.carrier,
            plan.id,
            &plan.name,
            Cents(plan.premium_cents),
            Cents(plan.credit_cents),
            year.start,
            now,
            session.account_key(),
            broker.map(|broker| broker.assister_key.clone()),
            agent.as_ref().map(|agent| agent.broker_name.as_str()),
            agent.as_ref().map(|agent| agent.broker_npn.as_str()),
            old_key,
            next.stopped,
        );
        renewed.await?.or(Error::NotFound)?;
        for (member, share) in group.members.iter().zip(shares) {
            match rows::add_member(acting, &key, year.year, &member.person, Cents(*share)).await {
                Err(fault) if fault.is_duplicate() => return Err(Refusal::EnrollmentExists.into()),
                added => added?.or(Error::NotFound)?,
            }
        }
        let carrier = year.catalog.issuer(plan.id.plan.issuer()).ok_or(Error::Corrupt("carrier"))?;
        let told = Told {
            kind: x12::Kind::Initial,
            exchange: &self.profile.exchange,
            issuer: carriers::issuer(carrier.id, &carrier.name, carrier.tin.as_ref()),
            application: &group.application,
            answers: &group.answers,
            key: &key,
            plan: plan.id,
            broker: agent.as_ref().map(|agent| (agent.broker_name.as_str(), agent.broker_npn.as_str())),
            origin: x12::Origin::Consumer,
            begins: year.start,
            sep_reason: None,
            members: group.members.iter().zip(shares).map(covered).collect(),
            leaving: Vec::new(),
            money: Some(Costs {
                premium_cents: plan.premium_cents,
                credit_cents: plan.credit_cents,
                rating_area: group.place.rating_area,
            }),
        };
        carriers::put(acting, &told).await?;
        if old.first.missed.is_some() {
            rows::missed_no_more(acting, old_key).await?.or_not();
        }
        self.tell_renewed(acting, year, (old, next)).await?;
        let moved =
            Moved::Enrolled { plan_name: plan.name.clone(), effective_on: year.start, enrollment: key };
        book::set_stage(acting, moved).await
    }
}
