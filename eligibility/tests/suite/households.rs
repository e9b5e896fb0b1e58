//! Whose household is whose: every branch of 42 CFR 435.603(f) and the whole tax household, several returns, mixed results.
use crate::common::{determined, household, parsed, person, wages};
use eligibility::{Determination, Outcome, Program, RulePack, determine};
use serde_json::{Value, json};

const SPOUSE: &str = "spouse";
const PARENT: &str = "parent";

fn child(id: &str, birth: &str, claimed_by: &str) -> Value {
    person(id, json!({"date_of_birth": birth, "tax": {"role": "dependent", "claimed_by": claimed_by}}))
}

fn filer(id: &str, status: &str) -> Value {
    person(id, json!({"tax": {"role": "filer", "filing_status": status}}))
}

fn non_filer(id: &str, birth: &str) -> Value {
    person(id, json!({"date_of_birth": birth, "tax": {"role": "non_filer"}}))
}

fn ties(pairs: &[(&str, &str, &str)]) -> Value {
    json!(
        pairs
            .iter()
            .map(|(from, kind, to)| json!({"from": from, "kind": kind, "to": to}))
            .collect::<Vec<_>>()
    )
}

fn run(people: Vec<Value>, pairs: &[(&str, &str, &str)], changes: Value) -> Determination {
    let mut changes = changes;
    changes["relationships"] = ties(pairs);
    determined(&household(people, changes))
}

fn home(result: &Determination, id: &str) -> String {
    let ids: Vec<&str> = result.people[id].ma.household.iter().map(|id| id.as_str()).collect();
    ids.join(" ")
}

#[test]
fn a_filer_has_the_spouse_and_everyone_they_claim() {
    let people =
        vec![filer("a", "married_joint"), filer("b", "married_joint"), child("c", "2015-01-01", "b")];
    let result = run(people, &[("a", SPOUSE, "b"), ("a", PARENT, "c"), ("b", PARENT, "c")], json!({}));
    assert_eq!([home(&result, "a"), home(&result, "b"), home(&result, "c")], ["a b c", "a b c", "a b c"]);
    assert_eq!(result.tax_households.len(), 1);
    assert_eq!(result.tax_households[0].filers.len(), 2);
}

#[test]
fn spouses_who_file_apart_but_live_together_are_in_each_others_household() {
    let people =
        vec![filer("a", "married_separate"), filer("b", "married_separate"), child("c", "2015-01-01", "a")];
    let pairs = [("a", SPOUSE, "b"), ("a", PARENT, "c")];
    let result = run(people.clone(), &pairs, json!({"incomes": [wages("a", 40_000), wages("b", 90_000)]}));
    // The child lives with both parents who do not file together: the rules for non-filers.
    assert_eq!([home(&result, "a"), home(&result, "b"), home(&result, "c")], ["a b c", "a b", "a b c"]);
    assert_eq!(result.tax_households.len(), 2);
    assert!(
        result.tax_households.iter().all(|one| one.coverage_family.is_empty()),
        "filing apart bars the credit"
    );
    let apart = run(people, &pairs, json!({"living_apart": [["a", "b"], ["b", "c"]]}));
    assert_eq!([home(&apart, "a"), home(&apart, "b"), home(&apart, "c")], ["a c", "b", "a c"]);
}

#[test]
fn abuse_or_abandonment_opens_the_credit_to_one_who_files_apart() {
    let people = vec![filer("a", "married_separate_exception"), filer("b", "married_separate")];
    let changes = json!({"living_apart": [["a", "b"]], "incomes": [wages("a", 40_000), wages("b", 40_000)]});
    let result = run(people, &[("a", SPOUSE, "b")], changes);
    assert_eq!(result.people["a"].program, Program::Aptc);
    assert_eq!(result.people["b"].program, Program::Qhp);
}

#[test]
fn a_dependent_of_a_parent_has_the_parents_household() {
    let people = vec![filer("a", "single"), child("b", "2004-01-01", "a"), child("c", "2015-01-01", "a")];
    let result =
        run(people, &[("a", PARENT, "b"), ("a", PARENT, "c")], json!({"incomes": [wages("a", 50_000)]}));
    assert_eq!([home(&result, "b"), home(&result, "c")], ["a b c", "a b c"]);
}

#[test]
fn a_dependent_of_someone_else_follows_the_rules_for_non_filers() {
    // A grandmother claims her grown daughter and the daughter's child: three generations.
    let people = vec![
        person("gran", json!({"date_of_birth": "1964-01-01"})),
        child("mom", "2000-01-01", "gran"),
        child("kid", "2020-01-01", "gran"),
    ];
    let pairs = [("gran", PARENT, "mom"), ("mom", PARENT, "kid"), ("gran", "grandparent", "kid")];
    let incomes = json!([wages("gran", 90_000), wages("mom", 9_000)]);
    let result = run(people, &pairs, json!({"incomes": incomes}));
    assert_eq!(
        [home(&result, "gran"), home(&result, "mom"), home(&result, "kid")],
        ["gran kid mom", "gran kid mom", "kid mom"]
    );
    // The mother's small wages do not count in her parent's household, but do in her child's.
    assert_eq!(result.people["gran"].ma.monthly_income_cents, 750_000);
    assert_eq!(
        result.people["kid"].ma.monthly_income_cents, 0,
        "the mother is in her own parent's household"
    );
    assert_eq!(result.people["kid"].program, Program::Ma);
    assert_eq!(result.people["mom"].program, Program::Aptc, "90,000 is 337 percent for three");
}

#[test]
fn a_child_claimed_by_a_parent_elsewhere_belongs_where_it_lives() {
    let people = vec![filer("mom", "single"), child("kid", "2015-01-01", "outside_parent")];
    let result = run(people, &[("mom", PARENT, "kid")], json!({"incomes": [wages("mom", 30_000)]}));
    assert_eq!([home(&result, "mom"), home(&result, "kid")], ["mom", "kid mom"]);
    assert_eq!(result.people["kid"].program, Program::Ma);
    assert_eq!(result.tax_households[0].members.len(), 1);
    let people = vec![filer("dad", "single"), filer("mom", "single"), child("kid", "2015-01-01", "dad")];
    let apart = json!({"living_apart": [["dad", "kid"], ["dad", "mom"]]});
    let result = run(people, &[("dad", PARENT, "kid"), ("mom", PARENT, "kid")], apart);
    assert_eq!(
        [home(&result, "dad"), home(&result, "mom"), home(&result, "kid")],
        ["dad kid", "mom", "kid mom"]
    );
}

#[test]
fn unmarried_parents_who_live_together_make_the_child_a_non_filer() {
    let people = vec![filer("dad", "single"), filer("mom", "single"), child("kid", "2015-01-01", "dad")];
    let result = run(people, &[("dad", PARENT, "kid"), ("mom", PARENT, "kid")], json!({}));
    assert_eq!(
        [home(&result, "dad"), home(&result, "mom"), home(&result, "kid")],
        ["dad kid", "mom", "dad kid mom"]
    );
}

#[test]
fn non_filers_have_spouse_children_and_for_children_parents_and_siblings() {
    let people = vec![
        non_filer("a", "1986-01-01"),
        non_filer("b", "1986-01-01"),
        non_filer("c", "2015-01-01"),
        non_filer("d", "2010-01-01"),
        non_filer("e", "2005-01-01"),
    ];
    let pairs = [("a", SPOUSE, "b"), ("a", PARENT, "c"), ("a", PARENT, "d"), ("a", PARENT, "e")];
    let result = run(people, &pairs, json!({}));
    // At 21 the eldest is no child any more; the parent's spouse is a stepparent.
    assert_eq!(
        [home(&result, "a"), home(&result, "b"), home(&result, "c")],
        ["a b c d", "a b c d", "a b c d"]
    );
    assert_eq!(home(&result, "e"), "e");
    assert!(result.tax_households.is_empty());
}

#[test]
fn a_grown_dependents_small_wages_count_in_the_own_household_only() {
    // A brother of 30 is claimed by his sister: the exception makes him a household of one.
    let people = vec![filer("a", "single"), child("b", "1996-01-01", "a")];
    let incomes = json!([wages("a", 40_000), wages("b", 6_000)]);
    let result = run(people, &[("a", "sibling", "b")], json!({"incomes": incomes}));
    assert_eq!([home(&result, "a"), home(&result, "b")], ["a b", "b"]);
    assert_eq!(result.people["a"].ma.monthly_income_cents, 333_333);
    assert_eq!(result.people["b"].ma.monthly_income_cents, 50_000);
    assert_eq!(result.tax_households[0].annual_income_cents, 4_000_000);
}

#[test]
fn a_spouse_who_is_claimed_counts_with_small_wages_too() {
    let spouse = person("b", json!({"tax": {"role": "dependent", "claimed_by": "a"}}));
    let people = vec![filer("a", "married_separate"), spouse];
    let incomes = json!([wages("a", 20_000), wages("b", 6_000)]);
    let result = run(people, &[("a", SPOUSE, "b")], json!({"incomes": incomes}));
    assert_eq!([home(&result, "a"), home(&result, "b")], ["a b", "a b"]);
    assert_eq!(result.people["a"].ma.monthly_income_cents, 216_667);
    assert_eq!(result.people["b"].ma.monthly_income_cents, 216_667);
}

#[test]
fn where_a_state_chose_it_students_are_children_to_their_limit() {
    let text = include_str!("../../packs/minnesota.toml").replacen(
        "child_age = 19\n",
        "child_age = 19\nstudent_age = 21\n",
        1,
    );
    let pack = RulePack::from_toml(&text).unwrap();
    let home_of = |birth: &str, student: bool| {
        let people = vec![
            non_filer("a", "1980-01-01"),
            person(
                "b",
                json!({"date_of_birth": birth, "full_time_student": student, "tax": {"role": "non_filer"}}),
            ),
        ];
        let input = household(people, json!({"relationships": ties(&[("a", PARENT, "b")])}));
        home(&determine(&pack, &parsed(&input)).unwrap(), "b")
    };
    // 20 on the day of application, 3 August 2026; 21 on that day.
    assert_eq!(home_of("2005-08-04", true), "a b");
    assert_eq!(home_of("2005-08-03", true), "b");
    assert_eq!(home_of("2005-08-04", false), "b");
    assert_eq!(home_of("2007-08-04", false), "a b");
    assert_eq!(home_of("2007-08-03", false), "b");
}

#[test]
fn a_relative_is_a_caretaker_only_when_no_parent_is_at_home() {
    let basis = |pairs: &[(&str, &str, &str)], with_mother: bool, changes: Value| {
        let mut people = vec![
            person("gran", json!({"date_of_birth": "1958-01-01", "medicare": "part_a"})),
            non_filer("kid", "2015-01-01"),
        ];
        if with_mother {
            people.push(non_filer("mom", "1990-01-01"));
        }
        let result = run(people, pairs, changes);
        result.people["gran"].ma.basis.as_deref().unwrap_or("none").to_owned()
    };
    let alone = [("gran", "grandparent", "kid")];
    let with_mother = [("gran", "grandparent", "kid"), ("mom", PARENT, "kid")];
    assert_eq!(basis(&alone, false, json!({})), "parent");
    assert_eq!(basis(&with_mother, true, json!({})), "none");
    assert_eq!(basis(&with_mother, true, json!({"living_apart": [["mom", "kid"]]})), "parent");
    assert_eq!(basis(&alone, false, json!({"living_apart": [["gran", "kid"]]})), "none");
}

#[test]
fn the_spouse_of_a_caretaker_is_one_and_a_child_of_19_makes_none() {
    let basis = |birth: &str| {
        let people = vec![
            person("a", json!({"medicare": "part_a", "tax": {"role": "non_filer"}})),
            person("b", json!({"medicare": "part_a", "tax": {"role": "non_filer"}})),
            non_filer("c", birth),
        ];
        let result = run(people, &[("a", SPOUSE, "b"), ("b", "other_relative", "c")], json!({}));
        ["a", "b"].map(|id| result.people[id].ma.basis.as_deref().unwrap_or("none").to_owned())
    };
    assert_eq!(basis("2007-08-01"), ["parent", "parent"], "19 this month");
    assert_eq!(basis("2007-07-31"), ["none", "none"]);
}

#[test]
fn children_of_19_leave_the_parents_household_of_non_filers() {
    let home_of = |birth: &str| {
        let people = vec![non_filer("a", "1980-01-01"), non_filer("b", birth)];
        home(&run(people, &[("a", PARENT, "b")], json!({})), "a")
    };
    assert_eq!((home_of("2007-08-04"), home_of("2007-08-03")), ("a b".to_owned(), "a".to_owned()));
}

#[test]
fn a_dependent_of_19_stays_with_parents_who_live_apart_or_file_apart() {
    // The second and third exception are for children only.
    let people =
        |birth: &str| vec![filer("dad", "single"), filer("mom", "single"), child("kid", birth, "dad")];
    let pairs = [("dad", PARENT, "kid"), ("mom", PARENT, "kid")];
    assert_eq!(home(&run(people("2007-08-04"), &pairs, json!({})), "kid"), "dad kid mom");
    assert_eq!(home(&run(people("2007-08-03"), &pairs, json!({})), "kid"), "dad kid");
    let apart = json!({"living_apart": [["dad", "kid"]]});
    assert_eq!(home(&run(people("2007-08-04"), &pairs, apart.clone()), "kid"), "kid mom");
    assert_eq!(home(&run(people("2007-08-03"), &pairs, apart), "kid"), "dad kid");
}

#[test]
fn head_of_household_needs_to_live_apart_from_the_spouse() {
    let right = |changes: Value| {
        let people = vec![filer("a", "head_of_household"), filer("b", "married_separate")];
        let mut changes = changes;
        changes["incomes"] = json!([wages("a", 40_000), wages("b", 40_000)]);
        run(people, &[("a", SPOUSE, "b")], changes).people["a"].program
    };
    assert_eq!(right(json!({})), Program::Qhp);
    assert_eq!(right(json!({"living_apart": [["a", "b"]]})), Program::Aptc);
}

#[test]
fn students_of_19_and_20_are_no_children_here() {
    let people = vec![
        non_filer("a", "1980-01-01"),
        person(
            "b",
            json!({"date_of_birth": "2006-09-01", "full_time_student": true, "tax": {"role": "non_filer"}}),
        ),
    ];
    let result = run(people, &[("a", PARENT, "b")], json!({}));
    assert_eq!([home(&result, "a"), home(&result, "b")], ["a", "b"]);
}

#[test]
fn expected_children_count_for_everyone_in_the_household_but_only_for_medical_assistance() {
    let mut people = vec![filer("a", "married_joint"), filer("b", "married_joint")];
    people[0]["pregnant"] = json!(true);
    people[0]["expected_children"] = json!(2);
    let result = run(people, &[("a", SPOUSE, "b")], json!({"incomes": [wages("b", 40_000)]}));
    assert_eq!((result.people["a"].ma.size, result.people["b"].ma.size), (4, 4));
    assert_eq!(result.people["b"].basic_health.limit_cents, Some(4_230_000));
    assert_eq!(result.people["b"].program, Program::Ma, "40,000 is within 138 percent for four");
}

#[test]
fn one_family_can_have_three_programs() {
    let people = vec![
        filer("a", "married_joint"),
        person(
            "b",
            json!({"tax": {"role": "filer", "filing_status": "married_joint"},
            "coverage": [{"kind": "employer_enrolled"}]}),
        ),
        child("c", "2015-01-01", "a"),
    ];
    let pairs = [("a", SPOUSE, "b"), ("a", PARENT, "c"), ("b", PARENT, "c")];
    let result = run(people, &pairs, json!({"incomes": [wages("a", 60_000)]}));
    let programs = ["a", "b", "c"].map(|id| result.people[id].program);
    assert_eq!(programs, [Program::Aptc, Program::Qhp, Program::Ma]);
    let family: Vec<&str> = result.tax_households[0].coverage_family.iter().map(|id| id.as_str()).collect();
    assert_eq!(family, ["a"]);
}

#[test]
fn only_the_three_oldest_under_21_are_priced() {
    let mut people = vec![filer("a", "single")];
    let mut pairs = Vec::new();
    let ids = ["b", "c", "d", "e"];
    for (place, id) in ids.iter().enumerate() {
        people.push(child(id, &format!("20{:02}-01-01", 10 + place), "a"));
        pairs.push(("a", PARENT, *id));
    }
    let changes = json!({"incomes": [wages("a", 120_000)], "benchmark": {"slcsp_monthly_cents_by_person":
        {"a": 50_000, "b": 1, "c": 20, "d": 300, "e": 4_000}}});
    let result = run(people.clone(), &pairs, changes.clone());
    assert_eq!(result.tax_households[0].coverage_family.len(), 5);
    assert_eq!(result.tax_households[0].slcsp_monthly_cents, Some(50_321));
    let mut without = changes;
    without["benchmark"]["slcsp_monthly_cents_by_person"].as_object_mut().unwrap().remove("d");
    let result = run(people, &pairs, without);
    assert_eq!(result.tax_households[0].slcsp_monthly_cents, None);
    assert_eq!(result.tax_households[0].aptc_max_monthly_cents, None);
    assert_eq!(result.tax_households[0].reasons[0].rule.code(), "aptc.benchmark");
}

#[test]
fn whoever_is_21_at_the_start_is_priced_beside_three_children() {
    // Application in August, coverage from 1 September: 21 on that day, or one day later.
    let benchmark = |birth: &str| {
        let mut people = vec![filer("a", "single"), child("b", birth, "a")];
        let mut pairs = vec![("a", PARENT, "b")];
        for id in ["c", "d", "e"] {
            people.push(child(id, "2010-01-01", "a"));
            pairs.push(("a", PARENT, id));
        }
        let shares = json!({"a": 50_000, "b": 4_000, "c": 100, "d": 100, "e": 100});
        let changes =
            json!({"incomes": [wages("a", 120_000)], "benchmark": {"slcsp_monthly_cents_by_person": shares}});
        run(people, &pairs, changes).tax_households[0].slcsp_monthly_cents
    };
    assert_eq!(benchmark("2005-09-01"), Some(54_300));
    assert_eq!(benchmark("2005-09-02"), Some(54_200));
}

#[test]
fn a_benchmark_within_the_contribution_leaves_no_credit() {
    let credit = |benchmark: i64| {
        let shares = json!({"slcsp_monthly_cents_by_person": {"a": benchmark}});
        let changes = json!({"incomes": [wages("a", 40_000)], "benchmark": shares});
        let result = run(vec![filer("a", "single")], &[], changes).tax_households[0].clone();
        (result.aptc_max_monthly_cents.unwrap(), result.reasons[0].outcome)
    };
    // 255 percent: 8.44 + 5/50 of 1.52 = 8.592, rounded 8.59; 40,000 x 0.0859 / 12 = 286.33.
    assert_eq!(credit(28_634), (1, Outcome::Met));
    assert_eq!(credit(28_633), (0, Outcome::NotMet));
    assert_eq!(credit(28_632), (0, Outcome::NotMet));
}

#[test]
fn without_a_published_benchmark_the_credit_is_given_and_its_amount_left_out() {
    let changes =
        json!({"coverage_year": 2027, "application_date": "2026-11-03", "incomes": [wages("a", 40_000)]});
    let result = run(vec![filer("a", "single")], &[], changes);
    assert_eq!(result.people["a"].program, Program::Aptc);
    let tax = &result.tax_households[0];
    assert_eq!((tax.slcsp_monthly_cents, tax.aptc_max_monthly_cents), (None, None));
    assert!(tax.contribution_monthly_cents.is_some());
    assert_eq!(tax.reasons[0].facts.text("missing"), "year");
}

#[test]
fn a_policy_for_several_takes_the_lowest_level_of_cost_sharing() {
    let mut people = vec![filer("a", "married_joint"), filer("b", "married_joint")];
    people[0]["american_indian_alaska_native"] = json!(true);
    let result = run(people, &[("a", SPOUSE, "b")], json!({"incomes": [wages("a", 48_000)]}));
    let levels = [result.people["a"].csr, result.people["b"].csr, result.tax_households[0].csr];
    assert_eq!(
        levels.map(|level| serde_json::to_value(level).unwrap()),
        [json!("zero"), json!("73"), json!("73")]
    );
}

#[test]
fn two_returns_in_one_application_are_kept_apart() {
    let people = vec![filer("a", "single"), filer("b", "single"), child("c", "2015-01-01", "b")];
    let incomes = json!([wages("a", 40_000), wages("b", 70_000)]);
    let result = run(people, &[("a", "sibling", "b"), ("b", PARENT, "c")], json!({"incomes": incomes}));
    let annual: Vec<i64> = result.tax_households.iter().map(|tax| tax.annual_income_cents).collect();
    assert_eq!(annual, [4_000_000, 7_000_000]);
    assert_eq!(result.people["a"].ma.size, 1);
    assert_eq!(result.people["c"].ma.size, 2);
}

#[test]
fn someone_who_does_not_apply_counts_but_gets_nothing() {
    let mut people = vec![filer("a", "married_joint"), filer("b", "married_joint")];
    people[1]["applying"] = json!(false);
    let result = run(people, &[("a", SPOUSE, "b")], json!({"incomes": [wages("b", 50_000)]}));
    assert_eq!((result.people["b"].program, result.people["a"].program), (Program::None, Program::Aptc));
    assert_eq!(result.people["a"].ma.monthly_income_cents, 416_667);
    assert_eq!(result.people["b"].reasons[0].rule.code(), "person.applying");
}

#[test]
fn prison_and_another_state_close_what_they_close() {
    let people = |changes: Value| vec![person("a", changes)];
    let prison =
        run(people(json!({"incarceration": "incarcerated"})), &[], json!({"incomes": [wages("a", 10_000)]}));
    assert_eq!(prison.people["a"].program, Program::Ma, "inmates may be eligible, MN EPM 2.1.2.4");
    let prison =
        run(people(json!({"incarceration": "incarcerated"})), &[], json!({"incomes": [wages("a", 28_000)]}));
    assert_eq!(prison.people["a"].program, Program::None);
    let pending =
        run(people(json!({"incarceration": "pending"})), &[], json!({"incomes": [wages("a", 28_000)]}));
    assert_eq!(pending.people["a"].program, Program::BasicHealth);
    let elsewhere =
        run(people(json!({"state_resident": false})), &[], json!({"incomes": [wages("a", 10_000)]}));
    assert_eq!(elsewhere.people["a"].program, Program::None);
}
