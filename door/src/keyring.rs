//! The keyring: a file with the keys of which all others are made. A line is a key: its name, since when values
//! are sealed with it (or that it waits), and its 32 bytes in hexadecimal. The last that does not wait is the
//! current one. A name is derived from its key, so that no other key answers to it. A process that runs reads the
//! file again when it has changed: keys come and go while it serves. Of a key that was taken out one thing stays, the
//! key derived from it that marks the audit log: what it marked can still be checked, and nothing opens with it.

use crate::{Error, randomness};
use domain::instant::{Instant, SECOND};
use hkdf::Hkdf;
use jiff::Timestamp;
use sha2::Sha256;
use std::{
    fmt,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};
use zeroize::Zeroizing;

/// 32 bytes that are erased after use.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Why a value does not open whose key is not in the file: nothing is damaged, a key is missing.
pub(crate) const NOT_HERE: Error = Error::Corrupt("sealed with a key that is not here");

/// The name of a key, derived from it: eight hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyName(pub(crate) [u8; 4]);

impl KeyName {
    /// Reads a name; `None` when the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        randomness::unhex(text)?.try_into().ok().map(Self)
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&randomness::hex(&self.0))
    }
}

/// A key of the ring, and the keys derived from it: each has one use.
pub(crate) struct Key {
    pub(crate) name: KeyName,
    /// Since when values are sealed with it; `None` while it waits.
    pub(crate) since: Option<Instant>,
    master: Secret,
    pub(crate) sealing: Secret,
    pub(crate) looking_up: Secret,
    pub(crate) marking: Secret,
}

impl Key {
    fn new(master: Secret, since: Option<Instant>) -> Result<Self, Error> {
        let hkdf = Hkdf::<Sha256>::new(None, &*master);
        let mut name = [0; 4];
        let [mut sealing, mut looking_up, mut marking] = [(); 3].map(|()| Secret::default());
        for (use_of_it, derived) in [
            ("assent/1/name", &mut name[..]),
            ("assent/1/sealing", &mut sealing[..]),
            ("assent/1/looking up", &mut looking_up[..]),
            ("assent/1/audit log", &mut marking[..]),
        ] {
            hkdf.expand(use_of_it.as_bytes(), derived).map_err(|_| Error::Corrupt("key length"))?;
        }
        Ok(Self { name: KeyName(name), since, master, sealing, looking_up, marking })
    }

    /// The key of a line; `None` when it is none, or not the key of its name.
    fn of_line(line: &str) -> Option<Self> {
        let [name, since, master]: [&str; 3] = line.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let since = match since {
            WAITING => None,
            instant => Some(Instant(instant.parse::<Timestamp>().ok()?.as_microsecond())),
        };
        Self::new(secret(master)?, since).ok().filter(|key| KeyName::parse(name) == Some(key.name))
    }

    fn line(&self) -> Zeroizing<String> {
        let since = self.since.and_then(|since| Timestamp::from_second(since.0 / SECOND).ok());
        let since = since.map_or(WAITING.to_owned(), |since| since.to_string());
        let master = Zeroizing::new(randomness::hex(&*self.master));
        Zeroizing::new(format!("{} {since} {}\n", self.name, *master))
    }
}

const WAITING: &str = "waiting";
const TAKEN_OUT: &str = "log";

/// 32 bytes in hexadecimal.
fn secret(text: &str) -> Option<Secret> {
    Zeroizing::new(randomness::unhex(text)?).as_slice().try_into().ok().map(Zeroizing::new)
}

/// What stays of a key that was taken out.
struct TakenOut {
    name: KeyName,
    marking: Secret,
}

impl TakenOut {
    fn of_line(line: &str) -> Option<Self> {
        let (name, marking) = line.split_once(' ')?;
        let marking = marking.strip_prefix(TAKEN_OUT)?.strip_prefix(' ')?;
        Some(Self { name: KeyName::parse(name)?, marking: secret(marking)? })
    }

    fn line(&self) -> Zeroizing<String> {
        let marking = Zeroizing::new(randomness::hex(&*self.marking));
        Zeroizing::new(format!("{} {TAKEN_OUT} {}\n", self.name, *marking))
    }
}

/// What the file holds.
struct Ring {
    keys: Vec<Arc<Key>>,
    taken_out: Vec<TakenOut>,
    current: Arc<Key>,
    /// Of a file.
    stamp: Option<Stamp>,
}

/// By what a changed file is known.
type Stamp = (SystemTime, u64);

fn stamp(file: &Path) -> io::Result<Stamp> {
    let metadata = fs::metadata(file)?;
    Ok((metadata.modified()?, metadata.len()))
}

/// A key that others can read is none.
fn kept_secret(file: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(file).map_err(Error::file(file))?.permissions().mode();
        if mode & 0o077 != 0 {
            let path = file.display().to_string();
            let fault = format!("others can read these keys; type: chmod 600 {path}");
            return Err(Error::File { path, fault });
        }
    }
    Ok(())
}

impl Ring {
    fn read(file: &Path) -> Result<Self, Error> {
        kept_secret(file)?;
        // Before the text: a change in between is then seen at the next look.
        let stamp = stamp(file).map_err(Error::file(file))?;
        let text = Zeroizing::new(fs::read_to_string(file).map_err(Error::file(file))?);
        Self::of_text(&text, Some(stamp), &file.display().to_string())
    }

    /// The keys of a text; a fault names where it comes from, and nothing of a key.
    fn of_text(text: &str, stamp: Option<Stamp>, from: &str) -> Result<Self, Error> {
        let wrong = |fault: String| Error::File { path: from.to_owned(), fault };
        let (mut keys, mut taken_out) = (Vec::new(), Vec::new());
        for (at, line) in text.lines().enumerate() {
            match (Key::of_line(line), TakenOut::of_line(line)) {
                (Some(key), _) => keys.push(Arc::new(key)),
                (None, Some(key)) => taken_out.push(key),
                (None, None) => {
                    return Err(wrong(format!("line {} holds no key, or not the key of its name", at + 1)));
                }
            }
        }
        let current = keys.iter().rfind(|key| key.since.is_some()).cloned();
        let current = current.ok_or_else(|| wrong("no key is in use".to_owned()))?;
        Ok(Self { keys, taken_out, current, stamp })
    }

    fn key(&self, name: KeyName) -> Option<Arc<Key>> {
        self.keys.iter().find(|key| key.name == name).cloned()
    }

    /// With which the key of a name marks or marked the audit log.
    fn marking(&self, name: KeyName) -> Option<Secret> {
        let gone = || self.taken_out.iter().find(|gone| gone.name == name).map(|gone| gone.marking.clone());
        self.key(name).map(|key| key.marking.clone()).or_else(gone)
    }
}

/// Where the keys come from.
#[derive(Clone)]
pub enum KeyringFrom {
    /// A file that the portal keeps: made with a first key for a database in which nothing was sealed.
    File(PathBuf),
    /// The text of such a file, kept by somebody else, and what gave it, for people. The portal changes nothing of it.
    Given {
        /// The lines.
        text: String,
        /// What gave it: a variable's name.
        by: String,
    },
}

impl KeyringFrom {
    /// Whether there are no keys yet.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::File(file) if !file.exists())
    }
}

/// The file's name, or what gives the keys.
impl fmt::Display for KeyringFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => file.display().fmt(f),
            Self::Given { by, .. } => by.fmt(f),
        }
    }
}

impl From<PathBuf> for KeyringFrom {
    fn from(file: PathBuf) -> Self {
        Self::File(file)
    }
}

/// The keys, and where they lie or what gave them.
pub(crate) struct Keyring {
    file: Result<PathBuf, String>,
    held: RwLock<Arc<Ring>>,
}

impl Keyring {
    /// The keyring that somebody else keeps.
    pub(crate) fn given(text: String, by: String) -> Result<Self, Error> {
        let ring = Ring::of_text(&Zeroizing::new(text), None, &by)?;
        Ok(Self { file: Err(by), held: RwLock::new(Arc::new(ring)) })
    }

    /// The keyring of a file; made with a first key when there is none.
    pub(crate) fn open(
        file: &Path,
        now: Instant,
        first: fn() -> Result<Secret, Error>,
    ) -> Result<Self, Error> {
        if !file.exists() {
            let folder = file.parent().unwrap_or(Path::new("."));
            let mut private = fs::DirBuilder::new();
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut private, 0o700);
            private.recursive(true).create(folder).map_err(Error::file(folder))?;
            let _lock = locked(file)?;
            // When another process was first, its key counts.
            if !file.exists() {
                write(file, &[Arc::new(Key::new(first()?, Some(now))?)], &[])?;
            }
        }
        Ok(Self { file: Ok(file.to_owned()), held: RwLock::new(Arc::new(Ring::read(file)?)) })
    }

    fn held(&self) -> Arc<Ring> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the file holds now. A file that cannot be read, or is being copied, changes nothing.
    fn fresh(&self) -> Arc<Ring> {
        let held = self.held();
        let Ok(file) = &self.file else { return held };
        if stamp(file).is_ok_and(|stamp| Some(stamp) == held.stamp) {
            return held;
        }
        match Ring::read(file) {
            Ok(ring) => {
                let ring = Arc::new(ring);
                self.held.write().unwrap_or_else(PoisonError::into_inner).clone_from(&ring);
                ring
            }
            Err(fault) => {
                tracing::error!(%fault, "the keyring cannot be read; the keys read before stay in use");
                held
            }
        }
    }

    /// The key with which new values are sealed. Looks at the file each time: what is sealed after a rotation began
    /// is sealed with its key.
    pub(crate) fn current(&self) -> Arc<Key> {
        self.fresh().current.clone()
    }

    /// The key of a name.
    pub(crate) fn named(&self, name: KeyName) -> Result<Arc<Key>, Error> {
        self.held().key(name).or_else(|| self.fresh().key(name)).ok_or(NOT_HERE)
    }

    /// With which the key of a name marks the audit log, also when the key itself was taken out.
    pub(crate) fn marking(&self, name: KeyName) -> Result<Secret, Error> {
        self.held().marking(name).or_else(|| self.fresh().marking(name)).ok_or(NOT_HERE)
    }

    /// Names in the order of the file, with the instant since when each is in use, and the current one's.
    pub(crate) fn names(&self) -> (Vec<(KeyName, Option<Instant>)>, KeyName) {
        let ring = self.fresh();
        (ring.keys.iter().map(|key| (key.name, key.since)).collect(), ring.current.name)
    }

    /// Adds a key that waits.
    pub(crate) fn add(&self) -> Result<KeyName, Error> {
        self.change(|ring| add(&mut ring.keys, None))
    }

    /// Makes the key that has waited longest the current one; a new one when none waits.
    pub(crate) fn advance(&self, now: Instant) -> Result<KeyName, Error> {
        self.change(|ring| match ring.keys.iter().position(|key| key.since.is_none()) {
            Some(waiting) => {
                let key = Arc::new(Key::new(ring.keys.remove(waiting).master.clone(), Some(now))?);
                ring.keys.push(key.clone());
                Ok(key.name)
            }
            None => add(&mut ring.keys, Some(now)),
        })
    }

    /// Takes a key out but for what checks its marks; the current one stays.
    pub(crate) fn remove(&self, name: KeyName) -> Result<(), Error> {
        self.change(|ring| {
            if name != ring.current.name
                && let Some(at) = ring.keys.iter().position(|key| key.name == name)
            {
                let marking = ring.keys.remove(at).marking.clone();
                ring.taken_out.push(TakenOut { name, marking });
            }
            Ok(())
        })
    }

    /// Changes the file, one process after the other.
    fn change<T>(&self, change: impl FnOnce(&mut Ring) -> Result<T, Error>) -> Result<T, Error> {
        let file = self.file.as_ref().map_err(|by| {
            let fault = "gives the keys and is not changed here: change a file of them with --keyring, and keep its text there";
            Error::File { path: by.clone(), fault: fault.to_owned() }
        })?;
        let _lock = locked(file)?;
        let mut ring = Ring::read(file)?;
        let done = change(&mut ring)?;
        write(file, &ring.keys, &ring.taken_out)?;
        Ok(done)
    }
}

/// A new key, whose name no other has.
fn add(keys: &mut Vec<Arc<Key>>, since: Option<Instant>) -> Result<KeyName, Error> {
    loop {
        let key = Key::new(new_secret()?, since)?;
        if keys.iter().all(|other| other.name != key.name) {
            let name = key.name;
            keys.push(Arc::new(key));
            return Ok(name);
        }
    }
}

pub(crate) fn new_secret() -> Result<Secret, Error> {
    randomness::bytes().map(Zeroizing::new)
}

/// Nobody else changes the file while this is held.
fn locked(file: &Path) -> Result<File, Error> {
    let lock = file.with_extension("lock");
    let held = File::options().create(true).truncate(false).write(true).open(&lock).and_then(|held| {
        held.lock()?;
        Ok(held)
    });
    held.map_err(Error::file(&lock))
}

/// Replaces the file as a whole, readable by its owner only; when this returns, it is durable.
fn write(file: &Path, keys: &[Arc<Key>], taken_out: &[TakenOut]) -> Result<(), Error> {
    let unfinished = file.with_extension("unfinished");
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = || {
        match fs::remove_file(&unfinished) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
            Ok(()) | Err(_) => {}
        }
        let mut new = options.open(&unfinished)?;
        for line in taken_out.iter().map(TakenOut::line).chain(keys.iter().map(|key| key.line())) {
            new.write_all(line.as_bytes())?;
        }
        new.sync_all()?;
        fs::rename(&unfinished, file)?;
        File::open(file.parent().unwrap_or(Path::new(".")))?.sync_all()
    };
    written().map_err(Error::file(file))
}

#[cfg(test)]
mod tests;
