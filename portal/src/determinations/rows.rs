//! The table `determinations`: written once, at submission, with input, output and rule set; never changed
//! (APP-5, kept by a guard of the database).

use crate::rules::{Computed, Document};
use domain::{
    application::{Kind, SavedPages},
    enrollment::LifeEvent,
    instant::Instant,
    people::ApplicationKey,
    short_result::ShortResult,
};
use door::{Changed, Consumer, rows, statements};
use jiff::civil::Date;

rows! {
    /// A submitted application and its determination.
    pub(super) struct Determined {
        pub(super) application_key: ApplicationKey,
        pub(super) kind: Kind,
        pub(super) plan_year: i16,
        pub(super) answers: SavedPages,
        /// The case that it changes, with what happened and when.
        pub(super) follows: Option<ApplicationKey>,
        pub(super) event: Option<LifeEvent>,
        pub(super) event_on: Option<Date>,
        pub(super) computed_at: Instant,
        pub(super) computed: Computed,
    }
}

statements! {
    pub(super) fn keep(
        Consumer, key: &ApplicationKey, now: Instant, rule_set: &str, input: &Document, output: &Document, summary: &ShortResult
    ) -> Changed =
        "INSERT INTO determinations (consumer_key, application_key, computed_at, rule_set, input, output, summary) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// The one submitted last first.
    pub(super) fn list(Consumer) -> Vec<Determined> =
        "SELECT p.application_key, p.kind, p.plan_year, p.answers, p.follows, p.event, p.event_on, d.computed_at, d.rule_set, d.input, d.output, d.summary \
        FROM applications p JOIN determinations d ON d.application_key = p.application_key \
        WHERE p.consumer_key = $1 ORDER BY p.submitted_at DESC";
}
