//! A carrier's server as it is spoken to by SFTP. Its key is pinned: who shows another one hears nothing from us. The crates
//! behind this are seen nowhere else.

use super::{Entry, Trouble};
use domain::carrier::{Sftp, TransportFault as Fault};
use russh::{
    Disconnect, Preferred,
    client::{self, Handle},
    keys::{
        Algorithm, HashAlg, PrivateKey, PrivateKeyWithHashAlg, PublicKey, PublicKeyOrCertificate,
        decode_secret_key,
    },
};
use russh_sftp::{
    client::{
        Config, SftpSession,
        error::Error as SftpError,
        fs::{DirEntry, File},
    },
    protocol::{OpenFlags, StatusCode},
};
use std::{
    borrow::Cow,
    io,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::timeout,
};

/// How long signing in may take.
const SIGN_IN: Duration = Duration::from_secs(20);
/// How long each answer may take, in seconds.
const ANSWER: u64 = 30;
/// How much is read at once.
const PART: usize = 1 << 16;

/// A private key of ours.
pub(crate) struct Key(Arc<PrivateKey>);

impl Key {
    /// The key of a text, and the server's key that the profile pins, read once for all; which of them is none, by its key in
    /// the profile.
    pub(super) fn read(text: &str, to: &Sftp) -> Result<Self, &'static str> {
        Pin::of(to).ok_or("host_key is no key that is spoken")?;
        let key = decode_secret_key(text, None).map_err(|_| {
            "key is no private key that is spoken: Ed25519 or ECDSA, in the format of OpenSSH, without a passphrase"
        })?;
        match key.algorithm() {
            Algorithm::Ed25519 | Algorithm::Ecdsa { .. } => Ok(Self(Arc::new(key))),
            _ => Err("key must be an Ed25519 or ECDSA key"),
        }
    }
}

/// The key that the server must show.
struct Pin {
    algorithm: Algorithm,
    key: String,
}

impl Pin {
    fn of(to: &Sftp) -> Option<Self> {
        let (kind, key) = to.pinned()?;
        let algorithm = Algorithm::new(kind).ok()?;
        if key.starts_with("SHA256:") {
            key.parse::<russh::keys::ssh_key::Fingerprint>().ok()?;
        } else {
            let read = PublicKey::from_openssh(&format!("{kind} {key}")).ok()?;
            return (read.algorithm() == algorithm)
                .then(|| Self { algorithm, key: read.fingerprint(HashAlg::Sha256).to_string() });
        }
        Some(Self { algorithm, key: key.to_owned() })
    }
}

/// Compares the key that a server shows with the one that is pinned, and keeps what it showed otherwise.
struct Pinned {
    pin: Pin,
    shown: Arc<OnceLock<String>>,
}

impl client::Handler for Pinned {
    type Error = russh::Error;

    async fn check_server_key(&mut self, shows: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        let shown = shows.public_key().fingerprint(HashAlg::Sha256).to_string();
        let same = shows.certificate().is_none() && shown == self.pin.key;
        if !same {
            // The first is what counts.
            let _ = self.shown.set(shown);
        }
        Ok(same)
    }
}

/// A carrier's server, signed in to.
pub(super) struct Remote {
    session: Handle<Pinned>,
    sftp: SftpSession,
}

/// A file there that is being written.
pub(super) struct Writing(File);

/// A file there that is being read.
pub(super) struct Reading {
    file: File,
    part: Vec<u8>,
}

impl Remote {
    /// Signs in.
    pub(super) async fn connect(to: &Sftp, key: &Key) -> Result<Self, Trouble> {
        match timeout(SIGN_IN, Self::sign_in(to, key)).await {
            Ok(signed_in) => signed_in,
            Err(_) => Err(Trouble::new(Fault::NotReached, "no answer in time")),
        }
    }

    async fn sign_in(to: &Sftp, key: &Key) -> Result<Self, Trouble> {
        let pin = Pin::of(to).ok_or_else(|| Trouble::new(Fault::HostKey, "the profile's host_key"))?;
        let preferred = Preferred { key: Cow::Owned(vec![pin.algorithm.clone()]), ..Preferred::default() };
        let config = client::Config {
            preferred,
            nodelay: true,
            inactivity_timeout: Some(Duration::from_secs(2 * ANSWER)),
            keepalive_interval: Some(Duration::from_secs(ANSWER / 2)),
            ..client::Config::default()
        };
        let shown = Arc::new(OnceLock::new());
        let pinned = Pinned { pin, shown: shown.clone() };
        let address = (to.host.as_str(), to.port);
        let session = client::connect(Arc::new(config), address, pinned).await;
        let mut session = session.map_err(|fault| match (shown.get(), &fault) {
            (Some(shown), _) => Trouble::new(Fault::HostKey, shown),
            (None, russh::Error::NoCommonAlgo { .. }) => Trouble::new(Fault::HostKey, &fault.to_string()),
            (None, fault) => Trouble::new(Fault::NotReached, &fault.to_string()),
        })?;
        let key = PrivateKeyWithHashAlg::new(key.0.clone(), None);
        let taken = session.authenticate_publickey(&to.user, key).await.map_err(cut)?;
        if !taken.success() {
            return Err(Trouble::new(Fault::KeyRefused, &to.user));
        }
        let channel = session.channel_open_session().await.map_err(cut)?;
        channel.request_subsystem(true, "sftp").await.map_err(cut)?;
        let config = Config { request_timeout_secs: ANSWER, ..Config::default() };
        let sftp = SftpSession::new_with_config(channel.into_stream(), config).await.map_err(troubled)?;
        Ok(Self { session, sftp })
    }

    /// How long a file is; none where there is no file.
    pub(super) async fn length(&self, path: &str) -> Result<Option<u64>, Trouble> {
        match self.sftp.symlink_metadata(path).await {
            Ok(attributes) if attributes.is_dir() || attributes.is_symlink() => Ok(Some(u64::MAX)),
            Ok(attributes) => Ok(Some(attributes.len())),
            Err(SftpError::Status(status)) if status.status_code == StatusCode::NoSuchFile => Ok(None),
            Err(fault) => Err(troubled(fault)),
        }
    }

    /// Opens a file to be read.
    pub(super) async fn open(&self, path: &str) -> Result<Reading, Trouble> {
        let file = self.sftp.open(path).await.map_err(troubled)?;
        Ok(Reading { file, part: vec![0; PART] })
    }

    /// The files of a folder.
    pub(super) async fn list(&self, folder: &str) -> Result<Vec<Entry>, Trouble> {
        let entries = self.sftp.read_dir(folder).await.map_err(troubled)?;
        // A server may leave out what kind a thing is.
        let is_file =
            |entry: &DirEntry| entry.file_type().is_file() || entry.metadata().permissions.is_none();
        let files = entries.filter(is_file);
        let mut files: Vec<_> = files
            .map(|entry| Entry {
                name: entry.file_name(),
                bytes: entry.metadata().len(),
                changed_at: entry.metadata().mtime,
            })
            .collect();
        files.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(files)
    }

    /// Begins a file that is not there yet.
    pub(super) async fn create(&self, path: &str) -> Result<Writing, Trouble> {
        let flags = OpenFlags::WRITE | OpenFlags::CREATE | OpenFlags::EXCLUDE;
        self.sftp.open_with_flags(path, flags).await.map(Writing).map_err(troubled)
    }

    /// Gives a file another name, and overwrites none: this is the plain request of version 3 of the protocol, never
    /// `posix-rename@openssh.com`.
    pub(super) async fn rename(&self, from: &str, to: &str) -> Result<(), Trouble> {
        self.sftp.rename(from, to).await.map_err(troubled)
    }

    /// Takes a file away.
    pub(super) async fn remove(&self, path: &str) -> Result<(), Trouble> {
        self.sftp.remove_file(path).await.map_err(troubled)
    }

    /// Makes a folder; whether it is there already is no matter.
    pub(super) async fn make_folder(&self, path: &str) -> Result<(), Trouble> {
        match self.sftp.metadata(path).await {
            Ok(attributes) if attributes.is_dir() => Ok(()),
            _ => self.sftp.create_dir(path).await.map_err(troubled),
        }
    }

    /// Whether a folder has room for so much; where the server says nothing of it, it has.
    pub(super) async fn has_room(&self, folder: &str, bytes: u64) -> bool {
        match self.sftp.fs_info(folder).await {
            Ok(Some(stands)) => stands.blocks_avail.saturating_mul(stands.fragment_size) >= bytes,
            _ => true,
        }
    }

    /// Whether the connection broke off.
    pub(super) fn is_cut(&self) -> bool {
        self.session.is_closed()
    }

    /// Says goodbye; whether the other side hears it is no matter.
    pub(super) async fn close(self) {
        let goodbye = async {
            let _ = self.sftp.close().await;
            let _ = self.session.disconnect(Disconnect::ByApplication, "", "en").await;
        };
        let _ = timeout(Duration::from_secs(2), goodbye).await;
    }
}

impl Reading {
    /// The next part; an empty one at the end.
    pub(super) async fn next(&mut self) -> Result<&[u8], Trouble> {
        let length = self.file.read(&mut self.part).await.map_err(broken)?;
        Ok(&self.part[..length])
    }
}

impl Writing {
    /// Appends a part.
    pub(super) async fn put(&mut self, part: &[u8]) -> Result<(), Trouble> {
        self.0.write_all(part).await.map_err(broken)
    }

    /// Waits until all of it is there, on its disk where the server can say so (`fsync@openssh.com`).
    pub(super) async fn finish(mut self) -> Result<(), Trouble> {
        self.0.flush().await.map_err(broken)?;
        self.0.close().await.map_err(broken)
    }
}

fn cut(fault: impl ToString) -> Trouble {
    Trouble::new(Fault::Cut, &fault.to_string())
}

/// What the other side says, as a fault of ours.
fn troubled(fault: SftpError) -> Trouble {
    let said = fault.to_string();
    let which = match &fault {
        SftpError::Status(status) => match status.status_code {
            StatusCode::NoSuchFile => Fault::NoFolder,
            StatusCode::PermissionDenied => Fault::NoLeave,
            StatusCode::NoConnection | StatusCode::ConnectionLost => Fault::Cut,
            _ => Fault::NotTaken,
        },
        SftpError::Limited(_) | SftpError::UnexpectedPacket => Fault::NotTaken,
        SftpError::IO(_) | SftpError::Timeout | SftpError::UnexpectedBehavior(_) => Fault::Cut,
    };
    Trouble::new(which, &said)
}

/// The same of reading and writing, where a status is given as its text alone.
fn broken(fault: io::Error) -> Trouble {
    let said = fault.to_string();
    match fault.into_inner().map(|inner| inner.downcast::<SftpError>()) {
        Some(Ok(known)) => troubled(*known),
        Some(Err(_)) => Trouble::new(Fault::NotTaken, &said),
        None => Trouble::new(Fault::Cut, &said),
    }
}
