//! Income of the month and of the year: frequencies, dates, deductions, what does not count.
use crate::common::{determined, household, person, wages};
use serde_json::{Value, json};

/// The month's and the year's income, in cents, of one person in 2026; application on 3 August.
fn figures(incomes: Value, deductions: Value) -> (i64, i64) {
    let household =
        household(vec![person("p1", json!({}))], json!({"incomes": incomes, "deductions": deductions}));
    let result = determined(&household);
    (result.people["p1"].ma.monthly_income_cents, result.tax_households[0].annual_income_cents)
}

fn one(kind: &str, cents: i64, frequency: &str, from: Value, to: Value) -> (i64, i64) {
    let income = json!({"person": "p1", "kind": kind, "amount_cents": cents, "frequency": frequency, "from": from, "to": to});
    figures(json!([income]), json!([]))
}

fn always(kind: &str, cents: i64, frequency: &str) -> (i64, i64) {
    one(kind, cents, frequency, json!(null), json!(null))
}

#[test]
fn each_frequency_has_its_number_in_a_year() {
    assert_eq!(always("wages", 10_000, "weekly"), (43_333, 520_000));
    assert_eq!(always("wages", 10_000, "biweekly"), (21_667, 260_000));
    assert_eq!(always("wages", 10_000, "twice_monthly"), (20_000, 240_000));
    assert_eq!(always("wages", 10_000, "monthly"), (10_000, 120_000));
    assert_eq!(always("wages", 10_000, "yearly"), (833, 10_000));
}

#[test]
fn one_time_money_counts_in_its_month_and_its_year() {
    let on = |day: &str| one("lump_sum", 120_000, "one_time", json!(day), json!(null));
    assert_eq!(on("2026-08-31"), (120_000, 120_000));
    assert_eq!(on("2026-07-31"), (0, 120_000));
    assert_eq!(on("2025-12-31"), (0, 0));
    assert_eq!(on("2027-01-01"), (0, 0));
    assert_eq!(always("lump_sum", 120_000, "one_time"), (0, 120_000));
}

#[test]
fn the_month_is_what_runs_on_the_day_of_application() {
    let month = |from: Value, to: Value| one("wages", 100_000, "monthly", from, to).0;
    assert_eq!(month(json!("2026-08-03"), json!(null)), 100_000);
    assert_eq!(month(json!("2026-08-04"), json!(null)), 0);
    assert_eq!(month(json!(null), json!("2026-08-03")), 100_000);
    assert_eq!(month(json!(null), json!("2026-08-02")), 0);
    assert_eq!(month(json!("2020-01-01"), json!("2026-08-03")), 100_000);
}

#[test]
fn the_year_counts_whole_months_alike_and_parts_by_days() {
    let year = |from: &str, to: &str| one("wages", 100_000, "monthly", json!(from), json!(to)).1;
    assert_eq!(year("2026-01-01", "2026-12-31"), 1_200_000);
    assert_eq!(year("2026-02-01", "2026-02-28"), 100_000);
    assert_eq!(year("2026-02-01", "2026-03-31"), 200_000);
    assert_eq!(year("2025-06-01", "2026-03-31"), 300_000);
    assert_eq!(year("2026-11-01", "2030-03-31"), 200_000);
    // 17 of 31 days.
    assert_eq!(year("2026-03-15", "2026-03-31"), 54_839);
    assert_eq!(year("2026-03-15", "2026-04-15"), 54_839 + 50_000);
    assert_eq!(year("2026-06-30", "2026-06-30"), 3_333);
    assert_eq!(year("2024-01-01", "2025-12-31"), 0);
    assert_eq!(year("2027-01-01", "2027-12-31"), 0);
}

#[test]
fn some_kinds_count_nowhere_and_some_only_for_the_year() {
    for kind in
        ["supplemental_security", "child_support", "veterans_benefits", "workers_compensation", "gift"]
    {
        assert_eq!(always(kind, 10_000, "monthly"), (0, 0), "{kind}");
    }
    for kind in ["scholarship", "tribal"] {
        assert_eq!(always(kind, 10_000, "monthly"), (0, 120_000), "{kind}");
    }
    assert_eq!(always("social_security", 10_000, "monthly"), (10_000, 120_000));
}

#[test]
fn deductions_are_taken_off_and_losses_stop_at_zero() {
    let wages = json!({"person": "p1", "kind": "wages", "amount_cents": 100_000, "frequency": "monthly"});
    let loss =
        json!({"person": "p1", "kind": "self_employment", "amount_cents": -150_000, "frequency": "monthly"});
    let interest = json!({"person": "p1", "kind": "student_loan_interest", "amount_cents": 10_000, "frequency": "monthly",
        "from": "2026-07-01"});
    assert_eq!(figures(json!([wages]), json!([interest])), (90_000, 1_200_000 - 60_000));
    assert_eq!(figures(json!([wages, loss]), json!([])), (0, 0));
}

#[test]
fn a_projection_replaces_the_year_and_not_the_month() {
    let wages = json!([{"person": "p1", "kind": "wages", "amount_cents": 100_000, "frequency": "monthly"}]);
    let changes = json!({"incomes": wages, "projected_annual_income_cents": {"p1": 5_000_000}});
    let result = determined(&household(vec![person("p1", json!({}))], changes));
    assert_eq!(result.people["p1"].ma.monthly_income_cents, 100_000);
    assert_eq!(result.tax_households[0].annual_income_cents, 5_000_000);
    assert_eq!(result.people["p1"].basic_health.annual_income_cents, 5_000_000);
}

#[test]
fn a_deduction_of_another_kind_or_person_carries_none_on() {
    let paid = |person: &str, kind: &str, from: &str, to: Option<&str>| json!({"person": person, "kind": kind, "amount_cents": 120_000, "frequency": "monthly", "from": from, "to": to});
    let month = |others: Vec<Value>| {
        let mut deductions = vec![paid("p1", "alimony_paid", "2026-11-01", Some("2026-11-30"))];
        deductions.extend(others);
        let value = household(
            vec![person("p1", json!({})), person("p2", json!({}))],
            json!({"incomes": [wages("p1", 40_000)], "deductions": deductions}),
        );
        determined(&value).people["p1"].ma.monthly_income_cents
    };
    // A month of 1,200 by itself comes and goes: a twelfth of it counts in each month.
    let a_twelfth = 333_333 - 10_000;
    assert_eq!(month(Vec::new()), a_twelfth);
    let after = |who: &str, kind: &str| month(vec![paid(who, kind, "2026-12-01", None)]);
    assert_eq!(after("p1", "student_loan_interest"), a_twelfth);
    assert_eq!(after("p2", "alimony_paid"), a_twelfth);
    // Control: the same goes on, so that it is no season, and nothing of it is paid in August.
    assert_eq!(after("p1", "alimony_paid"), 333_333);
}
