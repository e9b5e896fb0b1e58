//! `assent edi export` and `assent work` as programs, on both databases: every carrier its file, whatever happens to
//! another's.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

#[path = "support/enrolling.rs"]
mod enrolling;

use enrolling::{enroll, households_without_a_plan};
use portal::{Portal, practice::PracticeData, testing::*};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with the key of the tests' portals.
fn folder(portal: &Portal, of: &str) -> PathBuf {
    let name = format!("assent-{of}-{}-{}", std::process::id(), is_postgres(portal));
    let folder = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("out")).unwrap();
    put_keyring(&folder.join("keys/keyring"));
    folder
}

/// Exports into the folder; gives whether it went well, and what it printed and complained.
fn export(portal: &Portal, folder: &Path) -> (bool, String, String) {
    let out = folder.join("out");
    edi(portal, folder, &["export", "--out", out.to_str().unwrap()])
}

/// Runs `assent edi` so.
fn edi(portal: &Portal, folder: &Path, words: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_assent"))
        .arg("edi")
        .args(words)
        .args(["--database", &address(portal), "--data"])
        .arg(folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

/// Enrolls two sample households with two carriers; gives the carriers in order.
async fn enrolled(portal: &Portal) -> Vec<String> {
    let mut carriers: Vec<String> = Vec::new();
    for household in households_without_a_plan(portal).await {
        let new = |carrier: &str| !carriers.iter().any(|one| one == carrier);
        carriers.extend(enroll(portal, household, new).await);
        if carriers.len() == 2 {
            break;
        }
    }
    carriers.sort();
    carriers
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_whose_file_cannot_be_written_keeps_no_other_from_its_own() {
    for portal in portals().await {
        let sample = PracticeData { households: 200, assisters: 5, seed: 1 };
        let (portal, _) = with_practice_data(portal, &sample).await;
        let carriers = enrolled(&portal).await;
        assert_eq!(carriers.len(), 2, "{carriers:?}");
        let folder = folder(&portal, "export");
        let file = |carrier: &str, kind| folder.join(format!("out/834_{carrier}_000000001.{kind}"));
        // A folder stands where the first carrier's file is to be written.
        let blocked = file(&carriers[0], "unfinished");
        std::fs::create_dir(&blocked).unwrap();
        let (well, shown, said) = export(&portal, &folder);
        assert!(!well && said.contains(&format!("no file for carrier {}", carriers[0])), "{said}");
        assert!(shown.contains("stay due") && shown.contains(blocked.to_str().unwrap()), "{shown}");
        assert!(file(&carriers[1], "x12").exists(), "{shown}");
        // Out of the way, that carrier's file follows, and nothing is sent twice.
        std::fs::remove_dir(&blocked).unwrap();
        let (well, shown, said) = export(&portal, &folder);
        assert!(well && shown.lines().count() == 1 && shown.starts_with(&carriers[0]), "{shown}{said}");
        assert!(file(&carriers[0], "x12").exists());
        let (well, shown, _) = export(&portal, &folder);
        assert!(well && shown.contains("Nothing is due."), "{shown}");
    }
}

/// What the carrier of a file answers: that every enrollment of it is in force.
fn confirmed(sent: &str) -> String {
    let mut file = x12::read_enrollments(sent).unwrap().remove(0);
    std::mem::swap(&mut file.envelope.sender, &mut file.envelope.receiver);
    for said in &mut file.transactions {
        said.kind = x12::Kind::Effectuation;
        said.issuer_policy_id = Some("P-1".to_owned());
    }
    let mut text = String::new();
    x12::write(&file, &mut text).unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carriers_answers_are_taken_and_what_does_not_match_is_listed_with_its_place_and_the_next_step_enr_7()
 {
    for portal in portals().await {
        let sample = PracticeData { households: 200, assisters: 5, seed: 1 };
        let (portal, _) = with_practice_data(portal, &sample).await;
        let carriers = enrolled(&portal).await;
        let folder = folder(&portal, "answers");
        assert!(export(&portal, &folder).0);
        let sent =
            std::fs::read_to_string(folder.join(format!("out/834_{}_000000001.x12", carriers[0]))).unwrap();
        let answer = folder.join("answer.x12");
        std::fs::write(&answer, confirmed(&sent)).unwrap();
        let import = |file: &Path| edi(&portal, &folder, &["import", file.to_str().unwrap()]);
        let (well, shown, said) = import(&answer);
        assert!(well && shown.trim() == "answer.x12: 1 confirmed", "{shown}{said}");
        let (well, shown, _) = import(&answer);
        assert!(well && shown.contains("was taken before, as answer.x12; nothing was done"), "{shown}");
        let other = folder.join("other.x12");
        std::fs::write(&other, confirmed(&sent).replace("20270101", "20270201")).unwrap();
        let (well, shown, said) = import(&other);
        assert!(!well && shown.contains("1 to look at") && said.contains("edi status"), "{shown}{said}");
        let (well, shown, said) = edi(&portal, &folder, &["status"]);
        assert!(well, "{said}");
        for line in [
            format!("834_{}_000000001.x12: 1 transactions, written ", carriers[0]),
            format!("! {}, other.x12, interchange 1, segment 3, policy ", carriers[0]),
            "Coverage begins on another day (2027-02-01). Compare with what was sent, and call the carrier."
                .to_owned(),
        ] {
            assert!(shown.contains(&line), "{line}\n{shown}");
        }
        let (well, _, said) = import(&folder.join("nowhere.x12"));
        assert!(!well && said.contains("nowhere.x12"), "{said}");
    }
}

/// A worker of the program, ended when the test is.
struct Worker(std::process::Child);

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_beside_each_other_write_each_carrier_one_file() {
    for portal in portals().await {
        let sample = PracticeData { households: 200, assisters: 5, seed: 1 };
        let (portal, _) = with_practice_data(portal, &sample).await;
        let carriers = enrolled(&portal).await;
        // Written long enough ago for the machine's clock, which stands elsewhere than the tests'.
        run(&portal, "UPDATE outbox SET created_at = 1").await;
        let folder = folder(&portal, "work");
        let out = folder.join("files");
        let _workers = [(); 2].map(|()| {
            let worker = Command::new(env!("CARGO_BIN_EXE_assent"))
                .args(["work", "--database", &address(&portal), "--data"])
                .arg(&folder)
                .arg("--carrier-files")
                .arg(&out)
                .stdout(std::process::Stdio::null())
                .spawn();
            Worker(worker.unwrap())
        });
        for _ in 0..300 {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            if count(&portal, "SELECT count(*) FROM outbox WHERE kind = 'enrollment_834' AND sent_at IS NULL")
                .await
                == 0
            {
                break;
            }
        }
        let mut files: Vec<_> = std::fs::read_dir(&out)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        assert_eq!(files, [0, 1].map(|n| format!("834_{}_000000001.x12", carriers[n])));
        // For the owner, and for the group of whoever carries them on.
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&out), mode(&out.join(&files[0]))), (0o750, 0o640));
    }
}
