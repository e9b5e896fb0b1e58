//! The calendar of a pack's yearly figures: which are out on a day and not in the pack.
use eligibility::{MissingFigure, RulePack};
use jiff::civil::{Date, date};

const MINNESOTA: &str = include_str!("../../packs/minnesota.toml");

fn keys(pack: &RulePack, day: Date) -> Vec<String> {
    pack.missing_on(day).unwrap().into_iter().map(|missing| missing.key).collect()
}

#[test]
fn a_pack_with_all_that_is_out_lacks_nothing() {
    assert!(keys(RulePack::minnesota(), date(2026, 5, 30)).is_empty());
    assert!(keys(RulePack::minnesota(), date(2021, 1, 1)).is_empty());
}

#[test]
fn a_figure_is_missing_from_the_day_on_which_it_is_out() {
    let pack = RulePack::minnesota();
    let lacks = |day: Date, key: &str| keys(pack, day).iter().any(|one| one == key);
    for (key, out) in [
        ("tax_law.health_savings.2027", date(2026, 5, 31)),
        ("benchmark.premium_cents.2027", date(2026, 11, 1)),
        ("filing_threshold.2027", date(2026, 11, 15)),
        ("tax_law.student_loan_interest.2027", date(2026, 11, 15)),
        ("tax_law.educator_expenses.2027", date(2026, 11, 15)),
        ("tax_law.retirement_contribution.2027", date(2026, 11, 30)),
        ("poverty_guidelines.2027", date(2027, 1, 31)),
        ("tax_credit.2028", date(2027, 9, 30)),
        ("tax_law.self_employment_tax.2028", date(2027, 10, 31)),
    ] {
        assert!(!lacks(out.yesterday().unwrap(), key), "{key}");
        assert!(lacks(out, key), "{key}");
    }
}

#[test]
fn what_is_missing_says_since_when_who_publishes_it_and_what_is_used_until_then() {
    let missing: Vec<MissingFigure> = RulePack::minnesota().missing_on(date(2026, 11, 29)).unwrap();
    let said = |key: &str| missing.iter().find(|one| one.key == key).unwrap().to_string();
    assert_eq!(
        said("filing_threshold.2027"),
        "filing_threshold.2027: missing, published by 2026-11-15 (IRS, Rev. Proc. of inflation-adjusted items); until it is \
         here, the figures of 2026 are used"
    );
    assert!(said("benchmark.premium_cents.2027").ends_with("until it is here, nothing is computed from it"));
    assert_eq!(missing.len(), 5, "{missing:?}");
}

#[test]
fn a_hole_between_two_years_is_missing_too() {
    let line = "2024 = { limit = 300 }\n";
    assert!(MINNESOTA.contains(line));
    let pack = RulePack::from_toml(&MINNESOTA.replacen(line, "", 1)).unwrap();
    assert_eq!(keys(&pack, date(2026, 1, 1)), ["tax_law.educator_expenses.2024"]);
}

#[test]
fn a_pack_without_a_calendar_cannot_be_checked() {
    let pack = RulePack::from_toml(include_str!("../packs/maine.toml")).unwrap();
    assert_eq!(pack.missing_on(date(2026, 11, 29)), None);
}

/// Key and reason of the refusal of the embedded pack with one text in it replaced.
fn refused(from: &str, to: &str) -> (String, String) {
    assert!(MINNESOTA.contains(from), "the pack has no {from}");
    let error = RulePack::from_toml(&MINNESOTA.replacen(from, to, 1)).expect_err("must be refused");
    (error.key, error.reason)
}

#[test]
fn a_wrong_line_of_the_calendar_is_named() {
    let (key, reason) = refused("\"tax_credit\" = { by", "\"age_curve\" = { by");
    assert_eq!(key, "published.age_curve");
    assert!(
        reason.starts_with("is no table of yearly figures; there are: poverty_guidelines, filing_threshold")
    );
    let by =
        ("published.poverty_guidelines.by".to_owned(), "must be month and day such as \"07-01\"".to_owned());
    assert_eq!(refused("by = \"01-31\"", "by = \"02-30\""), by);
    let years = ("published.poverty_guidelines.years_before".to_owned(), "must be from 0 to 2".to_owned());
    assert_eq!(refused("years_before = 0", "years_before = 3"), years);
    assert_eq!(refused("who = \"HHS, ", "whoever = \"HHS, ").0, "published.poverty_guidelines.whoever");
}

#[test]
fn a_wrong_limit_of_the_tax_law_is_named() {
    assert_eq!(refused("[tax_law.capital_loss]", "[tax_law.capital_gain]").0, "tax_law.capital_gain");
    let dollars = || "must be from 0 to 10000000".to_owned();
    assert_eq!(
        refused("separate = 1500", "separate = -1"),
        ("tax_law.capital_loss.2021.separate".to_owned(), dollars())
    );
    assert_eq!(
        refused("over = 15000, joint_from = 140000", "over = 0, joint_from = 140000"),
        ("tax_law.student_loan_interest.2021.over".to_owned(), "must be from 1 to 10000000".to_owned())
    );
    let together = || "`catch_up` and `catch_up_age` stand together".to_owned();
    assert_eq!(
        refused("{ limit = 6000, catch_up = 1000, catch_up_age = 50 }", "{ limit = 6000, catch_up = 1000 }"),
        ("tax_law.retirement_contribution.2021.catch_up".to_owned(), together())
    );
    assert_eq!(
        refused(
            "{ limit = 7200, catch_up = 1000, catch_up_age = 55 }",
            "{ limit = 7200, catch_up_age = 55 }"
        ),
        ("tax_law.health_savings.2021.catch_up_age".to_owned(), together())
    );
    assert_eq!(
        refused("wage_base = 142800", "wage_base = \"much\""),
        ("tax_law.self_employment_tax.2021.wage_base".to_owned(), "must be a whole number".to_owned())
    );
    assert_eq!(refused("{ limit = 250 }", "{ most = 250 }").0, "tax_law.educator_expenses.2021.most");
}
