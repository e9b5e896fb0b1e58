//! place: portal
//! refused: E0624 method `reader` is private

pub fn verb(portal: &crate::Portal) {
    let _pool = portal.db.reader();
}
