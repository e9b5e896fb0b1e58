//! The audit log: one chain of hashes per subject, gapless numbers, append-only. Only the doors write it:
//! a write's event goes into its own transaction (`append`), a read's event through the `Recorder`, which
//! commits the events of several requests together and answers when they are durable.

use crate::{
    Beside, Entry, Error, Session, Statement,
    bulk::Rows,
    db::{Db, Tx},
    held::{counted, left},
    randomness::sha256_hex,
    rows,
    statement::run,
};
use domain::{
    access::Action,
    consumer,
    instant::Instant,
    people::{AccountKey, AssociationKey, Role},
};
use std::{collections::HashMap, sync::Arc};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

rows! {
    /// Number and hash of the last event of a chain.
    struct Head {
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

/// The statements of this file.
pub(crate) const STATEMENTS: &[Entry] = &[HEAD.entry("head"), APPEND.entry("append")];

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

/// The chain of an account: what its person did with it, and attempts that reached no subject.
fn chain_of_account(account: &AccountKey) -> String {
    format!("account:{account}")
}

impl Event {
    /// An attempt on the subject of this chain; one that reached no subject stands in the actor's own.
    pub(crate) fn new(session: &Session, chain: Option<String>, action: &'static str, at: Instant) -> Self {
        Self {
            subject: chain.unwrap_or_else(|| chain_of_account(&session.account_key)),
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

    /// Names the record touched.
    pub(crate) fn target(&mut self, key: String) {
        self.target = Some(key);
    }

    /// Puts the event among rows to be loaded; gives its hash.
    fn push(self, rows: &mut Rows, number: i64, previous: &str) -> Arc<str> {
        let hash: Arc<str> = self.hash(number, previous).into();
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

    pub(crate) fn refused(mut self, rule: Option<&'static str>) -> Self {
        self.outcome = "refused";
        self.rule = rule;
        self
    }

    /// The hash of this event on top of the one before.
    fn hash(&self, number: i64, previous: &str) -> String {
        let number = number.to_string();
        let at = self.at.0.to_string();
        chain_hash([
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
        ])
    }
}

/// The hash of an event's fields after the hash of the one before: length first, and a mark of its own for
/// what is not there, so that no two events read the same.
pub(crate) fn chain_hash(fields: [Option<&str>; 14]) -> String {
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

async fn head(tx: &mut Tx, subject: &str) -> Result<Head, Error> {
    let found = run(tx, &HEAD, None, [&subject]).await?;
    Ok(found.unwrap_or(Head { number: 0, hash: String::new() }))
}

async fn insert(tx: &mut Tx, event: &Event, head: &Head) -> Result<Head, Error> {
    let number = head.number + 1;
    let hash = event.hash(number, &head.hash);
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

/// Appends the event to its chain inside the transaction of the work. A read of the same subject may take
/// the number first; then the next one is tried.
pub(crate) async fn append(tx: &mut Tx, event: &Event) -> Result<(), Error> {
    for _ in 0..8 {
        let head = head(tx, &event.subject).await?;
        tx.savepoint().await?;
        match insert(tx, event, &head).await {
            Ok(_) => return Ok(()),
            Err(fault) if fault.is_duplicate() => tx.undo_to_savepoint().await?,
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

    pub(crate) async fn record(&self, event: Event) -> Result<(), Error> {
        let (answer, answered) = oneshot::channel();
        let told = async {
            self.queue.send((event, answer)).await.map_err(|_| Error::Unavailable("the audit log"))?;
            answered.await.map_err(|_| Error::Unavailable("the audit log"))?
        };
        // A batch that fails takes its time, and this one may be in the next: nobody is shown anything for it.
        counted(timeout(left(), told)).await.unwrap_or(Err(Error::Unavailable("the audit log")))
    }
}

/// Writes a batch. The heads of chains are remembered between batches; another process or a write may
/// have moved one, which the primary key tells: then those of the batch are read again.
async fn write(db: &Db, events: &[Event], heads: &mut HashMap<String, Head>) -> Result<(), Error> {
    for _ in 0..8 {
        match try_write(db, events, heads).await {
            Err(fault) if fault.is_duplicate() || fault.is_transient() => {
                for event in events {
                    heads.remove(&event.subject);
                }
            }
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

/// Rows of the audit log, for practice data.
pub fn sample_events() -> Rows {
    Rows::new("audit_events", COLUMNS)
}

/// The chain of audit events of a sample consumer, who acted in their own account.
pub struct SampleChain {
    consumer: Arc<str>,
    account: Arc<str>,
    name: Arc<str>,
    number: i64,
    hash: Arc<str>,
}

impl SampleChain {
    /// An empty chain of this consumer, account and name.
    pub fn new(consumer: &Arc<str>, account: &Arc<str>, name: &Arc<str>) -> Self {
        let (consumer, account, name) = (consumer.clone(), account.clone(), name.clone());
        Self { consumer, account, name, number: 0, hash: Arc::from("") }
    }

    /// Adds the next event.
    pub fn add(&mut self, events: &mut Rows, at: i64, action: consumer::Action, target: String) {
        self.number += 1;
        let event = Event::of_sample(self, at, action, target);
        self.hash = event.push(events, self.number, &self.hash);
    }
}
