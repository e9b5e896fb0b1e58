//! place: portal
//! refused: E0603 module `audit` is private

pub fn verb() {
    let _append = crate::store::audit::append;
}
