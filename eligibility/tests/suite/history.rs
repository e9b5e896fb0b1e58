//! Immigration as a history: status on entry, adjustment, who need not wait five years, and a sponsor.
use crate::common::{determined, household, person, wages};
use eligibility::{MissingFact, Outcome, PersonResult, Program, Rule};
use serde_json::{Value, json};

/// An adult with that immigration and wages of 12,000, who applies on that day.
fn on(day: &str, immigration: Value) -> PersonResult {
    with(day, json!({"immigration": immigration}), 12_000)
}

fn with(day: &str, changes: Value, dollars: i64) -> PersonResult {
    let year: i16 = day[..4].parse().unwrap();
    let input = household(
        vec![person("p1", changes)],
        json!({"application_date": day, "coverage_year": year, "incomes": [wages("p1", dollars)]}),
    );
    determined(&input).people["p1"].clone()
}

fn resident(since: &str, more: Value) -> Value {
    let mut immigration = json!({"status": "lawful_permanent_resident", "since": since});
    immigration.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    immigration
}

#[test]
fn who_came_as_a_refugee_or_like_one_does_not_wait_with_the_green_card() {
    // 8 USC 1613(b)(1), 1612(b)(2)(A); EPM 2.1.2.2.2. Also under the narrower list, which holds permanent residents.
    for day in ["2026-09-15", "2026-11-15"] {
        for status in [
            "refugee",
            "asylee",
            "withholding_of_removal",
            "cuban_haitian_entrant",
            "trafficking_victim",
            "special_immigrant",
            "amerasian",
        ] {
            let came = json!({"earlier": [{"status": status, "since": "2024-03-01"}]});
            assert_eq!(on(day, resident("2025-03-01", came)).program, Program::Ma, "{status} {day}");
        }
        for status in ["tps", "other_lawfully_present", "daca", "undocumented"] {
            let came = json!({"earlier": [{"status": status, "since": "2010-03-01"}]});
            assert_eq!(on(day, resident("2025-03-01", came)).program, Program::BasicHealth, "{status} {day}");
        }
        assert_eq!(on(day, resident("2025-03-01", json!({}))).program, Program::BasicHealth, "{day}");
    }
}

#[test]
fn the_five_years_begin_with_an_earlier_status_that_counts() {
    // EPM 2.1.2.2.2: with the day of COFA status, parole or the status of a battered spouse or child.
    for (status, parole) in [("cofa", None), ("parolee_over_one_year", Some("other")), ("battered", None)] {
        let came = |since: &str| json!({"earlier": [{"status": status, "since": since, "parole": parole}]});
        let five = on("2026-11-15", resident("2025-03-01", came("2021-11-15")));
        assert_eq!(five.program, Program::Ma, "{status}");
        let less = on("2026-11-15", resident("2025-03-01", came("2021-11-16")));
        assert_eq!(less.reasons[0].facts.text("since"), "2021-11-16", "{status}");
        assert_eq!(less.program, Program::BasicHealth, "{status}");
    }
    let unknown = on("2026-11-15", resident("2025-03-01", json!({"earlier": [{"status": "cofa"}]})));
    assert_eq!((unknown.program, unknown.missing[0].fact), (Program::Refer, MissingFact::ImmigrationSince));
}

#[test]
fn service_a_tribe_and_an_old_entry_spare_the_five_years() {
    // 8 USC 1613(b)(2), (d); the law is of 22 August 1996.
    let day = "2026-11-15";
    assert_eq!(on(day, resident("2025-03-01", json!({"military": true}))).program, Program::Ma);
    assert_eq!(on(day, resident("2025-03-01", json!({"entered": "1996-08-21"}))).program, Program::Ma);
    assert_eq!(
        on(day, resident("2025-03-01", json!({"entered": "1996-08-22"}))).program,
        Program::BasicHealth
    );
    let tribe = |member: bool| {
        let changes = json!({"american_indian_alaska_native": member, "immigration": resident("2025-03-01", json!({}))});
        with(day, changes, 12_000).program
    };
    assert_eq!((tribe(true), tribe(false)), (Program::Ma, Program::BasicHealth));
    // Nobody is spared by what gives no status on the list.
    let protected = json!({"status": "tps", "since": "2024-01-01", "military": true});
    assert_eq!(on(day, protected).program, Program::BasicHealth);
}

#[test]
fn afghan_and_ukrainian_parolees_do_not_wait_until_the_end_of_september_2026() {
    // Public Law 117-43, section 2502; Public Law 117-128, section 401; EPM 2.1.2.2.2.
    let parolee = |since: &str, parole: Value| json!({"status": "parolee_over_one_year", "since": since, "parole": parole});
    for parole in ["afghan", "ukrainian"] {
        let came = parolee("2023-03-01", json!(parole));
        assert_eq!(on("2026-09-30", came.clone()).program, Program::Ma, "{parole}");
        assert_eq!(on("2026-10-01", came).program, Program::BasicHealth, "{parole}");
    }
    let other = on("2026-09-30", parolee("2023-03-01", json!("other")));
    assert_eq!((other.program, other.reasons[0].rule), (Program::BasicHealth, Rule::MaFiveYearBar));
}

#[test]
fn a_parole_without_a_name_is_the_one_within_whose_dates_it_began() {
    let program =
        |since: &str| on("2026-09-30", json!({"status": "parolee_over_one_year", "since": since})).program;
    // Afghan from 31 July 2021; Ukrainian to 30 September 2024; five years before, whoever it was.
    assert_eq!((program("2021-09-30"), program("2021-10-01")), (Program::Ma, Program::Ma));
    assert_eq!((program("2024-09-30"), program("2024-10-01")), (Program::Ma, Program::BasicHealth));
    // A family member paroled later says so.
    let later = json!({"status": "parolee_over_one_year", "since": "2025-02-01", "parole": "ukrainian"});
    assert_eq!(on("2026-09-30", later).program, Program::Ma);
    // Before the dates: with five years not over, the wait.
    let before = json!({"status": "parolee_over_one_year", "since": "2021-07-30"});
    assert_eq!(on("2026-07-29", before.clone()).program, Program::BasicHealth);
    assert_eq!(on("2026-07-30", before).program, Program::Ma);
}

#[test]
fn a_former_afghan_or_ukrainian_parolee_does_not_wait_with_the_green_card() {
    let adjusted = |parole: Value, since: &str| {
        let earlier = json!({"status": "parolee_over_one_year", "since": since, "parole": parole});
        on("2026-11-15", resident("2025-03-01", json!({"earlier": [earlier]}))).program
    };
    assert_eq!(adjusted(json!("ukrainian"), "2023-03-01"), Program::Ma);
    assert_eq!(adjusted(json!(null), "2023-03-01"), Program::Ma);
    assert_eq!(adjusted(json!("other"), "2023-03-01"), Program::BasicHealth);
    assert_eq!(adjusted(json!(null), "2024-10-01"), Program::BasicHealth);
}

#[test]
fn since_when_is_asked_only_where_the_answer_changes_something() {
    let undated = |dollars: i64| {
        with("2026-11-15", json!({"immigration": {"status": "lawful_permanent_resident"}}), dollars)
    };
    // The limit of Medical Assistance for one is 22,024.80 a year.
    let within = undated(22_024);
    assert_eq!((within.program, within.missing.len()), (Program::Refer, 1));
    assert_eq!(
        (within.missing[0].fact, within.missing[0].about.as_str()),
        (MissingFact::ImmigrationSince, "p1")
    );
    assert_eq!((within.reasons[0].rule, within.reasons[0].outcome), (Rule::MaFiveYearBar, Outcome::Unknown));
    // At least MinnesotaCare it is, so no credit.
    assert!(within.basic_health.eligible && !within.aptc.eligible);
    let over = undated(22_025);
    assert_eq!((over.program, over.missing.len()), (Program::BasicHealth, 0));
    assert_eq!(over.reasons[0].rule, Rule::MaIncome);
    // A child needs no five years.
    let child =
        json!({"date_of_birth": "2010-01-01", "immigration": {"status": "lawful_permanent_resident"}});
    assert_eq!(with("2026-11-15", child, 0).program, Program::Ma);
}

/// A permanent resident of six years with a sponsor.
fn sponsored(sponsor: Value, changes: Value, dollars: i64) -> PersonResult {
    let mut all = json!({"immigration": resident("2020-02-01", json!({"sponsor": sponsor}))});
    all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    with("2026-11-15", all, dollars)
}

#[test]
fn a_sponsor_counts_as_giving_125_percent_of_the_guideline_for_one() {
    // 8 USC 1631; EPM 2.2.3.2.1: 1,662.50 a month, above the limit of 1,835.40 with 173 of one's own; at 120 percent of the year
    // MinnesotaCare, which counts no sponsor.
    let found = sponsored(json!({}), json!({}), 19_152);
    assert_eq!((found.program, found.ma.monthly_income_cents), (Program::BasicHealth, 325_850));
    assert_eq!(found.basic_health.annual_income_cents, 1_915_200);
    assert_eq!(found.reasons[0].facts.number("sponsor_monthly_cents"), 166_250);
    // Without a sponsor nothing is said of one.
    let alone = with("2026-11-15", json!({"immigration": resident("2020-02-01", json!({}))}), 19_152);
    assert!(alone.reasons.iter().all(|reason| reason.facts.get("sponsor_monthly_cents").is_none()));
    // Under the guideline of the year the safety net catches.
    let poor = sponsored(json!({}), json!({}), 15_600);
    assert_eq!((poor.program, poor.reasons[0].rule), (Program::Ma, Rule::MaSafetyNet));
}

#[test]
fn a_sponsor_who_proves_to_give_less_counts_for_that() {
    // 1,596 a month of one's own leave 239.40 to the limit.
    let gives =
        |cents: i64| sponsored(json!({"contributes_monthly_cents": cents}), json!({}), 19_152).program;
    assert_eq!((gives(23_940), gives(23_941)), (Program::Ma, Program::BasicHealth));
    let more = sponsored(json!({"contributes_monthly_cents": 900_000}), json!({}), 19_152);
    assert_eq!(more.ma.monthly_income_cents, 325_850);
}

#[test]
fn no_sponsor_counts_for_the_young_the_pregnant_forty_quarters_or_another_status() {
    // EPM 2.2.3.2.1, exceptions.
    let program = |sponsor: Value, changes: Value| sponsored(sponsor, changes, 19_152).program;
    assert_eq!(program(json!({"forty_quarters": true}), json!({})), Program::Ma);
    assert_eq!(program(json!({}), json!({"date_of_birth": "2005-11-01"})), Program::Ma, "21 this month");
    assert_eq!(program(json!({}), json!({"date_of_birth": "2005-10-31"})), Program::BasicHealth);
    assert_eq!(program(json!({}), json!({"pregnant": true})), Program::Ma);
    assert_eq!(program(json!({}), json!({"pregnancy_ended": "2025-11-01"})), Program::Ma);
    let cuban = json!({"status": "cuban_haitian_entrant", "sponsor": {}});
    assert_eq!(with("2026-11-15", json!({"immigration": cuban}), 19_152).program, Program::Ma);
}

#[test]
fn a_sponsor_whose_income_counts_anyway_counts_once() {
    let couple = |together: bool| {
        let files = |status: &str| json!({"role": "filer", "filing_status": status});
        let immigration = resident("2020-02-01", json!({"sponsor": {"person": "p2"}}));
        let status = if together { "married_joint" } else { "married_separate" };
        let people = vec![
            person("p1", json!({"immigration": immigration, "tax": files(status)})),
            person("p2", json!({"tax": files(status)})),
        ];
        let apart = if together { json!([]) } else { json!([["p1", "p2"]]) };
        let input = household(
            people,
            json!({"application_date": "2026-11-15", "living_apart": apart,
            "relationships": [{"from": "p1", "kind": "spouse", "to": "p2"}], "incomes": [wages("p2", 24_000)]}),
        );
        determined(&input).people["p1"].ma.monthly_income_cents
    };
    assert_eq!((couple(true), couple(false)), (200_000, 166_250));
}
