//! The Rust tests, by cargo, counted from what the test programs print.
//! A test that says "skipped:" counts as failed, unless it lacks another project's files, which lie beside this one:
//! then it counts as nothing and is named.

use std::process::Command;

use anyhow::{Result, bail};

use super::packages::python_program;
use super::{Outcome, Run, WHOLE};
use crate::checks::Tree;
use crate::process::{cargo, follow, run};

/// Where files of other projects lie; they are never copied into this one.
const OF_OTHERS: &[&str] = &["shared/data/eligibility/public_cases/", "shared/data/plans/"];
const WITHOUT_DATA: &str = "did not run: ";

/// Builds everything in the one shape that all later steps use.
pub fn build(state: &mut Run) -> Result<Outcome> {
    run(cargo(&state.root).args(["build", "--workspace", "--all-targets"]).args(WHOLE))?;
    Ok(Outcome::one())
}

/// Every unit and integration test of the workspace.
pub fn tests(state: &mut Run) -> Result<Outcome> {
    let mut command = cargo(&state.root);
    command.args(["test", "--workspace", "--all-targets", "--no-fail-fast"]).args(WHOLE);
    command.args(["--", "--show-output"]);
    // Households tried by each property of the eligibility rules.
    command.env("ASSENT_PROPERTY_CASES", "10000");
    // Most tests wait for a database half of their time: two for each core.
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    command.env("RUST_TEST_THREADS", (2 * cores).to_string());
    counted(state, &mut command, "rust-tests.log")
}

/// The examples in doc comments, where there are any: to build for them takes two minutes.
pub fn doc_tests(state: &mut Run) -> Result<Outcome> {
    let tree = Tree::of(&state.root)?;
    let sources = tree.paths.iter().filter(|path| path.ends_with(".rs") && path.contains("/src/"));
    let texts = sources.map(|path| std::fs::read_to_string(state.root.join(path)));
    if !texts.collect::<Result<Vec<_>, _>>()?.iter().any(|text| has_example(text)) {
        println!("no doc comment has an example");
        return Ok(Outcome::default());
    }
    let mut command = cargo(&state.root);
    command.args(["test", "--workspace", "--doc", "--no-fail-fast"]).args(WHOLE);
    counted(state, &mut command, "doc-tests.log")
}

/// Whether a doc comment of a source has an example, or anything else that is fenced.
fn has_example(source: &str) -> bool {
    source.lines().map(str::trim_start).any(|line| {
        let said = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        said.is_some_and(|said| said.trim_start().starts_with("```"))
    })
}

/// How many tests lacked another project's files.
pub fn without_data(outcome: &Outcome) -> u64 {
    outcome.notes.iter().map(|note| u64::from(note.starts_with(WITHOUT_DATA))).sum()
}

/// Runs cargo's tests and counts them.
pub fn counted(state: &mut Run, command: &mut Command, log: &str) -> Result<Outcome> {
    command.env("ASSENT_TEST_POSTGRES", state.postgres()?);
    command.env("ASSENT_PYTHON", python_program(&state.target));
    if state.data_beside().is_dir() {
        command.env("ASSENT_REQUIRE_ALL", "1");
    } else {
        println!(
            "other projects' files do not lie beside this one; the tests that read them are named at the end"
        );
    }
    let log = state.target.join("xtask").join(log);
    let mut count = Count::default();
    let success = follow(command, &log, &mut |line| {
        if count.take(line) {
            println!("{line}");
        }
    })?;
    if !success && count.outcome.failed == 0 {
        bail!("cargo test stopped before the end; all output is in {}", log.display());
    }
    Ok(count.outcome)
}

/// Reads what Rust's test programs print.
#[derive(Default)]
struct Count {
    outcome: Outcome,
    in_successes: bool,
    /// The test whose output is being read.
    test: String,
    /// Tests of this program that lacked another project's files.
    without_data: u64,
}

impl Count {
    /// Takes one line in; whether a person wants to see it.
    fn take(&mut self, line: &str) -> bool {
        let trimmed = line.trim();
        match trimmed {
            "successes:" => self.in_successes = true,
            "failures:" => self.in_successes = false,
            _ => {}
        }
        if let Some(test) = trimmed.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----")) {
            test.clone_into(&mut self.test);
        }
        if let Some(result) = trimmed.strip_prefix("test result:") {
            self.in_successes = false;
            self.add(result);
            return !trimmed.contains("ok. 0 passed; 0 failed; 0 ignored");
        }
        if let Some(reason) = trimmed.strip_prefix("skipped:") {
            self.skipped(reason.trim());
            return true;
        }
        let failed_test = trimmed.starts_with("test ") && trimmed.ends_with("... FAILED");
        if let (true, Some(test)) = (failed_test, trimmed.split_whitespace().nth(1)) {
            self.outcome.notes.push(format!("failed: {test}"));
        }
        !self.in_successes && !trimmed.is_empty() && !trimmed.ends_with("... ok") && !is_heading(trimmed)
    }

    fn add(&mut self, result: &str) {
        let number = |word: &str| {
            let before = result.split(word).next()?;
            before.split_whitespace().next_back()?.parse::<u64>().ok()
        };
        // Such a test ends well and is among those that passed.
        let without_data = std::mem::take(&mut self.without_data);
        self.outcome.passed += number(" passed").unwrap_or_default().saturating_sub(without_data);
        self.outcome.failed += number(" failed").unwrap_or_default();
        let ignored = number(" ignored").unwrap_or_default();
        if ignored > 0 {
            self.outcome.failed += ignored;
            self.outcome.notes.push(format!("{ignored} tests are ignored; no test may be"));
        }
    }

    /// Other projects' files may be absent; nothing else may.
    fn skipped(&mut self, reason: &str) {
        if OF_OTHERS.iter().any(|place| reason.contains(place)) {
            self.without_data += 1;
            self.outcome.notes.push(format!("{WITHOUT_DATA}{} ({reason})", self.test));
        } else {
            self.outcome.fail(format!("a test did not run: {} ({reason})", self.test));
        }
    }
}

fn is_heading(line: &str) -> bool {
    line.starts_with("running ") && line.contains(" test")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Count {
        let mut count = Count::default();
        for line in text.lines() {
            count.take(line);
        }
        count
    }

    #[test]
    fn results_of_several_programs_are_added() {
        let count = read(
            "running 2 tests\ntest a ... ok\ntest b ... FAILED\n\
             test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured\n\
             test result: ok. 40 passed; 0 failed; 0 ignored; 0 measured",
        );
        assert_eq!((count.outcome.passed, count.outcome.failed), (41, 1));
        assert_eq!(count.outcome.notes, ["failed: b"]);
    }

    #[test]
    fn a_test_that_skips_counts_as_failed() {
        let count = read(
            "successes:\nskipped: ASSENT_TEST_POSTGRES is not set\ntest result: ok. 1 passed; 0 failed; 0 ignored",
        );
        assert_eq!(count.outcome.failed, 1);
    }

    #[test]
    fn a_test_without_another_projects_files_is_named_and_counts_as_nothing() {
        let count = read(
            "successes:\n---- a::b stdout ----\nskipped: shared/data/plans/puf is absent\n\
             test result: ok. 3 passed; 0 failed; 0 ignored\ntest result: ok. 2 passed; 0 failed; 0 ignored",
        );
        assert_eq!((count.outcome.passed, count.outcome.failed), (4, 0));
        assert_eq!(count.outcome.notes, ["did not run: a::b (shared/data/plans/puf is absent)"]);
        assert_eq!(without_data(&count.outcome), 1);
    }

    #[test]
    fn a_test_without_a_file_that_belongs_into_the_project_counts_as_failed() {
        assert_eq!(read("skipped: shared/data/eligibility/age_curve.csv is absent").outcome.failed, 1);
    }

    #[test]
    fn an_example_in_a_doc_comment_is_seen() {
        assert!(has_example("/// Says so.\n///\n    /// ```\n/// let a = 1;"));
        assert!(has_example("//! ```no_run"));
        assert!(!has_example("// ```\nlet fence = \"/// ```\";"));
    }

    #[test]
    fn an_ignored_test_counts_as_failed() {
        let count = read("test result: ok. 3 passed; 0 failed; 2 ignored; 0 measured");
        assert_eq!((count.outcome.passed, count.outcome.failed), (3, 2));
    }
}
