//! The kinds of answers: what of each can be right, and how it is said in words.

use super::{Fields, Question, value};
use crate::{
    numbers::{Email, Npn},
    text::{date_in_words, dollars},
    typed::{
        Reader,
        day::{self, DayFault},
        money, name, number,
        phone::Phone,
        place::{self, Zip},
        secret, text,
    },
};
use jiff::civil::Date;

/// What kind of answer is expected.
#[derive(Clone, Debug)]
pub enum Answer {
    /// One line of text.
    Text,
    /// A person's name of up to so many letters.
    Name(usize),
    /// An e-mail address.
    Email,
    /// One person's own e-mail address (CERT-4).
    PersonalEmail,
    /// A telephone number.
    Phone,
    /// A telephone number that is shown to others.
    PublicPhone,
    /// Five digits, or nine.
    Zip,
    /// A county of the state, out of a list.
    County,
    /// A National Producer Number.
    Npn,
    /// A date in three fields.
    Date,
    /// A day of the exchange's own records, from the year 2000 on, in three fields.
    Day,
    /// A date of birth in three fields.
    Birthday,
    /// Dollars.
    Money,
    /// A small whole number.
    Count,
    /// An age in whole years.
    Age,
    /// A Social Security number; never shown again in full on this page.
    SocialSecurityNumber,
    /// The name to sign in with.
    Username,
    /// A new password: judged by whoever stores it, and never shown again.
    Password,
    /// One of these names, typed as a signature; capitals, accents and blanks do not matter (APP-4).
    Signature(Vec<String>),
    /// Yes or no, equal in rank.
    YesNo,
    /// One of a few.
    Radios(Vec<Choice>),
    /// One of many.
    Select(Vec<Choice>),
    /// Any number of them.
    Several(Vec<Choice>),
    /// A statement to tick.
    Tick,
}

/// One answer to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What the page shows.
    pub label: String,
}

/// Choices from value and words.
pub fn choices<'w>(table: impl IntoIterator<Item = &'w (&'w str, &'w str)>) -> Vec<Choice> {
    let choice = |(value, label): &(&str, &str)| Choice { value: (*value).into(), label: (*label).into() };
    table.into_iter().map(choice).collect()
}

/// The text, or what is wrong with it.
fn good(good: bool, words: &str, text: &str) -> Result<String, String> {
    if good { Ok(text.to_owned()) } else { Err(words.to_owned()) }
}

/// A reader's fault in its words.
fn said<F: std::fmt::Display>(read: Result<String, F>) -> Result<String, String> {
    read.map_err(|fault| fault.to_string())
}

fn one_of(choices: &[Choice], text: &str) -> Result<(), String> {
    good(choices.iter().any(|choice| choice.value == text), "Choose one of the answers.", "").map(drop)
}

impl Answer {
    /// The one reader of what is typed as an answer.
    pub fn reader(&self) -> Reader {
        match self {
            Answer::Text => Reader::Text,
            Answer::Name(_) => Reader::Name,
            Answer::Email | Answer::PersonalEmail => Reader::Email,
            Answer::Phone | Answer::PublicPhone => Reader::Phone,
            Answer::Zip => Reader::Zip,
            Answer::County => Reader::County,
            Answer::Npn => Reader::Npn,
            Answer::Date | Answer::Day | Answer::Birthday => Reader::Day,
            Answer::Money => Reader::Money,
            Answer::Count | Answer::Age => Reader::Count,
            Answer::SocialSecurityNumber => Reader::SocialSecurityNumber,
            Answer::Username => Reader::Username,
            Answer::Password => Reader::Password,
            Answer::Signature(_) => Reader::Signature,
            Answer::YesNo | Answer::Radios(_) | Answer::Select(_) | Answer::Several(_) => Reader::Choice,
            Answer::Tick => Reader::Tick,
        }
    }

    /// Whether it is typed in three fields.
    pub(super) fn is_date(&self) -> bool {
        self.reader() == Reader::Day
    }

    /// Whether there is an answer.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn judge(&self, question: &Question, typed: &Fields, today: Date) -> Result<bool, String> {
        if self.is_date() {
            let day = self.day(question.date_parts(typed), today);
            return day.map(|day| day.is_some()).map_err(|fault| fault.to_string());
        }
        if let Answer::Several(choices) = self {
            let chosen = question.chosen(typed);
            chosen.iter().try_for_each(|text| one_of(choices, text))?;
            return Ok(!chosen.is_empty());
        }
        match value(typed, &question.field) {
            "" => Ok(false),
            text => self.line(text).map(|_| true),
        }
    }

    /// The day that was typed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn day(&self, parts: [&str; 3], today: Date) -> Result<Option<Date>, DayFault> {
        let date = day::read(parts)?;
        match self {
            Answer::Birthday => date.map(|date| day::of_birth(date, today)).transpose(),
            Answer::Day => date.map(day::of_records).transpose(),
            _ => Ok(date),
        }
    }

    /// One line as it is kept: as it was understood.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn line(&self, text: &str) -> Result<String, String> {
        match self {
            Answer::Text => said(text::line(text)),
            Answer::Name(most) => said(name::read(text, *most)),
            Answer::Email => said(Email::parse(text).map(|email| email.as_str().to_owned())),
            Answer::PersonalEmail => said(Email::parse_personal(text).map(|email| email.as_str().to_owned())),
            Answer::Phone | Answer::PublicPhone => said(Phone::read(text).map(|phone| phone.shown())),
            Answer::Zip => said(Zip::read(text).map(|zip| zip.shown())),
            Answer::County => said(place::county(text).map(str::to_owned)),
            Answer::Npn => said(Npn::parse(text).map(|npn| npn.as_str().to_owned())),
            Answer::Money => said(money::read(text).map(|cents| cents.map(money::shown).unwrap_or_default())),
            Answer::Count => said(number::count(text, 1..=9).map(|count| count.to_string())),
            Answer::Age => said(number::count(text, 0..=120).map(|age| age.to_string())),
            Answer::Username => said(text::username(text)),
            Answer::Signature(names) => said(name::signature(text, names)),
            Answer::YesNo => good(matches!(text, "yes" | "no"), "Choose yes or no.", text),
            Answer::Radios(choices) | Answer::Select(choices) | Answer::Several(choices) => {
                one_of(choices, text).map(|()| text.to_owned())
            }
            Answer::Tick => good(text == "yes", "Tick the box or leave it empty.", text),
            Answer::Password => Ok(secret::password(text)),
            // Read where it is sealed; the form knows only that one is held.
            Answer::SocialSecurityNumber => Ok(text.to_owned()),
            // Three fields.
            Answer::Date | Answer::Day | Answer::Birthday => said(day::in_one(text).map(date_in_words)),
        }
    }

    /// The words when there is no answer.
    pub(super) fn missing(&self, label: &str) -> String {
        match self {
            Answer::YesNo | Answer::Radios(_) => format!("Answer the question: {label}"),
            Answer::Select(_) | Answer::Several(_) | Answer::County => format!("Choose an answer: {label}"),
            Answer::SocialSecurityNumber => {
                "Enter the Social Security number, or tick the box for people without one.".to_owned()
            }
            // Their own words tell what belongs there.
            Answer::Email | Answer::PersonalEmail | Answer::PublicPhone | Answer::Npn | Answer::Username => {
                format!("{label}: {}", self.line("").err().unwrap_or_default())
            }
            Answer::Text
            | Answer::Name(_)
            | Answer::Phone
            | Answer::Zip
            | Answer::Date
            | Answer::Day
            | Answer::Birthday
            | Answer::Money
            | Answer::Count
            | Answer::Age
            | Answer::Password
            | Answer::Signature(_)
            | Answer::Tick => format!("Enter an answer: {label}"),
        }
    }
}

impl Question {
    /// The answer in words, as it was given; empty when there is none.
    pub fn in_words(&self, fields: &Fields) -> String {
        let typed = value(fields, &self.field);
        let label = |choices: &[Choice], typed: &str| {
            let choice = choices.iter().find(|choice| choice.value == typed);
            choice.map_or_else(|| typed.to_owned(), |choice| choice.label.clone())
        };
        match &self.answer {
            Answer::Date | Answer::Day | Answer::Birthday => {
                let parts = self.date_parts(fields);
                match day::read(parts) {
                    Ok(Some(date)) => date_in_words(date),
                    Ok(None) | Err(_) => parts.join(" ").trim().to_owned(),
                }
            }
            Answer::Money => match money::read(typed) {
                Ok(Some(cents)) => dollars(cents),
                Ok(None) | Err(_) => typed.to_owned(),
            },
            Answer::County => {
                let known = place::county(typed).ok().and_then(place::county_name);
                known.unwrap_or(typed).to_owned()
            }
            Answer::YesNo => label(&choices(&[("yes", "Yes"), ("no", "No")]), typed),
            Answer::Tick => if typed == "yes" { "Yes" } else { "" }.to_owned(),
            Answer::Radios(choices) | Answer::Select(choices) => label(choices, typed),
            Answer::Several(choices) => {
                let chosen: Vec<_> = self.chosen(fields).iter().map(|typed| label(choices, typed)).collect();
                chosen.join(", ")
            }
            Answer::SocialSecurityNumber if typed.is_empty() => String::new(),
            Answer::SocialSecurityNumber => "A number is stored".to_owned(),
            Answer::Password => String::new(),
            Answer::Text
            | Answer::Name(_)
            | Answer::Email
            | Answer::PersonalEmail
            | Answer::Phone
            | Answer::PublicPhone
            | Answer::Zip
            | Answer::Npn
            | Answer::Count
            | Answer::Age
            | Answer::Username
            | Answer::Signature(_) => self.answer.line(typed).unwrap_or_else(|_| typed.to_owned()),
        }
    }
}
