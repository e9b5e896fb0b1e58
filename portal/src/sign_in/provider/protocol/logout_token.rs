//! Logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6): the crate has no type for them, so that they are
//! read here and verified with the same keys and the same algorithms as ID tokens.

use super::{LoggedOut, Trouble, is_allowed};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey,
    core::{CoreJsonWebKey, CoreJwsSigningAlgorithm},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The longest token that is looked at.
const LONGEST: usize = 8_192;
/// The longest name of a token, a subject or a session.
const LONGEST_NAME: usize = 255;
/// What a logout token says has happened.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// How long ago it may have been made, in seconds.
const OLDEST: i64 = 600;

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    typ: Option<String>,
    kid: Option<String>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    iat: i64,
    exp: i64,
    jti: String,
    events: Map<String, Value>,
    nonce: Option<Value>,
    sub: Option<String>,
    sid: Option<String>,
}

/// What is asked of a token beside its signature.
pub(super) struct Asked<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    /// Now, in seconds since 1970, and how far apart clocks may be.
    pub(super) now: i64,
    pub(super) apart: i64,
}

fn part<T: DeserializeOwned>(text: &str) -> Result<T, Trouble> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Trouble::wrong("unreadable"))?;
    serde_json::from_slice(&bytes).map_err(|_| Trouble::wrong("unreadable"))
}

/// What a token says that is signed with one of these keys.
pub(super) fn read(token: &str, keys: &[CoreJsonWebKey], asked: &Asked<'_>) -> Result<LoggedOut, Trouble> {
    let parts: Vec<_> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else { return Err(Trouble::wrong("unreadable")) };
    if token.len() > LONGEST {
        return Err(Trouble::wrong("too_long"));
    }
    let Header { alg, typ, kid, crit } = part(header).map_err(|_| Trouble::wrong("algorithm"))?;
    if !is_allowed(&alg) {
        return Err(Trouble::wrong("algorithm"));
    }
    let typ = typ.unwrap_or_default().to_ascii_lowercase();
    if crit.is_some() || typ.strip_prefix("application/").unwrap_or(&typ) != "logout+jwt" {
        return Err(Trouble::wrong("type"));
    }
    let named = |key: &&CoreJsonWebKey| kid.is_none() || key.key_id().map(|id| id.as_str()) == kid.as_deref();
    let named: Vec<_> = keys.iter().filter(named).collect();
    if named.is_empty() {
        return Err(Trouble::wrong("key"));
    }
    let signed = format!("{header}.{payload}");
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).map_err(|_| Trouble::wrong("signature"))?;
    let is_right = |key: &&CoreJsonWebKey| key.verify_signature(&alg, signed.as_bytes(), &signature).is_ok();
    if !named.iter().any(is_right) {
        return Err(Trouble::wrong("signature"));
    }
    judged(part(payload)?, asked)
}

fn judged(claims: Claims, asked: &Asked<'_>) -> Result<LoggedOut, Trouble> {
    let for_us = match &claims.aud {
        Audience::One(one) => one == asked.client_id,
        Audience::Many(many) => many.iter().any(|one| one == asked.client_id),
    };
    let (now, apart) = (asked.now, asked.apart);
    let text = |text: Option<String>| text.filter(|text| !text.is_empty() && text.len() <= LONGEST_NAME);
    let (subject, sid) = (text(claims.sub), text(claims.sid));
    let wrong = match () {
        () if claims.iss != asked.issuer => "issuer",
        () if !for_us => "audience",
        () if claims.iat > now.saturating_add(apart) || now.saturating_sub(claims.iat) > OLDEST => {
            "issued_at"
        }
        () if claims.exp.saturating_add(apart) <= now => "expired",
        () if !claims.events.get(EVENT).is_some_and(Value::is_object) => "event",
        () if claims.nonce.is_some() => "nonce",
        () if subject.is_none() && sid.is_none() => "subject",
        () if claims.jti.is_empty() || claims.jti.len() > LONGEST_NAME => "name",
        () => return Ok(LoggedOut { name: claims.jti, subject, sid }),
    };
    Err(Trouble::wrong(wrong))
}
