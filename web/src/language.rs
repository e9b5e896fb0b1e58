//! The language of an answer: what the person chose, kept in the account and by the browser; else what the browser
//! asks for; else English.

use crate::{App, cookies};
use axum::http::{HeaderMap, header};
use portal::Session;
use words::{Words, languages};

/// The language of a browser.
pub(crate) fn of_browser(app: &App, headers: &HeaderMap) -> Words {
    let practice = app.portal.is_practice();
    let chosen = cookies::language(headers, &app.settings).and_then(|tag| languages().get(tag, practice));
    chosen.or_else(|| wished(headers, practice)).unwrap_or_default()
}

/// The language that a person keeps in the account; none until one was chosen.
pub(crate) fn of_account(app: &App, session: Option<&Session>) -> Option<Words> {
    languages().get(session?.language(), app.portal.is_practice())
}

/// The first language that there is of those a browser asks for (RFC 9110, 12.5.4; looked up as RFC 4647 says: `es-MX`
/// is content with `es`).
fn wished(headers: &HeaderMap, practice: bool) -> Option<Words> {
    let wishes = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut wishes: Vec<(&str, f32)> = wishes.split(',').take(20).filter_map(wish).collect();
    wishes.sort_by(|one, other| other.1.total_cmp(&one.1));
    wishes.into_iter().find_map(|(tag, _)| offered(tag, practice))
}

/// A wish and how much it is wished: `es;q=0.8`. What is not wanted at all is none.
fn wish(text: &str) -> Option<(&str, f32)> {
    let (tag, weight) = text.split_once(';').unwrap_or((text, "q=1"));
    let weight = weight.trim().strip_prefix("q=")?.parse().ok()?;
    (weight > 0.0).then_some((tag.trim(), weight))
}

fn offered(wish: &str, practice: bool) -> Option<Words> {
    let tags = languages().tags(practice);
    let mut wish = wish;
    loop {
        if let Some(tag) = tags.iter().find(|tag| tag.eq_ignore_ascii_case(wish)) {
            return languages().get(tag, practice);
        }
        (wish, _) = wish.rsplit_once('-')?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn tag(wishes: &'static str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(wishes))]);
        wished(&headers, true).map(Words::tag)
    }

    #[test]
    fn the_browsers_first_wish_that_there_is_counts() {
        for (wishes, found) in [
            ("en-US,en;q=0.9", Some("en")),
            ("xx, ar-XB;q=0.5, en;q=0.4", Some("ar-XB")),
            ("en;q=0.4, AR-xb-u-nu-latn", Some("ar-XB")),
            ("ar, fr;q=0.9", None),
            ("en;q=0", None),
            ("*", None),
            ("", None),
            (";;q=,en;q=x", None),
        ] {
            assert_eq!(tag(wishes), found, "{wishes}");
        }
    }
}
