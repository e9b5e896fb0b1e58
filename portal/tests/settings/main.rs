//! The own account by rule, on both databases: ID-1 to ID-3.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what broke by stopping")]

mod email;
mod factor;
mod sessions;

use domain::{
    access::Denial,
    form::Fields,
    people::{AssisterKey, ConsumerKey},
    refusal::Refusal,
};
use portal::{Error, Portal, RequestContext, Session, outbox::PracticeMail, testing::*};

const PASSWORD: &str = "copper lantern river 42";
const OTHER: &str = "another lantern river 43";

fn here() -> RequestContext {
    let user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0".into();
    RequestContext { ip: "192.0.2.1".into(), user_agent, ..RequestContext::default() }
}

fn typed(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
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

async fn session_of(portal: &Portal, token: &str) -> Option<Session> {
    portal.session_of(token, here()).await.unwrap()
}

/// Signs Zoe up, whose address this is; gives her token.
async fn signed_up(portal: &Portal, username: &str, email: &str) -> String {
    let zoe = typed(&[
        ("given_name", "Zoe"),
        ("family_name", "Sample"),
        ("date_of_birth_month", "2"),
        ("date_of_birth_day", "3"),
        ("date_of_birth_year", "1990"),
        ("email", email),
        ("username", username),
        ("password", PASSWORD),
    ]);
    let token = portal.create_account(&zoe, &here()).await.unwrap();
    let code = code_in(&mails(portal).await[0]);
    portal.confirm_account(&token, &code, &here()).await.unwrap().token
}

async fn zoe(portal: &Portal) -> Session {
    let token = signed_up(portal, "zoe.sample", "zoe@example.org").await;
    session_of(portal, &token).await.unwrap()
}

/// Signs in with a password alone.
async fn signed_in(portal: &Portal, name: &str, password: &str) -> Session {
    let token = portal.sign_in(name, password, &here()).await.unwrap().token;
    session_of(portal, &token).await.unwrap()
}

/// The newest first.
async fn mails(portal: &Portal) -> Vec<PracticeMail> {
    portal.practice_mails().await.unwrap()
}

fn code_in(mail: &PracticeMail) -> String {
    mail.body.chars().filter(char::is_ascii_digit).take(8).collect()
}

/// "to: subject" of the mails that were written since there were so many.
async fn told(portal: &Portal, since: usize) -> Vec<String> {
    let all = mails(portal).await;
    let new = all.len() - since;
    let mut told: Vec<_> =
        all.iter().take(new).map(|mail| format!("{}: {}", mail.to, mail.subject)).collect();
    told.sort();
    told
}

/// How often this was done and refused, by the log.
async fn events(portal: &Portal, action: &str) -> (i64, i64) {
    let count_of = async |outcome: &str| {
        let sql =
            format!("SELECT count(*) FROM audit_events WHERE action = '{action}' AND outcome = '{outcome}'");
        count(portal, &sql).await
    };
    (count_of("done").await, count_of("refused").await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumers_new_name_stands_wherever_it_is_theirs_id_1() {
    for portal in portals().await {
        cast(&portal).await;
        let zoe = zoe(&portal).await;
        let key = column(&portal, "SELECT consumer_key FROM consumers WHERE email = 'zoe@example.org'")
            .await
            .remove(0);
        associate(&portal, &key, "cy").await;
        let before = mails(&portal).await.len();
        let wrong = typed(&[("given_name", "Zoe"), ("family_name", "")]);
        assert_eq!(fields(portal.change_own_name(&zoe, &wrong).await), ["family_name"]);
        let both = typed(&[("given_name", "Zoe"), ("family_name", "Berg"), ("one_name", "yes")]);
        assert_eq!(fields(portal.change_own_name(&zoe, &both).await), ["given_name"]);
        let same = typed(&[("given_name", "Zoe"), ("family_name", "Sample")]);
        assert_eq!(refusal(portal.change_own_name(&zoe, &same).await), Refusal::NothingToChange);

        let new = typed(&[("given_name", "zoë"), ("family_name", "de la Cruz")]);
        portal.change_own_name(&zoe, &new).await.unwrap();
        let names = "SELECT given_name || ' ' || family_name FROM";
        for table in [
            "accounts WHERE username = 'zoe.sample'",
            "consumers WHERE email = 'zoe@example.org'",
            "book WHERE sort_name = 'de la cruz, zoë'",
        ] {
            assert_eq!(column(&portal, &format!("{names} {table}")).await, ["zoë de la Cruz"], "{table}");
        }
        let shown = portal.read_settings(&zoe).await.unwrap();
        assert_eq!(shown.name_filled()["family_name"], "de la Cruz");
        let read = portal.read_applications(&assister("cy"), &ConsumerKey(key), None).await.unwrap();
        assert_eq!(read.consumer_name(), "zoë de la Cruz");
        assert_eq!(told(&portal, before).await, ["zoe@example.org: Your name was changed"]);
        assert_eq!(events(&portal, "change_name").await, (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exchange_keeps_the_names_of_assisters_and_staff_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let ada = administrator(&portal, "helpers").await;
        let new = typed(&[("given_name", "Eva"), ("family_name", "Berg")]);
        assert_eq!(refusal(portal.change_own_name(&ada, &new).await), Refusal::NameKept);
        assert_eq!(count(&portal, "SELECT count(*) FROM accounts WHERE given_name = 'Eva'").await, 0);
        assert_eq!(events(&portal, "change_name").await, (0, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_changed_with_a_confirmation_that_is_too_old_id_3() {
    for portal in portals().await {
        let zoe = zoe(&portal).await;
        let other = signed_in(&portal, "zoe.sample", PASSWORD).await;
        portal.clock().advance(300);
        let before = (
            mails(&portal).await.len(),
            column(&portal, "SELECT email || password_hash || given_name FROM accounts").await,
        );
        let passwords = typed(&[("old_password", PASSWORD), ("password", OTHER)]);
        let answers = [
            portal.change_own_name(&zoe, &typed(&[("family_name", "Berg"), ("one_name", "yes")])).await,
            portal.ask_new_email(&zoe, &typed(&[("email", "new@example.org")])).await,
            portal.confirm_new_email(&zoe, "12345678").await,
            portal.change_password(&zoe, &passwords).await.map(drop),
            portal.new_factor(&zoe).await.map(drop),
            portal.set_up_own_factor(&zoe, "", &typed(&[("code", "123456")])).await.map(drop),
            portal.remove_own_factor(&zoe).await,
            portal.renew_recovery_codes(&zoe).await.map(drop),
            portal.end_own_session(&zoe, other.token_sha256()).await,
            portal.end_other_sessions(&zoe).await.map(drop),
        ];
        for (at, answer) in answers.into_iter().enumerate() {
            assert!(matches!(answer, Err(Error::Denied(Denial::ConfirmAgain))), "{at}");
        }
        let after = (
            mails(&portal).await.len(),
            column(&portal, "SELECT email || password_hash || given_name FROM accounts").await,
        );
        assert_eq!(before, after);
        assert_eq!(count(&portal, "SELECT count(*) FROM email_changes").await, 0);
        assert_eq!(portal.read_settings(&zoe).await.unwrap().sessions.len(), 2);
        let late = "SELECT count(*) FROM audit_events WHERE outcome = 'refused' AND rule = 'ID-3'";
        assert_eq!(count(&portal, late).await, 10);
    }
}
