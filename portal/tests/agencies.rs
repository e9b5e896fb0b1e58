//! The resource manager's agencies (CERT-9) on both databases: create, certify, correct, suspend, merge; and what each of
//! it does to the access of their assisters at the next request (CERT-1, CERT-7).

use domain::{
    access::Denial,
    agency::{AgencyState, AgencyStep, ContactKind},
    certification::Missing,
    form::Fields,
    people::*,
    refusal::Refusal,
};
use portal::{Error, Portal, agencies::*, testing::*};

fn with(mut typed: Fields, changes: &[(&str, &str)]) -> Fields {
    for (field, value) in changes {
        let parts: Vec<&str> = value.split('-').collect();
        match parts[..] {
            [year, month, day] if field.starts_with("contract_") => {
                for (part, value) in [("month", month), ("day", day), ("year", year)] {
                    typed.insert(format!("{field}_{part}"), value.to_owned());
                }
            }
            _ => drop(typed.insert((*field).to_owned(), (*value).to_owned())),
        }
    }
    typed
}

fn agency() -> Fields {
    let answers = [
        ("kind", "navigator"),
        ("name", "Sample Neighbors"),
        ("phone", "(651) 555-0170"),
        ("contract_from", "2026-01-01"),
        ("contract_until", "2027-12-31"),
        ("primary_name", "Kim Sample"),
        ("primary_email", "kim@example.org"),
        ("primary_phone", ""),
        ("payment_name", "Lou Sample"),
        ("payment_phone", "651-555-0171"),
    ];
    with(Fields::new(), &answers)
}

/// Changed answers, and the fields that are named for them.
type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);

fn refusal(fault: &Error) -> Option<Refusal> {
    match fault {
        Error::Refused(refusal) => Some(*refusal),
        _ => None,
    }
}

fn fields(fault: &Error) -> Vec<&str> {
    match fault {
        Error::Invalid(faults) => faults.iter().map(|fault| fault.field.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// Changes an agency's form as it stands.
async fn corrected(portal: &Portal, key: &str, changes: &[(&str, &str)]) -> Result<(), Error> {
    let (rae, key) = (resource_manager(), AgencyKey(key.into()));
    let stored = portal.read_agency(&rae, &key).await?;
    let typed = with(stored.filled, changes);
    portal.correct_agency(&rae, &key, stored.row.version, (&typed, "their letter")).await
}

/// Whether Nia may open the application of a consumer who authorized her, in another process.
async fn nia_may(portal: &Portal) -> bool {
    let second = second_process(portal).await;
    second.open_application(&assister("nia"), &ConsumerKey("max".into())).await.is_ok()
}

async fn stage(portal: &Portal) {
    cast(portal).await;
    associate(portal, "max", "nia").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_is_made_with_its_people_and_counts_once_it_is_certified_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let rae = resource_manager();
        let key = portal.create_agency(&rae, &agency()).await.unwrap();
        let made = portal.read_agency(&rae, &key).await.unwrap();
        assert_eq!((made.row.name.as_str(), made.row.phone.as_str()), ("Sample Neighbors", "651-555-0170"));
        assert_eq!(made.missing, [Missing::Agency]);
        let people: Vec<_> = made.contacts.iter().map(|one| (one.contact_kind, one.name.as_str())).collect();
        assert!(
            people.contains(&(ContactKind::Primary, "Kim Sample"))
                && people.contains(&(ContactKind::Payment, "Lou Sample"))
        );
        portal.step_agency(&rae, &key, AgencyStep::Certify, "papers are there").await.unwrap();
        let certified = portal.read_agency(&rae, &key).await.unwrap();
        assert!(certified.missing.is_empty());
        assert_eq!(certified.row.standing.agency_certified_on, Some(portal.today()));
        let again = portal.step_agency(&rae, &key, AgencyStep::Certify, "again").await.unwrap_err();
        assert_eq!(refusal(&again), Some(Refusal::AgencyStepRefused));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_accepted_of_an_agency_is_named_by_field_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let rae = resource_manager();
        let cases: [Case; 7] = [
            (&[("name", "")], &["name"]),
            (&[("kind", "wizard")], &["kind"]),
            (&[("contract_until", "2025-12-31")], &["contract_until"]),
            (&[("npn", "123")], &["npn"]),
            (&[("primary_name", "")], &["primary_name"]),
            (&[("primary_email", "")], &["primary_email"]),
            (
                &[("payment_phone", "12"), ("privacy_email", "x@example.org")],
                &["privacy_name", "payment_phone"],
            ),
        ];
        for (changes, expected) in cases {
            let fault = portal.create_agency(&rae, &with(agency(), changes)).await.unwrap_err();
            assert_eq!(fields(&fault), expected);
        }
        let twin = with(agency(), &[("name", "sample HELPERS")]);
        assert_eq!(
            refusal(&portal.create_agency(&rae, &twin).await.unwrap_err()),
            Some(Refusal::AgencyNameTaken)
        );
        assert_eq!(count(&portal, "SELECT count(*) FROM agencies").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn suspending_an_agency_stops_all_its_assisters_at_the_next_request_on_every_server_cert_7() {
    for portal in portals().await {
        stage(&portal).await;
        let (rae, helpers) = (resource_manager(), AgencyKey("helpers".into()));
        assert!(nia_may(&portal).await);
        portal.step_agency(&rae, &helpers, AgencyStep::Suspend, "audit").await.unwrap();
        assert!(!nia_may(&portal).await);
        let seen = portal.read_association(&consumer("max"), &ConsumerKey("max".into())).await.unwrap();
        assert!(!seen.current.as_ref().unwrap().assister.may_act_on(portal.today()));
        let agency = portal.read_agency(&rae, &helpers).await.unwrap();
        assert_eq!((agency.row.assisters, agency.row.consumers), (2, 2));
        assert_eq!(agency.row.standing.agency_state, AgencyState::Suspended);
        portal.step_agency(&rae, &helpers, AgencyStep::Reinstate, "cleared").await.unwrap();
        assert!(nia_may(&portal).await);
        let reasons: Vec<_> = portal
            .read_agency(&rae, &helpers)
            .await
            .unwrap()
            .changes
            .into_iter()
            .map(|kept| kept.reason)
            .collect();
        assert_eq!(reasons, ["cleared", "audit"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_decides_from_its_first_to_its_last_day_cert_1() {
    for portal in portals().await {
        stage(&portal).await;
        let today = portal.today();
        let (yesterday, tomorrow) =
            (today.yesterday().unwrap().to_string(), today.tomorrow().unwrap().to_string());
        let today = today.to_string();
        for (from, until, may) in [
            ("2026-01-01", &*yesterday, false),
            ("2026-01-01", &*today, true),
            (&*today, &*tomorrow, true),
            (&*tomorrow, "2027-12-31", false),
        ] {
            corrected(&portal, "helpers", &[("contract_from", from), ("contract_until", until)])
                .await
                .unwrap();
            assert_eq!(nia_may(&portal).await, may, "{from} {until}");
        }
        // Nothing differs, so nothing is kept.
        let nothing = corrected(&portal, "helpers", &[]).await.unwrap_err();
        assert_eq!(refusal(&nothing), Some(Refusal::NothingToChange));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_agencies_become_one_and_their_assisters_go_on_with_their_consumers_cert_9() {
    for portal in portals().await {
        stage(&portal).await;
        let (rae, helpers) = (resource_manager(), AgencyKey("helpers".into()));
        let other = portal.create_agency(&rae, &agency()).await.unwrap();
        portal.step_agency(&rae, &other, AgencyStep::Certify, "papers").await.unwrap();
        let into = |key: &AgencyKey| [("into".to_owned(), key.0.clone())].into();
        let clinic = portal.merge_agencies(&rae, &helpers, (&into(&AgencyKey("clinic".into())), "one")).await;
        assert_eq!(fields(&clinic.unwrap_err()), ["into"], "another kind is not offered");
        let itself = portal.merge_agencies(&rae, &helpers, (&into(&helpers), "one")).await;
        assert_eq!(fields(&itself.unwrap_err()), ["into"]);
        portal.merge_agencies(&rae, &helpers, (&into(&other), "one organization")).await.unwrap();
        assert!(nia_may(&portal).await);
        let list = portal.read_agencies(&rae, &AgenciesWanted::default()).await.unwrap();
        let names: Vec<_> = list.lines.iter().map(|line| (line.name.as_str(), line.assisters)).collect();
        assert_eq!(names, [("Sample Clinic", 1), ("Sample Neighbors", 2)]);
        let gone = portal.read_agency(&rae, &helpers).await.unwrap();
        assert_eq!(gone.row.merged_into, Some(other));
        let step = portal.step_agency(&rae, &helpers, AgencyStep::Reinstate, "why").await.unwrap_err();
        assert_eq!(refusal(&step), Some(Refusal::AgencyStepRefused));
        assert_eq!(count(&portal, "SELECT count(*) FROM associations WHERE ended_at IS NULL").await, 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_resource_manager_reaches_agencies_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let helpers = AgencyKey("helpers".into());
        for other in without_the_roster() {
            let answers = [
                portal.read_agencies(&other, &AgenciesWanted::default()).await.map(drop),
                portal.read_agency(&other, &helpers).await.map(drop),
                portal.create_agency(&other, &agency()).await.map(drop),
                portal.correct_agency(&other, &helpers, 1, (&agency(), "why")).await,
                portal.step_agency(&other, &helpers, AgencyStep::Suspend, "why").await,
                portal.merge_agencies(&other, &helpers, (&Fields::new(), "why")).await,
                portal.read_setup(&other).await.map(drop),
            ];
            for answer in answers {
                assert!(matches!(answer, Err(Error::Denied(Denial::NotThisRole))));
            }
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM agencies WHERE state = 'suspended'").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_agencies_finds_a_part_of_a_name_and_pages_hold_each_once() {
    for portal in portals().await {
        let rows: Vec<_> =
            (0..120).map(|n| format!("('a{n}', 'Sample {}', 'broker', 'active', 1)", n % 997)).collect();
        let insert = "INSERT INTO agencies (agency_key, name, kind, state, created_at) VALUES";
        run(&portal, &format!("{insert} {}", rows.join(", "))).await;
        let rae = resource_manager();
        let mut seen = std::collections::HashSet::new();
        let mut wanted = AgenciesWanted::default();
        loop {
            let page = portal.read_agencies(&rae, &wanted).await.unwrap();
            seen.extend(page.lines.iter().map(|line| line.agency_key.clone()));
            match page.next {
                Some(next) => wanted.after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), 120);
        let search = AgenciesWanted { search: "ple 11".into(), ..AgenciesWanted::default() };
        assert_eq!(portal.read_agencies(&rae, &search).await.unwrap().lines.len(), 11);
        let kind = AgenciesWanted { kind: Some(AssisterKind::Cac), ..AgenciesWanted::default() };
        assert!(portal.read_agencies(&rae, &kind).await.unwrap().lines.is_empty());
    }
}
