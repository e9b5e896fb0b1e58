//! The audit log: one chain of hashes per subject, gapless numbers, append-only, each hash keyed. Only the doors
//! write it: a write's event goes into its own transaction (`append`), a read's event through the `Recorder`, which
//! commits the events of several requests together and answers when they are durable.

mod recorder;
mod strangers;

pub(crate) use recorder::{Recorder, Try};

use crate::{
    AtWork, Beside, Entry, Error, Marker, Session, Statement,
    bulk::Rows,
    db::{Engine, Tx},
    planted, rows,
    statement::run,
};
use domain::{
    access::Action,
    consumer,
    instant::Instant,
    people::{AccountKey, AssociationKey, Role},
};
use std::sync::Arc;

rows! {
    /// Number and hash of the last event of a chain.
    pub(crate) struct Head {
        number: i64,
        hash: String,
    }

    /// Who an account belongs to.
    pub struct Person {
        /// The account.
        pub account_key: AccountKey,
        /// Its role.
        pub role: Role,
        /// The person's name.
        pub name: String,
    }
}

const HEAD: Statement<Beside, Option<Head>, 1> =
    Statement::new("SELECT number, hash FROM audit_events WHERE subject = $1 ORDER BY number DESC LIMIT 1");
const APPEND: Statement<Beside, crate::Changed, 14> = Statement::new(
    "INSERT INTO audit_events (subject, number, at, account_key, role, actor_name, basis, association_key, action, \
     target, outcome, rule, request_id, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
);
const COUNT_STRANGERS: Statement<AtWork, crate::Changed, 4> = Statement::new(
    "INSERT INTO strangers (consumer_key, day, tries, last_at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (consumer_key, day) DO UPDATE SET tries = strangers.tries + excluded.tries, last_at = excluded.last_at",
);

/// The statements of this file.
pub(crate) const STATEMENTS: &[Entry] =
    &[HEAD.entry("head"), APPEND.entry("append"), COUNT_STRANGERS.entry("count_strangers")];

/// The columns of a row, in the order of `Event::push`.
const COLUMNS: &[&str] = &[
    "subject",
    "number",
    "at",
    "account_key",
    "role",
    "actor_name",
    "basis",
    "association_key",
    "action",
    "target",
    "outcome",
    "rule",
    "request_id",
    "hash",
];

/// What happened, before it has a number and a hash.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    subject: String,
    at: Instant,
    account_key: AccountKey,
    role: Role,
    actor_name: String,
    basis: &'static str,
    association_key: Option<AssociationKey>,
    action: &'static str,
    target: Option<String>,
    outcome: &'static str,
    rule: Option<&'static str>,
    request_id: String,
}

/// The rule of an event whose outcome is "done" although nothing was done anew.
const REPEATED: &str = "APP-6";

/// How the event of a row came out, as the column `outcome`: what was done before is told from what was done.
#[macro_export]
macro_rules! outcome_of {
    ($row:literal) => {
        concat!(
            "CASE WHEN ",
            $row,
            ".outcome = 'done' AND ",
            $row,
            ".rule = 'APP-6' THEN 'repeated' ELSE ",
            $row,
            ".outcome END AS outcome"
        )
    };
}

/// What a stranger typed may be long; keys are not.
const LONGEST_AIM: usize = 120;

/// The chain of an account: what its person did with it, and attempts that reached no subject.
fn chain_of_account(account: &AccountKey) -> String {
    format!("account:{account}")
}

impl Event {
    /// An attempt on the subject of this chain.
    pub(crate) fn new(session: &Session, chain: String, action: &'static str, at: Instant) -> Self {
        Self {
            subject: chain,
            at,
            account_key: session.account_key.clone(),
            role: session.actor.role(),
            actor_name: session.name.clone(),
            basis: "none",
            association_key: None,
            action,
            target: None,
            outcome: "done",
            rule: None,
            request_id: session.context.request_id.clone(),
        }
    }

    /// An attempt of somebody without a basis: it stands in the actor's own chain, with what it was aimed at.
    pub(crate) fn of_stranger(session: &Session, chain: &str, action: &'static str, at: Instant) -> Self {
        let aimed_at = chain.chars().take(LONGEST_AIM).collect();
        let own = Self::new(session, chain_of_account(&session.account_key), action, at);
        Self { target: Some(aimed_at), ..own }
    }

    /// Something a person did with their own account, before or without a door.
    pub(crate) fn of_account(person: &Person, did: &'static str, request_id: &str, at: Instant) -> Self {
        Self {
            subject: chain_of_account(&person.account_key),
            at,
            account_key: person.account_key.clone(),
            role: person.role,
            actor_name: person.name.clone(),
            basis: "own_account",
            association_key: None,
            action: did,
            target: None,
            outcome: "done",
            rule: None,
            request_id: request_id.to_owned(),
        }
    }

    /// Something a sample consumer did in their own account (practice data).
    fn of_sample(chain: &SampleChain, at: i64, action: consumer::Action, target: String) -> Self {
        Self {
            subject: format!("consumer:{}", chain.consumer),
            at: Instant(at),
            account_key: AccountKey(chain.account.to_string()),
            role: Role::Consumer,
            actor_name: chain.name.to_string(),
            basis: domain::access::Basis::word(consumer::Basis::OwnAccount),
            association_key: None,
            action: action.word(),
            target: Some(target),
            outcome: "done",
            rule: None,
            request_id: "practice".to_owned(),
        }
    }

    /// Whose chain it is.
    #[cfg(feature = "testing")]
    pub(crate) fn chain(&self) -> &str {
        &self.subject
    }

    /// Names the record touched.
    pub(crate) fn target(&mut self, key: String) {
        self.target = Some(key);
    }

    /// Puts the event among rows to be loaded; gives its hash.
    fn push(self, rows: &mut Rows, marker: &Marker, number: i64, previous: &str) -> Arc<str> {
        let hash: Arc<str> = self.hash(marker, number, previous).into();
        rows.push([
            self.subject.into(),
            number.into(),
            self.at.0.into(),
            self.account_key.0.into(),
            self.role.word().into(),
            self.actor_name.into(),
            self.basis.into(),
            self.association_key.map(|key| key.0).into(),
            self.action.into(),
            self.target.into(),
            self.outcome.into(),
            self.rule.into(),
            self.request_id.into(),
            (&hash).into(),
        ]);
        hash
    }

    /// Why the actor might: the basis, and the association that carries it.
    pub(crate) fn on(mut self, basis: &'static str, association: Option<&AssociationKey>) -> Self {
        self.basis = basis;
        self.association_key = association.cloned();
        self
    }

    /// Nothing was done, because it had been before: the same form came again.
    pub(crate) fn repeated(&mut self) {
        self.rule = Some(REPEATED);
    }

    pub(crate) fn refused(mut self, rule: Option<&'static str>) -> Self {
        self.outcome = "refused";
        self.rule = rule;
        self
    }

    /// The keyed hash of this event on top of the one before.
    fn hash(&self, marker: &Marker, number: i64, previous: &str) -> String {
        let number = number.to_string();
        let at = self.at.0.to_string();
        marker.mark(&chain_text([
            Some(previous),
            Some(&self.subject),
            Some(&number),
            Some(&at),
            Some(&self.account_key.0),
            Some(self.role.word()),
            Some(&self.actor_name),
            Some(self.basis),
            self.association_key.as_ref().map(|key| key.0.as_str()),
            Some(self.action),
            self.target.as_deref(),
            Some(self.outcome),
            self.rule,
            Some(&self.request_id),
        ]))
    }
}

/// An event's fields after the hash of the one before, as they are hashed: length first, and a sign of its own for
/// what is not there, so that no two events read the same.
pub(crate) fn chain_text(fields: [Option<&str>; 14]) -> String {
    let mut text = String::with_capacity(400);
    for field in fields {
        match field {
            Some(field) => {
                text.push_str(&field.len().to_string());
                text.push(':');
                text.push_str(field);
            }
            None => text.push('-'),
        }
    }
    text
}

pub(crate) async fn head(tx: &mut Tx, subject: &str) -> Result<Head, Error> {
    let found = run(tx, &HEAD, None, [&subject]).await?;
    Ok(found.unwrap_or(Head { number: 0, hash: String::new() }))
}

pub(crate) async fn insert(tx: &mut Tx, marker: &Marker, event: &Event, head: &Head) -> Result<Head, Error> {
    let number = head.number + 1;
    let hash = event.hash(marker, number, &head.hash);
    let Event { subject, at, account_key, role, actor_name, basis, association_key, .. } = event;
    let Event { action, target, outcome, rule, request_id, .. } = event;
    run(
        tx,
        &APPEND,
        None,
        [
            subject,
            &number,
            at,
            account_key,
            role,
            actor_name,
            basis,
            association_key,
            action,
            target,
            outcome,
            rule,
            request_id,
            &hash,
        ],
    )
    .await?
    .or_not();
    Ok(Head { number, hash })
}

/// Appends the event to its chain inside the transaction of the work. The order of appends is the chain's from here
/// to the end of the transaction, so that whoever else appends waits, and nobody has to try again.
pub(crate) async fn append(tx: &mut Tx, engine: Engine, marker: &Marker, event: &Event) -> Result<(), Error> {
    if planted::is(planted::BLOCKADE) {
        return planted::append(tx, marker, event).await;
    }
    tx.order(engine, [event.subject.as_str()]).await?;
    let head = head(tx, &event.subject).await?;
    insert(tx, marker, event, &head).await?;
    Ok(())
}

/// Rows of the audit log, for practice data.
pub fn sample_events() -> Rows {
    Rows::new("audit_events", COLUMNS)
}

/// The chain of audit events of a sample consumer, who acted in their own account.
pub struct SampleChain {
    consumer: Arc<str>,
    account: Arc<str>,
    name: Arc<str>,
    marker: Marker,
    number: i64,
    hash: Arc<str>,
}

impl SampleChain {
    /// An empty chain of this consumer, account and name.
    pub fn new(consumer: &Arc<str>, account: &Arc<str>, name: &Arc<str>, marker: &Marker) -> Self {
        let (consumer, account, name) = (consumer.clone(), account.clone(), name.clone());
        Self { consumer, account, name, marker: marker.clone(), number: 0, hash: Arc::from("") }
    }

    /// Adds the next event.
    pub fn add(&mut self, events: &mut Rows, at: i64, action: consumer::Action, target: String) {
        self.number += 1;
        let event = Event::of_sample(self, at, action, target);
        self.hash = event.push(events, &self.marker, self.number, &self.hash);
    }
}
