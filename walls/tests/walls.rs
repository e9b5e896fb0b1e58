//! Programs that go round the door, and that the compiler refuses: `refused/*.rs`, each with the error that it
//! must meet. They are compiled in a copy of the crates, as a page would be, without the helpers of tests.
//! Two that keep to the way in must compile: otherwise every refusal would prove nothing.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A program and what is expected of it.
struct Attempt {
    name: String,
    /// Code and words of the error; `None` when it must compile.
    refused: Option<String>,
    text: String,
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn attempts() -> Vec<Attempt> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refused");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| attempt(file)).collect()
}

fn attempt(file: &Path) -> Attempt {
    let text = fs::read_to_string(file).unwrap();
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let said = |word: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(&format!("//! {word}")).map(|rest| rest.trim().to_owned()))
    };
    let refused = said("refused:");
    assert!(refused.is_some() != said("compiles").is_some(), "{name} does not say what is expected");
    Attempt { name, refused, text }
}

/// What a page may use.
const CRATES: [&str; 7] = ["domain", "eligibility", "x12", "words", "words/catalogue", "door", "portal"];

/// A copy of the crates with one more, in the place of the web pages.
struct Copy {
    root: PathBuf,
}

impl Copy {
    fn of_the_project() -> Self {
        let copy = Self { root: Path::new(env!("CARGO_TARGET_TMPDIR")).join("walls") };
        for folder in CRATES {
            copy.folder(Path::new(folder));
        }
        copy.write("Cargo.lock", &fs::read_to_string(project().join("Cargo.lock")).unwrap());
        let workspace = fs::read_to_string(project().join("Cargo.toml")).unwrap();
        let without = |line: &&str| !line.starts_with("members") && !line.starts_with("default-members");
        // Not in the folders of the project: cargo would take the one's compiled crates for the other's.
        let workspace = workspace.replace("path = \"", "path = \"copied/");
        let lines: Vec<&str> = workspace.lines().filter(without).collect();
        let members =
            CRATES.iter().map(|name| format!("\"copied/{name}\"")).chain(["\"outside\"".to_owned()]);
        let members = format!("[workspace]\nmembers = [{}]", members.collect::<Vec<_>>().join(", "));
        copy.write("Cargo.toml", &lines.join("\n").replacen("[workspace]", &members, 1));
        copy.write(
            "outside/Cargo.toml",
            "[package]\nname = \"outside\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\ndomain.workspace = true\ndoor.workspace = true\nportal.workspace = true\njiff.workspace = true\n",
        );
        copy.write("outside/src/main.rs", "fn main() {}\n");
        copy
    }

    /// Copies a folder without its tests; files that are the same keep their time, so that they are not
    /// compiled again.
    fn folder(&self, folder: &Path) {
        let left_out = ["tests", "target", "benches"];
        for entry in fs::read_dir(project().join(folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                if !left_out.iter().any(|name| entry.file_name() == *name) {
                    self.folder(&path);
                }
            } else if let Ok(text) = fs::read_to_string(entry.path()) {
                self.write(&format!("copied/{}", path.display()), &text);
            }
        }
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.root.join(path);
        if fs::read_to_string(&file).is_ok_and(|stored| stored == text) {
            return;
        }
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// What the compiler says to an attempt.
    fn compiled(&self, attempt: &Attempt) -> Vec<String> {
        self.write("outside/src/main.rs", &attempt.text);
        self.check("outside")
    }

    /// `cargo check` of one crate: its errors, code first.
    fn check(&self, package: &str) -> Vec<String> {
        let (well, text, complaint) = self.cargo(package);
        let errors: Vec<String> = text.lines().filter_map(|line| said(line, "error")).collect();
        assert!(well || !errors.is_empty(), "cargo itself failed: {complaint}");
        errors
    }

    /// What the compiler warns of in the crates themselves, which the linter only sees with the helpers of tests.
    fn warnings(&self) -> Vec<String> {
        let (_, text, _) = self.cargo("portal");
        text.lines().filter_map(|line| said(line, "warning")).collect()
    }

    /// Whether `cargo check` of one crate ended well, its messages, and what it said beside them.
    fn cargo(&self, package: &str) -> (bool, String, String) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--message-format=json", "--package", package])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", target)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    }
}

/// What a line of cargo's messages says at this level: "E0451 field ... is private in FILE".
fn said(line: &str, level: &str) -> Option<String> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    let message = &line["message"];
    if line["reason"] != "compiler-message" || message["level"] != level {
        return None;
    }
    let words = message["message"].as_str()?;
    match message["code"]["code"].as_str() {
        Some(code) => {
            let place = message["spans"][0]["file_name"].as_str().unwrap_or("");
            Some(format!("{code} {words} in {place}"))
        }
        // The count at the end is no error of its own.
        None if words.starts_with("aborting due to") => None,
        None => Some(words.to_owned()),
    }
}

/// Whether an error is the expected one: the same code, and its words.
fn is_expected(said: &str, expected: &str) -> bool {
    match expected.split_once(' ') {
        Some((code, words)) if code.starts_with("E0") => {
            said.starts_with(code) && said.contains(words.trim())
        }
        _ => said.contains(expected),
    }
}

#[test]
fn every_way_round_the_door_is_refused_for_the_right_reason() {
    let copy = Copy::of_the_project();
    let attempts = attempts();
    let mut findings = Vec::new();
    for attempt in &attempts {
        let said = copy.compiled(attempt);
        println!("{}: {}", attempt.name, said.first().map_or("compiles", String::as_str));
        match &attempt.refused {
            None if said.is_empty() => {}
            None => findings.push(format!("{} must compile: {said:?}", attempt.name)),
            Some(expected) if said.iter().any(|said| is_expected(said, expected)) => {}
            Some(expected) => findings.push(format!("{}: {said:?}, not {expected:?}", attempt.name)),
        }
    }
    findings.extend(copy.warnings().into_iter().map(|said| format!("without the helpers of tests: {said}")));
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    let refused = attempts.iter().filter(|attempt| attempt.refused.is_some()).count();
    assert!(refused >= 25 && attempts.len() - refused == 2, "{refused} of {}", attempts.len());
}
