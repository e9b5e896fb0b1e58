//! The record that the consumer reviewed the application (ACT-6): what it asks, and what of it counts.

use super::ReviewedHow;
use crate::{
    form::{Answer, Choice, Fault, Fields, Form, Question, ask, under_rule},
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
    let way = |how: &ReviewedHow| Choice { value: how.word().into(), label: how.in_words().into() };
    under_rule(
        "ACT-6",
        [
            ask("reviewed", "On which day did the consumer review the application?", Answer::Date)
                .hint("For example: 11 20 2026")
                .missing("Enter the day on which the consumer reviewed the application."),
            ask("how", "How did they review it?", Answer::Radios(ReviewedHow::ALL.iter().map(way).collect()))
                .or_else("Choose how the consumer reviewed the application."),
            ask("consumer_name", "Name of the consumer who reviewed it", Answer::Name(121))
                .fill("off")
                .hint("An adult of the application.")
                .missing("Enter the name of the consumer who reviewed the application."),
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
            Some(day) if day > today => {
                form.refuse("reviewed", "The day of the review cannot lie in the future.");
            }
            Some(day) if day < changed_on => form.refuse(
                "reviewed",
                "The application was changed after that day. Enter the day on which the consumer reviewed it as it is now.",
            ),
            Some(_) | None => {}
        }
        let named = form.given("consumer_name");
        if named.is_some_and(|named| !reviewers.iter().any(|reviewer| name::is_same(&named, reviewer))) {
            let who = reviewers.join(" or ");
            form.refuse("consumer_name", format!("Enter the name of an adult of this application: {who}."));
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
