//! Where one can go: the paths of the route table, and what the forms there hold.

use crate::routes::{Reads, Route};
use std::sync::Arc;

/// A row of the route table.
#[derive(Clone, Debug)]
struct Known {
    method: &'static str,
    path: &'static str,
    reads: Reads,
}

/// The paths of the route table, with their methods.
#[derive(Clone, Debug)]
pub(crate) struct Paths(Arc<[Known]>);

impl Paths {
    pub(crate) fn of(table: &[Route]) -> Self {
        let known = |route: &Route| Known { method: route.method, path: route.path, reads: route.reads };
        Self(table.iter().map(known).collect())
    }

    /// Whether a local address is a page that one can go to.
    pub(crate) fn has_page(&self, address: &str) -> bool {
        self.path_of(address).is_some_and(|path| self.row("GET", path).is_some())
    }

    /// The page of a form's address: itself, or the nearest one above it.
    pub(crate) fn page_above<'p>(&self, address: &'p str) -> &'p str {
        let mut at = address;
        while !self.has_page(at) {
            match at.rsplit_once('/') {
                Some((above, _)) if !above.is_empty() => at = above,
                _ => return "/",
            }
        }
        at
    }

    /// How the form that goes to an address reads its fields.
    pub(crate) fn reads(&self, address: &str) -> Reads {
        let row = self.path_of(address).and_then(|path| self.row("POST", path));
        row.map_or(|_| None, |row| row.reads)
    }

    fn row(&self, method: &str, path: &str) -> Option<&Known> {
        self.0.iter().find(|row| row.method == method && row.path == path)
    }

    /// Of the paths that fit an address, the one with the most words of its own, as the router has it.
    fn path_of(&self, address: &str) -> Option<&'static str> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let fits = |row: &&str| {
            let (own, wanted) = (row.split('/'), path.split('/'));
            own.clone().count() == wanted.clone().count()
                && own.zip(wanted).all(|(own, wanted)| own.starts_with('{') || own == wanted)
        };
        let fitting = self.0.iter().map(|row| row.path).filter(fits);
        fitting.min_by_key(|row| row.matches('{').count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_without_a_page_of_its_own_leads_to_the_one_above() {
        let paths = Paths::of(&crate::pages::table(false));
        for (form, page) in [
            ("/application/income/1", "/application/income/1"),
            ("/application/people/add", "/application/people"),
            ("/application/open", "/application"),
            ("/consumers/k/plans/choose", "/consumers/k/plans"),
            ("/manage/tokens/t/revoke", "/manage/tokens"),
            ("/sign-out", "/"),
            ("", "/"),
        ] {
            assert_eq!(paths.page_above(form), page, "{form}");
        }
    }

    #[test]
    fn a_forms_readers_are_those_of_its_own_route() {
        let paths = Paths::of(&crate::pages::table(false));
        assert!(paths.reads("/manage/tokens")("code").is_some());
        assert!(paths.reads("/manage/tokens/t/revoke")("code").is_none());
        assert!(paths.reads("/no/such/form")("name").is_none());
    }
}
