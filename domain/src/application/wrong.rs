//! Why an answer does not fit into an application.

use crate::name::Called;

/// Why an answer does not fit into an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongApplication {
    /// It is not said whether help with costs is wanted.
    KindMissing,
    /// It is not said for which year.
    YearMissing,
    /// Nobody can apply for this year today.
    OtherYear,
    /// There is neither an e-mail address nor a phone number.
    NoWayToReach,
    /// Somebody is missing on the list.
    SomebodyMissing,
    /// Nobody wants coverage.
    NobodyApplies,
    /// The list takes no more people.
    ListFull,
    /// The primary contact cannot be taken off.
    ContactStays,
    /// There is a first name, and it is said that there is one name only.
    NameAndBox,
    /// Others on the list, by their numbers, have the same name and date of birth.
    SamePerson(Called, Vec<u8>),
    /// What is held is no Social Security number.
    NotIssued,
    /// A number is held, and it is said that there is none.
    NumberAndBox,
    /// Others have the same Social Security number.
    SameNumber(Called, Vec<Called>),
    /// A day before birth.
    BeforeBirth,
    /// A day that has not come.
    Ahead,
    /// A child is said to be pregnant.
    PregnantChild,
    /// The ZIP code is another state's.
    ZipElsewhere,
    /// The ZIP code lies in these counties, and not in the one that was chosen.
    ZipNotInCounty(Vec<String>, String),
    /// We do not know the ZIP code.
    ZipUnknown,
    /// A child is not younger than the parent.
    ChildNotYounger,
    /// A parent is not older than the child.
    ParentNotOlder,
    /// Somebody has two husbands or wives.
    TwoSpouses,
    /// Two related people are so many years apart.
    YearsApart(Called, Called, u16),
    /// A person of so many years is married.
    MarriedChild(Called, u16),
    /// Whoever files together has no husband or wife here.
    SpouseNotListed,
    /// Husband and wife do not say the same.
    SpousesDiffer,
    /// The husband or wife does not file.
    SpouseDoesNotFile,
    /// Whoever claims a person does not file.
    ClaimerDoesNotFile,
    /// There is an amount, and it is said that there is none.
    AmountAndNo,
    /// An amount below zero.
    BelowZero,
}

/// Why a record is none of the application as it is (ACT-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongReview {
    /// The day has not come.
    Ahead,
    /// The application was changed after that day.
    BeforeChange,
    /// Nobody of that name may have reviewed it; these may.
    NotOneOf(Vec<String>),
}
