//! The kinds of answers: which reader reads what is typed for each, and what of it can be right.

use super::{Choice, Fields, Question, Wrong, value};
use crate::{
    numbers::{Email, Npn, ReferenceNumber},
    places::Places,
    typed::{
        Fault, Reader,
        day::{self, DayFault},
        money, name, number,
        phone::Phone,
        place::Zip,
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
    /// The same out of the records of an identity system, where digits tell people of one name apart.
    NameOfRecords(usize),
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
    /// A county of the state, out of the list of these places.
    County(Places),
    /// A National Producer Number.
    Npn,
    /// An assister's reference number.
    ReferenceNumber,
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

/// The text, when it is one of those there are to choose.
fn offered(is_offered: bool, text: &str) -> Result<String, Wrong> {
    if is_offered { Ok(text.to_owned()) } else { Err(Wrong::NotOffered) }
}

/// What a reader understood.
fn read<F: Into<Fault>>(read: Result<String, F>) -> Result<String, Wrong> {
    read.map_err(|fault| Wrong::Typed(fault.into()))
}

fn one_of(choices: &[Choice], text: &str) -> Result<String, Wrong> {
    offered(choices.iter().any(|choice| choice.value == text), text)
}

impl Answer {
    /// The one reader of what is typed as an answer.
    pub fn reader(&self) -> Reader {
        match self {
            Answer::Text => Reader::Text,
            Answer::Name(_) | Answer::NameOfRecords(_) => Reader::Name,
            Answer::Email | Answer::PersonalEmail => Reader::Email,
            Answer::Phone | Answer::PublicPhone => Reader::Phone,
            Answer::Zip => Reader::Zip,
            Answer::County(_) => Reader::County,
            Answer::Npn => Reader::Npn,
            Answer::ReferenceNumber => Reader::ReferenceNumber,
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
    /// What is wrong with it.
    pub(super) fn judge(&self, question: &Question, typed: &Fields, today: Date) -> Result<bool, Wrong> {
        if self.is_date() {
            let day = self.day(question.date_parts(typed), today);
            return day.map(|day| day.is_some()).map_err(|fault| Wrong::Typed(fault.into()));
        }
        if let Answer::Several(choices) = self {
            let chosen = question.chosen(typed);
            chosen.iter().try_for_each(|text| one_of(choices, text).map(drop))?;
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
    /// What is wrong with it.
    pub(super) fn line(&self, text: &str) -> Result<String, Wrong> {
        match self {
            Answer::Text => read(text::line(text)),
            Answer::Name(most) => read(name::read(text, *most)),
            Answer::NameOfRecords(most) => read(name::of_records(text, *most)),
            Answer::Email => read(Email::parse(text).map(|email| email.as_str().to_owned())),
            Answer::PersonalEmail => read(Email::parse_personal(text).map(|email| email.as_str().to_owned())),
            Answer::Phone | Answer::PublicPhone => read(Phone::read(text).map(|phone| phone.shown())),
            Answer::Zip => read(Zip::read(text).map(|zip| zip.shown())),
            Answer::County(places) => read(places.read_county(text).map(|county| county.fips.clone())),
            Answer::ReferenceNumber => {
                read(ReferenceNumber::parse(text).map(|number| number.digits().to_owned()))
            }
            Answer::Npn => read(Npn::parse(text).map(|npn| npn.as_str().to_owned())),
            Answer::Money => read(money::read(text).map(|cents| cents.map(money::shown).unwrap_or_default())),
            Answer::Count => read(number::count(text, 1..=9).map(|count| count.to_string())),
            Answer::Age => read(number::count(text, 0..=120).map(|age| age.to_string())),
            Answer::Username => read(text::username(text)),
            Answer::Signature(names) => read(name::signature(text, names)),
            Answer::YesNo => offered(matches!(text, "yes" | "no"), text),
            Answer::Radios(choices) | Answer::Select(choices) | Answer::Several(choices) => {
                one_of(choices, text)
            }
            Answer::Tick => offered(text == "yes", text),
            Answer::Password => Ok(secret::password(text)),
            // Read where it is sealed; the form knows only that one is held.
            Answer::SocialSecurityNumber => Ok(text.to_owned()),
            // Three fields.
            Answer::Date | Answer::Day | Answer::Birthday => {
                read(day::in_one(text).map(|date| date.to_string()))
            }
        }
    }
}
