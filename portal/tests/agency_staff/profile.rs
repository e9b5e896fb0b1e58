//! An assister's own profile: review of public details, hours that count at once, an absence that gives nobody access.

use super::*;
use domain::{access::Denial, certification::Missing, people::ConsumerKey, roster_request::RequestState};
use portal::{RequestContext, assisters::OwnPart, own_profile::Profile, roster_requests::Answer};

async fn own(portal: &Portal, who: &str) -> Profile {
    portal.read_own_profile(&assister(who)).await.unwrap()
}

/// The public part of the form as it stands, changed.
async fn asked(portal: &Portal, who: &str, changes: &[(&str, &str)]) -> Result<(), Error> {
    let profile = own(portal, who).await;
    let mut form = profile.form.filled.clone();
    form.extend(typed(changes));
    portal.ask_for_public_details(&assister(who), profile.form.row.version, (&form, "")).await
}

async fn in_directory(portal: &Portal, who: &str) -> Result<portal::directory::Entry, Error> {
    portal.read_directory_entry(&key(who), &RequestContext::default()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn public_details_change_when_a_resource_manager_accepts_them_and_not_before_cert_9() {
    for portal in portals().await {
        cast(&portal).await;
        let rae = resource_manager();
        asked(&portal, "nia", &[("public_phone", "(651) 555-0188"), ("city", "Ely")]).await.unwrap();
        assert_eq!(in_directory(&portal, "nia").await.unwrap().public_phone, "651-555-0104");
        let waits = own(&portal, "nia").await;
        let fields: Vec<_> = waits.asked(portal.today()).into_iter().map(|change| change.field).collect();
        assert_eq!(fields, ["public_phone", "city"]);
        let list = portal.read_requests(&rae).await.unwrap().open;
        let request = portal.read_request(&rae, &list[0].request_key).await.unwrap();
        assert_eq!(request.changes, waits.asked(portal.today()));
        let version = request.account.as_ref().unwrap().row.version;
        portal.answer_request(&rae, &list[0].request_key, Answer::Done(version), "").await.unwrap();
        let entry = in_directory(&portal, "nia").await.unwrap();
        assert_eq!((entry.public_phone.as_str(), entry.city.as_str()), ("651-555-0188", "Ely"));
        let told = mails(&portal, "nia@example.org").await;
        assert!(told.len() == 1 && told[0].contains("The assister asked for it."), "{told:?}");
        let account = portal.read_assister(&rae, &key("nia")).await.unwrap();
        assert_eq!(account.changes.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn declined_details_stay_as_they_are_and_the_assister_reads_why() {
    for portal in portals().await {
        cast(&portal).await;
        let rae = resource_manager();
        asked(&portal, "nia", &[("city", "Atlantis")]).await.unwrap();
        let open = portal.read_requests(&rae).await.unwrap().open;
        run(&portal, "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) VALUES \
             ('account-nia', 'assister', 'nia', 'nia@example.org', 'Nia', 'Xiong', 1)").await;
        portal.answer_request(&rae, &open[0].request_key, Answer::Declined, "No such city").await.unwrap();
        let profile = own(&portal, "nia").await;
        assert_eq!(profile.requests[0].request_state, RequestState::Declined);
        assert_eq!(
            (profile.requests[0].answer.as_str(), profile.form.row.city.as_str()),
            ("No such city", "")
        );
        assert!(mails(&portal, "nia@example.org").await[0].contains("No such city"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_replaces_what_was_asked_and_asking_for_nothing_takes_it_back() {
    for portal in portals().await {
        cast(&portal).await;
        let open = "SELECT count(*) FROM roster_requests WHERE state = 'open'";
        assert_eq!(refusal(asked(&portal, "nia", &[]).await), Some(Refusal::NothingToChange));
        asked(&portal, "nia", &[("city", "Ely")]).await.unwrap();
        let first = portal.read_requests(&resource_manager()).await.unwrap().open.remove(0);
        asked(&portal, "nia", &[("city", "Duluth")]).await.unwrap();
        assert_eq!(count(&portal, open).await, 1);
        // Whoever had the first one open is told, and does not accept the second by it.
        let gone = portal.answer_request(&resource_manager(), &first.request_key, Answer::Done(1), "").await;
        assert!(matches!(gone, Err(Error::NotFound)));
        asked(&portal, "nia", &[]).await.unwrap();
        assert_eq!(count(&portal, open).await, 0);
        assert_eq!(fields(asked(&portal, "nia", &[("public_phone", "12")]).await), ["public_phone"]);
        let stale =
            portal.ask_for_public_details(&assister("nia"), 99, (&typed(&[("city", "Ely")]), "")).await;
        assert_eq!(fields(stale), ["public_phone"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_and_languages_count_at_once_and_a_broker_decides_on_the_directory_cert_10() {
    for portal in portals().await {
        cast(&portal).await;
        assert!(in_directory(&portal, "bo").await.is_err());
        let bo = own(&portal, "bo").await;
        let changed = typed(&[
            ("hours", "Mon to Fri, 9 to 5"),
            ("languages", "so"),
            ("languages#2", "es"),
            ("in_directory", "yes"),
        ]);
        portal.change_own_hours(&assister("bo"), bo.form.row.version, &changed).await.unwrap();
        let entry = in_directory(&portal, "bo").await.unwrap();
        assert_eq!((entry.hours.as_str(), entry.accepts_new), ("Mon to Fri, 9 to 5", false));
        assert_eq!(entry.languages.0, ["en", "so", "es"]);
        let account = portal.read_assister(&resource_manager(), &key("bo")).await.unwrap();
        assert_eq!(account.changes.len(), 4);
        let stale = portal.change_own_hours(&assister("bo"), bo.form.row.version, &typed(&[])).await;
        assert_eq!(refusal(stale), Some(Refusal::RecordChanged));
        let version = own(&portal, "bo").await.form.row.version;
        let same = portal.change_own_hours(&assister("bo"), version, &changed).await;
        assert_eq!(refusal(same), Some(Refusal::NothingToChange));
        // Opting out counts at once too; for a counselor there is no such question.
        portal.change_own_hours(&assister("bo"), version, &typed(&[])).await.unwrap();
        assert!(in_directory(&portal, "bo").await.is_err());
        let cam = own(&portal, "cam").await;
        let ticked = typed(&[("hours", "By appointment"), ("in_directory", "yes")]);
        portal.change_own_hours(&assister("cam"), cam.form.row.version, &ticked).await.unwrap();
        assert!(in_directory(&portal, "cam").await.is_err());
        assert!(!own(&portal, "cam").await.form.row.in_directory);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_act_today_reads_why_on_the_own_profile_cert_1() {
    for portal in portals().await {
        cast(&portal).await;
        let di = own(&portal, "di").await;
        assert_eq!(di.form.missing, [Missing::Certification]);
        assert!(di.form.own_questions(OwnPart::Public).iter().all(|question| question.field != "languages"));
        for other in [consumer("ana"), resource_manager()] {
            let read = portal.read_own_profile(&other).await;
            assert!(matches!(read, Err(Error::Denied(Denial::NotThisRole))));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_absence_names_a_stand_in_to_consumers_and_gives_no_access_to_the_stand_in_assoc_1() {
    for portal in portals().await {
        cast(&portal).await;
        run(&portal, "UPDATE assisters SET certified_until = '2027-12-31' WHERE assister_key = 'di'").await;
        associate(&portal, "max", "nia").await;
        let (max, nia) = (ConsumerKey("max".into()), assister("nia"));
        let absence = |until_day: &str, stand_in: &str| {
            typed(&[
                ("absent_from_month", "11"),
                ("absent_from_day", "20"),
                ("absent_from_year", "2026"),
                ("absent_until_month", "12"),
                ("absent_until_day", until_day),
                ("absent_until_year", "2026"),
                ("stand_in", stand_in),
            ])
        };
        let colleagues = portal.read_own_absence(&nia).await.unwrap().colleagues;
        assert_eq!(colleagues.iter().map(|one| one.assister_key.0.as_str()).collect::<Vec<_>>(), ["di"]);
        // Nobody of another agency stands in.
        let version = own(&portal, "nia").await.form.row.version;
        let foreign = portal.say_absence(&nia, version, &absence("1", "cam")).await;
        assert_eq!(fields(foreign), ["stand_in"]);
        portal.say_absence(&nia, version, &absence("1", "di")).await.unwrap();
        let seen = portal.read_association(&consumer("max"), &max).await.unwrap();
        let stand_in = seen.stand_in.as_ref().unwrap();
        assert_eq!((&*whole(&stand_in.name()), stand_in.public_phone.as_str()), ("Di Osman", "651-555-0103"));
        let entry = in_directory(&portal, "nia").await.unwrap();
        let (_, named) = entry.absence_on(portal.today()).unwrap();
        assert_eq!(whole(&named.unwrap().name()), "Di Osman");
        // No access passes: neither to the data, nor to the list.
        let opened = portal.open_application(&assister("di"), &max).await;
        assert!(matches!(opened, Err(Error::Denied(Denial::NoBasis))));
        assert_eq!(
            count(&portal, "SELECT count(*) FROM book WHERE assister_key = 'di' AND consumer_key = 'max'")
                .await,
            0
        );
        assert!(
            portal.open_application(&nia, &max).await.is_ok(),
            "an absence takes nothing from the assister"
        );
        // Whoever may not act is not named; nor whoever left the agency.
        run(&portal, "UPDATE assisters SET state = 'suspended' WHERE assister_key = 'di'").await;
        let seen = portal.read_association(&consumer("max"), &max).await.unwrap();
        assert!(
            seen.stand_in.is_none()
                && seen.current.as_ref().unwrap().assister.absence_on(portal.today()).is_some()
        );
        assert!(in_directory(&portal, "nia").await.unwrap().absence_on(portal.today()).unwrap().1.is_none());
        // It is over after its last day, and can be taken back before.
        portal.clock().advance(86_400 * 9);
        let over = portal.read_association(&consumer("max"), &max).await.unwrap();
        assert!(over.current.as_ref().unwrap().assister.absence_on(portal.today()).is_none());
        let version = own(&portal, "nia").await.form.row.version;
        assert_eq!(fields(portal.say_absence(&nia, version, &absence("1", "")).await), ["absent_until"]);
        portal.say_absence(&nia, version, &absence("24", "")).await.unwrap();
        assert_eq!(refusal(portal.end_absence(&nia, version).await), Some(Refusal::RecordChanged));
        portal.end_absence(&nia, version + 1).await.unwrap();
        assert!(own(&portal, "nia").await.form.row.absence.on(portal.today()).is_none());
    }
}
