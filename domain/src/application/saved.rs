//! How the answers of an application are kept: one JSON text in the application's own row, page by page
//! with the version that a save must name (ACT-7). A draft is read and written whole, under the consumer's
//! lock; what was submitted never changes.

use super::{Answers, Page};
use crate::{
    by::By,
    form::Fields,
    instant::Instant,
    stored::{Bind, Cell, Kind, Value},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One saved page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPage {
    /// The version: a save names the one it was read at (ACT-7).
    pub version: i64,
    /// When.
    #[serde(rename = "at")]
    pub saved_at: Instant,
    /// Who saved.
    #[serde(rename = "by")]
    pub saved_by: By,
    /// The answers.
    pub fields: Fields,
}

/// Every saved page of an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SavedPages(BTreeMap<Page, KeptPage>);

impl SavedPages {
    /// Puts a page on top of the version it was read at; `false` when another version is stored (ACT-7).
    pub fn put(&mut self, page: Page, base: i64, fields: Fields, (saved_at, by): (Instant, &By)) -> bool {
        let is_current = self.version(page) == base;
        if is_current {
            self.0.insert(page, KeptPage { version: base + 1, saved_at, saved_by: by.clone(), fields });
        }
        is_current
    }

    /// One page.
    pub fn get(&self, page: Page) -> Option<&KeptPage> {
        self.0.get(&page)
    }

    /// The version of a page; 0 when it was never saved.
    pub fn version(&self, page: Page) -> i64 {
        self.get(page).map_or(0, |saved| saved.version)
    }

    /// Which pages were saved.
    pub fn pages(&self) -> impl Iterator<Item = Page> {
        self.0.keys().copied()
    }

    /// The instant of the newest save; the first instant there is when nothing was saved.
    pub fn last_saved(&self) -> Instant {
        self.0.values().map(|saved| saved.saved_at).max().unwrap_or_default()
    }

    /// Which pages were saved after an instant.
    pub fn after(&self, instant: Instant) -> BTreeSet<Page> {
        self.0.iter().filter(|(_, kept)| kept.saved_at > instant).map(|(page, _)| *page).collect()
    }

    /// Puts every page among the answers.
    #[must_use]
    pub fn answer(&self, mut answers: Answers) -> Answers {
        for (page, saved) in &self.0 {
            answers.put(*page, saved.fields.clone());
        }
        answers
    }
}

impl Bind for SavedPages {
    fn cell(&self) -> Cell<'_> {
        // What could not be written would be nothing, which the column refuses.
        serde_json::to_string(self).map_or(Cell::Null(Kind::Text), |text| Cell::Text(text.into()))
    }
}

impl Value for SavedPages {
    const KIND: Kind = Kind::Text;
    fn from_cell(cell: &Cell<'_>) -> Option<Self> {
        let Cell::Text(text) = cell else { return None };
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::AssisterKind;

    fn city(name: &str) -> Fields {
        Fields::from([("city".to_owned(), name.to_owned())])
    }

    #[test]
    fn a_page_is_saved_on_top_of_the_version_it_was_read_at_only() {
        let mut pages = SavedPages::default();
        let (ana, bo) = (By::new("Ana", None), By::new("Bo", Some(AssisterKind::Broker)));
        assert!(pages.put(Page::Address, 0, city("Duluth"), (Instant(1), &ana)));
        assert!(!pages.put(Page::Address, 0, city("Ely"), (Instant(2), &bo)));
        assert!(!pages.put(Page::Address, 2, city("Ely"), (Instant(2), &bo)));
        assert_eq!(pages.get(Page::Address).unwrap().fields, city("Duluth"));
        assert!(pages.put(Page::Address, 1, city("Ely"), (Instant(3), &bo)));
        let read = SavedPages::from_cell(&pages.cell()).unwrap();
        let page = read.get(Page::Address).unwrap();
        assert_eq!((page.version, page.saved_at, &page.saved_by), (2, Instant(3), &bo));
        assert_eq!(page.fields, city("Ely"));
    }

    #[test]
    fn a_text_that_is_no_saved_page_is_a_fault_and_no_empty_draft() {
        let unknown = r#"{"nowhere":{"version":1,"at":1,"by":"","fields":{}}}"#;
        for text in ["", "[]", r#"{"address":{}}"#, unknown] {
            assert!(SavedPages::from_cell(&Cell::Text(text.into())).is_none(), "{text}");
        }
    }
}
