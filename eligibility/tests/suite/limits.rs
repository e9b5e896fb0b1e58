//! Every limit, one cent to each side: Medical Assistance, the basic health program, the credit, cost sharing,
//! affordability, ages and dates. A comparison that is off by one cent, one day or one year fails here.
use crate::common::{determined, household, parsed, person};
use eligibility::{CostSharing, PersonResult, Program, Rule, RulePack, TaxHouseholdResult, determine};
use serde_json::{Value, json};

/// One person with so many cents of income each month, in August 2026.
fn alone(monthly_cents: i64, changes: Value) -> Value {
    household(vec![person("p1", changes)], json!({"incomes": [monthly("p1", monthly_cents)]}))
}

fn monthly(person: &str, cents: i64) -> Value {
    json!({"person": person, "kind": "wages", "amount_cents": cents, "frequency": "monthly"})
}

fn yearly(person: &str, cents: i64) -> Value {
    json!({"person": person, "kind": "wages", "amount_cents": cents, "frequency": "yearly"})
}

fn result(household: &Value) -> PersonResult {
    determined(household).people["p1"].clone()
}

fn credit(household: &Value) -> TaxHouseholdResult {
    determined(household).tax_households[0].clone()
}

/// One adult with so many cents a year.
fn a_year(cents: i64, changes: Value) -> Value {
    household(vec![person("p1", changes)], json!({"incomes": [yearly("p1", cents)]}))
}

fn codes(result: &PersonResult) -> Vec<&str> {
    result.reasons.iter().map(|reason| reason.rule.code()).collect()
}

/// The last month's income within the group, and its neighbour a cent higher, which is not.
fn limit_is(cents: i64, basis: &str, changes: &Value) {
    let within = result(&alone(cents, changes.clone()));
    assert_eq!((within.program, within.ma.basis.as_deref()), (Program::Ma, Some(basis)), "{cents} {basis}");
    assert_eq!(within.ma.limit_cents, Some(cents));
    let over = result(&alone(cents + 1, changes.clone()));
    assert!(!over.ma.eligible, "{} {basis}", cents + 1);
    assert_eq!(over.reasons[0].rule, Rule::MaIncome);
}

#[test]
fn medical_assistance_ends_at_the_cent_for_each_group() {
    // The guideline of 2026: 15,960 for one, 21,640 for two.
    limit_is(183_540, "adult", &json!({}));
    limit_is(183_540, "child_19_20", &json!({"date_of_birth": "2006-01-01"}));
    limit_is(372_400, "child", &json!({"date_of_birth": "2015-01-01"}));
    limit_is(383_040, "infant", &json!({"date_of_birth": "2025-01-01"}));
    // 283 percent of 21,640 is 61,241.20 a year, 5,103.43 a month.
    limit_is(510_343, "pregnant", &json!({"pregnant": true}));
}

#[test]
fn the_disregard_is_five_points_and_only_on_the_highest_standard() {
    let parent_limit = 248_860;
    let child = json!({"date_of_birth": "2015-01-01", "tax": {"role": "dependent", "claimed_by": "p1"}});
    let family = |cents: i64| {
        household(
            vec![person("p1", json!({})), person("p2", child.clone())],
            json!({"relationships": [{"from": "p1", "kind": "parent", "to": "p2"}], "incomes": [monthly("p1", cents)]}),
        )
    };
    for (cents, program) in [(parent_limit, Program::Ma), (parent_limit + 1, Program::BasicHealth)] {
        let result = determined(&family(cents));
        assert_eq!(result.people["p1"].program, program);
        assert_eq!(result.people["p1"].ma.basis.as_deref(), Some("parent"));
        assert_eq!(result.people["p1"].ma.limit_cents, Some(parent_limit));
        assert_eq!(result.people["p2"].program, Program::Ma);
    }
}

#[test]
fn an_uninsured_infant_over_275_percent_is_paid_from_childrens_insurance() {
    // 275 percent: 3,657.50 a month.
    let funding = |cents: i64, coverage: Value| {
        let result = result(&alone(cents, json!({"date_of_birth": "2025-01-01", "coverage": coverage})));
        assert_eq!(result.program, Program::Ma);
        serde_json::to_value(result.ma.funding).unwrap()
    };
    assert_eq!(funding(365_750, json!([])), "medicaid");
    assert_eq!(funding(365_751, json!([])), "chip");
    assert_eq!(funding(365_751, json!([{"kind": "employer_enrolled"}])), "medicaid");
}

#[test]
fn the_guideline_changes_on_the_first_of_july() {
    let limit = |date: &str| {
        let mut household = alone(0, json!({}));
        household["application_date"] = json!(date);
        result(&household).ma.limit_cents
    };
    // 138 percent of 15,650 and of 15,960.
    assert_eq!(limit("2026-06-30"), Some(179_975));
    assert_eq!(limit("2026-07-01"), Some(183_540));
    assert_eq!(limit("2027-06-30"), Some(183_540));
}

#[test]
fn ages_end_where_the_manual_says() {
    let basis = |birth: &str| {
        result(&alone(0, json!({"date_of_birth": birth}))).ma.basis.as_deref().unwrap().to_owned()
    };
    // Application on 3 August 2026. Second birthday in July: over; in August: to the end of the month.
    assert_eq!(basis("2024-07-31"), "child");
    assert_eq!(basis("2024-08-01"), "infant");
    assert_eq!(basis("2007-07-31"), "child_19_20");
    assert_eq!(basis("2007-08-01"), "child");
    assert_eq!(basis("2005-07-31"), "adult");
    assert_eq!(basis("2005-08-31"), "child_19_20");
    // To the end of the month before the 65th birthday.
    assert_eq!(basis("1961-09-01"), "adult");
    assert_eq!(result(&alone(0, json!({"date_of_birth": "1961-08-31"}))).ma.basis, None);
    assert_eq!(result(&alone(0, json!({"date_of_birth": "1961-08-31"}))).program, Program::Refer);
}

#[test]
fn a_pregnancy_lasts_to_the_end_of_the_twelfth_month_after() {
    let program = |ended: &str| result(&alone(300_000, json!({"pregnancy_ended": ended}))).program;
    assert_eq!(program("2025-08-01"), Program::Ma);
    assert_eq!(program("2025-07-31"), Program::Aptc);
}

#[test]
fn before_july_2022_the_time_after_a_pregnancy_was_60_days_and_the_rest_of_their_month() {
    let basis = |date: &str, ended: &str| {
        let mut household = alone(250_000, json!({"pregnancy_ended": ended}));
        household["application_date"] = json!(date);
        household["coverage_year"] = json!(2022);
        result(&household).ma.basis.as_deref().unwrap().to_owned()
    };
    // The 60th day is 1 March.
    assert_eq!(basis("2022-03-31", "2021-12-31"), "pregnant");
    assert_eq!(basis("2022-04-01", "2021-12-31"), "adult");
    // The 60th day is 28 February.
    assert_eq!(basis("2022-02-28", "2021-12-30"), "pregnant");
    assert_eq!(basis("2022-03-01", "2021-12-30"), "adult");
    assert_eq!(basis("2022-06-30", "2022-04-02"), "pregnant");
    assert_eq!(basis("2022-06-30", "2022-04-01"), "adult", "the 60th day is 31 May");
    assert_eq!(basis("2022-06-30", "2022-06-30"), "pregnant");
    assert_eq!(basis("2022-07-01", "2022-03-31"), "pregnant");
}

#[test]
fn a_group_holds_from_its_day_up_to_its_last() {
    let text = include_str!("../../packs/minnesota.toml").replacen(
        "code = \"adult\"",
        "code = \"adult\"\nfrom = 2026-08-01\nuntil = 2026-09-01",
        1,
    );
    let pack = RulePack::from_toml(&text).unwrap();
    let basis = |date: &str| {
        let mut household = alone(0, json!({}));
        household["application_date"] = json!(date);
        determine(&pack, &parsed(&household)).unwrap().people["p1"].ma.basis.is_some()
    };
    let days = ["2026-07-31", "2026-08-01", "2026-08-31", "2026-09-01"].map(basis);
    assert_eq!(days, [false, true, true, false]);
}

#[test]
fn former_foster_care_has_no_income_test_to_the_end_of_the_month_of_the_26th_birthday() {
    let former =
        |birth: &str| result(&alone(900_000, json!({"date_of_birth": birth, "former_foster_care": true})));
    let young = former("2000-08-01");
    assert_eq!((young.program, young.ma.limit_cents), (Program::Ma, None));
    assert_eq!(codes(&young)[0], "ma.no_income_test");
    assert_eq!(former("2000-07-31").program, Program::Qhp);
}

#[test]
fn the_safety_net_holds_below_the_guideline_of_the_year() {
    // Over the monthly limit now; the year's income is handed in. The guideline of 2025 for one is 15,650.
    let program = |annual: i64| {
        let mut household = alone(300_000, json!({}));
        household["projected_annual_income_cents"] = json!({"p1": annual});
        let result = result(&household);
        (result.program, codes(&result)[0].to_owned())
    };
    assert_eq!(program(1_564_999), (Program::Ma, "ma.safety_net".to_owned()));
    assert_eq!(program(1_565_000), (Program::BasicHealth, "ma.income".to_owned()));
}

#[test]
fn the_basic_health_program_ends_at_exactly_200_percent() {
    let within = result(&a_year(3_130_000, json!({})));
    assert_eq!((within.program, within.basic_health.limit_cents), (Program::BasicHealth, Some(3_130_000)));
    assert!(!within.aptc.eligible);
    let over = result(&a_year(3_130_001, json!({})));
    assert_eq!((over.program, over.csr), (Program::Aptc, CostSharing::Silver73));
}

#[test]
fn the_credit_ends_at_exactly_400_percent_from_2026_on() {
    assert_eq!(result(&a_year(6_260_000, json!({}))).program, Program::Aptc);
    assert_eq!(credit(&a_year(6_260_000, json!({}))).percent, 400);
    assert_eq!(credit(&a_year(6_260_000, json!({}))).applicable_percent.unwrap().to_string(), "9.96");
    let over = a_year(6_260_001, json!({}));
    assert_eq!(result(&over).program, Program::Qhp);
    assert!(codes(&result(&over)).contains(&"aptc.income_ceiling"));
    assert_eq!((credit(&over).applicable_percent, credit(&over).aptc_max_monthly_cents), (None, Some(0)));
    // In 2025 there was no upper limit.
    let mut before = a_year(20_000_000, json!({}));
    before["application_date"] = json!("2025-02-01");
    before["coverage_year"] = json!(2025);
    assert_eq!(result(&before).program, Program::Aptc);
    assert_eq!(credit(&before).applicable_percent.unwrap().to_string(), "8.5");
}

#[test]
fn the_credit_begins_at_the_guideline_but_for_lawfully_present_people_before_2026() {
    // A place without a basic health program shows it: temporary protected status is kept out of Medicaid.
    let pack = RulePack::from_toml(include_str!("../packs/district_of_columbia.toml")).unwrap();
    let program = |cents: i64, year: i16| {
        let mut household = a_year(cents, json!({"immigration": {"status": "tps"}}));
        household["application_date"] = json!(format!("{year}-02-01"));
        household["coverage_year"] = json!(year);
        let result = determine(&pack, &parsed(&household)).unwrap().people["p1"].clone();
        (result.program, result.reasons.last().unwrap().rule)
    };
    assert_eq!(program(1_000_000, 2025).0, Program::Aptc);
    assert_eq!(program(1_565_000, 2026).0, Program::Aptc);
    assert_eq!(program(1_564_999, 2026), (Program::Qhp, Rule::AptcIncomeFloor));
}

#[test]
fn cost_sharing_steps_at_250_percent_and_for_tribes_at_300() {
    let level =
        |cents: i64, tribe: bool| result(&a_year(cents, json!({"american_indian_alaska_native": tribe}))).csr;
    // The guideline of 2025: 15,650; 250 percent is 39,125, 300 percent 46,950.
    assert_eq!(level(3_912_500, false), CostSharing::Silver73);
    assert_eq!(level(3_912_501, false), CostSharing::None);
    assert_eq!(level(4_695_000, true), CostSharing::Zero);
    assert_eq!(level(4_695_001, true), CostSharing::Limited);
    assert_eq!(level(9_000_000, true), CostSharing::Limited);
}

#[test]
fn the_amount_follows_the_whole_percent_and_the_rounded_figure() {
    // 46,949 is 299.99 percent: cut to 299, 8.44 + 49/50 of 1.52 = 9.9296, rounded 9.93.
    let found = credit(&a_year(4_694_900, json!({})));
    assert_eq!((found.percent, found.applicable_percent.unwrap().to_string().as_str()), (299, "9.93"));
    // 46,949 x 0.0993 / 12 = 388.503 cents rounded half up: 388.50.
    assert_eq!(found.contribution_monthly_cents, Some(38_850));
    // 308.00 for a child, 1.278 / 0.890 of it at 40: 442.27.
    assert_eq!(found.slcsp_monthly_cents, Some(44_227));
    assert_eq!(found.aptc_max_monthly_cents, Some(5_377));
}

#[test]
fn half_a_ten_thousandth_rounds_up() {
    // 2026, 225 percent: 6.60 + 25/50 of 1.84 = 7.52 exactly; 226: 7.5568 -> 7.56; 210 of 2027: 6.78 + 0.376 = 7.156.
    let figure = |percent: i64| {
        let cents = 1_565_000 * percent / 100;
        credit(&a_year(cents, json!({"coverage": []}))).applicable_percent.unwrap().to_string()
    };
    assert_eq!(
        (figure(225), figure(226), figure(201)),
        ("7.52".to_owned(), "7.56".to_owned(), "6.64".to_owned())
    );
    // 2021 to 2025: 6.0 + 2.5 x 1/100 a point: 301 percent is 6.025, which rounds to 6.03.
    let mut before = a_year(1_506_000 * 301 / 100 + 1, json!({}));
    before["application_date"] = json!("2025-02-01");
    before["coverage_year"] = json!(2025);
    assert_eq!(credit(&before).applicable_percent.unwrap().to_string(), "6.03");
}

#[test]
fn an_offer_is_affordable_at_exactly_the_share() {
    // 9.96 percent of 40,000 is 3,984 a year, 332 a month.
    let with = |premium: i64, value: bool| {
        let offer =
            json!([{"kind": "employer_offer", "self_only_monthly_cents": premium, "minimum_value": value}]);
        result(&a_year(4_000_000, json!({"coverage": offer}))).program
    };
    assert_eq!(with(33_200, true), Program::Qhp);
    assert_eq!(with(33_201, true), Program::Aptc);
    assert_eq!(with(33_200, false), Program::Aptc);
}

#[test]
fn the_family_is_tested_by_the_family_premium() {
    // 9.96 percent of 60,000 is 498 a month.
    let family = |premium: Value| {
        let offer = json!([{"kind": "employer_offer", "self_only_monthly_cents": 10_000,
            "family_monthly_cents": premium, "minimum_value": true}]);
        let joint = json!({"role": "filer", "filing_status": "married_joint"});
        let couple =
            vec![person("p1", json!({"tax": joint, "coverage": offer})), person("p2", json!({"tax": joint}))];
        let spouses = json!([{"from": "p1", "kind": "spouse", "to": "p2"}]);
        let household =
            household(couple, json!({"relationships": spouses, "incomes": [yearly("p1", 6_000_000)]}));
        let result = determined(&household);
        (result.people["p1"].program, result.people["p2"].program)
    };
    assert_eq!(family(json!(49_800)), (Program::Qhp, Program::Qhp));
    assert_eq!(family(json!(49_801)), (Program::Qhp, Program::Aptc));
    assert_eq!(family(json!(null)), (Program::Qhp, Program::Aptc));
}

#[test]
fn the_dated_lists_change_on_their_day() {
    let program = |status: &str, since: Option<&str>, date: &str, year: i64, cents: i64| {
        let mut household = a_year(cents, json!({"immigration": {"status": status, "since": since}}));
        household["application_date"] = json!(date);
        household["coverage_year"] = json!(year);
        result(&household).program
    };
    let (low, high) = (1_000_000, 4_000_000);
    assert_eq!(program("refugee", None, "2026-09-30", 2026, low), Program::Ma);
    assert_eq!(program("refugee", None, "2026-10-01", 2026, low), Program::BasicHealth);
    assert_eq!(program("cofa", None, "2026-10-01", 2026, low), Program::Ma);
    assert_eq!(program("cofa", None, "2020-12-31", 2021, low), Program::Ma);
    let green = "lawful_permanent_resident";
    assert_eq!(program(green, Some("2021-11-03"), "2026-11-03", 2026, low), Program::Ma);
    assert_eq!(program(green, Some("2021-11-04"), "2026-11-03", 2026, low), Program::BasicHealth);
    assert_eq!(program(green, None, "2026-11-03", 2026, low), Program::Refer, "since when?");
    assert_eq!(program("undocumented", None, "2025-06-14", 2025, low), Program::BasicHealth);
    assert_eq!(program("undocumented", None, "2025-06-15", 2025, low), Program::None);
    assert_eq!(program("daca", None, "2025-08-24", 2025, high), Program::Aptc);
    assert_eq!(program("daca", None, "2025-08-25", 2025, high), Program::None);
    assert_eq!(program("daca", None, "2026-11-03", 2027, low), Program::BasicHealth);
    // The credit's narrower list is of the coverage year, whatever the day of application.
    assert_eq!(program("refugee", None, "2026-11-03", 2026, high), Program::Aptc);
    assert_eq!(program("refugee", None, "2026-11-03", 2027, high), Program::Qhp);
    assert_eq!(program(green, None, "2026-11-03", 2027, high), Program::Aptc);
}

#[test]
fn children_and_pregnant_people_need_only_be_lawfully_present() {
    let program = |changes: Value| result(&alone(100_000, changes)).program;
    assert_eq!(
        program(json!({"date_of_birth": "2006-01-01", "immigration": {"status": "tps"}})),
        Program::Ma
    );
    assert_eq!(program(json!({"pregnant": true, "immigration": {"status": "tps"}})), Program::Ma);
    assert_eq!(program(json!({"immigration": {"status": "tps"}})), Program::BasicHealth);
    // Undocumented: to the month of the 18th birthday MinnesotaCare, then nothing, pregnant for the unborn child.
    let undocumented = json!({"status": "undocumented"});
    assert_eq!(
        program(json!({"date_of_birth": "2008-09-01", "immigration": undocumented})),
        Program::BasicHealth
    );
    assert_eq!(program(json!({"date_of_birth": "2008-08-31", "immigration": undocumented})), Program::None);
    let pregnant = result(&alone(100_000, json!({"pregnant": true, "immigration": undocumented})));
    assert_eq!((pregnant.program, pregnant.ma.basis.as_deref()), (Program::Ma, Some("unborn_child")));
}

#[test]
fn medicare_closes_the_adult_group_and_sends_to_the_agency() {
    for medicare in ["part_a", "part_b", "part_a_and_b", "premium_part_a", "eligible_premium_free"] {
        let result = result(&alone(100_000, json!({"medicare": medicare})));
        assert_eq!(result.reasons[0].rule, Rule::MaMedicare, "{medicare}");
        assert!(codes(&result).contains(&"ma.agency"));
    }
    assert_eq!(result(&alone(300_000, json!({"medicare": "part_a"}))).program, Program::Refer);
    // At 65 and over the programs are open only to those who cannot have Part A without a premium.
    let old = |medicare: &str| {
        result(&alone(200_000, json!({"date_of_birth": "1950-01-01", "medicare": medicare}))).program
    };
    assert_eq!((old("none"), old("premium_required")), (Program::Refer, Program::BasicHealth));
}

#[test]
fn the_gross_income_of_a_dependent_has_its_own_threshold() {
    // More than the larger of 1,350 and the wages plus 450, up to 16,100.
    let counts = |wages: i64, interest: i64| {
        let child = json!({"date_of_birth": "2009-01-01", "tax": {"role": "dependent", "claimed_by": "p1"}});
        let income = |kind: &str, cents: i64| json!({"person": "p2", "kind": kind, "amount_cents": cents, "frequency": "yearly"});
        let household = household(
            vec![person("p1", json!({})), person("p2", child)],
            json!({"relationships": [{"from": "p1", "kind": "parent", "to": "p2"}],
                "incomes": [income("wages", wages), income("interest", interest)]}),
        );
        determined(&household).tax_households[0].annual_income_cents > 0
    };
    assert!(!counts(500_000, 45_000));
    assert!(counts(500_000, 45_001));
    assert!(!counts(90_000, 45_000));
    assert!(!counts(50_000, 85_000));
    assert!(counts(50_000, 85_001));
    assert!(!counts(1_600_000, 10_000));
    assert!(counts(1_600_000, 10_001));
}

#[test]
fn a_filing_threshold_decides_whether_a_childs_wages_count() {
    let family = |cents: i64, kind: &str| {
        let child = json!({"date_of_birth": "2009-01-01", "tax": {"role": "dependent", "claimed_by": "p1"}});
        let income = json!({"person": "p2", "kind": kind, "amount_cents": cents, "frequency": "yearly"});
        let household = household(
            vec![person("p1", json!({})), person("p2", child)],
            json!({"relationships": [{"from": "p1", "kind": "parent", "to": "p2"}], "incomes": [income]}),
        );
        let result = determined(&household);
        (result.people["p1"].ma.monthly_income_cents > 0, result.tax_households[0].annual_income_cents)
    };
    assert_eq!(family(1_610_000, "wages"), (false, 0));
    assert_eq!(family(1_610_001, "wages"), (true, 1_610_001));
    assert_eq!(family(135_000, "interest"), (false, 0));
    assert_eq!(family(135_001, "interest"), (true, 135_001));
    assert_eq!(family(43_313, "self_employment"), (false, 0));
    // 433.14 dollars less 30.60, half of the tax on them.
    assert_eq!(family(43_314, "self_employment"), (true, 40_254));
    assert_eq!(family(3_000_000, "social_security"), (false, 0));
    assert_eq!(family(3_000_000, "child_support"), (false, 0));
}
