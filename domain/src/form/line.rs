//! An answer as one line, and back: how it stands in a record, in the history of its changes, in a cell of a roster file.

use super::{Answer, Fields, Question, repeated, value};
use crate::typed::day;
use jiff::civil::Date;

impl Question {
    /// The answer in one line, as it was understood or else as it was typed: a day as `2026-11-29`, several answers with
    /// commas between them; empty when there is none.
    pub fn line_of(&self, typed: &Fields, today: Date) -> String {
        if self.answer.is_date() {
            return match self.answer.day(self.date_parts(typed), today) {
                Ok(Some(date)) => date.to_string(),
                Ok(None) | Err(_) => self.date_parts(typed).join(" ").trim().to_owned(),
            };
        }
        if let Answer::Several(_) = self.answer {
            let mut chosen = self.chosen(typed);
            chosen.sort_unstable();
            chosen.dedup();
            return chosen.join(",");
        }
        match value(typed, &self.field) {
            "" => String::new(),
            text => self.answer.line(text).unwrap_or_else(|_| text.to_owned()),
        }
    }

    /// The form's fields of an answer in one line. What cannot be understood stays, so that it can be judged and shown.
    pub fn fields_of(&self, line: &str) -> Fields {
        let line = line.trim();
        if line.is_empty() {
            return Fields::new();
        }
        if self.answer.is_date() {
            let parts = day::in_one(line)
                .map_or_else(|_| [line.to_owned(), String::new(), String::new()], day::shown);
            return self.parts().into_iter().zip(parts).filter(|(_, part)| !part.is_empty()).collect();
        }
        if let Answer::Several(_) = self.answer {
            let chosen = line.split([',', ';', ' ']).filter(|word| !word.is_empty());
            return (1..).zip(chosen).map(|(n, word)| (repeated(&self.field, n), word.to_owned())).collect();
        }
        [(self.field.clone(), line.to_owned())].into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::{AskAssister, ask, choices},
        people::Language,
    };
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 29);

    fn questions() -> [Question; 4] {
        [
            ask("npn", AskAssister::Npn, Answer::Npn),
            ask("certified_from", AskAssister::CertifiedFrom, Answer::Day),
            ask("languages", AskAssister::Languages, Answer::Several(choices(&[Language::Es, Language::So]))),
            ask("public_phone", AskAssister::PublicPhone, Answer::PublicPhone),
        ]
    }

    #[test]
    fn an_answer_in_one_line_comes_back_as_it_was() {
        for (question, line) in questions().iter().zip(["17500001", "2026-11-03", "es,so", "651-555-0101"]) {
            let fields = question.fields_of(line);
            assert_eq!(question.line_of(&fields, TODAY), line);
            assert_eq!(question.fault(&fields, TODAY), None, "{line}");
        }
        assert!(questions().iter().all(|question| question.line_of(&Fields::new(), TODAY).is_empty()));
    }

    #[test]
    fn an_answer_is_understood_as_in_the_form_and_what_is_not_understood_stays() {
        let [npn, day, languages, phone] = questions();
        assert_eq!(day.line_of(&day.fields_of("11/3/2026"), TODAY), "2026-11-03");
        assert_eq!(phone.line_of(&phone.fields_of("(651) 555 0101"), TODAY), "651-555-0101");
        assert_eq!(languages.line_of(&languages.fields_of("so; es"), TODAY), "es,so");
        for (question, line) in [(npn, "12A"), (day, "soon"), (languages, "xx"), (phone, "12")] {
            let fields = question.fields_of(line);
            assert_eq!(question.line_of(&fields, TODAY), line);
            assert!(question.fault(&fields, TODAY).is_some(), "{line}");
        }
    }
}
