//! What their service says of people in the end, after the rules: the program, the level of cost sharing, the credit. The
//! file has it as expectations of their tests, under the names that the tests give to people and returns.
use super::Tally;
use eligibility::{CostSharing, Determination, PersonResult, Program, TaxHouseholdResult};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The place in the application of the person whom their tests call so.
fn place(case: &Value, label: &str) -> usize {
    let people = case["people"].as_array().unwrap();
    let only = |fits: &dyn Fn(&Value) -> bool| {
        let mut fitting = (0..people.len()).filter(|place| fits(&people[*place]));
        let place = fitting.next().unwrap();
        assert_eq!(fitting.next(), None, "{}: who is {label}?", case["case"]);
        place
    };
    match label {
        "first" | "primary" | "parent" | "p1" => 0,
        "ped" | "ahm" | "peds.first" | "new_thhms.first.product_eligibility_determination" => 0,
        "second" | "spouse" | "partner" | "p2" | "ped2" => 1,
        "third" | "child_1" | "p3" => 2,
        "child_2" | "p4" => 3,
        // The last one, of two or three.
        "child" => people.len() - 1,
        "betty" => only(&|person| person["sex"] == "Female"),
        "dwayne" => only(&|person| person["sex"] == "Male"),
        // Their test goes through everybody; the file kept the branch for the one who does not apply.
        "thhm.product_eligibility_determination" => only(&|person| person["applying"] == false),
        other => panic!("{}: unknown person {other}", case["case"]),
    }
}

/// Why a member is no figure to compare.
fn no_figure(member: &str) -> Option<&'static str> {
    match member {
        "is_eligible_for_non_magi_reasons" => {
            Some("a clue that they note beside every program, we only where there is no Medical Assistance")
        }
        "is_gap_filling" => Some("a note on how Medicaid was found"),
        "thh.csr_annual_income_limit" | "aptc_household.is_aptc_calculated" => {
            Some("a note of their service")
        }
        "aptc_household.assistance_year" => Some("part of the question"),
        "ahm.household_count"
        | "ahm.annual_household_income_contribution"
        | "ahm.benchmark_plan_monthly_premium_amount" => Some("the return's figure once more"),
        _ => None,
    }
}

/// The program of these flags; `None` where none of them says anything about it.
fn program(flags: &Map<String, Value>) -> Option<&'static str> {
    let is = |names: [&str; 2]| names.iter().any(|name| flags.get(*name) == Some(&Value::Bool(true)));
    if is(["is_magi_medicaid", "is_medicaid_chip_eligible"]) {
        Some("public")
    } else if is(["is_ia_eligible", "aptc_eligible"]) {
        Some("aptc")
    } else if is(["is_uqhp_eligible", "uqhp_eligible"]) {
        Some("full price")
    } else if is(["is_totally_ineligible", "totally_ineligible"]) {
        Some("none")
    } else if flags.get("is_ia_eligible") == Some(&Value::Bool(false)) {
        Some("no credit")
    } else {
        None
    }
}

fn own_program(ours: &PersonResult) -> &'static str {
    match ours.program {
        Program::Ma => "public",
        Program::BasicHealth => "basic health",
        Program::Aptc => "aptc",
        Program::Qhp => "full price",
        // We send to the agency, they say it beside the full price.
        Program::Refer if ours.qhp.eligible => "full price",
        Program::Refer | Program::None => "none",
    }
}

fn own_level(ours: &PersonResult) -> &'static str {
    match ours.csr {
        CostSharing::None => "0",
        CostSharing::Limited => "limited",
        CostSharing::Silver73 => "73",
        CostSharing::Silver87 => "87",
        CostSharing::Silver94 => "94",
        CostSharing::Zero => "100",
    }
}

fn compare_person(ours: &PersonResult, flags: &Map<String, Value>, tally: &mut Tally) {
    if let Some(theirs) = program(flags) {
        let own = match own_program(ours) {
            "aptc" if theirs == "no credit" => "aptc",
            _ if theirs == "no credit" => "no credit",
            other => other,
        };
        tally.same("determination", theirs.to_owned(), own.to_owned());
    }
    let lower = ["is_csr_eligible", "csr_eligible"].iter().find_map(|name| flags.get(*name)?.as_bool());
    if let Some(level) = flags.get("csr").and_then(Value::as_f64) {
        tally.same("cost sharing", format!("{level}"), own_level(ours).to_owned());
    } else if let Some(lower) = lower {
        let own = ours.csr != CostSharing::None;
        tally.same("cost sharing", lower.to_string(), own.to_string());
    }
}

/// The first return's own figures; amounts are whole dollars there, cut off.
fn compare_return(name: &str, theirs: &Value, ours: Option<&TaxHouseholdResult>, tally: &mut Tally) {
    let number = |value: Option<i64>| value.map_or_else(|| "none".to_owned(), |value| value.to_string());
    let dollars = |cents: Option<i64>| number(cents.map(|cents| cents / 100));
    let family = ours.filter(|ours| !ours.coverage_family.is_empty());
    let credit = || dollars(family.and_then(|ours| ours.aptc_max_monthly_cents));
    let (what, own) = match name {
        "thh.max_aptc" => ("credit", credit()),
        "aptc_household.maximum_aptc_amount" => ("highest credit", credit()),
        "aptc_household.total_household_count" => {
            ("size", number(ours.map(|ours| ours.members.len() as i64)))
        }
        "aptc_household.annual_tax_household_income"
        | "medicaid_app.aptc_households.first.annual_tax_household_income" => {
            ("income", dollars(ours.map(|ours| ours.annual_income_cents)))
        }
        "aptc_household.total_expected_contribution_amount" => {
            ("contribution", dollars(ours.and_then(|ours| ours.contribution_monthly_cents)))
        }
        "aptc_household.total_benchmark_plan_monthly_premium_amount" => {
            ("benchmark", dollars(ours.and_then(|ours| ours.slcsp_monthly_cents)))
        }
        other => panic!("{}: unknown member {other}", tally.case),
    };
    tally.same(what, number(theirs.as_f64().map(|value| value as i64)), own);
}

pub fn compare(case: &Value, result: &Determination, tally: &mut Tally) {
    // Several answers are of several runs with other settings; the file has nothing in any of them.
    let answers = case["expected_full"].as_array().unwrap();
    let [full] = answers.as_slice() else {
        let empty =
            |one: &Value| ["household", "persons"].iter().all(|part| one[*part] == Value::Object(Map::new()));
        assert!(!answers.is_empty() && answers.iter().all(empty), "{}", tally.case);
        tally.silent += 1;
        return;
    };
    let (persons, household) = (full["persons"].as_object().unwrap(), full["household"].as_object().unwrap());
    tally.silent += usize::from(persons.is_empty() && household.is_empty());
    let mut flags = BTreeMap::<usize, Map<String, Value>>::new();
    for (label, of_person) in persons {
        flags.entry(place(case, label)).or_default().extend(of_person.as_object().unwrap().clone());
    }
    for (name, value) in household {
        if let Some(why) = no_figure(name) {
            *tally.no_figure.entry(why).or_default() += 1;
            continue;
        }
        let of_return =
            ["thh.", "aptc_household.", "medicaid_app."].iter().any(|start| name.starts_with(start));
        if of_return {
            tally.person = "return".to_owned();
            compare_return(name, value, result.tax_households.first(), tally);
        } else {
            let (label, flag) = name.rsplit_once('.').unwrap();
            flags.entry(place(case, label)).or_default().insert(flag.to_owned(), value.clone());
        }
    }
    for (place, of_person) in flags {
        let known = |name: &str| {
            let name = name.trim_start_matches("is_");
            ["magi_medicaid", "medicaid_chip_eligible", "ia_eligible", "aptc_eligible", "uqhp_eligible"]
                .contains(&name)
                || ["totally_ineligible", "csr_eligible", "csr"].contains(&name)
        };
        for name in of_person.keys().filter(|name| !known(name)) {
            let why = no_figure(name).unwrap_or_else(|| panic!("{}: unknown flag {name}", tally.case));
            *tally.no_figure.entry(why).or_default() += 1;
        }
        let id = case["people"][place]["id"].as_str().unwrap();
        tally.person = id.to_owned();
        compare_person(&result.people[id], &of_person, tally);
    }
}
