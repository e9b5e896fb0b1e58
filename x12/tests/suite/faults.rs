//! ENR-6, ENR-7: what may not be written is refused by name, and nothing of it is written.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::{child_leaves, envelope, family, file};
use jiff::civil::date;
use x12::{Broker, Cents, EndReason, Fault, Kind, Transaction, Writer};

/// What the writer says to a changed family.
fn fault(change: impl FnOnce(&mut Transaction)) -> Fault {
    let mut transaction = family();
    change(&mut transaction);
    let mut writer = Writer::begin(String::new(), &envelope()).unwrap();
    let before = writer.take();
    let fault = writer.transaction(&transaction).unwrap_err();
    assert!(before.starts_with("ISA*") && writer.take().is_empty(), "nothing of it is written");
    fault
}

#[test]
fn enr_7_the_members_premiums_must_add_up_to_the_total() {
    let fault = fault(|family| family.dependents[1].member.premium_cents = Some(24_999));
    assert_eq!(fault, Fault::TotalIsNotTheSum { sum: Cents(107_049), total: Cents(107_050) });
    assert_eq!(
        fault.to_string(),
        "ENR-7: the members' premiums add up to 1070.49, but PRE AMT TOT is 1070.50"
    );
}

#[test]
fn enr_7_the_consumer_pays_the_total_less_the_credit() {
    let fault = fault(|family| family.premium.as_mut().unwrap().responsible_cents += 1);
    assert!(matches!(fault, Fault::ResponsibleIsNotTheDifference { .. }), "{fault}");
    assert!(fault.to_string().starts_with("ENR-7: TOT RES AMT is 458.17"), "{fault}");
}

#[test]
fn enr_7_where_members_leave_somebody_does_with_a_code_and_the_others_money_adds_up() {
    let fault = |change: &dyn Fn(&mut Transaction)| {
        let mut transaction = child_leaves(date(2027, 7, 1));
        change(&mut transaction);
        Writer::begin(String::new(), &envelope()).unwrap().transaction(&transaction).unwrap_err()
    };
    let nobody = fault(&|family| family.leaving.clear());
    assert_eq!(nobody.to_string(), "ENR-7: who leaves the policy is missing");
    let free_look = |effective| Kind::MembersLeave { effective, reason: EndReason::FreeLook };
    let without = fault(&|family| family.kind = free_look(date(2027, 7, 1)));
    assert_eq!(without, Fault::ReasonWithoutCode { kind: "termination" });
    let still_paid = fault(&|family| family.premium.as_mut().unwrap().total_cents += 25_000);
    assert!(matches!(still_paid, Fault::TotalIsNotTheSum { .. }), "{still_paid}");
    let twice = fault(&|family| family.leaving[0].member.id = "M000002".to_owned());
    assert_eq!(twice, Fault::MemberTwice { id: "M000002".to_owned() });
}

#[test]
fn enr_7_the_credit_is_never_more_than_the_premium() {
    let fault = fault(|family| family.premium.as_mut().unwrap().aptc_cents = 200_000);
    assert_eq!(fault, Fault::CreditAboveTotal { total: Cents(107_050), aptc: Cents(200_000) });
}

#[test]
fn enr_7_a_new_enrollment_needs_its_money() {
    let without = fault(|family| family.premium = None);
    assert_eq!(without, Fault::Missing { what: "the premium (PRE AMT TOT)" });
    let share = fault(|family| family.subscriber.premium_cents = None);
    assert_eq!(share, Fault::Missing { what: "a member's premium (PRE AMT 1)" });
}

#[test]
fn enr_6_a_broker_needs_a_number_of_one_to_ten_digits() {
    for npn in ["", "0123", "12345678901", "12a", "1*2", "１２３"] {
        let broker = Broker { name: "Bo Sample".to_owned(), npn: npn.to_owned() };
        assert_eq!(fault(|family| family.broker = Some(broker)), Fault::Npn { npn: npn.to_owned() });
    }
}

#[test]
fn enr_6_without_a_broker_there_is_no_loop_1000c() {
    let alone = Transaction { broker: None, ..family() };
    let text = file(vec![alone]);
    assert!(!text.contains("N1*BO") && !text.contains("N1*TV"));
    assert!(
        file(vec![family()])
            .contains("~N1*IN*Sample Health North*FI*410000001~N1*BO*Bo Sample*94*12345678~INS*")
    );
}

#[test]
fn enr_7_the_plan_is_one_of_the_carrier() {
    let other = fault(|family| family.plan_variant_id = "99902MN001000101".to_owned());
    assert!(matches!(other, Fault::PlanOfAnotherIssuer { .. }), "{other}");
    for wrong in ["99901MN0010001-01", "99901MN0010001", "99901MN001000107", "99901mn001000101"] {
        let fault = fault(|family| family.plan_variant_id = wrong.to_owned());
        assert!(matches!(fault, Fault::Form { what: "the plan variant", .. }), "{fault}");
    }
}

#[test]
fn enr_7_identifiers_are_refused_rather_than_altered() {
    for wrong in ["", "P*1", "P~1", "P:1", "P^1", " P1", "Pé", &"9".repeat(51)] {
        for what in ["policy", "reference", "application", "member"] {
            let fault = fault(|family| match what {
                "policy" => family.policy_id = wrong.to_owned(),
                "reference" => family.reference = wrong.to_owned(),
                "application" => family.application_id = wrong.to_owned(),
                _ => family.dependents[0].member.id = wrong.to_owned(),
            });
            assert!(matches!(fault, Fault::Form { .. }), "{what} {wrong:?}: {fault}");
        }
    }
}

#[test]
fn enr_7_a_social_security_number_is_never_in_a_fault() {
    let fault = fault(|family| family.subscriber.ssn = Some("90000000".to_owned()));
    assert!(!fault.to_string().contains("90000000"), "{fault}");
}

#[test]
fn enr_7_two_members_are_two_persons() {
    let fault = fault(|family| family.dependents[0].member.id = family.subscriber.id.clone());
    assert_eq!(fault, Fault::MemberTwice { id: "M000001".to_owned() });
}

#[test]
fn enr_7_coverage_ends_after_it_begins_and_for_a_reason_with_a_code() {
    let (begin, end) = (date(2027, 1, 1), date(2026, 12, 31));
    let early = fault(|family| family.kind = Kind::Terminate { end, reason: EndReason::Voluntary });
    assert_eq!(early, Fault::EndsBeforeItBegins { begin, end });
    let free_look = fault(|family| family.kind = Kind::Terminate { end: begin, reason: EndReason::FreeLook });
    assert_eq!(free_look, Fault::ReasonWithoutCode { kind: "termination" });
}

#[test]
fn enr_7_a_name_of_which_nothing_can_be_carried_is_refused() {
    let fault = fault(|family| family.subscriber.name.last = "\u{1}\u{2}".to_owned());
    assert_eq!(fault, Fault::Missing { what: "the member's last name" });
}

#[test]
fn enr_7_an_e_mail_address_is_sent_exactly_or_not_at_all() {
    let mut family = family();
    family.subscriber.contact.email = Some("ana*home@sample.test".to_owned());
    let text = file(vec![family]);
    assert!(text.contains("~PER*IP**TE*6125550100~") && !text.contains("home@"));
}

#[test]
fn enr_7_the_envelope_has_the_form_of_the_guide() {
    let begin = |change: fn(&mut x12::Envelope)| {
        let mut envelope = envelope();
        change(&mut envelope);
        Writer::begin(String::new(), &envelope).map(|_| ()).unwrap_err()
    };
    assert_eq!(begin(|envelope| envelope.control_number = 0), Fault::ControlNumber(0));
    assert_eq!(
        begin(|envelope| envelope.control_number = 1_000_000_000),
        Fault::ControlNumber(1_000_000_000)
    );
    assert!(matches!(begin(|envelope| envelope.receiver.id = "1".repeat(16)), Fault::Form { .. }));
    assert!(matches!(begin(|envelope| envelope.sender.id = "A*B".to_owned()), Fault::Form { .. }));
    assert!(matches!(
        begin(|envelope| envelope.created = date(2100, 1, 1).at(0, 0, 0, 0)),
        Fault::Form { .. }
    ));
    assert_eq!(Writer::begin(String::new(), &envelope()).unwrap().end().unwrap_err(), Fault::NoTransaction);
}
