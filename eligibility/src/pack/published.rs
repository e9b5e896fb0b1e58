//! When the yearly figures of a pack are out, and which of them a pack still lacks.
use super::RulePack;
use super::load_programs::month_day;
use super::reader::Section;
use crate::Text;
use crate::error::PackError;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;

/// When the figures of one table are out.
#[derive(Debug)]
pub(crate) struct Published {
    table: Table,
    /// Month and day by which they are out.
    day: (i8, i8),
    /// In which year before the one they hold for.
    years_before: i16,
    who: Text,
}

/// A yearly figure that is out and not in the pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingFigure {
    /// The key of the figure, for example `filing_threshold.2027`.
    pub key: String,
    /// By which day it is out.
    pub since: Date,
    /// Who publishes it and where.
    pub who: Text,
    /// The year whose figure is used until then; none where nothing is.
    pub used: Option<i16>,
}

impl fmt::Display for MissingFigure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, since, who, used } = self;
        write!(formatter, "{key}: missing, published by {since} ({who}); ")?;
        match used {
            Some(year) => write!(formatter, "until it is here, the figures of {year} are used"),
            None => formatter.write_str("until it is here, nothing is computed from it"),
        }
    }
}

/// A table of the calendar: its key, whether its last figures are used until new ones are here, and the years a pack has.
type Table = (&'static str, bool, fn(&RulePack) -> Vec<i16>);

const TABLES: [Table; 9] = [
    ("poverty_guidelines", false, |pack| years(&pack.guidelines)),
    ("filing_threshold", true, |pack| years(&pack.filing)),
    ("tax_credit", false, |pack| years(&pack.tax_credit)),
    ("benchmark.premium_cents", false, |pack| years(&pack.benchmark.premiums)),
    ("tax_law.student_loan_interest", true, |pack| years(&pack.tax_law.student_loan_interest)),
    ("tax_law.educator_expenses", true, |pack| years(&pack.tax_law.educator_expenses)),
    ("tax_law.retirement_contribution", true, |pack| years(&pack.tax_law.retirement_contribution)),
    ("tax_law.health_savings", true, |pack| years(&pack.tax_law.health_savings)),
    ("tax_law.self_employment_tax", true, |pack| years(&pack.tax_law.self_employment_tax)),
];

fn years<T>(figures: &BTreeMap<i16, T>) -> Vec<i16> {
    figures.keys().copied().collect()
}

impl RulePack {
    /// Every yearly figure that by the pack's own calendar is out on a day and that the pack lacks. `None` when the pack has
    /// no calendar, so that nobody can say.
    pub fn missing_on(&self, day: Date) -> Option<Vec<MissingFigure>> {
        if self.published.is_empty() {
            return None;
        }
        Some(self.published.iter().flat_map(|calendar| calendar.missing(self, day)).collect())
    }
}

impl Published {
    /// From the first year of the table to the last one that is out.
    fn missing(&self, pack: &RulePack, day: Date) -> Vec<MissingFigure> {
        let (table, carried, years) = self.table;
        let years = years(pack);
        let first = years.first().copied().unwrap_or_else(|| day.year());
        let out =
            (first..=i16::MAX).map(|year| (year, self.since(year))).take_while(|(_, since)| *since <= day);
        let lacking = out.filter(|(year, _)| !years.contains(year));
        lacking
            .map(|(year, since)| MissingFigure {
                key: format!("{table}.{year}"),
                since,
                who: self.who.clone(),
                used: years.iter().copied().filter(|other| carried && *other < year).max(),
            })
            .collect()
    }

    fn since(&self, year: i16) -> Date {
        let (month, day) = self.day;
        // A year that no calendar has is not out.
        Date::new(year.saturating_sub(self.years_before), month, day).unwrap_or(Date::MAX)
    }
}

pub(super) fn published(section: &Section<'_>) -> Result<Vec<Published>, PackError> {
    let mut calendar = Vec::new();
    for (name, node) in section.members() {
        let Some(table) = TABLES.into_iter().find(|(table, ..)| *table == name) else {
            let known = TABLES.map(|(table, ..)| table).join(", ");
            return Err(node.error(format!("is no table of yearly figures; there are: {known}")));
        };
        let entry = node.section()?;
        entry.only(&["by", "years_before", "who"])?;
        calendar.push(Published {
            table,
            day: month_day(&entry.need("by")?)?,
            years_before: i16::try_from(entry.need("years_before")?.number(0, 2)?).unwrap_or_default(),
            who: Text::from(entry.need("who")?.text()?),
        });
    }
    Ok(calendar)
}
