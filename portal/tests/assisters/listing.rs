//! The list of accounts: searches, filters, counts, pages.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_list_finds_by_exact_numbers_or_part_of_a_name_and_counts_every_filter() {
    for portal in portals().await {
        cast(&portal).await;
        let names = async |search: &str, kind, state| {
            let wanted = AssistersWanted { search: search.into(), kind, state, ..AssistersWanted::default() };
            let list = portal.list_assisters(&resource_manager(), &wanted).await.unwrap();
            let line = |line: &ListedAssister| format!("{} {}", line.given_name, line.family_name);
            list.lines.iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(
            names("", None, None).await,
            ["Cy Brand", "Bo Lind", "Di Osman", "Cam Reyes", "Nia Xiong"]
        );
        assert_eq!(names("100-0002", None, None).await, ["Bo Lind"]);
        assert_eq!(names("17500002", None, None).await, ["Cy Brand"]);
        assert_eq!(names("acdefghjm", None, None).await, ["Nia Xiong"]);
        assert_eq!(names("CAM@example.org", None, None).await, ["Cam Reyes"]);
        assert_eq!(names("xio", None, None).await, ["Nia Xiong"]);
        assert_eq!(names("nia xi", None, None).await, ["Nia Xiong"]);
        for nobody in ["1000003", "example", "lind."] {
            assert!(names(nobody, None, None).await.is_empty(), "{nobody}");
        }
        for hostile in ["%", "_", "' OR 1=1 --", "li\\nd", "li\u{202E}nd"] {
            let wanted = AssistersWanted { search: hostile.into(), ..AssistersWanted::default() };
            let fault = portal.list_assisters(&resource_manager(), &wanted).await.unwrap_err();
            assert_eq!(fields(&fault), [("search", "CERT-2")], "{hostile}");
        }
        assert_eq!(names("", Some(AssisterKind::Navigator), None).await, ["Di Osman", "Nia Xiong"]);
        portal.suspend(&resource_manager(), &AssisterKey("cy".into()), "why").await.unwrap();
        assert_eq!(names("", None, Some(AccountState::Suspended)).await, ["Cy Brand"]);
        let list = portal.list_assisters(&resource_manager(), &AssistersWanted::default()).await.unwrap();
        assert_eq!(list.count(None, None), 5);
        assert_eq!(list.count(Some(AssisterKind::Broker), None), 2);
        assert_eq!(list.count(Some(AssisterKind::Broker), Some(AccountState::Suspended)), 1);
        let di = list.lines.iter().find(|line| line.name() == Name::new("Di", "Osman")).unwrap();
        assert_eq!(di.missing_on(portal.today()), [Missing::Certification]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_the_list_hold_every_account_once() {
    for portal in portals().await {
        cast(&portal).await;
        let rows: Vec<String> = (0..120)
            .map(|n| {
                let number = ReferenceNumber::from_random(n + 2000).digits().to_owned();
                format!(
                    "('k{n}', 'broker', 'active', 'Same', 'Name{}', 's{n}@example.org', '', '', 'en', '{number}', '{n}77', 1)",
                    n % 7
                )
            })
            .collect();
        let insert = "INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, \
            languages, reference_number, npn, created_at) VALUES";
        run(&portal, &format!("{insert} {}", rows.join(", "))).await;
        let mut seen = Vec::new();
        let mut wanted = AssistersWanted::default();
        loop {
            let page = portal.list_assisters(&resource_manager(), &wanted).await.unwrap();
            seen.extend(page.lines.iter().map(|line| line.assister_key.0.clone()));
            match page.next {
                Some(next) => wanted.after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), 125);
        assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 125);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_shows_one_agencys_people_and_those_for_whom_something_lapses_with_counts_cert_8() {
    for portal in portals().await {
        cast(&portal).await;
        let rae = resource_manager();
        let day = |ahead: i64| portal.today().saturating_add(jiff::Span::new().days(ahead)).to_string();
        // Everybody's certification ends far away, but for these.
        run(&portal, "UPDATE assisters SET certified_until = '2036-10-31', license_until = '2036-10-31'")
            .await;
        run(&portal, "UPDATE agencies SET contract_until = '2036-10-31'").await;
        for (key, ahead) in [("di", -1), ("bo", 0), ("nia", 8)] {
            let until = day(ahead);
            run(
                &portal,
                &format!("UPDATE assisters SET certified_until = '{until}' WHERE assister_key = '{key}'"),
            )
            .await;
        }
        run(
            &portal,
            &format!("UPDATE assisters SET license_until = '{}' WHERE assister_key = 'cy'", day(60)),
        )
        .await;
        let wanted = |lapses, agency: Option<&str>| AssistersWanted {
            lapses,
            agency: agency.map(|key| AgencyKey(key.into())),
            ..AssistersWanted::default()
        };
        let names = async |wanted: AssistersWanted| {
            let list = portal.list_assisters(&rae, &wanted).await.unwrap();
            let names: Vec<_> = list.lines.iter().map(|line| line.given_name.clone()).collect();
            assert_eq!(list.count(None, None), i64::try_from(names.len()).unwrap(), "{names:?}");
            (names, list.agency)
        };
        for (lapses, who) in [
            (LapsesIn::Past, vec!["Di"]),
            (LapsesIn::Week, vec!["Bo"]),
            (LapsesIn::Month, vec!["Bo", "Nia"]),
            (LapsesIn::TwoMonths, vec!["Cy", "Bo", "Nia"]),
        ] {
            assert_eq!(
                names(wanted(Some(lapses), None)).await,
                (who.into_iter().map(String::from).collect(), None)
            );
        }
        // A navigator's license is nobody's business.
        run(&portal, "UPDATE assisters SET license_until = '2020-01-01' WHERE assister_key = 'cam'").await;
        assert_eq!(names(wanted(Some(LapsesIn::Past), None)).await.0, ["Di"]);
        let agency =
            column(&portal, "SELECT agency_key FROM assisters WHERE assister_key = 'nia'").await.remove(0);
        let name = column(&portal, &format!("SELECT name FROM agencies WHERE agency_key = '{agency}'"))
            .await
            .remove(0);
        let (people, called) = names(wanted(None, Some(&agency))).await;
        assert!(people.contains(&"Nia".to_owned()) && !people.contains(&"Bo".to_owned()), "{people:?}");
        assert_eq!(called, Some(name.clone()));
        run(&portal, &format!("UPDATE agencies SET contract_until = '{}'", day(-1))).await;
        let lapsed = names(wanted(Some(LapsesIn::Past), Some(&agency))).await.0;
        assert_eq!(lapsed, people, "the agency's contract is theirs too");
        let by_agency = AssistersWanted { search: name.to_uppercase(), ..AssistersWanted::default() };
        assert_eq!(names_of(&portal, &by_agency).await, people);
        assert!(names(wanted(None, Some("nowhere"))).await.0.is_empty());
    }
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn names_of(portal: &Portal, wanted: &AssistersWanted) -> Vec<String> {
    let list = portal.list_assisters(&resource_manager(), wanted).await.unwrap();
    list.lines.iter().map(|line| line.given_name.clone()).collect()
}
