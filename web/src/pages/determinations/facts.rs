//! The facts of an explanation in words: what each is called on a page, and its value in plain dollars.

use domain::text::{date_in_words, dollars};
use portal::{Fact, Reason};

/// Name and value of each fact that says something to a reader; those the sentence tells already are left out.
pub(super) fn in_words(reason: &Reason) -> Vec<(&'static str, String)> {
    reason.facts.iter().filter_map(|(name, fact)| Some((called(name)?, value(name, fact)))).collect()
}

/// What a fact is called. `None` for one that only picks the sentence.
pub(super) fn called(name: &str) -> Option<&'static str> {
    Some(match name {
        "basis" => "Group",
        "household_size" => "People who count",
        "monthly_income_cents" => "Income a month",
        "annual_income_cents" => "Income of the year",
        "limit_cents" => "Limit",
        "limit_percent" => "Limit, of the poverty guideline",
        "floor_cents" => "Help begins at",
        "premium_monthly_cents" => "Price of the plan at work a month",
        "affordable_monthly_cents" => "Price that counts as affordable a month",
        "affordable_percent" => "Part of the income that counts as affordable",
        "benchmark_monthly_cents" => "Benchmark plan a month",
        "contribution_monthly_cents" => "Own share a month",
        "credit_monthly_cents" => "Tax credit a month",
        "coverage_year" => "Coverage year",
        "age" => "Age",
        "level" => "Level",
        "status" => "Status",
        "since" => "Since",
        "sponsor_monthly_cents" => "Help of a sponsor that counts a month",
        _ => return None,
    })
}

fn value(name: &str, fact: &Fact) -> String {
    match fact {
        Fact::Number(cents) if name.ends_with("_cents") => dollars(*cents),
        Fact::Number(number) => number.to_string(),
        Fact::Percent(percent) => format!("{percent}%"),
        Fact::Flag(true) => "Yes".to_owned(),
        Fact::Flag(false) => "No".to_owned(),
        Fact::Text(text) => words(name, text.as_str()),
        Fact::List(list) => list.iter().map(|text| text.as_str()).collect::<Vec<_>>().join(", "),
    }
}

/// A code in words.
fn words(name: &str, code: &str) -> String {
    let known = match (name, code) {
        ("since", day) => return day.parse().map_or_else(|_| day.to_owned(), date_in_words),
        ("basis", "pregnant") => "Pregnant, or pregnant within the last year",
        ("basis", "infant") => "Babies under 2",
        ("basis", "child") => "Children under 19",
        ("basis", "child_19_20") => "People of 19 and 20",
        ("basis", "parent") => "Parents and caretakers of a child",
        ("basis", "adult") => "Adults under 65",
        ("basis", "unborn_child") => "Unborn child",
        ("basis", "former_foster_care") => "People who were in foster care",
        ("level", "73" | "87" | "94") => return format!("{code}%"),
        ("level", "zero") => "No costs",
        ("level", "limited") => "No costs at Indian health providers",
        _ => {
            let words = code.replace('_', " ");
            let mut letters = words.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
            return first + letters.as_str();
        }
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use eligibility::{RulePack, determine, parse_household};
    use std::collections::BTreeSet;

    /// Facts that only pick the sentence.
    const SILENT: &[&str] = &["averaged", "claimed_outside", "clue", "missing", "year"];

    /// Every fact name in the determinations of many households.
    fn facts() -> BTreeSet<String> {
        let people = [
            r#""immigration": {"status": "citizen"}, "tax": {"role": "filer"}"#,
            r#""immigration": {"status": "citizen"}, "tax": {"role": "dependent", "claimed_by": "outside_other"}"#,
            r#""immigration": {"status": "lawful_permanent_resident", "since": "2023-01-01"}, "tax": {"role": "filer"}"#,
            r#""immigration": {"status": "daca"}, "tax": {"role": "filer"}"#,
            r#""immigration": {"status": "undocumented"}, "tax": {"role": "filer"}"#,
            r#""immigration": {"status": "citizen"}, "tax": {"role": "filer"}, "disabled_or_blind": true"#,
            r#""immigration": {"status": "citizen"}, "tax": {"role": "filer"}, "former_foster_care": true"#,
            r#""immigration": {"status": "citizen"}, "tax": {"role": "filer"}, "coverage":
                [{"kind": "employer_offer", "self_only_monthly_cents": 10000, "family_monthly_cents": 20000}]"#,
        ];
        let mut names = BTreeSet::new();
        for year in [2024, 2026, 2027] {
            for born in ["1950-01-01", "1986-04-02", "2002-01-01", "2015-01-01"] {
                for cents in [0, 90_000, 200_000, 260_000, 450_000, 2_000_000] {
                    for person in people {
                        let text = format!(
                            r#"{{"id": "x", "application_date": "{}-11-23", "coverage_year": {year}, "county_fips": "27053",
                            "people": [{{"id": "p1", "date_of_birth": "{born}", "applying": true, {person}}}],
                            "incomes": [{{"person": "p1", "kind": "wages", "amount_cents": {cents}, "frequency": "monthly"}}]}}"#,
                            year - 1
                        );
                        let household = parse_household(text.as_bytes()).unwrap();
                        let found = determine(RulePack::minnesota(), &household).unwrap();
                        let reasons = found.people.values().flat_map(|person| &person.reasons);
                        for reason in reasons.chain(found.tax_households.iter().flat_map(|tax| &tax.reasons))
                        {
                            names.extend(reason.facts.iter().map(|(name, _)| name.to_owned()));
                        }
                    }
                }
            }
        }
        names
    }

    #[test]
    fn every_fact_of_an_explanation_has_words_or_is_told_by_its_sentence() {
        let names = facts();
        assert!(names.len() >= 18, "{names:?}");
        let nameless: Vec<_> =
            names.iter().filter(|name| called(name).is_none() && !SILENT.contains(&name.as_str())).collect();
        assert!(nameless.is_empty(), "{nameless:?}");
    }

    #[test]
    fn values_are_plain_words_and_dollars() {
        assert_eq!(value("limit_cents", &Fact::Number(248_900)), "$2,489");
        assert_eq!(value("limit_percent", &Fact::Percent(eligibility::Percent::hundredths(13_800))), "138%");
        assert_eq!(value("household_size", &Fact::Number(3)), "3");
        assert_eq!(words("basis", "child"), "Children under 19");
        assert_eq!(words("since", "2025-01-01"), "1 Jan 2025");
        assert_eq!(words("status", "lawful_permanent_resident"), "Lawful permanent resident");
    }
}
