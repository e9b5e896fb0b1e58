//! SCIM 2.0 (RFC 7643 and 7644) at `/scim/v2`: identity systems keep assister accounts (Users) and agencies (Groups) with a
//! bearer token, by the same verbs, rules and history as the pages. It stands outside the frame of pages: no cookie counts
//! here, and no form. What a token may do is said by its basis, behind the door of the roster.

mod asked;
mod error;
mod filter;
mod group;
mod patch;
mod resources;
mod schema;
mod user;

use crate::{App, answer::ForPrograms, session::context_of};
use asked::Asked;
use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::any,
};
use domain::people::AssisterKind;
use error::ScimError;
use portal::Session;
use resources::{Groups, Kept, Users};
use schema::Shape;
use serde_json::{Map, Value, json};
use std::time::Duration;
use words::Words;

/// What SCIM speaks.
const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/scim+json");
/// The longest body.
const LONGEST_BODY: usize = 1024 * 1024;
/// How long a body may take to come.
const BODY_TIME: Duration = Duration::from_secs(10);
/// How often a change is tried that somebody else's came between, when no version was named.
const TRIES: usize = 3;

/// Where SCIM answers.
pub(crate) const PATH: &str = "/scim/v2";

/// The routes of SCIM.
pub(crate) fn router() -> Router<App> {
    Router::new().route(PATH, any(scim)).route("/scim/v2/{*rest}", any(scim))
}

/// One request, of an identity system that was let in.
struct Call {
    app: App,
    session: Session,
    kind: AssisterKind,
    /// Where SCIM answers, as people reach it.
    base: String,
    method: Method,
    headers: HeaderMap,
    query: String,
    body: Map<String, Value>,
}

async fn scim(app: App, request: Request) -> Response {
    match answered(app, request).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn answered(app: App, request: Request) -> Result<Response, ScimError> {
    let context = context_of(&request, &app.settings);
    let token = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    let token = token.ok_or_else(ScimError::no_token)?;
    let session = app.portal.program_of(token, context).await?.ok_or_else(ScimError::no_token)?;
    let kind = session.program().ok_or_else(ScimError::no_token)?.kind;
    match app.portal.wait_of_program(&session) {
        0 => {}
        seconds => return Err(ScimError::too_many(seconds)),
    }
    let (parts, body) = request.into_parts();
    let path = percent_encoding::percent_decode_str(parts.uri.path()).decode_utf8_lossy().into_owned();
    if path.contains('\0') {
        return Err(ScimError::not_found());
    }
    let body = match parts.method {
        Method::POST | Method::PUT | Method::PATCH => read_body(&parts.headers, body).await,
        _ => Ok(Map::new()),
    };
    let base = format!("{}{PATH}", app.settings.public_address);
    let (method, headers) = (parts.method, parts.headers);
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let path: Vec<&str> = path.strip_prefix(PATH).unwrap_or_default().split('/').skip(1).collect();
    let call = |body| Call { app, session, kind, base, method: method.clone(), headers, query, body };
    // What takes no body says so before it is read.
    match (path.first().copied(), path.get(1).copied(), path.len()) {
        (Some("Users"), None, _) => call(body?).all::<Users>().await,
        (Some("Groups"), None, _) => call(body?).all::<Groups>().await,
        (Some("Users"), Some(".search"), 2) => call(body?).search::<Users>().await,
        (Some("Groups"), Some(".search"), 2) => call(body?).search::<Groups>().await,
        (Some(".search"), None, _) => call(body?).search_everything().await,
        (Some("Users"), Some(key), 2) => call(body?).one::<Users>(key).await,
        (Some("Groups"), Some(key), 2) => call(body?).one::<Groups>(key).await,
        (Some("ServiceProviderConfig"), None, _) => {
            let call = call(Map::new());
            call.only_read()?;
            Ok(json_of(StatusCode::OK, &schema::config(&call.base)?))
        }
        (Some("Schemas"), id, 1 | 2) => {
            let call = call(Map::new());
            call.only_read()?;
            described(schema::schemas(call.kind, &call.base)?, id)
        }
        (Some("ResourceTypes"), id, 1 | 2) => {
            let call = call(Map::new());
            call.only_read()?;
            described(schema::resource_types(&call.base)?, id)
        }
        (_, _, _) => Err(ScimError::not_found()),
    }
}

/// The body as a JSON object, of at most so many bytes.
async fn read_body(headers: &HeaderMap, body: axum::body::Body) -> Result<Map<String, Value>, ScimError> {
    let words = Words::default();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !["application/scim+json", "application/json"].contains(&&*kind) {
        return Err(ScimError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, None, &words.scim_error_media()));
    }
    let bytes = tokio::time::timeout(BODY_TIME, axum::body::to_bytes(body, LONGEST_BODY))
        .await
        .map_err(|_| ScimError::new(StatusCode::REQUEST_TIMEOUT, None, &words.scim_error_late()))?
        .map_err(|_| ScimError::new(StatusCode::PAYLOAD_TOO_LARGE, None, &words.scim_error_large()))?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(ScimError::bad("invalidSyntax", &words.scim_error_object())),
        Err(fault) => {
            Err(ScimError::bad("invalidSyntax", &words.scim_error_json(fault.line(), fault.column())))
        }
    }
}

fn json_of(status: StatusCode, body: &Value) -> Response {
    let mut response = (status, body.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, CONTENT_TYPE);
    response.extensions_mut().insert(ForPrograms);
    response
}

/// A list of descriptions, or one of them.
fn described(all: Vec<(String, Value)>, id: Option<&str>) -> Result<Response, ScimError> {
    let Some(id) = id.filter(|id| !id.is_empty()) else {
        let total = all.len();
        return Ok(list(all.into_iter().map(|(_, one)| one).collect(), total, 1));
    };
    let one = all.into_iter().find(|(own, _)| own == id).ok_or_else(ScimError::not_found)?;
    Ok(json_of(StatusCode::OK, &one.1))
}

/// The answer of a list: a part of so many, from a place on.
fn list(part: Vec<Value>, total: usize, start: usize) -> Response {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": total,
        "startIndex": start, "itemsPerPage": part.len(), "Resources": part,
    });
    json_of(StatusCode::OK, &body)
}

fn not_so() -> ScimError {
    ScimError::new(StatusCode::METHOD_NOT_ALLOWED, None, &Words::default().scim_error_method())
}

impl Call {
    fn only_read(&self) -> Result<(), ScimError> {
        if self.method == Method::GET { Ok(()) } else { Err(not_so()) }
    }

    /// A list of resources, or a new one.
    async fn all<K: Kept>(&self) -> Result<Response, ScimError> {
        let asked = Asked::of_query(&self.query)?;
        let shape = K::shape(self.kind)?;
        match self.method {
            Method::GET => {
                let (part, total) = self.part::<K>(&shape, &asked, asked.start - 1, asked.count).await?;
                Ok(list(part, total, asked.start))
            }
            Method::POST => {
                let made = K::create(self, &shape.writable(&self.body)).await?;
                let mut response = self.shown::<K>(StatusCode::CREATED, &shape, &asked, &made);
                let location = format!("{}/{}/{}", self.base, K::ENDPOINT, K::key(&made));
                if let Ok(location) = HeaderValue::from_str(&location) {
                    response.headers_mut().insert(header::LOCATION, location);
                }
                Ok(response)
            }
            _ => Err(not_so()),
        }
    }

    /// A part of a list, as it is asked for, and how many there are.
    async fn part<K: Kept>(
        &self,
        shape: &Shape,
        asked: &Asked,
        from: usize,
        count: usize,
    ) -> Result<(Vec<Value>, usize), ScimError> {
        let filter = asked.filter.as_deref().map(|text| filter::Judged::read(text, shape)).transpose()?;
        let (found, total) = K::list(self, filter.as_ref(), from, count).await?;
        let shown = |one: &K::Resource| asked.of_resource(shape, &K::shown(self, one));
        Ok((found.iter().map(shown).collect(), total))
    }

    async fn search<K: Kept>(&self) -> Result<Response, ScimError> {
        if self.method != Method::POST {
            return Err(not_so());
        }
        let asked = Asked::of_message(&self.body)?;
        let shape = K::shape(self.kind)?;
        let (part, total) = self.part::<K>(&shape, &asked, asked.start - 1, asked.count).await?;
        Ok(list(part, total, asked.start))
    }

    /// A search of every type: a filter must mean something for both.
    async fn search_everything(&self) -> Result<Response, ScimError> {
        if self.method != Method::POST {
            return Err(not_so());
        }
        let asked = Asked::of_message(&self.body)?;
        let (users, groups) = (Users::shape(self.kind)?, Groups::shape(self.kind)?);
        let from = asked.start - 1;
        let (mut part, first) = self.part::<Groups>(&groups, &asked, from, asked.count).await?;
        let left = asked.count.saturating_sub(part.len());
        let (more, second) = self.part::<Users>(&users, &asked, from.saturating_sub(first), left).await?;
        part.extend(more);
        Ok(list(part, first + second, asked.start))
    }

    fn shown<K: Kept>(
        &self,
        status: StatusCode,
        shape: &Shape,
        asked: &Asked,
        one: &K::Resource,
    ) -> Response {
        let mut response = json_of(status, &asked.of_resource(shape, &K::shown(self, one)));
        if let Ok(tag) = HeaderValue::from_str(&K::tag(one)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }

    /// Whether a header names the version, or any.
    fn names(&self, name: header::HeaderName, tag: &str) -> Option<bool> {
        let named = self.headers.get(name)?.to_str().ok()?;
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        Some(named.trim() == "*" || named.split(',').any(|one| bare(one) == bare(tag)))
    }

    /// One resource: shown, replaced, patched, deleted.
    async fn one<K: Kept>(&self, key: &str) -> Result<Response, ScimError> {
        let asked = Asked::of_query(&self.query)?;
        let shape = K::shape(self.kind)?;
        let known = [Method::GET, Method::PUT, Method::PATCH, Method::DELETE].contains(&self.method);
        if !known {
            return Err(not_so());
        }
        let versioned = self.headers.contains_key(header::IF_MATCH);
        let mut tries = 0;
        loop {
            tries += 1;
            let stands = K::read(self, key).await?;
            let tag = K::tag(&stands);
            if self.method == Method::GET {
                if self.names(header::IF_NONE_MATCH, &tag) == Some(true) {
                    let mut response = StatusCode::NOT_MODIFIED.into_response();
                    response.extensions_mut().insert(ForPrograms);
                    return Ok(response);
                }
                return Ok(self.shown::<K>(StatusCode::OK, &shape, &asked, &stands));
            }
            if self.names(header::IF_MATCH, &tag) == Some(false) {
                return Err(ScimError::stale());
            }
            let changed = match self.method {
                Method::DELETE => K::remove(self, &stands).await.map(|()| None),
                Method::PUT => K::change(self, &stands, &shape.writable(&self.body)).await.map(Some),
                _ => {
                    let mut wanted = K::writable(self, &stands);
                    patch::apply(&shape, &mut wanted, &self.body)?;
                    K::change(self, &stands, &wanted).await.map(Some)
                }
            };
            match changed {
                Ok(Some(now)) => return Ok(self.shown::<K>(StatusCode::OK, &shape, &asked, &now)),
                Ok(None) => {
                    let mut response = StatusCode::NO_CONTENT.into_response();
                    response.extensions_mut().insert(ForPrograms);
                    return Ok(response);
                }
                // Somebody else was first: once more, from what stands there now.
                Err(error)
                    if error.status == StatusCode::PRECONDITION_FAILED && !versioned && tries < TRIES => {}
                Err(error) => return Err(error),
            }
        }
    }
}
