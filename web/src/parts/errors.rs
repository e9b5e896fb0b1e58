//! What is wrong with what was typed: the same words at the field and in the summary at the top.

use askama::Template;

/// One mistake at one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, which is also the id of its (first) control.
    pub field: String,
    /// What is wrong and what to do, in one sentence.
    pub message: String,
}

/// All mistakes of a form, in the order of its fields. Pages set `layout.has_error = !errors.is_empty()`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Nothing is wrong.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a mistake. The field's first one is shown at the field, all are shown in the summary.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into() });
    }

    /// The same mistakes in the order of the page's fields, whatever order they were found in.
    #[must_use]
    pub fn in_order_of(mut self, fields: &[&str]) -> Self {
        let place = |error: &FieldError| fields.iter().position(|field| *field == error.field);
        self.0.sort_by_key(|error| place(error).unwrap_or(fields.len()));
        self
    }

    /// The first mistake at a field; empty when there is none.
    pub fn at(&self, field: &str) -> String {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.clone())
            .unwrap_or_default()
    }

    /// Whether the form may go on.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All mistakes.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// The summary for the top of the page; shows nothing when there are no mistakes.
    pub fn summary(&self) -> ErrorSummary {
        ErrorSummary { errors: self.0.clone() }
    }
}

/// The list of mistakes that takes the focus and links to the fields.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/error_summary.html")]
pub struct ErrorSummary {
    errors: Vec<FieldError>,
}

super::parts!(ErrorSummary);
