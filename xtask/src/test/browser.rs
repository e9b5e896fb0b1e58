//! The journeys of `e2e/` in Chromium, by Node's own test runner, each on both databases.
//! Counted from the runner's TAP report; a test that is skipped counts as failed.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Outcome, Run};
use crate::process::{find_program, run};

/// Runs every `*.test.mjs` below `e2e/`.
pub fn journeys(state: &mut Run) -> Result<Outcome> {
    let folder = state.root.join("e2e");
    let binary = state.target.join("debug/assent");
    if !binary.is_file() {
        bail!("{} is missing; the step \"build\" makes it", binary.display());
    }
    let chromium =
        find_program("chromium").context("chromium is not installed; see the step \"packages\"")?;
    let report = state.target.join("xtask/journeys.tap");
    std::fs::create_dir_all(state.target.join("xtask"))?;
    let mut node = Command::new("node");
    node.current_dir(&folder)
        .env("ASSENT_BINARY", binary)
        .env("ASSENT_CHROMIUM", chromium)
        .env("ASSENT_TEST_POSTGRES", state.postgres()?)
        .env("ASSENT_REQUIRE_ALL", "1")
        .arg("--test")
        // A journey is by turns in the browser, in the portal and in its own program.
        .arg("--test-concurrency=2")
        .args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
        .arg("--test-reporter=tap")
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(test_files(&folder)?);
    let ended = run(&mut node);
    let text = std::fs::read_to_string(&report)
        .with_context(|| format!("the runner left no report {}", report.display()))?;
    let outcome = count(&text);
    if outcome.failed == 0 {
        ended?;
    }
    Ok(outcome)
}

fn test_files(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for place in [folder.to_path_buf(), folder.join("journeys")] {
        for entry in std::fs::read_dir(place)? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with(".test.mjs") {
                files.push(path.to_string_lossy().into_owned());
            }
        }
    }
    if files.is_empty() {
        bail!("there is no *.test.mjs below {}", folder.display());
    }
    files.sort();
    Ok(files)
}

/// The numbers at the end of a TAP report, and the names of what failed.
fn count(report: &str) -> Outcome {
    let number = |word: &str| {
        let line = report.lines().rev().find_map(|line| line.strip_prefix(&format!("# {word} ")));
        line.and_then(|rest| rest.trim().parse::<u64>().ok()).unwrap_or_default()
    };
    let mut outcome = Outcome { passed: number("pass"), ..Outcome::default() };
    outcome.failed = number("fail") + number("cancelled") + number("skipped") + number("todo");
    if outcome.passed + outcome.failed == 0 {
        outcome.fail("the runner reported no test at all");
    }
    let failures = report.lines().map(str::trim).filter(|line| line.starts_with("not ok"));
    outcome.notes.extend(failures.map(str::to_owned));
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_and_cancelled_journeys_count_as_failed() {
        let outcome =
            count("not ok 1 - Ana\n# tests 9\n# pass 4\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 1\n");
        assert_eq!((outcome.passed, outcome.failed), (4, 5));
        assert_eq!(outcome.notes, ["not ok 1 - Ana"]);
    }

    #[test]
    fn an_empty_report_is_a_failure() {
        assert_eq!(count("TAP version 13\n").failed, 1);
    }
}
