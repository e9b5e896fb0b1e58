//! What a request asks for beside the resource itself: which part of a list, which attributes (RFC 7644, sections 3.4.2 and
//! 3.9); and what of a resource is answered.

use super::{error::ScimError, schema::Shape};
use scim_v2::filter::PatchPath;
use serde_json::{Map, Value};
use std::str::FromStr;
use words::Words;

/// The most resources in an answer.
pub(super) const MOST: usize = 200;
/// As many come when nobody says how many.
const USUAL: usize = 100;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) filter: Option<String>,
    /// Counted from 1.
    pub(super) start: usize,
    pub(super) count: usize,
    attributes: Vec<String>,
    excluded: Vec<String>,
}

/// The names in a list.
fn names(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

impl Asked {
    /// Behind the question mark of an address.
    pub(super) fn of_query(query: &str) -> Result<Self, ScimError> {
        let mut message = Map::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = match &*name {
                "startIndex" | "count" => {
                    value.parse::<i64>().map_or_else(|_| Value::from(&*value), Value::from)
                }
                _ => Value::from(&*value),
            };
            message.insert(name.into_owned(), value);
        }
        Self::of_message(&message)
    }

    /// In the message of a search.
    pub(super) fn of_message(message: &Map<String, Value>) -> Result<Self, ScimError> {
        let words = Words::default();
        let number = |name: &str| match message.get(name) {
            None | Some(Value::Null) => Ok(None),
            // Less than the least is the least.
            Some(Value::Number(number)) if number.is_i64() || number.is_u64() => {
                let number = number.as_i64().unwrap_or(i64::MAX).max(0);
                Ok(Some(usize::try_from(number).unwrap_or(usize::MAX)))
            }
            Some(_) => Err(ScimError::value(name, &words.scim_error_type("integer"))),
        };
        let list = |name: &str| match message.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::String(text)) => Ok(names(text)),
            Some(Value::Array(all)) => Ok(all.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
            Some(_) => Err(ScimError::value(name, &words.scim_error_type("string"))),
        };
        let filter = match message.get("filter") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
            Some(_) => return Err(ScimError::value("filter", &words.scim_error_type("string"))),
        };
        let (attributes, excluded) = (list("attributes")?, list("excludedAttributes")?);
        if !attributes.is_empty() && !excluded.is_empty() {
            return Err(ScimError::value("excludedAttributes", &words.scim_error_both()));
        }
        Ok(Self {
            filter,
            start: number("startIndex")?.unwrap_or(1).max(1),
            count: number("count")?.unwrap_or(USUAL).min(MOST),
            attributes,
            excluded,
        })
    }

    /// What of a resource is answered: what always comes, and what was asked for or not excluded.
    pub(super) fn of_resource(&self, shape: &Shape, resource: &Map<String, Value>) -> Value {
        if !self.attributes.is_empty() {
            let mut kept = Map::new();
            for (name, value) in resource {
                if is_always(shape, name) {
                    kept.insert(name.clone(), value.clone());
                }
            }
            self.attributes.iter().for_each(|path| pick(shape, resource, path, &mut kept));
            return kept.into();
        }
        let mut kept = resource.clone();
        if let Some(Value::Object(more)) = kept.get_mut(shape.extension) {
            shape.on_request().for_each(|name| drop(more.remove(name)));
            if more.is_empty() {
                kept.remove(shape.extension);
            }
        }
        self.excluded.iter().for_each(|path| leave_out(shape, path, &mut kept));
        kept.into()
    }
}

fn is_always(shape: &Shape, name: &str) -> bool {
    shape.place(None, name, None).is_some_and(|place| place.attribute.is_always())
}

/// Where a path leads: into the extension, to an attribute, to one of its own. What cannot be read leads nowhere.
fn way(shape: &Shape, path: &str) -> Option<(bool, String, Option<String>)> {
    let PatchPath::Attr(attr) = PatchPath::from_str(path).ok()? else { return None };
    let place = shape.place(attr.uri.as_deref(), &attr.name, attr.sub_attr.as_deref())?;
    Some((place.extended, place.attribute.name.clone(), place.sub.map(|sub| sub.name.clone())))
}

fn pick(shape: &Shape, resource: &Map<String, Value>, path: &str, kept: &mut Map<String, Value>) {
    if shape.is_extension(path) {
        let whole = resource.get(shape.extension).cloned().unwrap_or_default();
        kept.insert(shape.extension.to_owned(), whole);
        return;
    }
    let Some((extended, name, sub)) = way(shape, path) else { return };
    let home =
        if extended { resource.get(shape.extension).and_then(Value::as_object) } else { Some(resource) };
    let Some(value) = home.and_then(|home| home.get(&name)) else { return };
    let into = match extended {
        true => {
            let more = kept.entry(shape.extension).or_insert_with(|| Map::new().into());
            let Value::Object(more) = more else { return };
            more
        }
        false => kept,
    };
    let Some(sub) = sub else {
        into.insert(name, value.clone());
        return;
    };
    let part = |whole: &Value| {
        let part = whole.get(&sub).map(|part| (sub.clone(), part.clone()));
        Value::Object(part.into_iter().collect())
    };
    match (value, into.get_mut(&name)) {
        (Value::Array(all), Some(Value::Array(there))) => {
            for (there, whole) in there.iter_mut().zip(all) {
                if let (Value::Object(there), Value::Object(more)) = (there, part(whole)) {
                    there.extend(more);
                }
            }
        }
        (whole, Some(Value::Object(there))) => {
            if let Value::Object(more) = part(whole) {
                there.extend(more);
            }
        }
        (Value::Array(all), _) => drop(into.insert(name, all.iter().map(part).collect())),
        (whole, _) => drop(into.insert(name, part(whole))),
    }
}

fn leave_out(shape: &Shape, path: &str, kept: &mut Map<String, Value>) {
    if shape.is_extension(path) {
        kept.remove(shape.extension);
        return;
    }
    let Some((extended, name, sub)) = way(shape, path) else { return };
    if !extended && is_always(shape, &name) {
        return;
    }
    let home = match extended {
        true => kept.get_mut(shape.extension).and_then(Value::as_object_mut),
        false => Some(kept),
    };
    let Some(home) = home else { return };
    match (sub, home.get_mut(&name)) {
        (None, _) => drop(home.remove(&name)),
        (Some(sub), Some(Value::Object(whole))) => drop(whole.remove(&sub)),
        (Some(sub), Some(Value::Array(all))) => {
            all.iter_mut().filter_map(Value::as_object_mut).for_each(|one| drop(one.remove(&sub)));
        }
        (Some(_), _) => {}
    }
}
