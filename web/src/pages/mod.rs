//! The pages, a file a group; the templates of a group lie in the folder of the same name.

pub mod consumers;
pub mod public;
pub mod shopping;

use crate::routes::Route;

/// Every group's routes.
pub(crate) const GROUPS: &[fn() -> Vec<Route>] = &[public::routes, consumers::routes, shopping::routes];
