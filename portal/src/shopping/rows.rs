//! What shopping and enrolling rest on: the determination of the plan year with what the application says, the
//! cart, the associated broker.

use crate::rules::Document;
use domain::{
    application::{Kind, SavedPages},
    cents::Cents,
    certification::Credentials,
    instant::Instant,
    people::{ApplicationKey, AssisterKey},
    plan::VariantId,
};
use door::{Changed, Consumer, credential_columns, rows, statements};

rows! {
    /// The determination of a plan year, as stored at submission, and what the way on from it needs.
    pub(crate) struct Determined {
        pub(crate) application_key: ApplicationKey,
        pub(crate) application_kind: Kind,
        /// The household, as JSON.
        pub(crate) input: Document,
        /// The determination, as JSON.
        pub(crate) output: Document,
        /// The application's answers: names and address.
        pub(crate) answers: SavedPages,
        /// The plan that waits to be signed for.
        pub(crate) cart: Option<Cart>,
        /// The associated broker.
        pub(crate) broker: Option<Broker>,
        /// How many of the household are in a plan of this year.
        pub(crate) enrolled: i64,
    }

    /// A plan that waits to be signed for.
    pub(crate) struct Cart {
        pub(crate) variant_id: VariantId,
        /// Who shops together, by their numbers, with blanks between.
        pub(crate) members: String,
        pub(crate) credit_cents: Cents,
    }

    /// The associated broker with what ENR-6 asks about them.
    pub(crate) struct Broker {
        pub(crate) assister_key: AssisterKey,
        pub(crate) given_name: String,
        pub(crate) family_name: String,
        pub(crate) npn: String,
        pub(crate) credentials: Credentials,
    }
}

statements! {
    /// Everything that shopping and signing rest on, in one statement.
    pub(super) fn determined(Consumer, year: i16) -> Option<Determined> =
        concat!(
        "SELECT p.application_key, p.kind AS application_kind, d.input, d.output, p.answers, c.variant_id, c.members, c.credit_cents, \
         a.assister_key, a.given_name, a.family_name, a.npn, ", credential_columns!(), ", \
         (SELECT count(*) FROM enrollment_members m WHERE m.consumer_key = p.consumer_key AND m.plan_year = p.plan_year \
             AND m.active = 1) AS enrolled \
         FROM applications p JOIN determinations d ON d.application_key = p.application_key \
         LEFT JOIN carts c ON c.consumer_key = p.consumer_key AND c.plan_year = p.plan_year \
         LEFT JOIN associations s ON s.consumer_key = p.consumer_key AND s.ended_at IS NULL \
         LEFT JOIN assisters a ON a.assister_key = s.assister_key AND a.kind = 'broker' \
         LEFT JOIN agencies g ON g.agency_key = a.agency_key \
         WHERE p.consumer_key = $1 AND p.plan_year = $2 AND p.case_status IN ('pending','active') \
         ORDER BY p.submitted_at DESC LIMIT 1");
    pub(super) fn put_cart(Consumer, year: i16, plan: VariantId, members: &str, credit: Cents, now: Instant, by: &str) -> Changed =
        "INSERT INTO carts (consumer_key, plan_year, variant_id, members, credit_cents, chosen_at, chosen_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (consumer_key, plan_year) DO UPDATE SET \
         variant_id = excluded.variant_id, members = excluded.members, credit_cents = excluded.credit_cents, \
         chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by";
    pub(super) fn empty_cart(Consumer, year: i16) -> Changed = "DELETE FROM carts WHERE consumer_key = $1 AND plan_year = $2";
}
