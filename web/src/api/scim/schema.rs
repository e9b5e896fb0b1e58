//! What a resource consists of: the published schemas (`schemas.json`), read once. They depend on whose token asks: brokers
//! have an NPN and must, others have none. Filters, PATCH and what is read of a request go by the same lists.

use super::error::ScimError;
use domain::people::AssisterKind;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The schema of an assister.
pub(super) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// What an exchange keeps of one.
pub(super) const ASSISTER: &str = "urn:assent:params:scim:schemas:extension:assister:2.0:User";
/// The schema of an agency.
pub(super) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// One attribute (RFC 7643, section 7), what is not said as the RFC says.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Attribute {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    description: String,
    #[serde(default)]
    pub(super) multi_valued: bool,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) case_exact: bool,
    #[serde(default)]
    mutability: Option<String>,
    #[serde(default)]
    returned: Option<String>,
    #[serde(default)]
    uniqueness: Option<String>,
    #[serde(default)]
    canonical_values: Vec<String>,
    #[serde(default)]
    reference_types: Vec<String>,
    #[serde(default)]
    pub(super) sub_attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, Deserialize)]
struct Schema {
    id: String,
    name: String,
    description: String,
    attributes: Vec<Attribute>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Published {
    schemas: Vec<Schema>,
    common: Vec<Attribute>,
    resource_types: Vec<Map<String, Value>>,
    config: Map<String, Value>,
}

static PUBLISHED: LazyLock<Option<Published>> =
    LazyLock::new(|| serde_json::from_str(include_str!("schemas.json")).ok());

fn published() -> Result<&'static Published, ScimError> {
    PUBLISHED.as_ref().ok_or_else(ScimError::failure)
}

impl Attribute {
    pub(super) fn is_read_only(&self) -> bool {
        self.mutability.as_deref() == Some("readOnly")
    }

    /// Whether it comes whatever is asked for.
    pub(super) fn is_always(&self) -> bool {
        self.returned.as_deref() == Some("always")
    }

    /// Whether it comes only when it is asked for.
    pub(super) fn is_on_request(&self) -> bool {
        self.returned.as_deref() == Some("request")
    }

    pub(super) fn is_complex(&self) -> bool {
        self.kind == "complex"
    }

    /// One of its own attributes, whatever the capitals of the name.
    pub(super) fn sub(&self, name: &str) -> Option<&Attribute> {
        of_name(&self.sub_attributes, name)
    }

    fn shown(&self) -> Value {
        let mut shown = json!({
            "name": self.name, "type": self.kind, "multiValued": self.multi_valued, "description": self.description,
            "required": self.required, "caseExact": self.case_exact,
            "mutability": self.mutability.as_deref().unwrap_or("readWrite"),
            "returned": self.returned.as_deref().unwrap_or("default"),
            "uniqueness": self.uniqueness.as_deref().unwrap_or("none"),
        });
        if let Value::Object(object) = &mut shown {
            for (name, values) in
                [("canonicalValues", &self.canonical_values), ("referenceTypes", &self.reference_types)]
            {
                if !values.is_empty() {
                    object.insert(name.to_owned(), json!(values));
                }
            }
            if !self.sub_attributes.is_empty() {
                let subs: Vec<_> = self.sub_attributes.iter().map(Attribute::shown).collect();
                object.insert("subAttributes".to_owned(), subs.into());
            }
        }
        shown
    }
}

fn of_name<'s>(attributes: &'s [Attribute], name: &str) -> Option<&'s Attribute> {
    attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}

/// The attributes of a type of resource, for one kind of assisters.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// The core schema and its attributes.
    pub(super) core: &'static str,
    attributes: Vec<Attribute>,
    /// The extension and its attributes; empty when there is none.
    pub(super) extension: &'static str,
    more: Vec<Attribute>,
    common: &'static [Attribute],
}

/// Where an attribute stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'s> {
    /// In the extension.
    pub(super) extended: bool,
    pub(super) attribute: &'s Attribute,
    /// One of its own attributes.
    pub(super) sub: Option<&'s Attribute>,
}

impl Place<'_> {
    /// The attribute whose values stand there.
    pub(super) fn of_values(&self) -> &Attribute {
        self.sub.unwrap_or(self.attribute)
    }
}

fn attributes_of(id: &str, kind: AssisterKind) -> Result<Vec<Attribute>, ScimError> {
    let schema = published()?.schemas.iter().find(|schema| schema.id == id).ok_or_else(ScimError::failure)?;
    Ok(for_kind(schema, kind).attributes)
}

/// The schema as it is for one kind of assisters.
fn for_kind(schema: &Schema, kind: AssisterKind) -> Schema {
    let mut schema = schema.clone();
    if kind != AssisterKind::Broker {
        schema.attributes.retain(|attribute| attribute.name != "npn");
    }
    schema
}

impl Shape {
    /// Assisters of a kind.
    pub(super) fn users(kind: AssisterKind) -> Result<Self, ScimError> {
        Self::of(USER, ASSISTER, kind)
    }

    /// Agencies of a kind.
    pub(super) fn groups(kind: AssisterKind) -> Result<Self, ScimError> {
        Self::of(GROUP, "", kind)
    }

    fn of(core: &'static str, extension: &'static str, kind: AssisterKind) -> Result<Self, ScimError> {
        Ok(Self {
            core,
            attributes: attributes_of(core, kind)?,
            extension,
            more: if extension.is_empty() { Vec::new() } else { attributes_of(extension, kind)? },
            common: &published()?.common,
        })
    }

    /// Whether a text is the name of the extension.
    pub(super) fn is_extension(&self, text: &str) -> bool {
        !self.extension.is_empty() && text.eq_ignore_ascii_case(self.extension)
    }

    /// Whether something of the extension must be there.
    pub(super) fn must_be_extended(&self) -> bool {
        self.more.iter().any(|attribute| attribute.required)
    }

    /// The names of what comes of the extension only when it is asked for.
    pub(super) fn on_request(&self) -> impl Iterator<Item = &str> {
        self.more.iter().filter(|attribute| attribute.is_on_request()).map(|attribute| &*attribute.name)
    }

    /// The attribute of a name, with the schema's own name before it or without, whatever the capitals.
    pub(super) fn place(&self, schema: Option<&str>, name: &str, sub: Option<&str>) -> Option<Place<'_>> {
        let (extended, attribute) = match schema {
            Some(schema) if self.is_extension(schema) => (true, of_name(&self.more, name)?),
            Some(schema) if schema.eq_ignore_ascii_case(self.core) => {
                (false, of_name(&self.attributes, name)?)
            }
            Some(_) => return None,
            None => (false, of_name(self.common, name).or_else(|| of_name(&self.attributes, name))?),
        };
        let sub = match sub {
            Some(sub) => Some(attribute.sub(sub)?),
            None => None,
        };
        Some(Place { extended, attribute, sub })
    }

    /// What of a request can be written, each attribute by its own name: what is not known or cannot be written is left
    /// out (RFC 7644, section 3.3), and so is what is empty.
    pub(super) fn writable(&self, given: &Map<String, Value>) -> Map<String, Value> {
        let external = self.common.iter().filter(|attribute| attribute.name == "externalId");
        let all: Vec<&Attribute> = self.attributes.iter().chain(external).collect();
        let mut kept = kept(&all, given);
        let more = given.iter().find(|(name, _)| self.is_extension(name));
        if let Some((_, Value::Object(more))) = more {
            let more = self::kept(&self.more.iter().collect::<Vec<_>>(), more);
            if !more.is_empty() {
                kept.insert(self.extension.to_owned(), more.into());
            }
        }
        kept
    }
}

fn kept(attributes: &[&Attribute], given: &Map<String, Value>) -> Map<String, Value> {
    let mut kept = Map::new();
    for (name, value) in given {
        let known = attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name));
        let Some(attribute) = known.filter(|attribute| !attribute.is_read_only()) else { continue };
        let value = attribute_value(attribute, value);
        let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !empty {
            kept.insert(attribute.name.clone(), value);
        }
    }
    kept
}

/// A value, its own attributes by their own names.
pub(super) fn attribute_value(attribute: &Attribute, value: &Value) -> Value {
    let subs: Vec<&Attribute> = attribute.sub_attributes.iter().collect();
    let one = |value: &Value| match value {
        Value::Object(object) if attribute.is_complex() => {
            // Which one counts is said by `primary`, which is not kept.
            let mut own = kept(&subs, object);
            let primary = object.iter().find(|(name, _)| name.eq_ignore_ascii_case("primary"));
            if let Some((_, Value::Bool(true))) = primary {
                own.insert("primary".to_owned(), true.into());
            }
            own.into()
        }
        other => other.clone(),
    };
    match value {
        Value::Array(values) if attribute.multi_valued => values.iter().map(one).collect(),
        // One value alone is a list of one.
        Value::Object(_) | Value::String(_) if attribute.multi_valued => Value::Array(vec![one(value)]),
        other => one(other),
    }
}

/// Every schema, or the one of this id.
pub(super) fn schemas(kind: AssisterKind, base: &str) -> Result<Vec<(String, Value)>, ScimError> {
    let shown = |schema: &Schema| {
        let Schema { id, name, description, attributes } = for_kind(schema, kind);
        let attributes: Vec<_> = attributes.iter().map(Attribute::shown).collect();
        let shown = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": id, "name": name,
            "description": description, "attributes": attributes,
            "meta": {"resourceType": "Schema", "location": format!("{base}/Schemas/{id}")},
        });
        (id, shown)
    };
    Ok(published()?.schemas.iter().map(shown).collect())
}

/// The types of resources.
pub(super) fn resource_types(base: &str) -> Result<Vec<(String, Value)>, ScimError> {
    let shown = |of: &Map<String, Value>| {
        let (mut of, name) =
            (of.clone(), of.get("name").and_then(Value::as_str).unwrap_or_default().to_owned());
        let location = format!("{base}/ResourceTypes/{name}");
        of.insert("meta".to_owned(), json!({"resourceType": "ResourceType", "location": location}));
        (name, Value::Object(of))
    };
    Ok(published()?.resource_types.iter().map(shown).collect())
}

/// What is supported.
pub(super) fn config(base: &str) -> Result<Value, ScimError> {
    let mut config = published()?.config.clone();
    let location = format!("{base}/ServiceProviderConfig");
    config.insert("meta".to_owned(), json!({"resourceType": "ServiceProviderConfig", "location": location}));
    Ok(config.into())
}
