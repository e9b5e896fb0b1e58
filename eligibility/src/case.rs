//! One household under one rule pack on one day: everything the programs ask for, worked out once.
use crate::Text;
use crate::days::{age, coverage_start, medicare_month, month_number, new_year};
use crate::error::InputError;
use crate::family::Family;
use crate::household::{Household, Medicare, Person};
use crate::income::{PersonIncome, of_everyone};
use crate::pack::{FilingThreshold, Guideline, RulePack, TaxCreditRules};
use crate::reason::{Facts, Outcome, Reason};
use crate::rule::Rule;
use crate::set::People;
use jiff::civil::Date;
use std::cell::OnceCell;

/// The household in its setting.
pub(crate) struct Case<'c> {
    pub(crate) pack: &'c RulePack,
    pub(crate) household: &'c Household,
    pub(crate) family: Family<'c>,
    pub(crate) incomes: Vec<PersonIncome>,
    /// The guideline for Medical Assistance.
    pub(crate) monthly_guideline: Guideline,
    /// The guideline for everything else.
    pub(crate) annual_guideline: Guideline,
    pub(crate) credit: &'c TaxCreditRules,
    /// The day whose lists hold for coverage of the exchange.
    pub(crate) list_date: Date,
    pub(crate) coverage_start: Date,
    /// Ages on the day of application.
    pub(crate) ages: Vec<i64>,
    current: OnceCell<CurrentYear>,
}

/// The calendar year of the application: the safety net looks at it whatever year coverage is asked for.
pub(crate) struct CurrentYear {
    pub(crate) year: i16,
    pub(crate) incomes: Vec<PersonIncome>,
    pub(crate) guideline: Guideline,
}

impl<'c> Case<'c> {
    /// Works everything out; an error names the JSON path.
    pub(crate) fn of(pack: &'c RulePack, household: &'c Household) -> Result<Self, InputError> {
        let family = Family::of(household)?;
        let (credit, annual_guideline, threshold) = figures_of_year(pack, household.coverage_year)?;
        let monthly_guideline = monthly_guideline(pack, household.application_date)?;
        let incomes = of_everyone(&family, household, pack, (household.coverage_year, threshold));
        let ages = family
            .people
            .iter()
            .map(|person| age(person.date_of_birth, household.application_date))
            .collect();
        Ok(Self {
            pack,
            household,
            family,
            incomes,
            monthly_guideline,
            annual_guideline,
            credit,
            list_date: household.application_date.max(new_year(household.coverage_year)),
            coverage_start: coverage_start(household.application_date, household.coverage_year),
            ages,
            current: OnceCell::new(),
        })
    }

    /// Income and guideline of the calendar year of the application; those of the coverage year where the pack has no
    /// figures that far back or ahead. Few people need it, so it is worked out for the first who does.
    pub(crate) fn current_year(&self) -> &CurrentYear {
        self.current.get_or_init(|| {
            let year = self.household.application_date.year();
            let guideline = self.pack.guidelines.get(&(year - 1)).copied();
            let threshold = self.pack.filing_threshold(year);
            match (guideline, threshold) {
                (Some(guideline), Some(threshold)) if year != self.household.coverage_year => {
                    let incomes = of_everyone(&self.family, self.household, self.pack, (year, threshold));
                    CurrentYear { year, incomes, guideline }
                }
                _ => CurrentYear {
                    year: self.household.coverage_year,
                    incomes: self.incomes.clone(),
                    guideline: self.annual_guideline,
                },
            }
        })
    }

    pub(crate) fn count(&self) -> usize {
        self.family.people.len()
    }

    pub(crate) fn person(&self, number: usize) -> &'c Person {
        self.family.person(number)
    }

    pub(crate) fn ids(&self, set: People) -> Vec<Text> {
        set.iter().map(|number| self.person(number).id.clone()).collect()
    }

    /// Pregnant, or within the time after a pregnancy ended, to the end of its last month.
    pub(crate) fn pregnant_or_after(&self, number: usize) -> bool {
        let person = self.person(number);
        if person.pregnant {
            return true;
        }
        let Some(ended) = person.pregnancy_ended else { return false };
        let application = self.household.application_date;
        let rules = &self.pack.medical_assistance.postpartum;
        let time = rules.iter().filter(|(from, _)| *from <= application).map(|(_, time)| *time).next_back();
        time.is_some_and(|time| month_number(application) <= time.last_month(ended))
    }

    /// How many children a pregnant person expects.
    pub(crate) fn expected(&self, number: usize) -> u32 {
        let person = self.person(number);
        if person.pregnant { u32::from(person.expected_children.max(1)) } else { 0 }
    }

    pub(crate) fn has_medicare(&self, number: usize) -> bool {
        match self.person(number).medicare {
            Medicare::None | Medicare::PremiumRequired => false,
            Medicare::EligiblePremiumFree
            | Medicare::PartA
            | Medicare::PremiumPartA
            | Medicare::PartB
            | Medicare::PartAAndB => true,
        }
    }

    /// Old enough for Medicare in the first month of coverage, or already in that of the application.
    pub(crate) fn of_medicare_age(&self, number: usize) -> bool {
        let first = medicare_month(self.person(number).date_of_birth, self.pack.health_plan.medicare_age);
        first <= month_number(self.coverage_start.max(self.household.application_date))
    }

    /// Old enough for Medicare, and nobody said whether it can be had.
    pub(crate) fn medicare_unknown(&self, number: usize) -> bool {
        self.of_medicare_age(number) && self.person(number).medicare == Medicare::None
    }

    pub(crate) fn reason(&self, rule: Rule, outcome: Outcome, facts: Facts) -> Reason {
        Reason { rule, outcome, facts, source: self.pack.source(rule) }
    }
}

fn figures_of_year(
    pack: &RulePack,
    year: i16,
) -> Result<(&TaxCreditRules, Guideline, FilingThreshold), InputError> {
    let credit = pack.tax_credit.get(&year);
    let guideline = year.checked_sub(1).and_then(|before| pack.guidelines.get(&before));
    match (credit, guideline, pack.filing_threshold(year)) {
        (Some(credit), Some(guideline), Some(threshold)) => Ok((credit, *guideline, threshold)),
        _ => Err(InputError::new("coverage_year", format!("the rule set has no figures for {year}"))),
    }
}

/// The guideline that holds on a day.
fn monthly_guideline(pack: &RulePack, day: Date) -> Result<Guideline, InputError> {
    let begun = (day.month(), day.day()) >= pack.medical_assistance.guideline_from;
    let year = if begun { day.year() } else { day.year().saturating_sub(1) };
    pack.guidelines.get(&year).copied().ok_or_else(|| {
        InputError::new(
            "application_date",
            format!("the rule set has no poverty guideline of {year}, used on this day"),
        )
    })
}
