//! "What if": what help a household could get, for anybody who asks. Nothing is stored and no consumer's
//! data is touched, so there is no door and no audit event; the only limit is how often (B6).

mod household;

use crate::{
    Error, Portal, RequestContext,
    plans::place,
    rules::{self, ThresholdsByPerson},
    shopping::{self, ListedPlan},
    throttle::Allowance,
};
use domain::{
    form::Fields,
    plan::{Catalog, CsrLevel, Filter, MetalLevel, Place, RatedGroup, Shopper, SortBy, UseAssumptions},
    plan::{age_on, list_offers, sort_offers},
    refusal::Refusal,
};
use eligibility::{Determination, Household, Program, RulePack};
use jiff::civil::Date;

/// Estimates from one address: an office of assisters shares one.
pub(crate) fn allowance() -> Allowance {
    Allowance::new(60, 2)
}

/// What a household could get, with today's rules and prices.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// Who gets what, and why.
    pub determination: Determination,
    /// The ids of those who want coverage: "p1".
    pub applying: Vec<String>,
    /// The next incomes at which something changes, by id.
    pub thresholds: ThresholdsByPerson,
    /// Prices for those who would buy a plan; `None` when nobody would.
    pub prices: Option<RoughPrices>,
}

/// What plans would cost those who would buy one.
#[derive(Clone, Debug)]
pub struct RoughPrices {
    /// Who is in the price, by id.
    pub people: Vec<String>,
    /// The most credit, in cents a month; `None` when it is not known.
    pub credit_cents: Option<i64>,
    /// The benchmark premium, in cents a month; `None` when nobody gets a credit or it is not known.
    pub benchmark_cents: Option<i64>,
    /// The bronze plan with the lowest price after the credit.
    pub bronze: Option<ListedPlan>,
    /// The silver plan with the lowest price after the credit.
    pub silver: Option<ListedPlan>,
    /// Whether plans of the year are known at all.
    pub known: bool,
    /// Whether the plans are made up.
    pub sample: bool,
}

impl Portal {
    /// The years that an estimate can be asked for.
    pub fn estimate_years(&self) -> Vec<i16> {
        let with_rules = |year: &i16| self.rules().coverage_years().any(|known| known == *year);
        self.profile.plan_year.iter().map(|plan_year| plan_year.year).filter(with_rules).collect()
    }

    /// The rules that are used today, by name and version.
    pub fn rules_today(&self) -> &str {
        self.rules().rule_set()
    }

    /// What a household as typed could get. Stores nothing.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be accepted; `TooManyEstimates` from one address.
    pub async fn estimate(&self, fields: &Fields, context: &RequestContext) -> Result<Estimate, Error> {
        let mut household =
            household::household(fields, (&self.estimate_years(), &self.profile.places), self.today())?;
        if !self.estimates.admit(&context.ip, self.door.now()) {
            return Err(Refusal::TooManyEstimates.into());
        }
        let catalog = self.catalog(household.coverage_year).await?;
        let determination = rules::estimate(self.rules(), &mut household, catalog.as_deref())?;
        Ok(Estimate {
            applying: applying(&household),
            prices: prices(self.rules(), &household, &determination, catalog.as_deref()),
            determination,
            thresholds: rules::thresholds(self.rules.clone(), household).await,
        })
    }
}

fn applying(household: &Household) -> Vec<String> {
    household.people.iter().filter(|person| person.applying).map(|person| person.id.to_string()).collect()
}

/// Prices for everybody who would buy a plan, as one group that uses the whole credit.
fn prices(
    rules: &RulePack,
    household: &Household,
    determination: &Determination,
    catalog: Option<&Catalog>,
) -> Option<RoughPrices> {
    let start = Date::new(household.coverage_year, 1, 1).ok()?.max(household.application_date);
    let buyers = household.people.iter().filter(|person| person.applying).filter_map(|person| {
        let result = determination.people.get(&person.id)?;
        let buys = result.qhp.eligible && matches!(result.program, Program::Aptc | Program::Qhp);
        buys.then_some((person, rules::csr_level(result.csr)))
    });
    let (people, levels): (Vec<_>, Vec<CsrLevel>) = buyers.unzip();
    if people.is_empty() {
        return None;
    }
    let credited = || determination.tax_households.iter().filter(|tax| !tax.coverage_family.is_empty());
    let credit_cents: Option<i64> = credited().map(|tax| tax.aptc_max_monthly_cents).sum();
    let benchmark_cents: Option<i64> = credited().map(|tax| tax.slcsp_monthly_cents).sum();
    let members: Vec<_> =
        people.iter().map(|person| (age_on(person.date_of_birth, start), person.tobacco)).collect();
    let group = RatedGroup::new(&members);
    let place = household.county_fips.as_ref().and_then(|county| place(rules, county.parse().ok()?, None));
    let lowest = |metals: &[MetalLevel]| {
        let shopper = (&group, levels.as_slice(), place.as_ref()?);
        lowest_price(catalog?, shopper, credit_cents.unwrap_or(0), metals)
    };
    Some(RoughPrices {
        credit_cents,
        benchmark_cents: benchmark_cents.filter(|_| credited().next().is_some()),
        bronze: lowest(&[MetalLevel::Bronze, MetalLevel::ExpandedBronze]),
        silver: lowest(&[MetalLevel::Silver]),
        known: catalog.is_some(),
        sample: catalog.is_some_and(Catalog::is_sample),
        people: people.into_iter().map(|person| person.id.to_string()).collect(),
    })
}

fn lowest_price(
    catalog: &Catalog,
    (group, csr, place): (&RatedGroup, &[CsrLevel], &Place),
    credit_cents: i64,
    metals: &[MetalLevel],
) -> Option<ListedPlan> {
    let shopper = Shopper { group, csr, place, credit_cents, hardship: false };
    let filter = Filter { metals: metals.to_vec(), ..Filter::default() };
    let mut offers = list_offers(catalog, &shopper, &filter, &UseAssumptions::STANDARD);
    sort_offers(&mut offers, SortBy::Price);
    offers.first().map(|offer| shopping::listed(catalog, offer))
}
