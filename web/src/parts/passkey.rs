//! The button of a passkey: a form that the script `passkey.js` fills with the device's answer.

use super::{Button, FieldErrors, Hidden, Message, Questions, filters};
use crate::assets;
use askama::Template;

/// What the errors of a passkey stand at.
pub const PASSKEY: &str = "passkey";

/// What the device is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A new passkey.
    New,
    /// The answer of one that is there.
    Answer,
}

/// A form of one button, and what the person is asked beside it.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/passkey.html")]
pub struct Passkey {
    wanted: Wanted,
    action: &'static str,
    start: &'static str,
    origin: String,
    /// The same page where passkeys work.
    there: String,
    hidden: Vec<Hidden>,
    questions: Questions,
    button: Button,
    error: Message,
}

impl Passkey {
    /// A form that is sent to `action` after `start` said what is to be signed, at one address of the portal alone.
    pub fn new(
        wanted: Wanted,
        (start, action): (&'static str, &'static str),
        origin: &str,
        page: &str,
        button: Button,
    ) -> Self {
        Self {
            wanted,
            action,
            start,
            origin: origin.to_owned(),
            there: format!("{origin}{page}"),
            hidden: Vec::new(),
            questions: Questions::default(),
            button,
            error: Message::default(),
        }
    }

    /// With why the answer was of no use.
    #[must_use]
    pub fn errors(self, errors: &FieldErrors) -> Self {
        Self { error: errors.at(PASSKEY), ..self }
    }

    /// With a hidden field.
    #[must_use]
    pub fn with(mut self, field: Hidden) -> Self {
        self.hidden.push(field);
        self
    }

    /// With questions to the person.
    #[must_use]
    pub fn asking(self, questions: Questions) -> Self {
        Self { questions, ..self }
    }

    fn is_new(&self) -> bool {
        self.wanted == Wanted::New
    }

    fn script() -> String {
        assets::url("passkey.js")
    }
}

super::parts!(Passkey);
