//! What an assister changes in the own account: hours and languages, and an absence.

use domain::people::{AssisterKey, Languages};
use door::{Changed, OwnProfile, rows, statements};
use jiff::civil::Date;

rows! {
    /// Somebody of the same agency.
    pub struct Colleague {
        /// Row key.
        pub assister_key: AssisterKey,
        pub(super) given_name: String,
        pub(super) family_name: String,
    }
}

statements! {
    pub(super) fn change_hours(OwnProfile, version: i64, hours: &str, languages: &Languages, accepts_new: bool, in_directory: bool) -> Changed =
        "UPDATE assisters SET hours = $3, languages = $4, accepts_new = $5, in_directory = $6, version = version + 1 \
         WHERE assister_key = $1 AND version = $2";
    pub(super) fn say_absence(OwnProfile, version: i64, from: Option<Date>, until: Option<Date>, stand_in: Option<&str>) -> Changed =
        "UPDATE assisters SET absent_from = $3, absent_until = $4, stand_in = $5, version = version + 1 \
         WHERE assister_key = $1 AND version = $2";
    /// The others of the same agency who have an active account, in the order of names.
    pub(super) fn colleagues(OwnProfile) -> Vec<Colleague> =
        "SELECT p.assister_key, p.given_name, p.family_name FROM assisters a \
         JOIN assisters p ON p.agency_key = a.agency_key AND p.assister_key <> a.assister_key AND p.state = 'active' \
         WHERE a.assister_key = $1 ORDER BY p.family_name, p.given_name, p.assister_key LIMIT 1000";
}
