//! The record that the consumer reviewed the application (ACT-6): what it asks, and what of it counts.

use super::{AskReview, ReviewedHow, WrongReview};
use crate::{
    form::{Answer, Fault, Fields, Form, Question, ask, choices, under_rule},
    typed::name,
};
use jiff::civil::Date;

/// A review as an assister records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The day.
    pub reviewed_on: Date,
    /// How.
    pub how: ReviewedHow,
    /// Who reviewed it.
    pub consumer_name: String,
}

/// What the record asks.
pub fn ask_review() -> Vec<Question> {
    under_rule(
        "ACT-6",
        [
            ask("reviewed", AskReview::Day, Answer::Date),
            ask("how", AskReview::How, Answer::Radios(choices(ReviewedHow::ALL))),
            ask("consumer_name", AskReview::Name, Answer::Name(121)).fill("off"),
        ],
    )
}

impl Review {
    /// Reads the record; the application was last changed on `changed_on`, and these are who may have reviewed it.
    ///
    /// # Errors
    /// Every fault: a day or a person that cannot be (ACT-6), or something that is missing.
    pub fn read(
        typed: &Fields,
        (today, changed_on): (Date, Date),
        reviewers: &[String],
    ) -> Result<Self, Vec<Fault>> {
        let questions = ask_review();
        let mut form = Form::new(&questions, typed, today);
        match form.date("reviewed") {
            Some(day) if day > today => form.refuse("reviewed", WrongReview::Ahead),
            Some(day) if day < changed_on => form.refuse("reviewed", WrongReview::BeforeChange),
            Some(_) | None => {}
        }
        let named = form.given("consumer_name");
        if named.is_some_and(|named| !reviewers.iter().any(|reviewer| name::is_same(&named, reviewer))) {
            form.refuse("consumer_name", WrongReview::NotOneOf(reviewers.to_vec()));
        }
        form.read(|form| {
            Some(Self {
                reviewed_on: form.date("reviewed")?,
                how: ReviewedHow::from_word(&form.text("how"))?,
                consumer_name: form.given("consumer_name")?,
            })
        })
    }
}
