//! The public directory (CERT-10) on both databases: who stands in it, what it shows, and how it is searched.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{
    agency::{AgencyStanding, AgencyState},
    certification::{AccountState, Credentials},
    form::Fields,
    people::*,
    refusal::Refusal,
};
use jiff::civil::Date;
use portal::{Error, Portal, RequestContext, directory::*, testing::*};

fn typed(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

/// Somebody at an address of their own, so that searches of one test are not too many.
fn from(number: usize) -> RequestContext {
    RequestContext { ip: format!("192.0.2.{number}"), ..RequestContext::default() }
}

async fn names(portal: &Portal, pairs: &[(&str, &str)]) -> Vec<String> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    let context = from(NEXT.fetch_add(1, Ordering::Relaxed));
    match portal.search_directory(&typed(pairs), 1, &context).await {
        Ok(page) => page.found.iter().map(|found| found.entry.name().given).collect(),
        Err(fault) => vec![fault.to_string()],
    }
}

async fn stage(portal: &Portal) {
    cast(portal).await;
    run(
        portal,
        "UPDATE assisters SET city = 'Minneapolis', zip = '55401', county = '27053', north = 44985, east = -93270, \
         ways = 'in_person,video', accessibility = 'wheelchair' WHERE assister_key = 'nia'; \
         UPDATE assisters SET city = 'Duluth', zip = '55802', county = '27137', north = 46765, east = -92080, \
         in_directory = 1, accepts_new = 0 WHERE assister_key = 'bo'",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn certified_navigators_and_brokers_who_asked_stand_in_it_and_counselors_never_cert_10() {
    for portal in portals().await {
        stage(&portal).await;
        // Di has lapsed, Cy did not ask for it, Cam is a counselor.
        assert_eq!(names(&portal, &[]).await, ["Bo", "Nia"]);
        run(&portal, "UPDATE assisters SET in_directory = 1 WHERE assister_key IN ('cam', 'cy')").await;
        assert_eq!(names(&portal, &[]).await, ["Cy", "Bo", "Nia"]);
        for gone in ["di", "cam", "nobody"] {
            let page = portal.read_directory_entry(&AssisterKey(gone.into()), &from(200)).await;
            assert!(matches!(page, Err(Error::NotFound)), "{gone}");
        }
        portal.suspend(&resource_manager(), &AssisterKey("cy".into()), "why").await.unwrap();
        assert_eq!(names(&portal, &[]).await, ["Bo", "Nia"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_searched_by_name_city_county_agency_zip_code_language_and_way() {
    for portal in portals().await {
        stage(&portal).await;
        for (search, expected) in [
            ("xiong", &["Nia"][..]),
            ("nia xi", &["Nia"]),
            ("minneapolis", &["Nia"]),
            ("Hennepin", &["Nia"]),
            ("Saint Louis County", &["Bo"]),
            ("sample helpers", &["Nia"]),
            ("55402", &["Nia"]),
            ("55802", &["Bo"]),
            ("56701", &[]),
            ("mi%n", &[]),
            ("x_ong", &[]),
            ("nobody", &[]),
        ] {
            assert_eq!(names(&portal, &[("search", search)]).await, expected, "{search}");
        }
        for (field, value, expected) in [
            ("kind", "broker", &["Bo"][..]),
            ("language", "hmn", &["Nia"]),
            ("language", "so", &[]),
            ("way", "video", &["Nia"]),
            ("accessibility", "wheelchair", &["Nia"]),
            ("accepts_new", "yes", &["Nia"]),
        ] {
            assert_eq!(names(&portal, &[(field, value)]).await, expected, "{field} {value}");
        }
        let counselors = portal.search_directory(&typed(&[("kind", "cac")]), 1, &from(201)).await;
        assert!(matches!(counselors, Err(Error::Invalid(faults)) if faults[0].field == "kind"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nearest_comes_first_with_its_miles() {
    for portal in portals().await {
        stage(&portal).await;
        run(
            &portal,
            "UPDATE assisters SET in_directory = 1, zip = '55102', north = 44937, east = -93121 WHERE assister_key = 'cy'",
        )
        .await;
        let page = portal.search_directory(&typed(&[("search", "55102")]), 1, &from(202)).await.unwrap();
        let found: Vec<_> = page.found.iter().map(|found| (found.entry.name().given, found.miles)).collect();
        assert_eq!(found[0], ("Cy".to_owned(), Some(0)));
        assert!(
            found[1].0 == "Nia" && found[1].1.is_some_and(|miles| (6..=11).contains(&miles)),
            "{found:?}"
        );
        assert_eq!((found.len(), page.around.as_deref()), (2, Some("55102")), "Duluth is too far");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_shows_public_details_only() {
    for portal in portals().await {
        stage(&portal).await;
        run(&portal, "UPDATE assisters SET email = 'private@example.org' WHERE assister_key = 'nia'").await;
        let entry = portal.read_directory_entry(&AssisterKey("nia".into()), &from(203)).await.unwrap();
        let all = format!("{entry:?}");
        for private in ["private@example.org", "ACDEFGHJM", "2027-12-31"] {
            assert!(!all.contains(private), "{private}");
        }
        assert_eq!(entry.reference_number, "1000031");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_turns_many_pages_waits_and_no_search_has_more_than_ten() {
    for portal in portals().await {
        let rows: Vec<_> = (0..230)
            .map(|n| {
                format!(
                    "('a{n}', 'broker', 'active', 'Gil', 'Sample{n:03}', 'a{n}@example.org', '651-555-0199', 'a{n}@example.org', \
                     'en', '{}', '{}', '2026-01-01', '2027-12-31', '2026-01-01', '2026-01-01', '2027-12-31', 1, 1)",
                    2_000_000 + n,
                    30_000_000 + n
                )
            })
            .collect();
        let insert = "INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, \
            public_email, languages, reference_number, npn, certified_from, certified_until, training_passed_on, \
            assessment_passed_on, license_until, in_directory, created_at) VALUES";
        run(&portal, &format!("{insert} {}", rows.join(", "))).await;
        let mut seen = std::collections::HashSet::new();
        let mut page = Some(1);
        while let Some(number) = page {
            let found = portal.search_directory(&Fields::new(), number, &from(204)).await.unwrap();
            seen.extend(found.found.iter().map(|found| found.entry.assister_key.clone()));
            assert_eq!(found.narrower, number == PAGES);
            page = found.next;
        }
        assert_eq!(seen.len(), 200);
        let beyond = portal.search_directory(&Fields::new(), PAGES + 1, &from(204)).await;
        assert!(matches!(beyond, Err(Error::NotFound)));
        let mut refused = None;
        for _ in 0..40 {
            refused = portal.search_directory(&Fields::new(), 1, &from(204)).await.err();
        }
        assert!(matches!(refused, Some(Error::Refused(Refusal::TooManyPages))));
        portal.search_directory(&Fields::new(), 1, &from(205)).await.unwrap();
    }
}

/// An agency of each standing, with what CERT-1 knows of it.
async fn agencies(portal: &Portal) -> Vec<(Option<&'static str>, Option<AgencyStanding>)> {
    let today = portal.today();
    let (before, after) = (today.yesterday().unwrap(), today.tomorrow().unwrap());
    let active = AgencyState::Active;
    let standing = |state, certified: Option<Date>, from: Date, until: Option<Date>| AgencyStanding {
        agency_state: state,
        agency_certified_on: certified,
        contract_from: Some(from),
        contract_until: until,
    };
    let all = [
        ("good", standing(active, Some(today), today, Some(today))),
        ("open", standing(active, Some(today), today, None)),
        ("stopped", standing(AgencyState::Suspended, Some(today), today, None)),
        ("new", standing(active, None, today, None)),
        ("later", standing(active, Some(today), after, None)),
        ("over", standing(active, Some(today), before, Some(before))),
    ];
    for (key, one) in &all {
        let values = [one.agency_certified_on, one.contract_from, one.contract_until].map(day);
        let insert = format!(
            "INSERT INTO agencies (agency_key, name, kind, state, certified_on, contract_from, contract_until, created_at) \
             VALUES ('{key}', '{key}', 'navigator', '{}', {}, 1)",
            one.agency_state,
            values.join(", ")
        );
        run(portal, &insert).await;
    }
    let all = all.into_iter().map(|(key, one)| (Some(key), Some(one)));
    std::iter::once((None, None)).chain(all).collect()
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "NULL".to_owned(), |day| format!("'{day}'"))
}

/// Brokers and navigators in every combination of the facts of CERT-1, with this agency.
fn combinations(today: Date, agency: Option<&AgencyStanding>) -> Vec<Credentials> {
    let (before, after) = (today.yesterday().unwrap(), today.tomorrow().unwrap());
    let mut all = Vec::new();
    for kind in [AssisterKind::Broker, AssisterKind::Navigator] {
        for state in AccountState::ALL {
            for (from, until) in [(today, today), (after, after), (before, before)] {
                for own in [None, Some(today), Some(after)] {
                    for license_until in [None, Some(today), Some(before)] {
                        all.push(Credentials {
                            kind,
                            state: *state,
                            certified_from: Some(from),
                            certified_until: Some(until),
                            training_passed_on: own,
                            assessment_passed_on: if own == Some(after) { Some(today) } else { own },
                            access_approved_on: own,
                            license_until,
                            agency: agency.cloned(),
                        });
                    }
                }
            }
        }
    }
    all
}

fn row(number: usize, agency: Option<&str>, credentials: &Credentials) -> String {
    let broker = credentials.kind == AssisterKind::Broker;
    let quoted = |text: Option<String>| text.map_or_else(|| "NULL".to_owned(), |text| format!("'{text}'"));
    let days = [
        credentials.certified_from,
        credentials.certified_until,
        credentials.training_passed_on,
        credentials.assessment_passed_on,
        credentials.access_approved_on,
        credentials.license_until,
    ];
    format!(
        "('k{number}', '{}', '{}', 'Gil', 'Sample', 'g{number}@example.org', '', '', 'en', {}, '{number}', {}, {}, {}, 1, 1)",
        credentials.kind,
        credentials.state,
        quoted(agency.map(str::to_owned)),
        quoted((!broker).then(|| format!("ID{number}"))),
        quoted(broker.then(|| number.to_string())),
        days.map(day).join(", "),
    )
}

/// What CERT-1 says in Rust, and what the directory's statement says in SQL, are the same for every combination of facts.
#[tokio::test(flavor = "multi_thread")]
async fn it_agrees_with_cert_1_on_every_combination_of_facts() {
    for portal in portals().await {
        let today = portal.today();
        let (mut all, mut rows) = (Vec::new(), Vec::new());
        for (key, agency) in agencies(&portal).await {
            for credentials in combinations(today, agency.as_ref()) {
                rows.push(row(1_000_000 + all.len(), key, &credentials));
                all.push(credentials);
            }
        }
        for chunk in rows.chunks(200) {
            let insert = "INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, \
                public_email, languages, agency_key, reference_number, assister_id, npn, certified_from, certified_until, \
                training_passed_on, assessment_passed_on, access_approved_on, license_until, in_directory, created_at) VALUES";
            run(&portal, &format!("{insert} {}", chunk.join(", "))).await;
        }
        let (mut listed, mut refused) = (0, 0);
        for (number, credentials) in all.iter().enumerate() {
            // An address for each few, so that nobody is turned away.
            let ip = format!("198.51.{}.{}", number / 250, number % 250);
            let context = RequestContext { ip, ..RequestContext::default() };
            let key = AssisterKey(format!("k{}", number + 1_000_000));
            let entry = portal.read_directory_entry(&key, &context).await;
            assert_eq!(entry.is_ok(), credentials.missing_on(today).is_empty(), "{credentials:?}");
            if entry.is_ok() { listed += 1 } else { refused += 1 }
        }
        assert!(listed >= 4 && refused > 1_000, "{listed} {refused}");
    }
}
