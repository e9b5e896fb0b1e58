//! The pages, a file a group; the templates of a group lie in the folder of the same name.

pub mod accounts;
pub mod consumers;
pub mod demo;
pub mod assisters;
pub mod associations;
pub mod home;
pub mod public;
pub mod shopping;
pub mod sign_in;

use crate::routes::Route;

/// Every group's routes.
pub(crate) const GROUPS: &[fn() -> Vec<Route>] =
    &[public::routes, consumers::routes, shopping::routes, sign_in::routes, accounts::routes, demo::routes];
pub(crate) const GROUPS: &[fn() -> Vec<Route>] = &[
    public::routes,
    consumers::routes,
    assisters::routes,
    associations::routes,
    home::routes,
    shopping::routes,
];
