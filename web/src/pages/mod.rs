//! The pages, a file a group; the templates of a group lie in the folder of the same name.

pub mod accounts;
pub mod applications;
pub mod assisters;
pub mod associations;
pub mod consumers;
pub mod demo;
pub mod enrollments;
pub mod home;
pub mod public;
pub mod results;
pub mod shopping;
pub mod sign_in;
pub mod what_if;

use crate::routes::Route;

/// Every group's routes.
pub(crate) const GROUPS: &[fn() -> Vec<Route>] = &[
    public::routes,
    sign_in::routes,
    accounts::routes,
    home::routes,
    associations::routes,
    consumers::routes,
    applications::routes,
    results::routes,
    shopping::routes,
    enrollments::routes,
    assisters::routes,
    what_if::routes,
    demo::routes,
];
