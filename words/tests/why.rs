//! Why somebody gets what they get: every rule has its sentence, with the right figures, and every fact its name.

#![expect(clippy::panic, reason = "a helper of tests stops at what it did not expect")]

use domain::profile::Profile;
use eligibility::{
    Determination, Fact, Facts, MissingFact, Outcome, Percent, Reason, Rule, RulePack, determine,
    parse_household,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use words::{Explained, Text, Words};

/// Rule, outcome, one fact, and how the sentence begins.
type Said = (Rule, Outcome, (&'static str, &'static str), &'static str);

const SAID: &[Said] = &[
    (
        Rule::MaFiveYearBar,
        Outcome::Unknown,
        ("", ""),
        "With this immigration status, people wait five years. Tell us",
    ),
    (
        Rule::MaFiveYearBar,
        Outcome::NotMet,
        ("since", "2024-01-05"),
        "With this immigration status, people wait five years. The wait began on 2024-01-05.",
    ),
    (
        Rule::AptcImmigration,
        Outcome::NotMet,
        ("", ""),
        "This immigration status does not allow help with the price.",
    ),
    (Rule::QhpImmigration, Outcome::NotMet, ("", ""), "This immigration status does not allow this program."),
    (Rule::MaMedicare, Outcome::NotMet, ("", ""), "People with Medicare"),
    (Rule::MaChildrenCovered, Outcome::NotMet, ("", ""), "A child in the home has no health coverage."),
    (Rule::MaNoIncomeTest, Outcome::Met, ("", ""), "This person gets it whatever the income."),
    (Rule::MaSafetyNet, Outcome::Met, ("", ""), "This month's income is over the limit"),
    (Rule::MaAgency, Outcome::Refer, ("clue", "age"), "This person may get help because of age."),
    (Rule::MaAgency, Outcome::Refer, ("clue", "disability"), "This person may get help because of blindness"),
    (
        Rule::MaAgency,
        Outcome::Refer,
        ("clue", "supplemental_security"),
        "This person gets Supplemental Security Income and may",
    ),
    (Rule::MaAgency, Outcome::Refer, ("clue", "medicare"), "This person has Medicare and may"),
    (Rule::MaBasis, Outcome::NotMet, ("", ""), "This person is in none of the groups"),
    (Rule::BasicHealthOffered, Outcome::NotMet, ("", ""), "The state has no such program."),
    (Rule::AptcNotBasicHealth, Outcome::NotMet, ("", ""), "This person can get coverage that costs less."),
    (Rule::AptcNotMa, Outcome::NotMet, ("", ""), "This person can get Medical Assistance"),
    (Rule::AptcMedicare, Outcome::Refer, ("", ""), "At this age people mostly can get Medicare."),
    (Rule::AptcMedicare, Outcome::NotMet, ("", ""), "This person has or can get Medicare."),
    (Rule::AptcCoverage, Outcome::NotMet, ("", ""), "This person has other coverage."),
    (Rule::AptcEmployer, Outcome::Unknown, ("", ""), "There is an offer from an employer."),
    (Rule::AptcQhp, Outcome::NotMet, ("", ""), "Help with the price is for people who can buy"),
    (Rule::AptcFiles, Outcome::NotMet, ("claimed_outside", "yes"), "The person who claims this person"),
    (
        Rule::AptcFiles,
        Outcome::NotMet,
        ("claimed_outside", "no"),
        "Help with the price is for people who file",
    ),
    (Rule::AptcFiles, Outcome::NotMet, ("", ""), "Help with the price is for people who file"),
    (Rule::AptcJointReturn, Outcome::NotMet, ("", ""), "Married people must file taxes together"),
    (
        Rule::AptcIncomeFloor,
        Outcome::NotMet,
        ("", ""),
        "The income is $0 a year. Help with the price begins at $0.",
    ),
    (Rule::AptcBenchmark, Outcome::Unknown, ("missing", "year"), "The prices of this year are not known yet"),
    (Rule::AptcBenchmark, Outcome::Unknown, ("missing", "county"), "Tell us the county"),
    (
        Rule::AptcBenchmark,
        Outcome::Unknown,
        ("missing", "area"),
        "The price of the benchmark plan is not known",
    ),
    (Rule::AptcAmount, Outcome::Met, ("", ""), "The benchmark plan costs $0 a month. The household pays"),
    (
        Rule::AptcAmount,
        Outcome::NotMet,
        ("", ""),
        "The benchmark plan costs $0 a month. The household can pay",
    ),
    (
        Rule::CostSharing,
        Outcome::Met,
        ("level", "zero"),
        "As a member of a tribe, this person pays nothing when",
    ),
    (
        Rule::CostSharing,
        Outcome::Met,
        ("level", "limited"),
        "As a member of a tribe, this person pays nothing at Indian",
    ),
    (Rule::CostSharing, Outcome::Met, ("level", "87"), "With a silver plan"),
];

const OUTCOMES: [Outcome; 4] = [Outcome::Met, Outcome::NotMet, Outcome::Refer, Outcome::Unknown];

fn reason(rule: Rule, outcome: Outcome, facts: Facts) -> Reason {
    Reason { rule, outcome, facts, source: "42 CFR 435.603".into() }
}

fn sentence(reason: &Reason) -> Text {
    Words::default().reason(reason, "Medical Assistance")
}

#[test]
fn every_rule_says_why_it_came_out_as_it_did() {
    for (rule, outcome, fact, start) in SAID {
        let facts = match *fact {
            ("", _) => Facts::none(),
            ("claimed_outside", word) => Facts::of([("claimed_outside", Fact::Flag(word == "yes"))]),
            (name, word) => Facts::of([(name, Fact::Text(word.into()))]),
        };
        let said = sentence(&reason(*rule, *outcome, facts));
        assert!(said.starts_with(start), "{rule:?} {outcome:?}: {said}");
    }
    for rule in Rule::ALL {
        for outcome in OUTCOMES {
            let said = sentence(&reason(*rule, outcome, Facts::none()));
            assert!(said.ends_with('.') && said.contains(' '), "{rule:?} {outcome:?}: {said}");
        }
    }
}

#[test]
fn a_program_is_called_as_the_state_calls_it() {
    let found = reason(Rule::AptcNotMa, Outcome::NotMet, Facts::none());
    let said = Words::default().reason(&found, "MaineCare");
    assert_eq!(said, "This person can get MaineCare, which costs less.");
    let profile = Profile::from_toml(Profile::MNSURE).unwrap();
    // The command has no profile, so the rule pack says it too.
    assert_eq!(profile.programs.medical_assistance, RulePack::minnesota().medical_assistance());
}

#[test]
fn an_income_of_a_month_says_whatever_counts_in_it() {
    let facts = |sponsor: i64, averaged: bool| {
        Facts::of([
            ("monthly_income_cents", Fact::Number(183_575)),
            ("limit_cents", Fact::Number(248_900)),
            ("household_size", Fact::Number(3)),
            ("sponsor_monthly_cents", Fact::Number(sponsor)),
            ("averaged", Fact::Flag(averaged)),
        ])
    };
    let limit = "The income is $1,835.75 a month. The limit for a household of 3 people is $2,489.";
    let sponsor = " $1,662.50 of it counts as help from a sponsor.";
    let averaged = " Income that comes and goes counts as a twelfth of what is expected in 12 months.";
    for (facts, wanted) in [
        (facts(0, false), limit.to_owned()),
        (facts(0, true), format!("{limit}{averaged}")),
        (facts(166_250, false), format!("{limit}{sponsor}")),
        (facts(166_250, true), format!("{limit}{sponsor}{averaged}")),
    ] {
        assert_eq!(sentence(&reason(Rule::MaIncome, Outcome::Met, facts)), wanted);
    }
    let year = Facts::of([("year", Fact::Number(2026)), ("annual_income_cents", Fact::Number(1_560_000))]);
    let wanted =
        "This month's income is over the limit, but the income for all of 2026, $15,600, is low enough.";
    assert_eq!(sentence(&reason(Rule::MaSafetyNet, Outcome::Met, year)), wanted);
}

fn determined(person: Value, dollars: i64) -> Determination {
    determined_in(("2026-08-03", 2026), person, dollars)
}

/// Applied on a day, for a year.
fn determined_in((day, year): (&str, i16), person: Value, dollars: i64) -> Determination {
    let mut one = json!({
        "id": "p1", "date_of_birth": "1986-01-01", "applying": true, "immigration": {"status": "citizen"},
        "tax": {"role": "filer", "filing_status": "single"}
    });
    if let (Value::Object(one), Value::Object(person)) = (&mut one, person) {
        one.extend(person);
    }
    let household = json!({
        "id": "test", "application_date": day, "coverage_year": year, "county_fips": "27053",
        "people": [one],
        "incomes": [{"person": "p1", "kind": "wages", "amount_cents": dollars * 100, "frequency": "yearly"}]
    });
    let household = parse_household(household.to_string()).unwrap_or_else(|fault| panic!("{fault}"));
    determine(RulePack::minnesota(), &household).unwrap_or_else(|fault| panic!("{fault}"))
}

fn sentences(person: Value, dollars: i64) -> Vec<Text> {
    determined(person, dollars).people["p1"].reasons.iter().map(sentence).collect()
}

#[test]
fn figures_stand_in_the_sentence() {
    let said = sentences(json!({}), 36_000);
    let may = "This person may get help with the price of a health plan. How much depends on the income and the prices.";
    let wanted = [
        "The income is $3,000 a month. That is over the limit of $1,835.40 for a household of 1.",
        "The income is $36,000 a year. That is over the limit of $31,300 for a household of 1.",
        "This person can buy a health plan.",
        may,
    ];
    assert_eq!(said[..4], wanted);
    let said = sentences(json!({}), 12_000);
    assert_eq!(said[0], "The income is $1,000 a month. The limit for a household of 1 is $1,835.40.");
    let said = sentences(json!({}), 1_234_567);
    assert!(said[3].starts_with("The income is $1,234,567 a year."), "{}", said[3]);
}

#[test]
fn no_sentence_promises_help_where_the_benchmark_plan_costs_less_than_the_household_can_pay() {
    let result = determined(json!({"date_of_birth": "2003-01-01"}), 60_000);
    let tax = &result.tax_households[0];
    assert_eq!((tax.aptc_max_monthly_cents, tax.contribution_monthly_cents), (Some(0), Some(49_800)));
    let amount = sentence(&tax.reasons[0]);
    assert!(amount.ends_with("The household can pay $498, so there is no help."), "{amount}");
    let mut reasons = result.people["p1"].reasons.iter();
    let eligible = sentence(reasons.find(|reason| reason.rule == Rule::AptcEligible).unwrap());
    assert!(eligible.starts_with("This person may get help"), "{eligible}");
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
fn what_is_missing_is_named_with_who_can_say_it() {
    let said: BTreeSet<Text> =
        MissingFact::ALL.iter().map(|fact| Words::default().missing_fact(*fact)).collect();
    assert_eq!(said.len(), MissingFact::ALL.len());
    assert!(said.iter().all(|said| said.starts_with("We need to know ") && said.ends_with('.')), "{said:?}");
    let claimed = determined(json!({"tax": {"role": "dependent", "claimed_by": "outside_other"}}), 30_000);
    let said = Words::default().missing_fact(claimed.people["p1"].missing[0].fact);
    assert!(said.starts_with("We need to know who is on the tax return"), "{said}");
    assert!(said.ends_with("That person can say it."), "{said}");
}

#[test]
fn the_output_has_a_sentence_beside_each_reason() {
    let result = determined(json!({}), 36_000);
    let mut written = Vec::new();
    let say = Explained { words: Words::default(), medicaid: "Medical Assistance" };
    result.write_json(&mut written, Some(&say));
    let document: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(document["people"]["p1"]["reasons"][2]["plain"], "This person can buy a health plan.");
}

/// Facts that only pick the sentence.
const SILENT: &[&str] = &["averaged", "claimed_outside", "clue", "missing", "year"];

/// Every fact name in the determinations of many households.
fn facts() -> BTreeSet<String> {
    let people = [
        json!({}),
        json!({"tax": {"role": "dependent", "claimed_by": "outside_other"}}),
        json!({"immigration": {"status": "lawful_permanent_resident", "since": "2023-01-01"}}),
        json!({"immigration": {"status": "daca"}}),
        json!({"immigration": {"status": "undocumented"}}),
        json!({"disabled_or_blind": true}),
        json!({"former_foster_care": true}),
        json!({"coverage": [{"kind": "employer_offer", "self_only_monthly_cents": 10000, "family_monthly_cents": 20000}]}),
    ];
    let mut names = BTreeSet::new();
    for year in [("2023-11-23", 2024), ("2025-11-23", 2026), ("2026-11-23", 2027)] {
        for born in ["1950-01-01", "1986-04-02", "2002-01-01", "2015-01-01"] {
            for dollars in [0, 10_800, 24_000, 31_200, 54_000, 240_000] {
                for person in &people {
                    let mut person = person.clone();
                    person["date_of_birth"] = json!(born);
                    let found = determined_in(year, person, dollars);
                    let reasons = found.people.values().flat_map(|person| &person.reasons);
                    for reason in reasons.chain(found.tax_households.iter().flat_map(|tax| &tax.reasons)) {
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
    let is_nameless =
        |name: &&String| Words::default().fact_name(name).is_none() && !SILENT.contains(&name.as_str());
    let nameless: Vec<_> = names.iter().filter(is_nameless).collect();
    assert!(nameless.is_empty(), "{nameless:?}");
}

#[test]
fn values_are_plain_words_and_dollars() {
    let value = |name, fact| Words::default().fact_value(name, &fact);
    let word = |name, word: &str| value(name, Fact::Text(word.into()));
    assert_eq!(value("limit_cents", Fact::Number(248_900)), "$2,489");
    assert_eq!(value("limit_percent", Fact::Percent(Percent::hundredths(13_800))), "138%");
    assert_eq!(value("household_size", Fact::Number(3)), "3");
    assert_eq!(value("coverage_year", Fact::Number(2027)), "2027");
    assert_eq!(word("basis", "child"), "Children under 19");
    assert_eq!(word("since", "2025-01-01"), "1 Jan 2025");
    assert_eq!(word("status", "lawful_permanent_resident"), "Lawful permanent resident");
    assert_eq!(word("level", "87"), "87%");
    assert_eq!(word("level", "zero"), "No costs");
    assert_eq!(word("status", "of_a_later_pack"), "of_a_later_pack");
}
