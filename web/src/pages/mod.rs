//! The pages, a folder a feature; its templates lie in the folder of the same name.

pub mod accounts;
pub mod activity;
pub mod applications;
pub mod assisters;
pub mod associations;
pub mod book;
pub mod demo;
pub mod determinations;
pub mod enrollments;
pub mod home;
pub mod language;
pub mod public;
pub mod shopping;
pub mod sign_in;
pub mod what_if;

use crate::routes::{Route, Who};

const FEATURES: &[fn() -> Vec<Route>] = &[
    public::routes,
    language::routes,
    sign_in::routes,
    accounts::routes,
    home::routes,
    activity::routes,
    associations::routes,
    book::routes,
    applications::routes,
    determinations::routes,
    shopping::routes,
    enrollments::routes,
    assisters::routes,
    what_if::routes,
    demo::routes,
];

/// Whether a local address is a page that one can go to.
pub(crate) fn is_page(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let fits = |route: &Route| {
        let (own, wanted) = (route.path.split('/'), path.split('/'));
        own.clone().count() == wanted.clone().count()
            && own.zip(wanted).all(|(own, wanted)| own.starts_with('{') || own == wanted)
    };
    let table = table(true);
    // Of the rows that fit, the one with the most words of its own, as the router has it.
    let row = table.iter().filter(|route| fits(route)).min_by_key(|route| route.path.matches('{').count());
    row.is_some_and(|row| table.iter().any(|route| route.path == row.path && route.method == "GET"))
}

/// The route table: every page of the portal with who may open it.
pub fn table(practice: bool) -> Vec<Route> {
    let routes = FEATURES.iter().flat_map(|feature| feature());
    routes.filter(|route| practice || route.who != Who::Practice).collect()
}
