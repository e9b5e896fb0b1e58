//! What was typed into a form, read question by question: the faults by field and rule, or the values.

use super::{Fields, Need, Question, Wrong, value};
use crate::typed::money;
use jiff::civil::Date;

/// One field that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The form's field name.
    pub field: String,
    /// What is wrong with it.
    pub wrong: Wrong,
    /// The rule, where one applies.
    pub rule: &'static str,
}

impl Fault {
    /// A fault of one field.
    pub fn new(field: &str, wrong: impl Into<Wrong>, rule: &'static str) -> Self {
        Self { field: field.to_owned(), wrong: wrong.into(), rule }
    }
}

/// A form as it was typed, judged by its questions. Values are there for answers without a fault only.
#[derive(Debug)]
pub struct Form<'f> {
    questions: &'f [Question],
    typed: &'f Fields,
    today: Date,
    faults: Vec<Fault>,
}

impl<'f> Form<'f> {
    /// Judges every question.
    pub fn new(questions: &'f [Question], typed: &'f Fields, today: Date) -> Self {
        let fault = |question: &Question| {
            Some(Fault::new(&question.field, question.fault(typed, today)?, question.rule))
        };
        Self { questions, typed, today, faults: questions.iter().filter_map(fault).collect() }
    }

    fn question(&self, field: &str) -> Option<&'f Question> {
        self.questions.iter().find(|question| question.field == field)
    }

    /// The question, when its answer counts.
    fn good(&self, field: &str) -> Option<&'f Question> {
        let faulty = self.faults.iter().any(|fault| fault.field == field);
        self.question(field).filter(|question| !faulty && question.need != Need::Unasked)
    }

    /// One line as it is kept; `None` when there is none.
    pub fn given(&self, field: &str) -> Option<String> {
        let text = Some(value(self.typed, field)).filter(|text| !text.is_empty())?;
        self.good(field)?.answer.line(text).ok()
    }

    /// One line as it is kept; empty when there is none.
    pub fn text(&self, field: &str) -> String {
        self.given(field).unwrap_or_default()
    }

    /// A day.
    pub fn date(&self, field: &str) -> Option<Date> {
        let question = self.good(field)?;
        question.answer.day(question.date_parts(self.typed), self.today).ok().flatten()
    }

    /// An amount of money.
    pub fn cents(&self, field: &str) -> Option<i64> {
        money::read(&self.given(field)?).ok().flatten()
    }

    /// All that was chosen, each once.
    pub fn several(&self, field: &str) -> Vec<&'f str> {
        let mut chosen = self.good(field).map(|question| question.chosen(self.typed)).unwrap_or_default();
        let mut seen = std::collections::HashSet::new();
        chosen.retain(|value| seen.insert(*value));
        chosen
    }

    /// Refuses an answer that does not fit with what else is known, unless something is wrong with it already.
    pub fn refuse(&mut self, field: &str, wrong: impl Into<Wrong>) {
        if !self.faults.iter().any(|fault| fault.field == field) {
            let rule = self.question(field).map_or("", |question| question.rule);
            self.faults.push(Fault::new(field, wrong, rule));
        }
    }

    /// The form as a type.
    ///
    /// # Errors
    /// Every fault, in the order of the questions.
    pub fn read<T>(mut self, read: impl FnOnce(&Self) -> Option<T>) -> Result<T, Vec<Fault>> {
        match self.faults.is_empty().then(|| read(&self)).flatten() {
            Some(read) => Ok(read),
            None => {
                let place = |fault: &Fault| self.questions.iter().position(|q| q.field == fault.field);
                self.faults.sort_by_key(place);
                Err(self.faults)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::{Answer, AskAssister, Given, Label, WrongAssister, ask, choices, repeated, under_rule},
        people::Language,
    };
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    fn questions() -> Vec<Question> {
        let languages = choices(&[Language::Es, Language::So]);
        let asked = ask("name", AskAssister::FamilyName, Answer::Name(10));
        let day = ask("day", AskAssister::CertifiedFrom, Answer::Day).rule("B-1");
        let languages = ask("languages", AskAssister::Languages, Answer::Several(languages));
        let unasked = ask("npn", AskAssister::Npn, Answer::Npn).need(Need::Unasked);
        under_rule("A-1", [asked, day, languages.need(Need::Optional), unasked])
    }

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    const DAY: [(&str, &str); 3] = [("day_month", "2"), ("day_day", "28"), ("day_year", "2027")];

    #[test]
    fn faults_name_field_and_rule_in_the_order_of_the_questions() {
        let (questions, nothing) = (questions(), Fields::new());
        let mut form = Form::new(&questions, &nothing, TODAY);
        form.refuse("languages", WrongAssister::OtherKind);
        // The first fault of a field counts.
        form.refuse("name", WrongAssister::NoBroker);
        let faults = form.read(|_| Some(())).unwrap_err();
        let missing = |asked: AskAssister| Wrong::Missing(asked.into());
        let expected = [
            Fault::new("name", missing(AskAssister::FamilyName), "A-1"),
            Fault::new("day", missing(AskAssister::CertifiedFrom), "B-1"),
            Fault::new("languages", WrongAssister::OtherKind, "A-1"),
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn a_good_form_is_read_as_it_is_kept() {
        let second = repeated("languages", 2);
        let pairs =
            [&DAY[..], &[("name", "  Ana   K "), ("languages", "so"), (second.as_str(), "es")]].concat();
        let (questions, typed) = (questions(), typed(&pairs));
        let read = Form::new(&questions, &typed, TODAY)
            .read(|form| Some((form.text("name"), form.date("day")?, form.several("languages").join("+"))));
        assert_eq!(read, Ok(("Ana K".to_owned(), date(2027, 2, 28), "so+es".to_owned())));
        let chosen = [Language::So, Language::Es].map(|language| Label::Listed(language.into()));
        assert_eq!(questions[2].given(&typed), Given::Chosen(chosen.into()));
    }

    #[test]
    fn what_is_not_asked_now_is_neither_judged_nor_read() {
        let pairs = [&DAY[..], &[("name", "Ana"), ("npn", "no number")]].concat();
        let (questions, typed) = (questions(), typed(&pairs));
        let form = Form::new(&questions, &typed, TODAY);
        assert_eq!(form.read(|form| Some(form.given("npn"))), Ok(None));
    }

    #[test]
    fn a_day_of_the_exchange_lies_after_1999_and_a_choice_is_on_the_list() {
        let old = [
            ("name", "Ana"),
            ("day_month", "2"),
            ("day_day", "28"),
            ("day_year", "1999"),
            ("languages", "x"),
        ];
        let (questions, typed) = (questions(), typed(&old));
        let faults = Form::new(&questions, &typed, TODAY).read(|_| Some(())).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["day", "languages"]);
    }
}
