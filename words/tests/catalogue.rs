//! The catalogue as a whole: what a language lacks, what nobody says, what is too hard to read, and where markup
//! stands that is none.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use catalogue::{Catalogue, File, compare, english, reading};
use std::{collections::BTreeSet, fs, path::Path};
use words::*;

fn english_catalogue() -> Catalogue {
    english::read(&files_of("en"))
}

/// The rules that a language's files name for its plurals.
fn plurals_like(files: &[File]) -> String {
    let lines = files.iter().flat_map(|(_, text)| text.lines());
    let mut like = lines.filter_map(|line| line.strip_prefix("language_plurals_like = "));
    like.next().unwrap_or_default().to_owned()
}

#[test]
fn no_language_lacks_or_bends_anything() {
    let english = english_catalogue();
    for tag in languages().tags(true) {
        let files = files_of(tag);
        let found = compare::findings(&english, &files, &plural_forms(&plurals_like(&files)));
        assert!(found.is_empty(), "{tag}: {found:#?}");
    }
}

#[test]
fn what_is_wrong_with_a_language_is_found() {
    let text = "chart_bar = { $bar } { $count ->\n    [one] a\n    [lots] b\n   *[other] c\n }\n\
        page_need_help = Peb <b>pom</b> { $nme }\npage_sign_out = { -term(x: 1) }\npage_acting_for = { page_skip }\n\
        xyz = ?\nmonths = 1|2\nperson_name = { $given }\n";
    let files = [("frame".to_owned(), text.to_owned())];
    let found = compare::findings(&english_catalogue(), &files, &plural_forms("vi")).join("\n");
    for wanted in [
        "`chart_bar` belongs into parts.ftl",
        "`chart_bar`: [one] of $count is never used: this language has {\"other\"}",
        "`chart_bar`: [lots] of $count is no form of a number",
        "`page_need_help`: has the tags [\"b\"], English has []",
        "`page_need_help`: $nme is no argument",
        "`page_sign_out`: -term is not for this catalogue",
        "`page_acting_for`: refers to `page_skip`, English does not",
        "`page_acting_for`: $consumer is not said",
        "`xyz` is not in English",
        "`months`: has 2 parts between |, not 12",
        "`person_name`: $family is not said",
        "common.ftl: `yes` is missing",
    ] {
        assert!(found.contains(wanted), "{wanted}\n{found}");
    }
    let arabic = [("parts".to_owned(), "chart_bar = { $bar } { $count ->\n   *[other] c\n }\n".to_owned())];
    let found = compare::findings(&english_catalogue(), &arabic, &plural_forms("ar")).join("\n");
    assert!(found.contains("the form [few] of $count is missing"), "{found}");
}

#[test]
fn what_is_wrong_with_english_is_found_with_file_and_line() {
    let faults = |text: &str| english::read(&[("x".to_owned(), text.to_owned())]).faults.join("\n");
    let head = "### Readers: staff\n";
    for (text, wanted) in [
        ("one = Hi { $who }\n", "words/en/x.ftl:2: `one`: say what $who is"),
        ("two = <i>x</i>\n", "words/en/x.ftl:2: `two`: <i> is no tag here"),
        ("three = <b>x\n", "<b> is not closed"),
        ("a = { $n ->\n   *[other] x\n }\n", "say what $n is"),
        ("# $n (Count)\na = { $n ->\n   *[other] x\n }\n", "the form [one] of $n is missing"),
        ("# $n (Name)\na = { $n ->\n   *[other] x\n }\n", "$n (Name) cannot choose between variants"),
        ("# $n (Kind: x, y)\na = { $n ->\n   *[x] x\n }\n", "no variant for Kind `y`"),
        ("# $n (Kind: x)\na = { $n ->\n    [z] x\n   *[x] x\n }\n", "[z] is no Kind"),
        (
            "# $n (Kind: 7, x)\na = { $n ->\n    [7] x\n   *[x] x\n }\n",
            "Kind cannot have the word 7: [7] chooses by a number",
        ),
        ("# $n (Name), $m (Text)\na = { $n } { $m } { $b }\n# $b (Text)\nb = x\n", "say what $b is"),
        ("### $n (Name)\n### $m (Name)\na = { $n } { $m }\n", "are of one kind; say their order"),
        ("a = { b }\n", "refers to `b`, which is no message"),
        ("a = { b }\nb = { a }\n", "refers to itself"),
        ("a = x\na = y\n", "stands somewhere else too"),
        ("a-b = x\n", "write the name in small letters, with _"),
        ("a = { -t }\n-t = x\n", "-t is not for this catalogue"),
        ("a = { NUMBER(1) }\n", "NUMBER() is not for this catalogue"),
        ("a = { \"<b>\" }\n", "is not for this catalogue"),
        ("a = x\n    .title = y\n", ".title is not known"),
        ("# Hard to read:\na = x\n", "say why it is hard to read"),
        ("a = { $ }\n", "words/en/x.ftl:2"),
    ] {
        let found = faults(&format!("{head}{text}"));
        assert!(found.contains(wanted), "{text}\n{wanted}\n{found}");
    }
    assert!(faults("a = x\n").contains("words/en/x.ftl:1: say who reads it"));
    assert_eq!(faults(&format!("{head}a = x\n")), "");
}

#[test]
fn the_sentences_are_easy_enough_for_their_readers() {
    let english = english_catalogue();
    for (file, grade) in reading::grades(&english) {
        println!("{file}: grade {grade:.1}");
    }
    let found = reading::findings(&english);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_selectors_have_the_words_of_the_program() {
    let choices = english_catalogue().choices;
    for (kind, words) in choosers() {
        let (own, words): (BTreeSet<&str>, BTreeSet<&str>) =
            (choices[kind].iter().map(String::as_str).collect(), words.into_iter().collect());
        assert_eq!(own, words, "{kind}");
    }
}

/// A source: its path from the project's root, and what it says.
type Source = (String, String);

/// Rust and templates of the crates that speak to people.
fn sources() -> Vec<Source> {
    fn read(root: &Path, folder: &Path, out: &mut Vec<Source>) {
        for path in fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
            match path.extension().and_then(|e| e.to_str()) {
                _ if path.is_dir() => read(root, &path, out),
                Some("rs" | "html" | "txt") => {
                    let name = path.strip_prefix(root).unwrap().display().to_string();
                    out.push((name, fs::read_to_string(&path).unwrap()));
                }
                _ => {}
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut all = Vec::new();
    for folder in ["web/src", "web/templates", "portal/src", "assent/src", "words/src"] {
        read(root, &root.join(folder), &mut all);
    }
    assert!(all.len() > 100, "{} sources", all.len());
    all
}

/// Messages that no source and no other message uses.
fn unused(english: &Catalogue, sources: &[Source]) -> Vec<String> {
    let held = english.keys().flat_map(|(_, unit)| catalogue::uses::uses(&unit.pattern).messages);
    let mut used: BTreeSet<String> = held.collect();
    // `words.yes()`, `Words::yes` where a function is handed on, and `Kind => message,` in a table of the edge.
    for (path, text) in sources {
        if path.starts_with("words/src/edge") {
            let rows = text.lines().filter_map(|line| line.split_once("=> ")?.1.strip_suffix(','));
            used.extend(rows.map(|message| message.split('(').next().unwrap_or(message).to_owned()));
        }
        for (at, _) in text.match_indices(['.', ':']) {
            let rest = &text[at + 1..];
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let handed_on = text[..=at].ends_with("Words::");
            if rest[end..].starts_with('(') || handed_on {
                used.insert(rest[..end].to_owned());
            }
        }
    }
    english.sentences().map(|message| message.id.clone()).filter(|id| !used.contains(id)).collect()
}

/// `words.NAME(` in a template where there is no such message. The compiler finds it too, but names only the struct.
fn unknown(english: &Catalogue, sources: &[Source]) -> Vec<String> {
    let own: String = sources
        .iter()
        .filter(|(path, _)| path.starts_with("words/src"))
        .map(|(_, text)| text.as_str())
        .collect();
    let is_known = |name: &str| {
        english.sentences().any(|message| message.id == name) || own.contains(&format!("pub fn {name}("))
    };
    let mut found = Vec::new();
    for (path, text) in sources.iter().filter(|(path, _)| path.ends_with(".html")) {
        for (number, line) in text.lines().enumerate() {
            for (at, _) in line.match_indices("words.") {
                let Some((name, _)) = line[at + 6..].split_once('(') else { continue };
                let is_ours =
                    !line[..at].ends_with('_') && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                // A text that a page calls `words` by itself.
                let is_text = ["is_empty", "len"].contains(&name);
                if is_ours && !is_text && !is_known(name) {
                    let start = name.get(..name.len().min(8)).unwrap_or(name);
                    let near = english.sentences().map(|m| m.id.as_str()).filter(|id| id.starts_with(start));
                    let near: Vec<_> = near.collect();
                    found.push(format!("{path}:{}: no message `{name}`; near it: {near:?}", number + 1));
                }
            }
        }
    }
    found
}

#[test]
fn every_message_is_said_somewhere_and_every_one_asked_for_is_there() {
    let (english, mut all) = (english_catalogue(), sources());
    assert_eq!(unused(&english, &all), Vec::<String>::new());
    assert_eq!(unknown(&english, &all), Vec::<String>::new());
    let unsaid: Vec<Source> =
        all.iter().map(|(path, text)| (path.clone(), text.replace("page_need_help", ""))).collect();
    assert_eq!(unused(&english, &unsaid), ["page_need_help"]);
    all.push(("planted.html".to_owned(), "<p>\n{{ words.page_need_hel() }}".to_owned()));
    let found = ["planted.html:2: no message `page_need_hel`; near it: [\"page_need_help\"]"];
    assert_eq!(unknown(&english, &all), found);
}

/// Messages with tags that stand in an attribute, a title or an option, where markup is shown as it is.
fn markup_in_the_wrong_place(english: &Catalogue, sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in sources.iter().filter(|(path, _)| path.ends_with(".html")) {
        for (at, _) in text.match_indices("words.") {
            let Some((name, _)) = text[at + 6..].split_once('(') else { continue };
            if !english.sentences().any(|message| message.id == name && message.html) {
                continue;
            }
            let before = &text[..at];
            let in_tag = before.rfind('<').is_some_and(|open| before[open..].matches('"').count() % 2 == 1);
            let in_element = ["title", "option"].iter().any(|element| {
                before.matches(&format!("<{element}")).count()
                    > before.matches(&format!("</{element}>")).count()
            });
            if in_tag || in_element {
                found.push(format!("{path}: `{name}` has tags"));
            }
        }
    }
    found
}

#[test]
fn messages_with_tags_stand_in_text_only() {
    let (english, mut all) = (english_catalogue(), sources());
    assert_eq!(markup_in_the_wrong_place(&english, &all), Vec::<String>::new());
    for (planted, is_wrong) in [
        ("<p>{{ words.contact(name, phone) }}</p>", false),
        ("<p class=\"x\">{{ words.contact(name, phone) }}</p>", false),
        ("<p title=\"{{ words.contact(name, phone) }}\">", true),
        ("<title>{{ words.contact(name, phone) }}</title>", true),
        ("<option value=\"\">{{ words.contact(name, phone) }}</option>", true),
        ("<p title=\"{{ words.page_need_help() }}\">", false),
    ] {
        all.push(("planted.html".to_owned(), planted.to_owned()));
        assert_eq!(markup_in_the_wrong_place(&english, &all).len(), usize::from(is_wrong), "{planted}");
        all.pop();
    }
}
