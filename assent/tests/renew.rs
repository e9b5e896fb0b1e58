//! `assent renew` as a program, on both databases: a dry run, a run that stops, the run that goes on, and what it says is
//! missing.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use domain::{enrollment::PlanYear, profile::Profile};
use jiff::civil::date;
use portal::{Portal, practice::PracticeData, testing::*};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The profile with this plan year alone, open for enrollment all the year before it; and the folder with the key.
fn folder(portal: &Portal, year: i16) -> PathBuf {
    let name = format!("assent-renew-{}-{}", std::process::id(), is_postgres(portal));
    let folder = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    put_keyring(&folder.join("keys/keyring"));
    let (before, after) = Profile::MNSURE.split_once("[[plan_year]]").unwrap();
    let rest = after.find("[[special_event]]").unwrap();
    let before = before.replace("calendar = \"ends-in-december\"\n", "");
    let open = year - 1;
    let calendar = format!(
        "[[plan_year]]\nyear = {year}\nopen_from = \"{open}-01-01\"\nopen_to = \"{open}-12-31\"\njanuary_cutoff = \"{open}-12-31\"\n"
    );
    std::fs::write(folder.join("profile.toml"), format!("{before}{calendar}{}", &after[rest..])).unwrap();
    folder
}

/// Runs the command; gives whether it went well, and what it printed and complained.
fn renew(portal: &Portal, folder: &Path, year: i16, words: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_assent"))
        .args(["renew", "--year", &year.to_string()])
        .args(words)
        .args(["--database", &address(portal), "--data"])
        .arg(folder)
        .arg("--profile")
        .arg(folder.join("profile.toml"))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_a_run_does_and_a_run_that_stopped_goes_on() {
    for portal in portals().await {
        let sample = PracticeData { households: 200, assisters: 5, seed: 1 };
        let (portal, _) = with_practice_data(portal, &sample).await;
        let year = portal::Clock::System.today("America/Chicago").year() + 1;
        let folder = folder(&portal, year);
        for table in ["enrollments", "enrollment_members", "applications"] {
            run(&portal, &format!("UPDATE {table} SET plan_year = {} WHERE plan_year = 2027", year - 1))
                .await;
        }
        run(&portal, &format!("UPDATE enrollments SET effective_on = '{}-01-01'", year - 1)).await;
        let (well, _, said) = renew(&portal, &folder, year + 20, &[]);
        assert!(!well && said.contains("add a [[plan_year]]"), "{said}");
        run(&portal, &format!("DELETE FROM catalogs WHERE plan_year = {year}")).await;
        let (well, _, said) = renew(&portal, &folder, year, &[]);
        assert!(!well && said.contains("assent plans import"), "{said}");
        let next = PlanYear {
            year,
            calendar: None,
            open_from: date(year - 1, 1, 1),
            open_to: date(year - 1, 12, 31),
            january_cutoff: date(year - 1, 12, 31),
        };
        let opened = with_profile(&portal, |profile| profile.plan_year = vec![next]);
        opened.load_practice_catalogs(1).await.unwrap();

        let renewed = "SELECT count(*) FROM enrollments WHERE renews IS NOT NULL";
        let (well, dry, said) = renew(&portal, &folder, year, &["--dry-run"]);
        assert!(well && dry.contains("would go on") && dry.contains("No crosswalk leads"), "{dry} {said}");
        assert_eq!(count(&portal, renewed).await, 0);
        let (well, first, said) = renew(&portal, &folder, year, &["--most", "3"]);
        assert!(well && first.contains("were not looked at"), "{first} {said}");
        let (well, rest, said) = renew(&portal, &folder, year, &[]);
        assert!(well && !rest.contains("were not looked at"), "{rest} {said}");
        let all = count(&portal, renewed).await;
        assert!(all > 10 && dry.contains(&format!("  {all} would go on")), "{all} {dry}");
        let (well, again, _) = renew(&portal, &folder, year, &[]);
        assert!(
            well && again.contains("  0 go on")
                && again.contains(&format!("{all} renewed by an earlier run")),
            "{again}"
        );
        assert_eq!(count(&portal, renewed).await, all);
    }
}
