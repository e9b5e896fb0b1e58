//! What the carrier of an enrollment knows of it, as its rows and the application that it rests on say it.

use super::rows;
use crate::{
    ActingOn, Consumer, Error, Portal,
    carriers::{self, Covered, Told},
    plans::place,
};
use domain::{
    application::Answers,
    people::EnrollmentKey,
    plan::{Place, RatedGroup, age_on},
};
use eligibility::Household;
use jiff::civil::Date;

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

    /// Who has not left it.
    pub(super) fn staying(&self) -> impl Iterator<Item = &rows::PolicyLine> {
        self.lines.iter().filter(|line| line.left_on.is_none())
    }

    /// Who can leave it while the others stay: everybody but the subscriber.
    pub(super) fn may_leave(&self) -> impl Iterator<Item = &rows::PolicyLine> {
        self.staying().skip(1)
    }

    /// The last day of whoever left last: nobody leaves before that.
    pub(super) fn left_last(&self) -> Option<Date> {
        self.lines.iter().filter_map(|line| line.left_on).max()
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
            members: policy.staying().map(still_covered).collect(),
            leaving: Vec::new(),
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

pub(super) fn still_covered(line: &rows::PolicyLine) -> Covered<'_> {
    Covered { person: &line.person, tobacco: None, share: None }
}

/// A household with the place whose rates are its.
pub(super) struct RatedHousehold {
    household: Household,
    pub(super) place: Place,
}

impl RatedHousehold {
    /// People as they are rated in coverage that began on a day.
    pub(super) fn group<'p>(
        &self,
        people: impl Iterator<Item = &'p str>,
        start: Date,
    ) -> Result<RatedGroup, Error> {
        let rated = |person: &str| {
            let one = self.household.people.iter().find(|one| one.id.as_str() == person)?;
            Some((age_on(one.date_of_birth, start), one.tobacco))
        };
        let members: Option<Vec<_>> = people.map(rated).collect();
        Ok(RatedGroup::new(&members.ok_or(Error::Corrupt("person"))?))
    }

    /// Somebody as the 834 has them who pays a share, in cents.
    pub(super) fn covered<'p>(&self, person: &'p str, share: i64) -> Covered<'p> {
        let tobacco = self.household.people.iter().any(|one| one.id.as_str() == person && one.tobacco);
        Covered { person, tobacco: Some(tobacco), share: Some(share) }
    }
}
