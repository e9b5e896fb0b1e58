//! The table `idempotency_keys`: by account, because a form is somebody's and not about one consumer.

use domain::{instant::Instant, people::AccountKey};
use door::{Beside, Changed, rows, statements};

rows! {
    /// What a form was answered.
    pub(super) struct Kept {
        pub(super) content_sha256: String,
        pub(super) answer: String,
    }
}

statements! {
    pub(super) fn answered(Beside, account: &AccountKey, form_key: &str) -> Option<Kept> =
        "SELECT content_sha256, answer FROM idempotency_keys WHERE account_key = $1 AND form_key = $2";
    pub(super) fn keep(Beside, account: &AccountKey, form_key: &str, content_sha256: &str, answer: &str, now: Instant) -> Changed =
        "INSERT INTO idempotency_keys (account_key, form_key, content_sha256, answer, created_at) VALUES ($1, $2, $3, $4, $5)";
}
