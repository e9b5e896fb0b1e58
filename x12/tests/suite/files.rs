//! Files as they come: padding, several interchanges, broken ones. Each says what is broken, with its place.

use crate::support::{answer, broken, effectuation, envelope, family, file, one, segments};
use x12::{Content, Envelope, Explained, Explainer, Interchange, Refusal, read, read_enrollments};

/// A sound file of one family.
fn sound() -> String {
    file(vec![family()])
}

/// The same under another control number and with other delimiters.
fn other(number: u32, element: &str, segment: &str) -> String {
    let mut out = String::new();
    let envelope = Envelope { control_number: number, ..envelope() };
    x12::write(&Interchange { envelope, transactions: vec![family()] }, &mut out).unwrap();
    out.replace('*', element).replace('~', segment)
}

/// What is broken, each as interchange, segment and the place in the file.
fn places(found: &[Refusal]) -> Vec<(usize, usize)> {
    found.iter().map(|refusal| (refusal.interchange, refusal.segment)).collect()
}

fn said(found: &[Refusal]) -> String {
    found.iter().map(|refusal| format!("{refusal}\n")).collect()
}

#[test]
fn padding_between_and_after_segments_is_no_content() {
    let expected = segments(&sound()).into_iter().map(|segment| segment.text).collect::<Vec<_>>();
    for between in [
        "",
        "\n",
        "\r\n",
        " \n",
        "\t",
        "\0\0",
        "\r\n\r\n",
        "\u{1a}",
        "\u{c}",
        "\u{b}\u{7f}",
        "\u{feff}",
        "\u{a0} ",
        " \r\n\t\0\u{1a}\u{feff}",
    ] {
        for text in [
            sound().replace('~', &format!("~{between}")),
            format!("{}{between}", sound()),
            format!("{between}{}", sound()),
        ] {
            assert_eq!(broken(&text), [], "{between:?}");
            let shown: Vec<_> = segments(&text).into_iter().map(|segment| segment.text).collect();
            assert_eq!(shown, expected, "{between:?}");
            assert_eq!(read_enrollments(&text).unwrap()[0].transactions, vec![family()], "{between:?}");
        }
    }
}

#[test]
fn a_terminator_or_delimiter_that_is_a_control_character_is_understood() {
    for (element, segment) in [("|", "\n"), ("\u{1d}", "\u{1c}"), ("\t", "\r"), ("*", "\r"), ("\u{1f}", "'")]
    {
        let text = other(42, element, segment);
        assert_eq!(broken(&text), [], "{element:?}{segment:?}");
        let padded = text.replace(segment, &format!("{segment}\r\n"));
        assert_eq!(broken(&padded), [], "{element:?}{segment:?}");
        assert!(segments(&padded).iter().all(|shown| !shown.text.contains(char::is_control)));
    }
}

#[test]
fn each_interchange_of_a_file_stands_for_itself() {
    let text = format!("{}\r\n{}{}", other(42, "*", "~"), other(43, "|", "\n"), other(44, "+", "'"));
    assert_eq!(broken(&text), []);
    let all = read_enrollments(&text).unwrap();
    assert_eq!(all.iter().map(|one| one.envelope.control_number).collect::<Vec<_>>(), [42, 43, 44]);
    assert!(all.iter().all(|one| one.transactions == [family()]));
    let shown = segments(&text);
    let firsts: Vec<_> =
        shown.iter().filter(|one| one.number == 1).map(|one| (one.interchange, one.offset)).collect();
    let length = other(42, "*", "~").len();
    assert_eq!(firsts, [(1, 0), (2, length + 2), (3, length * 2 + 2)]);
}

#[test]
fn a_broken_interchange_hides_no_other_and_its_faults_name_it() {
    let good = |number| other(number, "|", "\n");
    let bad = sound();
    let cut = &bad[..700];
    for (name, broken_one, words) in [
        ("cut", cut.to_owned(), "has no terminator"),
        ("without IEA", bad.replace("IEA*1*000000042~", ""), "another ISA comes before its IEA"),
        (
            "other number",
            bad.replace("IEA*1*000000042~", "IEA*1*000000043~"),
            "only \"000000042\" is understood",
        ),
        ("count", bad.replace("GE*1*42", "GE*2*42"), "says 2, but there are 1"),
        ("text behind it", format!("{bad}hello\nworld\n"), "comes after the end of the interchange"),
        ("long", format!("{}{}", &bad[..400], "x".repeat(70_000)), "has no terminator within"),
        ("ISA", bad.replacen("*ZZ*MN0 ", "*ZZ*MN0", 1), "does not have its 106 characters"),
        ("delimiters", bad.replacen("*T*:~", "*T*::", 1), "letters, digits, blanks or the same"),
    ] {
        let text = format!("{}{broken_one}{}", good(1), good(3));
        let found = broken(&text);
        assert!(said(&found).contains(words), "{name}: {}", said(&found));
        assert!(found.iter().all(|refusal| refusal.interchange == 2), "{name}: {}", said(&found));
        assert!(said(&found).contains("interchange 2, segment "), "{name}");
        let received = read(&text);
        assert!(received[0].is_ok() && received.last().is_some_and(Result::is_ok), "{name}: {received:?}");
        assert!(received.iter().flatten().all(|one| one.items.len() == 1));
        assert_eq!(received.iter().filter(|one| one.is_err()).count(), 1, "{name}: {received:?}");
    }
}

#[test]
fn a_file_that_was_cut_off_says_where() {
    let text = sound();
    let cut = &text[..text.find("~LX*3").unwrap()];
    let found = broken(cut);
    let last = cut.matches('~').count() + 1;
    assert_eq!(places(&found), [(1, last), (1, last + 1)], "{}", said(&found));
    assert!(said(&found).contains("has no terminator; the file is cut off"));
    assert!(
        said(&found).contains("the file ends before its IEA; transaction 0001 has no SE and group 42 no GE")
    );
    assert_eq!(found[1].offset, cut.len());
    // Wherever a file is cut, but within the padding at its end, it is broken.
    for length in 0..text.len() {
        assert!(!broken(&text[..length]).is_empty(), "{length}");
        assert!(read(&text[..length]).iter().any(Result::is_err), "{length}");
    }
}

#[test]
fn a_file_without_its_end_says_so() {
    let text = sound();
    let found = broken(text.replace("IEA*1*000000042~", ""));
    assert_eq!((found.len(), found[0].reason.as_str()), (1, "the file ends before its IEA"));
    let found = broken(text.replace("GE*1*42~", ""));
    assert_eq!(found.len(), 1, "{}", said(&found));
    assert!(found[0].to_string().contains("(IEA)") && found[0].reason.contains("before the GE"));
}

#[test]
fn counts_and_numbers_that_disagree_are_told_once_each_where_they_stand() {
    for (from, to, place, words) in [
        ("SE*111*0001", "SE*110*0001", "(SE01)", "says 110, but there are 111"),
        ("SE*111*0001", "SE*x*0001", "(SE01)", "is \"x\", not a number"),
        ("SE*111*0001", "SE*111*0002", "(SE02)", "is \"0002\"; only \"0001\""),
        ("GE*1*42", "GE*7*42", "(GE01)", "says 7, but there are 1"),
        ("GE*1*42", "GE*1*43", "(GE02)", "only \"42\""),
        ("IEA*1*", "IEA*0*", "(IEA01)", "says 0, but there are 1"),
        ("IEA*1*000000042", "IEA*1*000000024", "(IEA02)", "is \"000000024\"; only \"000000042\""),
        ("QTY*TO*3", "QTY*TO*4", "(QTY02)", "says \"4\", but there are 3"),
        ("QTY*DT*2", "QTY*DT*3", "(QTY02)", "says \"3\", but there are 2"),
        ("SE*111*0001~", "", "(GE)", "comes before the SE"),
        ("ST*834*0001*005010X220A1~", "", "(BGN)", "is not expected here; ST or GE is"),
        ("GS*BE*MN0*410000001*20261123*170530*42*X*005010X220A1~", "", "(ST)", "is not expected here"),
        ("QTY*DT*2~", "QTY*DT*2*~", "(QTY03)", "is an empty element at the end"),
        ("BGN*00", "BGN*00\u{1b}", "(BGN01)", "outside the X12 extended set"),
        ("IEA*1*000000042~", "GS~IEA*1*000000042~", "(GS)", "has no elements"),
    ] {
        let text = sound();
        assert!(text.contains(from), "{from}");
        let found = broken(text.replacen(from, to, 1));
        let first = found.first().unwrap().to_string();
        assert!(first.contains(place) && first.contains(words), "{from} -> {to}: {}", said(&found));
        assert!(found.len() == 1 || to.contains("GS~"), "{from} -> {to}: {}", said(&found));
    }
    assert_eq!(broken(answer("", 0)), []);
    assert!(said(&broken(answer("", 1))).contains("says 1, but there are 0"));
}

#[test]
fn a_number_of_a_transaction_that_comes_twice_is_told() {
    let text = file(vec![family(), effectuation(), family()]).replace("*0003", "*0001");
    let found = broken(&text);
    assert_eq!(found.len(), 1);
    assert!(found[0].to_string().contains("(ST02)") && found[0].reason.contains("earlier transaction set"));
}

#[test]
fn a_file_without_an_isa_cannot_be_read() {
    let xml = "<?xml version=\"1.0\"?>\n<a/>";
    for text in ["", " \r\n", "hello", "ISA", "ISA*00*", "%PDF-1.7 ISA", xml, "I", "GS*BE*A*B~"] {
        let found = broken(text);
        assert_eq!(found.len(), 1, "{text:?}");
        assert!(found[0].reason.contains("ISA"), "{text:?}: {}", found[0]);
        assert!(one(text).is_err(), "{text:?}");
    }
}

#[test]
fn what_stands_before_the_first_interchange_is_told_and_hides_nothing() {
    let text = format!("From: carrier@sample.test\r\nSubject: LISA****34\r\n\r\n{}", sound());
    let found = broken(&text);
    assert_eq!((found.len(), found[0].offset), (1, 0));
    assert_eq!(segments(&text).len(), segments(&sound()).len());
    assert!(matches!(read(&text).as_slice(), [Err(_), Ok(_)]));
}

#[test]
fn a_segment_with_other_delimiters_is_broken_and_hides_nothing() {
    let text =
        sound().replacen("NM1*IL*1*Sample*Ana****34*900000001", "NM1|IL|1|Sample|Ana||||34|900000001", 1);
    let found = broken(&text);
    assert_eq!(found.len(), 1, "{}", said(&found));
    assert!(found[0].reason.contains("does not begin with the identifier of a segment"));
    let received = one(&text).unwrap();
    assert!(matches!(&received.items[0].content, Content::NotUnderstood { .. }));
    assert_eq!(segments(&text).last().unwrap().text, "IEA*1*000000042");
}

#[test]
fn bytes_that_are_no_text_are_broken_and_hide_nothing() {
    let mut bytes = sound().into_bytes();
    let at = sound().find("Minneapolis").unwrap();
    bytes[at + 1] = 0xe9;
    let found = broken(&bytes);
    assert_eq!(found.len(), 1, "{}", said(&found));
    assert!(found[0].to_string().contains("(N401)"));
    assert!(crate::support::everything_seen(&bytes).contains("M\\u{fffd}nneapolis"));
}

#[test]
fn a_file_in_parts_of_any_size_is_explained_as_in_one() {
    let text = format!(
        "\u{feff}{}\r\n\u{a0}{}junk{}{}",
        sound(),
        &other(43, "|", "\n")[..900],
        other(44, "+", "'"),
        sound().replacen("MN0 ", "MN0", 1)
    );
    let whole = x12::explain(text.as_bytes());
    assert!(whole.iter().filter(|one| matches!(one, Explained::Broken(_))).count() >= 3);
    for size in [1, 2, 3, 7, 64, 105, 106, 107, 1000] {
        let mut told = Vec::new();
        let mut tell = |one| {
            told.push(one);
            Ok::<(), ()>(())
        };
        let mut explainer = Explainer::new();
        for part in text.as_bytes().chunks(size) {
            explainer.push(part, &mut tell).unwrap();
        }
        explainer.end(&mut tell).unwrap();
        assert_eq!(told, whole, "{size}");
    }
}

#[test]
fn whoever_is_told_can_end_it() {
    let mut explainer = Explainer::new();
    let mut told = 0;
    let ended = explainer.push(sound().as_bytes(), &mut |_| {
        told += 1;
        if told == 3 { Err("enough") } else { Ok(()) }
    });
    assert_eq!((ended, told), (Err("enough"), 3));
}
