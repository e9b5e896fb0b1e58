//! Makes a language of its files: tags become HTML, plural selectors become words, every key its pattern. Done once
//! for each language, when somebody first asks for it; nothing is looked up or locked later.

use crate::{
    KEYS, Words,
    language::{Bundle, Cut, Entry, Language, Part, Pattern},
};
use catalogue::File;
use fluent_bundle::FluentResource;
use fluent_syntax::ast::{self, Expression, InlineExpression, PatternElement};
use intl_pluralrules::{PluralRuleType, PluralRules};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashSet},
};

/// Whether a text that had to be taken from English is marked (tests) or not (pages).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// As if it were the language's own.
    Quiet,
    /// With `⟦en⟧` before it.
    Marked,
}

/// A language's files as Fluent takes them: markup and plural forms in their places.
#[derive(Default)]
struct Lowered {
    resources: Vec<FluentResource>,
    /// Texts that hold other messages.
    refers: BTreeMap<String, BTreeSet<String>>,
}

impl Language {
    /// Loads a language and keeps it for good. What it lacks comes from `english`.
    pub fn load(
        tag: &str,
        files: &[File],
        english: Option<&'static Language>,
        fallback: Fallback,
    ) -> &'static Language {
        let lowered = lowered(files);
        let mut bundle = Bundle::new_concurrent(vec![tag.parse().unwrap_or_default()]);
        // Its marks would stand inside href="..." and around whole variants; we isolate by the kind of value.
        bundle.set_use_isolating(false);
        for resource in lowered.resources {
            // A key that stands twice keeps its first text; the tests say so of every language.
            let _ = bundle.add_resource(resource);
        }
        let bundle: &'static Bundle = Box::leak(Box::new(bundle));
        let entries = entries(bundle, &lowered.refers, english);
        let format = |id: &str| find(bundle, id).or_else(|| english.and_then(|e| find(e.bundle, id)));
        let text = |id: &str| format(id).and_then(plain).unwrap_or_default();
        let listed = |id: &str| text(id).split('|').map(str::to_owned).collect();
        let cut = |id: &str, names: [&'static str; 2]| {
            format(id).map(|pattern| cut(pattern, names)).unwrap_or_default()
        };
        let parts = |id: &str| format(id).map(parts).unwrap_or_default();
        Box::leak(Box::new(Language {
            tag: tag.to_owned(),
            name: Cow::Borrowed(text("language_name")),
            rtl: text("language_direction") == "rtl",
            marked: fallback == Fallback::Marked,
            person_name: cut("person_name", ["given", "family"]),
            list_pair: cut("list_pair", ["first", "second"]),
            list_more: cut("list_more", ["first", "second"]),
            list_last: cut("list_last", ["first", "second"]),
            months: listed("months"),
            halves: listed("halves"),
            day: parts("day"),
            moment: parts("moment"),
            percent: parts("percent"),
            plurals: rules(own_rules(bundle)),
            bundle,
            entries,
            english,
        }))
    }
}

impl From<&'static Language> for Words {
    fn from(language: &'static Language) -> Self {
        Words(language)
    }
}

/// By which language's rules its plurals go: a language that says nothing of its own has one form only, and never
/// English's.
fn own_rules(bundle: &'static Bundle) -> &'static str {
    find(bundle, "language_plurals_like").and_then(plain).unwrap_or_default()
}

/// The plural rules of a language that Unicode's data know.
pub(crate) fn rules(like: &str) -> Option<PluralRules> {
    PluralRules::create(like.parse::<unic_langid::LanguageIdentifier>().ok()?, PluralRuleType::CARDINAL).ok()
}

/// The pattern of each key, or English's. Where English lacks it too (in files from outside), the key says itself: every key
/// keeps its number, and what is wrong is seen.
fn entries(
    bundle: &'static Bundle,
    refers: &BTreeMap<String, BTreeSet<String>>,
    english: Option<&'static Language>,
) -> Vec<Entry> {
    let entry = |(number, (key, _)): (usize, &(&'static str, bool))| {
        let mut helpers = BTreeSet::new();
        reach(key, refers, &mut helpers);
        // A sentence whose helper is missing is wholly English: two languages in one sentence help nobody.
        let whole = helpers.iter().all(|id| bundle.has_message(id));
        match (find(bundle, key).filter(|_| whole), english.and_then(|e| e.entries.get(number))) {
            (Some(pattern), _) => Entry { pattern, plain: plain(pattern), foreign: false },
            (None, Some(entry)) => Entry { foreign: true, ..*entry },
            (None, None) => Entry { pattern: &NOTHING, plain: Some(key), foreign: false },
        }
    };
    KEYS.iter().enumerate().map(entry).collect()
}

/// No pattern.
static NOTHING: Pattern = Pattern { elements: Vec::new() };

/// Every message that a text holds, and that those hold.
fn reach<'r>(key: &str, refers: &'r BTreeMap<String, BTreeSet<String>>, helpers: &mut BTreeSet<&'r str>) {
    for id in refers.get(key).into_iter().flatten() {
        if helpers.insert(id) {
            reach(id, refers, helpers);
        }
    }
}

fn lowered(files: &[File]) -> Lowered {
    let mut out = Lowered::default();
    let html: HashSet<&str> = KEYS.iter().filter(|(_, html)| *html).map(|(key, _)| *key).collect();
    for (file, text) in files {
        let Ok(mut resource) = catalogue::parse(file, text) else { continue };
        for entry in &mut resource.body {
            let ast::Entry::Message(message) = entry else { continue };
            let id = &message.id.name;
            let value = message.value.iter_mut().map(|value| (id.clone(), value));
            let attributes =
                message.attributes.iter_mut().map(|a| (format!("{id}.{}", a.id.name), &mut a.value));
            for (key, pattern) in value.chain(attributes) {
                out.refers.insert(key.clone(), catalogue::uses::uses(pattern).messages);
                if html.contains(key.as_str()) {
                    catalogue::markup::lower(pattern);
                }
                catalogue::plural::lower(pattern);
            }
        }
        let text = fluent_syntax::serializer::serialize(&resource);
        out.resources.push(FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource));
    }
    out
}

pub(crate) fn find(bundle: &'static Bundle, key: &str) -> Option<&'static Pattern> {
    match key.split_once('.') {
        None => bundle.get_message(key)?.value(),
        Some((id, attribute)) => Some(bundle.get_message(id)?.get_attribute(attribute)?.value()),
    }
}

fn plain(pattern: &'static Pattern) -> Option<&'static str> {
    match pattern.elements.as_slice() {
        [PatternElement::TextElement { value }] => Some(value),
        _ => None,
    }
}

/// Cuts a format of two values at them.
fn cut(pattern: &'static Pattern, names: [&'static str; 2]) -> Cut {
    let (mut cut, mut at) = (Cut::default(), 0);
    for part in parts(pattern) {
        match part {
            Part::Text(text) => cut.text[at].push_str(&text),
            Part::Value(name) => {
                cut.turned |= at == 0 && name == names[1];
                at = (at + 1).min(2);
            }
        }
    }
    cut
}

fn parts(pattern: &'static Pattern) -> Vec<Part> {
    let part = |element: &PatternElement<&'static str>| match element {
        PatternElement::TextElement { value } => Part::Text((*value).to_owned()),
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => Part::Value(id.name),
        PatternElement::Placeable { .. } => Part::Text(String::new()),
    };
    pattern.elements.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files_of;

    #[test]
    fn a_key_that_english_lacks_says_itself_and_moves_no_other() {
        let without = |(file, text): File| (file, text.replace("page_need_help = ", "page_help_needed = "));
        let files: Vec<File> = files_of("en").into_iter().map(without).collect();
        let words = Words::from(Language::load("en", &files, None, Fallback::Quiet));
        assert_eq!(words.page_need_help(), "page_need_help");
        let whole = crate::languages().english();
        for (number, (key, _)) in KEYS.iter().enumerate().filter(|(_, (key, _))| *key != "page_need_help") {
            let (own, other) = (&words.0.entries[number], &whole.0.entries[number]);
            assert_eq!(own.plain, other.plain, "{key}");
        }
    }
}
