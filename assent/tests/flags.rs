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

/// Runs the command with these variables; what it complained.
fn complained(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assent"));
    let output = command.args(arguments).envs(variables.iter().copied()).output().unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_password_on_the_command_line_is_refused_and_told_where_it_belongs() {
    let data = folder("password");
    let data = data.to_str().unwrap();
    let secret = "hunter2-and-more";
    let url = format!("postgres://assent:{secret}@127.0.0.1:1/assent");
    let said = complained(&["migrate", "--data", data, "--database", &url], &[]);
    assert!(said.contains("--database: everybody") && said.contains("ASSENT_DATABASE_PASSWORD"), "{said}");
    assert!(!said.contains(secret), "{said}");
    let mail = format!("smtps://assent:{secret}@mail.example.org");
    let work =
        ["work", "--data", data, "--mail-server", &mail, "--mail-from", "Sample <no-reply@example.org>"];
    let said = complained(&work, &[]);
    assert!(said.contains("--mail-server: everybody") && !said.contains(secret), "{said}");
    // Control: in the environment it is tried, in vain.
    let said = complained(&["migrate", "--data", data], &[("ASSENT_DATABASE", &url)]);
    assert!(!said.contains("everybody") && !said.contains(secret) && !said.is_empty(), "{said}");
}

#[test]
fn a_secret_comes_one_way_from_a_file_that_others_cannot_read_or_from_a_command_that_went_well() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("secrets");
    let (data, file) = (folder.join("data"), folder.join("password"));
    let (data, path) = (data.to_str().unwrap(), file.to_str().unwrap());
    let secret = "it's 100% secret/@:";
    std::fs::write(&file, format!("{secret}\n")).unwrap();
    let migrate = ["migrate", "--data", data, "--database", "postgres://assent@127.0.0.1:1/assent"];
    let name = |way: &str| format!("ASSENT_DATABASE_PASSWORD{way}");
    let (plain, of_file, of_command) = (name(""), name("_FILE"), name("_COMMAND"));
    let said = |variables: &[(&str, &str)]| {
        let said = complained(&migrate, variables);
        assert!(!said.contains(secret) && !said.contains("100%25"), "{said}");
        said
    };
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    let others = said(&[(&of_file, path)]);
    assert!(others.contains(&of_file) && others.contains("others can read it"), "{others}");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
    let both = said(&[(&of_file, path), (&plain, secret)]);
    assert!(both.contains("are set: one of them"), "{both}");
    let failed = said(&[(&of_command, "echo nothing >/dev/null; exit 3")]);
    assert!(failed.contains(&of_command) && failed.contains("exit status: 3"), "{failed}");
    assert!(said(&[(&of_command, "true")]).contains("gives nothing"));
    // Each right way gets as far as the server, which is not there.
    let cat = format!("cat {path}");
    std::thread::scope(|scope| {
        for way in [(of_file.as_str(), path), (&of_command, cat.as_str()), (&plain, secret)] {
            let said = &said;
            scope.spawn(move || {
                assert!(said(&[way]).contains("the database of --database cannot be opened"), "{way:?}");
            });
        }
    });
}

#[test]
fn keys_can_come_from_a_command_and_a_database_knows_that_they_are_its_own() {
    let folder = folder("keyring");
    let data = folder.join("data");
    let (data, kept) = (data.to_str().unwrap(), folder.join("kept"));
    let kept = kept.to_str().unwrap();
    assert!(run(&["migrate", "--data", data, "--keyring", kept]).0, "a first key is made in this file");
    assert!(!folder.join("data/keys").exists());
    let cat = format!("cat {kept}");
    let given: &[(&str, &str)] = &[("ASSENT_KEYRING_COMMAND", &cat)];
    assert_eq!(complained(&["migrate", "--data", data], given), "");
    let said = complained(&["keys", "add", "--data", data], given);
    assert!(said.contains("ASSENT_KEYRING_COMMAND") && said.contains("--keyring"), "{said}");
    // Another exchange's keys open nothing here.
    let (other, elsewhere) = (folder.join("other"), folder.join("elsewhere"));
    let (other, elsewhere) = (other.to_str().unwrap(), elsewhere.to_str().unwrap());
    assert!(run(&["migrate", "--data", elsewhere, "--keyring", other]).0);
    let foreign = std::fs::read_to_string(other).unwrap();
    let said = complained(&["migrate", "--data", data], &[("ASSENT_KEYRING", &foreign)]);
    assert!(said.contains("ASSENT_KEYRING: this database is sealed with the key"), "{said}");
    assert!(!said.contains(foreign.split(' ').nth(2).unwrap().trim()), "{said}");
}

/// The files of a state exchange that the portal's own tests read.
fn state_files() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../portal/tests/data/state_plan_files")
}

#[test]
fn plan_files_are_checked_without_a_database_and_an_import_says_the_same() {
    let (files, nowhere) = (state_files(), folder("check").join("data"));
    let check = Command::new(env!("CARGO_BIN_EXE_assent"))
        .args(["plans", "check", files.to_str().unwrap()])
        .env("ASSENT_DATA", &nowhere)
        .env("ASSENT_DATABASE", "postgres://nobody@127.0.0.1:1/nowhere")
        .output()
        .unwrap();
    let said = String::from_utf8(check.stdout).unwrap();
    assert!(check.status.success(), "{said}");
    assert!(!nowhere.exists(), "nothing is made");
    for line in [
        "2026: 3 plans, 3 variants, 153 rates of 1 carriers would be loaded.",
        "2027: 3 plans, 4 variants, 153 rates of 2 carriers would be loaded.",
        "  5 lines of the crosswalk from 2026 would be loaded.",
        "  1 dental plans are read and kept apart: no page offers them yet, and never as medical plans",
        "Of 329 rows 2 are of other states or of the small-group market, and left out.",
    ] {
        assert!(said.lines().any(|said| said == line), "{line}: {said}");
    }
    let data = folder("import-state");
    let (well, imported, complained) =
        run(&["plans", "import", files.to_str().unwrap(), "--data", data.to_str().unwrap()]);
    assert!(well, "{complained}");
    assert_eq!(imported, said.replace("would be loaded.", "are in."));
}

#[test]
fn a_check_ends_with_1_and_a_line_a_cause_when_a_year_would_be_refused() {
    let folder = folder("refused");
    for entry in std::fs::read_dir(state_files()).unwrap() {
        let from = entry.unwrap().path();
        let text = std::fs::read_to_string(&from).unwrap();
        let text =
            text.replace("12/31/2027,01/01/2027,99003MN0010001", "12/31/2027,31/12/2027,99003MN0010001");
        std::fs::write(folder.join(from.file_name().unwrap()), text).unwrap();
    }
    let check = Command::new(env!("CARGO_BIN_EXE_assent"))
        .args(["plans", "check", folder.to_str().unwrap()])
        .output()
        .unwrap();
    let said = String::from_utf8(check.stdout).unwrap();
    let complained = String::from_utf8(check.stderr).unwrap();
    assert_eq!(check.status.code(), Some(1), "{said}");
    assert!(
        said.contains("2026: 3 plans")
            && said.contains("2027: nothing would be loaded; a line for each cause:"),
        "{said}"
    );
    let cause = "  MNRates01012027.csv:155: plan 99003MN0010001: RATE EFFECTIVE DATE \"31/12/2027\": is not a date with the \
                 month first: there is no such month (and 25 more rows, the last in line 205)";
    assert!(said.lines().any(|line| line == cause), "{said}");
    assert!(complained.contains("1 plan year(s) would not be loaded"), "{complained}");
    assert_eq!(said.matches("MNRates").count(), 1, "one cause: {said}");
}
