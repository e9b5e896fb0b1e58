//! Sentences for people stand in `words/` and nowhere else: a scan of string literals in Rust and of what is left of
//! templates when their code and tags are gone. What only the log, a programmer or a command's own help says may stay
//! English.

use anyhow::Result;

use super::Tree;
use crate::process::project_root;

/// The crates whose sentences stand in `words/`.
const CRATES: &[&str] = &["domain", "portal", "eligibility", "web"];

/// What is said to a log, to whoever writes programs, or to the database.
const NOT_FOR_PEOPLE: &[&str] = &[
    "tracing::",
    "info!",
    "warn!",
    "error!",
    "debug!",
    "trace!",
    "panic!",
    "unreachable!",
    "assert!",
    "assert_eq!",
    "debug_assert!",
    "expect",
    "expect_err",
    "Corrupt",
    "Unavailable",
    "corrupt",
    "statement!",
    "from_static",
    "debug_struct",
    "debug_tuple",
];

/// Words of the language of the database, which no sentence writes in capital letters: also of parts of a statement.
const SQL: &[&str] = &[
    "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "WITH", "PRAGMA", "ALTER", "DROP", "FROM", "WHERE",
    "GROUP", "JOIN", "ORDER", "AND", "COALESCE", "AS",
];

/// Whether a text is a statement of the database, or a part of one.
fn is_sql(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| SQL.contains(&word))
}

/// Whether a text is a list of classes of the style sheet.
fn is_class(text: &str) -> bool {
    text.split_whitespace().all(|class| class.starts_with("usa-") || class.starts_with("assent-"))
}

/// Fields of /.well-known/security.txt (RFC 9116).
const SECURITY_FIELDS: &[&str] = &["Contact:", "Expires:", "Policy:", "Canonical:", "Preferred-Languages:"];

/// Where texts stand that are no sentences of the portal's, and what commands tell operators: in English, like their help.
const APART: &[(&str, &str)] = &[
    ("portal/src/practice/", "made-up people"),
    ("portal/src/plans/practice_catalog", "made-up carriers and plans"),
    ("portal/src/example_households.rs", "made-up people"),
    ("domain/src/plan/levels.rs", "the words of the plan files"),
    ("domain/src/plan/rates.rs", "the words of the plan files"),
    ("domain/src/device.rs", "names of browsers and systems, which no language changes"),
    ("domain/src/short_result.rs", "results in short as earlier versions stored them"),
    ("domain/src/by.rs", "who saved a page, as earlier versions stored it"),
    ("domain/src/enrollment/silent.rs", "faults of the profile, which commands tell"),
    ("domain/src/carrier/transport.rs", "faults of the profile, which commands tell"),
    ("domain/src/enrollment/calendar.rs", "faults of the profile, which commands tell"),
    ("domain/src/identity_provider.rs", "faults of the profile, which commands tell"),
    ("domain/src/profile.rs", "faults of the profile, which commands tell"),
    ("domain/src/renewal.rs", "faults of the profile, which commands tell"),
    ("domain/src/places.rs", "faults of the tables that the profile names, which commands tell"),
    ("eligibility/src/pack/", "faults of rule packs, which commands tell"),
    ("eligibility/src/case.rs", "faults of households, which commands tell"),
    ("eligibility/src/check.rs", "the same"),
    ("eligibility/src/date.rs", "the same"),
    ("eligibility/src/family.rs", "the same"),
    ("eligibility/src/parse.rs", "the same"),
    ("eligibility/src/percent.rs", "the same"),
    ("eligibility/src/reason.rs", "the same"),
    ("eligibility/src/schema.rs", "descriptions in a schema, for programmers"),
    ("eligibility/src/thresholds.rs", "faults of households"),
    ("eligibility/src/twice.rs", "the same"),
    (
        "portal/src/carriers/answers/folder.rs",
        "what keeps a file from being moved, which the server's log tells",
    ),
    (
        "portal/src/carriers/transport/",
        "what another's server says, quoted on a page of staff, and faults of the profile",
    ),
    ("portal/src/plans/cms_files/", "faults of plan files, which commands tell"),
    ("portal/src/audit/", "what the check of the log finds, which commands tell"),
    (
        "web/src/api/scim/",
        "names that RFC 7643 and 7644 give; every sentence of an answer is in words/en/scim.ftl",
    ),
    ("portal/src/sign_in/passkeys/engine.rs", "what a device knows an account by is made of"),
    ("portal/src/sign_in/provider/", "what keeps a server from its identity provider, which commands tell"),
    ("portal/src/carriers/jobs.rs", "what keeps a file from its carrier, which commands tell"),
];

/// Attributes of elements that are read out or shown.
const READ_OUT: &[&str] = &["aria-label", "title", "placeholder", "alt", "content", "label"];

/// Texts for people outside `words/`, each with its place.
pub fn outside_words(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for source in tree.sources.iter().filter(|source| is_ours(&source.path)) {
        let texts =
            if source.path.ends_with(".rs") { literals(&source.text) } else { template(&source.text) };
        for (line, text) in texts {
            found.push(format!("{}:{line}: {text}", source.path));
        }
    }
    found
}

/// `cargo xtask texts`: what has still to move, by file.
pub fn command() -> Result<()> {
    let found = outside_words(&Tree::of(&project_root()?)?);
    found.iter().for_each(|text| println!("{text}"));
    println!("{} texts stand outside words/", found.len());
    Ok(())
}

/// Sources of the crates that speak to people, without tests, examples and what only tests use.
fn is_ours(path: &str) -> bool {
    let (krate, rest) = path.split_once('/').unwrap_or((path, ""));
    let code = rest.starts_with("src/") && path.ends_with(".rs");
    let template = rest.starts_with("templates/") && path.ends_with(".html") && !rest.contains("/patterns/");
    let tests = ["/tests/", "/tests.rs", "/testing.rs", "/testing/"].iter().any(|part| path.contains(part));
    let apart = APART.iter().any(|(prefix, _)| path.starts_with(prefix));
    CRATES.contains(&krate) && (code || template) && !tests && !apart
}

/// Whether somebody would read it: two words side by side, or one that begins with a capital letter.
fn is_for_people(text: &str) -> bool {
    let text = without_places(text);
    let text = text.trim();
    if is_sql(text)
        || is_class(text)
        || SECURITY_FIELDS.contains(&text)
        || text.starts_with("--")
        || text.starts_with('/')
    {
        return false;
    }
    let is_word = |word: &&str| {
        let word = word.trim_matches(|c: char| ",.:;?!()'\"".contains(c));
        !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '-')
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [one] => {
            let one = one.trim_end_matches(['.', ':', '?', '!']);
            one.len() > 2
                && one.starts_with(|c: char| c.is_ascii_uppercase())
                && one.chars().skip(1).all(|c| c.is_ascii_lowercase())
        }
        several => {
            several.windows(2).any(|pair| pair.iter().all(is_word))
                && text.contains(|c: char| c.is_ascii_lowercase())
        }
    }
}

/// A format string without `{...}`.
fn without_places(text: &str) -> String {
    let (mut out, mut depth) = (String::new(), 0_usize);
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The string literals of a source that are for people, with their lines; tests and attributes left out.
fn literals(source: &str) -> Vec<(usize, String)> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut reader = Reader { code, at: 0, calls: Vec::new(), found: Vec::new() };
    while reader.at < code.len() {
        reader.step();
    }
    reader.found
}

struct Reader<'s> {
    code: &'s str,
    at: usize,
    /// What stands before each bracket that is open; of an attribute `#`.
    calls: Vec<&'s str>,
    found: Vec<(usize, String)>,
}

impl<'s> Reader<'s> {
    fn step(&mut self) {
        let rest = &self.code[self.at..];
        let first = rest.chars().next().unwrap_or(' ');
        if rest.starts_with("//") {
            self.at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if first == '"' {
            self.text(1, 0);
        } else if rest.starts_with("r\"") || rest.starts_with("r#") {
            let hashes = rest[1..].bytes().take_while(|b| *b == b'#').count();
            if rest[1 + hashes..].starts_with('"') { self.text(2 + hashes, hashes + 1) } else { self.at += 1 }
        } else if first == '\'' {
            self.at += sign(rest);
        } else {
            match first {
                '(' | '[' | '{' => self.calls.push(called(&self.code[..self.at], first)),
                ')' | ']' | '}' => drop(self.calls.pop()),
                _ => {}
            }
            self.at += first.len_utf8();
        }
    }

    /// A literal: `open` bytes of quotes before it; a raw one has no escapes.
    fn text(&mut self, open: usize, raw: usize) {
        let start = self.at + open;
        let body = &self.code[start..];
        let end = if raw > 0 {
            body.find(&format!("\"{}", "#".repeat(raw - 1))).unwrap_or(body.len())
        } else {
            end_of_text(body)
        };
        let text = &body[..end];
        let hushed = |call: &&str| {
            NOT_FOR_PEOPLE
                .iter()
                .any(|name| *call == *name || (name.ends_with("::") && call.starts_with(name)))
        };
        let is_compared = is_compared(&self.code[..self.at], &body[end..]);
        if !is_compared && !self.calls.iter().any(|call| *call == "#" || hushed(call)) && is_for_people(text)
        {
            let line = self.code[..start].lines().count();
            self.found.push((line, text.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        self.at = start + end + open.max(1);
        self.at = self.at.min(self.code.len());
        while !self.code.is_char_boundary(self.at) {
            self.at += 1;
        }
    }
}

/// Whether a text is not said but looked for: the pattern of an arm, or one side of `==`.
fn is_compared(before: &str, after: &str) -> bool {
    let after = after.trim_start_matches(['"', '#']).trim_start();
    after.starts_with("=>")
        || after.starts_with("| ")
        || ["==", "!="].iter().any(|sign| before.trim_end().ends_with(sign))
}

/// Where a text with escapes ends.
fn end_of_text(body: &str) -> usize {
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    body.len()
}

/// How long a character or a lifetime is.
fn sign(rest: &str) -> usize {
    let mut signs = rest.char_indices().skip(1);
    match (signs.next(), signs.next()) {
        (Some((_, '\\')), Some((at, c))) => {
            let after = at + c.len_utf8();
            rest[after..].find('\'').map_or(rest.len(), |end| after + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// The name before a bracket: `tracing::warn!`, `expect`; `#` for an attribute.
fn called(before: &str, bracket: char) -> &str {
    let before = before.trim_end();
    if bracket == '[' && (before.ends_with('#') || before.ends_with("#!")) {
        return "#";
    }
    if bracket != '(' {
        return "";
    }
    let begin = before.rfind(|c: char| !(c.is_alphanumeric() || "_!:".contains(c))).map_or(0, |at| at + 1);
    let name = &before[begin..];
    if name.starts_with("tracing::") { name } else { name.rsplit("::").next().unwrap_or(name) }
}

/// What a template says by itself, with its lines.
fn template(text: &str) -> Vec<(usize, String)> {
    let text = blank(text, &[("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<!--", "-->")]);
    let mut found = Vec::new();
    let words = |piece: &str| piece.split(|c: char| !c.is_alphabetic()).any(|word| word.len() > 1);
    let (mut rest, mut line) = (text.as_str(), 1);
    while !rest.is_empty() {
        let open = rest.find('<').unwrap_or(rest.len());
        let (said, after) = rest.split_at(open);
        let is_attributes = is_attributes(said);
        if words(said) && !is_attributes && !said.trim().starts_with('&') {
            let blank = said.len() - said.trim_start().len();
            found.push((
                line + said[..blank].matches('\n').count(),
                said.split_whitespace().collect::<Vec<_>>().join(" "),
            ));
        }
        line += said.matches('\n').count();
        let close = after.find('>').map_or(after.len(), |at| at + 1);
        let (tag, after) = after.split_at(close);
        for (name, value) in attributes(tag) {
            if READ_OUT.contains(&name) && is_for_people(value) {
                found.push((line, value.to_owned()));
            }
        }
        line += tag.matches('\n').count();
        rest = after;
    }
    found
}

/// Whether a piece is the attributes of a tag that another template writes: ` aria-invalid="true"`.
fn is_attributes(piece: &str) -> bool {
    let is_one = |word: &str| word.contains("=\"") || word == "\"";
    !piece.trim().is_empty() && piece.split_whitespace().all(is_one)
}

/// Names and values of a tag.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    tag.split("=\"").zip(tag.split("=\"").skip(1)).map(|(before, after)| {
        let name = before.rsplit(|c: char| c.is_whitespace() || c == '"').next().unwrap_or_default();
        (name, after.split('"').next().unwrap_or_default())
    })
}

/// The text with everything between these marks blank, lines kept.
fn blank(text: &str, marks: &[(&str, &str)]) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(first) = rest.chars().next() {
        match marks.iter().find(|(open, _)| rest.starts_with(open)) {
            Some((_, close)) => {
                let end = rest.find(close).map_or(rest.len(), |at| at + close.len());
                out.extend(rest[..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
                rest = &rest[end..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        outside_words(&Tree::planted(path, text))
    }

    #[test]
    fn a_sentence_in_code_is_found_and_what_only_programs_read_is_not() {
        for (planted, is_text) in [
            ("let a = \"Enter the amount.\";", true),
            ("let a = \"County\";", true),
            ("format!(\"{who} did {what} here\")", true),
            ("let a = r#\"Say \"who\" it is\"#;", true),
            ("let c = '\"'; let a = \"Choose a county\";", true),
            ("fn a<'s>(b: &'s str) { say(\"Choose a county\") }", true),
            ("let a = \"county\"; let b = \"p1_income\"; let c = \"/assister/authorize\";", false),
            ("match a { b => \"Husband or wife\", _ => c }", true),
            ("match a { \"64 and over\" => 50, _ => 0 }", false),
            ("match a { \"Expanded Bronze\" | \"Dental High\" => 1, _ => 0 }", false),
            ("// \"Enter the amount.\"\n", false),
            ("#[serde(rename = \"Enter the amount\")] struct A;", false),
            ("tracing::warn!(code, \"the database is away\");", false),
            ("a.expect(\"a number is there\");", false),
            ("Error::Corrupt(\"an association without a day\".into())", false),
            ("statement(\"SELECT name FROM consumers\")", false),
            ("concat!(\"p.state, e.name FROM \", \"ORDER BY \", \"name or other\")", true),
            ("let page = \"stage, percent FROM book WHERE key = $1\";", false),
            ("let class = \"usa-button usa-button--outline\";", false),
            ("lines.push(format!(\"Contact: {way}\"));", false),
            ("if text == \"Nothing found\" {}", false),
            ("match text { \"not decided yet\" => 1 }", false),
            ("match text { \"x\" => \"Not decided yet\" }", true),
            ("#[cfg(test)]\nmod tests { const A: &str = \"Enter the amount.\"; }", false),
        ] {
            assert_eq!(!found("web/src/a.rs", planted).is_empty(), is_text, "{planted}");
        }
        assert_eq!(
            found("web/src/a.rs", "\n\nlet a = \"Enter the amount.\";"),
            ["web/src/a.rs:3: Enter the amount."]
        );
        assert!(found("x12/src/a.rs", "let a = \"Enter the amount.\";").is_empty());
        assert!(found("web/tests/a.rs", "let a = \"Enter the amount.\";").is_empty());
    }

    #[test]
    fn a_sentence_in_a_template_is_found_and_code_and_tags_are_not() {
        for (planted, is_text) in [
            ("<p>Your plans</p>", true),
            ("<p>{{ words.home() }} Plans</p>", true),
            ("<a aria-label=\"Your plans\" href=\"x\">{{ a }}</a>", true),
            ("{# Your plans #}<p class=\"usa-prose\">{{ words.home() }}</p>", false),
            ("<p>{% if a %}{{ b }}{% endif %} &middot; 5</p>", false),
            ("{% if a %} aria-describedby=\"{{ id }}\" aria-invalid=\"true\"{% endif %}", false),
        ] {
            assert_eq!(!found("web/templates/a.html", planted).is_empty(), is_text, "{planted}");
        }
    }
}
