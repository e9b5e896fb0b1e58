//! The rates of one plan, as they come row by row: one for each rating area and age.

use std::collections::BTreeMap;

use domain::plan::{AGE_BANDS, AgeBand, PlanId, RateTable};

use super::{
    Fault,
    amounts::rate_cents,
    table::{Cells, Row},
    values::{day, is_none, rating_area},
};

/// What is known of the rate of an age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rate {
    /// No row gave one.
    Missing,
    /// A row says that there is none.
    None,
    /// A row gave one that cannot be right; that was said.
    Faulty,
    /// Cents.
    Is(u32),
}

/// The rates of one plan.
#[derive(Debug, Default)]
pub(super) struct PlanRates {
    areas: BTreeMap<u16, Area>,
    /// Faulty rows whose area or age is not known, and those whose age has a rate already: some of what is missing.
    unplaced: usize,
}

#[derive(Debug)]
struct Area {
    /// Its first row, at the age.
    place: Fault,
    rates: [Rate; AGE_BANDS],
    /// Whether tobacco makes a difference, as the first row that says so says.
    with_tobacco: Option<bool>,
    tobacco: [Option<u32>; AGE_BANDS],
}

/// What came of a plan's rates.
pub(super) struct Finished {
    pub(super) table: RateTable,
    /// Areas where the files say that some ages have no rate: the plan is not sold there.
    pub(super) not_sold: Vec<u16>,
    pub(super) fault: Option<Fault>,
}

/// What a row says; a cell that cannot be read is not there.
struct Said {
    area: Option<u16>,
    band: Option<AgeBand>,
    rate: Option<Option<u32>>,
    tobacco: Option<bool>,
    tobacco_rate: Option<Option<u32>>,
}

/// Whether the row gives one price for a couple or a family, as some dental plans have it.
pub(super) fn is_family_option(row: &Row<'_>) -> bool {
    row.text("Age").eq_ignore_ascii_case("family option")
}

/// What is wrong with a row of a plan that is faulty itself.
pub(super) fn faults_of(row: &Row<'_>) -> Vec<Fault> {
    match Cells::of(row) {
        Ok(mut cells) => {
            said(&mut cells, row);
            cells.faults()
        }
        Err(fault) => vec![fault],
    }
}

impl PlanRates {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// Takes in a row, and gives what is wrong with it.
    pub(super) fn row(&mut self, row: &Row<'_>) -> Vec<Fault> {
        let mut cells = match Cells::of(row) {
            Ok(cells) => cells,
            Err(fault) => {
                self.unplaced += 1;
                return vec![fault];
            }
        };
        let said = said(&mut cells, row);
        match (said.area, said.band) {
            (Some(area), Some(band)) => {
                let area = self.areas.entry(area).or_insert_with(|| Area::new(row.fault("Age", "")));
                self.unplaced += usize::from(!area.put(band, &said, &mut cells));
            }
            _ => self.unplaced += 1,
        }
        cells.faults()
    }

    /// Makes the table, and says what no single row shows.
    pub(super) fn finish(self, plan: PlanId) -> Finished {
        let mut finished = Finished { table: RateTable::new(), not_sold: Vec::new(), fault: None };
        let (mut lacking, mut places, mut missing) = (Vec::new(), Vec::new(), 0);
        for (number, area) in self.areas {
            let count = |wanted: Rate| area.rates.iter().filter(|rate| **rate == wanted).count();
            let lacks = count(Rate::Missing);
            if lacks > 0 {
                missing += lacks;
                lacking.push(format!("{lacks} of {AGE_BANDS} ages in rating area {number}"));
                places.push(area.place);
            } else if count(Rate::None) > 0 {
                finished.not_sold.push(number);
            } else {
                finished.table.set_area(number, &area.cents(), area.tobacco_cents().as_ref());
            }
        }
        if missing > self.unplaced {
            let first = places.into_iter().min_by_key(|place| place.line);
            finished.fault = first.map(|place| Fault {
                plan: Some(plan.to_string()),
                value: String::new(),
                reason: format!("the plan lacks rates: {}", lacking.join(", ")),
                ..place
            });
        }
        finished
    }
}

impl Area {
    fn new(place: Fault) -> Self {
        Self { place, rates: [Rate::Missing; AGE_BANDS], with_tobacco: None, tobacco: [None; AGE_BANDS] }
    }

    /// Takes in what a row says of an age; false when another row said it before.
    fn put(&mut self, band: AgeBand, said: &Said, cells: &mut Cells<'_, '_>) -> bool {
        let place = band.index();
        if self.rates[place] != Rate::Missing {
            cells.fault("Age", "has a rate already for this plan and rating area");
            return false;
        }
        self.rates[place] = match said.rate {
            None => Rate::Faulty,
            Some(None) => Rate::None,
            Some(Some(cents)) => Rate::Is(cents),
        };
        let Some(tobacco) = said.tobacco else { return true };
        if *self.with_tobacco.get_or_insert(tobacco) != tobacco {
            cells.fault("Tobacco", "differs from other ages of this plan and rating area");
        }
        self.tobacco[place] = said.tobacco_rate.flatten();
        true
    }

    /// Every age's; nobody reads what was faulty.
    fn cents(&self) -> [u32; AGE_BANDS] {
        self.rates.map(|rate| if let Rate::Is(cents) = rate { cents } else { 0 })
    }

    /// Those of tobacco users, where they differ; an age without one has no other.
    fn tobacco_cents(&self) -> Option<[u32; AGE_BANDS]> {
        let cents = self.cents();
        let row = || std::array::from_fn(|place| self.tobacco[place].unwrap_or(cents[place]));
        self.with_tobacco.unwrap_or(false).then(row)
    }
}

fn said(cells: &mut Cells<'_, '_>, row: &Row<'_>) -> Said {
    dates(cells, row);
    let area = cells.read("RatingAreaId", rating_area);
    let band =
        cells.read("Age", |text| AgeBand::from_cms(text).ok_or("is not 0-14, 15 to 63, or 64 and over"));
    let rate = cells.read("IndividualRate", rate_cents);
    let tobacco = cells.read("Tobacco", |text| match text.to_ascii_lowercase().as_str() {
        "no preference" => Ok(false),
        "tobacco user/non-tobacco user" => Ok(true),
        _ => Err("is neither No Preference nor Tobacco User/Non-Tobacco User"),
    });
    let tobacco_rate =
        if tobacco == Some(true) { cells.read("IndividualTobaccoRate", rate_cents) } else { None };
    Said { area, band, rate, tobacco, tobacco_rate }
}

fn dates(cells: &mut Cells<'_, '_>, row: &Row<'_>) {
    let from = cells.read("RateEffectiveDate", day);
    // A rate without an end holds.
    let until =
        cells.read("RateExpirationDate", |text| if is_none(text) { Ok(None) } else { day(text).map(Some) });
    let Some(from) = from else { return };
    if row.year().is_ok_and(|year| from.year() != year) {
        cells.fault("RateEffectiveDate", "is not in the plan year");
    }
    if until.flatten().is_some_and(|until| until < from) {
        cells.fault("RateExpirationDate", "lies before RateEffectiveDate");
    }
}
