//! Writes one typed function for each message.

use crate::{Catalogue, FORMATS, Kind, Message};
use std::fmt::Write;

/// With `self`, more than clippy.toml allows.
const MANY: usize = 6;

/// What a function gives.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Gives {
    Text,
    Html,
    Mail,
    Question,
}

fn gives(message: &Message) -> Gives {
    let has = |name: &str| message.units.iter().any(|unit| unit.key.ends_with(name));
    match () {
        () if has(".subject") && has(".body") => Gives::Mail,
        () if has(".missing") || has(".hint") => Gives::Question,
        () if message.html => Gives::Html,
        () => Gives::Text,
    }
}

/// The attributes that make sense: others would be texts that no function gives.
pub fn unknown_attributes(message: &Message) -> Vec<&str> {
    let known: &[&str] = match gives(message) {
        Gives::Text | Gives::Html => &[],
        Gives::Mail => &["subject", "body"],
        Gives::Question => &["hint", "missing"],
    };
    let attributes = message.units.iter().filter_map(|unit| unit.key.split_once('.'));
    attributes.map(|(_, attribute)| attribute).filter(|attribute| !known.contains(attribute)).collect()
}

fn parameter(kind: &Kind) -> String {
    match kind {
        Kind::Name => "impl AsRef<Name>".into(),
        Kind::Names => "&[Name]".into(),
        Kind::Texts => "&[impl AsRef<str>]".into(),
        Kind::Text | Kind::Code | Kind::Href => "impl AsRef<str>".into(),
        Kind::Phone => "impl AsRef<Phone>".into(),
        Kind::Count => "impl Give<Count>".into(),
        Kind::Year => "impl Give<Count>".into(),
        Kind::Money => "impl Give<Money>".into(),
        Kind::Percent => "impl Give<Percent>".into(),
        Kind::Day => "impl Give<Day>".into(),
        Kind::Moment => "impl Give<Moment>".into(),
        Kind::Choice(name) => format!("impl Give<{name}>"),
    }
}

/// What stands before the sentence, so that a value is taken once, and what the sentence gets.
fn argument(name: &str, kind: &Kind) -> (String, String) {
    let one = |arg: &str| (String::new(), format!("(\"{name}\", Arg::{arg}({name}.as_ref()))"));
    let given = |arg: &str| (String::new(), format!("(\"{name}\", Arg::{arg}({name}.give()))"));
    match kind {
        Kind::Name => one("Name"),
        Kind::Names => (String::new(), format!("(\"{name}\", Arg::Names({name}))")),
        Kind::Text => one("Text"),
        Kind::Code => one("Code"),
        Kind::Href => one("Href"),
        Kind::Texts => (
            format!("let {name}: Vec<&str> = {name}.iter().map(AsRef::as_ref).collect(); "),
            format!("(\"{name}\", Arg::Texts(&{name}))"),
        ),
        Kind::Phone => (
            format!("let {name} = {name}.as_ref(); "),
            format!("(\"{name}\", Arg::Phone({name})), (\"{name}_digits\", Arg::Digits({name}))"),
        ),
        Kind::Count => (
            format!("let {name} = {name}.give(); "),
            format!("(\"{name}\", Arg::Count({name})), (\"{name}_form\", Arg::Form({name}))"),
        ),
        Kind::Year => given("Year"),
        Kind::Money => given("Money"),
        Kind::Percent => given("Percent"),
        Kind::Day => given("Day"),
        Kind::Moment => given("Moment"),
        Kind::Choice(choice) => {
            (String::new(), format!("(\"{name}\", Arg::Word(Give::<{choice}>::give({name}).word()))"))
        }
    }
}

/// The whole generated file.
pub fn write(catalogue: &Catalogue) -> String {
    let mut out = String::from("// Made by build.rs from words/en/*.ftl.\n");
    let mut number = 0;
    out.push_str("impl Words {\n");
    for message in &catalogue.messages {
        let first = number;
        number += message.units.len();
        if !FORMATS.contains(&message.id.as_str()) {
            function(&mut out, message, first);
        }
    }
    out.push_str(
        "}\n/// Keys of all texts, in the order of their numbers; whether a page gets markup for it.\n",
    );
    out.push_str("pub(crate) const KEYS: &[(&str, bool)] = &[\n");
    for (message, unit) in catalogue.keys() {
        let _ = writeln!(out, "    ({:?}, {}),", unit.key, message.html);
    }
    out.push_str("];\n");
    choosers(&mut out, catalogue);
    out
}

/// The kinds that choose between variants: each is taken as it is, and its words are told to a test.
fn choosers(out: &mut String, catalogue: &Catalogue) {
    for kind in catalogue.choices.keys() {
        let _ = writeln!(out, "impl Give<{kind}> for {kind} {{ fn give(self) -> {kind} {{ self }} }}");
    }
    out.push_str(
        "type Choosing = (&'static str, fn() -> Vec<&'static str>);\nconst CHOOSERS: &[Choosing] = &[\n",
    );
    for kind in catalogue.choices.keys() {
        let words = format!("|| {kind}::ALL.iter().map(|one| one.word()).collect()");
        let _ = writeln!(out, "    ({kind:?}, {words}),");
    }
    out.push_str("];\n/// Each kind that chooses between variants, with the words of all its values.\n");
    out.push_str("pub fn choosers() -> Vec<(&'static str, Vec<&'static str>)> {\n");
    out.push_str("    CHOOSERS.iter().map(|(kind, words)| (*kind, words())).collect()\n}\n");
}

fn function(out: &mut String, message: &Message, first: usize) {
    for line in ["```text"].into_iter().chain(message.source.lines()).chain(["```"]) {
        let _ = writeln!(out, "    /// {line}");
    }
    let _ = writeln!(out, "    ///\n    /// words/en/{}.ftl:{}", message.file, message.line);
    if message.arguments.len() >= MANY {
        let reason = "the sentence says so many things";
        let _ = writeln!(out, "    #[expect(clippy::too_many_arguments, reason = \"{reason}\")]");
    }
    let parameters: String =
        message.arguments.iter().map(|(name, kind)| format!(", {name}: {}", parameter(kind))).collect();
    let arguments: Vec<_> = message.arguments.iter().map(|(name, kind)| argument(name, kind)).collect();
    let before: String = arguments.iter().map(|(before, _)| before.as_str()).collect();
    let list: Vec<_> = arguments.iter().map(|(_, argument)| argument.as_str()).collect();
    let args = format!("&[{}]", list.join(", "));
    let number = |name: &str| {
        let is = |key: &str| key.split_once('.').map_or(name.is_empty(), |(_, own)| own == name);
        message.units.iter().position(|unit| is(&unit.key)).map(|at| at + first)
    };
    let part = |name| match number(name) {
        Some(number) => format!("self.text({number}, args)"),
        None => "Text::default()".to_owned(),
    };
    let (gives, body) = match gives(message) {
        Gives::Text => ("Text", format!("self.text({first}, {args})")),
        Gives::Html => ("Html", format!("self.html({first}, {args})")),
        Gives::Mail => (
            "Mail",
            format!("let args = {args}; Mail {{ subject: {}, body: {} }}", part("subject"), part("body")),
        ),
        Gives::Question => (
            "Question",
            format!(
                "let args = {args}; Question {{ label: {}, hint: {}, missing: {} }}",
                part(""),
                part("hint"),
                part("missing")
            ),
        ),
    };
    let _ = writeln!(out, "    pub fn {}(self{parameters}) -> {gives} {{ {before}{body} }}", message.id);
}
