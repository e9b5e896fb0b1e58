//! No identifier of a person leaves the crate in a text, wherever a file holds it, and nothing else is masked.

use crate::cases::check::shows_a_number;
use crate::support::{answer, effectuation, everything_seen, family, file, member};
use proptest::prelude::*;
use x12::{Fault, Transaction, Writer, read_enrollments};

/// The number in the forms that people and programs write.
const FORMS: [&str; 4] = ["900000001", "900-00-0001", "900 00 0001", "900.00.0001"];

/// Numbers of the sample files that are nobody's: of the file, the carrier and the interchange.
fn without_known(text: &str) -> String {
    ["410000001", "000000042", "000000007"]
        .iter()
        .fold(text.to_owned(), |text, known| text.replace(known, "known"))
}

const REJECTION: &str = "TA1*000000042*261123*1705*R*024~GS*FA*410000001*MN0*20261124*061000*7*X*005010X231A1~\
    ST*999*0001*005010X231A1~AK1*BE*42*005010X220A1~AK2*834*0001*005010X220A1~IK3*NM1*16*2100*8~\
    CTX*SITUATIONAL TRIGGER*NM1*16**9*67~IK4*9*67*7*99~CTX*NM109:1~IK5*R*5*I5~AK9*R*1*1*0~SE*10*0001~GE*1*7~";

#[test]
fn a_number_is_masked_in_every_element_of_every_segment() {
    for sound in [file(vec![effectuation()]), answer(REJECTION, 1)] {
        let sound = sound.replace('\n', "");
        let starts: Vec<usize> = sound.match_indices('~').map(|(at, _)| at + 1).collect();
        for start in starts {
            let segment = sound[start..].split('~').next().unwrap();
            for place in 1..=segment.split('*').count() {
                for form in FORMS {
                    let mut parts: Vec<&str> = segment.split('*').collect();
                    // Where the file, a group, a set or a carrier is named, nine digits are not a person's.
                    if names_no_person(&parts, place) {
                        continue;
                    }
                    if place == parts.len() {
                        parts.push(form)
                    } else {
                        parts[place] = form
                    }
                    let planted =
                        format!("{}{}{}", &sound[..start], parts.join("*"), &sound[start + segment.len()..]);
                    let seen = everything_seen(planted.as_bytes()).replace("\\u{", "");
                    assert!(!seen.contains(form), "{}: {seen}", parts.join("*"));
                }
            }
        }
    }
}

fn names_no_person(parts: &[&str], place: usize) -> bool {
    matches!(
        (parts[0], place),
        ("ISA", _)
            | ("GS", 2 | 3 | 6)
            | ("ST" | "SE" | "GE" | "IEA" | "AK1" | "AK2", 2)
            | ("TA1", 1)
            | ("N4", 3)
    ) || (parts[0] == "N1" && place >= 4 && parts[1] != "P5" && parts.len() > 3)
}

#[test]
fn a_number_is_masked_with_any_delimiters_and_beside_any_character() {
    for (from, to) in [
        ("NM1*IL*1*Sample*Ana****34*900000001", "NM1|IL|1|Sample|Ana||||34|900000001"),
        ("NM1*IL*1*Sample*Ana****34*900000001", "NM1:IL:1:Sample:Ana::::34:900000001"),
        ("NM1*IL*1*Sample*Ana****34*900000001", "NM1 IL 1 Sample Ana 34 900000001"),
        ("NM1*IL*1*Sample*Ana****34*900000001", "NM1*IL*1*Sample*Ana****34*900\u{0}000001"),
        ("NM1*IL*1*Sample*Ana****34*900000001", "NM1*IL*1*Sample*Ana*****900\u{200b}000001"),
        ("NM1*IL*1*Sample*Ana****34*900000001", "NM1*IL*1*Sample*Ana****34**900000001"),
        ("REF*0F*M000001", "REF*0F*\u{1b}[31m900000001\u{1b}[0m"),
        ("REF*0F*M000001", "REF*0F*\u{202e}900\u{2011}00\u{2011}0001"),
        ("REF*0F*M000001", "REF*0F*1:900000001^900000001"),
        ("REF*0F*M000001", "REF*SY*9000001"),
        ("*900000001~PER", "*900000001PER"),
        ("*900000001~PER", "*90000000"),
    ] {
        let sound = file(vec![family()]);
        assert!(sound.contains(from), "{from}");
        let seen = everything_seen(sound.replacen(from, to, 1).as_bytes());
        let seen: String = seen.replace("\\u{0}", "").replace("\\u{200b}", "").replace("\\u{2011}", "-");
        for leaked in ["900000001", "900-00-0001", "9000001", "90000000"] {
            assert!(!seen.contains(leaked), "{to:?} shows {leaked}");
        }
    }
}

#[test]
fn a_number_of_one_digit_masks_itself_alone() {
    let text = file(vec![family()]).replacen("*34*900000001", "*34*1", 1);
    let seen = everything_seen(text.as_bytes());
    assert!(seen.contains("NM1*IL*1*Sample*Ana****34*#\n"), "{seen}");
    let other =
        |seen: &str| seen.lines().filter(|line| !line.contains("Ana")).map(str::to_owned).collect::<Vec<_>>();
    let sound = file(vec![family()]);
    let shown = |text: &str| {
        let segments = crate::support::segments(text).into_iter();
        other(&segments.map(|segment| format!("{}\n{}\n", segment.text, segment.words)).collect::<String>())
    };
    assert_eq!(shown(&text), shown(&sound));
}

#[test]
fn what_identifies_no_person_is_shown_as_it_stands() {
    let text = file(vec![effectuation()]);
    let shown: Vec<String> =
        crate::support::segments(&text).into_iter().map(|segment| segment.text).collect();
    let stands: Vec<&str> = text.split_terminator('~').collect();
    assert_eq!(shown.len(), stands.len());
    for (shown, stands) in shown.iter().zip(stands) {
        assert_eq!(shown.replace("#####0001", "900000001"), stands);
    }
    let zip = text.replacen("*55401*", "*554011234*", 1);
    assert!(everything_seen(zip.as_bytes()).contains("Minneapolis, MN 554011234"));
}

#[test]
fn no_debug_form_shows_a_number() {
    let mut transaction = family();
    transaction.subscriber.name.middle = Some("900-00-0002".to_owned());
    transaction.policy_id = "900000003".to_owned();
    let shown = format!("{transaction:?} {transaction:#?}");
    assert!(!shows_a_number(&without_known(&shown)), "{shown}");
    assert!(shown.contains("#####0001") && shown.contains("410000001"));
    let short = x12::Member { ssn: Some("9000".to_owned()), ..member(1, "Ana", "Sample", 1) };
    assert!(!format!("{short:?}").contains("9000\""));
    let mut writer = Writer::begin(String::new(), &crate::support::envelope()).unwrap();
    writer.transaction(&family()).unwrap();
    assert!(!format!("{writer:?}").contains("900000001"));
}

#[test]
fn a_refused_value_is_shown_without_the_number_in_it() {
    let refused = |change: &dyn Fn(&mut Transaction)| {
        let mut transaction = family();
        change(&mut transaction);
        let mut writer = Writer::begin(String::new(), &crate::support::envelope()).unwrap();
        writer.transaction(&transaction).unwrap_err()
    };
    let faults: [Fault; 4] = [
        refused(&|family| family.policy_id = "900000001*".to_owned()),
        refused(&|family| family.broker.as_mut().unwrap().npn = "900-00-0001".to_owned()),
        refused(&|family| {
            family.subscriber.id = "900000001".to_owned();
            family.dependents[0].member.id = "900000001".to_owned();
        }),
        refused(&|family| family.subscriber.ssn = Some("90000000".to_owned())),
    ];
    for fault in faults {
        assert!(
            !fault.to_string().contains("90000000") && !format!("{fault:?}").contains("90000000"),
            "{fault}"
        );
        assert!(!fault.to_string().contains("900-00-0001"), "{fault}");
    }
}

/// What a file may hold at some place.
fn planted() -> impl Strategy<Value = String> {
    let number = (0..1_000_000_000_u32, 0..4).prop_map(|(number, form)| {
        let digits = format!("{number:09}");
        match form {
            0 => digits,
            1 => format!("{}-{}-{}", &digits[..3], &digits[3..5], &digits[5..]),
            2 => format!("{} {} {}", &digits[..3], &digits[3..5], &digits[5..]),
            _ => format!("{digits}:{digits}^{digits}"),
        }
    });
    let before =
        prop_oneof![Just(String::new()), "[*:^|~ \u{1b}\u{200b}#(-]{1,3}", "\\PC{0,3}[*: ]", any::<String>()];
    let after =
        prop_oneof![Just(String::new()), "[*:^|~ \u{1b}\u{200b}#)-]{1,3}", "[*: ]\\PC{0,3}", any::<String>()];
    (before, number, after).prop_map(|(before, number, after)| format!("{before}{number}{after}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn no_text_shows_an_identifier_that_stands_alone(planted in planted(), at in any::<prop::sample::Index>(), answered in any::<bool>()) {
        let sound = if answered { answer(REJECTION, 1) } else { file(vec![effectuation()]) };
        // Where an element begins that may name a person.
        let places: Vec<usize> = sound.match_indices('*').map(|(at, _)| at + 1).filter(|at| {
            let start = sound[..*at].rfind('~').map_or(0, |end| end + 1);
            let segment = sound[start..].split('~').next().unwrap_or_default().trim_start();
            let parts: Vec<&str> = segment.split('*').collect();
            // What holds delimiters of its own moves the elements behind it.
            let moves = planted.contains(['*', '~']) && ["GS", "ST", "SE", "GE", "IEA", "TA1", "AK1", "AK2"].contains(&parts[0]);
            !moves && !names_no_person(&parts, sound[start..*at].matches('*').count()) && parts[0] != "N1" && parts[0] != "N4"
        }).collect();
        let place = places[at.index(places.len())];
        let mut text = sound.clone();
        text.insert_str(place, &format!("{planted}*"));
        let seen = without_known(&everything_seen(text.as_bytes()));
        prop_assert!(!shows_a_number(&seen), "{}", seen.lines().find(|line| shows_a_number(line)).unwrap_or_default());
        prop_assert!(seen.chars().all(|shown| shown == '\n' || !shown.is_control()));
    }

    #[test]
    fn no_bytes_reach_people_raw(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>()) {
        let mut file = file(vec![family()]).into_bytes();
        let at = 106 + at.index(file.len() - 106);
        file.splice(at..at, bytes);
        let seen = everything_seen(&file);
        let raw = |shown: char| shown.is_control() || ('\u{202a}'..='\u{202e}').contains(&shown);
        prop_assert!(!seen.chars().any(|shown| shown != '\n' && raw(shown)), "{}", seen);
    }
}

#[test]
fn the_transaction_itself_keeps_its_number() {
    let read = read_enrollments(&file(vec![family()])).unwrap();
    assert_eq!(read[0].transactions[0].subscriber.ssn.as_deref(), Some("900000001"));
}
