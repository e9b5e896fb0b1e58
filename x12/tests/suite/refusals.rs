//! ENR-7: what is not understood is refused with the segment and the element, and hides nothing else.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::{answer, broken, effectuation, family, file, one, segments};
use x12::{Content, GroupVerdict, InterchangeVerdict, SetVerdict, Transaction, read_enrollments};

/// Where and why a changed answer of a carrier is not understood.
fn refused(from: &str, to: &str) -> String {
    let sound = file(vec![effectuation()]);
    let changed = sound.replacen(from, to, 1);
    assert_ne!(changed, sound, "{from}");
    read_enrollments(&changed).unwrap_err().to_string()
}

#[test]
fn enr_7_everything_not_understood_is_named_with_its_place() {
    for (from, to, place, reason) in [
        ("BGN*00", "BGN*22", "segment 4 (BGN01)", "is \"22\"; only \"00\" is understood here"),
        ("*CT***2", "*XX***2", "segment 4 (BGN05)", "not a time zone of the list"),
        ("QTY*TO*3", "QTY*TO*4", "segment 5 (QTY02)", "says \"4\", but there are 3"),
        ("N1*IN*", "N1*TV*", "segment 8 (N1)", "N1*IN is expected here"),
        ("INS*Y*18*021*28", "INS*Y*18*021*29", "segment 10 (INS03)", "no kind of transaction"),
        ("INS*Y*18", "INS*Y*01", "segment 10 (INS02)", "is \"01\"; only \"18\" is understood here"),
        ("AC~REF*0F", "FT~REF*0F", "segment 10 (INS08)", "is \"FT\""),
        ("REF*23*", "REF*3H*", "segment 13 (REF01)", "only 0F, 17, 23 and ZZ are understood"),
        ("19850412*F", "19851301*F", "segment 20 (DMG02)", "not a date (CCYYMMDD)"),
        ("HD*021**HLT", "HD*021**VIS", "segment 22 (HD03)", "not HLT or DEN"),
        ("DTP*348*D8", "DTP*348*RD8", "segment 23 (DTP02)", "is \"RD8\""),
        ("REF*CE*99901MN001000101", "REF*CE*99901MN0010001", "segment 24 (REF02)", "not a plan variant"),
        ("PRE AMT TOT", "CSR AMT", "segment 33 (N102)", "a category that is not understood"),
        ("REF*9X*1070.50", "REF*9X*1070.505", "segment 34 (REF02)", "not an amount in dollars and cents"),
        (
            "REF*17*MN0~DTP*007*D8*20270101",
            "REF*17*MN0~DTP*007*D8*20270102",
            "segment 51 (DTP03)",
            "another day",
        ),
        ("INS*N*01*021*28*A~", "COB*P~", "segment 64 (COB)", "is not understood here"),
        ("HLH*N~", "LUI*LD*EN~", "segment 21 (LUI)", "HD is expected here"),
        ("SE*128*", "SE*129*", "segment 130 (SE01)", "says 129, but there are 128"),
        ("1070.50", "1070.49", "segment 3 (ST)", "ENR-7: the members' premiums add up to 1070.50"),
    ] {
        let refusal = refused(from, to);
        assert!(refusal.contains(place) && refusal.contains(reason), "{from} -> {to}: {refusal}");
    }
}

#[test]
fn enr_7_a_broken_envelope_refuses_the_file() {
    for (from, to, reason) in [
        ("ISA", "XSA", "a file begins with an ISA"),
        ("*00501*", "*00401*", "segment 1 (ISA12)"),
        ("GE*1*42", "GE*2*42", "says 2, but there are 1"),
        ("GE*1*42", "GE*1*43", "(GE02)"),
        ("IEA*1*000000042~", "", "the file ends before its IEA"),
        ("IEA*1*000000042~", "IEA*1*000000042~ST*834*0001~", "comes after the end of the interchange"),
        ("IEA*1*000000042~", "IEA*1*000000042", "has no terminator"),
        ("SE*128*0001~", "", "comes before the SE of its transaction set"),
        ("QTY*DT*2~", "QTY*DT*2*~", "is an empty element at the end"),
        ("QTY*DT*2~", "QTY~", "has no elements"),
        ("QTY*DT*2~", "~", "does not begin with the identifier"),
        ("Ana Sample", "Ana Sämple", "(N102), byte"),
    ] {
        let refusal = refused(from, to);
        assert!(refusal.contains(reason), "{from} -> {to}: {refusal}");
    }
}

#[test]
fn enr_7_one_bad_transaction_does_not_hide_the_others_and_is_kept_with_its_text() {
    let second = Transaction { reference: "C-2".to_owned(), ..effectuation() };
    let text = file(vec![effectuation(), second.clone()]).replacen("INS*Y*18*021*28", "INS*Y*18*030*XN", 1);
    let received = one(&text).unwrap();
    let [first, other] = received.items.as_slice() else { panic!("two items") };
    let Content::NotUnderstood { refusal, text } = &first.content else { panic!("{first:?}") };
    assert_eq!((refusal.segment, refusal.id.as_str(), refusal.element), (10, "INS", Some(3)));
    assert!(text.contains("INS*Y*18*030*XN") && text.ends_with("SE*128*0001"), "{text}");
    assert!(
        text.contains("NM1*IL*1*Sample*Ana****34*#####0001"),
        "no whole Social Security number in a list"
    );
    assert_eq!(other.content, Content::Enrollment(Box::new(second)));
}

#[test]
fn enr_7_a_number_used_twice_in_a_group_refuses_the_file() {
    let second = Transaction { reference: "C-2".to_owned(), ..effectuation() };
    let text = file(vec![effectuation(), second]).replace("*0002", "*0001");
    let refusal = one(&text).unwrap_err();
    assert_eq!((refusal.segment, refusal.element), (131, Some(2)));
}

#[test]
fn enr_7_a_social_security_number_is_never_in_a_refusal() {
    for (from, to) in
        [("*34*900000001", "**900000001"), ("*34*900000001", "*34*9000000012"), ("*34*", "*ZZ*")]
    {
        let refusal = refused(from, to);
        assert!(!refusal.contains("900000001"), "{refusal}");
    }
}

const REJECTION: &str = "GS*FA*410000001*MN0*20261124*061000*7*X*005010X231A1~\nST*999*0001*005010X231A1~\n\
    AK1*BE*42*005010X220A1~\nAK2*834*0001*005010X220A1~\nIK3*INS*8*2000*8~\nCTX*SITUATIONAL TRIGGER*INS*8~\n\
    IK4*2:1:3*1069*7*99~\nIK4*4**I9~\nIK5*R*5*I5~\nAK2*834*0002*005010X220A1~\nIK5*A~\nAK9*P*2*2*1~\n\
    SE*12*0001~\nGE*1*7~\n";

#[test]
fn enr_7_a_999_is_read_with_every_error_it_names() {
    let received = one(&answer(REJECTION, 1)).unwrap();
    assert_eq!((received.envelope.sender.id.as_str(), received.envelope.control_number), ("410000001", 7));
    let Content::Group(group) = &received.items[0].content else { panic!("{received:?}") };
    assert_eq!((group.group, group.verdict, group.counts), (42, GroupVerdict::PartlyAccepted, [2, 2, 1]));
    let [first, second] = group.transactions.as_slice() else { panic!("two transactions") };
    assert_eq!((first.control_number.as_str(), first.verdict), ("0001", SetVerdict::Rejected));
    assert_eq!(first.codes, ["5", "I5"]);
    let error = &first.errors[0];
    assert_eq!((error.id.as_str(), error.position, error.in_loop.as_deref()), ("INS", 8, Some("2000")));
    assert_eq!(error.context, ["CTX*SITUATIONAL TRIGGER*INS*8"]);
    let element = &error.elements[0];
    assert_eq!((element.position, element.component, element.repetition), (2, Some(1), Some(3)));
    assert_eq!(
        (element.code.as_str(), element.value.as_deref(), element.reference),
        ("7", Some("99"), Some(1069))
    );
    assert_eq!((error.elements[1].code.as_str(), error.elements[1].value.as_deref()), ("I9", None));
    assert!(second.verdict.is_accepted());
}

#[test]
fn enr_7_a_ta1_is_read() {
    let received = one(&answer("TA1*000000042*261123*1705*R*024~\n", 0)).unwrap();
    let Content::Interchange(answer) = &received.items[0].content else { panic!("{received:?}") };
    assert_eq!((answer.control_number, answer.verdict), (42, InterchangeVerdict::Rejected));
    assert_eq!(answer.note, "024");
    assert_eq!(answer.created.to_string(), "2026-11-23T17:05:00");
}

#[test]
fn enr_7_an_answer_with_unknown_codes_is_refused() {
    let refusal = one(&answer("TA1*000000042*261123*1705*Q*024~\n", 0)).unwrap_err();
    assert!(refusal.to_string().contains("segment 2 (TA104)"), "{refusal}");
    let received = one(&answer(&REJECTION.replace("IK5*R*5", "IK5*Z*5"), 1)).unwrap();
    let Content::NotUnderstood { refusal, .. } = &received.items[0].content else { panic!("{received:?}") };
    assert_eq!((refusal.segment, refusal.element), (10, Some(1)));
    let other = answer(&REJECTION.replace("ST*999", "ST*277"), 1);
    let Content::NotUnderstood { refusal, .. } = &one(&other).unwrap().items[0].content else {
        panic!("{other}")
    };
    assert!(refusal.to_string().contains("only 834 and 999 are understood"), "{refusal}");
}

#[test]
fn a_file_is_explained_in_words() {
    let words: Vec<String> =
        segments(&file(vec![family()])).into_iter().map(|segment| segment.words).collect();
    for expected in [
        "file 000000042 from MN0 (mutually defined) to 410000001 (federal taxpayer number), made on 2026-11-23 at 17:05, test",
        "broker of record: Bo Sample, National Producer Number 12345678",
        "subscriber: addition, member's choice",
        "member: Ana Sample, Social Security number #####0001",
        "what the consumer pays a month (TOT RES AMT): $458.16",
        "when the enrollment was submitted: 2026-11-23 15:59:58",
        "application and where it came from: A-2026-000001, by an agent or broker",
        "dependent (spouse): addition, member's choice",
        "uses tobacco",
    ] {
        assert!(words.iter().any(|line| line == expected), "{expected}\n{}", words.join("\n"));
    }
}

#[test]
fn answers_and_strange_files_are_explained_too() {
    let answered = segments(&answer(REJECTION, 1));
    assert!(answered.iter().all(|segment| segment.understood), "{answered:?}");
    let words = "element 2:1:3, which was \"99\": code not in the list";
    assert!(answered.iter().any(|segment| segment.words == words));
    let strange = segments(&answer("XYZ*1~\n", 0));
    assert_eq!((strange[1].understood, strange[1].words.as_str()), (false, "not understood"));
    assert_eq!((segments("hello"), broken("hello").len()), (vec![], 1));
}
