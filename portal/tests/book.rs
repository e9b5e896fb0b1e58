//! An assister's book, on both databases.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{
    access::Denial,
    book::Stage,
    consumer::Action,
    limits::Limit,
    people::{AssociationKey, ConsumerKey},
};
use portal::{
    Error, Portal, applications::Signature, book::Wanted, example_households::LoneAdult, testing::*,
};

/// Seven consumers of Bo beside Ana, two of them with the same name, in different stages.
async fn a_book(portal: &Portal) {
    cast(portal).await;
    let people = [
        ("c1", "Zoe", "Able", "not_started"),
        ("c2", "Amy", "Baker", "in_progress"),
        ("c3", "Amy", "Baker", "submitted"),
        ("c4", "Ben", "Cloud", "enrolled"),
        ("c5", "Eli", "Dale", "not_started"),
        ("c6", "Fay", "Zimmer", "not_started"),
        ("c7", "Gus", "Young", "ended"),
    ];
    for (number, (key, given, family, stage)) in people.iter().enumerate() {
        let sort = format!("{family}, {given}").to_lowercase();
        let ended = if *stage == "ended" { "5" } else { "NULL" };
        run(
            portal,
            &format!(
                "INSERT INTO book (association_key, assister_key, consumer_key, given_name, family_name, sort_name, \
                 authorized_at, ended_at, stage) VALUES ('s-{key}', 'bo', '{key}', '{given}', '{family}', '{sort}', {}, {ended}, '{stage}')",
                number + 2
            ),
        )
        .await;
    }
    run(portal, "UPDATE book_counts SET not_started = 4, in_progress = 1, submitted = 1, enrolled = 1, ended = 1 WHERE assister_key = 'bo'").await;
}

fn wanted(rows: i64) -> Wanted {
    Wanted { rows, ..Wanted::default() }
}

async fn walk(portal: &Portal, mut wanted: Wanted) -> Vec<String> {
    let mut keys = Vec::new();
    loop {
        let listed = portal.list_consumers(&assister("bo"), &wanted).await.unwrap();
        keys.extend(listed.rows.iter().map(|row| row.consumer.0.clone()));
        if !listed.more {
            return keys;
        }
        wanted.after = listed.rows.last().map(|row| row.association.clone());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn paging_shows_everybody_once_in_order_of_the_name() {
    for portal in portals().await {
        a_book(&portal).await;
        for rows in [1, 2, 3, 50] {
            assert_eq!(walk(&portal, wanted(rows)).await, ["c1", "c2", "c3", "c4", "c5", "ana", "c6"]);
            let newest = Wanted { newest_first: true, ..wanted(rows) };
            assert_eq!(walk(&portal, newest).await, ["c6", "c5", "c4", "c3", "c2", "c1", "ana"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_search_and_counts_agree() {
    for portal in portals().await {
        a_book(&portal).await;
        let listed = portal.list_consumers(&assister("bo"), &wanted(50)).await.unwrap();
        for (stage, count) in listed.counts {
            let rows = walk(&portal, Wanted { stage: Some(stage), ..wanted(2) }).await;
            assert_eq!(i64::try_from(rows.len()).unwrap(), count, "{stage}");
        }
        for (name, found) in [("baker", 2), ("BAKER, a", 2), ("amy", 2), ("nobody", 0)] {
            let rows = walk(&portal, Wanted { name: Some(name.to_owned()), ..wanted(1) }).await;
            assert_eq!(rows.len(), found, "{name}");
        }
        for hostile in ["%", "b_ker", "bak\u{202E}er"] {
            let wanted = Wanted { name: Some(hostile.to_owned()), ..wanted(1) };
            let fault = portal.list_consumers(&assister("bo"), &wanted).await.unwrap_err();
            assert!(matches!(fault, Error::Invalid(faults) if faults[0].field == "name"), "{hostile}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_row_after_which_a_page_goes_on_must_be_ones_own() {
    for portal in portals().await {
        a_book(&portal).await;
        let foreign = Wanted { after: Some(AssociationKey("eve-di".into())), ..wanted(50) };
        let listed = portal.list_consumers(&assister("bo"), &foreign).await.unwrap();
        assert_eq!(listed.rows.len(), 7, "an unknown row is no row: the list starts at the beginning");
        assert!(listed.rows.iter().all(|row| row.consumer.0 != "eve"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_one_event_that_names_the_consumers_shown_act_4() {
    for portal in portals().await {
        a_book(&portal).await;
        portal.list_consumers(&assister("bo"), &wanted(2)).await.unwrap();
        let told = column(&portal, "SELECT target FROM audit_events WHERE subject = 'book:bo'").await;
        assert_eq!(told, ["c1 c2"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_assister_gets_no_list_and_is_told_what_is_missing_cert_1() {
    for portal in portals().await {
        cast(&portal).await;
        let refused = portal.list_consumers(&assister("di"), &wanted(50)).await.unwrap_err();
        let Error::Denied(Denial::NotCertified(missing)) = refused else { panic!("{refused}") };
        assert_eq!(missing, [domain::certification::Missing::Certification]);
        for other in [consumer("ana"), resource_manager()] {
            let refused = portal.list_consumers(&other, &wanted(50)).await.unwrap_err();
            assert!(matches!(refused, Error::Denied(Denial::NotThisRole)));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_limits_refuse_with_their_own_reason_and_leave_an_event_act_9_to_12() {
    let cases = [
        (Action::ReadCaseStatus, Limit::InitialStatusOnly),
        (Action::ReadNotices, Limit::NoticesHidden),
        (Action::EndAssociation, Limit::DisassociationByDesk),
        (Action::ChangeSubmitted, Limit::NoChangeAfterSubmission),
    ];
    for portal in portals().await {
        cast(&portal).await;
        for (action, limit) in cases {
            let refused =
                portal.ask_for(&assister("bo"), &ConsumerKey("ana".into()), action).await.unwrap_err();
            assert!(matches!(refused, Error::Denied(Denial::Limit(told)) if told == limit), "{refused}");
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM audit_events WHERE outcome = 'refused'").await, 4);
        assert_eq!(count(&portal, "SELECT count(*) FROM associations WHERE ended_at IS NULL").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_for_the_next_year_draft_or_submitted_does_not_hide_this_years_enrollment() {
    for portal in portals().await {
        cast(&portal).await;
        run(
            &portal,
            "UPDATE book SET stage = 'enrolled', percent = 100 WHERE association_key = 'ana-bo';
             UPDATE book_counts SET not_started = 0, enrolled = 1 WHERE assister_key = 'bo'",
        )
        .await;
        let (ana, key) = (consumer("ana"), ConsumerKey("ana".into()));
        let opened = portal.open_application(&assister("bo"), &key).await.unwrap().value.key;
        for submitted in [false, true] {
            if submitted {
                fill_in(&portal, &ana, (&key, &opened), LoneAdult::ANA.pages()).await;
                let typed = [("signature", "Ana Kowalski"), ("agree", "yes"), ("text", &rights_shown())];
                let typed = typed.map(|(field, value)| (field.to_owned(), value.to_owned())).into();
                let form = Signature { typed, form_key: "k".into() };
                portal.submit_application(&ana, &key, &opened, &form).await.unwrap();
            }
            let listed = portal.list_consumers(&assister("bo"), &wanted(50)).await.unwrap();
            assert_eq!((listed.rows[0].stage, listed.rows[0].percent), (Stage::Enrolled, 100));
            assert_eq!(listed.counts.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [0, 0, 0, 1, 0]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_moves_the_row_and_the_counts_together() {
    for portal in portals().await {
        cast(&portal).await;
        portal.open_application(&assister("bo"), &ConsumerKey("ana".into())).await.unwrap();
        let listed = portal.list_consumers(&assister("bo"), &wanted(50)).await.unwrap();
        assert_eq!(listed.rows[0].stage, Stage::InProgress);
        assert_eq!(listed.counts.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [0, 1, 0, 0, 0]);
    }
}
