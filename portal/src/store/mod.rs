//! All SQL lives here, and the only way to a consumer's rows is a door in `acting.rs`. `Tx`, `Db::begin`
//! and `ActingOn::connection` are visible to this folder only. Every statement is a named constant made
//! by `statements!`, so that a test can prepare all of them on both engines.

pub(crate) mod answers;
pub(crate) mod carriers;
pub(crate) mod catalogs;
pub(crate) mod packed;
pub(crate) mod practice;
pub(crate) mod shopping;

pub(crate) mod accounts;
pub(crate) mod activity;
pub(crate) mod applications;
pub(crate) mod assister_account;
pub(crate) mod assisters;
pub(crate) mod associations;
pub(crate) mod attempts;
pub(crate) mod book;
pub(crate) mod credentials;
pub(crate) mod determinations;
pub(crate) mod home;
pub(crate) mod outbox;
pub(crate) mod registrations;
pub(crate) mod social_security;

pub use book::{BookRow, Wanted, Way};
pub(crate) use door::{Acting as ActingOn, Book, Consumer, Door as Db, Entrance, Roster, Seal, old::query};
pub use shopping::{EnrollmentDetails, EnrollmentRow};

/// Names the SQL statements of a file and lists them as `STATEMENTS` for the test that prepares each on
/// both engines.
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$meta])* pub(super) const $name: &str = $sql;)+
        /// Every statement of this file, by name.
        pub(super) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $sql)),+];
    };
}
pub(crate) use statements;

/// Every statement of the store, by file and name.
#[cfg_attr(not(test), expect(dead_code, reason = "read by the test that prepares each statement"))]
pub(crate) const REGISTRY: &[(&str, &[(&str, &str)])] = &[
    ("carriers", carriers::STATEMENTS),
    ("catalogs", catalogs::STATEMENTS),
    ("practice", practice::STATEMENTS),
    ("shopping", shopping::STATEMENTS),
    ("applications", applications::STATEMENTS),
    ("determinations", determinations::STATEMENTS),
    ("social_security", social_security::STATEMENTS),
    ("book", book::STATEMENTS),
    ("activity", activity::STATEMENTS),
    ("assister_account", assister_account::STATEMENTS),
    ("assisters", assisters::STATEMENTS),
    ("associations", associations::STATEMENTS),
    ("home", home::STATEMENTS),
    ("outbox", outbox::STATEMENTS),
    ("accounts", accounts::STATEMENTS),
    ("attempts", attempts::STATEMENTS),
    ("registrations", registrations::STATEMENTS),
];
