//! Tables with caption and scopes that become cards on narrow screens, and keyset paging.

use askama::Template;

use super::{ButtonForm, Link, Status, filters};
use words::Text;

/// How a column is sorted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorted {
    /// By another column.
    No,
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// The head of a column.
#[derive(Debug, Clone)]
pub struct Column {
    label: String,
    numeric: bool,
    sort: Option<(String, Sorted)>,
}

impl Column {
    /// A column of words.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false, sort: None }
    }

    /// A column of figures, right-aligned.
    pub fn number(label: impl Into<String>) -> Self {
        Self { numeric: true, ..Self::new(label) }
    }

    /// The head becomes a link that sorts; `sorted` is the order now.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, sorted: Sorted) -> Self {
        self.sort = Some((href.into(), sorted));
        self
    }

    fn aria_sort(&self) -> &'static str {
        match self.sort {
            Some((_, Sorted::Ascending)) => "ascending",
            Some((_, Sorted::Descending)) => "descending",
            Some((_, Sorted::No)) | None => "",
        }
    }
}

/// The content of one cell.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Words or a figure.
    Text(String),
    /// A link.
    Link(Link),
    /// A status word and what belongs to it (may be empty).
    Status(Status, String),
    /// A form of one button.
    Form(ButtonForm),
    /// Several facts, a line each.
    Lines(Vec<Text>),
    /// What a file or a program says, in English as operators read it.
    Quoted(String),
    /// Several links and forms.
    Several(Vec<Cell>),
}

impl Cell {
    /// Words or a figure.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// What stands in the cell.
    fn html(&self) -> CellHtml<'_> {
        CellHtml { cell: self }
    }
}

/// Draws one cell; calls itself for [`Cell::Several`].
#[derive(Template)]
#[template(path = "parts/cell.html")]
struct CellHtml<'a> {
    cell: &'a Cell,
}

/// One row; its first cell is the row's heading.
#[derive(Debug, Clone)]
pub struct Row(pub Vec<Cell>);

/// A table.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/table.html")]
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    empty: String,
    wide: bool,
    quiet_caption: bool,
}

impl Table {
    /// A table with the caption that says what it lists.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>, rows: Vec<Row>) -> Self {
        Self {
            caption: caption.into(),
            columns,
            rows,
            empty: String::new(),
            wide: false,
            quiet_caption: false,
        }
    }

    /// Many columns: becomes cards below 56 rem of room instead of 34.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The caption is for screen readers only, because a heading above says the same.
    #[must_use]
    pub fn quiet_caption(mut self) -> Self {
        self.quiet_caption = true;
        self
    }

    fn column(&self, index: &usize) -> Option<&Column> {
        self.columns.get(*index)
    }
}

super::setters!(Table {
    /// What is said in place of an empty table.
    empty,
});

/// Links to the page before and after; both carry the key they go on from.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/pager.html")]
pub struct Pager {
    shown: String,
    previous: Option<String>,
    next: Option<String>,
}

impl Pager {
    /// `shown` says what is shown, such as "1 to 50 of 512".
    pub fn new(shown: impl Into<String>, previous: Option<String>, next: Option<String>) -> Self {
        Self { shown: shown.into(), previous, next }
    }
}

super::parts!(Table, Pager, CellHtml<'_>);
