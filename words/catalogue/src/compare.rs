//! What is wrong with a language, compared with English. Findings are sentences for whoever writes the language.

use crate::{
    Catalogue, FORMATS, File, Kind, Message, markup, parse,
    plural::FORMS,
    units,
    uses::{Uses, uses},
};
use fluent_syntax::ast::PatternElement;
use std::collections::{BTreeMap, BTreeSet};

/// One text of the language: its file and its pattern.
type Own = BTreeMap<String, (String, crate::Pattern)>;

/// Every finding. `categories` are the plural forms that whole numbers have in the language.
pub fn findings(english: &Catalogue, files: &[File], categories: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    let mut own = gathered(files, &mut found);
    for (message, unit) in english.keys() {
        let key = &unit.key;
        let Some((file, pattern)) = own.remove(key) else {
            found.push(format!("{}.ftl: `{key}` is missing", message.file));
            continue;
        };
        if file != message.file {
            found.push(format!("{file}.ftl: `{key}` belongs into {}.ftl", message.file));
        }
        let mut say = |what: String| found.push(format!("{file}.ftl: `{key}`: {what}"));
        if FORMATS.contains(&message.id.as_str()) {
            format(&message.id, &pattern, &mut say);
            continue;
        }
        match (markup::tags(&pattern), markup::tags(&unit.pattern)) {
            (Ok(tags), Ok(wanted)) if tags != wanted => {
                say(format!("has the tags {tags:?}, English has {wanted:?}"));
            }
            (Err(fault), _) => say(fault),
            (Ok(_), Ok(_) | Err(_)) => {}
        }
        Language { message, english, categories }.arguments(&uses(&unit.pattern), &uses(&pattern), &mut say);
    }
    found.extend(own.iter().map(|(key, (file, _))| format!("{file}.ftl: `{key}` is not in English")));
    found
}

fn gathered(files: &[File], found: &mut Vec<String>) -> Own {
    let mut own = Own::new();
    for (file, text) in files {
        let resource = match parse(file, text) {
            Ok(resource) => resource,
            Err(fault) => {
                found.push(fault);
                continue;
            }
        };
        for (_, units) in units(&resource) {
            for unit in units {
                if own.insert(unit.key.clone(), (file.clone(), unit.pattern)).is_some() {
                    found.push(format!("{file}.ftl: `{}` stands twice", unit.key));
                }
            }
        }
    }
    own
}

/// What the loader needs of the messages that say how a language writes.
fn format(id: &str, pattern: &crate::Pattern, say: &mut impl FnMut(String)) {
    let uses = uses(pattern);
    let wanted: &[&str] = match id {
        "person_name" => &["given", "family"],
        "list_pair" | "list_more" | "list_last" => &["first", "second"],
        "day" => &["day", "month", "year"],
        "moment" => &["day", "minute"],
        "percent" => &["number"],
        _ => &[],
    };
    for name in wanted.iter().filter(|name| !uses.variables.contains(**name)) {
        say(format!("${name} is not said"));
    }
    let parts = match id {
        "months" => 12,
        "halves" => 2,
        _ => return,
    };
    let said = match pattern.elements.as_slice() {
        [PatternElement::TextElement { value }] => value.split('|').count(),
        _ => 0,
    };
    if said != parts {
        say(format!("has {said} parts between |, not {parts}"));
    }
}

/// One message, and what the language must have for it.
struct Language<'c> {
    message: &'c Message,
    english: &'c Catalogue,
    categories: &'c BTreeSet<String>,
}

impl Language<'_> {
    fn kind(&self, name: &str) -> Option<&Kind> {
        self.message.arguments.iter().find(|(other, _)| other == name).map(|(_, kind)| kind)
    }

    fn arguments(&self, wanted: &Uses, own: &Uses, say: &mut impl FnMut(String)) {
        for name in own.variables.iter().filter(|name| self.kind(name).is_none()) {
            say(format!("${name} is no argument of this message"));
        }
        own.closed.iter().for_each(|closed| say(format!("{closed} is not for this catalogue")));
        for other in own.messages.iter().filter(|other| !wanted.messages.contains(*other)) {
            // A helper of the language's own would bring arguments that nobody gives.
            say(format!("refers to `{other}`, English does not"));
        }
        for name in &wanted.variables {
            let chooses = matches!(self.kind(name), Some(Kind::Choice(_)));
            if !chooses && !own.variables.contains(name) {
                say(format!("${name} is not said"));
            }
        }
        for (variable, keys) in &own.selectors {
            match self.kind(variable) {
                Some(Kind::Choice(choice)) => {
                    let words = self.english.choices.get(choice).map_or(&[][..], Vec::as_slice);
                    for key in keys.iter().filter(|key| !words.contains(key)) {
                        say(format!("[{key}] is no {choice}"));
                    }
                }
                Some(Kind::Count) => self.forms(variable, keys, say),
                Some(_) => say(format!("${variable} cannot choose between variants")),
                None => {} // Said above.
            }
        }
    }

    /// A number that chooses has every form of the language, and no other.
    fn forms(&self, variable: &str, keys: &[String], say: &mut impl FnMut(String)) {
        let named = keys.iter().filter(|key| key.parse::<u32>().is_err());
        for key in named.filter(|key| !self.categories.contains(*key)) {
            match FORMS.contains(&key.as_str()) {
                // Fluent wants a default, and `other` is it in every language.
                true if key == "other" => {}
                true => say(format!(
                    "[{key}] of ${variable} is never used: this language has {:?}",
                    self.categories
                )),
                false => say(format!("[{key}] of ${variable} is no form of a number")),
            }
        }
        for form in self.categories.iter().filter(|form| !keys.contains(form)) {
            say(format!("the form [{form}] of ${variable} is missing"));
        }
    }
}
