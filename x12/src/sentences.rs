//! The words for each segment of 834, 999 and TA1.

use crate::care::Shown;
use crate::codes::{
    GroupVerdict, InsuranceLine, InterchangeVerdict, Origin, PartyQualifier, Relationship, SetVerdict, Sex,
    Usage, Zone,
};
use crate::fault::Cents;
use crate::form::{read_amount, read_clock, read_day, read_short_day, read_stamp};
use crate::words;

/// What a segment says; `None` when it is no part of what this program understands.
pub(crate) fn in_words(segment: &Shown<'_>, category: Option<&str>) -> Option<String> {
    match segment.id() {
        "ISA" | "GS" | "ST" | "SE" | "GE" | "IEA" => frame(segment),
        "BGN" | "QTY" | "N1" => header(segment),
        "TA1" | "AK1" | "AK2" | "IK3" | "IK4" | "IK5" | "AK9" | "CTX" => answer(segment),
        "REF" | "DTP" => reference(segment, category),
        _ => person(segment),
    }
}

/// The envelope.
fn frame(segment: &Shown<'_>) -> Option<String> {
    let at = |place| segment.element(place);
    Some(match segment.id() {
        "ISA" => format!(
            "file {} from {} ({}) to {} ({}), made on {} at {}, {}",
            at(13),
            at(6).trim(),
            coded(at(5), PartyQualifier::from_code, PartyQualifier::words),
            at(8).trim(),
            coded(at(7), PartyQualifier::from_code, PartyQualifier::words),
            read_short_day(at(9)).map_or_else(|| at(9).to_owned(), |date| date.to_string()),
            hour(at(10)),
            coded(at(15), Usage::from_code, Usage::words),
        ),
        "GS" => {
            let what = match at(1) {
                "BE" => "enrollments (834)",
                "FA" => "acknowledgments (999)",
                other => other,
            };
            format!(
                "group {} of {what} from {} to {}, {} at {}, guide {}",
                at(6),
                at(2),
                at(3),
                on(at(4)),
                hour(at(5)),
                at(8)
            )
        }
        "ST" => format!("transaction {} begins ({})", at(2), at(1)),
        "SE" => format!("transaction {} ends; segments: {}", at(2), at(1)),
        "GE" => format!("group {} ends; transactions: {}", at(2), at(1)),
        _ => format!("file {} ends; groups: {}", at(2), at(1)),
    })
}

/// Header of the 834, and the names of categories.
fn header(segment: &Shown<'_>) -> Option<String> {
    let at = |place| segment.element(place);
    Some(match (segment.id(), at(1)) {
        ("BGN", "00") => format!(
            "transaction {}, made on {} at {} ({}): {}",
            at(2),
            on(at(3)),
            hour(at(4)),
            coded(at(5), Zone::from_code, Zone::words),
            if at(8) == "2" { "an enrollment" } else { "a change or an audit" },
        ),
        ("QTY", "TO") => format!("members in all: {}", at(2)),
        ("QTY", "DT") => format!("dependents: {}", at(2)),
        ("QTY", "ET") => format!("subscribers: {}", at(2)),
        ("N1", "P5") => format!("sponsor: {}, {} {}", at(2), words::identifier(at(3))?, at(4)),
        ("N1", "IN") => format!("carrier: {}, {} {}", at(2), words::identifier(at(3))?, at(4)),
        ("N1", "BO") => format!("broker of record: {}, National Producer Number {}", at(2), at(4)),
        ("N1", "TV") => {
            format!("third-party administrator: {}, {} {}", at(2), words::identifier(at(3))?, at(4))
        }
        ("N1", "75") => format!("category: {}", words::category(at(2)).unwrap_or(at(2))),
        _ => return None,
    })
}

/// Loops 2000 to 2300.
fn person(segment: &Shown<'_>) -> Option<String> {
    let at = |place| segment.element(place);
    Some(match segment.id() {
        "INS" => {
            let who = match (at(1), at(2)) {
                ("Y", "18") => "subscriber".to_owned(),
                ("N", code) => {
                    format!("dependent ({})", coded(code, Relationship::from_code, Relationship::words))
                }
                _ => return None,
            };
            let reason = segment.maybe(4).map(|code| format!(", {}", words::maintenance_reason(code)));
            format!("{who}: {}{}", words::maintenance(at(3))?, reason.unwrap_or_default())
        }
        "NM1" if at(1) == "IL" => {
            let parts = [at(6), at(4), at(5), at(3), at(7)];
            let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            match (at(8), at(9)) {
                ("34", ssn) => format!("member: {name}, Social Security number {ssn}"),
                _ => format!("member: {name}"),
            }
        }
        "PER" => [3, 5, 7]
            .into_iter()
            .filter(|place| !at(*place).is_empty())
            .map(|place| format!("{} {}", words::contact(at(place)).unwrap_or(at(place)), at(place + 1)))
            .collect::<Vec<_>>()
            .join(", "),
        "N3" => format!("address: {} {}", at(1), at(2)).trim_end().to_owned(),
        "N4" => {
            let county = if at(5) == "CY" { format!(", county {}", at(6)) } else { String::new() };
            format!("{}, {} {}{county}", at(1), at(2), at(3))
        }
        "DMG" => format!("born {}, {}", on(at(2)), coded(at(3), Sex::from_code, Sex::words)),
        "HLH" => match at(1) {
            "T" => "uses tobacco".to_owned(),
            "N" => "does not use tobacco".to_owned(),
            _ => return None,
        },
        "HD" => {
            format!(
                "{} coverage: {}",
                coded(at(3), InsuranceLine::from_code, InsuranceLine::words),
                words::maintenance(at(1))?
            )
        }
        "LS" => "what the exchange adds for this member begins".to_owned(),
        "LX" => format!("item {}", at(1)),
        "LE" => "what the exchange adds ends".to_owned(),
        _ => return None,
    })
}

/// REF and DTP, which mean what their qualifier or category says.
fn reference(segment: &Shown<'_>, category: Option<&str>) -> Option<String> {
    let (qualifier, value) = (segment.element(1), segment.element(2));
    match (segment.id(), category) {
        ("DTP", _) => Some(format!("{}: {}", words::date(qualifier)?, on(segment.element(3)))),
        (_, Some(name)) => Some(format!("{}: {}", words::category(name)?, category_value(name, value))),
        (_, None) => Some(format!("{}: {value}", words::reference(qualifier)?)),
    }
}

fn category_value(name: &str, value: &str) -> String {
    match name {
        "PRE AMT 1" | "PRE AMT TOT" | "APTC AMT" | "TOT RES AMT" => {
            read_amount(value).map_or_else(|| value.to_owned(), |cents| format!("${}", Cents(cents)))
        }
        "REQUEST SUBMIT TIMESTAMP" => read_stamp(value)
            .map_or_else(|| value.to_owned(), |moment| moment.strftime("%Y-%m-%d %H:%M:%S").to_string()),
        "APPLICATION ID AND ORIGIN" => match value.rsplit_once('-') {
            Some((id, origin)) => format!("{id}, {}", coded(origin, Origin::from_code, Origin::words)),
            None => value.to_owned(),
        },
        _ => value.to_owned(),
    }
}

/// 999 and TA1.
fn answer(segment: &Shown<'_>) -> Option<String> {
    let at = |place| segment.element(place);
    Some(match segment.id() {
        "TA1" => {
            let verdict = coded(at(4), InterchangeVerdict::from_code, InterchangeVerdict::words);
            let note = if at(5) == "000" { "nothing is wrong".to_owned() } else { format!("note {}", at(5)) };
            format!("the file {} is {verdict}; {note}", at(1))
        }
        "AK1" => format!("answer to group {} of {}", at(2), at(1)),
        "AK2" => format!("about transaction {} ({})", at(2), at(1)),
        "IK3" => format!("segment {} at place {}: {}", at(1), at(2), words::segment_error(at(4))),
        "IK4" => {
            let value = segment.maybe(4).map(|value| format!(", which was \"{value}\"")).unwrap_or_default();
            format!("element {}{value}: {}", at(1), words::element_error(at(3)))
        }
        "IK5" => format!("the transaction is {}", coded(at(1), SetVerdict::from_code, SetVerdict::words)),
        "AK9" => format!(
            "the group is {}; transactions sent: {}, received: {}, accepted: {}",
            coded(at(1), GroupVerdict::from_code, GroupVerdict::words),
            at(2),
            at(3),
            at(4),
        ),
        _ => format!("context: {}", segment.text()),
    })
}

/// The words of a code, or the code itself when the list does not have it.
fn coded<T>(code: &str, from: impl Fn(&str) -> Option<T>, words: impl Fn(T) -> &'static str) -> String {
    from(code).map_or_else(|| format!("unknown code \"{code}\""), |value| words(value).to_owned())
}

fn on(text: &str) -> String {
    read_day(text).map_or_else(|| text.to_owned(), |date| date.to_string())
}

fn hour(text: &str) -> String {
    read_clock(text)
        .map_or_else(|| text.to_owned(), |time| format!("{:02}:{:02}", time.hour(), time.minute()))
}
