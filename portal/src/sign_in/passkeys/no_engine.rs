//! What stands in the place of `engine.rs` where the feature `passkeys` is off: there is no party, so nothing can be asked
//! of one.

use super::{Begun, Fault, Registered};
use crate::Error;
use domain::people::AccountKey;

/// There is none.
#[derive(Clone, Debug)]
pub(super) enum Party {}

/// There is none.
pub(super) enum Answer {}

impl Answer {
    pub(super) fn read(_: &str) -> Result<Self, Fault> {
        Err(Fault::Unreadable)
    }

    pub(super) fn credential(&self) -> &[u8] {
        match *self {}
    }

    pub(super) fn is_of(&self, _: &AccountKey) -> Option<bool> {
        match *self {}
    }
}

impl Party {
    pub(super) fn new(_: &str, _: &str, _: &str) -> Option<Self> {
        None
    }

    pub(super) fn register(&self, _: &AccountKey, _: (&str, &str), _: &[Vec<u8>]) -> Result<Begun, Error> {
        match *self {}
    }

    pub(super) fn registered(&self, _: &[u8], _: &str) -> Result<Registered, Fault> {
        match *self {}
    }

    pub(super) fn challenge(&self, _: &[Vec<u8>]) -> Result<Begun, Error> {
        match *self {}
    }

    pub(super) fn answered(&self, _: &[u8], _: &Answer, _: &[u8]) -> Result<Vec<u8>, Fault> {
        match *self {}
    }
}
