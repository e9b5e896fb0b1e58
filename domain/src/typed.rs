//! What people type: one reader for each kind of thing, used by every form, import, command and API. A reader
//! understands what people write, or says why not; it never makes another value by dropping signs that it does not
//! understand. Beside each reader stands how its value is shown, and what is shown is read as the same again.
//! `signs.rs` says which signs may stand anywhere; the field's own numbers are in `numbers.rs`.

pub mod cell;
pub mod code;
pub mod day;
pub mod mail;
pub mod money;
pub mod name;
pub mod number;
pub mod phone;
pub mod place;
pub mod search;
pub mod secret;
pub mod signs;
pub mod text;

crate::people::words! {
    /// The readers, one for each kind of thing that is typed.
    Reader {
        /// Dollars and cents: `money::read`.
        Money = "money",
        /// A day: `day::read`, `day::in_one`.
        Day = "day",
        /// A telephone number: `phone::Phone::read`.
        Phone = "phone",
        /// A ZIP code: `place::Zip::read`.
        Zip = "zip",
        /// A county: `places::Places::read_county`.
        County = "county",
        /// A person's name or a part of it: `name::read`.
        Name = "name",
        /// A signature: `name::signature`.
        Signature = "signature",
        /// An e-mail address: `mail::Email::parse`.
        Email = "email",
        /// A username: `text::username`.
        Username = "username",
        /// A username or an e-mail address: `mail::sign_in_name`.
        SignInName = "sign_in_name",
        /// A password: `secret::password`.
        Password = "password",
        /// A one-time code, or one that invites or recovers: `code::digits`, `code::letters`.
        Code = "code",
        /// An assister's reference number: `numbers::ReferenceNumber::parse`.
        ReferenceNumber = "reference_number",
        /// A National Producer Number: `numbers::Npn::parse`.
        Npn = "npn",
        /// A Social Security number: `secret::social_security_number`.
        SocialSecurityNumber = "social_security_number",
        /// A whole number in a range: `number::count`.
        Count = "count",
        /// A share: `number::percent`.
        Percent = "percent",
        /// One line: `text::line`.
        Text = "text",
        /// Several lines: `text::paragraph`.
        Paragraph = "paragraph",
        /// A part of a name, or a whole number or address, to look for: `search::Search::read`.
        Search = "search",
        /// One or several of a list.
        Choice = "choice",
        /// A statement that is ticked or not.
        Tick = "tick",
        /// A file: read by whoever takes it in.
        File = "file",
    }
}

/// Why something typed was not understood, by the reader of its kind. It says its code; the sentence is in `words`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[error(transparent)]
pub enum Fault {
    /// A code.
    Code(#[from] code::CodeFault),
    /// A day.
    Day(#[from] day::DayFault),
    /// An e-mail address.
    Mail(#[from] mail::MailFault),
    /// An amount.
    Money(#[from] money::MoneyFault),
    /// A name.
    Name(#[from] name::NameFault),
    /// A signature.
    #[serde(skip)]
    Signature(#[from] name::SignatureFault),
    /// A whole number.
    Count(#[from] number::CountFault),
    /// A share.
    Percent(#[from] number::PercentFault),
    /// One of the field's own numbers.
    Number(#[from] crate::numbers::NumberFault),
    /// A telephone number.
    Phone(#[from] phone::PhoneFault),
    /// A ZIP code or a county.
    Place(#[from] place::PlaceFault),
    /// What is looked for.
    Search(#[from] search::SearchFault),
    /// A Social Security number.
    #[serde(skip)]
    SocialSecurity(#[from] secret::SocialSecurityFault),
    /// A text.
    Text(#[from] text::TextFault),
    /// A username.
    Username(#[from] text::UsernameFault),
}
