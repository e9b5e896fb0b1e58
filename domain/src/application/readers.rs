//! Which reader reads which field of an application: what its pages can ask at most, as one list.

use super::{Answers, Kind, Page, page::MOST_PEOPLE, pages, questions, questions::MOST_LINES};
use crate::{
    form::{Fields, Question},
    typed::Reader,
};
use jiff::civil::date;

/// The reader of a field; `None` when no page asks it.
pub fn reader_of(field: &str) -> Option<Reader> {
    // Boxes that stand only where something hardly can be.
    if field.starts_with("sure_") {
        return Some(Reader::Tick);
    }
    everything_asked().iter().find_map(|question| question.reads(field))
}

/// The questions of an application of as many people as it takes, with as many lines of money, answered so that
/// every further question is asked.
fn everything_asked() -> Vec<Question> {
    let fields = |pairs: &[(&str, &str)]| -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let mut answers = Answers::new(Kind::FinancialAssistance, 2027, date(2026, 11, 23));
    let mut lines: Fields =
        (1..=MOST_LINES).map(|line| (format!("frequency_{line}"), "one_time".to_owned())).collect();
    lines.insert("any".to_owned(), "yes".to_owned());
    for n in 1..=MOST_PEOPLE {
        let born = [("born_month", "4"), ("born_day", "2"), ("born_year", "2006"), ("applying", "yes")];
        answers.put(Page::Person(n), fields(&born));
        answers.put(Page::About(n), fields(&[("pregnant", "no")]));
        answers.put(Page::Income(n), lines.clone());
    }
    answers.put(Page::Deductions, lines);
    pages(&answers).into_iter().flat_map(|page| questions(page, &answers)).collect()
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
        ] {
            assert_eq!(reader_of(field), Some(reader), "{field}");
        }
        assert_eq!(reader_of("unheard_of"), None);
    }
}
