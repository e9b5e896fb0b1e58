//! Whether a resource fits a filter (RFC 7644, section 3.4.2.2). The grammar is the crate `scim_v2`'s; what an expression means
//! for a resource is here. A filter is judged whole before it is asked of anything: what names no attribute, or compares
//! what cannot be compared, is refused.

use super::{
    error::ScimError,
    schema::{Attribute, Place, Shape},
};
use jiff::Timestamp;
use scim_v2::filter::{AttrExp, AttrPath, CompValue, CompareOp, Filter, ValFilter};
use serde_json::{Map, Value};
use std::{cmp::Ordering, str::FromStr};
use words::Words;

/// A filter that was judged.
pub(super) struct Judged<'s> {
    shape: &'s Shape,
    filter: Filter,
}

fn refused(what: &words::Text) -> ScimError {
    ScimError::bad("invalidFilter", what)
}

impl<'s> Judged<'s> {
    /// Reads a filter and judges it.
    pub(super) fn read(text: &str, shape: &'s Shape) -> Result<Self, ScimError> {
        let filter = Filter::from_str(text).map_err(|fault| {
            refused(&Words::default().scim_error_filter(position(&fault).unwrap_or(text.len())))
        })?;
        judge(shape, &filter)?;
        Ok(Self { shape, filter })
    }

    /// Whether a resource fits.
    pub(super) fn fits(&self, resource: &Map<String, Value>) -> bool {
        fits(self.shape, &self.filter, resource)
    }

    /// What the resource is called in every resource that fits: a name, an address or a key that one can look up.
    pub(super) fn called(&self) -> Option<&str> {
        called(&self.filter)
    }
}

/// Where the text could not be read any further.
pub(super) fn position(fault: &scim_v2::filter::ParseError) -> Option<usize> {
    use scim_v2::filter::ParseError as P;
    match fault {
        P::InvalidToken { location } | P::UnrecognizedEof { location, .. } => Some(*location),
        P::UnrecognizedToken { token, .. } | P::ExtraToken { token } => Some(token.0),
        P::User { .. } => None,
    }
}

fn called(filter: &Filter) -> Option<&str> {
    match filter {
        Filter::Attr(AttrExp::Comparison(
            AttrPath { uri: None, name, sub_attr },
            CompareOp::Eq,
            CompValue::Str(text),
        )) => {
            let whole =
                ["userName", "externalId", "id", "emails"].iter().any(|one| one.eq_ignore_ascii_case(name));
            let sub = sub_attr.as_deref().is_none_or(|sub| sub.eq_ignore_ascii_case("value"));
            // Capitals beyond ASCII are compared here, not by the database.
            (whole && sub && text.is_ascii()).then_some(text.as_str())
        }
        Filter::And(all) => all.iter().find_map(called),
        Filter::Attr(_) | Filter::ValuePath(_) | Filter::Not(_) | Filter::Or(_) => None,
    }
}

fn of_path<'s>(shape: &'s Shape, path: &AttrPath) -> Result<Place<'s>, ScimError> {
    let place = shape.place(path.uri.as_deref(), &path.name, path.sub_attr.as_deref());
    place.ok_or_else(|| refused(&Words::default().scim_error_filter_attribute(path.to_string())))
}

fn judge(shape: &Shape, filter: &Filter) -> Result<(), ScimError> {
    match filter {
        Filter::Attr(expression) => {
            let path = match expression {
                AttrExp::Present(path) | AttrExp::Comparison(path, _, _) => path,
            };
            comparable(compared(&of_path(shape, path)?), expression)
        }
        Filter::ValuePath(path) => judge_within(of_path(shape, &path.attr)?.attribute, &path.filter),
        Filter::Not(inner) => judge(shape, inner),
        Filter::And(all) | Filter::Or(all) => all.iter().try_for_each(|one| judge(shape, one)),
    }
}

/// Judges a filter of the values of a complex attribute.
pub(super) fn judge_within(attribute: &Attribute, filter: &ValFilter) -> Result<(), ScimError> {
    match filter {
        ValFilter::Attr(expression) => {
            let path = match expression {
                AttrExp::Present(path) | AttrExp::Comparison(path, _, _) => path,
            };
            let sub = attribute.sub(&path.name).filter(|_| path.sub_attr.is_none() && path.uri.is_none());
            let sub = sub.ok_or_else(|| {
                let name = format!("{}.{path}", attribute.name);
                refused(&Words::default().scim_error_filter_attribute(name))
            })?;
            comparable(sub, expression)
        }
        ValFilter::Not(inner) => judge_within(attribute, inner),
        ValFilter::And(all) | ValFilter::Or(all) => {
            all.iter().try_for_each(|one| judge_within(attribute, one))
        }
    }
}

/// The attribute that is compared: of a complex one that has values, the value.
fn compared<'p>(place: &'p Place<'_>) -> &'p Attribute {
    let of = place.of_values();
    of.sub("value").filter(|_| of.is_complex()).unwrap_or(of)
}

/// Whether the expression means something for the attribute.
fn comparable(attribute: &Attribute, expression: &AttrExp) -> Result<(), ScimError> {
    let AttrExp::Comparison(_, op, value) = expression else { return Ok(()) };
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let good = match (&*attribute.kind, value) {
        (_, CompValue::Null) => equality,
        ("boolean", CompValue::True | CompValue::False) => equality,
        ("integer", CompValue::Number(_)) => !matches!(op, CompareOp::Co | CompareOp::Sw | CompareOp::Ew),
        ("dateTime", CompValue::Str(text)) => {
            matches!(op, CompareOp::Co | CompareOp::Sw | CompareOp::Ew) || text.parse::<Timestamp>().is_ok()
        }
        ("string" | "reference", CompValue::Str(_)) => true,
        _ => false,
    };
    match good {
        true => Ok(()),
        false => {
            let (name, op, value) = (&*attribute.name, op.to_string(), value.to_string());
            Err(refused(&Words::default().scim_error_filter_compare(name, op, value)))
        }
    }
}

fn fits(shape: &Shape, filter: &Filter, resource: &Map<String, Value>) -> bool {
    match filter {
        Filter::Attr(expression) => {
            let path = match expression {
                AttrExp::Present(path) | AttrExp::Comparison(path, _, _) => path,
            };
            let Ok(place) = of_path(shape, path) else { return false };
            holds(compared(&place), expression, &values(shape, &place, resource))
        }
        Filter::ValuePath(path) => {
            let Ok(place) = of_path(shape, &path.attr) else { return false };
            let whole = Place { sub: None, ..place };
            values_of(stored(shape, &whole, resource))
                .iter()
                .any(|value| fits_within(place.attribute, &path.filter, value))
        }
        Filter::Not(inner) => !fits(shape, inner, resource),
        Filter::And(all) => all.iter().all(|one| fits(shape, one, resource)),
        Filter::Or(all) => all.iter().any(|one| fits(shape, one, resource)),
    }
}

/// Whether one value of a complex attribute fits.
pub(super) fn fits_within(attribute: &Attribute, filter: &ValFilter, value: &Value) -> bool {
    match filter {
        ValFilter::Attr(expression) => {
            let path = match expression {
                AttrExp::Present(path) | AttrExp::Comparison(path, _, _) => path,
            };
            let Some(sub) = attribute.sub(&path.name) else { return false };
            let own: Vec<&Value> = value.get(&sub.name).into_iter().collect();
            holds(sub, expression, &own)
        }
        ValFilter::Not(inner) => !fits_within(attribute, inner, value),
        ValFilter::And(all) => all.iter().all(|one| fits_within(attribute, one, value)),
        ValFilter::Or(all) => all.iter().any(|one| fits_within(attribute, one, value)),
    }
}

fn stored<'r>(shape: &Shape, place: &Place<'_>, resource: &'r Map<String, Value>) -> Option<&'r Value> {
    match place.extended {
        true => resource.get(shape.extension)?.get(&place.attribute.name),
        false => resource.get(&place.attribute.name),
    }
}

/// One value or several.
fn values_of(stored: Option<&Value>) -> Vec<&Value> {
    match stored {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(values)) => values.iter().collect(),
        Some(one) => vec![one],
    }
}

fn values<'r>(shape: &Shape, place: &Place<'_>, resource: &'r Map<String, Value>) -> Vec<&'r Value> {
    let whole = values_of(stored(shape, place, resource));
    let sub = place.sub.map(|sub| &*sub.name);
    let of_complex = place.attribute.is_complex() && place.attribute.sub("value").is_some();
    match sub.or(of_complex.then_some("value")) {
        Some(sub) => whole.into_iter().filter_map(|value| value.get(sub)).collect(),
        None => whole,
    }
}

fn holds(attribute: &Attribute, expression: &AttrExp, values: &[&Value]) -> bool {
    match expression {
        AttrExp::Present(_) => values.iter().any(|value| match value {
            Value::Object(object) => !object.is_empty(),
            Value::String(text) => !text.is_empty(),
            _ => true,
        }),
        AttrExp::Comparison(_, CompareOp::Eq, CompValue::Null) => values.is_empty(),
        AttrExp::Comparison(_, CompareOp::Ne, CompValue::Null) => !values.is_empty(),
        // Not equal is the contrary of equal, also where there is no value or several.
        AttrExp::Comparison(_, CompareOp::Ne, wanted) => {
            !values.iter().any(|value| compares(attribute, &CompareOp::Eq, value, wanted))
        }
        AttrExp::Comparison(_, op, wanted) => {
            values.iter().any(|value| compares(attribute, op, value, wanted))
        }
    }
}

fn compares(attribute: &Attribute, op: &CompareOp, value: &Value, wanted: &CompValue) -> bool {
    match (value, wanted) {
        (Value::Bool(value), CompValue::True) => *value,
        (Value::Bool(value), CompValue::False) => !*value,
        (Value::Number(value), CompValue::Number(wanted)) => {
            let (value, wanted) = (value.as_f64(), wanted.as_f64());
            in_order(op, value.partial_cmp(&wanted))
        }
        (Value::String(value), CompValue::Str(wanted)) => {
            let found = match op {
                CompareOp::Co | CompareOp::Sw | CompareOp::Ew => None,
                _ if attribute.kind == "dateTime" => value.parse::<Timestamp>().ok().zip(wanted.parse().ok()),
                _ => None,
            };
            if let Some((value, wanted)) = found {
                return in_order(op, Some(value.cmp(&wanted)));
            }
            let folded =
                |text: &str| if attribute.case_exact { text.to_owned() } else { text.to_lowercase() };
            let (value, wanted) = (folded(value), folded(wanted));
            match op {
                CompareOp::Co => value.contains(&wanted),
                CompareOp::Sw => value.starts_with(&wanted),
                CompareOp::Ew => value.ends_with(&wanted),
                _ => in_order(op, Some(value.cmp(&wanted))),
            }
        }
        _ => false,
    }
}

fn in_order(op: &CompareOp, order: Option<Ordering>) -> bool {
    match (op, order) {
        (CompareOp::Eq, Some(order)) => order.is_eq(),
        (CompareOp::Gt, Some(order)) => order.is_gt(),
        (CompareOp::Ge, Some(order)) => order.is_ge(),
        (CompareOp::Lt, Some(order)) => order.is_lt(),
        (CompareOp::Le, Some(order)) => order.is_le(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::people::AssisterKind;
    use serde_json::json;

    /// Every combination of these, against the values of logic.
    const EXPRESSIONS: &[&str] = &[
        "userName eq \"ANA\"",
        "externalId eq \"a\"",
        "externalId pr",
        "active eq true",
        "emails co \"example\"",
        "emails[type eq \"work\" and not (value sw \"b\")]",
        "name.givenName ne \"Ana\"",
        "meta.created ge \"2026-01-01T00:00:00Z\"",
        "urn:assent:params:scim:schemas:extension:assister:2.0:User:npn gt 5",
    ];

    fn resources() -> Vec<Map<String, Value>> {
        let extension = crate::api::scim::schema::ASSISTER;
        let all = [
            json!({"userName": "ana", "externalId": "a", "active": true, "name": {"givenName": "Ana", "familyName": "S"},
                "emails": [{"value": "ana@example.org", "type": "work"}], "meta": {"created": "2026-02-01T00:00:00Z"}}),
            json!({"userName": "bo", "active": false, "name": {"familyName": "S"}, "emails": [{"value": "bo@x.org", "type": "work"}],
                "meta": {"created": "2025-02-01T00:00:00Z"}, extension: {"npn": 7}}),
            json!({}),
        ];
        all.into_iter().filter_map(|one| one.as_object().cloned()).collect()
    }

    #[test]
    fn and_or_and_not_are_those_of_logic() {
        let shape = Shape::users(AssisterKind::Broker).unwrap();
        let fits = |filter: &str, resource| Judged::read(filter, &shape).unwrap().fits(resource);
        let mut seen = std::collections::BTreeSet::new();
        for resource in &resources() {
            for one in EXPRESSIONS {
                let first = fits(one, resource);
                assert_eq!(fits(&format!("not ({one})"), resource), !first, "{one}");
                for other in EXPRESSIONS {
                    let second = fits(other, resource);
                    assert_eq!(fits(&format!("{one} and {other}"), resource), first && second);
                    assert_eq!(fits(&format!("{one} OR {other}"), resource), first || second);
                    assert_eq!(fits(&format!("{one} or {other} and not ({one})"), resource), first || second);
                    seen.insert((first, second));
                }
            }
        }
        assert_eq!(seen.len(), 4, "every pair of answers was there");
    }

    #[test]
    fn what_is_looked_up_by_name_is_what_every_resource_that_fits_is_called() {
        let shape = Shape::users(AssisterKind::Navigator).unwrap();
        let called = |filter: &str| Judged::read(filter, &shape).unwrap().called().map(str::to_owned);
        assert_eq!(called("active eq true and userName eq \"a\"").as_deref(), Some("a"));
        assert_eq!(called("emails.value eq \"a\"").as_deref(), Some("a"));
        for filter in [
            "userName eq \"a\" or active eq true",
            "not (userName eq \"a\")",
            "userName sw \"a\"",
            "userName eq \"Ä\"",
            "emails.type eq \"work\"",
        ] {
            assert_eq!(called(filter), None, "{filter}");
        }
    }
}
