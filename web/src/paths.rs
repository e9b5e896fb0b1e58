//! Where one can go: the paths of the route table.

use std::sync::Arc;

/// The paths of the route table, with their methods.
#[derive(Clone, Debug)]
pub(crate) struct Paths(Arc<[(&'static str, &'static str)]>);

impl Paths {
    pub(crate) fn of(rows: impl Iterator<Item = (&'static str, &'static str)>) -> Self {
        Self(rows.collect())
    }

    /// The page on which the form stands that is sent to this path: the page of the same address, else the nearest above it.
    pub(crate) fn page_of_form<'p>(&self, path: &'p str) -> &'p str {
        let mut page = path;
        while !self.has_page(page) {
            match page.rsplit_once('/') {
                Some((above, _)) if !above.is_empty() => page = above,
                Some(_) | None => return "/",
            }
        }
        page
    }

    /// Whether a local address is a page that one can go to.
    pub(crate) fn has_page(&self, address: &str) -> bool {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let fits = |row: &str| {
            let (own, wanted) = (row.split('/'), path.split('/'));
            own.clone().count() == wanted.clone().count()
                && own.zip(wanted).all(|(own, wanted)| own.starts_with('{') || own == wanted)
        };
        // Of the rows that fit, the one with the most words of its own, as the router has it.
        let fitting = self.0.iter().map(|(_, row)| *row).filter(|row| fits(row));
        let row = fitting.min_by_key(|row| row.matches('{').count());
        row.is_some_and(|row| self.0.contains(&("GET", row)))
    }
}
