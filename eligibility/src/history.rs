//! The input's part on citizenship and immigration: the status, and the history that decides whether somebody waits and
//! whether a sponsor's support counts.
use crate::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Citizenship or immigration status, since when, and how it came to that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Immigration {
    /// The status.
    pub status: ImmigrationStatus,
    /// Since when the person has a qualified status (the five years count from here).
    #[serde(default, with = "crate::date::optional")]
    pub since: Option<Date>,
    /// Statuses held before this one, that on entry among them. Left out: none that shortens the five years.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierStatus>,
    /// Which parole it is, of a parolee. Left out: that of the rule pack whose dates hold `since`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parole: Option<Parole>,
    /// The first day of a stay that was not broken since, whatever the status then. Left out: later than any rule asks for.
    #[serde(default, with = "crate::date::optional", skip_serializing_if = "Option::is_none")]
    pub entered: Option<Date>,
    /// A veteran, on active duty, or the spouse or an unmarried child of one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub military: bool,
    /// Who signed an affidavit of support (Form I-864) for this person. Left out: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<Sponsor>,
}

impl Immigration {
    /// A status without a history.
    pub const fn new(status: ImmigrationStatus, since: Option<Date>) -> Self {
        Self {
            status,
            since,
            earlier: Vec::new(),
            parole: None,
            entered: None,
            military: false,
            sponsor: None,
        }
    }
}

/// A status held before the present one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierStatus {
    /// The status.
    pub status: ImmigrationStatus,
    /// Since when it was held.
    #[serde(default, with = "crate::date::optional")]
    pub since: Option<Date>,
    /// Which parole it was, of a parolee. Left out: that of the rule pack whose dates hold `since`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parole: Option<Parole>,
}

/// The paroles that Congress treated like an admission as a refugee, and every other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parole {
    /// Of Afghans (Public Law 117-43, section 2502).
    Afghan,
    /// Of Ukrainians (Public Law 117-128, section 401).
    Ukrainian,
    /// Any other.
    Other,
}

/// Whoever signed an affidavit of support.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sponsor {
    /// The sponsor's id, of a sponsor in the application. Left out: somebody else.
    #[serde(default)]
    pub person: Option<Text>,
    /// What the sponsor gives each month, where that is proven. Left out: as much as sponsors vouch for.
    #[serde(default)]
    pub contributes_monthly_cents: Option<i64>,
    /// The person has, or can count, 40 quarters of work, which ends the sponsor's duty.
    #[serde(default)]
    pub forty_quarters: bool,
}

/// The statuses the rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImmigrationStatus {
    /// Citizen of the United States.
    Citizen,
    /// National of the United States.
    National,
    /// Lawful permanent resident ("green card").
    LawfulPermanentResident,
    /// Refugee.
    Refugee,
    /// Person granted asylum.
    Asylee,
    /// Cuban or Haitian entrant.
    CubanHaitianEntrant,
    /// Citizen of a Compact of Free Association state.
    Cofa,
    /// Paroled into the United States for a year or more.
    ParoleeOverOneYear,
    /// Temporary protected status.
    Tps,
    /// Any other lawful presence.
    OtherLawfullyPresent,
    /// Deferred Action for Childhood Arrivals.
    Daca,
    /// No lawful presence.
    Undocumented,
    /// Deportation or removal is withheld.
    WithholdingOfRemoval,
    /// Victim of a severe form of trafficking, holders of a T visa among them.
    TraffickingVictim,
    /// Battered spouse or child with an approved petition.
    Battered,
    /// Iraqi or Afghan special immigrant.
    SpecialImmigrant,
    /// Amerasian immigrant.
    Amerasian,
}

impl ImmigrationStatus {
    /// The word of the input.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::National => "national",
            Self::LawfulPermanentResident => "lawful_permanent_resident",
            Self::Refugee => "refugee",
            Self::Asylee => "asylee",
            Self::CubanHaitianEntrant => "cuban_haitian_entrant",
            Self::Cofa => "cofa",
            Self::ParoleeOverOneYear => "parolee_over_one_year",
            Self::Tps => "tps",
            Self::OtherLawfullyPresent => "other_lawfully_present",
            Self::Daca => "daca",
            Self::Undocumented => "undocumented",
            Self::WithholdingOfRemoval => "withholding_of_removal",
            Self::TraffickingVictim => "trafficking_victim",
            Self::Battered => "battered",
            Self::SpecialImmigrant => "special_immigrant",
            Self::Amerasian => "amerasian",
        }
    }
}
