//! Reads a folder of plan files, a row at a time: plan attributes, service areas and rates, and where they are there the
//! crosswalk from the year before and the exchange's own file of carriers. The public CMS files and those that state
//! exchanges publish have the same columns under other headings (`columns.rs`). Each plan year comes out whole or not at
//! all: what cannot be right is reported with file, line, plan, column, value and reason, a line a cause and all causes,
//! and then nothing of its year is given.
//! `folder.rs` finds files, `table.rs` reads rows, `values.rs` and `amounts.rs` cells, `faults.rs` gathers what is wrong,
//! `year.rs` puts a year together out of `variant.rs`, `areas.rs`, `rates.rs` and `issuers.rs`; `crosswalk.rs` stands beside.

mod amounts;
mod areas;
mod columns;
mod crosswalk;
mod errors;
mod faults;
mod folder;
mod issuers;
mod rates;
mod table;
mod values;
mod variant;
mod year;

use std::{
    collections::BTreeMap,
    io::Read,
    path::{Path, PathBuf},
};

use domain::plan::Catalog;

use self::{
    columns::{AREAS, CROSSWALK, ISSUERS, PLANS, RATES},
    crosswalk::CrosswalkParts,
    issuers::OwnFile,
    table::{Row, Table},
    year::YearParts,
};
pub use self::{
    crosswalk::Crosswalk,
    errors::CmsFilesError,
    faults::{Fault, Faults, MOST_CAUSES},
};

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The file being read.
    pub file: &'a str,
    /// Rows of it read so far.
    pub rows: u64,
    /// Whether the file is at its end.
    pub done: bool,
}

/// One plan year of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearRead {
    /// The plan year.
    pub year: i16,
    /// Its catalog, or why nothing of it is loaded.
    pub catalog: Result<Catalog, Faults>,
    /// What follows the plans of the year before, when the folder says it and the catalog is sound.
    pub crosswalk: Option<Crosswalk>,
    /// Things worth knowing that stop nothing ("3 plans have no rates and are not sold").
    pub notes: Vec<String>,
}

/// Everything that came out of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderRead {
    /// Years, ascending.
    pub years: Vec<YearRead>,
    /// Rows read in all files.
    pub rows: u64,
    /// Rows of other states and of the small-group market, left out.
    pub rows_left_out: u64,
    /// Things worth knowing that belong to no year.
    pub notes: Vec<String>,
}

impl FolderRead {
    /// Compares each crosswalk with the year before, as far as it is in the folder: what an import does with the catalog
    /// that is loaded.
    pub fn compare_years(&mut self) {
        for at in 0..self.years.len() {
            let (before, rest) = self.years.split_at_mut(at);
            let Some(year) = rest.first_mut() else { continue };
            let Some(crosswalk) = &mut year.crosswalk else { continue };
            let before = before.last().filter(|before| before.year == year.year - 1);
            year.notes.extend(match before.and_then(|before| before.catalog.as_ref().ok()) {
                Some(before) => crosswalk.keep_known(Some(before)),
                None => Some(crosswalk.not_compared()),
            });
        }
    }
}

/// One of the files: where it is said to lie, and what it holds.
pub type Input<'a> = (PathBuf, Box<dyn Read + 'a>);

/// The files of a folder.
pub struct Inputs<'a> {
    /// Plan attributes.
    pub plans: Input<'a>,
    /// Service areas.
    pub areas: Input<'a>,
    /// Rates.
    pub rates: Input<'a>,
    /// The crosswalk from the year before.
    pub crosswalk: Option<Input<'a>>,
    /// What the exchange says of its carriers.
    pub issuers: Option<Input<'a>>,
}

/// Reads the files of a folder. `state` is the two letters of the state wanted ("MN"); only the individual market
/// is taken. `progress` is called every few thousand rows and at the end of each file.
///
/// # Errors
/// `CmsFilesError` when files or columns are missing, or no row has a year. Faults inside a year are in its `YearRead`.
pub fn read_folder(
    folder: &Path,
    state: &str,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<FolderRead, CmsFilesError> {
    read_inputs(folder::open(folder)?, state, progress)
}

/// Reads the files from wherever they come.
///
/// # Errors
/// As [`read_folder`].
pub fn read_inputs(
    inputs: Inputs<'_>,
    state: &str,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<FolderRead, CmsFilesError> {
    let needed = all([
        Table::new(&PLANS, inputs.plans),
        Table::new(&AREAS, inputs.areas),
        Table::new(&RATES, inputs.rates),
    ]);
    let crosswalk = inputs.crosswalk.map(|input| Table::of_years(&CROSSWALK, input)).transpose();
    let issuers = inputs.issuers.map(|input| Table::new(&ISSUERS, input)).transpose();
    let ([plans, areas, rates], crosswalk, issuers) = match (needed, crosswalk, issuers) {
        (Ok(needed), Ok(crosswalk), Ok(issuers)) => (needed, crosswalk, issuers),
        (needed, crosswalk, issuers) => {
            let faults = [needed.err(), crosswalk.err(), issuers.err()].into_iter().flatten();
            return Err(CmsFilesError::several(faults.flat_map(CmsFilesError::each).collect()));
        }
    };
    let mut reading = Reading { state, ..Reading::default() };
    reading.read(plans, YearParts::plan_row, progress)?;
    reading.read(areas, YearParts::area_row, progress)?;
    reading.read(rates, YearParts::rate_row, progress)?;
    if let Some(crosswalk) = crosswalk {
        reading.read_crosswalk(crosswalk, progress)?;
    }
    if let Some(issuers) = issuers {
        reading.read_issuers(issuers, progress)?;
    }
    reading.finish()
}

/// All three, or everything that is wrong with any.
fn all<T>(found: [Result<T, CmsFilesError>; 3]) -> Result<[T; 3], CmsFilesError> {
    match found {
        [Ok(first), Ok(second), Ok(third)] => Ok([first, second, third]),
        found => Err(CmsFilesError::several(found.into_iter().filter_map(Result::err).collect())),
    }
}

/// A file's name as it may be shown.
fn file_name(path: &Path) -> String {
    x12::shown(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// What is done with a row of one file; false when the row is none of ours. Its faults go into the year.
type Visit = fn(&mut YearParts, &Row<'_>) -> bool;

/// A crosswalk that was read: its file, its plan year, its rows.
type CrosswalkOf = (String, i16, CrosswalkParts);

#[derive(Default)]
struct Reading<'a> {
    state: &'a str,
    years: BTreeMap<i16, YearParts>,
    crosswalk: Option<CrosswalkOf>,
    own: OwnFile,
    unknown: Faults,
    rows: u64,
    left_out: u64,
}

impl Reading<'_> {
    fn read(
        &mut self,
        table: Table<'_>,
        visit: Visit,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), CmsFilesError> {
        let (mut left_out, state) = (0, self.state);
        self.rows += walk(table, progress, &mut |row| match row.year() {
            Err(fault) => self.unknown.add(fault),
            Ok(_) if !row.text("StateCode").eq_ignore_ascii_case(state) => left_out += 1,
            Ok(year) => {
                let ours = visit(self.years.entry(year).or_default(), row);
                left_out += u64::from(!ours);
            }
        })?;
        self.left_out += left_out;
        Ok(())
    }

    fn read_crosswalk(
        &mut self,
        table: Table<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), CmsFilesError> {
        let (file, year) = (table.name().to_owned(), table.year().unwrap_or_default());
        let mut parts = CrosswalkParts::default();
        self.rows += walk(table, progress, &mut |row| {
            if row.text("StateCode").eq_ignore_ascii_case(self.state) {
                parts.row(row);
            } else {
                self.left_out += 1;
            }
        })?;
        self.crosswalk = Some((file, year, parts));
        Ok(())
    }

    /// Without a column for the state every line is of ours.
    fn read_issuers(
        &mut self,
        table: Table<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), CmsFilesError> {
        let every = !table.has("StateCode");
        self.rows += walk(table, progress, &mut |row| {
            if every || row.text("StateCode").eq_ignore_ascii_case(self.state) {
                self.own.row(row);
            } else {
                self.left_out += 1;
            }
        })?;
        Ok(())
    }

    /// Rows whose year is unreadable belong to any year, so no year can be trusted.
    fn finish(self) -> Result<FolderRead, CmsFilesError> {
        let Self { state, years, crosswalk, own, unknown, rows, left_out } = self;
        if years.is_empty() {
            return Err(match unknown.is_empty() {
                true => CmsFilesError::NothingHere { state: state.to_owned(), rows },
                false => CmsFilesError::YearUnknown(unknown),
            });
        }
        let mut notes = Vec::new();
        let mut crosswalk = crosswalk.filter(|(file, year, _)| {
            let has = years.contains_key(year);
            if !has {
                notes.push(format!("{file}: left out, because no other file here is of plan year {year}"));
            }
            has
        });
        let years = years.into_iter().map(|(year, parts)| {
            let own_crosswalk = crosswalk.take_if(|(_, of, _)| *of == year).map(|(file, _, mut parts)| {
                let faults = std::mem::take(&mut parts.faults);
                (parts.finish(file, year), faults)
            });
            let mut read = parts.finish(year, &own, own_crosswalk);
            if !unknown.is_empty() {
                let mut faults = read.catalog.err().unwrap_or_default();
                faults.add_all(unknown.clone());
                (read.catalog, read.crosswalk) = (Err(faults), None);
            }
            read
        });
        Ok(FolderRead { years: years.collect(), rows, rows_left_out: left_out, notes })
    }
}

/// Every row of a file, and how many there are.
fn walk(
    mut table: Table<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
    visit: &mut dyn FnMut(&Row<'_>),
) -> Result<u64, CmsFilesError> {
    let mut rows = 0;
    while let Some(row) = table.next_row()? {
        rows += 1;
        if rows % 5_000 == 0 {
            progress(Progress { file: row.file(), rows, done: false });
        }
        visit(&row);
    }
    progress(Progress { file: table.name(), rows, done: true });
    Ok(rows)
}

#[cfg(test)]
mod tests;
