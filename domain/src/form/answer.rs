//! The kinds of answers: what of each can be right, and how it is said in words.

use super::{
    Fields, Question,
    typed::{self, amount_in_cents, date_of, name, names_match, plain_text, ten_digits, username},
    value,
};
use crate::{
    numbers::{Email, Npn},
    text::{date_in_words, dollars},
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
    /// A telephone number with ten digits, as it is shown to others.
    PublicPhone,
    /// Five digits.
    Zip,
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
    /// One of these names, typed as a signature; capitals and spaces do not matter.
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

/// What is wrong, unless it is good.
fn good(good: bool, words: &str) -> Result<(), String> {
    if good { Ok(()) } else { Err(words.to_owned()) }
}

/// A whole number in a range.
fn whole(text: &str, range: std::ops::RangeInclusive<u8>, words: &str) -> Result<(), String> {
    good(text.parse().is_ok_and(|number| range.contains(&number)), words)
}

fn one_of(choices: &[Choice], text: &str) -> Result<(), String> {
    good(choices.iter().any(|choice| choice.value == text), "Choose one of the answers.")
}

impl Answer {
    /// Whether it is typed in three fields.
    pub(super) fn is_date(&self) -> bool {
        matches!(self, Answer::Date | Answer::Day | Answer::Birthday)
    }

    /// Whether there is an answer.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn judge(&self, question: &Question, typed: &Fields, today: Date) -> Result<bool, String> {
        if self.is_date() {
            return Ok(self.day(question.date_parts(typed), today)?.is_some());
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
    /// What is wrong with it, in words.
    pub(super) fn day(&self, [month, day, year]: [&str; 3], today: Date) -> Result<Option<Date>, String> {
        let date = date_of(month, day, year)?;
        let earliest = if matches!(self, Answer::Day) { 2000 } else { today.year() - 125 };
        match (self, date) {
            (Answer::Birthday, Some(date)) if date > today || date.year() < earliest => {
                Err("Check the year of birth. The day cannot lie in the future.".to_owned())
            }
            (Answer::Day, Some(date)) if date.year() < earliest => {
                Err("Check the year. The day lies before 2000.".to_owned())
            }
            _ => Ok(date),
        }
    }

    /// One line as it is kept.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn line(&self, text: &str) -> Result<String, String> {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        match self {
            Answer::Text => {
                return plain_text(text)
                    .filter(|text| !text.is_empty())
                    .ok_or_else(|| "This answer is too long. Use at most 200 letters.".into());
            }
            Answer::Name(most) => {
                return name(text, *most).ok_or_else(|| format!("Enter a name of up to {most} letters."));
            }
            Answer::Email => return email(Email::parse(text)),
            Answer::PersonalEmail => return email(Email::parse_personal(text)),
            Answer::Npn => {
                return Npn::parse(text)
                    .map(|npn| npn.as_str().to_owned())
                    .map_err(|fault| fault.to_string());
            }
            Answer::PublicPhone => return ten_digits(text).map_err(str::to_owned),
            Answer::Username => return username(text).map_err(str::to_owned),
            Answer::Phone => good(
                (10..=15).contains(&digits),
                "Enter a phone number with area code, such as 651-555-0123.",
            ),
            Answer::Zip => good(text.len() == 5 && digits == 5, "A ZIP code has five digits."),
            Answer::Money => amount_in_cents(text).map(drop).map_err(str::to_owned),
            Answer::Count => whole(text, 1..=9, "Enter a number from 1 to 9."),
            Answer::Age => whole(text, 0..=120, "Enter the age in whole years, from 0 to 120."),
            Answer::Signature(names) => {
                good(names.iter().any(|name| names_match(text, name)), "Type the name exactly as shown.")
            }
            Answer::YesNo => good(matches!(text, "yes" | "no"), "Choose yes or no."),
            Answer::Radios(choices) | Answer::Select(choices) | Answer::Several(choices) => {
                one_of(choices, text)
            }
            Answer::Tick => good(text == "yes", "Tick the box or leave it empty."),
            Answer::Date
            | Answer::Day
            | Answer::Birthday
            | Answer::SocialSecurityNumber
            | Answer::Password => Ok(()),
        }?;
        Ok(typed::one_spaced(text))
    }

    /// The words when there is no answer.
    pub(super) fn missing(&self, label: &str) -> String {
        match self {
            Answer::YesNo | Answer::Radios(_) => format!("Answer the question: {label}"),
            Answer::Select(_) | Answer::Several(_) => format!("Choose an answer: {label}"),
            Answer::SocialSecurityNumber => {
                "Enter the Social Security number, or tick the box for people without one.".to_owned()
            }
            // Their own words tell what belongs there.
            Answer::Email | Answer::PersonalEmail | Answer::PublicPhone | Answer::Npn | Answer::Username => {
                self.line("").err().unwrap_or_default()
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

fn email(read: Result<Email, crate::numbers::NumberFault>) -> Result<String, String> {
    read.map(|email| email.as_str().to_owned()).map_err(|fault| fault.to_string())
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
                let [month, day, year] = self.date_parts(fields);
                match date_of(month, day, year) {
                    Ok(Some(date)) => date_in_words(date),
                    Ok(None) | Err(_) => format!("{month} {day} {year}").trim().to_owned(),
                }
            }
            Answer::Money => match amount_in_cents(typed) {
                Ok(Some(cents)) => dollars(cents),
                Ok(None) | Err(_) => typed.to_owned(),
            },
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
            | Answer::Signature(_) => typed.to_owned(),
        }
    }
}
