//! Says a message: goes through its pattern and writes each value the way the language does.

use crate::{
    Html, Text, Words,
    language::{Entry, Language, Pattern},
    loading::find,
    values::{Arg, Count},
    writer::Writer,
};
use fluent_syntax::ast::{Expression, InlineExpression, PatternElement, Variant, VariantKey};
use std::borrow::Cow;

/// How deep messages and variants may stand in each other.
const DEEPEST: u8 = 16;

impl Words {
    /// The tag for `lang`.
    pub fn tag(self) -> &'static str {
        &self.0.tag
    }

    /// The language's own name, for the header.
    pub fn name(self) -> &'static str {
        &self.0.name
    }

    /// The value of `dir`.
    pub fn dir(self) -> &'static str {
        if self.0.rtl { "rtl" } else { "ltr" }
    }

    /// The keys that this language takes from English.
    pub fn missing(self) -> Vec<&'static str> {
        self.0.missing()
    }

    pub(crate) fn text(self, number: usize, args: &[(&'static str, Arg<'_>)]) -> Text {
        let Some(entry) = self.0.entries.get(number) else { return Text::default() };
        let text = self.say(entry, args, false);
        if entry.foreign && self.0.marked { format!("⟦en⟧{text}").into() } else { text }
    }

    pub(crate) fn html(self, number: usize, args: &[(&'static str, Arg<'_>)]) -> Html {
        let Some(entry) = self.0.entries.get(number) else { return Html(Text::default()) };
        let text = self.say(entry, args, true);
        if !entry.foreign {
            return Html(text);
        }
        let mark = if self.0.marked { "⟦en⟧" } else { "" };
        Html(format!("<span lang=\"en\" dir=\"ltr\">{mark}{text}</span>").into())
    }

    fn say(self, entry: &Entry, args: &[(&'static str, Arg<'_>)], html: bool) -> Text {
        if let Some(plain) = entry.plain {
            return Cow::Borrowed(plain);
        }
        let language = match self.0.english {
            Some(english) if entry.foreign => english,
            _ => self.0,
        };
        let mut out = String::with_capacity(160);
        Saying { language, args, html }.pattern(&mut out, entry.pattern, 0);
        Cow::Owned(out)
    }
}

/// A message under way: each value is written where it stands, so that a sentence takes one allocation. Fluent's own
/// way makes a list of values, a string of each and a lock for its memory.
struct Saying<'a> {
    language: &'a Language,
    args: &'a [(&'static str, Arg<'a>)],
    html: bool,
}

impl Saying<'_> {
    fn pattern(&self, out: &mut String, pattern: &Pattern, depth: u8) {
        // Files from outside are checked, and used all the same: two of their messages may refer to each other.
        if depth > DEEPEST {
            return;
        }
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => out.push_str(value),
                PatternElement::Placeable { expression } => self.expression(out, expression, depth),
            }
        }
    }

    fn expression(&self, out: &mut String, expression: &Expression<&'static str>, depth: u8) {
        match expression {
            Expression::Select { selector, variants } => {
                if let Some(variant) = self.chosen(selector, variants) {
                    self.pattern(out, &variant.value, depth + 1);
                }
            }
            Expression::Inline(InlineExpression::VariableReference { id }) => self.value(out, id.name),
            Expression::Inline(InlineExpression::MessageReference { id, attribute: None }) => {
                if let Some(pattern) = find(self.language.bundle, id.name) {
                    self.pattern(out, pattern, depth + 1);
                }
            }
            Expression::Inline(InlineExpression::Placeable { expression }) => {
                self.expression(out, expression, depth + 1);
            }
            Expression::Inline(
                InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value },
            ) => out.push_str(value),
            // Terms and functions are not for the catalogue.
            Expression::Inline(_) => {}
        }
    }

    fn arg(&self, name: &str) -> Option<Arg<'_>> {
        self.args.iter().find(|(own, _)| *own == name).map(|(_, arg)| *arg)
    }

    fn value(&self, out: &mut String, name: &str) {
        let arg = self.arg(name);
        debug_assert!(arg.is_some(), "${name} in {out}");
        if let Some(arg) = arg {
            Writer { out, html: self.html }.write(self.language, arg);
        }
    }

    /// The variant of a word, of a plural form (`$answers_form`) or of an exact number (`$answers_exact`), as
    /// `catalogue::plural` left them.
    fn chosen<'v>(
        &self,
        selector: &InlineExpression<&'static str>,
        variants: &'v [Variant<&'static str>],
    ) -> Option<&'v Variant<&'static str>> {
        let InlineExpression::VariableReference { id } = selector else { return None };
        let number = |name| match self.arg(name) {
            Some(Arg::Count(Count(number))) => Some(format!("n{number}")),
            _ => None,
        };
        let word = match self.arg(id.name) {
            Some(Arg::Word(word)) => Cow::Borrowed(word),
            Some(Arg::Form(Count(count))) => Cow::Borrowed(self.language.form(count)),
            _ => Cow::Owned(id.name.strip_suffix("_exact").and_then(number).unwrap_or_default()),
        };
        let is_it = |variant: &&Variant<&'static str>| match variant.key {
            VariantKey::Identifier { name } => name == word,
            VariantKey::NumberLiteral { .. } => false,
        };
        variants.iter().find(is_it).or_else(|| variants.iter().find(|variant| variant.default))
    }
}
