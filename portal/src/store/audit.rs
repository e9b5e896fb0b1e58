//! The audit log: one chain of hashes per subject, gapless numbers, append-only. Only the doors write it:
//! a write's event goes into its own transaction (`append`), a read's event through the `Recorder`, which
//! commits the events of several requests together and answers when they are durable.

use super::{
    accounts::Person,
    acting::Subject,
    bulk::Rows,
    db::{self, Db, Tx, query},
    practice::Chain,
    statements,
};
use crate::{Error, error::is_duplicate, randomness::sha256_hex, session::Session};
use domain::{
    access::Basis,
    action::Action,
    people::{ConsumerKey, Role},
};
use sqlx::{AnyConnection, Row};
use std::{collections::HashMap, sync::Arc};
use tokio::sync::{mpsc, oneshot};

statements! {
    HEAD = "SELECT number, hash FROM audit_events WHERE subject = $1 ORDER BY number DESC LIMIT 1";
    APPEND = "INSERT INTO audit_events (subject, number, at, account_key, role, actor_name, basis, association_key, action, \
              target, outcome, rule, request_id, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
}

/// The columns of a row, in the order of `Event::push`.
pub(super) const COLUMNS: &[&str] = &[
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
pub(super) struct Event {
    subject: String,
    at: i64,
    account_key: String,
    role: &'static str,
    actor_name: String,
    basis: &'static str,
    association_key: Option<String>,
    action: &'static str,
    target: Option<String>,
    outcome: &'static str,
    rule: Option<&'static str>,
    request_id: String,
}

impl Event {
    pub(super) fn new(session: &Session, subject: &Subject, action: Action, at: i64) -> Self {
        Self {
            subject: subject.audit_word(),
            at,
            account_key: session.account_key.0.clone(),
            role: session.actor.role().word(),
            actor_name: session.name.clone(),
            basis: "none",
            association_key: None,
            action: action.word(),
            target: None,
            outcome: "done",
            rule: None,
            request_id: session.context.request_id.clone(),
        }
    }

    /// Something a person did with their own account, before or without a door.
    pub(super) fn of_account(person: &Person, did: &'static str, request_id: &str, at: i64) -> Self {
        Self {
            subject: Subject::Nothing(person.account_key.clone()).audit_word(),
            at,
            account_key: person.account_key.0.clone(),
            role: person.role.word(),
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
    pub(super) fn of_sample(chain: &Chain, at: i64, action: Action, target: String) -> Self {
        Self {
            subject: Subject::Consumer(ConsumerKey(chain.consumer.to_string())).audit_word(),
            at,
            account_key: chain.account.to_string(),
            role: Role::Consumer.word(),
            actor_name: chain.name.to_string(),
            basis: Basis::OwnAccount.word(),
            association_key: None,
            action: action.word(),
            target: Some(target),
            outcome: "done",
            rule: None,
            request_id: "practice".to_owned(),
        }
    }

    /// Puts the event among rows to be loaded; gives its hash.
    pub(super) fn push(self, rows: &mut Rows, number: i64, previous: &str) -> Arc<str> {
        let hash: Arc<str> = self.hash(number, previous).into();
        rows.push([
            self.subject.into(),
            number.into(),
            self.at.into(),
            self.account_key.into(),
            self.role.into(),
            self.actor_name.into(),
            self.basis.into(),
            self.association_key.into(),
            self.action.into(),
            self.target.into(),
            self.outcome.into(),
            self.rule.into(),
            self.request_id.into(),
            (&hash).into(),
        ]);
        hash
    }

    pub(super) fn on(mut self, basis: &Basis, target: Option<String>) -> Self {
        self.basis = basis.word();
        self.association_key = match basis {
            Basis::Association { key, .. } => Some(key.0.clone()),
            Basis::OwnAccount | Basis::OwnBook { .. } | Basis::ResourceManager => None,
        };
        self.target = target;
        self
    }

    pub(super) fn refused(mut self, rule: Option<&'static str>) -> Self {
        self.outcome = "refused";
        self.rule = rule;
        self
    }

    /// The hash of this event on top of the one before.
    fn hash(&self, number: i64, previous: &str) -> String {
        let number = number.to_string();
        let at = self.at.to_string();
        chain_hash([
            Some(previous),
            Some(&self.subject),
            Some(&number),
            Some(&at),
            Some(&self.account_key),
            Some(self.role),
            Some(&self.actor_name),
            Some(self.basis),
            self.association_key.as_deref(),
            Some(self.action),
            self.target.as_deref(),
            Some(self.outcome),
            self.rule,
            Some(&self.request_id),
        ])
    }
}

/// The hash of an event's fields after the hash of the one before: length first, and a mark of its own for
/// what is not there, so that no two events read the same.
pub(super) fn chain_hash(fields: [Option<&str>; 14]) -> String {
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
    sha256_hex(text.as_bytes())
}

/// Number and hash of the last event of a subject.
type Head = (i64, String);

async fn head(connection: &mut AnyConnection, subject: &str) -> Result<Head, Error> {
    let row = query(HEAD).bind(subject.to_owned()).fetch_optional(connection).await?;
    Ok(match row {
        Some(row) => (row.try_get(0)?, row.try_get(1)?),
        None => (0, String::new()),
    })
}

async fn insert(connection: &mut AnyConnection, event: &Event, head: &Head) -> Result<Head, Error> {
    let number = head.0 + 1;
    let hash = event.hash(number, &head.1);
    query(APPEND)
        .bind(event.subject.clone())
        .bind(number)
        .bind(event.at)
        .bind(event.account_key.clone())
        .bind(event.role)
        .bind(event.actor_name.clone())
        .bind(event.basis)
        .bind(event.association_key.clone())
        .bind(event.action)
        .bind(event.target.clone())
        .bind(event.outcome)
        .bind(event.rule)
        .bind(event.request_id.clone())
        .bind(hash.clone())
        .execute(connection)
        .await?;
    Ok((number, hash))
}

/// Appends the event to its chain inside the transaction of the work. A read of the same subject may take
/// the number first; then the next one is tried.
pub(super) async fn append(tx: &mut Tx, event: &Event) -> Result<(), Error> {
    for _ in 0..8 {
        let head = head(tx, &event.subject).await?;
        db::savepoint(tx).await?;
        match insert(tx, event, &head).await {
            Ok(_) => return Ok(()),
            Err(Error::Database(fault)) if is_duplicate(&fault) => db::undo_to_savepoint(tx).await?,
            Err(other) => return Err(other),
        }
    }
    Err(Error::Unavailable("the audit log is busy"))
}

/// Records reads: many events, one commit. Answers when the event is durable.
#[derive(Clone)]
pub(crate) struct Recorder {
    queue: mpsc::Sender<(Event, oneshot::Sender<Result<(), Error>>)>,
}

/// At most this many events share a commit.
const BATCH: usize = 128;

impl Recorder {
    /// Starts the task that writes; it ends when the last recorder is dropped.
    pub(crate) fn start(db: Db) -> Self {
        let (queue, mut waiting) = mpsc::channel::<(Event, oneshot::Sender<Result<(), Error>>)>(4096);
        tokio::spawn(async move {
            let mut heads: HashMap<String, Head> = HashMap::new();
            let mut batch = Vec::with_capacity(BATCH);
            while waiting.recv_many(&mut batch, BATCH).await > 0 {
                let (events, answers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
                let written = write(&db, &events, &mut heads).await;
                if let Err(fault) = &written {
                    tracing::error!(code = fault.failure_code(), "audit events could not be written");
                }
                for answer in answers {
                    let told = match written {
                        Ok(()) => Ok(()),
                        Err(_) => Err(Error::Unavailable("the audit log")),
                    };
                    // The request may have gone away; its event stays.
                    let _gone = answer.send(told);
                }
            }
        });
        Self { queue }
    }

    pub(super) async fn record(&self, event: Event) -> Result<(), Error> {
        let (answer, answered) = oneshot::channel();
        self.queue.send((event, answer)).await.map_err(|_| Error::Unavailable("the audit log"))?;
        answered.await.map_err(|_| Error::Unavailable("the audit log"))?
    }
}

/// Writes a batch. The heads of chains are remembered between batches; another process or a write may
/// have moved one, which the primary key tells: then all are read again.
async fn write(db: &Db, events: &[Event], heads: &mut HashMap<String, Head>) -> Result<(), Error> {
    for _ in 0..8 {
        match try_write(db, events, heads).await {
            Err(Error::Database(fault)) if is_duplicate(&fault) => heads.clear(),
            Err(fault) if fault.is_transient() => heads.clear(),
            Err(fault) => {
                heads.clear();
                return Err(fault);
            }
            Ok(()) => {
                if heads.len() > 50_000 {
                    heads.clear();
                }
                return Ok(());
            }
        }
    }
    Err(Error::Unavailable("the audit log is busy"))
}

async fn try_write(db: &Db, events: &[Event], heads: &mut HashMap<String, Head>) -> Result<(), Error> {
    let mut tx = db.begin_append().await?;
    for event in events {
        let last = match heads.get(&event.subject) {
            Some(known) => known.clone(),
            None => head(&mut tx, &event.subject).await?,
        };
        let next = insert(&mut tx, event, &last).await?;
        heads.insert(event.subject.clone(), next);
    }
    tx.commit().await?;
    Ok(())
}
