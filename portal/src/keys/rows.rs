//! Whatever names a key of the ring, in every table, a batch at a time in the order of its key. A value is replaced
//! only where it is still the one that was read: whoever changed it meanwhile has sealed it anew already.

use door::{AtWork, Changed, rows, statements};

rows! {
    /// A sealed value and its row.
    pub(super) struct Value {
        pub(super) row_key: String,
        pub(super) sealed: Option<Vec<u8>>,
    }

    /// A message of the outbox and its sealed text in hexadecimal; empty when it was erased.
    pub(super) struct Message {
        pub(super) outbox_key: String,
        pub(super) body: String,
    }

    /// A number that is found again by its blind index.
    pub(super) struct Number {
        pub(super) consumer_key: String,
        pub(super) application_key: String,
        pub(super) person: String,
        pub(super) sealed: Vec<u8>,
        pub(super) blind_index: String,
        pub(super) wrapped: Vec<u8>,
    }
}

statements! {
    pub(super) fn data_keys(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT consumer_key AS row_key, wrapped AS sealed FROM consumer_data_keys \
         WHERE consumer_key > $1 ORDER BY consumer_key LIMIT $2";
    pub(super) fn put_data_key(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE consumer_data_keys SET wrapped = $3 WHERE consumer_key = $1 AND wrapped = $2";
    /// The numbers of the consumers of one batch.
    pub(super) fn numbers(AtWork, after: &str, last: &str) -> Vec<Number> =
        "SELECT s.consumer_key, s.application_key, s.person, s.sealed, s.blind_index, k.wrapped \
         FROM social_security_numbers s JOIN consumer_data_keys k ON k.consumer_key = s.consumer_key \
         WHERE s.consumer_key > $1 AND s.consumer_key <= $2 ORDER BY s.consumer_key, s.application_key, s.person";
    pub(super) fn put_blind_index(
        AtWork, consumer: &str, application: &str, person: &str, old: &str, new: &str
    ) -> Changed =
        "UPDATE social_security_numbers SET blind_index = $5 \
         WHERE consumer_key = $1 AND application_key = $2 AND person = $3 AND blind_index = $4";
    pub(super) fn second_factors(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT account_key AS row_key, totp_secret AS sealed FROM accounts \
         WHERE account_key > $1 ORDER BY account_key LIMIT $2";
    pub(super) fn put_second_factor(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE accounts SET totp_secret = $3 WHERE account_key = $1 AND totp_secret = $2";
    /// Those that wait for their first code.
    pub(super) fn waiting_factors(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT token_sha256 AS row_key, sealed FROM waiting_factors WHERE token_sha256 > $1 ORDER BY token_sha256 LIMIT $2";
    pub(super) fn put_waiting_factor(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE waiting_factors SET sealed = $3 WHERE token_sha256 = $1 AND sealed = $2";
    pub(super) fn registrations(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT registration_sha256 AS row_key, sealed FROM registrations \
         WHERE registration_sha256 > $1 ORDER BY registration_sha256 LIMIT $2";
    pub(super) fn put_registration(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE registrations SET sealed = $3 WHERE registration_sha256 = $1 AND sealed = $2";
    /// Sent ones too: what was told to a carrier stays, and must still open when an earlier key is gone.
    pub(super) fn messages(AtWork, after: &str, most: i64) -> Vec<Message> =
        "SELECT outbox_key, body FROM outbox WHERE outbox_key > $1 ORDER BY outbox_key LIMIT $2";
    pub(super) fn key_checks(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT check_key AS row_key, sealed FROM key_check WHERE check_key > $1 ORDER BY check_key LIMIT $2";
    pub(super) fn put_key_check(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE key_check SET sealed = $3 WHERE check_key = $1 AND sealed = $2";
    pub(super) fn put_message(AtWork, row: &str, old: &str, new: &str) -> Changed =
        "UPDATE outbox SET body = $3 WHERE outbox_key = $1 AND body = $2";
    pub(super) fn roster_files(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT file_key AS row_key, sealed FROM roster_files WHERE file_key > $1 ORDER BY file_key LIMIT $2";
    pub(super) fn put_roster_file(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE roster_files SET sealed = $3 WHERE file_key = $1 AND sealed = $2";
    pub(super) fn roster_file_pages(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT page_key AS row_key, sealed FROM roster_file_pages WHERE page_key > $1 ORDER BY page_key LIMIT $2";
    pub(super) fn put_roster_file_page(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE roster_file_pages SET sealed = $3 WHERE page_key = $1 AND sealed = $2";
    pub(super) fn parked_forms(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT parked_key AS row_key, sealed FROM parked_forms WHERE parked_key > $1 ORDER BY parked_key LIMIT $2";
    pub(super) fn put_parked_form(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE parked_forms SET sealed = $3 WHERE parked_key = $1 AND sealed = $2";
    pub(super) fn provider_errands(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT errand_sha256 AS row_key, sealed FROM provider_errands WHERE errand_sha256 > $1 ORDER BY errand_sha256 LIMIT $2";
    pub(super) fn put_provider_errand(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE provider_errands SET sealed = $3 WHERE errand_sha256 = $1 AND sealed = $2";
    pub(super) fn passkeys(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT passkey_key AS row_key, sealed FROM passkeys WHERE passkey_key > $1 ORDER BY passkey_key LIMIT $2";
    pub(super) fn put_passkey(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE passkeys SET sealed = $3 WHERE passkey_key = $1 AND sealed = $2";
    pub(super) fn passkey_challenges(AtWork, after: &str, most: i64) -> Vec<Value> =
        "SELECT challenge_key AS row_key, sealed FROM passkey_challenges WHERE challenge_key > $1 ORDER BY challenge_key LIMIT $2";
    pub(super) fn put_passkey_challenge(AtWork, row: &str, old: &[u8], new: &[u8]) -> Changed =
        "UPDATE passkey_challenges SET sealed = $3 WHERE challenge_key = $1 AND sealed = $2";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;

    const ROWS: &str = "
INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, created_at) VALUES ('k', 'Kim', 'Sample', '1990-01-01', 1);
INSERT INTO applications (application_key, consumer_key, plan_year, kind, state, last_page, percent, started_at)
 VALUES ('k', 'k', 2027, 'full_price', 'draft', '', 0, 1);
INSERT INTO outbox (outbox_key, kind, destination, subject, body, created_at) VALUES ('k', 'mail', '', '', 'ab', 1);
";

    #[tokio::test(flavor = "multi_thread")]
    async fn a_value_that_was_changed_since_it_was_read_is_left_alone() {
        for portal in portals().await {
            let b = if is_postgres(&portal) { "'\\xab'::bytea" } else { "X'ab'" };
            let sealed = format!(
                "{ROWS} INSERT INTO consumer_data_keys (consumer_key, wrapped) VALUES ('k', {b}); \
                 INSERT INTO social_security_numbers (consumer_key, application_key, person, sealed, blind_index) \
                 VALUES ('k', 'k', '1', {b}, 'ab'); \
                 INSERT INTO accounts (account_key, role, username, email, given_name, family_name, totp_secret, created_at) \
                 VALUES ('k', 'consumer', 'k', 'k', 'Kim', 'Sample', {b}, 1); \
                 INSERT INTO waiting_factors (token_sha256, account_key, made_at, sealed) VALUES ('k', 'k', 1, {b}); \
                 INSERT INTO registrations (registration_sha256, sealed, code_sha256, created_at, expires_at) VALUES ('k', {b}, '', 1, 1)"
            );
            run(&portal, &sealed).await;
            let put = async |old: u8| {
                let (bytes, text) = ([old], crate::randomness::hex(&[old]));
                let work = async |work: &mut door::Work<'_>| {
                    Ok([
                        put_data_key(work, "k", &bytes, b"new").await?.any(),
                        put_second_factor(work, "k", &bytes, b"new").await?.any(),
                        put_waiting_factor(work, "k", &bytes, b"new").await?.any(),
                        put_registration(work, "k", &bytes, b"new").await?.any(),
                        put_blind_index(work, "k", "k", "1", &text, "new").await?.any(),
                        put_message(work, "k", &text, "new").await?.any(),
                    ])
                };
                door(&portal).at_work(None, work).await.unwrap()
            };
            assert_eq!(put(0xcd).await, [false; 6]);
            assert_eq!(put(0xab).await, [true; 6]);
        }
    }
}
