//! X12 834 (005010X220A1) for qualified health plans: write, read strictly, explain in words; 999 and TA1 answers.
//!
//! Pure: text in, values out. No clock, no files, no randomness. See `docs/834.md`.

mod acknowledgment;
mod body;
mod canonical;
mod categories;
mod characters;
mod check;
mod codes;
mod enrollment;
mod envelope;
mod explain;
mod fault;
mod form;
mod maintenance;
mod member;
mod read;
mod refusal;
mod segment;
mod transaction;
mod words;
mod write;

pub use acknowledgment::{
    ElementError, GroupAcknowledgment, InterchangeAcknowledgment, SegmentError, TransactionAcknowledgment,
};
pub use canonical::canonical;
pub use characters::{is_carried_unchanged, transliterate};
pub use codes::{
    GroupVerdict, InsuranceLine, InterchangeVerdict, Origin, PartyQualifier, Relationship, SepReason,
    SetVerdict, Sex, Usage, Zone,
};
pub use envelope::{Envelope, Interchange, Party};
pub use explain::{ExplainedSegment, explain};
pub use fault::{Cents, Fault};
pub use read::{Content, Item, Received, read, read_enrollments};
pub use refusal::Refusal;
pub use transaction::{
    Address, Broker, Contact, Dependent, EndReason, Exchange, Issuer, Kind, Member, PersonName, Premium,
    Transaction,
};
pub use write::{Writer, write};
