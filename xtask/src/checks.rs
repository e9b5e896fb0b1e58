//! The house rules that a program can see, one module a kind. Each check takes the tracked files
//! and gives its findings in words; each has a test with a planted fault that it must find.

mod documents;
mod features;
mod form;
mod pure;
mod sql;
pub mod texts;

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{project_root, read};
use crate::test::Outcome;

/// A text file of the project: its path from the root, with `/`, and what it says.
pub struct Source {
    /// From the root of the project.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// Everything that git knows or would add.
pub struct Tree {
    /// Text files.
    pub sources: Vec<Source>,
    /// Every path, of pictures and fonts too.
    pub paths: Vec<String>,
}

impl Tree {
    /// Reads the project's files, ignored ones left out.
    pub fn of(root: &Path) -> Result<Self> {
        let mut list = Command::new("git");
        list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listed = read(list.current_dir(root))?;
        let mut tree = Self { sources: Vec::new(), paths: Vec::new() };
        for path in listed.split_terminator('\0') {
            // A file that was deleted and not yet committed is listed and not there.
            let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
            tree.paths.push(path.to_owned());
            if let Ok(text) = String::from_utf8(bytes) {
                tree.sources.push(Source { path: path.to_owned(), text });
            }
        }
        Ok(tree)
    }

    /// The Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(|source| source.path.ends_with(".rs"))
    }

    #[cfg(test)]
    fn planted(path: &str, text: &str) -> Self {
        let source = Source { path: path.to_owned(), text: text.to_owned() };
        Self { sources: vec![source], paths: vec![path.to_owned()] }
    }
}

type Check = (&'static str, fn(&Tree) -> Vec<String>);

const CHECKS: &[Check] = &[
    ("no file over 500 lines", form::long_files),
    ("every Rust file says first what it is", form::headings),
    ("no lint is silenced without a reason, nothing unfinished", form::marks),
    ("no SQL outside the door and the features' rows.rs", sql::stray_statements),
    ("only the door names the driver", sql::stray_drivers),
    ("only the door depends on a database", sql::stray_dependencies),
    ("the pure crates touch neither files, network, clock nor environment", pure::impure_calls),
    ("no feature imports from the inside of another", features::inside_imports),
    ("features of portal, and modules of web, use each other in one direction", features::cycles),
    ("every path that a document names exists", documents::dead_paths),
    ("every test and proof that the gates of trust name exists", documents::gates),
    ("no machine's paths and no package hosts", documents::machine_paths),
    ("the word is consumer", documents::wrong_words),
    ("every sentence for people stands in words/", texts::outside_words),
];

/// `cargo xtask check`: only these, for the time while writing.
pub fn command() -> Result<()> {
    let outcome = all(&project_root()?)?;
    println!("{} passed, {} failed", outcome.passed, outcome.failed);
    if outcome.failed > 0 {
        bail!("{}", outcome.notes.join("\n"));
    }
    Ok(())
}

/// Runs every check.
pub fn all(root: &Path) -> Result<Outcome> {
    let tree = Tree::of(root)?;
    let mut outcome = Outcome::default();
    for (name, check) in CHECKS {
        record(name, &check(&tree), &mut outcome);
    }
    for crate_name in pure::CRATES {
        let name = format!("{crate_name} pulls in no I/O crate");
        record(&name, &pure::io_dependencies(root, crate_name)?, &mut outcome);
    }
    Ok(outcome)
}

fn record(name: &str, findings: &[String], outcome: &mut Outcome) {
    let word = if findings.is_empty() { "ok" } else { "FAILED" };
    println!("{word:<7} {name}");
    if findings.is_empty() {
        outcome.passed += 1;
    } else {
        outcome.fail(format!("{name}: {}", findings.join("; ")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The project's own files, with one of them changed.
    fn changed(path: &str, before: &str, after: &str) -> Tree {
        let mut tree = Tree::of(&project_root().unwrap()).unwrap();
        let source = tree.sources.iter_mut().find(|source| source.path == path).unwrap();
        source.text = format!("{before}{}{after}", source.text);
        tree
    }

    /// For each check, in its order: a file that exists, and what is planted before and after its text.
    fn plants() -> Vec<(&'static str, String, String)> {
        let after = |path, text: &str| (path, String::new(), text.to_owned());
        vec![
            after("domain/src/access.rs", &"// a\n".repeat(500)),
            ("portal/src/book/mod.rs", "use std::fmt;\n".to_owned(), String::new()),
            after("eligibility/src/credit.rs", concat!("#[al", "low(dead_code)]\nfn planted() {}\n")),
            after("web/src/pages/home/mod.rs", "const A: &str = \"SELECT name FROM consumers\";\n"),
            after("portal/src/book/rows.rs", "use sqlx::Row;\n"),
            after("x12/Cargo.toml", "\n[dependencies.sqlx]\nworkspace = true\n"),
            ("domain/src/text.rs", "fn planted() { std::fs::read(\"b\"); }\n".to_owned(), String::new()),
            after("web/src/pages/home/mod.rs", "use crate::pages::book::list::search;\n"),
            after("web/src/parts/table.rs", "fn planted() { crate::layout::Layout::default() }\n"),
            after("docs/running.md", "\nSee `portal/src/gone.rs`.\n"),
            after("docs/trust-gates.md", "\n`cargo xtask prove magic`\n"),
            after("README.md", concat!("\nbuilt in /ro", "ot/project\n")),
            after("web/templates/home/home.html", "<p>Your clients</p>\n"),
            after("web/src/pages/home/mod.rs", "const A: &str = \"Choose a plan today.\";\n"),
        ]
    }

    #[test]
    fn each_check_passes_on_the_project_and_finds_what_is_planted_in_it() {
        let (plants, tree) = (plants(), Tree::of(&project_root().unwrap()).unwrap());
        assert_eq!(plants.len(), CHECKS.len());
        for ((name, check), (path, before, after)) in CHECKS.iter().zip(plants) {
            assert_eq!(check(&tree), Vec::<String>::new(), "{name}");
            let findings = check(&changed(path, &before, &after));
            assert!(findings.len() == 1 && findings[0].contains(path), "{name}: {findings:?}");
        }
    }

    #[test]
    fn the_search_for_io_crates_finds_the_database_and_the_runtime_under_portal() {
        let found = pure::io_dependencies(&project_root().unwrap(), "portal").unwrap();
        assert!(["sqlx", "tokio"].iter().all(|name| found.iter().any(|one| one == name)), "{found:?}");
    }
}
