//! The keys that seal: whoever runs the portal lists them, rotates them while it serves, and retires those that
//! nothing names any more. Every process that shares the file knows a new key at its next look; the file is
//! `door::Seal`'s.

mod jobs;
mod rows;

pub use door::KeyName;

pub(crate) use rows::STATEMENTS;

use crate::{Error, Portal};
use domain::instant::Instant;
use door::ListedKey;

/// A key, and what names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: KeyName,
    /// What it is for.
    pub state: KeyState,
    /// Since when values are sealed with it, or were.
    pub since: Option<Instant>,
    /// How many values and blind indexes name it.
    pub values: u64,
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The next: it opens, and seals when it is its turn.
    Waiting,
    /// New values are sealed with it.
    Current,
    /// It opens what has not been sealed anew.
    Earlier,
    /// Values name it, and the file does not have it: they do not open.
    Missing,
}

/// Every key, and what names none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// In the order of the file; those that are missing last.
    pub list: Vec<Key>,
    /// Values that name no key: they are damaged.
    pub damaged: u64,
}

impl Keys {
    /// The keys of a state.
    pub fn of(&self, state: KeyState) -> impl Iterator<Item = &Key> {
        self.list.iter().filter(move |key| key.state == state)
    }

    /// How many values name a key of a state.
    pub fn values(&self, state: KeyState) -> u64 {
        self.of(state).map(|key| key.values).sum()
    }
}

/// What a rotation did.
#[derive(Clone, Debug)]
pub struct Rotated {
    /// Whether there is a new current key; otherwise the rotation before went on, which had not come to its end.
    pub anew: bool,
    /// How many values and blind indexes were sealed anew.
    pub resealed: u64,
    /// How the keys stand now.
    pub keys: Keys,
}

/// What became of a key that was to be retired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retired {
    /// It is gone.
    Gone,
    /// There is none of this name.
    Unknown,
    /// New values are sealed with it.
    Current,
    /// So many values name it.
    Named(u64),
    /// The current key is so young that what was sealed before may still be on its way into the database.
    TooSoon,
}

/// Longer than any request lives: what was sealed with the key before is then in the database, or never will be.
const SETTLED_SECONDS: i64 = 60;
/// Rounds after what servers that had not looked at the file sealed with an earlier key.
const ROUNDS: usize = 3;

impl Portal {
    /// Every key, and how much names it.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn keys(&self) -> Result<Keys, Error> {
        let mut found = jobs::walk(&self.door, false, &|_| {}).await?.by_key;
        let damaged = found.remove(&None).unwrap_or(0);
        let mut list: Vec<Key> = Vec::new();
        for ListedKey { name, since, current } in self.door.seal().keys() {
            let state = match (current, since) {
                (true, _) => KeyState::Current,
                (false, Some(_)) => KeyState::Earlier,
                (false, None) => KeyState::Waiting,
            };
            list.push(Key { name, state, since, values: found.remove(&Some(name)).unwrap_or(0) });
        }
        let missing = |(name, values): (Option<KeyName>, u64)| {
            Some(Key { name: name?, state: KeyState::Missing, since: None, values })
        };
        list.extend(found.into_iter().filter_map(missing));
        Ok(Keys { list, damaged })
    }

    /// Adds a key that waits: for servers that have a copy of the file each. When all have it, a rotation makes it
    /// the current one.
    ///
    /// # Errors
    /// `Error::File`.
    pub fn add_key(&self) -> Result<KeyName, Error> {
        self.door.seal().add_key()
    }

    /// Seals with the current key whatever names an earlier one. When there was nothing, the key that waits, or a
    /// new one, becomes the current one first: a rotation that was torn off goes on, and only then comes the next.
    /// `progress` hears how many are done, of how many.
    ///
    /// # Errors
    /// `Error::File`, `Error::Database`; a second run goes on where this one ended.
    pub async fn rotate_keys(&self, progress: &(dyn Fn(u64, u64) + Send + Sync)) -> Result<Rotated, Error> {
        let (resealed, keys) = self.reseal(progress).await?;
        if resealed > 0 {
            return Ok(Rotated { anew: false, resealed, keys });
        }
        self.door.seal().advance(self.door.now())?;
        let (resealed, keys) = self.reseal(progress).await?;
        Ok(Rotated { anew: true, resealed, keys })
    }

    async fn reseal(&self, progress: &(dyn Fn(u64, u64) + Send + Sync)) -> Result<(u64, Keys), Error> {
        let (mut done, mut keys) = (0, self.keys().await?);
        for _ in 0..ROUNDS {
            let behind = keys.values(KeyState::Earlier);
            if behind == 0 {
                break;
            }
            let resealed =
                jobs::walk(&self.door, true, &|now| progress(done + now, done + behind)).await?.resealed;
            if resealed == 0 {
                break;
            }
            done += resealed;
            keys = self.keys().await?;
        }
        Ok((done, keys))
    }

    /// Takes a key out of the file that nothing names any more.
    ///
    /// # Errors
    /// `Error::File`, `Error::Database`.
    pub async fn retire_key(&self, name: KeyName) -> Result<Retired, Error> {
        let young = |key: &ListedKey| {
            let since = key.since.filter(|_| key.current);
            since.is_some_and(|since| self.door.now().seconds_since(since) < SETTLED_SECONDS)
        };
        // Before anything is counted.
        let too_soon = self.door.seal().keys().iter().any(young);
        let keys = self.keys().await?;
        Ok(match keys.list.into_iter().find(|key| key.name == name) {
            None | Some(Key { state: KeyState::Missing, .. }) => Retired::Unknown,
            Some(Key { state: KeyState::Current, .. }) => Retired::Current,
            Some(Key { values: values @ 1.., .. }) => Retired::Named(values),
            Some(_) if too_soon => Retired::TooSoon,
            Some(_) => {
                self.door.seal().remove_key(name)?;
                Retired::Gone
            }
        })
    }
}
