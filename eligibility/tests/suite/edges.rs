//! The last value that is still taken and the first that is not, and conditions of which one half alone decides: what
//! the public cases and the thresholds of money do not reach.
use crate::common::{determined, household, parsed, person, wages};
use eligibility::{
    CostSharing, InputError, Outcome, PersonResult, Program, Rule, RulePack, determine, household_id,
    parse_household,
};
use serde_json::{Value, json};

const MINNESOTA: &str = include_str!("../../packs/minnesota.toml");

fn refused(value: &Value) -> InputError {
    parse_household(value.to_string()).expect_err("must be refused")
}

fn alone(changes: Value, dollars: i64) -> Value {
    household(vec![person("p1", changes)], json!({"incomes": [wages("p1", dollars)]}))
}

fn result(value: &Value) -> PersonResult {
    determined(value).people["p1"].clone()
}

/// The embedded rules with one passage replaced.
fn changed(from: &str, to: &str) -> RulePack {
    assert!(MINNESOTA.contains(from), "{from}");
    RulePack::from_toml(&MINNESOTA.replacen(from, to, 1)).unwrap()
}

fn with(pack: &RulePack, value: &Value) -> PersonResult {
    determine(pack, &parsed(value)).unwrap().people["p1"].clone()
}

#[test]
fn the_largest_household_is_taken_and_one_more_is_not() {
    let people = |count: usize| (0..count).map(|n| person(&format!("p{n}"), json!({}))).collect::<Vec<_>>();
    assert_eq!(determined(&household(people(64), json!({}))).people.len(), 64);
    assert_eq!(refused(&household(people(65), json!({}))).path, "people");
    for (list, entry) in [
        ("incomes", wages("p1", 1)),
        ("deductions", json!({"person": "p1", "kind": "other", "amount_cents": 1, "frequency": "monthly"})),
    ] {
        let entries = |count: usize| {
            household(vec![person("p1", json!({}))], json!({list: vec![entry.clone(); count]}))
        };
        assert!(parse_household(entries(1_000).to_string()).is_ok(), "{list}");
        assert_eq!(refused(&entries(1_001)).path, list);
    }
    let offers = |count: usize| alone(json!({"coverage": vec![json!({"kind": "limited"}); count]}), 1);
    assert!(parse_household(offers(100).to_string()).is_ok());
    assert_eq!(refused(&offers(101)).path, "people[0].coverage");
}

#[test]
fn days_between_birth_and_application_are_taken_with_both_ends() {
    let day = |member: &str, day: &str| {
        let mut value = json!({"date_of_birth": "1986-01-01", "immigration": {"status": "refugee"}});
        match member {
            "since" => value["immigration"]["since"] = json!(day),
            member => value[member] = json!(day),
        }
        parse_household(alone(value, 1).to_string()).map(drop).map_err(|error| error.path)
    };
    for (member, path) in
        [("pregnancy_ended", "people[0].pregnancy_ended"), ("since", "people[0].immigration.since")]
    {
        for taken in ["1986-01-01", "2000-05-05", "2026-08-03"] {
            assert_eq!(day(member, taken), Ok(()), "{member} {taken}");
        }
        for late_or_early in ["1985-12-31", "2026-08-04"] {
            assert_eq!(day(member, late_or_early), Err(path.to_owned()), "{member} {late_or_early}");
        }
    }
    for taken in ["1890-01-01", "2026-08-03"] {
        assert!(parse_household(alone(json!({"date_of_birth": taken}), 0).to_string()).is_ok(), "{taken}");
    }
    for not in ["1889-12-31", "2026-08-04"] {
        assert_eq!(refused(&alone(json!({"date_of_birth": not}), 0)).path, "people[0].date_of_birth");
    }
    let expecting = |count: u8| alone(json!({"pregnant": true, "expected_children": count}), 1);
    assert!(parse_household(expecting(12).to_string()).is_ok());
    assert_eq!(refused(&expecting(13)).path, "people[0].expected_children");
}

#[test]
fn a_marriage_may_be_told_from_both_sides() {
    let both =
        json!([{"from": "p1", "kind": "spouse", "to": "p2"}, {"from": "p2", "kind": "spouse", "to": "p1"}]);
    let joint = json!({"tax": {"role": "filer", "filing_status": "married_joint"}});
    let couple =
        household(vec![person("p1", joint.clone()), person("p2", joint)], json!({"relationships": both}));
    assert_eq!(determined(&couple).tax_households[0].filers.len(), 2);
}

/// Two parents at home, their child, and a grandmother: the first parent claims child and grandmother.
fn claimed_with_a_grandmother(filing: &str) -> Value {
    let files = json!({"tax": {"role": "filer", "filing_status": filing}});
    let claimed =
        |born: &str| json!({"date_of_birth": born, "tax": {"role": "dependent", "claimed_by": "p1"}});
    household(
        vec![
            person("p1", files.clone()),
            person("p2", files),
            person("child", claimed("2016-05-05")),
            person("grandmother", claimed("1962-05-05")),
        ],
        json!({"relationships": [
            {"from": "p1", "kind": "spouse", "to": "p2"}, {"from": "p1", "kind": "parent", "to": "child"},
            {"from": "p2", "kind": "parent", "to": "child"}, {"from": "grandmother", "kind": "parent", "to": "p1"}
        ]}),
    )
}

#[test]
fn a_child_of_parents_who_file_jointly_is_in_their_household_with_everyone_they_claim() {
    let result = determined(&claimed_with_a_grandmother("married_joint"));
    assert_eq!(result.people["child"].ma.size, 4, "42 CFR 435.603(f)(2): no exception holds");
}

#[test]
fn a_child_of_parents_at_home_who_file_apart_is_with_parents_and_siblings_only() {
    let result = determined(&claimed_with_a_grandmother("married_separate"));
    assert_eq!(result.people["child"].ma.size, 3, "42 CFR 435.603(f)(2)(ii)");
    assert_eq!(result.people["p1"].ma.size, 4);
}

#[test]
fn who_files_nothing_has_the_children_at_home_in_the_household_of_minnesotacare() {
    let files_nothing = |born: &str| json!({"date_of_birth": born, "tax": {"role": "non_filer"}});
    let value = household(
        vec![person("p1", files_nothing("1986-01-01")), person("child", files_nothing("2016-05-05"))],
        json!({"relationships": [{"from": "p1", "kind": "parent", "to": "child"}]}),
    );
    // Twice the guideline of two, 2025: 21,150 dollars.
    assert_eq!(result(&value).basic_health.limit_cents, Some(4_230_000));
}

#[test]
fn a_dependent_files_when_earned_and_unearned_together_pass_their_limit() {
    // 26 USC 6012, figures of 2026: up to 16,100 earned and 1,350 unearned, and together no more than the earned
    // (15,650 at most) and 450.
    let parents_income = |earned: i64, unearned: i64| {
        let child = json!({"date_of_birth": "2010-05-05", "tax": {"role": "dependent", "claimed_by": "p1"}});
        let interest = json!({"person": "child", "kind": "interest", "amount_cents": unearned * 100, "frequency": "yearly"});
        let value = household(
            vec![
                person("p1", json!({"tax": {"role": "filer", "filing_status": "head_of_household"}})),
                person("child", child),
            ],
            json!({"relationships": [{"from": "p1", "kind": "parent", "to": "child"}],
                "incomes": [wages("child", earned), interest]}),
        );
        determined(&value).tax_households[0].annual_income_cents / 100
    };
    for (earned, unearned, files) in [
        (15_800, 300, false),
        (16_000, 200, true),
        (15_000, 450, false),
        (15_000, 451, true),
        (16_100, 0, false),
        (16_101, 0, true),
        (0, 1_350, false),
        (0, 1_351, true),
    ] {
        let counted = if files { earned + unearned } else { 0 };
        assert_eq!(parents_income(earned, unearned), counted, "{earned} earned, {unearned} unearned");
    }
}

#[test]
fn untaxed_income_within_a_projection_makes_no_dependent_file() {
    let counted = |projected: i64| {
        let child = json!({"date_of_birth": "2010-05-05", "tax": {"role": "dependent", "claimed_by": "p1"}});
        let benefit = json!({"person": "child", "kind": "social_security", "amount_cents": 500_000, "frequency": "yearly"});
        let value = household(
            vec![
                person("p1", json!({"tax": {"role": "filer", "filing_status": "head_of_household"}})),
                person("child", child),
            ],
            json!({"relationships": [{"from": "p1", "kind": "parent", "to": "child"}], "incomes": [benefit],
                "projected_annual_income_cents": {"child": projected * 100}}),
        );
        determined(&value).tax_households[0].annual_income_cents / 100
    };
    assert_eq!(counted(21_100), 0, "16,100 of it earned");
    assert_eq!(counted(21_101), 21_101);
}

#[test]
fn each_filing_threshold_holds_alone_whatever_the_others_are() {
    // With the figures of 2026 the limit of both together is passed whenever one of them is; other figures tell.
    let files = |thresholds: &str, kind: &str, dollars: i64| {
        let line = "2026 = { earned = 16100, unearned = 1350, addition = 450, aged_or_blind = 2050, self_employment = 400 }";
        let pack =
            changed(line, &format!("2026 = {{ {thresholds}, aged_or_blind = 0, self_employment = 400 }}"));
        let child = json!({"date_of_birth": "2010-05-05", "tax": {"role": "dependent", "claimed_by": "p1"}});
        let income =
            json!({"person": "child", "kind": kind, "amount_cents": dollars * 100, "frequency": "yearly"});
        let value = household(
            vec![person("p1", json!({})), person("child", child)],
            json!({"relationships": [{"from": "p1", "kind": "parent", "to": "child"}], "incomes": [income]}),
        );
        determine(&pack, &parsed(&value)).unwrap().tax_households[0].annual_income_cents > 0
    };
    let small_unearned = "earned = 16100, unearned = 100, addition = 450";
    assert!(!files(small_unearned, "interest", 100));
    assert!(files(small_unearned, "interest", 101));
    let small_earned = "earned = 1000, unearned = 1350, addition = 450";
    assert!(!files(small_earned, "wages", 1_000));
    assert!(files(small_earned, "wages", 1_001));
}

/// The embedded rules with the groups of Medical Assistance in the opposite order.
fn groups_reversed() -> RulePack {
    const MARK: &str = "[[medical_assistance.groups]]";
    let (head, groups) = MINNESOTA.split_once(MARK).unwrap();
    let (groups, tail) = groups.split_once("\n[basic_health]").unwrap();
    let mut groups: Vec<&str> = groups.split(MARK).collect();
    groups.reverse();
    let groups: String = groups.iter().map(|group| format!("{MARK}{group}\n")).collect();
    RulePack::from_toml(&format!("{head}{groups}\n[basic_health]{tail}")).unwrap()
}

#[test]
fn the_highest_group_counts_wherever_it_stands_in_the_rules() {
    let reversed = groups_reversed();
    for (changes, dollars) in [
        (json!({"pregnant": true, "expected_children": 1}), 40_000),
        (json!({"date_of_birth": "2025-01-01"}), 40_000),
        (json!({"date_of_birth": "2004-01-01", "former_foster_care": true}), 90_000),
        (json!({"pregnant": true, "expected_children": 1}), 90_000),
    ] {
        let value = alone(changes, dollars);
        let (one, other) = (result(&value), with(&reversed, &value));
        assert_eq!(
            (one.ma.eligible, one.ma.limit_cents),
            (other.ma.eligible, other.ma.limit_cents),
            "{value}"
        );
        assert_eq!(one.program, other.program);
    }
}

#[test]
fn of_two_groups_with_different_payers_the_higher_one_is_named_and_the_first_of_equal_ones() {
    let value = alone(json!({"pregnant": true, "expected_children": 1}), 95_000);
    let named = |percent: &str| {
        let group = "code = \"unborn_child\"\nimmigration = \"unborn_child\"\npregnant = true\nuninsured = true\nfunding = \"chip\"\npercent = 278";
        let own = format!(
            "code = \"unborn_child\"\npregnant = true\nuninsured = true\nfunding = \"chip\"\npercent = {percent}"
        );
        let result = with(&changed(group, &own), &value);
        assert!(!result.ma.eligible);
        result.ma.basis.unwrap().as_str().to_owned()
    };
    assert_eq!(named("300"), "unborn_child");
    assert_eq!(named("278"), "pregnant");
    assert_eq!(named("200"), "pregnant");
}

#[test]
fn a_state_may_close_medical_assistance_to_inmates_and_to_nobody_else() {
    let pack = changed("incarceration_bars = false", "incarceration_bars = true");
    for (word, open) in [("none", true), ("pending", true), ("incarcerated", false)] {
        let value = alone(json!({"incarceration": word}), 5_000);
        assert_eq!(with(&pack, &value).ma.eligible, open, "{word}");
        assert!(result(&value).ma.eligible, "{word}");
    }
}

#[test]
fn why_no_group_is_open_is_the_five_years_or_the_status() {
    let first = |immigration: Value| {
        let result = result(&alone(json!({"immigration": immigration}), 5_000));
        let reason = result.reasons[0].clone();
        (
            reason.rule,
            reason.outcome,
            reason.facts.text("status").to_owned(),
            reason.facts.text("since").to_owned(),
        )
    };
    let text = |word: &str| word.to_owned();
    assert_eq!(
        first(json!({"status": "undocumented"})),
        (Rule::MaImmigration, Outcome::NotMet, text("undocumented"), text(""))
    );
    assert_eq!(
        first(json!({"status": "lawful_permanent_resident", "since": "2024-01-05"})),
        (Rule::MaFiveYearBar, Outcome::NotMet, text("lawful_permanent_resident"), text("2024-01-05"))
    );
    assert_eq!(
        first(json!({"status": "lawful_permanent_resident"})),
        (Rule::MaFiveYearBar, Outcome::Unknown, text("lawful_permanent_resident"), text(""))
    );
}

#[test]
fn five_years_still_to_wait_are_named_also_where_the_highest_group_has_a_list_of_its_own() {
    let pack = RulePack::from_toml(
        &MINNESOTA
            .replace(
                "under_age = 21\nstatuses = [\"lawful_permanent_resident\", ",
                "under_age = 21\nstatuses = [",
            )
            .replace(
                "pregnant = true\nstatuses = [\"lawful_permanent_resident\", ",
                "pregnant = true\nstatuses = [",
            )
            .replace("funding = \"chip\"\npercent = 278", "funding = \"chip\"\npercent = 300"),
    )
    .unwrap();
    let waiting = json!({"pregnant": true,
        "immigration": {"status": "lawful_permanent_resident", "since": "2024-01-05"}});
    assert_eq!(with(&pack, &alone(waiting, 5_000)).reasons[0].rule, Rule::MaFiveYearBar);
}

#[test]
fn the_status_that_stops_a_plan_is_among_its_facts() {
    let result = result(&alone(json!({"immigration": {"status": "undocumented"}}), 50_000));
    let stopped = result.reasons.iter().find(|reason| reason.rule == Rule::QhpImmigration).unwrap();
    assert_eq!(stopped.facts.text("status"), "undocumented");
}

#[test]
fn cost_sharing_is_for_those_who_may_buy_and_get_no_other_program() {
    let tribe = |incarceration: &str, dollars: i64| {
        let member = json!({"american_indian_alaska_native": true, "incarceration": incarceration});
        let result = result(&alone(member, dollars));
        let level = result.reasons.iter().find(|reason| reason.rule == Rule::CostSharing);
        assert_eq!(
            level.map(|reason| reason.facts.text("level")),
            (result.csr == CostSharing::Zero).then_some("zero")
        );
        (result.program, result.csr)
    };
    assert_eq!(tribe("none", 40_000), (Program::Aptc, CostSharing::Zero));
    assert_eq!(tribe("incarcerated", 40_000), (Program::None, CostSharing::None));
    assert_eq!(tribe("none", 10_000), (Program::Ma, CostSharing::None));
    assert_eq!(tribe("none", 26_000), (Program::BasicHealth, CostSharing::None));
}

#[test]
fn a_clue_is_named_only_where_income_was_the_question() {
    let has_clue = |changes: Value, dollars: i64| {
        result(&alone(changes, dollars)).reasons.iter().any(|reason| reason.rule == Rule::MaAgency)
    };
    assert!(has_clue(json!({"disabled_or_blind": true}), 50_000));
    assert!(!has_clue(json!({"disabled_or_blind": true}), 5_000), "Medical Assistance is open already");
    assert!(!has_clue(json!({"disabled_or_blind": true, "state_resident": false}), 50_000));
    assert!(!has_clue(json!({"disabled_or_blind": true, "immigration": {"status": "undocumented"}}), 50_000));
}

#[test]
fn the_amount_of_the_credit_is_benchmark_less_contribution_among_its_facts() {
    let tax = determined(&alone(json!({}), 45_000)).tax_households[0].clone();
    let facts = &tax.reasons[0].facts;
    let (benchmark, contribution) =
        (facts.number("benchmark_monthly_cents"), facts.number("contribution_monthly_cents"));
    assert_eq!(facts.number("credit_monthly_cents"), benchmark - contribution);
    assert_eq!(tax.aptc_max_monthly_cents, Some(benchmark - contribution));
    assert!(contribution > 0 && benchmark > contribution);
}

#[test]
fn a_return_on_which_nobody_gets_the_credit_has_no_contribution_and_no_amount() {
    let tax = determined(&alone(json!({}), 12_000)).tax_households[0].clone();
    assert!(tax.coverage_family.is_empty());
    assert_eq!((tax.contribution_monthly_cents, tax.aptc_max_monthly_cents), (None, Some(0)));
    assert_eq!(tax.reasons, []);
}

#[test]
fn every_word_of_a_rule_pack_is_taken() {
    let pregnant = json!({"pregnant": true, "expected_children": 2});
    for (word, own, size) in [("none", 1, 1), ("own", 3, 1), ("household", 3, 3)] {
        let pack = changed("expected_children = \"household\"", &format!("expected_children = \"{word}\""));
        assert_eq!(with(&pack, &alone(pregnant.clone(), 5_000)).ma.size, own, "{word}");
        let joint = |changes: &Value| {
            let mut changes = changes.clone();
            changes["tax"] = json!({"role": "filer", "filing_status": "married_joint"});
            changes
        };
        let couple = household(
            vec![person("p1", joint(&json!({}))), person("p2", joint(&pregnant))],
            json!({"relationships": [{"from": "p1", "kind": "spouse", "to": "p2"}]}),
        );
        assert_eq!(with(&pack, &couple).ma.size, size + 1, "{word}");
    }
    let birthday = changed("age_ends = \"month_before_birthday\"", "age_ends = \"birthday\"");
    // 65 on 20 August 2026: the group of adults ends on the birthday, or with July.
    let nearly = alone(json!({"date_of_birth": "1961-08-20"}), 5_000);
    assert!(with(&birthday, &nearly).ma.eligible);
    assert!(!result(&nearly).ma.eligible);
}

#[test]
fn a_status_that_stands_twice_in_a_list_is_on_it() {
    let twice = changed(
        "statuses = [\"citizen\", \"national\"]",
        "statuses = [\"citizen\", \"national\", \"citizen\"]",
    );
    assert!(with(&twice, &alone(json!({}), 5_000)).ma.eligible);
}

#[test]
fn an_age_curve_reaches_21_at_least_and_years_are_those_of_the_guidelines() {
    let start = MINNESOTA.find("thousandths = [").unwrap();
    let end = start + MINNESOTA[start..].find(']').unwrap() + 1;
    let curve = |count: usize| {
        let factors = vec!["890"; count].join(", ");
        RulePack::from_toml(&MINNESOTA.replace(&MINNESOTA[start..end], &format!("thousandths = [{factors}]")))
    };
    assert!(curve(22).is_ok());
    assert_eq!(curve(21).unwrap_err().key, "age_curve.thousandths");
    let factor = |value: &str| {
        let text = MINNESOTA
            .replace(&MINNESOTA[start..end], &format!("thousandths = [{value}{}]", ", 890".repeat(21)));
        RulePack::from_toml(&text).map(drop).map_err(|error| error.reason)
    };
    for taken in ["1", "100000"] {
        assert_eq!(factor(taken), Ok(()), "{taken}");
    }
    for not in ["0", "100001"] {
        assert_eq!(factor(not), Err("must be from 1 to 100000".to_owned()), "{not}");
    }
    let filing = |year: &str| {
        let line = format!(
            "[filing_threshold]\n{year} = {{ earned = 1, unearned = 1, addition = 1, aged_or_blind = 1, self_employment = 1 }}"
        );
        RulePack::from_toml(&MINNESOTA.replacen("[filing_threshold]", &line, 1))
            .map(drop)
            .map_err(|error| error.key)
    };
    assert_eq!((filing("2014"), filing("2099")), (Ok(()), Ok(())));
    for year in ["2013", "2100"] {
        assert_eq!(filing(year), Err(format!("filing_threshold.{year}")));
    }
}

#[test]
fn the_id_of_a_bad_household_is_still_read() {
    assert_eq!(household_id(r#"{"id": "case-7", "people": 3}"#).as_deref(), Some("case-7"));
    assert_eq!(household_id(r#"{"id": 7}"#), None);
    assert_eq!(household_id("{"), None);
}
