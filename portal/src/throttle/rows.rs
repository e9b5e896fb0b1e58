//! What was tried. The subject is a keyed blind index, so that the table tells neither addresses nor what was
//! typed.

use domain::instant::Instant;
use door::{AtTheEntrance, Changed, One, rows, statements};

rows! {
    /// Failures of one subject, and when the latest was.
    pub(super) struct Failures {
        pub(super) failures: i64,
        pub(super) latest: Option<Instant>,
    }

    /// When a subject last succeeded.
    pub(super) struct Success {
        pub(super) latest: Option<Instant>,
    }
}

statements! {
    pub(super) fn failures(AtTheEntrance, scope: &str, subject: &str, since: Instant) -> One<Failures> =
        "SELECT count(*) AS failures, max(at) AS latest FROM attempts WHERE scope = $1 AND subject = $2 AND failed = 1 AND at > $3";
    pub(super) fn success(AtTheEntrance, scope: &str, subject: &str) -> One<Success> =
        "SELECT max(at) AS latest FROM attempts WHERE scope = $1 AND subject = $2 AND failed = 0";
    /// Notes an attempt; the same one again takes the place of the one before.
    pub(super) fn note(AtTheEntrance, attempt_key: &str, scope: &str, subject: &str, at: Instant) -> Changed =
        "INSERT INTO attempts (attempt_key, scope, subject, at, failed) VALUES ($1, $2, $3, $4, 1) \
         ON CONFLICT (attempt_key) DO UPDATE SET at = excluded.at, failed = 1";
    pub(super) fn succeeded(AtTheEntrance, attempt_key: &str) -> Changed =
        "UPDATE attempts SET failed = 0 WHERE attempt_key = $1";
    /// Notes an attempt unless its subject has the most of them since `$5`, or another subject the most of its own. One
    /// that was noted since then stays.
    pub(super) fn note_different(AtTheEntrance, attempt_key: &str, scope: &str, subject: &str, now: Instant, since: Instant, most: i64, other_scope: &str, other_subject: &str, most_of_other: i64) -> Changed =
        "INSERT INTO attempts (attempt_key, scope, subject, at, failed) \
            SELECT n.attempt_key, n.scope, n.subject, CAST($4 AS BIGINT), 1 FROM ( \
                SELECT CAST($1 AS TEXT) AS attempt_key, CAST($2 AS TEXT) AS scope, CAST($3 AS TEXT) AS subject) n \
            WHERE $6 > (SELECT count(*) FROM attempts a WHERE a.scope = $2 AND a.subject = $3 AND a.at > $5 AND a.attempt_key <> $1) \
            AND $9 > (SELECT count(*) FROM attempts a WHERE a.scope = $7 AND a.subject = $8 AND a.at > $5) \
            ON CONFLICT (attempt_key) DO UPDATE SET at = CASE WHEN attempts.at > $5 THEN attempts.at ELSE excluded.at END";
    /// Forgets what is too old to matter.
    pub(super) fn forget(AtTheEntrance, scope: &str, subject: &str, before: Instant) -> Changed =
        "DELETE FROM attempts WHERE scope = $1 AND subject = $2 AND at < $3";
}
