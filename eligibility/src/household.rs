//! The input: one household as it stands in the application, exactly the JSON of the specification.
//! Unknown members are refused; optional members may be left out.
use crate::Text;
use crate::history::Immigration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One application: everyone in it, what they earn, who they are to each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Household {
    /// The caller's name for this household; it is repeated in the determination.
    pub id: Text,
    /// The day of application: it picks the poverty guideline for Medical Assistance and the dated lists.
    #[serde(with = "crate::date")]
    pub application_date: Date,
    /// The calendar year coverage is asked for.
    pub coverage_year: i16,
    /// Five digits; it picks the rating area, hence the benchmark premium.
    #[serde(default)]
    pub county_fips: Option<Text>,
    /// Everyone in the household or on its tax returns, applying or not.
    pub people: Vec<Person>,
    /// Who is what of whom; the inverse is derived.
    #[serde(default)]
    pub relationships: Vec<Relationship>,
    /// Pairs of people who do not live together; all others do.
    #[serde(default)]
    pub living_apart: Vec<(Text, Text)>,
    /// Every income, each with its dates.
    #[serde(default)]
    pub incomes: Vec<Income>,
    /// What may be deducted from the gross income.
    #[serde(default)]
    pub deductions: Vec<Deduction>,
    /// By person: the income projected for the coverage year, instead of the computed figure.
    #[serde(default, deserialize_with = "crate::twice::figures")]
    pub projected_annual_income_cents: BTreeMap<Text, i64>,
    /// The benchmark premium, instead of the rule pack's figure.
    #[serde(default)]
    pub benchmark: Option<Benchmark>,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Unique in the household.
    pub id: Text,
    /// Date of birth.
    #[serde(with = "crate::date")]
    pub date_of_birth: Date,
    /// Does this person ask for coverage?
    pub applying: bool,
    /// Citizenship or immigration status.
    pub immigration: Immigration,
    /// Lives in the state and means to stay.
    #[serde(default = "yes")]
    pub state_resident: bool,
    /// In prison or jail.
    #[serde(default)]
    pub incarceration: Incarceration,
    /// Pregnant now.
    #[serde(default)]
    pub pregnant: bool,
    /// How many children are expected; one when pregnant and left at zero.
    #[serde(default)]
    pub expected_children: u8,
    /// The day the last pregnancy ended, when it ended in the last year.
    #[serde(default, with = "crate::date::optional")]
    pub pregnancy_ended: Option<Date>,
    /// A member of a federally recognized tribe, or otherwise eligible for Indian health services.
    #[serde(default)]
    pub american_indian_alaska_native: bool,
    /// Blind or disabled: a clue that another basis may fit.
    #[serde(default)]
    pub disabled_or_blind: bool,
    /// A full-time student.
    #[serde(default)]
    pub full_time_student: bool,
    /// In foster care and on Medical Assistance at 18.
    #[serde(default)]
    pub former_foster_care: bool,
    /// Medicare.
    #[serde(default)]
    pub medicare: Medicare,
    /// Uses tobacco; it never changes the benchmark.
    #[serde(default)]
    pub tobacco: bool,
    /// What this person expects to do about income tax for the coverage year.
    pub tax: Tax,
    /// Other coverage, had or offered.
    #[serde(default)]
    pub coverage: Vec<Coverage>,
}

const fn yes() -> bool {
    true
}

/// Prison or jail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Incarceration {
    /// Not incarcerated.
    #[default]
    None,
    /// Incarcerated while charges are pending: no bar to a health plan.
    #[serde(alias = "pending_charges", alias = "pending_disposition")]
    Pending,
    /// Incarcerated after conviction.
    #[serde(alias = "convicted")]
    Incarcerated,
}

/// Medicare, as far as the rules ask. From 65 on, `none` does not say whether Part A could be had without a premium, so
/// the agency must look; `premium_required` says that it cannot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medicare {
    /// Not enrolled.
    #[default]
    None,
    /// Not enrolled, and Part A could be had only for a premium.
    PremiumRequired,
    /// Not enrolled, but Part A could be had without a premium.
    EligiblePremiumFree,
    /// Part A without a premium.
    #[serde(alias = "a")]
    PartA,
    /// Part A for a premium.
    PremiumPartA,
    /// Part B only.
    #[serde(alias = "b")]
    PartB,
    /// Parts A and B.
    #[serde(alias = "part_ab", alias = "ab", alias = "a_and_b")]
    PartAAndB,
}

/// What a person expects to do about income tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// Files, is claimed, or neither.
    pub role: TaxRole,
    /// For a filer.
    #[serde(default)]
    pub filing_status: Option<FilingStatus>,
    /// A person's id, or `outside_parent` or `outside_other` when the claimer is not in the application.
    #[serde(default)]
    pub claimed_by: Option<Text>,
    /// Must this person file a return? Left out, it is worked out from their income.
    #[serde(default)]
    pub required_to_file: Option<bool>,
    /// A court order or custody agreement makes the claiming parent the custodial one, wherever the child lives. Left out:
    /// there is none, and the custodial parent is the one at home.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub claimed_by_custodial_parent: bool,
}

impl Tax {
    /// Files so, or is claimed by that person; the rest is worked out.
    pub const fn new(role: TaxRole, filing_status: Option<FilingStatus>, claimed_by: Option<Text>) -> Self {
        Self { role, filing_status, claimed_by, required_to_file: None, claimed_by_custodial_parent: false }
    }
}

/// Files, is claimed, or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRole {
    /// Files a return and is claimed by nobody.
    Filer,
    /// Is claimed on someone's return.
    Dependent,
    /// Neither.
    NonFiler,
}

/// How a filer files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingStatus {
    /// Not married.
    Single,
    /// Head of household.
    HeadOfHousehold,
    /// Married, one return for both.
    #[serde(alias = "married_filing_jointly")]
    MarriedJoint,
    /// Married, each their own return.
    #[serde(alias = "married_filing_separately")]
    MarriedSeparate,
    /// Married, own return, because of domestic abuse or abandonment by the spouse: no bar to the tax credit.
    MarriedSeparateException,
    /// Qualifying surviving spouse.
    QualifyingSurvivingSpouse,
}

/// Coverage a person has or could have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// What it is.
    pub kind: CoverageKind,
    /// For an employer's offer: the monthly premium the employee pays for themself in the cheapest plan.
    #[serde(default)]
    pub self_only_monthly_cents: Option<i64>,
    /// For an employer's offer: the monthly premium the employee pays for the family; left out when
    /// the family is offered nothing.
    #[serde(default)]
    pub family_monthly_cents: Option<i64>,
    /// For an employer's offer: does the plan give minimum value? Left out counts as yes.
    #[serde(default)]
    pub minimum_value: Option<bool>,
}

/// What a coverage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageKind {
    /// This person's employer offers coverage that nobody has taken.
    EmployerOffer,
    /// Enrolled in an employer's plan, their own or a family member's: minimum essential coverage.
    EmployerEnrolled,
    /// Could continue a former employer's coverage (COBRA, retiree) but has not: no bar.
    CobraOffer,
    /// Enrolled in continued coverage.
    CobraEnrolled,
    /// TRICARE.
    Tricare,
    /// Veterans' health care, enrolled.
    Veterans,
    /// Peace Corps.
    PeaceCorps,
    /// A plan bought outside the exchange.
    IndividualMarket,
    /// Other minimum essential coverage.
    OtherMinimumEssential,
    /// Coverage that is not minimum essential (dental only, short term).
    Limited,
}

/// Who is what of whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relationship {
    /// This person ...
    pub from: Text,
    /// ... is this ...
    pub kind: RelationshipKind,
    /// ... of this person.
    pub to: Text,
}

/// The relationships the rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationshipKind {
    /// Husband or wife.
    Spouse,
    /// Parent by birth or adoption.
    Parent,
    /// Married to the parent.
    Stepparent,
    /// Child by birth or adoption.
    Child,
    /// Child of the spouse.
    Stepchild,
    /// Brother or sister, half and step too.
    Sibling,
    /// Grandparent.
    Grandparent,
    /// Grandchild.
    Grandchild,
    /// A relative of another kind who may care for a child (aunt, uncle, cousin, niece).
    OtherRelative,
    /// Not related.
    Unrelated,
}

/// One income of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Income {
    /// Whose.
    pub person: Text,
    /// What it is; the rule pack says which kinds do not count.
    pub kind: IncomeKind,
    /// How much each time; a loss is negative.
    pub amount_cents: i64,
    /// How often.
    pub frequency: Frequency,
    /// First day; left out: always was.
    #[serde(default, with = "crate::date::optional")]
    pub from: Option<Date>,
    /// Last day; left out: goes on.
    #[serde(default, with = "crate::date::optional")]
    pub to: Option<Date>,
    /// Comes and goes with the season, or varies from month to month: Medical Assistance then counts a twelfth of what
    /// is expected in its certification period. Left out: it does when its days are those of less than a year, together
    /// with the same person's entries of the same kind that it follows and that follow it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub varies: Option<bool>,
}

/// Kinds of income the rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncomeKind {
    /// Pay from a job.
    Wages,
    /// Profit or loss of one's own business or farm.
    SelfEmployment,
    /// Tips and other pay.
    OtherEarned,
    /// Unemployment benefits.
    Unemployment,
    /// Social Security, the whole benefit.
    SocialSecurity,
    /// Supplemental Security Income.
    SupplementalSecurity,
    /// Pension or retirement account.
    Pension,
    /// Interest, tax-exempt interest too.
    Interest,
    /// Dividends.
    Dividends,
    /// Gain or loss from a sale.
    CapitalGains,
    /// Rent or royalties.
    Rental,
    /// Alimony under an agreement before 2019.
    Alimony,
    /// Child support received.
    ChildSupport,
    /// Foreign earned income.
    Foreign,
    /// Taxable scholarship or grant.
    Scholarship,
    /// Income from trust land, treaty rights, or tribal culture of an American Indian or Alaska Native.
    Tribal,
    /// Prize, winnings or other lump sum.
    LumpSum,
    /// Veterans' benefits.
    VeteransBenefits,
    /// Workers' compensation.
    WorkersCompensation,
    /// Gift, inheritance or loan.
    Gift,
    /// Other taxable income.
    Other,
}

/// One deduction of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deduction {
    /// Whose.
    pub person: Text,
    /// What it is; every kind listed is taken off the income, as far as the tax law allows.
    pub kind: DeductionKind,
    /// How much each time.
    pub amount_cents: i64,
    /// How often.
    pub frequency: Frequency,
    /// First day; left out: always was.
    #[serde(default, with = "crate::date::optional")]
    pub from: Option<Date>,
    /// Last day; left out: goes on.
    #[serde(default, with = "crate::date::optional")]
    pub to: Option<Date>,
}

/// Kinds of deduction from gross income.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeductionKind {
    /// Interest on a student loan.
    StudentLoanInterest,
    /// Alimony paid under an agreement before 2019.
    AlimonyPaid,
    /// Paid into a traditional retirement account.
    RetirementContribution,
    /// Paid into a health savings account.
    HealthSavings,
    /// Half of the self-employment tax; computed for whoever has no such entry.
    SelfEmploymentTax,
    /// Health insurance of the self-employed.
    SelfEmployedHealth,
    /// Costs of an educator.
    EducatorExpenses,
    /// Taken out of the pay before tax: a workplace retirement plan, a health premium, a flexible spending account. It is
    /// no wages, so give it only where the wages are given whole.
    PretaxPayroll,
    /// Another deduction that the tax return allows before the adjusted gross income.
    Other,
}

/// How often an amount comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// 52 a year.
    Weekly,
    /// 26 a year.
    Biweekly,
    /// 24 a year.
    TwiceMonthly,
    /// 12 a year.
    Monthly,
    /// Once a year, every year.
    Yearly,
    /// Once, on the day `from`.
    OneTime,
}

/// A benchmark premium from outside the rule pack, for example from a plan catalog.
///
/// `slcsp_monthly_cents_by_person` is each person's own share of the monthly premium of the second-lowest-cost
/// silver plan that covers the whole coverage family: the plan's rate at that person's age at the start of
/// coverage, without tobacco factor. Give everyone who might be in the coverage family; the engine sums the members
/// of the coverage family, at most the three oldest under 21. When a member is missing, the
/// benchmark counts as unknown and the amount of the credit is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// By person's id, in cents a month.
    #[serde(deserialize_with = "crate::twice::figures")]
    pub slcsp_monthly_cents_by_person: BTreeMap<Text, i64>,
}
