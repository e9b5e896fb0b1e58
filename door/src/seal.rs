//! Sealed fields: AES-256-GCM-SIV with a key per consumer, wrapped by a master key; the associated data
//! names table, column and row, so that a sealed value cannot be moved. Found again only through a keyed
//! blind index.

use crate::{Error, randomness};
use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroize;

/// The master key and what is derived from it.
pub struct Seal {
    master: [u8; 32],
}

impl Drop for Seal {
    fn drop(&mut self) {
        self.master.zeroize();
    }
}

/// One consumer's key, unwrapped for the time of one piece of work.
pub struct DataKey([u8; 32]);

impl Drop for DataKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Seal {
    /// The seal of a master key.
    pub fn new(master: [u8; 32]) -> Self {
        Self { master }
    }

    /// A new key for a consumer, with its wrapped form to store.
    pub fn new_data_key(&self, consumer: &str) -> Result<(DataKey, Vec<u8>), Error> {
        let key = DataKey(randomness::bytes()?);
        let wrapped = seal(&self.master, &format!("consumer_data_keys/wrapped/{consumer}"), &key.0)?;
        Ok((key, wrapped))
    }

    /// Unwraps a stored key.
    pub fn data_key(&self, consumer: &str, wrapped: &[u8]) -> Result<DataKey, Error> {
        let mut plain = open(&self.master, &format!("consumer_data_keys/wrapped/{consumer}"), wrapped)?;
        let key = plain.as_slice().try_into().map(DataKey).map_err(|_| Error::Corrupt("a data key"));
        plain.zeroize();
        key
    }

    /// Seals a value that belongs to no consumer, such as a second factor's secret.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        seal(&self.master, place, plain)
    }

    /// Opens such a value.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        open(&self.master, place, sealed)
    }

    /// The keyed blind index of a value: equal values have equal indexes, and nothing else shows.
    pub fn blind_index(&self, field: &str, value: &str) -> Result<String, Error> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.master)
            .map_err(|_| Error::Corrupt("key length"))?;
        mac.update(b"blind-index/");
        mac.update(field.as_bytes());
        mac.update(b"/");
        mac.update(value.as_bytes());
        Ok(randomness::hex(&mac.finalize().into_bytes()))
    }
}

impl DataKey {
    /// Seals a field; `place` is table/column/row.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        seal(&self.0, place, plain)
    }

    /// Opens a field of the same place.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        open(&self.0, place, sealed)
    }
}

fn cipher(key: &[u8; 32]) -> Result<Aes256GcmSiv, Error> {
    Aes256GcmSiv::new_from_slice(key).map_err(|_| Error::Corrupt("key length"))
}

fn seal(key: &[u8; 32], place: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
    let nonce: [u8; 12] = randomness::bytes()?;
    let payload = Payload { msg: plain, aad: place.as_bytes() };
    let sealed = cipher(key)?.encrypt(&nonce.into(), payload).map_err(|_| Error::Corrupt("sealing"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(key: &[u8; 32], place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let (nonce, rest) = sealed.split_first_chunk::<12>().ok_or(Error::Corrupt("sealed value"))?;
    let payload = Payload { msg: rest, aad: place.as_bytes() };
    cipher(key)?.decrypt(&(*nonce).into(), payload).map_err(|_| Error::Corrupt("sealed value"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_at_its_own_place() {
        let seal = Seal::new([7; 32]);
        let (key, wrapped) = seal.new_data_key("ana").unwrap();
        let sealed = key.seal("t/c/1", b"123456789").unwrap();
        assert!(!sealed.windows(9).any(|w| w == b"123456789"));
        let again = seal.data_key("ana", &wrapped).unwrap();
        assert_eq!(again.open("t/c/1", &sealed).unwrap(), b"123456789");
        assert!(again.open("t/c/2", &sealed).is_err());
        assert!(seal.data_key("eve", &wrapped).is_err());
    }

    #[test]
    fn the_blind_index_tells_equal_values_and_hides_the_rest() {
        let seal = Seal::new([7; 32]);
        let index = |value| seal.blind_index("ssn", value).unwrap();
        assert_eq!(index("123456789"), index("123456789"));
        assert_ne!(index("123456789"), index("123456780"));
        assert_ne!(Seal::new([8; 32]).blind_index("ssn", "123456789").unwrap(), index("123456789"));
    }
}
