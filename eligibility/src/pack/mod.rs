//! Rule packs: everything that changes with time or place, as data. The types here are what a pack is after checking;
//! `load` turns a file into them.
mod ages;
mod load;
mod load_programs;
mod load_status;
mod published;
mod reader;
mod status;
mod tax_law;

pub use published::MissingFigure;
pub(crate) use tax_law::{Limit, StudentLoanInterest, TaxYear};

use crate::Text;
use crate::days::month_number;
use crate::determination::{CostSharing, Funding};
use crate::error::PackError;
use crate::household::{CoverageKind, IncomeKind, Medicare};
use crate::percent::Percent;
use crate::rule::Rule;
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeMap;
use std::sync::OnceLock;

pub(crate) use ages::{AgeEnds, AgeLimit};
pub(crate) use status::{
    ImmigrationEntry, ImmigrationList, ImmigrationLists, ParoleDates, SponsorRules, Statuses, WaitRules,
};

/// A checked rule pack, ready to determine with.
#[derive(Debug)]
pub struct RulePack {
    pub(crate) rule_set: Text,
    pub(crate) name: Text,
    pub(crate) guidelines: BTreeMap<i16, Guideline>,
    pub(crate) income: IncomeRules,
    filing: BTreeMap<i16, FilingThreshold>,
    pub(crate) tax_law: tax_law::TaxLaw,
    published: Vec<published::Published>,
    pub(crate) immigration: ImmigrationLists,
    pub(crate) wait: WaitRules,
    pub(crate) paroles: Vec<ParoleDates>,
    pub(crate) medical_assistance: MedicalAssistanceRules,
    pub(crate) basic_health: Option<BasicHealthRules>,
    pub(crate) health_plan: HealthPlanRules,
    pub(crate) cost_sharing: CostSharingRules,
    pub(crate) tax_credit: BTreeMap<i16, TaxCreditRules>,
    pub(crate) benchmark: BenchmarkRules,
    pub(crate) sources: Vec<Text>,
}

/// A poverty guideline: dollars for one person and for each further one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guideline {
    pub(crate) first: i64,
    pub(crate) further: i64,
}

impl Guideline {
    /// Cents a year for a household of that size.
    pub(crate) fn annual_cents(self, size: u32) -> i64 {
        (self.first + self.further * i64::from(size.max(1) - 1)) * 100
    }
}

/// Which kinds of income count where.
#[derive(Debug)]
pub(crate) struct IncomeRules {
    pub(crate) never_counted: Vec<IncomeKind>,
    pub(crate) not_counted_monthly: Vec<IncomeKind>,
    pub(crate) earned: Vec<IncomeKind>,
    pub(crate) not_for_filing: Vec<IncomeKind>,
}

/// From which income a dependent must file a return, in cents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FilingThreshold {
    pub(crate) earned: i64,
    pub(crate) unearned: i64,
    pub(crate) addition: i64,
    /// What every limit rises by from 65 on; the law also raises them for the blind.
    pub(crate) aged_or_blind: i64,
    pub(crate) self_employment: i64,
}

/// Medical Assistance.
#[derive(Debug)]
pub(crate) struct MedicalAssistanceRules {
    /// What people call it.
    pub(crate) name: Text,
    pub(crate) guideline_from: (i8, i8),
    pub(crate) expected_children: ExpectedChildren,
    pub(crate) child_age: i64,
    pub(crate) student_age: Option<i64>,
    /// A child claimed by a parent elsewhere has a household of its own only where it lives with the other parent.
    pub(crate) custodial_parent_at_home: bool,
    pub(crate) caretaker_child: AgeLimit,
    /// Under this age a full-time student is a caretaker's dependent child too.
    pub(crate) caretaker_student: Option<AgeLimit>,
    pub(crate) sponsor: Option<SponsorRules>,
    pub(crate) disregard: Percent,
    pub(crate) safety_net_below: Option<Percent>,
    pub(crate) varying_income: VaryingIncome,
    pub(crate) incarceration_bars: bool,
    pub(crate) postpartum: Vec<(Date, Postpartum)>,
    pub(crate) groups: Vec<Group>,
}

/// How the month's share of income that comes and goes is worked out (42 CFR 435.603(h)(3)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VaryingIncome {
    /// By the month alone, like any other.
    Month,
    /// A twelfth of what is expected in the certification period.
    CertificationPeriod,
}

/// How long someone counts as pregnant after a pregnancy, always to the end of the last month.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Postpartum {
    Days(i64),
    Months(i64),
}

impl Postpartum {
    /// The number of the last month that counts.
    pub(crate) fn last_month(self, ended: Date) -> i64 {
        match self {
            Self::Days(days) => month_number(ended.saturating_add(days.days())),
            Self::Months(months) => month_number(ended) + months,
        }
    }
}

/// Whose household an expected child makes larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExpectedChildren {
    None,
    Own,
    Household,
}

/// One group of Medical Assistance; every condition must hold.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) code: Text,
    pub(crate) funding: Funding,
    pub(crate) list: ImmigrationList,
    pub(crate) min_age: Option<i64>,
    pub(crate) age: Option<AgeLimit>,
    pub(crate) pregnant: bool,
    pub(crate) caretaker: bool,
    pub(crate) former_foster_care: bool,
    pub(crate) no_medicare: bool,
    pub(crate) uninsured: bool,
    /// Closed to a caretaker of a child without coverage, as the adult group must be.
    pub(crate) children_covered: bool,
    /// Closed to inmates, as a separate children's insurance program is.
    pub(crate) incarceration_bars: bool,
    /// Percent of the guideline without the disregard; absent where income is not tested.
    pub(crate) percent: Option<Percent>,
    pub(crate) chip_over: Option<Percent>,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
}

/// The basic health program.
#[derive(Debug)]
pub(crate) struct BasicHealthRules {
    pub(crate) percent: Percent,
    pub(crate) spouse_living_together: bool,
    pub(crate) incarceration_bars: bool,
    pub(crate) barred_by: Vec<CoverageKind>,
    pub(crate) medicare_bars: Vec<Medicare>,
}

/// Health plans of the exchange.
#[derive(Debug)]
pub(crate) struct HealthPlanRules {
    pub(crate) credit_barred_by: Vec<CoverageKind>,
    pub(crate) insured: Vec<CoverageKind>,
    pub(crate) medicare_age: i64,
    /// Which Medicare, had or to be had, bars the credit.
    pub(crate) medicare_bars: Vec<Medicare>,
}

/// Cost-sharing reductions.
#[derive(Debug)]
pub(crate) struct CostSharingRules {
    pub(crate) bands: Vec<(Percent, CostSharing)>,
    pub(crate) zero_up_to: Percent,
}

/// The premium tax credit of one year.
#[derive(Debug)]
pub(crate) struct TaxCreditRules {
    pub(crate) floor: Percent,
    pub(crate) ceiling: Option<Percent>,
    pub(crate) employer_affordability: Percent,
    pub(crate) family_premium_test: bool,
    pub(crate) lawfully_present_below_floor: bool,
    pub(crate) bands: Vec<CreditBand>,
}

/// One band of the applicable percentage, from a whole percent up to, not including, the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CreditBand {
    pub(crate) from: i64,
    pub(crate) below: Option<i64>,
    pub(crate) initial: Percent,
    pub(crate) last: Percent,
}

/// Benchmark premiums.
#[derive(Debug)]
pub(crate) struct BenchmarkRules {
    pub(crate) age: i64,
    pub(crate) at_most_under_21: usize,
    pub(crate) premiums: BTreeMap<i16, Vec<i64>>,
    pub(crate) age_curve: Vec<i64>,
    pub(crate) areas: BTreeMap<Text, usize>,
}

impl RulePack {
    /// The embedded pack of the first state.
    pub fn minnesota() -> &'static Self {
        static PACK: OnceLock<RulePack> = OnceLock::new();
        PACK.get_or_init(|| {
            #[expect(clippy::panic, reason = "the embedded pack is part of the program; a test loads it")]
            Self::from_toml(include_str!("../../packs/minnesota.toml"))
                .unwrap_or_else(|error| panic!("{error}"))
        })
    }

    /// Reads and checks a pack. The error names key, value and reason.
    pub fn from_toml(text: &str) -> Result<Self, PackError> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
            PackError::new(format!("line {line}"), "(not TOML)", error.message())
        })?;
        load::pack(&table)
    }

    /// The pack's name and version, as it stands in every determination.
    pub fn rule_set(&self) -> &str {
        &self.rule_set
    }

    /// The state's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What people in the state call Medical Assistance.
    pub fn medical_assistance(&self) -> &str {
        &self.medical_assistance.name
    }

    /// The coverage years this pack has figures for.
    pub fn coverage_years(&self) -> impl Iterator<Item = i16> {
        self.tax_credit.keys().copied().filter(|year| self.guidelines.contains_key(&(year - 1)))
    }

    /// From which income a dependent must file in a year; until the figures of the year are out, those of the last year
    /// before it.
    pub(crate) fn filing_threshold(&self, year: i16) -> Option<FilingThreshold> {
        tax_law::holds_in(&self.filing, year)
    }

    /// The rating area of a county.
    pub fn rating_area(&self, county_fips: &str) -> Option<usize> {
        self.benchmark.areas.get(county_fips).copied()
    }

    /// Second-lowest silver premiums by rating area from 1 on, in cents a month at the age of `benchmark_age`: of a year,
    /// or else of the last year before it that has some, or of the first. Empty when none are published.
    pub fn benchmarks(&self, year: i16) -> &[i64] {
        let premiums = &self.benchmark.premiums;
        let found = premiums.range(..=year).next_back().or_else(|| premiums.first_key_value());
        found.map_or(&[], |(_, of_year)| of_year)
    }

    /// The age of whoever pays the premiums of `benchmarks`.
    pub fn benchmark_age(&self) -> i64 {
        self.benchmark.age
    }

    /// The premium at an age, in thousandths of the premium at 21.
    pub fn age_factor(&self, age: i64) -> i64 {
        let curve = &self.benchmark.age_curve;
        let at = usize::try_from(age).unwrap_or_default().min(curve.len().saturating_sub(1));
        curve.get(at).copied().unwrap_or(1_000)
    }

    pub(crate) fn source(&self, rule: Rule) -> Text {
        self.sources.get(rule as usize).cloned().unwrap_or_default()
    }
}
