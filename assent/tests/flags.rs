//! What the command says to a wrong flag or file: which one it is, in one line, with an exit code that a script sees.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::path::PathBuf;
use std::process::Command;

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("assent-flags-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the command; gives whether it went well, and what it printed and complained.
fn run(arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_assent")).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn an_address_of_another_kind_of_database_names_its_flag() {
    let data = folder("database");
    let (well, _, said) =
        run(&["migrate", "--data", data.to_str().unwrap(), "--database", "mysql://u:secret@h/d"]);
    assert!(!well && said.contains("--database: an address begins with postgres://"), "{said}");
    assert!(!said.contains("secret"), "{said}");
}

#[test]
fn a_database_on_another_machine_that_the_environment_names_must_be_verified_too() {
    let data = folder("elsewhere");
    let migrate = |variables: &[(&str, &str)], url: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_assent"));
        command.args(["migrate", "--data", data.to_str().unwrap(), "--database", url]);
        let output = command.envs(variables.iter().copied()).output().unwrap();
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let unsafe_way = "needs sslmode=verify-full";
    let elsewhere = ("PGHOST", "db.example.org");
    for (variables, url) in [
        (&[elsewhere][..], "postgres:///assent"),
        (&[("PGHOSTADDR", "192.0.2.1")], "postgres:///assent"),
        (&[elsewhere, ("PGSSLMODE", "require")], "postgres:///assent"),
        (&[elsewhere, ("PGSSLMODE", "verify-full")], "postgres:///assent?sslmode=prefer"),
    ] {
        let said = migrate(variables, url);
        assert!(said.contains(unsafe_way), "{variables:?} {url}: {said}");
    }
    // Control: this machine's own, and one that is verified, are tried, in vain.
    for (variables, url) in [
        (&[("PGHOST", "127.0.0.1"), ("PGPORT", "1")][..], "postgres:///assent"),
        (&[("PGHOSTADDR", "127.0.0.1")], "postgres:///assent?port=1"),
    ] {
        let said = migrate(variables, url);
        assert!(!said.is_empty() && !said.contains(unsafe_way), "{variables:?} {url}: {said}");
    }
}

#[test]
fn a_folder_that_is_a_file_names_its_flag_and_a_cause_is_said_once() {
    let file = folder("data").join("file");
    std::fs::write(&file, "").unwrap();
    let (well, _, said) = run(&["migrate", "--data", file.to_str().unwrap()]);
    assert!(!well && said.contains(&format!("--data {}", file.display())), "{said}");
    let data = folder("plans");
    let (well, _, said) = run(&["plans", "import", "/nowhere", "--data", data.to_str().unwrap()]);
    assert!(!well && said.contains("/nowhere/Plan_Attributes_PUF.csv"), "{said}");
    assert_eq!(said.matches("No such file").count(), 1, "{said}");
}

#[test]
fn a_file_that_is_no_834_is_named_and_counts_as_a_failure() {
    let folder = folder("edi");
    let (good, bad) = (folder.join("good.x12"), folder.join("bad.x12"));
    let isa = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261126*1200*^*00501*000000001*0*T*:~";
    std::fs::write(&good, format!("{isa}IEA*0*000000001~")).unwrap();
    std::fs::write(&bad, "hello\n").unwrap();
    let path = |file: &PathBuf| file.to_str().unwrap().to_owned();
    let (well, shown, said) = run(&["edi", "show", &path(&good)]);
    assert!(well && shown.contains("ISA*00") && !shown.contains("good.x12"), "{shown}{said}");
    let (well, shown, said) = run(&["edi", "show", &path(&good), &path(&bad)]);
    assert!(!well && shown.contains("good.x12") && shown.contains("cannot be read"), "{shown}");
    assert!(said.contains("bad.x12") && !said.contains("good.x12"), "{said}");
}

#[test]
fn a_profile_whose_rule_pack_is_missing_or_wrong_says_which_file_and_why() {
    let data = folder("rules");
    let profile = data.join("profile.toml");
    let text = include_str!("../../domain/profiles/mnsure.toml");
    std::fs::write(&profile, format!("{text}\n[rules]\npack = \"elsewhere.toml\"\n")).unwrap();
    let migrate = ["migrate", "--data", data.to_str().unwrap(), "--profile", profile.to_str().unwrap()];
    let (well, _, said) = run(&migrate);
    let pack = data.join("elsewhere.toml");
    assert!(!well && said.contains(&format!("rules.pack {}", pack.display())), "{said}");
    let rules = include_str!("../../eligibility/packs/minnesota.toml");
    std::fs::write(&pack, rules.replacen("disregard_points = 5", "disregard_points = \"five\"", 1)).unwrap();
    let (well, _, said) = run(&migrate);
    assert!(!well && said.contains("elsewhere.toml") && said.contains("disregard_points"), "{said}");
    std::fs::write(&pack, rules).unwrap();
    let (well, _, said) = run(&migrate);
    assert!(well, "{said}");
}

#[test]
fn a_worker_with_nothing_to_do_says_what_to_name_and_one_with_nothing_in_vain_says_so() {
    let data = folder("work");
    let data = data.to_str().unwrap();
    let (well, _, said) = run(&["work", "--data", data]);
    assert!(!well && said.contains("--mail-server") && said.contains("--carrier-files"), "{said}");
    let (well, shown, said) = run(&["work", "--again", "--faults", "--data", data]);
    assert!(well && shown.contains("Nothing was tried in vain."), "{shown}{said}");
}

#[test]
fn practice_data_is_served_by_demo_and_refused_by_serve_in_one_line() {
    let data = folder("practice");
    let data = data.to_str().unwrap();
    let (well, _, said) =
        run(&["demo", "--no-serve", "--households", "3", "--assisters", "1", "--data", data]);
    assert!(well, "{said}");
    let (well, shown, said) = run(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
    assert!(!well && !shown.contains("ready"), "{shown}{said}");
    assert!(
        said.lines().count() == 1 && said.contains("practice data") && said.contains("assent demo"),
        "{said}"
    );
    let (well, _, said) = run(&["migrate", "--data", data]);
    assert!(well, "{said}");
}

#[test]
fn a_place_to_listen_that_is_none_and_a_proxy_that_is_none_are_named_with_what_to_write() {
    let data = folder("listen");
    let data = data.to_str().unwrap();
    for (arguments, words) in [
        (["--listen", "localhost"], "write ADDRESS:PORT, unix:PATH or fd:3"),
        (["--trusted-proxy", "10.0.0.0/99"], "write an address, such as 10.0.0.5"),
        (["--listen", "fd:3"], "no such socket was handed on"),
        (["--listen", "unix:/nowhere/at/all"], "cannot listen on unix:/nowhere/at/all"),
    ] {
        let (well, _, said) = run(&[&["serve", "--no-jobs", "--data", data][..], &arguments].concat());
        assert!(!well && said.contains(words), "{said}");
    }
}

#[test]
fn a_state_is_its_profile_with_the_files_beside_it_and_one_that_does_not_fit_together_is_refused() {
    let data = folder("state");
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/profiles");
    std::fs::create_dir_all(data.join("sample-state")).unwrap();
    for file in [
        "sample-state.toml",
        "sample-state/counties.csv",
        "sample-state/zip_codes.csv",
        "sample-state/rules.toml",
    ] {
        std::fs::copy(sample.join(file), data.join(file)).unwrap();
    }
    let profile = data.join("sample-state.toml");
    let migrate = |own: &str| {
        let data = data.join(own);
        run(&["migrate", "--data", data.to_str().unwrap(), "--profile", profile.to_str().unwrap()])
    };
    let (well, _, said) = migrate("whole");
    assert!(well, "{said}");
    let changed = |file: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(data.join(file)).unwrap();
        assert!(text.contains(from), "{file}: {from}");
        std::fs::write(data.join(file), text.replace(from, to)).unwrap();
        let (well, _, said) = migrate("changed");
        assert!(!well, "{file} with {to}");
        std::fs::write(data.join(file), text).unwrap();
        said
    };
    let said = changed("sample-state/counties.csv", "Windmere,99011", "Windmere,9901");
    assert!(said.contains("places.counties: line 7: must be a name and a federal number"), "{said}");
    let said = changed("sample-state.toml", "state_name = \"Sample State\"", "state_name = \"Elsewhere\"");
    assert!(said.contains("the rule pack is of \"Sample State\""), "{said}");
    let said = changed("sample-state.toml", "[rules]\npack = \"sample-state/rules.toml\"\n", "");
    assert!(said.contains("name the state's own in [rules] pack"), "{said}");
    let said = changed("sample-state/rules.toml", "\n99011 = 3", "");
    assert!(said.contains("Windmere (99011) of places.counties has no rating area"), "{said}");
}
