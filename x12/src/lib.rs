//! X12 834 (005010X220A1) for qualified health plans: write, read strictly, explain in words; 999 and TA1 answers.
//!
//! Pure: text in, values out. No clock, no files, no randomness. See `docs/834.md`.

mod body;
mod canonical;
mod characters;
mod check;
mod codes;
mod envelope;
mod fault;
mod form;
mod maintenance;
mod transaction;
mod write;

pub use canonical::canonical;
pub use characters::{is_carried_unchanged, transliterate};
pub use codes::{InsuranceLine, Origin, PartyQualifier, Relationship, SepReason, Sex, Usage, Zone};
pub use envelope::{Envelope, Interchange, Party};
pub use fault::{Cents, Fault};
pub use transaction::{
    Address, Broker, Contact, Dependent, EndReason, Exchange, Issuer, Kind, Member, PersonName, Premium,
    Transaction,
};
pub use write::{Writer, write};
