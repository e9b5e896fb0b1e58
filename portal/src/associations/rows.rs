//! The tables `associations` and `statements_shown`, and what is shown of an assister.

use domain::{
    association::EndedBy,
    certification::Credentials,
    instant::Instant,
    people::{AccountKey, AssisterKey, AssociationKey},
};
use door::{Changed, Consumer, One, credential_columns, rows, statements};
use jiff::civil::Date;

/// The columns of a card.
macro_rules! card_columns {
    () => {
        concat!(
            door::credential_columns!(),
            ", a.assister_key, a.given_name, a.family_name, g.name AS agency, a.public_phone, a.public_email, \
             a.languages, a.reference_number, a.absent_from, a.absent_until, \
             (SELECT m.reference_number FROM assisters m WHERE m.assister_key = a.merged_into) AS other_number"
        )
    };
}
/// The columns of a line: the assister's card, then the association.
macro_rules! line_columns {
    () => {
        concat!(
            $crate::associations::card_columns!(),
            ", s.association_key, s.started_at, s.ended_at, s.ended_by"
        )
    };
}
pub(crate) use {card_columns, line_columns};

macro_rules! lines {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM associations s \
             JOIN assisters a ON a.assister_key = s.assister_key LEFT JOIN agencies g ON g.agency_key = a.agency_key \
             WHERE s.consumer_key = $1",
            $condition,
            " ORDER BY s.started_at DESC, s.association_key DESC LIMIT 200"
        )
    };
}

rows! {
    /// What everybody may know of an assister (ASSOC-3).
    pub struct AssisterCard {
        /// Row key.
        pub assister_key: AssisterKey,
        pub(super) given_name: String,
        pub(super) family_name: String,
        /// The agency or organization.
        pub agency: Option<String>,
        /// The public phone number.
        pub public_phone: String,
        /// The public e-mail address.
        pub public_email: String,
        pub(super) languages: String,
        /// The seven digits.
        pub reference_number: String,
        /// The number of the same person's other account, for which this one was closed.
        pub other_number: Option<String>,
        /// The absence that the assister said, over or not.
        pub absent_from: Option<Date>,
        /// Its last day.
        pub absent_until: Option<Date>,
        pub(super) credentials: Credentials,
    }

    /// One association, present or past.
    pub struct AssociationLine {
        /// Row key, also the receipt's.
        pub association_key: AssociationKey,
        /// The assister, as they are today.
        pub assister: AssisterCard,
        /// Authorized at.
        pub started_at: Instant,
        /// Ended at.
        pub ended_at: Option<Instant>,
        /// Who ended it (ASSOC-9).
        pub ended_by: Option<EndedBy>,
    }

    /// An assister who was looked up or is the present one, which the association in force tells.
    pub(super) struct Found {
        pub(super) assister: AssisterCard,
        pub(super) association_key: Option<AssociationKey>,
    }

    /// Who stands in for the present assister.
    pub struct StandIn {
        pub(super) given_name: String,
        pub(super) family_name: String,
        /// The public phone number.
        pub public_phone: String,
        pub(super) credentials: Credentials,
    }

    /// How often a statement was shown.
    pub(super) struct Shown {
        pub(super) times: i64,
    }

    /// A receipt as it is kept.
    pub(super) struct Kept {
        pub(super) receipt: String,
        pub(super) receipt_sha256: String,
    }

    /// Where the consumer's mail goes, and in which language.
    pub(super) struct Address {
        pub(super) email: Option<String>,
        pub(super) language: Option<String>,
    }
}

statements! {
    /// The assister with a number, and the present one: two rows, or one when they are the same.
    pub(super) fn found_and_present(Consumer, number: &str) -> Vec<Found> =
        concat!("SELECT ", card_columns!(), ", s.association_key FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
        LEFT JOIN associations s ON s.assister_key = a.assister_key AND s.consumer_key = $1 AND s.ended_at IS NULL \
        WHERE a.assister_key IN (SELECT n.assister_key FROM assisters n WHERE n.reference_number = $2 \
            UNION SELECT p.assister_key FROM associations p WHERE p.consumer_key = $1 AND p.ended_at IS NULL)");
    /// Every association, newest first.
    pub(super) fn all(Consumer) -> Vec<AssociationLine> = lines!("");
    /// One of them.
    pub(super) fn one(Consumer, key: &AssociationKey) -> Option<AssociationLine> = lines!(" AND s.association_key = $2");
    /// Whoever stands in for the present assister, of the same agency. It tells consumers whom to ask, and gives no access.
    pub(super) fn stand_in(Consumer) -> Option<StandIn> =
        concat!("SELECT ", credential_columns!(), ", a.given_name, a.family_name, a.public_phone FROM associations s \
         JOIN assisters b ON b.assister_key = s.assister_key JOIN assisters a ON a.assister_key = b.stand_in \
         AND a.agency_key = b.agency_key LEFT JOIN agencies g ON g.agency_key = a.agency_key \
         WHERE s.consumer_key = $1 AND s.ended_at IS NULL");
    /// What a session read before agreeing (ASSOC-4). To read it again adds nothing.
    pub(super) fn keep_shown(
        Consumer, account: &AccountKey, session_began_at: Instant, assister: &AssisterKey, version: &str, language: &str,
        sha256: &str, now: Instant
    ) -> Changed =
        "INSERT INTO statements_shown (consumer_key, account_key, session_began_at, assister_key, statement_version, \
        statement_language, statement_sha256, shown_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    /// Whether this session read this very statement.
    pub(super) fn was_shown(
        Consumer, account: &AccountKey, session_began_at: Instant, assister: &AssisterKey, version: &str, language: &str,
        sha256: &str
    ) -> One<Shown> =
        "SELECT count(*) AS times FROM statements_shown WHERE consumer_key = $1 AND account_key = $2 AND session_began_at = $3 \
        AND assister_key = $4 AND statement_version = $5 AND statement_language = $6 AND statement_sha256 = $7";
    pub(super) fn start(
        Consumer, key: &AssociationKey, assister: &AssisterKey, now: Instant, version: &str, language: &str, sha256: &str,
        ip: &str, user_agent: &str, receipt: &str, receipt_sha256: &str
    ) -> Changed =
        "INSERT INTO associations (consumer_key, association_key, assister_key, started_at, statement_version, statement_language, \
        statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// Ends one that is in force.
    pub(super) fn end(Consumer, key: &AssociationKey, now: Instant, by: EndedBy) -> Changed =
        "UPDATE associations SET ended_at = $3, ended_by = $4 WHERE consumer_key = $1 AND association_key = $2 AND ended_at IS NULL";
    pub(super) fn receipt(Consumer, key: &AssociationKey) -> Option<Kept> =
        "SELECT receipt, receipt_sha256 FROM associations WHERE consumer_key = $1 AND association_key = $2";
    pub(super) fn address(Consumer) -> One<Address> =
        "SELECT c.email, a.language FROM consumers c LEFT JOIN accounts a ON a.account_key = c.account_key \
        WHERE c.consumer_key = $1";
}
