//! Lists to choose from, and answers as values: what there is to say of them is said by `words`.

use super::{Answer, Fields, Question, value};
use crate::{
    application::{
        ClaimedOutside, DeductionKind, EarlierStatus, EmployerCoverage, Filing, Frequency, Immigration,
        Incarceration, IncomeKind, Medicare, MinimumValue, OtherCoverage, Parole, Relationship, ReviewedHow,
        Sex, TaxRole,
    },
    cents::Cents,
    directory::{Accessibility, HelpWay},
    enrollment::WhoLeaves,
    name::Called,
    people::{AssisterKind, Language, TokenScope},
    typed::{day, money},
    what_if::{Coverage, FirstTaxes, OtherTaxes, Period, Relation},
};
use jiff::civil::Date;

macro_rules! listed {
    ($($name:ident),+ $(,)?) => {
        /// An entry of a list to choose from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Listed { $(
            #[doc = concat!("Of `", stringify!($name), "`.")]
            $name($name)
        ),+ }
        impl Listed {
            /// What is stored.
            pub fn word(self) -> &'static str { match self { $(Self::$name(entry) => entry.word()),+ } }
        }
        $(impl From<$name> for Listed {
            fn from(entry: $name) -> Self { Self::$name(entry) }
        })+
    };
}
listed!(
    Accessibility,
    AssisterKind,
    ClaimedOutside,
    Coverage,
    DeductionKind,
    EarlierStatus,
    EmployerCoverage,
    Filing,
    FirstTaxes,
    Frequency,
    HelpWay,
    Immigration,
    Incarceration,
    IncomeKind,
    Language,
    Medicare,
    MinimumValue,
    OtherCoverage,
    OtherTaxes,
    Parole,
    Period,
    Relation,
    Relationship,
    ReviewedHow,
    Sex,
    TaxRole,
    TokenScope,
    WhoLeaves,
);

/// One answer to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What the page shows for it.
    pub label: Label,
}

/// What a page shows for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// An entry of a list.
    Listed(Listed),
    /// Somebody of the household.
    Called(Called),
    /// A year, a county.
    Text(String),
    /// An agency by its name, with the kind of its assisters.
    Agency(String, AssisterKind),
    /// So many days.
    Days(i64),
}

/// Choices from a list.
pub fn choices<E: Copy + Into<Listed>>(list: &[E]) -> Vec<Choice> {
    let choice = |entry: &E| {
        let entry: Listed = (*entry).into();
        Choice { value: entry.word().to_owned(), label: Label::Listed(entry) }
    };
    list.iter().map(choice).collect()
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// None.
    Nothing,
    /// Yes or no.
    Yes(bool),
    /// A day.
    Day(Date),
    /// An amount.
    Money(Cents),
    /// Chosen, one or several.
    Chosen(Vec<Label>),
    /// As it was understood, or else as it was typed.
    Text(String),
    /// A Social Security number is held.
    Number,
}

impl Question {
    /// The answer as it was given.
    pub fn given(&self, fields: &Fields) -> Given {
        let typed = value(fields, &self.field);
        let text = |text: &str| match text {
            "" => Given::Nothing,
            text => Given::Text(text.to_owned()),
        };
        let chosen = |choices: &[Choice], typed: &str| {
            let choice = choices.iter().find(|choice| choice.value == typed);
            choice.map_or_else(|| Label::Text(typed.to_owned()), |choice| choice.label.clone())
        };
        match &self.answer {
            Answer::Date | Answer::Day | Answer::Birthday => {
                let parts = self.date_parts(fields);
                match day::read(parts) {
                    Ok(Some(date)) => Given::Day(date),
                    Ok(None) | Err(_) => text(parts.join(" ").trim()),
                }
            }
            Answer::Money => match money::read(typed) {
                Ok(Some(cents)) => Given::Money(Cents(cents)),
                Ok(None) | Err(_) => text(typed),
            },
            Answer::County(places) => text(places.read_county(typed).map_or(typed, |county| &county.name)),
            Answer::YesNo | Answer::Tick if typed == "yes" => Given::Yes(true),
            Answer::YesNo if typed == "no" => Given::Yes(false),
            Answer::YesNo => text(typed),
            Answer::Tick | Answer::Password => Given::Nothing,
            Answer::Radios(_) | Answer::Select(_) if typed.is_empty() => Given::Nothing,
            Answer::Radios(choices) | Answer::Select(choices) => Given::Chosen(vec![chosen(choices, typed)]),
            Answer::Several(choices) => {
                let all: Vec<_> = self.chosen(fields).iter().map(|typed| chosen(choices, typed)).collect();
                if all.is_empty() { Given::Nothing } else { Given::Chosen(all) }
            }
            Answer::SocialSecurityNumber if typed.is_empty() => Given::Nothing,
            Answer::SocialSecurityNumber => Given::Number,
            Answer::Text
            | Answer::Name(_)
            | Answer::NameOfRecords(_)
            | Answer::Email
            | Answer::PersonalEmail
            | Answer::Phone
            | Answer::PublicPhone
            | Answer::Zip
            | Answer::Npn
            | Answer::ReferenceNumber
            | Answer::Count
            | Answer::Age
            | Answer::Username
            | Answer::Signature(_) => match self.answer.line(typed) {
                Ok(understood) if !typed.is_empty() => Given::Text(understood),
                Ok(_) | Err(_) => text(typed),
            },
        }
    }
}
