//! What must hold for any text as plan files: a year is whole or has faults, each with its place, and nothing of what is
//! told is raw or shows a number that could be a person's. The fuzz target runs this on bytes of its own, the tests on
//! what they make.
use super::cms_files::{Faults, Input, Inputs, MOST_CAUSES, read_inputs};

/// Parts the bytes into the files.
const BETWEEN: &[u8] = b"\n===\n";

/// Checks files, one behind the other: plan attributes, service areas and rates, and where they are there the crosswalk and
/// the carriers; panics when something does not hold.
pub fn bytes(bytes: &[u8]) {
    let mut rest = Some(bytes);
    let mut next = || {
        let bytes = rest?;
        let at = bytes.windows(BETWEEN.len()).position(|window| window == BETWEEN);
        rest = at.map(|at| &bytes[at + BETWEEN.len()..]);
        Some(&bytes[..at.unwrap_or(bytes.len())])
    };
    let [plans, areas, rates] = [(); 3].map(|()| input(next().unwrap_or_default()));
    let [crosswalk, issuers] = [(); 2].map(|()| next().map(input));
    files(Inputs { plans, areas, rates, crosswalk, issuers });
}

fn input(bytes: &[u8]) -> Input<'_> {
    (std::path::PathBuf::from("made up"), Box::new(bytes))
}

fn files(inputs: Inputs<'_>) {
    match read_inputs(inputs, "MN", &mut |_| {}) {
        Err(fault) => seen(&fault.to_string()),
        Ok(read) => {
            read.notes.iter().for_each(|note| seen(note));
            for mut year in read.years {
                year.notes.iter().for_each(|note| seen(note));
                if let Some(note) = year.crosswalk.as_mut().and_then(|crosswalk| crosswalk.keep_known(None)) {
                    seen(&note);
                }
                match year.catalog {
                    Ok(catalog) => assert_eq!(catalog.year(), year.year),
                    Err(faults) => placed(&faults),
                }
            }
        }
    }
}

fn placed(faults: &Faults) {
    assert!(!faults.is_empty() && faults.causes().len() <= MOST_CAUSES);
    for fault in faults.causes() {
        assert!(fault.line > 0 && fault.last_line >= fault.line && !fault.reason.is_empty(), "{fault}");
        seen(&fault.to_string());
    }
    let rows: u64 = faults.causes().iter().map(|fault| fault.rows).sum();
    assert_eq!(rows + faults.left_out(), faults.rows());
}

/// What people see.
fn seen(shown: &str) {
    let raw = |character: char| character.is_control() && character != '\n';
    assert!(!shown.contains(raw) && !shown.contains('\u{202e}'), "raw: {shown:?}");
    let bytes = shown.as_bytes();
    let alone = |place: Option<&u8>| place.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let number = bytes.windows(9).enumerate().any(|(at, window)| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        window.iter().all(u8::is_ascii_digit) && alone(before) && alone(bytes.get(at + 9))
    });
    assert!(!number, "a number: {shown:?}");
}
