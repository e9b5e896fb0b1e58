//! From an application's household to the input of the `eligibility` crate, and from its determination to
//! what is stored. The input is built as the published JSON, so that what is stored can be put through
//! `assent determine` again.

use crate::{Error, benchmarks, store::determinations::NewDetermination};
use domain::{
    application::{Amount, Employer, Household, Kind, Member},
    plan::Catalog,
};
use eligibility::{CostSharing, Determination, IncomeThresholds, Program, RulePack, income_thresholds};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// For each person who wants coverage and whom another income would bring something else.
pub type ThresholdsByPerson = BTreeMap<String, IncomeThresholds>;

/// A determination with the input it came from, benchmark included.
pub(crate) struct Computed {
    pub(crate) input: eligibility::Household,
    pub(crate) determination: Determination,
}

/// The id in stored documents. Which application they belong to is said by the row alone, so that it cannot
/// be said twice and differently.
const OWN_ID: &str = "application";

/// Computes the initial determination (APP-5).
///
/// # Errors
/// `Corrupt` when complete answers make no household that the rules can read: a fault of the software.
pub(crate) fn determine(
    pack: &RulePack,
    kind: Kind,
    household: &Household,
    catalog: Option<&Catalog>,
) -> Result<NewDetermination, Error> {
    let Computed { input, determination: mut output } = compute(pack, household, catalog)?;
    match kind {
        Kind::FinancialAssistance => {}
        Kind::FullPrice => without_assistance(&mut output),
    }
    let text = |value: serde_json::Result<String>| value.map_err(|error| fault("JSON", &error));
    Ok(NewDetermination {
        rule_set: output.rule_set.as_str().to_owned(),
        input: text(serde_json::to_string(&input))?,
        output: text(serde_json::to_string(&output))?,
        summary: summary(&output),
    })
}

/// The same for a household that nobody applies for; nothing of it is stored.
///
/// # Errors
/// As `determine`.
pub(crate) fn estimate(
    pack: &RulePack,
    household: &Household,
    catalog: Option<&Catalog>,
) -> Result<Computed, Error> {
    compute(pack, household, catalog)
}

fn compute(pack: &RulePack, household: &Household, catalog: Option<&Catalog>) -> Result<Computed, Error> {
    let json = input(household).to_string();
    let mut input =
        eligibility::parse_household(json.as_bytes()).map_err(|error| fault("household", &error))?;
    let determination = benchmarks::determine_with_catalog(pack, catalog, &mut input)
        .map_err(|error| fault("determination", &error))?;
    Ok(Computed { input, determination })
}

/// A fault of the software. The error names a path in the input and no value.
fn fault(what: &'static str, error: &dyn std::fmt::Display) -> Error {
    tracing::error!(%error, "{what}");
    Error::Corrupt(what)
}

/// The next incomes at which something changes, with today's rules. Some dozens of determinations for each
/// person, so it runs beside the server's other work. What today's rules do not take has none.
pub(crate) async fn thresholds(rules: crate::Rules, household: eligibility::Household) -> ThresholdsByPerson {
    let search = move || {
        let pack = rules.pack();
        let wanted = household.people.iter().filter(|person| person.applying);
        wanted
            .filter_map(|person| {
                let found = income_thresholds(pack, &household, &person.id).ok()?;
                (found.down.is_some() || found.up.is_some()).then(|| (person.id.as_str().to_owned(), found))
            })
            .collect()
    };
    tokio::task::spawn_blocking(search).await.unwrap_or_default()
}

/// The JSON of the specification.
fn input(household: &Household) -> Value {
    json!({
        "id": OWN_ID,
        "application_date": household.application_date.to_string(),
        "coverage_year": household.coverage_year,
        "county_fips": household.county_fips,
        "people": household.people.iter().map(person).collect::<Vec<_>>(),
        "relationships": household.relationships.iter()
            .map(|r| json!({"from": r.from, "kind": r.kind, "to": r.to})).collect::<Vec<_>>(),
        "living_apart": household.living_apart,
        "incomes": household.incomes.iter().map(amount).collect::<Vec<_>>(),
        "deductions": household.deductions.iter().map(amount).collect::<Vec<_>>(),
        "projected_annual_income_cents": household.expected_cents,
    })
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

fn person(member: &Member) -> Value {
    let mut coverage: Vec<Value> = member.employer.iter().map(employer).collect();
    coverage.extend(member.other_coverage.iter().map(|kind| json!({"kind": kind})));
    json!({
        "id": member.id,
        "date_of_birth": member.date_of_birth.to_string(),
        "applying": member.applying,
        "immigration": {"status": member.immigration, "since": day(member.immigration_since)},
        "state_resident": member.resident,
        "incarceration": member.incarceration,
        "pregnant": member.pregnant,
        "expected_children": member.expected_children,
        "pregnancy_ended": day(member.pregnancy_ended),
        "american_indian_alaska_native": member.tribe,
        "disabled_or_blind": member.disabled,
        "full_time_student": member.student,
        "former_foster_care": member.foster_care,
        "medicare": member.medicare,
        "tobacco": member.tobacco,
        "tax": {"role": member.tax_role, "filing_status": member.filing_status, "claimed_by": member.claimed_by},
        "coverage": coverage,
    })
}

fn employer(employer: &Employer) -> Value {
    json!({
        "kind": if employer.enrolled { "employer_enrolled" } else { "employer_offer" },
        "self_only_monthly_cents": employer.employee_only_cents,
        "family_monthly_cents": employer.family_cents,
        "minimum_value": employer.minimum_value,
    })
}

fn amount(amount: &Amount) -> Value {
    json!({
        "person": amount.person, "kind": amount.kind, "amount_cents": amount.cents, "frequency": amount.frequency,
        "from": day(amount.day), "to": Value::Null,
    })
}

/// Without financial assistance nobody asked for a program: only whether a plan may be bought counts.
fn without_assistance(determination: &mut Determination) {
    for person in determination.people.values_mut() {
        person.program = if person.qhp.eligible { Program::Qhp } else { Program::None };
        person.ma.eligible = false;
        person.basic_health.eligible = false;
        person.aptc.eligible = false;
        person.csr = CostSharing::None;
        person.reasons.retain(|reason| {
            reason.rule.code().starts_with("qhp.") || reason.rule.code().starts_with("person.")
        });
    }
    determination.tax_households.clear();
}

/// The determination in short, for lists: "APTC 412/month, CSR 87; 1 MA".
pub(crate) fn summary(determination: &Determination) -> String {
    let count = |program: Program| determination.people.values().filter(|p| p.program == program).count();
    let mut credit = Vec::new();
    if count(Program::Aptc) > 0 {
        let cents: Option<i64> = determination
            .tax_households
            .iter()
            .filter(|tax| !tax.coverage_family.is_empty())
            .map(|tax| tax.aptc_max_monthly_cents)
            .sum();
        credit.push(match cents {
            Some(cents) => format!("APTC {}/month", cents / 100),
            None => "APTC".to_owned(),
        });
    }
    let mut levels: Vec<&str> =
        determination.people.values().filter_map(|person| level(person.csr)).collect();
    levels.sort_unstable();
    levels.dedup();
    if !levels.is_empty() {
        credit.push(format!("CSR {}", levels.join("/")));
    }
    let others = [
        (Program::Ma, "MA"),
        (Program::BasicHealth, "MinnesotaCare"),
        (Program::Qhp, "QHP at full price"),
        (Program::Refer, "referred to the agency"),
    ];
    let others: Vec<String> = others
        .iter()
        .filter(|(program, _)| count(*program) > 0)
        .map(|(program, words)| format!("{} {words}", count(*program)))
        .collect();
    let parts: Vec<String> =
        [credit.join(", "), others.join(", ")].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "Nothing found".to_owned() } else { parts.join("; ") }
}

fn level(csr: CostSharing) -> Option<&'static str> {
    match csr {
        CostSharing::None => None,
        CostSharing::Silver73 => Some("73"),
        CostSharing::Silver87 => Some("87"),
        CostSharing::Silver94 => Some("94"),
        CostSharing::Limited => Some("limited"),
        CostSharing::Zero => Some("zero"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{application::Fields, what_if};
    use jiff::civil::date;
    use proptest::{prelude::*, test_runner::TestRunner};

    fn typed() -> impl Strategy<Value = Fields> {
        let one_of = |words: &'static [&'static str]| prop::sample::select(words);
        let person = (
            one_of(&["spouse", "child", "parent", "sibling", "grandchild", "other_relative", "unrelated"]),
            0_u8..=120,
            one_of(&["yes", "no"]),
            one_of(&["file", "joint", "dependent", "outside", "none"]),
            one_of(&["", "0", "900", "2500", "7000.50", "99999999"]),
            one_of(&["none", "offer", "enrolled", "medicare", "other"]),
            any::<[bool; 3]>(),
        );
        let household = (one_of(&["2026", "2027"]), one_of(&["monthly", "yearly"]));
        (household, prop::collection::vec(person, 1..=8)).prop_map(|((year, period), people)| {
            let mut fields = Fields::new();
            let first = people[0].1;
            let married = people.iter().skip(1).position(|person| person.0 == "spouse").map(|at| at + 1);
            let mut put = |name: String, value: String| fields.insert(name, value);
            put("coverage_year".into(), year.into());
            put("county".into(), "27053".into());
            put("income_period".into(), period.into());
            for (at, (relation, age, applying, taxes, income, coverage, ticks)) in people.iter().enumerate() {
                let n = at + 1;
                // Mostly what fits together; what does not is the form's to refuse.
                let relation = match *relation {
                    "spouse" if Some(at) != married => "unrelated",
                    "child" if *age >= first => "sibling",
                    "parent" if *age <= first => "sibling",
                    other => other,
                };
                let taxes = match *taxes {
                    "joint" | "dependent" if at == 0 => "file",
                    "joint" if relation != "spouse" => "file",
                    "dependent" if relation == "spouse" => "joint",
                    other => other,
                };
                if n > 1 {
                    put(format!("relation_{n}"), relation.into());
                }
                put(format!("age_{n}"), age.to_string());
                put(format!("applying_{n}"), (*applying).into());
                put(format!("taxes_{n}"), taxes.into());
                put(format!("income_{n}"), (*income).into());
                put(format!("coverage_{n}"), (*coverage).into());
                put(format!("premium_{n}"), "120".into());
                for (tick, name) in ticks.iter().zip(["pregnant", "tobacco", "tribe"]) {
                    put(format!("{name}_{n}"), if *tick { "yes" } else { "" }.into());
                }
            }
            fields
        })
    }

    #[test]
    fn whatever_the_estimates_form_accepts_the_rules_can_read() {
        let accepted = std::cell::Cell::new(0);
        let mut runner = TestRunner::new(ProptestConfig::with_cases(2_000));
        let outcome = runner.run(&typed(), |fields| {
            if let Ok(household) = what_if::household(&fields, &[2026, 2027], date(2026, 11, 23)) {
                accepted.set(accepted.get() + 1);
                prop_assert!(estimate(RulePack::minnesota(), &household, None).is_ok(), "{household:?}");
            }
            Ok(())
        });
        assert!(outcome.is_ok(), "{outcome:?}");
        assert!(accepted.get() > 500, "only {} households were accepted", accepted.get());
    }
}
