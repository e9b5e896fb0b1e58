//! A roster file's bytes as a table of texts: which encoding, which sign between the cells, and what no table is, with the
//! line and the column where it shows. The quotes are looked at strictly first, because a reader that mends them guesses.

use csv::{ReaderBuilder, StringRecord};
use domain::roster_file::{FileFault, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, WrongFile};
use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// What stands between cells, in the order in which they are tried.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// One row.
pub(super) struct Line {
    /// Where it begins.
    pub(super) line: u64,
    pub(super) cells: StringRecord,
}

/// A file's headings and rows; blank lines are none.
pub(super) struct Table {
    /// Where the headings stand.
    pub(super) line: u64,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Line>,
}

/// Reads a file. `known` says whether something is the heading of a column that there is: the sign between the cells is
/// the one that gives most of them.
///
/// # Errors
/// Why it is no table, and where.
pub(super) fn read(bytes: &[u8], known: &dyn Fn(&str) -> bool) -> Result<Table, FileFault> {
    let text = text_of(bytes)?;
    let separator = separator(&text, known);
    look_at_quotes(&text, separator)?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let (mut table, mut lines) = (None::<Table>, Lines::of(&text));
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            // The bytes are text, and rows may be of any length.
            Err(_) => return Err(FileFault::at(lines.line, 1, WrongFile::NoText)),
        }
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.at(usize::try_from(start).unwrap_or(usize::MAX));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match &mut table {
            None => {
                let headings: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
                if headings.len() > MOST_COLUMNS {
                    return Err(FileFault::at(line, column(MOST_COLUMNS), WrongFile::TooManyColumns));
                }
                table = Some(Table { line, headings, rows: Vec::new() });
            }
            Some(table) if table.rows.len() == MOST_ROWS => {
                return Err(FileFault::at(line, 1, WrongFile::TooManyRows));
            }
            Some(table) => table.rows.push(Line { line, cells: record.clone() }),
        }
    }
    match table {
        Some(table) if !table.rows.is_empty() => Ok(table),
        Some(Table { line, .. }) => Err(FileFault::at(line + 1, 1, WrongFile::Empty)),
        None => Err(FileFault::at(1, 1, WrongFile::Empty)),
    }
}

/// A column as a spreadsheet counts.
pub(super) fn column(place: usize) -> u64 {
    u64::try_from(place).unwrap_or(u64::MAX).saturating_add(1)
}

/// The text: UTF-8, with a byte order mark or without, or else Windows-1252.
fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, FileFault> {
    if bytes.len() > MOST_BYTES {
        return Err(FileFault::at(1, 1, WrongFile::TooLarge));
    }
    let fault = |at: usize, wrong| Err(place_of(bytes, at, wrong));
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return fault(0, WrongFile::NoText);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return fault(at, WrongFile::NoText);
    }
    let (marked, plain) = match bytes.strip_prefix("\u{feff}".as_bytes()) {
        Some(plain) => (true, plain),
        None => (false, bytes),
    };
    let wrong = match std::str::from_utf8(plain) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(wrong) => wrong.valid_up_to(),
    };
    // One that is in UTF-8 elsewhere would come out with other letters in every name.
    let elsewhere = plain.utf8_chunks().any(|chunk| chunk.valid().chars().any(|sign| sign > '\u{7f}'));
    if marked || elsewhere {
        return fault(wrong + bytes.len() - plain.len(), WrongFile::NotUtf8);
    }
    // Five bytes stand for nothing there; the decoder takes them for control signs.
    match plain.iter().position(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)) {
        Some(at) => fault(at, WrongFile::NoSign),
        None => Ok(WINDOWS_1252.decode_without_bom_handling(plain).0),
    }
}

/// The place of a byte: its line, and the column when each of these signs stands between two cells.
fn place_of(bytes: &[u8], at: usize, wrong: WrongFile) -> FileFault {
    let before = bytes.get(..at).unwrap_or(bytes);
    let mut lines = Lines { bytes, at: 0, line: 1 };
    let line = lines.at(at);
    let begin = before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1);
    let cells = before.get(begin..).unwrap_or_default();
    let most = SEPARATORS.map(|separator| cells.iter().filter(|byte| **byte == separator).count());
    FileFault::at(line, column(most.into_iter().max().unwrap_or(0)), wrong)
}

/// The sign between the cells: the one that gives most headings that are known, then most cells.
fn separator(text: &str, known: &dyn Fn(&str) -> bool) -> u8 {
    let worth = |separator: &u8| {
        let mut reader =
            ReaderBuilder::new().has_headers(false).delimiter(*separator).from_reader(text.as_bytes());
        let mut first = StringRecord::new();
        let read = reader.read_record(&mut first).unwrap_or(false);
        let headings = first.iter().filter(|heading| read && known(heading)).count();
        (headings, first.len())
    };
    // Of equals the first one, which is the comma.
    SEPARATORS.into_iter().rev().max_by_key(worth).unwrap_or(b',')
}

/// Where a quote can stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// The beginning of a cell.
    Start,
    /// In a cell without quotes.
    Bare,
    /// In a cell between quotes.
    Quoted,
    /// After a quote in such a cell.
    Closed,
}

/// Every quote opens a cell, closes one, or is doubled inside one (RFC 4180).
fn look_at_quotes(text: &str, separator: u8) -> Result<(), FileFault> {
    let (mut at, mut line, mut cell) = (At::Start, 1_u64, 1_u64);
    let mut opened = (1, 1);
    let bytes = text.as_bytes();
    for (place, byte) in bytes.iter().copied().enumerate() {
        let ends = byte == b'\n' || (byte == b'\r' && bytes.get(place + 1) != Some(&b'\n'));
        at = match (at, byte) {
            (At::Start, b'"') => {
                opened = (line, cell);
                At::Quoted
            }
            (At::Quoted, b'"') => At::Closed,
            (At::Closed, b'"') | (At::Quoted, _) => At::Quoted,
            (At::Bare, b'"') => return Err(FileFault::at(line, cell, WrongFile::QuoteInside)),
            (_, byte) if byte == separator => {
                cell += 1;
                At::Start
            }
            (_, b'\n' | b'\r') => {
                cell = 1;
                At::Start
            }
            (At::Closed, _) => return Err(FileFault::at(line, cell, WrongFile::QuoteClosed)),
            (At::Start | At::Bare, _) => At::Bare,
        };
        line += u64::from(ends);
    }
    match at {
        At::Quoted => Err(FileFault::at(opened.0, opened.1, WrongFile::QuoteOpen)),
        At::Start | At::Bare | At::Closed => Ok(()),
    }
}

/// Counts lines up to places that come one after the other, whatever ends them.
struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of a row that begins here, after the blank lines before it.
    fn at(&mut self, place: usize) -> u64 {
        while self.at < self.bytes.len()
            && (self.at < place || matches!(self.bytes.get(self.at), Some(b'\n' | b'\r')))
        {
            let (byte, next) = (self.bytes.get(self.at), self.bytes.get(self.at + 1));
            let ends = byte == Some(&b'\n') || (byte == Some(&b'\r') && next != Some(&b'\n'));
            self.line += u64::from(ends);
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests;
