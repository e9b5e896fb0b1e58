//! From which income a dependent must file a return, so that it counts: by age, by kind of income, from their own business.
use crate::common::{household, parsed, person};
use eligibility::{RulePack, determine};
use serde_json::{Value, json};

const MINNESOTA: &str = include_str!("../../packs/minnesota.toml");

/// Does a dependent's income of these kinds, in cents a year, count on the return of whoever claims them?
fn files(born: &str, year: i16, incomes: &[(&str, i64)]) -> bool {
    files_under(RulePack::minnesota(), born, year, incomes)
}

fn files_under(pack: &RulePack, born: &str, year: i16, incomes: &[(&str, i64)]) -> bool {
    let claimed = json!({"date_of_birth": born, "tax": {"role": "dependent", "claimed_by": "p1"}});
    let income = |(kind, cents): &(&str, i64)| json!({"person": "kin", "kind": kind, "amount_cents": cents, "frequency": "yearly"});
    let value = household(
        vec![person("p1", json!({})), person("kin", claimed)],
        json!({"application_date": format!("{}-12-01", year - 1), "coverage_year": year,
            "incomes": incomes.iter().map(income).collect::<Vec<Value>>()}),
    );
    determine(pack, &parsed(&value)).unwrap().tax_households[0].annual_income_cents > 0
}

#[test]
fn a_dependent_of_65_files_from_the_limits_raised_by_the_additional_standard_deduction() {
    // IRS Publication 501, table 2, of each year: unearned over the first, earned over the second.
    for (year, unearned, earned) in [
        (2021, 2_800, 14_250),
        (2022, 2_900, 14_700),
        (2023, 3_100, 15_700),
        (2024, 3_250, 16_550),
        (2025, 3_350, 17_750),
        (2026, 3_400, 18_150),
        (2027, 3_400, 18_150),
    ] {
        for (kind, dollars) in [("interest", unearned), ("wages", earned)] {
            assert!(!files("1950-05-05", year, &[(kind, dollars * 100)]), "{year} {kind}");
            assert!(files("1950-05-05", year, &[(kind, dollars * 100 + 1)]), "{year} {kind}");
        }
    }
}

#[test]
fn a_gain_and_a_profit_count_for_filing_and_a_loss_takes_nothing_off() {
    // 26 USC 61(a), 6012: gross income; 1,350 unearned and 16,100 earned in 2026.
    for (kind, limit) in [("capital_gains", 135_000), ("self_employment", 1_610_000)] {
        let born = "2010-05-05";
        let earned = kind == "self_employment";
        // A business of one's own must be told from 400 dollars on; that is another rule.
        assert_eq!(files(born, 2026, &[(kind, limit)]), earned, "{kind}");
        assert!(files(born, 2026, &[(kind, limit + 1)]), "{kind}");
        let other = if earned { "wages" } else { "interest" };
        assert!(files(born, 2026, &[(other, limit + 1), (kind, -limit)]), "{kind}");
    }
}

#[test]
fn earned_and_unearned_together_have_a_raised_limit_from_65_on() {
    // 2021: the larger of 2,800 and the earned income (12,200 at most) with 2,050.
    for (earned, unearned, counted) in [
        (10_000, 2_050, false),
        (10_000, 2_051, true),
        (500, 2_300, false),
        (500, 2_301, true),
        (13_000, 1_250, false),
        (13_000, 1_251, true),
    ] {
        let incomes = [("wages", earned * 100), ("interest", unearned * 100)];
        assert_eq!(files("1950-05-05", 2021, &incomes), counted, "{earned} earned, {unearned} unearned");
    }
}

#[test]
fn who_is_born_before_the_second_of_january_is_65_at_the_end_of_the_64th_year_after() {
    let files = |born: &str, year| files(born, year, &[("interest", 200_000)]);
    assert!(!files("1962-01-01", 2026), "65 at the end of 2026");
    assert!(files("1962-01-02", 2026));
    assert!(!files("1963-01-01", 2027));
    assert!(files("1963-01-02", 2027));
}

#[test]
fn every_rule_pack_says_by_how_much_the_limits_rise() {
    let line = "2026 = { earned = 16100, unearned = 1350, addition = 450, aged_or_blind = 2050,";
    let refused = |to: &str| {
        assert!(MINNESOTA.contains(line));
        let error = RulePack::from_toml(&MINNESOTA.replacen(line, to, 1)).expect_err("must be refused");
        (error.key, error.reason)
    };
    let key = || "filing_threshold.2026.aged_or_blind".to_owned();
    let without = "2026 = { earned = 16100, unearned = 1350, addition = 450,";
    assert_eq!(refused(without), (key(), "this key is needed".to_owned()));
    let negative = line.replace("2050", "-1");
    assert_eq!(refused(&negative), (key(), "must be from 0 to 1000000".to_owned()));
}

#[test]
fn a_taxable_scholarship_is_earned() {
    for text in
        [MINNESOTA, include_str!("../packs/maine.toml"), include_str!("../packs/district_of_columbia.toml")]
    {
        let pack = RulePack::from_toml(text).unwrap();
        let files = |cents: i64| files_under(&pack, "2006-05-05", 2026, &[("scholarship", cents)]);
        assert!(!files(1_610_000), "{}", pack.name());
        assert!(files(1_610_001), "{}", pack.name());
    }
}

#[test]
fn a_business_makes_a_dependent_file_from_net_earnings_of_400_dollars() {
    // 92.35 percent of the profit: 399.9956 and 400.0048 dollars.
    let files = |cents: &[i64]| {
        let incomes: Vec<(&str, i64)> = cents.iter().map(|cents| ("self_employment", *cents)).collect();
        files("2006-05-05", 2026, &incomes)
    };
    assert!(!files(&[43_313]));
    assert!(files(&[43_314]));
    assert!(!files(&[20_000, 23_313]));
    assert!(files(&[20_000, 23_314]));
    assert!(!files(&[100_000, -60_000]), "a loss is taken off");
    // The largest amount there may be.
    assert!(files(&[100_000_000_000]));
}

#[test]
fn net_earnings_of_just_the_limit_make_a_dependent_file() {
    // No whole cent of profit is 400 dollars net; 10,000 dollars are 9,235.
    let line =
        "2026 = { earned = 16100, unearned = 1350, addition = 450, aged_or_blind = 2050, self_employment = ";
    let from = format!("{line}400");
    assert!(MINNESOTA.contains(&from));
    let pack = RulePack::from_toml(&MINNESOTA.replacen(&from, &format!("{line}9235"), 1)).unwrap();
    let files = |cents: i64| files_under(&pack, "2006-05-05", 2026, &[("self_employment", cents)]);
    assert!(!files(999_999));
    assert!(files(1_000_000));
}
