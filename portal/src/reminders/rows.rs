//! Whom to remind of what lapses, and what was sent.

use domain::{
    certification::{Credentials, Lapse},
    instant::Instant,
    people::{AgencyKey, AssisterKey, TokenKey},
};
use door::{AtWork, Changed, credential_columns, rows, statements};
use jiff::civil::Date;

rows! {
    /// Whom to remind.
    pub(super) struct Lapsing {
        pub(super) assister_key: AssisterKey,
        pub(super) given_name: String,
        pub(super) family_name: String,
        pub(super) email: String,
        pub(super) language: String,
        pub(super) credentials: Credentials,
        pub(super) agency_key: Option<AgencyKey>,
        pub(super) agency_email: Option<String>,
    }

    /// The token of an identity system that ends soon.
    pub(super) struct Ending {
        pub(super) token_key: TokenKey,
        pub(super) name: String,
        pub(super) expires_at: Instant,
    }

    /// Where an administrator of an agency, or a resource manager, reads mail, and in which language.
    pub(super) struct Administrator {
        pub(super) email: String,
        pub(super) language: String,
    }
}

statements! {
    /// A page of the active assisters for whom something ends in these days, in the order of their keys.
    pub(super) fn lapsing(AtWork, after: &str, from: Date, to: Date, rows: i64) -> Vec<Lapsing> =
        concat!("SELECT ", credential_columns!(), ", a.assister_key, a.given_name, a.family_name, a.email, \
         coalesce(c.language, '') AS language, a.agency_key, p.email AS agency_email FROM assisters a \
         LEFT JOIN agencies g ON g.agency_key = a.agency_key \
         LEFT JOIN agency_contacts p ON p.agency_key = a.agency_key AND p.kind = 'primary' \
         LEFT JOIN accounts c ON c.account_key = a.account_key WHERE a.state = 'active' AND a.assister_key > $1 \
         AND (a.certified_until BETWEEN $2 AND $3 OR a.license_until BETWEEN $2 AND $3 OR g.contract_until BETWEEN $2 AND $3) \
         ORDER BY a.assister_key LIMIT $4");
    /// Who keeps an agency's roster.
    pub(super) fn administrators(AtWork, agency: &AgencyKey) -> Vec<Administrator> =
        "SELECT email, language FROM accounts WHERE agency_key = $1 AND role = 'agency_administrator' AND disabled_at IS NULL \
         ORDER BY account_key LIMIT 20";
    /// Tokens that end in this time, of which nobody was told.
    pub(super) fn tokens_ending(AtWork, now: Instant, until: Instant) -> Vec<Ending> =
        "SELECT token_key, name, expires_at FROM tokens WHERE revoked_at IS NULL AND reminded_at IS NULL \
         AND expires_at > $1 AND expires_at <= $2 ORDER BY token_key LIMIT 50";
    pub(super) fn token_reminded(AtWork, key: &TokenKey, now: Instant) -> Changed =
        "UPDATE tokens SET reminded_at = $2 WHERE token_key = $1 AND reminded_at IS NULL";
    pub(super) fn resource_managers(AtWork) -> Vec<Administrator> =
        "SELECT email, language FROM accounts WHERE role = 'resource_manager' AND disabled_at IS NULL ORDER BY account_key LIMIT 100";
    /// Writes a reminder down, unless it went out before.
    pub(super) fn remind(AtWork, key: &AssisterKey, lapse: Lapse, last_day: Date, days: i64, now: Instant) -> Changed =
        "INSERT INTO reminders (assister_key, lapse, last_day, days, sent_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
}
