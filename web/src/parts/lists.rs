//! Task list, summary list, steps, cards, the filters above a list.

use askama::Template;

use super::{Link, Status, filters};
use words::Words;

/// A part of a list that one can choose, with how many there are.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/filter.html")]
pub struct Filter {
    /// Where it leads.
    pub href: String,
    /// What is in it.
    pub label: String,
    /// How many; `None` where nobody counts.
    pub count: Option<i64>,
    /// Whether it is the one shown.
    pub current: bool,
}

/// One task of a [`TaskList`].
#[derive(Debug, Clone)]
pub struct Task {
    label: String,
    href: Option<String>,
    hint: String,
    status: Status,
}

impl Task {
    /// A task that can be opened.
    pub fn open(label: impl Into<String>, href: impl Into<String>, status: Status) -> Self {
        Self { label: label.into(), href: Some(href.into()), hint: String::new(), status }
    }

    /// A task whose turn has not come.
    pub fn later(label: impl Into<String>, status: Status) -> Self {
        Self { label: label.into(), href: None, hint: String::new(), status }
    }
}

super::setters!(Task {
    /// What it needs, or why it must wait.
    hint,
});

/// Tasks with their status words.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/task_list.html")]
pub struct TaskList {
    tasks: Vec<Task>,
    name: String,
}

impl TaskList {
    /// The tasks in the order they are best done; `name` makes ids, one a page.
    pub fn new(name: impl Into<String>, tasks: Vec<Task>) -> Self {
        Self { tasks, name: name.into() }
    }
}

/// One line of a [`SummaryList`].
#[derive(Debug, Clone)]
pub struct SummaryRow {
    key: String,
    values: Vec<String>,
    /// Of the values, where it is not the page's.
    language: Option<Words>,
    status: Option<Status>,
    change: Option<String>,
}

impl SummaryRow {
    /// A key and its value.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), values: vec![value.into()], language: None, status: None, change: None }
    }

    /// A key and a value of several lines.
    pub fn lines(key: impl Into<String>, values: Vec<String>) -> Self {
        Self { key: key.into(), values, language: None, status: None, change: None }
    }

    /// The value is quoted in another language than the page's.
    #[must_use]
    pub fn quoted(mut self, language: Option<Words>) -> Self {
        self.language = language;
        self
    }

    /// A status word before the value.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }

    /// A link "Change", with the key for screen readers.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.change = Some(href.into());
        self
    }
}

/// Keys and values, for review and details.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/summary_list.html")]
pub struct SummaryList {
    rows: Vec<SummaryRow>,
}

impl SummaryList {
    /// The rows in order.
    pub fn new(rows: Vec<SummaryRow>) -> Self {
        Self { rows }
    }
}

/// Where one is in a sequence of pages.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/steps.html")]
pub struct Steps {
    steps: Vec<String>,
    current: usize,
}

impl Steps {
    /// The steps' names and the current one, counted from zero.
    pub fn new(steps: Vec<String>, current: usize) -> Self {
        let last = steps.len().saturating_sub(1);
        Self { steps, current: current.min(last) }
    }

    fn segment(&self, index: &usize) -> &'static str {
        match index.cmp(&self.current) {
            std::cmp::Ordering::Less => "usa-step-indicator__segment usa-step-indicator__segment--complete",
            std::cmp::Ordering::Equal => "usa-step-indicator__segment usa-step-indicator__segment--current",
            std::cmp::Ordering::Greater => "usa-step-indicator__segment",
        }
    }

    fn current_name(&self) -> &str {
        self.steps.get(self.current).map_or("", String::as_str)
    }
}

/// A box with a heading, for account pages; put several in `<div class="assent-cards">`.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/card.html")]
pub struct Card {
    heading: String,
    status: Option<Status>,
    lines: Vec<String>,
    links: Vec<Link>,
}

impl Card {
    /// A card with a level-two heading.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), status: None, lines: Vec::new(), links: Vec::new() }
    }

    /// The status word under the heading.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }

    /// A paragraph.
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// A way on.
    #[must_use]
    pub fn link(mut self, link: Link) -> Self {
        self.links.push(link);
        self
    }
}

super::parts!(Filter, TaskList, SummaryList, Steps, Card);
