//! Whose account it is (ID-1): linked beforehand, or with the consent of the account; never made by the provider.

use super::*;
use domain::access::Denial;

fn zoe() -> Fields {
    let pairs = [
        ("given_name", "Zoe"),
        ("family_name", "Sample"),
        ("date_of_birth_month", "2"),
        ("date_of_birth_day", "3"),
        ("date_of_birth_year", "1990"),
        ("email", "zoe@example.org"),
        ("username", "zoe.sample"),
        ("password", PASSWORD),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Zoe with an account of her own; gives her session.
pub async fn zoe_signed_up(portal: &Portal) -> Session {
    let token = portal.create_account(&zoe(), &here()).await.unwrap();
    let mail = portal.practice_mails().await.unwrap().remove(0);
    let code: String = mail.body.chars().filter(char::is_ascii_digit).take(8).collect();
    let signed_in = portal.confirm_account(&token, &code, &here()).await.unwrap();
    session_of(portal, &signed_in.token).await.unwrap()
}

fn to_link(finished: Result<Finished, Error>) -> String {
    match finished.unwrap() {
        Finished::ToLink(token) => token,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_linked_with_its_consent_and_the_link_is_removed_again_id_1() {
    let Some(provider) = real("http://127.0.0.1:9/oidc/logout") else { return };
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        let zoe = zoe_signed_up(&portal).await;
        let before = portal.read_settings(&zoe).await.unwrap().at_provider.unwrap();
        assert!(before.link.is_none() && before.name == "State ID");

        let came = Browser::default().at_provider(&portal, None, "account=zoe").await;
        let token = to_link(finish(&portal, None, &came).await);
        assert_eq!(
            count(&portal, "SELECT count(*) FROM provider_links").await,
            0,
            "nothing is linked by itself"
        );
        let waits =
            async |session: &Session, token: &str| portal.waits_for_consent(session, token).await.unwrap();
        assert_eq!(waits(&zoe, &token).await.as_deref(), Some("zoe@example.org"));
        assert_eq!(waits(&zoe, &came.token).await, None, "a way there is no consent");
        // Of another account, whose address is another one.
        let bo = of_account(&assister("bo"), "account-bo");
        assert_eq!(refusal(portal.link_provider(&bo, &token).await), Refusal::ProviderAddressDiffers);
        portal.clock().advance(300);
        let late = portal.link_provider(&zoe, &token).await;
        assert!(
            matches!(late, Err(Error::Denied(Denial::ConfirmAgain))),
            "a recent sign-in is wanted (ID-3)"
        );
        let stepped = portal.step_up(&zoe, PASSWORD, "").await.unwrap();
        let zoe = session_of(&portal, &stepped).await.unwrap();
        portal.link_provider(&zoe, &token).await.unwrap();
        assert_eq!(waits(&zoe, &token).await, None, "once");
        assert_eq!(refusal(portal.link_provider(&zoe, &token).await), Refusal::ProviderLinkOver);
        let told = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!((&*told.to, &*told.subject), ("zoe@example.org", "Your account was linked"));
        assert!(told.body.contains("State ID"), "{}", told.body);

        // Both ways lead in now, and the settings show both.
        let came = Browser::default().at_provider(&portal, None, "account=zoe").await;
        let (through, next) = signed_in(finish(&portal, None, &came).await);
        assert_eq!(next, NextStep::Done, "consumers need no second factor");
        assert_eq!(portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap().next, NextStep::Done);
        let link = portal.read_settings(&zoe).await.unwrap().at_provider.unwrap().link.unwrap();
        assert!(link.used_at.is_some() && link.may_be_removed);

        portal.unlink_provider(&zoe).await.unwrap();
        assert!(session_of(&portal, &through).await.is_none(), "what began by the link ends with it");
        assert!(session_of(&portal, &stepped).await.is_some());
        assert_eq!(refusal(portal.unlink_provider(&zoe).await), Refusal::NothingToChange);
        let told = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!(told.subject, "The link of your account was removed");
        let came = Browser::default().at_provider(&portal, None, "account=zoe").await;
        to_link(finish(&portal, None, &came).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_an_account_or_a_link_from_the_provider_id_1() {
    let Some(provider) = real("http://127.0.0.1:9/oidc/logout") else { return };
    logging();
    for portal in portals().await {
        let engine = if is_postgres(&portal) { "postgres" } else { "sqlite" };
        let bare = with(&portal, config(&provider.issuer)).await;
        zoe_signed_up(&bare).await;
        let staff = IdentityProvider { roles: vec![Role::Assister], ..config(&provider.issuer) };
        let for_assisters = with_profile(&bare, |profile| profile.identity_provider = Some(staff));
        let for_assisters = for_assisters.with_identity_provider(SECRET.to_owned(), None).unwrap();
        let unverified = "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
                          VALUES ('u', 'consumer', 'u', 'unverified-una@example.org', 'Una', 'Sample', 1); \
                          INSERT INTO consumers (consumer_key, account_key, given_name, family_name, date_of_birth, email, created_at) \
                          VALUES ('u', 'u', 'Una', 'Sample', '1990-01-01', 'unverified-una@example.org', 1)";
        run(&portal, unverified).await;
        let before = standing(&portal).await;
        for (portal, account, reason) in [
            (&bare, "nobody", "unknown"),
            (&bare, "unverified-una", "address_not_verified"),
            (&for_assisters, "zoe", "unknown"),
        ] {
            let came =
                Browser::default().at_provider(portal, None, &format!("account={account}&key=yes")).await;
            let name = format!("{engine}-nobody-{account}");
            let answer = portal.finish_at_provider(None, &came.answer(), &from("192.0.2.9", &name)).await;
            assert_eq!(refusal(answer), Refusal::ProviderRefused, "{account}");
            assert_eq!(reasons(&name), [reason], "{account}");
            assert_eq!(standing(portal).await, before, "{account}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_or_suspended_account_is_refused_as_in_the_embedded_way_cert_8() {
    let Some(provider) = real("http://127.0.0.1:9/oidc/logout") else { return };
    for portal in portals().await {
        let portal = with(&portal, config(&provider.issuer)).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        let came = async || Browser::default().at_provider(&portal, None, "account=bo&key=yes").await;
        run(&portal, "UPDATE accounts SET created_at = 1 WHERE account_key = 'account-bo'").await;
        assert_eq!(refusal(finish(&portal, None, &came().await).await), Refusal::AccountIdle);
        run(&portal, "UPDATE accounts SET disabled_at = 2 WHERE account_key = 'account-bo'").await;
        assert_eq!(refusal(finish(&portal, None, &came().await).await), Refusal::ProviderRefused);
        assert_eq!(count(&portal, "SELECT count(*) FROM sessions").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_through_the_provider_alone_has_no_other_way_once_linked_id_1() {
    for portal in portals().await {
        let alone = IdentityProvider { only: vec![Role::ResourceManager], ..config("http://127.0.0.1:1") };
        let portal = with(&portal, alone).await;
        rae_with_account(&portal, PASSWORD).await;
        portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        let linked = portal.link_identity("rae@example.org", "rae-at-the-state").await.unwrap();
        assert_eq!(linked.name, "Rae Sample");
        assert_eq!(refusal(portal.sign_in("rae", PASSWORD, &here()).await), Refusal::ProviderAlone);
        assert_eq!(
            refusal(portal.sign_in("rae", "not her password 9", &here()).await),
            Refusal::SignInFailed
        );
        let key = column(&portal, "SELECT account_key FROM accounts WHERE username = 'rae'").await.remove(0);
        let rae = of_account(&confirmed(&resource_manager(), portal.clock().now()), &key);
        assert_eq!(refusal(portal.unlink_provider(&rae).await), Refusal::ProviderLinkKept);
        // One account for a subject, one subject for an account; and no account of a consumer, who links it alone.
        for (email, subject) in [("rae@example.org", "another"), ("bo@example.org", "rae-at-the-state")] {
            let taken = portal.link_identity(email, subject).await.map(|linked| linked.name);
            assert_eq!(refusal(taken), Refusal::ProviderLinkTaken, "{email}");
        }
        for (email, subject) in
            [("ana@example.org", "ana"), ("nobody@example.org", "n"), ("bo@example.org", " ")]
        {
            assert!(matches!(portal.link_identity(email, subject).await, Err(Error::NotFound)), "{email}");
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM provider_links").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_the_last_way_in_stays_id_1() {
    for portal in portals().await {
        let portal = with(&portal, config("http://127.0.0.1:1")).await;
        portal.link_identity("bo@example.org", "bo").await.unwrap();
        // Bo's account has no password.
        let bo = of_account(&assister("bo"), "account-bo");
        assert!(!portal.read_settings(&bo).await.unwrap().at_provider.unwrap().link.unwrap().may_be_removed);
        assert_eq!(refusal(portal.unlink_provider(&bo).await), Refusal::ProviderLinkKept);
        assert_eq!(count(&portal, "SELECT count(*) FROM provider_links").await, 1);
    }
}
