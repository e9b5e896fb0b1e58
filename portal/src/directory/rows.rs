//! Who stands in the public directory today: rows that everybody may see, and of them only what is public (CERT-10).

use domain::people::{AssisterKey, AssisterKind, Languages};
use door::{Public, rows, statements};
use jiff::civil::Date;

/// Whoever (of the alias given) may act on the day `$1` (CERT-1, as `Credentials::missing_on` says) and stands in the directory (CERT-10).
/// Asked of the database, so that pages are full and none is read for nothing; a test compares both.
macro_rules! listed {
    ($a:literal) => {
        concat!(
            $a,
            ".state = 'active' AND ",
            $a,
            ".certified_from <= $1 AND ",
            $a,
            ".certified_until >= $1 AND ",
            $a,
            ".training_passed_on <= $1 AND ",
            $a,
            ".assessment_passed_on <= $1 AND ((",
            $a,
            ".kind = 'broker' AND ",
            $a,
            ".in_directory = 1 AND ",
            $a,
            ".license_until >= $1 AND (g.agency_key IS NULL OR ",
            agency_lets_act!(),
            ")) OR (",
            $a,
            ".kind = 'navigator' AND ",
            $a,
            ".access_approved_on <= $1 AND ",
            agency_lets_act!(),
            "))"
        )
    };
}

/// As `AgencyStanding::missing_on`.
macro_rules! agency_lets_act {
    () => {
        "(g.state = 'active' AND g.certified_on <= $1 AND g.contract_from <= $1 \
          AND (g.contract_until IS NULL OR g.contract_until >= $1))"
    };
}

macro_rules! entry {
    ($condition:literal) => {
        concat!(
            "SELECT a.assister_key, a.kind, a.given_name, a.family_name, g.name AS agency, a.city, a.zip, a.public_phone, \
             a.public_email, a.languages, a.ways, a.accessibility, a.hours, a.accepts_new, a.reference_number, a.north, a.east, \
             a.absent_from, a.absent_until, p.given_name AS stand_in_given_name, p.family_name AS stand_in_family_name, \
             p.public_phone AS stand_in_phone FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
             LEFT JOIN assisters p ON p.assister_key = a.stand_in AND p.agency_key = a.agency_key AND ",
            listed!("p"),
            " WHERE ",
            listed!("a"),
            $condition
        )
    };
}

/// Of a kind, with a language, a way and an accessibility (each a pattern, or empty for any), taking new people.
macro_rules! filtered {
    () => {
        " AND (CAST($2 AS TEXT) = '' OR a.kind = $2) AND (CAST($3 AS TEXT) = '' OR ',' || a.languages || ',' LIKE $3) \
         AND (CAST($4 AS TEXT) = '' OR ',' || a.ways || ',' LIKE $4) \
         AND (CAST($5 AS TEXT) = '' OR ',' || a.accessibility || ',' LIKE $5) AND (CAST($6 AS BIGINT) = 0 OR a.accepts_new = 1)"
    };
}

rows! {
    /// What everybody may know of an assister.
    pub struct Entry {
        /// Row key.
        pub assister_key: AssisterKey,
        /// Broker or navigator.
        pub kind: AssisterKind,
        pub(super) given_name: String,
        pub(super) family_name: String,
        /// The agency or organization.
        pub agency: Option<String>,
        /// The city of the place; may be empty.
        pub city: String,
        /// Its ZIP code; may be empty.
        pub zip: String,
        /// The public telephone number.
        pub public_phone: String,
        /// The public e-mail address.
        pub public_email: String,
        /// In which languages they help.
        pub languages: Languages,
        pub(super) ways: String,
        pub(super) accessibility: String,
        /// When they can be reached; may be empty.
        pub hours: String,
        /// Whether they take new people.
        pub accepts_new: bool,
        /// The seven digits.
        pub reference_number: String,
        pub(super) north: Option<i64>,
        pub(super) east: Option<i64>,
        pub(super) absent_from: Option<Date>,
        pub(super) absent_until: Option<Date>,
        /// Who stands in: somebody of the same agency who stands in the directory too.
        pub(super) stand_in: Option<StandIn>,
    }

    /// What everybody may know of whoever stands in.
    pub struct StandIn {
        pub(super) stand_in_given_name: String,
        pub(super) stand_in_family_name: String,
        /// The public telephone number.
        pub stand_in_phone: String,
    }
}

statements! {
    /// In the order of names: with a part of a name, a city or an agency, or in a county.
    pub(super) fn by_name(Public, today: Date, kind: &str, language: &str, way: &str, access: &str, accepts: bool, part: &str,
        county: &str, rows: i64, skipped: i64) -> Vec<Entry> =
        concat!("SELECT * FROM (", entry!(""), filtered!(),
            " AND (CAST($7 AS TEXT) = '' OR lower(a.given_name || ' ' || a.family_name) LIKE $7 ESCAPE '!' OR lower(a.city) LIKE $7 ESCAPE '!' \
             OR lower(g.name) LIKE $7 ESCAPE '!' OR (CAST($8 AS TEXT) <> '' AND a.county = $8)) \
             ORDER BY a.family_name, a.given_name, a.assister_key LIMIT $9 OFFSET $10) e");
    /// Within a box around a place, the nearest first: north and east in thousandths of a degree, and how much narrower a
    /// degree east is.
    pub(super) fn near(Public, today: Date, kind: &str, language: &str, way: &str, access: &str, accepts: bool, north: i64,
        east: i64, narrowing: i64, high: i64, wide: i64, rows: i64, skipped: i64) -> Vec<Entry> =
        concat!("SELECT * FROM (", entry!(""), filtered!(),
            " AND a.north BETWEEN CAST($7 AS BIGINT) - CAST($10 AS BIGINT) AND CAST($7 AS BIGINT) + CAST($10 AS BIGINT) \
             AND a.east BETWEEN CAST($8 AS BIGINT) - CAST($11 AS BIGINT) AND CAST($8 AS BIGINT) + CAST($11 AS BIGINT) \
             ORDER BY (a.north - CAST($7 AS BIGINT)) * (a.north - CAST($7 AS BIGINT)) \
             + (a.east - CAST($8 AS BIGINT)) * (a.east - CAST($8 AS BIGINT)) * CAST($9 AS BIGINT) / 1000, a.family_name, a.given_name, \
             a.assister_key LIMIT $12 OFFSET $13) e");
    /// One of them.
    pub(super) fn one(Public, today: Date, key: &AssisterKey) -> Option<Entry> = entry!(" AND a.assister_key = $2");
}
