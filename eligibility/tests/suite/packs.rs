//! Rule packs: the embedded one loads, a wrong one is refused with key, value and reason.
use eligibility::{PackError, Percent, RulePack};

const MINNESOTA: &str = include_str!("../../packs/minnesota.toml");

fn refused(from: &str, to: &str) -> PackError {
    assert!(MINNESOTA.contains(from), "the pack has no {from}");
    RulePack::from_toml(&MINNESOTA.replacen(from, to, 1)).expect_err("must be refused")
}

fn assert_refused(from: &str, to: &str, key: &str, value: &str, reason: &str) {
    let error = refused(from, to);
    assert_eq!((error.key.as_str(), error.value.as_str(), error.reason.as_str()), (key, value, reason));
}

#[test]
fn the_embedded_pack_has_the_years_and_the_counties() {
    let pack = RulePack::minnesota();
    assert_eq!((pack.rule_set(), pack.name()), ("mn-2026.11", "Minnesota"));
    assert_eq!(pack.coverage_years().collect::<Vec<_>>(), [2021, 2022, 2023, 2024, 2025, 2026, 2027]);
    assert_eq!(
        (pack.rating_area("27053"), pack.rating_area("27109"), pack.rating_area("19001")),
        (Some(8), Some(1), None)
    );
}

#[test]
fn a_key_that_is_missing_or_unknown_is_named() {
    let needed = "this key is needed";
    assert_refused("rule_set = \"mn-2026.11\"", "", "rule_set", "(missing)", needed);
    assert_refused("child_age = 19\n", "", "medical_assistance.child_age", "(missing)", needed);
    let error = refused("child_age = 19\n", "child_age = 19\nchild_agee = 18\n");
    assert_eq!((error.key.as_str(), error.value.as_str()), ("medical_assistance.child_agee", "18"));
    assert!(error.reason.starts_with("unknown key; known here: guideline_from, "), "{}", error.reason);
    let error = refused("\"ma.income\" =", "\"ma.incom\" =");
    assert_eq!(
        (error.key.as_str(), error.reason.as_str()),
        ("sources.ma.incom", "there is no rule of this code")
    );
}

#[test]
fn a_number_of_the_wrong_kind_or_size_is_named() {
    assert_refused(
        "guideline_from = \"07-01\"",
        "guideline_from = \"13-01\"",
        "medical_assistance.guideline_from",
        "\"13-01\"",
        "must be month and day such as \"07-01\"",
    );
    assert_refused(
        "child_age = 19\n",
        "child_age = \"19\"\n",
        "medical_assistance.child_age",
        "\"19\"",
        "must be a whole number",
    );
    assert_refused(
        "child_age = 19\n",
        "child_age = 31\n",
        "medical_assistance.child_age",
        "31",
        "must be from 1 to 30",
    );
    assert_refused(
        "zero_up_to = 300",
        "zero_up_to = -1",
        "cost_sharing.zero_up_to",
        "-1",
        "must be a percentage from 0 to 2000 with at most two decimals",
    );
    assert_refused(
        "percent = 278",
        "percent = 278.125",
        "medical_assistance.groups[1].percent",
        "278.125",
        "must be a percentage from 0 to 2000 with at most two decimals",
    );
    assert_refused(
        "until = 2026-10-01",
        "until = 2013-10-01",
        "immigration[3].until",
        "2013-10-01",
        "must be after `from`",
    );
}

#[test]
fn the_time_after_a_pregnancy_is_in_days_or_in_months() {
    let line = "{ from = 2014-01-01, days = 60 }";
    let key = |key: &str| format!("medical_assistance.postpartum[0]{key}");
    let entry = |span: &str| format!("{{ from = 2014-01-01{span} }}");
    let refuse = |span: &str, at: &str, value: &str, reason: &str| {
        assert_refused(line, &entry(span), &key(at), value, reason);
    };
    refuse("", "", "{...}", "needs either days or months");
    refuse(", days = 60, months = 2", "", "{...}", "needs either days or months");
    refuse(", days = -1", ".days", "-1", "must be from 0 to 731");
    refuse(", days = 732", ".days", "732", "must be from 0 to 731");
    refuse(", months = 25", ".months", "25", "must be from 0 to 24");
    for taken in [", days = 0", ", days = 731", ", months = 0", ", months = 24"] {
        assert!(RulePack::from_toml(&MINNESOTA.replacen(line, &entry(taken), 1)).is_ok(), "{taken}");
    }
}

#[test]
fn a_word_or_list_that_cannot_be_is_named() {
    assert_refused(
        "expected_children = \"household\"",
        "expected_children = \"all\"",
        "medical_assistance.expected_children",
        "\"all\"",
        "must be none, own or household",
    );
    assert_refused(
        "program = \"unborn_child\"",
        "program = \"unborn\"",
        "immigration[8].program",
        "\"unborn\"",
        "must be medical_assistance, unborn_child, basic_health, health_plan or tax_credit",
    );
    assert_refused(
        "statuses = [\"citizen\", \"national\"]",
        "statuses = [\"citizen\", \"martian\"]",
        "immigration[0].statuses[1]",
        "\"martian\"",
        "is not one of the known words",
    );
    assert_refused(
        "27001 = 7",
        "2700 = 7",
        "rating_areas.2700",
        "7",
        "the key must be a county's five digits",
    );
    assert_refused(
        "27001 = 7",
        "27001 = 12",
        "benchmark.premium_cents.2021",
        "[...]",
        "has fewer premiums than there are rating areas",
    );
    assert_refused(
        "income_test = false",
        "income_test = false\npercent = 1",
        "medical_assistance.groups[0].percent",
        "1",
        "a group without income test has no percent",
    );
    assert_refused(
        "percent = 278\n",
        "\n",
        "medical_assistance.groups[1].percent",
        "(missing)",
        "this key is needed",
    );
}

#[test]
fn what_a_pack_says_of_status_and_age_is_checked() {
    let after = "must be after `from`";
    assert_refused("until = 2023-10-01", "until = 2021-07-31", "paroles.afghan.until", "2021-07-31", after);
    let error = refused("ukrainian = {", "chilean = {");
    assert_eq!((error.key.as_str(), error.value.as_str()), ("paroles.chilean", "{...}"));
    assert_refused(
        "paroles = [\"afghan\"]",
        "paroles = [\"chilean\"]",
        "immigration[4].paroles[0]",
        "\"chilean\"",
        "is not one of the known words",
    );
    assert_refused(
        "counts_from = [\"cofa\"",
        "counts_from = [\"martian\"",
        "five_years.counts_from[0]",
        "\"martian\"",
        "is not one of the known words",
    );
    assert_refused(
        "exempt_under_age = 21, ",
        "",
        "medical_assistance.sponsor.age_ends",
        "\"end_of_birthday_month\"",
        "is given without `exempt_under_age`",
    );
    assert_refused(
        "caretaker_age_ends = \"end_of_birthday_month\"",
        "caretaker_age_ends = \"midnight\"",
        "medical_assistance.caretaker_age_ends",
        "\"midnight\"",
        "must be birthday, end_of_birthday_month or month_before_birthday",
    );
    assert_refused(
        "medicare_bars = [\"eligible_premium_free\"",
        "medicare_bars = [\"part_z\"",
        "basic_health.medicare_bars[0]",
        "\"part_z\"",
        "is not one of the known words",
    );
    assert_refused(
        "exempt_entered_before = 1996-08-22",
        "exempt_entered_before = \"long ago\"",
        "five_years.exempt_entered_before",
        "\"long ago\"",
        "must be a date such as 2026-10-01",
    );
    assert_refused(
        "sponsor = { percent = 125",
        "sponsor = { percent = -1",
        "medical_assistance.sponsor.percent",
        "-1",
        "must be a percentage from 0 to 2000 with at most two decimals",
    );
}

#[test]
fn figures_that_do_not_fit_each_other_are_named() {
    assert_refused(
        "2022 = { first = 13590, further = 4720 }\n",
        "",
        "poverty_guidelines.2022",
        "(missing)",
        "needed for coverage year 2023",
    );
    assert_refused(
        "2021 = { earned = 12550",
        "2028 = { earned = 12550",
        "filing_threshold.2021",
        "(missing)",
        "needed for coverage year 2021",
    );
    assert_refused(
        "{ from = 133, below = 150, initial = 3.14",
        "{ from = 134, below = 150, initial = 3.14",
        "tax_credit.2026.bands[1].from",
        "134",
        "the bands must join, beginning at 0",
    );
    assert_refused(
        "{ up_to = 200, level = \"87\" }",
        "{ up_to = 150, level = \"87\" }",
        "cost_sharing.bands[1].up_to",
        "150",
        "must be higher than the band before",
    );
}

#[test]
fn a_file_that_is_not_toml_says_the_line() {
    let error = RulePack::from_toml("rule_set = \"x\"\nname = \n").unwrap_err();
    assert_eq!((error.key.as_str(), error.value.as_str()), ("line 2", "(not TOML)"));
    assert!(error.to_string().starts_with("line 2 = (not TOML): "));
}

#[test]
fn percentages_are_exact() {
    for (text, hundredths) in
        [("6.49", 649), ("0", 0), ("133", 13_300), ("-2.5", -250), ("9.960", 996), ("0.01", 1)]
    {
        assert_eq!(Percent::parse(text), Some(Percent::hundredths(hundredths)), "{text}");
    }
    for text in ["", "-", "6.491", "a", "1.2.3", "1e3", ".5", "9999999999999"] {
        assert_eq!(Percent::parse(text), None, "{text}");
    }
    for (hundredths, text) in
        [(649, "6.49"), (650, "6.5"), (600, "6"), (605, "6.05"), (-250, "-2.5"), (5, "0.05")]
    {
        assert_eq!(Percent::hundredths(hundredths).to_string(), text);
    }
    assert_eq!(serde_json::to_string(&Percent::hundredths(649)).unwrap(), "6.49");
    for json in ["6.49", "194", "-3", "194.0"] {
        assert!(serde_json::from_str::<Percent>(json).is_ok(), "{json}");
    }
    assert!(serde_json::from_str::<Percent>("6.491").is_err());
}
