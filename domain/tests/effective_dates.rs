//! docs/effective-dates.md: each row of its table comes out.

#![expect(clippy::expect_used, clippy::panic, reason = "a helper of tests stops at what it did not expect")]

use domain::{
    enrollment::{EnrollmentRefusal, effective_date, open_window},
    profile::Profile,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

const PAGE: &str = include_str!("../../docs/effective-dates.md");
const CALENDARS: [&str; 2] = ["ends-in-december", "ends-in-january"];

/// A row of the table.
struct Case<'a> {
    row: &'a str,
    event: &'a str,
    on: &'a str,
    chosen: Timestamp,
    year: i16,
    calendars: Vec<&'a str>,
    from: &'a str,
}

fn cases() -> Vec<Case<'static>> {
    let rows = PAGE.lines().skip_while(|line| !line.starts_with("| ---:")).skip(1);
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches(['|', ' ']).split('|').map(str::trim).collect();
        let [_, event, on, chosen, year, calendar, from, _] = cells[..] else { panic!("{row}") };
        let calendars = match calendar {
            "both" => CALENDARS.to_vec(),
            one => vec![one],
        };
        Case {
            row,
            event,
            on,
            chosen: chosen.parse().expect(row),
            year: year.parse().expect(row),
            calendars,
            from,
        }
    })
    .collect()
}

fn profile(calendar: &str) -> Profile {
    let counts = format!("[enrollment]\ncalendar = {calendar:?}");
    let text = Profile::MNSURE.replace(&format!("[enrollment]\ncalendar = {:?}", CALENDARS[0]), &counts);
    assert!(text.contains(&counts), "{calendar}");
    Profile::from_toml(&text).expect(calendar)
}

/// What comes of a case, in the words of the table.
fn outcome(case: &Case<'_>, profile: &Profile) -> String {
    let zone = TimeZone::get(&profile.exchange.time_zone).expect("the exchange's time zone");
    let today = case.chosen.to_zoned(zone).date();
    let plan_year = profile.plan_year.iter().find(|row| row.year == case.year).expect(case.row);
    let event = profile.special_event.iter().find(|event| event.kind.word() == case.event);
    assert_eq!(event.is_none(), case.event == "-", "{}", case.row);
    let event = event.map(|event| (event, case.on.parse::<Date>().expect(case.row)));
    let from = open_window(plan_year, today, event).and_then(|open| effective_date(plan_year, open, today));
    match from {
        Ok(day) => day.to_string(),
        Err(EnrollmentRefusal::WindowClosed { .. }) => "closed".to_owned(),
        Err(EnrollmentRefusal::OutsideEventWindow { .. }) => "outside".to_owned(),
        Err(EnrollmentRefusal::OutsidePlanYear { .. }) => "other year".to_owned(),
        Err(other) => other.to_string(),
    }
}

#[test]
fn every_case_of_the_table_comes_out_as_it_says_enr_1_enr_2() {
    let mut wrong = Vec::new();
    for calendar in CALENDARS {
        let profile = profile(calendar);
        for case in cases().iter().filter(|case| case.calendars.contains(&calendar)) {
            let came = outcome(case, &profile);
            if came != case.from {
                wrong.push(format!("{calendar}: {came} came of {}", case.row));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_has_40_cases_and_every_event_of_the_profile_and_both_calendars() {
    let cases = cases();
    assert!(cases.len() >= 40, "{}", cases.len());
    for event in profile(CALENDARS[0]).special_event {
        assert!(cases.iter().any(|case| case.event == event.kind.word()), "{}", event.kind);
    }
    for calendar in CALENDARS {
        assert!(cases.iter().any(|case| case.calendars == [calendar]), "{calendar}");
    }
}
