//! Citizenship and immigration status against the dated lists of the pack.
use crate::case::Case;
use crate::days::years_passed;
use crate::pack::{ImmigrationEntry, ImmigrationList};
use jiff::civil::Date;

/// How a person stands on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// On the list.
    Listed,
    /// On the list, but the five years are not over, or their beginning is not known.
    Barred,
    /// Not on the list.
    NotListed,
}

/// Looks a person up on a program's list of a day.
pub(crate) fn standing(case: &Case<'_>, number: usize, list: ImmigrationList, on: Date) -> Standing {
    let person = case.person(number);
    let mut standing = Standing::NotListed;
    for entry in case.pack.immigration.iter().filter(|entry| entry.list == list) {
        if !entry.statuses.has(person.immigration.status) || !holds(case, number, entry, on) {
            continue;
        }
        let barred = entry.five_year_bar.has(person.immigration.status)
            && !person.immigration.since.is_some_and(|since| years_passed(since, FIVE_YEARS, on));
        if !barred {
            return Standing::Listed;
        }
        standing = Standing::Barred;
    }
    standing
}

/// 8 USC 1613.
const FIVE_YEARS: i64 = 5;

fn holds(case: &Case<'_>, number: usize, entry: &ImmigrationEntry, on: Date) -> bool {
    entry.from <= on
        && entry.until.is_none_or(|until| on < until)
        && entry.under_age.is_none_or(|limit| age_for(case, number, entry.list) < limit)
        && (!entry.pregnant || case.pregnant_or_after(number))
}

/// The age that a list means. Medical Assistance is decided for the day of application; a plan, its credit and the basic
/// health program cover nobody before the first day of coverage, so whoever is too old by then never gets it.
fn age_for(case: &Case<'_>, number: usize, list: ImmigrationList) -> i64 {
    match list {
        ImmigrationList::MedicalAssistance | ImmigrationList::UnbornChild => case.ages[number],
        ImmigrationList::BasicHealth | ImmigrationList::HealthPlan | ImmigrationList::TaxCredit => {
            case.age_at_start(number)
        }
    }
}

/// The name of a status as it stands in the input.
pub(crate) const fn name(status: crate::household::ImmigrationStatus) -> &'static str {
    use crate::household::ImmigrationStatus as Status;
    match status {
        Status::Citizen => "citizen",
        Status::National => "national",
        Status::LawfulPermanentResident => "lawful_permanent_resident",
        Status::Refugee => "refugee",
        Status::Asylee => "asylee",
        Status::CubanHaitianEntrant => "cuban_haitian_entrant",
        Status::Cofa => "cofa",
        Status::ParoleeOverOneYear => "parolee_over_one_year",
        Status::Tps => "tps",
        Status::OtherLawfullyPresent => "other_lawfully_present",
        Status::Daca => "daca",
        Status::Undocumented => "undocumented",
    }
}
