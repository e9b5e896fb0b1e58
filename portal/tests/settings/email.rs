//! Another e-mail address: proved by a code, told to the old one (ID-1).

use super::*;

async fn ask(portal: &Portal, who: &Session, email: &str) -> Result<(), Error> {
    portal.ask_new_email(who, &typed(&[("email", email)])).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_counts_when_its_code_came_back_and_both_are_told_id_1() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        let before = mails(&portal).await.len();
        assert_eq!(fields(ask(&portal, &zoe, "zoe at example").await), ["email"]);
        assert_eq!(fields(ask(&portal, &zoe, "ZOE@example.org").await), ["email"], "it is hers already");
        ask(&portal, &zoe, "New.Zoe@Example.org").await.unwrap();
        assert_eq!(
            told(&portal, before).await,
            ["new.zoe@example.org: Your MNsure code", "zoe@example.org: A new e-mail address was asked for"]
        );
        let all = mails(&portal).await;
        let code = code_in(all.iter().find(|mail| mail.to == "new.zoe@example.org").unwrap());
        assert_eq!(
            portal.read_settings(&zoe).await.unwrap().waiting_email.as_deref(),
            Some("new.zoe@example.org")
        );
        assert!(portal.sign_in("new.zoe@example.org", PASSWORD, &here()).await.is_err(), "not yet");

        let wrong = if code == "00000000" { "00000001" } else { "00000000" };
        assert_eq!(refusal(portal.confirm_new_email(&zoe, wrong).await), Refusal::EmailCodeWrong);
        let before = mails(&portal).await.len();
        portal.confirm_new_email(&zoe, &code).await.unwrap();
        let subject = "Your e-mail address was changed";
        assert_eq!(
            told(&portal, before).await,
            [format!("new.zoe@example.org: {subject}"), format!("zoe@example.org: {subject}")]
        );
        for table in ["accounts", "consumers"] {
            assert_eq!(column(&portal, &format!("SELECT email FROM {table}")).await, ["new.zoe@example.org"]);
        }
        assert!(portal.sign_in("new.zoe@example.org", PASSWORD, &here()).await.is_ok());
        assert_eq!(refusal(portal.confirm_new_email(&zoe, &code).await), Refusal::EmailCodeWrong, "once");
        assert_eq!(portal.read_settings(&zoe).await.unwrap().waiting_email, None);
        assert_eq!(
            (events(&portal, "ask_new_email").await, events(&portal, "confirm_new_email").await),
            ((1, 1), (1, 2))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_for_five_tries_and_ten_minutes_and_for_one_account_id_1() {
    for portal in portals().await {
        let token = signed_up(&portal, "zoe.sample", "zoe@example.org").await;
        let zoe = session_of(&portal, &token).await.unwrap();
        let newest = async || {
            let all = mails(&portal).await;
            code_in(all.iter().find(|mail| mail.to == "new@example.org").unwrap())
        };
        ask(&portal, &zoe, "new@example.org").await.unwrap();
        let first = newest().await;
        for _ in 0..5 {
            assert_eq!(refusal(portal.confirm_new_email(&zoe, "1234").await), Refusal::EmailCodeWrong);
        }
        assert_eq!(
            refusal(portal.confirm_new_email(&zoe, &first).await),
            Refusal::EmailCodeWrong,
            "five tries"
        );

        ask(&portal, &zoe, "new@example.org").await.unwrap();
        let second = newest().await;
        let max = signed_up(&portal, "max.sample", "max@example.net").await;
        let max = session_of(&portal, &max).await.unwrap();
        assert_eq!(
            refusal(portal.confirm_new_email(&max, &second).await),
            Refusal::EmailCodeWrong,
            "not his"
        );
        portal.clock().advance(601);
        let late = portal.step_up(&zoe, PASSWORD, "").await.unwrap();
        let zoe = session_of(&portal, &late).await.unwrap();
        assert_eq!(
            refusal(portal.confirm_new_email(&zoe, &second).await),
            Refusal::EmailCodeWrong,
            "ten minutes"
        );
        assert_eq!(
            column(&portal, "SELECT email FROM accounts ORDER BY email").await,
            ["max@example.net", "zoe@example.org"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_that_an_address_has_an_account_but_its_owner_id_4() {
    for portal in portals().await {
        signed_up(&portal, "max.sample", "max@example.net").await;
        let zoe = zoe(&portal).await;
        let before = mails(&portal).await.len();
        ask(&portal, &zoe, "max@example.net").await.unwrap();
        assert_eq!(
            told(&portal, before).await,
            [
                "max@example.net: You already have a MNsure account",
                "zoe@example.org: A new e-mail address was asked for"
            ]
        );
        for code in ["", "00000000", "12345678"] {
            assert_eq!(refusal(portal.confirm_new_email(&zoe, code).await), Refusal::EmailCodeWrong);
        }
        // A person at work may have the address of a consumer: one account of each kind.
        rae_with_account(&portal, PASSWORD).await;
        run(&portal, "UPDATE accounts SET email = 'rae@example.net' WHERE username = 'rae'").await;
        ask(&portal, &zoe, "rae@example.net").await.unwrap();
        let all = mails(&portal).await;
        let code = code_in(all.iter().find(|mail| mail.to == "rae@example.net").unwrap());
        assert!(portal.confirm_new_email(&zoe, &code).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_quicker_keeps_an_address_id_1() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        ask(&portal, &zoe, "new@example.org").await.unwrap();
        let all = mails(&portal).await;
        let code = code_in(all.iter().find(|mail| mail.to == "new@example.org").unwrap());
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('quick', 'consumer', 'quick', 'new@example.org', 'Max', 'Quick', 1)",
        )
        .await;
        assert_eq!(refusal(portal.confirm_new_email(&zoe, &code).await), Refusal::EmailTaken);
        assert_eq!(portal.read_settings(&zoe).await.unwrap().email, "zoe@example.org");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assisters_address_moves_in_the_roster_too_and_its_history_says_so_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('account-bo', 'assister', 'bo', 'bo@example.org', 'Bo', 'Lind', 1); \
             UPDATE assisters SET account_key = 'account-bo' WHERE assister_key = 'bo'",
        )
        .await;
        let bo = portal.sign_in_as_persona("bo", &here()).await.unwrap();
        let bo = session_of(&portal, &bo).await.unwrap();
        assert_eq!(fields(ask(&portal, &bo, "info@example.org").await), ["email"], "CERT-4: a person's own");
        // Nia was invited and may have no account yet: her address is hers.
        ask(&portal, &bo, "nia@example.org").await.unwrap();
        let all = mails(&portal).await;
        assert!(all.iter().any(|mail| mail.to == "nia@example.org" && mail.subject.contains("already have")));
        ask(&portal, &bo, "bo.lind@example.org").await.unwrap();
        let all = mails(&portal).await;
        let code = code_in(all.iter().find(|mail| mail.to == "bo.lind@example.org").unwrap());
        portal.confirm_new_email(&bo, &code).await.unwrap();
        let roster = "SELECT email || ' ' || public_email FROM assisters WHERE assister_key = 'bo'";
        assert_eq!(column(&portal, roster).await, ["bo.lind@example.org bo@example.org"]);
        let history = "SELECT field || ' ' || was || ' ' || becomes FROM roster_changes WHERE target = 'bo'";
        assert_eq!(column(&portal, history).await, ["email bo@example.org bo.lind@example.org"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_not_mailed_without_end_id_4() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        let mut mailed = 0;
        for _ in 0..6 {
            match ask(&portal, &zoe, "new@example.org").await {
                Ok(()) => mailed += 1,
                refused => assert_eq!(refusal(refused), Refusal::TooManyMails),
            }
        }
        assert_eq!(mailed, 3, "then the waits begin");
    }
}
