//! A text as a picture that a phone reads.

use askama::Template;

/// A QR code with its quiet zone.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/qr.html")]
pub struct Qr {
    size: usize,
    path: String,
    title: String,
}

impl Qr {
    /// The picture of a text, with words for whoever does not see it; `None` when the text is too long.
    pub fn of(text: &str, title: impl Into<String>) -> Option<Self> {
        let code = qrcode::QrCode::new(text).ok()?;
        let width = code.width();
        let dark =
            code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == qrcode::Color::Dark);
        // Four modules of quiet zone on each side, as the standard asks for.
        let path = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4)).collect();
        Some(Self { size: width + 8, path, title: title.into() })
    }
}

super::parts!(Qr);
