//! The list of accounts: searches, filters, counts, pages.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_list_finds_by_exact_numbers_or_part_of_a_name_and_counts_every_filter() {
    for portal in portals().await {
        cast(&portal).await;
        let names = async |search: &str, kind, state| {
            let wanted = AssistersWanted { search: search.into(), kind, state, after: None };
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
