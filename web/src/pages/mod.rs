//! The pages, a folder a feature; its templates lie in the folder of the same name.

pub mod accounts;
pub mod activity;
pub mod agencies;
pub mod agency_staff;
pub mod applications;
pub mod assisters;
pub mod associations;
pub mod book;
pub mod carriers;
pub mod changes;
pub mod demo;
pub mod determinations;
pub mod directory;
pub mod enrollments;
pub mod home;
pub mod inviting;
pub mod language;
pub mod lost_factors;
pub mod own_profile;
pub mod public;
pub mod roster_files;
pub mod roster_requests;
pub mod settings;
pub mod setup;
pub mod shopping;
pub mod sign_in;
pub mod staying;
pub mod tokens;
pub mod what_if;

use crate::routes::{Route, Who};

const FEATURES: &[fn() -> Vec<Route>] = &[
    public::routes,
    language::routes,
    settings::routes,
    sign_in::routes,
    staying::routes,
    accounts::routes,
    home::routes,
    activity::routes,
    associations::routes,
    book::routes,
    applications::routes,
    changes::routes,
    determinations::routes,
    shopping::routes,
    enrollments::routes,
    assisters::routes,
    agencies::routes,
    lost_factors::routes,
    roster_files::routes,
    agency_staff::routes,
    roster_requests::routes,
    carriers::routes,
    setup::routes,
    tokens::routes,
    directory::routes,
    inviting::routes,
    own_profile::routes,
    what_if::routes,
    demo::routes,
];

/// The route table: every page of the portal with who may open it.
pub fn table(practice: bool) -> Vec<Route> {
    let routes = FEATURES.iter().flat_map(|feature| feature());
    routes.filter(|route| practice || route.who != Who::Practice).collect()
}
