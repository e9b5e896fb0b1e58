//! What is said of plans, of who gets something else, and of coverage.

use domain::{enrollment::EnrollmentState, plan::UseAssumptions, profile::Programs};
use words::{Area, Chooses, Got, Made, MetalLevel, Money, Name, NetworkType, Tagged, Words};

fn w() -> Words {
    Words::default()
}

/// A state that calls its programs its own way.
fn programs() -> Programs {
    Programs { medical_assistance: "Sample Medicaid".to_owned(), basic_health: "SampleCare".to_owned() }
}

#[test]
fn a_program_has_the_states_name_and_everything_else_its_words() {
    let got = |got| w().what_one_gets(got, &programs());
    assert_eq!(got(Got::Medicaid), "Sample Medicaid");
    assert_eq!(got(Got::BasicHealth), "SampleCare");
    assert_eq!(got(Got::CreditOfNothing), "Plan with a tax credit of $0");
    let max = Name::new("Max", "Sample");
    let other = |got| w().not_in_group(&max, got, &programs());
    assert_eq!(other(Got::BasicHealth), "Max Sample: SampleCare");
    assert_eq!(other(Got::Agency), "Max Sample: the agency looks further");
    // Nothing but a program of the state's is empty without its name.
    let nameless = Programs { medical_assistance: String::new(), basic_health: String::new() };
    for got in Got::ALL.iter().filter(|got| !matches!(got, Got::Medicaid | Got::BasicHealth)) {
        assert!(!w().what_one_gets(*got, &nameless).is_empty(), "{got:?}");
        assert!(!w().got_next(*got).is_empty(), "{got:?}");
    }
    assert_eq!(w().about_what(eligibility::Rule::MaIncome, &programs()), "Sample Medicaid");
    assert_eq!(w().about_what(eligibility::Rule::CostSharing, &programs()), "Lower costs for care");
    assert_eq!(w().why_area(Area::Application, ""), "Application");
}

#[test]
fn a_plan_is_told_by_level_and_network() {
    let tags = |savings, sample| {
        w().plan_tags(Tagged::of(savings, sample), MetalLevel::ExpandedBronze, NetworkType::Epo)
    };
    assert_eq!(tags(false, false), "Expanded bronze, EPO");
    assert_eq!(tags(true, false), "Expanded bronze, EPO, HSA");
    assert_eq!(tags(false, true), "Expanded bronze, EPO, Sample plan");
    assert_eq!(tags(true, true), "Expanded bronze, EPO, HSA, Sample plan");
    let price = w().plan_price(Money(12_350));
    assert_eq!(price.as_str(), "<strong>$123.50</strong> a month");
    assert_eq!(w().money_or_not_stated(None), "Not stated");
    assert_eq!(w().money_or_not_stated(Some(650_000)), "$6,500");
    let people = [w().plans_member(Name::whole("Ana"), 40_u8), w().plans_member(Name::whole("Max"), 8_u8)];
    let said = w().plans_for(&people, Money(41_200));
    assert!(
        said.as_str()
            .starts_with("For <strong>Ana (40) and Max (8)</strong>. Tax credit: up to <strong>$412")
    );
}

#[test]
fn the_estimate_of_a_year_says_what_it_supposes() {
    let said = w().year_cost_assumptions(&UseAssumptions::STANDARD);
    for wanted in
        ["$600 a person", "$5,000 for one person and $2,500 for each other", "$40,000 for one person"]
    {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let note = w().what_if_prices_note(Made::ForPractice);
    assert!(note.starts_with("The plans are made up for practice. Prices are for everybody"), "{note}");
}

#[test]
fn coverage_is_told_by_its_state_and_its_agent_by_name_and_number() {
    let bo = Name::new("Bo", "Lind");
    assert_eq!(w().agent_of_record(Some((&bo, "1234567"))), "Bo Lind, NPN 1234567");
    assert_eq!(w().agent_of_record(None), "None");
    let said: std::collections::BTreeSet<_> =
        EnrollmentState::ALL.iter().map(|state| w().coverage_stands(state)).collect();
    assert_eq!(said.len(), EnrollmentState::ALL.len());
    let text = w().enrollment_text("Sample Exchange");
    assert!(text[0].starts_with("I ask Sample Exchange to enroll"), "{text:?}");
}
