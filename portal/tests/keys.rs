//! The keys that seal are rotated while the portal serves: nothing is lost, whatever is torn off goes on, and an
//! earlier key goes when nothing names it. On both databases.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of tests stops at what it did not expect")]

use domain::{
    application::Page,
    form::Fields,
    people::{ApplicationKey, ConsumerKey, ParkedKey},
    refusal::Refusal,
};
use portal::{
    Error, Late, Portal, RequestContext, Session,
    applications::PageSave,
    keys::{Key, KeyName, KeyState, Retired},
    parked::{Parked, ParkedForm},
    testing::*,
};
use std::{
    fs,
    path::PathBuf,
    sync::Arc,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};
use tokio::sync::Notify;

const PASSWORD: &str = "copper lantern river 42";
const MINUTE: i64 = 60;

/// A keyring of this test's own.
fn keyring() -> PathBuf {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let name = format!("rotated-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::SeqCst));
    let folder = std::env::temp_dir().join("assent-tests").join(name);
    let _ = fs::remove_dir_all(&folder);
    folder.join("keyring")
}

/// Two server processes on each engine that share a keyring.
async fn servers() -> Vec<(Portal, Portal, PathBuf)> {
    let mut servers = Vec::new();
    for portal in portals().await {
        cast(&portal).await;
        let file = keyring();
        // A database that was made with these keys.
        run(&portal, "DELETE FROM key_check").await;
        let one = with_keyring(&portal, &file).await;
        servers.push((one, with_keyring(&portal, &file).await, file));
        portal.close().await;
    }
    servers
}

fn here() -> RequestContext {
    RequestContext { ip: "192.0.2.1".into(), ..RequestContext::default() }
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

/// Types a Social Security number into the consumer's own application.
async fn type_number(portal: &Portal, name: &str, number: &str) -> Result<ApplicationKey, Error> {
    let (who, key) = (consumer(name), ConsumerKey(name.into()));
    let application = portal.open_application(&who, &key).await?.value.key;
    let applying = vec![("person/1".to_owned(), fields(&[("applying", "yes")]))];
    fill_in(portal, &who, (&key, &application), applying).await;
    let page = Page::Citizenship(1);
    let read = portal.read_applications(&who, &key, Some(page)).await?;
    let version = read.current.as_ref().map_or(0, |current| current.version(page));
    let fields = fields(&[("ssn", number), ("status", "citizen")]);
    let save = PageSave { application: application.clone(), page, version, fields };
    portal.save_application_page(&who, &key, &save).await?;
    Ok(application)
}

async fn number_of(portal: &Portal, name: &str) -> Result<String, Error> {
    let shown = portal.show_social_security_number(&consumer(name), &ConsumerKey(name.into()), 1).await;
    shown.map(|acted| acted.value)
}

/// One of each thing that is sealed: two equal numbers, a second factor, a registration, mail, a form that waits.
struct Stage {
    registration: String,
    /// The session that owes a second factor, and the key that it was shown.
    factor: (String, String),
    rae: Session,
    parked: (ParkedKey, ParkedForm),
}

impl Stage {
    async fn set(portal: &Portal) -> Self {
        type_number(portal, "ana", "123456789").await.unwrap();
        type_number(portal, "eve", "123456789").await.unwrap();
        rae_with_account(portal, PASSWORD).await;
        let zoe = fields(&[
            ("given_name", "Zoe"),
            ("family_name", "Sample"),
            ("date_of_birth_month", "2"),
            ("date_of_birth_day", "3"),
            ("date_of_birth_year", "1990"),
            ("email", "zoe@example.org"),
            ("username", "zoe"),
            ("password", PASSWORD),
        ]);
        let registration = portal.create_account(&zoe, &here()).await.unwrap();
        let account =
            column(portal, "SELECT account_key FROM accounts WHERE username = 'rae'").await.remove(0);
        let rae = of_account(&resource_manager(), &account);
        let form = ParkedForm {
            page: "/manage/assisters/new".into(),
            fields: vec![("given_name".into(), "Mai".into())],
            left_out: false,
            ..ParkedForm::default()
        };
        let key = portal.park_form(&Late::unconfirmed(&rae), form.clone()).await.unwrap().unwrap();
        let pending = portal.sign_in("rae", PASSWORD, &here()).await.unwrap().token;
        let shown = factor(portal, &pending).await;
        Self { registration, factor: (pending, shown), rae, parked: (key, form) }
    }

    /// Everything opens, and equal numbers are found equal.
    async fn assert_opens(&self, portal: &Portal) {
        for name in ["ana", "eve"] {
            assert_eq!(number_of(portal, name).await.unwrap(), "123456789");
        }
        let indexes = "SELECT count(DISTINCT blind_index) FROM social_security_numbers";
        assert_eq!(count(portal, indexes).await, 1);
        assert_eq!(factor(portal, &self.factor.0).await, self.factor.1);
        let Parked::Here(form, _) = portal.parked_form(&self.rae, &self.parked.0).await.unwrap() else {
            panic!("the form does not wait")
        };
        assert_eq!(form, self.parked.1);
        let mails = portal.practice_mails().await.unwrap();
        assert!(mails.iter().all(|mail| mail.body.contains("Your code")), "{mails:?}");
    }

    /// The code from the mail still makes the account.
    async fn assert_registers(&self, portal: &Portal) {
        let mail = portal.practice_mails().await.unwrap().remove(0);
        let code: String = mail.body.chars().filter(char::is_ascii_digit).take(8).collect();
        portal.confirm_account(&self.registration, &code, &here()).await.unwrap();
    }
}

/// The text of Rae's second factor, which waits for its first code.
async fn factor(portal: &Portal, pending: &str) -> String {
    let pending = portal.pending_sign_in(pending, here()).await.unwrap().unwrap();
    portal.second_factor_key(&pending).await.unwrap().text
}

/// Keys of consumers who need no more rows, to make a rotation long.
async fn many(portal: &Portal, consumers: usize) {
    let rows = (0..consumers).map(|number| {
        let consumer = format!("one-of-many-{number:05}");
        let (_, wrapped) = door(portal).seal().new_data_key(&consumer).unwrap();
        let hex = base16ct::lower::encode_string(&wrapped);
        if is_postgres(portal) {
            format!("('{consumer}', '\\x{hex}')")
        } else {
            format!("('{consumer}', X'{hex}')")
        }
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    run(portal, &format!("INSERT INTO consumer_data_keys (consumer_key, wrapped) VALUES {rows}")).await;
}

async fn keys(portal: &Portal) -> Vec<(KeyState, u64)> {
    let keys = portal.keys().await.unwrap();
    assert_eq!(keys.damaged, 0);
    keys.list.iter().map(|key| (key.state, key.values)).collect()
}

async fn name(portal: &Portal, state: KeyState) -> KeyName {
    portal.keys().await.unwrap().of(state).next().unwrap().name
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_was_sealed_opens_after_a_rotation_and_the_retirement_of_the_key() {
    for (one, other, file) in servers().await {
        let stage = Stage::set(&one).await;
        // Two keys of consumers, two blind indexes, a second factor, a registration, a mail, a form; the check of the key.
        assert_eq!(keys(&one).await, [(KeyState::Current, 9)]);
        let old = name(&one, KeyState::Current).await;
        assert_eq!(one.retire_key(old).await.unwrap(), Retired::Current);
        let heard = AtomicU64::new(0);
        let progress = |done, of| {
            heard.store(done, Ordering::SeqCst);
            assert_eq!(of, 9);
        };
        let rotated = one.rotate_keys(&progress).await.unwrap();
        assert!(rotated.anew && rotated.resealed == 9 && heard.into_inner() == 9, "{rotated:?}");
        assert_eq!(keys(&other).await, [(KeyState::Earlier, 0), (KeyState::Current, 9)]);
        stage.assert_opens(&other).await;
        assert_eq!(one.retire_key(old).await.unwrap(), Retired::TooSoon);
        one.clock().advance(MINUTE);
        assert_eq!(one.retire_key(old).await.unwrap(), Retired::Gone);
        assert_eq!(one.retire_key(old).await.unwrap(), Retired::Unknown);
        for portal in [&one, &with_keyring(&one, &file).await] {
            stage.assert_opens(portal).await;
        }
        // The same number, typed now, has the index of those that were there before.
        type_number(&other, "max", "123456789").await.unwrap();
        stage.assert_opens(&other).await;
        stage.assert_registers(&other).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_app_that_was_shown_under_a_retired_key_begins_again_and_the_present_one_works_id_2() {
    for (one, other, _) in servers().await {
        let stage = Stage::set(&one).await;
        let rae = confirmed(&stage.rae, one.clock().now());
        let old = name(&one, KeyState::Current).await;
        let shown = one.new_factor(&rae).await.unwrap();
        assert!(one.rotate_keys(&|_, _| {}).await.unwrap().anew);
        let settings = other.read_settings(&rae).await.unwrap();
        assert!(other.shown_factor(&rae, &settings, &shown.sealed).is_some(), "as long as the key is there");
        one.clock().advance(MINUTE);
        assert_eq!(one.retire_key(old).await.unwrap(), Retired::Gone);
        let typed = fields(&[("code", "123456")]);
        for portal in [&one, &other] {
            let late = portal.set_up_own_factor(&rae, &shown.sealed, &typed).await;
            assert!(matches!(late, Err(Error::Refused(Refusal::SecondFactorGone))), "{late:?}");
            assert!(portal.shown_factor(&rae, &settings, &shown.sealed).is_none());
        }
        stage.assert_opens(&other).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_server_rotates_while_the_other_reads_and_writes_and_nothing_is_lost() {
    for (rotates, serves, _) in servers().await {
        type_number(&serves, "eve", "223456780").await.unwrap();
        many(&rotates, 1000).await;
        let (ended, kept) = (Arc::new(AtomicBool::new(false)), serves.clone());
        let told = ended.clone();
        let serving = tokio::spawn(async move {
            let mut rounds = 0;
            // Once more when the rotation has ended.
            let mut last = false;
            while !std::mem::replace(&mut last, told.load(Ordering::SeqCst)) {
                let typed = format!("1234{:05}", 10_000 + rounds);
                type_number(&serves, "ana", &typed).await.unwrap();
                assert_eq!(number_of(&serves, "ana").await.unwrap(), typed);
                assert_eq!(number_of(&serves, "eve").await.unwrap(), "223456780");
                rounds += 1;
            }
            rounds
        });
        let old = name(&rotates, KeyState::Current).await;
        for _ in 0..3 {
            let rotated = rotates.rotate_keys(&|_, _| {}).await.unwrap();
            assert!(rotated.resealed >= 1000, "{rotated:?}");
        }
        ended.store(true, Ordering::SeqCst);
        let rounds = serving.await.unwrap();
        assert!(rounds > 1, "{rounds}");
        // What began before a rotation may have ended after it.
        let left = rotates.keys().await.unwrap().values(KeyState::Earlier);
        if left > 0 {
            assert!(!rotates.rotate_keys(&|_, _| {}).await.unwrap().anew);
        }
        rotates.clock().advance(MINUTE);
        assert_eq!(rotates.retire_key(old).await.unwrap(), Retired::Gone);
        let newest = format!("1234{:05}", 10_000 + rounds - 1);
        assert_eq!(number_of(&kept, "ana").await.unwrap(), newest);
        // Its blind index is that of this number, and of no earlier one.
        type_number(&kept, "max", &newest).await.unwrap();
        let indexes = "SELECT count(DISTINCT blind_index) FROM social_security_numbers";
        assert_eq!(count(&kept, indexes).await, 2, "ana's and max's, eve's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_that_was_torn_off_goes_on_and_only_then_comes_the_next_key() {
    for (one, other, _) in servers().await {
        type_number(&one, "ana", "123456789").await.unwrap();
        many(&one, 1000).await;
        let torn = Notify::new();
        let progress = |done, _| {
            if done > 0 {
                torn.notify_one()
            }
        };
        tokio::select! {
            biased;
            () = torn.notified() => {}
            ended = one.rotate_keys(&progress) => panic!("{ended:?}"),
        }
        let half = keys(&other).await;
        let [(KeyState::Earlier, behind @ 1..), (KeyState::Current, done @ 1..)] = half[..] else {
            panic!("{half:?}")
        };
        assert_eq!(behind + done, 1003);
        let (old, new) = (name(&other, KeyState::Earlier).await, name(&other, KeyState::Current).await);
        other.clock().advance(MINUTE);
        assert_eq!(other.retire_key(old).await.unwrap(), Retired::Named(behind));
        let rotated = other.rotate_keys(&|_, _| {}).await.unwrap();
        assert!(!rotated.anew && rotated.resealed == behind, "{rotated:?}");
        assert_eq!((name(&other, KeyState::Current).await, keys(&other).await[1].1), (new, 1003));
        assert!(other.rotate_keys(&|_, _| {}).await.unwrap().anew);
        assert_eq!(number_of(&one, "ana").await.unwrap(), "123456789");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_moved_to_another_row_does_not_open_and_keeps_its_key_from_being_retired() {
    for (one, _, _) in servers().await {
        type_number(&one, "ana", "123456789").await.unwrap();
        type_number(&one, "eve", "223456780").await.unwrap();
        let moved = "UPDATE consumer_data_keys SET wrapped = (SELECT wrapped FROM consumer_data_keys WHERE consumer_key = 'eve')";
        run(&one, &format!("{moved} WHERE consumer_key = 'ana'")).await;
        assert!(matches!(number_of(&one, "ana").await, Err(Error::Corrupt("sealed value"))));
        let old = name(&one, KeyState::Current).await;
        // Eve's key and index are sealed anew, and the check; Ana's do not open and stay.
        let rotated = one.rotate_keys(&|_, _| {}).await.unwrap();
        assert!(rotated.anew && rotated.resealed == 3, "{rotated:?}");
        one.clock().advance(MINUTE);
        assert_eq!(one.retire_key(old).await.unwrap(), Retired::Named(2));
        // They do not keep the next key from coming.
        let rotated = one.rotate_keys(&|_, _| {}).await.unwrap();
        assert!(rotated.anew && rotated.resealed == 3, "{rotated:?}");
        assert_eq!(number_of(&one, "eve").await.unwrap(), "223456780");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_with_a_copy_of_the_file_each_get_the_key_before_it_seals() {
    for (one, _, file) in servers().await {
        let copy = keyring();
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        let hand_on = || {
            fs::copy(&file, &copy).unwrap();
        };
        hand_on();
        let elsewhere = with_keyring(&one, &copy).await;
        type_number(&elsewhere, "ana", "123456789").await.unwrap();
        let waiting = one.add_key().unwrap();
        hand_on();
        let rotated = one.rotate_keys(&|_, _| {}).await.unwrap();
        assert!(rotated.anew && name(&one, KeyState::Current).await == waiting, "{rotated:?}");
        // It opens what the other has sealed anew, and seals with the key before until it has the file.
        assert_eq!(number_of(&elsewhere, "ana").await.unwrap(), "123456789");
        type_number(&elsewhere, "eve", "223456780").await.unwrap();
        assert_eq!(keys(&one).await, [(KeyState::Earlier, 2), (KeyState::Current, 3)]);
        hand_on();
        assert!(!one.rotate_keys(&|_, _| {}).await.unwrap().anew);
        assert_eq!(keys(&elsewhere).await, [(KeyState::Earlier, 0), (KeyState::Current, 5)]);
        assert_eq!(number_of(&elsewhere, "eve").await.unwrap(), "223456780");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_the_key_says_so_and_a_rotation_leaves_what_it_cannot_open() {
    for (one, _, file) in servers().await {
        type_number(&one, "ana", "123456789").await.unwrap();
        let (theirs_too, others) = (keyring(), keyring());
        fs::create_dir_all(theirs_too.parent().unwrap()).unwrap();
        fs::copy(&file, &theirs_too).unwrap();
        let stranger = with_keyring(&one, &theirs_too).await;
        // Its file is taken away from under it; a server that starts with that one is refused.
        put_keyring(&others);
        fs::copy(&others, &theirs_too).unwrap();
        assert_eq!(stranger.keys().await.unwrap().list.len(), 2);
        let fault = number_of(&stranger, "ana").await.unwrap_err().to_string();
        assert!(fault.contains("sealed with a key that is not here"), "{fault}");
        let theirs = name(&one, KeyState::Current).await;
        let missing = Key { name: theirs, state: KeyState::Missing, since: None, values: 3 };
        assert_eq!(stranger.keys().await.unwrap().list[1], missing);
        let rotated = stranger.rotate_keys(&|_, _| {}).await.unwrap();
        assert!(rotated.anew && rotated.resealed == 0, "{rotated:?}");
        assert_eq!(stranger.retire_key(theirs).await.unwrap(), Retired::Unknown);
        assert_eq!(number_of(&one, "ana").await.unwrap(), "123456789");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn waits_after_wrong_tries_begin_anew_with_a_new_key_id_4() {
    for (one, _, _) in servers().await {
        rae_with_account(&one, PASSWORD).await;
        let refused = async || match one.sign_in("rae", "no password of hers", &here()).await {
            Err(Error::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        for _ in 0..6 {
            refused().await;
        }
        assert_eq!(refused().await, Refusal::TooManySignIns);
        one.rotate_keys(&|_, _| {}).await.unwrap();
        assert_eq!(refused().await, Refusal::SignInFailed);
    }
}
