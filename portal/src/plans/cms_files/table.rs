//! One CSV file: its header checked once, then row after row in one reused buffer. Cells come out by column name.

use std::{
    collections::HashMap,
    io::{self, Read},
    path::PathBuf,
};

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder, StringRecord};
use domain::plan::{PlanId, VariantId};

use super::{CmsFilesError, Fault, Input};

/// Longest part of a cell that a fault repeats.
const SHOWN: usize = 80;

/// An open file.
pub(super) struct Table<'a> {
    name: &'static str,
    path: PathBuf,
    reader: Reader<Box<dyn Read + 'a>>,
    columns: HashMap<String, usize>,
    bytes: ByteRecord,
    record: StringRecord,
    broken: Option<String>,
}

/// One row, readable by column name.
pub(super) struct Row<'a> {
    file: &'static str,
    columns: &'a HashMap<String, usize>,
    record: &'a StringRecord,
    line: u64,
    broken: Option<&'a str>,
}

impl<'a> Table<'a> {
    /// Reads the header and checks that it has these columns (others may be there too, in any order).
    pub(super) fn new(
        name: &'static str,
        (path, input): Input<'a>,
        required: &[&'static str],
    ) -> Result<Self, CmsFilesError> {
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(input);
        let header = match reader.byte_headers() {
            Ok(header) => header,
            Err(fault) => return Err(CmsFilesError::Unreadable { path, source: fault.into() }),
        };
        let mut columns = HashMap::new();
        for (place, column) in header.iter().enumerate() {
            let column = String::from_utf8_lossy(column);
            // The mark that some programs put before the first character of a UTF-8 file keeps its quotes from being seen.
            let column = column.trim_start_matches('\u{feff}').trim().trim_matches('"').trim();
            columns.entry(column.to_owned()).or_insert(place);
        }
        let always = ["BusinessYear", "StateCode"];
        let required = always.into_iter().chain(required.iter().copied());
        let missing: Vec<&'static str> = required.filter(|column| !columns.contains_key(*column)).collect();
        if !missing.is_empty() {
            return Err(CmsFilesError::ColumnsMissing { file: name, columns: missing });
        }
        Ok(Self {
            name,
            path,
            reader,
            columns,
            bytes: ByteRecord::new(),
            record: StringRecord::new(),
            broken: None,
        })
    }

    /// The file's name.
    pub(super) fn name(&self) -> &'static str {
        self.name
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
        Ok(Some(Row { file: self.name, columns: &self.columns, record: &self.record, line, broken }))
    }
}

/// Nothing but blanks and the marks of old ends of files.
fn is_padding(cell: &[u8]) -> bool {
    cell.iter().all(|byte| matches!(byte, 0..=b' '))
}

impl Row<'_> {
    /// The file's name.
    pub(super) fn file(&self) -> &'static str {
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
        self.columns.get(column).and_then(|place| self.record.get(*place)).unwrap_or("").trim()
    }

    /// The plan that the row is about, as far as a faulty row says so.
    pub(super) fn plan(&self) -> Option<PlanId> {
        let variant = || self.text("PlanId").parse::<VariantId>().ok().map(|variant| variant.plan);
        let plan = |column: &str| self.text(column).parse::<PlanId>().ok();
        plan("StandardComponentId").or_else(variant).or_else(|| plan("PlanId"))
    }

    /// The plan year; a broken row has none when even that cell is unreadable.
    pub(super) fn year(&self) -> Result<i16, Fault> {
        match self.text("BusinessYear").parse::<i16>() {
            Ok(year) if (2014..=2099).contains(&year) => Ok(year),
            _ => Err(self.fault("BusinessYear", "is not a plan year of 2014 to 2099")),
        }
    }

    /// A fault in this row; the column "(row)" is the row as a whole.
    pub(super) fn fault(&self, column: &'static str, reason: &str) -> Fault {
        let value = match column {
            "(row)" => self.record.iter().take(4).collect::<Vec<_>>().join(","),
            column => self.text(column).to_owned(),
        };
        // Shown first: a number that is cut would no longer be known as one.
        let value: String = x12::shown(&value).chars().take(SHOWN).collect();
        Fault {
            file: self.file,
            line: self.line,
            plan: self.plan().map(|plan| plan.to_string()),
            column,
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

    /// Everything found.
    pub(super) fn faults(self) -> Vec<Fault> {
        self.faults
    }
}
