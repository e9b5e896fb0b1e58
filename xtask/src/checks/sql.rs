//! All SQL lives in the crate `door` and in the features' `rows.rs`: no statement text elsewhere, no `sqlx` name
//! and no database dependency outside `door`, and nobody but a `rows.rs` makes a statement. Tests may look into
//! the database; the programs that must not compile, and this chore, may name SQL.

use super::{Source, Tree};

/// Where tests and chores look into the database, or try what is refused.
const MAY_LOOK: &[&str] = &[
    "assent/tests/",
    "door/",
    "portal/src/testing.rs",
    "portal/tests/",
    "walls/tests/",
    "web/tests/",
    "xtask/",
];
/// The one crate with a connection.
const DOOR: &str = "door/";
/// How a statement is made and run without `statements!`.
const MAKINGS: &[&str] = &["Statement::new(", ".ask(", "statements! {", "rows! {"];
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

/// Whether this is the file of a feature that holds its statements.
fn is_rows(path: &str) -> bool {
    path.starts_with("portal/src/") && path.ends_with("/rows.rs")
}

/// Rust files that hold a statement, or make one, where none may.
pub fn stray_statements(tree: &Tree) -> Vec<String> {
    let may = |path: &str| is_rows(path) || MAY_LOOK.iter().any(|place| path.starts_with(place));
    tree.rust()
        .filter(|source| !may(&source.path))
        .filter_map(|source| Some(format!("{}: {}", source.path, first_statement(source)?)))
        .collect()
}

/// Rust files outside the door that name the driver; and tests may not either.
pub fn stray_drivers(tree: &Tree) -> Vec<String> {
    let may =
        |path: &str| [DOOR, "walls/tests/", "xtask/src/checks"].iter().any(|place| path.starts_with(place));
    let names = |text: &str| ["sqlx::", "use sqlx"].iter().any(|name| without_comments(text).contains(name));
    tree.rust()
        .filter(|source| !may(&source.path) && names(&source.text))
        .map(|source| format!("{} names sqlx", source.path))
        .collect()
}

/// Manifests other than the door's that depend on a database crate.
pub fn stray_dependencies(tree: &Tree) -> Vec<String> {
    let manifests = tree
        .sources
        .iter()
        .filter(|source| source.path.ends_with("/Cargo.toml") && source.path != "door/Cargo.toml");
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
    // Tests beside the code may look into the database too.
    let code = without_comments(source.text.split("#[cfg(test)]").next().unwrap_or_default());
    if let Some(making) = MAKINGS.iter().find(|making| code.contains(**making)) {
        return Some(format!("makes a statement or a row: {making}"));
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
        assert_eq!(findings("portal/src/book/mod.rs", text), 1);
        assert_eq!(findings("portal/src/book/rows.rs", text), 0);
        assert_eq!(findings("web/src/pages/book/rows.rs", text), 1);
    }

    #[test]
    fn every_kind_of_statement_is_found_and_every_way_to_make_one() {
        for (start, rest) in STATEMENTS {
            let text = format!("//! A.\nconst A: &str = \"{start}a{rest}b\";\n");
            assert_eq!(findings("assent/src/a.rs", &text), 1, "{start}");
        }
        for making in MAKINGS {
            let text = format!("//! A.\nfn a() {{ door::{making} }}\n");
            assert_eq!(findings("portal/src/book/mod.rs", &text), 1, "{making}");
            assert_eq!(findings("portal/src/book/rows.rs", &text), 0, "{making}");
        }
    }

    #[test]
    fn prose_is_no_statement() {
        assert_eq!(findings("web/src/a.rs", "//! A.\n/// Sends no SELECT a FROM b.\nfn a() {}\n"), 0);
        let said = "//! A.\nconst A: &str = \"Select a plan from this list\";\n";
        assert_eq!(findings("web/src/a.rs", said), 0);
    }

    #[test]
    fn naming_sqlx_is_found_outside_the_door_in_tests_too() {
        let plant = |path| stray_drivers(&Tree::planted(path, "//! A.\nuse sqlx::Row;\n")).len();
        for path in ["web/src/a.rs", "portal/src/book/rows.rs", "portal/tests/a.rs"] {
            assert_eq!(plant(path), 1, "{path}");
        }
        assert_eq!(plant("door/src/a.rs"), 0);
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
            assert_eq!(plant("portal/Cargo.toml", text), 1, "{text}");
            assert_eq!(plant("door/Cargo.toml", text), 0, "{text}");
        }
    }
}
