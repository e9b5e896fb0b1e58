//! Which languages there are. Each is loaded when somebody first asks for it.

use crate::{FILES, Fallback, Language, Words, language::form, loading::rules};
use catalogue::{File, pseudo::MADE_UP};
use std::{
    collections::BTreeSet,
    sync::{LazyLock, OnceLock},
};

/// A file of some language: language, file, text.
pub type LanguageFile = (String, String, String);

/// Sentences that came from outside instead of those built in.
static OTHERS: OnceLock<Vec<LanguageFile>> = OnceLock::new();

/// The languages of this program.
pub struct Languages {
    english: &'static Language,
    others: Vec<Other>,
}

struct Other {
    tag: String,
    made_up: bool,
    language: OnceLock<&'static Language>,
}

static LANGUAGES: LazyLock<Languages> = LazyLock::new(|| {
    // What an English from outside lacks comes from the English built in.
    let built_in = OTHERS.get().map(|_| Language::load("en", &files_of("en"), None, Fallback::Quiet));
    let english = Language::load("en", &files("en"), built_in, Fallback::Quiet);
    let tags: BTreeSet<String> = built_in_tags().chain(OTHERS.get().into_iter().flatten().map(tag)).collect();
    let other = |tag: String| Other { made_up: is_made_up(&tag), tag, language: OnceLock::new() };
    Languages { english, others: tags.into_iter().filter(|tag| tag != "en").map(other).collect() }
});

fn tag((tag, ..): &LanguageFile) -> String {
    tag.clone()
}

fn built_in_tags() -> impl Iterator<Item = String> {
    FILES.iter().map(|(tag, ..)| (*tag).to_owned())
}

fn is_made_up(tag: &str) -> bool {
    MADE_UP.iter().any(|(made_up, _)| *made_up == tag)
}

/// The languages of this program.
pub fn languages() -> &'static Languages {
    &LANGUAGES
}

/// Takes sentences from outside instead of those built in, so that whoever writes a language sees it without a
/// compiler. To be called before the first sentence is said; gives what is wrong with them.
pub fn speak_from(files: Vec<LanguageFile>) -> Vec<String> {
    let english = catalogue::english::read(&files_of("en"));
    let tags: BTreeSet<String> = files.iter().map(tag).collect();
    let mut found = Vec::new();
    for tag in tags {
        let own: Vec<File> = files
            .iter()
            .filter(|(other, ..)| *other == tag)
            .map(|(_, file, text)| (file.clone(), text.clone()))
            .collect();
        let findings = catalogue::compare::findings(&english, &own, &plural_forms(&rules_of(&own)));
        found.extend(findings.into_iter().map(|what| format!("{tag}/{what}")));
    }
    if OTHERS.set(files).is_err() {
        found.push("sentences were taken from outside before".to_owned());
    }
    found
}

/// What a language's files say of its plurals.
fn rules_of(files: &[File]) -> String {
    let lines = files.iter().flat_map(|(_, text)| text.lines());
    let mut said =
        lines.filter_map(|line| line.strip_prefix("language_plurals_like")?.trim().strip_prefix('='));
    said.next().map(|like| like.trim().to_owned()).unwrap_or_default()
}

/// The files of a language as they are built in.
pub fn files_of(tag: &str) -> Vec<File> {
    let own = FILES.iter().filter(|(language, ..)| *language == tag);
    own.map(|(_, file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
}

fn files(tag: &str) -> Vec<File> {
    let outside = OTHERS.get().into_iter().flatten().filter(|(language, ..)| language == tag);
    let outside: Vec<File> = outside.map(|(_, file, text)| (file.clone(), text.clone())).collect();
    if outside.is_empty() { files_of(tag) } else { outside }
}

impl Languages {
    /// English, which every message has.
    pub fn english(&self) -> Words {
        Words(self.english)
    }

    /// A language by its tag; the made-up ones in practice mode only.
    pub fn get(&self, tag: &str, practice: bool) -> Option<Words> {
        if tag == "en" {
            return Some(self.english());
        }
        let other = self.others.iter().find(|other| other.tag == tag && (practice || !other.made_up))?;
        let load = || Language::load(tag, &files(tag), Some(self.english), Fallback::Quiet);
        Some(Words(other.language.get_or_init(load)))
    }

    /// Every tag that can be chosen, English first.
    pub fn tags(&self, practice: bool) -> Vec<&str> {
        let others = self.others.iter().filter(|other| practice || !other.made_up);
        std::iter::once("en").chain(others.map(|other| other.tag.as_str())).collect()
    }
}

/// The plural forms that whole numbers have by the rules of a language.
pub fn plural_forms(like: &str) -> BTreeSet<String> {
    let rules = rules(like);
    (0_i64..=1000).map(|n| form(rules.as_ref(), n).to_owned()).collect()
}
