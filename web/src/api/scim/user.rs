//! An assister as a SCIM User, there and back.

use super::{
    error::ScimError,
    schema::{ASSISTER, USER},
};
use domain::{certification::Missing, people::AssisterKind};
use jiff::{Timestamp, civil::Date};
use portal::assisters::{ProvisionedUser, WantedUser};
use serde_json::{Map, Value, json};
use words::Words;

/// The version of a resource, as an entity tag.
pub(super) fn tag(user: &ProvisionedUser) -> String {
    format!("W/\"{}\"", user.version)
}

/// An instant as RFC 3339 writes it.
pub(super) fn instant(at: domain::instant::Instant) -> Value {
    Timestamp::from_microsecond(at.0).map(|at| at.to_string().into()).unwrap_or_default()
}

/// A resource of what there is: nothing stands in it for what there is not.
pub(super) fn object(members: Vec<(&str, Value)>) -> Map<String, Value> {
    let there = |value: &Value| !value.is_null() && !value.as_array().is_some_and(Vec::is_empty);
    let members = members.into_iter().filter(|(_, value)| there(value));
    members.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn npn(user: &ProvisionedUser) -> Value {
    let npn = user.npn.as_deref().and_then(|npn| npn.parse::<u64>().ok());
    npn.into()
}

fn name(user: &ProvisionedUser) -> Value {
    let given = Some(&*user.given_name).filter(|given| !given.is_empty());
    object(vec![("familyName", (&*user.family_name).into()), ("givenName", given.into())]).into()
}

/// What of it can be written: what PATCH works on.
pub(super) fn writable(user: &ProvisionedUser) -> Map<String, Value> {
    let mut all = object(vec![
        ("userName", user.user_name().into()),
        ("externalId", user.external_id.as_deref().into()),
        ("name", name(user)),
        ("active", user.is_active().into()),
        ("emails", json!([{"value": user.email, "type": "work"}])),
    ]);
    let city = Some(&*user.city).filter(|city| !city.is_empty());
    let more = object(vec![("npn", npn(user)), ("city", city.into())]);
    if !more.is_empty() {
        all.insert(ASSISTER.to_owned(), more.into());
    }
    all
}

/// The whole resource.
pub(super) fn shown(user: &ProvisionedUser, today: Date, base: &str) -> Map<String, Value> {
    let credentials = &user.credentials;
    let missing = credentials.missing_on(today);
    let day = |day: Option<Date>| Value::from(day.map(|day| day.to_string()));
    let city = Some(&*user.city).filter(|city| !city.is_empty());
    let more = object(vec![
        ("npn", npn(user)),
        ("city", city.into()),
        ("kind", credentials.kind.word().into()),
        ("referenceNumber", (&*user.reference_number).into()),
        ("assisterId", user.assister_id.as_deref().into()),
        ("state", credentials.state.word().into()),
        ("mayAct", missing.is_empty().into()),
        ("missing", missing.iter().map(|one: &Missing| one.word()).collect::<Vec<_>>().into()),
        ("certifiedFrom", day(credentials.certified_from)),
        ("certifiedUntil", day(credentials.certified_until)),
        ("trainingPassedOn", day(credentials.training_passed_on)),
        ("assessmentPassedOn", day(credentials.assessment_passed_on)),
        ("accessApprovedOn", day(credentials.access_approved_on)),
        ("licenseUntil", day(credentials.license_until)),
    ]);
    let groups: Vec<Value> = user
        .agency_key
        .iter()
        .map(|key| json!({"value": key.0, "$ref": format!("{base}/Groups/{key}"), "display": user.agency_name}))
        .collect();
    let mut all = writable(user);
    all.extend(object(vec![
        ("schemas", json!([USER, ASSISTER])),
        ("id", (&*user.assister_key.0).into()),
        ("displayName", domain::typed::name::full(&user.given_name, &user.family_name).into()),
        ("userType", credentials.kind.word().into()),
        ("groups", groups.into()),
        (ASSISTER, more.into()),
        (
            "meta",
            json!({
                "resourceType": "User", "created": instant(user.created_at),
                "lastModified": instant(user.changed_at.unwrap_or(user.created_at)),
                "location": format!("{base}/Users/{}", user.assister_key), "version": tag(user),
            }),
        ),
    ]));
    all
}

/// A text that was given; `None` for none.
pub(super) fn text(
    given: &Map<String, Value>,
    name: &str,
    called: &str,
) -> Result<Option<String>, ScimError> {
    let words = Words::default();
    match given.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            let line = domain::typed::text::any_line(text).map_err(|fault| {
                ScimError::value(called, &words.wrong(&domain::form::Wrong::Typed(fault.into())))
            })?;
            Ok(Some(line).filter(|line| !line.is_empty()))
        }
        Some(_) => Err(ScimError::value(called, &words.scim_error_type("string"))),
    }
}

/// A text that must be given.
pub(super) fn required(given: &Map<String, Value>, name: &str, called: &str) -> Result<String, ScimError> {
    text(given, name, called)?.ok_or_else(|| ScimError::value(called, &Words::default().scim_error_missing()))
}

/// What is wanted of an account: what can be written, judged by shape. What the rules say of it is the portal's.
pub(super) fn wanted(
    given: &Map<String, Value>,
    kind: AssisterKind,
    before: Option<&ProvisionedUser>,
) -> Result<WantedUser, ScimError> {
    let words = Words::default();
    let none = Map::new();
    let name = match given.get("name") {
        Some(Value::Object(name)) => name,
        Some(_) => return Err(ScimError::value("name", &words.scim_error_type("complex"))),
        None => &none,
    };
    let active = match given.get("active") {
        Some(Value::Bool(active)) => *active,
        // Some identity systems send it as a text.
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => true,
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => false,
        Some(_) => return Err(ScimError::value("active", &words.scim_error_type("boolean"))),
        None => before.is_none_or(ProvisionedUser::is_active),
    };
    Ok(WantedUser {
        user_name: required(given, "userName", "userName")?,
        external_id: text(given, "externalId", "externalId")?,
        given_name: text(name, "givenName", "name.givenName")?.unwrap_or_default(),
        family_name: required(name, "familyName", "name.familyName")?,
        email: email(given)?,
        city: match given.get(ASSISTER) {
            Some(Value::Object(more)) => text(more, "city", "city")?.unwrap_or_default(),
            Some(_) | None => String::new(),
        },
        npn: match kind {
            AssisterKind::Broker => wanted_npn(given, before)?,
            AssisterKind::Navigator | AssisterKind::Cac => None,
        },
        active,
    })
}

/// The one address: of several the one that is said to be the first.
fn email(given: &Map<String, Value>) -> Result<String, ScimError> {
    let words = Words::default();
    let all: Vec<&Map<String, Value>> = match given.get("emails") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_object).collect(),
        Some(_) | None => Vec::new(),
    };
    let primary: Vec<_> = all.iter().filter(|one| one.contains_key("primary")).copied().collect();
    let one = match (&*all, &*primary) {
        ([], _) => return Err(ScimError::value("emails", &words.scim_error_missing())),
        ([one], _) | (_, [one]) => one,
        (_, _) => return Err(ScimError::value("emails", &words.scim_error_one_email())),
    };
    required(one, "value", "emails.value")
}

fn wanted_npn(
    given: &Map<String, Value>,
    before: Option<&ProvisionedUser>,
) -> Result<Option<String>, ScimError> {
    let words = Words::default();
    let typed = match given.get(ASSISTER).and_then(|more| more.get("npn")) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(number)) if number.is_u64() => number.to_string(),
        Some(Value::String(text)) => text.clone(),
        Some(_) => return Err(ScimError::value("npn", &words.scim_error_type("integer"))),
    };
    // A number has no zeros before it; the one that stands there may.
    let stands = before.and_then(|before| before.npn.clone());
    let same = stands.filter(|stands| stands.parse::<u64>().ok() == typed.parse::<u64>().ok());
    Ok(Some(same.unwrap_or(typed)))
}
