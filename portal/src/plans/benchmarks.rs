//! The benchmark of the tax credit from the plan catalog: the second-lowest-cost silver plan for each
//! coverage family. The determination says who is in a coverage family, so it is computed once without the
//! benchmark and once with it.

use super::place;
use domain::plan::{Catalog, RatedGroup, age_on, second_lowest_silver};
use eligibility::{Benchmark, Determination, Household, InputError, RulePack, Text, determine};
use jiff::civil::Date;

/// The determination of a household, with the catalog's benchmark where the rule pack has no published one
/// and the input names none.
///
/// # Errors
/// `InputError`, naming the JSON path.
pub(crate) fn determine_with_catalog(
    pack: &RulePack,
    catalog: Option<&Catalog>,
    household: &mut Household,
) -> Result<Determination, InputError> {
    let first = determine(pack, household)?;
    let known = first
        .tax_households
        .iter()
        .all(|tax| tax.coverage_family.is_empty() || tax.slcsp_monthly_cents.is_some());
    let (false, Some(catalog)) = (known, catalog) else { return Ok(first) };
    let Some(shares) = shares(pack, catalog, household, &first) else { return Ok(first) };
    household.benchmark = Some(shares);
    determine(pack, household)
}

/// What the benchmark plan costs each member of the coverage families at the start of the year.
fn shares(
    pack: &RulePack,
    catalog: &Catalog,
    household: &Household,
    first: &Determination,
) -> Option<Benchmark> {
    let place = place(pack, household.county_fips.as_ref()?.as_str().parse().ok()?, None)?;
    let start = Date::new(household.coverage_year, 1, 1).ok()?;
    let mut benchmark = Benchmark::default();
    for tax in &first.tax_households {
        let born = |id: &Text| {
            household.people.iter().find(|person| person.id == *id).map(|person| person.date_of_birth)
        };
        let family: Vec<(Text, u8)> = tax
            .coverage_family
            .iter()
            .filter_map(|id| born(id).map(|born| (id.clone(), age_on(born, start))))
            .collect();
        let ages: Vec<(u8, bool)> = family.iter().map(|(_, age)| (*age, false)).collect();
        let group = RatedGroup::new(&ages);
        let Some(found) = second_lowest_silver(catalog, &group, &place) else { continue };
        let (_, rates) = catalog.sold(found.plan, &place)?;
        let plan = catalog.plan(found.plan)?;
        for ((id, _), premium) in family.into_iter().zip(group.premiums_cents(rates)) {
            benchmark.slcsp_monthly_cents_by_person.insert(id, plan.essential_share.of_cents(premium));
        }
    }
    Some(benchmark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::practice_catalog;
    use domain::profile::Profile;

    fn catalog(year: i16) -> Catalog {
        let profile = Profile::from_toml(Profile::MNSURE).unwrap();
        practice_catalog(&profile, RulePack::minnesota(), (year, 1)).unwrap()
    }

    fn household(year: i16) -> Household {
        let text = format!(
            r#"{{"id": "sample", "application_date": "2026-11-23", "coverage_year": {year}, "county_fips": "27053",
            "people": [{{"id": "p1", "date_of_birth": "1986-04-02", "applying": true,
                "immigration": {{"status": "citizen", "since": null}}, "state_resident": true,
                "tax": {{"role": "filer", "filing_status": "single"}}}}],
            "incomes": [{{"person": "p1", "kind": "wages", "amount_cents": 400000, "frequency": "monthly"}}]}}"#
        );
        eligibility::parse_household(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_year_without_published_benchmark_takes_it_from_the_catalog() {
        let catalog = catalog(2027);
        let pack = RulePack::minnesota();
        let without = determine_with_catalog(pack, None, &mut household(2027)).unwrap();
        assert_eq!(without.tax_households[0].aptc_max_monthly_cents, None);
        let with = determine_with_catalog(pack, Some(&catalog), &mut household(2027)).unwrap();
        let tax = &with.tax_households[0];
        let place = place(pack, "27053".parse().unwrap(), None).unwrap();
        let forty = RatedGroup::new(&[(40, false)]);
        let expected = second_lowest_silver(&catalog, &forty, &place).unwrap().premium_cents;
        assert_eq!(tax.slcsp_monthly_cents, Some(expected));
        assert!(tax.aptc_max_monthly_cents.is_some());
    }

    #[test]
    fn a_published_benchmark_is_not_replaced() {
        let catalog = catalog(2026);
        let mut own = household(2026);
        determine_with_catalog(RulePack::minnesota(), Some(&catalog), &mut own).unwrap();
        assert!(own.benchmark.is_none());
    }
}
