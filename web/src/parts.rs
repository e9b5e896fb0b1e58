//! The parts pages are made of: fields, alerts, tables. Each is a small struct with a template in
//! `templates/parts/`; a page holds the struct and writes `{{ field }}`, already escaped inside.

use askama::Template;
use askama::filters::HtmlSafe;

/// A hidden form field.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/hidden.html")]
pub struct Hidden {
    name: String,
    value: String,
}

impl Hidden {
    /// A hidden field `name` with `value`.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

impl HtmlSafe for Hidden {}
