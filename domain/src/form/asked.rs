//! What questions ask, as values: a variant a question, an enum a form. `words` has one message for each, with its help
//! and what is said when there is no answer.

use crate::{
    agency::ContactKind,
    application::{AskApplication, AskReview, AskSignature},
    cents::Cents,
    enrollment::LifeEvent,
    what_if::AskEstimate,
};
use jiff::civil::Date;

/// What a question asks.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Asked {
    /// On a page of an application.
    #[serde(skip)]
    Application(AskApplication),
    /// Of an assister: how the consumer reviewed the application.
    #[serde(skip)]
    Review(AskReview),
    /// Of whoever signs.
    #[serde(skip)]
    Signature(AskSignature),
    /// Of somebody who wants an estimate.
    #[serde(skip)]
    Estimate(AskEstimate),
    /// Of whoever makes an account.
    Account(AskAccount),
    /// Of a resource manager who makes or corrects an assister's account.
    Assister(AskAssister),
    /// Of a resource manager who makes or corrects an agency.
    Agency(AskAgency),
    /// Of whoever looks for an assister.
    Directory(AskDirectory),
    /// Of a resource manager who makes a token.
    Token(AskToken),
    /// How much of a tax credit of at most so much is used each month.
    Credit(Cents),
    /// Whose coverage ends: everybody's, or one person's.
    WhoLeaves,
    /// The last day of coverage, between these two.
    LastDay(Date, Date),
    /// On which day something happened, between these two.
    #[serde(skip)]
    EventDay(LifeEvent, Date, Date),
}

macro_rules! asked {
    ($($variant:ident($of:ident)),+ $(,)?) => { $(
        impl From<$of> for Asked {
            fn from(asked: $of) -> Self { Self::$variant(asked) }
        }
    )+ };
}
asked!(
    Application(AskApplication),
    Review(AskReview),
    Signature(AskSignature),
    Estimate(AskEstimate),
    Account(AskAccount),
    Assister(AskAssister),
    Agency(AskAgency),
    Directory(AskDirectory),
    Token(AskToken),
);

/// What a consumer is asked to make an account, and an invited assister of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum AskAccount {
    /// First name.
    GivenName,
    /// Last name.
    FamilyName,
    /// Whether they have one name only.
    OneName,
    /// Date of birth.
    DateOfBirth,
    /// Where the code goes.
    Email,
    /// The name to sign in with.
    Username,
    /// The password.
    Password,
    /// Another password for an account that there is.
    NewPassword,
    /// The address of an account that there is.
    OwnEmail,
    /// Which account of one's own.
    WhichAccount,
    /// The password that is to be changed.
    OldPassword,
    /// Another address, where a code goes.
    NewEmail,
    /// What the app with the codes is called.
    FactorName,
    /// Its first code.
    FactorCode,
    /// What a passkey is called.
    PasskeyName,
}

/// What is asked about a new assister.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum AskAssister {
    /// Broker, navigator or counselor.
    Kind,
    /// First name.
    GivenName,
    /// Last name.
    FamilyName,
    /// Whether the person has one name only.
    OneName,
    /// The person's own address.
    Email,
    /// A broker's number.
    Npn,
    /// Whom they work for.
    Agency,
    /// The telephone number that consumers see.
    PublicPhone,
    /// The address that consumers see.
    PublicEmail,
    /// In which languages they help.
    Languages,
    /// In which city.
    City,
    /// The ZIP code of the place.
    Zip,
    /// In person, by phone, by video.
    Ways,
    /// What makes it easier to come.
    Accessibility,
    /// When one can be reached.
    Hours,
    /// Whether they take new people.
    AcceptsNew,
    /// Whether a broker stands in the directory.
    InDirectory,
    /// The number of the person's account that stays.
    OtherAccount,
    /// Which carrier appoints a broker.
    Carrier,
    /// Since when.
    AppointedFrom,
    /// Until when.
    AppointedUntil,
    /// Whether a suspension is for cause.
    ForCause,
    /// When the certification begins.
    CertifiedFrom,
    /// When it ends.
    CertifiedUntil,
    /// When the training was passed.
    TrainingPassed,
    /// When its assessment was passed.
    AssessmentPassed,
    /// When the background study was passed.
    BackgroundStudy,
    /// When the agreement with the exchange was signed.
    AgreementSigned,
    /// How long a broker's license is good.
    LicenseUntil,
    /// When the agency approved access.
    AccessApproved,
    /// The first day of an absence.
    AbsentFrom,
    /// Its last day.
    AbsentUntil,
    /// Who stands in meanwhile.
    StandIn,
    /// The reference number of somebody who is to belong to an agency.
    Transfer,
}

/// What can be asked of the directory of assisters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum AskDirectory {
    /// A name, a place.
    Search,
    /// Broker or navigator.
    Kind,
    /// A language.
    Language,
    /// In person, by phone, by video.
    Way,
    /// What makes it easier to come.
    Accessibility,
    /// Who takes new people.
    AcceptsNew,
}

/// What is asked about a token of an identity system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum AskToken {
    /// What it is called.
    Name,
    /// Which assisters it reaches.
    Kind,
    /// Whether it may change anything.
    Scope,
    /// For how many days.
    Days,
}

/// What is asked about an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum AskAgency {
    /// Of which kind its assisters are.
    Kind,
    /// Its name.
    Name,
    /// A broker agency's number.
    Npn,
    /// Its telephone number.
    Phone,
    /// When the contract begins.
    ContractFrom,
    /// When it ends.
    ContractUntil,
    /// Somebody's name.
    ContactName(ContactKind),
    /// Their address.
    ContactEmail(ContactKind),
    /// Their telephone number.
    ContactPhone(ContactKind),
    /// Into which one it is merged.
    MergeInto,
    /// The name of its administrator.
    AdministratorName,
    /// Where the administrator's invitation goes.
    AdministratorEmail,
}

crate::people::words! {
    /// The parts of a long form.
    Heading {
        /// Who it is.
        Person = "person",
        /// What is shown to consumers.
        Public = "public",
        /// From when to when they are certified.
        Certification = "certification",
        /// The contract of an agency.
        Contract = "contract",
        /// Its first person to talk to.
        Primary = "primary",
        /// Whom to talk to about the contract.
        ContractManager = "contract_manager",
        /// Whom to talk to about privacy.
        Privacy = "privacy",
        /// Whom to talk to about payments.
        Payment = "payment",
        /// Who signs.
        Signature = "signature",
    }
}
