//! Questions of forms: what each asks, and what there is to answer. One message a question.

mod answers;
mod application;
mod others;

pub use answers::*;
pub use others::Heading;

use crate::{Question, Text, Words};
use domain::{form::Asked, profile::Profile};

/// A language, with the names that an exchange gives to its state and its programs.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'p> {
    /// The language.
    pub words: Words,
    state: &'p str,
    medicaid: &'p str,
}

impl<'p> Asking<'p> {
    /// Asks in a language for an exchange.
    pub fn new(words: Words, profile: &'p Profile) -> Self {
        let (state, medicaid) = (&*profile.exchange.state_name, &*profile.programs.medical_assistance);
        Self { words, state, medicaid }
    }

    /// What a question says: its label, its help, and what is said when there is no answer.
    pub fn question(self, asked: &Asked) -> Question {
        let words = self.words;
        match asked {
            Asked::Application(asked) => self.application(asked),
            Asked::Review(asked) => words.ask_review(*asked),
            Asked::Signature(asked) => words.ask_to_sign(asked),
            Asked::Estimate(asked) => words.ask_estimate(*asked),
            Asked::Account(asked) => words.ask_account(*asked),
            Asked::Assister(asked) => words.ask_assister(*asked),
            Asked::Agency(asked) => words.ask_agency(*asked),
            Asked::Directory(asked) => words.ask_directory(*asked),
            Asked::Token(asked) => words.ask_token(*asked),
            Asked::Credit(most) => words.ask_credit(*most),
            Asked::WhoLeaves => words.ask_who_leaves(),
            Asked::LastDay(first, last) => words.ask_last_day(*first, *last),
            Asked::EventDay(event, first, last) => words.ask_event_day(*first, *last, *event),
        }
    }
}

impl Words {
    /// What is said when a question has no answer; no exchange's names stand in it.
    pub fn missing_answer(self, asked: &Asked) -> Text {
        Asking { words: self, state: "", medicaid: "" }.question(asked).missing
    }
}

/// A question that is its label alone, such as a box to tick.
fn bare(label: Text) -> Question {
    Question { label, hint: Text::default(), missing: Text::default() }
}
