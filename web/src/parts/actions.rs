//! Links, buttons and one-button forms.

use super::Said;
use askama::Template;

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

/// A link.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/link.html")]
pub struct Link {
    href: String,
    label: Said,
    context: String,
    class: &'static str,
    away: bool,
}

impl Link {
    /// A link in the text.
    pub fn new(href: impl Into<String>, label: impl Into<Said>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
            context: String::new(),
            class: "usa-link",
            away: false,
        }
    }

    /// The link leads to somebody else's page, which is not told where from and gets no hold of ours.
    #[must_use]
    pub fn away(mut self) -> Self {
        self.away = true;
        self
    }

    /// Makes the link look like a button.
    #[must_use]
    pub fn button(mut self, kind: ButtonKind) -> Self {
        self.class = kind.class();
        self
    }
}

super::setters!(Link {
    /// Words after the label that only screen readers hear, so that every link of a list has its own name.
    context,
});

/// How much a button wants to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one next step of the page.
    #[default]
    Primary,
    /// Another step, equal in rank (yes and no, cancel).
    Outline,
    /// Takes something away: remove, end, suspend.
    Danger,
    /// Looks like a link.
    Quiet,
}

impl ButtonKind {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Primary => "usa-button",
            Self::Outline => "usa-button usa-button--outline",
            Self::Danger => "usa-button usa-button--secondary",
            Self::Quiet => "assent-link-button",
        }
    }
}

/// A submit button inside a page's own form.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/button.html")]
pub struct Button {
    label: Said,
    context: String,
    name: String,
    value: String,
    kind: ButtonKind,
}

impl Button {
    /// The form's main button.
    pub fn new(label: impl Into<Said>) -> Self {
        Self {
            label: label.into(),
            context: String::new(),
            name: String::new(),
            value: String::new(),
            kind: ButtonKind::default(),
        }
    }

    /// How it looks.
    #[must_use]
    pub fn kind(mut self, kind: ButtonKind) -> Self {
        self.kind = kind;
        self
    }
}

super::setters!(Button {
    /// Words after the label that only screen readers hear.
    context,
    /// Form field that tells which button was pressed.
    name,
    /// Its value.
    value,
});

/// A whole form of one button: POST with the CSRF token.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/button_form.html")]
pub struct ButtonForm {
    action: String,
    csrf: Hidden,
    hidden: Vec<Hidden>,
    button: Button,
}

impl ButtonForm {
    /// Posts to `action`; `csrf` is `layout.csrf_field()`.
    pub fn new(action: impl Into<String>, csrf: Hidden, button: Button) -> Self {
        Self { action: action.into(), csrf, hidden: Vec::new(), button }
    }

    /// Adds a hidden field.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push(Hidden::new(name, value));
        self
    }
}

super::parts!(Hidden, Link, Button, ButtonForm);
