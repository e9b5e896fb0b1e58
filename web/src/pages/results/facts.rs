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
        "limit_percent" => "Limit in percent of the poverty guideline",
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
        _ => return None,
    })
}

fn value(name: &str, fact: &Fact) -> String {
    match fact {
        Fact::Number(cents) if name.ends_with("_cents") => dollars(*cents),
        Fact::Number(number) => number.to_string(),
        Fact::Percent(percent) => format!("{percent} percent"),
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
        ("level", "73" | "87" | "94") => return format!("{code} percent"),
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
