//! Files to take away: comma-separated values whose cells never start a formula, and the answer that makes
//! a browser save a file.

use crate::refusal::PageError;
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use portal::spreadsheet::{self, BEGINNING};
use words::Text;

/// The beginning of a file of comma-separated values: the columns' names.
///
/// # Errors
/// 500 when it cannot be written.
pub fn comma_separated_head(columns: &[Text]) -> Result<Vec<u8>, PageError> {
    let names = columns.iter().map(ToString::to_string);
    Ok(spreadsheet::comma_separated(BEGINNING.as_bytes().to_vec(), [names])?)
}

/// Rows of such a file.
///
/// # Errors
/// 500 when they cannot be written.
pub fn comma_separated(rows: impl IntoIterator<Item = Vec<Text>>) -> Result<Vec<u8>, PageError> {
    let texts = |row: Vec<Text>| row.into_iter().map(Text::into_owned);
    Ok(spreadsheet::comma_separated(Vec::new(), rows.into_iter().map(texts))?)
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
