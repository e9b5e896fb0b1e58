//! The value of one 834 transaction: one enrollment, change or end of it, for one carrier (ENR-7).
//!
//! Amounts are integer cents. Text may hold any character: the writer transliterates what X12 cannot carry. A
//! transaction can be kept until it is written: it is serialized with its codes as they stand in the file.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::codes::{InsuranceLine, Origin, Relationship, SepReason, Sex, Zone};

/// One enrollment as it is told to, or confirmed by, its carrier.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// What happens to the enrollment.
    pub kind: Kind,
    /// BGN02: the sender's reference of this transaction, unique for ever (the outbox number, for example).
    pub reference: String,
    /// BGN03 and BGN04: when the transaction was made, in the exchange's zone; whole seconds.
    pub created: DateTime,
    /// The exchange.
    pub exchange: Exchange,
    /// The carrier.
    pub issuer: Issuer,
    /// The broker of record (ENR-6); navigators and certified application counselors never appear.
    pub broker: Option<Broker>,
    /// Who holds the policy; is always covered.
    pub subscriber: Member,
    /// Everyone else on the policy.
    pub dependents: Vec<Dependent>,
    /// Who leaves the policy with this transaction, while the others stay; nobody with any kind but [`Kind::MembersLeave`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaving: Vec<Dependent>,
    /// Health or dental.
    pub line: InsuranceLine,
    /// REF CE: 14 characters of plan and 2 of variant, without the hyphen.
    pub plan_variant_id: String,
    /// REF 1L: the exchange's number of the policy.
    pub policy_id: String,
    /// REF X9: the carrier's number of the policy, once it has said so.
    pub issuer_policy_id: Option<String>,
    /// REF ZZ: the carrier's number of the subscriber, once it has said so.
    pub issuer_subscriber_id: Option<String>,
    /// DTP 348: first day of coverage.
    pub benefit_begin: Date,
    /// The money of the policy; must be there for an initial enrollment, a reinstatement, an audit, and where members leave.
    pub premium: Option<Premium>,
    /// First half of APPLICATION ID AND ORIGIN.
    pub application_id: String,
    /// Second half of it: 3 when a broker acted, 1 when the consumer did.
    pub origin: Origin,
    /// REQUEST SUBMIT TIMESTAMP, to a hundredth of a second, in the exchange's zone.
    pub submitted_at: DateTime,
    /// SEP REASON, when it was a special enrollment.
    pub sep_reason: Option<SepReason>,
}

/// What a transaction does to the enrollment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A new enrollment.
    Initial,
    /// A new enrollment that replaces one cancelled or terminated because circumstances changed (CIC).
    InitialAfterChange,
    /// Another broker of record, or none any more, from a date on (ENR-6); the subscriber alone is sent.
    ChangeOfBroker {
        /// First day on which the broker named, or none, is of record.
        effective: Date,
    },
    /// Some of the dependents leave, and the others stay for other money: those who leave are ended (024), of the others the
    /// money changes (001, FINANCIAL CHANGE). Who was never covered is cancelled.
    MembersLeave {
        /// First day on which they are not covered, and from which the money holds.
        effective: Date,
        /// Why they leave.
        reason: EndReason,
    },
    /// Coverage that never began.
    Cancel(EndReason),
    /// Coverage that ends.
    Terminate {
        /// DTP 349: last day of coverage.
        end: Date,
        /// Why.
        reason: EndReason,
    },
    /// An enrollment that was ended comes back.
    Reinstate,
    /// The same, said by the carrier.
    ReinstatedByIssuer,
    /// The carrier's word that coverage is in force (021, 28, CONFIRM).
    Effectuation,
    /// Coverage as its sender knows it, in a file that both sides compare (030, XN): it changes nothing.
    Audit {
        /// DTP 349: last day of coverage, when it has an end before that of the year.
        end: Option<Date>,
    },
}

/// Why coverage is cancelled or terminated. Not every reason goes with both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EndReason {
    /// The consumer asked for it.
    Voluntary,
    /// Circumstances changed; a new enrollment follows.
    ChangeInCircumstances,
    /// No longer eligible.
    NotEligible,
    /// Fraud.
    Fraud,
    /// Other coverage.
    OtherCoverage,
    /// Periodic data matching.
    DataMatching,
    /// Carried forward.
    Carryforward,
    /// The premium was not paid; said by the carrier.
    NonPayment,
    /// Sent back within the free-look period; said by the carrier.
    FreeLook,
    /// Rescinded; said by the carrier.
    Rescinded,
    /// By a case worker's order; said by the carrier.
    Casework,
    /// A duplicate; said by the carrier.
    Duplicate,
    /// Out of the carrier's area; said by the carrier.
    OutOfArea,
    /// Another reason; said by the carrier.
    Other,
}

/// The exchange, as a transaction names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// SOURCE EXCHANGE ID: state and 0, `MN0`.
    pub id: String,
    /// The zone of all times.
    pub zone: Zone,
}

/// The carrier.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// Five digits; the plan variant must begin with them.
    pub hios: String,
    /// Name in loop 1000B.
    pub name: String,
    /// Nine digits, no hyphen.
    pub tin: String,
}

/// A broker of record in loop 1000C.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broker {
    /// The name as licensed.
    pub name: String,
    /// National Producer Number: 1 to 10 digits, no leading zero.
    pub npn: String,
}

/// A covered person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The exchange's number of the person (REF 17; the subscriber's is REF 0F of everyone).
    pub id: String,
    /// The carrier's number of the person (REF 23), once it has said so.
    pub issuer_id: Option<String>,
    /// Name.
    pub name: PersonName,
    /// Nine digits.
    pub ssn: Option<String>,
    /// Date of birth.
    pub birth: Date,
    /// Sex.
    pub sex: Sex,
    /// Whether the tobacco factor applies; `None` in an answer that does not say.
    pub tobacco: Option<bool>,
    /// How to reach the person.
    pub contact: Contact,
    /// Where the person lives.
    pub address: Option<Address>,
    /// PRE AMT 1: this person's share of the premium, in cents.
    pub premium_cents: Option<u64>,
}

/// A covered person who is not the subscriber.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependent {
    /// What the person is to the subscriber.
    pub relationship: Relationship,
    /// The person.
    pub member: Member,
}

/// A person's name.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// Last name; must not be empty.
    pub last: String,
    /// First name.
    pub first: Option<String>,
    /// Middle name.
    pub middle: Option<String>,
    /// Suffix: Jr, III.
    pub suffix: Option<String>,
}

/// How to reach a person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Phone; only its digits are sent.
    pub phone: Option<String>,
    /// Another phone.
    pub other_phone: Option<String>,
    /// E-mail; left out of the file when it holds characters that X12 cannot carry, as an altered address is a wrong one.
    pub email: Option<String>,
}

/// Where a person lives.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street and number.
    pub line1: String,
    /// Apartment.
    pub line2: Option<String>,
    /// City.
    pub city: String,
    /// Two letters.
    pub state: String,
    /// Five or nine digits.
    pub zip: String,
    /// County code, 3 to 5 digits of FIPS.
    pub county: Option<String>,
}

/// The money of a policy, in cents a month.
///
/// `total = sum of the members' premiums` and `responsible = total - aptc`; the writer refuses anything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Premium {
    /// PRE AMT TOT.
    pub total_cents: u64,
    /// APTC AMT; 0 when none.
    pub aptc_cents: u64,
    /// TOT RES AMT: what the consumer pays.
    pub responsible_cents: u64,
    /// RATING AREA: `R-MN008`.
    pub rating_area: String,
}
