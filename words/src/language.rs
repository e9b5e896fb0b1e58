//! One language as it lies in memory: each text found when it was loaded, and how the language writes names, lists,
//! days and times. `loading.rs` makes it, `saying.rs` speaks it.

use crate::{KEYS, Text};
use fluent_bundle::{FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast;
use intl_pluralrules::{PluralCategory, PluralRules};

pub(crate) type Bundle = FluentBundle<FluentResource>;
pub(crate) type Pattern = ast::Pattern<&'static str>;

/// One text: a request looks nothing up.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) pattern: &'static Pattern,
    /// The text, when it is one piece and has no argument.
    pub(crate) plain: Option<&'static str>,
    /// It had to be taken from English.
    pub(crate) foreign: bool,
}

/// A format of two values, cut at them.
#[derive(Default)]
pub(crate) struct Cut {
    /// Before, between, after.
    pub(crate) text: [String; 3],
    /// The second value comes first.
    pub(crate) turned: bool,
}

/// A piece of a format.
pub(crate) enum Part {
    Text(String),
    /// A value by its name.
    Value(&'static str),
}

/// One language.
pub struct Language {
    pub(crate) tag: String,
    pub(crate) name: Text,
    pub(crate) rtl: bool,
    /// What comes from English is marked, for tests.
    pub(crate) marked: bool,
    pub(crate) bundle: &'static Bundle,
    pub(crate) entries: Vec<Entry>,
    pub(crate) english: Option<&'static Language>,
    pub(crate) person_name: Cut,
    pub(crate) list_pair: Cut,
    pub(crate) list_more: Cut,
    pub(crate) list_last: Cut,
    pub(crate) months: Vec<String>,
    pub(crate) halves: Vec<String>,
    pub(crate) day: Vec<Part>,
    pub(crate) moment: Vec<Part>,
    pub(crate) percent: Vec<Part>,
    pub(crate) plurals: Option<PluralRules>,
}

impl Language {
    /// The plural form of a number, as Fluent names it.
    pub(crate) fn form(&self, count: i64) -> &'static str {
        form(self.plurals.as_ref(), count)
    }

    /// 1 is January.
    pub(crate) fn month(&self, month: i8) -> &str {
        let at = usize::from(month.unsigned_abs()).saturating_sub(1);
        self.months.get(at).map_or("", String::as_str)
    }

    pub(crate) fn half(&self, after_noon: bool) -> &str {
        self.halves.get(usize::from(after_noon)).map_or("", String::as_str)
    }

    /// The keys that this language takes from English.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        self.entries.iter().zip(KEYS).filter(|(entry, _)| entry.foreign).map(|(_, (key, _))| *key).collect()
    }
}

/// Of a language without rules every number is "other".
pub(crate) fn form(rules: Option<&PluralRules>, count: i64) -> &'static str {
    match rules.and_then(|rules| rules.select(count.unsigned_abs()).ok()) {
        Some(PluralCategory::ZERO) => "zero",
        Some(PluralCategory::ONE) => "one",
        Some(PluralCategory::TWO) => "two",
        Some(PluralCategory::FEW) => "few",
        Some(PluralCategory::MANY) => "many",
        Some(PluralCategory::OTHER) | None => "other",
    }
}
