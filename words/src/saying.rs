//! Says a message: values are written the way the language does, then Fluent puts them into the sentence.

use crate::{
    Html, Text, Words,
    language::Entry,
    values::{Arg, Count},
    writer::Writer,
};
use fluent_bundle::{FluentArgs, FluentError};
use std::borrow::Cow;

/// Most values of a message; a count and a phone number are two.
const MOST: usize = 16;

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
        // All values lie in one string, so that a sentence takes few allocations.
        let mut room = String::with_capacity(96);
        let mut ends = [0_usize; MOST];
        for ((_, arg), end) in args.iter().zip(&mut ends) {
            Writer { out: &mut room, html }.write(language, *arg);
            *end = room.len();
        }
        let mut given = FluentArgs::with_capacity(args.len() + usize::from(entry.exact));
        let mut from = 0;
        for ((name, arg), end) in args.iter().zip(ends) {
            given.set(*name, room.get(from..end).unwrap_or_default());
            from = end;
            if let (Arg::Count(Count(count)), true) = (arg, entry.exact) {
                given.set(format!("{name}_exact"), format!("n{count}"));
            }
        }
        let mut out = String::with_capacity(160);
        let mut faults: Vec<FluentError> = Vec::new();
        let _ = language.bundle.write_pattern(&mut out, entry.pattern, Some(&given), &mut faults);
        debug_assert!(faults.is_empty(), "{faults:?} in {out}");
        Cow::Owned(out)
    }
}
