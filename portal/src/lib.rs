//! What the portal does: one verb for each thing a person wants. The only way to a row is the crate `door`.
//! Nothing here knows of HTTP or HTML.

pub mod accounts;
pub mod activity;
pub mod agencies;
pub mod agency_staff;
mod agreements;
pub mod applications;
pub mod assisters;
pub mod associations;
pub mod audit;
pub mod book;
pub mod carriers;
pub mod changes;
pub mod determinations;
pub mod directory;
pub mod enrollments;
#[doc(hidden)]
pub mod example_households;
pub mod home;
mod idempotency;
pub mod inviting;
pub mod keys;
mod language;
pub mod lost_factors;
pub mod outbox;
pub mod own_profile;
pub mod parked;
pub mod plans;
pub mod practice;
mod reminders;
pub mod renewals;
pub mod roster_files;
pub mod roster_requests;
mod rules;
pub mod settings;
pub mod setup;
pub mod shopping;
pub mod sign_in;
pub mod spreadsheet;
#[cfg(feature = "testing")]
pub mod testing;
mod throttle;
pub mod tokens;
pub mod what_if;
pub mod work;

pub use ::eligibility::{
    CostSharing, Determination, Fact, Facts, IncomeThresholds, Missing, Outcome, PersonResult, Program,
    Reason, Rule, TaxHouseholdResult, Threshold,
};
pub use agreements::Agreement;
pub use door::{
    Acting as ActingOn, Agency, Book, ChainFault, ChainHead, ChainReport, Clock, Consumer, Ends, Error,
    FieldFault, KeyringFrom, Late, OwnProfile, RequestContext, Roster, Session, Stale, Unwell, civil_of,
    day_of, on_one_budget,
};

use domain::{
    instant::Instant,
    people::ConsumerKey,
    profile::{Desk, Profile},
};
use door::Door;
pub use rules::Awaited;
use std::sync::Arc;

/// What a verb on a consumer answers, and about whom.
pub type Acted<T> = door::Acted<Consumer, T>;

pub(crate) use door::randomness;

/// The portal: the database behind its doors, the profile, the clock.
#[derive(Clone)]
pub struct Portal {
    door: Door,
    catalogs: plans::Shelf,
    at_provider: Arc<throttle::Turns>,
    errands: Arc<throttle::Allowance>,
    estimates: Arc<throttle::Allowance>,
    pages: Arc<throttle::Allowance>,
    passkeys: Arc<throttle::Allowance>,
    programs: Arc<throttle::Allowance>,
    usernames: Arc<throttle::Allowance>,
    waiting: Arc<throttle::Waiting>,
    profile: Arc<Profile>,
    rules: rules::Rules,
    practice: bool,
    mailer: Option<Arc<outbox::Mailer>>,
    provider: Option<Arc<sign_in::Provider>>,
    carrier_keys: carriers::Keys,
}

/// Most connections of one process to a PostgreSQL server.
const CONNECTIONS: u32 = 16;

/// How to open a portal.
pub struct Opening {
    /// `sqlite://...` or `postgres://...`.
    pub database: String,
    /// The exchange's decisions.
    pub profile: Profile,
    /// The rules of eligibility: the pack that the profile names; `None` for the embedded one.
    pub rules: Option<eligibility::RulePack>,
    /// The time.
    pub clock: Clock,
    /// Where the keys that seal come from.
    pub keyring: KeyringFrom,
    /// Practice data: personas, practice mailbox. A database that holds it is opened so in any case.
    pub practice: bool,
}

impl Portal {
    /// Opens the database, brings its tables up to date, and checks its settings.
    ///
    /// # Errors
    /// `Error::Database` when it cannot be reached or is not what it should be.
    pub async fn open(opening: Opening) -> Result<Self, Error> {
        Self::open_with(opening, CONNECTIONS).await
    }

    async fn open_with(opening: Opening, connections: u32) -> Result<Self, Error> {
        let profile = Arc::new(opening.profile);
        let door = Door::open(door::Opening {
            database: opening.database,
            profile: profile.clone(),
            keyring: opening.keyring,
            clock: opening.clock,
            connections,
            practice: opening.practice,
        });
        let door = door.await?;
        // What is practice stays practice: no mail leaves, and files to carriers say that they are tests.
        let practice = opening.practice || practice::is_in(&door).await?;
        Ok(Self {
            door,
            catalogs: plans::Shelf::default(),
            at_provider: Arc::default(),
            errands: Arc::new(sign_in::errands()),
            estimates: Arc::new(what_if::allowance()),
            pages: Arc::new(directory::allowance()),
            passkeys: Arc::new(sign_in::passkey_allowance()),
            usernames: Arc::new(accounts::allowance()),
            programs: Arc::new(tokens::allowance()),
            waiting: Arc::default(),
            profile,
            rules: rules::Rules(opening.rules.map(Arc::new)),
            practice,
            mailer: None,
            provider: None,
            carrier_keys: carriers::Keys::default(),
        })
    }

    /// The rules of eligibility in force.
    pub fn rules(&self) -> &eligibility::RulePack {
        self.rules.pack()
    }

    /// The exchange's decisions.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        self.door.clock()
    }

    /// The desk of the assister who acts; `None` for the consumer (DESK-1).
    fn desk_of(&self, acting: &ActingOn<'_, Consumer>) -> Option<Desk> {
        acting.facts().assister_kind().map(|kind| self.profile.desk(kind).clone())
    }

    /// Whether this is practice data.
    pub fn is_practice(&self) -> bool {
        self.practice
    }

    /// Today, in the exchange's time zone.
    pub fn today(&self) -> jiff::civil::Date {
        self.door.today()
    }

    /// The day of a stored instant in the exchange's time zone.
    pub fn day_of(&self, instant: impl Into<Instant>) -> jiff::civil::Date {
        day_of(instant.into(), &self.profile.exchange.time_zone)
    }

    /// A stored instant where the exchange is.
    pub fn moment_of(&self, instant: impl Into<Instant>) -> jiff::civil::DateTime {
        civil_of(instant.into(), &self.profile.exchange.time_zone)
    }

    /// The day of a stored instant in the exchange's time zone, in words.
    pub fn day_in_words(&self, instant: impl Into<Instant>) -> String {
        domain::text::date_in_words(day_of(instant.into(), &self.profile.exchange.time_zone))
    }

    /// A stored instant in the exchange's time zone, in words.
    pub fn moment_in_words(&self, instant: impl Into<Instant>) -> String {
        domain::text::moment_in_words(civil_of(instant.into(), &self.profile.exchange.time_zone))
    }

    /// Somebody asked for a page that is not their role's: kept like every refused attempt.
    ///
    /// # Errors
    /// `Error::Database` when it cannot be kept.
    pub async fn refuse_role(&self, session: &Session, about: Option<&ConsumerKey>) -> Result<(), Error> {
        self.door.refuse_role(session, about).await
    }

    /// What was asked for cannot be read: kept like every refused attempt. Gives the refusal, which is `Error::Invalid`
    /// for whoever might have done it.
    pub async fn refuse_unread(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        action: domain::consumer::Action,
    ) -> Error {
        let refuse = async |_: &mut ActingOn<'_, Consumer>| Err::<(), _>(Error::Invalid(Vec::new()));
        match self.door.acting_on(session, consumer, action, refuse).await {
            Ok(_) => Error::Invalid(Vec::new()),
            Err(refused) => refused,
        }
    }

    /// Whether the database takes reads and writes now.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn health(&self) -> Result<(), Unwell> {
        self.door.health().await
    }

    /// Ends cleanly: waits for what is being written.
    pub async fn close(&self) {
        self.door.close().await;
    }
}

/// The statements of all features, for the test that prepares every one of them.
pub const REGISTRY: &[(&str, &[door::Entry])] = &[
    ("accounts", accounts::STATEMENTS),
    ("activity", activity::STATEMENTS),
    ("agencies", agencies::STATEMENTS),
    ("agency_staff", agency_staff::STATEMENTS),
    ("applications", applications::STATEMENTS),
    ("assisters", assisters::STATEMENTS),
    ("assisters/many", assisters::many::STATEMENTS),
    ("assisters/many", assisters::many::BATCHES),
    ("associations", associations::STATEMENTS),
    ("book", book::STATEMENTS),
    ("carriers", carriers::STATEMENTS),
    ("changes", changes::STATEMENTS),
    ("carriers", carriers::BATCHES),
    ("carriers/audits", carriers::AUDIT_BATCHES),
    ("changes", changes::BATCHES),
    ("determinations", determinations::STATEMENTS),
    ("directory", directory::STATEMENTS),
    ("enrollments", enrollments::STATEMENTS),
    ("home", home::STATEMENTS),
    ("idempotency", idempotency::STATEMENTS),
    ("inviting", inviting::STATEMENTS),
    ("keys", keys::STATEMENTS),
    ("lost_factors", lost_factors::STATEMENTS),
    ("outbox", outbox::STATEMENTS),
    ("outbox", outbox::BATCHES),
    ("own_profile", own_profile::STATEMENTS),
    ("parked", parked::STATEMENTS),
    ("plans", plans::STATEMENTS),
    ("practice", practice::STATEMENTS),
    ("carriers/answers", carriers::ANSWERS),
    ("carriers/audits", carriers::AUDITS),
    ("carriers/desk", carriers::DESK),
    ("carriers/transport", carriers::TRANSPORT),
    ("reminders", reminders::STATEMENTS),
    ("renewals", renewals::STATEMENTS),
    ("roster_files", roster_files::STATEMENTS),
    ("roster_requests", roster_requests::STATEMENTS),
    ("settings", settings::STATEMENTS),
    ("setup", setup::STATEMENTS),
    ("shopping", shopping::STATEMENTS),
    ("sign_in", sign_in::STATEMENTS),
    ("sign_in/passkeys", sign_in::PASSKEY_STATEMENTS),
    ("sign_in/provider", sign_in::OF_PROVIDERS),
    ("throttle", throttle::STATEMENTS),
    ("tokens", tokens::STATEMENTS),
];

#[cfg(test)]
mod tests {
    use super::REGISTRY;

    #[tokio::test(flavor = "multi_thread")]
    async fn every_statement_fits_its_row_on_both_engines() {
        for database in door::testing::databases().await {
            door::testing::door(database.clone()).await.close().await;
            let all: Vec<_> = door::REGISTRY.iter().chain(REGISTRY).copied().collect();
            let misfits = door::testing::misfits(&database, &all).await;
            assert!(misfits.is_empty(), "{}", misfits.join("\n"));
        }
    }

    /// Each is listed in docs/decisions.md with its reason.
    const BESIDE: [&str; 14] = [
        "session::end_all",
        "book::count",
        "book::settle",
        "carriers::take_back",
        "idempotency::answered",
        "idempotency::keep",
        "inviting::language",
        "outbox::put",
        "outbox::put_nothing",
        "outbox::put_staged",
        "settings::end_resets",
        "sign_in::give_leave",
        "sign_in::lapse_leave",
        "sign_in/provider::forget_links",
    ];

    #[test]
    fn few_statements_go_beside_the_subjects_key_and_each_is_listed_with_its_reason() {
        let all = door::REGISTRY.iter().chain(REGISTRY);
        let beside: Vec<_> = all
            .flat_map(|(file, entries)| entries.iter().map(move |entry| (file, entry)))
            .filter(|(_, entry)| entry.scope == "beside")
            .map(|(file, entry)| format!("{file}::{}", entry.name))
            .collect();
        let audit = ["audit::head", "audit::append"].map(str::to_owned);
        let named: Vec<_> = beside.iter().filter(|name| !audit.contains(name)).collect();
        assert_eq!(named, BESIDE.iter().collect::<Vec<_>>());
        let decisions = include_str!("../../docs/decisions.md");
        for name in BESIDE {
            assert!(decisions.contains(&format!("`{name}`")), "docs/decisions.md does not name {name}");
        }
    }
}
