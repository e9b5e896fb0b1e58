//! Roster files (CERT-2) on both databases: taken in, looked at, applied, exported.

mod applying;
mod refusing;

use domain::{
    people::{AssisterKey, RosterFileKey},
    refusal::Refusal,
    roster_file::{FileState, RowOutcome, WrongFile},
};
use portal::{Error, Portal, Session, roster_files::*, testing::*};

const ADDRESS: &str = "https://portal.example.org";

/// The columns of a new broker's row.
const HEAD: &str = "kind,given_name,family_name,email,npn,agency,public_phone,certified_from,certified_until,license_until,\
training_passed_on,assessment_passed_on";

/// A broker's row.
fn broker(name: &str, npn: u32) -> String {
    let email = name.to_lowercase();
    format!(
        "broker,{name},Sample,{email}@example.org,{npn},,651-555-0107,2026-11-01,2027-10-31,2027-06-30,2026-10-01,2026-10-01"
    )
}

/// A first name in letters that no other number has.
fn numbered(number: u32) -> String {
    let letter = |digit: char| char::from(b'a' + u8::try_from(digit.to_digit(10).unwrap_or(0)).unwrap_or(0));
    format!("Gil{}", number.to_string().chars().map(letter).collect::<String>())
}

fn file(rows: &[String]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

fn refusal(fault: &Error) -> Option<Refusal> {
    match fault {
        Error::Refused(refusal) => Some(*refusal),
        _ => None,
    }
}

async fn take(
    portal: &Portal,
    rae: &Session,
    form_key: &str,
    text: &str,
) -> Result<(RosterFileKey, FileState), Error> {
    portal.take_roster_file(rae, &Upload { form_key, bytes: text.as_bytes() }).await
}

/// Taken in and looked at.
#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn looked(portal: &Portal, text: &str) -> RosterFileKey {
    let (key, state) = take(portal, &resource_manager(), &uuid(), text).await.unwrap();
    assert_eq!(state, FileState::Looking);
    portal.look_at_roster_file(&resource_manager(), &key).await.unwrap();
    key
}

/// A key that no other form has.
fn uuid() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("form-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn counts(portal: &Portal, key: &RosterFileKey) -> [i64; 4] {
    let row = portal.read_roster_file(&resource_manager(), key, (None, 1)).await.unwrap().row;
    [row.refused, row.changed, row.added, row.unchanged]
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn lines(portal: &Portal, key: &RosterFileKey, outcome: RowOutcome) -> Vec<SeenRow> {
    portal.read_roster_file(&resource_manager(), key, (Some(outcome), 1)).await.unwrap().lines
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn mail_to(portal: &Portal, address: &str) -> Vec<String> {
    let mut mails = portal.practice_mails().await.unwrap();
    mails.reverse();
    mails.into_iter().filter(|mail| mail.to == address).map(|mail| mail.body).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_changes_nothing_when_it_comes_back_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        // What a spreadsheet would take for a formula, a number that was given up, one name only, nothing stored.
        run(
            &portal,
            "UPDATE assisters SET city = '=1+1', given_name = '', zip = '55401', ways = 'phone', in_directory = 1 WHERE assister_key = 'bo'; \
             UPDATE assisters SET npn = '17500001', state = 'decertified', family_name = 'O''Brien, \"B\"' WHERE assister_key = 'cy'; \
             UPDATE assisters SET training_passed_on = NULL, certified_until = NULL, city = 'Two\nlines' WHERE assister_key = 'di'; \
             UPDATE assisters SET license_until = '2027-01-01', in_directory = 1 WHERE assister_key = 'nia'",
        )
        .await;
        let export = portal.export_roster(&resource_manager()).await.unwrap();
        let text = String::from_utf8(export).unwrap();
        assert!(text.contains("\"'=1+1\""), "{text}");
        let key = looked(&portal, &text).await;
        assert_eq!(counts(&portal, &key).await, [0, 0, 0, 5]);
        // By semicolons, in the other encoding, with other ends of lines: the same.
        let other = text.trim_start_matches('\u{feff}').replace("\",\"", "\";\"").replace("\r\n", "\n");
        let key = looked(&portal, &other).await;
        assert_eq!(counts(&portal, &key).await, [0, 0, 0, 5]);
        let nothing =
            portal.apply_roster_file(&resource_manager(), &key, ("why", ADDRESS)).await.unwrap_err();
        assert_eq!(refusal(&nothing), Some(Refusal::NothingToChange));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_practice_data_comes_back_unchanged_and_nobody_has_moved_cert_2() {
    for portal in portals().await {
        let wanted = portal::practice::PracticeData { households: 20, assisters: 40, seed: 1 };
        let (portal, _) = with_practice_data(portal, &wanted).await;
        let export = portal.export_roster(&resource_manager()).await.unwrap();
        let imported =
            portal.import_roster_file(&resource_manager(), (&export, true), ("", ADDRESS)).await.unwrap();
        let all = count(&portal, "SELECT count(*) FROM assisters").await;
        assert_eq!(
            (imported.counts.unchanged, imported.counts.changes(), imported.counts.refused),
            (all, 0, 0)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_a_resource_manager_and_nobody_but_the_uploader_reaches_a_file_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let key = looked(&portal, &file(&[broker("Gil", 40_000_001)])).await;
        for other in without_the_roster() {
            let text = file(&[broker("Gil", 40_000_001)]);
            assert!(matches!(take(&portal, &other, "f", &text).await, Err(Error::Denied(_))));
            let read = portal.read_roster_file(&other, &key, (None, 1)).await;
            assert!(matches!(read, Err(Error::Denied(_))));
            let apply = portal.apply_roster_file(&other, &key, ("why", ADDRESS)).await;
            assert!(matches!(apply, Err(Error::Denied(_))));
            assert!(matches!(portal.export_roster(&other).await, Err(Error::Denied(_))));
            let import = portal.import_roster_file(&other, (text.as_bytes(), false), ("", ADDRESS)).await;
            assert!(matches!(import, Err(Error::Denied(_))));
        }
        let other = session(domain::people::Actor::Staff(domain::people::Role::ResourceManager), "ron");
        let read = portal.read_roster_file(&other, &key, (None, 1)).await;
        assert!(matches!(read, Err(Error::NotFound)));
        let apply = portal.apply_roster_file(&other, &key, ("why", ADDRESS)).await;
        assert!(matches!(apply, Err(Error::NotFound)));
        assert_eq!(count(&portal, "SELECT count(*) FROM assisters WHERE given_name = 'Gil'").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_lies_sealed_for_a_day_and_is_forgotten_then_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let key = looked(&portal, &file(&[broker("Gilmark", 40_000_001)])).await;
        for sql in ["SELECT sealed FROM roster_files", "SELECT sealed FROM roster_file_pages"] {
            for sealed in door::testing::bytes(door(&portal), sql).await {
                assert!(!String::from_utf8_lossy(&sealed).to_lowercase().contains("gilmark"));
            }
        }
        portal.forget_roster_files().await.unwrap();
        assert_eq!(counts(&portal, &key).await, [0, 0, 1, 0]);
        run(&portal, &format!("UPDATE roster_files SET uploaded_at = {} - 86400000000", NOW)).await;
        let read = portal.read_roster_file(&resource_manager(), &key, (None, 1)).await;
        assert!(matches!(read, Err(Error::NotFound)));
        portal.forget_roster_files().await.unwrap();
        for table in ["roster_files", "roster_file_pages"] {
            assert_eq!(count(&portal, &format!("SELECT count(*) FROM {table}")).await, 0);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_rotated_takes_the_files_with_it() {
    for portal in portals().await {
        cast(&portal).await;
        let key = looked(&portal, &file(&[broker("Gil", 40_000_001)])).await;
        let before = portal.keys().await.unwrap();
        assert_eq!(before.damaged, 0);
        let folder =
            std::env::temp_dir().join(format!("assent-roster-keys-{}-{}", std::process::id(), uuid()));
        std::fs::create_dir_all(&folder).unwrap();
        put_keyring(&folder.join("keyring"));
        let other = with_keyring(&portal, &folder.join("keyring")).await;
        other.rotate_keys(&|_, _| {}).await.unwrap();
        let after = other.keys().await.unwrap();
        assert_eq!(after.values(portal::keys::KeyState::Earlier), 0);
        let read = other.read_roster_file(&resource_manager(), &key, (None, 1)).await.unwrap();
        assert_eq!(read.lines.len(), 1);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_acts_in_the_name_of_one_resource_manager_and_its_event_names_her_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        assert!(portal.in_the_name_of("", "roster").await.unwrap().is_none());
        rae_with_account(&portal, "a quiet lake in the north woods").await;
        let rae = portal.in_the_name_of("", "roster").await.unwrap().unwrap();
        assert_eq!(rae.name(), "Rae Sample");
        assert!(portal.in_the_name_of("rae@example.org", "roster").await.unwrap().is_some());
        assert!(portal.in_the_name_of("bo@example.org", "roster").await.unwrap().is_none());
        let text = file(&[broker("Gil", 40_000_001)]);
        let dry = portal.import_roster_file(&rae, (text.as_bytes(), true), ("", ADDRESS)).await.unwrap();
        assert_eq!((dry.counts.added, count(&portal, "SELECT count(*) FROM assisters").await), (1, 5));
        let done = portal.import_roster_file(&rae, (text.as_bytes(), false), ("", ADDRESS)).await.unwrap();
        assert_eq!((done.counts.added, count(&portal, "SELECT count(*) FROM assisters").await), (1, 6));
        assert_eq!(count(&portal, "SELECT count(*) FROM roster_files").await, 0);
        let event = "SELECT actor_name || ' ' || outcome FROM audit_events WHERE subject = 'roster' AND action = 'apply_roster_file' \
             AND request_id LIKE 'roster-%'";
        assert_eq!(column(&portal, event).await, ["Rae Sample done"]);
        // What opens the roster opens nobody's data, and a second manager must be named.
        let ana = domain::people::ConsumerKey("ana".into());
        assert!(portal.read_home(&rae, &ana).await.is_err());
        run(&portal, "UPDATE accounts SET disabled_at = 1 WHERE username = 'rae'").await;
        assert!(portal.in_the_name_of("rae@example.org", "roster").await.unwrap().is_none());
    }
}
