//! What a part says.

use std::fmt;
use words::{Html, Text};

/// Text, which is escaped when it is drawn, or a sentence of the catalogue with its own markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Escaped.
    Text(String),
    /// Drawn as it is.
    Html(Html),
}

impl Default for Said {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Html(html) => html.fmt(f),
            Self::Text(text) => match askama::filters::escape(text, askama::filters::Html) {
                Ok(escaped) => escaped.fmt(f),
                Err(never) => match never {},
            },
        }
    }
}

impl askama::FastWritable for Said {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(write!(out, "{self}")?)
    }
}

impl askama::filters::HtmlSafe for Said {}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Said {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Text> for Said {
    fn from(text: Text) -> Self {
        Self::Text(text.into_owned())
    }
}

impl From<Html> for Said {
    fn from(html: Html) -> Self {
        Self::Html(html)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::{Name, Words};

    #[test]
    fn text_is_escaped_and_the_catalogues_markup_is_not() {
        assert_eq!(Said::from("a <b>").to_string(), "a &#60;b&#62;");
        let acting = Words::default().page_acting_for(Name::whole("Ana <Ann>"));
        assert_eq!(Said::from(acting).to_string(), "You are acting for <strong>Ana &#60;Ann&#62;</strong>");
    }
}
