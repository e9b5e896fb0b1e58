//! Alerts and status words. A color never stands alone: an alert has an icon and words, a status is a word.

use askama::Template;
use domain::typed::{phone::Phone, signs};

use super::Link;

/// Whom to call: one line of an alert or of the help contacts in the footer.
#[derive(Debug, Clone)]
pub struct HelpLine {
    /// Who answers.
    pub name: String,
    /// The phone number as people read it.
    pub phone: String,
}

impl HelpLine {
    /// The number as a link, its extension apart (RFC 3966); as it stands when it is no number.
    pub fn tel(&self) -> String {
        let phone = Phone::read(&self.phone);
        match phone.as_ref().map(|phone| (phone.digits(), phone.extension())) {
            Ok((digits, None)) => digits.to_owned(),
            Ok((digits, Some(extension))) => format!("{digits};ext={extension}"),
            Err(_) => signs::digits(&self.phone).unwrap_or_else(|| self.phone.clone()),
        }
    }
}

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    /// Good to know.
    Info,
    /// Something to watch.
    Warning,
    /// Something failed or is refused.
    Error,
    /// Something was done.
    Success,
}

/// A notice in a box.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/alert.html")]
pub struct Alert {
    kind: AlertKind,
    heading: String,
    text: String,
    links: Vec<Link>,
    phone: Option<HelpLine>,
}

impl Alert {
    /// An alert with one paragraph.
    pub fn new(kind: AlertKind, text: impl Into<String>) -> Self {
        Self { kind, heading: String::new(), text: text.into(), links: Vec::new(), phone: None }
    }

    /// A way on.
    #[must_use]
    pub fn link(mut self, link: Link) -> Self {
        self.links.push(link);
        self
    }

    /// Whom to call, with the number as a link.
    #[must_use]
    pub fn call(mut self, name: &str, phone: &str) -> Self {
        self.phone = Some(HelpLine { name: name.to_owned(), phone: phone.to_owned() });
        self
    }

    fn class(&self) -> &'static str {
        match self.kind {
            AlertKind::Info => "usa-alert usa-alert--info",
            AlertKind::Warning => "usa-alert usa-alert--warning",
            AlertKind::Error => "usa-alert usa-alert--error",
            AlertKind::Success => "usa-alert usa-alert--success",
        }
    }

    /// Errors are announced at once, news politely.
    fn role(&self) -> &'static str {
        match self.kind {
            AlertKind::Error => "alert",
            AlertKind::Info | AlertKind::Warning | AlertKind::Success => "status",
        }
    }
}

super::setters!(Alert {
    /// A heading above the text.
    heading,
});

/// The color behind a status word; the word alone says everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to do.
    #[default]
    Neutral,
    /// Under way.
    Active,
    /// Done, fine.
    Good,
    /// Somebody has to do something.
    Attention,
    /// Ended, failed, refused.
    Bad,
}

/// A status word.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/status.html")]
pub struct Status {
    word: String,
    tone: Tone,
}

impl Status {
    /// A word and its tone.
    pub fn new(word: impl Into<String>, tone: Tone) -> Self {
        Self { word: word.into(), tone }
    }

    fn class(&self) -> &'static str {
        match self.tone {
            Tone::Neutral => "assent-status",
            Tone::Active => "assent-status assent-status--active",
            Tone::Good => "assent-status assent-status--good",
            Tone::Attention => "assent-status assent-status--attention",
            Tone::Bad => "assent-status assent-status--bad",
        }
    }
}

super::parts!(Alert, Status);
