//! The plain sentences: short words, short sentences, the right figures.
use crate::common::{determined, household, person, wages};
use eligibility::Rule;
use serde_json::{Value, json};

fn sentences(changes: Value, dollars: i64) -> Vec<String> {
    let household = household(vec![person("p1", changes)], json!({"incomes": [wages("p1", dollars)]}));
    let result = determined(&household);
    result.people["p1"].reasons.iter().map(|reason| reason.plain().into_owned()).collect()
}

#[test]
fn figures_stand_in_the_sentence() {
    let said = sentences(json!({}), 36_000);
    assert_eq!(
        said[0],
        "The income is $3,000 a month. That is over the limit of $1,835.40 for a household of 1."
    );
    assert_eq!(
        said[1],
        "The income is $36,000 a year. That is over the limit of $31,300 for a household of 1."
    );
    assert_eq!(said[2], "This person can buy a health plan.");
    let may = "This person may get help with the price of a health plan. How much depends on the income and the prices.";
    assert_eq!(said[3], may);
    let said = sentences(json!({}), 12_000);
    assert_eq!(said[0], "The income is $1,000 a month. The limit for a household of 1 is $1,835.40.");
    let said = sentences(json!({}), 1_234_567);
    assert!(said[3].starts_with("The income is $1,234,567 a year."), "{}", said[3]);
}

#[test]
fn no_sentence_promises_help_where_the_benchmark_plan_costs_less_than_the_household_can_pay() {
    let young = person("p1", json!({"date_of_birth": "2003-01-01"}));
    let result = determined(&household(vec![young], json!({"incomes": [wages("p1", 60_000)]})));
    let tax = &result.tax_households[0];
    assert_eq!((tax.aptc_max_monthly_cents, tax.contribution_monthly_cents), (Some(0), Some(49_800)));
    let amount = tax.reasons[0].plain();
    assert!(amount.ends_with("The household can pay $498, so there is no help."), "{amount}");
    let eligible =
        result.people["p1"].reasons.iter().find(|reason| reason.rule == Rule::AptcEligible).unwrap();
    assert!(eligible.plain().starts_with("This person may get help"), "{}", eligible.plain());
}

#[test]
fn the_offer_of_an_employer_is_said_in_dollars() {
    let offer = json!([{"kind": "employer_offer", "self_only_monthly_cents": 20_000}]);
    let said = sentences(json!({"coverage": offer}), 36_000);
    let wanted = "The plan at work costs $200 a month. Up to $298.80 a month counts as a price this household can pay.";
    assert_eq!(said[3], wanted);
    let said = sentences(json!({"coverage": [{"kind": "employer_offer"}]}), 36_000);
    assert_eq!(said[3], "There is an offer from an employer. Tell us what it would cost each month.");
}

#[test]
fn codes_are_unique_and_every_rule_has_a_source() {
    for rule in Rule::ALL {
        assert_eq!(Rule::from_code(rule.code()), Some(*rule));
        assert!(!rule.federal_source().is_empty());
    }
    assert_eq!(Rule::from_code("ma.nothing"), None);
}

/// A rough reading grade: 0.39 words a sentence + 11.8 syllables a word - 15.59.
#[test]
fn sentences_are_easy_to_read() {
    let cases = [
        sentences(json!({}), 36_000),
        sentences(
            json!({"immigration": {"status": "lawful_permanent_resident", "since": "2024-01-01"}}),
            12_000,
        ),
        sentences(json!({"immigration": {"status": "undocumented"}}), 12_000),
        sentences(json!({"date_of_birth": "1950-01-01"}), 30_000),
        sentences(json!({"disabled_or_blind": true, "american_indian_alaska_native": true}), 60_000),
        sentences(json!({"incarceration": "incarcerated"}), 60_000),
        sentences(json!({"tax": {"role": "non_filer"}}), 60_000),
        sentences(json!({"state_resident": false}), 60_000),
    ];
    let text = cases.concat().join(" ");
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let ends = text.matches(['.', '?']).count() - text.matches(char::is_numeric).count() / 20;
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let (words, ends) = (words.len() as f64, ends as f64);
    let grade = 0.39 * words / ends + 11.8 * syllables as f64 / words - 15.59;
    assert!(grade < 6.5, "grade {grade:.1}");
}

/// Groups of vowels, a silent e at the end aside.
fn syllables(word: &str) -> usize {
    let word = word.trim_matches(|letter: char| !letter.is_alphabetic()).to_lowercase();
    let mut groups = 0;
    let mut vowel_before = false;
    for letter in word.chars() {
        let vowel = "aeiouy".contains(letter);
        groups += usize::from(vowel && !vowel_before);
        vowel_before = vowel;
    }
    if word.ends_with('e') && groups > 1 { groups - 1 } else { groups.max(1) }
}
