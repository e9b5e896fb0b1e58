//! A small bar chart as inline SVG, with title, description and the same figures as a table.

use askama::Template;

use super::{Cell, Column, Row, Table, filters};
use words::Words;

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar {
    label: String,
    value: u64,
}

impl Bar {
    /// A bar with its words and figure.
    pub fn new(label: impl Into<String>, value: u64) -> Self {
        Self { label: label.into(), value }
    }
}

/// Horizontal bars, for funnels and counts. Text is in em, so it grows with the reader's text size.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/bar_chart.html")]
pub struct BarChart {
    name: String,
    title: String,
    description: String,
    bars: Vec<Bar>,
}

impl BarChart {
    /// `name` makes ids, one a page; `description` says in a sentence what the bars show.
    pub fn new(
        name: impl Into<String>,
        title: impl Into<String>,
        description: impl Into<String>,
        bars: Vec<Bar>,
    ) -> Self {
        Self { name: name.into(), title: title.into(), description: description.into(), bars }
    }

    /// The same figures for people who cannot see the bars.
    fn table(&self, words: &Words) -> Table {
        let figures = |bar: &Bar| Row(vec![Cell::text(bar.label.clone()), Cell::text(bar.value.to_string())]);
        let columns = vec![Column::new(words.chart_step()), Column::number(words.chart_number())];
        Table::new(self.title.clone(), columns, self.bars.iter().map(figures).collect()).quiet_caption()
    }

    /// Width of a bar in hundredths of the widest one; a figure above zero is always visible.
    fn percent(&self, bar: &Bar) -> u64 {
        let most = self.bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
        let share = bar.value.saturating_mul(100) / most;
        if bar.value > 0 { share.max(1) } else { 0 }
    }

    /// Height of the drawing: 2.6 em a bar, in tenths of an em.
    fn height(&self) -> String {
        tenths(self.bars.len() * 26)
    }

    fn text_y(&self, index: &usize) -> String {
        tenths(index * 26 + 11)
    }

    fn bar_y(&self, index: &usize) -> String {
        tenths(index * 26 + 15)
    }
}

fn tenths(value: usize) -> String {
    format!("{}.{}em", value / 10, value % 10)
}

super::parts!(BarChart);
