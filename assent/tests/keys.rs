//! `assent keys` as a program, on both databases: list, rotate while a server serves, retire.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use portal::{Portal, RequestContext, testing::*};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The name of the tests' key.
const SEVENS: &str = "c8f6cad9";

/// A folder of one test with the keyring of the tests.
fn folder(portal: &Portal, test: &str) -> PathBuf {
    let name = format!("assent-keys-{}-{}-{test}", std::process::id(), is_postgres(portal));
    let folder = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    put_keyring(&folder.join("keys/keyring"));
    folder
}

/// Runs `assent keys`; gives whether it went well, and what it printed and complained.
fn keys(portal: &Portal, folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_assent"))
        .arg("keys")
        .args(arguments)
        .args(["--database", &address(portal), "--data"])
        .arg(folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

/// A registration that waits for its code, and the mail with the code.
async fn registered(portal: &Portal) {
    let typed = [
        ("given_name", "Zoe"),
        ("family_name", "Sample"),
        ("date_of_birth_month", "2"),
        ("date_of_birth_day", "3"),
        ("date_of_birth_year", "1990"),
        ("email", "zoe@example.org"),
        ("username", "zoe"),
        ("password", "copper lantern river 42"),
    ];
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let here = RequestContext { ip: "192.0.2.1".into(), ..RequestContext::default() };
    portal.create_account(&typed, &here).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_listed_rotated_while_a_server_serves_and_retired() {
    for portal in portals().await {
        let folder = folder(&portal, "rotated");
        let file = folder.join("keys/keyring");
        let serves = with_keyring(&portal, &file).await;
        registered(&serves).await;
        let list = || keys(&portal, &folder, &["list"]).1;
        assert!(
            list().contains(&format!("{SEVENS}  current           3  23 Nov 2026, 9:00 a.m.")),
            "{}",
            list()
        );
        let (well, shown, said) = keys(&portal, &folder, &["rotate"]);
        assert!(well && shown.contains("from now on; 3 were sealed anew."), "{shown}{said}");
        assert!(shown.contains(&format!("`assent keys retire {SEVENS}`")), "{shown}");
        // The server that ran all the time opens what was sealed anew.
        assert!(serves.practice_mails().await.unwrap()[0].body.contains("Your code"));
        assert!(list().contains(&format!("{SEVENS}  earlier           0")), "{}", list());

        let retire = |name: &str| keys(&portal, &folder, &["retire", name]);
        let (well, _, said) = retire(SEVENS);
        assert!(!well && said.contains("in a minute"), "{said}");
        let (well, _, said) = retire("sevens");
        assert!(!well && said.contains("eight hexadecimal digits"), "{said}");
        let text = std::fs::read_to_string(&file).unwrap();
        let current: Vec<&str> = text.lines().last().unwrap().split(' ').collect();
        let (well, _, said) = retire(current[0]);
        assert!(!well && said.contains("is the current key"), "{said}");
        // As if the rotation were a while ago.
        std::fs::write(&file, text.replace(current[1], "2026-01-01T00:00:00Z")).unwrap();
        let (well, shown, said) = retire(SEVENS);
        assert!(well && shown.contains(&format!("{SEVENS} is retired")), "{shown}{said}");
        assert!(!list().contains(SEVENS) && list().contains(&format!("{}  current           3", current[0])));
        let (well, _, said) = retire(SEVENS);
        assert!(!well && said.contains("there is no key"), "{said}");
        let (well, shown, said) = keys(&portal, &folder, &["add"]);
        assert!(well && shown.contains("waits"), "{shown}{said}");
        assert!(list().contains("  waits "), "{}", list());
        assert!(serves.practice_mails().await.unwrap()[0].body.contains("Your code"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_without_its_key_opens_for_no_command_and_one_line_says_which_is_wanted() {
    for portal in portals().await {
        let folder = folder(&portal, "without");
        let file = folder.join("keys/keyring");
        let (well, ..) = keys(&portal, &folder, &["list"]);
        assert!(well);
        std::fs::remove_file(&file).unwrap();
        let (well, _, said) = keys(&portal, &folder, &["list"]);
        assert!(
            !well
                && said
                    .contains(&format!("{}: this database is sealed with the key {SEVENS}", file.display()))
        );
        assert!(
            !file.exists() && said.lines().filter(|line| line.starts_with("assent:")).count() == 1,
            "{said}"
        );
        put_keyring(&file);
        assert!(keys(&portal, &folder, &["list"]).0);
    }
}
