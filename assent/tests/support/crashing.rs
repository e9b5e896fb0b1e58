//! A program that is killed at a chosen call to the system, by strace, and the database that it leaves.

use portal::{Portal, testing::*};
use std::{
    collections::BTreeMap,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A database with its keys, to be copied for each trial.
pub struct Stage {
    pub database: String,
    pub folder: PathBuf,
}

impl Stage {
    /// The stage that a portal has set; the portal is closed, so that its database can be copied.
    pub async fn set(portal: Portal, name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("assent-{name}-{}", uuid()));
        put_keyring(&folder.join("keys/keyring"));
        let stage = Self { database: address(&portal), folder };
        portal.close().await;
        stage
    }

    /// A copy of the database, and an empty folder with the keys.
    pub fn copy(&self) -> Self {
        let name = uuid();
        let folder = self.folder.with_file_name(format!("assent-crash-{name}"));
        std::fs::create_dir_all(folder.join("keys")).unwrap();
        std::fs::copy(self.folder.join("keys/keyring"), folder.join("keys/keyring")).unwrap();
        if let Some(file) = self.database.strip_prefix("sqlite://").and_then(|rest| rest.split('?').next()) {
            let copy = folder.join("copy.db");
            for end in ["", "-wal"] {
                if Path::new(&format!("{file}{end}")).exists() {
                    std::fs::copy(format!("{file}{end}"), format!("{}{end}", copy.display())).unwrap();
                }
            }
            return Self { database: format!("sqlite://{}?mode=rwc", copy.display()), folder };
        }
        let (server, template) = self.database.rsplit_once('/').unwrap();
        let copy = format!("crash_{name}");
        // The server may not have noticed yet that a killed program is gone.
        let gone = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname =";
        psql(server, &format!("{gone} '{template}'"));
        psql(server, &format!("CREATE DATABASE {copy} TEMPLATE {template}"));
        Self { database: format!("{server}/{copy}"), folder }
    }

    /// Runs statements behind the doors.
    pub async fn run(&self, sql: &str) {
        let portal = open_with(self.database.clone(), 2).await;
        run(&portal, sql).await;
        portal.close().await;
    }

    /// The options that say where it lies.
    pub fn options(&self) -> Vec<String> {
        let folder = self.folder.display().to_string();
        ["--database", &self.database, "--data", &folder].map(str::to_owned).into()
    }

    /// Takes it away.
    pub fn end(self) {
        if let Some((server, name)) =
            self.database.rsplit_once('/').filter(|(server, _)| !server.starts_with("sqlite"))
        {
            psql(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn psql(server: &str, sql: &str) {
    let done = Command::new("psql").args([&format!("{server}/postgres"), "-qc", sql]).output().unwrap();
    assert!(done.status.success(), "{sql}: {}", String::from_utf8_lossy(&done.stderr));
}

fn uuid() -> String {
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{}_{}", std::process::id(), NEXT.fetch_add(1, Relaxed))
}

/// The program under strace, in a group of its own.
pub struct Traced(Child);

impl Traced {
    /// Runs it with these calls watched and these variables, each the name of a file; with `kill_at`, it is killed when a thread
    /// is about to make its so many-th.
    pub fn start(
        calls: &str,
        kill_at: Option<usize>,
        log: &Path,
        (arguments, variables): (&[String], &[(&str, PathBuf)]),
    ) -> Self {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-e", "signal=none", "-o"]).arg(log);
        strace.args(["-e", &format!("trace={calls}")]);
        if let Some(nth) = kill_at {
            strace.args(["-e", &format!("inject={calls}:signal=SIGKILL:when={nth}")]);
        }
        strace.arg(env!("CARGO_BIN_EXE_assent")).args(arguments);
        // One worker: its calls come in one order.
        strace.env("TOKIO_WORKER_THREADS", "1").env("ASSENT_LOG", "off");
        strace.envs(variables.iter().map(|(name, file)| (name, file)));
        strace.process_group(0).stdout(Stdio::null()).stderr(Stdio::null());
        Self(strace.spawn().unwrap())
    }

    /// Whether it has ended.
    pub fn ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }

    /// Waits for its end.
    pub fn wait(&mut self) {
        self.0.wait().unwrap();
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        if !self.ended() {
            let group = format!("-{}", self.0.id());
            drop(Command::new("kill").args(["-KILL", "--", &group]).status());
            drop(self.0.wait());
        }
    }
}

/// How many of the watched calls the busiest thread made.
pub fn most_calls(log: &Path) -> usize {
    let text = std::fs::read_to_string(log).unwrap();
    let mut calls: BTreeMap<&str, usize> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.contains("resumed>") && !line.contains("+++")) {
        *calls.entry(line.split(' ').next().unwrap()).or_default() += 1;
    }
    calls.into_values().max().unwrap()
}

/// Whether to be killed at each call, and not at some of them alone.
pub fn whole() -> bool {
    std::env::var_os("ASSENT_CRASH_POINTS").is_some_and(|wanted| wanted == "all")
}

/// Which calls to be killed at: the first of the lists has each fifteenth, from the last on; the others what lies between.
pub fn points(most: usize) -> Vec<Vec<usize>> {
    let every = if whole() || most <= 8 { 1 } else { 15 };
    (0..every).map(|first| (1..=most).rev().skip(first).step_by(every).collect()).collect()
}
