//! Citizenship and immigration status, and what came before it, against the dated lists of the pack.
use crate::case::Case;
use crate::days::years_passed;
use crate::history::{ImmigrationStatus, Parole};
use crate::pack::{ImmigrationEntry, ImmigrationList};
use jiff::civil::Date;

/// How a person stands on a list, from the least to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Not on the list.
    NotListed,
    /// On the list, but the five years are not over.
    Barred,
    /// On the list if the five years are over, and nobody said when they began.
    Undated,
    /// On the list.
    Listed,
}

/// Looks a person up on a program's list of a day.
pub(crate) fn standing(case: &Case<'_>, number: usize, list: ImmigrationList, on: Date) -> Standing {
    let mut best = Standing::NotListed;
    for entry in case.pack.immigration.of(list) {
        if best < Standing::Listed && holds(case, number, entry, on) {
            best = best.max(waited(case, number, entry, on));
        }
    }
    best
}

fn holds(case: &Case<'_>, number: usize, entry: &ImmigrationEntry, on: Date) -> bool {
    let person = case.person(number);
    let immigration = &person.immigration;
    entry.statuses.has(immigration.status)
        && entry.from <= on
        && entry.until.is_none_or(|until| on < until)
        && entry.age.is_none_or(|age| age.holds(person.date_of_birth, day_of_age(case, entry.list)))
        && (!entry.pregnant || case.pregnant_or_after(number))
        && (entry.paroles.is_empty()
            || is_parole(case, &entry.paroles, immigration.status, immigration.parole, immigration.since))
}

/// The day for which a list means an age. Medical Assistance is decided for the day of application; a plan, its credit and
/// the basic health program cover nobody before the first day of coverage, so whoever is too old by then never gets it.
fn day_of_age(case: &Case<'_>, list: ImmigrationList) -> Date {
    match list {
        ImmigrationList::MedicalAssistance | ImmigrationList::UnbornChild => case.household.application_date,
        ImmigrationList::BasicHealth | ImmigrationList::HealthPlan | ImmigrationList::TaxCredit => {
            case.coverage_start
        }
    }
}

/// One of these paroles: the one that was said or, where none was, one granted within the pack's dates.
fn is_parole(
    case: &Case<'_>,
    paroles: &[Parole],
    status: ImmigrationStatus,
    said: Option<Parole>,
    since: Option<Date>,
) -> bool {
    if status != ImmigrationStatus::ParoleeOverOneYear {
        return false;
    }
    let within = |since: Date| {
        case.pack
            .paroles
            .iter()
            .any(|dates| paroles.contains(&dates.parole) && (dates.from..dates.until).contains(&since))
    };
    said.map_or_else(|| since.is_some_and(within), |parole| paroles.contains(&parole))
}

/// 8 USC 1613.
const FIVE_YEARS: i64 = 5;

/// Has whoever must wait waited five years?
fn waited(case: &Case<'_>, number: usize, entry: &ImmigrationEntry, on: Date) -> Standing {
    if !entry.five_year_bar.has(case.person(number).immigration.status) || is_exempt(case, number) {
        return Standing::Listed;
    }
    let wait = wait_of(case, number);
    match wait.began {
        Some(began) if years_passed(began, FIVE_YEARS, on) => Standing::Listed,
        _ if wait.undated => Standing::Undated,
        Some(_) => Standing::Barred,
        None => Standing::Undated,
    }
}

/// When somebody's five years began.
pub(crate) struct Wait {
    /// The first day that was said.
    pub(crate) began: Option<Date>,
    /// They may have begun before it, with a status whose day nobody said.
    undated: bool,
}

/// With the present status, or before it with one that counts too.
pub(crate) fn wait_of(case: &Case<'_>, number: usize) -> Wait {
    let immigration = &case.person(number).immigration;
    let mut wait = Wait { began: immigration.since, undated: false };
    for earlier in &immigration.earlier {
        if case.pack.wait.counts_from.has(earlier.status) {
            wait.undated |= earlier.since.is_none();
            wait.began = [wait.began, earlier.since].into_iter().flatten().min();
        }
    }
    wait
}

/// Need not wait: by what the person was before (8 USC 1613(b)(1), 1612(b)(2)(A)), by service (1613(b)(2)), as a member of a
/// tribe (1613(d)), or here since before the law.
fn is_exempt(case: &Case<'_>, number: usize) -> bool {
    let (person, rules) = (case.person(number), &case.pack.wait);
    let immigration = &person.immigration;
    rules.exempt_military && immigration.military
        || rules.exempt_tribes && person.american_indian_alaska_native
        || rules
            .exempt_entered_before
            .is_some_and(|day| immigration.entered.is_some_and(|entered| entered < day))
        || immigration.earlier.iter().any(|earlier| {
            rules.exempt_earlier.has(earlier.status)
                || is_parole(case, &rules.exempt_paroles, earlier.status, earlier.parole, earlier.since)
        })
}
