//! Why a file, or a part of it, was not understood: the segment, the element and the reason.

use std::fmt;

/// What the reader could not understand, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Number of the interchange in the file, from 1.
    pub interchange: usize,
    /// Number of the segment in the interchange, from 1 (the ISA).
    pub segment: usize,
    /// Its identifier; empty when not even that could be read.
    pub id: String,
    /// Number of the element in the segment, from 1.
    pub element: Option<usize>,
    /// Where the segment begins, in bytes from the start of the file.
    pub offset: usize,
    /// What is wrong, in words.
    pub reason: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ENR-7: interchange {}, segment {}", self.interchange, self.segment)?;
        if !self.id.is_empty() {
            write!(out, " ({}", self.id)?;
            if let Some(element) = self.element {
                write!(out, "{element:02}")?;
            }
            write!(out, ")")?;
        }
        write!(out, ", byte {}: {}", self.offset, self.reason)
    }
}

impl std::error::Error for Refusal {}
