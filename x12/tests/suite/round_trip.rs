//! ENR-7: what is written is read back to the same value, whatever people are called.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::{child_leaves, effectuation, envelope, family, file, member, one};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use x12::{
    Address, Broker, Contact, Content, Dependent, EndReason, Interchange, Kind, Member, PersonName, Premium,
    Relationship, SepReason, Sex, Transaction, Writer, canonical, read, read_enrollments,
};

/// Names people have, names people type, and characters that could break a segment.
fn nasty() -> BoxedStrategy<String> {
    prop_oneof![
        any::<String>(),
        "[*~:^A-Za-z \\r\\n\\t'`\"-]{0,90}",
        "\\PC{0,70}",
        Just("GE*1*1~IEA*1*000000042~ISA*00*".to_owned()),
        Just("Nguyễn*Thị~Ánh:Łódź^王小明 😀".to_owned()),
    ]
    .boxed()
}

fn date_between() -> BoxedStrategy<Date> {
    (1900_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day)).boxed()
}

fn optional_text() -> BoxedStrategy<Option<String>> {
    proptest::option::of(nasty()).boxed()
}

fn any_member(number: u32) -> BoxedStrategy<Member> {
    let name = (nasty(), optional_text(), optional_text(), optional_text());
    let contact = (optional_text(), optional_text(), optional_text());
    let address = proptest::option::of((nasty(), optional_text(), nasty(), "[0-9]{5}(-[0-9]{4})?"));
    let person = (date_between(), 0..Sex::ALL.len(), proptest::option::of(any::<bool>()), 0..900_000_u64);
    (name, contact, address, person, proptest::option::of("[0-9]{9}"))
        .prop_map(move |(name, contact, address, (birth, sex, tobacco, cents), ssn)| Member {
            name: PersonName { last: format!("X{}", name.0), first: name.1, middle: name.2, suffix: name.3 },
            contact: Contact { phone: contact.0, other_phone: contact.1, email: contact.2 },
            address: address.map(|(line1, line2, city, zip)| Address {
                line1: format!("1 {line1}"),
                line2,
                city: format!("St {city}"),
                state: "mn".to_owned(),
                zip,
                county: None,
            }),
            birth,
            sex: Sex::ALL[sex],
            tobacco,
            ssn,
            ..member(number, "", "", cents)
        })
        .boxed()
}

fn any_kind() -> BoxedStrategy<Kind> {
    prop_oneof![
        Just(Kind::Initial),
        Just(Kind::InitialAfterChange),
        Just(Kind::Reinstate),
        Just(Kind::ReinstatedByIssuer),
        Just(Kind::Effectuation),
        Just(Kind::Audit { end: None }),
        Just(Kind::Audit { end: Some(date(2027, 6, 30)) }),
        date_between().prop_map(|effective| Kind::ChangeOfBroker { effective }),
        date_between().prop_map(|effective| Kind::MembersLeave { effective, reason: EndReason::Voluntary }),
        Just(Kind::Cancel(EndReason::Carryforward)),
        Just(Kind::Cancel(EndReason::NonPayment)),
        (0_i16..3).prop_map(|years| Kind::Terminate {
            end: date(2027 + years, 1, 31),
            reason: EndReason::Voluntary
        }),
    ]
    .boxed()
}

fn any_transaction() -> BoxedStrategy<Transaction> {
    let people = (any_member(1), any_member(2), any_member(3), 0..=2_usize, 0..Relationship::ALL.len());
    let broker = proptest::option::of((nasty(), "[1-9][0-9]{0,9}"));
    (any_kind(), people, broker, proptest::option::of(0..SepReason::ALL.len()), 0..=100_u64)
        .prop_map(|(kind, (subscriber, second, third, dependents, relationship), broker, sep, percent)| {
            let relationship = Relationship::ALL[relationship];
            let all = [second, third].into_iter().take(dependents);
            let dependents: Vec<_> = all.map(|member| Dependent { relationship, member }).collect();
            let share = |member: &Member| member.premium_cents.unwrap();
            let total_cents =
                share(&subscriber) + dependents.iter().map(|each| share(&each.member)).sum::<u64>();
            let aptc_cents = total_cents * percent / 100;
            let gone = Member { premium_cents: None, ..member(7, "Ed", "Sample", 0) };
            let leaving = match kind {
                Kind::MembersLeave { .. } => vec![Dependent { relationship, member: gone }],
                _ => Vec::new(),
            };
            Transaction {
                kind,
                subscriber,
                dependents,
                leaving,
                broker: broker.map(|(name, npn)| Broker { name: format!("B{name}"), npn }),
                premium: Some(Premium {
                    total_cents,
                    aptc_cents,
                    responsible_cents: total_cents - aptc_cents,
                    rating_area: "R-MN003".to_owned(),
                }),
                sep_reason: sep.map(|place| SepReason::ALL[place]),
                ..family()
            }
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn enr_7_a_written_file_is_read_back_to_the_same_values(transactions in proptest::collection::vec(any_transaction(), 1..3)) {
        let text = file(transactions.clone());
        prop_assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        let back = read_enrollments(&text).unwrap().remove(0);
        let said: Vec<_> = transactions.iter().map(canonical).collect();
        prop_assert_eq!(back.transactions, said);
        prop_assert_eq!(back.envelope, envelope());
    }

    #[test]
    fn what_the_file_says_of_a_transaction_is_settled_at_once(transaction in any_transaction()) {
        let once = canonical(&transaction);
        prop_assert_eq!(canonical(&once), once);
    }

    #[test]
    fn a_transaction_that_was_kept_comes_back_as_it_was(transaction in any_transaction()) {
        let kept = serde_json::to_vec(&transaction).unwrap();
        prop_assert_eq!(serde_json::from_slice::<Transaction>(&kept).unwrap(), transaction);
    }

    #[test]
    fn no_text_makes_the_reader_or_the_explainer_panic(text in nasty(), at in any::<prop::sample::Index>()) {
        let mut sound = file(vec![effectuation()]);
        sound.insert_str(at.index(sound.len()), &text);
        let _ = read(&sound);
        let _ = read(&text);
        prop_assert!(!x12::explain(sound.as_bytes()).is_empty());
        let _ = x12::explain(text.as_bytes());
    }
}

#[test]
fn enr_7_a_stream_of_transactions_gives_the_same_file_in_constant_memory() {
    let all: Vec<_> =
        (0..50).map(|place| Transaction { reference: format!("E-{place}"), ..family() }).collect();
    let mut writer = Writer::begin(String::new(), &envelope()).unwrap();
    let mut streamed = String::new();
    for transaction in &all {
        writer.transaction(transaction).unwrap();
        streamed.push_str(&writer.take());
    }
    assert_eq!(writer.written(), 50);
    streamed.push_str(&writer.end().unwrap());
    assert_eq!(streamed, file(all));
}

#[test]
fn enr_7_a_refused_transaction_leaves_the_file_sound() {
    let mut writer = Writer::begin(String::new(), &envelope()).unwrap();
    assert_eq!(writer.transaction(&family()).unwrap(), 1);
    let wrong = Transaction { policy_id: "P*1".to_owned(), ..family() };
    assert!(writer.transaction(&wrong).is_err());
    assert_eq!(writer.transaction(&family()).unwrap(), 2);
    let back = read_enrollments(&writer.end().unwrap()).unwrap().remove(0);
    assert_eq!(back.transactions, vec![family(), family()]);
}

#[test]
fn enr_7_a_carriers_effectuation_is_read() {
    let text = file(vec![effectuation()]);
    assert!(text.contains("~INS*Y*18*021*28*A***AC~"));
    assert!(text.contains("~N1*75*ADDL MAINT REASON~REF*17*CONFIRM~"));
    let received = one(&text).unwrap();
    assert_eq!(received.items[0].group, Some(42));
    assert_eq!(received.items[0].control_number, "0001");
    assert_eq!(received.items[0].content, Content::Enrollment(Box::new(effectuation())));
}

#[test]
fn enr_6_a_change_of_broker_names_the_subscriber_alone() {
    let effective = date(2027, 2, 1);
    let text = file(vec![Transaction { kind: Kind::ChangeOfBroker { effective }, ..family() }]);
    assert!(text.contains("CT***4~"), "BGN08 4 for changes");
    assert!(text.contains("~INS*Y*18*001**A***AC~"));
    assert!(text.contains("~REF*17*AGENT BROKER INFO~DTP*007*D8*20270201~"));
    assert_eq!(text.matches("~INS*").count(), 1);
    assert!(!text.contains("PRE AMT"));
}

#[test]
fn enr_7_who_leaves_is_ended_and_of_the_others_the_money_changes() {
    let text = file(vec![child_leaves(date(2027, 7, 1))]);
    assert!(text.contains("CT***4~QTY*TO*3~QTY*DT*2~"), "everybody named is counted: {text}");
    for said in [
        "~INS*Y*18*001**A***AC~",
        "~INS*N*01*001**A~",
        "~INS*N*19*024*14*A~",
        "~REF*17*FINANCIAL CHANGE~DTP*007*D8*20270701~",
        "~REF*17*TERM~",
        "~DTP*349*D8*20270630~",
        "~REF*9X*820.50~DTP*007*D8*20270701~",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!((text.matches("DTP*349*").count(), text.matches("PRE AMT 1").count()), (1, 2));
    let never = file(vec![child_leaves(date(2027, 1, 1))]);
    assert!(never.contains("~REF*17*CANCEL~") && never.contains("~DTP*349*D8*20270101~"), "{never}");
    // A child who is ended with another word than the policy's is none that we understand.
    for (from, to) in [
        ("~REF*17*TERM~", "~REF*17*CANCEL~"),
        ("~REF*17*FINANCIAL CHANGE~", "~REF*17*NO CHANGE~"),
        ("*024*14*A~", "*024*07*A~"),
        ("DTP*349*D8*20270630", "DTP*349*D8*20270629"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert!(changed != text && read_enrollments(&changed).is_err(), "{from}");
    }
}

#[test]
fn enr_7_lines_between_segments_and_other_delimiters_are_read() {
    let text = file(vec![family()]).replace('~', "\r\n").replace('*', "|");
    assert_eq!(read_enrollments(&text.replace("\r\n", "~\r\n")).unwrap()[0].transactions, vec![family()]);
    let read = read_enrollments(&file(vec![family()])).unwrap();
    assert_eq!(read[0], Interchange { envelope: envelope(), transactions: vec![family()] });
}

#[test]
fn a_telephone_number_is_sent_whole_or_not_at_all() {
    let sent = |typed: &str| {
        let mut transaction = family();
        transaction.subscriber.contact.phone = Some(typed.to_owned());
        canonical(&transaction).subscriber.contact.phone
    };
    for typed in ["6515550123", "651-555-0123", "(651) 555.0123", "651/555 0123"] {
        assert_eq!(sent(typed).as_deref(), Some("6515550123"), "{typed}");
    }
    for typed in ["651.555.0123 ext. 89", "651-555-0123 x4", "651-555-O123", "", "-"] {
        assert_eq!(sent(typed), None, "{typed}: no digit of it makes another number");
    }
}
