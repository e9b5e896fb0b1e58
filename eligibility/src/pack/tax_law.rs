//! What the tax law allows of losses and deductions, by kind and year: a figure holds until a later year has its own.
use super::reader::Section;
use crate::error::PackError;
use crate::percent::Percent;
use std::collections::BTreeMap;

/// Every figure by kind and year, in cents. What a pack does not name has no limit under it.
#[derive(Debug, Default)]
pub(crate) struct TaxLaw {
    pub(super) capital_loss: ByYear<CapitalLoss>,
    pub(super) student_loan_interest: ByYear<StudentLoanInterest>,
    pub(super) educator_expenses: ByYear<Limit>,
    pub(super) retirement_contribution: ByYear<Limit>,
    pub(super) health_savings: ByYear<Limit>,
    pub(super) self_employment_tax: ByYear<SelfEmploymentTax>,
}

type ByYear<T> = BTreeMap<i16, T>;

/// Net losses of capital on one return, 26 USC 1211(b).
#[derive(Clone, Copy, Debug)]
pub(crate) struct CapitalLoss {
    pub(crate) limit: i64,
    pub(crate) separate: i64,
}

/// 26 USC 221: most of one return, and the income over which it shrinks to nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StudentLoanInterest {
    pub(crate) limit: i64,
    pub(crate) alone: Shrinking,
    pub(crate) joint: Shrinking,
}

/// From an income to nothing at `from + over`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shrinking {
    pub(crate) from: i64,
    pub(crate) over: i64,
}

/// A limit that may be higher from an age on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) limit: i64,
    /// How much more, and from which age.
    pub(crate) catch_up: Option<(i64, i16)>,
}

/// 26 USC 1401, 1402(a)(12), 1402(b).
#[derive(Clone, Copy, Debug)]
pub(crate) struct SelfEmploymentTax {
    pub(crate) wage_base: i64,
    pub(crate) net_earnings: Percent,
    pub(crate) social_security: Percent,
    pub(crate) medicare: Percent,
    pub(crate) from: i64,
}

/// The figures of one year.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TaxYear {
    pub(crate) year: i16,
    pub(crate) capital_loss: Option<CapitalLoss>,
    pub(crate) student_loan_interest: Option<StudentLoanInterest>,
    pub(crate) educator_expenses: Option<Limit>,
    pub(crate) retirement_contribution: Option<Limit>,
    pub(crate) health_savings: Option<Limit>,
    pub(crate) self_employment_tax: Option<SelfEmploymentTax>,
}

/// The figure of a year, or of the last year before it that has one.
pub(super) fn holds_in<T: Copy>(figures: &ByYear<T>, year: i16) -> Option<T> {
    figures.range(..=year).next_back().map(|(_, figure)| *figure)
}

impl TaxLaw {
    pub(crate) fn of_year(&self, year: i16) -> TaxYear {
        TaxYear {
            year,
            capital_loss: holds_in(&self.capital_loss, year),
            student_loan_interest: holds_in(&self.student_loan_interest, year),
            educator_expenses: holds_in(&self.educator_expenses, year),
            retirement_contribution: holds_in(&self.retirement_contribution, year),
            health_savings: holds_in(&self.health_savings, year),
            self_employment_tax: holds_in(&self.self_employment_tax, year),
        }
    }
}

/// Dollars, as cents.
const MOST_DOLLARS: i64 = 10_000_000;

fn cents(section: &Section<'_>, key: &str) -> Result<i64, PackError> {
    Ok(section.need(key)?.number(0, MOST_DOLLARS)? * 100)
}

pub(super) fn tax_law(section: &Section<'_>) -> Result<TaxLaw, PackError> {
    section.only(&[
        "capital_loss",
        "student_loan_interest",
        "educator_expenses",
        "retirement_contribution",
        "health_savings",
        "self_employment_tax",
    ])?;
    Ok(TaxLaw {
        capital_loss: by_year(section, "capital_loss", |year| {
            year.only(&["limit", "separate"])?;
            Ok(CapitalLoss { limit: cents(year, "limit")?, separate: cents(year, "separate")? })
        })?,
        student_loan_interest: by_year(section, "student_loan_interest", student_loan_interest)?,
        educator_expenses: by_year(section, "educator_expenses", limit)?,
        retirement_contribution: by_year(section, "retirement_contribution", limit)?,
        health_savings: by_year(section, "health_savings", limit)?,
        self_employment_tax: by_year(section, "self_employment_tax", |year| {
            year.only(&["wage_base", "net_earnings", "social_security", "medicare", "from"])?;
            Ok(SelfEmploymentTax {
                wage_base: cents(year, "wage_base")?,
                net_earnings: year.need("net_earnings")?.percent()?,
                social_security: year.need("social_security")?.percent()?,
                medicare: year.need("medicare")?.percent()?,
                from: cents(year, "from")?,
            })
        })?,
    })
}

fn by_year<T>(
    section: &Section<'_>,
    key: &str,
    read: impl Fn(&Section<'_>) -> Result<T, PackError>,
) -> Result<ByYear<T>, PackError> {
    if section.get(key).is_none() {
        return Ok(ByYear::new());
    }
    super::load::by_year(section, key, read)
}

fn student_loan_interest(year: &Section<'_>) -> Result<StudentLoanInterest, PackError> {
    year.only(&["limit", "from", "over", "joint_from", "joint_over"])?;
    let shrinking = |from: &str, over: &str| {
        // What shrinks over nothing has no share that could be worked out.
        let over = year.need(over)?.number(1, MOST_DOLLARS)? * 100;
        Ok::<_, PackError>(Shrinking { from: cents(year, from)?, over })
    };
    Ok(StudentLoanInterest {
        limit: cents(year, "limit")?,
        alone: shrinking("from", "over")?,
        joint: shrinking("joint_from", "joint_over")?,
    })
}

fn limit(year: &Section<'_>) -> Result<Limit, PackError> {
    year.only(&["limit", "catch_up", "catch_up_age"])?;
    let catch_up = match (year.get("catch_up"), year.get("catch_up_age")) {
        (None, None) => None,
        (Some(_), Some(age)) => {
            let age = i16::try_from(age.number(1, 130)?).unwrap_or(i16::MAX);
            Some((cents(year, "catch_up")?, age))
        }
        (Some(node), None) | (None, Some(node)) => {
            return Err(node.error("`catch_up` and `catch_up_age` stand together"));
        }
    };
    Ok(Limit { limit: cents(year, "limit")?, catch_up })
}
