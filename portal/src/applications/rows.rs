//! The tables of applications, of the records that they were reviewed, and of Social Security numbers.

use domain::{
    application::{CaseStatus, Kind, Page, ReviewedHow, SavedPages, State},
    by::By,
    enrollment::LifeEvent,
    instant::Instant,
    people::{AccountKey, ApplicationKey, ProofKey},
    proof::ProofKind,
};
use door::{Changed, Consumer, One, rows, statements};
use jiff::civil::Date;

rows! {
    /// One application in short.
    pub struct ApplicationSummary {
        /// Which.
        pub application_key: ApplicationKey,
        /// With or without financial assistance.
        pub kind: Kind,
        /// The coverage year.
        pub plan_year: i16,
        /// Draft or submitted.
        pub state: State,
        /// How much of the draft is filled in.
        pub percent: i64,
        /// When it was submitted.
        pub submitted_at: Option<Instant>,
        /// As it was signed.
        pub signature: Option<String>,
        /// The case that it changes, if it is a change after submission.
        pub follows: Option<ApplicationKey>,
        /// What happened then.
        pub event: Option<LifeEvent>,
        /// On which day.
        pub event_on: Option<Date>,
    }

    /// One application.
    pub(super) struct ApplicationRow {
        pub(super) summary: ApplicationSummary,
        pub(super) last_page: Page,
        pub(super) submitted_by: Option<AccountKey>,
        pub(super) case_status: Option<CaseStatus>,
        pub(super) started_at: Instant,
        pub(super) answers: SavedPages,
    }

    /// What the account knows of the consumer, for a new application.
    pub(super) struct Known {
        pub(super) given_name: String,
        pub(super) family_name: String,
        pub(super) date_of_birth: Date,
        pub(super) email: Option<String>,
        pub(super) phone: Option<String>,
        /// The language of their mail.
        pub(super) language: Option<String>,
    }

    /// The record that the consumer reviewed the application (ACT-6).
    pub struct ReviewRecord {
        /// Which of the application's records, from 1.
        pub number: i64,
        /// On which day.
        pub reviewed_on: Date,
        /// How.
        pub how: ReviewedHow,
        /// The consumer's name as the assister wrote it.
        pub consumer_name: String,
        /// Who recorded it.
        pub recorded_by: By,
        /// With which account.
        pub account_key: Option<AccountKey>,
        /// When.
        pub recorded_at: Instant,
        /// When the consumer said that they did not review it.
        pub disputed_at: Option<Instant>,
    }

    /// A file that shows what happened, without what is in it.
    pub struct ProofLine {
        /// Its key.
        pub proof_key: ProofKey,
        /// The change.
        pub application_key: ApplicationKey,
        /// What it is.
        pub kind: ProofKind,
        /// How long it is.
        pub bytes: i64,
        /// When it was sent.
        pub added_at: Instant,
    }

    /// Such a file, and the key that opens it.
    pub(super) struct SealedProof {
        pub(super) kind: ProofKind,
        pub(super) sealed: Vec<u8>,
    }

    /// The consumer's own key, wrapped.
    pub(super) struct WrappedKey {
        pub(super) wrapped: Vec<u8>,
    }

    /// A Social Security number, and the key that opens it.
    pub(super) struct SealedNumber {
        pub(super) person: Person,
        pub(super) sealed: Vec<u8>,
        pub(super) wrapped: Vec<u8>,
    }

    /// One or the other.
    pub(super) struct NumberOrReview {
        pub(super) number: Option<SealedNumber>,
        pub(super) review: Option<ReviewRecord>,
    }
}

/// The number of a person in an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Person(pub(super) u8);

domain::stored!(Person, Text, |person| person.0.to_string().into(), |text| text.parse().ok().map(Self));

statements! {
    /// The consumer's applications, the one opened last first.
    pub(super) fn list(Consumer) -> Vec<ApplicationRow> =
        "SELECT application_key, kind, plan_year, state, percent, submitted_at, signature, follows, event, event_on, \
        last_page, submitted_by, case_status, started_at, answers FROM applications WHERE consumer_key = $1 ORDER BY opened_at DESC, started_at DESC, application_key DESC";
    pub(super) fn start(
        Consumer, key: &ApplicationKey, plan_year: i16, kind: Kind, last_page: Page, percent: i64, now: Instant, answers: &SavedPages
    ) -> Changed =
        "INSERT INTO applications (consumer_key, application_key, plan_year, kind, state, last_page, percent, started_at, opened_at, answers) \
        VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $7, $8)";
    /// The same of a change: it follows a case.
    pub(super) fn start_change(
        Consumer, key: &ApplicationKey, plan_year: i16, kind: Kind, last_page: Page, percent: i64, now: Instant, answers: &SavedPages,
        follows: &ApplicationKey, event: LifeEvent, event_on: Date
    ) -> Changed =
        "INSERT INTO applications (consumer_key, application_key, plan_year, kind, state, last_page, percent, started_at, opened_at, answers, \
        follows, event, event_on) VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $7, $8, $9, $10, $11)";
    /// Throws a change away that was not signed.
    pub(super) fn drop_change(Consumer, key: &ApplicationKey) -> Changed =
        "DELETE FROM applications WHERE consumer_key = $1 AND application_key = $2 AND state = 'draft' AND follows IS NOT NULL";
    pub(super) fn drop_numbers(Consumer, key: &ApplicationKey) -> Changed =
        "DELETE FROM social_security_numbers WHERE consumer_key = $1 AND application_key = $2";
    pub(super) fn add_proof(Consumer, key: &ApplicationKey, proof: &ProofKey, kind: ProofKind, bytes: i64, sealed: &[u8], now: Instant) -> Changed =
        "INSERT INTO proofs (consumer_key, application_key, proof_key, kind, bytes, sealed, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// The files of all changes, in their order.
    pub(super) fn proofs(Consumer) -> Vec<ProofLine> =
        "SELECT proof_key, application_key, kind, bytes, added_at FROM proofs WHERE consumer_key = $1 ORDER BY added_at, proof_key";
    pub(super) fn proof(Consumer, key: &ApplicationKey, proof: &ProofKey) -> Option<SealedProof> =
        "SELECT kind, sealed FROM proofs WHERE consumer_key = $1 AND application_key = $2 AND proof_key = $3";
    pub(super) fn drop_proofs(Consumer, key: &ApplicationKey) -> Changed =
        "DELETE FROM proofs WHERE consumer_key = $1 AND application_key = $2";
    /// Notes that a draft was opened: it becomes the one that `/application` shows.
    pub(super) fn opened(Consumer, key: &ApplicationKey, now: Instant) -> Changed =
        "UPDATE applications SET opened_at = $3 WHERE consumer_key = $1 AND application_key = $2";
    /// Saves the pages of a draft, the last saved one and how far it is. Whoever saves holds the consumer's
    /// lock since before the pages were read, so nobody else's save can lie between (ACT-7).
    pub(super) fn save(Consumer, key: &ApplicationKey, answers: &SavedPages, last_page: Page, percent: i64) -> Changed =
        "UPDATE applications SET answers = $3, last_page = $4, percent = $5 \
        WHERE consumer_key = $1 AND application_key = $2 AND state = 'draft'";
    /// Marks a draft as submitted. A change has no status of its own: the case that it follows has. Another open case of the same year breaks the unique index (APP-1).
    pub(super) fn submit(
        Consumer, key: &ApplicationKey, now: Instant, by: &AccountKey, signature: &str, text_version: &str,
        text_language: &str, text_sha256: &str, ip: &str
    ) -> Changed =
        "UPDATE applications SET state = 'submitted', case_status = CASE WHEN follows IS NULL THEN 'pending' END, percent = 100, submitted_at = $3, submitted_by = $4, \
        signature = $5, signature_text_version = $6, signature_text_language = $7, signature_text_sha256 = $8, signed_ip = $9 \
        WHERE consumer_key = $1 AND application_key = $2 AND state = 'draft'";
    pub(super) fn known(Consumer) -> One<Known> =
        "SELECT c.given_name, c.family_name, c.date_of_birth, c.email, c.phone, a.language \
        FROM consumers c LEFT JOIN accounts a ON a.account_key = c.account_key WHERE c.consumer_key = $1";
    /// The review records of an application, oldest first.
    pub(super) fn reviews(Consumer, key: &ApplicationKey) -> Vec<ReviewRecord> =
        "SELECT r.number, r.reviewed_on, r.how, r.consumer_name, r.recorded_by, r.account_key, r.recorded_at, d.disputed_at FROM reviews r \
        LEFT JOIN review_disputes d ON d.consumer_key = r.consumer_key AND d.application_key = r.application_key AND d.number = r.number \
        WHERE r.consumer_key = $1 AND r.application_key = $2 ORDER BY r.number";
    pub(super) fn record_review(
        Consumer, key: &ApplicationKey, reviewed_on: Date, how: ReviewedHow, consumer_name: &str, recorded_by: &By,
        account: &AccountKey, now: Instant
    ) -> Changed =
        "INSERT INTO reviews (consumer_key, application_key, number, reviewed_on, how, consumer_name, recorded_by, account_key, recorded_at) \
        SELECT $1, $2, COALESCE(MAX(r.number), 0) + 1, $3, $4, $5, $6, $7, CAST($8 AS BIGINT) FROM reviews r \
        WHERE r.consumer_key = $1 AND r.application_key = $2";
    pub(super) fn dispute_review(Consumer, key: &ApplicationKey, number: i64, now: Instant) -> Changed =
        "INSERT INTO review_disputes (consumer_key, application_key, number, disputed_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (consumer_key, application_key, number) DO NOTHING";
    pub(super) fn data_key(Consumer) -> Option<WrappedKey> =
        "SELECT wrapped FROM consumer_data_keys WHERE consumer_key = $1";
    pub(super) fn keep_data_key(Consumer, wrapped: &[u8]) -> Changed =
        "INSERT INTO consumer_data_keys (consumer_key, wrapped) VALUES ($1, $2)";
    pub(super) fn numbers(Consumer, key: &ApplicationKey) -> Vec<SealedNumber> =
        "SELECT s.person, s.sealed, k.wrapped FROM social_security_numbers s \
        JOIN consumer_data_keys k ON k.consumer_key = s.consumer_key \
        WHERE s.consumer_key = $1 AND s.application_key = $2";
    /// The same, and in the same statement the review records: the pages of an application show both.
    pub(super) fn numbers_and_reviews(Consumer, key: &ApplicationKey) -> Vec<NumberOrReview> =
        "SELECT person, sealed, wrapped, number, reviewed_on, how, consumer_name, recorded_by, account_key, recorded_at, disputed_at FROM ( \
        SELECT s.person, s.sealed, k.wrapped, NULL AS reviewed_on, NULL AS how, NULL AS consumer_name, \
            NULL AS recorded_by, NULL AS account_key, NULL AS recorded_at, NULL AS disputed_at, NULL AS number \
        FROM social_security_numbers s JOIN consumer_data_keys k ON k.consumer_key = s.consumer_key \
        WHERE s.consumer_key = $1 AND s.application_key = $2 \
        UNION ALL SELECT NULL, NULL, NULL, r.reviewed_on, r.how, r.consumer_name, r.recorded_by, r.account_key, r.recorded_at, \
            d.disputed_at, r.number FROM reviews r LEFT JOIN review_disputes d \
            ON d.consumer_key = r.consumer_key AND d.application_key = r.application_key AND d.number = r.number WHERE r.consumer_key = $1 AND r.application_key = $2) AS held ORDER BY number";
    pub(super) fn put_number(Consumer, key: &ApplicationKey, person: Person, sealed: &[u8], blind_index: &str) -> Changed =
        "INSERT INTO social_security_numbers (consumer_key, application_key, person, sealed, blind_index) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (consumer_key, application_key, person) DO UPDATE SET \
        sealed = excluded.sealed, blind_index = excluded.blind_index";
    pub(super) fn remove_number(Consumer, key: &ApplicationKey, person: Person) -> Changed =
        "DELETE FROM social_security_numbers WHERE consumer_key = $1 AND application_key = $2 AND person = $3";
}
