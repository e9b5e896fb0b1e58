//! Files to take away: comma-separated values whose cells never start a formula, and the answer that makes
//! a browser save a file.

use crate::refusal::PageError;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use words::Text;

/// The beginning of a file of comma-separated values (RFC 4180): a byte order mark, so that spreadsheets read UTF-8,
/// and the columns' names.
///
/// # Errors
/// 500 when it cannot be written.
pub fn comma_separated_head(columns: &[Text]) -> Result<Vec<u8>, PageError> {
    lines("\u{feff}".as_bytes().to_vec(), [columns.iter().map(|column| column.as_bytes())])
}

/// Rows of such a file.
///
/// # Errors
/// 500 when they cannot be written.
pub fn comma_separated(rows: impl IntoIterator<Item = Vec<Text>>) -> Result<Vec<u8>, PageError> {
    let harmless =
        |row: Vec<Text>| row.into_iter().map(|cell| harmless(cell.into_owned())).collect::<Vec<_>>();
    lines(Vec::new(), rows.into_iter().map(harmless))
}

fn lines<T: AsRef<[u8]>>(
    start: Vec<u8>,
    rows: impl IntoIterator<Item = impl IntoIterator<Item = T>>,
) -> Result<Vec<u8>, PageError> {
    let write = || {
        let mut file = WriterBuilder::new()
            .quote_style(QuoteStyle::Always)
            .terminator(Terminator::CRLF)
            .from_writer(start);
        for row in rows {
            file.write_record(row)?;
        }
        file.into_inner().map_err(|fault| csv::Error::from(fault.into_error()))
    };
    write().map_err(|_| PageError::of_status(StatusCode::INTERNAL_SERVER_ERROR))
}

/// A cell that begins like a formula would be computed by a spreadsheet: an apostrophe makes it text.
fn harmless(mut cell: String) -> String {
    if cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%']) {
        cell.insert(0, '\'');
    }
    cell
}

/// An answer that is saved as a file.
pub fn attachment(content_type: &'static str, file: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{file}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_starts_a_formula() {
        let cells = ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "plain", "say \"hi\", ok"].map(Text::from);
        let head = ["1", "2", "3", "4", "5", "6", "7", "8"].map(Text::from);
        let file = [comma_separated_head(&head).unwrap(), comma_separated([cells.to_vec()]).unwrap()];
        let file = String::from_utf8(file.concat()).unwrap();
        assert_eq!(
            file,
            "\u{feff}\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\"\r\n\
             \"'=1+1\",\"'+1\",\"'-1\",\"'@x\",\"' =1\",\"'\t=1\",\"plain\",\"say \"\"hi\"\", ok\"\r\n"
        );
    }
}
