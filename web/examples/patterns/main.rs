//! `cargo run -p web --example patterns`: every template part on pages of its own, under the portal's content
//! security policy, for looking at and for the accessibility engines. Everything on the pages is made up.

mod pages;

use axum::http::{HeaderName, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use axum::{Router, routing::get};

/// The policy of spec "Trust"; the pages must need nothing more.
const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

fn page(rendered: Result<String, askama::Error>) -> Response {
    match rendered {
        Ok(html) => {
            let name = HeaderName::from_static("content-security-policy");
            ([(name, HeaderValue::from_static(POLICY))], Html(html)).into_response()
        }
        Err(error) => (axum::http::StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8090".to_owned());
    let mut router = Router::new().route("/static/{*path}", get(web::assets::serve));
    for (path, render) in pages::ALL {
        router = router.route(path, get(move || async move { page(render()) }));
    }
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("The patterns are at http://{}", listener.local_addr()?);
    axum::serve(listener, router).await
}
