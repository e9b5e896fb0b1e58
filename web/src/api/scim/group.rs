//! An agency as a SCIM Group, its assisters its members, there and back.

use super::{
    error::ScimError,
    schema::GROUP,
    user::{instant, object, required, text},
};
use domain::people::AssisterKey;
use portal::agencies::{ProvisionedGroup, WantedGroup};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use words::Words;

/// The version of a resource, as an entity tag: of the agency, and of who works there.
pub(super) fn tag(group: &ProvisionedGroup) -> String {
    let mut hash = Sha256::new();
    group.members.iter().for_each(|member| hash.update(format!("{member}\n")));
    let members = base16ct::lower::encode_string(&hash.finalize());
    format!("W/\"{}-{}\"", group.row.version, members.get(..12).unwrap_or_default())
}

/// What of it can be written: what PATCH works on.
pub(super) fn writable(group: &ProvisionedGroup, base: &str) -> Map<String, Value> {
    let member =
        |key: &AssisterKey| json!({"value": key.0, "$ref": format!("{base}/Users/{key}"), "type": "User"});
    object(vec![
        ("displayName", (&*group.row.name).into()),
        ("externalId", group.row.external_id.as_deref().into()),
        ("members", group.members.iter().map(member).collect::<Vec<_>>().into()),
    ])
}

/// The whole resource.
pub(super) fn shown(group: &ProvisionedGroup, base: &str) -> Map<String, Value> {
    let row = &group.row;
    let mut all = writable(group, base);
    all.extend(object(vec![
        ("schemas", json!([GROUP])),
        ("id", (&*row.agency_key.0).into()),
        (
            "meta",
            json!({
                "resourceType": "Group", "created": instant(row.created_at),
                "lastModified": instant(row.changed_at.unwrap_or(row.created_at)),
                "location": format!("{base}/Groups/{}", row.agency_key), "version": tag(group),
            }),
        ),
    ]));
    all
}

/// What is wanted of an agency.
pub(super) fn wanted(given: &Map<String, Value>) -> Result<WantedGroup, ScimError> {
    let words = Words::default();
    let mut members = Vec::new();
    let all = match given.get("members") {
        None | Some(Value::Null) => &[][..],
        Some(Value::Array(all)) => all,
        Some(_) => return Err(ScimError::value("members", &words.scim_error_type("complex"))),
    };
    for one in all {
        let is_user = one
            .get("type")
            .is_none_or(|kind| kind.as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("User")));
        let of_ref = || one.get("$ref")?.as_str()?.rsplit('/').next();
        let key = one.get("value").and_then(Value::as_str).or_else(of_ref).filter(|_| is_user);
        let key = key.ok_or_else(|| ScimError::value("members.value", &words.scim_error_member()))?;
        members.push(AssisterKey(key.to_owned()));
    }
    members.sort();
    members.dedup();
    Ok(WantedGroup {
        name: required(given, "displayName", "displayName")?,
        external_id: text(given, "externalId", "externalId")?,
        members,
    })
}
