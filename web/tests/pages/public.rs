//! What everybody may ask: whom to tell of a weakness.

use axum::{
    body::Body,
    http::{Request, StatusCode, header::CONTENT_TYPE},
};
use domain::profile::Security;
use http_body_util::BodyExt;
use portal::{Portal, testing::*};
use tower::ServiceExt;

async fn security_txt(portal: &Portal, public_address: &str) -> (StatusCode, String, String) {
    let settings = web::Settings { public_address: public_address.to_owned(), secure_cookies: true };
    let request = Request::get("/.well-known/security.txt").body(Body::empty()).unwrap();
    let answer = web::app(portal.clone(), settings).oneshot(request).await.unwrap();
    let kind = answer.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, kind, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_to_tell_of_a_weakness_is_what_the_profile_says_in_the_form_of_rfc_9116() {
    let portal = sqlite().await;
    assert_eq!(security_txt(&portal, "https://assister.example.org").await.0, StatusCode::NOT_FOUND);
    let portal = with_profile(&portal, |profile| {
        profile.security = Some(Security {
            contact: vec!["mailto:security@example.org".into(), "tel:+1-651-555-0100".into()],
            languages: vec!["en".into(), "es".into()],
            policy: None,
        });
    });
    let (status, kind, text) = security_txt(&portal, "https://assister.example.org").await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/plain; charset=utf-8"));
    let wanted = "Contact: mailto:security@example.org\nContact: tel:+1-651-555-0100\nExpires: 2027-02-21T00:00:00Z\n\
                  Preferred-Languages: en, es\nCanonical: https://assister.example.org/.well-known/security.txt\n";
    assert_eq!(text, wanted);
    assert!(!security_txt(&portal, "http://127.0.0.1:8080").await.2.contains("Canonical"));
}
