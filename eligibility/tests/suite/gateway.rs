//! The households of Maine and the District of Columbia of a public rules service: MAGI household, size, income and percent
//! of all people, and the programs, with a rule pack for each.
use crate::common::shared;
use eligibility::{
    Determination, Funding, PersonResult, Program, Rule, RulePack, determine, parse_household,
};
use serde_json::{Value, json};

fn year(case: &Value) -> i64 {
    case["fpl_years_consistent"][0].as_i64().unwrap()
}

fn pack(case: &Value) -> RulePack {
    let text = match case["us_state"].as_str().unwrap() {
        "ME" => include_str!("../packs/maine.toml"),
        "DC" => include_str!("../packs/district_of_columbia.toml"),
        other => panic!("no pack for {other}"),
    };
    RulePack::from_toml(text).unwrap()
}

/// Their codes of what a person is to another.
fn relationship(code: &str) -> &str {
    match code {
        "02" => "spouse",
        "03" => "parent",
        "04" => "child",
        "06" => "grandchild",
        "07" => "sibling",
        "15" => "grandparent",
        "88" => "unrelated",
        "08" | "26" | "30" => "other_relative",
        other => panic!("unknown code {other}"),
    }
}

fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

/// The parts of a person's current income, a year's worth, as their service hands them to the rules.
fn annual(person: &Value) -> i64 {
    let parts = person["annual_magi_components"].as_object().unwrap();
    let sign = |name: &str| match name {
        "adjusted_gross_income" => 0,
        "magi_deductions" => -1,
        // Their rules never look at these parts; so that the same is compared, they are left out here too.
        other if other.ends_with("_deduction") => 0,
        _ => 1,
    };
    parts.iter().map(|(name, value)| sign(name) * cents(value)).sum()
}

fn cents(value: &Value) -> i64 {
    let number = value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(0.0);
    (number * 100.0).round() as i64
}

fn immigration(person: &Value, year: i64) -> Value {
    let bar = person["five_year_bar_applies"] == true && person["five_year_bar_met"] != true;
    match text(&person["citizen_status"]) {
        Some("us_citizen") | None => json!({"status": "citizen"}),
        Some("not_lawfully_present_in_us") => json!({"status": "undocumented"}),
        Some(_) if bar => json!({"status": "lawful_permanent_resident", "since": format!("{year}-01-01")}),
        Some(_) => json!({"status": "refugee"}),
    }
}

fn coverage(person: &Value) -> Value {
    let kind = |benefit: &Value| match (text(&benefit["kind"]), text(&benefit["status"])) {
        (Some("employer_sponsored_insurance"), Some("is_eligible")) => "employer_offer",
        (Some("employer_sponsored_insurance"), _) => "employer_enrolled",
        (Some("private_individual_and_family_coverage"), Some("is_enrolled")) => "individual_market",
        (Some("peace_corps_health_benefits"), Some("is_enrolled")) => "peace_corps",
        _ => "limited",
    };
    let convert = |benefit: &Value| {
        let times = match text(&benefit["employee_cost_frequency"]) {
            Some("Weekly") => 52,
            Some("BiWeekly") => 26,
            Some("Monthly") => 12,
            _ => 1,
        };
        let kind = kind(benefit);
        let premium = (kind == "employer_offer").then(|| cents(&benefit["employee_cost"]) * times / 12);
        json!({"kind": kind, "self_only_monthly_cents": premium, "minimum_value": benefit["is_esi_mec_met"] == true})
    };
    json!(person["benefits"].as_array().unwrap().iter().map(convert).collect::<Vec<_>>())
}

fn person(case: &Value, person: &Value, expected: &Value) -> Value {
    let year = year(case);
    let married = person["relationships"].as_array().unwrap().iter().any(|other| other["code"] == "02");
    let claimed = text(&person["claimed_by"]).filter(|id| !id.starts_with('{'));
    let tax = match (text(&person["tax_filer_kind"]), claimed) {
        (_, Some(claimer)) => json!({"role": "dependent", "claimed_by": claimer}),
        (Some("non_filer"), None) => json!({"role": "non_filer"}),
        _ => {
            let status = match (married, person["joint"] == true) {
                (true, true) => "married_joint",
                (true, false) => "married_separate",
                (false, _) => "single",
            };
            json!({"role": "filer", "filing_status": status})
        }
    };
    let pregnant = person["pregnant"] == true;
    json!({
        "id": person["id"], "date_of_birth": format!("{}-01-01", year - person["age"].as_i64().unwrap()),
        "applying": person["applying"] == true, "immigration": immigration(person, year), "tax": tax,
        // The file says who is not a resident only through the result.
        "state_resident": expected["indicators"]["Residency"] != "N",
        "incarceration": if person["incarcerated"] == true { "incarcerated" } else { "none" },
        "pregnant": pregnant,
        "expected_children": if pregnant { person["expected_children"].as_i64().unwrap_or(1) } else { 0 },
        "american_indian_alaska_native": person["ai_an"] == true, "disabled_or_blind": person["disabled"] == true,
        "full_time_student": person["student"] == true, "former_foster_care": person["former_foster_care"] == true,
        "medicare": if person["medicare"] == true { "part_a" } else { "premium_required" }, "coverage": coverage(person)
    })
}

fn input(case: &Value) -> Value {
    let people = case["people"].as_array().unwrap();
    let year = year(case);
    let known = |id: &str| people.iter().any(|person| person["id"] == id);
    let (mut relationships, mut incomes, mut shares, mut projected) = (vec![], vec![], json!({}), json!({}));
    for one in people {
        let id = one["id"].as_str().unwrap();
        for other in one["relationships"].as_array().unwrap() {
            let to = other["other"].as_str().unwrap();
            let once = id < to || relationship(other["code"].as_str().unwrap()) == "parent";
            if known(to) && once {
                relationships.push(
                    json!({"from": id, "kind": relationship(other["code"].as_str().unwrap()), "to": to}),
                );
            }
        }
        let kind = if one["incomes"][0]["kind"].as_str().is_some_and(|kind| kind.contains("wages")) {
            "wages"
        } else {
            "interest"
        };
        incomes.push(json!({"person": id, "kind": kind, "amount_cents": annual(one), "frequency": "yearly"}));
        let agi = &one["annual_magi_components"]["adjusted_gross_income"];
        if !agi.is_null() {
            projected[id] = json!(cents(agi));
        }
        shares[id] = json!(cents(&one["slcsp_monthly"][0]));
    }
    let next = case["assistance_year"].as_str().is_some_and(|year| year.contains("next"));
    let homes = case["mitc_physical_households"].as_array().unwrap();
    let home = |id: &Value| homes.iter().position(|home| home.as_array().unwrap().contains(id));
    let mut apart = Vec::new();
    for (place, one) in people.iter().enumerate() {
        for other in &people[place + 1..] {
            if home(&one["id"]) != home(&other["id"]) {
                apart.push(json!([one["id"], other["id"]]));
            }
        }
    }
    let members: Vec<Value> = people
        .iter()
        .map(|one| person(case, one, &case["expected_medicaid"][one["id"].as_str().unwrap()]))
        .collect();
    json!({
        "id": case["case"], "application_date": format!("{year}-11-15"),
        "coverage_year": case["assistance_year"].as_i64().unwrap_or(year + i64::from(next)),
        "people": members, "relationships": relationships, "living_apart": apart, "incomes": incomes,
        "projected_annual_income_cents": projected, "benchmark": {"slcsp_monthly_cents_by_person": shares}
    })
}

/// One figure that differs: case, person, which, theirs, ours.
type Difference = (String, String, &'static str, String, String);

fn compare(case: &Value, result: &Determination, found: &mut Vec<Difference>, compared: &mut usize) {
    let name = case["case"].as_str().unwrap();
    for (id, expected) in case["expected_medicaid"].as_object().unwrap() {
        let Some(ours) = result.people.get(id.as_str()) else { continue };
        let mut household: Vec<&str> =
            expected["magi_household"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        household.sort_unstable();
        let own: Vec<&str> = ours.ma.household.iter().map(|id| id.as_str()).collect();
        let pairs = [
            ("household", household.join(" "), own.join(" ")),
            ("size", expected["size"].to_string(), ours.ma.size.to_string()),
            (
                "income",
                expected["magi"].to_string(),
                ((ours.ma.monthly_income_cents * 12 + 50) / 100).to_string(),
            ),
            ("percent", expected["pct_fpl"].to_string(), (ours.ma.percent.in_hundredths() / 100).to_string()),
            ("program", program(expected), public(ours)),
        ];
        for (what, theirs, own) in pairs {
            *compared += 1;
            // The yearly look at people over the monthly limit comes later in their service, see `compare_full`.
            let safety_net = ours.reasons.iter().any(|reason| reason.rule == Rule::MaSafetyNet);
            if what == "program" && safety_net {
                continue;
            }
            let near = what == "income" && theirs.parse::<i64>().unwrap().abs_diff(own.parse().unwrap()) <= 1;
            if theirs != own && !near {
                found.push((name.to_owned(), id.clone(), what, theirs, own));
            }
        }
    }
}

fn program(expected: &Value) -> String {
    match (expected["medicaid"] == "Y", expected["chip"] == "Y") {
        (true, _) => "medicaid",
        (false, true) => "chip",
        (false, false) => "neither",
    }
    .to_owned()
}

fn public(ours: &PersonResult) -> String {
    match (ours.program == Program::Ma, ours.ma.funding) {
        (true, Funding::Medicaid) => "medicaid",
        (true, Funding::Chip) => "chip",
        (false, _) => "neither",
    }
    .to_owned()
}

/// What the service's own determination says of a person, where the file gives it once and without doubt.
fn full_program(flags: &Value) -> Option<&'static str> {
    let is = |flag: &str| flags[flag] == true;
    if is("is_magi_medicaid") || is("is_medicaid_chip_eligible") {
        Some("public")
    } else if is("is_ia_eligible") {
        Some("aptc")
    } else if is("is_uqhp_eligible") {
        Some("full price")
    } else if is("is_totally_ineligible") {
        Some("none")
    } else {
        None
    }
}

/// The person a label of the file means: an id, or the place in the application.
fn labelled<'v>(case: &'v Value, label: &str) -> Option<&'v str> {
    let place = match label {
        "first" | "primary" | "p1" => 0,
        "second" | "spouse" | "partner" | "p2" => 1,
        "third" | "p3" => 2,
        "child" | "child_1" => 2,
        "child_2" | "p4" => 3,
        _ => return None,
    };
    case["people"][place]["id"].as_str()
}

fn compare_full(case: &Value, result: &Determination, found: &mut Vec<Difference>, compared: &mut usize) {
    let [full] = case["expected_full"].as_array().unwrap().as_slice() else { return };
    for (label, flags) in full["persons"].as_object().unwrap() {
        let (Some(theirs), Some(id)) = (full_program(flags), labelled(case, label)) else { continue };
        let Some(ours) = result.people.get(id) else { continue };
        let own = match ours.program {
            Program::Ma => "public",
            Program::BasicHealth => "basic health",
            Program::Aptc => "aptc",
            Program::Qhp => "full price",
            // We send to the agency, they say it beside the full price.
            Program::Refer if ours.qhp.eligible => "full price",
            Program::Refer | Program::None => "none",
        };
        *compared += 1;
        if theirs != own {
            let name = case["case"].as_str().unwrap().to_owned();
            found.push((name, id.to_owned(), "determination", theirs.to_owned(), own.to_owned()));
        }
    }
}

/// Where we knowingly differ (case, person, figure) and why; docs/eligibility.md has the same table.
const DEVIATIONS: &[(&str, &str, &str, &str)] = &[
    ("cms ME me_test_scenarios test_14", "p1", "income", STUB),
    ("cms ME me_test_scenarios test_14", "p1", "percent", STUB),
    ("cms ME me_test_scenarios test_14", "p2", "income", STUB),
    ("cms ME me_test_scenarios test_14", "p2", "percent", STUB),
    ("cms ME me_test_scenarios test_eleven", "p2", "determination", CONTRADICTION),
    ("cms ME simple_scenarios test_case_d", "p1", "determination", CONTRADICTION),
    ("cms ME simple_scenarios test_case_c_eligibility_override", "p1", "determination", OVERRIDE),
];
const STUB: &str =
    "their recorded answer belongs to other incomes: 20,000 and 41,625 make 61,625, not 46,200";
const CONTRADICTION: &str =
    "their rules say Medicaid in the same case; the credit of the test comes from a stub";
const OVERRIDE: &str = "a worker's override of the rules, which the rules cannot know";

#[test]
fn maine_and_the_district_come_out_as_their_service_says() {
    let Some(text) = shared("eligibility/public_cases/gateway_cases.json") else { return };
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let (mut found, mut compared, mut run) = (Vec::new(), 0, 0);
    for case in cases.iter().filter(|case| case["fpl_years_consistent"].as_array().unwrap().len() == 1) {
        run += 1;
        let household = parse_household(input(case).to_string())
            .unwrap_or_else(|error| panic!("{}: {error}", case["case"]));
        let result = determine(&pack(case), &household).unwrap();
        compare(case, &result, &mut found, &mut compared);
        compare_full(case, &result, &mut found, &mut compared);
    }
    let listed = |one: &Difference| {
        DEVIATIONS.iter().any(|(case, person, what, _)| *case == one.0 && *person == one.1 && *what == one.2)
    };
    eprintln!("{run} cases, {compared} figures compared, {} differ", found.len());
    for (case, person, what, theirs, ours) in found.iter().filter(|one| !listed(one)) {
        eprintln!("{case} {person} {what}: theirs {theirs}, ours {ours}");
    }
    assert_eq!((run, found.iter().filter(|one| listed(one)).count()), (42, DEVIATIONS.len()));
    assert!(found.iter().all(listed));
}
