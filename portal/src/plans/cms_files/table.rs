//! One CSV file: its header checked once, then row after row in one reused buffer. Cells come out by column name.

use std::{collections::HashMap, fs::File, io, path::Path};

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder, StringRecord};

use super::{CmsFilesError, Fault};

/// An open file.
pub(super) struct Table {
    name: &'static str,
    path: std::path::PathBuf,
    reader: Reader<File>,
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

impl Table {
    /// Opens a file and checks that it has these columns (others may be there too, in any order).
    pub(super) fn open(
        folder: &Path,
        name: &'static str,
        required: &[&'static str],
    ) -> Result<Self, CmsFilesError> {
        let path = folder.join(name);
        let unreadable = |source: io::Error| CmsFilesError::Unreadable { path: path.clone(), source };
        let file = File::open(&path).map_err(unreadable)?;
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
        let header = reader.byte_headers().map_err(|fault| unreadable(fault.into()))?;
        let mut columns = HashMap::new();
        for (place, column) in header.iter().enumerate() {
            let column = String::from_utf8_lossy(column);
            // The mark that some programs put before the first character of a UTF-8 file.
            columns.entry(column.trim_start_matches('\u{feff}').trim().to_owned()).or_insert(place);
        }
        let always = ["BusinessYear", "StateCode"];
        if let Some(column) = always.iter().chain(required).find(|column| !columns.contains_key(**column)) {
            return Err(CmsFilesError::ColumnMissing { file: name, column });
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

    /// The next row; a row that is not text or lacks cells is given as broken, and reports itself.
    pub(super) fn next_row(&mut self) -> Result<Option<Row<'_>>, CmsFilesError> {
        match self.reader.read_byte_record(&mut self.bytes) {
            Ok(false) => return Ok(None),
            Ok(true) => {}
            Err(fault) => {
                let source = match fault.into_kind() {
                    ErrorKind::Io(source) => source,
                    other => io::Error::other(format!("{other:?}")),
                };
                return Err(CmsFilesError::Unreadable { path: self.path.clone(), source });
            }
        }
        let line = self.bytes.position().map_or(0, csv::Position::line);
        let cells = self.bytes.len();
        let header = self.reader.byte_headers().map_or(cells, ByteRecord::len);
        self.broken = (cells != header).then(|| format!("the row has {cells} cells, the header {header}"));
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

impl Row<'_> {
    /// The file's name.
    pub(super) fn file(&self) -> &'static str {
        self.file
    }

    /// The line it begins on.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// A cell without surrounding blanks; empty when the file has no such column.
    pub(super) fn text(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|place| self.record.get(*place)).unwrap_or("").trim()
    }

    /// A cell that must not be empty.
    pub(super) fn filled(&self, column: &'static str) -> Result<&str, Fault> {
        match self.text(column) {
            "" => Err(self.fault(column, "is empty")),
            text => Ok(text),
        }
    }

    /// A cell read by a function that gives the reason when it cannot.
    pub(super) fn read<T, Reason: ToString>(
        &self,
        column: &'static str,
        read: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Result<T, Fault> {
        read(self.text(column)).map_err(|reason| self.fault(column, &reason.to_string()))
    }

    /// The plan year; a broken row has none when even that cell is unreadable.
    pub(super) fn year(&self) -> Result<i16, Fault> {
        self.read("BusinessYear", |text| match text.parse::<i16>() {
            Ok(year) if (2014..=2099).contains(&year) => Ok(year),
            _ => Err("is not a plan year of 2014 to 2099"),
        })
    }

    /// Refuses a broken row.
    pub(super) fn whole(&self) -> Result<(), Fault> {
        match self.broken {
            None => Ok(()),
            Some(reason) => {
                let value: String = self.record.iter().take(4).collect::<Vec<_>>().join(",");
                Err(Fault {
                    file: self.file,
                    line: self.line,
                    column: "(row)",
                    value,
                    reason: reason.to_owned(),
                })
            }
        }
    }

    /// A fault in this row.
    pub(super) fn fault(&self, column: &'static str, reason: &str) -> Fault {
        let value: String = self.text(column).chars().take(80).collect();
        Fault { file: self.file, line: self.line, column, value, reason: reason.to_owned() }
    }
}
