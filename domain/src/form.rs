//! A form as a list of questions: the one list makes the fields of the page, reads what was typed, names what
//! is wrong with it by field and rule, and gives the answers in words. What an answer of a kind looks like is in
//! `form/answer.rs`, single values in `form/typed.rs`, a whole form read into a type in `form/reading.rs`.

mod answer;
mod reading;
mod typed;

pub use answer::{Answer, Choice, choices};
pub use reading::{Fault, Form};
pub use typed::{Digits, amount_in_cents, date_of, name, plain_text, social_security_number, username};

use jiff::civil::Date;
use std::collections::BTreeMap;

/// The fields of one form by name, as they were typed.
pub type Fields = BTreeMap<String, String>;

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// The form's field; a date has three: `FIELD_month`, `FIELD_day`, `FIELD_year`.
    pub field: String,
    /// The question in words.
    pub label: String,
    /// Help under the question; may be empty.
    pub hint: String,
    /// What kind of answer is expected.
    pub answer: Answer,
    /// Whether it must be answered.
    pub need: Need,
    /// What the browser may fill in (a token of HTML's `autocomplete`); empty when nothing is said about it.
    pub fill: &'static str,
    /// The heading of the part of the form that begins here; mostly empty.
    pub heading: &'static str,
    /// The rule behind a fault of the answer.
    pub rule: &'static str,
    missing: String,
    wrong: String,
}

/// Whether a question must be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Yes.
    Required,
    /// No: the label says so.
    Optional,
    /// Other answers decide; the hint says when. Now it need not.
    NotNow,
    /// Other answers decide that it means nothing now: what stands there is neither judged nor read.
    Unasked,
}

impl Need {
    pub(crate) fn when(needed: bool) -> Self {
        if needed { Need::Required } else { Need::NotNow }
    }
}

/// A question that must be answered, with the usual words for what is wrong.
pub fn ask(field: impl Into<String>, label: impl Into<String>, answer: Answer) -> Question {
    Question {
        field: field.into(),
        label: label.into(),
        hint: String::new(),
        answer,
        need: Need::Required,
        fill: "",
        heading: "",
        rule: "",
        missing: String::new(),
        wrong: String::new(),
    }
}

/// The questions of one form, each with its own rule or else with this one.
pub fn under_rule<const N: usize>(rule: &'static str, questions: [Question; N]) -> Vec<Question> {
    let ruled = |question: Question| if question.rule.is_empty() { question.rule(rule) } else { question };
    questions.into_iter().map(ruled).collect()
}

/// One answer, without spaces around it; empty when there is none.
pub fn value<'f>(typed: &'f Fields, name: &str) -> &'f str {
    typed.get(name).map_or("", |value| value.trim())
}

impl Question {
    /// Help under the question.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Whether it must be answered.
    #[must_use]
    pub fn need(mut self, need: Need) -> Self {
        self.need = need;
        self
    }

    /// What the browser may fill in.
    #[must_use]
    pub fn fill(mut self, token: &'static str) -> Self {
        self.fill = token;
        self
    }

    /// A part of the form with this heading begins here.
    #[must_use]
    pub fn under(mut self, heading: &'static str) -> Self {
        self.heading = heading;
        self
    }

    /// The rule behind a fault.
    #[must_use]
    pub fn rule(mut self, rule: &'static str) -> Self {
        self.rule = rule;
        self
    }

    /// The words when it is not answered.
    #[must_use]
    pub fn missing(mut self, words: impl Into<String>) -> Self {
        self.missing = words.into();
        self
    }

    /// The words when the answer cannot be right.
    #[must_use]
    pub fn wrong(mut self, words: impl Into<String>) -> Self {
        self.wrong = words.into();
        self
    }

    /// The same words whether it is not answered or the answer cannot be right.
    #[must_use]
    pub fn or_else(self, words: &str) -> Self {
        self.missing(words).wrong(words)
    }

    /// The names of the form's fields that hold the answer.
    pub fn fields(&self) -> Vec<String> {
        match &self.answer {
            Answer::Several(choices) => (1..=choices.len()).map(|n| repeated(&self.field, n)).collect(),
            answer if answer.is_date() => self.parts().into(),
            _ => vec![self.field.clone()],
        }
    }

    /// The fields of a date.
    fn parts(&self) -> [String; 3] {
        ["month", "day", "year"].map(|part| format!("{}_{part}", self.field))
    }

    /// Month, day and year as they were typed.
    pub fn date_parts<'f>(&self, typed: &'f Fields) -> [&'f str; 3] {
        self.parts().map(|name| value(typed, &name))
    }

    /// Everything that was chosen, where several answers can be.
    pub fn chosen<'f>(&self, typed: &'f Fields) -> Vec<&'f str> {
        self.fields().iter().map(|name| value(typed, name)).filter(|value| !value.is_empty()).collect()
    }

    /// What is wrong with the answer; `None` when nothing is.
    pub fn fault(&self, typed: &Fields, today: Date) -> Option<String> {
        match (self.answer.judge(self, typed, today), self.need) {
            (_, Need::Unasked) | (Ok(true), _) | (Ok(false), Need::Optional | Need::NotNow) => None,
            (Ok(false), Need::Required) if self.missing.is_empty() => Some(self.answer.missing(&self.label)),
            (Ok(false), Need::Required) => Some(self.missing.clone()),
            (Err(words), _) if self.wrong.is_empty() => Some(words),
            (Err(_), _) => Some(self.wrong.clone()),
        }
    }
}

/// The name under which the `n`th value of a field is held that was sent several times: the first has its own.
pub fn repeated(field: &str, n: usize) -> String {
    if n == 1 { field.to_owned() } else { format!("{field}#{n}") }
}
