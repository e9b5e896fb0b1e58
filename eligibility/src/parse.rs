//! JSON to household, with the JSON path of whatever is wrong. The fast way reads straight into the types; only when that
//! fails, the document is compared with the schema to find the place.
use crate::error::InputError;
use crate::household::Household;
use crate::schema::first_departure;
use crate::strict::Strict;
use crate::twice::first_twice;
use serde::Deserialize;
use serde_json::Value;

/// Reads one household and checks all that can be checked without a rule pack. The error names the JSON path and the
/// reason, for example `people[1].date_of_birth: not a date`.
pub fn parse_household(json: impl AsRef<[u8]>) -> Result<Household, InputError> {
    let json = json.as_ref();
    // One look at the whole text is cheaper than one at each string.
    let text =
        std::str::from_utf8(json).map_err(|error| InputError::new("$", format!("not JSON: {error}")))?;
    read(text).map_err(|error| explain(json, &error))?.checked()
}

fn read(text: &str) -> serde_json::Result<Household> {
    let mut json = serde_json::Deserializer::from_str(text);
    let household = Household::deserialize(Strict(&mut json))?;
    json.end()?;
    Ok(household)
}

fn explain(json: &[u8], error: &serde_json::Error) -> InputError {
    match serde_json::from_slice::<Value>(json) {
        Ok(document) => first_twice(json)
            .or_else(|| first_departure(&document))
            .unwrap_or_else(|| InputError::new("$", error.to_string())),
        Err(error) => InputError::new("$", format!("not JSON: {error}")),
    }
}

/// The `id` of a household that may be wrong otherwise, so that the answer to a bad line can still name it.
pub fn household_id(json: impl AsRef<[u8]>) -> Option<String> {
    let document: Value = serde_json::from_slice(json.as_ref()).ok()?;
    document.get("id")?.as_str().map(str::to_owned)
}
