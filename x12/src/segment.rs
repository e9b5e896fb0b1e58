//! One segment with its place: what it says, and how it says no to what is not understood.

use jiff::civil::Date;

use crate::care::shown_element;
use crate::delimiters::Delimiters;
use crate::form::read_day;
use crate::refusal::Refusal;
use crate::splitter::Piece;

/// One segment of a file.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Segment<'a> {
    /// Which interchange of the file, from 1.
    pub(crate) interchange: usize,
    /// Which segment of the interchange, from 1.
    pub(crate) number: usize,
    /// In bytes from the start of the file.
    pub(crate) offset: usize,
    /// Where it ends, its terminator included.
    pub(crate) end: usize,
    /// As it stands in the file, without its terminator.
    pub(crate) text: &'a str,
    pub(crate) delimiters: Delimiters,
    /// Whether it has no terminator.
    pub(crate) cut: bool,
    /// The identifier and the elements.
    parts: Vec<&'a str>,
}

impl<'a> Segment<'a> {
    /// A piece of a file, with its bytes as text.
    pub(crate) fn new(piece: Piece<'_>, text: &'a str) -> Self {
        let Piece { interchange, number, offset, cut, delimiters, .. } = piece;
        let parts = text.split(delimiters.element).collect();
        let end = offset + piece.bytes.len() + usize::from(!cut);
        Self { interchange, number, offset, end, text, delimiters, cut, parts }
    }

    /// The identifier: `INS`.
    pub(crate) fn id(&self) -> &'a str {
        self.parts.first().copied().unwrap_or("")
    }

    /// An element, counted from 1; empty when it is not there.
    pub(crate) fn element(&self, place: usize) -> &'a str {
        self.parts.get(place).copied().unwrap_or("")
    }

    /// How many elements there are.
    pub(crate) fn len(&self) -> usize {
        self.parts.len().saturating_sub(1)
    }

    /// The identifier and the elements.
    pub(crate) fn parts(&self) -> &[&'a str] {
        &self.parts
    }

    /// An element in quotation marks, as people may see it.
    pub(crate) fn said(&self, place: usize) -> String {
        format!("\"{}\"", shown_element(self, place))
    }

    /// Whether the identifier has the form of one.
    pub(crate) fn is_named(&self) -> bool {
        let id = self.id();
        matches!(id.len(), 2 | 3)
            && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && id.starts_with(|first: char| first.is_ascii_uppercase())
    }

    /// Says no to an element.
    pub(crate) fn refuse(&self, element: usize, reason: impl Into<String>) -> Refusal {
        Refusal { element: Some(element), ..self.refuse_whole(reason) }
    }

    /// Says no to the segment.
    pub(crate) fn refuse_whole(&self, reason: impl Into<String>) -> Refusal {
        // What is no identifier may be anything, a whole segment with other delimiters too.
        let id = if self.is_named() { self.id().to_owned() } else { String::new() };
        Refusal {
            interchange: self.interchange,
            segment: self.number,
            id,
            element: None,
            offset: self.offset,
            reason: reason.into(),
        }
    }

    /// An element that must be there.
    pub(crate) fn need(&self, place: usize) -> Result<&'a str, Refusal> {
        let value = self.element(place);
        if value.is_empty() { Err(self.refuse(place, "is missing")) } else { Ok(value) }
    }

    /// An element that may be there.
    pub(crate) fn maybe(&self, place: usize) -> Option<&'a str> {
        Some(self.element(place)).filter(|value| !value.is_empty())
    }

    /// An element that must have one value.
    pub(crate) fn is(&self, place: usize, wanted: &str) -> Result<(), Refusal> {
        if self.element(place) == wanted {
            Ok(())
        } else {
            let reason =
                format!("is {}; only {} is understood here", self.said(place), self.would_say(place, wanted));
            Err(self.refuse(place, reason))
        }
    }

    /// Refuses every element that is filled in but not one of these.
    pub(crate) fn only(&self, places: &[usize]) -> Result<(), Refusal> {
        match (1..=self.len()).find(|place| !places.contains(place) && !self.element(*place).is_empty()) {
            Some(place) => {
                Err(self.refuse(place, format!("holds {}, which is not understood here", self.said(place))))
            }
            None => Ok(()),
        }
    }

    /// An element that must be of a code list or have a form.
    pub(crate) fn read<T>(
        &self,
        place: usize,
        what: &str,
        reader: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Refusal> {
        let value = self.need(place)?;
        reader(value).ok_or_else(|| self.refuse(place, format!("is {}, not {what}", self.said(place))))
    }

    /// A value in quotation marks as people may see it where this element stands.
    fn would_say(&self, place: usize, value: &str) -> String {
        let mut parts: Vec<&str> = self.parts.clone();
        if let Some(part) = parts.get_mut(place) {
            *part = value;
        }
        format!("\"{}\"", shown_element(&Segment { parts, ..self.clone() }, place))
    }

    /// A terminator, an identifier, printable ASCII, no empty element at the end.
    pub(crate) fn well_formed(&self) -> Result<(), Refusal> {
        if self.cut {
            return Err(self.refuse_whole("has no terminator; the file is cut off or has text after its end"));
        }
        if !self.is_named() {
            return Err(self.refuse_whole("does not begin with the identifier of a segment"));
        }
        for place in 1..=self.len() {
            if self.element(place).bytes().any(|byte| !(b' '..=b'~').contains(&byte)) {
                return Err(self.refuse(place, "holds a character outside the X12 extended set"));
            }
        }
        match self.len() {
            0 => Err(self.refuse_whole("has no elements")),
            last if self.element(last).is_empty() => Err(self.refuse(last, "is an empty element at the end")),
            _ => Ok(()),
        }
    }

    /// A date of a DTP or DMG: format D8 and the date after it.
    pub(crate) fn dated(&self, format: usize) -> Result<Date, Refusal> {
        self.is(format, "D8")?;
        self.read(format + 1, "a date (CCYYMMDD)", read_day)
    }
}

/// The segments of one transaction set, read in order.
pub(crate) struct Cursor<'s, 'a> {
    segments: &'s [Segment<'a>],
    at: usize,
}

impl<'s, 'a> Cursor<'s, 'a> {
    /// At the first segment; there must be one.
    pub(crate) fn new(segments: &'s [Segment<'a>]) -> Self {
        Self { segments, at: 0 }
    }

    /// The next segment if it has this identifier and, when asked for, this first element.
    pub(crate) fn take_if(&mut self, id: &str, first: Option<&str>) -> Option<&'s Segment<'a>> {
        let segment = self.segments.get(self.at)?;
        if segment.id() == id && first.is_none_or(|first| segment.element(1) == first) {
            self.at += 1;
            Some(segment)
        } else {
            None
        }
    }

    /// The next segment, which must have this identifier and, when asked for, this first element.
    pub(crate) fn take(&mut self, id: &str, first: Option<&str>) -> Result<&'s Segment<'a>, Refusal> {
        self.take_if(id, first).ok_or_else(|| {
            let first = first.map_or_else(String::new, |first| format!("*{first}"));
            self.refuse_here(&format!("{id}{first} is expected here"))
        })
    }

    /// Whether every segment has been taken.
    pub(crate) fn at_end(&self) -> bool {
        self.at == self.segments.len()
    }

    /// Says no to the segment that is next, or to the end.
    pub(crate) fn refuse_here(&self, reason: &str) -> Refusal {
        match self.segments.get(self.at).or_else(|| self.segments.last()) {
            Some(segment) => segment.refuse_whole(reason),
            None => {
                let (id, reason) = (String::new(), reason.to_owned());
                Refusal { interchange: 1, segment: 0, id, element: None, offset: 0, reason }
            }
        }
    }
}
