//! What is wrong with what was typed: the same words at the field and in the summary at the top.

use askama::Template;

/// One mistake at one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, which is also the id of its (first) control.
    pub field: String,
    /// What is wrong and what to do, in one sentence.
    pub message: String,
    /// The question it is about, for the summary; empty when the message stands for itself.
    pub label: String,
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
        self.0.push(FieldError { field: field.into(), message: message.into(), label: String::new() });
    }

    /// The same mistakes in the order of the page's fields, whatever order they were found in.
    #[must_use]
    pub fn in_order_of(mut self, fields: &[&str]) -> Self {
        let place = |error: &FieldError| fields.iter().position(|field| *field == error.field);
        self.0.sort_by_key(|error| place(error).unwrap_or(fields.len()));
        self
    }

    /// The same mistakes in the order of the page's questions (fields with their labels). Where one message
    /// stands at several of them, the summary says which question each line is about.
    #[must_use]
    pub fn of_questions(self, questions: &[(String, String)]) -> Self {
        let fields: Vec<&str> = questions.iter().map(|(field, _)| field.as_str()).collect();
        let mut errors = self.in_order_of(&fields);
        let messages: Vec<String> = errors.0.iter().map(|error| error.message.clone()).collect();
        for error in &mut errors.0 {
            let repeated = messages.iter().filter(|message| **message == error.message).count() > 1;
            let label = questions.iter().find(|(field, _)| repeated && *field == error.field);
            error.label = label.map(|(_, label)| label.clone()).unwrap_or_default();
        }
        errors
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_come_in_the_order_of_the_questions_and_name_theirs_where_the_words_repeat() {
        let mut errors = FieldErrors::none();
        for (field, message) in
            [("p2", "Enter an amount."), ("zip", "Enter five digits."), ("p1", "Enter an amount.")]
        {
            errors.add(field, message);
        }
        let questions =
            [("p1", "Ana"), ("zip", "ZIP code"), ("p2", "Max")].map(|(f, l)| (f.to_owned(), l.to_owned()));
        let summary = errors.of_questions(&questions).summary().to_string();
        let lines: Vec<&str> =
            summary.split("<li>").skip(1).map(|line| line.split("</li>").next().unwrap_or("")).collect();
        assert_eq!(
            lines,
            [
                "<a href=\"#p1\">Ana: Enter an amount.</a>",
                "<a href=\"#zip\">Enter five digits.</a>",
                "<a href=\"#p2\">Max: Enter an amount.</a>"
            ]
        );
    }
}
