//! Which elements of a file are identifiers of a person, by their qualifier and by their form, and how a segment is
//! shown to people: those masked, everything else as it stands.
//!
//! A place that names no person (numbers of files and organizations, producers' numbers, ZIP codes) is left alone. Where a
//! qualifier says that a number is personal it is masked whatever it looks like, so that a mistyped one is too. Everywhere
//! else the form decides.

use std::borrow::Cow;

use crate::segment::Segment;
use crate::shown::{DIGITS, hidden, is_nearly_a_number, is_separator, masked, visible};

/// REF01 of numbers that are a person's: Social Security, Medicare, secret number.
const PERSONAL: [&str; 3] = ["SY", "F6", "4A"];
/// N103 and NM108 of numbers that are an organization's.
const OF_ORGANIZATIONS: [&str; 8] = ["FI", "24", "94", "XV", "PI", "NI", "46", "XX"];
/// Fewer digits at a place where a file was cut off say nothing.
const CUT_DIGITS: usize = 4;

/// How an element is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// It names no person.
    None,
    /// Masked where it has the form.
    Form,
    /// Masked whole when it has the form with a digit too few or too many.
    Nearly,
    /// Masked whole.
    Whole,
}

/// What the segments before say about the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    /// The reporting category that a REF belongs to.
    pub(crate) category: Option<String>,
    /// The segment that an acknowledgment speaks of (IK301).
    answered: String,
}

impl Around {
    /// Takes in a segment, before it is shown.
    pub(crate) fn see(&mut self, segment: &Segment<'_>) {
        match segment.id() {
            "N1" if segment.element(1) == "75" => self.category = Some(segment.element(2).to_owned()),
            "REF" | "DTP" => {}
            "IK3" => segment.element(1).clone_into(&mut self.answered),
            "AK2" | "ISA" => self.answered.clear(),
            _ => self.category = None,
        }
    }
}

/// A segment as people may see it.
pub(crate) struct Shown<'a> {
    parts: Vec<Cow<'a, str>>,
    between: char,
}

impl<'a> Shown<'a> {
    /// Masks and makes visible.
    pub(crate) fn of(segment: &Segment<'a>, around: &Around) -> Self {
        let (parts, between) = match own_delimiter(segment) {
            Some(other) => (Cow::Owned(segment.text.split(other).collect()), other),
            None => (Cow::Borrowed(segment.parts()), segment.delimiters.element),
        };
        let parts: Cow<'_, [&'a str]> = parts;
        let shown = (0..parts.len()).map(|place| part(segment, &parts, place, around)).collect();
        Self { parts: shown, between }
    }

    /// The identifier.
    pub(crate) fn id(&self) -> &str {
        self.element(0)
    }

    /// An element, counted from 1; empty when it is not there.
    pub(crate) fn element(&self, place: usize) -> &str {
        self.parts.get(place).map_or("", |part| part)
    }

    /// An element that may be there.
    pub(crate) fn maybe(&self, place: usize) -> Option<&str> {
        Some(self.element(place)).filter(|value| !value.is_empty())
    }

    /// The whole segment.
    pub(crate) fn text(&self) -> String {
        let mut out = String::with_capacity(self.parts.iter().map(|part| part.len() + 1).sum());
        for (place, part) in self.parts.iter().enumerate() {
            if place > 0 && self.between.is_ascii_graphic() {
                out.push(self.between);
            } else if place > 0 {
                out.push_str(&visible(self.between.encode_utf8(&mut [0; 4])));
            }
            out.push_str(part);
        }
        out
    }
}

/// One element, without what stands before its segment.
pub(crate) fn shown_element(segment: &Segment<'_>, place: usize) -> String {
    Shown::of(segment, &Around::default()).element(place).to_owned()
}

/// The delimiter of a segment that goes its own way: `NM1|IL|1` among others with asterisks.
fn own_delimiter(segment: &Segment<'_>) -> Option<char> {
    let id = segment.id();
    let at = id.find(|character: char| !character.is_ascii_alphanumeric())?;
    // What may stand within a number must not part it.
    let own = id[at..].chars().next().filter(|own| !is_separator(*own));
    if matches!(at, 2 | 3) && !segment.is_named() { own } else { None }
}

fn part<'a>(segment: &Segment<'a>, parts: &[&'a str], place: usize, around: &Around) -> Cow<'a, str> {
    let text = parts[place];
    let mut care = care(parts, place, around);
    // The number may have been longer before the file was cut off.
    if care == Care::Form && segment.cut && place + 1 == parts.len() && is_start_of_number(text) {
        care = Care::Whole;
    }
    let hides = match care {
        Care::None => return visible(text),
        // Most elements are too short to have the form.
        Care::Form if text.len() < DIGITS => return short(segment, parts, place, text),
        Care::Form => false,
        Care::Nearly => is_nearly_a_number(text),
        Care::Whole => !text.is_empty(),
    };
    if hides {
        return Cow::Owned(visible(&hidden(text)).into_owned());
    }
    match masked(&personal_components(segment, parts, place, text)) {
        Cow::Borrowed(same) if same == text => visible(text),
        other => Cow::Owned(visible(&other).into_owned()),
    }
}

/// An element that can hold nothing of the form.
fn short<'a>(segment: &Segment<'a>, parts: &[&'a str], place: usize, text: &'a str) -> Cow<'a, str> {
    match personal_components(segment, parts, place, text) {
        Cow::Borrowed(_) => visible(text),
        Cow::Owned(hidden) => Cow::Owned(visible(&hidden).into_owned()),
    }
}

fn is_start_of_number(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() > CUT_DIGITS
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b' ')
}

/// REF04 says more numbers, each behind its qualifier.
fn personal_components<'a>(
    segment: &Segment<'_>,
    parts: &[&str],
    place: usize,
    text: &'a str,
) -> Cow<'a, str> {
    let component = segment.delimiters.component;
    if parts[0] != "REF" || !text.contains(component) {
        return Cow::Borrowed(text);
    }
    let mut personal = place > 1 && PERSONAL.contains(&parts[1]);
    let mut out = String::with_capacity(text.len());
    for (at, value) in text.split(component).enumerate() {
        if at > 0 {
            out.push(component);
        }
        if personal {
            out.push_str(&hidden(value));
        } else {
            out.push_str(value);
        }
        personal = !personal && PERSONAL.contains(&value);
    }
    Cow::Owned(out)
}

/// The rules.
fn care(parts: &[&str], place: usize, around: &Around) -> Care {
    let at = |place: usize| parts.get(place).copied().unwrap_or("");
    match (at(0), place) {
        ("ISA", 6 | 8 | 13) | ("GS", 2 | 3 | 6) | ("ST" | "SE" | "GE" | "IEA" | "AK1" | "AK2", 2) => {
            Care::None
        }
        ("TA1", 1) | ("N4", 3) => Care::None,
        ("N1", 4..) => organization(at(1), at(3)),
        ("NM1", 9..) => person(at(2), at(8), place),
        ("REF", 2..) if PERSONAL.contains(&at(1)) => Care::Whole,
        ("REF", 2) if at(1) == "EI" => Care::None,
        ("IK4", 4) => copy_of_bad_data(at(1), at(2), around),
        _ => Care::Form,
    }
}

/// N1: a carrier, an administrator, a broker, or the sponsor, who is a person.
fn organization(entity: &str, qualifier: &str) -> Care {
    match (entity, qualifier) {
        (_, "34") | ("P5", "FI") => Care::Whole,
        ("P5", _) | ("BO", "FI") => Care::Form,
        (_, known) if OF_ORGANIZATIONS.contains(&known) => Care::None,
        _ => Care::Form,
    }
}

/// NM109 and what follows it.
fn person(kind: &str, qualifier: &str, place: usize) -> Care {
    match qualifier {
        "34" => Care::Whole,
        known if kind == "2" && OF_ORGANIZATIONS.contains(&known) => Care::None,
        "" if place == 9 => Care::Nearly,
        _ => Care::Form,
    }
}

/// IK404 repeats what was wrong: an identification code (67) of a person may be a number with a digit too few.
fn copy_of_bad_data(position: &str, reference: &str, around: &Around) -> Care {
    let of_name = matches!(around.answered.as_str(), "NM1" | "");
    match reference {
        "67" if of_name => Care::Whole,
        "" if around.answered == "NM1" && matches!(position, "9" | "10") => Care::Whole,
        "67" | "127" | "" => Care::Nearly,
        _ => Care::Form,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delimiters::{Head, head};
    use crate::splitter::Piece;

    /// These segments as they are shown, one after the other.
    fn shown(text: &str, cut: bool) -> String {
        let isa = "ISA*00*          *00*          *ZZ*MN0            *30*410000001      *261123*1705*^*00501*000000042*1*T*:~";
        let Head::Sound(delimiters) = head(isa.as_bytes()) else { panic!() };
        let mut around = Around::default();
        let shown = text.split('~').map(|text| {
            let piece =
                Piece { interchange: 1, number: 1, offset: 0, bytes: text.as_bytes(), cut, delimiters };
            let segment = Segment::new(piece, text);
            around.see(&segment);
            Shown::of(&segment, &around).text()
        });
        shown.collect::<Vec<_>>().join("~")
    }

    #[test]
    fn a_qualifier_that_says_so_masks_whatever_stands_behind_it_and_nothing_else() {
        for (text, expected) in [
            ("NM1*IL*1*Sample*Ana****34*900000001", "NM1*IL*1*Sample*Ana****34*#####0001"),
            ("NM1*IL*1*Sample1*Ana1****34*1", "NM1*IL*1*Sample1*Ana1****34*#"),
            ("NM1*IL*1*Sample*Ana****34**900000001", "NM1*IL*1*Sample*Ana****34**#####0001"),
            ("NM1*IL*1*Sample*Ana****34**90000001", "NM1*IL*1*Sample*Ana****34**########"),
            ("NM1*IL*1*Sample*Ana****34*90-00 01x", "NM1*IL*1*Sample*Ana****34*##-## ###"),
            ("NM1|IL|1|Sample|Ana||||34|9000001", "NM1|IL|1|Sample|Ana||||34|#######"),
            ("REF*SY*9000001", "REF*SY*#######"),
            ("REF*F6*1EG4TE5MK73", "REF*F6*#######MK73"),
            ("REF*6O*1**SY:9000001:CE:12", "REF*6O*1**SY:#######:CE:12"),
            ("N1*P5*Ana*FI*900000001", "N1*P5*Ana*FI*#####0001"),
            ("N1*P5*Ana*34*9000001", "N1*P5*Ana*34*#######"),
        ] {
            assert_eq!(shown(text, false), expected);
        }
    }

    #[test]
    fn the_form_masks_in_every_element_that_may_name_a_person() {
        for (text, expected) in [
            ("REF*0F*900-00-0001", "REF*0F*###-##-0001"),
            ("REF*900000001*X", "REF*#####0001*X"),
            ("REF*6M*A:900000001:B^900000002", "REF*6M*A:#####0001:B^#####0002"),
            ("NM1*IL*1*Sample*900000001****MI*900000002", "NM1*IL*1*Sample*#####0001****MI*#####0002"),
            ("NM1*IL*1*Sample*Ana*****9000000012", "NM1*IL*1*Sample*Ana*****######0012"),
            (
                "PER*IP**TE*900000001*EM*900000001@sample.test",
                "PER*IP**TE*#####0001*EM*#####0001@sample.test",
            ),
            ("N3*SSN 900-00-0001", "N3*SSN ###-##-0001"),
            ("CTX*NM109:900000001*NM1*16**9*67", "CTX*NM109:#####0001*NM1*16**9*67"),
            ("TA1*000000042*900000001*1705*R*024", "TA1*000000042*#####0001*1705*R*024"),
            ("XX|900000001|1", "XX|#####0001|1"),
            ("900000001", "#####0001"),
        ] {
            assert_eq!(shown(text, false), expected);
        }
    }

    #[test]
    fn numbers_of_files_organizations_producers_and_places_are_shown() {
        for text in [
            "GS*BE*MN0*410000001*20261123*170530*123456789*X*005010X220A1",
            "GE*1*123456789",
            "IEA*1*000000042",
            "TA1*000000042*261123*1705*R*024",
            "AK1*BE*123456789*005010X220A1",
            "N1*IN*Sample Health North*FI*410000001",
            "N1*TV*Sample Administrator*FI*410000002",
            "N1*BO*Bo Sample*94*123456789",
            "NM1*PR*2*Sample Health North*****FI*410000001",
            "N4*Minneapolis*MN*554011234**CY*27053",
            "REF*CE*99901MN001000101",
            "REF*EI*410000001",
            "PER*IP**TE*6125550100",
            "DTP*348*RD8*20270101-20271231",
        ] {
            assert_eq!(shown(text, false), text);
        }
    }

    #[test]
    fn a_copy_of_bad_data_is_masked_where_it_may_be_a_persons_number() {
        for (text, expected) in [
            ("IK3*NM1*16*2100*8~IK4*9*67*7*9000-1", "IK3*NM1*16*2100*8~IK4*9*67*7*####-#"),
            ("IK3*NM1*16*2100*8~IK4*9**7*9A", "IK3*NM1*16*2100*8~IK4*9**7*##"),
            ("IK4*9*67*7*900-00-0001", "IK4*9*67*7*###-##-0001"),
            ("IK3*REF*9**8~IK4*2*127*7*90000001", "IK3*REF*9**8~IK4*2*127*7*########"),
            ("IK3*N1*9**8~IK4*4*67*7*4100", "IK3*N1*9**8~IK4*4*67*7*4100"),
            ("IK3*INS*8**8~IK4*2*1069*7*99", "IK3*INS*8**8~IK4*2*1069*7*99"),
            ("IK3*REF*9**8~IK4*2*127*7*99901MN0010001", "IK3*REF*9**8~IK4*2*127*7*99901MN0010001"),
        ] {
            assert_eq!(shown(text, false), expected);
        }
    }

    #[test]
    fn what_a_file_was_cut_off_in_may_be_the_start_of_a_number() {
        assert_eq!(shown("REF*0F*90000000", true), "REF*0F*########");
        assert_eq!(shown("REF*0F*90000000", false), "REF*0F*90000000");
        assert_eq!(shown("LX*2", true), "LX*2");
    }
}
