//! A text of the pool with places that each household fills with its own words.

/// In place of the instant at which a page was saved: no real instant is this number.
pub(super) const AT: i64 = 1_111_111_111_111_111;
/// In place of the household's own e-mail address: an address itself, because answers are checked.
pub(super) const EMAIL: &str = "sample@example.org";
/// In place of the given name of the primary contact: letters alone, because answers are checked.
pub(super) const GIVEN: &str = "Placeofgivenname";
/// In place of the household's family name.
pub(super) const FAMILY: &str = "Placeoffamilyname";
/// In place of whoever saved.
pub(super) const BY: &str = "{by}";

#[derive(Clone, Copy)]
enum Place {
    Given,
    Family,
    Email,
    By,
    At,
}

const PLACES: [(&str, Place); 5] = [
    (GIVEN, Place::Given),
    (FAMILY, Place::Family),
    (EMAIL, Place::Email),
    (BY, Place::By),
    ("1111111111111111", Place::At),
];

/// What one household puts in the places. None of it needs an escape in JSON.
pub(super) struct Filling<'a> {
    pub(super) given: &'a str,
    pub(super) family: &'a str,
    pub(super) email: &'a str,
    pub(super) by: &'a str,
    pub(super) at: &'a str,
}

/// The text around the places, and the places between.
pub(super) struct Template {
    parts: Vec<(Box<str>, Place)>,
    rest: Box<str>,
    length: usize,
}

impl Template {
    pub(super) fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        let next = |rest: &str| {
            let found =
                PLACES.iter().filter_map(|(mark, place)| Some((rest.find(mark)?, mark.len(), *place)));
            found.min_by_key(|(at, _, _)| *at)
        };
        while let Some((at, length, place)) = next(rest) {
            parts.push((rest[..at].into(), place));
            rest = &rest[at + length..];
        }
        Self { parts, rest: rest.into(), length: text.len() + 64 }
    }

    pub(super) fn fill(&self, with: &Filling) -> String {
        let mut text = String::with_capacity(self.length);
        for (before, place) in &self.parts {
            text.push_str(before);
            text.push_str(match place {
                Place::Given => with.given,
                Place::Family => with.family,
                Place::Email => with.email,
                Place::By => with.by,
                Place::At => with.at,
            });
        }
        text.push_str(&self.rest);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled_and_the_rest_stays() {
        let text = format!(
            "{{\"a\":\"{GIVEN} {FAMILY}\",\"b\":[\"{EMAIL}\",\"{BY}\"],\"c\":{AT},\"d\":\"{FAMILY}\"}}"
        );
        let with =
            Filling { given: "Rosa", family: "Lee", email: "r@example.org", by: "Bo Lind (broker)", at: "7" };
        let filled = Template::new(&text).fill(&with);
        let wanted = r#"{"a":"Rosa Lee","b":["r@example.org","Bo Lind (broker)"],"c":7,"d":"Lee"}"#;
        assert_eq!(filled, wanted);
        assert_eq!(Template::new("nothing to fill").fill(&with), "nothing to fill");
    }
}
