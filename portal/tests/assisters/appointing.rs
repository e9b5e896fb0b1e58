//! Carriers' appointments of brokers (ENR-6).

use super::*;

fn typed(carrier: &str, from: &str, until: &str) -> Fields {
    let days = [("appointed_from_on", from), ("appointed_until_on", until)];
    let mut typed: Fields = [("carrier".to_owned(), carrier.to_owned())].into();
    for (field, day) in days.into_iter().filter(|(_, day)| !day.is_empty()) {
        let field = field.trim_end_matches("_on");
        let parts: Vec<&str> = day.split('-').collect();
        for (part, value) in ["year", "month", "day"].iter().zip(parts) {
            typed.insert(format!("{field}_{part}"), value.to_owned());
        }
    }
    typed
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brokers_appointments_are_recorded_carrier_by_carrier_and_kept_with_their_reason_enr_6() {
    for portal in portals().await {
        cast(&portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        let (rae, bo) = (resource_manager(), AssisterKey("bo".into()));
        let carriers = portal.carriers().await.unwrap();
        let [(first, name), (second, _), ..] = &carriers[..] else { panic!("{carriers:?}") };
        let record = async |typed: Fields, why| portal.record_appointment(&rae, &bo, (&typed, why)).await;
        record(typed(&first.to_string(), "2026-01-01", ""), "letter of 3 January").await.unwrap();
        record(typed(&second.to_string(), "2025-01-01", "2025-12-31"), "letter").await.unwrap();
        let same = record(typed(&first.to_string(), "2026-01-01", ""), "again").await.unwrap_err();
        assert_eq!(refusal(&same), Some(Refusal::NothingToChange));
        record(typed(&first.to_string(), "2026-01-01", "2026-11-30"), "it ended").await.unwrap();
        let account = portal.read_assister(&rae, &bo).await.unwrap();
        let appointments = portal.read_appointments(&rae, &bo).await.unwrap();
        let in_force: Vec<bool> = appointments.iter().map(|one| one.is_in_force(portal.today())).collect();
        assert_eq!((appointments.len(), in_force.iter().filter(|yes| **yes).count()), (2, 1));
        assert_eq!(account.changes[0].reason, "it ended");
        let ended = account.changes[0].change();
        assert_eq!(ended.field, "appointment");
        assert_eq!(ended.was, format!("{name} ({first}) 2026-01-01/"));
        assert_eq!(ended.becomes, format!("{name} ({first}) 2026-01-01/2026-11-30"));
        // Access does not depend on it (CERT-1).
        assert!(account.missing.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_appointment_is_refused_at_its_field_enr_6() {
    for portal in portals().await {
        cast(&portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        let rae = resource_manager();
        let carrier = portal.carriers().await.unwrap()[0].0.to_string();
        for (key, typed, wrong) in [
            ("bo", typed("00000", "2026-01-01", ""), vec![("carrier", "ENR-6")]),
            ("bo", typed(&carrier, "", ""), vec![("appointed_from", "ENR-6")]),
            ("bo", typed(&carrier, "2026-01-02", "2026-01-01"), vec![("appointed_until", "ENR-6")]),
        ] {
            let fault = portal.record_appointment(&rae, &AssisterKey(key.into()), (&typed, "why")).await;
            assert_eq!(fields(&fault.unwrap_err()), wrong);
        }
        let good = typed(&carrier, "2026-01-01", "");
        for (key, why, wanted) in
            [("nia", "why", Refusal::IllegalTransition), ("bo", "", Refusal::ReasonMissing)]
        {
            let fault = portal.record_appointment(&rae, &AssisterKey(key.into()), (&good, why)).await;
            assert_eq!(refusal(&fault.unwrap_err()), Some(wanted));
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM appointments").await, 0);
    }
}
