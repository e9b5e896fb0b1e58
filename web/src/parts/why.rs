//! "Why?": the steps of an explanation behind a summary that opens without script.

use askama::Template;

use super::Status;
use words::Html;

/// One step: what was looked at, how it came out, on which facts, by which source.
#[derive(Debug, Clone)]
pub struct WhyStep {
    subject: String,
    status: Status,
    sentence: String,
    facts: Vec<(String, String)>,
    source: String,
}

impl WhyStep {
    /// A step about `subject` with its plain sentence.
    pub fn new(subject: impl Into<String>, status: Status, sentence: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            status,
            sentence: sentence.into(),
            facts: Vec::new(),
            source: String::new(),
        }
    }

    /// A fact in words, with its value.
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.facts.push((name.into(), value.into()));
        self
    }
}

super::setters!(WhyStep {
    /// The rule and the law behind it.
    source,
});

/// All steps, under headings.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/why.html")]
pub struct Why {
    summary: Html,
    groups: Vec<(String, Vec<WhyStep>)>,
}

impl Why {
    /// `summary` asks why, and says for screen readers about whom, so that every summary of a page has its own name.
    pub fn new(summary: Html) -> Self {
        Self { summary, groups: Vec::new() }
    }

    /// Adds steps under a heading; nothing when there are none.
    #[must_use]
    pub fn group(mut self, heading: impl Into<String>, steps: Vec<WhyStep>) -> Self {
        if !steps.is_empty() {
            self.groups.push((heading.into(), steps));
        }
        self
    }
}

super::parts!(Why);
