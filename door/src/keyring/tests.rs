//! The file of keys: made once, replaced whole, read again when it changed, and never a key under another's name.

use super::*;
use crate::testing::NOW;
use std::{collections::BTreeSet, thread};

fn file() -> PathBuf {
    std::env::temp_dir().join(format!("assent-tests/{}/keys/keyring", uuid::Uuid::now_v7()))
}

fn keyring(file: &Path) -> Keyring {
    Keyring::open(file, NOW, new_secret).unwrap()
}

#[test]
fn a_key_that_seals_never_makes_blind_indexes_and_no_name_shows_a_part_of_one() {
    let mut all = BTreeSet::new();
    for number in 0..100 {
        let key = Key::new(Zeroizing::new([number; 32]), None).unwrap();
        for one in [*key.master, *key.sealing, *key.looking_up, *key.marking] {
            assert!(one.windows(4).all(|part| part != key.name.0));
            all.insert(one);
        }
    }
    assert_eq!(all.len(), 400);
}

#[test]
fn a_key_under_anothers_name_and_a_line_that_is_cut_off_are_not_read() {
    let file = file();
    drop(keyring(&file));
    let text = fs::read_to_string(&file).unwrap();
    let (name, rest) = text.split_once(' ').unwrap();
    let digit = if name.starts_with('0') { "1" } else { "0" };
    let said = |text: &str| {
        fs::write(&file, text).unwrap();
        Ring::read(&file).err().map(|fault| fault.to_string()).unwrap_or_default()
    };
    for wrong in [
        format!("{digit}{} {rest}", &name[1..]),
        text[..text.len() - 2].to_owned(),
        text.replace("2026", "2O26"),
        format!("{text}{name}\n"),
    ] {
        assert!(said(&wrong).contains("holds no key, or not the key of its name"), "{wrong}");
        assert!(!said(&wrong).contains(&rest[21..40]), "the fault tells nothing of the key");
    }
    assert!(said(&text.replace("2026-11-23T15:00:00Z", "waiting")).contains("no key is in use"));
    assert!(said("").contains("no key is in use"));
    assert_eq!(said(&text), "");
}

#[test]
fn many_processes_that_start_at_once_make_one_key_that_only_its_owner_reads() {
    let file = file();
    let start = || keyring(&file).current().name;
    let names: BTreeSet<KeyName> = thread::scope(|scope| {
        let started: Vec<_> = (0..16).map(|_| scope.spawn(start)).collect();
        started.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(names.len(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        keyring(&file).add().unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn changes_at_once_lose_no_key() {
    let file = file();
    let first = keyring(&file);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                keyring(&file).add().unwrap();
                first.advance(NOW).unwrap();
            });
        }
    });
    assert_eq!(first.names().0.len(), 9);
}

#[test]
fn a_running_process_reads_the_file_again_when_it_has_changed() {
    let file = file();
    let (serves, rotates) = (keyring(&file), keyring(&file));
    let old = serves.current().name;
    let new = rotates.advance(NOW).unwrap();
    // What it seals next is sealed with the new key, and a key that it never heard of is looked for.
    assert_eq!(serves.current().name, new);
    let waiting = rotates.add().unwrap();
    assert_eq!(serves.named(waiting).unwrap().since, None);
    rotates.remove(old).unwrap();
    assert_eq!(serves.current().name, new);
    assert!(serves.named(old).is_err());
}

#[test]
fn a_file_that_is_being_copied_leaves_the_keys_read_before_in_use() {
    let file = file();
    let serves = keyring(&file);
    let (whole, old) = (fs::read(&file).unwrap(), serves.current().name);
    for torn in [&whole[..0], &whole[..20], &whole[..whole.len() - 9]] {
        fs::write(&file, torn).unwrap();
        assert_eq!(serves.current().name, old);
        assert!(serves.named(old).is_ok() && serves.named(KeyName([0; 4])).is_err());
        assert!(serves.add().is_err(), "a torn file is not written over");
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(serves.current().name, old);
    fs::write(&file, whole).unwrap();
    for_everybody(&file, false);
    assert!(serves.add().is_ok());
}

/// Lets others read a file, or its owner only.
fn for_everybody(file: &Path, others: bool) {
    use std::os::unix::fs::PermissionsExt;
    let mode = if others { 0o640 } else { 0o600 };
    fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn keys_that_others_can_read_are_refused_with_the_line_to_type() {
    let file = file();
    drop(keyring(&file));
    for_everybody(&file, true);
    let refused = Keyring::open(&file, NOW, new_secret).err().unwrap().to_string();
    assert!(refused.ends_with(&format!("type: chmod 600 {}", file.display())), "{refused}");
    for_everybody(&file, false);
    assert!(Keyring::open(&file, NOW, new_secret).is_ok());
}

#[test]
fn a_key_that_waits_opens_and_does_not_seal_until_it_is_its_turn() {
    let ring = keyring(&file());
    let old = ring.current().name;
    let (first, second) = (ring.add().unwrap(), ring.add().unwrap());
    assert_eq!(ring.current().name, old);
    assert!(ring.named(first).is_ok() && ring.named(second).is_ok());
    assert_eq!(ring.advance(NOW.plus_seconds(5)).unwrap(), first);
    let (names, current) = ring.names();
    assert_eq!(current, first);
    assert_eq!(names, [(old, Some(NOW)), (second, None), (first, Some(NOW.plus_seconds(5)))]);
    assert_eq!(ring.advance(NOW).unwrap(), second, "the order decides, not a clock that went back");
}

#[test]
fn keys_that_somebody_else_keeps_are_read_and_never_changed_and_a_fault_names_who_gave_them() {
    let file = file();
    let kept = keyring(&file);
    let text = fs::read_to_string(&file).unwrap();
    let given = |text: &str| Keyring::given(text.to_owned(), "ASSENT_KEYRING_COMMAND".to_owned());
    let ring = given(&text).unwrap();
    assert_eq!(ring.current().name, kept.current().name);
    for changed in [ring.add().err(), ring.advance(NOW).err(), ring.remove(ring.current().name).err()] {
        let said = changed.unwrap().to_string();
        assert!(said.contains("ASSENT_KEYRING_COMMAND") && said.contains("--keyring"), "{said}");
    }
    assert_eq!(ring.names().0.len(), 1);
    let waiting = kept.add().unwrap();
    let both = given(&fs::read_to_string(&file).unwrap()).unwrap();
    assert!(both.named(waiting).is_ok() && both.current().name == kept.current().name);
    let said = given("1e55-than-a-key").err().unwrap().to_string();
    assert!(said.contains("ASSENT_KEYRING_COMMAND: line 1") && !said.contains("1e55"), "{said}");
    assert_eq!(KeyringFrom::Given { text, by: "ASSENT_KEYRING".to_owned() }.to_string(), "ASSENT_KEYRING");
}
