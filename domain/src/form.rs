//! A form as a list of questions: the one list makes the fields of the page, reads what was typed, names what
//! is wrong with it by field and rule, and gives the answers. What a question asks is a value (`form/asked.rs`), and so
//! is what is wrong (`form/wrong.rs`): `words` says them. What an answer of a kind looks like is in `form/answer.rs`,
//! what there is to choose and what was given in `form/given.rs`, an answer as one line in `form/line.rs`, a whole form read into a type in `form/reading.rs`;
//! what is typed is read by `typed`.

mod answer;
mod asked;
mod given;
mod line;
mod reading;
mod wrong;

pub use answer::Answer;
pub use asked::{AskAccount, AskAgency, AskAssister, AskDirectory, AskToken, Asked, Heading};
pub use given::{Choice, Given, Label, Listed, choices};
pub use reading::{Fault, Form};
pub use wrong::{Wrong, WrongAccount, WrongAgency, WrongAssister};

pub use crate::typed::money::read as amount_in_cents;

use crate::typed::{Reader, day, text};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The fields of one form by name, as they were typed.
pub type Fields = BTreeMap<String, String>;

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// The form's field; a date has three: `FIELD_month`, `FIELD_day`, `FIELD_year`.
    pub field: String,
    /// What is asked.
    pub asked: Asked,
    /// What kind of answer is expected.
    pub answer: Answer,
    /// Whether it must be answered.
    pub need: Need,
    /// What the browser may fill in (a token of HTML's `autocomplete`); empty when nothing is said about it.
    pub fill: &'static str,
    /// The part of the form that begins here; mostly none.
    pub heading: Option<Heading>,
    /// The rule behind a fault of the answer.
    pub rule: &'static str,
}

/// Whether a question must be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Yes.
    Required,
    /// No: the page says so.
    Optional,
    /// Other answers decide; the hint says when. Now it need not.
    NotNow,
    /// Other answers decide that it means nothing now: what stands there is neither judged nor read.
    Unasked,
}

impl Need {
    /// Required when other answers say so, else not now.
    pub fn when(needed: bool) -> Self {
        if needed { Need::Required } else { Need::NotNow }
    }
}

/// A question that must be answered.
pub fn ask(field: impl Into<String>, asked: impl Into<Asked>, answer: Answer) -> Question {
    Question {
        field: field.into(),
        asked: asked.into(),
        answer,
        need: Need::Required,
        fill: "",
        heading: None,
        rule: "",
    }
}

/// The questions of one form, each with its own rule or else with this one.
pub fn under_rule<const N: usize>(rule: &'static str, questions: [Question; N]) -> Vec<Question> {
    let ruled = |question: Question| if question.rule.is_empty() { question.rule(rule) } else { question };
    questions.into_iter().map(ruled).collect()
}

/// The reader of a field of a form; `None` when the form has none of this name.
pub fn reader_of(questions: &[Question], field: &str) -> Option<Reader> {
    questions.iter().find_map(|question| question.reads(field))
}

/// One answer, without spaces around it; empty when there is none.
pub fn value<'f>(typed: &'f Fields, name: &str) -> &'f str {
    typed.get(name).map_or("", |value| value.trim())
}

impl Question {
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
    pub fn under(mut self, heading: Heading) -> Self {
        self.heading = Some(heading);
        self
    }

    /// The rule behind a fault.
    #[must_use]
    pub fn rule(mut self, rule: &'static str) -> Self {
        self.rule = rule;
        self
    }

    /// The names of the form's fields that hold the answer.
    pub fn fields(&self) -> Vec<String> {
        match &self.answer {
            Answer::Several(choices) => (1..=choices.len()).map(|n| repeated(&self.field, n)).collect(),
            answer if answer.is_date() => self.parts().into(),
            _ => vec![self.field.clone()],
        }
    }

    /// The reader of one of its fields; `None` when the field is not one of them.
    pub fn reads(&self, field: &str) -> Option<Reader> {
        let reader = match self.fill {
            // Asked for as a text, so that what is wrong with it is said by whoever confirms with it.
            "one-time-code" => Reader::Code,
            _ => self.answer.reader(),
        };
        self.fields().iter().any(|own| own == field).then_some(reader)
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

    /// The answer as it is kept: as it was understood, or else as it was typed, so that a draft can be mended (APP-2).
    ///
    /// # Errors
    /// What nobody could store: hidden signs, or more than is kept.
    pub fn kept(&self, typed: &Fields, today: Date) -> Result<Fields, crate::typed::Fault> {
        let mut kept = Fields::new();
        for name in self.fields() {
            let text = typed.get(&name).map_or("", String::as_str);
            let text = text::any_line(text)?;
            kept.extend(Some((name, text)).filter(|(_, text)| !text.is_empty()));
        }
        if self.answer.is_date() {
            if let Ok(Some(date)) = self.answer.day(self.date_parts(typed), today) {
                kept = self.parts().into_iter().zip(day::shown(date)).collect();
            }
        } else if self.answer.reader() != Reader::Choice
            && let Some(text) = kept.get_mut(&self.field)
            && let Ok(understood) = self.answer.line(text)
        {
            *text = understood;
        }
        Ok(kept)
    }

    /// What is wrong with the answer; `None` when nothing is.
    pub fn fault(&self, typed: &Fields, today: Date) -> Option<Wrong> {
        match (self.answer.judge(self, typed, today), self.need) {
            (_, Need::Unasked) | (Ok(true), _) | (Ok(false), Need::Optional | Need::NotNow) => None,
            // What there is to choose is said by what is said when nothing was chosen.
            (Ok(false) | Err(Wrong::NotOffered), Need::Required) => Some(Wrong::Missing(self.asked.clone())),
            (Err(wrong), _) => Some(wrong),
        }
    }
}

/// The name under which the `n`th value of a field is held that was sent several times: the first has its own.
pub fn repeated(field: &str, n: usize) -> String {
    if n == 1 { field.to_owned() } else { format!("{field}#{n}") }
}
