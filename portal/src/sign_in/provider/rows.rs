//! Links between accounts and the provider's subjects, what is on its way there, and which of its messages were heard.

use domain::{instant::Instant, people::AccountKey};
use door::{AtTheEntrance, Beside, Changed, Person, rows, statements};

rows! {
    /// A link.
    pub(super) struct Link {
        pub(super) link_key: String,
        pub(super) account_key: AccountKey,
    }

    /// Since when an account is linked.
    pub(super) struct Since {
        pub(super) linked_at: Instant,
    }

    /// What is on its way.
    pub(super) struct Kept {
        pub(super) begun_at: Instant,
        pub(super) sealed: Vec<u8>,
    }

    /// An account in use, by its address.
    pub(super) struct Working {
        pub(super) person: Person,
        pub(super) email: String,
        pub(super) language: String,
    }

    /// Whose account it is.
    pub(super) struct Owner {
        pub(super) person: Person,
    }
}

statements! {
    pub(super) fn link(AtTheEntrance, issuer: &str, subject: &str) -> Option<Link> =
        "SELECT link_key, account_key FROM provider_links WHERE issuer = $1 AND subject = $2";
    pub(super) fn linked_since(AtTheEntrance, issuer: &str, account: &AccountKey) -> Option<Since> =
        "SELECT linked_at FROM provider_links WHERE issuer = $1 AND account_key = $2";
    pub(super) fn link_used(AtTheEntrance, link_key: &str, now: Instant) -> Changed =
        "UPDATE provider_links SET used_at = $2 WHERE link_key = $1";
    pub(super) fn put_link(AtTheEntrance, link_key: &str, account: &AccountKey, issuer: &str, subject: &str, now: Instant) -> Changed =
        "INSERT INTO provider_links (link_key, account_key, issuer, subject, linked_at) VALUES ($1, $2, $3, $4, $5)";
    /// With every issuer.
    pub(super) fn links_of(AtTheEntrance, account: &AccountKey) -> Vec<Link> =
        "SELECT link_key, account_key FROM provider_links WHERE account_key = $1 ORDER BY link_key";
    pub(super) fn forget_links(Beside, account: &AccountKey) -> Changed =
        "DELETE FROM provider_links WHERE account_key = $1";
    pub(super) fn of_address(AtTheEntrance, email: &str, consumers: bool) -> Option<Working> =
        "SELECT account_key, role, TRIM(given_name || ' ' || family_name) AS name, email, language FROM accounts \
         WHERE email = $1 AND CASE WHEN role = 'consumer' THEN 1 ELSE 0 END = $2 AND disabled_at IS NULL";
    pub(super) fn owner(AtTheEntrance, account: &AccountKey) -> Option<Owner> =
        "SELECT account_key, role, TRIM(given_name || ' ' || family_name) AS name FROM accounts WHERE account_key = $1";

    pub(super) fn keep_errand(AtTheEntrance, errand_sha256: &str, state_sha256: &str, now: Instant, sealed: &[u8]) -> Changed =
        "INSERT INTO provider_errands (errand_sha256, state_sha256, begun_at, sealed) VALUES ($1, $2, $3, $4)";
    pub(super) fn forget_errands(AtTheEntrance, before: Instant) -> Changed =
        "DELETE FROM provider_errands WHERE begun_at < $1";
    pub(super) fn errand(AtTheEntrance, errand_sha256: &str, state_sha256: &str) -> Option<Kept> =
        "SELECT begun_at, sealed FROM provider_errands WHERE errand_sha256 = $1 AND state_sha256 = $2";
    pub(super) fn take_errand(AtTheEntrance, errand_sha256: &str, state_sha256: &str) -> Option<Kept> =
        "DELETE FROM provider_errands WHERE errand_sha256 = $1 AND state_sha256 = $2 RETURNING begun_at, sealed";

    pub(super) fn forget_heard(AtTheEntrance, before: Instant) -> Changed =
        "DELETE FROM provider_logouts WHERE heard_at < $1";
    /// None is changed when it was heard before.
    pub(super) fn hear(AtTheEntrance, message_sha256: &str, now: Instant) -> Changed =
        "INSERT INTO provider_logouts (message_sha256, heard_at) VALUES ($1, $2) ON CONFLICT (message_sha256) DO NOTHING";
}
