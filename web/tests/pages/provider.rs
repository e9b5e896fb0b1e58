//! Sign-in through the state's own identity provider, as pages: what is shown where there is one, and what a browser gets
//! that comes back with nothing.

use super::{browser::Browser, sign_in::signed_up};
use portal::testing::*;

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_provider_is_shown_none_id_1() {
    for portal in portals().await {
        let mut zoe = Browser::at(&portal, false);
        zoe.get("/sign-in").await;
        assert!(!zoe.page.contains("/sign-in/provider"));
        for path in ["/sign-in/provider", "/sign-in/provider/begin"] {
            zoe.get(path).await;
            assert_eq!(zoe.location, "/sign-in", "{path}");
        }
        signed_up(&portal, &mut zoe).await;
        zoe.get("/settings").await;
        assert!(!zoe.page.contains("/settings/provider"));
        for (path, to) in [("/settings/provider", "/settings"), ("/step-up/provider", "/step-up")] {
            zoe.get(path).await;
            assert_eq!(zoe.location, to, "{path}");
        }
    }
}

#[cfg(feature = "oidc")]
mod known {
    use super::*;
    use axum::http::StatusCode;
    use axum::{body::Body, http::Request};
    use domain::{identity_provider::IdentityProvider, people::Role};
    use portal::Portal;
    use tower::ServiceExt;

    /// With a provider that nobody reaches.
    fn with_provider(portal: &Portal) -> Portal {
        let provider = IdentityProvider {
            name: "State ID".into(),
            issuer: "http://127.0.0.1:1".into(),
            client_id: "assent".into(),
            secret: "ASSENT_PROVIDER_SECRET".into(),
            roles: Role::ALL.to_vec(),
            only: Vec::new(),
            second_factor_acr: Vec::new(),
            second_factor_amr: Vec::new(),
            max_age_minutes: 60,
            ca_file: None,
        };
        let portal = with_profile(portal, |profile| profile.identity_provider = Some(provider));
        portal.with_identity_provider("secret".to_owned(), None).unwrap()
    }

    fn app(portal: &Portal) -> axum::Router {
        let public_address = "https://portal.example".to_owned();
        web::app(portal.clone(), web::Settings { public_address, secure_cookies: true })
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn another_sites_page_sends_nobody_to_the_provider_id_1() {
        let portal = with_provider(&sqlite().await);
        for (site, sent) in [
            (Some("cross-site"), false),
            (Some("same-site"), false),
            (Some("same-origin"), true),
            (None, true),
        ] {
            let mut request = Request::get("/sign-in/provider/begin?next=%2Fhome");
            if let Some(site) = site {
                request = request.header("sec-fetch-site", site);
            }
            let answer = app(&portal).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            // Whoever is sent is told that it is down.
            let expected = if sent { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::SEE_OTHER };
            assert_eq!(answer.status(), expected, "{site:?}");
            let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
            assert_eq!(to.as_deref(), (!sent).then_some("/sign-in?next=%2Fhome"), "{site:?}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_message_of_the_provider_is_answered_as_its_standard_says_id_3() {
        let bare = sqlite().await;
        let portal = with_provider(&bare);
        let form = "application/x-www-form-urlencoded";
        let long = format!("logout_token={}", "x".repeat(20_000));
        for (portal, kind, body, status) in [
            (&bare, form, "logout_token=a.b.c", StatusCode::NOT_FOUND),
            (&portal, form, "", StatusCode::BAD_REQUEST),
            (&portal, form, "token=a.b.c", StatusCode::BAD_REQUEST),
            (&portal, form, "logout_token=a&logout_token=b", StatusCode::BAD_REQUEST),
            (&portal, form, &*long, StatusCode::BAD_REQUEST),
            (&portal, "application/json", "{\"logout_token\": \"a.b.c\"}", StatusCode::BAD_REQUEST),
            // Its keys cannot be asked for: it is to say it again.
            (&portal, form, "logout_token=a.b.c", StatusCode::SERVICE_UNAVAILABLE),
        ] {
            let request = Request::post("/oidc/logout").header("content-type", kind);
            let request = request.body(Body::from(body.to_owned())).unwrap();
            let answer = app(portal).oneshot(request).await.unwrap();
            assert_eq!(answer.status(), status, "{kind} {body:.40}");
            assert_eq!(answer.headers()["cache-control"], "no-store");
        }
        let answer = app(&portal).oneshot(Request::get("/oidc/logout").body(Body::empty()).unwrap()).await;
        assert_eq!(answer.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_comes_back_with_nothing_is_told_one_sentence_and_stays_signed_in_as_they_were_id_1() {
        for portal in portals().await {
            let portal = with_provider(&portal);
            let mut zoe = Browser::at(&portal, false);
            zoe.get("/sign-in?next=%2Fhome").await;
            assert!(zoe.page.contains("href=\"/sign-in/provider/begin?next=%2Fhome\""), "{}", zoe.page);
            assert!(zoe.page.contains("Sign in with State ID"));
            for back in
                ["", "?code=x&state=y", "?error=access_denied&state=y", "?state=y", "?code=%00&state=%FF"]
            {
                zoe.get(&format!("/sign-in/provider{back}")).await;
                assert!(zoe.status.is_client_error(), "{back}: {}", zoe.status);
            }
            zoe.get("/sign-in/provider?code=x&state=y").await;
            assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(
                zoe.page.contains("We could not sign you in this way") && zoe.page.contains("651-555-0100")
            );
            zoe.get("/sign-in/provider/begin").await;
            assert!(zoe.page.contains("State ID does not answer") && zoe.page.contains("651-555-0100"));
            signed_up(&portal, &mut zoe).await;
            zoe.get("/sign-in/provider?code=x&state=y").await;
            assert_eq!(zoe.status, StatusCode::UNPROCESSABLE_ENTITY);
            zoe.get("/home").await;
            assert_eq!(zoe.status, StatusCode::OK);
            zoe.get("/settings").await;
            assert!(zoe.page.contains("State ID") && zoe.page.contains("Not linked"));
            zoe.get("/settings/provider").await;
            assert!(zoe.page.contains("/sign-in/provider/begin?next=%2Fsettings%2Fprovider"));
        }
    }
}
