//! JSON to household, with the JSON path of whatever is wrong.
use crate::error::InputError;
use crate::household::Household;

/// Reads one household. The error names the JSON path and the reason.
pub fn parse_household(json: impl AsRef<[u8]>) -> Result<Household, InputError> {
    serde_json::from_slice(json.as_ref()).map_err(|error| InputError::new("$", error.to_string()))
}
