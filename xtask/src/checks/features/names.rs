//! What a Rust file names of its own crate: every path in `use` and in code, from the crate's root, with
//! comments and text literals left out. Not a compiler: a name that comes in by `*` is not followed.

use std::collections::{BTreeMap, BTreeSet};

/// A path from the crate's root: `["pages", "book", "routes"]`.
pub type Named = Vec<String>;

/// What one file names.
#[derive(Default)]
pub struct Names {
    /// Used here.
    pub used: BTreeSet<Named>,
    /// Handed on by `pub use`: the name others see, and what it stands for.
    pub handed_on: BTreeMap<String, Named>,
}

/// Reads the file whose module is `module`.
pub fn names(text: &str, module: &[String]) -> Names {
    let mut reader = Reader {
        tokens: tokens(text),
        place: 0,
        module: module.to_vec(),
        inline: Vec::new(),
        depth: 0,
        known: BTreeMap::new(),
        names: Names::default(),
    };
    // What a file declares and imports may stand below its use, so it is read twice.
    reader.read();
    reader.read();
    reader.names
}

/// Words, `::`, and single signs.
fn tokens(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let (mut tokens, mut at) = (Vec::new(), 0);
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    while let Some(&letter) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        match letter {
            '/' if next == Some('/') => at = after(&letters, at, "\n"),
            '/' if next == Some('*') => at = after(&letters, at + 2, "*/"),
            '"' => at = after_text(&letters, at + 1),
            '\'' if next == Some('\\') => at = after(&letters, at + 3, "'"),
            '\'' if letters.get(at + 2) == Some(&'\'') => at += 3,
            'r' | 'b' | 'c' if raw_end(&letters, at).is_some() => {
                at = raw_end(&letters, at).unwrap_or(letters.len());
            }
            ':' if next == Some(':') => {
                tokens.push("::".to_owned());
                at += 2;
            }
            letter if is_word(letter) => {
                let word: String = letters[at..].iter().copied().take_while(|one| is_word(*one)).collect();
                at += word.chars().count();
                tokens.push(word);
            }
            letter if letter.is_whitespace() => at += 1,
            sign => {
                tokens.push(sign.to_string());
                at += 1;
            }
        }
    }
    tokens
}

/// The place after the next `end`.
fn after(letters: &[char], from: usize, end: &str) -> usize {
    let end: Vec<char> = end.chars().collect();
    let rest = letters.get(from..).unwrap_or_default();
    let found = rest.windows(end.len()).position(|window| window == end);
    found.map_or(letters.len(), |place| from + place + end.len())
}

fn after_text(letters: &[char], mut at: usize) -> usize {
    while let Some(letter) = letters.get(at) {
        match letter {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    letters.len()
}

/// The place after a literal such as `r#"..."#` that begins here.
fn raw_end(letters: &[char], at: usize) -> Option<usize> {
    if at > 0 && (letters[at - 1].is_alphanumeric() || letters[at - 1] == '_') {
        return None;
    }
    let start = letters.get(at..)?;
    let prefix = start.iter().take_while(|letter| matches!(letter, 'r' | 'b' | 'c')).count();
    let is_raw = start[..prefix].contains(&'r');
    let fences = start[prefix..].iter().take_while(|letter| **letter == '#').count();
    if !is_raw || start.get(prefix + fences) != Some(&'"') {
        return None;
    }
    let end = format!("\"{}", "#".repeat(fences));
    Some(after(letters, at + prefix + fences + 1, &end))
}

struct Reader {
    tokens: Vec<String>,
    place: usize,
    module: Named,
    /// Modules written inside the file, with the depth of braces at which each ends.
    inline: Vec<(String, usize)>,
    depth: usize,
    /// What a first word stands for: a module declared here, or something imported.
    known: BTreeMap<String, Named>,
    names: Names,
}

impl Reader {
    fn token(&self, ahead: usize) -> &str {
        self.tokens.get(self.place + ahead).map_or("", String::as_str)
    }

    fn read(&mut self) {
        (self.place, self.depth) = (0, 0);
        self.inline.clear();
        while self.place < self.tokens.len() {
            match self.token(0) {
                "{" => self.depth += 1,
                "}" => {
                    self.depth = self.depth.saturating_sub(1);
                    let depth = self.depth;
                    self.inline.retain(|(_, outside)| *outside < depth);
                }
                "mod" if matches!(self.token(2), ";" | "{") => self.declare(),
                "use" => {
                    let public = self.is_public();
                    self.place += 1;
                    self.import(&Vec::new(), public);
                    continue;
                }
                word if is_name(word) && self.token(1) == "::" => {
                    let path = self.path();
                    if let Some(named) = self.resolve(&path) {
                        self.names.used.insert(named);
                    }
                    continue;
                }
                _ => {}
            }
            self.place += 1;
        }
    }

    /// `mod a;` and `mod a {`.
    fn declare(&mut self) {
        let name = self.token(1).to_owned();
        let mut whole = self.here();
        whole.push(name.clone());
        self.known.insert(name.clone(), whole);
        if self.token(2) == "{" {
            self.inline.push((name, self.depth));
        }
        self.place += 1;
    }

    /// Whether `pub` or `pub(...)` stands before this word.
    fn is_public(&self) -> bool {
        let before = &self.tokens[..self.place];
        let before = match before.last().map(String::as_str) {
            Some(")") => before.iter().rposition(|token| token == "(").map_or(before, |open| &before[..open]),
            _ => before,
        };
        before.last().is_some_and(|token| token == "pub")
    }

    /// The module at this place.
    fn here(&self) -> Named {
        self.module.iter().cloned().chain(self.inline.iter().map(|(name, _)| name.clone())).collect()
    }

    /// `a::b::c` up to what does not go on.
    fn path(&mut self) -> Named {
        let mut path = vec![self.token(0).to_owned()];
        self.place += 1;
        while self.token(0) == "::" && is_name(self.token(1)) {
            path.push(self.token(1).to_owned());
            self.place += 2;
        }
        path
    }

    /// A tree of `use`, from here to its `;`, `,` or `}`.
    fn import(&mut self, before: &Named, public: bool) {
        let mut path = before.clone();
        if self.token(0) == "::" {
            self.place += 1;
        }
        if is_name(self.token(0)) {
            path.extend(self.path());
            if self.token(0) == "::" {
                self.place += 1;
            }
        }
        if self.token(0) == "{" {
            self.place += 1;
            while !matches!(self.token(0), "}" | "") {
                let begin = self.place;
                self.import(&path, public);
                if self.token(0) == "," || self.place == begin {
                    self.place += 1;
                }
            }
            self.place += 1;
            return;
        }
        let of_itself = path.len() > 1 && path.last().is_some_and(|last| last == "self");
        if of_itself {
            path.pop();
        }
        let mut seen = path.last().cloned().unwrap_or_default();
        if self.token(0) == "*" {
            seen = "*".to_owned();
            self.place += 1;
        }
        if self.token(0) == "as" {
            seen = self.token(1).to_owned();
            self.place += 2;
        }
        let Some(named) = self.resolve(&path) else { return };
        if public {
            self.names.handed_on.insert(seen.clone(), named.clone());
        } else {
            self.names.used.insert(named.clone());
        }
        self.known.entry(seen).or_insert(named);
    }

    /// The path from the root; none for what belongs to another crate.
    fn resolve(&self, path: &Named) -> Option<Named> {
        let (first, rest) = path.split_first()?;
        let mut whole = match first.as_str() {
            "crate" => Vec::new(),
            "self" => self.here(),
            "super" => {
                let mut above = self.here();
                above.pop();
                above
            }
            name => self.known.get(name)?.clone(),
        };
        for part in rest {
            if part == "super" {
                whole.pop();
            } else {
                whole.push(part.clone());
            }
        }
        Some(whole)
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(text: &str) -> Vec<String> {
        let module = ["pages".to_owned(), "book".to_owned()];
        names(text, &module).used.iter().map(|named| named.join("::")).collect()
    }

    #[test]
    fn a_tree_of_imports_is_read_with_all_its_branches() {
        let text = "use crate::{App, form::{self, Posted}, layout as frame};\nuse super::home::who;";
        assert_eq!(used(text), ["App", "form", "form::Posted", "layout", "pages::home::who"]);
    }

    #[test]
    fn a_path_in_code_is_read_and_followed_through_the_import_of_its_first_word() {
        let text = "fn a() { form::new(crate::assets::url(1)); std::mem::take(b) }\nuse crate::form;\nmod list;\nfn c() { list::d() }";
        assert_eq!(used(text), ["assets::url", "form", "form::new", "pages::book::list::d"]);
    }

    #[test]
    fn what_stands_in_comments_and_texts_is_no_import() {
        let text = "// crate::a::b\n/* crate::a */ const A: &str = \"crate::b::c \\\" crate::d\";\nconst B: char = '\"';\nconst C: &str = r#\"\" crate::e::f\"#;\nfn a<'a>(b: &'a str) { crate::g::h() }";
        assert_eq!(used(text), ["g::h"]);
    }

    #[test]
    fn above_is_counted_from_the_module_inside_the_file() {
        let text = "mod tests { use super::*; use super::super::home::who; }\nuse super::home::done;";
        assert_eq!(used(text), ["pages::book", "pages::home::done", "pages::home::who"]);
    }

    #[test]
    fn what_is_handed_on_is_told_apart() {
        let text = "pub(crate) use list::{Row, Way as Stand};\npub use crate::frame::app;\nuse crate::form;\nmod list;";
        let handed_on = names(text, &[]).handed_on;
        let seen: Vec<String> =
            handed_on.iter().map(|(seen, named)| format!("{seen}={}", named.join("::"))).collect();
        assert_eq!(seen, ["Row=list::Row", "Stand=list::Way", "app=frame::app"]);
    }
}
