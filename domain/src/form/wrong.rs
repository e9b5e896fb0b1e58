//! What is wrong with an answer, as a value: nothing was answered, it was not understood, or it does not fit.

use super::Asked;
use crate::{
    application::{WrongApplication, WrongReview},
    cents::Cents,
    proof::ProofFault,
    refusal::Refusal,
    roster_file::{FileFault, WrongRow},
    typed,
    what_if::WrongEstimate,
};
use jiff::civil::Date;

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Wrong {
    /// It is missing.
    Missing(Asked),
    /// It is none of those there are to choose.
    NotOffered,
    /// What was typed was not understood.
    Typed(typed::Fault),
    /// A rule refuses it.
    Refused(Refusal),
    /// It does not fit into the application.
    #[serde(skip)]
    Application(WrongApplication),
    /// It is no review of the application as it is.
    #[serde(skip)]
    Review(WrongReview),
    /// It does not fit with the other answers of an estimate.
    #[serde(skip)]
    Estimate(WrongEstimate),
    /// No account can be made with it.
    Account(WrongAccount),
    /// No assister's account can be made with it.
    Assister(WrongAssister),
    /// No agency can be made with it.
    Agency(WrongAgency),
    /// A file is refused whole.
    File(FileFault),
    /// A file is no proof.
    #[serde(skip)]
    Proof(ProofFault),
    /// A row of a file names an account that is not there, or leaves open what only it can say.
    Row(WrongRow),
    /// What is agreed to stood there in other words: it changed, or the page's language did.
    TextChanged,
    /// It is more than the tax credit, which is so much.
    Credit(Cents),
    /// It is no day between these two.
    DayBetween(Date, Date),
}

macro_rules! wrong {
    ($($variant:ident($of:ty)),+ $(,)?) => { $(
        impl From<$of> for Wrong {
            fn from(wrong: $of) -> Self { Self::$variant(wrong) }
        }
    )+ };
}
wrong!(
    Typed(typed::Fault),
    Refused(Refusal),
    Application(WrongApplication),
    Review(WrongReview),
    Estimate(WrongEstimate),
    Account(WrongAccount),
    Assister(WrongAssister),
    Agency(WrongAgency),
    File(FileFault),
    Proof(ProofFault),
    Row(WrongRow),
);

/// Why no account can be made with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum WrongAccount {
    /// Younger than this many years.
    TooYoung(i16),
    /// The password has less than this many letters.
    PasswordShort(usize),
    /// The password has more.
    PasswordLong(usize),
    /// Many people have it, or it is made of one word or of a row of signs.
    PasswordCommon,
    /// It is the one that is to be changed.
    PasswordSame,
    /// The username or the address stands in it.
    PasswordTells,
    /// The command makes no account of this role.
    OwnAccount,
    /// A first name beside the box that says there is none.
    NameAndBox,
}

/// Why no assister's account can be made with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum WrongAssister {
    /// The agency has assisters of another kind.
    OtherKind,
    /// The certification ends before it begins.
    EndsBefore,
    /// Somebody who is no broker has a broker's number.
    NoBroker,
    /// A first name beside the box that says there is none.
    NameAndBox,
    /// The assister could not act today with it (CERT-1).
    NotInForceToday,
    /// No other account has the number, or it was closed for another one itself.
    NoOtherAccount,
    /// An absence ends before it begins.
    AbsenceEndsBefore,
    /// An absence was over before today.
    AbsenceIsOver,
    /// Whoever is to be transferred belongs to the agency already.
    OneOfYours,
}

/// Why no agency can be made with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum WrongAgency {
    /// The contract ends before it begins.
    EndsBefore,
    /// An agency whose assisters are no brokers has a broker's number.
    NoBrokers,
    /// Assisters of another kind work there.
    HasAssisters,
    /// There is no such assister of the agency's kind.
    NoMember,
    /// A person without a name, or without a way to reach them.
    HalfAContact,
}
