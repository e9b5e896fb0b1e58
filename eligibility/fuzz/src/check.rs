//! What must hold for any bytes: an error that names a place, or the same determination each time, whose JSON reads back
//! to itself. The fuzz target runs this on bytes of its own, the test suite on the seeds.
use eligibility::{
    Determination, Household, RulePack, determine, household_id, income_thresholds, parse_household,
};
use std::sync::LazyLock;

static MAINE: LazyLock<RulePack> = LazyLock::new(|| pack(include_str!("../../tests/packs/maine.toml")));
static DISTRICT_OF_COLUMBIA: LazyLock<RulePack> =
    LazyLock::new(|| pack(include_str!("../../tests/packs/district_of_columbia.toml")));

fn pack(text: &str) -> RulePack {
    RulePack::from_toml(text).expect("the packs of the tests are usable")
}

/// Checks one input; panics when something does not hold.
pub fn bytes(bytes: &[u8]) {
    match parse_household(bytes) {
        Err(error) => {
            assert!(!error.path.is_empty() && !error.reason.is_empty());
            let _ = household_id(bytes);
        }
        Ok(household) => read(&household, bytes.len()),
    }
}

fn read(household: &Household, length: usize) {
    let text = serde_json::to_string(household).expect("a household has a JSON text");
    assert_eq!(parse_household(&text).as_ref(), Ok(household), "a household survives its JSON");
    for pack in [RulePack::minnesota(), &MAINE, &DISTRICT_OF_COLUMBIA] {
        decided(pack, household);
    }
    // Forty determinations: only for some.
    if length.is_multiple_of(16) {
        let _ = income_thresholds(RulePack::minnesota(), household, &household.people[0].id);
    }
}

fn decided(pack: &RulePack, household: &Household) {
    let once = determine(pack, household);
    assert_eq!(once, determine(pack, household), "the same question has the same answer");
    match once {
        Err(error) => assert!(!error.path.is_empty() && !error.reason.is_empty()),
        Ok(result) => {
            assert_eq!(result.people.len(), household.people.len());
            let text = serde_json::to_string(&result).expect("a determination has a JSON text");
            let again: Determination = serde_json::from_str(&text).expect("it can be read");
            assert_eq!(serde_json::to_string(&again).expect("and written"), text);
            let mut written = Vec::new();
            result.write_json(&mut written, None);
            assert_eq!(written, text.as_bytes(), "both writers write the same");
        }
    }
}
