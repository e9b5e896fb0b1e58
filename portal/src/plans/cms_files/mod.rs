//! Reads a folder of the public CMS files (Plan Attributes, Service Area and Rate PUF) in their own layout, a row at
//! a time. Each plan year comes out whole or not at all: what cannot be right is reported with file, line, plan,
//! column, value and reason, a line a cause and all causes, and then nothing of its year is given.
//! `table.rs` reads rows, `values.rs` cells, `faults.rs` gathers what is wrong, `year.rs` puts a year together and
//! `rates.rs` its rates.

mod faults;
mod rates;
mod table;
mod values;
mod year;

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use domain::plan::Catalog;

pub use self::faults::{Fault, Faults, MOST_CAUSES};
use self::{table::Table, year::YearParts};

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
    /// A file's first line lacks columns.
    #[error("{file}:1: {} missing", are(columns))]
    ColumnsMissing {
        /// Which file.
        file: &'static str,
        /// Which columns.
        columns: Vec<&'static str>,
    },
    /// More than one file cannot be used.
    #[error("{}", together(.0))]
    Several(Vec<Self>),
    /// No row has a readable year.
    #[error("no row has a readable year: {0}")]
    YearUnknown(Faults),
}

fn are(columns: &[&str]) -> String {
    match columns {
        [one] => format!("column {one} is"),
        several => format!("columns {} are", several.join(", ")),
    }
}

/// Each cause once: files that are unreadable for the same reason are named together.
fn together(faults: &[CmsFilesError]) -> String {
    let mut causes: Vec<(String, Vec<String>)> = Vec::new();
    for fault in faults {
        let (file, cause) = match fault {
            CmsFilesError::Unreadable { path, source } => (path.display().to_string(), source.to_string()),
            other => (String::new(), other.to_string()),
        };
        match causes.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, files)) => files.push(file),
            None => causes.push((cause, vec![file])),
        }
    }
    let words = causes.into_iter().map(|(cause, files)| match files.join(", ") {
        none if none.is_empty() => cause,
        files => format!("{files}: {cause}"),
    });
    words.collect::<Vec<_>>().join("; ")
}

/// One of the three files: where it is said to lie, and what it holds.
pub type Input<'a> = (PathBuf, Box<dyn Read + 'a>);

/// Reads the three files of a folder. `state` is the two letters of the state wanted ("MN"); only the individual market
/// is taken. `progress` is called every few thousand rows and at the end of each file.
///
/// # Errors
/// `CmsFilesError` when files or columns are missing, or no row has a year. Faults inside a year are in its `YearRead`.
pub fn read_folder(
    folder: &Path,
    state: &str,
    progress: &mut dyn FnMut(Progress),
) -> Result<FolderRead, CmsFilesError> {
    let open = |name: &str| -> Result<Input<'_>, CmsFilesError> {
        let path = folder.join(name);
        match File::open(&path) {
            Ok(file) => Ok((path, Box::new(file))),
            Err(source) => Err(CmsFilesError::Unreadable { path, source }),
        }
    };
    let inputs = [PLAN_ATTRIBUTES, SERVICE_AREA, RATE].map(open);
    read_inputs(all(inputs)?, state, progress)
}

/// Reads plan attributes, service areas and rates, in this order, from wherever they come.
///
/// # Errors
/// As [`read_folder`].
pub fn read_inputs(
    inputs: [Input<'_>; 3],
    state: &str,
    progress: &mut dyn FnMut(Progress),
) -> Result<FolderRead, CmsFilesError> {
    let [plans, areas, rates] = inputs;
    let [plans, areas, rates] = all([
        Table::new(PLAN_ATTRIBUTES, plans, year::PLAN_COLUMNS),
        Table::new(SERVICE_AREA, areas, year::AREA_COLUMNS),
        Table::new(RATE, rates, rates::RATE_COLUMNS),
    ])?;
    let mut reading =
        Reading { state, years: BTreeMap::new(), unknown: Faults::default(), rows: 0, left_out: 0 };
    reading.read(plans, YearParts::plan_row, progress)?;
    reading.read(areas, YearParts::area_row, progress)?;
    reading.read(rates, YearParts::rate_row, progress)?;
    reading.finish()
}

/// All three, or everything that is wrong with any.
fn all<T>(found: [Result<T, CmsFilesError>; 3]) -> Result<[T; 3], CmsFilesError> {
    match found {
        [Ok(first), Ok(second), Ok(third)] => Ok([first, second, third]),
        found => {
            let mut faults: Vec<_> = found.into_iter().filter_map(Result::err).collect();
            Err(if faults.len() == 1 { faults.remove(0) } else { CmsFilesError::Several(faults) })
        }
    }
}

/// What is done with a row of one file; false when the row is none of ours. Its faults go into the year.
type Visit = fn(&mut YearParts, &table::Row<'_>) -> bool;

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
        mut table: Table<'_>,
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
                Ok(_) if !row.text("StateCode").eq_ignore_ascii_case(self.state) => self.left_out += 1,
                Ok(year) => {
                    let ours = visit(self.years.entry(year).or_default(), &row);
                    self.left_out += u64::from(!ours);
                }
            }
        }
        self.rows += rows;
        progress(Progress { file: table.name(), rows, done: true });
        Ok(())
    }

    /// Rows whose year is unreadable belong to any year, so no year can be trusted.
    fn finish(self) -> Result<FolderRead, CmsFilesError> {
        let Self { years, unknown, rows, left_out, .. } = self;
        if years.is_empty() && !unknown.is_empty() {
            return Err(CmsFilesError::YearUnknown(unknown));
        }
        let years = years.into_iter().map(|(year, parts)| {
            let mut read = parts.finish(year);
            if !unknown.is_empty() {
                let mut faults = read.catalog.err().unwrap_or_default();
                faults.add_all(unknown.causes().iter().cloned());
                read.catalog = Err(faults);
            }
            read
        });
        Ok(FolderRead { years: years.collect(), rows, rows_left_out: left_out })
    }
}

#[cfg(test)]
mod tests;
