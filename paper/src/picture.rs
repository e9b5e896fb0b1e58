//! A text as a picture that a phone reads: a QR code of lines, sharp at every size.

use crate::Fault;
use std::fmt::Write as _;

/// Four modules on each side stay white, as the standard asks for.
const QUIET: usize = 4;

/// The picture as SVG.
pub(crate) fn of(text: &str) -> Result<String, Fault> {
    let code = qrcode::QrCode::new(text).map_err(|_| Fault::Picture)?;
    let (width, size) = (code.width(), code.width() + 2 * QUIET);
    let mut svg =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\"><path d=\"");
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            // To write into a string cannot fail.
            let _ = write!(svg, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET);
        }
    }
    svg.push_str("\"/></svg>");
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_a_white_edge_and_what_is_too_long_is_refused() {
        let svg = of("https://assister.example.org/assister/authorize/1000031").unwrap();
        // A finder pattern begins at the inner corner of the quiet zone.
        assert!(svg.contains("M4 4h1v1h-1z") && !svg.contains("M3 ") && !svg.contains("NaN"));
        assert_eq!(of(&"x".repeat(4000)), Err(Fault::Picture));
    }
}
