//! What must hold for any bytes as a file: it is explained the same in one part and in many, and nothing of what is told
//! is raw or shows a number that could be a person's. The fuzz target runs this on bytes of its own, the test suite on
//! the sample files and on what it makes of them.
use std::convert::Infallible;
use x12::{Content, Explained, Explainer, explain, read};

/// Segments that name files, groups, sets, organizations and places, where nine digits need not be a person's.
const NAMING: [&str; 11] = ["ISA", "GS", "ST", "SE", "GE", "IEA", "TA1", "AK1", "AK2", "N1", "N4"];

/// Checks one file; panics when something does not hold.
pub fn bytes(bytes: &[u8]) {
    let told = explain(bytes);
    let size = bytes.first().map_or(1, |first| usize::from(*first) + 1);
    assert_eq!(in_parts(bytes, size), told, "in parts of {size}");
    for one in &told {
        match one {
            Explained::Segment(segment) => {
                seen(&segment.text, &segment.text);
                seen(&segment.text, &segment.words);
            }
            Explained::Broken(refusal) => seen(&refusal.id, &refusal.to_string()),
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for received in read(text) {
        match received {
            Err(refusal) => seen(&refusal.id, &refusal.to_string()),
            Ok(received) => received.items.iter().for_each(|item| {
                if let Content::NotUnderstood { refusal, text } = &item.content {
                    seen(&refusal.id, &refusal.to_string());
                    text.lines().for_each(|line| seen(line, line));
                }
            }),
        }
    }
}

fn in_parts(bytes: &[u8], size: usize) -> Vec<Explained> {
    let mut told = Vec::new();
    let mut tell = |one| {
        told.push(one);
        Ok::<(), Infallible>(())
    };
    let mut explainer = Explainer::new();
    for part in bytes.chunks(size) {
        let Ok(()) = explainer.push(part, &mut tell);
    }
    let Ok(()) = explainer.end(&mut tell);
    told
}

/// What people see of this segment.
fn seen(segment: &str, shown: &str) {
    let raw = |character: char| character.is_control() || ('\u{202a}'..='\u{202e}').contains(&character);
    assert!(!shown.contains(raw), "raw: {shown:?}");
    let id = segment.split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap_or_default();
    // NM1 and REF name organizations too, by their qualifiers.
    let named = NAMING.contains(&id)
        || (id == "NM1" && segment.contains('2'))
        || (id == "REF" && segment.contains("EI"));
    assert!(named || !shows_a_number(shown), "a number: {shown:?}");
}

/// Whether nine digits stand on their own, or three, two and four.
pub fn shows_a_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let alone = |place: Option<&u8>| place.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let fits = |window: &[u8], form: &str| {
        window.iter().zip(form.bytes()).all(|(byte, form)| match form {
            b'9' => byte.is_ascii_digit(),
            other => *byte == other,
        })
    };
    ["999999999", "999-99-9999", "999 99 9999"].iter().any(|form| {
        bytes.windows(form.len()).enumerate().any(|(at, window)| {
            let before = at.checked_sub(1).and_then(|at| bytes.get(at));
            fits(window, form) && alone(before) && alone(bytes.get(at + form.len()))
        })
    })
}
