//! A list of questions as the fields of a form, each with what was typed and what is wrong with it. A template
//! writes `{{ questions }}` and needs no change for one question more.

use super::{Checkbox, Checkboxes, Choice, DateField, FieldErrors, FieldWidth, Radios, Select, TextField};
use askama::Template;
use domain::form::{self, Answer, Fields, Need, Question};
use words::Asking;

/// The fields of a form, with the headings of its parts.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/questions.html")]
pub struct Questions {
    fields: Vec<(String, Field)>,
}

/// Whatever draws a question. Drawn with the page, in its language.
macro_rules! fields {
    ($($variant:ident($part:ident)),+ $(,)?) => {
        #[derive(Debug, Clone)]
        enum Field { $($variant($part)),+ }
        $(impl From<$part> for Field {
            fn from(part: $part) -> Self { Self::$variant(part) }
        })+
    };
}
fields!(
    Line(TextField),
    Date(DateField),
    Radios(Radios),
    Select(Select),
    Several(Checkboxes),
    Tick(Checkbox)
);

super::parts!(Questions);

impl Questions {
    /// Draws the questions with what was typed.
    pub fn new(asking: Asking<'_>, questions: &[Question], typed: &Fields, errors: &FieldErrors) -> Self {
        let heading = |question: &Question| {
            question.heading.map_or_else(String::new, |part| asking.words.ask_heading(part).into())
        };
        let drawn = |question: &Question| (heading(question), field(asking, question, typed, errors));
        Self { fields: questions.iter().map(drawn).collect() }
    }
}

/// One question as a field.
fn field(asking: Asking<'_>, question: &Question, typed: &Fields, errors: &FieldErrors) -> Field {
    let Question { field, fill, .. } = question.clone();
    let words::Question { label, hint, .. } = asking.question(&question.asked);
    let value = typed.get(&field).cloned().unwrap_or_default();
    let choices = |choices: &[form::Choice]| -> Vec<Choice> {
        choices.iter().map(|choice| Choice::new(&*choice.value, asking.words.label(&choice.label))).collect()
    };
    macro_rules! finished {
        ($part:expr) => {{
            let part = $part.hint(hint).errors(errors);
            (if question.need == Need::Optional { part.optional() } else { part }).into()
        }};
    }
    let line = |kind: &str| TextField::new(&*field, &*label).kind(kind).value(&*value).autocomplete(fill);
    let digits = || TextField::digits(&*field, &*label).autocomplete(fill);
    match &question.answer {
        Answer::Text | Answer::Name(_) | Answer::NameOfRecords(_) => finished!(line("text").max_length(200)),
        Answer::Username | Answer::Signature(_) => finished!(line("text")),
        Answer::County(places) => {
            let counties = places.counties().iter();
            let counties = counties.map(|county| Choice::new(&*county.fips, &*county.name)).collect();
            finished!(Select::new(field, label, counties).value(&value))
        }
        Answer::Password => finished!(TextField::password(field, label).autocomplete(fill)),
        Answer::Email | Answer::PersonalEmail => finished!(line("email")),
        Answer::Phone => finished!(line("tel").width(FieldWidth::Medium)),
        Answer::PublicPhone => finished!(line("tel")),
        Answer::Zip | Answer::Count | Answer::Age => {
            finished!(digits().value(value).width(FieldWidth::Small))
        }
        Answer::Npn | Answer::ReferenceNumber => finished!(digits().value(value)),
        Answer::SocialSecurityNumber => finished!(digits()),
        Answer::Money => finished!(TextField::money(field, label).value(value)),
        Answer::Date | Answer::Day | Answer::Birthday => {
            let [month, day, year] = question.date_parts(typed);
            let date = DateField::new(field, label).typed(month, day, year);
            finished!(if fill == "bday" { date.birthday() } else { date })
        }
        Answer::YesNo => finished!(Radios::yes_no(field, label).value(&value)),
        Answer::Radios(list) => finished!(Radios::new(field, label, choices(list)).value(&value)),
        Answer::Select(list) => finished!(Select::new(field, label, choices(list)).value(&value)),
        Answer::Several(list) => {
            let boxes = Checkboxes::new(field, label, choices(list));
            finished!(question.chosen(typed).into_iter().fold(boxes, Checkboxes::value))
        }
        Answer::Tick => finished!(Checkbox::new(field, label).checked(value == "yes")),
    }
}
