//! The consumer's chain of audit events, read for the activity page. Only the doors write it.

use super::Outcome;
use domain::{
    consumer::Action,
    instant::Instant,
    people::{AccountKey, AssisterKind, Role},
};
use door::{Consumer, outcome_of, rows, statements};

rows! {
    /// A stored event, as read back.
    pub(super) struct Event {
        pub(super) number: i64,
        pub(super) at: Instant,
        pub(super) account_key: AccountKey,
        pub(super) role: Role,
        pub(super) actor_name: String,
        pub(super) action: Action,
        pub(super) outcome: Outcome,
        /// How often strangers were refused on one day: such a line is no event of the chain.
        pub(super) tries: Option<i64>,
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

/// Events of the consumer's chain, chosen by `$which`, newest first; and the days on which strangers were refused,
/// up to the event at which the page begins. With the assister whose association was started or ended: its key is the
/// target, and the receipt's hash may stand behind it. And with the kind of the assister who acted.
macro_rules! page {
    ($which:expr) => {
        concat!(
            "SELECT e.number, e.at, e.account_key, e.role, e.actor_name, e.action, ",
            outcome_of!("e"),
            ", CAST(NULL AS BIGINT) AS tries, a.given_name, a.family_name, w.kind AS acting_kind FROM (",
            $which,
            ") e LEFT JOIN associations s ON s.consumer_key = $1 AND e.action IN ('authorize_assister','end_association') \
                AND e.outcome = 'done' AND (e.target = s.association_key OR e.target LIKE s.association_key || ' %') \
             LEFT JOIN assisters a ON a.assister_key = s.assister_key \
             LEFT JOIN assisters w ON w.account_key = e.account_key \
             UNION ALL SELECT 0, t.last_at, '', 'consumer', '', 'read_consumer', 'refused', t.tries, CAST(NULL AS TEXT), \
                CAST(NULL AS TEXT), CAST(NULL AS TEXT) FROM (SELECT last_at, tries FROM strangers WHERE consumer_key = $1 \
                AND last_at <= coalesce((SELECT b.at FROM audit_events b WHERE b.subject = 'consumer:' || CAST($1 AS TEXT) \
                AND b.number = $2), 9223372036854775807) ORDER BY day DESC LIMIT 400) t"
        )
    };
}
macro_rules! own_chain {
    () => {
        "SELECT * FROM audit_events WHERE subject = 'consumer:' || CAST($1 AS TEXT) AND number < $2"
    };
}
/// The words of the index `audit_events_of_others`.
macro_rules! of_others {
    () => {
        " AND subject LIKE 'consumer:%' AND basis <> 'own_account'"
    };
}

statements! {
    /// Events with a number below `before`.
    pub(super) fn page(Consumer, before: i64, rows: i64) -> Vec<Event> =
        page!(concat!(own_chain!(), " ORDER BY number DESC LIMIT $3"));
    /// The same of what others did.
    pub(super) fn page_of_others(Consumer, before: i64, rows: i64) -> Vec<Event> =
        page!(concat!(own_chain!(), of_others!(), " ORDER BY number DESC LIMIT $3"));
    /// The newest of what others did, and of what the consumer changed among the last three hundred events; `looks` names
    /// the actions that only look.
    pub(super) fn news(Consumer, before: i64, rows: i64, looks: &str) -> Vec<Event> =
        page!(concat!(
            "SELECT * FROM (", own_chain!(), of_others!(), " ORDER BY number DESC LIMIT $3) o \
            UNION ALL SELECT * FROM (SELECT * FROM (", own_chain!(), " ORDER BY number DESC LIMIT 300) l \
            WHERE basis = 'own_account' AND CAST($4 AS TEXT) NOT LIKE '% ' || action || ' %' ORDER BY number DESC LIMIT $3) c"
        ));
}
