//! Changes after submission, on both databases: told, filled in, signed; what was submitted stays, and a dated version
//! follows it (ENR-1, ENR-2, ENR-5, ACT-12).

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

use domain::{
    access::Denial,
    application::{Kind, Page, Told},
    enrollment::LifeEvent,
    form::{Fields, Wrong},
    limits::Limit,
    people::{ApplicationKey, ConsumerKey, EnrollmentKey},
    plan::{Filter, MetalLevel, SortBy, VariantId},
    proof::{ProofFault, ProofKind},
    refusal::Refusal,
};
use jiff::civil::{Date, date};
use portal::{
    Error, Portal,
    applications::{NewProof, Signature},
    enrollments::Signing,
    example_households::{LoneAdult, TypedPage},
    shopping::PlanList,
    testing::*,
};

const DAY: i64 = 86_400;
/// The tests begin on 23 November 2026; so many days later it is 20 February 2027.
const TO_FEBRUARY: i64 = 89 * DAY;

fn ana() -> ConsumerKey {
    ConsumerKey("ana".into())
}

fn fields(typed: &[(&str, &str)]) -> Fields {
    typed.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

fn page(slug: &str, typed: &[(&str, &str)]) -> TypedPage {
    (slug.to_owned(), fields(typed))
}

fn day(date: Date) -> Fields {
    let parts =
        [("day_month", date.month().into()), ("day_day", date.day().into()), ("day_year", date.year())];
    parts.into_iter().map(|(field, part): (_, i16)| (field.to_owned(), part.to_string())).collect()
}

async fn sign(portal: &Portal, key: &ApplicationKey, form: &str) {
    let typed = fields(&[("signature", "Ana Kowalski"), ("agree", "yes"), ("text", &rights_shown())]);
    let signature = Signature { typed, form_key: form.to_owned() };
    portal.submit_application(&consumer("ana"), &ana(), key, &signature).await.unwrap();
}

/// Ana's application is submitted: she and a child of hers may have plans, and neither Medical Assistance.
async fn ready() -> Vec<Portal> {
    earning("6500").await
}

/// The same at other wages a month.
async fn earning(monthly_wages: &str) -> Vec<Portal> {
    let portals = portals().await;
    for portal in &portals {
        cast(portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        let (who, consumer) = (consumer("ana"), ana());
        let opened = portal.open_application_for(&who, &consumer, Kind::FinancialAssistance, 2027).await;
        let key = opened.unwrap().value.key;
        let person = LoneAdult { monthly_wages, ..LoneAdult::ANA };
        fill_in(portal, &who, (&consumer, &key), person.pages()).await;
        sign(portal, &key, "application").await;
    }
    portals
}

async fn tell(portal: &Portal, event: LifeEvent, on: Date) -> Result<(ApplicationKey, Page), Error> {
    let told = portal.tell_event(&consumer("ana"), &ana(), (event, &day(on))).await;
    told.map(|told| (told.value.key, told.value.page))
}

async fn plans(portal: &Portal, by: &portal::Session) -> PlanList {
    let filter = Filter { metals: vec![MetalLevel::Silver], ..Filter::default() };
    portal.read_plans(by, &ana(), &[], &filter, SortBy::Price).await.unwrap().value.unwrap()
}

async fn enroll(portal: &Portal, plan: VariantId, form: &str) -> Result<EnrollmentKey, Error> {
    portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await?;
    let typed = fields(&[
        ("signature", "Ana Kowalski"),
        ("agree", "yes"),
        ("text", &enrollment_shown()),
        ("credit", "0"),
    ]);
    let people = portal.read_checkout(&consumer("ana"), &ana()).await?.value.group.people();
    let signing = Signing { plan: plan.to_string(), people, typed, form_key: form.to_owned() };
    portal.enroll(&consumer("ana"), &ana(), &signing).await.map(portal::Acted::into_value)
}

/// Everything that was told to a carrier, in its order.
async fn told(portal: &Portal, carrier: &str) -> Vec<x12::Transaction> {
    let folder = std::env::temp_dir().join(format!("assent-changes-{:?}", std::time::Instant::now()));
    let folder = folder.to_string_lossy().replace([' ', '{', '}', ':'], "");
    let folder = std::path::PathBuf::from(folder);
    std::fs::create_dir_all(&folder).unwrap();
    let file = portal.export_enrollments(carrier, &folder, &|_| {}).await.unwrap().file.unwrap();
    x12::read_enrollments(&std::fs::read_to_string(file).unwrap()).unwrap().remove(0).transactions
}

fn programs(people: &[portal::determinations::PersonOutcome]) -> Vec<(String, eligibility::Program)> {
    people.iter().map(|person| (person.name.clone(), person.result.program)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_opens_enrollment_and_the_first_determination_stays_as_it_was_enr_1_act_9() {
    for portal in ready().await {
        let first = plans(&portal, &consumer("ana")).await.plans[0].id;
        enroll(&portal, first, "first").await.unwrap();
        portal.clock().advance(TO_FEBRUARY);
        assert_eq!(portal.today(), date(2027, 2, 20));
        assert_eq!(plans(&portal, &consumer("ana")).await.group.effective_on, None, "enrollment is closed");
        let before = column(&portal, "SELECT answers FROM applications").await;

        let (key, asked) = tell(&portal, LifeEvent::Move, date(2027, 2, 10)).await.unwrap();
        assert_eq!(asked, Page::Address, "what the event changes is asked first");
        portal.clock().advance(60);
        let duluth =
            [("street", "2 Sample Street"), ("city", "Duluth"), ("zip", "55802"), ("county", "27137")];
        fill_in(&portal, &consumer("ana"), (&ana(), &key), vec![page("address", &duluth)]).await;
        sign(&portal, &key, "change").await;

        let found = portal.read_determination(&consumer("ana"), &ana()).await.unwrap().value.unwrap();
        assert_eq!(found.change, Some(Told { event: LifeEvent::Move, on: date(2027, 2, 10) }));
        assert_eq!(programs(&found.before.0).len(), 1);
        let group = plans(&portal, &consumer("ana")).await.group;
        assert_eq!(group.effective_on, Some(date(2027, 3, 1)), "the first of the month after");
        assert_eq!((group.open_until, group.event), (Some(date(2027, 4, 11)), Some(LifeEvent::Move)));

        // The assister sees what there was at first, and nothing of the change (L2, L5).
        let seen = portal.read_determination(&assister("bo"), &ana()).await.unwrap().value.unwrap();
        assert_eq!((seen.change, seen.before.0.len()), (None, 0));
        let seen = portal.read_applications(&assister("bo"), &ana(), None).await.unwrap().value;
        assert!(seen.others.is_empty() && seen.current.unwrap().answers.get(Page::Address, "zip") == "55401");
        let filter = Filter::default();
        let by_bo =
            portal.read_plans(&assister("bo"), &ana(), &[], &filter, SortBy::Price).await.unwrap_err();
        let limit = Denial::Limit(Limit::NoChangeAfterSubmission);
        assert!(matches!(&by_bo, Error::Denied(denial) if *denial == limit), "not with what was: {by_bo}");
        let kept = "SELECT answers FROM applications WHERE follows IS NULL";
        assert_eq!(column(&portal, kept).await, before);
        assert_eq!(column(&portal, "SELECT stage FROM book WHERE consumer_key = 'ana'").await, ["enrolled"]);

        // Another plan from the next month; the carriers hear why.
        let second = plans(&portal, &consumer("ana")).await.plans[1].id;
        enroll(&portal, second, "second").await.unwrap();
        let states = "SELECT state || ' ' || effective_on || ' ' || coalesce(ends_on, '') FROM enrollments ORDER BY signed_at";
        assert_eq!(column(&portal, states).await, ["terminated 2027-01-01 2027-02-28", "signed 2027-03-01 "]);
        let said = told(&portal, &second.plan.issuer().to_string()).await;
        let new = said.last().unwrap();
        assert_eq!(new.kind, x12::Kind::InitialAfterChange);
        assert_eq!(new.sep_reason, Some(x12::SepReason::ChangeOfLocation));
        assert_eq!(new.benefit_begin, date(2027, 3, 1));
        let coverage = portal.read_coverage(&assister("bo"), &ana()).await.unwrap().value;
        assert!(
            coverage[0].details.is_none() && coverage[1].details.is_some(),
            "whether, and no more (ACT-9)"
        );
    }
}

/// What is typed for a child that was born.
fn newborn() -> Vec<TypedPage> {
    let born = [("born_month", "2"), ("born_day", "14"), ("born_year", "2027"), ("applying", "yes")];
    let name = [("given_name", "Baby"), ("family_name", "Kowalski")];
    let no =
        ["pregnant", "disabled", "tribe", "tobacco", "student", "foster_care"].map(|field| (field, "no"));
    let about = [("resident", "yes"), ("incarceration", "none")];
    vec![
        page("people", &[("complete", "yes")]),
        page("person/2", &[&name[..], &born[..]].concat()),
        page("citizenship/2", &[("no_ssn", "yes"), ("status", "citizen")]),
        page("about/2", &[&about[..], &no[..]].concat()),
        page("relationships/2", &[("lives_here", "yes"), ("to_1", "child")]),
        page("taxes/2", &[("role", "dependent"), ("claimed_by", "p1")]),
        page("income/2", &[("any", "no")]),
        page("coverage/2", &[("employer", "none"), ("medicare", "none"), ("other", "none")]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newborn_is_covered_from_birth_in_the_same_plan_enr_2_enr_5() {
    for portal in ready().await {
        let plan = plans(&portal, &consumer("ana")).await.plans[0].id;
        enroll(&portal, plan, "first").await.unwrap();
        portal.clock().advance(TO_FEBRUARY);
        let (key, asked) = tell(&portal, LifeEvent::Birth, date(2027, 2, 14)).await.unwrap();
        assert_eq!(asked, Page::People);
        portal.clock().advance(60);
        let added = portal.add_person(&consumer("ana"), &ana(), &key).await.unwrap().value;
        assert_eq!(added, 2);
        fill_in(&portal, &consumer("ana"), (&ana(), &key), newborn()).await;
        sign(&portal, &key, "change").await;
        let list = plans(&portal, &consumer("ana")).await;
        assert_eq!(list.group.members.len(), 2, "{:?}", list.group.others);
        assert_eq!(list.group.effective_on, Some(date(2027, 2, 14)), "from the day of birth");
        // The same plan is another one now: two people are in it.
        let same = list.plans.iter().find(|listed| listed.id.plan == plan.plan).unwrap().id;
        enroll(&portal, same, "second").await.unwrap();
        let states = "SELECT state || ' ' || effective_on || ' ' || coalesce(ends_on, '') FROM enrollments ORDER BY signed_at";
        assert_eq!(column(&portal, states).await, ["terminated 2027-01-01 2027-02-13", "signed 2027-02-14 "]);
        let said = told(&portal, &plan.plan.issuer().to_string()).await;
        let new = said.last().unwrap();
        assert_eq!((new.dependents.len(), new.sep_reason), (1, Some(x12::SepReason::Birth)));
        assert!(matches!(
            enroll(&portal, same, "third").await,
            Err(Error::Refused(Refusal::EnrollmentExists))
        ));
    }
}

/// Adds a child born on a day to Ana's case; gives the plans that two people may have now.
async fn with_newborn(portal: &Portal, on: Date) -> PlanList {
    let (key, _) = tell(portal, LifeEvent::Birth, on).await.unwrap();
    portal.clock().advance(60);
    portal.add_person(&consumer("ana"), &ana(), &key).await.unwrap();
    let mut pages = newborn();
    let born = [("born_month", on.month().into()), ("born_day", on.day().into()), ("born_year", on.year())];
    for (field, part) in born {
        let part: i16 = part;
        pages[1].1.insert(field.to_owned(), part.to_string());
    }
    fill_in(portal, &consumer("ana"), (&ana(), &key), pages).await;
    sign(portal, &key, "change").await;
    plans(portal, &consumer("ana")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newborn_is_covered_also_where_the_familys_plan_began_on_the_day_of_birth_or_later_enr_2_enr_5() {
    // Born before the year and told in it; born on the first day of the plan; the plan began after the birth.
    for (born, begins, later) in [
        (date(2026, 12, 20), "2027-01-01", 48),
        (date(2027, 1, 1), "2027-01-01", 48),
        (date(2027, 2, 25), "2027-03-01", 100),
    ] {
        for portal in ready().await {
            let plan = plans(&portal, &consumer("ana")).await.plans[0].id;
            enroll(&portal, plan, "first").await.unwrap();
            run(&portal, &format!("UPDATE enrollments SET effective_on = '{begins}', state = 'effectuated'"))
                .await;
            portal.clock().advance(later * DAY);
            let list = with_newborn(&portal, born).await;
            let start = born.max(date(2027, 1, 1));
            assert_eq!((list.group.members.len(), list.group.effective_on), (2, Some(start)), "{born}");
            let replaces: Vec<_> = list.group.replaces().into_iter().map(|(_, how)| how).collect();
            let begun = begins.parse().unwrap();
            assert_eq!(replaces, [portal::shopping::Replaced::FromItsFirstDay(begun)]);
            let same = list.plans.iter().find(|listed| listed.id.plan == plan.plan).unwrap().id;
            enroll(&portal, same, "second").await.unwrap();
            let states = "SELECT state || ' ' || effective_on FROM enrollments ORDER BY signed_at";
            let now = format!("signed {start}");
            assert_eq!(column(&portal, states).await, [format!("cancelled {begins}"), now], "{born}");
            let kinds: Vec<_> =
                told(&portal, &plan.plan.issuer().to_string()).await.iter().map(|one| one.kind).collect();
            let cancelled = x12::Kind::Cancel(x12::EndReason::ChangeInCircumstances);
            assert_eq!(kinds, [x12::Kind::Initial, cancelled, x12::Kind::InitialAfterChange], "{born}");
            let free = "SELECT count(*) FROM enrollment_members WHERE active = 1";
            assert_eq!(count(&portal, free).await, 2, "both, in one plan");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_before_open_enrollment_and_its_proofs_stay_in_sight_enr_1() {
    for portal in ready().await {
        portal.clock().advance(TO_FEBRUARY);
        let (key, _) = tell(&portal, LifeEvent::Move, date(2027, 2, 10)).await.unwrap();
        sign(&portal, &key, "change").await;
        // An open enrollment that begins early.
        let portal = with_profile(&portal, |profile| {
            let mut next = profile.plan_year.last().unwrap().clone();
            (next.year, next.open_from) = (2028, date(2027, 3, 1));
            (next.open_to, next.january_cutoff) = (date(2027, 12, 31), date(2027, 12, 31));
            profile.plan_year.push(next);
        });
        portal.clock().advance(20 * DAY);
        let changes = portal.read_changes(&consumer("ana"), &ana()).await.unwrap().value;
        assert_eq!((changes.plan_year, changes.has_case), (2028, false));
        assert_eq!(changes.told.iter().map(|told| &told.application_key).collect::<Vec<_>>(), [&key]);
        let wanted = portal.proof_wanted(&changes.told[0]).unwrap();
        assert_eq!(wanted.due, Some(date(2027, 3, 22)));
        send(&portal, &consumer("ana"), &key, "proof", PDF).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_change_at_a_time_within_its_days_and_it_can_be_thrown_away_enr_1() {
    for portal in ready().await {
        portal.clock().advance(TO_FEBRUARY);
        let late = tell(&portal, LifeEvent::Move, date(2026, 12, 21)).await.unwrap_err();
        assert!(matches!(&late, Error::Invalid(faults) if faults[0].field == "day"), "{late}");
        let error = tell(&portal, LifeEvent::ExchangeError, date(2027, 2, 1)).await;
        assert!(matches!(error, Err(Error::NotFound)), "the desk's");
        let (key, _) = tell(&portal, LifeEvent::Move, date(2027, 2, 10)).await.unwrap();
        let again = tell(&portal, LifeEvent::Birth, date(2027, 2, 10)).await;
        assert!(matches!(again, Err(Error::Refused(Refusal::ChangeOpen))));
        let shown = portal.read_changes(&consumer("ana"), &ana()).await.unwrap().value;
        assert_eq!(shown.open.map(|open| open.application_key), Some(key.clone()));
        assert_eq!(count(&portal, "SELECT count(*) FROM social_security_numbers").await, 2, "copied, sealed");
        let number = portal.show_social_security_number(&consumer("ana"), &ana(), 1).await.unwrap().value;
        assert!(number.ends_with("6789"));
        portal.drop_change(&consumer("ana"), &ana(), &key).await.unwrap();
        assert_eq!(count(&portal, "SELECT count(*) FROM social_security_numbers").await, 1);
        assert_eq!(count(&portal, "SELECT count(*) FROM applications").await, 1);
        let gone = portal.drop_change(&consumer("ana"), &ana(), &key).await;
        assert!(matches!(gone, Err(Error::NotFound)));
        // What was submitted is never thrown away.
        let first =
            ApplicationKey(column(&portal, "SELECT application_key FROM applications").await.remove(0));
        let kept = portal.drop_change(&consumer("ana"), &ana(), &first).await;
        assert!(matches!(kept, Err(Error::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_submitted_nothing_has_nothing_to_change_and_an_assister_changes_nothing_act_12() {
    for portal in ready().await {
        let max = ConsumerKey("max".into());
        let typed = day(date(2026, 11, 20));
        let none = portal.tell_event(&consumer("max"), &max, (LifeEvent::Move, &typed)).await;
        assert!(matches!(none, Err(Error::Refused(Refusal::NoCaseToChange))));
        let shown = portal.read_changes(&consumer("max"), &max).await.unwrap().value;
        assert!(!shown.has_case && shown.open.is_none() && shown.told.is_empty());
        let by_bo = portal.tell_event(&assister("bo"), &ana(), (LifeEvent::Move, &typed)).await.unwrap_err();
        let limited =
            |error: &Error| matches!(error, Error::Denied(Denial::Limit(Limit::NoChangeAfterSubmission)));
        assert!(limited(&by_bo), "{by_bo}");
        let (key, _) = tell(&portal, LifeEvent::Move, date(2026, 11, 20)).await.unwrap();
        assert!(limited(&portal.drop_change(&assister("bo"), &ana(), &key).await.unwrap_err()));
        let save = portal::applications::PageSave {
            application: key,
            page: Page::Address,
            version: 1,
            fields: fields(&[("zip", "55802")]),
        };
        let saved = portal.save_application_page(&assister("bo"), &ana(), &save).await;
        assert!(matches!(saved, Err(Error::NotFound)), "for an assister there is no change: {saved:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_chosen_for_an_event_that_carries_no_credit_has_none_enr_1() {
    for portal in earning("3500").await {
        let portal = with_profile(&portal, |profile| {
            let income = profile.special_event.iter_mut().find(|event| event.kind == LifeEvent::Income);
            income.unwrap().no_credit_from = Some(2027);
        });
        assert!(plans(&portal, &consumer("ana")).await.group.credit_cents > 0);
        portal.clock().advance(TO_FEBRUARY);
        let (key, asked) = tell(&portal, LifeEvent::Income, date(2027, 2, 10)).await.unwrap();
        assert_eq!(asked, Page::Income(1));
        sign(&portal, &key, "change").await;
        let group = plans(&portal, &consumer("ana")).await.group;
        assert_eq!((group.credit_cents, group.event), (0, Some(LifeEvent::Income)));
        let plan = plans(&portal, &consumer("ana")).await.plans[0].id;
        enroll(&portal, plan, "without").await.unwrap();
        assert_eq!(column(&portal, "SELECT CAST(credit_cents AS TEXT) FROM enrollments").await, ["0"]);
    }
}

/// The smallest document that is one.
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n";

async fn send(
    portal: &Portal,
    by: &portal::Session,
    key: &ApplicationKey,
    form: &str,
    bytes: &[u8],
) -> Result<(), Error> {
    let new = NewProof { form_key: form, bytes };
    portal.add_proof(by, &ana(), (key, new)).await.map(portal::Acted::into_value)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_kept_sealed_once_a_form_and_given_back_to_its_consumer_alone_enr_1() {
    for portal in ready().await {
        let (key, _) = tell(&portal, LifeEvent::Move, date(2026, 11, 20)).await.unwrap();
        let by_ana = consumer("ana");
        send(&portal, &by_ana, &key, "one", PDF).await.unwrap();
        send(&portal, &by_ana, &key, "one", PDF).await.unwrap();
        let changes = portal.read_changes(&by_ana, &ana()).await.unwrap().value;
        let kept = changes.proofs_of(&key);
        assert_eq!((kept.len(), kept[0].kind), (1, ProofKind::Pdf), "the same form twice is one file");
        let proof = kept[0].proof_key.clone();
        let back = portal.read_proof(&by_ana, &ana(), (&key, &proof)).await.unwrap().value;
        // The blank at the end belongs to no line of it.
        assert_eq!((back.kind, back.bytes.as_slice()), (ProofKind::Pdf, PDF.trim_ascii_end()));
        let sealed = match is_postgres(&portal) {
            true => "SELECT encode(sealed, 'hex') FROM proofs",
            false => "SELECT lower(hex(sealed)) FROM proofs",
        };
        assert!(!column(&portal, sealed).await[0].contains("255044462d"), "sealed");
        for (name, bytes, fault) in [
            ("nothing", &b""[..], ProofFault::Empty),
            ("a page", b"<html>", ProofFault::OtherKind),
            ("a PDF and more", &[PDF, b"PK\x05\x06"].concat(), ProofFault::SomethingElse),
        ] {
            let refused = send(&portal, &by_ana, &key, name, bytes).await.unwrap_err();
            let Error::Invalid(faults) = &refused else { panic!("{name}: {refused}") };
            assert_eq!(
                (faults[0].field.as_str(), &faults[0].wrong),
                ("file", &Wrong::Proof(fault)),
                "{name}"
            );
        }
        let by_bo = portal.read_proof(&assister("bo"), &ana(), (&key, &proof)).await.unwrap_err();
        let limit = Denial::Limit(Limit::NoChangeAfterSubmission);
        assert!(matches!(&by_bo, Error::Denied(denial) if *denial == limit), "{by_bo}");
        let by_eve = portal.read_proof(&consumer("eve"), &ConsumerKey("eve".into()), (&key, &proof)).await;
        assert!(matches!(by_eve, Err(Error::NotFound)));
        for number in 1..10 {
            send(&portal, &by_ana, &key, &format!("more-{number}"), PDF).await.unwrap();
        }
        let eleventh = send(&portal, &by_ana, &key, "eleventh", PDF).await;
        assert!(matches!(eleventh, Err(Error::Refused(Refusal::TooManyProofs))));
        portal.drop_change(&by_ana, &ana(), &key).await.unwrap();
        assert_eq!(count(&portal, "SELECT count(*) FROM proofs").await, 0);
        let gone = send(&portal, &by_ana, &key, "late", PDF).await;
        assert!(matches!(gone, Err(Error::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_taken_for_events_that_ask_for_one_and_for_no_application_enr_1() {
    for portal in ready().await {
        let first =
            ApplicationKey(column(&portal, "SELECT application_key FROM applications").await.remove(0));
        assert!(matches!(send(&portal, &consumer("ana"), &first, "a", PDF).await, Err(Error::NotFound)));
        let (key, _) = tell(&portal, LifeEvent::Income, date(2026, 11, 20)).await.unwrap();
        assert!(matches!(send(&portal, &consumer("ana"), &key, "b", PDF).await, Err(Error::NotFound)));
    }
}
