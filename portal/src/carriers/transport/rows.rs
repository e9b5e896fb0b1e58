//! Which files wait to be brought to a carrier's server, and how its two ways stand.

use domain::{
    carrier::{TransportFault, Way},
    instant::Instant,
};
use door::{AtWork, Changed, Public, rows, statements};

rows! {
    /// A file that waits to be brought to its carrier.
    pub(super) struct Undelivered {
        pub(super) number: i64,
        pub(super) name: String,
        pub(super) deliver_since: Instant,
        pub(super) file_sha256: String,
        pub(super) file_bytes: i64,
        pub(super) audit_year: Option<i16>,
    }

    /// A number of a later file.
    pub(super) struct Later {
        pub(super) number: i64,
    }

    /// How often a way was tried since it worked last, this time included.
    pub(super) struct Claimed {
        pub(super) attempts: i64,
    }

    /// How one way to or from a carrier stands.
    pub struct WayStands {
        /// The carrier's HIOS number.
        pub carrier: String,
        /// Which way.
        pub way: Way,
        /// How often it was tried since it worked last.
        pub attempts: i64,
        /// Why nothing gets through; none when it works.
        pub fault: Option<TransportFault>,
        /// What the other side, or the file, has to say of it.
        pub detail: String,
        /// The file at which it stopped.
        pub file: Option<String>,
        /// Since when nothing gets through.
        pub fault_since: Option<Instant>,
        /// When it is tried again.
        pub due_at: Instant,
        /// When it worked last.
        pub worked_at: Option<Instant>,
    }

    /// A way, or what waits to be written for a carrier: a page reads both at once.
    pub(super) struct Line {
        pub(super) carrier: String,
        pub(super) way: Option<Way>,
        pub(super) attempts: i64,
        pub(super) fault: Option<TransportFault>,
        pub(super) detail: String,
        pub(super) file: Option<String>,
        pub(super) fault_since: Option<Instant>,
        pub(super) due_at: Instant,
        pub(super) worked_at: Option<Instant>,
        pub(super) waiting: Option<i64>,
        pub(super) oldest_due: Option<Instant>,
    }

    /// What waits to be brought to a carrier.
    pub struct ToDeliver {
        /// The carrier's HIOS number.
        pub carrier: String,
        /// How many files.
        pub files: i64,
        /// Since when the oldest of them waits.
        pub since: Instant,
    }
}

statements! {
    pub(super) fn note_finished(AtWork, carrier: &str, number: i64, sha256: &str, bytes: i64, since: Option<Instant>) -> Changed =
        "UPDATE carrier_files SET file_sha256 = $3, file_bytes = $4, deliver_since = $5, delivered_at = NULL WHERE carrier = $1 AND number = $2";
    /// What waits for a carrier, in the order of its numbers.
    pub(super) fn undelivered(AtWork, carrier: &str) -> Vec<Undelivered> =
        "SELECT number, name, deliver_since, file_sha256, file_bytes, audit_year FROM carrier_files \
         WHERE carrier = $1 AND deliver_since IS NOT NULL AND delivered_at IS NULL ORDER BY number LIMIT 100";
    /// An audit of the same year that was written after one.
    pub(super) fn later_audit(AtWork, carrier: &str, number: i64, year: i16) -> Option<Later> =
        "SELECT number FROM carrier_files WHERE carrier = $1 AND number > $2 AND audit_year = $3 ORDER BY number DESC LIMIT 1";
    /// A file goes by no server any more.
    pub(super) fn leave(AtWork, carrier: &str, number: i64) -> Changed =
        "UPDATE carrier_files SET deliver_since = NULL WHERE carrier = $1 AND number = $2 AND delivered_at IS NULL";
    /// It lies there, if nobody asked for it again since.
    pub(super) fn delivered(AtWork, carrier: &str, number: i64, since: Instant, now: Instant) -> Changed =
        "UPDATE carrier_files SET delivered_at = $4 WHERE carrier = $1 AND number = $2 AND deliver_since = $3 AND delivered_at IS NULL";
    /// Takes a way that is due into one worker's hands.
    pub(super) fn claim(AtWork, carrier: &str, way: Way, lease_until: Instant, now: Instant) -> Option<Claimed> =
        "INSERT INTO carrier_ways (carrier, way, lease_until, due_at, attempts, detail) VALUES ($1, $2, $3, 0, 1, '') \
         ON CONFLICT (carrier, way) DO UPDATE SET lease_until = excluded.lease_until, attempts = carrier_ways.attempts + 1 \
         WHERE carrier_ways.lease_until <= $4 AND carrier_ways.due_at <= $4 RETURNING attempts";
    pub(super) fn hold(AtWork, carrier: &str, way: Way, lease_until: Instant, longer: Instant) -> Changed =
        "UPDATE carrier_ways SET lease_until = $4 WHERE carrier = $1 AND way = $2 AND lease_until = $3";
    pub(super) fn worked(AtWork, carrier: &str, way: Way, lease_until: Instant, due_at: Instant, now: Instant) -> Changed =
        "UPDATE carrier_ways SET lease_until = 0, due_at = $4, attempts = 0, fault = NULL, detail = '', file = NULL, fault_since = NULL, worked_at = $5 \
         WHERE carrier = $1 AND way = $2 AND lease_until = $3";
    pub(super) fn failed(
        AtWork, carrier: &str, way: Way, lease_until: Instant, due_at: Instant, fault: TransportFault, detail: &str, file: Option<&str>, now: Instant
    ) -> Changed =
        "UPDATE carrier_ways SET lease_until = 0, due_at = $4, fault = $5, detail = $6, file = $7, fault_since = coalesce(fault_since, $8) \
         WHERE carrier = $1 AND way = $2 AND lease_until = $3";
    /// Whatever no worker has in its hands is tried at once. `of` one carrier, or of all.
    pub(super) fn anew(AtWork, of: Option<&str>) -> Changed =
        "UPDATE carrier_ways SET due_at = 0 WHERE (CAST($1 AS TEXT) IS NULL OR carrier = $1)";
    pub(super) fn ways(Public) -> Vec<WayStands> =
        "SELECT carrier, way, attempts, fault, detail, file, fault_since, due_at, worked_at FROM carrier_ways ORDER BY carrier, way";
    pub(super) fn lines(Public, now: Instant, tries: i64) -> Vec<Line> =
        "SELECT carrier, way, attempts, fault, detail, file, fault_since, due_at, worked_at, \
         CAST(NULL AS BIGINT) AS waiting, CAST(NULL AS BIGINT) AS oldest_due FROM carrier_ways \
         UNION ALL SELECT destination, NULL, 0, NULL, '', NULL, NULL, 0, NULL, count(*), \
         min(CASE WHEN lease_until <= $1 AND attempts < $2 THEN created_at END) FROM outbox \
         WHERE kind = 'enrollment_834' AND sent_at IS NULL GROUP BY destination ORDER BY 1, 2";
    pub(super) fn to_deliver(Public) -> Vec<ToDeliver> =
        "SELECT carrier, count(*) AS files, min(deliver_since) AS since FROM carrier_files \
         WHERE deliver_since IS NOT NULL AND delivered_at IS NULL GROUP BY carrier ORDER BY carrier";
}
