//! Sealed fields: AES-256-GCM-SIV with a key per consumer, wrapped by a key of the ring; the associated data names
//! table, column and row, so that a sealed value cannot be moved. Found again only through a keyed blind index.
//! A value begins with its format: 1 and the name of its key, or 2 under the consumer's own key, whose wrapped form
//! has the name. The beginning is part of the associated data.

use crate::{
    Error,
    keyring::{KeyName, Keyring, KeyringFrom, Secret, new_secret},
    randomness,
};
use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit,
    aead::{Aead, Payload},
};
use domain::instant::Instant;
use hmac::{Hmac, Mac};
use sha2::Sha256;
#[cfg(any(test, feature = "testing"))]
use std::path::Path;
use zeroize::Zeroizing;

/// The format of a value under a key of the ring; the key's name follows.
const NAMED: u8 = 1;
/// The format of a value under a consumer's own key.
const OF_A_CONSUMER: u8 = 2;

/// What seals: the keys of a keyring.
pub struct Seal {
    keyring: Keyring,
}

/// One consumer's key, unwrapped for the time of one piece of work.
pub struct DataKey(Secret);

/// A key of the ring as it is listed: its name, never itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// Its name.
    pub name: KeyName,
    /// Since when values are sealed with it; `None` while it waits.
    pub since: Option<Instant>,
    /// Whether new values are sealed with it.
    pub current: bool,
}

impl Seal {
    /// The seal with these keys; a file is made with a first key when there is none.
    ///
    /// # Errors
    /// `Error::File` when it cannot be read or made, or holds what is no key.
    pub fn with(keyring: &KeyringFrom, now: Instant) -> Result<Self, Error> {
        let keyring = match keyring {
            KeyringFrom::File(file) => Keyring::open(file, now, new_secret)?,
            KeyringFrom::Given { text, by } => Keyring::given(text.clone(), by.clone())?,
        };
        Ok(Self { keyring })
    }

    /// The same whose first key is made of sevens.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn of_sevens(file: &Path, now: Instant) -> Result<Self, Error> {
        Ok(Self { keyring: Keyring::open(file, now, || Ok(Zeroizing::new([7; 32])))? })
    }

    /// A new key for a consumer, with its wrapped form to store.
    pub fn new_data_key(&self, consumer: &str) -> Result<(DataKey, Vec<u8>), Error> {
        let key = DataKey(new_secret()?);
        let wrapped = self.seal(&data_key_place(consumer), &*key.0)?;
        Ok((key, wrapped))
    }

    /// Unwraps a stored key.
    pub fn data_key(&self, consumer: &str, wrapped: &[u8]) -> Result<DataKey, Error> {
        let plain = Zeroizing::new(self.open(&data_key_place(consumer), wrapped)?);
        let key = plain.as_slice().try_into().map_err(|_| Error::Corrupt("a data key"))?;
        Ok(DataKey(Zeroizing::new(key)))
    }

    /// Seals a value that belongs to no consumer, such as a second factor's secret; `place` is table/column/row.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let key = self.keyring.current();
        seal(&key.sealing, &beginning(key.name), place, plain)
    }

    /// Opens such a value, with the key that it names.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let name = Self::key_of(sealed).ok_or(Error::Corrupt("sealed value"))?;
        open(&self.keyring.named(name)?.sealing, &beginning(name), place, sealed)
    }

    /// The same value sealed with the current key.
    pub fn resealed(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let plain = Zeroizing::new(self.open(place, sealed)?);
        self.seal(place, &plain)
    }

    /// The key that such a value names; `None` when it is no value.
    pub fn key_of(sealed: &[u8]) -> Option<KeyName> {
        let [NAMED, name @ ..] = *sealed.first_chunk::<5>()? else { return None };
        Some(KeyName(name))
    }

    /// The keyed blind index of a value: equal values have equal indexes under one key, and nothing else shows. It
    /// begins with the key's name.
    pub fn blind_index(&self, field: &str, value: &str) -> Result<String, Error> {
        let key = self.keyring.current();
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&*key.looking_up)
            .map_err(|_| Error::Corrupt("key length"))?;
        mac.update(field.as_bytes());
        mac.update(b"/");
        mac.update(value.as_bytes());
        Ok(format!("{}:{}", key.name, randomness::hex(&mac.finalize().into_bytes())))
    }

    /// What marks the audit log from now on, with the current key.
    ///
    /// # Errors
    /// `Error::Corrupt`.
    pub fn marker(&self) -> Result<Marker, Error> {
        let key = self.keyring.current();
        Marker::new(key.name, &key.marking)
    }

    /// What a mark was made with, also when its key was taken out since.
    ///
    /// # Errors
    /// `Error::Corrupt` when it names no key, or one that is not here.
    pub fn marker_of(&self, mark: &str) -> Result<Marker, Error> {
        let name = Self::key_of_index(mark).ok_or(Error::Corrupt("mark of the audit log"))?;
        Marker::new(name, &self.keyring.marking(name)?)
    }

    /// The key that a blind index or a mark names; `None` when it is none.
    pub fn key_of_index(index: &str) -> Option<KeyName> {
        KeyName::parse(index.split_once(':')?.0)
    }

    /// The key with which new values are sealed.
    pub fn current_key(&self) -> KeyName {
        self.keyring.current().name
    }

    /// The keys, in the order of the file.
    pub fn keys(&self) -> Vec<ListedKey> {
        let (names, current) = self.keyring.names();
        let listed = |(name, since)| ListedKey { name, since, current: name == current };
        names.into_iter().map(listed).collect()
    }

    /// Adds a key that opens and does not seal yet: it waits until every server has it.
    ///
    /// # Errors
    /// `Error::File`.
    pub fn add_key(&self) -> Result<KeyName, Error> {
        self.keyring.add()
    }

    /// From now on values are sealed with the key that waits; with a new one, when none does.
    ///
    /// # Errors
    /// `Error::File`.
    pub fn advance(&self, now: Instant) -> Result<KeyName, Error> {
        self.keyring.advance(now)
    }

    /// Takes a key out of the file, unless it is the current one. What names it opens no more.
    ///
    /// # Errors
    /// `Error::File`.
    pub fn remove_key(&self, name: KeyName) -> Result<(), Error> {
        self.keyring.remove(name)
    }
}

impl DataKey {
    /// Seals a field; `place` is table/column/row.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        seal(&self.0, &[OF_A_CONSUMER], place, plain)
    }

    /// Opens a field of the same place.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        open(&self.0, &[OF_A_CONSUMER], place, sealed)
    }
}

/// Marks what the audit log says, so that nobody without the key can say anything else in its place. A mark begins
/// with the name of its key.
#[derive(Clone)]
pub struct Marker {
    name: KeyName,
    mac: Hmac<Sha256>,
}

impl Marker {
    fn new(name: KeyName, key: &Secret) -> Result<Self, Error> {
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&**key);
        Ok(Self { name, mac: mac.map_err(|_| Error::Corrupt("key length"))? })
    }

    /// The mark of a text.
    pub fn mark(&self, text: &str) -> String {
        let mac = self.mac.clone().chain_update(text);
        format!("{}:{}", self.name, randomness::hex(&mac.finalize().into_bytes()))
    }

    /// Whether it makes the marks of this name.
    pub fn made(&self, mark: &str) -> bool {
        Seal::key_of_index(mark) == Some(self.name)
    }
}

fn data_key_place(consumer: &str) -> String {
    format!("consumer_data_keys/wrapped/{consumer}")
}

fn beginning(name: KeyName) -> [u8; 5] {
    let [a, b, c, d] = name.0;
    [NAMED, a, b, c, d]
}

fn cipher(key: &Secret) -> Result<Aes256GcmSiv, Error> {
    Aes256GcmSiv::new_from_slice(&**key).map_err(|_| Error::Corrupt("key length"))
}

fn seal(key: &Secret, beginning: &[u8], place: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
    let nonce: [u8; 12] = randomness::bytes()?;
    let payload = Payload { msg: plain, aad: &[beginning, place.as_bytes()].concat() };
    let sealed = cipher(key)?.encrypt(&nonce.into(), payload).map_err(|_| Error::Corrupt("sealing"))?;
    Ok([beginning, &nonce, &sealed].concat())
}

fn open(key: &Secret, beginning: &[u8], place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
    const DAMAGED: Error = Error::Corrupt("sealed value");
    let rest = sealed.strip_prefix(beginning).ok_or(DAMAGED)?;
    let (nonce, rest) = rest.split_first_chunk::<12>().ok_or(DAMAGED)?;
    let payload = Payload { msg: rest, aad: &[beginning, place.as_bytes()].concat() };
    cipher(key)?.decrypt(&(*nonce).into(), payload).map_err(|_| DAMAGED)
}

#[cfg(test)]
mod tests;
