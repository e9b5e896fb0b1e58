//! Sample files of the kinds that carriers send, each with what must be told of it.

use crate::support::{broken, everything_seen, segments};
use proptest::prelude::*;
use x12::{Content, read};

#[path = "../../fuzz/src/check.rs"]
pub mod check;

/// A file of `tests/data`.
fn data(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/data/{name}.x12", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn each_sample_file_is_told_as_it_is() {
    for (name, interchanges, shown, faults) in [
        ("space-newline-after-terminator", 1, 115, &[][..]),
        ("ctrl-z", 1, 115, &[]),
        ("two-interchanges", 2, 230, &[]),
        (
            "truncated-mid",
            1,
            72,
            &["(LX), byte 1385: has no terminator", "the file ends before its IEA; transaction 0001"],
        ),
        ("no-iea", 1, 114, &["interchange 1, segment 115, byte 2071: the file ends before its IEA"]),
        ("999-ssn-in-ik404", 1, 13, &[]),
        (
            "ssn-other-separator-in-one-segment",
            1,
            115,
            &["segment 14, byte 399: does not begin with the identifier"],
        ),
        ("nm1-ssn-in-nm110", 1, 115, &[]),
    ] {
        let file = data(name);
        let text = String::from_utf8(file.clone()).unwrap();
        let found = broken(&file);
        assert_eq!(found.len(), faults.len(), "{name}: {found:?}");
        for (found, words) in found.iter().zip(faults) {
            assert!(found.to_string().contains(words), "{name}: {found}");
        }
        assert_eq!(segments(&text).len(), shown, "{name}");
        assert_eq!(read(&text).len(), interchanges, "{name}");
        let seen = everything_seen(&file);
        assert!(!seen.contains("900000001") && !seen.contains("900-00-0001"), "{name}: {seen}");
        assert!(seen.contains("410000001"), "{name}");
    }
}

#[test]
fn a_999_that_copies_bad_data_is_read_with_the_copy_masked() {
    let text = String::from_utf8(data("999-ssn-in-ik404")).unwrap();
    let received = read(&text).remove(0).unwrap();
    let Content::Group(group) = &received.items[0].content else { panic!("{received:?}") };
    assert_eq!(group.transactions[0].errors[0].elements[0].value.as_deref(), Some("###-##-0001"));
}

#[test]
fn every_sample_file_holds_what_the_fuzz_target_checks() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        check::bytes(&std::fs::read(file.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count >= 8);
}

#[test]
fn the_check_of_the_fuzz_target_finds_what_it_looks_for() {
    for leaky in ["900000001", "a 900-00-0001.", "(900 00 0001)", "x:123456789^"] {
        assert!(check::shows_a_number(leaky), "{leaky}");
    }
    for sound in ["#####0001", "9000000012", "99901MN001000101", "2026-11-23"] {
        assert!(!check::shows_a_number(sound), "{sound}");
    }
}

/// Parts of a file, and what may come between them.
fn parts() -> impl Strategy<Value = Vec<u8>> {
    let known = include_str!("../../fuzz/x12.dict");
    let words: Vec<Vec<u8>> =
        known.lines().filter_map(|line| Some(unquoted(line.strip_prefix('"')?.strip_suffix('"')?))).collect();
    let word = prop_oneof![
        4 => proptest::sample::select(words),
        1 => proptest::collection::vec(any::<u8>(), 0..8),
        1 => "[A-Z0-9]{2,3}[*|:~ 0-9-]{0,12}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(word, 0..24).prop_map(|words| words.concat())
}

/// The escapes of a dictionary.
fn unquoted(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut out = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        out.push(u8::from_str_radix(&part[..2], 16).unwrap());
        out.extend(part[2..].bytes());
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_holds_what_the_fuzz_target_checks(file in parts()) {
        check::bytes(&file);
    }
}
