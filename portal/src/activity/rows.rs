//! The consumer's chain of audit events, read for the activity page. Only the doors write it.

use domain::{
    consumer::Action,
    instant::Instant,
    people::{AccountKey, AssisterKind, Role},
};
use door::{Consumer, rows, statements};

rows! {
    /// A stored event, as read back.
    pub(super) struct Event {
        pub(super) number: i64,
        pub(super) at: Instant,
        pub(super) account_key: AccountKey,
        pub(super) role: Role,
        pub(super) actor_name: String,
        pub(super) action: Action,
        pub(super) refused: bool,
        /// The kind of the assister who acted.
        pub(super) acting_kind: Option<AssisterKind>,
        /// The assister who was authorized or removed.
        pub(super) about: Option<About>,
    }

    pub(super) struct About {
        pub(super) given_name: String,
        pub(super) family_name: String,
    }
}

statements! {
    /// Events with a number below `before`, newest first. `which`: 0 for everything, 1 for what others did, 2 for that and
    /// what the consumer did herself but look; `looks` names the actions that only look.
    /// With the assister whose association was started or ended: its key is the target, and the receipt's hash may
    /// stand behind it. And with the kind of the assister who acted.
    pub(super) fn page(Consumer, before: i64, which: i64, own: &AccountKey, looks: &str, rows: i64) -> Vec<Event> =
        "SELECT e.number, e.at, e.account_key, e.role, e.actor_name, e.action, \
        CASE WHEN e.outcome = 'refused' THEN 1 ELSE 0 END AS refused, a.given_name, a.family_name, w.kind AS acting_kind \
        FROM audit_events e \
        LEFT JOIN associations s ON s.consumer_key = $1 AND e.action IN ('authorize_assister','end_association') \
            AND e.outcome = 'done' AND (e.target = s.association_key OR e.target LIKE s.association_key || ' %') \
        LEFT JOIN assisters a ON a.assister_key = s.assister_key \
        LEFT JOIN assisters w ON w.account_key = e.account_key \
        WHERE e.subject = 'consumer:' || CAST($1 AS TEXT) AND e.number < $2 AND (CAST($3 AS BIGINT) = 0 OR e.account_key <> $4 \
            OR ($3 = 2 AND CAST($5 AS TEXT) NOT LIKE '% ' || e.action || ' %')) \
        ORDER BY e.number DESC LIMIT $6";
}
