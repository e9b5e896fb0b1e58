//! Every statement of an agency and of a profile, sent once: none reads or changes the rows of another one.

use super::*;
use domain::roster_request::RequestKind;
use door::testing::never_sent;

/// Everything that is stored of Cam, of the clinic where he works, and of Bo, who works alone.
async fn others(portal: &Portal) -> Vec<String> {
    let mut all = Vec::new();
    for sql in [
        "SELECT assister_key || CAST(version AS TEXT) || coalesce(access_approved_on, '-') || hours || languages \
         || coalesce(absent_from, '-') FROM assisters WHERE assister_key IN ('cam', 'bo') ORDER BY assister_key",
        "SELECT request_key || state || answers FROM roster_requests WHERE agency_key = 'clinic' OR assister_key = 'cam' \
         ORDER BY request_key",
        "SELECT target || field FROM roster_changes WHERE target IN ('cam', 'bo', 'clinic')",
    ] {
        all.extend(column(portal, sql).await);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_of_an_agency_or_a_profile_reads_or_changes_the_rows_of_another_one() {
    for portal in portals().await {
        let ada = stage(&portal).await;
        run(
            &portal,
            "INSERT INTO roster_requests (request_key, kind, agency_key, answers, note, asked_at, asked_by, state) \
             VALUES ('of-clinic', 'add', 'clinic', '{\"family_name\":\"Cammark\"}', 'Cammark', 1, 'x', 'open'); \
             INSERT INTO roster_requests (request_key, kind, assister_key, answers, note, asked_at, asked_by, state) \
             VALUES ('of-cam', 'profile', 'cam', '{\"city\":\"Cammark\"}', 'Cammark', 1, 'x', 'open'); \
             UPDATE assisters SET hours = 'Cammark', city = 'Cammark' WHERE assister_key = 'cam'",
        )
        .await;
        let before = others(&portal).await;
        let mut answers = vec![
            format!("{:?}", portal.read_staff(&ada, None).await.unwrap()),
            format!("{:?}", portal.read_staff(&ada, Some(&key("cam"))).await.unwrap()),
            format!("{:?}", member(&portal, &ada, "nia").await),
        ];
        let version = member(&portal, &ada, "nia").await.row.version;
        portal.approve_access(&ada, &key("nia"), (false, version), "leave").await.unwrap();
        portal.ask_about_staff(&ada, &key("nia"), RequestKind::Leave, "left").await.unwrap();
        let nia = assister("nia");
        answers.push(format!("{:?}", portal.read_own_profile(&nia).await.unwrap()));
        answers.push(format!("{:?}", portal.read_own_absence(&nia).await.unwrap()));
        for city in ["Ely", "Duluth"] {
            let form = portal.read_own_profile(&nia).await.unwrap().form;
            let mut asked = form.filled.clone();
            asked.insert("city".to_owned(), city.to_owned());
            portal.ask_for_public_details(&nia, form.row.version, (&asked, "")).await.unwrap();
        }
        let version = portal.read_own_profile(&nia).await.unwrap().form.row.version;
        portal.change_own_hours(&nia, version, &typed(&[("hours", "Mornings")])).await.unwrap();
        let days = typed(&[
            ("absent_from_month", "12"),
            ("absent_from_day", "1"),
            ("absent_from_year", "2026"),
            ("absent_until_month", "12"),
            ("absent_until_day", "9"),
            ("absent_until_year", "2026"),
        ]);
        portal.say_absence(&nia, version + 1, &days).await.unwrap();
        answers.push(format!("{:?}", portal.read_own_profile(&nia).await.unwrap()));
        assert_eq!(others(&portal).await, before);
        for answer in answers {
            assert!(!answer.contains("Cammark") && !answer.contains("Reyes"), "{answer}");
        }
    }
    for (scope, least) in [("agency", 6), ("profile", 7)] {
        let all = portal::REGISTRY.iter().flat_map(|(_, entries)| entries.iter());
        assert!(all.filter(|entry| entry.scope == scope).count() >= least, "{scope}");
        assert_eq!(never_sent(portal::REGISTRY, scope), Vec::<String>::new());
    }
}
