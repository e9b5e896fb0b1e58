//! Checks of one household that need no rule pack: sizes, ranges, dates that contradict each other.
use crate::Text;
use crate::error::{InputError, member};
use crate::history::{Immigration, ImmigrationStatus};
use crate::household::{Frequency, Household, Person};
use crate::set::People;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A billion dollars: more is a slip of the pen, and every sum stays far inside 64 bits.
pub(crate) const MOST_CENTS: i64 = 100_000_000_000;
/// More entries of one kind than any household has.
const MOST_ENTRIES: usize = 1_000;
const MOST_COVERAGES: usize = 100;
const MOST_EXPECTED: u8 = 12;
const MOST_EARLIER: usize = 20;
const OLDEST: i16 = 1890;

impl Household {
    /// The household, unless something in it cannot be right that needs no rule pack to see; the error names the JSON
    /// path. Whoever reads one from a text has it checked already.
    pub fn checked(self) -> Result<Self, InputError> {
        household(&self)?;
        Ok(self)
    }
}

/// Refuses what cannot be right; the error names the JSON path.
pub(crate) fn household(household: &Household) -> Result<(), InputError> {
    let people = household.people.len();
    if people == 0 || people > People::MOST {
        return Err(InputError::new("people", format!("must be 1 to {} people", People::MOST)));
    }
    let digits = |county: &Text| county.len() == 5 && county.bytes().all(|byte| byte.is_ascii_digit());
    if household.county_fips.as_ref().is_some_and(|county| !digits(county)) {
        return Err(InputError::new("county_fips", "must be five digits"));
    }
    for (place, person) in household.people.iter().enumerate() {
        if person.id.is_empty() {
            return Err(InputError::new(format!("people[{place}].id"), "must not be empty"));
        }
        if household.people[..place].iter().any(|other| other.id == person.id) {
            return Err(InputError::new(
                format!("people[{place}].id"),
                format!("\"{}\" is there twice", person.id),
            ));
        }
        check_person(person, place, household.application_date)?;
    }
    for (name, length) in [
        ("relationships", household.relationships.len()),
        ("living_apart", household.living_apart.len()),
        ("incomes", household.incomes.len()),
        ("deductions", household.deductions.len()),
    ] {
        if length > MOST_ENTRIES {
            return Err(InputError::new(name, format!("must be at most {MOST_ENTRIES} entries")));
        }
    }
    incomes(household)?;
    figures(household)?;
    references(household)
}

/// Refuses incomes, deductions and figures of people who are not in the household.
fn references(household: &Household) -> Result<(), InputError> {
    let incomes = household.incomes.iter().map(|income| &income.person).enumerate();
    for (place, person) in incomes {
        known(household, person, || format!("incomes[{place}].person"))?;
    }
    for (place, deduction) in household.deductions.iter().enumerate() {
        known(household, &deduction.person, || format!("deductions[{place}].person"))?;
    }
    for (place, person) in household.people.iter().enumerate() {
        let sponsor = person.immigration.sponsor.as_ref().and_then(|sponsor| sponsor.person.as_ref());
        let path = || format!("people[{place}].immigration.sponsor.person");
        match sponsor {
            Some(sponsor) if *sponsor == person.id => {
                return Err(InputError::new(path(), "nobody sponsors themself"));
            }
            Some(sponsor) => known(household, sponsor, path)?,
            None => {}
        }
    }
    for id in household.projected_annual_income_cents.keys() {
        known(household, id, || member("projected_annual_income_cents", id.as_str()))?;
    }
    let given =
        household.benchmark.iter().flat_map(|benchmark| benchmark.slcsp_monthly_cents_by_person.keys());
    for id in given {
        known(household, id, || member("benchmark.slcsp_monthly_cents_by_person", id.as_str()))?;
    }
    Ok(())
}

fn check_person(person: &Person, place: usize, application: Date) -> Result<(), InputError> {
    let error =
        |member: &str, reason: &str| Err(InputError::new(format!("people[{place}].{member}"), reason));
    if person.date_of_birth > application {
        return error("date_of_birth", "is after the application date");
    }
    if person.date_of_birth.year() < OLDEST {
        return error("date_of_birth", "is too long ago");
    }
    if person.expected_children > MOST_EXPECTED {
        return error("expected_children", "must be 0 to 12");
    }
    if person.expected_children > 0 && !person.pregnant {
        return error("expected_children", "is given, but `pregnant` is false");
    }
    if person.pregnancy_ended.is_some_and(|ended| ended > application || ended < person.date_of_birth) {
        return error("pregnancy_ended", "must lie between birth and application");
    }
    if let Some((member, reason)) = immigration_fault(&person.immigration, person.date_of_birth, application)
    {
        return error(&format!("immigration.{member}"), reason);
    }
    if person.tax.claimed_by_custodial_parent && person.tax.claimed_by.is_none() {
        return error("tax.claimed_by_custodial_parent", "is true, but nobody claims this person");
    }
    if person.coverage.len() > MOST_COVERAGES {
        return error("coverage", "must be at most 100 entries");
    }
    for (offer, coverage) in person.coverage.iter().enumerate() {
        for (member, premium) in [
            ("self_only_monthly_cents", coverage.self_only_monthly_cents),
            ("family_monthly_cents", coverage.family_monthly_cents),
        ] {
            if premium.is_some_and(|premium| !(0..=MOST_CENTS).contains(&premium)) {
                return error(&format!("coverage[{offer}].{member}"), "is out of range");
            }
        }
    }
    Ok(())
}

/// What cannot be right in somebody's immigration: the member and why.
fn immigration_fault(
    immigration: &Immigration,
    birth: Date,
    application: Date,
) -> Option<(String, &'static str)> {
    let outside = |day: Option<Date>| day.is_some_and(|day| day > application || day < birth);
    let no_parole = |status| status != ImmigrationStatus::ParoleeOverOneYear;
    let between = "must lie between birth and application";
    let no_parolee = "is given, but the status is not parolee_over_one_year";
    for (member, day) in [("since", immigration.since), ("entered", immigration.entered)] {
        if outside(day) {
            return Some((member.to_owned(), between));
        }
    }
    if immigration.parole.is_some() && no_parole(immigration.status) {
        return Some(("parole".to_owned(), no_parolee));
    }
    if immigration.earlier.len() > MOST_EARLIER {
        return Some(("earlier".to_owned(), "must be at most 20 entries"));
    }
    for (place, earlier) in immigration.earlier.iter().enumerate() {
        if outside(earlier.since) {
            return Some((format!("earlier[{place}].since"), between));
        }
        if earlier.parole.is_some() && no_parole(earlier.status) {
            return Some((format!("earlier[{place}].parole"), no_parolee));
        }
    }
    let given = immigration.sponsor.as_ref().and_then(|sponsor| sponsor.contributes_monthly_cents);
    given
        .is_some_and(|cents| !(0..=MOST_CENTS).contains(&cents))
        .then(|| ("sponsor.contributes_monthly_cents".to_owned(), "is out of range"))
}

fn incomes(household: &Household) -> Result<(), InputError> {
    for (place, income) in household.incomes.iter().enumerate() {
        let range = -MOST_CENTS..=MOST_CENTS;
        span("incomes", place, (income.from, income.to))?;
        if !range.contains(&income.amount_cents) {
            return Err(InputError::new(format!("incomes[{place}].amount_cents"), "is out of range"));
        }
        if income.varies == Some(true) && income.frequency == Frequency::OneTime {
            let reason = "is true, but money that comes once does not come and go";
            return Err(InputError::new(format!("incomes[{place}].varies"), reason));
        }
    }
    for (place, deduction) in household.deductions.iter().enumerate() {
        span("deductions", place, (deduction.from, deduction.to))?;
        if !(0..=MOST_CENTS).contains(&deduction.amount_cents) {
            return Err(InputError::new(format!("deductions[{place}].amount_cents"), "is out of range"));
        }
    }
    Ok(())
}

fn span(list: &str, place: usize, (from, to): (Option<Date>, Option<Date>)) -> Result<(), InputError> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            Err(InputError::new(format!("{list}[{place}].to"), "is before `from`"))
        }
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

fn known(household: &Household, id: &Text, path: impl FnOnce() -> String) -> Result<(), InputError> {
    if household.people.iter().any(|person| person.id == *id) {
        return Ok(());
    }
    Err(InputError::new(path(), format!("there is no person \"{id}\"")))
}

fn figures(household: &Household) -> Result<(), InputError> {
    let check = |name: &str, figures: &BTreeMap<Text, i64>, low: i64| {
        for (id, cents) in figures {
            if !(low..=MOST_CENTS).contains(cents) {
                return Err(InputError::new(format!("{name}.{id}"), "is out of range"));
            }
        }
        Ok(())
    };
    check("projected_annual_income_cents", &household.projected_annual_income_cents, -MOST_CENTS)?;
    household.benchmark.as_ref().map_or(Ok(()), |benchmark| {
        check("benchmark.slcsp_monthly_cents_by_person", &benchmark.slcsp_monthly_cents_by_person, 0)
    })
}
