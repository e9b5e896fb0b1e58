//! How the answers of an application are kept: one JSON text in the application's own row, page by page
//! with the version that a save must name (ACT-7). A draft is read and written whole, under the consumer's
//! lock; what was submitted never changes.

use crate::Error;
use domain::{
    application::{Answers, Page},
    form::Fields,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One saved page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptPage {
    pub(crate) version: i64,
    /// In microseconds since 1970.
    #[serde(rename = "at")]
    pub(crate) saved_at: i64,
    /// Who saved, in words.
    #[serde(rename = "by")]
    pub(crate) saved_by: String,
    pub(crate) fields: Fields,
}

/// Every saved page of an application, by its slug.
#[derive(Clone, Debug, Default)]
pub(crate) struct SavedPages(BTreeMap<String, KeptPage>);

impl SavedPages {
    pub(crate) fn from_json(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map(Self).map_err(|_| Error::Corrupt("answers"))
    }

    pub(crate) fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string(&self.0).map_err(|_| Error::Corrupt("answers"))
    }

    /// Puts a page on top of the version it was read at; `false` when another version is stored (ACT-7).
    pub(crate) fn put(&mut self, page: Page, base: i64, saved: (Fields, i64, &str)) -> bool {
        let slug = page.slug();
        if self.0.get(&slug).map_or(0, |stored| stored.version) != base {
            return false;
        }
        let (fields, saved_at, by) = saved;
        self.0.insert(slug, KeptPage { version: base + 1, saved_at, saved_by: by.to_owned(), fields });
        true
    }

    pub(crate) fn get(&self, page: Page) -> Option<&KeptPage> {
        self.0.get(&page.slug())
    }

    /// The instant of the newest save, in microseconds since 1970; 0 before the first.
    pub(crate) fn last_saved(&self) -> i64 {
        self.0.values().map(|saved| saved.saved_at).max().unwrap_or(0)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Result<(Page, &KeptPage), Error>> {
        self.0.iter().map(|(slug, saved)| {
            Ok((Page::from_slug(slug).ok_or(Error::Corrupt("a page of an application"))?, saved))
        })
    }

    /// Puts every page among the answers.
    pub(crate) fn answer(&self, mut answers: Answers) -> Result<Answers, Error> {
        for page in self.iter() {
            let (page, saved) = page?;
            answers.put(page, saved.fields.clone());
        }
        Ok(answers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(name: &str) -> Fields {
        Fields::from([("city".to_owned(), name.to_owned())])
    }

    #[test]
    fn a_page_is_saved_on_top_of_the_version_it_was_read_at_only() {
        let mut pages = SavedPages::default();
        assert!(pages.put(Page::Address, 0, (city("Duluth"), 1, "Ana")));
        assert!(!pages.put(Page::Address, 0, (city("Ely"), 2, "Bo")));
        assert!(!pages.put(Page::Address, 2, (city("Ely"), 2, "Bo")));
        assert_eq!(pages.get(Page::Address).unwrap().fields, city("Duluth"));
        assert!(pages.put(Page::Address, 1, (city("Ely"), 3, "Bo")));
        let read = SavedPages::from_json(&pages.to_json().unwrap()).unwrap();
        let page = read.get(Page::Address).unwrap();
        assert_eq!((page.version, page.saved_at, page.saved_by.as_str()), (2, 3, "Bo"));
        assert_eq!(page.fields, city("Ely"));
    }

    #[test]
    fn a_text_that_is_no_saved_page_is_a_fault_and_no_empty_draft() {
        for text in ["", "[]", "{\"address\":{}}"] {
            assert!(SavedPages::from_json(text).is_err(), "{text}");
        }
        let unknown =
            SavedPages::from_json(r#"{"nowhere":{"version":1,"at":1,"by":"","fields":{}}}"#).unwrap();
        assert!(
            unknown
                .answer(Answers::new(
                    domain::application::Kind::FullPrice,
                    2027,
                    jiff::civil::date(2026, 11, 1)
                ))
                .is_err()
        );
    }
}
