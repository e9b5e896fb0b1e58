//! The parts pages are made of: fields, alerts, lists, tables. Each is a small struct whose look is a template
//! of the same name in `templates/parts/`; a page's view struct holds it and its template writes `{{ field }}`
//! (text inside is escaped, the part itself is not escaped again). `web/examples/patterns.rs` shows them all.

mod actions;
mod chart;
mod errors;
mod fields;
mod lists;
mod notices;
mod passkey;
mod qr;
mod questions;
mod said;
mod spoken;
mod table;
mod why;

pub use actions::{Button, ButtonForm, ButtonKind, Hidden, Link};
pub use chart::{Bar, BarChart};
pub use errors::{ErrorSummary, FieldError, FieldErrors, Message};
pub use fields::{
    Checkbox, Checkboxes, Choice, DateField, FieldWidth, FileField, Radios, Select, TextArea, TextField,
};
pub use lists::{Card, Filter, Steps, SummaryList, SummaryRow, Task, TaskList};
pub use notices::{Alert, AlertKind, HelpLine, Status, Tone};
pub use passkey::{PASSKEY, Passkey, Wanted as PasskeyWanted};
pub use qr::Qr;
pub use questions::Questions;
pub use said::Said;
pub use spoken::Spoken;
pub use table::{Cell, Column, Pager, Row, Sorted, Table};
pub use why::{Why, WhyStep};

/// Chainable setters for text fields of a part: `setters! { TextField { /// doc  hint, } }`.
macro_rules! setters {
    ($part:ty { $($(#[$doc:meta])* $field:ident),+ $(,)? }) => {
        impl $part {
            $($(#[$doc])*
            #[must_use]
            pub fn $field(mut self, $field: impl Into<String>) -> Self {
                self.$field = $field.into();
                self
            })+
        }
    };
}

/// Parts escape their own text, so a page may write them as they are.
macro_rules! parts {
    ($($part:ty),+ $(,)?) => { $(impl askama::filters::HtmlSafe for $part {})+ };
}

use spoken::filters;
use {parts, setters};
