//! What the pages of an application ask, and what is asked of whoever reviews and signs it.

use super::SocialSecurity;
use crate::name::Called;

/// What a page of an application asks. Whoever is asked about comes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskApplication {
    /// Street and number.
    Street,
    /// City.
    City,
    /// ZIP code.
    Zip,
    /// County; the names of those in which the ZIP code lies, where that is known.
    County(Vec<String>),
    /// Whether a ZIP code that we do not know is right.
    SureZip,
    /// E-mail address.
    Email,
    /// Telephone.
    Phone,
    /// The language of letters and calls.
    Language,
    /// Whether everyone is on the list.
    Complete,
    /// First name.
    GivenName,
    /// Last name.
    FamilyName,
    /// Whether a person has one name only.
    OneName,
    /// Date of birth.
    Born,
    /// Whether a person wants coverage.
    Applying(Called),
    /// Sex.
    Sex,
    /// Social Security number, with what is held already.
    SocialSecurity(Option<SocialSecurity>),
    /// Whether a person has none.
    NoSocialSecurity(Called),
    /// Citizenship or immigration status.
    Status(Called),
    /// Since when.
    Since(Called),
    /// The status before.
    Earlier(Called),
    /// Since when that was.
    EarlierSince,
    /// Which parole.
    Parole,
    /// A tie to the military.
    Military(Called),
    /// When a person came into the country.
    Entered(Called),
    /// Whether somebody signed an affidavit of support.
    Sponsor(Called),
    /// What the sponsor gives.
    SponsorGives,
    /// Whether a person worked for 40 quarters.
    FortyQuarters(Called),
    /// Whether a person lives in the state.
    Resident(Called),
    /// Whether a person is pregnant.
    Pregnant(Called),
    /// With how many babies.
    ExpectedChildren,
    /// When the last pregnancy ended.
    PregnancyEnded,
    /// Whether a person is blind or has a disability.
    Disabled(Called),
    /// Whether a person is a full-time student.
    Student(Called),
    /// Whether a person was in foster care.
    FosterCare(Called),
    /// Whether a person is American Indian or Alaska Native.
    Tribe(Called),
    /// Prison or jail.
    Incarceration(Called),
    /// Tobacco.
    Tobacco(Called),
    /// How the first person is related to the second.
    Related(Called, Called),
    /// Whether it is right that two related people are so many years apart.
    SureApart(Called, Called, u16),
    /// Whether it is right that the first and the second are married, though the third is so young.
    SureMarried(Called, Called, Called, u16),
    /// Whether a person lives at the home address.
    LivesHere(Called),
    /// What a person will do about the income tax of a year.
    TaxRole(Called, i16),
    /// How a person will file.
    Filing(Called),
    /// Who will claim a person.
    ClaimedBy(Called),
    /// Whether a court order says with whom a person lives.
    Custody(Called),
    /// Whether a person has income.
    AnyIncome(Called),
    /// Whether anyone pays what can be deducted.
    AnyDeduction,
    /// About a line of money.
    Line(AskLine),
    /// What a person will earn in the whole of a year.
    Expected(Called, i16),
    /// Whether an employer gives or offers coverage.
    EmployerCoverage(Called),
    /// What it costs for the employee alone.
    EmployeePremium,
    /// What it costs for the family.
    FamilyPremium,
    /// Whether it pays enough.
    MinimumValue,
    /// Medicare.
    Medicare(Called),
    /// Other coverage.
    OtherCoverage(Called),
}

/// What is asked about a line of money, of which there are several on a page: it comes with its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskLine {
    /// Who pays a deduction.
    Payer(u8),
    /// Which kind it is.
    Kind(Line, u8),
    /// How much each time.
    Amount(Line, u8),
    /// How often.
    Frequency(Line, u8),
    /// Whether an income comes and goes.
    Varies(u8),
    /// On which day it came once.
    Day(Line, u8),
}

/// What a line of money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// What somebody receives.
    Income,
    /// What somebody pays and may deduct.
    Deduction,
}

/// What is asked about the consumer's review (ACT-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskReview {
    /// On which day.
    Day,
    /// How.
    How,
    /// Who reviewed it.
    Name,
}

/// What is asked of whoever signs (APP-4, ENR-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskSignature {
    /// Agreement to the rights and responsibilities of an application.
    AgreeToApplication,
    /// Agreement to an enrollment.
    AgreeToEnrollment,
    /// This, typed as it is shown.
    Signature(String),
}
