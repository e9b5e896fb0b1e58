//! What an agency asks of the exchange, and the answers (CERT-2, CERT-9).

use super::*;
use domain::{
    numbers::ReferenceNumber,
    people::RosterRequestKey,
    roster_request::{RequestKind, RequestState},
};
use portal::roster_requests::Answer;

/// The key of the one request that waits.
async fn waiting(portal: &Portal) -> RosterRequestKey {
    let open = portal.read_requests(&resource_manager()).await.unwrap().open;
    assert_eq!(open.len(), 1);
    open[0].request_key.clone()
}

/// The administrator, at another agency.
async fn at(portal: &Portal, ada: &Session, agency: &str) -> Session {
    let sql = format!("UPDATE accounts SET agency_key = '{agency}' WHERE account_key = 'account-ada'");
    run(portal, &sql).await;
    of_agency(ada, agency)
}

fn somebody() -> Fields {
    typed(&[
        ("given_name", "Nell"),
        ("family_name", "Sample"),
        ("email", "nell@example.org"),
        ("public_phone", "651-555-0177"),
        ("languages", "so"),
        ("training_passed_on_month", "9"),
        ("training_passed_on_day", "1"),
        ("training_passed_on_year", "2026"),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_asks_for_an_account_and_only_a_resource_manager_creates_it_cert_2() {
    for portal in portals().await {
        let (ada, rae) = (stage(&portal).await, resource_manager());
        portal.ask_for_account(&ada, &somebody(), "She begins in January").await.unwrap();
        assert_eq!(count(&portal, "SELECT count(*) FROM assisters").await, 5);
        let key = waiting(&portal).await;
        let request = portal.read_request(&rae, &key).await.unwrap();
        assert_eq!(request.row.note, "She begins in January");
        // The form comes filled in, of her kind and agency, approved by asking; the exchange adds its dates.
        let mut form = request.new_account(portal.today());
        assert_eq!((form["kind"].as_str(), form["agency"].as_str()), ("navigator", "helpers"));
        assert_eq!(form["access_approved_on_year"], "2026");
        let address = "http://portal.example";
        let early = portal.create_requested(&rae, &key, &form, address).await;
        assert_eq!(fields(early), ["certified_from", "certified_until"]);
        for (field, day) in
            [("certified_from", ["11", "1", "2026"]), ("certified_until", ["10", "31", "2027"])]
        {
            for (part, value) in ["month", "day", "year"].into_iter().zip(day) {
                form.insert(format!("{field}_{part}"), value.to_owned());
            }
        }
        let made = portal.create_requested(&rae, &key, &form, address).await.unwrap();
        assert_eq!(whole(&member(&portal, &ada, &made.key.0).await.row.name()), "Nell Sample");
        let staff = portal.read_staff(&ada, None).await.unwrap();
        assert_eq!(staff.requests[0].request_state, RequestState::Done);
        assert_eq!(mails(&portal, "ada@example.org").await.len(), 1);
        let twice = portal.create_requested(&rae, &key, &form, address).await;
        assert_eq!(refusal(twice), Some(Refusal::RequestAnswered));
        assert_eq!(count(&portal, "SELECT count(*) FROM associations").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_named_by_field_and_nothing_is_kept() {
    for portal in portals().await {
        let ada = stage(&portal).await;
        let mut form = somebody();
        form.insert("one_name".to_owned(), "yes".to_owned());
        form.insert("public_phone".to_owned(), "12".to_owned());
        assert_eq!(fields(portal.ask_for_account(&ada, &form, "").await), ["given_name", "public_phone"]);
        for number in ["", "1000003", "1000031"] {
            let asked = portal.ask_for_transfer(&ada, &typed(&[("reference", number)]), "why").await;
            assert_eq!(fields(asked), ["reference"], "{number}");
        }
        let silent = portal.ask_for_transfer(&ada, &typed(&[("reference", "1000044")]), " ").await;
        assert_eq!(refusal(silent), Some(Refusal::ReasonMissing));
        for (name, kind) in [("cam", RequestKind::Correct), ("nia", RequestKind::Profile)] {
            let asked = portal.ask_about_staff(&ada, &key(name), kind, "why").await;
            assert!(matches!(asked, Err(Error::NotFound)));
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM roster_requests").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_moves_an_assister_with_the_consumers_and_without_a_new_association_assoc_1() {
    for portal in portals().await {
        let (ada, rae) = (stage(&portal).await, resource_manager());
        run(
            &portal,
            "INSERT INTO agencies (agency_key, name, kind, state, certified_on, contract_from, created_at) \
             VALUES ('more', 'Sample More Helpers', 'navigator', 'active', '2025-01-01', '2025-01-01', 1); \
             UPDATE assisters SET agency_key = 'more', access_approved_on = NULL WHERE assister_key = 'nia'",
        )
        .await;
        associate(&portal, "max", "nia").await;
        portal.ask_for_transfer(&ada, &typed(&[("reference", "1000031")]), "Hers since May").await.unwrap();
        let request = portal.read_request(&rae, &waiting(&portal).await).await.unwrap();
        let account = request.account.as_ref().unwrap();
        assert_eq!(account.row.agency.as_deref(), Some("Sample More Helpers"));
        let (row, version) = (&request.row, account.row.version);
        let stale = portal.answer_request(&rae, &row.request_key, Answer::Done(version + 1), "").await;
        assert_eq!(refusal(stale), Some(Refusal::RecordChanged));
        portal.answer_request(&rae, &row.request_key, Answer::Done(version), "").await.unwrap();
        let nia = member(&portal, &ada, "nia").await;
        assert!(nia.missing.is_empty(), "{:?}", nia.missing);
        let again = portal.answer_request(&rae, &row.request_key, Answer::Done(version), "").await;
        assert_eq!(refusal(again), Some(Refusal::RequestAnswered));
        assert_eq!(count(&portal, "SELECT count(*) FROM associations WHERE ended_at IS NULL").await, 3);
        assert!(mails(&portal, "nia@example.org").await[0].contains("The agency asked for the transfer."));
        assert_eq!(mails(&portal, "ada@example.org").await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_of_nobody_and_of_another_kind_cannot_be_done_and_is_declined_with_a_reason() {
    for portal in portals().await {
        let (ada, rae) = (stage(&portal).await, resource_manager());
        // A good number that nobody has, and a counselor's: the agency hears the same.
        let nobodys = ReferenceNumber::from_random(500);
        for number in [nobodys.digits(), "1000044"] {
            portal.ask_for_transfer(&ada, &typed(&[("reference", number)]), "Sample").await.unwrap();
            let key = waiting(&portal).await;
            let request = portal.read_request(&rae, &key).await.unwrap();
            let version = request.account.as_ref().map_or(0, |account| account.row.version);
            let done = portal.answer_request(&rae, &key, Answer::Done(version), "").await;
            assert_eq!(refusal(done), Some(Refusal::TransferImpossible));
            let silent = portal.answer_request(&rae, &key, Answer::Declined, "").await;
            assert_eq!(refusal(silent), Some(Refusal::ReasonMissing));
            portal.answer_request(&rae, &key, Answer::Declined, "Not a navigator").await.unwrap();
        }
        let staff = portal.read_staff(&ada, None).await.unwrap();
        let answers = staff.requests.iter().map(|row| (row.request_state, row.answer.as_str()));
        assert!(answers.into_iter().all(|one| one == (RequestState::Declined, "Not a navigator")));
        assert!(mails(&portal, "ada@example.org").await[1].contains("Not a navigator"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_exchange_may_do_is_asked_for_and_done_on_the_account_itself_cert_9() {
    for portal in portals().await {
        let (ada, rae) = (stage(&portal).await, resource_manager());
        for kind in RequestKind::ABOUT_STAFF {
            portal.ask_about_staff(&ada, &key("nia"), kind, "Her name is Xiong-Lee").await.unwrap();
            let request = waiting(&portal).await;
            let before = member(&portal, &ada, "nia").await.row;
            portal.answer_request(&rae, &request, Answer::Done(0), "As you wrote").await.unwrap();
            assert_eq!(member(&portal, &ada, "nia").await.row, before);
        }
        assert!(mails(&portal, "ada@example.org").await.iter().all(|mail| mail.contains("As you wrote")));
        for other in without_the_roster().iter().chain([&ada]) {
            let key = RosterRequestKey("any".to_owned());
            assert!(portal.read_requests(other).await.is_err());
            assert!(portal.read_request(other, &key).await.is_err());
            assert!(portal.answer_request(other, &key, Answer::Declined, "x").await.is_err());
            assert!(portal.create_requested(other, &key, &somebody(), "").await.is_err());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_taken_back_while_it_waits_and_nobody_else_can_do_it_cert_9() {
    for portal in portals().await {
        let (ada, rae) = (stage(&portal).await, resource_manager());
        portal.ask_for_account(&ada, &somebody(), "She begins in January").await.unwrap();
        let key = waiting(&portal).await;
        let own = portal.read_own_request(&ada, &key).await.unwrap();
        assert_eq!(
            (own.row.note.as_str(), own.filled.1["given_name"].as_str()),
            ("She begins in January", "Nell")
        );
        // Another agency's administrator does not learn that there is one.
        let other = at(&portal, &ada, "clinic").await;
        assert!(matches!(portal.read_own_request(&other, &key).await, Err(Error::NotFound)));
        assert!(matches!(portal.take_back_request(&other, &key).await, Err(Error::NotFound)));
        let ada = at(&portal, &ada, "helpers").await;
        for other in without_the_roster().iter().chain([&rae]) {
            assert!(portal.take_back_request(other, &key).await.is_err());
        }
        portal.take_back_request(&ada, &key).await.unwrap();
        assert_eq!(refusal(portal.take_back_request(&ada, &key).await), Some(Refusal::RequestAnswered));
        let address = "http://portal.example";
        let late = portal.create_requested(&rae, &key, &somebody(), address).await;
        assert_eq!(refusal(late), Some(Refusal::RequestAnswered));
        let late = portal.answer_request(&rae, &key, Answer::Declined, "no").await;
        assert_eq!(refusal(late), Some(Refusal::RequestAnswered));
        let requests = portal.read_requests(&rae).await.unwrap();
        assert!(requests.open.is_empty());
        assert_eq!(requests.answered[0].request_state, RequestState::TakenBack);
        assert!(mails(&portal, "ada@example.org").await.is_empty(), "she knows it herself");
        settle(&portal).await;
        let events = async |outcome: &str| {
            count(
                &portal,
                &format!(
                    "SELECT count(*) FROM audit_events WHERE action = 'take_back_request' AND subject = 'agency:helpers' \
                     AND outcome = '{outcome}'"
                ),
            )
            .await
        };
        assert_eq!((events("done").await, events("refused").await), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_back_and_who_answers_at_once_never_both_succeed() {
    for portal in portals().await {
        let (ada, rae) = (stage(&portal).await, resource_manager());
        let second = second_process(&portal).await;
        for _ in 0..5 {
            portal.ask_for_transfer(&ada, &typed(&[("reference", "1000044")]), "Sample").await.unwrap();
            let key = waiting(&portal).await;
            let (taken_back, answered) = tokio::join!(
                portal.take_back_request(&ada, &key),
                second.answer_request(&rae, &key, Answer::Declined, "A counselor"),
            );
            let ends = (refusal(taken_back), refusal(answered));
            let one = [(None, Some(Refusal::RequestAnswered)), (Some(Refusal::RequestAnswered), None)];
            assert!(one.contains(&ends), "{ends:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_requests_wait_at_once_and_every_one_of_them_is_shown_cert_9() {
    use portal::roster_requests::MOST_OPEN;
    for portal in portals().await {
        let ada = stage(&portal).await;
        let ask = async || portal.ask_about_staff(&ada, &key("nia"), RequestKind::Correct, "x").await;
        ask().await.unwrap();
        let first = waiting(&portal).await;
        for _ in 1..MOST_OPEN {
            portal.clock().advance(1);
            ask().await.unwrap();
        }
        assert_eq!(refusal(ask().await), Some(Refusal::TooManyOpenRequests));
        let transfer = portal.ask_for_transfer(&ada, &typed(&[("reference", "1000044")]), "x").await;
        assert_eq!(refusal(transfer), Some(Refusal::TooManyOpenRequests));
        let account = portal.ask_for_account(&ada, &somebody(), "").await;
        assert_eq!(refusal(account), Some(Refusal::TooManyOpenRequests));
        // An answered one that is newer hides none that waits: the oldest is there to be taken back.
        let shown = portal.read_staff(&ada, None).await.unwrap().requests;
        assert!(shown.iter().any(|row| row.request_key == first));
        portal.take_back_request(&ada, &first).await.unwrap();
        ask().await.unwrap();
        let open = portal.read_staff(&ada, None).await.unwrap().requests;
        assert!(open.iter().all(|row| row.request_state == RequestState::Open));
        assert_eq!(refusal(ask().await), Some(Refusal::TooManyOpenRequests));
        // Another agency has its own.
        let other = at(&portal, &ada, "clinic").await;
        portal.ask_about_staff(&other, &key("cam"), RequestKind::Correct, "x").await.unwrap();
    }
}
