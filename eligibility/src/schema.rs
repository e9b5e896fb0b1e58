//! The published JSON Schemas, and a small reader of them that finds the first place where a document departs from one:
//! path and reason for whoever wrote it. It knows the keywords that the two schemas use, no more.
use crate::error::{InputError, member};
use serde_json::{Map, Value};
use std::sync::OnceLock;

/// The JSON Schema of a household.
pub const INPUT_SCHEMA: &str = include_str!("../schema/input.schema.json");
/// The JSON Schema of a determination.
pub const OUTPUT_SCHEMA: &str = include_str!("../schema/output.schema.json");

/// The first departure of a household from its schema.
pub(crate) fn first_departure(document: &Value) -> Option<InputError> {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    let root = SCHEMA.get_or_init(|| serde_json::from_str(INPUT_SCHEMA).unwrap_or_default());
    departure(root, document)
}

/// The first place where a document departs from one of the two schemas, and why.
pub fn departure(schema: &Value, document: &Value) -> Option<InputError> {
    Walk { root: schema }.check(schema, document, "").err()
}

struct Walk<'s> {
    root: &'s Value,
}

type Checked = Result<(), InputError>;

impl Walk<'_> {
    fn check(&self, schema: &Value, value: &Value, path: &str) -> Checked {
        if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/")) {
            return self.check(&self.root["$defs"][name], value, path);
        }
        types(schema, value, path)?;
        match value {
            Value::Object(members) => self.object(schema, members, path),
            Value::Array(items) => self.array(schema, items, path),
            Value::String(text) => string(schema, text, path),
            Value::Number(number) => range(schema, number, path),
            Value::Null | Value::Bool(_) => Ok(()),
        }
    }

    fn object(&self, schema: &Value, members: &Map<String, Value>, path: &str) -> Checked {
        let below = |name: &str| member(path, name);
        let empty = Map::new();
        let known = schema["properties"].as_object().unwrap_or(&empty);
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                return Err(InputError::new(below(name), "missing"));
            }
        }
        for (name, value) in members {
            match (known.get(name), &schema["additionalProperties"]) {
                (Some(wanted), _) => self.check(wanted, value, &below(name))?,
                (None, Value::Bool(false)) => return Err(InputError::new(below(name), "unknown member")),
                (None, others) => self.check(others, value, &below(name))?,
            }
        }
        Ok(())
    }

    fn array(&self, schema: &Value, items: &[Value], path: &str) -> Checked {
        let length = items.len() as u64;
        let (low, high) = (schema["minItems"].as_u64(), schema["maxItems"].as_u64());
        if low.is_some_and(|low| length < low) || high.is_some_and(|high| length > high) {
            let (low, high) =
                (low.unwrap_or(0), high.map_or("any number".to_owned(), |high| high.to_string()));
            let wanted = if low.to_string() == high { high } else { format!("{low} to {high}") };
            return Err(InputError::new(path, format!("must have {wanted} entries")));
        }
        for (place, item) in items.iter().enumerate() {
            self.check(&schema["items"], item, &format!("{path}[{place}]"))?;
        }
        Ok(())
    }
}

fn types(schema: &Value, value: &Value, path: &str) -> Checked {
    let is = |kind: &str| match (kind, value) {
        ("object", Value::Object(_))
        | ("array", Value::Array(_))
        | ("string", Value::String(_))
        | ("boolean", Value::Bool(_))
        | ("number", Value::Number(_))
        | ("null", Value::Null) => true,
        ("integer", Value::Number(number)) => number.is_i64(),
        _ => false,
    };
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return Ok(()),
    };
    if kinds.iter().any(|kind| is(kind)) {
        return Ok(());
    }
    let reason = match (kinds.first().copied(), schema["format"].as_str()) {
        (Some("string"), Some("date")) => "not a date",
        (Some("object"), _) => "must be an object",
        (Some("array"), _) => "must be a list",
        (Some("string"), _) => "must be a text",
        (Some("boolean"), _) => "must be true or false",
        (Some("integer"), _) => "must be a whole number",
        _ => "has the wrong type",
    };
    Err(InputError::new(if path.is_empty() { "$" } else { path }, reason))
}

fn string(schema: &Value, text: &str, path: &str) -> Checked {
    if let Some(words) = schema["enum"].as_array()
        && !words.iter().any(|word| word == text)
    {
        let known: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        return Err(InputError::new(path, format!("\"{text}\" is not one of {}", known.join(", "))));
    }
    if schema["format"] == "date" && crate::date::parse(text).is_none() {
        return Err(InputError::new(path, "not a date"));
    }
    if schema["minLength"].as_u64().is_some_and(|least| (text.chars().count() as u64) < least) {
        return Err(InputError::new(path, "must not be empty"));
    }
    let digits = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    if schema["pattern"] == "^[0-9]{5}$" && !digits {
        return Err(InputError::new(path, "must be five digits"));
    }
    Ok(())
}

fn range(schema: &Value, number: &serde_json::Number, path: &str) -> Checked {
    let (low, high) = (schema["minimum"].as_i64(), schema["maximum"].as_i64());
    let Some(number) = number.as_i64() else { return Ok(()) };
    if low.is_some_and(|low| number < low) || high.is_some_and(|high| number > high) {
        let (low, high) = (low.unwrap_or(i64::MIN), high.unwrap_or(i64::MAX));
        return Err(InputError::new(path, format!("must be from {low} to {high}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Every keyword of a schema and of the schemas inside it.
    fn keywords(schema: &Value, found: &mut Vec<String>) {
        for (keyword, value) in schema.as_object().unwrap() {
            found.push(keyword.clone());
            match keyword.as_str() {
                "properties" | "$defs" => {
                    value.as_object().unwrap().values().for_each(|one| keywords(one, found));
                }
                "items" | "additionalProperties" if value.is_object() => keywords(value, found),
                _ => {}
            }
        }
    }

    #[test]
    fn the_schemas_use_only_keywords_that_are_looked_at() {
        let looked_at = [
            "$defs",
            "$ref",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "enum",
            "format",
            "pattern",
            "minLength",
            "minimum",
            "maximum",
        ];
        let said_only = ["$schema", "title", "description"];
        for schema in [INPUT_SCHEMA, OUTPUT_SCHEMA] {
            let mut found = Vec::new();
            keywords(&serde_json::from_str(schema).unwrap(), &mut found);
            assert!(found.len() > 100);
            for keyword in found {
                assert!(looked_at.contains(&&*keyword) || said_only.contains(&&*keyword), "{keyword}");
            }
        }
    }

    #[test]
    fn the_bounds_themselves_are_taken_and_one_further_is_not() {
        let says = |schema: Value, value: Value| departure(&schema, &value).map(|error| error.reason);
        let text = || json!({"type": "string", "minLength": 2});
        assert_eq!(says(text(), json!("a")).as_deref(), Some("must not be empty"));
        assert_eq!((says(text(), json!("ab")), says(text(), json!("abc"))), (None, None));
        let number = || json!({"type": "integer", "minimum": 1, "maximum": 12});
        for outside in [0, 13] {
            assert_eq!(says(number(), json!(outside)).as_deref(), Some("must be from 1 to 12"));
        }
        assert_eq!((says(number(), json!(1)), says(number(), json!(12))), (None, None));
        let list = |low: u64| json!({"type": "array", "minItems": low, "maxItems": 3, "items": {}});
        assert_eq!(says(list(2), json!([1])).as_deref(), Some("must have 2 to 3 entries"));
        assert_eq!(says(list(3), json!([1, 2, 3, 4])).as_deref(), Some("must have 3 entries"));
        assert_eq!((says(list(2), json!([1, 2])), says(list(2), json!([1, 2, 3]))), (None, None));
    }

    #[test]
    fn a_wrong_type_says_which_one_is_wanted() {
        for (schema, wanted) in [
            (json!({"type": "object"}), "must be an object"),
            (json!({"type": "array"}), "must be a list"),
            (json!({"type": "string"}), "must be a text"),
            (json!({"type": "string", "format": "date"}), "not a date"),
            (json!({"type": "boolean"}), "must be true or false"),
            (json!({"type": "integer"}), "must be a whole number"),
        ] {
            assert_eq!(departure(&schema, &json!(null)), Some(InputError::new("$", wanted)));
        }
    }
}
