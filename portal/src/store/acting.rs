//! The doors: find why this actor may act (the basis), ask the access table, run the work with a proof
//! that owns the transaction, write the audit event, commit. A refused or failed attempt leaves only its
//! audit event. Reads run on a snapshot; their event is durable before the answer leaves.

use super::{
    audit::{self, Event},
    db::{self, Tx},
    grounds,
};
use crate::{Error, Portal, session::Session};
use domain::{
    access::{Basis, Denial, permit},
    action::Action,
    limits::Limits,
    people::{AccountKey, AssisterKey, ConsumerKey},
};
use sqlx::AnyConnection;

/// A consumer as the subject of a proof.
#[derive(Clone, Debug)]
pub struct Consumer {
    pub(super) key: ConsumerKey,
    pub(super) name: String,
}

impl Consumer {
    /// The consumer's key.
    pub fn key(&self) -> &ConsumerKey {
        &self.key
    }

    /// The consumer's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// What a verb on a consumer gives back: the value, and for whom, so that no acting page lacks its
/// banner (ACT-3).
#[derive(Clone, Debug)]
pub struct Acted<T> {
    /// What the verb answers.
    pub value: T,
    /// For whom.
    pub consumer_name: String,
}

impl<T> std::ops::Deref for Acted<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// An assister's own list as the subject of a proof.
#[derive(Clone, Debug)]
pub struct Book {
    pub(super) assister: AssisterKey,
    pub(super) counts: [i64; 5],
    pub(super) reference_number: String,
}

impl Book {
    /// The assister whose book it is.
    pub fn assister(&self) -> &AssisterKey {
        &self.assister
    }

    /// The number by which consumers find the assister.
    pub fn reference_number(&self) -> &str {
        &self.reference_number
    }

    /// Consumers at each stage, in the order of `Stage::ALL`.
    pub fn counts(&self) -> [i64; 5] {
        self.counts
    }
}

/// All assister accounts as the subject of a proof.
#[derive(Clone, Debug)]
pub struct Roster;

/// What an event is about, for its chain.
pub(super) enum Subject {
    Consumer(ConsumerKey),
    Book(AssisterKey),
    Roster,
    /// An attempt that reached no subject: kept on the actor's own chain.
    Nothing(AccountKey),
}

impl Subject {
    pub(super) fn audit_word(&self) -> String {
        match self {
            Subject::Consumer(key) => format!("consumer:{key}"),
            Subject::Book(key) => format!("book:{key}"),
            Subject::Roster => "roster".to_owned(),
            Subject::Nothing(key) => format!("account:{key}"),
        }
    }
}

/// Proof that the actor may act on the subject, and the only way to reach the subject's rows.
pub struct ActingOn<S> {
    tx: Tx,
    subject: S,
    basis: Basis,
    target: Option<String>,
    now: i64,
    limits: Limits,
}

impl<S> ActingOn<S> {
    /// On whom or what.
    pub fn subject(&self) -> &S {
        &self.subject
    }

    /// Why the actor may.
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// The instant of the work, in microseconds since 1970.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// The limits in force (L1-L5), for rules that depend on the record's state.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Names the record touched, for the audit event.
    pub fn target(&mut self, key: &str) {
        self.target = Some(key.to_owned());
    }

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }
}

/// What a door found before the work: the subject's proof parts, or why not.
type Found<S> = Result<(S, Basis), Denial>;

impl Portal {
    /// The door to one consumer's data.
    ///
    /// # Errors
    /// `Error::Denied` when there is no basis or the table refuses; whatever `work` returns.
    pub async fn acting_on_consumer<T>(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        action: Action,
        work: impl AsyncFnOnce(&mut ActingOn<Consumer>) -> Result<T, Error>,
    ) -> Result<Acted<T>, Error> {
        let now = self.clock.now();
        let mut tx = self.begin_for(action, &format!("consumer:{consumer}")).await?;
        let grounds = grounds::of_consumer(&mut tx, &session.actor, consumer).await?;
        let subject = match grounds.exists {
            true => Subject::Consumer(consumer.clone()),
            false => Subject::Nothing(session.account_key.clone()),
        };
        let found = grounds.basis(&session.actor, consumer, self.today());
        let name = grounds.consumer_name;
        let found = found.map(|basis| (Consumer { key: consumer.clone(), name: name.clone() }, basis));
        let event = Event::new(session, &subject, action, now);
        let value = self.through_the_door(tx, found, action, event, work).await?;
        Ok(Acted { value, consumer_name: name })
    }

    /// Somebody asked for a page that is not their role's: kept like every refused attempt, in the consumer's
    /// activity when there is such a consumer.
    ///
    /// # Errors
    /// `Error::Database` when it cannot be kept.
    pub async fn refuse_role(&self, session: &Session, about: Option<&ConsumerKey>) -> Result<(), Error> {
        let nobody = ConsumerKey(String::new());
        let refuse = async |_: &mut ActingOn<Consumer>| Err::<(), _>(Denial::NotThisRole.into());
        let about = about.unwrap_or(&nobody);
        match self.acting_on_consumer(session, about, Action::ReadConsumer, refuse).await {
            Ok(_) | Err(Error::Denied(_) | Error::NotFound) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    /// The door to an assister's own list.
    ///
    /// # Errors
    /// As `acting_on_consumer`; `Denial::NotCertified` names what is missing today (CERT-1).
    pub async fn acting_on_book<T>(
        &self,
        session: &Session,
        action: Action,
        work: impl AsyncFnOnce(&mut ActingOn<Book>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.clock.now();
        let mut tx = self.begin_for(action, "book").await?;
        let (found, subject) = match &session.actor {
            domain::people::Actor::Assister(assister) => {
                (grounds::of_book(&mut tx, assister, self.today()).await?, Subject::Book(assister.clone()))
            }
            domain::people::Actor::Consumer(_) | domain::people::Actor::Staff(_) => {
                (Err(Denial::NotThisRole), Subject::Nothing(session.account_key.clone()))
            }
        };
        let event = Event::new(session, &subject, action, now);
        self.through_the_door(tx, found, action, event, work).await
    }

    /// The door to the roster of assister accounts.
    ///
    /// # Errors
    /// As `acting_on_consumer`.
    pub async fn acting_on_roster<T>(
        &self,
        session: &Session,
        action: Action,
        work: impl AsyncFnOnce(&mut ActingOn<Roster>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        use domain::people::{Actor, Role};
        let now = self.clock.now();
        let tx = self.begin_for(action, "roster").await?;
        let (found, subject) = match &session.actor {
            Actor::Staff(Role::ResourceManager) => (Ok((Roster, Basis::ResourceManager)), Subject::Roster),
            Actor::Staff(
                Role::Consumer
                | Role::Assister
                | Role::AgencyAdministrator
                | Role::ServiceDesk
                | Role::Auditor,
            )
            | Actor::Consumer(_)
            | Actor::Assister(_) => (Err(Denial::NotThisRole), Subject::Nothing(session.account_key.clone())),
        };
        let event = Event::new(session, &subject, action, now);
        self.through_the_door(tx, found, action, event, work).await
    }

    async fn begin_for(&self, action: Action, lock: &str) -> Result<Tx, Error> {
        if action.only_reads() { self.db.begin_read().await } else { self.db.begin_write(lock).await }
    }

    /// Check, do, record, commit: the same for every door.
    async fn through_the_door<S, T>(
        &self,
        mut tx: Tx,
        found: Found<S>,
        action: Action,
        event: Event,
        work: impl AsyncFnOnce(&mut ActingOn<S>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.clock.now();
        let permitted = found.and_then(|(subject, basis)| {
            permit(&self.profile.limits, &basis, action).map(|()| (subject, basis))
        });
        let (event, outcome) = match permitted {
            Err(denial) => (event.refused(Some(denial.rule())), Err(Error::Denied(denial))),
            Ok((subject, basis)) => {
                if !action.only_reads() {
                    db::savepoint(&mut tx).await?;
                }
                let limits = self.profile.limits;
                let mut acting = ActingOn { tx, subject, basis, target: None, now, limits };
                let outcome = work(&mut acting).await;
                tx = acting.tx;
                let event = event.on(&acting.basis, acting.target);
                match &outcome {
                    Ok(_) => (event, outcome),
                    Err(fault) => {
                        if !action.only_reads() {
                            db::undo_to_savepoint(&mut tx).await?;
                        }
                        (event.refused(fault.rule()), outcome)
                    }
                }
            }
        };
        if action.only_reads() {
            tx.rollback().await?;
            self.recorder.record(event).await?;
        } else {
            audit::append(&mut tx, &event).await?;
            tx.commit().await?;
        }
        outcome
    }
}
