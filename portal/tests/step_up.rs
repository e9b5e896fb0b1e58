//! Step-up (ID-3): what needs a recent confirmation of who is signed in, and how one confirms, on both databases.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what broke by stopping")]

use domain::{
    access::{Action, Denial, permit},
    account, agency, book, consumer, own_profile,
    people::{AccountKey, AgencyKey, AssisterKey, ConsumerKey},
    refusal::Refusal,
    roster,
};
use door::{Has, Subject, TheRoster};
use portal::{Error, Portal, RequestContext, Session, sign_in::NextStep, testing::*};

const PASSWORD: &str = "copper lantern river 42";

/// Everything that needs a recent confirmation, with the minutes: from the rows of all actions.
fn needing() -> Vec<(&'static str, i64)> {
    fn of<A: Action>() -> impl Iterator<Item = (&'static str, i64)> {
        A::ALL.iter().filter_map(|action| Some((action.word(), action.row().within?)))
    }
    of::<consumer::Action>()
        .chain(of::<account::Action>())
        .chain(of::<book::Action>())
        .chain(of::<own_profile::Action>())
        .chain(of::<agency::Action>())
        .chain(of::<roster::Action>())
        .collect()
}

#[test]
fn what_needs_a_recent_confirmation_and_how_recent_id_3() {
    let (twenty, five): (Vec<_>, Vec<_>) = needing().into_iter().partition(|(_, minutes)| *minutes == 20);
    assert_eq!(twenty, [("authorize_assister", 20)]);
    assert!(five.iter().all(|(_, minutes)| *minutes == 5));
    let five: Vec<_> = five.into_iter().map(|(word, _)| word).collect();
    for word in [
        "export_activity",
        "change_password",
        "confirm_new_email",
        "remove_second_factor",
        "approve_access",
        "suspend_assister",
        "correct_assister",
        "merge_assisters",
        "suspend_agency",
        "create_token",
        "apply_roster_file",
        "export_roster",
    ] {
        assert!(five.contains(&word), "{word}");
    }
    // The daily work of assisters needs none beyond their session.
    let daily = ["submit_application", "enroll", "list_book", "request_authorization", "say_absence"];
    assert!(daily.iter().all(|word| !five.contains(word)));
}

/// Tries every action of a subject that this basis may do with a confirmation that is too old, and with one that is just recent enough; gives how
/// many need one.
async fn tried<A: Has>(
    portal: &Portal,
    (who, basis): (&Session, A::Basis),
    key: &<A::Subject as Subject>::Key,
) -> usize {
    let (door, now) = (door(portal), portal.clock().now());
    let mut tried = 0;
    for action in A::ALL.iter().copied() {
        let Some(minutes) = action.row().within else { continue };
        if permit(&portal.profile().limits, basis, action).is_err() {
            continue;
        }
        let word = action.word();
        let refused = format!(
            "SELECT count(*) FROM audit_events WHERE action = '{word}' AND outcome = 'refused' AND rule = 'ID-3'"
        );
        let events = format!("SELECT count(*) FROM audit_events WHERE action = '{word}'");
        let before = (count(portal, &refused).await, count(portal, &events).await);
        let old = confirmed(who, now.minus_seconds(minutes * 60));
        let answer: Result<_, Error> = door
            .acting_on(&old, key, action, async |_| -> Result<(), Error> { panic!("{word} was done") })
            .await;
        assert!(matches!(answer, Err(Error::Denied(Denial::ConfirmAgain))), "{word}");
        let after = (count(portal, &refused).await, count(portal, &events).await);
        assert_eq!(after, (before.0 + 1, before.1 + 1), "{word}: one event");
        let recent = confirmed(who, now.minus_seconds(minutes * 60 - 1));
        let done = door.acting_on(&recent, key, action, async |_| Ok(word)).await;
        assert_eq!(done.unwrap().into_value(), word);
        assert_eq!(count(portal, &events).await, before.1 + 2, "{word}: one event");
        tried += 1;
    }
    tried
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_needs_a_recent_confirmation_is_refused_without_one_and_done_with_one_id_3() {
    for portal in portals().await {
        cast(&portal).await;
        let ada = administrator(&portal, "helpers").await;
        let helpers = AgencyKey("helpers".into());
        let (ana, bo, rae) = (consumer("ana"), assister("bo"), resource_manager());
        let (ana_key, bo_key) = (ConsumerKey("ana".into()), AssisterKey("bo".into()));
        let own = AccountKey("account-ada".into());
        use {account::Basis as Account, agency::Basis as Agency, consumer::Basis as Consumer};
        use {book::Basis as Book, own_profile::Basis as Profile, roster::Basis as Roster};
        let tried = tried::<consumer::Action>(&portal, (&ana, Consumer::OwnAccount), &ana_key).await
            + tried::<consumer::Action>(&portal, (&rae, Consumer::Exchange), &ana_key).await
            + tried::<account::Action>(&portal, (&ada, Account::OwnAccount), &own).await
            + tried::<book::Action>(&portal, (&bo, Book::OwnBook), &bo_key).await
            + tried::<own_profile::Action>(&portal, (&bo, Profile::OwnProfile), &bo_key).await
            + tried::<agency::Action>(&portal, (&ada, Agency::AgencyAdministrator), &helpers).await
            + tried::<roster::Action>(&portal, (&rae, Roster::ResourceManager), &TheRoster).await;
        assert_eq!(tried, needing().len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_account_is_nobody_elses_id_1() {
    for portal in portals().await {
        cast(&portal).await;
        let ada = administrator(&portal, "helpers").await;
        let own = AccountKey("account-ada".into());
        let read = account::Action::ReadSettings;
        assert!(door(&portal).acting_on(&ada, &own, read, async |_| Ok(())).await.is_ok());
        for other in [consumer("ana"), assister("bo"), resource_manager()] {
            let answer = door(&portal).acting_on(&other, &own, read, async |_| Ok(())).await;
            assert!(matches!(answer, Err(Error::Denied(Denial::NoBasis))));
        }
        run(&portal, "UPDATE accounts SET disabled_at = 2 WHERE account_key = 'account-ada'").await;
        let answer = door(&portal).acting_on(&ada, &own, read, async |_| Ok(())).await;
        assert!(matches!(answer, Err(Error::Denied(Denial::NoBasis))));
    }
}

fn here() -> RequestContext {
    RequestContext { ip: "192.0.2.1".into(), ..RequestContext::default() }
}

async fn session_of(portal: &Portal, token: &str) -> Option<Session> {
    portal.session_of(token, here()).await.unwrap()
}

/// Rae, signed in with an app; gives the session's token, the app's key and the recovery codes.
async fn rae_signed_in(portal: &Portal) -> (String, String, Vec<String>) {
    rae_with_account(portal, PASSWORD).await;
    let signed_in = portal.sign_in("rae", PASSWORD, &here()).await.unwrap();
    assert_eq!(signed_in.next, NextStep::SetUpSecondFactor);
    let pending = portal.pending_sign_in(&signed_in.token, here()).await.unwrap().unwrap();
    let key = portal.second_factor_key(&pending).await.unwrap().text;
    let ready = portal.confirm_second_factor(&pending, &app_code(portal, &key)).await.unwrap();
    (ready.token, key, ready.recovery_codes)
}

fn app_code(portal: &Portal, key: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(portal.clock().now().0 / 1_000_000).unwrap()).to_string()
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_up_takes_password_and_code_and_gives_another_token_id_3() {
    for portal in portals().await {
        let (token, key, codes) = rae_signed_in(&portal).await;
        let second = second_process(&portal).await;
        portal.clock().advance(600);
        second.clock().advance(600);
        let rae = session_of(&portal, &token).await.unwrap();
        let asked = portal.confirming(&rae).await.unwrap();
        assert!(asked.password && asked.code);
        let code = app_code(&portal, &key);
        for (password, code) in [("another lantern 77", &*code), (PASSWORD, "000000"), (PASSWORD, "")] {
            let answer = portal.step_up(&rae, password, code).await;
            assert_eq!(refusal(answer), Refusal::ConfirmationWrong, "which of the two is not said");
        }
        let began_at = rae.began_at();
        let export =
            door(&portal).acting_on(&rae, &TheRoster, roster::Action::ExportRoster, async |_| Ok(()));
        assert!(matches!(export.await, Err(Error::Denied(Denial::ConfirmAgain))));

        let fresh = portal.step_up(&rae, PASSWORD, &code).await.unwrap();
        assert!(session_of(&portal, &token).await.is_none(), "rotated");
        assert!(session_of(&second, &token).await.is_none(), "on every server");
        let rae = session_of(&second, &fresh).await.unwrap();
        assert_eq!(rae.began_at(), began_at, "12 hours count from the sign-in");
        let export =
            door(&portal).acting_on(&rae, &TheRoster, roster::Action::ExportRoster, async |_| Ok(()));
        assert!(export.await.is_ok());
        assert_eq!(refusal(portal.step_up(&rae, PASSWORD, &code).await), Refusal::ConfirmationWrong, "once");
        let again = portal.step_up(&rae, PASSWORD, &codes[0]).await.unwrap();
        let rae = session_of(&portal, &again).await.unwrap();
        assert_eq!(refusal(portal.step_up(&rae, PASSWORD, &codes[0]).await), Refusal::ConfirmationWrong);
        let events = "SELECT outcome || ' ' || coalesce(rule, '') FROM audit_events WHERE action = 'step_up' ORDER BY number";
        let (no, yes) = ("refused ID-4", "done ");
        assert_eq!(column(&portal, events).await, [no, no, no, yes, no, yes, no]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_up_with_the_old_factor_ends_the_leave_to_set_up_another_one_id_2() {
    for portal in portals().await {
        let (token, key, _) = rae_signed_in(&portal).await;
        portal.clock().advance(60);
        let rae = session_of(&portal, &token).await.unwrap();
        let (account, now) = (rae.account_key(), portal.clock().now().0);
        let leave = format!(
            "INSERT INTO factor_resets (reset_key, account_key, asked_at, due_at, asked_by) \
             VALUES ('leave', '{account}', {now}, {now}, '{account}')"
        );
        run(&portal, &leave).await;
        let open = "SELECT count(*) FROM factor_resets WHERE ended_at IS NULL";
        assert!(portal.step_up(&rae, PASSWORD, "000000").await.is_err());
        assert_eq!(count(&portal, open).await, 1, "a wrong code stops nothing");
        portal.step_up(&rae, PASSWORD, &app_code(&portal, &key)).await.unwrap();
        assert_eq!(column(&portal, "SELECT outcome FROM factor_resets").await, ["kept"]);
        let mails = portal.practice_mails().await.unwrap();
        assert!(mails[0].subject.contains("was not reset") && mails[1].subject.contains("stays as it is"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_up_cannot_be_guessed_and_counts_with_the_sign_ins_id_4() {
    for portal in portals().await {
        let (token, key, _) = rae_signed_in(&portal).await;
        portal.clock().advance(60);
        let rae = session_of(&portal, &token).await.unwrap();
        let mut compared = 0;
        for _ in 0..12 {
            let answer = refusal(portal.step_up(&rae, "another lantern 77", "000000").await);
            compared += usize::from(answer == Refusal::ConfirmationWrong);
        }
        assert_eq!(compared, 5, "then the waits begin");
        let code = app_code(&portal, &key);
        assert_eq!(refusal(portal.step_up(&rae, PASSWORD, &code).await), Refusal::TooManySignIns);
        assert_eq!(refusal(portal.sign_in("rae", PASSWORD, &here()).await), Refusal::TooManySignIns);
        portal.clock().advance(60);
        let code = app_code(&portal, &key);
        assert!(portal.step_up(&rae, PASSWORD, &code).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_datas_cast_confirms_without_a_password_and_nobody_else_does() {
    for portal in portals().await {
        cast(&portal).await;
        administrator(&portal, "helpers").await;
        run(
            &portal,
            &format!(
                "INSERT INTO sessions (token_sha256, account_key, created_at, last_seen_at, confirmed_at, second_factor_due, ip, user_agent) \
                 VALUES ('{}', 'account-ada', {NOW}, {NOW}, {NOW}, 0, '', '')",
                door::token_hash(&"a".repeat(64))
            ),
        )
        .await;
        let ada = session_of(&portal, &"a".repeat(64)).await.unwrap();
        let earnest = in_earnest(&portal);
        assert_eq!(refusal(earnest.step_up(&ada, "", "").await), Refusal::ConfirmationWrong);
        assert!(!portal.confirming(&ada).await.unwrap().password);
        assert!(portal.step_up(&ada, "", "").await.is_ok());
    }
}
