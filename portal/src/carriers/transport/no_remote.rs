//! What stands in the place of `remote.rs` where the feature `sftp` is off: no key is read, so nobody is spoken to.

use super::{Entry, Trouble};
use domain::carrier::Sftp;

/// There is none of what follows.
enum Nothing {}

/// There is none.
pub(crate) struct Key(Nothing);

impl Key {
    pub(super) fn read(_: &str, _: &Sftp) -> Result<Self, &'static str> {
        Err("is of no use: this build speaks no SFTP")
    }
}

/// There is none.
pub(super) struct Remote(Nothing);

/// There is none.
pub(super) struct Writing(Nothing);

/// There is none.
pub(super) struct Reading(Nothing);

impl Remote {
    pub(super) async fn connect(_: &Sftp, key: &Key) -> Result<Self, Trouble> {
        match key.0 {}
    }

    pub(super) async fn length(&self, _: &str) -> Result<Option<u64>, Trouble> {
        match self.0 {}
    }

    pub(super) async fn open(&self, _: &str) -> Result<Reading, Trouble> {
        match self.0 {}
    }

    pub(super) async fn list(&self, _: &str) -> Result<Vec<Entry>, Trouble> {
        match self.0 {}
    }

    pub(super) async fn create(&self, _: &str) -> Result<Writing, Trouble> {
        match self.0 {}
    }

    pub(super) async fn rename(&self, _: &str, _: &str) -> Result<(), Trouble> {
        match self.0 {}
    }

    pub(super) async fn remove(&self, _: &str) -> Result<(), Trouble> {
        match self.0 {}
    }

    pub(super) async fn make_folder(&self, _: &str) -> Result<(), Trouble> {
        match self.0 {}
    }

    pub(super) async fn has_room(&self, _: &str, _: u64) -> bool {
        match self.0 {}
    }

    pub(super) fn is_cut(&self) -> bool {
        match self.0 {}
    }

    pub(super) async fn close(self) {
        match self.0 {}
    }
}

impl Reading {
    pub(super) async fn next(&mut self) -> Result<&[u8], Trouble> {
        match self.0 {}
    }
}

impl Writing {
    pub(super) async fn put(&mut self, _: &[u8]) -> Result<(), Trouble> {
        match self.0 {}
    }

    pub(super) async fn finish(self) -> Result<(), Trouble> {
        match self.0 {}
    }
}
