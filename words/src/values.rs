//! The kinds of values in sentences.

use crate::{Money, Name};
use domain::typed::{phone, signs};

/// A whole number that may choose a plural form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub i64);

/// A day; the language writes the month.
pub type Day = jiff::civil::Date;

/// A day with its time, where the exchange is.
pub type Moment = jiff::civil::DateTime;

/// A share, in hundredths of a percent: `Percent(850)` is 8.5 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent(pub i64);

impl Percent {
    /// Whole percent.
    pub const fn whole(percent: i64) -> Self {
        Self(percent * 100)
    }
}

/// A phone number as people read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phone(pub String);

impl Phone {
    /// What a telephone dials, its extension apart (RFC 3966); as it stands when it is no number.
    pub fn digits(&self) -> String {
        let phone = phone::Phone::read(&self.0);
        match phone.as_ref().map(|phone| (phone.digits(), phone.extension())) {
            Ok((digits, None)) => digits.to_owned(),
            Ok((digits, Some(extension))) => format!("{digits};ext={extension}"),
            Err(_) => signs::digits(&self.0).unwrap_or_else(|| self.0.clone()),
        }
    }
}

impl AsRef<Phone> for Phone {
    fn as_ref(&self) -> &Phone {
        self
    }
}

/// What a message takes by value, given by value or by reference: templates give `&T` for a field and `&&T` for what a
/// loop gives.
#[diagnostic::on_unimplemented(message = "this message wants {T} here, not {Self}", label = "not {T}")]
pub trait Give<T> {
    /// The value.
    fn give(self) -> T;
}

impl<T: Copy, G: Give<T> + Copy> Give<T> for &G {
    fn give(self) -> T {
        (*self).give()
    }
}

/// The kinds that choose are beside the generated functions.
macro_rules! itself {
    ($($kind:ty),+ $(,)?) => { $(impl Give<$kind> for $kind { fn give(self) -> $kind { self } })+ };
}
itself!(Count, Percent, Money, Day, Moment);

macro_rules! counts {
    ($($kind:ty),+ $(,)?) => { $(impl Give<Count> for $kind {
        fn give(self) -> Count { Count(i64::try_from(self).unwrap_or(i64::MAX)) }
    })+ };
}
counts!(u8, u16, u32, u64, usize, i16, i32, i64);

/// A value in a sentence, as the generated functions hand it over.
#[derive(Clone, Copy)]
pub enum Arg<'a> {
    /// A person.
    Name(&'a Name),
    /// People.
    Names(&'a [Name]),
    /// What somebody typed, or a name.
    Text(&'a str),
    /// Several of them.
    Texts(&'a [&'a str]),
    /// Never grouped, left to right.
    Code(&'a str),
    /// A whole number.
    Count(Count),
    /// The plural form of a count, as a word.
    Form(Count),
    /// Never grouped.
    Year(Count),
    /// Dollars and cents.
    Money(Money),
    /// A share.
    Percent(Percent),
    /// A day.
    Day(Day),
    /// A day with its time.
    Moment(Moment),
    /// As people read it.
    Phone(&'a Phone),
    /// What its link dials.
    Digits(&'a Phone),
    /// Where a link leads.
    Href(&'a str),
    /// A word of an enum, which chooses a variant.
    Word(&'static str),
}
