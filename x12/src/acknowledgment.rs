//! Reads the answers of a carrier's system: TA1 for a file, 999 for a group and each transaction in it.

use jiff::civil::DateTime;

use crate::care::{Around, Shown};
use crate::codes::{GroupVerdict, InterchangeVerdict, SetVerdict};
use crate::form::{read_clock, read_short_day};
use crate::read::number;
use crate::refusal::Refusal;
use crate::segment::{Cursor, Segment};
use crate::shown::shown;

/// A TA1: the answer to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterchangeAcknowledgment {
    /// ISA13 of the file answered.
    pub control_number: u32,
    /// When that file was made, as it said.
    pub created: DateTime,
    /// Accepted or not.
    pub verdict: InterchangeVerdict,
    /// TA105: `000` when nothing is wrong.
    pub note: String,
}

/// A 999: the answer to one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupAcknowledgment {
    /// AK101: `BE` for a group of 834.
    pub functional: String,
    /// GS06 of the group answered.
    pub group: u32,
    /// Accepted or not.
    pub verdict: GroupVerdict,
    /// How many transactions the group said it had, how many were received, how many accepted.
    pub counts: [u32; 3],
    /// AK905 and further: what is wrong with the group.
    pub codes: Vec<String>,
    /// One for each transaction; a carrier may leave out those it accepts.
    pub transactions: Vec<TransactionAcknowledgment>,
}

/// The part of a 999 about one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionAcknowledgment {
    /// AK201: `834`.
    pub set: String,
    /// ST02 of the transaction answered.
    pub control_number: String,
    /// Accepted or not.
    pub verdict: SetVerdict,
    /// IK502 and further: what is wrong with the transaction.
    pub codes: Vec<String>,
    /// What is wrong with its segments.
    pub errors: Vec<SegmentError>,
}

/// IK3: a segment found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentError {
    /// Its identifier.
    pub id: String,
    /// Its place, counted from the ST as 1.
    pub position: u32,
    /// The loop it was found in.
    pub in_loop: Option<String>,
    /// IK304.
    pub code: Option<String>,
    /// CTX: what the carrier adds, as it may be shown.
    pub context: Vec<String>,
    /// What is wrong with its elements.
    pub elements: Vec<ElementError>,
}

/// IK4: an element found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementError {
    /// Its place in the segment, from 1.
    pub position: u32,
    /// Its place in a composite element, from 1.
    pub component: Option<u32>,
    /// Its repetition.
    pub repetition: Option<u32>,
    /// IK402: the number of the element in the data dictionary.
    pub reference: Option<u32>,
    /// IK403.
    pub code: String,
    /// IK404: the value found wrong, as it may be shown: a person's number is masked.
    pub value: Option<String>,
    /// CTX: what the carrier adds, as it may be shown.
    pub context: Vec<String>,
}

/// Reads a TA1.
pub(crate) fn read_ta1(ta1: &Segment<'_>) -> Result<InterchangeAcknowledgment, Refusal> {
    ta1.only(&[1, 2, 3, 4, 5])?;
    let date = ta1.read(2, "a date (YYMMDD)", read_short_day)?;
    let time = ta1.read(3, "a time (HHMM)", read_clock)?;
    Ok(InterchangeAcknowledgment {
        control_number: ta1.read(1, "a number", number)?,
        created: date.to_datetime(time),
        verdict: ta1.read(4, "A, E or R", InterchangeVerdict::from_code)?,
        note: ta1.read(5, "three digits", |text| {
            (text.len() == 3 && number(text).is_some()).then(|| text.to_owned())
        })?,
    })
}

/// Reads the segments of a 999 between ST and SE.
pub(crate) fn read_999(inner: &[Segment<'_>]) -> Result<GroupAcknowledgment, Refusal> {
    let mut cursor = Cursor::new(inner);
    let ak1 = cursor.take("AK1", None)?;
    ak1.only(&[1, 2, 3])?;
    let mut transactions = Vec::new();
    while let Some(ak2) = cursor.take_if("AK2", None) {
        transactions.push(read_transaction(&mut cursor, ak2)?);
    }
    let ak9 = cursor.take("AK9", None)?;
    ak9.only(&[1, 2, 3, 4, 5, 6, 7, 8, 9])?;
    if !cursor.at_end() {
        return Err(cursor.refuse_here("is not understood here"));
    }
    let count = |place: usize| ak9.read(place, "a number of up to eight digits", place_number);
    Ok(GroupAcknowledgment {
        functional: shown(ak1.need(1)?),
        group: ak1.read(2, "a number", number)?,
        verdict: ak9.read(1, "a code of the list", GroupVerdict::from_code)?,
        counts: [count(2)?, count(3)?, count(4)?],
        codes: codes(ak9, 5),
        transactions,
    })
}

fn read_transaction(
    cursor: &mut Cursor<'_, '_>,
    ak2: &Segment<'_>,
) -> Result<TransactionAcknowledgment, Refusal> {
    ak2.only(&[1, 2, 3])?;
    let mut errors = Vec::new();
    while let Some(ik3) = cursor.take_if("IK3", None) {
        ik3.only(&[1, 2, 3, 4])?;
        let context = read_context(cursor);
        let mut elements = Vec::new();
        while let Some(ik4) = cursor.take_if("IK4", None) {
            elements.push(read_element(cursor, ik4, ik3)?);
        }
        errors.push(SegmentError {
            id: shown(ik3.need(1)?),
            position: ik3.read(2, "a number of up to eight digits", place_number)?,
            in_loop: ik3.maybe(3).map(shown),
            code: ik3.maybe(4).map(shown),
            context,
            elements,
        });
    }
    let ik5 = cursor.take("IK5", None)?;
    ik5.only(&[1, 2, 3, 4, 5, 6])?;
    Ok(TransactionAcknowledgment {
        set: shown(ak2.need(1)?),
        control_number: ak2.need(2)?.to_owned(),
        verdict: ik5.read(1, "a code of the list", SetVerdict::from_code)?,
        codes: codes(ik5, 2),
        errors,
    })
}

fn read_element(
    cursor: &mut Cursor<'_, '_>,
    ik4: &Segment<'_>,
    ik3: &Segment<'_>,
) -> Result<ElementError, Refusal> {
    ik4.only(&[1, 2, 3, 4])?;
    let mut places = ik4.need(1)?.split(ik4.delimiters.component);
    let mut place = || -> Result<Option<u32>, Refusal> {
        match places.next() {
            None | Some("") => Ok(None),
            Some(text) => {
                place_number(text).map(Some).ok_or_else(|| ik4.refuse(1, "is not the place of an element"))
            }
        }
    };
    let position = place()?.ok_or_else(|| ik4.refuse(1, "is not the place of an element"))?;
    let (component, repetition) = (place()?, place()?);
    if place()?.is_some() {
        return Err(ik4.refuse(1, "has more than three components"));
    }
    let mut about = Around::default();
    about.see(ik3);
    Ok(ElementError {
        position,
        component,
        repetition,
        reference: ik4
            .maybe(2)
            .map(|_| ik4.read(2, "a number of up to eight digits", place_number))
            .transpose()?,
        code: shown(ik4.need(3)?),
        value: Shown::of(ik4, &about).maybe(4).map(str::to_owned),
        context: read_context(cursor),
    })
}

/// A place or count; longer ones would be another kind of number.
fn place_number(text: &str) -> Option<u32> {
    number(text).filter(|_| text.len() <= 8)
}

fn read_context(cursor: &mut Cursor<'_, '_>) -> Vec<String> {
    let mut context = Vec::new();
    while let Some(ctx) = cursor.take_if("CTX", None) {
        context.push(Shown::of(ctx, &Around::default()).text());
    }
    context
}

fn codes(segment: &Segment<'_>, from: usize) -> Vec<String> {
    (from..=segment.len()).filter_map(|place| segment.maybe(place)).map(shown).collect()
}
