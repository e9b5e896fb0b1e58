//! The table `association_requests`.

use domain::{
    certification::Credentials,
    instant::Instant,
    people::{AssisterKey, RequestKey},
};
use door::{Beside, Book, Changed, Consumer, One, credential_columns, rows, statements};

rows! {
    /// A request that waits for the consumer's answer.
    pub struct OpenRequest {
        /// Row key.
        pub request_key: RequestKey,
        pub(super) given_name: String,
        pub(super) family_name: String,
        /// The agency or organization.
        pub agency: Option<String>,
        /// The seven digits.
        pub reference_number: String,
        /// Lapses at.
        pub lapses_at: Instant,
        pub(super) credentials: Credentials,
    }

    pub(super) struct Counted {
        pub(super) requests: i64,
    }

    pub(super) struct Spoken {
        pub(super) language: String,
    }
}

statements! {
    /// Requests that wait.
    pub(super) fn waiting(Book, now: Instant) -> One<Counted> =
        "SELECT count(*) AS requests FROM association_requests WHERE assister_key = $1 AND answered_at IS NULL AND lapses_at > $2";
    pub(super) fn asked_since(Book, since: Instant) -> One<Counted> =
        "SELECT count(*) AS requests FROM association_requests WHERE assister_key = $1 AND asked_at > $2";
    /// A request to this address that lapsed makes room for a new one.
    pub(super) fn lapse(Book, email: &str, now: Instant) -> Changed =
        "UPDATE association_requests SET answered_at = lapses_at WHERE assister_key = $1 AND email = $2 AND answered_at IS NULL \
         AND lapses_at <= $3";
    /// A request, unless one to this address waits.
    pub(super) fn ask(Book, key: &RequestKey, email: &str, now: Instant, until: Instant) -> Changed =
        "INSERT INTO association_requests (assister_key, request_key, email, asked_at, lapses_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT DO NOTHING";
    /// The language of whoever has an account with this address; the mail goes out in any case.
    pub(super) fn language(Beside, email: &str) -> Option<Spoken> =
        "SELECT language FROM accounts WHERE email = $1 AND role = 'consumer'";

    /// The requests to the address of this consumer that wait.
    pub(super) fn open(Consumer, now: Instant) -> Vec<OpenRequest> =
        concat!("SELECT ", credential_columns!(), ", r.request_key, a.given_name, a.family_name, g.name AS agency, \
         a.reference_number, r.lapses_at FROM consumers c JOIN association_requests r ON r.email = c.email \
         JOIN assisters a ON a.assister_key = r.assister_key LEFT JOIN agencies g ON g.agency_key = a.agency_key \
         WHERE c.consumer_key = $1 AND r.answered_at IS NULL AND r.lapses_at > $2 ORDER BY r.asked_at DESC LIMIT 20");
    pub(super) fn answer(Consumer, key: &RequestKey, now: Instant) -> Changed =
        "UPDATE association_requests SET answered_at = $3 WHERE request_key = $2 AND answered_at IS NULL AND lapses_at > $3 \
         AND email = (SELECT c.email FROM consumers c WHERE c.consumer_key = $1)";
    pub(super) fn answer_of(Consumer, assister: &AssisterKey, now: Instant) -> Changed =
        "UPDATE association_requests SET answered_at = $3 WHERE assister_key = $2 AND answered_at IS NULL \
         AND email = (SELECT c.email FROM consumers c WHERE c.consumer_key = $1)";
}
