//! `assent determine` as a program: what goes in, what comes out, and with which exit code.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

use eligibility::{Determination, RulePack, determine, parse_household};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Runs the command on a text at its standard input.
fn run(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assent"));
    command
        .arg("determine")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.as_ref().to_vec();
    let feeder = std::thread::spawn(move || drop(pipe.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    output
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("{output:?}"))
}

fn said(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn household(id: &str, dollars: usize) -> Value {
    json!({
        "id": id, "application_date": "2026-08-03", "coverage_year": 2026, "county_fips": "27053",
        "people": [
            {"id": "p1", "date_of_birth": "1986-01-01", "applying": true, "immigration": {"status": "citizen"},
             "tax": {"role": "filer"}},
            {"id": "p2", "date_of_birth": "2018-01-01", "applying": true, "immigration": {"status": "citizen"},
             "tax": {"role": "dependent", "claimed_by": "p1"}}],
        "relationships": [{"from": "p1", "kind": "parent", "to": "p2"}],
        "incomes": [{"person": "p1", "kind": "wages", "amount_cents": dollars * 100, "frequency": "yearly"}]
    })
}

/// What the library says, in one line, with its sentences.
fn expected(household: &Value) -> String {
    let household = parse_household(household.to_string()).unwrap();
    written(&determine(RulePack::minnesota(), &household).unwrap())
}

fn written(result: &Determination) -> String {
    let medicaid = RulePack::minnesota().medical_assistance();
    let say = words::Explained { words: words::Words::default(), medicaid };
    let mut out = Vec::new();
    result.write_json(&mut out, Some(&say));
    String::from_utf8(out).unwrap()
}

#[test]
fn one_household_gives_one_determination_in_the_order_of_the_format() {
    let output = run(&[], household("case-1", 40_000).to_string());
    assert_eq!(code(&output), 0, "{}", said(&output.stderr));
    let result: Determination = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(written(&result), expected(&household("case-1", 40_000)));
    assert!(said(&output.stdout).starts_with("{\n  \"id\": \"case-1\",\n  \"rule_set\": "));
    let plain = "\"plain\": \"The income is $3,333.33 a month. That is over the limit of $2,488.60 for a household of 2 people.\"";
    assert!(said(&output.stdout).contains(plain), "{}", said(&output.stdout));
}

#[test]
fn what_the_portal_stores_as_input_can_be_determined_again_app_5() {
    let stored = include_str!("../../portal/tests/applications/full_family.json");
    let output = run(&[], stored);
    assert_eq!(code(&output), 0, "{}", said(&output.stderr));
    let result: Determination = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(written(&result), expected(&serde_json::from_str(stored).unwrap()));
}

#[test]
fn a_household_that_is_wrong_ends_with_2_and_the_place() {
    let mut wrong = household("case-1", 1);
    wrong["people"][1]["date_of_birth"] = json!("2018-02-30");
    let output = run(&[], wrong.to_string());
    assert_eq!((code(&output), said(&output.stdout)), (2, ""));
    assert_eq!(said(&output.stderr), "people[1].date_of_birth: not a date\n");
    let output = run(&[], "{");
    assert_eq!(code(&output), 2);
    assert!(said(&output.stderr).starts_with("$: not JSON: "), "{}", said(&output.stderr));
    assert_eq!(code(&run(&[], [0xff, 0xfe])), 2);
}

#[test]
fn good_lines_give_the_library_s_own_bytes_in_order_whatever_the_cores() {
    // Several blocks, so that the order is not a matter of luck.
    let households: Vec<Value> =
        (0..1_000).map(|turn| household(&format!("case-{turn}"), turn * 97)).collect();
    let lines: Vec<String> = households.iter().map(Value::to_string).collect();
    let output = run(&["--jsonl"], lines.join("\n"));
    assert_eq!((code(&output), said(&output.stderr)), (0, ""));
    let determinations: Vec<&str> = said(&output.stdout).lines().collect();
    assert_eq!(determinations.len(), households.len());
    for (household, line) in households.iter().zip(determinations) {
        assert_eq!(line, expected(household));
    }
}

#[test]
fn a_bad_line_has_its_error_in_its_place_and_the_rest_goes_on() {
    let good = household("good", 30_000);
    let mut wrong = household("wrong", 30_000);
    wrong["people"][0]["tax"]["role"] = json!("dependent");
    wrong["people"][0]["tax"]["claimed_by"] = json!("p2");
    let number = household("x", 1).to_string().replace("\"id\":\"x\"", "\"id\":7");
    let mut input = format!("{good}\n{wrong}\n{number}\n{{\"id\": \n\n  \n").into_bytes();
    input.extend_from_slice(b"\xff\xfe\n");
    input.extend_from_slice(good.to_string().as_bytes());
    let output = run(&["--jsonl"], input);
    assert_eq!(code(&output), 1, "{}", said(&output.stderr));
    let lines: Vec<&str> = said(&output.stdout).lines().collect();
    assert_eq!(lines.len(), 6, "blank lines are passed over: {lines:?}");
    assert_eq!((lines[0], lines[5]), (expected(&good).as_str(), expected(&good).as_str()));
    assert_eq!(
        lines[1],
        r#"{"id":"wrong","error":{"path":"people[0].tax.claimed_by","reason":"the claims run in a circle"}}"#
    );
    assert_eq!(lines[2], r#"{"id":7,"error":{"path":"id","reason":"must be a text"}}"#);
    for line in &lines[3..5] {
        let answer: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&answer["id"], &answer["error"]["path"]), (&Value::Null, &json!("$")), "{line}");
    }
}

#[test]
fn a_file_is_read_and_another_state_s_rules_are_used() {
    let folder = std::env::temp_dir().join(format!("assent-determine-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("household.json");
    let mut of_another_year = household("case-1", 1);
    of_another_year["coverage_year"] = json!(2028);
    of_another_year["application_date"] = json!("2027-12-03");
    std::fs::write(&file, of_another_year.to_string()).unwrap();
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/../eligibility/tests/packs/maine.toml");
    let output = run(&["--profile", pack, file.to_str().unwrap()], "");
    assert_eq!(code(&output), 2, "{}", said(&output.stderr));
    assert_eq!(said(&output.stderr), "coverage_year: the rule set has no figures for 2028\n");
    let mut of_its_year = household("case-1", 1);
    of_its_year["coverage_year"] = json!(2021);
    of_its_year["application_date"] = json!("2021-06-15");
    std::fs::write(&file, of_its_year.to_string()).unwrap();
    let output = run(&["--profile", pack, file.to_str().unwrap()], "");
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(result["rule_set"].as_str().unwrap().starts_with("me-"), "{}", result["rule_set"]);
    let broken = folder.join("broken.toml");
    std::fs::write(&broken, "rule_set = 7").unwrap();
    let output = run(&["--profile", broken.to_str().unwrap()], "");
    assert_eq!(code(&output), 1);
    assert!(said(&output.stderr).contains("rule_set = 7"), "{}", said(&output.stderr));
    assert_eq!(code(&run(&[folder.join("absent.json").to_str().unwrap()], "")), 1);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_schemas_are_printed() {
    for (word, schema) in [("input", eligibility::INPUT_SCHEMA), ("output", eligibility::OUTPUT_SCHEMA)] {
        let output = run(&["--schema", word], "");
        assert_eq!((code(&output), said(&output.stdout).trim_end()), (0, schema.trim_end()));
    }
    assert_eq!(code(&run(&["--schema", "other"], "")), 2);
}

#[test]
fn a_reader_who_has_seen_enough_is_no_fault() {
    let lines = format!("{}\n", household("case-1", 30_000)).repeat(2_000);
    for (arguments, input) in [(vec!["--jsonl"], lines), (vec!["--schema", "output"], String::new())] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_assent"))
            .arg("determine")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        // The program may be gone before it has read everything.
        let _broken_pipe = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        assert_eq!((code(&output), said(&output.stderr)), (0, ""));
    }
}

#[test]
fn a_pack_is_asked_which_figures_are_out_and_not_in_it() {
    let output = run(&["--check-pack", "2026-05-30"], "");
    assert_eq!((code(&output), said(&output.stderr)), (0, ""));
    assert!(said(&output.stdout).ends_with(": has every yearly figure that is out on 2026-05-30\n"));
    let output = run(&["--check-pack", "2026-11-29"], "");
    assert_eq!((code(&output), said(&output.stderr)), (1, ""));
    let lines: Vec<&str> = said(&output.stdout).lines().collect();
    assert_eq!(lines.len(), 5, "{lines:?}");
    assert!(
        lines.iter().any(|line| line.starts_with("filing_threshold.2027: missing, published by 2026-11-15"))
    );
}

#[test]
fn a_pack_that_cannot_be_checked_or_a_day_that_is_none_is_refused() {
    let maine = concat!(env!("CARGO_MANIFEST_DIR"), "/../eligibility/tests/packs/maine.toml");
    let output = run(&["--check-pack", "2026-11-29", "--profile", maine], "");
    assert_eq!((code(&output), said(&output.stdout)), (1, ""));
    assert!(said(&output.stderr).contains("no table [published]"), "{}", said(&output.stderr));
    for day in ["2026-02-30", "29.11.2026", "20261129", "2026-11-29T00:00"] {
        let output = run(&["--check-pack", day], "");
        assert_eq!(code(&output), 2, "{day}");
        assert!(said(&output.stderr).contains("must be a day such as 2026-11-29"), "{day}");
    }
}
