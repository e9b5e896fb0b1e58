//! What the determination was computed from is stored to the byte as it always was (APP-5): a full family, with
//! every kind of answer that the rules read.

use crate::{fields, key, signed};
use domain::form::Fields;
use portal::testing::*;

/// The stored input of the family below; its line end is the file's own.
const STORED: &str = include_str!("full_family.json");

fn page(slug: &str, pairs: &[(&str, &str)]) -> (String, Fields) {
    (slug.to_owned(), fields(pairs))
}

fn person(n: u8, (given, year): (&str, &str), applying: &str) -> (String, Fields) {
    let name = [("given_name", given), ("family_name", "Kowalski")];
    let born = [("born_month", "4"), ("born_day", "2"), ("born_year", year), ("applying", applying)];
    page(&format!("person/{n}"), &[&name[..], &born].concat())
}

/// What applies to nobody unless `changes` says so.
fn about(n: u8, changes: &[(&str, &str)]) -> (String, Fields) {
    let no = ["pregnant", "disabled", "tribe", "tobacco"].map(|question| (question, "no"));
    let common = [("resident", "yes"), ("incarceration", "none")];
    page(&format!("about/{n}"), &[&no[..], &common, changes].concat())
}

/// Ana, her husband, a student away from home, her mother, her sister.
fn people() -> Vec<(String, Fields)> {
    vec![
        page(
            "address",
            &[("street", "1 Sample St"), ("city", "Duluth"), ("zip", "55802"), ("county", "27137")],
        ),
        page("contact", &[("email", "ana@example.org")]),
        page("people", &[("complete", "yes")]),
        person(1, ("Ana", "1986"), "yes"),
        person(2, ("Ben", "1984"), "no"),
        person(3, ("Tom", "2006"), "yes"),
        person(4, ("Ida", "1958"), "yes"),
        person(5, ("Eva", "2002"), "yes"),
        page(
            "citizenship/1",
            &[
                ("no_ssn", "yes"),
                ("status", "lawful_permanent_resident"),
                ("since_month", "6"),
                ("since_day", "15"),
                ("since_year", "2010"),
            ],
        ),
        page(
            "immigration/1",
            &[
                ("earlier", "parolee_over_one_year"),
                ("earlier_since_month", "5"),
                ("earlier_since_day", "2"),
                ("earlier_since_year", "2008"),
                ("parole", "other"),
                ("military", "yes"),
                ("entered_month", "5"),
                ("entered_day", "2"),
                ("entered_year", "2008"),
                ("sponsor", "yes"),
                ("sponsor_gives", "$120.50"),
                ("forty_quarters", "no"),
            ],
        ),
        page("citizenship/3", &[("no_ssn", "yes"), ("status", "citizen")]),
        page("citizenship/4", &[("no_ssn", "yes"), ("status", "national")]),
        page("citizenship/5", &[("no_ssn", "yes"), ("status", "refugee")]),
        about(1, &[("pregnant", "yes"), ("expected_children", "2"), ("tribe", "yes"), ("tobacco", "yes")]),
        about(3, &[("student", "yes"), ("foster_care", "no"), ("resident", "no")]),
        about(4, &[("disabled", "yes")]),
        about(
            5,
            &[
                ("foster_care", "yes"),
                ("incarceration", "pending"),
                ("pregnancy_ended_month", "6"),
                ("pregnancy_ended_day", "30"),
                ("pregnancy_ended_year", "2026"),
            ],
        ),
    ]
}

/// Who is what to whom, and taxes.
fn ties() -> Vec<(String, Fields)> {
    vec![
        page("relationships/2", &[("to_1", "spouse"), ("lives_here", "yes")]),
        page("relationships/3", &[("to_1", "child"), ("to_2", "stepchild"), ("lives_here", "no")]),
        page(
            "relationships/4",
            &[("to_1", "parent"), ("to_2", "unrelated"), ("to_3", "grandparent"), ("lives_here", "yes")],
        ),
        page(
            "relationships/5",
            &[
                ("to_1", "sibling"),
                ("to_2", "unrelated"),
                ("to_3", "other_relative"),
                ("to_4", "child"),
                ("lives_here", "yes"),
            ],
        ),
        page("taxes/1", &[("role", "filer"), ("filing_status", "married_joint")]),
        page("taxes/2", &[("role", "filer"), ("filing_status", "married_joint")]),
        page("taxes/3", &[("role", "dependent"), ("claimed_by", "p1"), ("filing_status", "single")]),
        page("taxes/4", &[("role", "non_filer"), ("claimed_by", "p1")]),
        page("taxes/5", &[("role", "dependent"), ("claimed_by", "outside_other")]),
    ]
}

/// Income, deductions and other coverage.
fn money() -> Vec<(String, Fields)> {
    vec![
        page(
            "income/1",
            &[
                ("any", "yes"),
                ("kind_1", "wages"),
                ("amount_1", "$3,500.25"),
                ("frequency_1", "monthly"),
                ("varies_1", "yes"),
                ("kind_2", "lump_sum"),
                ("amount_2", "900"),
                ("frequency_2", "one_time"),
                ("day_2_month", "11"),
                ("day_2_day", "5"),
                ("day_2_year", "2026"),
            ],
        ),
        page(
            "income/2",
            &[
                ("any", "yes"),
                ("kind_1", "self_employment"),
                ("amount_1", "-80"),
                ("frequency_1", "yearly"),
                ("day_1_month", "1"),
                ("day_1_day", "1"),
                ("day_1_year", "2026"),
            ],
        ),
        page("income/3", &[("any", "no"), ("kind_1", "tribal")]),
        page("income/4", &[("any", "no")]),
        page("income/5", &[("any", "no")]),
        page(
            "deductions",
            &[
                ("any", "yes"),
                ("person_1", "p2"),
                ("kind_1", "student_loan_interest"),
                ("amount_1", "45"),
                ("frequency_1", "twice_monthly"),
            ],
        ),
        page("expected-income", &[("p1", "43000"), ("p2", "-100")]),
        page(
            "coverage/1",
            &[
                ("employer", "offer"),
                ("employee_only", "150"),
                ("family", "900.50"),
                ("minimum_value", "yes"),
                ("medicare", "none"),
                ("other", "limited"),
            ],
        ),
        page("coverage/3", &[("employer", "none"), ("medicare", "none"), ("other", "tricare")]),
        page("coverage/4", &[("employer", "none"), ("medicare", "part_ab"), ("other", "none")]),
        page(
            "coverage/5",
            &[
                ("employer", "enrolled"),
                ("minimum_value", "unknown"),
                ("medicare", "none"),
                ("other", "none"),
            ],
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stored_input_of_a_full_family_is_the_same_to_the_byte_and_can_be_determined_again_app_5() {
    for portal in portals().await {
        cast(&portal).await;
        let ana = consumer("ana");
        let opened = portal.open_application(&ana, &key("ana")).await.unwrap();
        for _ in 2..=5 {
            portal.add_person(&ana, &key("ana"), &opened.key).await.unwrap();
        }
        fill_in(&portal, &ana, (&key("ana"), &opened.key), [people(), ties(), money()].concat()).await;
        let signature = signed("Ana Kowalski", "k1");
        portal.submit_application(&ana, &key("ana"), &opened.key, &signature).await.unwrap();
        let input = determination_inputs(&portal).await.remove(0);
        assert_eq!(input, STORED.trim_end());
        let household = eligibility::parse_household(&input).unwrap();
        let again = eligibility::determine(eligibility::RulePack::minnesota(), &household).unwrap();
        assert_eq!(serde_json::to_string(&again).unwrap(), determination_outputs(&portal).await.remove(0));
    }
}
