//! Fills a form of a page that is ready to go out with what was kept: text fields, boxes, lists and long texts by their names.
//! What the page itself put in (hidden fields, files, passwords) stays the fresh page's own. The page is read by the
//! tokenizer of the HTML standard; whatever is not filled goes out byte for byte.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use std::collections::BTreeMap;

/// What is filled in.
pub(super) struct Filling<'a> {
    /// Where the form is sent to.
    pub(super) action: &'a str,
    /// Where it is sent to from now on.
    pub(super) new_action: &'a str,
    /// The page's own path: where a form without an address goes.
    pub(super) page: &'a str,
    /// Names and values, in order.
    pub(super) fields: &'a [(String, String)],
    /// Whether a box of this name would have been kept, had it been ticked.
    pub(super) is_kept: &'a dyn Fn(&str) -> bool,
}

/// A page that was filled.
pub(super) struct Filled {
    /// The page.
    pub(super) html: String,
    /// Where in it the page's own content begins.
    pub(super) content_at: Option<usize>,
    /// What was typed and has no place on it.
    pub(super) no_place: Vec<String>,
}

/// A page on its way through.
struct Pass<'a> {
    html: &'a str,
    filling: &'a Filling<'a>,
    /// By field, whether it found its place.
    placed: Vec<bool>,
    out: String,
    /// How far the page has been copied.
    copied: usize,
    in_main: bool,
    in_form: bool,
    /// The list that is being read, and what is chosen in it.
    chosen: Option<(String, String)>,
    /// In a long text that was written anew: what the page had there is left out.
    in_text: bool,
    content_at: Option<usize>,
}

/// Fills the forms of a page that go where the kept one went.
pub(super) fn fill(html: &str, filling: &Filling<'_>) -> Filled {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut pass = Pass {
        html,
        filling,
        placed: vec![false; filling.fields.len()],
        out: String::with_capacity(html.len() + 4096),
        copied: 0,
        in_main: false,
        in_form: false,
        chosen: None,
        in_text: false,
        content_at: None,
    };
    for token in Tokenizer::new_with_emitter(html, emitter) {
        // Reading from memory does not fail.
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => pass.begin(&Tag::of(&tag)),
            Token::EndTag(tag) => pass.end(&text(&tag.name.0), tag.span.start),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    pass.copy_to(html.len());
    let fields = filling.fields.iter().zip(&pass.placed);
    let no_place = fields.filter(|((_, value), placed)| !**placed && !value.trim().is_empty());
    Filled {
        no_place: no_place.map(|((_, value), _)| value.clone()).collect(),
        content_at: pass.content_at,
        html: pass.out,
    }
}

/// A tag with its attributes as text.
struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
    start: usize,
    end: usize,
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Tag {
    fn of(tag: &StartTag<usize>) -> Self {
        let attributes = tag.attributes.iter().map(|(name, value)| (text(&name.0), text(&value.value.0)));
        Self {
            name: text(&tag.name.0),
            attributes: attributes.collect(),
            start: tag.span.start,
            end: tag.span.end,
        }
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// With another value of an attribute, or without it.
    fn with(&self, name: &str, value: Option<&str>) -> String {
        let mut attributes = self.attributes.clone();
        attributes.remove(name);
        attributes.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        let mut tag = format!("<{}", self.name);
        for (name, value) in &attributes {
            tag += &format!(" {name}=\"{}\"", escaped(value));
        }
        tag + ">"
    }
}

/// Text that stands for itself, in an attribute and between tags.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&#38;"),
            '<' => out.push_str("&#60;"),
            '>' => out.push_str("&#62;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

impl Pass<'_> {
    fn copy_to(&mut self, at: usize) {
        if at > self.copied {
            self.out.push_str(self.html.get(self.copied..at).unwrap_or_default());
            self.copied = at;
        }
    }

    /// Puts something in the place of a tag.
    fn put(&mut self, tag: &Tag, instead: &str) {
        self.copy_to(tag.start);
        self.out.push_str(instead);
        self.copied = tag.end;
    }

    fn begin(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "main" => self.in_main = true,
            "div" if self.in_main && self.content_at.is_none() => {
                self.copy_to(tag.end);
                self.content_at = Some(self.out.len());
            }
            "form" => self.begin_form(tag),
            "input" if self.in_form => self.input(tag),
            "select" if self.in_form => {
                let name = tag.attribute("name");
                self.chosen = self.next_of(name).map(|value| (name.to_owned(), value));
            }
            "option" => self.option(tag),
            "textarea" if self.in_form => {
                if let Some(value) = self.take(tag.attribute("name")) {
                    self.copy_to(tag.end);
                    // A browser leaves the first line break out.
                    self.out.push('\n');
                    self.out.push_str(&escaped(&value));
                    self.in_text = true;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, at: usize) {
        match name {
            "form" => self.in_form = false,
            "select" => self.chosen = None,
            "textarea" if self.in_text => {
                self.copied = at;
                self.in_text = false;
            }
            _ => {}
        }
    }

    fn begin_form(&mut self, tag: &Tag) {
        let action = match tag.attribute("action") {
            "" => self.filling.page,
            action => action,
        };
        self.in_form = action == self.filling.action && tag.attribute("method").eq_ignore_ascii_case("post");
        if self.in_form {
            self.put(tag, &tag.with("action", Some(self.filling.new_action)));
        }
    }

    fn input(&mut self, tag: &Tag) {
        let name = tag.attribute("name");
        match tag.attribute("type") {
            "hidden" | "submit" | "button" | "image" | "reset" | "file" | "password" => {}
            "checkbox" if (self.filling.is_kept)(name) => {
                let ticked = self.take_value(name, tag.attribute("value"));
                self.put(tag, &tag.with("checked", ticked.then_some("")));
            }
            "checkbox" => {}
            "radio" => {
                let known = self.filling.fields.iter().any(|(field, _)| field == name);
                if known {
                    let chosen = self.take_value(name, tag.attribute("value"));
                    self.put(tag, &tag.with("checked", chosen.then_some("")));
                }
            }
            _ => {
                if let Some(value) = self.take(name) {
                    self.put(tag, &tag.with("value", Some(&value)));
                }
            }
        }
    }

    fn option(&mut self, tag: &Tag) {
        let Some((name, chosen)) = self.chosen.clone() else { return };
        let is_it = tag.attribute("value") == chosen;
        if is_it {
            self.take_value(&name, &chosen);
        }
        self.put(tag, &tag.with("selected", is_it.then_some("")));
    }

    /// The next value of a name that has no place yet; whether a list offers it shows later.
    fn next_of(&self, name: &str) -> Option<String> {
        let fields = self.filling.fields.iter().enumerate();
        let mut open = fields.filter(|(at, (field, _))| field == name && !self.placed[*at]);
        open.next().map(|(_, (_, value))| value.clone())
    }

    /// The same, which has its place now.
    fn take(&mut self, name: &str) -> Option<String> {
        let value = self.next_of(name)?;
        self.take_value(name, &value);
        Some(value)
    }

    /// Whether this value was given under this name.
    fn take_value(&mut self, name: &str, value: &str) -> bool {
        let fields = self.filling.fields.iter().zip(&mut self.placed);
        let mut open = fields.filter(|((field, own), placed)| field == name && own == value && !**placed);
        let found = open.next();
        found.map(|(_, placed)| *placed = true).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!DOCTYPE html><main><div class=x><form method=\"post\" action=\"/language\"><input name=\"a\"></form>\
        <form class=\"f\" method=\"post\" action=\"/form\"><input type=\"hidden\" name=\"version\" value=\"7\">\
        <input name=\"a\" value=\"old &amp; &lt;\"><input type=\"password\" name=\"p\"><input type=\"file\" name=\"f\">\
        <input type=\"radio\" name=\"r\" value=\"1\" checked><input type=\"radio\" name=\"r\" value=\"2\">\
        <input type=\"radio\" name=\"other\" value=\"1\" checked>\
        <input type=\"checkbox\" name=\"c\" value=\"1\" checked><input type=\"checkbox\" name=\"c\" value=\"2\">\
        <input type=\"checkbox\" name=\"agree\" value=\"yes\"><select name=\"s\"><option value=\"\">-</option>\
        <option value=\"x\" selected>X</option><option value=\"y\">Y</option></select>\
        <textarea name=\"t\">old <b>text</textarea><button name=\"then\" value=\"go\">Go</button></form>\
        <form method=\"post\"><input name=\"a\" value=\"own\"></form></div></main><p>\u{e9} &copy; end</p>";

    fn filled(action: &str, fields: &[(&str, &str)]) -> Filled {
        let fields: Vec<_> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let new_action = format!("{action}?kept=k");
        let is_kept = |name: &str| name != "agree";
        let filling =
            Filling { action, new_action: &new_action, page: "/page", fields: &fields, is_kept: &is_kept };
        fill(PAGE, &filling)
    }

    #[test]
    fn every_sort_of_field_is_filled_and_what_is_the_pages_own_stays() {
        let typed = [
            ("a", "\"><script>'&amp;"),
            ("version", "1"),
            ("p", "secret"),
            ("r", "2"),
            ("c", "2"),
            ("agree", "yes"),
            ("s", "y"),
            ("t", "\n</textarea><script>"),
            ("then", "stop"),
        ];
        let html = filled("/form", &typed).html;
        for part in [
            "<form action=\"/form?kept=k\" class=\"f\" method=\"post\">",
            "<input type=\"hidden\" name=\"version\" value=\"7\">",
            "<input name=\"a\" value=\"&#34;&#62;&#60;script&#62;&#39;&#38;amp;\">",
            "<input type=\"password\" name=\"p\"><input type=\"file\" name=\"f\">",
            "<input name=\"r\" type=\"radio\" value=\"1\"><input checked=\"\" name=\"r\" type=\"radio\" value=\"2\">",
            "<input type=\"radio\" name=\"other\" value=\"1\" checked>",
            "<input name=\"c\" type=\"checkbox\" value=\"1\"><input checked=\"\" name=\"c\" type=\"checkbox\" value=\"2\">",
            "<input type=\"checkbox\" name=\"agree\" value=\"yes\">",
            "<option value=\"x\">X</option><option selected=\"\" value=\"y\">Y</option>",
            "<textarea name=\"t\">\n\n&#60;/textarea&#62;&#60;script&#62;</textarea><button name=\"then\" value=\"go\">",
            "<input name=\"a\" value=\"own\"></form>",
            "<p>\u{e9} &copy; end</p>",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
    }

    #[test]
    fn a_page_without_the_form_goes_out_byte_for_byte_and_says_what_has_no_place() {
        let Filled { html, no_place, content_at } =
            filled("/gone", &[("a", "typed"), ("b", " "), ("c", "2")]);
        assert_eq!(html, PAGE);
        assert_eq!(no_place, ["typed", "2"]);
        let content = "<!DOCTYPE html><main><div class=x>";
        assert_eq!(content_at, Some(content.len()));
        let own = filled("/page", &[("a", "x")]);
        assert!(
            own.html.contains("<form action=\"/page?kept=k\" method=\"post\"><input name=\"a\" value=\"x\">")
        );
    }

    #[test]
    fn a_choice_that_is_not_offered_any_more_and_a_second_value_of_a_field_have_no_place() {
        let typed = [("s", "z"), ("r", "3"), ("a", "first"), ("a", "second"), ("a", "first")];
        let Filled { html, no_place, .. } = filled("/form", &typed);
        assert_eq!(no_place, ["z", "3", "second", "first"]);
        assert!(html.contains("<input name=\"a\" value=\"first\">") && !html.contains(" selected"));
    }

    #[test]
    fn a_page_that_is_broken_off_is_filled_as_far_as_it_goes() {
        for (at, _) in PAGE.char_indices() {
            let fields = [("a".to_owned(), "x".to_owned())];
            let filling = Filling {
                action: "/form",
                new_action: "/form?kept=k",
                page: "/page",
                fields: &fields,
                is_kept: &|_| true,
            };
            let part = &PAGE[..at];
            let out = fill(part, &filling).html;
            assert!(out.len() + 64 >= part.len(), "{part}\n{out}");
        }
    }
}
