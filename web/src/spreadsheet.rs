//! Files to take away: comma-separated values whose cells never start a formula, and the answer that makes
//! a browser save a file.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

/// One file of comma-separated values (RFC 4180), with a byte order mark so that spreadsheets read UTF-8.
pub fn comma_separated(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = String::from("\u{feff}");
    line(&mut text, head.iter().map(|cell| (*cell).to_owned()));
    for row in rows {
        line(&mut text, row.into_iter());
    }
    text
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push('"');
        // A cell that begins like this would be computed by a spreadsheet.
        if cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%']) {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

/// An answer that is saved as a file.
pub fn attachment(content_type: &'static str, file: &'static str, body: String) -> Response {
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
        let cells = ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "plain", "say \"hi\", ok"].map(str::to_owned);
        let file = comma_separated(&["a"], [cells.to_vec()]);
        assert_eq!(
            file.lines().nth(1).unwrap(),
            "\"'=1+1\",\"'+1\",\"'-1\",\"'@x\",\"' =1\",\"'\t=1\",\"plain\",\"say \"\"hi\"\", ok\""
        );
    }
}
