//! Reads a file strictly: envelope, groups, transaction sets. One set that is not understood does not hide the others.

use std::collections::HashSet;

use jiff::civil::DateTime;

use crate::acknowledgment::{GroupAcknowledgment, InterchangeAcknowledgment, read_999, read_ta1};
use crate::codes::{PartyQualifier, Usage};
use crate::enrollment::read_834;
use crate::envelope::{Envelope, Interchange, Party};
use crate::form::{read_clock, read_day, read_short_day};
use crate::refusal::Refusal;
use crate::segment::{Delimiters, Segment, Segments};
use crate::transaction::Transaction;

/// A file that has come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Who sent it to whom.
    pub envelope: Envelope,
    /// What it carries, in order; nothing is left out.
    pub items: Vec<Item>,
}

/// One thing a file carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// GS06 of its group; a TA1 has none.
    pub group: Option<u32>,
    /// ST02; empty for a TA1.
    pub control_number: String,
    /// Number of its first segment in the file.
    pub segment: usize,
    /// What it says.
    pub content: Content,
}

/// What one item of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// An 834.
    Enrollment(Box<Transaction>),
    /// A 999: what a carrier's system made of a group of ours.
    Group(GroupAcknowledgment),
    /// A TA1: what it made of a whole file.
    Interchange(InterchangeAcknowledgment),
    /// Anything else, for the list of failures, with its text.
    NotUnderstood {
        /// The first thing that was not understood.
        refusal: Refusal,
        /// The segments, a line each; of a Social Security number the last four digits alone.
        text: String,
    },
}

/// Reads a file of 834, 999 or TA1.
///
/// # Errors
/// [`Refusal`] when the envelope is broken, so that nothing of the file can be trusted. A transaction set that is not
/// understood inside a sound envelope is an item of its own ([`Content::NotUnderstood`]).
pub fn read(text: &str) -> Result<Received, Refusal> {
    let mut segments = Segments::new(text)?;
    let delimiters = segments.delimiters;
    let isa = next(&mut segments)?;
    let mut envelope = read_isa(&isa)?;
    let mut items = Vec::new();
    let mut groups = 0_u32;
    loop {
        let segment = next(&mut segments)?;
        match segment.id() {
            "TA1" => {
                let content = Content::Interchange(read_ta1(&segment)?);
                items.push(Item {
                    group: None,
                    control_number: String::new(),
                    segment: segment.number,
                    content,
                });
            }
            "GS" => {
                let created = read_group(&mut segments, &segment, delimiters, &mut items)?;
                if groups == 0 {
                    envelope.created = created;
                }
                groups += 1;
            }
            "IEA" => {
                segment.only(&[1, 2])?;
                count(&segment, 1, groups)?;
                segment.is(2, isa.element(13))?;
                break;
            }
            _ => return Err(segment.refuse_whole("is not expected here; TA1, GS or IEA is")),
        }
    }
    if let Some(extra) = segments.next_segment()? {
        return Err(extra.refuse_whole("comes after the end of the file"));
    }
    let first = items.iter().find_map(|item| item.control_number.parse().ok());
    envelope.first_transaction = first.unwrap_or(1);
    Ok(Received { envelope, items })
}

/// Reads a file of 834 alone, all of which must be understood.
///
/// # Errors
/// The first [`Refusal`].
pub fn read_enrollments(text: &str) -> Result<Interchange, Refusal> {
    let received = read(text)?;
    let mut transactions = Vec::with_capacity(received.items.len());
    for item in received.items {
        match item.content {
            Content::Enrollment(transaction) => transactions.push(*transaction),
            Content::NotUnderstood { refusal, .. } => return Err(refusal),
            Content::Group(_) | Content::Interchange(_) => {
                let reason = "is an acknowledgment, not an enrollment".to_owned();
                let (segment, id) = (item.segment, String::new());
                return Err(Refusal { segment, id, element: None, offset: 0, reason });
            }
        }
    }
    Ok(Interchange { envelope: received.envelope, transactions })
}

fn next<'a>(segments: &mut Segments<'a>) -> Result<Segment<'a>, Refusal> {
    let ended = segments.clone();
    segments.next_segment()?.ok_or_else(|| ended.refuse_end())
}

fn read_isa(isa: &Segment<'_>) -> Result<Envelope, Refusal> {
    if isa.len() != 16 {
        return Err(isa.refuse_whole("must have 16 elements"));
    }
    isa.is(1, "00")?;
    isa.is(3, "00")?;
    isa.is(12, "00501")?;
    let party = |place: usize| -> Result<Party, Refusal> {
        let qualifier = isa.read(place, "a qualifier of the list", PartyQualifier::from_code)?;
        let id = isa.element(place + 1).trim_end();
        if id.is_empty() {
            Err(isa.refuse(place + 1, "is empty"))
        } else {
            Ok(Party { qualifier, id: id.to_owned() })
        }
    };
    let date = isa.read(9, "a date (YYMMDD)", read_short_day)?;
    let time = isa.read(10, "a time (HHMM)", |text| read_clock(text).filter(|_| text.len() == 4))?;
    isa.read(14, "0 or 1", |text| matches!(text, "0" | "1").then_some(()))?;
    Ok(Envelope {
        sender: party(5)?,
        receiver: party(7)?,
        control_number: isa.read(13, "nine digits", |text| number(text).filter(|_| text.len() == 9))?,
        first_transaction: 1,
        created: date.to_datetime(time),
        usage: isa.read(15, "P or T", Usage::from_code)?,
    })
}

/// Reads one group, its GS already taken, and gives the moment it was made.
fn read_group<'a>(
    segments: &mut Segments<'a>,
    gs: &Segment<'a>,
    delimiters: Delimiters,
    items: &mut Vec<Item>,
) -> Result<DateTime, Refusal> {
    let group = gs.read(6, "a number", number)?;
    gs.need(2)?;
    gs.need(3)?;
    gs.is(7, "X")?;
    gs.only(&[1, 2, 3, 4, 5, 6, 7, 8])?;
    let date = gs.read(4, "a date (CCYYMMDD)", read_day)?;
    let time = gs.read(5, "a time", read_clock)?;
    let first = items.len();
    let mut seen = HashSet::new();
    loop {
        let segment = next(segments)?;
        match segment.id() {
            "ST" => {
                let set = read_set(segments, segment)?;
                let control_number = set[0].element(2).to_owned();
                if !seen.insert(control_number.clone()) {
                    return Err(set[0].refuse(2, "is the number of an earlier transaction set of this group"));
                }
                let content = read_content(&set, gs, delimiters);
                items.push(Item { group: Some(group), control_number, segment: set[0].number, content });
            }
            "GE" => {
                segment.only(&[1, 2])?;
                count(&segment, 1, items.len() - first)?;
                segment.is(2, gs.element(6))?;
                return Ok(date.to_datetime(time));
            }
            _ => return Err(segment.refuse_whole("is not expected here; ST or GE is")),
        }
    }
}

/// The segments from ST to SE.
fn read_set<'a>(segments: &mut Segments<'a>, st: Segment<'a>) -> Result<Vec<Segment<'a>>, Refusal> {
    let mut set = vec![st];
    loop {
        let segment = next(segments)?;
        if matches!(segment.id(), "ISA" | "GS" | "GE" | "IEA" | "ST") {
            return Err(segment.refuse_whole("comes before the SE of its transaction set"));
        }
        let last = segment.id() == "SE";
        set.push(segment);
        if last {
            return Ok(set);
        }
    }
}

/// What a transaction set says, or why it is not understood.
fn read_content(set: &[Segment<'_>], gs: &Segment<'_>, delimiters: Delimiters) -> Content {
    understand(set, gs, delimiters).unwrap_or_else(|refusal| {
        let lines: Vec<String> = set.iter().map(Segment::shown).collect();
        Content::NotUnderstood { refusal, text: lines.join("\n") }
    })
}

fn understand(set: &[Segment<'_>], gs: &Segment<'_>, delimiters: Delimiters) -> Result<Content, Refusal> {
    let [st, inner @ .., se] = set else {
        return Err(gs.refuse_whole("holds a transaction set without an end"));
    };
    st.only(&[1, 2, 3])?;
    st.read(2, "4 to 9 characters", |text| (4..=9).contains(&text.len()).then_some(()))?;
    se.only(&[1, 2])?;
    count(se, 1, set.len())?;
    se.is(2, st.element(2))?;
    // The guide of the 999 is named with and without its addendum in practice; nothing that we read differs.
    let (functional, guides): (_, &[&str]) = match st.element(1) {
        "834" => ("BE", &["005010X220A1"]),
        "999" => ("FA", &["005010X231A1", "005010X231"]),
        other => return Err(st.refuse(1, format!("is {other:?}; only 834 and 999 are understood"))),
    };
    gs.is(1, functional)?;
    if !guides.contains(&gs.element(8)) {
        return Err(gs.refuse(8, format!("is {:?}, a guide that is not understood", gs.element(8))));
    }
    st.is(3, gs.element(8))?;
    if inner.is_empty() {
        return Err(st.refuse_whole("is followed by its end at once"));
    }
    if functional == "BE" {
        Ok(Content::Enrollment(Box::new(read_834(st, inner)?)))
    } else {
        Ok(Content::Group(read_999(inner, delimiters)?))
    }
}

/// A count that must be right.
fn count(segment: &Segment<'_>, place: usize, counted: impl TryInto<u64>) -> Result<(), Refusal> {
    let said: u64 = segment.read(place, "a number", |text| digits(text)?.parse().ok())?;
    let counted = counted.try_into().unwrap_or(u64::MAX);
    if said == counted {
        Ok(())
    } else {
        Err(segment.refuse(place, format!("says {said}, but there are {counted}")))
    }
}

/// A control number: up to nine digits.
pub(crate) fn number(text: &str) -> Option<u32> {
    digits(text).filter(|text| text.len() <= 9)?.parse().ok()
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}
