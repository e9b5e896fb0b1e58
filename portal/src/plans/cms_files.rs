//! Reads a folder of the public CMS files (Plan Attributes, Service Area and Rate PUF) in their own layout, a row at
//! a time. Each plan year comes out whole or not at all: a row that cannot be right is reported with file, line,
//! column, value and reason, and then nothing of its year is given.
//! `table.rs` reads rows, `values.rs` cells, `year.rs` puts a year together.

mod table;
mod values;
mod year;

use std::{
    collections::BTreeMap,
    fmt, io,
    path::{Path, PathBuf},
};

use domain::plan::Catalog;

use self::{table::Table, year::YearParts};

/// Most faults that are kept for one year; the rest is counted.
pub const MOST_FAULTS: usize = 20;

const PLAN_ATTRIBUTES: &str = "Plan_Attributes_PUF.csv";
const SERVICE_AREA: &str = "Service_Area_PUF.csv";
const RATE: &str = "Rate_PUF.csv";

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The file being read.
    pub file: &'static str,
    /// Rows of it read so far.
    pub rows: u64,
    /// Whether the file is at its end.
    pub done: bool,
}

/// What is wrong, and where. Shown as `FILE:LINE: COLUMN "VALUE": REASON`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File name inside the folder.
    pub file: &'static str,
    /// Line of the file, from 1.
    pub line: u64,
    /// Column name; "(row)" when the row itself is broken.
    pub column: &'static str,
    /// The cell as it stands.
    pub value: String,
    /// Why it cannot be right.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} {:?}: {}", self.file, self.line, self.column, self.value, self.reason)
    }
}

/// The faults of one year: the first [`MOST_FAULTS`], and how many there are in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// The first ones, in the order of reading.
    pub first: Vec<Fault>,
    /// How many in all.
    pub count: u64,
}

impl Faults {
    fn add(&mut self, fault: Fault) {
        self.count += 1;
        if self.first.len() < MOST_FAULTS {
            self.first.push(fault);
        }
    }
}

/// One plan year of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearRead {
    /// The plan year.
    pub year: i16,
    /// Its catalog, or why nothing of it is loaded.
    pub catalog: Result<Catalog, Faults>,
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
}

/// Why a folder cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum CmsFilesError {
    /// A file is missing or unreadable.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file's first line lacks a column.
    #[error("{file}:1: column {column} is missing")]
    ColumnMissing {
        /// Which file.
        file: &'static str,
        /// Which column.
        column: &'static str,
    },
    /// Rows whose year is unreadable belong to no year, so no year can be trusted.
    #[error("{} rows have no readable year; the first: {}", .0.count, first_of(.0))]
    YearUnknown(Faults),
}

fn first_of(faults: &Faults) -> String {
    faults.first.first().map(ToString::to_string).unwrap_or_default()
}

/// Reads the three files. `state` is the two letters of the state wanted ("MN"); only the individual market is taken.
/// `progress` is called every few thousand rows and at the end of each file.
///
/// # Errors
/// `CmsFilesError` when a file or column is missing, or rows belong to no year. Faults inside a year are in its
/// `YearRead`.
pub fn read_folder(
    folder: &Path,
    state: &str,
    progress: &mut dyn FnMut(Progress),
) -> Result<FolderRead, CmsFilesError> {
    let mut reading =
        Reading { state, years: BTreeMap::new(), unknown: Faults::default(), rows: 0, left_out: 0 };
    let tables = [
        (Table::open(folder, PLAN_ATTRIBUTES, year::PLAN_COLUMNS)?, YearParts::plan_row as Visit),
        (Table::open(folder, SERVICE_AREA, year::AREA_COLUMNS)?, YearParts::area_row as Visit),
        (Table::open(folder, RATE, year::RATE_COLUMNS)?, YearParts::rate_row as Visit),
    ];
    for (table, visit) in tables {
        reading.read(table, visit, progress)?;
    }
    if reading.unknown.count > 0 {
        return Err(CmsFilesError::YearUnknown(reading.unknown));
    }
    let years = reading.years.into_iter().map(|(year, parts)| parts.finish(year)).collect();
    Ok(FolderRead { years, rows: reading.rows, rows_left_out: reading.left_out })
}

/// What is done with a row of one file; false when the row is none of ours.
type Visit = fn(&mut YearParts, &table::Row<'_>) -> Result<bool, Fault>;

struct Reading<'a> {
    state: &'a str,
    years: BTreeMap<i16, YearParts>,
    unknown: Faults,
    rows: u64,
    left_out: u64,
}

impl Reading<'_> {
    fn read(
        &mut self,
        mut table: Table,
        visit: Visit,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), CmsFilesError> {
        let mut rows = 0;
        while let Some(row) = table.next_row()? {
            rows += 1;
            if rows % 5_000 == 0 {
                progress(Progress { file: row.file(), rows, done: false });
            }
            match row.year() {
                Err(fault) => self.unknown.add(fault),
                Ok(_) if row.text("StateCode") != self.state => self.left_out += 1,
                Ok(year) => {
                    let parts = self.years.entry(year).or_default();
                    match visit(parts, &row) {
                        Ok(true) => {}
                        Ok(false) => self.left_out += 1,
                        Err(fault) => parts.faults.add(fault),
                    }
                }
            }
        }
        self.rows += rows;
        progress(Progress { file: table.name(), rows, done: true });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
