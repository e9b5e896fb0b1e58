//! An identity system at the portal: a bearer token, JSON there and back.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request},
};
use domain::form::Fields;
use http_body_util::BodyExt;
use portal::{Portal, testing::resource_manager};
use serde_json::Value;
use tower::ServiceExt;

pub struct Client {
    app: Router,
    pub token: String,
    /// Further headers of the next requests.
    pub headers: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }

    /// The ids of a list.
    pub fn ids(&self) -> Vec<String> {
        let all = self.body["Resources"].as_array().cloned().unwrap_or_default();
        all.iter().map(|one| one["id"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// A token as a resource manager makes it.
pub async fn token(portal: &Portal, kind: &str, scope: &str) -> String {
    // No two that are good have one name.
    let made = portal.list_tokens(&resource_manager()).await.unwrap().len();
    let name = if made == 0 { "Identity desk".to_owned() } else { format!("Identity desk {made}") };
    let typed = [("name", &*name), ("kind", kind), ("scope", scope), ("days", "30")];
    let typed: Fields = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    portal.create_token(&resource_manager(), &typed).await.unwrap().token
}

impl Client {
    pub fn with(portal: &Portal, token: &str) -> Self {
        let settings =
            web::Settings { public_address: "https://portal.example".into(), secure_cookies: false };
        Self { app: web::app(portal.clone(), settings), token: token.to_owned(), headers: Vec::new() }
    }

    pub async fn at(portal: &Portal, kind: &str) -> Self {
        Self::with(portal, &token(portal, kind, "write").await)
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|body| body.to_string());
        self.send_raw(method, path, body.as_deref()).await
    }

    pub async fn send_raw(&self, method: &str, path: &str, body: Option<&str>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/scim/v2{path}"));
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if body.is_some() {
            request = request.header("content-type", "application/scim+json");
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(body.unwrap_or_default().to_owned())).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    /// A list that fits a filter.
    pub async fn filtered(&self, path: &str, filter: &str) -> Answer {
        let filter: String = form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let more = if path.contains('?') { "&" } else { "?" };
        self.get(&format!("{path}{more}filter={filter}")).await
    }

    pub async fn patch(&self, path: &str, operations: Value) -> Answer {
        let message = serde_json::json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations,
        });
        self.send("PATCH", path, Some(message)).await
    }
}
