//! PATCH (RFC 7644, section 3.5.2): operations on what of a resource can be written, one after the other. What comes out is
//! judged whole, as a PUT is, so that a half-right PATCH changes nothing. Paths are read by the crate `scim_v2`.

use super::{
    error::ScimError,
    filter::{fits_within, judge_within},
    schema::{Place, Shape, attribute_value},
};
use scim_v2::filter::{AttrExp, AttrPath, CompValue, CompareOp, PatchPath, ValFilter};
use serde_json::{Map, Value};
use std::str::FromStr;
use words::Words;

/// The schema of the message.
const MESSAGE: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// The most operations of one message.
const MOST: usize = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Add,
    Replace,
    Remove,
}

/// Does the operations of a message to a resource.
pub(super) fn apply(
    shape: &Shape,
    resource: &mut Map<String, Value>,
    message: &Map<String, Value>,
) -> Result<(), ScimError> {
    let words = Words::default();
    let is_message = member(message, "schemas").and_then(Value::as_array).is_some_and(|all| {
        all.iter().any(|one| one.as_str().is_some_and(|one| one.eq_ignore_ascii_case(MESSAGE)))
    });
    let operations = member(message, "Operations").and_then(Value::as_array);
    let operations = operations.filter(|all| is_message && !all.is_empty() && all.len() <= MOST);
    let operations = operations
        .ok_or_else(|| ScimError::bad("invalidSyntax", &words.scim_error_patch_message(MESSAGE)))?;
    for operation in operations {
        let operation = operation.as_object();
        let op = operation.and_then(|all| member(all, "op")).and_then(Value::as_str).unwrap_or_default();
        let op = match &*op.to_ascii_lowercase() {
            "add" => Op::Add,
            "replace" => Op::Replace,
            "remove" => Op::Remove,
            _ => return Err(ScimError::bad("invalidSyntax", &words.scim_error_patch_op(op))),
        };
        let Some(operation) = operation else { continue };
        let value = member(operation, "value");
        match member(operation, "path") {
            None | Some(Value::Null) => without_path(shape, resource, op, value)?,
            Some(Value::String(path)) => at_path(shape, resource, op, path, value)?,
            Some(_) => return Err(ScimError::bad("invalidPath", &words.scim_error_path("path"))),
        }
    }
    Ok(())
}

fn member<'m>(message: &'m Map<String, Value>, name: &str) -> Option<&'m Value> {
    message.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// An operation on the resource itself: each member of its value is one on that attribute. What cannot be written is left
/// alone, as in a PUT.
fn without_path(
    shape: &Shape,
    resource: &mut Map<String, Value>,
    op: Op,
    value: Option<&Value>,
) -> Result<(), ScimError> {
    let words = Words::default();
    if op == Op::Remove {
        return Err(ScimError::bad("noTarget", &words.scim_error_no_path()));
    }
    let Some(Value::Object(value)) = value else {
        return Err(ScimError::bad("invalidValue", &words.scim_error_patch_value()));
    };
    for (name, value) in value {
        let known =
            shape.is_extension(name) || target(shape, name).is_ok_and(|(place, _, _)| !is_read_only(&place));
        if known {
            at_path(shape, resource, op, name, Some(value))?;
        }
    }
    Ok(())
}

fn is_read_only(place: &Place<'_>) -> bool {
    place.attribute.is_read_only() || place.sub.is_some_and(super::schema::Attribute::is_read_only)
}

type Target<'s> = (Place<'s>, Option<ValFilter>, AttrPath);

/// What a path aims at.
fn target<'s>(shape: &'s Shape, path: &str) -> Result<Target<'s>, ScimError> {
    let words = Words::default();
    let unknown = || ScimError::bad("invalidPath", &words.scim_error_path(path));
    let (attr, filter) = match PatchPath::from_str(path).map_err(|_| unknown())? {
        PatchPath::Attr(attr) => (attr, None),
        PatchPath::Value(path) => (AttrPath { sub_attr: path.sub_attr, ..path.attr }, Some(path.filter)),
    };
    let place = shape.place(attr.uri.as_deref(), &attr.name, attr.sub_attr.as_deref()).ok_or_else(unknown)?;
    if let Some(filter) = &filter {
        if !place.attribute.multi_valued || !place.attribute.is_complex() {
            return Err(unknown());
        }
        judge_within(place.attribute, filter)?;
    }
    Ok((place, filter, attr))
}

fn at_path(
    shape: &Shape,
    resource: &mut Map<String, Value>,
    op: Op,
    path: &str,
    value: Option<&Value>,
) -> Result<(), ScimError> {
    let words = Words::default();
    if shape.is_extension(path) {
        return whole_extension(shape, resource, op, value);
    }
    let (place, filter, _) = target(shape, path)?;
    if is_read_only(&place) {
        return Err(ScimError::bad("mutability", &words.scim_error_read_only(path)));
    }
    if op != Op::Remove && value.is_none() {
        return Err(ScimError::bad("invalidValue", &words.scim_error_patch_value()));
    }
    let null = Value::Null;
    let value = value.unwrap_or(&null);
    let home = match place.extended {
        true => {
            let home = resource.entry(shape.extension).or_insert_with(|| Map::new().into());
            home.as_object_mut().ok_or_else(ScimError::failure)?
        }
        false => resource,
    };
    if op == Op::Remove && place.of_values().required && filter.is_none() && value.is_null() {
        return Err(ScimError::bad("mutability", &words.scim_error_required(path)));
    }
    match (filter, place.sub) {
        (Some(filter), _) => within(home, op, &place, &filter, (path, value)),
        (None, Some(sub)) => {
            let sub_value = attribute_value(sub, value);
            let whole =
                home.entry(&place.attribute.name).or_insert_with(|| match place.attribute.multi_valued {
                    true => Value::Array(vec![Map::new().into()]),
                    false => Map::new().into(),
                });
            let one = |one: &mut Value| {
                if let Value::Object(one) = one {
                    match op {
                        Op::Remove => drop(one.remove(&sub.name)),
                        Op::Add | Op::Replace => drop(one.insert(sub.name.clone(), sub_value.clone())),
                    }
                }
            };
            match whole {
                Value::Array(all) => all.iter_mut().for_each(one),
                whole => one(whole),
            }
            Ok(())
        }
        (None, None) => whole(home, op, &place, value),
    }
}

/// An operation on an attribute as a whole.
fn whole(home: &mut Map<String, Value>, op: Op, place: &Place<'_>, value: &Value) -> Result<(), ScimError> {
    let (attribute, name) = (place.attribute, &place.attribute.name);
    let value = attribute_value(attribute, value);
    match (op, home.get_mut(name), value) {
        // Those that are named alone.
        (Op::Remove, Some(Value::Array(there)), Value::Array(gone)) => {
            let key = |value: &Value| value.get("value").cloned().unwrap_or_else(|| value.clone());
            there.retain(|one| !gone.iter().any(|gone| key(gone) == key(one)));
        }
        (Op::Remove, _, _) => drop(home.remove(name)),
        (Op::Add, Some(Value::Array(there)), Value::Array(more)) => {
            let key = |value: &Value| value.get("value").cloned().unwrap_or_else(|| value.clone());
            for one in more {
                if !there.iter().any(|there| key(there) == key(&one)) {
                    there.push(one);
                }
            }
        }
        // What is not named of a complex attribute stays (RFC 7644, sections 3.5.2.1 and 3.5.2.3).
        (Op::Add | Op::Replace, Some(Value::Object(there)), Value::Object(more)) => there.extend(more),
        (Op::Add | Op::Replace, _, value) => drop(home.insert(name.clone(), value)),
    }
    Ok(())
}

/// An operation on those values of an attribute that fit.
fn within(
    home: &mut Map<String, Value>,
    op: Op,
    place: &Place<'_>,
    filter: &ValFilter,
    (path, value): (&str, &Value),
) -> Result<(), ScimError> {
    let attribute = place.attribute;
    let all = home.entry(&attribute.name).or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(all) = all else { return Err(ScimError::failure()) };
    let fits = |one: &Value| fits_within(attribute, filter, one);
    if !all.iter().any(fits) {
        if op != Op::Add {
            return Err(ScimError::bad("noTarget", &Words::default().scim_error_no_target(path)));
        }
        // One that fits is made first.
        let mut new = Map::new();
        if let ValFilter::Attr(AttrExp::Comparison(of, CompareOp::Eq, CompValue::Str(text))) = filter
            && let Some(of) = attribute.sub(&of.name)
        {
            new.insert(of.name.clone(), text.clone().into());
        }
        all.push(new.into());
    }
    match (op, place.sub) {
        (Op::Remove, None) => all.retain(|one| !fits(one)),
        (_, sub) => {
            let last = all.len().saturating_sub(1);
            let none = !all.iter().any(fits);
            for (place, one) in all.iter_mut().enumerate() {
                if !(fits(one) || (none && place == last)) {
                    continue;
                }
                let Value::Object(one) = one else { continue };
                match (op, sub, attribute_value(sub.unwrap_or(attribute), value)) {
                    (Op::Remove, Some(sub), _) => drop(one.remove(&sub.name)),
                    (_, Some(sub), value) => drop(one.insert(sub.name.clone(), value)),
                    (_, None, Value::Array(mut values)) => {
                        if let Some(Value::Object(value)) = values.pop() {
                            one.extend(value);
                        }
                    }
                    (_, None, _) => {
                        return Err(ScimError::bad(
                            "invalidValue",
                            &Words::default().scim_error_patch_value(),
                        ));
                    }
                }
            }
        }
    }
    if all.is_empty() {
        home.remove(&attribute.name);
    }
    Ok(())
}

/// An operation on the extension as a whole: each member of its value is one on that attribute.
fn whole_extension(
    shape: &Shape,
    resource: &mut Map<String, Value>,
    op: Op,
    value: Option<&Value>,
) -> Result<(), ScimError> {
    let words = Words::default();
    match (op, value) {
        (Op::Remove, _) if shape.must_be_extended() => {
            Err(ScimError::bad("mutability", &words.scim_error_required(shape.extension)))
        }
        (Op::Remove, _) => {
            resource.remove(shape.extension);
            Ok(())
        }
        (_, Some(Value::Object(value))) => {
            for (name, value) in value {
                let Some(place) = shape.place(Some(shape.extension), name, None) else { continue };
                if !place.attribute.is_read_only() {
                    at_path(shape, resource, op, &format!("{}:{name}", shape.extension), Some(value))?;
                }
            }
            Ok(())
        }
        (_, _) => Err(ScimError::bad("invalidValue", &words.scim_error_patch_value())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::scim::schema::ASSISTER;
    use domain::people::AssisterKind;
    use serde_json::json;

    fn patched(before: Value, operations: Value) -> Result<Value, ScimError> {
        let shape = Shape::users(AssisterKind::Broker)?;
        let mut resource = before.as_object().cloned().unwrap_or_default();
        let message = json!({"schemas": [MESSAGE], "operations": operations});
        apply(&shape, &mut resource, message.as_object().unwrap())?;
        Ok(resource.into())
    }

    #[test]
    fn operations_do_what_the_rfc_says() {
        let work = json!([{"type": "work", "value": "a@example.org"}]);
        for (before, operation, after) in [
            (json!({}), json!({"op": "add", "path": "userName", "value": "a"}), json!({"userName": "a"})),
            (
                json!({"userName": "a"}),
                json!({"op": "Replace", "path": "USERNAME", "value": "b"}),
                json!({"userName": "b"}),
            ),
            (json!({"externalId": "a"}), json!({"op": "remove", "path": "externalId"}), json!({})),
            (
                json!({"name": {"familyName": "A", "givenName": "B"}}),
                json!({"op": "replace", "path": "name", "value": {"givenName": "C"}}),
                json!({"name": {"familyName": "A", "givenName": "C"}}),
            ),
            (
                json!({"name": {"familyName": "A", "givenName": "B"}}),
                json!({"op": "remove", "path": "name.givenName"}),
                json!({"name": {"familyName": "A"}}),
            ),
            (
                json!({}),
                json!({"op": "add", "value": {"name.familyName": "A", "active": true, "id": "x", "nickName": "y"}}),
                json!({"name": {"familyName": "A"}, "active": true}),
            ),
            (
                json!({"emails": work}),
                json!({"op": "replace", "path": "emails[type eq \"work\"].value", "value": "b@example.org"}),
                json!({"emails": [{"type": "work", "value": "b@example.org"}]}),
            ),
            (
                json!({}),
                json!({"op": "add", "path": "emails[type eq \"work\"].value", "value": "b@example.org"}),
                json!({"emails": [{"type": "work", "value": "b@example.org"}]}),
            ),
            (
                json!({"emails": work}),
                json!({"op": "add", "path": "emails", "value": work}),
                json!({"emails": work}),
            ),
            (json!({"emails": work}), json!({"op": "remove", "path": "emails[value ew \"org\"]"}), json!({})),
            (
                json!({}),
                json!({"op": "add", "path": format!("{ASSISTER}:npn"), "value": 5}),
                json!({ASSISTER: {"npn": 5}}),
            ),
            (
                json!({ASSISTER: {"npn": 5}}),
                json!({"op": "replace", "path": ASSISTER, "value": {"city": "Ely", "kind": "cac"}}),
                json!({ASSISTER: {"npn": 5, "city": "Ely"}}),
            ),
        ] {
            assert_eq!(patched(before, json!([operation])).unwrap(), after, "{operation}");
        }
    }

    #[test]
    fn what_cannot_be_done_is_refused_by_its_kind() {
        for (operation, kind) in [
            (json!({"op": "merge", "path": "userName", "value": "a"}), "invalidSyntax"),
            (json!({"op": "remove"}), "noTarget"),
            (json!({"op": "replace", "path": "emails[type eq \"home\"].value", "value": "a"}), "noTarget"),
            (json!({"op": "add", "path": "nickName", "value": "a"}), "invalidPath"),
            (json!({"op": "add", "path": "userName[", "value": "a"}), "invalidPath"),
            (json!({"op": "add", "path": "userName[value eq \"a\"]", "value": "a"}), "invalidPath"),
            (json!({"op": "remove", "path": "emails[color eq \"red\"]"}), "invalidFilter"),
            (json!({"op": "add", "path": "id", "value": "a"}), "mutability"),
            (json!({"op": "replace", "path": format!("{ASSISTER}:state"), "value": "active"}), "mutability"),
            (json!({"op": "remove", "path": "userName"}), "mutability"),
            (json!({"op": "remove", "path": ASSISTER}), "mutability"),
            (json!({"op": "add", "path": "userName"}), "invalidValue"),
            (json!({"op": "add", "value": "a"}), "invalidValue"),
        ] {
            assert_eq!(patched(json!({}), json!([operation])).unwrap_err().kind, Some(kind), "{operation}");
        }
        assert_eq!(patched(json!({}), json!([])).unwrap_err().kind, Some("invalidSyntax"));
    }
}
