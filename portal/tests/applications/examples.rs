//! The worked examples of a public model through answers, submission and determination.

use crate::{key, signed};
use domain::application::Kind;
use portal::{example_households, testing::*};

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_2026_come_out_of_the_application_with_the_models_program() {
    let text = include_str!("../../../eligibility/tests/data/examples_2026.json");
    let examples: serde_json::Value = serde_json::from_str(text).unwrap();
    let portal = sqlite().await;
    let mut compared = 0;
    for (i, case) in examples["cases"].as_array().unwrap().iter().enumerate() {
        let name = format!("household{i}");
        let stage = format!(
            "INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, created_at) \
             VALUES ('{name}', 'PersonA', 'Sample', '1986-01-01', 1)"
        );
        run(&portal, &stage).await;
        let who = consumer(&name);
        let opened =
            portal.open_application_for(&who, &key(&name), Kind::FinancialAssistance, 2026).await.unwrap();
        for _ in 1..example_households::people_in(case) {
            portal.add_person(&who, &key(&name), &opened.key).await.unwrap();
        }
        let typed = example_households::typed_pages(case, &portal.profile().places);
        fill_in(&portal, &who, (&key(&name), &opened.key), typed).await;
        let submitted =
            portal.submit_application(&who, &key(&name), &opened.key, &signed("PersonA Sample", "k")).await;
        if let Err(error) = submitted {
            let read = portal.read_applications(&who, &key(&name), None).await.unwrap();
            let problems = domain::application::problems(&read.value.current.unwrap().answers);
            panic!("{}: {error}: {problems:?}", case["id"]);
        }
        let result = portal.read_determination(&who, &key(&name)).await.unwrap().value.unwrap();
        compared += compare(case, &result);
    }
    assert_eq!(compared, 142, "of 151 people; the nine others are known deviations");
}

/// Compares programs and the tax credit where the model's known deviations leave no doubt.
fn compare(case: &serde_json::Value, result: &portal::determinations::InitialDetermination) -> usize {
    use portal::Program;
    let people = case["people"].as_array().unwrap();
    let mut same = 0;
    for (person, outcome) in people.iter().zip(&result.people) {
        let expected = &case["expected_people"][person["id"].as_str().unwrap()];
        let yes = |field: &str| expected[field] == true;
        let matches = match outcome.result.program {
            Program::Ma => yes("is_medicaid_eligible") || yes("is_chip_eligible"),
            Program::BasicHealth => yes("is_basic_health_program_eligible"),
            Program::Aptc => yes("is_aca_ptc_eligible"),
            Program::Qhp | Program::None | Program::Refer => {
                !yes("is_medicaid_eligible")
                    && !yes("is_basic_health_program_eligible")
                    && !yes("is_aca_ptc_eligible")
            }
        };
        // The model's known deviations: lawfully present people, and a fourth child, who pays no premium.
        let deviates = person["immigration_status"] != "CITIZEN"
            || (person["role"] == "child" && outcome.result.program == Program::Aptc);
        assert!(
            matches || deviates,
            "{} {person}: {:?} against {expected}",
            case["id"],
            outcome.result.program
        );
        same += usize::from(matches);
    }
    let credit = case["expected_tax_unit"]["aca_ptc"].as_f64().unwrap_or(0.0);
    let ours: i64 =
        result.determination.tax_households.iter().filter_map(|tax| tax.aptc_max_monthly_cents).sum();
    let difference = (credit - f64::from(i32::try_from(ours * 12).unwrap()) / 100.0).abs();
    assert!(difference <= 12.0, "{}: credit {credit} a year against {} cents", case["id"], ours * 12);
    same
}
