//! Form fields. The id of a field's (first) control is its name, so that error links always find it. A field is
//! required unless marked optional, and nothing is ticked that was not ticked before.

use askama::Template;

use super::{
    errors::{FieldErrors, Message},
    filters,
};
use std::borrow::Cow;
use words::Words;

/// How long the expected answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldWidth {
    /// Names, addresses.
    #[default]
    Full,
    /// Dates, amounts, reference numbers.
    Medium,
    /// ZIP codes, ages.
    Small,
}

impl FieldWidth {
    fn class(self) -> &'static str {
        match self {
            Self::Full => "",
            Self::Medium => " usa-input--medium",
            Self::Small => " usa-input--small",
        }
    }
}

/// The ids of the hint and the error, for `aria-describedby`.
fn described_by(name: &str, hint: &str, error: &Message) -> String {
    let hint = if hint.is_empty() { String::new() } else { format!("{name}-hint") };
    let error = if error.is_empty() { String::new() } else { format!("{name}-error") };
    [hint, error].into_iter().filter(|id| !id.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The id of one of several controls: the first one has the field's own name.
fn control_id(name: &str, index: usize) -> String {
    if index == 0 { name.to_owned() } else { format!("{name}-{}", index + 1) }
}

/// Gives a field its label, value, hint and errors; the same for every kind of field.
macro_rules! field {
    ($part:ty) => {
        impl $part {
            /// Takes the field's mistake, if it has one.
            #[must_use]
            pub fn errors(mut self, errors: &FieldErrors) -> Self {
                self.error = errors.at(&self.name);
                self
            }

            /// Adds "(optional)" to the label.
            #[must_use]
            pub fn optional(mut self) -> Self {
                self.optional = true;
                self
            }

            /// The label is the page's h1; leave the base layout's block `heading` empty.
            #[must_use]
            pub fn heading(mut self) -> Self {
                self.heading = true;
                self
            }

            fn described_by(&self) -> String {
                described_by(&self.name, &self.hint, &self.error)
            }
        }

        super::setters!($part {
            /// Help under the label.
            hint,
        });
        super::parts!($part);
    };
}

/// One line of text.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/text_field.html")]
pub struct TextField {
    name: String,
    label: String,
    hint: String,
    value: String,
    error: Message,
    optional: bool,
    heading: bool,
    kind: String,
    autocomplete: String,
    inputmode: String,
    prefix: String,
    suffix: String,
    max_length: Option<u16>,
    width: FieldWidth,
    plain: bool,
}

impl TextField {
    /// A field of text.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), kind: "text".into(), ..Self::default() }
    }

    /// A password: what was typed is never written back.
    pub fn password(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { kind: "password".into(), plain: true, ..Self::new(name, label) }
    }

    /// Digits, typed as text: codes, SSN, reference numbers.
    pub fn digits(name: impl Into<String>, label: impl Into<String>) -> Self {
        let field = Self::new(name, label).inputmode("numeric");
        Self { width: FieldWidth::Medium, plain: true, ..field }
    }

    /// Dollars, with the sign before the field.
    pub fn money(name: impl Into<String>, label: impl Into<String>) -> Self {
        let field = Self::new(name, label).inputmode("decimal").prefix("$");
        Self { width: FieldWidth::Medium, plain: true, ..field }
    }

    /// How long the answer is expected to be.
    #[must_use]
    pub fn width(mut self, width: FieldWidth) -> Self {
        self.width = width;
        self
    }

    /// The most characters that may be typed.
    #[must_use]
    pub fn max_length(mut self, length: u16) -> Self {
        self.max_length = Some(length);
        self
    }
}

field!(TextField);
super::setters!(TextField {
    /// What was typed before.
    value,
    /// HTML type: `email`, `tel`, `search`; `text` when not set.
    kind,
    /// HTML autocomplete token, such as `given-name`.
    autocomplete,
    /// Keyboard of a phone: `numeric`, `decimal`.
    inputmode,
    /// Shown before the field, such as `$`.
    prefix,
    /// Shown after the field, such as `a month`.
    suffix,
});

/// A date as three text fields: `NAME_month`, `NAME_day`, `NAME_year`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/date_field.html")]
pub struct DateField {
    name: String,
    label: String,
    hint: String,
    month: String,
    day: String,
    year: String,
    error: Message,
    optional: bool,
    heading: bool,
    birthday: bool,
}

impl DateField {
    /// A date; the label becomes the legend.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    /// The person's own date of birth: lets the browser fill it in.
    #[must_use]
    pub fn birthday(mut self) -> Self {
        self.birthday = true;
        self
    }

    /// What was typed before.
    #[must_use]
    pub fn typed(mut self, month: &str, day: &str, year: &str) -> Self {
        (self.month, self.day, self.year) = (month.to_owned(), day.to_owned(), year.to_owned());
        self
    }

    fn fill(&self, part: &str) -> String {
        if self.birthday { format!("bday-{part}") } else { "off".to_owned() }
    }
}

field!(DateField);

/// One answer to choose.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    value: String,
    label: Label,
    hint: String,
    chosen: bool,
}

/// An answer's words.
#[derive(Debug, Clone)]
enum Label {
    /// The page's own.
    Text(String),
    /// The part's own, in the language of the page.
    Said(fn(Words) -> words::Text),
}

impl Default for Label {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Choice {
    /// An answer with its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: Label::Text(label.into()), ..Self::default() }
    }

    /// Yes and no, equal in rank, with values `yes` and `no`.
    pub fn yes_no() -> Vec<Choice> {
        let choice =
            |value: &str, said| Choice { value: value.into(), label: Label::Said(said), ..Self::default() };
        vec![choice("yes", Words::yes), choice("no", Words::no)]
    }

    fn words(&self, words: &Words) -> Cow<'_, str> {
        match &self.label {
            Label::Text(text) => Cow::Borrowed(text),
            Label::Said(said) => said(*words),
        }
    }
}

super::setters!(Choice {
    /// Explains the answer.
    hint,
});

/// A field with a list of answers.
macro_rules! choosing {
    ($part:ident) => {
        impl $part {
            /// A question with its answers, none chosen.
            pub fn new(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
                Self { name: name.into(), label: label.into(), choices, ..Self::default() }
            }

            /// Chooses what was chosen before; may be called again for several ticks.
            #[must_use]
            pub fn value(mut self, value: &str) -> Self {
                for choice in &mut self.choices {
                    choice.chosen |= choice.value == value;
                }
                self
            }
        }

        field!($part);
    };
}

/// One answer out of a few, all visible.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/radios.html")]
pub struct Radios {
    name: String,
    label: String,
    hint: String,
    choices: Vec<Choice>,
    error: Message,
    optional: bool,
    heading: bool,
    inline: bool,
}

choosing!(Radios);

impl Radios {
    /// Yes and no beside each other.
    pub fn yes_no(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { inline: true, ..Self::new(name, label, Choice::yes_no()) }
    }

    fn id(&self, index: &usize) -> String {
        control_id(&self.name, *index)
    }
}

/// Any number of answers.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/checkboxes.html")]
pub struct Checkboxes {
    name: String,
    label: String,
    hint: String,
    choices: Vec<Choice>,
    error: Message,
    optional: bool,
    heading: bool,
}

choosing!(Checkboxes);

impl Checkboxes {
    fn id(&self, index: &usize) -> String {
        control_id(&self.name, *index)
    }
}

/// One answer out of many.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/select.html")]
pub struct Select {
    name: String,
    label: String,
    hint: String,
    choices: Vec<Choice>,
    error: Message,
    optional: bool,
    heading: bool,
}

choosing!(Select);

/// A file to choose. Its form is sent as `multipart/form-data`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/file_field.html")]
pub struct FileField {
    name: String,
    label: String,
    hint: String,
    accept: String,
    error: Message,
    optional: bool,
    heading: bool,
}

impl FileField {
    /// A file of these kinds (a list of HTML's `accept`).
    pub fn new(name: impl Into<String>, label: impl Into<String>, accept: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), accept: accept.into(), ..Self::default() }
    }
}

field!(FileField);

/// One statement to tick, such as "I agree". Posts `yes`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/checkbox.html")]
pub struct Checkbox {
    name: String,
    label: String,
    hint: String,
    checked: bool,
    error: Message,
    optional: bool,
    heading: bool,
}

impl Checkbox {
    /// A statement, not ticked.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    /// Ticked before.
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }
}

field!(Checkbox);

/// Several lines of text.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/text_area.html")]
pub struct TextArea {
    name: String,
    label: String,
    hint: String,
    value: String,
    error: Message,
    optional: bool,
    heading: bool,
    max_length: Option<u16>,
}

impl TextArea {
    /// A field for several lines.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    /// The most characters that may be typed.
    #[must_use]
    pub fn max_length(mut self, length: u16) -> Self {
        self.max_length = Some(length);
        self
    }
}

field!(TextArea);
super::setters!(TextArea {
    /// What was typed before.
    value,
});
