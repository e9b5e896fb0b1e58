//! The frame of an interchange: what must hold of its beginnings and ends, counts and numbers, segment by segment and
//! without holding what lies between.

use crate::numbers::Numbers;
use crate::refusal::Refusal;
use crate::segment::Segment;
use crate::shown::shown;

/// What is wrong, and how far it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// The interchange cannot be trusted.
    Envelope(Refusal),
    /// One transaction cannot.
    Set(Refusal),
    /// A total of members is another; whoever reads the transaction compares it with what was understood of them.
    Total(Refusal),
}

impl Wrong {
    /// What is wrong.
    pub(crate) fn refusal(self) -> Refusal {
        match self {
            Self::Envelope(refusal) | Self::Set(refusal) | Self::Total(refusal) => refusal,
        }
    }
}

/// What of an interchange has been seen.
#[derive(Default)]
pub(crate) struct Frame {
    /// ISA13.
    control_number: String,
    /// The interchange, the segment that comes next, and where it begins.
    next: (usize, usize, usize),
    groups: u64,
    group: Option<Group>,
    /// What stands here has no frame, and that was said.
    adrift: bool,
    closed: bool,
}

struct Group {
    /// GS06; none of a group that does not begin.
    number: Option<String>,
    sets: u64,
    numbers: Numbers,
    set: Option<Set>,
}

struct Set {
    /// ST02.
    number: String,
    segments: u64,
    members: u64,
    totals: Vec<Total>,
}

/// A QTY, and the refusal that it earns when it is wrong.
struct Total {
    qualifier: String,
    said: String,
    refusal: Refusal,
}

impl Frame {
    /// The frame that this ISA begins.
    pub(crate) fn begin(isa: &Segment<'_>) -> Self {
        let mut frame = Self { control_number: isa.element(13).to_owned(), ..Self::default() };
        frame.pass(isa);
        frame
    }

    fn pass(&mut self, segment: &Segment<'_>) {
        self.next = (segment.interchange, segment.number + 1, segment.end);
    }

    /// Which interchange it is of.
    pub(crate) fn interchange(&self) -> usize {
        self.next.0
    }

    /// Whether its IEA has come.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Takes in a segment after the ISA, and says what is wrong with the frame there.
    pub(crate) fn see(&mut self, segment: &Segment<'_>, wrong: &mut Vec<Wrong>) {
        self.pass(segment);
        if let Err(refusal) = segment.well_formed() {
            let in_set = self.group.as_ref().is_some_and(|group| group.set.is_some());
            // A segment without an end takes everything behind it along.
            wrong.push(if in_set && !segment.cut { Wrong::Set(refusal) } else { Wrong::Envelope(refusal) });
        }
        match segment.id() {
            "GS" => self.begin_group(segment, wrong),
            "GE" => self.end_group(segment, wrong),
            "IEA" => self.end(segment, wrong),
            "TA1" if self.group.is_none() => {}
            "ST" => self.begin_set(segment, wrong),
            "SE" if self.set().is_some() => self.end_set(segment, wrong),
            _ => match self.set() {
                Some(set) => set.see(segment),
                None => self.drift(segment, wrong),
            },
        }
    }

    /// A segment that belongs into a set stands outside of one; those behind it do for the same reason.
    fn drift(&mut self, segment: &Segment<'_>, wrong: &mut Vec<Wrong>) {
        if segment.is_named() && !self.adrift {
            self.adrift = true;
            let expected = if self.group.is_some() { "ST or GE" } else { "TA1, GS or IEA" };
            wrong.push(Wrong::Envelope(segment.refuse_whole(format!("is not expected here; {expected} is"))));
        }
    }

    /// What the end of the interchange leaves open, when there is no IEA.
    pub(crate) fn finish(&self, how: &str) -> Option<Refusal> {
        if self.closed {
            return None;
        }
        let set = self.group.as_ref().and_then(|group| group.set.as_ref());
        let open = match (&self.group, set) {
            (Some(group), Some(set)) => {
                format!("; transaction {} has no SE and group {} no GE", set.number, group.name())
            }
            (Some(group), None) => format!("; group {} has no GE", group.name()),
            (None, _) => String::new(),
        };
        let (interchange, segment, offset) = self.next;
        let reason = format!("{how}{}", shown(&open));
        Some(Refusal { interchange, segment, id: String::new(), element: None, offset, reason })
    }

    fn set(&mut self) -> Option<&mut Set> {
        self.group.as_mut()?.set.as_mut()
    }

    fn begin_group(&mut self, gs: &Segment<'_>, wrong: &mut Vec<Wrong>) {
        self.leave_open(gs, true, wrong);
        self.open_group(Some(gs.element(6).to_owned()));
    }

    fn open_group(&mut self, number: Option<String>) {
        self.groups += 1;
        self.adrift = false;
        self.group = Some(Group { number, sets: 0, numbers: Numbers::default(), set: None });
    }

    /// Says that what is open should have ended before this segment, and lets it be.
    fn leave_open(&mut self, segment: &Segment<'_>, with_group: bool, wrong: &mut Vec<Wrong>) {
        let Some(group) = &mut self.group else { return };
        if group.set.take().is_some() {
            let reason = "comes before the SE of its transaction set";
            wrong.push(Wrong::Envelope(segment.refuse_whole(reason)));
        }
        if with_group {
            wrong.push(Wrong::Envelope(segment.refuse_whole("comes before the GE of its group")));
            self.group = None;
        }
    }

    fn begin_set(&mut self, st: &Segment<'_>, wrong: &mut Vec<Wrong>) {
        self.leave_open(st, false, wrong);
        if self.group.is_none() {
            wrong.push(Wrong::Envelope(st.refuse_whole("is not expected here; TA1, GS or IEA is")));
            self.open_group(None);
        }
        self.adrift = false;
        let Some(group) = &mut self.group else { return };
        group.sets += 1;
        if !group.numbers.insert(st.element(2)) {
            let reason = "is the number of an earlier transaction set of this group";
            wrong.push(Wrong::Envelope(st.refuse(2, reason)));
        }
        let number = st.element(2).to_owned();
        group.set = Some(Set { number, segments: 1, members: 0, totals: Vec::new() });
    }

    fn end_set(&mut self, se: &Segment<'_>, wrong: &mut Vec<Wrong>) {
        let Some(set) = self.group.as_mut().and_then(|group| group.set.take()) else { return };
        let found = [se.only(&[1, 2]), count(se, 1, set.segments + 1), se.is(2, &set.number)];
        wrong.extend(found.into_iter().filter_map(Result::err).map(Wrong::Set));
        wrong.extend(set.miscounted().map(Wrong::Total));
    }

    fn end_group(&mut self, ge: &Segment<'_>, wrong: &mut Vec<Wrong>) {
        self.leave_open(ge, false, wrong);
        match self.group.take() {
            Some(group) => {
                let same = group.number.map_or(Ok(()), |number| ge.is(2, &number));
                // Where no set begins, they were not counted either.
                let counted = if self.adrift { Ok(()) } else { count(ge, 1, group.sets) };
                let found = [ge.only(&[1, 2]), counted, same];
                wrong.extend(found.into_iter().filter_map(Result::err).map(Wrong::Envelope));
                self.adrift = false;
            }
            None if self.adrift => {}
            None => wrong.push(Wrong::Envelope(ge.refuse_whole("ends a group, but none has begun"))),
        }
    }

    fn end(&mut self, iea: &Segment<'_>, wrong: &mut Vec<Wrong>) {
        if self.group.is_some() {
            self.leave_open(iea, true, wrong);
        }
        self.closed = true;
        let counted = if self.adrift { Ok(()) } else { count(iea, 1, self.groups) };
        let found = [iea.only(&[1, 2]), counted, iea.is(2, &self.control_number)];
        wrong.extend(found.into_iter().filter_map(Result::err).map(Wrong::Envelope));
    }
}

impl Group {
    fn name(&self) -> &str {
        self.number.as_deref().unwrap_or("without a GS")
    }
}

impl Set {
    fn see(&mut self, segment: &Segment<'_>) {
        self.segments += 1;
        match segment.id() {
            "INS" => self.members += 1,
            // Three kinds are counted; more are one of them twice.
            "QTY" if self.totals.len() < 8 => self.totals.push(Total {
                qualifier: segment.element(1).to_owned(),
                said: segment.element(2).to_owned(),
                refusal: segment.refuse(2, format!("says {}, but there are ", segment.said(2))),
            }),
            _ => {}
        }
    }

    /// The totals that are wrong.
    fn miscounted(self) -> impl Iterator<Item = Refusal> {
        let members = self.members;
        self.totals.into_iter().filter_map(move |total| {
            let counted = members_of(&total.qualifier, members)?;
            let reason = format!("{}{counted}", total.refusal.reason);
            (total.said != counted.to_string()).then_some(Refusal { reason, ..total.refusal })
        })
    }
}

/// How many of the members a QTY counts; `None` for a qualifier that is not understood.
pub(crate) fn members_of(qualifier: &str, members: u64) -> Option<u64> {
    match qualifier {
        "TO" => Some(members),
        "DT" => Some(members.saturating_sub(1)),
        "ET" => Some(members.min(1)),
        _ => None,
    }
}

/// A count that must be right.
fn count(segment: &Segment<'_>, place: usize, counted: u64) -> Result<(), Refusal> {
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok())?;
    let said = segment.read(place, "a number", number)?;
    if said == counted {
        Ok(())
    } else {
        let said = shown(&said.to_string());
        Err(segment.refuse(place, format!("says {said}, but there are {counted}")))
    }
}
