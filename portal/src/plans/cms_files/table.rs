//! One CSV file: its header checked once, then row after row in one reused buffer. Cells come out by column name.

use std::{
    io::{self, Read},
    ops::RangeInclusive,
    path::PathBuf,
};

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder, StringRecord};
use domain::plan::{PlanId, VariantId};

use super::{
    CmsFilesError, Fault, Input,
    columns::{Columns, Headings, Kind},
};

/// The plan years there are.
pub(super) const YEARS: RangeInclusive<i16> = 2014..=2099;

/// Longest part of a cell that a fault repeats.
const SHOWN: usize = 80;

/// An open file.
pub(super) struct Table<'a> {
    name: String,
    path: PathBuf,
    reader: Reader<Box<dyn Read + 'a>>,
    columns: Columns,
    /// The plan year of every row, where the headings say it.
    year: Option<i16>,
    bytes: ByteRecord,
    record: StringRecord,
    broken: Option<String>,
}

/// One row, readable by column name.
pub(super) struct Row<'a> {
    file: &'a str,
    columns: &'a Columns,
    record: &'a StringRecord,
    year: Option<i16>,
    line: u64,
    broken: Option<&'a str>,
}

impl<'a> Table<'a> {
    /// Reads the header and checks that it has the columns of its kind (others may be there too, in any order).
    pub(super) fn new(kind: &Kind, input: Input<'a>) -> Result<Self, CmsFilesError> {
        Self::of(kind, input).map(|(table, _)| table)
    }

    /// The same for a crosswalk, whose headings name its plan year.
    pub(super) fn of_years(kind: &Kind, input: Input<'a>) -> Result<Self, CmsFilesError> {
        let (mut table, headings) = Self::of(kind, input)?;
        table.year = headings.years(&mut table.columns);
        match table.year {
            Some(_) => Ok(table),
            None => Err(CmsFilesError::YearsUnknown { file: table.name }),
        }
    }

    fn of(kind: &Kind, (path, input): Input<'a>) -> Result<(Self, Headings), CmsFilesError> {
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(input);
        let headings = match reader.byte_headers() {
            Ok(header) => Headings::of(header.iter()),
            Err(fault) => return Err(CmsFilesError::Unreadable { path, source: fault.into() }),
        };
        let name = super::file_name(&path);
        let columns = headings.columns(kind).map_err(|unusable| {
            let file = || name.clone();
            let missing = (!unusable.missing.is_empty())
                .then(|| CmsFilesError::ColumnsMissing { file: file(), columns: unusable.missing });
            let twice = (!unusable.twice.is_empty())
                .then(|| CmsFilesError::ColumnsTwice { file: file(), columns: unusable.twice });
            CmsFilesError::several(missing.into_iter().chain(twice).collect())
        })?;
        let (bytes, record) = (ByteRecord::new(), StringRecord::new());
        Ok((Self { name, path, reader, columns, year: None, bytes, record, broken: None }, headings))
    }

    /// The file's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The year that its headings name.
    pub(super) fn year(&self) -> Option<i16> {
        self.year
    }

    /// Whether it has such a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// The next row with anything in it; a row that is not text or lacks cells is given as broken, and reports itself.
    pub(super) fn next_row(&mut self) -> Result<Option<Row<'_>>, CmsFilesError> {
        loop {
            match self.reader.read_byte_record(&mut self.bytes) {
                Ok(false) => return Ok(None),
                Ok(true) if self.bytes.iter().all(is_padding) => {}
                Ok(true) => break,
                Err(fault) => {
                    let source = match fault.into_kind() {
                        ErrorKind::Io(source) => source,
                        other => io::Error::other(format!("{other:?}")),
                    };
                    return Err(CmsFilesError::Unreadable { path: self.path.clone(), source });
                }
            }
        }
        let line = self.bytes.position().map_or(0, csv::Position::line);
        let cells = self.bytes.len();
        let header = self.reader.byte_headers().map_or(cells, ByteRecord::len);
        // Blank cells behind the last column are no content.
        let whole = cells >= header && self.bytes.iter().skip(header).all(is_padding);
        self.broken = (!whole).then(|| format!("the row has {cells} cells, the header {header}"));
        self.record.clear();
        for cell in &self.bytes {
            match std::str::from_utf8(cell) {
                Ok(text) => self.record.push_field(text),
                Err(_) => {
                    self.broken = Some("the row is not UTF-8 text".to_owned());
                    self.record.push_field(&String::from_utf8_lossy(cell));
                }
            }
        }
        let broken = self.broken.as_deref();
        let (file, columns, record) = (self.name.as_str(), &self.columns, &self.record);
        Ok(Some(Row { file, columns, record, year: self.year, line, broken }))
    }
}

/// Nothing but blanks and the marks of old ends of files.
fn is_padding(cell: &[u8]) -> bool {
    cell.iter().all(|byte| matches!(byte, 0..=b' '))
}

impl Row<'_> {
    /// The file's name.
    pub(super) fn file(&self) -> &str {
        self.file
    }

    /// The line it begins on.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Why the row itself is broken.
    pub(super) fn broken(&self) -> Option<&str> {
        self.broken
    }

    /// A cell without surrounding blanks; empty when the file has no such column.
    pub(super) fn text(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|(place, _)| self.record.get(*place)).unwrap_or("").trim()
    }

    /// The plan that the row is about, as far as a faulty row says so.
    pub(super) fn plan(&self) -> Option<PlanId> {
        let variant = || self.text("PlanId").parse::<VariantId>().ok().map(|variant| variant.plan);
        let plan = |column: &str| self.text(column).parse::<PlanId>().ok();
        plan("StandardComponentId").or_else(variant).or_else(|| plan("PlanId")).or_else(|| plan("OldPlan"))
    }

    /// The plan year; a broken row has none when even that cell is unreadable.
    pub(super) fn year(&self) -> Result<i16, Fault> {
        if let Some(year) = self.year {
            return Ok(year);
        }
        match self.text("BusinessYear").parse::<i16>() {
            Ok(year) if YEARS.contains(&year) => Ok(year),
            _ => Err(self.fault("BusinessYear", "is not a plan year of 2014 to 2099")),
        }
    }

    /// What the file itself calls a column.
    pub(super) fn heading<'c>(&'c self, column: &'c str) -> &'c str {
        self.columns.get(column).map_or(column, |(_, heading)| heading)
    }

    /// A fault in this row; the column "(row)" is the row as a whole.
    pub(super) fn fault(&self, column: &str, reason: &str) -> Fault {
        let value = match column {
            "(row)" => self.record.iter().take(4).collect::<Vec<_>>().join(","),
            column => self.text(column).to_owned(),
        };
        // Shown first: a number that is cut would no longer be known as one.
        let value: String = x12::shown(&value).chars().take(SHOWN).collect();
        Fault {
            file: self.file.to_owned(),
            line: self.line,
            plan: self.plan().map(|plan| plan.to_string()),
            column: self.heading(column).to_owned(),
            value,
            reason: reason.to_owned(),
            rows: 1,
            last_line: self.line,
        }
    }
}

/// The cells of a row, read one after the other; what cannot be read is a fault, and the others are read all the same.
pub(super) struct Cells<'r, 'a> {
    row: &'r Row<'a>,
    faults: Vec<Fault>,
}

impl<'r, 'a> Cells<'r, 'a> {
    /// Of this row; None with its fault when the row is broken, so that its cells may stand under other columns.
    pub(super) fn of(row: &'r Row<'a>) -> Result<Self, Fault> {
        match row.broken() {
            Some(reason) => Err(row.fault("(row)", reason)),
            None => Ok(Self { row, faults: Vec::new() }),
        }
    }

    /// A cell read by a function that gives the reason when it cannot.
    pub(super) fn read<T, Reason: ToString>(
        &mut self,
        column: &'static str,
        read: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Option<T> {
        match read(self.row.text(column)) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.fault(column, &reason.to_string());
                None
            }
        }
    }

    /// A cell that must not be empty.
    pub(super) fn filled(&mut self, column: &'static str) -> Option<String> {
        self.read(column, |text| if text.is_empty() { Err("is empty") } else { Ok(text.to_owned()) })
    }

    /// What is wrong with a cell beside others.
    pub(super) fn fault(&mut self, column: &'static str, reason: &str) {
        self.faults.push(self.row.fault(column, reason));
    }

    /// Whether nothing is wrong so far.
    pub(super) fn are_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// Everything found.
    pub(super) fn faults(self) -> Vec<Fault> {
        self.faults
    }
}
