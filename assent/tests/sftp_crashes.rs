//! Crash points of the way to a carrier's server and back, on both databases, with a real OpenSSH server: the program is killed
//! at every send, write and sync (at some of them, unless `ASSENT_CRASH_POINTS=all`), and another goes on. The file lies there
//! once and whole, under its name alone; the answer is taken once and put aside.
#![cfg(feature = "sftp")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

#[path = "support/crashing.rs"]
mod crashing;
#[expect(dead_code, reason = "the tests of the portal take more of it")]
#[path = "../../portal/tests/support/ssh_server.rs"]
mod ssh_server;

use crashing::{Stage, Traced, most_calls, points};
use domain::{carrier::Carrier, profile::Profile};
use portal::testing::*;
use ssh_server::{SshServer, names};
use std::{
    fs,
    path::{Path, PathBuf},
};

const CARRIER: &str = "99001";
const NAME: &str = "834_99001_000000001.x12";

/// Whether programs can be traced here; a kernel may refuse.
fn can_trace() -> bool {
    let tried = std::process::Command::new("strace").args(["-o", "/dev/null", "true"]).output();
    let can = tried.unwrap().status.success();
    if !can {
        println!("this kernel lets no program be traced: nothing is killed at chosen calls here");
    }
    can
}

fn written() -> Vec<u8> {
    (0..150_000_u32).flat_map(|number| number.to_le_bytes()).collect()
}

/// A profile that names the server.
fn profile(server: &SshServer) -> String {
    let Carrier { hios, tin, sftp } = server.carrier(CARRIER, server.port);
    let sftp = sftp.unwrap();
    let (host, port, user, key) = (sftp.host, sftp.port, sftp.user, sftp.host_key);
    format!(
        "{}\n[[carrier]]\nhios = \"{hios}\"\ntin = \"{tin}\"\n[carrier.sftp]\nhost = \"{host}\"\nport = {port}\nuser = \"{user}\"\n\
         host_key = \"{key}\"\nkey = \"ASSENT_CARRIER_KEY\"\nout = \"to-carrier\"\nin = \"from-carrier\"\n",
        Profile::MNSURE
    )
}

/// A way, as the command goes it.
struct Trial<'a> {
    server: &'a SshServer,
    stage: &'a Stage,
    words: &'static [&'static str],
}

impl Trial<'_> {
    /// Lays everything as it is before: the file in the folder, the answer on the server, nothing else there.
    fn lay(&self, at: &Stage) {
        for folder in ["to-carrier", "from-carrier"] {
            fs::remove_dir_all(self.server.home(folder)).unwrap();
            fs::create_dir(self.server.home(folder)).unwrap();
        }
        fs::write(self.server.home("from-carrier").join("a.x12"), "no envelope").unwrap();
        fs::create_dir_all(at.folder.join("out")).unwrap();
        fs::write(at.folder.join("out").join(NAME), written()).unwrap();
        fs::write(at.folder.join("profile.toml"), profile(self.server)).unwrap();
    }

    fn run(&self, at: &Stage, calls: &str, kill_at: Option<usize>) {
        let path = |name: &str| at.folder.join(name).display().to_string();
        let mut arguments: Vec<String> = self.words.iter().map(|word| (*word).to_owned()).collect();
        if self.words.contains(&"export") {
            arguments.extend(["--out".to_owned(), path("out")]);
        }
        arguments.extend(["--profile".to_owned(), path("profile.toml")]);
        arguments.extend(at.options());
        let key: &[(&str, PathBuf)] = &[("ASSENT_CARRIER_KEY_FILE", self.server.folder.join("our_key"))];
        Traced::start(calls, kill_at, &at.folder.join("calls"), (&arguments, key)).wait();
    }

    /// Kills it at chosen calls, each time on a stage of its own, and goes on; gives how often.
    async fn kill(&self, calls: &str, judge: impl AsyncFn(&Stage)) -> usize {
        let whole = self.stage.copy();
        self.lay(&whole);
        self.run(&whole, calls, None);
        judge(&whole).await;
        let most = most_calls(&whole.folder.join("calls"));
        whole.end();
        let mut kills = 0;
        for point in points(most).remove(0) {
            let crashed = self.stage.copy();
            self.lay(&crashed);
            self.run(&crashed, calls, Some(point));
            let before = inode(&self.server.home("to-carrier").join(NAME));
            crashed.run("UPDATE carrier_ways SET lease_until = 0, due_at = 0").await;
            self.run(&crashed, calls, None);
            let after = inode(&self.server.home("to-carrier").join(NAME));
            assert!(before.is_none() || before == after, "what lies there is not sent again: {point}");
            judge(&crashed).await;
            crashed.end();
            kills += 1;
        }
        kills
    }
}

fn sha256(bytes: &[u8]) -> String {
    let mut digest = std::process::Command::new("sha256sum");
    digest.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut digest = digest.spawn().unwrap();
    std::io::Write::write_all(&mut digest.stdin.take().unwrap(), bytes).unwrap();
    String::from_utf8(digest.wait_with_output().unwrap().stdout).unwrap()[..64].to_owned()
}

fn inode(file: &Path) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::ino(&fs::metadata(file).ok()?))
}

/// Gives the figures of a stage behind the doors.
async fn counted(stage: &Stage, sql: &str) -> i64 {
    let portal = open_with(stage.database.clone(), 2).await;
    let counted = count(&portal, sql).await;
    portal.close().await;
    counted
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_lies_at_the_carrier_once_and_whole_whenever_the_program_is_killed_enr_7() {
    if !ssh_server::is_there() || !can_trace() {
        return;
    }
    for portal in portals().await {
        let server = SshServer::start();
        let (engine, database) = match is_postgres(&portal) {
            true => ("PostgreSQL", None),
            false => ("SQLite", Some("pwrite64,fsync,fdatasync")),
        };
        let bytes = written();
        let digest = sha256(&bytes);
        let insert = format!(
            "INSERT INTO carrier_files (carrier, number, name, written_at, first_transaction, transactions, file_sha256, file_bytes, deliver_since) \
             VALUES ('{CARRIER}', 1, '{NAME}', 1, 1, 1, '{digest}', {}, 1)",
            bytes.len()
        );
        run(&portal, &insert).await;
        let stage = Stage::set(portal, "sftp").await;
        let trial = Trial { server: &server, stage: &stage, words: &["edi", "export"] };
        let judge = async |at: &Stage| {
            assert_eq!(server.arrived(), [NAME], "{}", server.log());
            assert!(
                fs::read(server.home("to-carrier").join(NAME)).unwrap() == bytes,
                "not as it was written"
            );
            let noted = "SELECT count(*) FROM carrier_files WHERE delivered_at IS NOT NULL";
            assert_eq!(counted(at, noted).await, 1);
        };
        let mut kills = 0;
        for calls in ["sendto"].into_iter().chain(database) {
            kills += trial.kill(calls, &judge).await;
        }
        println!("figure: a file to a carrier's server, {engine}: kills, each at another call = {kills}");
        stage.end();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_taken_once_and_put_aside_whenever_the_program_is_killed_enr_7() {
    if !ssh_server::is_there() || !can_trace() {
        return;
    }
    for portal in portals().await {
        let server = SshServer::start();
        let (engine, database) = match is_postgres(&portal) {
            true => ("PostgreSQL", None),
            false => ("SQLite", Some("pwrite64,fsync,fdatasync")),
        };
        let stage = Stage::set(portal, "sftp").await;
        let trial = Trial { server: &server, stage: &stage, words: &["edi", "fetch"] };
        let judge = async |at: &Stage| {
            assert_eq!(names(&server.home("from-carrier")), ["taken"], "{}", server.log());
            assert_eq!(names(&server.home("from-carrier/taken")), ["a.x12"]);
            assert_eq!(counted(at, "SELECT count(*) FROM carrier_answers").await, 1, "once");
        };
        let mut kills = 0;
        for calls in ["sendto"].into_iter().chain(database) {
            kills += trial.kill(calls, &judge).await;
        }
        println!(
            "figure: an answer from a carrier's server, {engine}: kills, each at another call = {kills}"
        );
        stage.end();
    }
}
