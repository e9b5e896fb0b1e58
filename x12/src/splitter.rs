//! Splits bytes into segments, interchange by interchange, without holding more than one segment.
//!
//! Padding (blanks, ends of lines, control characters, byte order marks) between and after segments is no content. Each
//! interchange has the delimiters of its own ISA; a broken one ends where the next ISA begins.

use crate::delimiters::{Delimiters, Head, ISA_LENGTH, head};
use crate::refusal::Refusal;

/// The longest segment that is looked for the end of.
pub(crate) const LONGEST: usize = 1 << 16;

/// Where a splitter is in its bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Splitter {
    /// Bytes that lie behind.
    at: usize,
    /// Interchanges that have begun.
    interchange: usize,
    /// Segments of this interchange that lie behind.
    number: usize,
    /// Of the interchange at hand; none between interchanges.
    delimiters: Option<Delimiters>,
    /// What stands here is known to be no part of an interchange.
    lost: bool,
}

/// What comes next.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    /// More bytes are needed to say.
    More,
    /// Nothing.
    End,
    /// A segment.
    Segment(Piece<'a>),
    /// Something that is none.
    Broken(Refusal),
}

/// A segment as it stands in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    /// Which interchange of the file, from 1.
    pub(crate) interchange: usize,
    /// Which segment of the interchange, from 1.
    pub(crate) number: usize,
    /// Where it begins, in bytes from the start of the file.
    pub(crate) offset: usize,
    /// Without its terminator.
    pub(crate) bytes: &'a [u8],
    /// Whether it has no terminator.
    pub(crate) cut: bool,
    pub(crate) delimiters: Delimiters,
}

impl Splitter {
    /// Looks at the bytes that follow; `last` when there are no more behind them. Gives how many are done with.
    pub(crate) fn step<'a>(&mut self, rest: &'a [u8], last: bool) -> (usize, Step<'a>) {
        let mut used = 0;
        loop {
            let (length, step) = self.look(&rest[used..], last);
            used += length;
            self.at += length;
            if let Some(step) = step {
                return (used, step);
            }
        }
    }

    /// The same, a little at a time: without a step it has come nearer to one.
    fn look<'a>(&mut self, rest: &'a [u8], last: bool) -> (usize, Option<Step<'a>>) {
        let blank = self.padding(rest);
        if blank > 0 {
            return (blank, None);
        }
        if rest.is_empty() || (!last && may_begin(rest)) {
            return (0, Some(if last { self.end() } else { Step::More }));
        }
        if self.lost {
            return self.skip(rest, last);
        }
        match (head(rest), self.delimiters) {
            (Head::Sound(delimiters), _) => {
                (self.interchange, self.number) = (self.interchange + 1, 0);
                self.delimiters = Some(delimiters);
                (ISA_LENGTH, Some(self.piece(&rest[..ISA_LENGTH - 1], delimiters, false)))
            }
            (Head::Broken(reason), _) => {
                (self.interchange, self.number) = (self.interchange + 1, 1);
                (3, Some(self.lose(self.refuse(reason))))
            }
            (Head::None, Some(delimiters)) => self.within(rest, last, delimiters),
            (Head::None, None) => (0, Some(self.lose(self.foreign()))),
        }
    }

    /// Says no to what comes next, or to the end.
    fn refuse(&self, reason: &str) -> Refusal {
        Refusal {
            interchange: self.interchange,
            segment: self.number,
            id: String::new(),
            element: None,
            offset: self.at,
            reason: reason.to_owned(),
        }
    }

    /// Says no to what stands behind the last segment.
    fn refuse_end(&self, reason: &str) -> Refusal {
        Refusal { segment: self.number + 1, ..self.refuse(reason) }
    }

    /// From here on nothing is part of an interchange, until the next begins.
    fn lose<'a>(&mut self, refusal: Refusal) -> Step<'a> {
        self.delimiters = None;
        self.lost = true;
        Step::Broken(refusal)
    }

    fn end<'a>(&mut self) -> Step<'a> {
        if self.interchange == 0 && !self.lost { self.lose(self.foreign()) } else { Step::End }
    }

    fn foreign(&self) -> Refusal {
        if self.interchange == 0 {
            let reason = "cannot be read: a file begins with an ISA of 106 characters; this one does not";
            Refusal { interchange: 1, segment: 1, ..self.refuse(reason) }
        } else {
            self.refuse_end(
                "comes after the end of the interchange; only an ISA of 106 characters may follow",
            )
        }
    }

    fn piece<'a>(&mut self, bytes: &'a [u8], delimiters: Delimiters, cut: bool) -> Step<'a> {
        self.number += 1;
        let Self { interchange, number, at: offset, .. } = *self;
        if bytes
            .strip_prefix(b"IEA")
            .is_some_and(|rest| rest.first().is_none_or(|byte| delimiters.is_inner(*byte)))
        {
            self.delimiters = None;
        }
        Step::Segment(Piece { interchange, number, offset, bytes, cut, delimiters })
    }

    fn within<'a>(
        &mut self,
        rest: &'a [u8],
        last: bool,
        delimiters: Delimiters,
    ) -> (usize, Option<Step<'a>>) {
        let near = &rest[..rest.len().min(LONGEST)];
        let end = near.iter().position(|byte| *byte == delimiters.segment);
        let text = &near[..end.unwrap_or(near.len())];
        // A file that was cut off and has another behind it: its last segment ends where the next ISA begins.
        let mut from = 1;
        while let Some(next) = next_isa(text, from) {
            if next + ISA_LENGTH > rest.len() && !last {
                return (0, Some(Step::More));
            }
            if matches!(head(&rest[next..]), Head::Sound(_)) {
                return (next, Some(self.piece(trimmed(&rest[..next]), delimiters, true)));
            }
            from = next + 1;
        }
        match end {
            Some(end) => (end + 1, Some(self.piece(text, delimiters, false))),
            None if rest.len() >= LONGEST => {
                let long = self.refuse_end("has no terminator within 65,536 characters");
                (1, Some(self.lose(long)))
            }
            None if last => (rest.len(), Some(self.piece(trimmed(rest), delimiters, true))),
            None => (0, Some(Step::More)),
        }
    }

    /// Goes on to the next ISA.
    fn skip<'a>(&mut self, rest: &'a [u8], last: bool) -> (usize, Option<Step<'a>>) {
        let mut from = 0;
        while let Some(at) = next_isa(rest, from) {
            if at + ISA_LENGTH > rest.len() && !last {
                return (at, Some(Step::More));
            }
            match head(&rest[at..]) {
                Head::Broken(_) if !is_header(&rest[at..]) => from = at + 1,
                Head::None => from = at + 1,
                Head::Broken(_) | Head::Sound(_) => {
                    self.lost = false;
                    return (at, None);
                }
            }
        }
        // The first characters of an ISA may be the last that are there.
        if last { (rest.len(), None) } else { (rest.len().saturating_sub(2), Some(Step::More)) }
    }

    /// How many bytes of padding stand here.
    fn padding(&self, rest: &[u8]) -> usize {
        let mut at = 0;
        while let Some(byte) = rest.get(at) {
            if self.delimiters.is_some_and(|delimiters| delimiters.is_inner(*byte)) {
                break;
            }
            at += match byte {
                0..=b' ' | 0x7f => 1,
                0xef if rest[at..].starts_with("\u{feff}".as_bytes()) => 3,
                0xc2 if rest[at..].starts_with("\u{a0}".as_bytes()) => 2,
                _ => break,
            };
        }
        at
    }
}

/// Whether more bytes may make padding or an ISA of these.
fn may_begin(rest: &[u8]) -> bool {
    let is_start_of = |whole: &[u8]| rest.len() < whole.len() && whole.starts_with(rest);
    is_start_of("\u{feff}".as_bytes())
        || is_start_of("\u{a0}".as_bytes())
        || is_start_of(b"ISA")
        || (rest.starts_with(b"ISA") && rest.len() < ISA_LENGTH)
}

/// Where the letters of an ISA stand, from a place on.
fn next_isa(text: &[u8], from: usize) -> Option<usize> {
    let found = text.get(from..)?.windows(3).position(|letters| letters == b"ISA")?;
    Some(from + found)
}

/// Whether a broken ISA is one at all, in the middle of text that is not understood.
fn is_header(bytes: &[u8]) -> bool {
    matches!(bytes, [_, _, _, element, ..] if [6, 17, 20].iter().all(|at| bytes.get(*at) == Some(element)))
}

/// Without the padding at the end.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let padding = bytes.iter().rev().take_while(|byte| matches!(byte, 0..=b' ' | 0x7f)).count();
    &bytes[..bytes.len() - padding]
}
