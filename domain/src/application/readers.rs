//! Which reader reads which field of an application: what its pages can ask at most, as one list.

use super::{Answers, Kind, Page, page::MOST_PEOPLE, pages, questions, questions::MOST_LINES};
use crate::{
    form::{Fields, Question},
    places::Places,
    typed::Reader,
};
use jiff::civil::date;
use std::{collections::BTreeMap, sync::LazyLock};

/// The reader of a field; `None` when no page asks it.
pub fn reader_of(field: &str) -> Option<Reader> {
    // Boxes that stand only where something hardly can be.
    if field.starts_with("sure_") {
        return Some(Reader::Tick);
    }
    READERS.get(field).copied()
}

/// By field, once for all: the list has thousands, and every form that comes looks each of its fields up.
static READERS: LazyLock<BTreeMap<String, Reader>> = LazyLock::new(|| {
    let mut readers = BTreeMap::new();
    for question in everything_asked() {
        for field in question.fields() {
            if let Some(reader) = question.reads(&field) {
                readers.entry(field).or_insert(reader);
            }
        }
    }
    readers
});

/// The questions of an application of as many people as it takes, with as many lines of money, answered so that
/// every further question is asked.
fn everything_asked() -> Vec<Question> {
    let fields = |pairs: &[(&str, &str)]| -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let asked = |frequency: &str| {
        let mut answers =
            Answers::new(Kind::FinancialAssistance, 2027, date(2026, 11, 23), &Places::default());
        let mut lines: Fields =
            (1..=MOST_LINES).map(|line| (format!("frequency_{line}"), frequency.to_owned())).collect();
        lines.insert("any".to_owned(), "yes".to_owned());
        for n in 1..=MOST_PEOPLE {
            let born = [("born_month", "4"), ("born_day", "2"), ("born_year", "2006"), ("applying", "yes")];
            answers.put(Page::Person(n), fields(&born));
            answers.put(Page::Citizenship(n), fields(&[("status", "lawful_permanent_resident")]));
            answers
                .put(Page::History(n), fields(&[("earlier", "parolee_over_one_year"), ("sponsor", "yes")]));
            answers.put(Page::About(n), fields(&[("pregnant", "no")]));
            answers.put(Page::Taxes(n), fields(&[("role", "dependent"), ("claimed_by", "outside_parent")]));
            answers.put(Page::Income(n), lines.clone());
        }
        answers.put(Page::Deductions, lines);
        pages(&answers).into_iter().flat_map(|page| questions(page, &answers)).collect::<Vec<_>>()
    };
    // What comes once has a day, and what comes again may vary.
    [asked("one_time"), asked("monthly")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_every_page_has_its_reader() {
        for (field, reader) in [
            ("zip", Reader::Zip),
            ("county", Reader::County),
            ("phone", Reader::Phone),
            ("given_name", Reader::Name),
            ("born_year", Reader::Day),
            ("ssn", Reader::SocialSecurityNumber),
            ("student", Reader::Choice),
            ("pregnancy_ended_day", Reader::Day),
            ("amount_10", Reader::Money),
            ("day_10_month", Reader::Day),
            ("p20", Reader::Money),
            ("to_19", Reader::Choice),
            ("sure_child_1", Reader::Tick),
            ("varies_10", Reader::Tick),
            ("sponsor_gives", Reader::Money),
            ("custody", Reader::Choice),
        ] {
            assert_eq!(reader_of(field), Some(reader), "{field}");
        }
        assert_eq!(reader_of("unheard_of"), None);
    }
}
