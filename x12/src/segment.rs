//! Splits a file into segments with their places, by the delimiters that its own ISA names.

use jiff::civil::Date;

use crate::form::read_day;
use crate::refusal::Refusal;

/// The ISA has a fixed length, its terminator included.
const ISA_LENGTH: usize = 106;

/// The delimiters of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delimiters {
    pub(crate) element: char,
    pub(crate) component: char,
    segment: char,
}

/// One segment of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment<'a> {
    /// From 1.
    pub(crate) number: usize,
    /// In bytes from the start of the file.
    pub(crate) offset: usize,
    /// As it stands in the file, without its terminator.
    pub(crate) text: &'a str,
    /// The identifier and the elements.
    parts: Vec<&'a str>,
}

impl<'a> Segment<'a> {
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

    /// The text for people to see: of a Social Security number (NM109) the last four digits alone.
    pub(crate) fn shown(&self) -> String {
        let number = self.element(9);
        if self.id() == "NM1" && !number.is_empty() {
            self.text.replace(number, &last_four(number))
        } else {
            self.text.to_owned()
        }
    }

    /// Says no to an element.
    pub(crate) fn refuse(&self, element: usize, reason: impl Into<String>) -> Refusal {
        Refusal { element: Some(element), ..self.refuse_whole(reason) }
    }

    /// Says no to the segment.
    pub(crate) fn refuse_whole(&self, reason: impl Into<String>) -> Refusal {
        Refusal {
            segment: self.number,
            id: self.id().to_owned(),
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
        let value = self.element(place);
        if value == wanted {
            Ok(())
        } else {
            Err(self.refuse(place, format!("is {value:?}; only {wanted:?} is understood here")))
        }
    }

    /// Refuses every element that is filled in but not one of these.
    pub(crate) fn only(&self, places: &[usize]) -> Result<(), Refusal> {
        match (1..=self.len()).find(|place| !places.contains(place) && !self.element(*place).is_empty()) {
            Some(place) => {
                Err(self
                    .refuse(place, format!("holds {:?}, which is not understood here", self.element(place))))
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
        reader(value).ok_or_else(|| self.refuse(place, format!("is {value:?}, not {what}")))
    }

    /// A date of a DTP or DMG: format D8 and the date after it.
    pub(crate) fn dated(&self, format: usize) -> Result<Date, Refusal> {
        self.is(format, "D8")?;
        self.read(format + 1, "a date (CCYYMMDD)", read_day)
    }
}

/// The segments of a file, one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Segments<'a> {
    text: &'a str,
    at: usize,
    number: usize,
    pub(crate) delimiters: Delimiters,
}

impl<'a> Segments<'a> {
    /// Looks at the ISA for the delimiters.
    pub(crate) fn new(text: &'a str) -> Result<Self, Refusal> {
        let refuse = |reason: &str| Refusal {
            segment: 1,
            id: String::new(),
            element: None,
            offset: 0,
            reason: reason.to_owned(),
        };
        let isa = text.get(..ISA_LENGTH).filter(|isa| isa.is_ascii() && isa.starts_with("ISA"));
        let isa =
            isa.ok_or_else(|| refuse("a file begins with an ISA of 106 characters; this one does not"))?;
        let at = |place: usize| char::from(isa.as_bytes()[place]);
        let delimiters = Delimiters { element: at(3), component: at(104), segment: at(105) };
        let all = [delimiters.element, delimiters.component, delimiters.segment, at(82)];
        let repeated = (1..all.len()).any(|place| all[..place].contains(&all[place]));
        if repeated || all.iter().any(|delimiter| delimiter.is_ascii_alphanumeric() || *delimiter == ' ') {
            return Err(refuse("the delimiters of the ISA are letters, digits, blanks or the same"));
        }
        Ok(Self { text, at: 0, number: 0, delimiters })
    }

    /// The next segment; `None` at the end of the file.
    pub(crate) fn next_segment(&mut self) -> Result<Option<Segment<'a>>, Refusal> {
        let rest = &self.text[self.at..];
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        self.at += blank;
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        let end = rest.find(self.delimiters.segment);
        let text = &rest[..end.unwrap_or(rest.len())];
        let segment = Segment {
            number: self.number,
            offset: self.at,
            text,
            parts: text.split(self.delimiters.element).collect(),
        };
        if end.is_none() {
            return Err(
                segment.refuse_whole("has no terminator; the file is cut off or has text after its end")
            );
        }
        self.at += text.len() + 1;
        well_formed(&segment)?;
        Ok(Some(segment))
    }
}

impl Segments<'_> {
    /// Says no to the end of the file.
    pub(crate) fn refuse_end(&self) -> Refusal {
        let reason = "the file ends before its IEA".to_owned();
        Refusal { segment: self.number + 1, id: String::new(), element: None, offset: self.at, reason }
    }
}

/// A number of which the last four digits alone are shown.
pub(crate) fn last_four(number: &str) -> String {
    match number.len().checked_sub(4) {
        Some(hidden) if number.is_ascii() => format!("{}{}", "#".repeat(hidden), &number[hidden..]),
        _ => "#".repeat(number.len()),
    }
}

/// An identifier of two or three capital letters and digits, printable ASCII, no empty element at the end.
fn well_formed(segment: &Segment<'_>) -> Result<(), Refusal> {
    let id = segment.id();
    let known = matches!(id.len(), 2 | 3)
        && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && id.starts_with(|first: char| first.is_ascii_uppercase());
    if !known {
        return Err(segment.refuse_whole("does not begin with the identifier of a segment"));
    }
    for place in 1..=segment.len() {
        if segment.element(place).bytes().any(|byte| !(b' '..=b'~').contains(&byte)) {
            return Err(segment.refuse(place, "holds a character outside the X12 extended set"));
        }
    }
    match segment.len() {
        0 => Err(segment.refuse_whole("has no elements")),
        last if segment.element(last).is_empty() => {
            Err(segment.refuse(last, "is an empty element at the end"))
        }
        _ => Ok(()),
    }
}

/// The segments of one transaction set, read in order.
#[derive(Debug)]
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
                Refusal { segment: 0, id: String::new(), element: None, offset: 0, reason: reason.to_owned() }
            }
        }
    }
}
