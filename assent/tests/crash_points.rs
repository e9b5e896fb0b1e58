//! Crash points of what leaves the portal, on both databases: the program is killed at every write, sync, rename and
//! send it makes on the way (at some of them, unless `ASSENT_CRASH_POINTS=all`), and goes on. Nothing is dropped, and nothing
//! goes out twice but what the notes of attempts say is in doubt: a mail with its mark, a file byte for byte. In the
//! controls the notes are lost in the crash, or stand for more than they say; then mails come twice unmarked, and enrollments are lost.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

#[path = "support/crashing.rs"]
mod crashing;
#[path = "support/enrolling.rs"]
mod enrolling;
#[path = "../../portal/tests/support/mail_server.rs"]
mod mail_server;

use crashing::{Stage, Traced, most_calls, points, whole};
use enrolling::{enroll, households_without_a_plan};
use mail_server::{MailServer, asked_for_a_code};
use portal::{Portal, outbox::MailSettings, practice::PracticeData, testing::*};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::AddAssign,
    path::Path,
    time::{Duration, Instant},
};

/// What happens to the notes of attempts in the crash: nothing, and the two controls.
const NOTES: [(&str, &str); 3] = [
    ("notes kept", "SELECT 1"),
    ("control, notes lost", "UPDATE outbox SET begun_at = NULL"),
    (
        "control, begun counts as sent",
        "UPDATE outbox SET sent_at = 1 WHERE begun_at IS NOT NULL AND sent_at IS NULL",
    ),
];

/// What came of trials.
#[derive(Clone, Copy, Default)]
struct Outcome {
    /// Messages that never arrived.
    dropped: usize,
    /// Messages that arrived again and say so, or under the number and with the bytes that they had.
    in_doubt: usize,
    /// Messages that arrived again as if they were new.
    twice: usize,
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, more: Self) {
        self.dropped += more.dropped;
        self.in_doubt += more.in_doubt;
        self.twice += more.twice;
    }
}

/// Whether the notes of a crash still have to be tried: a control that has reported loss is not asked again, unless all
/// is to be seen.
fn wanted(notes: usize, so_far: Outcome) -> bool {
    match notes {
        1 => whole() || so_far.twice == 0,
        2 => whole() || so_far.dropped == 0,
        _ => true,
    }
}

/// Whether a kill has fallen between what was done and its note, and both controls have reported loss.
fn enough([kept, lost, early]: [Outcome; 3]) -> bool {
    kept.in_doubt > 0 && lost.twice > 0 && early.dropped > 0
}

/// Says the figures, and judges them: the first is the mechanism, the others are its controls.
fn judge(what: &str, trials: usize, outcomes: [Outcome; 3]) {
    println!("figure: {what}: kills, each at another call = {trials}");
    for ((notes, _), Outcome { dropped, in_doubt, twice }) in NOTES.iter().zip(outcomes) {
        println!(
            "figure: {what}, {notes}: dropped, twice, repeated in doubt = {dropped}, {twice}, {in_doubt}"
        );
    }
    let [kept, ..] = outcomes;
    assert!(kept.dropped == 0 && kept.twice == 0, "{what}");
    assert!(enough(outcomes), "{what}: no kill fell where it counts, or a control reports nothing");
}

/// Whether programs can be traced here; a kernel may refuse.
fn can_trace() -> bool {
    let tried = std::process::Command::new("strace").args(["-o", "/dev/null", "true"]).output();
    let can = tried.unwrap().status.success();
    if !can {
        println!("this kernel lets no program be traced: nothing is killed at chosen calls here");
    }
    can
}

/// So many that the thread which delivers makes more calls than the one that starts the program.
const MAILS: usize = 6;

/// A worker that delivers; killed at a call, or stopped when it has delivered everything.
async fn deliver(stage: &Stage, server: &MailServer, calls: &str, kill_at: Option<usize>) {
    let url = server.start().await;
    let mut arguments: Vec<String> =
        ["work", "--mail-server", &url, "--mail-from", "Sample <no-reply@example.org>"]
            .map(str::to_owned)
            .into();
    arguments.extend(stage.options());
    let mut worker = Traced::start(calls, kill_at, &stage.folder.join("calls"), (&arguments, &[]));
    let (begin, mut all_taken) = (Instant::now(), None);
    while !worker.ended() && begin.elapsed() < Duration::from_secs(60) {
        if server.taken().len() == MAILS {
            let since: &mut Instant = all_taken.get_or_insert_with(Instant::now);
            if since.elapsed() > Duration::from_millis(1500) {
                break;
            }
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn judged_mails(taken: &[String]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut seen = BTreeSet::new();
    for mail in taken {
        let id = mail.lines().find(|line| line.starts_with("Message-ID: ")).unwrap();
        match (seen.insert(id), mail.contains("Assent-May-Repeat: yes\n")) {
            (true, _) => {}
            (false, true) => outcome.in_doubt += 1,
            (false, false) => outcome.twice += 1,
        }
    }
    outcome.dropped = MAILS - seen.len();
    outcome
}

/// After the crash: the leases end, and another worker goes on.
async fn mails_after(crashed: &Stage, notes: &str, before: &[String]) -> Outcome {
    let after = crashed.copy();
    after.run(notes).await;
    after.run("UPDATE outbox SET lease_until = 0").await;
    let server = MailServer::default();
    let settings =
        MailSettings { url: server.start().await, from: "Sample <no-reply@example.org>".to_owned() };
    let portal = in_earnest(&open_with(after.database.clone(), 2).await).with_mail(&settings).unwrap();
    portal.deliver_mail().await.unwrap();
    portal.close().await;
    after.end();
    judged_mails(&[before, &server.taken()].concat())
}

/// One kill of a worker that delivers.
async fn mail_trial(stage: &Stage, calls: &str, point: usize, outcomes: &mut [Outcome; 3]) {
    let (crashed, server) = (stage.copy(), MailServer::default());
    deliver(&crashed, &server, calls, Some(point)).await;
    for (number, (sum, (_, notes))) in outcomes.iter_mut().zip(NOTES).enumerate() {
        if wanted(number, *sum) {
            *sum += mails_after(&crashed, notes, &server.taken()).await;
        }
    }
    crashed.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mail_is_lost_at_any_crash_point_and_what_is_in_doubt_goes_out_again_and_says_so() {
    if !can_trace() {
        return;
    }
    for portal in portals().await {
        let (what, sets) = match is_postgres(&portal) {
            true => ("mail, PostgreSQL", &["sendto"][..]),
            false => ("mail, SQLite", &["sendto", "pwrite64,fsync,fdatasync"][..]),
        };
        for number in 0..MAILS {
            asked_for_a_code(&portal, u8::try_from(number).unwrap()).await;
        }
        let stage = Stage::set(portal, "mails").await;
        let (mut trials, mut outcomes) = (0, [Outcome::default(); 3]);
        for calls in sets {
            let whole = stage.copy();
            let server = MailServer::default();
            deliver(&whole, &server, calls, None).await;
            assert_eq!(judged_mails(&server.taken()).dropped, 0, "nothing was killed");
            let most = most_calls(&whole.folder.join("calls"));
            whole.end();
            for (turn, points) in points(most).into_iter().enumerate() {
                if turn > 0 && enough(outcomes) {
                    break;
                }
                for point in points {
                    trials += 1;
                    mail_trial(&stage, calls, point, &mut outcomes).await;
                }
            }
        }
        stage.end();
        judge(what, trials, outcomes);
    }
}

const ENROLLMENTS: usize = 5;

/// Enrollments with one carrier, the last of them not yet due; gives the carrier.
async fn enrolled(portal: &Portal) -> String {
    let mut carriers: Vec<String> = Vec::new();
    for household in households_without_a_plan(portal).await {
        let same = |carrier: &str| carriers.first().is_none_or(|first| first == carrier);
        carriers.extend(enroll(portal, household, same).await);
        if carriers.len() == ENROLLMENTS {
            break;
        }
    }
    let later = "UPDATE outbox SET lease_until = 4102444800000000 \
                 WHERE outbox_key = (SELECT max(outbox_key) FROM outbox WHERE kind = 'enrollment_834')";
    run(portal, later).await;
    assert_eq!(carriers.len(), ENROLLMENTS);
    carriers.remove(0)
}

/// Takes what stands in the folder, as a carrier fetches its files.
fn fetch(folder: &Path, files: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "x12"));
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        files.push((name, std::fs::read_to_string(&path).unwrap()));
        std::fs::remove_file(path).unwrap();
    }
}

/// A carrier takes one file of a control number and leaves what comes under the same number again.
fn judged_files(files: &[(String, String)]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut by_number: BTreeMap<&str, &str> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (name, text) in files {
        match by_number.insert(name, text) {
            None => {
                for transaction in x12::read_enrollments(text).unwrap().remove(0).transactions {
                    outcome.twice += usize::from(!seen.insert(transaction.policy_id));
                }
            }
            Some(first) if first == text => outcome.in_doubt += 1,
            Some(_) => outcome.twice += 1,
        }
    }
    outcome.dropped = ENROLLMENTS - seen.len();
    outcome
}

/// After the crash: one more enrollment becomes due, and another export goes on.
async fn files_after(crashed: &Stage, notes: &str, carrier: &str, before: &[(String, String)]) -> Outcome {
    let after = crashed.copy();
    after.run(notes).await;
    after.run("UPDATE outbox SET lease_until = 0 WHERE attempts = 0").await;
    let out = after.folder.join("out");
    std::fs::create_dir_all(&out).unwrap();
    let portal = open_with(after.database.clone(), 2).await;
    let mut files = before.to_vec();
    while portal.export_enrollments(carrier, &out, &|_| {}).await.unwrap().repeated {
        fetch(&out, &mut files);
    }
    fetch(&out, &mut files);
    portal.close().await;
    after.end();
    judged_files(&files)
}

/// The command that exports a stage.
fn export(stage: &Stage) -> Vec<String> {
    let out = stage.folder.join("out").display().to_string();
    let words = ["edi", "export", "--out", &out].map(str::to_owned);
    [words.as_slice(), &stage.options()].concat()
}

/// One kill of an export.
async fn files_trial(stage: &Stage, calls: &str, point: usize, carrier: &str, outcomes: &mut [Outcome; 3]) {
    let crashed = stage.copy();
    let log = crashed.folder.join("calls");
    Traced::start(calls, Some(point), &log, (&export(&crashed), &[])).wait();
    let mut before = Vec::new();
    fetch(&crashed.folder.join("out"), &mut before);
    for (number, (sum, (_, notes))) in outcomes.iter_mut().zip(NOTES).enumerate() {
        if wanted(number, *sum) {
            *sum += files_after(&crashed, notes, carrier, &before).await;
        }
    }
    crashed.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_enrollment_is_lost_at_any_crash_point_and_a_file_in_doubt_is_written_again_byte_for_byte() {
    if !can_trace() {
        return;
    }
    for portal in portals().await {
        let (portal, _) =
            with_practice_data(portal, &PracticeData { households: 60, assisters: 3, seed: 1 }).await;
        let (what, database) = match is_postgres(&portal) {
            true => ("files to carriers, PostgreSQL", "sendto"),
            false => ("files to carriers, SQLite", "pwrite64,fsync,fdatasync"),
        };
        let carrier = enrolled(&portal).await;
        let stage = Stage::set(portal, "files").await;
        let (mut trials, mut outcomes) = (0, [Outcome::default(); 3]);
        for calls in ["fsync,rename", database] {
            let whole = stage.copy();
            Traced::start(calls, None, &whole.folder.join("calls"), (&export(&whole), &[])).wait();
            let mut files = Vec::new();
            fetch(&whole.folder.join("out"), &mut files);
            assert_eq!(judged_files(&files).dropped, 1, "nothing was killed, and one is not due yet");
            let most = most_calls(&whole.folder.join("calls"));
            whole.end();
            for (turn, points) in points(most).into_iter().enumerate() {
                if turn > 0 && enough(outcomes) {
                    break;
                }
                for point in points {
                    trials += 1;
                    files_trial(&stage, calls, point, &carrier, &mut outcomes).await;
                }
            }
        }
        stage.end();
        judge(what, trials, outcomes);
    }
}
