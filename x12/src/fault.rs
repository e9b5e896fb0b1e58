//! Why an enrollment cannot be written (ENR-7): each reason has its own name.

use std::fmt;

/// Why a transaction or envelope is refused by the writer. Nothing of it has been written then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The sum of PRE AMT 1 is not PRE AMT TOT.
    #[error("ENR-7: the members' premiums add up to {sum}, but PRE AMT TOT is {total}")]
    TotalIsNotTheSum {
        /// Sum of the members' premiums.
        sum: Cents,
        /// The total given.
        total: Cents,
    },
    /// TOT RES AMT is not PRE AMT TOT less APTC AMT.
    #[error(
        "ENR-7: TOT RES AMT is {responsible}, but PRE AMT TOT {total} less APTC AMT {aptc} is another amount"
    )]
    ResponsibleIsNotTheDifference {
        /// The total given.
        total: Cents,
        /// The tax credit given.
        aptc: Cents,
        /// What the consumer would pay.
        responsible: Cents,
    },
    /// The tax credit is more than the premium.
    #[error("ENR-7: APTC AMT {aptc} is more than PRE AMT TOT {total}")]
    CreditAboveTotal {
        /// The total given.
        total: Cents,
        /// The tax credit given.
        aptc: Cents,
    },
    /// A new enrollment without its money, or a person on it without a share.
    #[error("ENR-7: {what} is missing")]
    Missing {
        /// What.
        what: &'static str,
    },
    /// A broker without a National Producer Number of 1 to 10 digits (ENR-6).
    #[error("ENR-6: the broker's NPN must be 1 to 10 digits without a leading zero, not \"{npn}\"")]
    Npn {
        /// What was given, as it may be shown.
        npn: String,
    },
    /// The plan is not one of this carrier.
    #[error("ENR-7: plan {plan} is not one of issuer {hios}")]
    PlanOfAnotherIssuer {
        /// The plan variant.
        plan: String,
        /// The issuer.
        hios: String,
    },
    /// A value that does not have the form the guide asks for.
    #[error("ENR-7: {what} must be {rule}, not \"{value}\"")]
    Form {
        /// Which value.
        what: &'static str,
        /// What it must be.
        rule: &'static str,
        /// What it is, as it may be shown; hidden for a Social Security number.
        value: String,
    },
    /// Two persons of one policy have the same number.
    #[error("ENR-7: two members have the number {id}")]
    MemberTwice {
        /// The number.
        id: String,
    },
    /// Coverage would end before it begins.
    #[error("ENR-7: coverage would end on {end}, before it begins on {begin}; that is a cancellation")]
    EndsBeforeItBegins {
        /// First day.
        begin: jiff::civil::Date,
        /// Last day.
        end: jiff::civil::Date,
    },
    /// The code list has no such reason for this kind of end.
    #[error("ENR-7: the guide has no code for this reason of a {kind}")]
    ReasonWithoutCode {
        /// Cancellation or termination.
        kind: &'static str,
    },
    /// A file must carry something.
    #[error("ENR-7: a file without a transaction is not written")]
    NoTransaction,
    /// The numbers of one file are used up.
    #[error("ENR-7: control number {0} is not between 1 and 999999999")]
    ControlNumber(u64),
    /// The text could not be passed on.
    #[error("the text could not be written: {0}")]
    Output(#[from] fmt::Error),
}

/// An amount in cents that shows itself in dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cents(pub u64);

impl fmt::Display for Cents {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
