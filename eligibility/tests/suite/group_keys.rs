//! Keys of a rule pack that Minnesota leaves alone: groups closed to inmates or to caretakers of children without
//! coverage, and the age to which a student makes a caretaker; and a clue that follows from an income. At the edges, so that a comparison turned round fails.
use crate::common::{household, parsed, person, wages};
use eligibility::{Funding, PersonResult, Program, Rule, RulePack, determine};
use serde_json::{Value, json};

const MAINE: &str = include_str!("../packs/maine.toml");
const MINNESOTA: &str = include_str!("../../packs/minnesota.toml");

fn changed(text: &str, from: &str, to: &str) -> RulePack {
    assert!(text.contains(from), "{from}");
    RulePack::from_toml(&text.replacen(from, to, 1)).unwrap()
}

/// Maine's rules with the children's insurance closed to inmates, as it is, or open.
fn children_insurance(bars: bool) -> RulePack {
    changed(MAINE, "incarceration_bars = true\n", &format!("incarceration_bars = {bars}\n"))
}

/// A child of ten in 2026 with this income of its own, which counts because there is nobody else.
fn child(pack: &RulePack, changes: Value, dollars: i64) -> PersonResult {
    let mut changes = changes;
    changes["date_of_birth"] = json!("2016-01-01");
    let input = household(
        vec![person("p1", changes)],
        json!({"county_fips": null, "incomes": [wages("p1", dollars)]}),
    );
    determine(pack, &parsed(&input)).unwrap().people["p1"].clone()
}

#[test]
fn inmates_are_kept_out_of_a_separate_childrens_insurance_and_nobody_else_is() {
    // Maine, one person in 2026: to 162 percent (25,855) Medicaid, to 213 (33,994) children's insurance.
    for (word, open) in [("none", true), ("pending", true), ("incarcerated", false)] {
        let prison = json!({"incarceration": word});
        let result = child(&children_insurance(true), prison.clone(), 30_000);
        assert_eq!((result.ma.eligible, result.ma.funding), (open, Funding::Chip), "{word}");
        assert_eq!(result.ma.basis.as_deref(), Some("chip_child"), "{word}");
        let rule = if open { Rule::MaIncome } else { Rule::MaIncarceration };
        assert_eq!(result.reasons[0].rule, rule, "{word}");
        assert!(child(&children_insurance(false), prison.clone(), 30_000).ma.eligible, "{word}: no bar");
        let within_medicaid = child(&children_insurance(true), prison, 20_000).ma;
        assert_eq!((within_medicaid.eligible, within_medicaid.funding), (true, Funding::Medicaid), "{word}");
    }
}

#[test]
fn an_inmate_over_the_limit_is_stopped_by_the_income_and_at_the_limit_by_prison() {
    let rule = |dollars: i64| {
        let result = child(&children_insurance(true), json!({"incarceration": "incarcerated"}), dollars);
        assert!(!result.ma.eligible);
        result.reasons[0].rule
    };
    assert_eq!(rule(33_994), Rule::MaIncarceration);
    assert_eq!(rule(33_995), Rule::MaIncome);
    // Insured: the group is not theirs at all, and Medicaid's limit is what stops them.
    let insured = json!({"incarceration": "incarcerated", "coverage": [{"kind": "employer_enrolled"}]});
    let result = child(&children_insurance(true), insured, 30_000);
    assert_eq!((result.ma.basis.as_deref(), result.reasons[0].rule), (Some("child"), Rule::MaIncome));
}

#[test]
fn where_the_closed_group_is_the_only_one_prison_or_the_income_is_named_and_status_before_both() {
    let only = |status: &str, dollars: i64| {
        let group = "funding = \"chip\"\npercent = 278";
        let pack = changed(MINNESOTA, group, &format!("incarceration_bars = true\n{group}"));
        let changes =
            json!({"pregnant": true, "incarceration": "incarcerated", "immigration": {"status": status}});
        let input = household(vec![person("p1", changes)], json!({"incomes": [wages("p1", dollars)]}));
        let result = determine(&pack, &parsed(&input)).unwrap().people["p1"].clone();
        (result.ma.eligible, result.reasons[0].rule)
    };
    assert_eq!(only("undocumented", 20_000), (false, Rule::MaIncarceration));
    assert_eq!(only("undocumented", 90_000), (false, Rule::MaIncome));
    assert_eq!(only("citizen", 20_000), (true, Rule::MaIncome), "Medicaid's own group stays open");
}

#[test]
fn the_safety_net_of_medicaid_holds_for_inmates_too() {
    // Over every limit this month, under the guideline for the year.
    let changes = json!({"date_of_birth": "2016-01-01", "incarceration": "incarcerated"});
    let month = json!({"person": "p1", "kind": "wages", "amount_cents": 400_000, "frequency": "one_time", "from": "2026-08-01"});
    let input = household(vec![person("p1", changes)], json!({"county_fips": null, "incomes": [month]}));
    let result = determine(&children_insurance(true), &parsed(&input)).unwrap().people["p1"].clone();
    assert_eq!((result.ma.eligible, result.reasons[0].rule), (true, Rule::MaSafetyNet));
    assert_eq!(result.ma.funding, Funding::Medicaid);
}

#[test]
fn a_disabled_inmate_is_sent_to_the_agency_unless_prison_closes_everything() {
    let program = |pack: &RulePack| {
        let changes = json!({"incarceration": "incarcerated", "disabled_or_blind": true});
        child(pack, changes, 30_000).program
    };
    assert_eq!(program(&children_insurance(true)), Program::Refer);
    let closed = changed(MAINE, "incarceration_bars = false", "incarceration_bars = true");
    assert_eq!(program(&closed), Program::None);
    let free = child(&closed, json!({"disabled_or_blind": true}), 40_000);
    assert!(free.reasons.iter().any(|reason| reason.rule == Rule::MaAgency), "the key is about inmates only");
}

/// Is a man with Medicare the caretaker of a child born on that day, with this line in the rules?
fn caretaker_of(born: &str, student: bool, line: &str) -> bool {
    let pack = changed(MINNESOTA, "caretaker_child_age = 19\n", line);
    let non_filer = json!({"role": "non_filer"});
    let input = household(
        vec![
            person("p1", json!({"medicare": "part_a", "tax": non_filer})),
            person("p2", json!({"date_of_birth": born, "full_time_student": student, "tax": non_filer})),
        ],
        json!({"relationships": [{"from": "p1", "kind": "parent", "to": "p2"}]}),
    );
    determine(&pack, &parsed(&input)).unwrap().people["p1"].ma.basis.as_deref() == Some("parent")
}

#[test]
fn a_student_of_18_makes_a_caretaker_where_the_rules_say_so_and_stops_with_the_month_of_the_19th_birthday() {
    let with = "caretaker_child_age = 18\ncaretaker_student_age = 19\n";
    let without = "caretaker_child_age = 18\n";
    // The month of application is August 2026, and EPM 2.2.2.1 counts to the end of the month of the birthday.
    for (born, student, with_key, without_key) in [
        ("2008-08-01", false, true, true),
        ("2008-07-31", false, false, false),
        ("2008-08-01", true, true, true),
        ("2008-07-31", true, true, false),
        ("2007-08-01", true, true, false),
        ("2007-08-01", false, false, false),
        ("2007-07-31", true, false, false),
    ] {
        assert_eq!(caretaker_of(born, student, with), with_key, "{born} {student}");
        assert_eq!(caretaker_of(born, student, without), without_key, "{born} {student}, no key");
    }
}

/// What a parent of 40 gets in Maine at this income with these children, each with age, applying and coverage.
fn parent_with(children: &[(i64, bool, &str)], dollars: i64) -> (bool, String, Rule) {
    let mut people = vec![person("p1", json!({}))];
    let mut ties = Vec::new();
    for (number, (age, applying, coverage)) in children.iter().enumerate() {
        let id = format!("c{number}");
        let coverage = if coverage.is_empty() { json!([]) } else { json!([{"kind": coverage}]) };
        people.push(person(
            &id,
            json!({"date_of_birth": format!("{}-01-01", 2026 - age), "applying": applying, "coverage": coverage,
                "tax": {"role": "dependent", "claimed_by": "p1"}}),
        ));
        ties.push(json!({"from": "p1", "kind": "parent", "to": id}));
    }
    let input = household(
        people,
        json!({"county_fips": null, "relationships": ties, "incomes": [wages("p1", dollars)]}),
    );
    let result =
        determine(&RulePack::from_toml(MAINE).unwrap(), &parsed(&input)).unwrap().people["p1"].clone();
    (result.ma.eligible, result.ma.basis.as_deref().unwrap_or("none").to_owned(), result.reasons[0].rule)
}

#[test]
fn a_caretaker_is_in_the_adult_group_only_when_every_child_has_coverage_or_asks_for_it() {
    // Two people in 2026, guideline 21,640: parents to 105 percent (22,722), adults to 138 (29,863).
    let open = (true, "adult".to_owned(), Rule::MaIncome);
    let closed = (false, "adult".to_owned(), Rule::MaChildrenCovered);
    assert_eq!(parent_with(&[(10, true, "")], 26_000), open);
    assert_eq!(parent_with(&[(10, false, "")], 26_000), closed);
    assert_eq!(parent_with(&[(10, false, "employer_enrolled")], 26_000), open);
    assert_eq!(parent_with(&[(10, false, "limited")], 26_000), closed);
    assert_eq!(parent_with(&[(18, false, "")], 26_000), closed);
    assert_eq!(parent_with(&[(19, false, "")], 26_000), open, "no dependent child at 19");
    assert_eq!(
        parent_with(&[(10, true, ""), (12, false, "")], 30_000),
        closed,
        "three people: 28,686 to 37,701"
    );
    assert_eq!(parent_with(&[(10, true, ""), (12, true, "")], 30_000), open);
    // Within the parents' limit the child's coverage is not asked about; over both limits income stops.
    assert_eq!(parent_with(&[(10, false, "")], 22_722), (true, "parent".to_owned(), Rule::MaIncome));
    assert_eq!(parent_with(&[(10, false, "")], 22_723), closed);
    assert_eq!(parent_with(&[(10, false, "")], 29_863), closed);
    assert_eq!(parent_with(&[(10, false, "")], 29_864), (false, "parent".to_owned(), Rule::MaIncome));
}

#[test]
fn the_spouse_of_a_caretaker_waits_for_the_childs_coverage_too() {
    let rule = |applying: bool, apart: Value| {
        let joint = json!({"tax": {"role": "filer", "filing_status": "married_joint"}});
        let people = vec![
            person("p1", joint.clone()),
            person("p2", joint),
            person(
                "c",
                json!({"date_of_birth": "2015-01-01", "applying": applying, "tax": {"role": "non_filer"}}),
            ),
        ];
        let ties = json!([{"from": "p1", "kind": "spouse", "to": "p2"}, {"from": "p2", "kind": "grandparent", "to": "c"}]);
        let changes = json!({"county_fips": null, "relationships": ties, "living_apart": apart,
            "incomes": [wages("p1", 26_000)]});
        let pack = RulePack::from_toml(MAINE).unwrap();
        determine(&pack, &parsed(&household(people, changes))).unwrap().people["p1"].reasons[0].rule
    };
    assert_eq!(rule(false, json!([])), Rule::MaChildrenCovered);
    assert_eq!(rule(true, json!([])), Rule::MaIncome);
    assert_eq!(rule(false, json!([["p1", "p2"], ["p1", "c"]])), Rule::MaIncome);
}

#[test]
fn of_two_closed_groups_the_higher_one_is_named() {
    // A prisoner of 18 with a child without coverage: one group closed by prison, one by the child.
    let named = |chip: &str, adult: &str| {
        let text = MAINE
            .replacen("min_age = 19\nunder_age = 65", "min_age = 18\nunder_age = 65", 1)
            .replacen("percent = 208", &format!("percent = {chip}"), 1)
            .replacen("percent = 133", &format!("percent = {adult}"), 1);
        let people = vec![
            person("p1", json!({"date_of_birth": "2008-01-01", "incarceration": "incarcerated"})),
            person(
                "c",
                json!({"date_of_birth": "2025-01-01", "applying": false, "tax": {"role": "dependent", "claimed_by": "p1"}}),
            ),
        ];
        let ties = json!([{"from": "p1", "kind": "parent", "to": "c"}]);
        // 185 percent of the guideline of two.
        let changes = json!({"county_fips": null, "relationships": ties, "incomes": [wages("p1", 40_034)]});
        let pack = RulePack::from_toml(&text).unwrap();
        let result = determine(&pack, &parsed(&household(people, changes))).unwrap().people["p1"].clone();
        (result.ma.basis.as_deref().unwrap().to_owned(), result.reasons[0].rule)
    };
    let (chip, adult) = ("chip_child".to_owned(), "adult".to_owned());
    assert_eq!(named("208", "190"), (chip.clone(), Rule::MaIncarceration));
    assert_eq!(named("208", "208"), (chip, Rule::MaIncarceration), "the first of equal ones");
    assert_eq!(named("190", "208"), (adult, Rule::MaChildrenCovered));
}

#[test]
fn the_age_of_a_students_caretaker_is_one_to_thirty() {
    let key = |age: i64| {
        let line = format!("caretaker_child_age = 18\ncaretaker_student_age = {age}\n");
        RulePack::from_toml(&MINNESOTA.replacen("caretaker_child_age = 19\n", &line, 1))
            .map(drop)
            .map_err(|error| (error.key, error.reason))
    };
    assert_eq!((key(1), key(30)), (Ok(()), Ok(())));
    let refused = ("medical_assistance.caretaker_student_age".to_owned(), "must be from 1 to 30".to_owned());
    assert_eq!((key(0), key(31)), (Err(refused.clone()), Err(refused)));
}

#[test]
fn whoever_is_a_dependent_child_is_no_caretaker_of_brothers_and_sisters() {
    // The caretakers' limit above the children's, so that being one shows.
    let pack = changed(MINNESOTA, "caretaker = true\npercent = 133", "caretaker = true\npercent = 290");
    let basis = |born: &str| {
        let files_nothing = |born: &str| json!({"date_of_birth": born, "tax": {"role": "non_filer"}});
        let input = household(
            vec![person("p1", files_nothing(born)), person("p2", files_nothing("2015-01-01"))],
            json!({"relationships": [{"from": "p1", "kind": "sibling", "to": "p2"}]}),
        );
        let result = determine(&pack, &parsed(&input)).unwrap();
        result.people["p1"].ma.basis.as_deref().unwrap().to_owned()
    };
    assert_eq!(basis("2007-07-31"), "parent", "19 since last month");
    assert_eq!(basis("2007-08-01"), "child", "19 this month");
}

#[test]
fn minnesotas_caretakers_have_a_child_under_19_student_or_not() {
    for student in [false, true] {
        assert!(caretaker_of("2007-08-01", student, "caretaker_child_age = 19\n"), "EPM 2.2.2.1");
        assert!(!caretaker_of("2007-07-31", student, "caretaker_child_age = 19\n"), "EPM 2.2.2.1");
    }
}

#[test]
fn supplemental_security_income_on_the_day_is_a_clue_for_the_agency() {
    let clue = |cents: i64, from: Option<&str>, to: Option<&str>, whose: &str| {
        let benefit = json!({"person": whose, "kind": "supplemental_security", "amount_cents": cents,
            "frequency": "monthly", "from": from, "to": to});
        let people = vec![person("p1", json!({})), person("p2", json!({}))];
        let input = household(people, json!({"incomes": [wages("p1", 70_000), benefit]}));
        let result = determine(RulePack::minnesota(), &parsed(&input)).unwrap().people["p1"].clone();
        let reason = result.reasons.iter().find(|reason| reason.rule == Rule::MaAgency);
        (result.program, reason.map(|reason| reason.facts.text("clue").to_owned()))
    };
    let found = (Program::Refer, Some("supplemental_security".to_owned()));
    let none = (Program::Qhp, None);
    assert_eq!(clue(90_000, None, None, "p1"), found);
    assert_eq!(clue(1, Some("2026-08-03"), Some("2026-08-03"), "p1"), found);
    assert_eq!(clue(0, None, None, "p1"), none);
    assert_eq!(clue(90_000, Some("2026-08-04"), None, "p1"), none);
    assert_eq!(clue(90_000, None, Some("2026-08-02"), "p1"), none);
    assert_eq!(clue(90_000, None, None, "p2"), none);
    // One benefit taken back by another entry is none, in whatever order.
    for parts in [[90_000, -90_000], [-90_000, 90_000]] {
        let part = |cents: i64| json!({"person": "p1", "kind": "supplemental_security", "amount_cents": cents, "frequency": "monthly"});
        let incomes = json!({"incomes": [wages("p1", 70_000), part(parts[0]), part(parts[1])]});
        let result =
            determine(RulePack::minnesota(), &parsed(&household(vec![person("p1", json!({}))], incomes)));
        assert_eq!(result.unwrap().people["p1"].program, Program::Qhp);
    }
}
