//! Checking the audit log against a checkpoint folder, and a receipt against the log (gate 4), on both databases.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::people::*;
use portal::{
    Portal,
    associations::StatementShown,
    audit::{Checked, Verified},
    testing::*,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

fn ana() -> ConsumerKey {
    ConsumerKey("ana".into())
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("assent-tests/checkpoint-{}", door::randomness::row_key()))
}

/// The job's next round.
async fn round(portal: &Portal, folder: &Path) {
    portal.keep_working(None, Some(folder.to_owned())).unwrap().stop().await;
}

async fn check(portal: &Portal, folder: &Path) -> Checked<Verified> {
    let heads = portal.checkpoint(folder).unwrap()?;
    portal.verify_log(&heads, &|_| {}).await.unwrap()
}

async fn look(portal: &Portal, times: usize) {
    for _ in 0..times {
        portal.open_application(&assister("bo"), &ana()).await.unwrap();
    }
}

/// Takes the guards away, as somebody with the database's own password could.
async fn without_guards(portal: &Portal, sql: &str) {
    let guards = match is_postgres(portal) {
        true => {
            "DROP TRIGGER IF EXISTS audit_events_no_UPDATE ON audit_events; DROP TRIGGER IF EXISTS audit_events_no_DELETE ON audit_events;"
        }
        false => {
            "DROP TRIGGER IF EXISTS audit_events_no_UPDATE; DROP TRIGGER IF EXISTS audit_events_no_DELETE;"
        }
    };
    run(portal, &format!("{guards} {sql}")).await;
}

fn reports(folder: &Path) -> String {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let reports = files.filter(|file| file.extension().is_some_and(|end| end == "txt"));
    reports.map(|file| fs::read_to_string(file).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_cut_off_and_a_chain_deleted_disagree_with_the_checkpoint() {
    for portal in portals().await {
        cast(&portal).await;
        look(&portal, 3).await;
        let folder = folder();
        round(&portal, &folder).await;
        assert_eq!(check(&portal, &folder).await, Ok(Verified { events: 3, chains: 1 }));
        assert!(reports(&folder).contains("whole: 3 events in 1 chains"), "{}", reports(&folder));
        look(&portal, 2).await;
        round(&portal, &folder).await;
        without_guards(&portal, "DELETE FROM audit_events WHERE number > 3").await;
        let broken = check(&portal, &folder).await.unwrap_err().to_string();
        assert!(broken.starts_with("event 5 of consumer:ana is not the one that was seen"), "{broken}");
        // The chain grows again, past what was seen: the job does not take that in.
        portal.clock().advance(1);
        look(&portal, 4).await;
        round(&portal, &folder).await;
        let broken = check(&portal, &folder).await.unwrap_err().to_string();
        assert!(broken.starts_with("event 5 of consumer:ana is not the one that was seen"), "{broken}");
        assert!(reports(&folder).contains("BROKEN: event 5 of consumer:ana"), "{}", reports(&folder));
        without_guards(&portal, "DELETE FROM audit_events").await;
        let broken = check(&portal, &folder).await.unwrap_err().to_string();
        assert!(broken.starts_with("event 5 of consumer:ana was seen, and the chain is gone"), "{broken}");
        // The control: without the folder nothing is missed.
        let nothing = portal::audit::Heads::default();
        assert!(portal.verify_log(&nothing, &|_| {}).await.unwrap().is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_was_changed_says_so_and_a_torn_line_is_written_anew() {
    let portal = sqlite().await;
    cast(&portal).await;
    look(&portal, 2).await;
    let folder = folder();
    round(&portal, &folder).await;
    let heads = folder.join("heads-2026-11-23.log");
    let text = fs::read_to_string(&heads).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    // The machine stopped in the middle of a line.
    fs::write(&heads, format!("{text}0123abcd:77")).unwrap();
    look(&portal, 1).await;
    round(&portal, &folder).await;
    assert_eq!(check(&portal, &folder).await, Ok(Verified { events: 3, chains: 1 }));
    let whole = fs::read_to_string(&heads).unwrap();
    assert!(whole.starts_with(&text) && whole.lines().count() == 3, "{whole}");
    let lines: Vec<&str> = whole.lines().collect();
    for wrong in [
        whole.replacen(" 2 ", " 1 ", 1),
        format!("{}\n{}\n", lines[0], lines[2]),
        format!("{}\n{}\n{}\n", lines[1], lines[0], lines[2]),
        whole.replacen("consumer:ana", "consumer:eve", 1),
    ] {
        fs::write(&heads, wrong).unwrap();
        let broken = check(&portal, &folder).await.unwrap_err().to_string();
        assert!(broken.contains("heads-2026-11-23.log is not what was written"), "{broken}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_events_are_looked_at_by_themselves() {
    for portal in portals().await {
        cast(&portal).await;
        look(&portal, 5).await;
        assert_eq!(portal.verify_newest(3).await.unwrap(), Ok(3));
        without_guards(&portal, "UPDATE audit_events SET actor_name = 'x' WHERE number = 5").await;
        let broken = portal.verify_newest(3).await.unwrap().unwrap_err().to_string();
        assert!(broken.starts_with("event 5 of consumer:ana is not what was written"), "{broken}");
        without_guards(&portal, "DELETE FROM audit_events WHERE number = 4").await;
        let broken = portal.verify_newest(3).await.unwrap().unwrap_err().to_string();
        assert!(broken.starts_with("event 4 of consumer:ana is missing"), "{broken}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_held_against_the_log_and_the_database_assoc_4() {
    for portal in portals().await {
        cast(&portal).await;
        let who = consumer("ana");
        let shown = portal.read_statement(&who, &ana(), "1000031").await.unwrap().value;
        let (version, language, sha256) = (shown.version, shown.language, shown.sha256);
        let shown = StatementShown { version, language, sha256 };
        let made = portal.authorize_assister(&who, &ana(), "1000031", &shown).await.unwrap();
        let json = portal.read_receipt(&who, &ana(), &made.association).await.unwrap().value.json;
        let nothing = portal::audit::Heads::default();
        let verify = async |file: &str| portal.verify_receipt(file, &nothing).await.unwrap();
        let holds = verify(&json).await.unwrap();
        assert_eq!((holds.event, holds.subject.as_str()), (2, "consumer:ana"));
        let said = async |file: &str| verify(file).await.unwrap_err().to_string();
        assert!(said(&json.replace("Nia", "Mia")).await.contains("was never issued"));
        assert!(said("{}").await.contains("there is no receipt"));
        assert!(said("no receipt").await.contains("is no receipt"));
        let guard = match is_postgres(&portal) {
            true => "DROP TRIGGER associations_only_end ON associations;",
            false => "DROP TRIGGER associations_only_end;",
        };
        run(&portal, &format!("{guard} UPDATE associations SET receipt = '{{}}' WHERE ended_at IS NULL"))
            .await;
        assert!(said(&json).await.contains("in the database is not the one that was issued"));
    }
}
