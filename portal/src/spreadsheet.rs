//! Files for spreadsheets: comma-separated values (RFC 4180) whose cells never start a formula.

use crate::Error;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use domain::typed::cell::harmless;

/// What such a file begins with: a byte order mark, so that spreadsheets read UTF-8.
pub const BEGINNING: &str = "\u{feff}";

/// Rows of such a file, behind what is written already.
///
/// # Errors
/// `Error::Corrupt` when they cannot be written.
pub fn comma_separated(
    start: Vec<u8>,
    rows: impl IntoIterator<Item = impl IntoIterator<Item = String>>,
) -> Result<Vec<u8>, Error> {
    let write = || {
        let mut file = WriterBuilder::new()
            .flexible(true)
            .quote_style(QuoteStyle::Always)
            .terminator(Terminator::CRLF)
            .from_writer(start);
        for row in rows {
            file.write_record(row.into_iter().map(harmless))?;
        }
        file.into_inner().map_err(|fault| csv::Error::from(fault.into_error()))
    };
    write().map_err(|_| Error::Corrupt("a file for spreadsheets"))
}
