//! All SQL lives in `portal/src/store/`: no statement text, no `sqlx` name and no database
//! dependency anywhere else. Tests may look into the database; this chore may name SQL.

use super::{Source, Tree};

const STORE: &str = "portal/src/store/";
const MAY_LOOK: &[&str] = &[STORE, "assent/tests/", "portal/tests/", "web/tests/", "xtask/"];
/// The one place outside that may name the driver's error type, to turn it into ours.
const ERROR: &str = "portal/src/error.rs";
const DATABASE_CRATES: &[&str] =
    &["sqlx", "sqlx-core", "rusqlite", "libsqlite3-sys", "postgres", "tokio-postgres", "diesel", "sea-orm"];

/// How a statement begins, and what follows it before the string ends.
const STATEMENTS: &[(&str, &str)] = &[
    ("SELECT ", " FROM "),
    ("INSERT INTO ", ""),
    ("DELETE FROM ", ""),
    ("UPDATE ", " SET "),
    ("CREATE TABLE ", ""),
    ("CREATE INDEX ", ""),
    ("CREATE UNIQUE INDEX ", ""),
    ("ALTER TABLE ", ""),
    ("DROP TABLE ", ""),
    ("PRAGMA ", ""),
    ("BEGIN IMMEDIATE", ""),
];

/// Rust files outside the store that hold a statement or name sqlx.
pub fn stray_statements(tree: &Tree) -> Vec<String> {
    tree.rust()
        .filter(|source| !MAY_LOOK.iter().any(|place| source.path.starts_with(place)))
        .filter_map(|source| Some(format!("{}: {}", source.path, first_statement(source)?)))
        .collect()
}

/// Manifests other than portal's that depend on a database crate.
pub fn stray_dependencies(tree: &Tree) -> Vec<String> {
    let manifests = tree
        .sources
        .iter()
        .filter(|source| source.path.ends_with("/Cargo.toml") && source.path != "portal/Cargo.toml");
    let mut findings = Vec::new();
    for manifest in manifests {
        for line in manifest.text.lines() {
            // Anywhere in the line: `[dependencies.NAME]` and `other = { package = "NAME" }` name one too.
            let mut words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
            if let Some(name) = words.find(|word| DATABASE_CRATES.contains(word)) {
                findings.push(format!("{}: {name}", manifest.path));
            }
        }
    }
    findings
}

fn first_statement(source: &Source) -> Option<String> {
    let mut code = without_comments(&source.text);
    if source.path == ERROR {
        code = code.replace("sqlx::Error", "");
    }
    if code.contains("sqlx::") || code.contains("use sqlx") {
        return Some("names sqlx".to_owned());
    }
    for (start, rest) in STATEMENTS {
        for (place, _) in code.match_indices(start) {
            let text = literal_from(&code, place);
            if text.contains(rest) {
                return Some(text.chars().take(60).collect());
            }
        }
    }
    None
}

/// One line of code with single spaces and no comments, so that a statement over several lines reads as one.
fn without_comments(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    words.join(" ")
}

/// The text from `place` to the end of its string literal.
fn literal_from(code: &str, place: usize) -> &str {
    let rest = &code[place..];
    rest.split('"').next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        stray_statements(&Tree::planted(path, text)).len()
    }

    #[test]
    fn a_statement_over_two_lines_in_a_page_is_found() {
        let text = "//! A.\nconst A: &str = \"SELECT name\n    FROM consumers\";\n";
        assert_eq!(findings("web/src/pages/a.rs", text), 1);
        assert_eq!(findings("portal/src/book.rs", text), 1);
        assert_eq!(findings("portal/src/store/book.rs", text), 0);
    }

    #[test]
    fn every_kind_of_statement_is_found() {
        for (start, rest) in STATEMENTS {
            let text = format!("//! A.\nconst A: &str = \"{start}a{rest}b\";\n");
            assert_eq!(findings("assent/src/a.rs", &text), 1, "{start}");
        }
    }

    #[test]
    fn naming_sqlx_is_found_and_prose_is_not() {
        assert_eq!(findings("web/src/a.rs", "//! A.\nuse sqlx::Row;\n"), 1);
        assert_eq!(findings("web/src/a.rs", "//! A.\n/// Sends no SELECT a FROM b.\nfn a() {}\n"), 0);
        assert_eq!(
            findings("web/src/a.rs", "//! A.\nconst A: &str = \"Select a plan from this list\";\n"),
            0
        );
    }

    #[test]
    fn a_database_in_the_wrong_manifest_is_found() {
        let plant = |path, text| stray_dependencies(&Tree::planted(path, text)).len();
        for text in [
            "[dependencies]\nsqlx.workspace = true\n",
            "[dependencies.sqlx]\nversion = \"0.9\"\n",
            "[dependencies]\nrows = { package = \"tokio-postgres\", version = \"1\" }\n",
        ] {
            assert_eq!(plant("web/Cargo.toml", text), 1, "{text}");
            assert_eq!(plant("portal/Cargo.toml", text), 0, "{text}");
        }
    }
}
