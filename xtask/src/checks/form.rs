//! The form of the Rust files: length, heading, and marks of unfinished or silenced code.
//! Functions over 70 lines are clippy's to find (`too_many_lines`); here only that nobody hushes it.

use super::Tree;

const LONGEST: usize = 500;

/// Files longer than 500 lines.
pub fn long_files(tree: &Tree) -> Vec<String> {
    let length = |text: &str| text.lines().count();
    tree.rust()
        .filter(|source| length(&source.text) > LONGEST)
        .map(|source| format!("{} has {} lines", source.path, length(&source.text)))
        .collect()
}

/// Rust files that do not open with `//!`. Programs that must not compile are left alone.
pub fn headings(tree: &Tree) -> Vec<String> {
    tree.rust()
        .filter(|source| !source.path.contains("/refused/") && !source.text.starts_with("//!"))
        .map(|source| source.path.clone())
        .collect()
}

/// The one silenced lint: a macro cannot expect what only some of the functions that it writes do.
const MACRO: &str = "door/src/statement.rs";

/// Marks that may not stand in finished code.
pub fn marks(tree: &Tree) -> Vec<String> {
    // Written apart, so that this file does not find itself.
    let marks = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("FIX", "ME"),
        concat!("#[ig", "nore"),
        concat!("#[al", "low("),
        concat!("#![al", "low("),
        concat!("clippy::too_many", "_lines"),
        concat!("un", "safe {"),
    ];
    let mut findings = Vec::new();
    for source in tree.rust() {
        for (number, line) in source.text.lines().enumerate() {
            let known = source.path == MACRO && line.contains("too_many_arguments");
            if let Some(mark) = marks.iter().find(|mark| line.contains(**mark) && !known) {
                findings.push(format!("{}:{} {mark}", source.path, number + 1));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_501_lines_is_found_and_one_of_500_is_not() {
        assert_eq!(long_files(&Tree::planted("domain/src/a.rs", &"//! a\n".repeat(501))).len(), 1);
        assert_eq!(long_files(&Tree::planted("domain/src/a.rs", &"//! a\n".repeat(500))).len(), 0);
    }

    #[test]
    fn a_file_without_a_heading_is_found() {
        assert_eq!(headings(&Tree::planted("domain/src/a.rs", "use std::fmt;\n")).len(), 1);
        assert_eq!(headings(&Tree::planted("domain/src/a.rs", "//! A.\n")).len(), 0);
    }

    #[test]
    fn an_ignored_test_and_a_hushed_lint_are_found() {
        let text = concat!("//! A.\n#[ig", "nore]\nfn a() {}\n#[al", "low(dead_code)]\nfn b() {}\n");
        assert_eq!(marks(&Tree::planted("domain/src/a.rs", text)).len(), 2);
    }
}
