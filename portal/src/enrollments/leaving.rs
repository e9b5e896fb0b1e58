//! One person leaves an enrollment by its consumer's wish, and the others stay: the price is what they alone would pay in the plan
//! as it was signed, and the tax credit no more than its essential part (ENR-4). One step of the enrollment, one 834 (ENR-7).
//! Whoever holds the policy cannot leave it: it is in their name at the carrier.

use super::{StepNoted, note, policy::Policy, rows};
use crate::{
    ActingOn, Consumer, Error, Portal, Session,
    carriers::{self, Costs, Covered, Told},
};
use domain::{
    cents::Cents,
    enrollment::{Happened, premium_without},
    people::EnrollmentKey,
    plan::Catalog,
    refusal::Refusal,
};
use jiff::civil::Date;
use std::sync::Arc;
use x12::EndReason;

/// The catalogs of this year and the next, read before the door opens.
pub(super) type Catalogs = [Option<Arc<Catalog>>; 2];

impl Portal {
    /// The catalogs that coverage of today or of the next year was bought from.
    pub(super) async fn catalogs_of_coverage(&self) -> Result<Catalogs, Error> {
        let year = self.today().year();
        Ok([self.catalog(year).await?, self.catalog(year + 1).await?])
    }

    /// One person leaves: after a last day, or as if they had never been in it.
    pub(super) async fn one_leaves(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        session: &Session,
        key: &EnrollmentKey,
        (person, last_day, catalogs): (&str, Option<Date>, &Catalogs),
    ) -> Result<(), Error> {
        // Held from here on: a job may write it into a file, or a carrier's answer change it, at this moment.
        rows::hold(acting, key).await?.or(Error::NotFound)?;
        let policy = Policy::read(acting, key).await?;
        let (first, answers) = (policy.first()?, policy.answers(acting)?);
        let start = first.effective_on;
        let effective = last_day.and_then(|day| day.tomorrow().ok()).unwrap_or(start);
        let stays: Vec<_> = policy.staying().filter(|line| line.person != person).collect();
        let leaves = policy.may_leave().find(|line| line.person == person).ok_or(Error::NotFound)?;
        let rated = self.rated_as_signed(acting, key).await?;
        let group = rated.group(stays.iter().map(|line| &*line.person), start)?;
        let catalog = catalogs.iter().flatten().find(|catalog| catalog.year() == first.plan_year);
        let sold = catalog.and_then(|catalog| catalog.sold(first.variant_id.plan, &rated.place));
        let (plan, rates) = sold.ok_or(Refusal::EnrollmentState)?;
        let shares = group.premiums_cents(rates);
        let (premium, credit) = premium_without(plan.essential_share, &shares, first.credit_cents.0);

        let day_before = effective.yesterday().unwrap_or(effective);
        rows::leave(acting, key, person, day_before).await?.or(Refusal::EnrollmentState.into())?;
        let noted = StepNoted { person: Some(person), ..StepNoted::of(Happened::MemberLeft) };
        let step = note(acting, session, key, noted).await?;
        let covered = |(line, share): (&&rows::PolicyLine, &i64)| (line.person.clone(), *share);
        let shares: Vec<(String, i64)> = stays.iter().zip(&shares).map(covered).collect();
        let told = Told {
            members: shares.iter().map(|(person, share)| rated.covered(person, *share)).collect(),
            leaving: vec![Covered { person: &leaves.person, tobacco: None, share: None }],
            money: Some(Costs {
                premium_cents: premium,
                credit_cents: credit,
                rating_area: rated.place.rating_area,
            }),
            ..self.told_of(
                &policy,
                (key, &answers),
                x12::Kind::MembersLeave { effective, reason: EndReason::Voluntary },
            )?
        };
        let message = carriers::put(acting, &told).await?;
        rows::add_terms(acting, &step, key, effective, Cents(premium), Cents(credit), &message)
            .await?
            .or(Error::NotFound)?;
        for (person, share) in &shares {
            rows::add_share(acting, &step, person, Cents(*share)).await?.or(Error::NotFound)?;
        }
        Ok(())
    }
}
