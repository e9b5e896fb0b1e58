//! The one way in. `Door::acting_on` finds why an actor may act on a subject, asks the subject's actions, runs the
//! work with a proof that owns the transaction, records, commits. Nothing else here gives rows of a subject to
//! anybody. The only crate with a connection.

#![expect(
    clippy::allow_attributes,
    reason = "`statements!` allows what only some of its functions need; elsewhere the lint does not see it"
)]

mod acting;
mod adoption;
mod audit;
mod batch;
pub mod bulk;
mod chain;
mod clock;
mod credentials;
mod db;
mod error;
mod health;
mod held;
mod key_check;
mod keyring;
mod migrations;
mod planted;
mod program;
pub mod randomness;
mod scopes;
mod seal;
mod session;
mod statement;
mod subject;
#[cfg(feature = "testing")]
pub mod testing;
mod turns;

pub use acting::{Acted, Acting, Ahead, Door, Opening};
pub use audit::{Person, SampleChain, sample_events};
pub use batch::Values;
pub use chain::{ChainFault, ChainHead, ChainReport, ReceiptFound};
pub use clock::{Clock, civil_of, day_of};
pub use domain::{columns, stored};
pub use error::{Error, Fault, FieldFault, Stale};
pub use health::Unwell;
pub use held::on_one_budget;
pub use keyring::{KeyName, KeyringFrom};
pub use program::new_token;
pub use scopes::{AtTheEntrance, AtWork, Beside, Entrance, Looking, Public, Unbound, Work};
pub use seal::{DataKey, ListedKey, Marker, Seal};
pub use session::{Ends, Late, Live, OwnSession, Pending, RequestContext, Session, Through, token_hash};
pub use statement::{Answer, Changed, Entry, One, Row, Scope, Statement};
pub use subject::{
    Account, AccountFacts, Agency, AgencyFacts, Book, BookFacts, Consumer, ConsumerFacts, Has, OwnProfile,
    OwnProfileFacts, Roster, RosterFacts, Subject, TheRoster,
};

/// The statements of this crate, for the test that prepares all.
pub const REGISTRY: &[(&str, &[Entry])] = &[
    ("subject", subject::STATEMENTS),
    ("session", session::STATEMENTS),
    ("session/own", session::OF_OWN_ACCOUNT),
    ("session/limits", session::LIMITS),
    ("session/through", session::THROUGH_A_PROVIDER),
    ("program", program::STATEMENTS),
    ("audit", audit::STATEMENTS),
    ("adoption", adoption::STATEMENTS),
    ("chain", chain::STATEMENTS),
    ("health", health::STATEMENTS),
    ("key_check", key_check::STATEMENTS),
];
