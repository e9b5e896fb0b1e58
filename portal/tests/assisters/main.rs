//! The resource manager's assister accounts (CERT) on both databases: create and invite, list, life cycle.

mod appointing;
mod correcting;
mod listing;
mod merging;
mod two_people;

use domain::{
    access::Denial,
    access::Outcome,
    certification::{AccountState, LapsesIn, Missing, Transition},
    form::{Fields, repeated},
    instant::Instant,
    name::Name,
    numbers::ReferenceNumber,
    people::*,
    refusal::Refusal,
    roster::Action,
};
use portal::{Error, Portal, Session, assisters::*, testing::*};
use std::collections::HashSet;

const ADDRESS: &str = "https://portal.example.org";

/// What was typed, with these changes; a day is written `YYYY-MM-DD`.
fn with(mut typed: Fields, changes: &[(&str, &str)]) -> Fields {
    for (field, value) in changes {
        let parts: Vec<&str> = value.split('-').collect();
        match parts[..] {
            [year, month, day]
                if field.ends_with("_from") || field.ends_with("_until") || field.ends_with("_on") =>
            {
                for (part, value) in [("month", month), ("day", day), ("year", year)] {
                    typed.insert(format!("{field}_{part}"), value.to_owned());
                }
            }
            _ => drop(typed.insert((*field).to_owned(), (*value).to_owned())),
        }
    }
    typed
}

fn broker(name: &str) -> Fields {
    let npn = name.bytes().fold(40_000_000_u64, |sum, letter| sum * 3 % 89_999_999 + u64::from(letter));
    with(
        Fields::new(),
        &[
            ("kind", "broker"),
            ("given_name", name),
            ("family_name", "Sample"),
            ("email", &format!("{}@example.org", name.to_lowercase())),
            ("npn", &(npn + 1).to_string()),
            ("public_phone", "(651) 555-0107"),
            ("certified_from", "2026-11-01"),
            ("certified_until", "2027-10-31"),
            ("training_passed_on", "2026-10-01"),
            ("assessment_passed_on", "2026-10-01"),
            ("license_until", "2027-06-30"),
            ("languages", "so"),
            (&repeated("languages", 2), "es"),
        ],
    )
}

fn navigator(name: &str) -> Fields {
    let mut typed = broker(name);
    typed.retain(|field, _| field != "npn" && !field.starts_with("license_until"));
    with(typed, &[("kind", "navigator"), ("agency", "helpers"), ("access_approved_on", "2026-10-02")])
}

async fn create(portal: &Portal, new: &Fields) -> Result<CreatedAssister, Error> {
    portal.create_assister(&resource_manager(), new, ADDRESS).await
}

/// Certifies again with the dates that stand there.
async fn recertify(portal: &Portal, rae: &Session, key: &AssisterKey) -> Result<(), Error> {
    let stored = portal.read_assister_form(rae, key).await?;
    portal.recertify(rae, key, stored.row.version, (&stored.filled, "why")).await
}

fn refusal(fault: &Error) -> Option<Refusal> {
    match fault {
        Error::Refused(refusal) => Some(*refusal),
        _ => None,
    }
}

fn fields(fault: &Error) -> Vec<(&str, &str)> {
    match fault {
        Error::Invalid(faults) => faults.iter().map(|fault| (fault.field.as_str(), fault.rule)).collect(),
        _ => Vec::new(),
    }
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn mail_to(portal: &Portal, address: &str) -> Vec<String> {
    let mut mails = portal.practice_mails().await.unwrap();
    mails.reverse();
    mails.into_iter().filter(|mail| mail.to == address).map(|mail| mail.body).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn creating_issues_a_reference_number_and_invites_by_mail_cert_3() {
    for portal in portals().await {
        cast(&portal).await;
        let made = create(&portal, &broker("Gil")).await.unwrap();
        ReferenceNumber::parse(&made.reference_number).unwrap();
        assert!(!made.reference_number.starts_with('0') && made.assister_id.is_none());
        let account = portal.read_assister(&resource_manager(), &made.key).await.unwrap();
        assert_eq!(
            (account.row.name(), account.row.public_phone.as_str()),
            (Name::new("Gil", "Sample"), "651-555-0107")
        );
        assert_eq!(account.row.public_email, "gil@example.org");
        assert_eq!(account.row.languages.0, ["en", "so", "es"]);
        assert_eq!(account.missing, [Missing::Activation]);
        let mails = mail_to(&portal, "gil@example.org").await;
        assert_eq!(mails.len(), 1);
        assert!(
            mails[0].contains(&made.reference_number)
                && mails[0].contains("https://portal.example.org/activate")
        );
        let line = mails[0].lines().find(|line| line.starts_with("Your registration code: ")).unwrap();
        let code = line.trim_start_matches("Your registration code: ");
        assert_eq!(code.len(), 19);
        // Only the hash is kept, for seven days.
        let stored = column(&portal, "SELECT code_sha256 FROM invitations").await;
        assert_eq!((stored.len(), stored[0].len()), (1, 64));
        assert!(!stored[0].contains(code));
        assert_eq!(account.row.invitation_until, Some(Instant(NOW).plus_seconds(7 * 86_400)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn navigators_and_counselors_get_an_assister_id_cert_3() {
    for portal in portals().await {
        cast(&portal).await;
        let nan = create(&portal, &navigator("Nan")).await.unwrap();
        let clinic = with(navigator("Cal"), &[("kind", "cac"), ("agency", "clinic")]);
        let cal = create(&portal, &clinic).await.unwrap();
        for id in [nan.assister_id.unwrap(), cal.assister_id.unwrap()] {
            assert_eq!(id.len(), 9);
            assert!(id.chars().all(|c| !"01258BILOSUYZ".contains(c)), "{id}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_one_kind_needs_is_asked_once_the_kind_is_known_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let unknown = with(navigator("Nan"), &[("kind", ""), ("given_name", "")]);
        let fault = create(&portal, &unknown).await.unwrap_err();
        assert_eq!(fields(&fault), [("kind", "CERT-2"), ("given_name", "CERT-2")]);
        let broker = with(unknown, &[("kind", "broker")]);
        let fault = create(&portal, &broker).await.unwrap_err();
        let named: Vec<&str> = fields(&fault).into_iter().map(|(field, _)| field).collect();
        assert_eq!(named, ["given_name", "npn", "agency", "license_until"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_made_at_once_have_numbers_of_their_own_cert_3() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        let tasks: Vec<_> = (0..20)
            .map(|n| {
                let portal = if n % 2 == 0 { portal.clone() } else { second.clone() };
                tokio::spawn(
                    async move { create(&portal, &navigator(&format!("Nan{}", "n".repeat(n)))).await },
                )
            })
            .collect();
        let mut numbers = HashSet::new();
        for task in tasks {
            numbers.insert(task.await.unwrap().unwrap().reference_number);
        }
        assert_eq!(numbers.len(), 20);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_resource_manager_makes_or_sees_accounts_cert_2() {
    for portal in portals().await {
        cast(&portal).await;
        let bo = AssisterKey("bo".into());
        for other in without_the_roster() {
            let answers = [
                portal.create_assister(&other, &broker("Gil"), ADDRESS).await.map(drop),
                portal.resend_invitation(&other, &bo, ADDRESS).await,
                portal.suspend(&other, &bo, "because").await,
                portal.reinstate(&other, &bo, "because").await.map(drop),
                portal.drop_reinstatement(&other, &bo, "because").await,
                portal.decertify(&other, &bo, "because").await,
                portal.recertify(&other, &bo, 1, (&Fields::new(), "because")).await,
                portal.withdraw_invitation(&other, &bo, "because").await,
                portal.read_assister_form(&other, &bo).await.map(drop),
                portal
                    .change_assister(&other, &bo, (Part::Dates, 1), (&Fields::new(), "because"), ADDRESS)
                    .await,
                portal.list_assisters(&other, &AssistersWanted::default()).await.map(drop),
                portal.read_assister(&other, &bo).await.map(drop),
                portal.list_agencies(&other).await.map(drop),
            ];
            for answer in answers {
                assert!(matches!(answer, Err(Error::Denied(Denial::NotThisRole))));
            }
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM assisters").await, 5);
        assert_eq!(
            column(&portal, "SELECT state FROM assisters WHERE assister_key = 'bo'").await,
            ["active"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn role_mailboxes_and_bad_numbers_are_refused_field_by_field_cert_4() {
    for portal in portals().await {
        cast(&portal).await;
        let cases: [(Fields, &[(&str, &str)]); 9] = [
            (with(broker("Gil"), &[("email", "info@example.org")]), &[("email", "CERT-4")]),
            (with(broker("Gil"), &[("email", "gil")]), &[("email", "CERT-4")]),
            (with(broker("Gil"), &[("npn", "12345678901")]), &[("npn", "CERT-4")]),
            (with(broker("Gil"), &[("npn", "")]), &[("npn", "CERT-4")]),
            (with(broker("Gil"), &[("kind", "wizard")]), &[("kind", "CERT-2")]),
            (with(navigator("Nan"), &[("agency", "")]), &[("agency", "CERT-1")]),
            (with(navigator("Nan"), &[("agency", "clinic")]), &[("agency", "CERT-1")]),
            (
                with(broker("Gil"), &[("certified_until", "2026-10-01"), ("public_phone", "12")]),
                &[("public_phone", "CERT-2"), ("certified_until", "CERT-1")],
            ),
            (
                with(broker("Gil"), &[("given_name", " "), ("license_until", "2026-02-30")]),
                &[("given_name", "CERT-2"), ("license_until", "CERT-1")],
            ),
        ];
        for (new, expected) in cases {
            let refused = create(&portal, &new).await.unwrap_err();
            assert_eq!(fields(&refused), expected);
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox").await, 0);
        assert_eq!(count(&portal, "SELECT count(*) FROM assisters").await, 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_one_persons_and_an_npn_one_active_brokers_cert_4() {
    for portal in portals().await {
        cast(&portal).await;
        let twin = with(broker("Gil"), &[("email", "BO@example.org")]);
        assert_eq!(refusal(&create(&portal, &twin).await.unwrap_err()), Some(Refusal::EmailTaken));
        let same_npn = with(broker("Gil"), &[("npn", "17500001")]);
        assert_eq!(refusal(&create(&portal, &same_npn).await.unwrap_err()), Some(Refusal::NpnTaken));
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('rae', 'resource_manager', 'rae', 'rae@example.org', 'Rae', 'Sample', 1)",
        )
        .await;
        let staff = with(broker("Gil"), &[("email", "rae@example.org")]);
        assert_eq!(refusal(&create(&portal, &staff).await.unwrap_err()), Some(Refusal::EmailTaken));
        // A decertified broker's NPN is free; taking the place again is not.
        portal.decertify(&resource_manager(), &AssisterKey("bo".into()), "license revoked").await.unwrap();
        create(&portal, &same_npn).await.unwrap();
        let back = recertify(&portal, &resource_manager(), &AssisterKey("bo".into())).await.unwrap_err();
        assert_eq!(refusal(&back), Some(Refusal::NpnTaken));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_broker_and_navigator_at_once_cert_6() {
    for portal in portals().await {
        cast(&portal).await;
        let cases = [
            with(navigator("Bo"), &[("email", "bo@example.org")]),
            with(navigator("Bo"), &[("npn", "17500001")]),
            with(broker("Nia"), &[("email", "nia@example.org")]),
            with(broker("Cam"), &[("email", "cam@example.org")]),
        ];
        for new in cases {
            let refused = create(&portal, &new).await.unwrap_err();
            assert_eq!(refusal(&refused), Some(Refusal::RoleConflict), "{}", new["email"]);
        }
        let unknown_npn = with(navigator("Nan"), &[("npn", "999")]);
        assert_eq!(fields(&create(&portal, &unknown_npn).await.unwrap_err()), [("npn", "CERT-6")]);
        portal.decertify(&resource_manager(), &AssisterKey("bo".into()), "left").await.unwrap();
        create(&portal, &with(navigator("Bodil"), &[("npn", "")])).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_keeps_who_when_and_why_and_illegal_ones_are_refused_cert_5() {
    use AccountState::*;
    for portal in portals().await {
        cast(&portal).await;
        let rae = resource_manager();
        let (bo, cy) = (AssisterKey("bo".into()), AssisterKey("cy".into()));
        let mut number = 0;
        for from in [Invited, Active, Suspended, Decertified] {
            for transition in
                [Transition::Suspend, Transition::Reinstate, Transition::Decertify, Transition::Recertify]
            {
                run(&portal, &format!("UPDATE assisters SET state = '{from}' WHERE assister_key = 'cy'"))
                    .await;
                let answer = match transition {
                    Transition::Suspend => portal.suspend(&rae, &cy, "why").await,
                    Transition::Reinstate => portal.reinstate(&rae, &cy, "why").await.map(drop),
                    Transition::Decertify => portal.decertify(&rae, &cy, "why").await,
                    Transition::Recertify => recertify(&portal, &rae, &cy).await,
                    Transition::Activate => unreachable!(),
                };
                let state = column(&portal, "SELECT state FROM assisters WHERE assister_key = 'cy'").await;
                match from.after(transition, false) {
                    Ok(to) => {
                        answer.unwrap();
                        number += 1;
                        assert_eq!(state, [to.word()]);
                    }
                    Err(_) => {
                        assert_eq!(refusal(&answer.unwrap_err()), Some(Refusal::IllegalTransition));
                        assert_eq!(state, [from.word()]);
                    }
                }
            }
        }
        let kept = "SELECT count(*) FROM assister_transitions WHERE assister_key = 'cy' AND reason = 'why' AND account_key = 'account-rae'";
        assert_eq!(count(&portal, kept).await, number);
        for empty in ["", "  \n"] {
            let refused = portal.suspend(&rae, &bo, empty).await.unwrap_err();
            assert_eq!(refusal(&refused), Some(Refusal::ReasonMissing));
        }
        assert_eq!(
            fields(&portal.suspend(&rae, &bo, &"x".repeat(501)).await.unwrap_err()),
            [("reason", "CERT-5")]
        );
        portal.suspend(&rae, &bo, " complaint 12 ").await.unwrap();
        let account = portal.read_assister(&rae, &bo).await.unwrap();
        assert_eq!(
            (account.history[0].transition.word(), account.history[0].reason.as_str()),
            ("suspend", "complaint 12")
        );
        assert_eq!(account.missing, [Missing::Suspended]);
        assert!(
            account
                .events
                .iter()
                .any(|event| event.action == Action::SuspendAssister && event.outcome == Outcome::Done)
        );
        let nobody = portal.suspend(&rae, &AssisterKey("nobody".into()), "why").await.unwrap_err();
        assert!(matches!(nobody, Error::NotFound));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn suspension_stops_all_access_at_once_and_the_association_stays_cert_7() {
    for portal in portals().await {
        cast(&portal).await;
        let second = second_process(&portal).await;
        run(
            &portal,
            "INSERT INTO accounts (account_key, role, username, email, given_name, family_name, created_at) \
             VALUES ('account-bo', 'assister', 'bo', 'bo@example.org', 'Bo', 'Lind', 1); \
             UPDATE assisters SET account_key = 'account-bo' WHERE assister_key = 'bo'; \
             INSERT INTO sessions (token_sha256, account_key, created_at, last_seen_at, confirmed_at, second_factor_due, ip, user_agent) \
             VALUES ('one', 'account-bo', 1, 1, 1, 0, '', ''), ('two', 'account-bo', 1, 1, 1, 0, '', '')",
        )
        .await;
        let (ana, bo) = (ConsumerKey("ana".into()), AssisterKey("bo".into()));
        second.open_application(&assister("bo"), &ana).await.unwrap();
        portal.suspend(&resource_manager(), &bo, "complaint").await.unwrap();
        assert_eq!(count(&portal, "SELECT count(*) FROM sessions WHERE ended_at IS NULL").await, 0);
        let refused = second.open_application(&assister("bo"), &ana).await.unwrap_err();
        assert!(matches!(refused, Error::Denied(Denial::NoBasis)));
        let seen = portal.read_association(&consumer("ana"), &ana).await.unwrap();
        assert!(!seen.current.as_ref().unwrap().assister.may_act_on(portal.today()));
        portal.reinstate(&resource_manager(), &bo, "cleared").await.unwrap();
        second.open_application(&assister("bo"), &ana).await.unwrap();
        portal.decertify(&resource_manager(), &bo, "withdrawn").await.unwrap();
        assert!(second.open_application(&assister("bo"), &ana).await.is_err());
        let open = "SELECT count(*) FROM associations WHERE assister_key = 'bo' AND ended_at IS NULL";
        assert_eq!(count(&portal, open).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_invitation_ends_the_old_one_and_none_is_sent_after_activation_cert_3() {
    for portal in portals().await {
        cast(&portal).await;
        let rae = resource_manager();
        let made = create(&portal, &broker("Gil")).await.unwrap();
        portal.clock().advance(60);
        portal.resend_invitation(&rae, &made.key, ADDRESS).await.unwrap();
        let open = format!("SELECT count(*) FROM invitations WHERE expires_at > {}", portal.clock().now().0);
        assert_eq!(count(&portal, &open).await, 1);
        let mails = mail_to(&portal, "gil@example.org").await;
        assert_eq!(mails.len(), 2);
        assert_ne!(mails[0], mails[1]);
        let active = portal.resend_invitation(&rae, &AssisterKey("bo".into()), ADDRESS).await.unwrap_err();
        assert_eq!(refusal(&active), Some(Refusal::IllegalTransition));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_for_an_assister_is_understood_or_named_app_10() {
    for portal in portals().await {
        cast(&portal).await;
        for name in ["😀😀", "<script>", "\u{200B}", "\u{202E}Gil", "Gil9"] {
            let fault = create(&portal, &with(broker("Gil"), &[("given_name", name)])).await.unwrap_err();
            assert_eq!(fields(&fault), [("given_name", "CERT-2")], "{name:?}");
        }
        let typed = [
            ("given_name", "Jose\u{301}"),
            ("email", "Jose@bücher.test"),
            ("npn", "7654 009"),
            ("public_phone", "651.555.0107 ext. 89"),
        ];
        let key = create(&portal, &with(broker("Gil"), &typed)).await.unwrap().key;
        let row = portal.read_assister(&resource_manager(), &key).await.unwrap().row;
        assert_eq!((row.given_name.as_str(), row.npn.as_deref()), ("José", Some("7654009")));
        assert_eq!(
            (row.email.as_str(), row.public_phone.as_str()),
            ("jose@xn--bcher-kva.test", "651-555-0107 ext. 89")
        );
        // The same mailbox and the same number, written otherwise, are the same person (CERT-4).
        let twin = with(broker("Hal"), &[("email", "JOSE@xn--bcher-kva.test")]);
        assert_eq!(refusal(&create(&portal, &twin).await.unwrap_err()), Some(Refusal::EmailTaken));
        let twin = with(broker("Hal"), &[("npn", "765-4009")]);
        assert_eq!(refusal(&create(&portal, &twin).await.unwrap_err()), Some(Refusal::NpnTaken));
        let both = with(broker("Ida"), &[("one_name", "yes")]);
        let fault = create(&portal, &both).await.unwrap_err();
        assert_eq!(fields(&fault), [("given_name", "CERT-2")]);
        let one = with(broker("Ida"), &[("given_name", ""), ("family_name", "Sukarno"), ("one_name", "yes")]);
        let key = create(&portal, &one).await.unwrap().key;
        let read = portal.read_assister(&resource_manager(), &key).await.unwrap();
        assert_eq!(read.row.name(), Name::new("", "Sukarno"));
    }
}
