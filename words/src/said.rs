//! What sentences come out as.

use std::{borrow::Cow, fmt};

/// Plain text; a template escapes it.
pub type Text = Cow<'static, str>;

/// Text with the catalogue's own markup; every argument in it is escaped already. Never for attributes, `<title>` or
/// `<option>`: a test looks for that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Html(pub(crate) Text);

impl Html {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

impl askama::FastWritable for Html {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

/// A mail, plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line.
    pub subject: Text,
    /// Lines with blank lines between paragraphs.
    pub body: Text,
}

/// A question of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub label: Text,
    /// Help under it; may be empty.
    pub hint: Text,
    /// What is said when there is no answer; empty when one may go without.
    pub missing: Text,
}
