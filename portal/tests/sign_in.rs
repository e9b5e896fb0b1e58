//! Identity by rule, on both databases: ID-1 to ID-5 and the single use of a registration code (CERT-3).

use domain::{
    numbers::normalized_code,
    people::{Actor, Role},
    refusal::Refusal,
};
use jiff::civil::date;
use portal::{
    Error, Portal, RequestContext,
    accounts::NewStaff,
    registration::NewConsumer,
    sign_in::{NextStep, SignIn},
    testing::*,
};
use totp_rs::{Builder, Secret};

const PASSWORD: &str = "copper lantern river 42";
const CODE: &str = "ACDE-FGHJ-KMNP-QRTV";

fn from(ip: &str) -> RequestContext {
    RequestContext { request_id: "test".into(), ip: ip.into(), user_agent: "test".into() }
}

fn here() -> RequestContext {
    from("192.0.2.1")
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn fields<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<String> {
    match answer {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        other => panic!("{other:?}"),
    }
}

fn zoe() -> NewConsumer {
    NewConsumer {
        given_name: "Zoe".into(),
        family_name: "Sample".into(),
        date_of_birth: Some(date(1990, 2, 3)),
        email: "Zoe@Example.org".into(),
        username: "Zoe.Sample".into(),
        password: PASSWORD.into(),
    }
}

async fn newest_code(portal: &Portal) -> String {
    let mails = portal.practice_mails().await.unwrap();
    let digits: String = mails[0].body.chars().filter(char::is_ascii_digit).take(8).collect();
    assert_eq!(digits.len(), 8);
    digits
}

async fn zoe_signed_up(portal: &Portal) -> String {
    let token = portal.create_account(&zoe(), &here()).await.unwrap();
    portal.confirm_account(&token, &newest_code(portal).await, &here()).await.unwrap().token
}

async fn rae(portal: &Portal) {
    let rae = NewStaff {
        role: Role::ResourceManager,
        name: "Rae Sample".into(),
        email: "rae@example.org".into(),
        username: "rae".into(),
        password: PASSWORD.into(),
    };
    portal.create_staff_account(&rae).await.unwrap();
}

/// The code that an app shows for a key now.
fn app_code(portal: &Portal, key: &str) -> String {
    let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(portal.clock().now() / 1_000_000).unwrap()).to_string()
}

/// Signs in and sets the second factor up; gives the session's token, the key and the recovery codes.
async fn set_up(portal: &Portal, signed_in: &SignIn) -> (String, String, Vec<String>) {
    let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
    assert_eq!(pending.next(), NextStep::SetUpSecondFactor);
    let key = portal.second_factor_key(&pending).await.unwrap();
    assert_eq!(key.text, portal.second_factor_key(&pending).await.unwrap().text, "the same until confirmed");
    assert!(key.address.starts_with("otpauth://totp/MNsure:"), "{}", key.address);
    assert_eq!(fields(portal.confirm_second_factor(&pending, "000000").await.map(|_| ())), ["code"]);
    let code = app_code(portal, &key.text);
    let ready = portal.confirm_second_factor(&pending, &code).await.unwrap();
    (ready.token, key.text, ready.recovery_codes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_creates_an_account_with_the_code_from_the_mail_id_1() {
    for portal in portals().await {
        let token = portal.create_account(&zoe(), &here()).await.unwrap();
        assert_eq!(count(&portal, "SELECT count(*) FROM accounts").await, 0, "nothing before the code");
        assert_eq!(
            refusal(portal.confirm_account(&token, "00000000", &here()).await),
            Refusal::EmailCodeWrong
        );
        let code = newest_code(&portal).await;
        let signed_in = portal.confirm_account(&token, &code, &here()).await.unwrap();
        assert_eq!(signed_in.next, NextStep::Done);
        let session = portal.session_of(&signed_in.token, here()).await.unwrap().unwrap();
        assert_eq!(session.name(), "Zoe Sample");
        let Actor::Consumer(consumer) = session.actor() else { panic!("{:?}", session.actor()) };
        portal.open_application(&session, consumer).await.unwrap();
        assert_eq!(column(&portal, "SELECT date_of_birth FROM consumers").await, ["1990-02-03"]);
        assert_eq!(
            refusal(portal.confirm_account(&token, &code, &here()).await),
            Refusal::EmailCodeWrong,
            "single use"
        );
        for name in ["zoe.sample", " ZOE.sample ", "zoe@example.org"] {
            assert_eq!(portal.sign_in(name, PASSWORD, &here()).await.unwrap().next, NextStep::Done, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mailed_code_has_ten_minutes_and_five_tries_id_1() {
    for portal in portals().await {
        let token = portal.create_account(&zoe(), &here()).await.unwrap();
        let code = newest_code(&portal).await;
        portal.clock().advance(601);
        assert_eq!(refusal(portal.confirm_account(&token, &code, &here()).await), Refusal::EmailCodeWrong);
        portal.mail_code_again(&token, &here()).await.unwrap();
        let code = newest_code(&portal).await;
        for _ in 0..5 {
            let wrong = if code == "00000000" { "11111111" } else { "00000000" };
            assert_eq!(
                refusal(portal.confirm_account(&token, wrong, &here()).await),
                Refusal::EmailCodeWrong
            );
        }
        assert_eq!(refusal(portal.confirm_account(&token, &code, &here()).await), Refusal::EmailCodeWrong);
        portal.mail_code_again(&token, &here()).await.unwrap();
        let code = newest_code(&portal).await;
        portal.confirm_account(&token, &code, &here()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_by_creating_an_account_whether_an_address_has_one_id_1() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let again = NewConsumer { username: "another".into(), ..zoe() };
        let token = portal.create_account(&again, &here()).await.unwrap();
        let mails = portal.practice_mails().await.unwrap();
        assert_eq!(mails[0].to, "zoe@example.org");
        assert!(mails[0].body.contains("You already have an account"), "{}", mails[0].body);
        assert_eq!(
            refusal(portal.confirm_account(&token, "12345678", &here()).await),
            Refusal::EmailCodeWrong
        );
        assert_eq!(count(&portal, "SELECT count(*) FROM accounts").await, 1);
        for _ in 0..9 {
            if let Err(fault) = portal.mail_code_again(&token, &here()).await {
                assert!(matches!(fault, Error::Refused(Refusal::TooManyMails)));
                return;
            }
        }
        panic!("mail without end");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_that_cannot_be_accepted_is_named_id_1() {
    for portal in portals().await {
        let nothing = portal.create_account(&NewConsumer::default(), &here()).await;
        let all = ["given_name", "family_name", "date_of_birth", "email", "username", "password"];
        assert_eq!(fields(nothing), all);
        zoe_signed_up(&portal).await;
        let other = NewConsumer { email: "other@example.org".into(), ..zoe() };
        assert_eq!(fields(portal.create_account(&other, &here()).await), ["username"]);
        let unborn = NewConsumer {
            date_of_birth: Some(date(2030, 1, 1)),
            username: "zoe@example.org".into(),
            password: "zoe@example.org".into(),
            ..other
        };
        let faults = fields(portal.create_account(&unborn, &here()).await);
        assert_eq!(faults, ["date_of_birth", "username", "password"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_confirmations_at_once_make_one_account_id_1() {
    for portal in portals().await {
        let token = portal.create_account(&zoe(), &here()).await.unwrap();
        let code = newest_code(&portal).await;
        let tasks: Vec<_> = (0..5)
            .map(|_| {
                let (portal, token, code) = (portal.clone(), token.clone(), code.clone());
                tokio::spawn(async move { portal.confirm_account(&token, &code, &here()).await.is_ok() })
            })
            .collect();
        let mut made = 0;
        for task in tasks {
            made += usize::from(task.await.unwrap());
        }
        assert_eq!(made, 1);
        assert_eq!(count(&portal, "SELECT count(*) FROM consumers").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_owe_a_second_factor_before_they_are_signed_in_id_2() {
    for portal in portals().await {
        rae(&portal).await;
        let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        assert_eq!(signed_in.next, NextStep::SetUpSecondFactor);
        assert!(portal.session_of(&signed_in.token, here()).await.unwrap().is_none());
        let (token, key, recovery_codes) = set_up(&portal, &signed_in).await;
        let session = portal.session_of(&token, here()).await.unwrap().unwrap();
        assert_eq!(session.actor(), &Actor::Staff(Role::ResourceManager));
        assert!(portal.pending_sign_in(&signed_in.token, here()).await.unwrap().is_none(), "rotated, ID-3");
        assert_eq!(recovery_codes.len(), 10);

        let signed_in = portal.sign_in("rae@example.org", PASSWORD, &here()).await.unwrap();
        assert_eq!(signed_in.next, NextStep::Code);
        let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
        assert!(portal.second_factor_key(&pending).await.is_err(), "a key that works is never shown again");
        let used = app_code(&portal, &key);
        assert_eq!(
            refusal(portal.finish_sign_in(&pending, &used).await),
            Refusal::CodeWrong,
            "the code of the set-up works once"
        );
        portal.clock().advance(30);
        let code = app_code(&portal, &key);
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        let token = portal.finish_sign_in(&pending, &spaced).await.unwrap();
        assert!(portal.session_of(&token, here()).await.unwrap().is_some());
        assert!(portal.session_of(&signed_in.token, here()).await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_works_once_id_2() {
    for portal in portals().await {
        rae(&portal).await;
        let first = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        let (_, _, codes) = set_up(&portal, &first).await;
        for (code, works) in [(&codes[3], true), (&codes[3], false), (&codes[4], true)] {
            let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
            let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
            let typed = code.to_lowercase().replace('-', " ");
            assert_eq!(portal.finish_sign_in(&pending, &typed).await.is_ok(), works, "{code}");
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM recovery_codes WHERE used_at IS NULL").await, 8);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_of_the_second_factor_cannot_be_guessed_id_4() {
    for portal in portals().await {
        rae(&portal).await;
        let first = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        let (_, _, codes) = set_up(&portal, &first).await;
        portal.clock().advance(1);
        let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
        let mut compared = 0;
        for _ in 0..20 {
            compared += usize::from(matches!(
                portal.finish_sign_in(&pending, "123456").await,
                Err(Error::Refused(Refusal::CodeWrong))
            ));
        }
        assert_eq!(compared, 5, "then the waits begin");
        assert_eq!(refusal(portal.finish_sign_in(&pending, &codes[0]).await), Refusal::TooManySignIns);
        portal.clock().advance(2);
        assert!(portal.finish_sign_in(&pending, &codes[0]).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_it_lies_unused_and_at_its_absolute_limit_id_3() {
    for portal in portals().await {
        let token = zoe_signed_up(&portal).await;
        let alive = async || portal.session_of(&token, here()).await.unwrap().is_some();
        for _ in 0..24 {
            portal.clock().advance(29 * 60);
            assert!(alive().await);
        }
        portal.clock().advance(25 * 60);
        assert!(!alive().await, "12 hours");

        let signed_in = portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap();
        portal.clock().advance(30 * 60);
        assert!(
            portal.session_of(&signed_in.token, here()).await.unwrap().is_none(),
            "30 minutes, consumers"
        );

        rae(&portal).await;
        let first = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        let (token, ..) = set_up(&portal, &first).await;
        portal.clock().advance(15 * 60 - 1);
        assert!(portal.session_of(&token, here()).await.unwrap().is_some());
        portal.clock().advance(15 * 60);
        assert!(portal.session_of(&token, here()).await.unwrap().is_none(), "15 minutes, staff");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_at_once_on_every_server_id_3() {
    for portal in portals().await {
        let token = zoe_signed_up(&portal).await;
        let elsewhere = second_process(&portal).await;
        let session = elsewhere.session_of(&token, here()).await.unwrap().unwrap();
        assert_ne!(session.csrf(), token);
        assert_eq!(session.csrf().len(), 64);
        portal.end_session(&session).await.unwrap();
        assert!(elsewhere.session_of(&token, here()).await.unwrap().is_none());
        for forged in ["", "x", &"0".repeat(64), "' OR 1=1 --"] {
            assert!(portal.session_of(forged, here()).await.unwrap().is_none());
        }
        let rows = column(&portal, "SELECT token_sha256 FROM sessions").await;
        assert!(!rows.contains(&token), "the token itself is not kept");

        let signed_in = portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap();
        run(&portal, "UPDATE accounts SET disabled_at = 1 WHERE username = 'zoe.sample'").await;
        assert!(portal.session_of(&signed_in.token, here()).await.unwrap().is_none());
        assert_eq!(refusal(portal.sign_in("zoe.sample", PASSWORD, &here()).await), Refusal::SignInFailed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_names_get_the_same_answer_in_the_same_time_id_4() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..9 {
            for (name, times) in ["zoe.sample", "nobody.at.all"].into_iter().zip(&mut times) {
                let start = std::time::Instant::now();
                let address = from(&format!("192.0.2.{round}"));
                assert_eq!(
                    refusal(portal.sign_in(name, "wrong password 99", &address).await),
                    Refusal::SignInFailed
                );
                times.push(start.elapsed());
            }
        }
        let [known, unknown] = times.map(|mut times| {
            times.sort();
            times[times.len() / 2].as_secs_f64()
        });
        println!("known {known:.4} s, unknown {unknown:.4} s");
        assert!(unknown / known > 0.5 && unknown / known < 2.0, "known {known} s, unknown {unknown} s");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_are_slowed_down_and_end_at_fifty_in_twelve_hours_id_4() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let wrong =
            async |ip: &str| refusal(portal.sign_in("zoe.sample", "wrong password 99", &from(ip)).await);
        for _ in 0..5 {
            assert_eq!(wrong("198.51.100.7").await, Refusal::SignInFailed);
        }
        assert_eq!(wrong("198.51.100.7").await, Refusal::TooManySignIns);
        portal.clock().advance(2);
        assert_eq!(wrong("198.51.100.7").await, Refusal::SignInFailed);
        let mut tried = 6;
        for _ in 0..700 {
            portal.clock().advance(60);
            tried += usize::from(wrong("198.51.100.7").await == Refusal::SignInFailed);
        }
        assert!((40..=50).contains(&tried), "{tried} tries in twelve hours");
        // The honest person elsewhere is not locked out: at most half a minute.
        portal.clock().advance(30);
        assert!(portal.sign_in("zoe.sample", PASSWORD, &here()).await.is_ok());
        portal.clock().advance(12 * 3600);
        assert!(portal.sign_in("zoe.sample", PASSWORD, &from("198.51.100.7")).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_addresses_at_once_do_not_lock_the_honest_out_id_4() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap();
        portal.clock().advance(1);
        let mut admitted = 0;
        for address in 0..60 {
            let from = from(&format!("203.0.113.{address}"));
            admitted += usize::from(
                refusal(portal.sign_in("zoe.sample", "wrong password 99", &from).await)
                    == Refusal::SignInFailed,
            );
        }
        assert_eq!(admitted, 20, "of one account from everywhere, then the waits begin");
        portal.sign_in("zoe.sample", PASSWORD, &here()).await.expect("known here");
    }
}

async fn invited(portal: &Portal) {
    let hash = format!(
        "INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, languages, \
         reference_number, npn, created_at) VALUES ('gil', 'broker', 'invited', 'Gil', 'Sample', 'gil@example.org', '', '', 'en', \
         '2000011', '17500009', 1); \
         INSERT INTO invitations (code_sha256, assister_key, created_at, expires_at) VALUES ('{}', 'gil', {NOW}, {})",
        sha256(&normalized_code(CODE)),
        NOW + 7 * 24 * 3600 * 1_000_000
    );
    run(portal, &hash).await;
}

fn sha256(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_code_activates_the_assister_once_cert_3() {
    for portal in portals().await {
        invited(&portal).await;
        let typed = " acde fghj kmnp qrtv ";
        assert_eq!(portal.check_registration_code(typed, &here()).await.unwrap(), "Gil Sample");
        assert_eq!(
            fields(portal.activate_assister(typed, "g", "gil", &here()).await),
            ["username", "password"]
        );
        let signed_in = portal.activate_assister(typed, "gil.sample", PASSWORD, &here()).await.unwrap();
        assert!(portal.session_of(&signed_in.token, here()).await.unwrap().is_none(), "ID-2");
        let (token, ..) = set_up(&portal, &signed_in).await;
        let session = portal.session_of(&token, here()).await.unwrap().unwrap();
        assert_eq!(session.actor(), &assister("gil").actor().clone());
        assert_eq!(column(&portal, "SELECT state FROM assisters").await, ["active"]);
        assert_eq!(column(&portal, "SELECT transition FROM assister_transitions").await, ["activate"]);
        let again = portal.activate_assister(CODE, "gil.again", PASSWORD, &here()).await;
        assert_eq!(refusal(again), Refusal::RegistrationCodeInvalid);
        assert_eq!(
            refusal(portal.check_registration_code("nonsense", &here()).await),
            Refusal::RegistrationCodeInvalid
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_code_is_good_for_seven_days_cert_3() {
    for portal in portals().await {
        invited(&portal).await;
        portal.clock().advance(7 * 24 * 3600 - 1);
        assert!(portal.check_registration_code(CODE, &here()).await.is_ok());
        portal.clock().advance(1);
        assert_eq!(
            refusal(portal.activate_assister(CODE, "gil.sample", PASSWORD, &here()).await),
            Refusal::RegistrationCodeInvalid
        );
        assert_eq!(count(&portal, "SELECT count(*) FROM accounts").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_registration_code_used_ten_times_at_once_activates_once_cert_3() {
    for portal in portals().await {
        invited(&portal).await;
        let second = second_process(&portal).await;
        let tasks: Vec<_> = (0..10)
            .map(|i| {
                let portal = if i % 2 == 0 { portal.clone() } else { second.clone() };
                tokio::spawn(async move {
                    portal.activate_assister(CODE, &format!("gil.{i}"), PASSWORD, &here()).await
                })
            })
            .collect();
        let mut activated = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => activated += 1,
                Err(fault) => {
                    assert!(matches!(fault, Error::Refused(Refusal::RegistrationCodeInvalid)), "{fault}")
                }
            }
        }
        assert_eq!(activated, 1);
        assert_eq!(count(&portal, "SELECT count(*) FROM accounts").await, 1);
        assert_eq!(count(&portal, "SELECT count(*) FROM assister_transitions").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_accounts_are_for_staff_and_unique_id_5() {
    for portal in portals().await {
        rae(&portal).await;
        let like_rae = |role, username: &str| NewStaff {
            role,
            name: "Rae Sample".into(),
            email: "rae@example.org".into(),
            username: username.into(),
            password: PASSWORD.into(),
        };
        let consumer = portal.create_staff_account(&like_rae(Role::Consumer, "rae2")).await;
        assert_eq!(fields(consumer), ["role"]);
        let twice = portal.create_staff_account(&like_rae(Role::Auditor, "rae")).await;
        assert_eq!(fields(twice), ["username"]);
        let same_address = portal.create_staff_account(&like_rae(Role::Auditor, "rae2")).await;
        assert_eq!(refusal(same_address), Refusal::EmailTaken);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_may_have_an_account_as_a_consumer_and_one_at_work() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let at_work = NewStaff {
            role: Role::Auditor,
            name: "Zoe Sample".into(),
            email: "zoe@example.org".into(),
            username: "zoe.work".into(),
            password: "another lantern river 43".into(),
        };
        portal.create_staff_account(&at_work).await.unwrap();
        let own = portal.sign_in("zoe@example.org", PASSWORD, &here()).await.unwrap();
        assert_eq!(own.next, NextStep::Done);
        let work = portal.sign_in("zoe@example.org", &at_work.password, &here()).await.unwrap();
        assert_eq!(work.next, NextStep::SetUpSecondFactor);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_personas_sign_in_without_a_password() {
    for portal in portals().await {
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) VALUES \
             ('a1', 'resource_manager', 'rae', 'rae@example.org', 'Rae', 'Sample', 1), \
             ('a2', 'consumer', 'ana', 'ana@example.org', 'Ana', 'Kowalski', 1), \
             ('a3', 'auditor', 'zed', 'zed@example.org', 'Zed', 'Sample', 1); \
             INSERT INTO consumers (consumer_key, account_key, given_name, family_name, date_of_birth, created_at) VALUES \
             ('ana', 'a2', 'Ana', 'Kowalski', '1986-04-02', 1)",
        )
        .await;
        let cast = portal.personas().await.unwrap();
        let words: Vec<_> = cast.iter().map(|one| format!("{}, {}", one.name, one.role_in_words)).collect();
        assert_eq!(words, ["Ana Kowalski, consumer", "Rae Sample, resource manager"]);
        let token = portal.sign_in_as_persona("ana", &here()).await.unwrap();
        let session = portal.session_of(&token, here()).await.unwrap().unwrap();
        assert_eq!(session.actor(), consumer("ana").actor());
        assert!(matches!(portal.sign_in_as_persona("zed", &here()).await, Err(Error::NotFound)));
        assert_eq!(
            refusal(portal.sign_in("ana", "", &here()).await),
            Refusal::SignInFailed,
            "no password, no way"
        );
    }
}
