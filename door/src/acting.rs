//! The door and the proof: find why this actor may act (the basis), ask the subject's rows of actions, run the
//! work with a proof that owns the transaction, write the audit event, commit. A refused or failed attempt
//! leaves only its audit event. Reads run on a snapshot; their event is durable before the answer leaves.

mod ahead;

pub use ahead::Ahead;

use crate::{
    Answer, Clock, Error, Seal, Session, Statement, adoption,
    audit::{Event, Recorder, Try},
    db::{Db, Tx},
    health::Pulse,
    key_check,
    keyring::KeyringFrom,
    planted,
    scopes::Unbound,
    statement::run,
    subject::{Consumer, Has, Subject},
    turns::Turns,
};
use domain::{
    access::{Action, Denial, confirmed_lately, permit},
    instant::Instant,
    limits::Limits,
    places::Places,
    profile::{Profile, Sessions},
    stored::Bind,
};
use jiff::civil::Date;
use std::sync::{Arc, OnceLock};
use tokio::sync::OwnedMutexGuard;

/// The door of one database.
#[derive(Clone)]
pub struct Door {
    pub(crate) db: Db,
    pub(crate) recorder: Recorder,
    pub(crate) pulse: Arc<Pulse>,
    turns: Turns,
    pub(crate) seal: Arc<Seal>,
    pub(crate) clock: Clock,
    pub(crate) profile: Arc<Profile>,
}

/// How to open a door.
pub struct Opening {
    /// `sqlite://...` or `postgres://...`.
    pub database: String,
    /// The exchange's decisions: its limits, its time zone, its session lengths.
    pub profile: Arc<Profile>,
    /// The time.
    pub clock: Clock,
    /// Where the keys that seal come from.
    pub keyring: KeyringFrom,
    /// Most connections to a PostgreSQL server.
    pub connections: u32,
    /// Practice data: the database may lie where a power cut destroys it.
    pub practice: bool,
}

/// The proof that the actor may act on a subject, and the only way to its rows.
pub struct Acting<'door, S: Subject> {
    beside: Unbound<'door>,
    event: Event,
    /// Its event stands already: that of the refusal after which the page comes back.
    recorded: bool,
    /// Where the session remembers a refused write of its request.
    refused_on: Arc<OnceLock<String>>,
    /// The account's turn to write.
    turn: Option<OwnedMutexGuard<()>>,
    key: S::Key,
    facts: S::Facts,
    basis: S::Basis,
    profile: Arc<Profile>,
}

/// Why an actor may not act on a subject.
struct Refused {
    denial: Denial,
    /// There is no such subject, or the actor has nothing to do with it.
    stranger: bool,
    /// There is such a subject.
    there: bool,
}

/// What a verb answers, and about whom: no page that acts lacks its banner (ACT-3).
#[derive(Clone, Debug)]
pub struct Acted<S: Subject, T> {
    /// What the verb answers.
    pub value: T,
    /// What the door found.
    pub facts: S::Facts,
}

impl<S: Subject, T> Acted<S, T> {
    /// The answer alone.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T> Acted<Consumer, T> {
    /// The consumer's name, for the banner.
    pub fn consumer_name(&self) -> String {
        self.facts.name()
    }
}

impl<S: Subject, T> std::ops::Deref for Acted<S, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<S: Subject> Acting<'_, S> {
    /// On whom or what.
    pub fn key(&self) -> &S::Key {
        &self.key
    }

    /// Why the actor may.
    pub fn basis(&self) -> S::Basis {
        self.basis
    }

    /// What the door found.
    pub fn facts(&self) -> &S::Facts {
        &self.facts
    }

    /// The instant of the work.
    pub fn now(&self) -> Instant {
        self.beside.now()
    }

    /// The day of the work in the exchange's time zone.
    pub fn today(&self) -> Date {
        self.beside.today()
    }

    /// The limits in force (L1-L5), for rules that depend on the record's state.
    pub fn limits(&self) -> Limits {
        self.profile.limits
    }

    /// How long sessions live (ID-3).
    pub(crate) fn sessions_live(&self) -> Sessions {
        self.profile.sessions.clone()
    }

    /// Where one can live.
    pub fn places(&self) -> &Places {
        &self.profile.places
    }

    /// What seals fields.
    pub fn seal(&self) -> Arc<Seal> {
        self.beside.seal()
    }

    /// Names the record touched, for the audit event.
    pub fn target(&mut self, key: &impl ToString) {
        self.event.target(key.to_string());
    }

    /// Says that this work did nothing, because the same form had come before and done it (APP-6).
    pub fn done_before(&mut self) {
        self.event.repeated();
    }
}

impl<'door, S: Subject> Acting<'door, S> {
    /// The way to statements of another shape, which do not go by the subject's key.
    pub fn beside(&mut self) -> &mut Unbound<'door> {
        &mut self.beside
    }

    /// Runs a statement on the subject's rows, its key bound as `$1`.
    #[doc(hidden)]
    pub fn ask<'a, A: Answer, const N: usize>(
        &'a mut self,
        statement: &Statement<S, A, N>,
        values: [&dyn Bind; N],
    ) -> impl Future<Output = Result<A, Error>> + Send + use<'a, 'door, S, A, N> {
        let key: Option<&dyn Bind> = if S::COLUMN.is_some() { Some(&self.key) } else { None };
        run(&mut self.beside.tx, statement, key, values)
    }

    /// After the work: undoes what failed, records, commits.
    async fn leave(self, door: &Door, action: S::Action, fault: Option<&Error>) -> Result<S::Facts, Error> {
        let Self { mut beside, event, recorded, refused_on, turn: _turn, key, facts, basis, .. } = self;
        if recorded && fault.is_none() && action.only_reads() {
            beside.tx.rollback().await?;
            return Ok(facts);
        }
        if fault.is_some() && !action.only_reads() {
            beside.tx.undo_to_savepoint().await?;
        }
        let event = event.on(S::word_of(basis), S::association(&facts));
        door.record(beside, action, event, fault).await?;
        if fault.is_some() && !action.only_reads() {
            // The first of a request counts.
            let _known = refused_on.set(S::chain(&key));
        }
        Ok(facts)
    }
}

impl Door {
    /// Opens the database, brings its tables up to date, and checks its settings.
    ///
    /// # Errors
    /// `Error::Database` when it cannot be reached or is not what it should be.
    pub async fn open(opening: Opening) -> Result<Self, Error> {
        let db = Db::open(&opening.database, opening.connections, opening.practice).await?;
        db.migrate().await?;
        let seal = Arc::new(key_check::seal(&db, &opening.keyring, opening.clock.now()).await?);
        adoption::adopt(&db, &seal.marker()?).await?;
        Ok(Self {
            recorder: Recorder::start(db.clone(), seal.clone(), opening.clock.clone()),
            pulse: Arc::default(),
            turns: Turns::default(),
            db,
            seal,
            clock: opening.clock,
            profile: opening.profile,
        })
    }

    /// The door of the same database with other decisions of the exchange.
    #[must_use]
    pub fn with_profile(&self, profile: Arc<Profile>) -> Self {
        Self { profile, ..self.clone() }
    }

    /// The exchange's decisions.
    pub fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What seals fields.
    pub fn seal(&self) -> &Seal {
        &self.seal
    }

    /// Now.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Today, in the exchange's time zone.
    pub fn today(&self) -> Date {
        self.clock.today(&self.profile.exchange.time_zone)
    }

    /// Writes down what is only counted, waits for open transactions and closes.
    pub async fn close(&self) {
        if let Err(fault) = self.recorder.settle().await {
            tracing::warn!(%fault, "tries of strangers of the last minute are not counted");
        }
        self.db.close().await;
    }

    pub(crate) fn unbound<'door>(&self, tx: Tx) -> Unbound<'door> {
        Unbound::new(tx, self.db.engine(), self.seal.clone(), (self.now(), self.today()))
    }

    /// The door to a subject: begin, find why, ask the rows of actions, do, record, commit. An attempt that is
    /// refused or fails is undone and still recorded, unless the database itself is away, full or locked.
    ///
    /// # Errors
    /// `Error::Denied` when there is no basis or the action's row refuses; whatever `work` returns.
    pub async fn acting_on<A: Has, T>(
        &self,
        session: &Session,
        key: &<A::Subject as Subject>::Key,
        action: A,
        work: impl AsyncFnOnce(&mut Acting<'_, A::Subject>) -> Result<T, Error>,
    ) -> Result<Acted<A::Subject, T>, Error> {
        let mut acting = self.enter::<A::Subject>(session, key, action).await?;
        let outcome = work(&mut acting).await;
        match outcome {
            // It would not take the event either, and whoever waits is told sooner.
            Err(fault) if fault.is_of_the_database() => {
                drop(acting.beside.tx.rollback().await);
                Err(fault)
            }
            outcome => {
                let left = acting.leave(self, action, outcome.as_ref().err()).await;
                if let (Err(fault), Err(first)) = (&left, &outcome) {
                    let (code, first) = (fault.failure_code(), first.failure_code());
                    tracing::error!(code, first, action = action.word(), "a failed attempt left no event");
                }
                Ok(Acted { facts: left?, value: outcome? })
            }
        }
    }

    /// Goes on with a read that takes several transactions, so that nothing is held while its parts are on their way:
    /// the event of what was `begun` stands for all of it. The grounds are asked anew.
    ///
    /// # Errors
    /// As `acting_on`; a refusal or failure leaves its own event.
    pub async fn going_on<A: Has, B, T>(
        &self,
        _begun: &Acted<A::Subject, B>,
        session: &Session,
        key: &<A::Subject as Subject>::Key,
        action: A,
        work: impl AsyncFnOnce(&mut Acting<'_, A::Subject>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut acting = self.enter::<A::Subject>(session, key, action).await?;
        acting.recorded = true;
        let outcome = work(&mut acting).await;
        acting.leave(self, action, outcome.as_ref().err()).await?;
        outcome
    }

    /// Before the work: begin, find the facts, ask the action's row. A refusal is recorded.
    async fn enter<'door, S: Subject>(
        &self,
        session: &Session,
        key: &S::Key,
        action: S::Action,
    ) -> Result<Acting<'door, S>, Error> {
        let turn = match action.only_reads() || planted::is(planted::BLOCKADE) {
            true => None,
            false => Some(self.db.in_line(self.turns.of(&session.account_key)).await?),
        };
        // Whoever was refused just now as a stranger gets no lock that others wait for, only to be refused again.
        if !action.only_reads() && self.recorder.refused_lately(session, self.now()) {
            let mut beside = self.unbound(self.db.begin_read().await?);
            match self.grounds::<S>(&mut beside, session, key, action).await? {
                Err(refused) if refused.stranger => {
                    return Err(self.turn_away::<S>(beside, session, key, action, refused).await?);
                }
                Ok(_) | Err(_) => beside.tx.rollback().await?,
            }
        }
        let chain = S::chain(key);
        let tx = match action.only_reads() {
            true => self.db.begin_read().await?,
            false => self.db.begin_write(&chain).await?,
        };
        let mut beside = self.unbound(tx);
        let event = Event::new(session, chain, action.word(), beside.now());
        match self.grounds::<S>(&mut beside, session, key, action).await? {
            Ok((facts, basis)) => {
                if !action.only_reads() {
                    beside.tx.savepoint().await?;
                }
                let refused_on = session.refused_on.clone();
                let recorded = session.shows_again && refused_on.get().is_some_and(|on| *on == S::chain(key));
                Ok(Acting {
                    beside,
                    event,
                    recorded,
                    refused_on,
                    turn,
                    key: key.clone(),
                    facts,
                    basis,
                    profile: self.profile.clone(),
                })
            }
            Err(refused) if refused.stranger => {
                Err(self.turn_away::<S>(beside, session, key, action, refused).await?)
            }
            Err(Refused { denial, .. }) => {
                let refused = Error::Denied(denial);
                self.record(beside, action, event, Some(&refused)).await?;
                Err(refused)
            }
        }
    }

    /// The facts, and why the actor may or may not.
    async fn grounds<S: Subject>(
        &self,
        beside: &mut Unbound<'_>,
        session: &Session,
        key: &S::Key,
        action: S::Action,
    ) -> Result<Result<(S::Facts, S::Basis), Refused>, Error> {
        let found = match &S::FACTS {
            Some(facts) => {
                let of = if planted::is(planted::CACHE) {
                    format!("{key}/{}", S::actor_key(session))
                } else {
                    String::new()
                };
                match planted::cache::found(&of) {
                    Some(found) => Some(found),
                    None => {
                        let found = run(&mut beside.tx, facts, Some(key), [&S::actor_key(session)]).await?;
                        planted::cache::keep(&of, &found);
                        found
                    }
                }
            }
            None => S::given(&session.actor),
        };
        let found = found.filter(S::is_there);
        let there = found.is_some();
        let grounds = found.ok_or_else(|| S::unfound(&session.actor)).and_then(|facts| {
            let basis = S::basis(&session.actor, key, &facts, beside.today())?;
            permit(&self.profile.limits, basis, action)?;
            if let Some(at) = session.confirmed_at {
                confirmed_lately(action, at, beside.now())?;
            }
            Ok((facts, basis))
        });
        Ok(grounds.map_err(|denial| Refused { stranger: !there || denial == Denial::NoBasis, there, denial }))
    }

    /// Lets go of everything of the subject's, and records the try in the stranger's own chain; gives the refusal.
    async fn turn_away<S: Subject>(
        &self,
        beside: Unbound<'_>,
        session: &Session,
        key: &S::Key,
        action: S::Action,
        refused: Refused,
    ) -> Result<Error, Error> {
        let (at, day) = (beside.now(), beside.today());
        beside.tx.rollback().await?;
        let error = Error::Denied(refused.denial);
        if refused.there && planted::is(planted::BLOCKADE) {
            let event = Event::new(session, S::chain(key), action.word(), at).refused(error.rule());
            self.recorder.record(event).await?;
            return Ok(error);
        }
        let event = Event::of_stranger(session, &S::chain(key), action.word(), at).refused(error.rule());
        let consumer = S::consumer(key).filter(|_| refused.there).cloned();
        self.recorder.refuse(Try { event, consumer, day }).await?;
        Ok(error)
    }

    /// Writes the event and ends the transaction: a write's event is in it, a read's is durable before the
    /// answer leaves.
    async fn record<A: Action>(
        &self,
        mut beside: Unbound<'_>,
        action: A,
        event: Event,
        fault: Option<&Error>,
    ) -> Result<(), Error> {
        let event = match fault {
            Some(fault) => event.refused(fault.rule()),
            None => event,
        };
        if action.only_reads() {
            beside.tx.rollback().await?;
            self.recorder.record(event).await
        } else {
            beside.append(&event).await?;
            beside.tx.commit().await
        }
    }

    /// Somebody asked for a page that is not their role's: kept like every refused attempt, in the consumer's
    /// activity when there is such a consumer.
    ///
    /// # Errors
    /// `Error::Database` when it cannot be kept.
    pub async fn refuse_role(
        &self,
        session: &Session,
        about: Option<&domain::people::ConsumerKey>,
    ) -> Result<(), Error> {
        let nobody = domain::people::ConsumerKey(String::new());
        let (about, action) = (about.unwrap_or(&nobody), domain::consumer::Action::ReadConsumer);
        let refuse = async |_: &mut Acting<'_, _>| Err::<(), _>(Denial::NotThisRole.into());
        match self.acting_on(session, about, action, refuse).await {
            Ok(_) | Err(Error::Denied(_) | Error::NotFound) => Ok(()),
            Err(fault) => Err(fault),
        }
    }
}
