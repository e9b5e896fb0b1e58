//! What people take away on paper: values in, the bytes of a tagged PDF out (PDF/UA-1, which the engine judges as it
//! writes). Pure: fonts and layouts are built in, nothing is read from disk or network, and no sentence is made here.
//!
//! A paper is a struct with its values and a layout beside it (`src/layouts/*.typ`). Values reach the layout as data and
//! never as markup, so that a name is printed as it is written.

mod invitation;
mod picture;
mod press;

pub use invitation::Invitation;

/// In which language a paper is.
#[derive(Clone, Copy, Debug)]
pub struct Language<'a> {
    /// BCP 47 tag: `en`, `ar-XB`.
    pub tag: &'a str,
    /// It runs from right to left.
    pub right_to_left: bool,
}

/// Why there is no paper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The fonts that are built in do not have all letters of it. Which ones is said in a test only: they are of a name.
    #[error("the fonts that are built in lack letters of this paper")]
    Letters,
    /// The address is too long for a picture that a phone reads.
    #[error("the address is too long for a picture")]
    Picture,
    /// The layout or the engine is at fault.
    #[error("the engine could not print: {0}")]
    Engine(String),
}
