//! A forgotten password is set anew with a code by mail, a forgotten username is mailed, and nobody learns who has an
//! account (ID-1, ID-3, ID-4).

use super::*;
use domain::form::{Wrong, WrongAccount};

const NEW: &str = "quiet harbor lamp 77";

/// Asks for a reset and types the code; gives the token.
async fn proven(portal: &Portal, name: &str) -> String {
    let token = portal.ask_password_reset(name, &here()).await.unwrap();
    portal.prove_password_reset(&token, &newest_code(portal).await, &here()).await.unwrap();
    token
}

fn new_password() -> Fields {
    typed(&[("password", NEW)])
}

async fn mails(portal: &Portal) -> usize {
    portal.practice_mails().await.unwrap().len()
}

/// Everything that a reset may change.
async fn everything(portal: &Portal) -> Vec<String> {
    let mut all = column(portal, "SELECT username || password_hash FROM accounts ORDER BY username").await;
    all.extend(column(portal, "SELECT token_sha256 FROM sessions WHERE ended_at IS NULL ORDER BY 1").await);
    all.extend(column(portal, "SELECT action || subject FROM audit_events ORDER BY 1").await);
    all.push(mails(portal).await.to_string());
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_set_anew_and_every_session_ends_on_every_server_id_1_id_3() {
    for portal in portals().await {
        let before = zoe_signed_up(&portal).await;
        let token = portal.ask_password_reset(" ZOE.sample ", &here()).await.unwrap();
        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!(mail.to, "zoe@example.org");
        assert!(
            mail.body.contains("zoe.sample (your own coverage)") && !mail.body.contains("http"),
            "{}",
            mail.body
        );
        let code = newest_code(&portal).await;
        assert_eq!(refusal(portal.proven_password_reset(&token).await), Refusal::ResetOver, "no code yet");
        assert_eq!(
            refusal(portal.reset_password(&token, &new_password(), &here()).await),
            Refusal::ResetOver
        );
        portal
            .prove_password_reset(&token, &format!("{}-{}", &code[..4], &code[4..]), &here())
            .await
            .unwrap();
        assert_eq!(portal.proven_password_reset(&token).await.unwrap()[0].username, "zoe.sample");

        let second = second_process(&portal).await;
        assert!(second.session_of(&before, here()).await.unwrap().is_some());
        portal.reset_password(&token, &new_password(), &here()).await.unwrap();
        assert!(second.session_of(&before, here()).await.unwrap().is_none(), "ID-3");
        let told = portal.practice_mails().await.unwrap().remove(0);
        assert_eq!(told.to, "zoe@example.org");
        assert!(told.body.contains("was changed just now") && !told.body.contains(NEW), "{}", told.body);
        let events = "SELECT action FROM audit_events WHERE subject LIKE 'account:%' ORDER BY number";
        assert_eq!(column(&portal, events).await, ["create_account", "reset_password"]);

        assert_eq!(refusal(portal.sign_in("zoe.sample", PASSWORD, &here()).await), Refusal::SignInFailed);
        assert_eq!(portal.sign_in("zoe@example.org", NEW, &here()).await.unwrap().next, NextStep::Done);
        let other = typed(&[("password", "another quiet lamp 78")]);
        let again = portal.reset_password(&token, &other, &here()).await;
        assert_eq!(refusal(again), Refusal::ResetOver, "the last form once more");
        portal.sign_in("zoe@example.org", NEW, &here()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_never_goes_round_the_second_factor_id_2() {
    for portal in portals().await {
        rae_with_account(&portal, PASSWORD).await;
        let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
        let (_, key, _) = set_up(&portal, &signed_in).await;
        let token = proven(&portal, "rae@example.org").await;
        portal.reset_password(&token, &new_password(), &here()).await.unwrap();
        let signed_in = portal.sign_in("rae", NEW, &here()).await.unwrap();
        assert_eq!(signed_in.next, NextStep::Code);
        assert!(portal.session_of(&signed_in.token, here()).await.unwrap().is_none());
        let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
        portal.clock().advance(30);
        portal.finish_sign_in(&pending, &app_code(&portal, &key)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_that_is_refused_is_named_and_the_reset_stays_open_id_1() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let token = proven(&portal, "zoe.sample").await;
        for (password, wrong) in [
            ("", Wrong::Missing(domain::form::AskAccount::Password.into())),
            ("short", WrongAccount::PasswordShort(12).into()),
            ("my Zoe.Sample word", WrongAccount::PasswordTells.into()),
            ("password12345678", WrongAccount::PasswordCommon.into()),
        ] {
            match portal.reset_password(&token, &typed(&[("password", password)]), &here()).await {
                Err(Error::Invalid(faults)) => {
                    assert_eq!((faults[0].field.as_str(), &faults[0].wrong), ("password", &wrong));
                    assert_eq!((faults.len(), faults[0].rule), (1, "ID-1"));
                }
                other => panic!("{password}: {other:?}"),
            }
        }
        portal.reset_password(&token, &new_password(), &here()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_and_forms_that_are_wrong_late_used_foreign_or_cut_change_nothing_id_1() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        rae_with_account(&portal, PASSWORD).await;
        let token = portal.ask_password_reset("zoe.sample", &here()).await.unwrap();
        let code = newest_code(&portal).await;
        let others = portal.ask_password_reset("rae", &here()).await.unwrap();
        let other_code = newest_code(&portal).await;
        let before = everything(&portal).await;
        let wrong = async |token: &str, typed: &str| {
            let refused = portal.prove_password_reset(token, typed, &here()).await;
            assert_eq!(refusal(refused), Refusal::EmailCodeWrong, "{typed}");
        };
        // Of another account, of nobody, cut, longer, empty, no digits at all.
        wrong(&token, &other_code).await;
        wrong(&others, &code).await;
        wrong(&token, &code[..7]).await;
        wrong(&token, &format!("{code}0")).await;
        wrong(&token, "").await;
        for foreign in ["", "0", &token[..63], &"0".repeat(64)] {
            wrong(foreign, &code).await;
            assert_eq!(refusal(portal.proven_password_reset(foreign).await), Refusal::ResetOver);
            assert_eq!(
                refusal(portal.reset_password(foreign, &new_password(), &here()).await),
                Refusal::ResetOver
            );
        }
        assert_eq!(
            column(&portal, "SELECT CAST(tries AS TEXT) FROM password_resets ORDER BY tries").await,
            ["1", "4"]
        );
        wrong(&token, "").await;
        wrong(&token, &code).await;
        assert_eq!(everything(&portal).await, before, "five tries were over");

        // Late: the code after ten minutes, the form ten minutes after the code.
        portal.clock().advance(601);
        wrong(&others, &other_code).await;
        let token = proven(&portal, "rae").await;
        assert_eq!(
            refusal(portal.prove_password_reset(&token, &newest_code(&portal).await, &here()).await),
            Refusal::EmailCodeWrong,
            "used"
        );
        let before = everything(&portal).await;
        portal.clock().advance(601);
        assert_eq!(
            refusal(portal.reset_password(&token, &new_password(), &here()).await),
            Refusal::ResetOver
        );
        assert_eq!(everything(&portal).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_tries_codes_without_end_has_to_wait_and_others_do_not_id_4() {
    for portal in portals().await {
        let mut stopped = 0;
        for _ in 0..60 {
            match refusal(portal.prove_password_reset(&"0".repeat(64), "12345678", &here()).await) {
                Refusal::EmailCodeWrong => {}
                Refusal::TooManySignIns => stopped += 1,
                other => panic!("{other:?}"),
            }
        }
        assert!(stopped > 20, "{stopped}");
        let elsewhere = portal.prove_password_reset(&"0".repeat(64), "12345678", &from("198.51.100.7")).await;
        assert_eq!(refusal(elsewhere), Refusal::EmailCodeWrong);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_resets_the_newer_one_counts_whichever_name_was_typed_id_1() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let older = portal.ask_password_reset("zoe.sample", &here()).await.unwrap();
        let older_code = newest_code(&portal).await;
        let newer = portal.ask_password_reset("zoe@example.org", &from("198.51.100.7")).await.unwrap();
        let newer_code = newest_code(&portal).await;
        for (token, code) in [(&older, &older_code), (&older, &newer_code), (&newer, &older_code)] {
            let refused = portal.prove_password_reset(token, code, &here()).await;
            assert_eq!(refusal(refused), Refusal::EmailCodeWrong);
        }
        portal.prove_password_reset(&newer, &newer_code, &here()).await.unwrap();
        // One whose code was right ends too when another is asked for.
        let newest = portal.ask_password_reset("zoe.sample", &here()).await.unwrap();
        assert_eq!(
            refusal(portal.reset_password(&newer, &new_password(), &here()).await),
            Refusal::ResetOver
        );
        portal.prove_password_reset(&newest, &newest_code(&portal).await, &here()).await.unwrap();
        portal.reset_password(&newest, &new_password(), &here()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_form_sent_many_times_at_once_counts_once_id_1() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let token = proven(&portal, "zoe.sample").await;
        let second = second_process(&portal).await;
        let tasks: Vec<_> = (0..6)
            .map(|i| {
                let portal = if i % 2 == 0 { portal.clone() } else { second.clone() };
                let (token, password) = (token.clone(), format!("quiet harbor lamp 7{i}"));
                tokio::spawn(async move {
                    portal.reset_password(&token, &typed(&[("password", &password)]), &here()).await.is_ok()
                })
            })
            .collect();
        let mut set = Vec::new();
        for (i, task) in tasks.into_iter().enumerate() {
            if task.await.unwrap() {
                set.push(i);
            }
        }
        assert_eq!(set.len(), 1);
        assert_eq!(
            count(&portal, "SELECT count(*) FROM audit_events WHERE action = 'reset_password'").await,
            1
        );
        portal.sign_in("zoe.sample", &format!("quiet harbor lamp 7{}", set[0]), &here()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_two_accounts_gets_one_code_and_the_account_is_chosen_after_it_id_1() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let at_work = zoe_at_work(&portal).await;
        let token = portal.ask_password_reset("zoe@example.org", &here()).await.unwrap();
        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert!(
            mail.body.contains("zoe.sample (your own coverage) and zoe.work (your work)"),
            "{}",
            mail.body
        );
        portal.prove_password_reset(&token, &newest_code(&portal).await, &here()).await.unwrap();
        let accounts = portal.proven_password_reset(&token).await.unwrap();
        assert_eq!(
            accounts.iter().map(|one| one.username.as_str()).collect::<Vec<_>>(),
            ["zoe.sample", "zoe.work"]
        );
        let set = async |account: &str, password: &str| {
            let fields = typed(&[("account", account), ("password", password)]);
            portal.reset_password(&token, &fields, &here()).await
        };
        assert_eq!(fields(set("", NEW).await), ["account"]);
        assert_eq!(fields(set("rae", "short").await), ["account", "password"], "neither foreign nor short");
        assert_eq!(fields(set("zoe.work", "a zoe.work lantern").await), ["password"]);
        set("zoe.work", NEW).await.unwrap();
        assert_eq!(refusal(set("zoe.sample", NEW).await), Refusal::ResetOver, "one account a code");
        assert_eq!(portal.sign_in("zoe.work", NEW, &here()).await.unwrap().next, NextStep::SetUpSecondFactor);
        portal.sign_in("zoe.sample", PASSWORD, &here()).await.expect("as it was");
        assert_eq!(
            refusal(portal.sign_in("zoe.work", &at_work.password, &here()).await),
            Refusal::SignInFailed
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_closed_between_code_and_form_keeps_its_password_id_3() {
    for portal in portals().await {
        zoe_at_work(&portal).await;
        let token = proven(&portal, "zoe.work").await;
        run(&portal, &format!("UPDATE accounts SET disabled_at = {NOW}")).await;
        let before = everything(&portal).await;
        assert_eq!(refusal(portal.proven_password_reset(&token).await), Refusal::ResetOver);
        assert_eq!(
            refusal(portal.reset_password(&token, &new_password(), &here()).await),
            Refusal::ResetOver
        );
        assert_eq!(everything(&portal).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_during_a_suspension_leaves_no_session_and_gives_no_access_cert_7() {
    for portal in portals().await {
        invited(&portal).await;
        let signed_in =
            portal.activate_assister(CODE, &chosen("gil.sample", PASSWORD), &here()).await.unwrap();
        let (session, ..) = set_up(&portal, &signed_in).await;
        let token = proven(&portal, "gil.sample").await;
        rae_with_account(&portal, PASSWORD).await;
        let rae = resource_manager();
        run(&portal, "UPDATE accounts SET account_key = 'account-rae' WHERE username = 'rae'").await;
        let gil = domain::people::AssisterKey("gil".into());
        let (form, context) = (new_password(), here());
        let (suspended, set) = tokio::join!(
            portal.suspend(&rae, &gil, "License under review."),
            portal.reset_password(&token, &form, &context)
        );
        suspended.unwrap();
        set.unwrap();
        assert!(portal.session_of(&session, here()).await.unwrap().is_none());
        assert_eq!(column(&portal, "SELECT state FROM assisters").await, ["suspended"]);
        assert_eq!(portal.sign_in("gil.sample", NEW, &here()).await.unwrap().next, NextStep::Code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_by_asking_whether_a_name_has_an_account_id_4() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        for name in ["zoe.sample", "zoe@example.org", "nobody", "nobody@example.org", "", "@", "'; --"] {
            let sent = mails(&portal).await;
            let token = portal.ask_password_reset(name, &here()).await.unwrap();
            assert_eq!(token.len(), 64);
            assert_eq!(mails(&portal).await - sent, usize::from(name.starts_with("zoe")), "{name}");
            assert_eq!(
                refusal(portal.prove_password_reset(&token, "00000000", &here()).await),
                Refusal::EmailCodeWrong
            );
        }
        for (email, sent) in [("Zoe@Example.org", 1), ("nobody@example.org", 0)] {
            let before = mails(&portal).await;
            portal.remind_of_username(email, &here()).await.unwrap();
            assert_eq!(mails(&portal).await - before, sent, "{email}");
        }
        assert_eq!(fields(portal.remind_of_username("", &here()).await), ["email"]);
        assert_eq!(fields(portal.remind_of_username("zoe.sample", &here()).await), ["email"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_names_wait_the_same_id_4() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let mut waits = Vec::new();
        for name in ["zoe.sample", "nobody", "zoe@example.org", "nobody@example.org"] {
            let mut answers = Vec::new();
            for _ in 0..6 {
                answers.push(portal.ask_password_reset(name, &here()).await.is_ok());
            }
            if name.contains('@') {
                for _ in 0..6 {
                    answers.push(portal.remind_of_username(name, &here()).await.is_ok());
                }
            }
            waits.push(answers);
        }
        assert_eq!(waits[0], [true, true, true, false, false, false]);
        assert_eq!((&waits[0], &waits[2]), (&waits[1], &waits[3]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_wishes_do_not_keep_the_owner_from_asking_id_4() {
    for portal in portals().await {
        let zoes = RequestContext { device: "ab".repeat(32), device_shown: true, ..here() };
        let token = portal.create_account(&zoe(), &zoes).await.unwrap();
        portal.confirm_account(&token, &newest_code(&portal).await, &zoes).await.unwrap();
        let mut asked = 0;
        for number in 0..400 {
            let address = format!("2001:db8:0:{number:x}::1");
            asked += usize::from(portal.ask_password_reset("zoe.sample", &from(&address)).await.is_ok());
            portal.clock().advance(30);
        }
        assert!((10..=60).contains(&asked), "{asked} mails from 400 networks in three hours");
        let token = portal.ask_password_reset("zoe.sample", &zoes).await.expect("a known browser");
        portal.prove_password_reset(&token, &newest_code(&portal).await, &zoes).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_reset_the_tries_with_the_forgotten_password_do_not_count_id_4() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        for _ in 0..30 {
            drop(portal.sign_in("zoe.sample", "wrong password 99", &here()).await);
            portal.clock().advance(2);
        }
        assert_eq!(refusal(portal.sign_in("zoe.sample", PASSWORD, &here()).await), Refusal::TooManySignIns);
        let token = proven(&portal, "zoe.sample").await;
        portal.reset_password(&token, &new_password(), &here()).await.unwrap();
        portal.sign_in("zoe.sample", NEW, &here()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cannot_reset_is_told_by_mail_what_to_do_cert_8() {
    for portal in portals().await {
        invited(&portal).await;
        portal.ask_password_reset("gil@example.org", &here()).await.unwrap();
        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert!(mail.to == "gil@example.org" && mail.body.contains("registration code"), "{}", mail.body);
        let signed_in =
            portal.activate_assister(CODE, &chosen("gil.sample", PASSWORD), &here()).await.unwrap();
        set_up(&portal, &signed_in).await;
        portal.clock().advance(61 * 24 * 3600);
        for ask in [0, 1] {
            let before = mails(&portal).await;
            match ask {
                0 => drop(portal.ask_password_reset("gil.sample", &here()).await.unwrap()),
                _ => portal.remind_of_username("gil@example.org", &here()).await.unwrap(),
            }
            assert_eq!(mails(&portal).await, before + 1);
            let mail = portal.practice_mails().await.unwrap().remove(0);
            assert!(mail.subject.contains("is closed") && mail.body.contains("gil.sample"), "{}", mail.body);
            assert!(!mail.body.contains("Your code"), "{}", mail.body);
        }
        // One that was proven before it was closed stays closed too.
        zoe_at_work(&portal).await;
        run(&portal, &format!("UPDATE accounts SET disabled_at = {NOW} WHERE username = 'zoe.work'")).await;
        portal.ask_password_reset("zoe.work", &here()).await.unwrap();
        let mail = portal.practice_mails().await.unwrap().remove(0);
        assert!(mail.to == "zoe@example.org" && mail.subject.contains("is closed"), "{}", mail.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mails_come_in_the_accounts_language() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        run(&portal, "UPDATE accounts SET language = 'en-XA'").await;
        let token = proven(&portal, "zoe.sample").await;
        portal.reset_password(&token, &new_password(), &here()).await.unwrap();
        portal.remind_of_username("zoe@example.org", &here()).await.unwrap();
        let mails = portal.practice_mails().await.unwrap();
        for mail in &mails[..3] {
            let plain = ["Your code", "was changed", "You sign in with"];
            assert!(plain.iter().all(|word| !mail.body.contains(word)), "{}", mail.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_stored_as_hashes_only() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let token = portal.ask_password_reset("zoe@example.org", &here()).await.unwrap();
        let code = newest_code(&portal).await;
        let row = column(
            &portal,
            "SELECT reset_sha256 || ' ' || person || ' ' || code_sha256 FROM password_resets",
        )
        .await;
        assert!(!row[0].contains(&token) && !row[0].contains(&code) && !row[0].contains("zoe"), "{row:?}");
        portal.clock().advance(3601);
        portal.ask_password_reset("nobody", &here()).await.unwrap();
        assert_eq!(
            count(&portal, "SELECT count(*) FROM password_resets").await,
            1,
            "forgotten after an hour"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_that_is_open_ends_when_the_owner_changes_password_or_address_id_1() {
    for portal in portals().await {
        zoe_signed_up(&portal).await;
        let signed_in = portal.sign_in("zoe.sample", PASSWORD, &here()).await.unwrap();
        let zoe = portal.session_of(&signed_in.token, here()).await.unwrap().unwrap();
        // Somebody with the mailbox has proven the code and chooses a password.
        let token = proven(&portal, "zoe.sample").await;
        let changed = typed(&[("old_password", PASSWORD), ("password", "my own lantern 44 here")]);
        portal.change_password(&zoe, &changed).await.unwrap();
        let late = portal.reset_password(&token, &new_password(), &here()).await;
        assert_eq!(refusal(late), Refusal::ResetOver);
        // The same once more, and the address is another one meanwhile.
        let token = proven(&portal, "zoe.sample").await;
        run(&portal, "UPDATE accounts SET email = 'zoe.elsewhere@example.org' WHERE username = 'zoe.sample'")
            .await;
        assert_eq!(refusal(portal.proven_password_reset(&token).await), Refusal::ResetOver);
        let late = portal.reset_password(&token, &new_password(), &here()).await;
        assert_eq!(refusal(late), Refusal::ResetOver);
        // Control: the address as it was.
        run(&portal, "UPDATE accounts SET email = 'zoe@example.org' WHERE username = 'zoe.sample'").await;
        portal.reset_password(&token, &new_password(), &here()).await.unwrap();
    }
}
