//! Shopping and enrolling, on both databases: ENR-1 to ENR-7 from the cart to the carrier's file.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]

mod again;
mod agents;
mod answers;
mod audits;
mod ending;
mod groups;
#[cfg(feature = "sftp")]
#[path = "../support/hop.rs"]
mod hop;
mod leaving;
mod reinstating;
mod renewals;
#[cfg(feature = "sftp")]
mod sftp;
mod shopping;
#[cfg(feature = "sftp")]
#[path = "../support/ssh_server.rs"]
mod ssh_server;

use domain::{
    access::Denial,
    form::Fields,
    people::ConsumerKey,
    plan::{Filter, MetalLevel, SortBy, VariantId},
    refusal::Refusal,
};
use portal::{Error, Portal, enrollments::Signing, testing::*};

fn ana() -> ConsumerKey {
    ConsumerKey("ana".into())
}

/// Ana (40) with her child (8) in Hennepin County; income decides who gets a plan.
fn input(monthly_cents: i64) -> String {
    format!(
        r#"{{"id": "ana", "application_date": "2026-11-23", "coverage_year": 2027, "county_fips": "27053",
        "people": [
          {{"id": "p1", "date_of_birth": "1986-04-02", "applying": true, "immigration": {{"status": "citizen", "since": null}},
            "state_resident": true, "tax": {{"role": "filer", "filing_status": "head_of_household"}}}},
          {{"id": "p2", "date_of_birth": "2018-04-02", "applying": true, "immigration": {{"status": "citizen", "since": null}},
            "state_resident": true, "tax": {{"role": "dependent", "claimed_by": "p1"}}}}],
        "relationships": [{{"from": "p1", "kind": "parent", "to": "p2"}}],
        "incomes": [{{"person": "p1", "kind": "wages", "amount_cents": {monthly_cents}, "frequency": "monthly"}}],
        "benchmark": {{"slcsp_monthly_cents_by_person": {{"p1": 50000, "p2": 40000}}}}}}"#
    )
}

/// A submitted application with its determination, as submission stores it.
async fn submitted(portal: &Portal, consumer: &str, kind: &str, monthly_cents: i64) {
    submitted_in(portal, (consumer, 2027, "1986"), kind, monthly_cents).await;
}

/// The same of a plan year, by somebody who was born in another year.
async fn submitted_in(
    portal: &Portal,
    (consumer, year, born): (&str, i16, &str),
    kind: &str,
    monthly_cents: i64,
) {
    let input = input(monthly_cents).replace("1986", born);
    let household = eligibility::parse_household(input.as_bytes()).unwrap();
    let output = eligibility::determine(eligibility::RulePack::minnesota(), &household).unwrap();
    let output = serde_json::to_string(&output).unwrap();
    let pages = [
        (
            "address",
            r#"{"street": "1 Sample * Street ~ 2", "city": "Minneapolis", "zip": "55401", "county": "27053"}"#,
        ),
        ("contact", r#"{"email": "ana@example.org", "phone": "651-555-0100 ext. 89"}"#),
        (
            "person/1",
            r#"{"given_name": "Ana:María", "family_name": "Kowalski~*", "born_month": "4", "born_day": "2", "born_year": "1986", "applying": "yes"}"#,
        ),
        (
            "person/2",
            r#"{"given_name": "Max", "family_name": "Kowalski", "born_month": "4", "born_day": "2", "born_year": "2018", "applying": "yes"}"#,
        ),
        ("relationships/2", r#"{"to_1": "child", "lives_here": "yes"}"#),
    ];
    let saved = |(page, answers)| format!(r#""{page}":{{"version":1,"at":1,"by":"x","fields":{answers}}}"#);
    let answers = pages.map(saved).join(",").replace("1986", born);
    let key = if year == 2027 { format!("{consumer}-app") } else { format!("{consumer}-app-{year}") };
    run(
        portal,
        &format!(
            "INSERT INTO applications (application_key, consumer_key, plan_year, kind, state, case_status, last_page, percent, started_at, submitted_at, answers) \
             VALUES ('{key}', '{consumer}', {year}, '{kind}', 'submitted', 'pending', 'review', 100, 1, 2, '{{{answers}}}')"
        ),
    )
    .await;
    put_determination(portal, (&key, consumer), &input, &output).await;
}

async fn ready(monthly_cents: i64) -> Vec<Portal> {
    let portals = portals().await;
    for portal in &portals {
        cast(portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        submitted(portal, "ana", "financial_assistance", monthly_cents).await;
    }
    portals
}

/// Cheapest silver plan of the list.
async fn silver(portal: &Portal) -> (VariantId, i64, i64) {
    let filter = Filter { metals: vec![MetalLevel::Silver], ..Filter::default() };
    let list = portal
        .read_plans(&consumer("ana"), &ana(), &[], &filter, SortBy::Price)
        .await
        .unwrap()
        .value
        .unwrap();
    let plan = &list.plans[0];
    (plan.id, plan.premium_cents, plan.credit_cents)
}

fn signing(plan: VariantId, credit_cents: i64, signature: &str, form_key: &str) -> Signing {
    let sign = if credit_cents < 0 { "-" } else { "" };
    Signing {
        plan: plan.to_string(),
        people: "p1".to_owned(),
        typed: Fields::from([
            (
                "credit".to_owned(),
                format!("{sign}{}.{:02}", credit_cents.abs() / 100, credit_cents.abs() % 100),
            ),
            ("signature".to_owned(), signature.to_owned()),
            ("agree".to_owned(), "yes".to_owned()),
            ("text".to_owned(), enrollment_shown()),
        ]),
        form_key: form_key.to_owned(),
    }
}

/// The same for Ana and her child.
fn signing_for_both(plan: VariantId, credit_cents: i64, form_key: &str) -> Signing {
    Signing { people: "p1 p2".to_owned(), ..signing(plan, credit_cents, "Ana Kowalski", form_key) }
}

/// 250 to 300 percent: Ana gets the tax credit; her child has Medical Assistance.
const AVERAGE: i64 = 480_000;

#[tokio::test(flavor = "multi_thread")]
async fn the_broker_enrolls_and_is_agent_of_record_in_the_834_enr_6_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, premium, credit) = silver(&portal).await;
        portal.choose_plan(&assister("bo"), &ana(), &[], plan).await.unwrap();
        let form = signing(plan, credit, "for Ana Kowalski, by bo", "k1");
        portal.enroll(&assister("bo"), &ana(), &form).await.unwrap();
        let coverage = portal.read_coverage(&consumer("ana"), &ana()).await.unwrap();
        assert_eq!(coverage[0].row.effective_on.to_string(), "2027-01-01");
        let details = coverage[0].details.as_ref().unwrap();
        assert_eq!(details.members, ["Ana:María Kowalski~*"]);
        assert_eq!((details.signed.premium_cents.0, details.signed.credit_cents.0), (premium, credit));
        assert_eq!(details.signed.agent.as_ref().map(|agent| agent.broker_npn.as_str()), Some("17500001"));
        let sealed = column(&portal, "SELECT body FROM outbox WHERE kind = 'enrollment_834'").await;
        assert!(!sealed[0].contains("Kowalski"));
        let folder = std::env::temp_dir().join(format!("assent-834-{}", uuid()));
        std::fs::create_dir_all(&folder).unwrap();
        let carrier = plan.plan.issuer().to_string();
        let exported = portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        assert!(exported.unsent.is_empty(), "{:?}", exported.unsent);
        let text = std::fs::read_to_string(exported.file.unwrap()).unwrap();
        assert!(
            text.contains("N1*BO*Bo Lind*94*17500001~") || text.contains("N1*BO*BO LIND*94*17500001~"),
            "{text}"
        );
        let read = x12::read_enrollments(&text).unwrap().remove(0);
        let said = &read.transactions[0];
        assert_eq!(said.plan_variant_id, plan.x12());
        assert_eq!(said.subscriber.name.last, "Kowalski--", "delimiters in data never break a segment");
        assert_eq!(
            said.subscriber.contact.phone.as_deref(),
            Some("6515550100"),
            "an extension is no part of it"
        );
        let money = said.premium.clone().unwrap();
        assert_eq!(money.total_cents - money.aptc_cents, money.responsible_cents);
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["sent"]);
        let again = portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        assert!(again.file.is_none(), "nothing is sent twice");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_834_waits_for_its_carriers_tax_number_and_goes_once_the_profile_has_it_enr_7() {
    for portal in ready(AVERAGE).await {
        run(&portal, "UPDATE catalog_issuers SET tin = NULL").await;
        let portal = second_process(&portal).await;
        let (plan, _, credit) = silver(&portal).await;
        portal.choose_plan(&assister("bo"), &ana(), &[], plan).await.unwrap();
        let form = signing(plan, credit, "for Ana Kowalski, by bo", "k1");
        portal.enroll(&assister("bo"), &ana(), &form).await.unwrap();
        let folder = std::env::temp_dir().join(format!("assent-834-{}", uuid()));
        std::fs::create_dir_all(&folder).unwrap();
        let carrier = plan.plan.issuer().to_string();
        let waits = portal.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        assert!(waits.file.is_none());
        let fault = &waits.unsent[0].fault;
        assert!(
            fault.contains(&carrier) && fault.contains("[[carrier]]") && fault.contains("tin"),
            "{fault}"
        );
        let mended = with_carrier(&portal, &carrier, "123456789");
        let sent = mended.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap();
        assert!(sent.unsent.is_empty(), "{:?}", sent.unsent);
        assert!(std::fs::read_to_string(sent.file.unwrap()).unwrap().contains("123456789"));
    }
}

/// A work that asked for a second connection while it holds one would wait for ever once all hold one.
#[tokio::test(flavor = "multi_thread")]
async fn sixteen_enroll_at_once_over_two_connections() {
    for portal in ready(AVERAGE).await {
        let mut signed = Vec::new();
        for number in 0..16 {
            let (key, name) = (format!("c{number}"), format!("C{number}"));
            run(
                &portal,
                &format!(
                    "INSERT INTO consumers (consumer_key, given_name, family_name, date_of_birth, email, created_at) \
                     VALUES ('{key}', '{name}', 'Sample', '1986-04-02', '{key}@example.org', 1)"
                ),
            )
            .await;
            submitted(&portal, &key, "financial_assistance", AVERAGE).await;
            let (plan, key) = (silver(&portal).await.0, ConsumerKey(key));
            portal.choose_plan(&consumer(&key.0), &key, &[], plan).await.unwrap();
            signed.push((key, signing(plan, 0, &format!("{name} Sample"), "k")));
        }
        let narrow = open_with(address(&portal), 2).await;
        let all: Vec<_> = signed
            .into_iter()
            .map(|(key, form)| {
                let narrow = narrow.clone();
                tokio::spawn(async move {
                    let who = consumer(&key.0);
                    patiently(|| narrow.enroll(&who, &key, &form)).await.map(drop)
                })
            })
            .collect();
        for one in all {
            one.await.unwrap().unwrap();
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox WHERE kind = 'enrollment_834'").await, 16);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_at_once_write_one_file_with_each_enrollment_once_enr_7() {
    for portal in ready(AVERAGE).await {
        let (plan, _, credit) = silver(&portal).await;
        portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
        portal.enroll(&consumer("ana"), &ana(), &signing(plan, credit, "Ana Kowalski", "k")).await.unwrap();
        let folder = std::env::temp_dir().join(format!("assent-834-{}", uuid()));
        std::fs::create_dir_all(&folder).unwrap();
        let (second, carrier) = (second_process(&portal).await, plan.plan.issuer().to_string());
        let exports: Vec<_> = (0..6)
            .map(|round| {
                let worker = if round % 2 == 0 { portal.clone() } else { second.clone() };
                let (carrier, folder) = (carrier.clone(), folder.clone());
                tokio::spawn(async move {
                    worker.export_enrollments(&carrier, &folder, &|_| {}).await.unwrap().transactions
                })
            })
            .collect();
        let mut written = 0;
        for export in exports {
            written += export.await.unwrap();
        }
        assert_eq!(written, 1);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
        assert_eq!(column(&portal, "SELECT state FROM enrollments").await, ["sent"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_at_work_gathers_enrollments_for_a_while_and_tries_what_cannot_be_sent_again_enr_7() {
    for portal in ready(AVERAGE).await {
        run(&portal, "UPDATE catalog_issuers SET tin = NULL").await;
        let portal = second_process(&portal).await;
        let (plan, _, credit) = silver(&portal).await;
        portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
        portal.enroll(&consumer("ana"), &ana(), &signing(plan, credit, "Ana Kowalski", "k")).await.unwrap();
        let folder = std::env::temp_dir().join(format!("assent-834-{}", uuid()));
        std::fs::create_dir_all(&folder).unwrap();
        // Stopped at once, it does the round that it began.
        let a_round =
            async |portal: &Portal| portal.keep_working(Some(folder.clone()), None).unwrap().stop().await;
        let files = || std::fs::read_dir(&folder).unwrap().count();
        a_round(&portal).await;
        assert_eq!(portal.undelivered().await.unwrap(), [], "it waits for others to the same carrier");
        portal.clock().advance(900);
        a_round(&portal).await;
        let stuck = portal.undelivered().await.unwrap();
        assert!(stuck[0].fault.as_ref().is_some_and(|fault| fault.contains("[[carrier]]")), "{stuck:?}");
        assert_eq!((stuck[0].attempts, stuck[0].given_up, files()), (1, false, 0));
        let mended = with_carrier(&portal, &plan.plan.issuer().to_string(), "123456789");
        a_round(&mended).await;
        assert_eq!(files(), 0, "in its pause");
        portal.clock().advance(30);
        a_round(&mended).await;
        assert_eq!((files(), portal.undelivered().await.unwrap().len()), (1, 0));
    }
}

fn uuid() -> String {
    format!("{:?}-{:?}", std::thread::current().id(), std::time::Instant::now())
        .replace(|c: char| !c.is_alphanumeric(), "")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_navigator_a_lapsed_broker_and_nobody_are_no_agent_of_record_enr_6() {
    for (setup, expected) in [
        (
            "UPDATE associations SET ended_at = 5, ended_by = 'consumer' WHERE association_key = 'ana-bo'",
            None,
        ),
        ("UPDATE assisters SET license_until = '2026-01-01' WHERE assister_key = 'bo'", None),
        (
            "UPDATE associations SET ended_at = 5, ended_by = 'replaced' WHERE association_key = 'ana-bo'; \
             INSERT INTO associations (association_key, consumer_key, assister_key, started_at, statement_version, statement_language, \
             statement_sha256, agreed_ip, agreed_user_agent, receipt, receipt_sha256) \
             VALUES ('ana-nia', 'ana', 'nia', 6, 'v', 'en', 'x', 'ip', 'ua', '{}', 'x')",
            None,
        ),
        ("SELECT 1", Some("17500001")),
    ] {
        for portal in ready(AVERAGE).await {
            run(&portal, setup).await;
            let (plan, ..) = silver(&portal).await;
            portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
            portal.enroll(&consumer("ana"), &ana(), &signing(plan, 0, "Ana Kowalski", "k")).await.unwrap();
            let coverage = portal.read_coverage(&consumer("ana"), &ana()).await.unwrap();
            let details = coverage[0].details.as_ref().unwrap();
            assert_eq!(
                details.signed.agent.as_ref().map(|agent| agent.broker_npn.as_str()),
                expected,
                "{setup}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn credit_outside_its_range_and_a_wrong_signature_are_named_enr_4_app_4() {
    for portal in ready(AVERAGE).await {
        let (plan, _, credit) = silver(&portal).await;
        portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
        for (credit_cents, signature, agreed, fields) in [
            (credit + 1, "Ana Kowalski", true, vec!["credit"]),
            (-1, "Ana Kowalski", true, vec!["credit"]),
            (credit, "Eve Kowalski", true, vec!["signature"]),
            (credit, "", false, vec!["agree", "signature"]),
        ] {
            let mut form = signing(plan, credit_cents, signature, "k");
            form.typed.retain(|field, _| field != "agree" || agreed);
            let Err(Error::Invalid(faults)) = portal.enroll(&consumer("ana"), &ana(), &form).await else {
                panic!("{credit_cents} {signature}")
            };
            assert_eq!(faults.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), fields);
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM enrollments").await, 0);
        assert_eq!(count(&portal, "SELECT count(*) FROM carts").await, 1, "the cart is not lost");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_sent_many_times_at_once_is_one_enrollment_and_one_834() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
        let second = second_process(&portal).await;
        let tasks: Vec<_> = (0..12)
            .map(|i| {
                let portal = if i % 2 == 0 { portal.clone() } else { second.clone() };
                tokio::spawn(async move {
                    let form = signing(plan, 0, "Ana Kowalski", "same");
                    let (who, ana) = (consumer("ana"), ana());
                    patiently(|| portal.enroll(&who, &ana, &form)).await.map(|acted| acted.value)
                })
            })
            .collect();
        let mut keys = std::collections::HashSet::new();
        for task in tasks {
            keys.insert(task.await.unwrap().unwrap().0);
        }
        assert_eq!(keys.len(), 1);
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox WHERE kind = 'enrollment_834'").await, 1);
        let other = portal.enroll(&consumer("ana"), &ana(), &signing(plan, 1, "Ana Kowalski", "same")).await;
        assert!(matches!(other, Err(Error::Refused(Refusal::FormKeyReused))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_one_medical_plan_at_a_time_enr_5() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let exists = |answer: &Error| matches!(answer, Error::Refused(Refusal::EnrollmentExists));
        let sign = async |form: &str| {
            portal.enroll(&consumer("ana"), &ana(), &signing(plan, 0, "Ana Kowalski", form)).await
        };
        portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
        sign("k1").await.unwrap();
        // Nobody chooses and signs in vain: the list says so, and choosing it again is refused.
        let list = portal
            .read_plans(&consumer("ana"), &ana(), &[], &Filter::default(), SortBy::Price)
            .await
            .unwrap();
        assert_eq!(list.value.unwrap().group.stays_in().unwrap().enrolled_variant, plan);
        assert!(exists(&portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap_err()));
        // A cart from before, or of another page, does not help.
        let cart = format!(
            "INSERT INTO carts (consumer_key, plan_year, variant_id, members, credit_cents, chosen_at, chosen_by) \
             VALUES ('ana', 2027, '{plan}', 'p1', 0, 1, 'ana')"
        );
        run(&portal, &cart).await;
        assert!(exists(&portal.read_checkout(&consumer("ana"), &ana()).await.unwrap_err()));
        assert!(exists(&sign("k2").await.unwrap_err()));
        assert_eq!(count(&portal, "SELECT count(*) FROM outbox WHERE kind = 'enrollment_834'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_the_window_one_may_look_and_choose_and_not_sign_enr_1() {
    for portal in ready(AVERAGE).await {
        // 20 June 2027: enrollment for 2027 has closed, and people shop for 2027.
        portal.clock().advance(210 * 86_400);
        let (plan, ..) = silver(&portal).await;
        portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
        let refused = portal.enroll(&consumer("ana"), &ana(), &signing(plan, 0, "Ana Kowalski", "k")).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::WindowClosed))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_in_another_variant_or_outside_the_area_is_not_offered_enr_4() {
    for portal in ready(AVERAGE).await {
        let (plan, ..) = silver(&portal).await;
        let other = VariantId { variant: domain::plan::Variant::Silver94, ..plan };
        let refused = portal.choose_plan(&consumer("ana"), &ana(), &[], other).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::VariantNotAllowed))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assister_does_not_shop_from_a_full_price_application_act_8() {
    for portal in portals().await {
        cast(&portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        submitted(&portal, "ana", "full_price", AVERAGE).await;
        let read = portal.read_plans(&assister("bo"), &ana(), &[], &Filter::default(), SortBy::Price).await;
        assert!(matches!(read, Err(Error::Denied(Denial::Limit(_)))));
        let (plan, ..) = silver(&portal).await;
        portal.choose_plan(&consumer("ana"), &ana(), &[], plan).await.unwrap();
        portal.enroll(&consumer("ana"), &ana(), &signing(plan, 0, "Ana Kowalski", "k")).await.unwrap();
        // ACT-9: plan and first day; the rest is hers.
        let seen = portal.read_coverage(&assister("bo"), &ana()).await.unwrap().value;
        assert!(
            seen[0].details.is_none() && seen[0].row.effective_on.to_string() == "2027-01-01",
            "{seen:?}"
        );
        let own = portal.read_coverage(&consumer("ana"), &ana()).await.unwrap().value;
        assert_eq!(own[0].details.as_ref().unwrap().signed.signature, "Ana Kowalski");
        let stranger =
            portal.read_plans(&assister("cy"), &ana(), &[], &Filter::default(), SortBy::Price).await;
        assert!(matches!(stranger, Err(Error::Denied(Denial::NoBasis))));
    }
}
