//! Reads English, the language from which the functions are made, and says what is wrong with it.

use crate::{
    Catalogue, FORMATS, File, Kind, Message, Readers, Resource, functions, markup, parse, units,
    uses::{Declared, Uses, declared, headed, uses},
};
use fluent_syntax::ast::{self, Entry};
use std::collections::{BTreeMap, BTreeSet};

/// How deep messages may refer to each other.
const DEEPEST: u8 = 8;

/// A message's own references, the kinds that its comments declare, and their order in its own comment.
struct Direct {
    uses: Uses,
    kinds: BTreeMap<String, Kind>,
    order: Vec<String>,
}

type AllDirect = BTreeMap<String, Direct>;

/// Reads English.
pub fn read(files: &[File]) -> Catalogue {
    let (mut catalogue, mut direct) = (Catalogue::default(), AllDirect::new());
    for (file, text) in files {
        match parse(file, text) {
            Ok(resource) => catalogue.gather(file, text, &resource, &mut direct),
            Err(fault) => catalogue.faults.push(format!("words/en/{fault}")),
        }
    }
    let mut faults = Vec::new();
    for message in catalogue.messages.iter_mut().filter(|m| !FORMATS.contains(&m.id.as_str())) {
        complete(message, &direct, &mut faults);
    }
    catalogue.check_choices(&direct, &mut faults);
    catalogue.faults.extend(faults);
    catalogue
}

impl Message {
    /// Where it stands, for whoever has to change it.
    pub fn place(&self) -> String {
        format!("words/en/{}.ftl:{}: `{}`", self.file, self.line, self.id)
    }
}

impl Catalogue {
    /// Takes in one file.
    fn gather(&mut self, file: &str, text: &str, resource: &Resource, direct: &mut AllDirect) {
        let mut of_file = BTreeMap::new();
        let mut readers = None;
        for entry in &resource.body {
            let (Entry::ResourceComment(comment) | Entry::GroupComment(comment)) = entry else { continue };
            readers = readers.or(headed(&comment.content, "Readers:"));
            for declared in declared(&comment.content) {
                self.note_choice(file, &declared);
                of_file.insert(declared.name, declared.kind);
            }
        }
        let readers = match readers {
            Some("consumers") => Readers::Consumers,
            Some("staff") => Readers::Staff,
            Some(_) | None => {
                let wanted = "`### Readers: consumers` or `### Readers: staff`";
                self.faults.push(format!("words/en/{file}.ftl:1: say who reads it: {wanted}"));
                Readers::Consumers
            }
        };
        self.readers.insert(file.to_owned(), readers);
        for (message, units) in units(resource) {
            let comment = message.comment.as_ref().map_or(&[][..], |comment| &comment.content);
            let declared = declared(comment);
            let mut own = Direct { uses: Uses::default(), kinds: of_file.clone(), order: Vec::new() };
            for declared in declared {
                self.note_choice(file, &declared);
                own.order.push(declared.name.clone());
                own.kinds.insert(declared.name, declared.kind);
            }
            units.iter().for_each(|unit| own.uses.add(uses(&unit.pattern)));
            let message = self.message(file, text, message, units);
            for closed in &own.uses.closed {
                self.faults.push(format!("{}: {closed} is not for this catalogue", message.place()));
            }
            if direct.insert(message.id.clone(), own).is_some() {
                self.faults.push(format!("{}: stands somewhere else too", message.place()));
            }
            self.messages.push(message);
        }
    }

    fn message(
        &mut self,
        file: &str,
        text: &str,
        message: &ast::Message<String>,
        units: Vec<crate::Unit>,
    ) -> Message {
        let id = message.id.name.clone();
        let (line, source) = place(text, &id);
        let comment = message.comment.as_ref().map_or(&[][..], |comment| &comment.content);
        let hard = headed(comment, "Hard to read:").map(str::to_owned);
        let message = Message {
            id,
            file: file.to_owned(),
            line,
            source,
            units,
            arguments: Vec::new(),
            html: false,
            hard,
        };
        // One name everywhere: a search for it finds the sentence, the template and the Rust code.
        if !message.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            self.faults.push(format!("{}: write the name in small letters, with _", message.place()));
        }
        if message.hard.as_deref() == Some("") {
            self.faults.push(format!("{}: say why it is hard to read", message.place()));
        }
        message
    }

    fn note_choice(&mut self, file: &str, declared: &Declared) {
        let Kind::Choice(kind) = &declared.kind else { return };
        if declared.words.is_empty() {
            return;
        }
        for word in declared.words.iter().filter(|word| word.parse::<f64>().is_ok()) {
            self.faults.push(format!(
                "words/en/{file}.ftl: {kind} cannot have the word {word}: [{word}] chooses by a number"
            ));
        }
        let before = self.choices.entry(kind.clone()).or_insert_with(|| declared.words.clone());
        if *before != declared.words {
            self.faults.push(format!("words/en/{file}.ftl: {kind} has other words elsewhere: {before:?}"));
        }
    }

    /// English names every word of a kind, so that nothing falls silently into the default, and both forms of a
    /// number.
    fn check_choices(&self, direct: &AllDirect, faults: &mut Vec<String>) {
        for message in self.sentences() {
            let Some(own) = direct.get(&message.id) else { continue };
            let at = message.place();
            for (variable, keys) in &own.uses.selectors {
                match own.kinds.get(variable) {
                    Some(Kind::Choice(kind)) => match self.choices.get(kind) {
                        None => faults.push(format!(
                            "{at}: no comment says which words {kind} has: `${variable} ({kind}: a, b)`"
                        )),
                        Some(words) => check_words(&at, kind, words, keys, faults),
                    },
                    Some(Kind::Count) => {
                        for form in ["one", "other"].iter().filter(|form| !keys.iter().any(|k| k == *form)) {
                            faults.push(format!("{at}: the form [{form}] of ${variable} is missing"));
                        }
                        let known = |key: &&String| {
                            ["one", "other"].contains(&key.as_str()) || key.parse::<u32>().is_ok()
                        };
                        for key in keys.iter().filter(|key| !known(key)) {
                            faults.push(format!("{at}: [{key}] is no form of a number in English"));
                        }
                    }
                    Some(kind) => {
                        faults.push(format!("{at}: ${variable} ({kind:?}) cannot choose between variants"))
                    }
                    None => {} // Said by `complete`.
                }
            }
        }
    }
}

fn check_words(at: &str, kind: &str, words: &[String], keys: &[String], faults: &mut Vec<String>) {
    for word in words.iter().filter(|word| !keys.contains(word)) {
        faults.push(format!("{at}: no variant for {kind} `{word}`"));
    }
    for key in keys.iter().filter(|key| !words.contains(key)) {
        faults.push(format!("{at}: [{key}] is no {kind}"));
    }
}

/// Finds a message's arguments, their order, and whether it has markup.
fn complete(message: &mut Message, direct: &AllDirect, faults: &mut Vec<String>) {
    let at = message.place();
    let mut found = BTreeMap::new();
    closure(&message.id, direct, &mut found, faults, (&at, 0));
    let mut links = BTreeSet::new();
    for unit in &message.units {
        match markup::tags(&unit.pattern) {
            Ok(tags) => {
                message.html |= !tags.is_empty();
                links.extend(tags.iter().filter_map(|tag| markup::link_argument(tag)));
            }
            Err(fault) => faults.push(format!("{at}: {fault}")),
        }
    }
    for attribute in functions::unknown_attributes(message) {
        let known = "a mail has .subject and .body, a question .hint and .missing";
        faults.push(format!("{at}: .{attribute} is not known; {known}"));
    }
    if message.html && message.units.len() > 1 {
        faults.push(format!("{at}: tags in a message with attributes; make it several messages"));
    }
    let order = direct.get(&message.id).map_or(&[][..], |own| &own.order);
    let mut arguments: Vec<_> = found.into_iter().filter_map(|(name, kind)| Some((name, kind?))).collect();
    // Never the order of the sentence: whoever rewords it would swap two names silently.
    let place = |name: &String| order.iter().position(|own| own == name).unwrap_or(usize::MAX);
    arguments.sort_by_key(|(name, _)| (place(name), name.clone()));
    for (i, (name, kind)) in arguments.iter().enumerate() {
        let twin = |other: &&(String, Kind)| other.1 == *kind && !order.contains(&other.0);
        if let Some((other, _)) = arguments[i + 1..].iter().find(twin) {
            let wanted = format!("`# ${name} ({kind:?}), ${other} ({kind:?})`");
            faults.push(format!("{at}: ${name} and ${other} are of one kind; say their order: {wanted}"));
        }
    }
    arguments.extend(links.into_iter().map(|link| (link, Kind::Href)));
    message.arguments = arguments;
}

/// The arguments of a message and of every message in it.
fn closure(
    id: &str,
    direct: &AllDirect,
    found: &mut BTreeMap<String, Option<Kind>>,
    faults: &mut Vec<String>,
    (at, depth): (&str, u8),
) {
    let Some(own) = direct.get(id) else {
        return faults.push(format!("{at} refers to `{id}`, which is no message"));
    };
    if depth > DEEPEST {
        return faults.push(format!("{at} refers to itself"));
    }
    for variable in &own.uses.variables {
        let kind = own.kinds.get(variable).cloned();
        if kind.is_none() && !found.contains_key(variable) {
            faults.push(format!("{at}: say what ${variable} is: `# ${variable} (Name)`"));
        }
        let before = found.entry(variable.clone()).or_insert_with(|| kind.clone());
        if before.is_some() && kind.is_some() && *before != kind {
            faults.push(format!("{at}: ${variable} is of two kinds, {before:?} and {kind:?}"));
        }
    }
    for other in &own.uses.messages {
        closure(other, direct, found, faults, (at, depth + 1));
    }
}

/// The line on which a message begins, and its text as it stands.
fn place(text: &str, id: &str) -> (usize, String) {
    let lines: Vec<&str> = text.lines().collect();
    let begins = |line: &&str| line.strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='));
    let first = lines.iter().position(begins).unwrap_or_default();
    let more = |line: &&&str| line.starts_with([' ', '}']) || line.trim().is_empty();
    let more = lines.iter().skip(first + 1).take_while(more).count();
    let source = lines.get(first..=first + more).unwrap_or_default().join("\n");
    (first + 1, source.trim_end().to_owned())
}
