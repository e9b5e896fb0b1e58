//! ENR-7 before an independent judge: what we write is accepted by the public validator pyx12, and a planted fault is not.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::process::Command;

use crate::support::{child_leaves, effectuation, family, file, member};
use jiff::civil::date;
use x12::{
    Broker, Content, EndReason, GroupVerdict, InterchangeVerdict, Kind, SepReason, SetVerdict, Transaction,
};

/// What pyx12 says of a file; `None` when it is not installed and need not be.
fn judged(name: &str, text: &str) -> Option<String> {
    let python = std::env::var("ASSENT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let path = std::env::temp_dir().join(format!("assent-judge-{}-{name}.x12", std::process::id()));
    std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/judge/judge.py");
    let output = Command::new(&python).arg(program).arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    let required = std::env::var("ASSENT_REQUIRE_ALL").is_ok_and(|value| value == "1");
    let absent = match output {
        Ok(output) if output.status.success() => return Some(String::from_utf8(output.stdout).unwrap()),
        Ok(output) if output.status.code() == Some(77) => String::from_utf8(output.stdout).unwrap(),
        Ok(output) => panic!("the judge failed: {}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => format!("{python} cannot be run: {error}"),
    };
    assert!(!required, "pyx12 4.0 or newer is required (ASSENT_PYTHON names its python3): {absent}");
    println!("skipped: pyx12 is absent ({}); ASSENT_PYTHON names a python3 that has it", absent.trim());
    None
}

fn accepted(name: &str, text: &str) {
    if let Some(judgment) = judged(name, text) {
        assert!(judgment.starts_with("accepted\n"), "{judgment}\n{}", text.replace('~', "~\n"));
    }
}

fn rejected(name: &str, text: &str) {
    if let Some(judgment) = judged(name, text) {
        assert!(judgment.starts_with("rejected\n"), "{judgment}\n{}", text.replace('~', "~\n"));
    }
}

/// One of each kind, with and without broker, dependents, money and names of every sort.
fn all_kinds() -> Vec<Transaction> {
    let of = |kind| Transaction { kind, ..family() };
    let end = date(2027, 6, 30);
    let mut alone =
        Transaction { broker: None, dependents: vec![], sep_reason: Some(SepReason::Marriage), ..family() };
    alone.subscriber = member(9, "Núria*~:^", "O’Brien–Peña 王", 107_050);
    let mut all = vec![
        family(),
        alone,
        of(Kind::InitialAfterChange),
        of(Kind::ChangeOfBroker { effective: date(2027, 2, 1) }),
        Transaction { broker: None, ..of(Kind::ChangeOfBroker { effective: date(2027, 3, 1) }) },
        child_leaves(date(2027, 7, 1)),
        child_leaves(date(2027, 1, 1)),
        of(Kind::Cancel(EndReason::Voluntary)),
        of(Kind::Cancel(EndReason::OutOfArea)),
        of(Kind::Terminate { end, reason: EndReason::NotEligible }),
        of(Kind::Terminate { end, reason: EndReason::NonPayment }),
        of(Kind::Reinstate),
        of(Kind::ReinstatedByIssuer),
        effectuation(),
        of(Kind::Audit { end: None }),
        of(Kind::Audit { end: Some(end) }),
    ];
    for (place, transaction) in all.iter_mut().enumerate() {
        transaction.reference = format!("E-{place}");
    }
    all
}

#[test]
fn enr_7_pyx12_accepts_every_kind_of_transaction() {
    accepted("kinds", &file(all_kinds()));
}

#[test]
fn enr_7_the_999_that_pyx12_answers_with_is_read() {
    let sound = file(vec![family(), Transaction { reference: "E-2".to_owned(), ..family() }]);
    let planted = sound.replacen("INS*N*01*", "INS*N*99*", 1);
    let Some(judgment) = judged("answer", &planted) else { return };
    let at = judgment.find("ISA*").unwrap();
    let answer: String = judgment[at..].lines().map(|segment| format!("{segment}~")).collect();
    let received = crate::support::one(&answer).unwrap();
    let [group, interchange] = received.items.as_slice() else { panic!("{received:?}") };
    let Content::Group(group) = &group.content else { panic!("{group:?}") };
    let Content::Interchange(interchange) = &interchange.content else { panic!("{interchange:?}") };
    assert_eq!((group.group, group.verdict, group.counts), (42, GroupVerdict::Rejected, [2, 2, 1]));
    assert_eq!(group.transactions[0].verdict, SetVerdict::Rejected);
    assert_eq!(group.transactions[0].errors[0].id, "INS");
    assert_eq!(group.transactions[0].errors[0].elements[0].value.as_deref(), Some("99"));
    assert!(group.transactions[1].verdict.is_accepted());
    assert_eq!((interchange.control_number, interchange.verdict), (42, InterchangeVerdict::Accepted));
}

#[test]
fn enr_7_pyx12_accepts_a_file_of_five_hundred_families() {
    let many = (0..500).map(|place| Transaction { reference: format!("E-{place}"), ..family() });
    accepted("many", &file(many.collect()));
}

#[test]
fn enr_6_pyx12_accepts_the_broker_in_loop_1000c() {
    let broker = Broker { name: "Bo *Delimiter~ Sample".to_owned(), npn: "1".repeat(10) };
    let text = file(vec![Transaction { broker: Some(broker), ..family() }]);
    assert!(text.contains("~N1*BO*Bo -Delimiter- Sample*94*1111111111~"));
    accepted("broker", &text);
}

#[test]
fn pyx12_rejects_planted_faults() {
    let sound = file(vec![family()]);
    for (name, from, to) in [
        ("segments", "SE*", "SE*9"),
        ("relationship", "INS*N*01*", "INS*N*99*"),
        ("birth", "DMG*D8*19850412", "DMG*D8*19851399"),
        ("payer", "~N1*IN*Sample Health North*FI*410000001", ""),
        ("delimiter", "Bo Sample", "Bo*Sample"),
        ("terminator", "Sample Street", "Sample~Street"),
    ] {
        let planted = sound.replacen(from, to, 1);
        assert_ne!(planted, sound, "{name}");
        rejected(name, &planted);
    }
}
