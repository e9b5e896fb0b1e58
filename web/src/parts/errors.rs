//! What is wrong with what was typed: the same words at the field and in the summary at the top.

use super::filters;
use askama::Template;
use domain::form::{Fault, Question};

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

/// All mistakes of a form, in the order of its fields. Pages hand them to `Layout::with_errors`.
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

    /// A mistake that a rule found when the form itself was good.
    pub fn at_field(field: &str, message: impl Into<String>) -> Self {
        let mut errors = Self::none();
        errors.add(field, message);
        errors
    }

    /// The same mistakes in the order of the page's questions. Where one message stands at several of them, the
    /// summary says which question each line is about.
    #[must_use]
    pub fn of_questions(mut self, questions: &[Question]) -> Self {
        let place = |error: &FieldError| questions.iter().position(|question| question.field == error.field);
        self.0.sort_by_key(|error| place(error).unwrap_or(questions.len()));
        let messages: Vec<String> = self.0.iter().map(|error| error.message.clone()).collect();
        for error in &mut self.0 {
            let repeated = messages.iter().filter(|message| **message == error.message).count() > 1;
            let question = questions.iter().find(|question| repeated && question.field == error.field);
            error.label = question.map(|question| question.label.clone()).unwrap_or_default();
        }
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

/// What a verb found wrong, for the form.
impl From<Vec<Fault>> for FieldErrors {
    fn from(faults: Vec<Fault>) -> Self {
        let mut errors = Self::none();
        faults.into_iter().for_each(|fault| errors.add(fault.field, fault.message));
        errors
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
    use domain::form::{Answer, ask};

    #[test]
    fn mistakes_come_in_the_order_of_the_questions_and_name_theirs_where_the_words_repeat() {
        let mut errors = FieldErrors::none();
        for (field, message) in
            [("p2", "Enter an amount."), ("zip", "Enter five digits."), ("p1", "Enter an amount.")]
        {
            errors.add(field, message);
        }
        let questions = [("p1", "Ana"), ("zip", "ZIP code"), ("p2", "Max")]
            .map(|(field, label)| ask(field, label, Answer::Text));
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
