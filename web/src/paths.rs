//! Where one can go: the paths of the route table, and what the forms there hold.

use domain::typed::Reader;
use std::sync::Arc;

/// The reader of a form's field, by its name.
type Reads = fn(&str) -> Option<Reader>;

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
    /// Of rows: method, path, and how the fields are read.
    pub(crate) fn of(rows: impl Iterator<Item = (&'static str, &'static str, Reads)>) -> Self {
        Self(rows.map(|(method, path, reads)| Known { method, path, reads }).collect())
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

    fn paths() -> Paths {
        let code: Reads = |field| (field == "code").then_some(Reader::Code);
        let none: Reads = |_| None;
        Paths::of(
            [
                ("GET", "/", none),
                ("GET", "/application", none),
                ("POST", "/application/open", none),
                ("GET", "/application/{topic}", none),
                ("POST", "/application/{topic}/{person}", code),
                ("GET", "/application/{topic}/{person}", none),
                ("POST", "/application/people/add", none),
                ("GET", "/tokens", none),
                ("POST", "/tokens", code),
                ("POST", "/tokens/{token}/revoke", none),
                ("POST", "/sign-out", none),
            ]
            .into_iter(),
        )
    }

    #[test]
    fn a_form_without_a_page_of_its_own_leads_to_the_one_above() {
        for (form, page) in [
            ("/application/income/1", "/application/income/1"),
            ("/application/people/add", "/application/people"),
            ("/application/open", "/application"),
            ("/tokens/t/revoke", "/tokens"),
            ("/sign-out", "/"),
            ("", "/"),
        ] {
            assert_eq!(paths().page_above(form), page, "{form}");
        }
    }

    #[test]
    fn a_forms_readers_are_those_of_its_own_route() {
        for (form, reads) in [
            ("/tokens", true),
            ("/application/income/1", true),
            ("/application/people/add", false),
            ("/tokens/t/revoke", false),
            ("/no/such/form", false),
        ] {
            assert_eq!(paths().reads(form)("code").is_some(), reads, "{form}");
        }
    }
}
