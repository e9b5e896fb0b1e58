//! What the carrier of an enrollment knows of it, as its rows and the application that it rests on say it.

use super::rows;
use crate::{
    ActingOn, Consumer, Error, Portal,
    carriers::{self, Covered, Told},
    plans::place,
};
use domain::{application::Answers, people::EnrollmentKey, plan::Place};
use eligibility::Household;

/// An enrollment, a line a member.
pub(super) struct Policy {
    pub(super) lines: Vec<rows::PolicyLine>,
}

impl Policy {
    pub(super) async fn read(
        acting: &mut ActingOn<'_, Consumer>,
        key: &EnrollmentKey,
    ) -> Result<Self, Error> {
        let today = acting.today();
        let mut lines = rows::policy(acting, key, today).await?;
        // The subscriber is the first of the household, as in the 834 that began it.
        lines.sort_by_key(|line| Answers::person_number(&line.person));
        if lines.is_empty() { Err(Error::NotFound) } else { Ok(Self { lines }) }
    }

    pub(super) fn first(&self) -> Result<&rows::PolicyLine, Error> {
        self.lines.first().ok_or(Error::NotFound)
    }

    pub(super) fn answers(&self, acting: &ActingOn<'_, Consumer>) -> Result<Answers, Error> {
        let first = self.first()?;
        let empty = Answers::new(first.application_kind, first.plan_year, acting.today(), acting.places());
        Ok(first.answers.answer(empty))
    }
}

impl Portal {
    /// What its carrier is told of a policy when everybody's coverage ends: nothing of money.
    pub(super) fn told_of<'a>(
        &'a self,
        policy: &'a Policy,
        (key, answers): (&'a EnrollmentKey, &'a Answers),
        kind: x12::Kind,
    ) -> Result<Told<'a>, Error> {
        let first = policy.first()?;
        Ok(Told {
            kind,
            exchange: &self.profile.exchange,
            issuer: carriers::issuer(first.carrier, &first.carrier_name, first.tin.as_ref()),
            application: &first.application_key,
            answers,
            key,
            plan: first.variant_id,
            broker: first.agent.as_ref().map(|agent| (&*agent.broker_name, &*agent.broker_npn)),
            origin: x12::Origin::Consumer,
            begins: first.effective_on,
            sep_reason: None,
            members: policy.lines.iter().map(still_covered).collect(),
            money: None,
        })
    }

    /// The household as it was determined when an enrollment was signed: where it lives, how old people were, who smokes.
    pub(super) async fn rated_as_signed(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        key: &EnrollmentKey,
    ) -> Result<RatedHousehold, Error> {
        let input = rows::household(acting, key).await?.ok_or(Error::Corrupt("determination"))?.input;
        let household = eligibility::parse_household(input.0.as_bytes())
            .map_err(|_| Error::Corrupt("determination input"))?;
        let county = household.county_fips.as_ref().and_then(|fips| fips.as_str().parse().ok());
        let place =
            county.and_then(|county| place(self.rules(), county, None)).ok_or(Error::Corrupt("county"))?;
        Ok(RatedHousehold { household, place })
    }
}

fn still_covered(line: &rows::PolicyLine) -> Covered<'_> {
    Covered { person: &line.person, tobacco: None, share: None }
}

/// A household with the place whose rates are its.
pub(super) struct RatedHousehold {
    household: Household,
    pub(super) place: Place,
}

impl RatedHousehold {
    /// Whether somebody's tobacco use counts.
    pub(super) fn smokes(&self, person: &str) -> bool {
        self.household.people.iter().any(|one| one.id.as_str() == person && one.tobacco)
    }
}
