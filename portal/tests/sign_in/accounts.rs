//! Accounts are made by their owners, once: by mail (ID-1), by invitation (CERT-3), from the command line
//! (ID-5).

use super::*;

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
async fn codes_of_new_accounts_that_are_wrong_late_used_foreign_or_cut_change_nothing_id_1_cert_3() {
    for portal in portals().await {
        invited(&portal).await;
        let token = portal.create_account(&zoe(), &here()).await.unwrap();
        let code = newest_code(&portal).await;
        let other = with(zoe(), &[("email", "kim@example.org"), ("username", "kim")]);
        let foreign = portal.create_account(&other, &here()).await.unwrap();
        let foreign_code = newest_code(&portal).await;
        let longer = format!("{code}0");
        for (token, typed) in [
            (&*token, &*foreign_code),
            (&*foreign, &*code),
            (&*token, &code[..7]),
            (&*token, &*longer),
            (&*token, ""),
            (&token[..63], &*code),
            ("", &*code),
        ] {
            let refused = portal.confirm_account(token, typed, &here()).await;
            assert_eq!(refusal(refused), Refusal::EmailCodeWrong, "{typed}");
        }
        let tries = column(&portal, "SELECT CAST(tries AS TEXT) FROM registrations ORDER BY tries").await;
        assert_eq!(tries, ["1", "4"], "counted");
        let wrong = [&CODE[..18], "ACDE-FGHJ-KMNP-QRTW", "ACDE-FGHJ-KMNP-QRTV-ACDE", &*foreign_code];
        for code in wrong {
            let refused = portal.check_registration_code(code, &here()).await;
            assert_eq!(refusal(refused), Refusal::RegistrationCodeInvalid, "{code}");
            let refused = portal.activate_assister(code, &chosen("gil.sample", PASSWORD), &here()).await;
            assert_eq!(refusal(refused), Refusal::RegistrationCodeInvalid, "{code}");
        }
        let counted = "SELECT count(*) FROM attempts WHERE scope = 'registration_code' AND failed = 1";
        assert_eq!(count(&portal, counted).await, 8);
        for table in ["accounts", "sessions", "consumers", "audit_events", "assister_transitions"] {
            assert_eq!(count(&portal, &format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
        }
        portal.confirm_account(&token, &code, &here()).await.expect("the fifth try");
        assert_eq!(refusal(portal.confirm_account(&token, &code, &here()).await), Refusal::EmailCodeWrong);
        portal.activate_assister(CODE, &chosen("gil.sample", PASSWORD), &here()).await.unwrap();
        let again = portal.activate_assister(CODE, &chosen("gil.again", PASSWORD), &here()).await;
        assert_eq!(refusal(again), Refusal::RegistrationCodeInvalid);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_by_creating_an_account_whether_an_address_has_one_id_1() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let again = with(zoe(), &[("username", "another")]);
        let token = portal.create_account(&again, &here()).await.unwrap();
        let mails = portal.practice_mails().await.unwrap();
        assert_eq!(mails[0].to, "zoe@example.org");
        assert!(mails[0].body.contains("You already have an account"), "{}", mails[0].body);
        assert_eq!(
            refusal(portal.confirm_account(&token, "12345678", &here()).await),
            Refusal::EmailCodeWrong
        );
        assert_eq!(count(&portal, "SELECT count(*) FROM accounts").await, 1);
        let mut stopped = false;
        for _ in 0..9 {
            if let Err(fault) = portal.mail_code_again(&token, &here()).await {
                assert!(matches!(fault, Error::Refused(Refusal::TooManyMails)));
                stopped = true;
            }
        }
        assert!(stopped, "mail without end");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_that_cannot_be_accepted_is_named_id_1() {
    for portal in portals().await {
        let nothing = portal.create_account(&Fields::new(), &here()).await;
        let all = ["given_name", "family_name", "date_of_birth", "email", "username", "password"];
        assert_eq!(fields(nothing), all);
        zoe_signed_up(&portal).await;
        let other = with(zoe(), &[("email", "other@example.org")]);
        assert_eq!(fields(portal.create_account(&other, &here()).await), ["username"]);
        let unborn = with(
            other,
            &[
                ("date_of_birth_month", "1"),
                ("date_of_birth_day", "1"),
                ("date_of_birth_year", "2030"),
                ("username", "zoe@example.org"),
                ("password", "zoe@example.org"),
            ],
        );
        let faults = fields(portal.create_account(&unborn, &here()).await);
        assert_eq!(faults, ["date_of_birth", "username", "password"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_mailbox_and_one_password_have_one_form_id_1() {
    for portal in portals().await {
        let typed = with(zoe(), &[("email", "Zoe@bücher.test"), ("password", "cafe\u{301} lantern river")]);
        let token = portal.create_account(&typed, &here()).await.unwrap();
        let code = newest_code(&portal).await;
        // A code with another sign in it is another code.
        let other = format!("{}a{}", &code[..4], &code[4..]);
        assert_eq!(refusal(portal.confirm_account(&token, &other, &here()).await), Refusal::EmailCodeWrong);
        let grouped = format!(" {}-{}", &code[..4], &code[4..]);
        portal.confirm_account(&token, &grouped, &here()).await.unwrap();
        assert_eq!(column(&portal, "SELECT email FROM accounts").await, ["zoe@xn--bcher-kva.test"]);
        for name in ["zoe@bücher.test", "ZOE@XN--BCHER-KVA.TEST", "zoe@BU\u{308}CHER.test"] {
            portal.sign_in(name, "caf\u{e9} lantern river", &here()).await.unwrap();
        }
        // The same mailbox has its account: its owner is told, and no second one is made.
        let again = with(zoe(), &[("email", "zoe@xn--bcher-kva.test"), ("username", "another")]);
        portal.create_account(&again, &here()).await.unwrap();
        let mails = portal.practice_mails().await.unwrap();
        assert!(mails[0].body.contains("You already have an account"), "{}", mails[0].body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_too_young_for_an_account_is_told_at_the_date_of_birth_id_1() {
    for portal in portals().await {
        let born = |year: &'static str, day: &'static str| {
            let parts =
                [("date_of_birth_month", "11"), ("date_of_birth_day", day), ("date_of_birth_year", year)];
            with(zoe(), &parts)
        };
        // Today is 23 November 2026.
        for (year, day) in [("2020", "1"), ("2008", "24")] {
            let Err(Error::Invalid(faults)) = portal.create_account(&born(year, day), &here()).await else {
                panic!("an account at {year}")
            };
            assert_eq!(faults[0].field, "date_of_birth");
            assert_eq!(faults[0].wrong, WrongAccount::TooYoung(18).into());
        }
        portal.create_account(&born("2008", "23"), &here()).await.unwrap();
        let older = with_profile(&portal, |profile| profile.accounts.youngest = 19);
        assert_eq!(fields(older.create_account(&born("2008", "23"), &here()).await), ["date_of_birth"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_have_one_rule_in_every_account_app_10() {
    for portal in portals().await {
        for name in ["😀😀", "<script>", "\u{200B}", "\u{202E}Zoe", "Zoe1"] {
            let typed = with(zoe(), &[("given_name", name)]);
            assert_eq!(fields(portal.create_account(&typed, &here()).await), ["given_name"], "{name:?}");
            let staff = NewStaff {
                role: Role::Auditor,
                name: format!("Zo{name}oe Sample"),
                email: "zoe@example.org".into(),
                username: "zoe.work".into(),
                password: "another lantern river 43".into(),
            };
            assert_eq!(fields(portal.create_staff_account(&staff).await), ["name"], "{name:?}");
        }
        // A first name beside the box that says there is none: which of them is true is asked, never guessed.
        let both = portal.create_account(&with(zoe(), &[("one_name", "yes")]), &here()).await;
        assert_eq!(fields(both), ["given_name"]);
        let one = with(zoe(), &[("given_name", ""), ("family_name", "Sukarno"), ("one_name", "yes")]);
        let token = portal.create_account(&one, &here()).await.unwrap();
        let signed_in = portal.confirm_account(&token, &newest_code(&portal).await, &here()).await.unwrap();
        let session = portal.session_of(&signed_in.token, here()).await.unwrap().unwrap();
        assert_eq!(session.name(), "Sukarno");
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
async fn a_registration_code_activates_the_assister_once_cert_3() {
    for portal in portals().await {
        invited(&portal).await;
        let typed = " acde fghj kmnp qrtv ";
        assert_eq!(portal.check_registration_code(typed, &here()).await.unwrap(), Name::new("Gil", "Sample"));
        assert_eq!(
            fields(portal.activate_assister(typed, &chosen("g", "gil"), &here()).await),
            ["username", "password"]
        );
        let signed_in =
            portal.activate_assister(typed, &chosen("gil.sample", PASSWORD), &here()).await.unwrap();
        assert!(portal.session_of(&signed_in.token, here()).await.unwrap().is_none(), "ID-2");
        let (token, ..) = set_up(&portal, &signed_in).await;
        let session = portal.session_of(&token, here()).await.unwrap().unwrap();
        assert_eq!(session.actor(), &assister("gil").actor().clone());
        // What was done before anyone was signed in stands in the account's own chain.
        let events = "SELECT action FROM audit_events WHERE subject LIKE 'account:%' ORDER BY number";
        let events = column(&portal, events).await;
        assert_eq!(events[0], "activate_account");
        assert!(events.len() > 1, "the second factor too: {events:?}");
        // Assisters have 15 minutes, where consumers have 30.
        portal.clock().advance(15 * 60 - 1);
        assert!(portal.session_of(&token, here()).await.unwrap().is_some());
        let stricter = with_profile(&portal, |profile| profile.sessions.idle_minutes_assister = 10);
        assert!(stricter.session_of(&token, here()).await.unwrap().is_some(), "it was used just now");
        portal.clock().advance(10 * 60);
        assert!(stricter.session_of(&token, here()).await.unwrap().is_none(), "an assister's minutes");
        assert_eq!(column(&portal, "SELECT state FROM assisters").await, ["active"]);
        assert_eq!(column(&portal, "SELECT transition FROM assister_transitions").await, ["activate"]);
        let again = portal.activate_assister(CODE, &chosen("gil.again", PASSWORD), &here()).await;
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
            refusal(portal.activate_assister(CODE, &chosen("gil.sample", PASSWORD), &here()).await),
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
                    portal.activate_assister(CODE, &chosen(&format!("gil.{i}"), PASSWORD), &here()).await
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
        rae_with_account(&portal, PASSWORD).await;
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
        let at_work = zoe_at_work(&portal).await;
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
        let known: Vec<_> = cast.iter().map(|one| (one.name.given.as_str(), one.role)).collect();
        assert_eq!(known, [("Ana Kowalski", Role::Consumer), ("Rae Sample", Role::ResourceManager)]);
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

#[tokio::test(flavor = "multi_thread")]
async fn nobody_collects_usernames_by_asking_which_are_taken_id_4() {
    for portal in portals().await {
        let ask = async |ip: &str| {
            let context = RequestContext { ip: ip.into(), ..RequestContext::default() };
            // Nothing else of the form is right, so that nothing is mailed and nothing made.
            let typed = typed(&[("username", "ana.sample"), ("password", "short")]);
            portal.create_account(&typed, &context).await.map(drop).unwrap_err()
        };
        for _ in 0..500 {
            assert!(matches!(ask("192.0.2.7").await, Error::Invalid(_)), "a crowd behind one address");
        }
        assert!(matches!(ask("192.0.2.7").await, Error::Refused(Refusal::TooManyUsernames)));
        assert!(matches!(ask("192.0.2.8").await, Error::Invalid(_)), "another address has its own");
        portal.clock().advance(60);
        assert!(matches!(ask("192.0.2.7").await, Error::Invalid(_)));
    }
}
