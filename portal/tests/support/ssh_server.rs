//! A real OpenSSH server on this machine, with keys and folders of its own.

use domain::carrier::{Carrier, Sftp};
use std::{
    fs,
    net::TcpStream,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    time::{Duration, Instant},
};

/// The server; dropping it ends it.
pub struct SshServer {
    pub folder: PathBuf,
    pub port: u16,
    daemon: Option<Child>,
    disk: Option<PathBuf>,
}

/// Whether there is such a server here; where everything is required, there must be.
pub fn is_there() -> bool {
    let there = Path::new(SSHD).is_file();
    assert!(there || std::env::var_os("ASSENT_REQUIRE_ALL").is_none(), "{SSHD} is wanted");
    if !there {
        println!("skipped: {SSHD} is absent");
    }
    there
}

const SSHD: &str = "/usr/sbin/sshd";

impl SshServer {
    /// A server with a key of its own and an empty folder for each way, into which whoever has `our_key` signs in.
    pub fn start() -> Self {
        let name = format!("assent-sshd-{}-{}", std::process::id(), NEXT.fetch_add(1, SeqCst));
        let folder = std::env::temp_dir().join(name);
        for inside in ["home/to-carrier", "home/from-carrier"] {
            fs::create_dir_all(folder.join(inside)).unwrap();
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Self { folder, port, daemon: None, disk: None };
        for key in ["host_key", "our_key", "other_key"] {
            server.new_key(key);
        }
        fs::copy(server.folder.join("our_key.pub"), server.folder.join("authorized_keys")).unwrap();
        server.up();
        server
    }

    /// Makes a key anew.
    pub fn new_key(&self, name: &str) {
        let key = self.folder.join(name);
        drop(fs::remove_file(&key));
        let mut keygen = Command::new("ssh-keygen");
        keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", "sample", "-f"]).arg(&key);
        assert!(keygen.status().unwrap().success());
    }

    /// Starts it, with the key that it has now.
    pub fn up(&mut self) {
        let at = |name: &str| self.folder.join(name).display().to_string();
        let lines = [
            format!("Port {}", self.port),
            "ListenAddress 127.0.0.1".to_owned(),
            format!("HostKey {}", at("host_key")),
            format!("AuthorizedKeysFile {}", at("authorized_keys")),
            format!("PidFile {}", at("pid")),
            format!("Subsystem sftp internal-sftp -d {}", at("home")),
            "PermitRootLogin yes\nPasswordAuthentication no\nKbdInteractiveAuthentication no".to_owned(),
            "UsePAM no\nStrictModes no\nLogLevel VERBOSE\nMaxStartups 100".to_owned(),
        ];
        fs::write(self.folder.join("config"), lines.join("\n") + "\n").unwrap();
        // Where an unprivileged part of it lives; who is not root needs none.
        drop(fs::create_dir_all("/run/sshd"));
        let log = fs::File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        let mut daemon = Command::new(SSHD);
        daemon.args(["-D", "-e", "-f"]).arg(self.folder.join("config"));
        self.daemon = Some(daemon.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap());
        let begin = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(begin.elapsed() < Duration::from_secs(30), "{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it.
    pub fn down(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            daemon.kill().unwrap();
            daemon.wait().unwrap();
        }
    }

    /// What it wrote down.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// How often somebody signed in.
    pub fn sign_ins(&self) -> usize {
        self.log().matches("Accepted publickey").count()
    }

    /// A private key, as its owner gives it.
    pub fn key(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }

    /// The carrier of whom it is, with the key that it has now; behind a hop at another port.
    pub fn carrier(&self, hios: &str, port: u16) -> Carrier {
        let line = fs::read_to_string(self.folder.join("host_key.pub")).unwrap();
        let sftp = Sftp {
            host: "127.0.0.1".to_owned(),
            port,
            user: user(),
            host_key: line.trim().to_owned(),
            key: "ASSENT_CARRIER_KEY".to_owned(),
            out: "to-carrier".to_owned(),
            answers: Some("from-carrier".to_owned()),
        };
        Carrier { hios: hios.to_owned(), tin: "123456789".to_owned(), sftp: Some(sftp) }
    }

    /// A folder of it.
    pub fn home(&self, folder: &str) -> PathBuf {
        self.folder.join("home").join(folder)
    }

    /// The files for the carrier, by name, hidden ones too.
    pub fn arrived(&self) -> Vec<String> {
        names(&self.home("to-carrier"))
    }

    /// Which file a name stands for: one that was written anew is another.
    pub fn identity(&self, name: &str) -> u64 {
        fs::metadata(self.home("to-carrier").join(name)).unwrap().ino()
    }

    /// Puts a small disk under the folder for the carrier's files; whether that can be had here.
    pub fn with_small_disk(&mut self, kilobytes: u64) -> bool {
        let folder = self.home("to-carrier");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"]).arg(&folder);
        let mounted = mount.output().unwrap().status.success();
        if mounted {
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
            self.disk = Some(folder);
        } else {
            println!("skipped: a disk of its own cannot be mounted here");
        }
        mounted
    }
}

impl Drop for SshServer {
    fn drop(&mut self) {
        self.down();
        if let Some(disk) = &self.disk {
            drop(Command::new("umount").arg("-l").arg(disk).status());
        }
        drop(fs::remove_dir_all(&self.folder));
    }
}

static NEXT: AtomicU64 = AtomicU64::new(0);

fn user() -> String {
    let told = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

/// What lies in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
