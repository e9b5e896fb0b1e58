//! What is wrong with what was typed: the same words at the field and in the summary at the top. It is a value until it
//! is drawn, in the language of the page.

use super::filters;
use askama::Template;
use domain::{
    form::{Fault, Question, Wrong},
    refusal::Refusal,
    typed,
};
use std::borrow::Cow;
use words::{Asking, Words};

/// What is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// In the page's own words.
    Text(String),
    /// As a value.
    Wrong(Wrong),
}

impl Message {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }

    /// In the language of the page.
    pub fn words(&self, words: &Words) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Wrong(wrong) => words.wrong(wrong),
        }
    }

    /// Said of what was typed, it does not tell by itself which answer it is about.
    fn is_of_a_reader(&self) -> bool {
        matches!(self, Self::Wrong(Wrong::Typed(_)))
    }
}

impl Default for Message {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

macro_rules! messages {
    ($($from:ty: $value:ident => $message:expr),+ $(,)?) => { $(
        impl From<$from> for Message {
            fn from($value: $from) -> Self { $message }
        }
    )+ };
}
messages!(
    &str: text => Self::Text(text.to_owned()),
    String: text => Self::Text(text),
    words::Text: text => Self::Text(text.into_owned()),
    Wrong: wrong => Self::Wrong(wrong),
    typed::Fault: fault => Self::Wrong(Wrong::Typed(fault)),
    Refusal: refusal => Self::Wrong(Wrong::Refused(refusal)),
);

/// One mistake at one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, which is also the id of its (first) control.
    pub field: String,
    /// What is wrong and what to do.
    pub message: Message,
    /// What it is about, for the summary; empty when the message stands for itself.
    pub label: String,
}

impl FieldError {
    /// With what it is about, where it does not stand for itself.
    pub fn said(&self, words: &Words) -> words::Text {
        match &*self.label {
            "" => self.message.words(words).into_owned().into(),
            label => words.form_problem_at(label, self.message.words(words)),
        }
    }
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
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<Message>) {
        self.0.push(FieldError { field: field.into(), message: message.into(), label: String::new() });
    }

    /// A mistake that a rule found when the form itself was good.
    pub fn at_field(field: &str, message: impl Into<Message>) -> Self {
        let mut errors = Self::none();
        errors.add(field, message);
        errors
    }

    /// The same mistakes, those of one field at another: for what was sent with another page.
    #[must_use]
    pub fn moved(mut self, from: &str, to: &str) -> Self {
        for error in self.0.iter_mut().filter(|error| error.field == from) {
            to.clone_into(&mut error.field);
        }
        self
    }

    /// The same mistakes in the order of the page's questions. Where one message stands at several of them, or does not
    /// name its question, the summary says which question each line is about.
    #[must_use]
    pub fn of_questions(mut self, asking: Asking<'_>, questions: &[Question]) -> Self {
        let place = |error: &FieldError| questions.iter().position(|question| question.field == error.field);
        self.0.sort_by_key(|error| place(error).unwrap_or(questions.len()));
        let messages: Vec<Message> = self.0.iter().map(|error| error.message.clone()).collect();
        for error in &mut self.0 {
            let named = error.message.is_of_a_reader()
                || messages.iter().filter(|message| **message == error.message).count() > 1;
            let question = questions.iter().find(|question| named && question.field == error.field);
            error.label = question.map_or_else(String::new, |one| asking.question(&one.asked).label.into());
        }
        self
    }

    /// The same mistakes, each with what it is about; empty where the message stands for itself.
    #[must_use]
    pub fn about(mut self, about: impl Fn(&str) -> String) -> Self {
        self.0.iter_mut().for_each(|error| error.label = about(&error.field));
        self
    }

    /// The first mistake at a field; empty when there is none.
    pub fn at(&self, field: &str) -> Message {
        let error = self.0.iter().find(|error| error.field == field);
        error.map(|error| error.message.clone()).unwrap_or_default()
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
        faults.into_iter().for_each(|fault| errors.add(fault.field, fault.wrong));
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
    use domain::{
        form::{Answer, AskAccount, ask},
        profile::Profile,
        typed::{money::MoneyFault, place::PlaceFault},
    };

    #[test]
    fn mistakes_come_in_the_order_of_the_questions_and_name_theirs_where_the_words_do_not() {
        let mut errors = FieldErrors::none();
        let wrong = |fault: MoneyFault| Message::from(typed::Fault::from(fault));
        errors.add("username", "Not this one.");
        errors.add("email", Wrong::NotOffered);
        errors.add("given_name", wrong(MoneyFault::Two));
        errors.add("family_name", "Not this one.");
        assert!(!Message::from(typed::Fault::from(PlaceFault::Zip)).is_empty());
        let questions = [
            ("given_name", AskAccount::GivenName),
            ("family_name", AskAccount::FamilyName),
            ("email", AskAccount::Email),
            ("username", AskAccount::Username),
        ]
        .map(|(field, asked)| ask(field, asked, Answer::Text));
        let profile = Profile::from_toml(Profile::MNSURE).unwrap();
        let summary =
            errors.of_questions(Asking::new(Words::default(), &profile), &questions).summary().to_string();
        let lines: Vec<&str> =
            summary.split("<li>").skip(1).map(|line| line.split("</li>").next().unwrap_or("")).collect();
        assert_eq!(
            lines,
            [
                "<a href=\"#given_name\">First name: There are two amounts, or a range. \
                 Write one amount, such as 1200.50.</a>",
                "<a href=\"#family_name\">Last name: Not this one.</a>",
                "<a href=\"#email\">Choose one of the answers on the page.</a>",
                "<a href=\"#username\">Username: Not this one.</a>",
            ]
        );
    }
}
