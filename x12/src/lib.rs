//! X12 834 (005010X220A1) for qualified health plans: write, read strictly, explain in words; 999 and TA1 answers.
//!
//! Pure: text in, values out. No clock, no files, no randomness. See `docs/834.md`.

mod acknowledgment;
mod body;
mod canonical;
mod care;
mod categories;
mod characters;
mod check;
mod codes;
mod debug;
mod delimiters;
mod enrollment;
mod envelope;
mod explain;
mod fault;
mod form;
mod frame;
mod maintenance;
mod member;
mod numbers;
mod read;
mod refusal;
mod segment;
mod sentences;
mod shown;
mod splitter;
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
pub use explain::{Explained, ExplainedSegment, Explainer, explain};
pub use fault::{Cents, Fault};
pub use read::{Content, Item, Received, read, read_enrollments};
pub use refusal::Refusal;
pub use shown::shown;
pub use transaction::{
    Address, Broker, Contact, Dependent, EndReason, Exchange, Issuer, Kind, Member, PersonName, Premium,
    Transaction,
};
pub use write::{Writer, write};
