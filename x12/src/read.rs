//! Reads a file strictly: interchanges, groups, transaction sets. What is broken does not hide the others.

use jiff::civil::DateTime;

use crate::acknowledgment::{GroupAcknowledgment, InterchangeAcknowledgment, read_999, read_ta1};
use crate::care::{Around, Shown};
use crate::codes::{PartyQualifier, Usage};
use crate::enrollment::read_834;
use crate::envelope::{Envelope, Interchange, Party};
use crate::form::{read_clock, read_day, read_short_day};
use crate::frame::{Frame, Wrong};
use crate::refusal::Refusal;
use crate::segment::Segment;
use crate::splitter::{Splitter, Step};
use crate::transaction::Transaction;

/// An interchange that has come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Who sent it to whom.
    pub envelope: Envelope,
    /// What it carries, in order; nothing is left out.
    pub items: Vec<Item>,
}

/// One thing an interchange carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// GS06 of its group; a TA1 has none.
    pub group: Option<u32>,
    /// ST02; empty for a TA1.
    pub control_number: String,
    /// Number of its first segment in the interchange.
    pub segment: usize,
    /// What it says.
    pub content: Content,
}

/// What one item of an interchange says.
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
        /// The segments as they may be shown, a line each.
        text: String,
    },
}

/// Reads a file of 834, 999 or TA1: one entry for each interchange, and for what stands where one should.
///
/// An interchange is a [`Refusal`] when its envelope is broken, so that nothing of it can be trusted. A transaction set
/// that is not understood inside a sound envelope is an item of its own ([`Content::NotUnderstood`]).
#[must_use]
pub fn read(text: &str) -> Vec<Result<Received, Refusal>> {
    let (mut splitter, mut at) = (Splitter::default(), 0);
    let mut interchanges: Vec<Result<Reading<'_>, Refusal>> = Vec::new();
    loop {
        let (used, step) = splitter.step(&text.as_bytes()[at..], true);
        at += used;
        match step {
            Step::Segment(piece) => {
                // The places of delimiters, which are ASCII, are boundaries of characters.
                let text = std::str::from_utf8(piece.bytes).unwrap_or_default();
                let segment = Segment::new(piece, text);
                if segment.number == 1 {
                    close(interchanges.last_mut(), "another ISA comes before its IEA");
                    interchanges.push(Reading::begin(&segment));
                } else if let Some(current) = interchanges.last_mut()
                    && let Ok(reading) = current
                    && let Err(refusal) = reading.see(segment)
                {
                    *current = Err(refusal);
                }
            }
            Step::Broken(refusal) => match interchanges.last_mut() {
                Some(Err(earlier)) if earlier.interchange == refusal.interchange => {}
                Some(last @ Ok(_)) if last.as_ref().is_ok_and(|reading| reading.is_open(&refusal)) => {
                    *last = Err(refusal);
                }
                last => {
                    close(last, "another ISA comes before its IEA");
                    interchanges.push(Err(refusal));
                }
            },
            Step::More | Step::End => {
                close(interchanges.last_mut(), "the file ends before its IEA");
                return interchanges.into_iter().map(|reading| reading.map(Reading::received)).collect();
            }
        }
    }
}

/// An interchange that is open is refused by what ends it.
fn close(last: Option<&mut Result<Reading<'_>, Refusal>>, how: &str) {
    if let Some(last) = last
        && let Ok(reading) = last
        && let Some(refusal) = reading.frame.finish(how)
    {
        *last = Err(refusal);
    }
}

/// Reads a file of 834 alone, all of which must be understood.
///
/// # Errors
/// The first [`Refusal`].
pub fn read_enrollments(text: &str) -> Result<Vec<Interchange>, Refusal> {
    read(text).into_iter().enumerate().map(|(place, received)| enrollments(place + 1, received?)).collect()
}

fn enrollments(interchange: usize, received: Received) -> Result<Interchange, Refusal> {
    let mut transactions = Vec::with_capacity(received.items.len());
    for item in received.items {
        match item.content {
            Content::Enrollment(transaction) => transactions.push(*transaction),
            Content::NotUnderstood { refusal, .. } => return Err(refusal),
            Content::Group(_) | Content::Interchange(_) => {
                let reason = "is an acknowledgment, not an enrollment".to_owned();
                let (segment, id) = (item.segment, String::new());
                return Err(Refusal { interchange, segment, id, element: None, offset: 0, reason });
            }
        }
    }
    Ok(Interchange { envelope: received.envelope, transactions })
}

/// An interchange as far as it has been read.
struct Reading<'a> {
    frame: Frame,
    envelope: Envelope,
    dated: bool,
    group: Option<Group<'a>>,
    /// The segments of the set at hand, from its ST.
    set: Vec<Segment<'a>>,
    /// The first thing that is wrong with the set at hand.
    refusal: Option<Refusal>,
    items: Vec<Item>,
}

struct Group<'a> {
    gs: Segment<'a>,
    number: u32,
}

impl<'a> Reading<'a> {
    fn begin(isa: &Segment<'_>) -> Result<Self, Refusal> {
        Ok(Self {
            frame: Frame::begin(isa),
            envelope: read_isa(isa)?,
            dated: false,
            group: None,
            set: Vec::new(),
            refusal: None,
            items: Vec::new(),
        })
    }

    /// Whether what is wrong is so within this interchange.
    fn is_open(&self, refusal: &Refusal) -> bool {
        self.frame.interchange() == refusal.interchange && !self.frame.is_closed()
    }

    fn received(mut self) -> Received {
        let first = self.items.iter().find_map(|item| item.control_number.parse().ok());
        self.envelope.first_transaction = first.unwrap_or(1);
        Received { envelope: self.envelope, items: self.items }
    }

    /// Takes in one segment after the ISA.
    fn see(&mut self, segment: Segment<'a>) -> Result<(), Refusal> {
        let mut wrong = Vec::new();
        self.frame.see(&segment, &mut wrong);
        for wrong in wrong {
            match wrong {
                Wrong::Envelope(refusal) => return Err(refusal),
                Wrong::Set(refusal) => self.refusal = self.refusal.take().or(Some(refusal)),
                Wrong::Total(_) => {}
            }
        }
        match segment.id() {
            "GS" => self.begin_group(segment),
            "TA1" if self.set.is_empty() => {
                let content = Content::Interchange(read_ta1(&segment)?);
                let control_number = String::new();
                self.items.push(Item { group: None, control_number, segment: segment.number, content });
                Ok(())
            }
            "GE" | "IEA" => Ok(()),
            "SE" => {
                self.set.push(segment);
                self.end_set();
                Ok(())
            }
            _ => {
                self.set.push(segment);
                Ok(())
            }
        }
    }

    /// Takes in a GS; the interchange was made when its first group was.
    fn begin_group(&mut self, gs: Segment<'a>) -> Result<(), Refusal> {
        let number = gs.read(6, "a number", number)?;
        gs.need(2)?;
        gs.need(3)?;
        gs.is(7, "X")?;
        gs.only(&[1, 2, 3, 4, 5, 6, 7, 8])?;
        let date = gs.read(4, "a date (CCYYMMDD)", read_day)?;
        let time = gs.read(5, "a time", read_clock)?;
        if !self.dated {
            self.envelope.created = DateTime::from_parts(date, time);
            self.dated = true;
        }
        self.group = Some(Group { gs, number });
        Ok(())
    }

    fn end_set(&mut self) {
        let set = std::mem::take(&mut self.set);
        let (Some(group), Some(st)) = (&self.group, set.first()) else { return };
        let understood = self.refusal.take().map_or_else(|| understand(&set, &group.gs), Err);
        let content =
            understood.unwrap_or_else(|refusal| Content::NotUnderstood { refusal, text: shown_lines(&set) });
        let (control_number, segment) = (st.element(2).to_owned(), st.number);
        self.items.push(Item { group: Some(group.number), control_number, segment, content });
    }
}

fn shown_lines(set: &[Segment<'_>]) -> String {
    let mut around = Around::default();
    let lines = set.iter().map(|segment| {
        around.see(segment);
        Shown::of(segment, &around).text()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn read_isa(isa: &Segment<'_>) -> Result<Envelope, Refusal> {
    isa.well_formed()?;
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

/// What a transaction set says, or why it is not understood. Its counts and numbers are right: the frame has seen to that.
fn understand(set: &[Segment<'_>], gs: &Segment<'_>) -> Result<Content, Refusal> {
    let [st, inner @ .., _] = set else {
        return Err(gs.refuse_whole("holds a transaction set without an end"));
    };
    st.only(&[1, 2, 3])?;
    st.read(2, "4 to 9 characters", |text| (4..=9).contains(&text.len()).then_some(()))?;
    // The guide of the 999 is named with and without its addendum in practice; nothing that we read differs.
    let (functional, guides): (_, &[&str]) = match st.element(1) {
        "834" => ("BE", &["005010X220A1"]),
        "999" => ("FA", &["005010X231A1", "005010X231"]),
        _ => return Err(st.refuse(1, format!("is {}; only 834 and 999 are understood", st.said(1)))),
    };
    gs.is(1, functional)?;
    if !guides.contains(&gs.element(8)) {
        return Err(gs.refuse(8, format!("is {}, a guide that is not understood", gs.said(8))));
    }
    st.is(3, gs.element(8))?;
    if inner.is_empty() {
        return Err(st.refuse_whole("is followed by its end at once"));
    }
    if functional == "BE" {
        Ok(Content::Enrollment(Box::new(read_834(st, inner)?)))
    } else {
        Ok(Content::Group(read_999(inner)?))
    }
}

/// A control number: up to nine digits.
pub(crate) fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}
