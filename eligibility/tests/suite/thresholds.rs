//! What would change a result: the next income up and down at which it does.
use crate::common::{household, parsed, person, wages};
use eligibility::{CostSharing, IncomeThresholds, Program, RulePack, Threshold, income_thresholds};
use serde_json::{Value, json};

fn thresholds(household: &Value, person: &str) -> IncomeThresholds {
    income_thresholds(RulePack::minnesota(), &parsed(household), person).unwrap()
}

fn point(threshold: Option<Threshold>) -> (i64, Program, CostSharing) {
    let threshold = threshold.unwrap();
    (threshold.change_dollars_a_month, threshold.program, threshold.csr)
}

/// One adult in August 2026: Medical Assistance to 1,835.40 a month, MinnesotaCare to 31,300 a year, credit to 62,600.
fn one_adult(dollars: i64) -> Value {
    household(vec![person("p1", json!({}))], json!({"incomes": [wages("p1", dollars)]}))
}

#[test]
fn from_medical_assistance_more_income_leads_to_the_basic_health_program() {
    let found = thresholds(&one_adult(12_000), "p1");
    // 1,000 + 836 = 1,836 is over 1,835.40.
    assert_eq!(point(found.up), (836, Program::BasicHealth, CostSharing::None));
    assert_eq!(found.down, None);
}

#[test]
fn from_the_basic_health_program_both_ways_are_open() {
    let found = thresholds(&one_adult(24_000), "p1");
    // 31,300 / 12 = 2,608.33; 2,000 + 609 is over.
    assert_eq!(point(found.up), (609, Program::Aptc, CostSharing::Silver73));
    // 2,000 - 165 = 1,835 is within 1,835.40.
    assert_eq!(point(found.down), (-165, Program::Ma, CostSharing::None));
}

#[test]
fn a_step_of_cost_sharing_is_a_change_too() {
    let found = thresholds(&one_adult(36_000), "p1");
    // 250 percent is 39,125 a year, 3,260.42 a month.
    assert_eq!(point(found.up), (261, Program::Aptc, CostSharing::None));
    assert_eq!(point(found.down), (-392, Program::BasicHealth, CostSharing::None));
}

#[test]
fn over_every_limit_only_less_income_changes_anything() {
    let found = thresholds(&one_adult(90_000), "p1");
    assert_eq!(found.up, None);
    // 62,600 a year is 5,216.67 a month; 7,500 - 2,284 = 5,216.
    assert_eq!(point(found.down), (-2_284, Program::Aptc, CostSharing::None));
}

#[test]
fn for_a_child_the_claimers_income_changes() {
    let child = person(
        "p2",
        json!({"date_of_birth": "2018-01-01", "tax": {"role": "dependent", "claimed_by": "p1"}}),
    );
    let family = household(
        vec![person("p1", json!({})), child],
        json!({"relationships": [{"from": "p1", "kind": "parent", "to": "p2"}], "incomes": [wages("p1", 60_000)]}),
    );
    // 280 percent of 21,640 is 60,592 a year, 5,049.33 a month.
    assert_eq!(point(thresholds(&family, "p2").up), (50, Program::Aptc, CostSharing::None));
}

#[test]
fn a_projection_changes_along_with_the_month() {
    let mut household = one_adult(24_000);
    household["projected_annual_income_cents"] = json!({"p1": 2_400_000});
    assert_eq!(point(thresholds(&household, "p1").up), (609, Program::Aptc, CostSharing::Silver73));
}

/// Temporary protected status: never Medical Assistance, so the year alone decides.
fn by_the_year(monthly_cents: i64, projected_cents: Option<i64>, coverage: &Value) -> Option<(i64, Program)> {
    let tps = person("p1", json!({"immigration": {"status": "tps"}, "coverage": coverage}));
    let income =
        json!({"person": "p1", "kind": "wages", "amount_cents": monthly_cents, "frequency": "monthly"});
    let mut household = household(vec![tps], json!({"incomes": [income]}));
    if let Some(projected) = projected_cents {
        household["projected_annual_income_cents"] = json!({"p1": projected});
    }
    thresholds(&household, "p1").down.map(|found| (found.change_dollars_a_month, found.program))
}

#[test]
fn less_of_the_years_income_is_tried_also_where_the_month_has_less_or_nothing() {
    // 31,300 a year is the limit of MinnesotaCare: so many times 12 dollars over it, and a cent more.
    let found = |month, over: i64| by_the_year(month, Some(3_130_000 + over), &json!([]));
    let basic_health = |change| Some((change, Program::BasicHealth));
    assert_eq!((found(0, 1_200), found(0, 1_201)), (basic_health(-1), basic_health(-2)));
    assert_eq!((found(100, 2_400), found(100, 2_401)), (basic_health(-2), basic_health(-3)));
    assert_eq!((found(1_000, 120_000), found(100_000, 120_000)), (basic_health(-100), basic_health(-100)));
}

#[test]
fn less_of_the_months_income_is_tried_also_where_the_year_has_less() {
    let mut household = one_adult(36_000);
    household["projected_annual_income_cents"] = json!({"p1": 120_000});
    // Without the safety net for little income in the year, the month alone decides: 3,000 less 1,165 is within 1,835.40.
    let pack = include_str!("../../packs/minnesota.toml").replacen("safety_net_below = 100\n", "", 1);
    let pack = RulePack::from_toml(&pack).unwrap();
    let found = income_thresholds(&pack, &parsed(&household), "p1").unwrap().down.unwrap();
    assert_eq!((found.change_dollars_a_month, found.program), (-1_165, Program::Ma));
}

#[test]
fn the_search_goes_down_to_the_last_dollar_and_no_further() {
    // A plan at work for a cent a month is more than 9.96 percent only of nothing: MinnesotaCare without any income.
    let offer = json!([{"kind": "employer_offer", "self_only_monthly_cents": 1, "minimum_value": true}]);
    let basic_health = |change| Some((change, Program::BasicHealth));
    assert_eq!(by_the_year(10_000, None, &offer), basic_health(-100));
    // Half a dollar a month is 6 dollars a year, of which a cent a month is less.
    assert_eq!(by_the_year(10_050, None, &offer), basic_health(-101));
    assert_eq!(by_the_year(0, Some(120_600), &offer), basic_health(-101));
    // Enrolled, no income helps.
    let enrolled = json!([{"kind": "employer_enrolled"}]);
    assert_eq!(by_the_year(10_050, None, &enrolled), None);
}

fn born(id: &str, date: &str, tax: &Value) -> Value {
    person(id, json!({"date_of_birth": date, "tax": tax}))
}

fn tie(from: &str, kind: &str, to: &str) -> Value {
    json!({"from": from, "kind": kind, "to": to})
}

/// The change in dollars down and what the person gets then.
fn down(household: &Value, person: &str) -> Option<(i64, Program)> {
    thresholds(household, person).down.map(|found| (found.change_dollars_a_month, found.program))
}

#[test]
fn for_the_child_of_parents_apart_the_income_at_home_changes() {
    let family = household(
        vec![
            person("p1", json!({})),
            born("p2", "2018-01-01", &json!({"role": "dependent", "claimed_by": "outside_parent"})),
        ],
        json!({"relationships": [tie("p1", "parent", "p2")], "incomes": [wages("p1", 72_000)]}),
    );
    // 280 percent of 21,640 is 5,049.33 a month.
    assert_eq!(down(&family, "p2"), Some((-951, Program::Ma)));
}

#[test]
fn for_a_baby_whom_the_grandmother_claims_the_mothers_income_changes() {
    let claimed = json!({"role": "dependent", "claimed_by": "p1"});
    let family = household(
        vec![
            born("p1", "1966-01-01", &json!({"role": "filer", "filing_status": "single"})),
            person("p2", json!({"date_of_birth": "1998-01-01"})),
            born("p3", "2026-01-01", &claimed),
        ],
        json!({"relationships": [tie("p1", "parent", "p2"), tie("p2", "parent", "p3"), tie("p1", "grandparent", "p3")],
            "incomes": [wages("p1", 90_000), wages("p2", 54_000)]}),
    );
    // The baby's household is mother and child, by the rules for people who do not file: 288 percent of 21,640 is 5,193.60.
    let found = thresholds(&family, "p3");
    assert_eq!(found.down, None);
    let up = found.up.unwrap();
    assert_eq!((up.change_dollars_a_month, up.monthly_income_cents), (694, 519_400));
    assert_ne!(up.program, Program::Ma);
}

#[test]
fn of_a_couple_the_one_who_earns_more_changes_for_whoever_earns_nothing() {
    let joint = json!({"role": "filer", "filing_status": "married_joint"});
    let claimed = json!({"role": "dependent", "claimed_by": "p1"});
    let family = |first: i64, second: i64| {
        household(
            vec![
                born("p1", "1986-01-01", &joint),
                born("p2", "1986-01-01", &joint),
                born("p3", "2018-01-01", &claimed),
            ],
            json!({"relationships": [tie("p1", "spouse", "p2"), tie("p1", "parent", "p3"), tie("p2", "parent", "p3")],
                "incomes": [wages("p1", first), wages("p2", second)]}),
        )
    };
    // 280 percent of 27,320 is 6,374.67 a month; 84,000 a year is 7,000.
    for (first, second) in [(84_000, 0), (0, 84_000), (42_000, 42_000), (12_000, 72_000)] {
        for id in ["p3", "p2", "p1"] {
            let found = thresholds(&family(first, second), id).down.unwrap();
            assert_eq!(700_000 + found.change_dollars_a_month * 100, found.monthly_income_cents, "{id}");
        }
        assert_eq!(down(&family(first, second), "p3"), Some((-626, Program::Ma)));
    }
}

#[test]
fn of_unmarried_parents_the_one_who_earns_more_changes_the_first_of_two_alike() {
    let claimed = json!({"role": "dependent", "claimed_by": "p1"});
    // Both count for the child's Medical Assistance, p1 alone on the return, so that what follows tells whose income moved.
    let family = |first: i64, second: i64| {
        household(
            vec![person("p1", json!({})), person("p2", json!({})), born("p3", "2018-01-01", &claimed)],
            json!({"relationships": [tie("p1", "parent", "p3"), tie("p2", "parent", "p3")],
                "incomes": [wages("p1", first), wages("p2", second)]}),
        )
    };
    // 280 percent of 27,320 is 6,374.67 a month, 375 more than 6,000.
    let up = |first, second| point(thresholds(&family(first, second), "p3").up);
    assert_eq!(up(24_000, 48_000), (375, Program::BasicHealth, CostSharing::None));
    assert_eq!(up(48_000, 24_000), (375, Program::Aptc, CostSharing::Silver73));
    // 42,300 a year is the limit of MinnesotaCare for the two on the return: 100 less a year, 9 a month.
    assert_eq!(down(&family(42_400, 42_400), "p3"), Some((-9, Program::BasicHealth)));
    assert_eq!(down(&family(42_400, 42_401), "p3"), Some((-693, Program::Ma)));
}

#[test]
fn a_projection_of_the_one_whose_income_changes_moves_and_others_stay() {
    let joint = json!({"role": "filer", "filing_status": "married_joint"});
    // Two people, 42,300 a year is the limit of MinnesotaCare; only one of them has the projection.
    let couple = |projected: &str, other: &str| {
        household(
            vec![born("p1", "1986-01-01", &joint), born("p2", "1986-01-01", &joint)],
            json!({"relationships": [tie("p1", "spouse", "p2")],
                "incomes": [wages(projected, 48_000), wages(other, 1_200)],
                "projected_annual_income_cents": {projected: 4_800_000}}),
        )
    };
    for (projected, other) in [("p1", "p2"), ("p2", "p1")] {
        let mut household = couple(projected, other);
        // 49,200 - 42,300 = 6,900 a year, 575 a month.
        assert_eq!(down(&household, projected), Some((-575, Program::BasicHealth)));
        assert_eq!(down(&household, other), Some((-575, Program::BasicHealth)));
        // Without own income, the spouse's is changed, projection and all.
        household["incomes"] = json!([wages(projected, 48_000)]);
        assert_eq!(down(&household, other), Some((-475, Program::BasicHealth)));
    }
}

#[test]
fn a_grown_child_who_is_claimed_and_need_not_file_looks_to_the_parents_income() {
    let claimed = json!({"role": "dependent", "claimed_by": "p1"});
    let family = |own: i64| {
        household(
            vec![person("p1", json!({})), born("p2", "2005-01-01", &claimed)],
            json!({"relationships": [tie("p1", "parent", "p2")], "incomes": [wages("p1", 36_000), wages("p2", own)]}),
        )
    };
    // Medical Assistance for a household of two: 138 percent of 21,640 is 2,488.60 a month.
    assert_eq!(down(&family(3_000), "p2"), Some((-512, Program::Ma)));
    // With 18,000 the child must file and counts: 250 percent of 21,150 is 52,875 a year of 54,000.
    assert_eq!(down(&family(18_000), "p2"), Some((-94, Program::Aptc)));
}

#[test]
fn of_a_grown_child_with_income_the_own_changes_though_the_parent_has_more() {
    let claimed = json!({"role": "dependent", "claimed_by": "p1"});
    let interest =
        json!({"person": "p2", "kind": "interest", "amount_cents": 150_000, "frequency": "yearly"});
    let family = household(
        vec![person("p1", json!({})), born("p2", "2005-01-01", &claimed)],
        json!({"relationships": [tie("p1", "parent", "p2")], "incomes": [wages("p1", 52_000), interest]}),
    );
    // 13 less a month and the child need not file, so that none of the 1,500 counts: 52,000 is within 250 percent, 52,875.
    assert_eq!(down(&family, "p2").map(|found| found.0), Some(-13));
}

#[test]
fn nobodys_income_is_known_of_a_child_alone_whom_a_parent_elsewhere_claims_so_none_changes_anything() {
    let child = born("p1", "2018-01-01", &json!({"role": "dependent", "claimed_by": "outside_parent"}));
    let found = thresholds(&household(vec![child], json!({})), "p1");
    assert_eq!((found.down, found.up), (None, None));
}

#[test]
fn an_unknown_person_is_named() {
    let error = income_thresholds(RulePack::minnesota(), &parsed(&one_adult(0)), "p9").unwrap_err();
    assert_eq!(error.to_string(), "person: there is no person \"p9\"");
}
