//! The assister's list of consumers, and the page of one of them.

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
