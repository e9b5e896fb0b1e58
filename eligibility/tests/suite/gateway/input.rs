//! One of their cases as a household of ours.
use super::year;
use serde_json::{Value, json};

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
        // Nothing more is known of people for whom the bar does not apply, and their rules take them (test_two).
        Some(_) => json!({"status": "refugee"}),
    }
}

/// Which of our kinds a benefit is: whatever is only offered bars nobody, but for an employer's plan.
fn coverage_kind(benefit: &Value) -> &'static str {
    match (benefit["kind"].as_str().unwrap(), benefit["status"].as_str().unwrap()) {
        ("employer_sponsored_insurance", "is_eligible") => "employer_offer",
        ("employer_sponsored_insurance", "is_enrolled") => "employer_enrolled",
        ("private_individual_and_family_coverage", "is_enrolled") => "individual_market",
        ("peace_corps_health_benefits", "is_enrolled") => "peace_corps",
        ("other_full_benefit_coverage", "is_enrolled") => "other_minimum_essential",
        // Not on the list of minimum essential coverage, 26 USC 5000A(f)(1).
        ("americorps_health_benefits" | "private_health_insurance_plan", "is_eligible") => "limited",
        ("health_reimbursement_arrangement", "is_eligible") => "limited",
        other => panic!("unknown benefit {other:?}"),
    }
}

/// Has the benefit ended before the application?
fn has_ended(benefit: &Value) -> bool {
    match &benefit["end_on"] {
        Value::Null => false,
        end => match end["$expr"].as_str() {
            Some("2.months.ago.to_date.to_s") => true,
            _ => panic!("an end nobody has looked at: {end}"),
        },
    }
}

fn coverage(person: &Value) -> Value {
    let convert = |benefit: &Value| {
        let times = match text(&benefit["employee_cost_frequency"]) {
            Some("Weekly") => 52,
            Some("BiWeekly") => 26,
            Some("Monthly") => 12,
            Some("Annually") | None => 1,
            Some(other) => panic!("unknown frequency {other}"),
        };
        let kind = coverage_kind(benefit);
        let premium = (kind == "employer_offer").then(|| cents(&benefit["employee_cost"]) * times / 12);
        json!({"kind": kind, "self_only_monthly_cents": premium, "minimum_value": benefit["is_esi_mec_met"] == true})
    };
    let benefits = person["benefits"].as_array().unwrap();
    json!(benefits.iter().filter(|benefit| !has_ended(benefit)).map(convert).collect::<Vec<_>>())
}

/// The people (case, person) who are no residents. The file has no member for it and says it only in the rules' answer, so
/// their program by the rules is not compared.
pub const NOT_RESIDENT: [(&str, &str); 2] =
    [("dc_test_scenarios qa_core_3_magi_020", "p3"), ("dc_test_scenarios qa_core_4_magi_ua_009", "p3")];

pub fn is_resident(case: &Value, person: &str) -> bool {
    !NOT_RESIDENT.iter().any(|(name, id)| case["case"] == *name && person == *id)
}

fn person(case: &Value, person: &Value) -> Value {
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
        "state_resident": is_resident(case, person["id"].as_str().unwrap()),
        "incarceration": if person["incarcerated"] == true { "incarcerated" } else { "none" },
        "pregnant": pregnant,
        "expected_children": if pregnant { person["expected_children"].as_i64().unwrap_or(1) } else { 0 },
        "american_indian_alaska_native": person["ai_an"] == true, "disabled_or_blind": person["disabled"] == true,
        "full_time_student": person["student"] == true, "former_foster_care": person["former_foster_care"] == true,
        "medicare": if person["medicare"] == true { "part_a" } else { "premium_required" }, "coverage": coverage(person)
    })
}

pub fn input(case: &Value) -> Value {
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
    let members: Vec<Value> = people.iter().map(|one| person(case, one)).collect();
    json!({
        "id": case["case"], "application_date": format!("{year}-11-15"),
        "coverage_year": case["assistance_year"].as_i64().unwrap_or(year + i64::from(next)),
        "people": members, "relationships": relationships, "living_apart": apart, "incomes": incomes,
        "projected_annual_income_cents": projected, "benchmark": {"slcsp_monthly_cents_by_person": shares}
    })
}
