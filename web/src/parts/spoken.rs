//! How the language of a page reaches its parts: `show_in` gives it along while the page is drawn, and a part with words
//! of its own asks for it in its template: `{% let words = "words"|of_the_page %}`. So no part is made with a language,
//! and none can stand on a page in another one.

use std::any::Any;
use words::Words;

/// What a template under way can ask for: `page.render_with_values(&Spoken(words))`.
pub struct Spoken(pub Words);

impl askama::Values for Spoken {
    fn get_value<'a>(&'a self, key: &str) -> Option<&'a dyn Any> {
        (key == "words").then_some(&self.0 as &dyn Any)
    }
}

/// Filters of the parts' templates.
pub(crate) mod filters {
    use words::Words;

    /// The language of the page that is drawn; English for a part that is drawn by itself.
    #[askama::filter_fn]
    pub(crate) fn of_the_page(key: &str, page: &dyn askama::Values) -> askama::Result<Words> {
        Ok(askama::get_value::<Words>(page, key).copied().unwrap_or_default())
    }
}
