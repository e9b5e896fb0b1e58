//! Reads a language's Fluent files: what each message is called, which arguments it has and of which kind, which
//! markup it holds. `words/build.rs` makes functions from it, `words` loads languages through it, tests compare with
//! it. Start with `english.rs`; words/README.md says how a file is written.

pub mod compare;
pub mod english;
pub mod functions;
pub mod markup;
pub mod plural;
pub mod pseudo;
pub mod reading;
pub mod uses;

use fluent_syntax::ast::{self, Entry};
use std::collections::BTreeMap;

/// A parsed file.
pub type Resource = ast::Resource<String>;
/// A text with its placeholders.
pub type Pattern = ast::Pattern<String>;
/// A file of a language: its name without `.ftl`, and its text.
pub type File = (String, String);

/// Messages that say how a language writes; the loader reads them, no page calls them.
pub const FORMATS: &[&str] = &[
    "language_name",
    "language_direction",
    "language_plurals_like",
    "person_name",
    "list_pair",
    "list_more",
    "list_last",
    "day",
    "moment",
    "months",
    "halves",
    "percent",
];

/// What a value in a sentence is. Written in a comment: `### $name (Name): the assister`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A person, as one value.
    Name,
    /// Several people; the language joins them.
    Names,
    /// Several things in words; the language joins them.
    Texts,
    /// What somebody typed, or a name of the exchange's own.
    Text,
    /// A code or a number that is no amount: never grouped, left to right.
    Code,
    /// A whole number that may choose a plural form.
    Count,
    /// A year: never grouped.
    Year,
    /// Dollars and cents.
    Money,
    /// A share of a hundred.
    Percent,
    /// A day.
    Day,
    /// A day with its time.
    Moment,
    /// A phone number.
    Phone,
    /// Where a link leads.
    Href,
    /// One of the words of an enum, which chooses a variant.
    Choice(String),
}

impl Kind {
    fn of(word: &str) -> Self {
        match word {
            "Name" => Kind::Name,
            "Names" => Kind::Names,
            "Texts" => Kind::Texts,
            "Text" => Kind::Text,
            "Code" => Kind::Code,
            "Count" => Kind::Count,
            "Year" => Kind::Year,
            "Money" => Kind::Money,
            "Percent" => Kind::Percent,
            "Day" => Kind::Day,
            "Moment" => Kind::Moment,
            "Phone" => Kind::Phone,
            "Href" => Kind::Href,
            other => Kind::Choice(other.to_owned()),
        }
    }
}

/// Who reads a file: decides how easy its sentences must be. Written as `### Readers: consumers`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Readers {
    /// People who look for coverage: grade 6.
    #[default]
    Consumers,
    /// Assisters and the exchange's staff: grade 8.
    Staff,
}

/// One text with an id: a message's value, or one of its attributes.
#[derive(Clone, Debug)]
pub struct Unit {
    /// `mail_code.subject`.
    pub key: String,
    /// The text.
    pub pattern: Pattern,
}

/// One message of English.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its name in the file, in templates and in Rust.
    pub id: String,
    /// The file without `.ftl`.
    pub file: String,
    /// Where it begins.
    pub line: usize,
    /// As it stands in the file.
    pub source: String,
    /// Value and attributes.
    pub units: Vec<Unit>,
    /// In the order of the function's parameters.
    pub arguments: Vec<(String, Kind)>,
    /// It holds tags.
    pub html: bool,
    /// Why it may be hard to read: `# Hard to read: REASON`.
    pub hard: Option<String>,
}

/// English, read and checked.
#[derive(Default)]
pub struct Catalogue {
    /// In the order of the files.
    pub messages: Vec<Message>,
    /// Who reads each file.
    pub readers: BTreeMap<String, Readers>,
    /// The words that a selector of this kind can have.
    pub choices: BTreeMap<String, Vec<String>>,
    /// What is wrong, with file and line.
    pub faults: Vec<String>,
}

impl Catalogue {
    /// Keys of all texts, in the order in which the loader numbers them.
    pub fn keys(&self) -> impl Iterator<Item = (&Message, &Unit)> {
        self.messages.iter().flat_map(|message| message.units.iter().map(move |unit| (message, unit)))
    }

    /// What pages can say: all but what tells how the language writes.
    pub fn sentences(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(|message| !FORMATS.contains(&message.id.as_str()))
    }
}

/// Parses one file.
///
/// # Errors
/// The first fault with its file and line.
pub fn parse(file: &str, text: &str) -> Result<Resource, String> {
    fluent_syntax::parser::parse(text.to_owned()).map_err(|(_, faults)| match faults.first() {
        Some(fault) => {
            let before = text.get(..fault.pos.start).unwrap_or(text);
            format!("{file}.ftl:{}: {}", before.matches('\n').count() + 1, fault.kind)
        }
        None => format!("{file}.ftl cannot be read"),
    })
}

/// Every text of a resource, with its key.
pub fn units(resource: &Resource) -> impl Iterator<Item = (&ast::Message<String>, Vec<Unit>)> {
    resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some((message, units_of(message))),
        _ => None,
    })
}

fn units_of(message: &ast::Message<String>) -> Vec<Unit> {
    let id = &message.id.name;
    let value = message.value.iter().map(|pattern| Unit { key: id.clone(), pattern: pattern.clone() });
    let attributes = message.attributes.iter().map(|attribute| Unit {
        key: format!("{id}.{}", attribute.id.name),
        pattern: attribute.value.clone(),
    });
    value.chain(attributes).collect()
}
