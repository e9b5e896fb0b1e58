//! What the portal does: one verb for each thing a person wants, in a file named for it. All SQL is in
//! `store/`, and the only way in is a door in `store/acting.rs`; whatever is outside the process is in
//! `outside/`. Nothing here knows of HTTP or HTML.

pub mod accounts;
pub mod activity;
mod allowance;
pub mod applications;
pub mod assisters;
pub mod associations;
pub mod audit_trail;
mod benchmarks;
pub mod catalogs;
mod clock;
pub mod dashboard;
pub mod determinations;
pub mod enrollments;
mod error;
#[doc(hidden)]
pub mod example_households;
pub mod home;
pub mod outbox;
mod outside;
mod passwords;
pub mod plans;
pub mod practice;
mod randomness;
pub mod registration;
pub mod second_factor;
mod session;
pub mod shopping;
pub mod sign_in;
mod store;
mod throttle;
pub mod what_if;

pub use ::eligibility::{
    CostSharing, Determination, Fact, Facts, IncomeThresholds, Outcome, PersonResult, Program, Reason, Rule,
    TaxHouseholdResult, Threshold,
};
pub use clock::{Clock, civil_of, day_of};
pub use error::{Error, FieldFault, Stale};
pub use outside::carriers::{Exported, Unsent};
pub use session::{RequestContext, Session};
pub use store::{Acted, ActingOn, Book, Consumer, Roster, testing};

use domain::profile::Profile;
use std::sync::Arc;

/// The portal: the database behind its doors, the profile, the clock.
#[derive(Clone)]
pub struct Portal {
    db: store::Db,
    recorder: store::Recorder,
    catalogs: catalogs::Shelf,
    estimates: Arc<allowance::Allowance>,
    seal: Arc<store::Seal>,
    profile: Arc<Profile>,
    rules: Rules,
    clock: Clock,
    practice: bool,
    mailer: Option<Arc<outside::mail::Mailer>>,
}

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
    /// 32 bytes that wrap the keys of sealed fields.
    pub master_key: [u8; 32],
    /// Practice data: personas, practice mailbox.
    pub practice: bool,
}

/// The exchange's own rule pack, or the embedded one.
#[derive(Clone)]
pub(crate) struct Rules(Option<Arc<eligibility::RulePack>>);

impl Rules {
    pub(crate) fn pack(&self) -> &eligibility::RulePack {
        match &self.0 {
            Some(own) => own,
            None => eligibility::RulePack::minnesota(),
        }
    }
}

impl Portal {
    /// Opens the database, brings its tables up to date, and checks its settings.
    ///
    /// # Errors
    /// `Error::Database` when it cannot be reached or is not what it should be.
    pub async fn open(opening: Opening) -> Result<Self, Error> {
        let db = store::Db::open(&opening.database).await?;
        db.migrate().await?;
        Ok(Self {
            recorder: store::Recorder::start(db.clone()),
            db,
            catalogs: catalogs::Shelf::default(),
            estimates: Arc::new(what_if::allowance()),
            seal: Arc::new(store::Seal::new(opening.master_key)),
            profile: Arc::new(opening.profile),
            rules: Rules(opening.rules.map(Arc::new)),
            clock: opening.clock,
            practice: opening.practice,
            mailer: None,
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
        &self.clock
    }

    /// Whether this is practice data.
    pub fn is_practice(&self) -> bool {
        self.practice
    }

    /// Today, in the exchange's time zone.
    pub fn today(&self) -> jiff::civil::Date {
        self.clock.today(&self.profile.exchange.time_zone)
    }

    /// The day of a stored instant in the exchange's time zone, in words.
    pub fn day_in_words(&self, instant: i64) -> String {
        domain::text::date_in_words(day_of(instant, &self.profile.exchange.time_zone))
    }

    /// A stored instant in the exchange's time zone, in words.
    pub fn moment_in_words(&self, instant: i64) -> String {
        domain::text::moment_in_words(civil_of(instant, &self.profile.exchange.time_zone))
    }

    /// Ends cleanly: waits for what is being written.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
