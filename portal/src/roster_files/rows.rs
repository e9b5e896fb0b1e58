//! The tables `roster_files` and `roster_file_pages`.

use domain::{
    instant::Instant,
    people::{AccountKey, RosterFileKey},
    roster_file::{FileNote, FileState, RowOutcome},
};
use door::{AtWork, Changed, Roster, rows, statements};

rows! {
    /// A file, and how far it is.
    pub struct FileRow {
        /// Row key.
        pub file_key: RosterFileKey,
        /// How far it is.
        pub state: FileState,
        /// What came in between.
        pub note: FileNote,
        pub(super) mapping: String,
        /// Its rows.
        pub total: i64,
        /// Of these, how many were looked at or made ready so far.
        pub done: i64,
        /// Rows that cannot be accepted.
        pub refused: i64,
        /// Rows that change an account.
        pub changed: i64,
        /// Rows that make one.
        pub added: i64,
        /// Rows that say what is stored.
        pub unchanged: i64,
        pub(super) digest: String,
        /// Uploaded at.
        pub uploaded_at: Instant,
        /// When somebody last worked on it; at zero nobody did yet.
        pub touched_at: Instant,
        /// Applied at.
        pub applied_at: Option<Instant>,
    }

    /// A file that came by the same form.
    pub(super) struct Same {
        pub(super) file_key: RosterFileKey,
        pub(super) content_sha256: String,
    }

    /// What was uploaded.
    pub(super) struct Content {
        pub(super) sealed: Vec<u8>,
    }

    /// A page of what the rows come to.
    pub(super) struct SealedPage {
        pub(super) page_key: String,
        pub(super) sealed: Vec<u8>,
    }
}

statements! {
    pub(super) fn same(Roster, account: &AccountKey, form_key: &str) -> Option<Same> =
        "SELECT file_key, content_sha256 FROM roster_files WHERE account_key = $1 AND form_key = $2";
    pub(super) fn insert(Roster, key: &RosterFileKey, account: &AccountKey, form_key: &str, content_sha256: &str, state: FileState,
        mapping: &str, total: i64, now: Instant, sealed: &[u8]) -> Changed =
        "INSERT INTO roster_files (file_key, account_key, form_key, content_sha256, state, mapping, total, uploaded_at, touched_at, sealed) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)";
    /// What its columns are: said by whoever uploaded it.
    pub(super) fn map(Roster, key: &RosterFileKey, account: &AccountKey, mapping: &str) -> Changed =
        "UPDATE roster_files SET mapping = $3, state = 'looking', note = '', done = 0, touched_at = 0 \
         WHERE file_key = $1 AND account_key = $2 AND state = 'asking'";
    pub(super) fn read(Roster, key: &RosterFileKey, account: &AccountKey, since: Instant) -> Option<FileRow> =
        "SELECT file_key, state, note, mapping, total, done, refused, changed, added, unchanged, digest, uploaded_at, touched_at, \
         applied_at FROM roster_files WHERE file_key = $1 AND account_key = $2 AND uploaded_at > $3";
    pub(super) fn content(Roster, key: &RosterFileKey, account: &AccountKey) -> Option<Content> =
        "SELECT sealed FROM roster_files WHERE file_key = $1 AND account_key = $2";
    pub(super) fn mine(Roster, account: &AccountKey, since: Instant) -> Vec<FileRow> =
        "SELECT file_key, state, note, mapping, total, done, refused, changed, added, unchanged, digest, uploaded_at, touched_at, \
         applied_at FROM roster_files WHERE account_key = $1 AND uploaded_at > $2 ORDER BY uploaded_at DESC LIMIT 20";
    pub(super) fn page(Roster, key: &RosterFileKey, outcome: RowOutcome, number: i64) -> Option<SealedPage> =
        "SELECT page_key, sealed FROM roster_file_pages WHERE file_key = $1 AND outcome = $2 AND number = $3";
    pub(super) fn pages(Roster, key: &RosterFileKey) -> Vec<SealedPage> =
        "SELECT page_key, sealed FROM roster_file_pages WHERE file_key = $1 ORDER BY outcome, number";
    pub(super) fn forget_new(Roster, key: &RosterFileKey) -> Changed =
        "DELETE FROM roster_file_pages WHERE file_key = $1 AND outcome = 'new'";
    pub(super) fn keep_new(Roster, page_key: &str, key: &RosterFileKey, number: i64, sealed: &[u8]) -> Changed =
        "INSERT INTO roster_file_pages (page_key, file_key, outcome, number, sealed) VALUES ($1, $2, 'new', $3, $4)";
    pub(super) fn applied(Roster, key: &RosterFileKey, account: &AccountKey, now: Instant) -> Changed =
        "UPDATE roster_files SET state = 'applied', note = '', applied_at = $3, touched_at = $3 \
         WHERE file_key = $1 AND account_key = $2 AND state = 'applying'";

    /// Takes a file in hand, unless somebody has it who worked on it since.
    pub(super) fn take(AtWork, key: &RosterFileKey, from: FileState, to: FileState, now: Instant, stale: Instant) -> Changed =
        "UPDATE roster_files SET state = $3, note = '', done = 0, touched_at = $4 \
         WHERE file_key = $1 AND (state = $2 OR (state = $3 AND touched_at < $5))";
    /// Begins to look at a file that nobody looks at or applies, or did a while ago.
    pub(super) fn begin_look(AtWork, key: &RosterFileKey, now: Instant, stale: Instant) -> Changed =
        "UPDATE roster_files SET state = 'looking', note = '', done = 0, touched_at = $2 WHERE file_key = $1 AND (state = 'ready' \
         OR (state = 'looking' AND note = 'failed') OR (state IN ('looking', 'applying') AND touched_at < $3))";
    pub(super) fn note_done(AtWork, key: &RosterFileKey, done: i64, now: Instant) -> Changed =
        "UPDATE roster_files SET done = $2, touched_at = $3 WHERE file_key = $1";
    pub(super) fn looked(AtWork, key: &RosterFileKey, note: FileNote, refused: i64, changed: i64, added: i64, unchanged: i64,
        digest: &str, now: Instant) -> Changed =
        "UPDATE roster_files SET state = 'ready', note = $2, refused = $3, changed = $4, added = $5, unchanged = $6, digest = $7, \
         touched_at = $8 WHERE file_key = $1";
    /// A file goes back to where it was when its work failed.
    pub(super) fn back(AtWork, key: &RosterFileKey, from: FileState, to: FileState, now: Instant) -> Changed =
        "UPDATE roster_files SET state = $3, note = 'failed', touched_at = $4 WHERE file_key = $1 AND state = $2";
    pub(super) fn forget_pages(AtWork, key: &RosterFileKey) -> Changed = "DELETE FROM roster_file_pages WHERE file_key = $1";
    pub(super) fn keep_page(AtWork, page_key: &str, key: &RosterFileKey, outcome: RowOutcome, number: i64, sealed: &[u8]) -> Changed =
        "INSERT INTO roster_file_pages (page_key, file_key, outcome, number, sealed) VALUES ($1, $2, $3, $4, $5)";
    pub(super) fn purge_pages(AtWork, before: Instant) -> Changed =
        "DELETE FROM roster_file_pages WHERE file_key IN (SELECT f.file_key FROM roster_files f WHERE f.uploaded_at <= $1)";
    pub(super) fn purge(AtWork, before: Instant) -> Changed = "DELETE FROM roster_files WHERE uploaded_at <= $1";
}
