//! Files to take away: comma-separated values whose cells never start a formula, and the answer that makes
//! a browser save a file.

use crate::refusal::PageError;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use portal::spreadsheet::{self, BEGINNING};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
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

/// A table that is taken away as a file.
pub struct Sheet {
    /// The columns' names.
    pub head: Vec<Text>,
    /// The rows.
    pub rows: Vec<Vec<Text>>,
}

impl Sheet {
    /// As comma-separated values.
    ///
    /// # Errors
    /// 500 when they cannot be written.
    pub fn comma_separated(self) -> Result<Vec<u8>, PageError> {
        Ok([comma_separated_head(&self.head)?, comma_separated(self.rows)?].concat())
    }

    /// As an XLSX workbook whose first row stays in sight; every cell is text, so that none is a formula and no number loses
    /// a digit.
    ///
    /// # Errors
    /// 500 when it cannot be written: more rows than a sheet has, say.
    pub fn workbook(self) -> Result<Vec<u8>, PageError> {
        let mut workbook = Workbook::new();
        // The same table is the same file: when it was made is the server's to say.
        let first_day = ExcelDateTime::from_ymd(1980, 1, 1).map_err(|_| unwritten())?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&first_day));
        let write = |sheet: &mut Worksheet| {
            let bold = Format::new().set_bold();
            for (row, cells) in (0_u32..).zip(std::iter::once(&self.head).chain(&self.rows)) {
                for (column, cell) in (0_u16..).zip(cells) {
                    match row {
                        0 => sheet.write_string_with_format(row, column, &**cell, &bold)?,
                        _ => sheet.write_string(row, column, &**cell)?,
                    };
                }
            }
            sheet.set_freeze_panes(1, 0)?;
            sheet.autofit();
            Ok::<_, XlsxError>(())
        };
        let written = write(workbook.add_worksheet()).and_then(|()| workbook.save_to_buffer());
        written.map_err(|_| unwritten())
    }
}

fn unwritten() -> PageError {
    PageError::of_status(StatusCode::INTERNAL_SERVER_ERROR)
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
    fn a_workbook_has_every_cell_as_text_and_none_as_a_formula() {
        let text = |text: &str| Text::from(text.to_owned());
        let sheet =
            Sheet { head: vec![text("Policy")], rows: vec![vec![text("=1+1")], vec![text("0012.50")]] };
        let file = sheet.workbook().unwrap();
        assert!(file.starts_with(b"PK\x03\x04"));
        let holds = |wanted: &[u8]| file.windows(wanted.len()).any(|window| window == wanted);
        assert!(holds(b"xl/worksheets/sheet1.xml") && holds(b"xl/sharedStrings.xml"));
    }

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
