//! What is sealed opens with the key that it names, at its own place, and nowhere else.

use super::*;
use crate::{keyring::NOT_HERE, testing::NOW};
use std::{fs, path::PathBuf};

fn file() -> PathBuf {
    std::env::temp_dir().join(format!("assent-tests/{}/keyring", uuid::Uuid::now_v7()))
}

fn sevens() -> (Seal, PathBuf) {
    let file = file();
    (Seal::of_sevens(&file, NOW).unwrap(), file)
}

fn fault<T>(opened: Result<T, Error>) -> String {
    opened.err().unwrap().to_string()
}

#[test]
fn a_sealed_value_opens_only_at_its_own_place() {
    let (seal, _) = sevens();
    let (key, wrapped) = seal.new_data_key("ana").unwrap();
    let sealed = key.seal("t/c/1", b"123456789").unwrap();
    assert!(!sealed.windows(9).any(|w| w == b"123456789"));
    let again = seal.data_key("ana", &wrapped).unwrap();
    assert_eq!(again.open("t/c/1", &sealed).unwrap(), b"123456789");
    assert!(again.open("t/c/2", &sealed).is_err());
    assert!(seal.data_key("eve", &wrapped).is_err());
    let secret = seal.seal("t/c/1", b"secret").unwrap();
    assert_eq!(seal.open("t/c/1", &secret).unwrap(), b"secret");
    assert_eq!(fault(seal.open("t/c/2", &secret)), fault::<()>(Err(Error::Corrupt("sealed value"))));
}

#[test]
fn the_blind_index_tells_equal_values_and_hides_the_rest() {
    let (seal, _) = sevens();
    let index = |value| seal.blind_index("ssn", value).unwrap();
    assert_eq!(index("123456789"), index("123456789"));
    assert_ne!(index("123456789"), index("123456780"));
    assert_ne!(seal.blind_index("attempts", "123456789").unwrap(), index("123456789"));
    let other = Seal::with(&file().into(), NOW).unwrap();
    assert_ne!(other.blind_index("ssn", "123456789").unwrap(), index("123456789"));
}

#[test]
fn what_was_sealed_by_an_earlier_version_still_opens() {
    let (seal, file) = sevens();
    assert_eq!(
        fs::read_to_string(file).unwrap(),
        format!("c8f6cad9 2026-11-23T15:00:00Z {}\n", "07".repeat(32))
    );
    let sealed =
        randomness::unhex("01c8f6cad9231a41e5e104759a8e1e6114ef5d2ed164bb113db2590b8c0ac7531d36c3ab6c")
            .unwrap();
    assert_eq!(seal.open("t/c/1", &sealed).unwrap(), b"kept");
    assert_eq!(
        seal.blind_index("ssn", "123456789").unwrap(),
        "c8f6cad9:bf0d66c9f377ee2bdbb1c6ccb46cc9eae7c5031b1cb40fe0b8df631a1bec2928"
    );
}

#[test]
fn any_changed_byte_of_a_sealed_value_is_noticed() {
    let (seal, _) = sevens();
    let sealed = seal.seal("t/c/1", b"x").unwrap();
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(seal.open("t/c/1", &changed).is_err(), "byte {at}");
        assert!(seal.open("t/c/1", &sealed[..at]).is_err(), "the first {at} bytes");
    }
}

#[test]
fn a_value_under_a_consumers_key_is_none_under_a_key_of_the_ring() {
    let (seal, _) = sevens();
    let (key, wrapped) = seal.new_data_key("ana").unwrap();
    let of_ana = key.seal("t/c/1", b"x").unwrap();
    assert_eq!((Seal::key_of(&of_ana), Seal::key_of(&wrapped)), (None, Some(seal.keys()[0].name)));
    assert!(seal.open("t/c/1", &of_ana).is_err());
    assert!(key.open("t/c/1", &seal.seal("t/c/1", b"x").unwrap()).is_err());
}

#[test]
fn after_a_rotation_new_values_name_the_new_key_and_old_ones_still_open() {
    let (seal, file) = sevens();
    let old = seal.seal("t/c/1", b"x").unwrap();
    let name = seal.advance(NOW.plus_seconds(1)).unwrap();
    assert_eq!(seal.open("t/c/1", &old).unwrap(), b"x");
    let new = seal.resealed("t/c/1", &old).unwrap();
    assert_eq!((Seal::key_of(&new), seal.open("t/c/1", &new).unwrap()), (Some(name), b"x".to_vec()));
    let index = seal.blind_index("ssn", "123456789").unwrap();
    assert_eq!(Seal::key_of_index(&index), Some(name));
    // Another process that starts now knows both.
    let other = Seal::with(&file.clone().into(), NOW).unwrap();
    assert_eq!(other.open("t/c/1", &old).unwrap(), other.open("t/c/1", &new).unwrap());
}

#[test]
fn a_key_that_is_not_here_is_told_from_damage() {
    let ((here, _), elsewhere) = (sevens(), Seal::with(&file().into(), NOW).unwrap());
    let sealed = elsewhere.seal("t/c/1", b"x").unwrap();
    assert_eq!(fault(here.open("t/c/1", &sealed)), NOT_HERE.to_string());
    let damaged = &here.seal("t/c/1", b"x").unwrap()[..30];
    assert_ne!(fault(here.open("t/c/1", damaged)), NOT_HERE.to_string());
}

#[test]
fn a_removed_key_opens_nothing_any_more_and_the_current_one_cannot_be_removed() {
    let (seal, _) = sevens();
    let (old, sealed) = (seal.keys()[0].name, seal.seal("t/c/1", b"x").unwrap());
    seal.remove_key(old).unwrap();
    assert!(seal.open("t/c/1", &sealed).is_ok(), "it is the current one");
    let new = seal.advance(NOW).unwrap();
    let current = |key: &ListedKey| (key.name, key.current);
    assert_eq!(seal.keys().iter().map(current).collect::<Vec<_>>(), [(old, false), (new, true)]);
    seal.remove_key(old).unwrap();
    assert_eq!(seal.keys().len(), 1);
    assert_eq!(fault(seal.open("t/c/1", &sealed)), NOT_HERE.to_string());
}

#[test]
fn a_mark_is_known_by_the_key_that_made_it() {
    let (sevens, _) = sevens();
    let (ours, others) =
        (sevens.marker().unwrap(), Seal::with(&file().into(), NOW).unwrap().marker().unwrap());
    let mark = ours.mark("an event");
    assert!(ours.made(&mark) && !others.made(&mark));
    assert_eq!((ours.made("no mark"), ours.mark("another") == mark), (false, false));
}
