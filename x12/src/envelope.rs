//! The envelope of a file: who sends it to whom, when, with which numbers.

use jiff::civil::DateTime;

use crate::codes::{PartyQualifier, Usage};
use crate::transaction::Transaction;

/// The ISA and GS of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Who sends.
    pub sender: Party,
    /// Who receives.
    pub receiver: Party,
    /// ISA13 and GS06: the next number of this carrier, 1 to 999,999,999, without gaps.
    pub control_number: u32,
    /// ST02 of the first transaction; either 1 in every file or the next number of this carrier.
    pub first_transaction: u32,
    /// When the file was made; whole seconds.
    pub created: DateTime,
    /// Test or production.
    pub usage: Usage,
}

/// One end of the exchange of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// What kind of number `id` is.
    pub qualifier: PartyQualifier,
    /// 2 to 15 characters; also the application code of the group (GS02, GS03).
    pub id: String,
}

/// A whole file in memory. A file of any size is written with a [`crate::Writer`] instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interchange {
    /// The envelope.
    pub envelope: Envelope,
    /// What it carries; at least one.
    pub transactions: Vec<Transaction>,
}
