//! What is odd about a sign-in is told by mail: a browser that is not known, and many wrong tries (ID-3).

use super::*;

const WRONG: &str = "another lantern 77";
const DAY: i64 = 86_400;

/// A browser at an address.
fn browser(device: &str, ip: &str) -> RequestContext {
    RequestContext { device: device.into(), device_shown: true, ..from(ip) }
}

/// Subjects of the mails to an address since there were so many mails, newest first.
async fn told(portal: &Portal, since: usize) -> Vec<String> {
    let mails = portal.practice_mails().await.unwrap();
    let new = mails.len() - since;
    let of = |mail: &portal::outbox::PracticeMail| mail.to == "zoe@example.org";
    mails.into_iter().take(new).filter(of).map(|mail| mail.subject).collect()
}

async fn mails(portal: &Portal) -> usize {
    portal.practice_mails().await.unwrap().len()
}

const BROWSER: &str = "A new sign-in at MNsure";
const TRIES: &str = "Wrong tries to sign in at MNsure";

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_with_a_browser_that_is_not_known_is_told_once_a_day_and_the_first_one_is_not_id_3() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let before = mails(&portal).await;
        let sign_in = async |device: &str| {
            let at = browser(device, "192.0.2.1");
            portal.sign_in("zoe.sample", PASSWORD, &at).await.unwrap();
        };
        sign_in("own").await;
        sign_in("own").await;
        assert_eq!(
            told(&portal, before).await,
            Vec::<String>::new(),
            "the first, and the same browser again"
        );
        sign_in("library").await;
        assert_eq!(told(&portal, before).await, [BROWSER]);
        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert!(mail.body.contains("23 Nov 2026, 9:00") && !mail.body.contains("http"), "{}", mail.body);
        assert!(!mail.subject.contains("Zoe") && !mail.subject.contains("zoe"));
        sign_in("library").await;
        portal.clock().advance(DAY - 1);
        sign_in("cafe").await;
        assert_eq!(told(&portal, before).await, [BROWSER], "once a day");
        portal.clock().advance(1);
        sign_in("station").await;
        assert_eq!(told(&portal, before).await, [BROWSER, BROWSER]);
        // Wrong ones tell nobody anything.
        assert!(portal.sign_in("zoe.sample", WRONG, &browser("other", "192.0.2.9")).await.is_err());
        assert_eq!(told(&portal, before).await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_factor_comes_before_anything_is_told_and_its_wrong_codes_are_told_id_3() {
    for portal in portals().await {
        let token = zoe_signed_up(&portal).await;
        let zoe = portal.session_of(&token, here()).await.unwrap().unwrap();
        let new = portal.new_factor(&zoe).await.unwrap();
        let code = app_code(&portal, &new.key.text);
        portal.set_up_own_factor(&zoe, &new.sealed, &typed(&[("code", &code)])).await.unwrap();
        let give = async |device: &str, code: Option<&str>| {
            let at = browser(device, "192.0.2.1");
            let signed_in = portal.sign_in("zoe.sample", PASSWORD, &at).await.unwrap();
            let pending = portal.pending_sign_in(&signed_in.token, at).await.unwrap().unwrap();
            match code {
                Some(code) => portal.finish_sign_in(&pending, code).await.map(drop),
                None => Ok(()),
            }
        };
        portal.clock().advance(60);
        let own = app_code(&portal, &new.key.text);
        give("own", Some(&own)).await.unwrap();
        let before = mails(&portal).await;
        give("library", None).await.unwrap();
        for _ in 0..2 {
            give("library", Some("000000")).await.unwrap_err();
        }
        assert_eq!(told(&portal, before).await, Vec::<String>::new(), "nobody signed in");
        portal.clock().advance(60);
        let code = app_code(&portal, &new.key.text);
        give("library", Some(&code)).await.unwrap();
        assert_eq!(told(&portal, before).await, [BROWSER], "two wrong codes are mistyped");

        let before = mails(&portal).await;
        portal.clock().advance(60);
        for _ in 0..3 {
            give("elsewhere", Some("000000")).await.unwrap_err();
        }
        portal.clock().advance(60);
        let code = app_code(&portal, &new.key.text);
        give("own", Some(&code)).await.unwrap();
        assert_eq!(told(&portal, before).await, [TRIES], "somebody has her password");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_wrong_passwords_of_others_are_told_at_the_next_sign_in_once_a_day_id_3() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let own = browser("own", "192.0.2.1");
        portal.sign_in("zoe.sample", PASSWORD, &own).await.unwrap();
        let before = mails(&portal).await;
        let guess = async |times: usize| {
            for time in 0..times {
                // As slowly as all addresses together may.
                portal.clock().advance(31);
                let at = browser("", &format!("198.51.100.{time}"));
                assert!(portal.sign_in("zoe.sample", WRONG, &at).await.is_err());
            }
        };
        guess(9).await;
        portal.clock().advance(60);
        portal.sign_in("zoe.sample", PASSWORD, &own).await.unwrap();
        assert_eq!(told(&portal, before).await, Vec::<String>::new(), "nine");
        guess(10).await;
        assert_eq!(told(&portal, before).await, Vec::<String>::new(), "nothing is mailed for a guess");
        portal.clock().advance(60);
        portal.sign_in("zoe.sample", PASSWORD, &own).await.unwrap();
        assert_eq!(told(&portal, before).await, [TRIES]);
        portal.clock().advance(60);
        portal.sign_in("zoe.sample", PASSWORD, &own).await.unwrap();
        guess(10).await;
        portal.clock().advance(60);
        portal.sign_in("zoe.sample", PASSWORD, &own).await.unwrap();
        assert_eq!(told(&portal, before).await, [TRIES], "once a day, and once for the same tries");
    }
}
