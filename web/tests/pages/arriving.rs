//! What a form brings with it before anybody is signed in: where it came from, from which page, by which browser.

use axum::{
    Router,
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use portal::{Portal, testing::*};
use tower::ServiceExt;

const PASSWORD: &str = "copper lantern river 42";

fn app(portal: &Portal) -> Router {
    let settings = web::Settings { public_address: "https://portal.example".into(), secure_cookies: true };
    web::app(portal.clone(), settings)
}

/// Signs in as Rae with these headers.
async fn sign_in(portal: &Portal, headers: &[(&str, &str)], body: Body) -> Response<Body> {
    let request = Request::post("/sign-in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    app(portal).oneshot(request.body(body).unwrap()).await.unwrap()
}

fn typed() -> Body {
    Body::from(format!("name=rae&password={}", PASSWORD.replace(' ', "+")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_site_signs_nobody_in_whichever_way_the_browser_says_so() {
    let portal = sqlite().await;
    rae_with_account(&portal, PASSWORD).await;
    for foreign in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "https://evil.example"), ("host", "portal.example")],
        &[("origin", "https://portal.example.evil.example"), ("host", "portal.example")],
        &[("origin", "evil"), ("host", "portal.example")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "https://portal.example")],
    ] {
        let answer = sign_in(&portal, foreign, typed()).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{foreign:?}");
        assert!(answer.headers().get("set-cookie").is_none());
    }
    for own in [
        &[("origin", "https://portal.example")][..],
        &[("origin", "https://Portal.example"), ("host", "inside:8080")],
        &[("origin", "http://inside:8080"), ("host", "inside:8080")],
        &[("origin", "null"), ("host", "portal.example")],
        &[("origin", "https://portal.example"), ("sec-fetch-site", "same-origin")],
        &[],
    ] {
        assert_eq!(sign_in(&portal, own, typed()).await.status(), StatusCode::SEE_OTHER, "{own:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_gets_a_cookie_that_it_is_known_by_and_keeps_it_id_4() {
    let portal = sqlite().await;
    rae_with_account(&portal, PASSWORD).await;
    let cookies = |answer: &Response<Body>| {
        let all = answer.headers().get_all("set-cookie").iter();
        all.map(|cookie| cookie.to_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = cookies(&sign_in(&portal, &[], typed()).await);
    assert_eq!(first.len(), 2);
    let (name, rest) = first[1].split_once('=').unwrap();
    let (token, attributes) = rest.split_once("; ").unwrap();
    assert_eq!((name, token.len()), ("__Host-assent-device", 64));
    assert_eq!(attributes, "Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax; Secure");
    let kept = format!("a=b; {name}={token}");
    assert_eq!(cookies(&sign_in(&portal, &[("cookie", &kept)], typed()).await)[1], first[1]);
    assert_ne!(cookies(&sign_in(&portal, &[], typed()).await)[1], first[1]);
}
