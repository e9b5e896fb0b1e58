//! The output: one explained determination, exactly the JSON of the specification. Everything a page shows about a
//! result comes from this document.
use crate::Text;
use crate::missing::Missing;
use crate::percent::Percent;
use crate::reason::Reason;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The result for one household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determination {
    /// The household's id, repeated.
    pub id: Text,
    /// Which rule pack, in which version.
    pub rule_set: Text,
    /// The coverage year.
    pub coverage_year: i16,
    /// The day of application.
    pub application_date: Date,
    /// By person's id, everyone of the input.
    pub people: BTreeMap<Text, PersonResult>,
    /// The returns that will be filed.
    pub tax_households: Vec<TaxHouseholdResult>,
}

/// The result for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonResult {
    /// What this person gets.
    pub program: Program,
    /// Medical Assistance (Medicaid).
    pub ma: MaResult,
    /// The state's basic health program; its member in the published format bears the name of the first state's program.
    #[serde(rename = "minnesotacare")]
    pub basic_health: BasicHealthResult,
    /// A qualified health plan, at full price or with help.
    pub qhp: Verdict,
    /// The advance premium tax credit.
    pub aptc: Verdict,
    /// Cost-sharing reductions.
    pub csr: CostSharing,
    /// What nobody said and the result depends on, beside `refer` only: it cannot be decided before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
    /// For every program: the rule that gave it, or the first rule that stopped it.
    pub reasons: Vec<Reason>,
}

impl PersonResult {
    /// Nobody can decide about this person before a missing fact is said.
    pub fn is_undecided(&self) -> bool {
        self.program == Program::Refer && !self.missing.is_empty()
    }
}

/// What a person gets. Ordered from the least help to the most, with `Refer` outside the order's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Program {
    /// Nothing, or the person does not apply.
    None,
    /// The agency must look: there are signs of a basis this engine does not decide, or a fact is missing.
    Refer,
    /// A qualified health plan at full price.
    Qhp,
    /// A qualified health plan with the premium tax credit.
    Aptc,
    /// The state's basic health program.
    #[serde(rename = "minnesotacare")]
    BasicHealth,
    /// Medical Assistance (Medicaid).
    Ma,
}

/// Medical Assistance for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaResult {
    /// Gets it.
    pub eligible: bool,
    /// The group with the highest standard the person belongs to.
    pub basis: Option<Text>,
    /// Who pays: `medicaid` or `chip`.
    pub funding: Funding,
    /// The people whose income and number count for this person, in the order of their ids; where they are those of a
    /// claimer outside the application, only the people known, with neither limit nor percent.
    pub household: Vec<Text>,
    /// The household's size, expected children included where the rules count them.
    pub size: u32,
    /// The household's countable income of the month, rounded half up.
    pub monthly_income_cents: i64,
    /// The highest monthly income for the basis, the disregard included; absent where no income test applies.
    pub limit_cents: Option<i64>,
    /// Income in percent of the guideline, cut after two decimals; shown, never compared.
    pub percent: Percent,
}

/// Who pays for Medical Assistance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Funding {
    /// Title XIX.
    #[default]
    Medicaid,
    /// Title XXI.
    Chip,
}

/// The basic health program for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasicHealthResult {
    /// Gets it.
    pub eligible: bool,
    /// The household's income projected for the coverage year.
    pub annual_income_cents: i64,
    /// The highest annual income; absent where the state has no such program.
    pub limit_cents: Option<i64>,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Gets it.
    pub eligible: bool,
}

/// The level of cost-sharing reduction of one person, in the order of 45 CFR 155.305(g)(3): a policy for several people
/// takes the lowest of its members' levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CostSharing {
    /// None.
    #[serde(rename = "none")]
    None,
    /// American Indian or Alaska Native over the zero-cost limit: none at Indian health providers.
    #[serde(rename = "limited")]
    Limited,
    /// Silver variant of 73 percent actuarial value.
    #[serde(rename = "73")]
    Silver73,
    /// Silver variant of 87 percent actuarial value.
    #[serde(rename = "87")]
    Silver87,
    /// Silver variant of 94 percent actuarial value.
    #[serde(rename = "94")]
    Silver94,
    /// American Indian or Alaska Native within the zero-cost limit: no cost sharing at all.
    #[serde(rename = "zero")]
    Zero,
}

/// One return that will be filed, and the tax credit that goes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxHouseholdResult {
    /// Who files.
    pub filers: Vec<Text>,
    /// Filers and everyone they claim.
    pub members: Vec<Text>,
    /// Income projected for the coverage year.
    pub annual_income_cents: i64,
    /// The poverty guideline for the household's size.
    pub guideline_cents: i64,
    /// Income in percent of the guideline, cut to a whole percent.
    pub percent: i64,
    /// The applicable percentage of the income, where there is a credit.
    pub applicable_percent: Option<Percent>,
    /// Members the credit is for.
    pub coverage_family: Vec<Text>,
    /// The benchmark premium for the coverage family; absent when it is not known.
    pub slcsp_monthly_cents: Option<i64>,
    /// What the household is expected to pay itself for the benchmark plan each month.
    pub contribution_monthly_cents: Option<i64>,
    /// The highest credit each month; absent when the benchmark is not known.
    pub aptc_max_monthly_cents: Option<i64>,
    /// The level common to all members who can get a reduced-cost plan together.
    pub csr: CostSharing,
    /// Why the amount is what it is, or why it is absent.
    pub reasons: Vec<Reason>,
}
