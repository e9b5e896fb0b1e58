//! What can be acted on: for each subject its key, its actions, the facts that one statement finds, and the pure
//! function that makes a basis of them.

mod own_account;

pub use own_account::{Account, AccountFacts};

use crate::{
    Entry, Session, Statement, credential_columns, rows,
    statement::{Row, Scope},
};
use domain::{
    access::{Action, Basis, Denial},
    agency::{self, AgencyStanding},
    book::{self, Stage},
    certification::Credentials,
    consumer,
    name::Name,
    own_profile,
    people::{
        Actor, AgencyKey, AssisterKey, AssisterKind, AssociationKey, ConsumerKey, Program, Role, TokenScope,
    },
    roster,
    stored::Bind,
};
use jiff::civil::Date;

/// A kind of subject.
pub trait Subject: Scope + sealed::Sealed + Sized + Send + Sync + 'static {
    /// Names one of them.
    type Key: Bind + Clone + std::fmt::Display + Send + Sync;
    /// What can be done.
    type Action: Has<Subject = Self, Basis = Self::Basis>;
    /// Why somebody may.
    type Basis: Basis;
    /// What the one statement finds.
    type Facts: Row + Clone + Sync + 'static;
    /// Finds the facts: `$1` the subject's key, `$2` the actor's. No row, or one that says so (`is_there`): there is no
    /// such subject. `None` where the session alone decides (`given`).
    const FACTS: Option<Statement<Self, Option<Self::Facts>, 1>>;

    /// By which the facts know the actor.
    fn actor_key(session: &Session) -> &str {
        session.actor_key()
    }

    /// The facts of a subject that has no statement.
    fn given(_: &Actor) -> Option<Self::Facts> {
        None
    }

    /// Whether the facts are those of a subject that there is.
    fn is_there(_: &Self::Facts) -> bool {
        true
    }

    /// Why this actor may act, from the facts.
    ///
    /// # Errors
    /// Why not.
    fn basis(actor: &Actor, key: &Self::Key, facts: &Self::Facts, today: Date)
    -> Result<Self::Basis, Denial>;

    /// What an actor is told for whom nothing was found.
    fn unfound(_: &Actor) -> Denial {
        Denial::NoBasis
    }

    /// The association that carries the right, for the audit log.
    fn association(_: &Self::Facts) -> Option<&AssociationKey> {
        None
    }

    /// The consumer who is told of strangers' tries.
    fn consumer(_: &Self::Key) -> Option<&ConsumerKey> {
        None
    }

    /// The name of its chain in the audit log, which is its lock too.
    fn chain(key: &Self::Key) -> String {
        format!("{}:{key}", Self::WORD)
    }

    #[doc(hidden)]
    fn word_of(basis: Self::Basis) -> &'static str {
        basis.word()
    }
}

/// An action has its subject: one of another subject cannot be asked.
pub trait Has: Action {
    /// What it is done to.
    type Subject: Subject<Action = Self, Basis = Self::Basis>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Consumer {}
    impl Sealed for super::Book {}
    impl Sealed for super::OwnProfile {}
    impl Sealed for super::Account {}
    impl Sealed for super::Agency {}
    impl Sealed for super::Roster {}
}

/// One consumer's data.
#[derive(Clone, Debug)]
pub enum Consumer {}

/// An assister's own list of consumers.
#[derive(Clone, Debug)]
pub enum Book {}

/// An assister's own account.
#[derive(Clone, Debug)]
pub enum OwnProfile {}

/// One agency and its staff.
#[derive(Clone, Debug)]
pub enum Agency {}

/// All assister accounts.
#[derive(Clone, Debug)]
pub enum Roster {}

rows! {
    /// Who the consumer is, and what the actor is to them.
    pub struct ConsumerFacts {
        /// Given name.
        pub given_name: String,
        /// Family name.
        pub family_name: String,
        there: i64,
        standing: Option<Standing>,
    }

    /// An active association and its assister.
    struct Standing {
        association_key: AssociationKey,
        credentials: Credentials,
    }

    /// The assister whose book it is, and how many consumers are at which stage.
    pub struct BookFacts {
        credentials: Credentials,
        given_name: String,
        family_name: String,
        /// The number by which consumers find the assister.
        pub reference_number: String,
        not_started: i64,
        in_progress: i64,
        submitted: i64,
        enrolled: i64,
        ended: i64,
    }

    /// The assister whose profile it is.
    pub struct OwnProfileFacts {
        credentials: Credentials,
        given_name: String,
        family_name: String,
    }

    /// The agency, of which the actor is an administrator.
    pub struct AgencyFacts {
        /// Its name.
        pub name: String,
        /// Of which kind its assisters are.
        pub kind: AssisterKind,
        /// The facts of CERT-1.
        pub standing: AgencyStanding,
    }

    /// The roster is one, and whoever keeps it is told by the session.
    pub struct RosterFacts {}
}

impl ConsumerFacts {
    /// The consumer's name, for the banner of whoever acts (ACT-3).
    pub fn name(&self) -> String {
        domain::typed::name::full(&self.given_name, &self.family_name)
    }

    /// The same as one value, for sentences.
    pub fn person_name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    /// The kind of the assister who acts: decides which desk helps further. `None` for the consumer.
    pub fn assister_kind(&self) -> Option<AssisterKind> {
        self.standing.as_ref().map(|standing| standing.credentials.kind)
    }
}

impl OwnProfileFacts {
    /// The assister's name.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    /// The facts of CERT-1.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }
}

impl BookFacts {
    /// The assister's name, as consumers know it.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    /// The assister's kind: decides which desk helps further.
    pub fn assister_kind(&self) -> AssisterKind {
        self.credentials.kind
    }

    /// Consumers at a stage.
    pub fn count(&self, stage: Stage) -> i64 {
        match stage {
            Stage::NotStarted => self.not_started,
            Stage::InProgress => self.in_progress,
            Stage::Submitted => self.submitted,
            Stage::Enrolled => self.enrolled,
            Stage::Ended => self.ended,
        }
    }
}

/// It answers with one row whether there is such a consumer or not, and looks up the same: a stranger's time tells nothing.
const CONSUMER_FACTS: Statement<Consumer, Option<ConsumerFacts>, 1> = Statement::new(concat!(
    "SELECT coalesce(c.given_name, '') AS given_name, coalesce(c.family_name, '') AS family_name, \
     CAST(CASE WHEN c.consumer_key IS NULL THEN 0 ELSE 1 END AS BIGINT) AS there, s.association_key, ",
    credential_columns!(),
    " FROM (SELECT 1 AS one) o \
     LEFT JOIN consumers c ON c.consumer_key = $1 \
     LEFT JOIN associations s ON s.consumer_key = $1 AND s.assister_key = $2 AND s.ended_at IS NULL \
     LEFT JOIN assisters a ON a.assister_key = s.assister_key \
     LEFT JOIN agencies g ON g.agency_key = a.agency_key"
));

impl Scope for Consumer {
    const WORD: &'static str = "consumer";
    const COLUMN: Option<&'static str> = Some("consumer_key");
}

impl Has for consumer::Action {
    type Subject = Consumer;
}

impl Subject for Consumer {
    type Key = ConsumerKey;
    type Action = consumer::Action;
    type Basis = consumer::Basis;
    type Facts = ConsumerFacts;
    const FACTS: Option<Statement<Self, Option<ConsumerFacts>, 1>> = Some(CONSUMER_FACTS);

    fn is_there(facts: &ConsumerFacts) -> bool {
        facts.there == 1
    }

    /// An assister who may not act today has no basis: for them the consumer does not exist (ACT-1).
    fn basis(
        actor: &Actor,
        key: &ConsumerKey,
        facts: &ConsumerFacts,
        today: Date,
    ) -> Result<consumer::Basis, Denial> {
        match actor {
            Actor::Consumer(own) if own == key => Ok(consumer::Basis::OwnAccount),
            actor if actor.helps_consumers() => Ok(consumer::Basis::Exchange),
            Actor::Consumer(_) | Actor::Staff(_) | Actor::Program(_) => Err(Denial::NoBasis),
            Actor::Assister(_) => match &facts.standing {
                Some(standing) if standing.credentials.missing_on(today).is_empty() => {
                    Ok(consumer::Basis::Association)
                }
                Some(_) | None => Err(Denial::NoBasis),
            },
        }
    }

    fn consumer(key: &ConsumerKey) -> Option<&ConsumerKey> {
        Some(key)
    }

    fn association(facts: &ConsumerFacts) -> Option<&AssociationKey> {
        facts.standing.as_ref().map(|standing| &standing.association_key)
    }
}

const BOOK_FACTS: Statement<Book, Option<BookFacts>, 1> = Statement::new(concat!(
    "SELECT ",
    credential_columns!(),
    ", a.given_name, a.family_name, a.reference_number, coalesce(b.not_started, 0) AS not_started, \
     coalesce(b.in_progress, 0) AS in_progress, coalesce(b.submitted, 0) AS submitted, \
     coalesce(b.enrolled, 0) AS enrolled, coalesce(b.ended, 0) AS ended FROM assisters a \
     LEFT JOIN agencies g ON g.agency_key = a.agency_key \
     LEFT JOIN book_counts b ON b.assister_key = a.assister_key \
     WHERE a.assister_key = $1 AND a.assister_key = $2"
));

impl Scope for Book {
    const WORD: &'static str = "book";
    const COLUMN: Option<&'static str> = Some("assister_key");
}

impl Has for book::Action {
    type Subject = Book;
}

impl Subject for Book {
    type Key = AssisterKey;
    type Action = book::Action;
    type Basis = book::Basis;
    type Facts = BookFacts;
    const FACTS: Option<Statement<Self, Option<BookFacts>, 1>> = Some(BOOK_FACTS);

    fn basis(
        actor: &Actor,
        key: &AssisterKey,
        facts: &BookFacts,
        today: Date,
    ) -> Result<book::Basis, Denial> {
        match actor {
            Actor::Assister(own) if own == key => match facts.credentials.missing_on(today) {
                missing if missing.is_empty() => Ok(book::Basis::OwnBook),
                missing => Err(Denial::NotCertified(missing)),
            },
            Actor::Assister(_) | Actor::Consumer(_) | Actor::Staff(_) | Actor::Program(_) => {
                Err(Self::unfound(actor))
            }
        }
    }

    fn unfound(actor: &Actor) -> Denial {
        match actor {
            Actor::Assister(_) => Denial::NoBasis,
            Actor::Consumer(_) | Actor::Staff(_) | Actor::Program(_) => Denial::NotThisRole,
        }
    }
}

const OWN_PROFILE_FACTS: Statement<OwnProfile, Option<OwnProfileFacts>, 1> = Statement::new(concat!(
    "SELECT ",
    credential_columns!(),
    ", a.given_name, a.family_name FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
     WHERE a.assister_key = $1 AND a.assister_key = $2"
));

impl Scope for OwnProfile {
    const WORD: &'static str = "profile";
    const COLUMN: Option<&'static str> = Some("assister_key");
}

impl Has for own_profile::Action {
    type Subject = OwnProfile;
}

impl Subject for OwnProfile {
    type Key = AssisterKey;
    type Action = own_profile::Action;
    type Basis = own_profile::Basis;
    type Facts = OwnProfileFacts;
    const FACTS: Option<Statement<Self, Option<OwnProfileFacts>, 1>> = Some(OWN_PROFILE_FACTS);

    /// Whoever may not act today has it too: it says why.
    fn basis(
        actor: &Actor,
        key: &AssisterKey,
        _: &OwnProfileFacts,
        _: Date,
    ) -> Result<own_profile::Basis, Denial> {
        match actor {
            Actor::Assister(own) if own == key => Ok(own_profile::Basis::OwnProfile),
            Actor::Assister(_) | Actor::Consumer(_) | Actor::Staff(_) | Actor::Program(_) => {
                Err(Self::unfound(actor))
            }
        }
    }

    fn unfound(actor: &Actor) -> Denial {
        Book::unfound(actor)
    }
}

/// An account that was disabled belongs to no agency.
const AGENCY_FACTS: Statement<Agency, Option<AgencyFacts>, 1> = Statement::new(
    "SELECT g.name, g.kind, g.state AS agency_state, g.certified_on AS agency_certified_on, g.contract_from, g.contract_until \
     FROM agencies g JOIN accounts c ON c.agency_key = g.agency_key AND c.role = 'agency_administrator' \
     AND c.disabled_at IS NULL WHERE g.agency_key = $1 AND c.account_key = $2",
);

impl Scope for Agency {
    const WORD: &'static str = "agency";
    const COLUMN: Option<&'static str> = Some("agency_key");
}

impl Has for agency::Action {
    type Subject = Agency;
}

impl Subject for Agency {
    type Key = AgencyKey;
    type Action = agency::Action;
    type Basis = agency::Basis;
    type Facts = AgencyFacts;
    const FACTS: Option<Statement<Self, Option<AgencyFacts>, 1>> = Some(AGENCY_FACTS);

    fn basis(actor: &Actor, _: &AgencyKey, _: &AgencyFacts, _: Date) -> Result<agency::Basis, Denial> {
        match actor {
            Actor::Staff(Role::AgencyAdministrator) => Ok(agency::Basis::AgencyAdministrator),
            Actor::Assister(_) | Actor::Consumer(_) | Actor::Staff(_) | Actor::Program(_) => {
                Err(Self::unfound(actor))
            }
        }
    }

    fn unfound(actor: &Actor) -> Denial {
        match actor {
            Actor::Staff(Role::AgencyAdministrator) => Denial::NoBasis,
            Actor::Assister(_) | Actor::Consumer(_) | Actor::Staff(_) | Actor::Program(_) => {
                Denial::NotThisRole
            }
        }
    }
}

/// The key of the one roster.
#[derive(Clone, Copy, Debug)]
pub struct TheRoster;

impl std::fmt::Display for TheRoster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Roster::WORD)
    }
}

impl Bind for TheRoster {
    fn cell(&self) -> domain::stored::Cell<'_> {
        domain::stored::Cell::Text(Roster::WORD.into())
    }
}

impl Scope for Roster {
    const WORD: &'static str = "roster";
}

impl Has for roster::Action {
    type Subject = Roster;
}

impl Subject for Roster {
    type Key = TheRoster;
    type Action = roster::Action;
    type Basis = roster::Basis;
    type Facts = RosterFacts;
    const FACTS: Option<Statement<Self, Option<RosterFacts>, 1>> = None;

    fn given(actor: &Actor) -> Option<RosterFacts> {
        match actor {
            Actor::Staff(Role::ResourceManager) | Actor::Program(_) => Some(RosterFacts {}),
            Actor::Staff(
                Role::Consumer
                | Role::Assister
                | Role::AgencyAdministrator
                | Role::ServiceDesk
                | Role::Auditor,
            )
            | Actor::Consumer(_)
            | Actor::Assister(_) => None,
        }
    }

    fn basis(actor: &Actor, _: &TheRoster, _: &RosterFacts, _: Date) -> Result<roster::Basis, Denial> {
        Self::given(actor).ok_or(Denial::NotThisRole)?;
        Ok(match actor {
            Actor::Program(Program { scope: TokenScope::Write, .. }) => roster::Basis::ScimToken,
            Actor::Program(Program { scope: TokenScope::Read, .. }) => roster::Basis::ScimReader,
            Actor::Consumer(_) | Actor::Assister(_) | Actor::Staff(_) => roster::Basis::ResourceManager,
        })
    }

    fn unfound(_: &Actor) -> Denial {
        Denial::NotThisRole
    }

    fn chain(key: &TheRoster) -> String {
        key.to_string()
    }
}

/// The statements that find facts.
pub(crate) const STATEMENTS: &[Entry] = &[
    CONSUMER_FACTS.entry("consumer"),
    BOOK_FACTS.entry("book"),
    OWN_PROFILE_FACTS.entry("own_profile"),
    own_account::FACTS.entry("account"),
    AGENCY_FACTS.entry("agency"),
];
