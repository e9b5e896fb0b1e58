//! The properties of the specification, on random households: as many as ASSENT_PROPERTY_CASES says, which the test command
//! sets to 10,000; else proptest's default, or PROPTEST_CASES.
mod random;

use crate::common::published;
use eligibility::{
    CostSharing, Determination, Funding, Household, Program, Rule, departure, determine, income_thresholds,
    parse_household,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use random::{Drawn, PACKS, a_household};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;

fn read(value: &Value) -> Household {
    parse_household(value.to_string()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

/// Every household drawn is right: an error is a fault of the draw or of the engine.
fn decide((pack, value): &Drawn) -> Determination {
    determine(&PACKS[*pack], &read(value)).unwrap_or_else(|error| panic!("{error}: {value}"))
}

fn changed((pack, value): &Drawn, change: impl FnOnce(&mut Value)) -> Drawn {
    let mut value = value.clone();
    change(&mut value);
    (*pack, value)
}

fn ids(value: &Value) -> Vec<String> {
    value["people"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// Less help inside one program than before?
fn more_help(before: &Determination, after: &Determination) -> Option<String> {
    for (id, one) in &before.people {
        let other = &after.people[id];
        if other.ma.eligible && !one.ma.eligible {
            return Some(format!("{id}: Medical Assistance"));
        }
        let may_compare = !one.ma.eligible && !other.ma.eligible;
        if may_compare && other.basic_health.eligible && !one.basic_health.eligible {
            return Some(format!("{id}: basic health"));
        }
        let both_credit = one.aptc.eligible && other.aptc.eligible;
        if both_credit && help(other.csr) > help(one.csr) {
            return Some(format!("{id}: cost sharing"));
        }
    }
    for (one, other) in before.tax_households.iter().zip(&after.tax_households) {
        let same_family = one.coverage_family == other.coverage_family;
        if same_family && other.aptc_max_monthly_cents > one.aptc_max_monthly_cents {
            return Some(format!("{:?}: credit", one.filers));
        }
    }
    None
}

fn help(level: CostSharing) -> u8 {
    match level {
        CostSharing::None => 0,
        CostSharing::Silver73 | CostSharing::Limited => 1,
        CostSharing::Silver87 => 2,
        CostSharing::Silver94 => 3,
        CostSharing::Zero => 4,
    }
}

/// Income raises what an employer may ask, so an offer stops mattering; nobody has one here.
///
/// A dependent whose income grows begins to count when a return must be filed. Where that is left to the engine, nobody
/// loses money or deducts any, for a loss that begins to count would lower the household's income; else filing duty is fixed.
fn comparable(value: &mut Value, fixed_duty: bool) {
    for person in value["people"].as_array_mut().unwrap() {
        person["coverage"].as_array_mut().unwrap().retain(|coverage| coverage["kind"] != "employer_offer");
        let required =
            if fixed_duty { json!(person["tax"]["required_to_file"] == true) } else { Value::Null };
        person["tax"]["required_to_file"] = required;
    }
    if !fixed_duty {
        value["deductions"] = json!([]);
        for income in value["incomes"].as_array_mut().unwrap() {
            income["amount_cents"] = json!(income["amount_cents"].as_i64().unwrap().abs());
        }
        for projected in value["projected_annual_income_cents"].as_object_mut().unwrap().values_mut() {
            *projected = json!(projected.as_i64().unwrap().abs());
        }
    }
}

fn without_deductions(value: &mut Value, kinds: &[&str]) {
    let listed = value["deductions"].as_array_mut().unwrap();
    listed.retain(|deduction| !kinds.contains(&deduction["kind"].as_str().unwrap()));
}

fn times_a_year(frequency: &str) -> i64 {
    match frequency {
        "weekly" => 52,
        "biweekly" => 26,
        "twice_monthly" => 24,
        "monthly" => 12,
        "yearly" | "one_time" => 1,
        other => panic!("unknown frequency {other}"),
    }
}

static INPUT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(eligibility::INPUT_SCHEMA).unwrap());
static OUTPUT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(eligibility::OUTPUT_SCHEMA).unwrap());

fn cases() -> ProptestConfig {
    let asked = std::env::var("ASSENT_PROPERTY_CASES").ok().and_then(|number| number.parse().ok());
    let usual = ProptestConfig::default();
    ProptestConfig { cases: asked.unwrap_or(usual.cases), ..usual }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_input_panics_and_the_document_survives_its_json(drawn in a_household()) {
        let result = decide(&drawn);
        let text = serde_json::to_string(&result).unwrap();
        let again: Determination = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&serde_json::to_string(&again).unwrap(), &text);
        let mut written = Vec::new();
        result.write_json(&mut written, None);
        prop_assert_eq!(String::from_utf8(written).unwrap(), text);
    }

    #[test]
    fn every_document_keeps_to_its_published_schema(drawn in a_household()) {
        let household = serde_json::to_value(read(&drawn.1)).unwrap();
        prop_assert_eq!(departure(&INPUT, &drawn.1), None);
        prop_assert_eq!(departure(&INPUT, &household), None);
        prop_assert_eq!(departure(&OUTPUT, &published(&decide(&drawn))), None);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse_household(&bytes);
    }

    #[test]
    fn no_damaged_household_panics(
        drawn in a_household(), damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = drawn.1.to_string().into_bytes();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        match parse_household(&bytes) {
            Ok(household) => drop(determine(&PACKS[drawn.0], &household)),
            Err(error) => prop_assert!(!error.path.is_empty() && !error.reason.is_empty()),
        }
    }

    #[test]
    fn a_household_survives_its_json(drawn in a_household()) {
        let household = read(&drawn.1);
        let again = parse_household(serde_json::to_string(&household).unwrap()).unwrap();
        prop_assert_eq!(household, again);
    }

    #[test]
    fn more_income_never_gives_more_help_inside_a_program(
        drawn in a_household(), person in any::<prop::sample::Index>(), cents in 0_i64..500_000, fixed_duty in any::<bool>(),
        kind in prop::sample::select(&random::INCOMES[..]), frequency in prop::sample::select(&random::FREQUENCIES[..]),
    ) {
        let extra = |cents: i64| changed(&drawn, |value| {
            comparable(value, fixed_duty);
            // A business that earns more allows more of each of these: together they may be more than it earned.
            if kind == "self_employment" {
                without_deductions(value, &["self_employed_health", "retirement_contribution"]);
            }
            let person = person.get(&ids(value)).clone();
            let income = json!({"person": person, "kind": kind, "amount_cents": cents, "frequency": frequency});
            // A projection grows along: else the same total would only be of another kind.
            if let Some(projected) = value["projected_annual_income_cents"].get_mut(&person) {
                *projected = json!(projected.as_i64().unwrap() + cents * times_a_year(frequency));
            }
            value["incomes"].as_array_mut().unwrap().push(income);
        });
        prop_assert_eq!(more_help(&decide(&extra(0)), &decide(&extra(cents))), None);
    }

    #[test]
    fn an_expected_child_never_lowers_a_limit(
        drawn in a_household(), person in any::<prop::sample::Index>(), expected in 0_u8..12,
    ) {
        // From nobody pregnant to one child, and from one to the next.
        let with = |expected: u8| changed(&drawn, |value| {
            let place = person.index(value["people"].as_array().unwrap().len());
            value["people"][place]["pregnant"] = json!(expected > 0);
            value["people"][place]["expected_children"] = json!(expected);
        });
        let (before, after) = (decide(&with(expected)), decide(&with(expected + 1)));
        for (id, one) in &before.people {
            let other = &after.people[id];
            // Whoever comes within the lower limit of Medicaid moves there from the children's insurance, and has that limit.
            let moved = one.ma.funding == Funding::Chip && other.ma.funding == Funding::Medicaid && other.ma.eligible;
            // Whoever was kept out of the group with the highest limit by a child without coverage gets in by a lower one.
            let closed = one.reasons[0].rule == Rule::MaChildrenCovered && other.ma.eligible;
            let lower = other.ma.limit_cents < one.ma.limit_cents;
            prop_assert!(moved || closed || !lower, "{}: {:?}, {:?}", id, one.ma, other.ma);
            prop_assert!(other.ma.size >= one.ma.size);
            prop_assert!(other.ma.eligible || !one.ma.eligible, "{}: {:?}, {:?}", id, one.ma, other.ma);
            prop_assert_eq!(other.basic_health.limit_cents, one.basic_health.limit_cents);
        }
    }

    #[test]
    fn splitting_an_income_changes_nothing(
        drawn in a_household(), place in any::<prop::sample::Index>(), part in -100_000_i64..100_000,
        deduction in any::<bool>(),
    ) {
        let list = if deduction { "deductions" } else { "incomes" };
        let split = changed(&drawn, |value| {
            let entries = value[list].as_array_mut().unwrap();
            if entries.is_empty() {
                return;
            }
            let place = place.index(entries.len());
            let mut other = entries[place].clone();
            let total = other["amount_cents"].as_i64().unwrap();
            // Nobody deducts less than nothing.
            let part = if deduction { part.clamp(total.min(0), total.max(0)) } else { part };
            entries[place]["amount_cents"] = json!(total - part);
            other["amount_cents"] = json!(part);
            entries.push(other);
        });
        prop_assert_eq!(decide(&drawn), decide(&split));
    }

    #[test]
    fn the_order_of_people_changes_nothing(drawn in a_household(), turn in any::<prop::sample::Index>()) {
        let turned = changed(&drawn, |value| {
            let people = value["people"].as_array_mut().unwrap();
            let turn = turn.index(people.len());
            people.rotate_left(turn);
            people.reverse();
            for list in ["relationships", "incomes", "deductions", "living_apart"] {
                value[list].as_array_mut().unwrap().reverse();
            }
        });
        prop_assert_eq!(decide(&drawn), decide(&turned));
    }

    #[test]
    fn every_program_not_given_has_its_reason(drawn in a_household()) {
        for person in decide(&drawn).people.values() {
            let codes: Vec<&str> = person.reasons.iter().map(|reason| reason.rule.code()).collect();
            if codes == ["person.applying"] {
                prop_assert_eq!(person.program, Program::None);
                continue;
            }
            for program in ["ma.", "basic_health.", "qhp.", "aptc."] {
                prop_assert!(codes.iter().any(|code| code.starts_with(program)), "{} in {:?}", program, codes);
            }
            for reason in &person.reasons {
                prop_assert!(!reason.source.is_empty());
            }
        }
    }

    #[test]
    fn what_would_change_this_changes_an_income_that_counts(
        drawn in a_household(), person in any::<prop::sample::Index>(), fixed_duty in any::<bool>(),
    ) {
        let drawn = changed(&drawn, |value| {
            comparable(value, fixed_duty);
            // It shrinks as the income grows, so that a dollar more is more than a dollar.
            without_deductions(value, &["student_loan_interest"]);
        });
        let household = read(&drawn.1);
        let id = person.get(&ids(&drawn.1)).clone();
        let before = decide(&drawn).people[id.as_str()].clone();
        let found = income_thresholds(&PACKS[drawn.0], &household, &id).unwrap();
        let month = before.ma.monthly_income_cents;
        for threshold in [&found.up, &found.down].into_iter().flatten() {
            prop_assert_ne!((threshold.program, threshold.csr), (before.program, before.csr));
        }
        // Where the household has income, each dollar more is a dollar of it.
        if let Some(up) = found.up.filter(|_| month > 0) {
            prop_assert_eq!(up.monthly_income_cents, month + up.change_dollars_a_month * 100);
        }
        // Less income is no more; of a dependent who need not file then, it is nothing.
        if let Some(down) = found.down {
            prop_assert!(down.change_dollars_a_month < 0 && down.monthly_income_cents <= month);
        }
    }

    #[test]
    fn what_would_change_this_finds_something_or_nothing_for_everybody(drawn in a_household()) {
        let household = read(&drawn.1);
        for id in ids(&drawn.1) {
            prop_assert!(income_thresholds(&PACKS[drawn.0], &household, &id).is_ok());
        }
    }
}

/// All values that 3,000 draws have at a JSON pointer, with `*` for each entry of a list.
fn values(drawn: &[Drawn], pointer: &str) -> BTreeSet<String> {
    fn collect(value: &Value, path: &[&str], into: &mut BTreeSet<String>) {
        match path {
            [] => drop(into.insert(value.as_str().map_or_else(|| value.to_string(), str::to_owned))),
            ["*", rest @ ..] => value.as_array().unwrap().iter().for_each(|one| collect(one, rest, into)),
            [name, rest @ ..] => collect(&value[*name], rest, into),
        }
    }
    let mut found = BTreeSet::new();
    let path: Vec<&str> = pointer.split('.').collect();
    drawn.iter().for_each(|(_, value)| collect(value, &path, &mut found));
    found
}

#[test]
fn the_households_drawn_reach_everything_the_format_and_the_packs_have() {
    let mut runner = TestRunner::deterministic();
    let drawn: Vec<Drawn> =
        (0..3_000).map(|_| a_household().new_tree(&mut runner).unwrap().current()).collect();
    let all = |pointer: &str, expected: &[&str]| {
        let found = values(&drawn, pointer);
        let missing: Vec<&&str> = expected.iter().filter(|one| !found.contains(**one)).collect();
        assert!(missing.is_empty(), "{pointer}: {missing:?}");
    };
    all("incomes.*.kind", &random::INCOMES);
    all("incomes.*.frequency", &random::FREQUENCIES);
    all("incomes.*.varies", &["true", "false", "null"]);
    all("deductions.*.kind", &random::DEDUCTIONS);
    all("deductions.*.frequency", &random::FREQUENCIES);
    all("relationships.*.kind", &random::TIES);
    all("people.*.immigration.status", &random::STATUSES);
    all("people.*.immigration.parole", &random::PAROLES);
    all("people.*.immigration.military", &["true", "false"]);
    all("people.*.tax.claimed_by_custodial_parent", &["true", "false"]);
    all("people.*.medicare", &random::MEDICARE);
    all("people.*.incarceration", &random::PRISON);
    all("people.*.coverage.*.kind", &random::COVERAGES);
    all("people.*.tax.role", &["filer", "dependent", "non_filer"]);
    all("people.*.tax.filing_status", &random::FILING);
    all("people.*.tax.claimed_by", &["p0", "p1", "outside_parent", "outside_other", "null"]);
    all("people.*.tax.required_to_file", &["true", "false", "null"]);
    let months = |pointer: &str| -> BTreeSet<String> {
        values(&drawn, pointer).iter().map(|day| day.chars().skip(5).take(2).collect()).collect()
    };
    assert_eq!((months("people.*.date_of_birth").len(), months("application_date").len()), (12, 12));
    let years: Vec<String> = random::YEARS.map(|year| year.to_string()).collect();
    assert_eq!(values(&drawn, "coverage_year").into_iter().collect::<Vec<_>>(), years);
    let packs: BTreeSet<usize> = drawn.iter().map(|(pack, _)| *pack).collect();
    assert_eq!(packs.len(), PACKS.len());
    let results: Vec<Determination> = drawn.iter().map(decide).collect();
    let people = || results.iter().flat_map(|result| result.people.values());
    let programs: BTreeSet<String> = people().map(|one| format!("{:?}", one.program)).collect();
    let levels: BTreeSet<CostSharing> = people().map(|one| one.csr).collect();
    assert_eq!((programs.len(), levels.len()), (6, 6));
    assert!(
        results
            .iter()
            .flat_map(|result| &result.tax_households)
            .any(|tax| tax.aptc_max_monthly_cents > Some(0))
    );
}
