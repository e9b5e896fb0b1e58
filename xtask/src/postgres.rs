//! A throw-away PostgreSQL cluster: its own data folder, a free port on loopback, gone at the end.
//! PostgreSQL refuses to run as root, so as root every step is taken as the `postgres` account.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process::{read, run};

/// A running cluster; dropping it stops the server and removes the data.
pub struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    port: u16,
    settings: String,
}

impl Cluster {
    /// Makes and starts a cluster below `target`, or below the temporary folder
    /// when the `postgres` account may not enter `target` (a clone in root's home).
    pub fn start(target: &Path) -> Result<Self> {
        // A cluster that lives for one run has nothing to lose in a power cut.
        // `synchronous_commit` stays on, because the portal asserts it at start.
        Self::start_with(target, "-c fsync=off -c full_page_writes=off -c shared_buffers=256MB")
    }

    /// The same with PostgreSQL's own durability, for measurements.
    pub fn start_durable(target: &Path) -> Result<Self> {
        Self::start_with(target, "-c shared_buffers=1GB -c max_wal_size=4GB")
    }

    /// The same with settings of one's own.
    pub fn start_with(target: &Path, settings: &str) -> Result<Self> {
        Self::start_in(data_folder(target)?, settings)
    }

    /// The same in a folder of one's own, which is removed at the end.
    pub fn start_in(folder: PathBuf, settings: &str) -> Result<Self> {
        make_owned(&folder)?;
        let cluster = Self::unborn(folder, settings)?;
        cluster.initialize()?;
        cluster.resume()?;
        Ok(cluster)
    }

    fn unborn(folder: PathBuf, settings: &str) -> Result<Self> {
        let binaries = newest_binaries().context("PostgreSQL's own programs are not installed")?;
        Ok(Self { binaries, folder, port: free_port()?, settings: settings.to_owned() })
    }

    /// A standby that follows this cluster by way of a port, with a slot and the name `standby`.
    pub fn standby(&self, target: &Path, port: u16) -> Result<Self> {
        let folder = data_folder(&target.join("standby"))?;
        let standby = Self::unborn(folder, &self.settings)?;
        let mut copy = as_postgres(&self.binaries.join("pg_basebackup"));
        copy.args([
            "--write-recovery-conf",
            "--create-slot",
            "--slot=standby",
            "--checkpoint=fast",
            "--no-sync",
        ]);
        let from = format!("host=127.0.0.1 port={port} user=postgres application_name=standby");
        read(copy.arg("--dbname").arg(from).arg("--pgdata").arg(standby.data()))?;
        standby.resume()?;
        Ok(standby)
    }

    /// Makes a standby the primary.
    pub fn promote(&self) -> Result<()> {
        let mut promote = as_postgres(&self.binaries.join("pg_ctl"));
        read(promote.args(["promote", "--wait", "--pgdata"]).arg(self.data())).map(drop)
    }

    /// Stops the server as an operator does: everybody is hung up on.
    pub fn halt(&self) -> Result<()> {
        let mut stop = as_postgres(&self.binaries.join("pg_ctl"));
        read(stop.args(["stop", "--silent", "--mode=fast", "--pgdata"]).arg(self.data())).map(drop)
    }

    /// The server's processes, its own first.
    pub fn processes(&self) -> Result<Vec<String>> {
        let own = read(as_postgres(Path::new("head")).arg("-n1").arg(self.data().join("postmaster.pid")))?;
        let mut all = vec![own.trim().to_owned()];
        let children = Command::new("ps").args(["-o", "pid=", "--ppid", own.trim()]).output()?;
        all.extend(String::from_utf8_lossy(&children.stdout).split_whitespace().map(str::to_owned));
        Ok(all)
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of a database of this cluster.
    pub fn url_of(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// What the server has logged so far.
    pub fn log(&self) -> Result<String> {
        read(as_postgres(Path::new("cat")).arg(self.folder.join("log")))
    }

    /// The URL of the cluster's maintenance database; tests make their own databases beside it.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    fn initialize(&self) -> Result<()> {
        let mut initdb = as_postgres(&self.binaries.join("initdb"));
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]);
        initdb.arg("--no-sync").arg("--pgdata").arg(self.data());
        read(&mut initdb).map(drop)
    }

    /// Starts the server, again or for the first time, and waits until it answers.
    pub fn resume(&self) -> Result<()> {
        let settings = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c log_line_prefix= \
             -c max_connections=300 {}",
            self.port, self.settings
        );
        let mut start = as_postgres(&self.binaries.join("pg_ctl"));
        start.args(["start", "--silent", "--wait", "--timeout=60", "--options", &settings]);
        start.arg("--log").arg(self.folder.join("log")).arg("--pgdata").arg(self.data());
        // What a killed server was just then giving birth to holds its memory a moment longer.
        let started = (0..20).map(|_| {
            std::thread::sleep(Duration::from_millis(50));
            read(&mut start).map(drop)
        });
        let mut started = started.skip_while(Result::is_err);
        match started.next() {
            Some(started) => started,
            None => read(&mut start).map(drop),
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        stop(&self.binaries, &self.folder);
        // Hundreds of databases are hundreds of thousands of files: nobody waits for them to go.
        let mut remove = Command::new("rm");
        remove.arg("-rf").arg(&self.folder).process_group(0);
        drop(remove.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn());
    }
}

/// The folder with `pg_ctl` and `initdb` of the newest installed version.
pub fn newest_binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let newest = versions.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok()).max()?;
    let folder = PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin"));
    folder.join("pg_ctl").is_file().then_some(folder)
}

/// A port nobody listens on at this moment.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn stop(binaries: &Path, folder: &Path) {
    let mut stop = as_postgres(&binaries.join("pg_ctl"));
    stop.args(["stop", "--silent", "--mode=immediate", "--pgdata"]).arg(folder.join("data"));
    // A cluster that is already down is as good as a stopped one.
    drop(stop.output());
}

/// A folder for each cluster: the tests have one all the time, and proofs make theirs beside it.
fn data_folder(target: &Path) -> Result<PathBuf> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let (process, number) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let name = format!("assent-postgres-{process}-{number}");
    let inside = target.join(&name);
    make_owned(&inside)?;
    let entered = as_postgres(Path::new("test")).arg("-w").arg(&inside).status();
    if entered.is_ok_and(|status| status.success()) {
        return Ok(inside);
    }
    drop(std::fs::remove_dir_all(&inside));
    let outside = std::env::temp_dir().join(&name);
    make_owned(&outside)?;
    Ok(outside)
}

/// A folder that belongs to the account of PostgreSQL.
pub fn make_owned(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    if is_root() {
        run(Command::new("chown").arg("postgres:").arg(folder))?;
    }
    run(Command::new("chmod").arg("0700").arg(folder))
}

/// The program, run as the `postgres` account when we are root, else as ourselves.
fn as_postgres(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    command
}

/// Sends a signal to processes, and waits until they are gone when it is one that ends them.
pub fn signal(processes: &[String], signal: &str) -> Result<()> {
    // One of them may have ended meanwhile.
    Command::new("kill").arg(format!("-{signal}")).args(processes).output()?;
    let alive = |process: &String| Path::new("/proc").join(process).exists();
    while signal == "KILL" && processes.iter().any(alive) {
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    read(Command::new("id").arg("-u")).is_ok_and(|number| number.trim() == "0")
}
