//! All SQL lives here, and the only way to a consumer's rows is a door in `acting.rs`. `Tx`, `Db::begin`
//! and `ActingOn::connection` are visible to this folder only. Every statement is a named constant made
//! by `statements!`, so that a test can prepare all of them on both engines.

pub(crate) mod shopping;

pub(crate) mod credentials;

pub(crate) use door::{Acting as ActingOn, Consumer, Door as Db, Entrance, Seal, old::query};
pub use shopping::{EnrollmentDetails, EnrollmentRow};

/// Names the SQL statements of a file.
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$meta])* pub(super) const $name: &str = $sql;)+
    };
}
pub(crate) use statements;
