//! Broken copies of our own folder of a state exchange's files: each is refused with one line a cause, and says where.

use super::{
    STATE_FILES,
    cases::{AREAS, CROSSWALK, ISSUERS, OF_AREAS, OF_CROSSWALK, OF_PLANS, OF_RATES, PLANS, RATES},
    data,
};
use portal::plans::{CmsFilesError, FolderRead, read_folder};
use std::{fs, path::PathBuf};

/// A copy of the folder, removed when dropped.
struct Copy(PathBuf);

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
impl Copy {
    fn of(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("assent-broken-copy-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        for file in [PLANS, RATES, AREAS, CROSSWALK, ISSUERS] {
            fs::copy(data(STATE_FILES).join(file), path.join(file)).unwrap();
        }
        Self(path)
    }

    /// With another text in one line of a file; `from` must stand there.
    fn with(self, file: &str, line: usize, from: &str, to: &str) -> Self {
        let path = self.0.join(file);
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let there = lines.get_mut(line - 1).unwrap();
        assert!(there.contains(from), "{file}:{line} has no {from}: {there}");
        *there = there.replacen(from, to, 1);
        fs::write(path, lines.join("\n") + "\n").unwrap();
        self
    }

    fn more(self, file: &str, line: &str) -> Self {
        let path = self.0.join(file);
        let text = fs::read_to_string(&path).unwrap() + line + "\n";
        fs::write(path, text).unwrap();
        self
    }

    fn read(&self) -> Result<FolderRead, CmsFilesError> {
        read_folder(&self.0, "MN", &mut |_| {})
    }

    /// The lines that refuse a year; none when it is sound.
    fn lines_of(&self, year: i16) -> Vec<String> {
        let read = self.read().unwrap();
        let year = read.years.into_iter().find(|read| read.year == year).unwrap();
        let faults = year.catalog.err();
        faults.iter().flat_map(|faults| faults.causes()).map(ToString::to_string).collect()
    }
}

#[test]
fn every_broken_copy_is_refused_with_one_line_and_the_other_year_is_sound() {
    let all = [OF_PLANS, OF_RATES, OF_AREAS, OF_CROSSWALK].concat();
    assert!(all.len() >= 40);
    for (at, (file, line, from, to, said)) in all.into_iter().enumerate() {
        let copy = Copy::of(&format!("one-{at}")).with(file, line, from, to);
        assert_eq!(copy.lines_of(2027), [format!("{file}{said}")], "{file}:{line}: {from} -> {to}");
        assert!(copy.lines_of(2026).is_empty(), "{file}:{line}: {from} -> {to}");
    }
}

#[test]
fn several_causes_are_a_line_each_in_every_file() {
    let copy = Copy::of("several")
        .with(PLANS, 7, "HMO", "HMQ")
        .with(RATES, 155, "01/01/2027", "31/12/2027")
        .with(AREAS, 6, "true,55303", "true,5530")
        .with(CROSSWALK, 3, ",1,1,", ",9,1,")
        .with(CROSSWALK, 6, ",27003,", ",2700,");
    let lines = copy.lines_of(2027);
    let places: Vec<_> =
        lines.iter().map(|line| line.splitn(3, ':').take(2).collect::<Vec<_>>().join(":")).collect();
    let expected = [(PLANS, 7), (AREAS, 6), (RATES, 155), (CROSSWALK, 3), (CROSSWALK, 6)]
        .map(|(file, line)| format!("{file}:{line}"));
    assert_eq!(places, expected, "{lines:#?}");
}

#[test]
fn a_rate_that_is_missing_is_told_at_the_plans_first_row() {
    let copy = Copy::of("missing-rate").with(RATES, 290, "2027,MN,99004", "2027,WI,99004");
    let said = format!(
        r#"{RATES}:257: plan 99004MN0010001: AGE "": the plan lacks rates: 1 of 51 ages in rating area 8"#
    );
    assert_eq!(copy.lines_of(2027), [said]);
}

#[test]
fn a_rate_of_a_plan_that_nobody_knows_is_told_and_so_is_the_plan_that_then_lacks_one() {
    let copy = Copy::of("unknown-plan").with(RATES, 257, "99004MN0010001", "99004MN0010007");
    let said = [
        r#":257: plan 99004MN0010007: PLAN ID "99004MN0010007": is not among the plan attributes of this year"#,
        r#":258: plan 99004MN0010001: AGE "": the plan lacks rates: 1 of 51 ages in rating area 8"#,
    ];
    assert_eq!(copy.lines_of(2027), said.map(|said| format!("{RATES}{said}")));
}

#[test]
fn what_is_wrong_with_the_file_of_carriers_refuses_every_year_that_it_is_for() {
    let cases: [(&str, &str, &str); 4] = [
        (
            "651-555-0143",
            "call us",
            r#":2: Customer Phone "call us": is not a telephone number like 651-555-0123"#,
        ),
        ("Phone,Payment", "Phone,Pay", ""),
        (
            "0143,,",
            "0143,http://meadow.example/pay,",
            r#":2: Payment Page "http://meadow.example/pay": is not an address that begins with https://"#,
        ),
        ("0143,,", "0143,,12", r#":2: TIN "12": is not a tax number of nine digits"#),
    ];
    for (at, (from, to, said)) in cases.into_iter().enumerate() {
        let line = if said.is_empty() { 1 } else { 2 };
        let copy = Copy::of(&format!("carrier-{at}")).with(ISSUERS, line, from, to);
        let expected: Vec<String> =
            (!said.is_empty()).then(|| format!("{ISSUERS}{said}")).into_iter().collect();
        assert_eq!(
            (copy.lines_of(2026), copy.lines_of(2027)),
            (expected.clone(), expected),
            "{from} -> {to}"
        );
    }
    let twice = Copy::of("carrier-twice").more(ISSUERS, "99003,Meadow Health,651-555-0199,,");
    let said = format!(r#"{ISSUERS}:4: Issuer Id "99003": is there already, with something else"#);
    assert_eq!(twice.lines_of(2027), [said]);
    let unnamed = Copy::of("carrier-unnamed").with(ISSUERS, 2, "Meadow Health", "");
    let said = format!(
        r#"{PLANS}:5: Issuer Name "": is empty in every row of carrier 99003; Issuers.csv can name it"#
    );
    assert_eq!(unnamed.lines_of(2027), [said]);
}

#[test]
fn a_year_without_plans_is_refused_and_never_loaded_empty() {
    let copy = Copy::of("no-plans").more(AREAS, "2028,MN,99003,MNS001,Meadow country,true,,,,,Individual,No");
    let said = r#"Plan_Attributes_PUF.csv:1: BusinessYear "2028": has rows in other files, and no plan of the individual market"#;
    assert_eq!(copy.lines_of(2028), [said]);
    assert!(copy.lines_of(2027).is_empty());
}

#[test]
fn nothing_of_this_state_is_said_and_is_no_success() {
    let said = read_folder(&data(STATE_FILES), "VT", &mut |_| {}).unwrap_err().to_string();
    assert_eq!(said, "none of 329 rows is of the individual market of VT");
}

#[test]
fn headings_that_are_missing_doubled_or_of_wrong_years_are_told_by_file() {
    let cases: [(&str, &str, &str, String); 4] = [
        (RATES, "TOBACCO,AGE", "TOBACCO,YEARS", format!("{RATES}:1: column Age is missing")),
        (
            RATES,
            "COUPLE",
            "Rating_Area_ID",
            format!(
                r#"{RATES}:1: column RatingAreaId ("RATING AREA ID" and "Rating_Area_ID") is there twice"#
            ),
        ),
        (
            CROSSWALK,
            "Plan ID 2026",
            "Plan ID 2025",
            format!(
                "{CROSSWALK}:1: there are not exactly two columns like PlanID_2026 and PlanID_2027, a year and the next"
            ),
        ),
        (CROSSWALK, "State", "Stat", format!("{CROSSWALK}:1: column StateCode is missing")),
    ];
    for (at, (file, from, to, said)) in cases.into_iter().enumerate() {
        let copy = Copy::of(&format!("heading-{at}")).with(file, 1, from, to);
        assert_eq!(copy.read().unwrap_err().to_string(), said);
    }
}

#[test]
fn a_file_that_no_heading_tells_and_two_that_could_be_it_are_named() {
    let copy = Copy::of("no-heading").with(RATES, 1, "RATING AREA ID", "AREA");
    let said = copy.read().unwrap_err().to_string();
    assert!(said.contains("Rate_PUF.csv: No such file"), "{said}");
    assert!(said.contains(&format!("neither name nor headings say what {RATES} is")), "{said}");

    let copy = Copy::of("two-files");
    fs::copy(copy.0.join(RATES), copy.0.join("MNRates02022027.csv")).unwrap();
    let said = copy.read().unwrap_err().to_string();
    assert_eq!(
        said,
        format!("Rate_PUF.csv: {RATES} and MNRates02022027.csv could be it; leave one of them here")
    );

    // One that has the public name is it, whatever lies beside.
    fs::rename(copy.0.join(RATES), copy.0.join("rate-puf.csv")).unwrap();
    assert!(copy.lines_of(2027).is_empty());
}

#[test]
fn a_crosswalk_of_another_year_is_left_out_and_told() {
    let copy = Copy::of("other-crosswalk").with(CROSSWALK, 1, "2026,", "2030,").with(
        CROSSWALK,
        1,
        "Plan ID 2027",
        "Plan ID 2031",
    );
    let read = copy.read().unwrap();
    assert_eq!(
        read.notes,
        [format!("{CROSSWALK}: left out, because no other file here is of plan year 2031")]
    );
    assert!(read.years.iter().all(|year| year.catalog.is_ok() && year.crosswalk.is_none()));
}
