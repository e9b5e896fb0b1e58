//! The table `roster_requests`: as the exchange sees it, as an agency does, and as an assister does.

use domain::{
    instant::Instant,
    people::{AccountKey, AgencyKey, AssisterKey, AssisterKind, RosterRequestKey},
    roster_request::{RequestKind, RequestState},
};
use door::{Agency, Changed, One, OwnProfile, Roster, rows, statements};

/// Requests, with the names of whom they are about.
macro_rules! requests {
    ($condition:literal) => {
        concat!(
            "SELECT r.request_key, r.kind AS request_kind, r.state AS request_state, r.agency_key, g.name AS agency, r.assister_key, \
             coalesce(a.given_name, '') AS given_name, coalesce(a.family_name, '') AS family_name, r.answers, r.note, r.asked_at, \
             r.asked_by, coalesce(c.given_name, '') AS asker_given_name, coalesce(c.family_name, '') AS asker_family_name, \
             r.answer, r.answered_at FROM roster_requests r LEFT JOIN agencies g ON g.agency_key = r.agency_key \
             LEFT JOIN assisters a ON a.assister_key = r.assister_key LEFT JOIN accounts c ON c.account_key = r.asked_by WHERE ",
            $condition
        )
    };
}

rows! {
    /// A request to the exchange.
    pub struct RequestRow {
        /// Row key.
        pub request_key: RosterRequestKey,
        /// What is asked.
        pub request_kind: RequestKind,
        /// Where it stands.
        pub request_state: RequestState,
        /// The agency that asks; none for an assister's own request.
        pub agency_key: Option<AgencyKey>,
        /// Its name.
        pub agency: Option<String>,
        /// Whom it is about, where that is an account.
        pub assister_key: Option<AssisterKey>,
        pub(super) given_name: String,
        pub(super) family_name: String,
        pub(super) answers: String,
        /// What was written to it.
        pub note: String,
        /// Asked at.
        pub asked_at: Instant,
        pub(super) asked_by: AccountKey,
        pub(super) asker_given_name: String,
        pub(super) asker_family_name: String,
        /// What the exchange answered.
        pub answer: String,
        /// Answered at.
        pub answered_at: Option<Instant>,
    }

    /// Whoever asked, for the mail with the answer.
    pub(super) struct Asker {
        pub(super) given_name: String,
        pub(super) family_name: String,
        pub(super) email: String,
        pub(super) language: String,
    }

    /// An assister, found by the reference number.
    pub(super) struct Numbered {
        pub(super) assister_key: AssisterKey,
        pub(super) kind: AssisterKind,
    }

    /// How many there are.
    pub(super) struct Found {
        pub(super) found: i64,
    }
}

statements! {
    /// What waits, the oldest first.
    pub(super) fn open(Roster, rows: i64) -> Vec<RequestRow> =
        requests!("r.state = 'open' ORDER BY r.asked_at, r.request_key LIMIT $1");
    /// What was answered since an instant, the newest first.
    pub(super) fn answered(Roster, since: Instant, rows: i64) -> Vec<RequestRow> =
        requests!("r.state <> 'open' AND r.answered_at > $1 ORDER BY r.answered_at DESC, r.request_key LIMIT $2");
    pub(super) fn one(Roster, key: &RosterRequestKey) -> Option<RequestRow> = requests!("r.request_key = $1");
    /// Answers a request that waits.
    pub(super) fn settle(Roster, key: &RosterRequestKey, state: RequestState, answer: &str, now: Instant, by: &AccountKey) -> Changed =
        "UPDATE roster_requests SET state = $2, answer = $3, answered_at = $4, answered_by = $5 WHERE request_key = $1 AND state = 'open'";
    pub(super) fn numbered(Roster, number: &str) -> Option<Numbered> =
        "SELECT assister_key, kind FROM assisters WHERE reference_number = $1";
    pub(super) fn asker(Roster, account: &AccountKey) -> Option<Asker> =
        "SELECT given_name, family_name, email, language FROM accounts WHERE account_key = $1 AND disabled_at IS NULL";

    /// An agency asks.
    pub(super) fn ask(Agency, key: &RosterRequestKey, kind: RequestKind, assister: Option<&str>, answers: &str,
        note: &str, now: Instant, by: &AccountKey) -> Changed =
        "INSERT INTO roster_requests (agency_key, request_key, kind, assister_key, answers, note, asked_at, asked_by, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open')";
    /// What an agency asked: what waits, then what was answered, the newest first.
    pub(super) fn of_agency(Agency, rows: i64) -> Vec<RequestRow> =
        requests!("r.agency_key = $1 ORDER BY CASE r.state WHEN 'open' THEN 0 ELSE 1 END, r.asked_at DESC, r.request_key LIMIT $2");
    pub(super) fn one_of_agency(Agency, key: &RosterRequestKey) -> Option<RequestRow> =
        requests!("r.agency_key = $1 AND r.request_key = $2");
    /// How many of an agency's requests wait.
    pub(super) fn waiting(Agency) -> One<Found> =
        "SELECT count(*) AS found FROM roster_requests WHERE agency_key = $1 AND state = 'open'";
    /// Takes a request back that waits.
    pub(super) fn take_back(Agency, key: &RosterRequestKey, now: Instant, by: &AccountKey) -> Changed =
        "UPDATE roster_requests SET state = 'taken_back', answered_at = $3, answered_by = $4 WHERE agency_key = $1 \
         AND request_key = $2 AND state = 'open'";
    /// Whether one of the agency's assisters has this key or this reference number.
    pub(super) fn of_staff(Agency, key_or_number: &str) -> One<Found> =
        "SELECT count(*) AS found FROM assisters WHERE agency_key = $1 AND (assister_key = $2 OR reference_number = $2)";

    /// An assister asks.
    pub(super) fn ask_own(OwnProfile, key: &RosterRequestKey, kind: RequestKind, answers: &str, note: &str, now: Instant,
        by: &AccountKey) -> Changed =
        "INSERT INTO roster_requests (assister_key, request_key, kind, answers, note, asked_at, asked_by, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'open')";
    /// What an assister asked, the newest first.
    pub(super) fn own(OwnProfile, rows: i64) -> Vec<RequestRow> =
        requests!("r.assister_key = $1 AND r.kind = 'profile' ORDER BY r.asked_at DESC, r.request_key LIMIT $2");
    /// Forgets what an assister asked and nobody answered.
    pub(super) fn forget(OwnProfile) -> Changed =
        "DELETE FROM roster_requests WHERE assister_key = $1 AND kind = 'profile' AND state = 'open'";
}
