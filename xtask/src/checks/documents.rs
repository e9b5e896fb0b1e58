//! Documents stay true: paths they name exist, no machine's own paths or package hosts stand
//! anywhere, and pages use the domain's word for the person they are about.

use super::Tree;

/// Endings by which a word in a code span is taken for a file of this project.
const ENDINGS: &[&str] = &[".rs", ".md", ".toml", ".sql", ".html", ".mjs", ".ftl", ".css"];

/// Made by a build or a run, so a document may name them although git does not know them.
const MADE: &[&str] =
    &["target", "docs/proofs.md", "e2e/screenshots", "e2e/gallery-pictures", "e2e/node_modules"];

/// Paths named in a Markdown document that do not exist.
pub fn dead_paths(tree: &Tree) -> Vec<String> {
    // What others wrote about their own files, next to those files, is theirs.
    let is_ours = |path: &str| path.ends_with(".md") && !path.starts_with("web/static/");
    let documents = tree.sources.iter().filter(|source| is_ours(&source.path));
    let mut findings = Vec::new();
    for document in documents {
        for named in named_paths(&document.text, tree) {
            if !exists(named, tree) {
                findings.push(format!("{} names {named}", document.path));
            }
        }
    }
    findings
}

fn named_paths<'a>(text: &'a str, tree: &Tree) -> Vec<&'a str> {
    let mut named = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            // Every second piece between backticks is a code span.
            named.extend(line.split('`').skip(1).step_by(2));
            named.extend(line.split("](").skip(1).filter_map(|rest| rest.split(')').next()));
        }
    }
    named.retain(|word| is_path(word, tree));
    named
}

/// Whether a word is meant as a file or folder of this project.
fn is_path(word: &str, tree: &Tree) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-/".contains(letter);
    if word.is_empty() || !word.chars().all(plain) || word.starts_with('/') || word.starts_with("..") {
        return false;
    }
    if ENDINGS.iter().any(|ending| word.ends_with(ending) && word.len() > ending.len()) {
        return true;
    }
    let Some((first, _)) = word.split_once('/') else { return false };
    tree.paths.iter().any(|path| path.split_once('/').is_some_and(|(top, _)| top == first))
}

/// A path exists as it stands, or as the end of one (`pages/home.rs` for `web/src/pages/home.rs`).
fn exists(word: &str, tree: &Tree) -> bool {
    let word = word.trim_end_matches('/').trim_start_matches("./");
    if MADE.iter().any(|made| word == *made || word.starts_with(&format!("{made}/"))) {
        return true;
    }
    tree.paths.iter().any(|path| {
        let path = format!("/{path}/");
        path.contains(&format!("/{word}/"))
    })
}

/// The document that names a test or proof for each gate of trust.
const GATES: &str = "docs/trust-gates.md";

/// Tests (code spans like names of functions) and proofs that the document of the gates names and nobody has.
pub fn gates(tree: &Tree) -> Vec<String> {
    let text =
        |path: &str| tree.sources.iter().find(|source| source.path == path).map(|source| &*source.text);
    let (document, proofs) =
        (text(GATES).unwrap_or_default(), text("xtask/src/prove.rs").unwrap_or_default());
    let is_proof = |name: &str| proofs.contains(&format!("name: \"{name}\""));
    let is_test = |name: &str| tree.rust().any(|source| source.text.contains(&format!("fn {name}(")));
    let mut findings = Vec::new();
    for span in document.split('`').skip(1).step_by(2) {
        let missing = match span.strip_prefix("cargo xtask prove ") {
            Some(proof) => !is_proof(proof),
            None => is_function(span) && !is_test(span),
        };
        if missing {
            findings.push(format!("{GATES} names {span}"));
        }
    }
    findings
}

/// A name of several words and nothing else.
fn is_function(span: &str) -> bool {
    let letters =
        span.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    letters && span.matches('_').count() > 2
}

/// Paths of one machine and addresses of package hosts.
pub fn machine_paths(tree: &Tree) -> Vec<String> {
    // Written apart, so that this file does not find itself.
    let marks = [
        concat!("/wo", "rk/"),
        concat!("/fa", "rm/"),
        concat!("/ro", "ot/"),
        concat!("registry.npm", "js.org"),
        concat!("files.python", "hosted.org"),
        concat!("static.crates", ".io"),
        concat!("deb.deb", "ian.org"),
    ];
    let mut findings = Vec::new();
    for source in &tree.sources {
        for (number, line) in source.text.lines().enumerate() {
            if let Some(mark) = marks.iter().find(|mark| line.contains(**mark)) {
                findings.push(format!("{}:{} {mark}", source.path, number + 1));
            }
        }
    }
    findings
}

/// Pages and texts that call the consumer something else.
pub fn wrong_words(tree: &Tree) -> Vec<String> {
    let is_page = |path: &str| path.starts_with("web/templates/") || path.starts_with("web/i18n/en");
    let mut findings = Vec::new();
    for source in tree.sources.iter().filter(|source| is_page(&source.path)) {
        for (number, line) in source.text.lines().enumerate() {
            let lower = line.to_lowercase();
            let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
            if words.any(|word| word == "client" || word == "clients") {
                findings.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_names_a_file_that_is_gone_is_found() {
        let text = "See `portal/src/gone.rs`, [the rules](docs/gone.md), `docs/a.md` and `and/or`.";
        assert_eq!(dead_paths(&Tree::planted("docs/a.md", text)).len(), 2);
    }

    #[test]
    fn a_path_may_be_shortened_from_the_left() {
        let mut tree =
            Tree::planted("docs/a.md", "See `pages/home.rs`, `web/src/pages/`, `target/debug/assent`.");
        tree.paths.push("web/src/pages/home.rs".to_owned());
        assert!(dead_paths(&tree).is_empty());
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let text = concat!("built in /ro", "ot/project");
        assert_eq!(machine_paths(&Tree::planted("docs/a.md", text)).len(), 1);
    }

    #[test]
    fn the_wrong_word_on_a_page_is_found() {
        assert_eq!(wrong_words(&Tree::planted("web/templates/a.html", "<p>Your clients</p>")).len(), 1);
        assert_eq!(wrong_words(&Tree::planted("web/src/a.rs", "clients")).len(), 0);
    }
}
