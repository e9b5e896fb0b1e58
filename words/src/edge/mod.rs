//! Where the domain's values become sentences, one file a subject. Every match is whole: a new action or role does not
//! compile before it has its words. One method for each kind of value; what a page says by itself it says by the
//! message's own function.

mod activity;
mod agreements;
mod application;
mod ask;
mod assisters;
mod associations;
mod book;
mod carriers;
mod changes;
mod enrollments;
mod home;
mod people;
mod plans;
mod refusals;
mod results;
mod reviews;
mod roster_files;
mod setup;
mod typed;
mod what_if;
mod why;
mod wrong;

pub use activity::*;
pub use application::*;
pub use ask::*;
pub use home::*;
pub use plans::*;
pub use refusals::*;
pub use results::*;
pub use what_if::*;
pub use why::*;

/// What chooses between the variants of a message: `### $who (Who: consumer, ...)` has the same words, and a test says
/// so.
pub trait Chooses: Copy + 'static {
    /// Every value.
    const ALL: &'static [Self];

    /// The word by which a message chooses.
    fn word(self) -> &'static str;
}

/// An enum of the domain chooses by these words; without any, by its own.
macro_rules! chooses {
    ($($name:ty { $($variant:ident = $word:literal),+ $(,)? })+) => { $(
        impl $crate::edge::Chooses for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn word(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
        }
    )+ };
    ($($name:ident),+ $(,)?) => { $(
        impl $crate::edge::Chooses for $name {
            const ALL: &'static [Self] = $name::ALL;
            fn word(self) -> &'static str { $name::word(self) }
        }
    )+ };
}

/// An enum that only sentences need, with the words by which it chooses.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? })+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $crate::edge::Chooses for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn word(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
        }
    )+ };
}

pub(crate) use chooses;
pub(crate) use words;
