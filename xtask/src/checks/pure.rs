//! The pure crates decide and do nothing else: no I/O crate in their dependency tree, and no
//! file, network, clock, process or environment in their sources.

use std::path::Path;

use anyhow::Result;

use super::Tree;
use crate::process::{cargo, read};

/// The crates that must stay pure.
pub const CRATES: &[&str] = &["domain", "eligibility", "words", "x12"];

/// What it prints with brings a crate for random numbers, and asks it for none: its own sources are looked at alone.
const PRINTS: &str = "paper";

const IO_CRATES: &[&str] = &[
    "async-std",
    "axum",
    "axum-core",
    "getrandom",
    "hyper",
    "hyper-util",
    "libsqlite3-sys",
    "mio",
    "nix",
    "polling",
    "rand",
    "reqwest",
    "rusqlite",
    "rustix",
    "smol",
    "socket2",
    "sqlx",
    "sqlx-core",
    "tokio",
    "tower",
    "ureq",
];

const IMPURE: &[&str] = &[
    "std::fs",
    "std::net::Tcp",
    "std::net::Udp",
    "ToSocketAddrs",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
];

/// I/O crates among what `crate_name` is built from.
pub fn io_dependencies(root: &Path, crate_name: &str) -> Result<Vec<String>> {
    let mut tree = cargo(root);
    tree.args(["tree", "--package", crate_name, "--edges", "normal", "--prefix", "none"]);
    Ok(io_crates_in(&read(&mut tree)?))
}

fn io_crates_in(listing: &str) -> Vec<String> {
    let names = listing.lines().filter_map(|line| line.split_whitespace().next());
    let mut found: Vec<String> = names.filter(|name| IO_CRATES.contains(name)).map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found
}

/// Sources of the pure crates that reach outside; their tests may.
pub fn impure_calls(tree: &Tree) -> Vec<String> {
    let crates = || CRATES.iter().chain([&PRINTS]);
    let is_pure = |path: &str| crates().any(|name| path.starts_with(&format!("{name}/src/")));
    let mut findings = Vec::new();
    for source in tree.rust().filter(|source| is_pure(&source.path)) {
        let code = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            if let Some(call) = IMPURE.iter().find(|call| line.contains(**call)) {
                findings.push(format!("{}: {call}", source.path));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_io_crate_deep_in_the_tree_is_found() {
        let listing = "domain v0.1.0 (path)\njiff v0.2.46\nserde v1.0.2\nrustix v1.0.0 (*)\n";
        assert_eq!(io_crates_in(listing), ["rustix"]);
        assert!(io_crates_in("domain v0.1.0\njiff v0.2.46\n").is_empty());
    }

    #[test]
    fn reading_a_file_in_domain_is_found_and_in_its_tests_is_not() {
        let call = "//! A.\nfn a() { std::fs::read(\"b\"); }\n";
        assert_eq!(impure_calls(&Tree::planted("domain/src/a.rs", call)).len(), 1);
        let test = format!("//! A.\n#[cfg(test)]\nmod tests {{ {call} }}\n");
        assert_eq!(impure_calls(&Tree::planted("domain/src/a.rs", &test)).len(), 0);
        assert_eq!(impure_calls(&Tree::planted("portal/src/a.rs", call)).len(), 0);
    }
}
