//! Explains a file segment by segment in words, whether or not it is understood as a whole, and says what is broken.

use crate::care::{Around, Shown};
use crate::frame::{Frame, Wrong};
use crate::refusal::Refusal;
use crate::segment::Segment;
use crate::sentences::in_words;
use crate::splitter::{Piece, Splitter, Step};

/// One thing to tell about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Explained {
    /// A segment.
    Segment(ExplainedSegment),
    /// Something that is broken, with its place; it stands behind its segment.
    Broken(Refusal),
}

/// One segment in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedSegment {
    /// Number of the interchange in the file, from 1.
    pub interchange: usize,
    /// Number of the segment in the interchange, from 1.
    pub number: usize,
    /// Where it begins, in bytes from the start of the file.
    pub offset: usize,
    /// The segment as it may be shown: identifiers of persons masked, every strange character written as its number.
    pub text: String,
    /// What it says.
    pub words: String,
    /// Whether it is part of what this program understands.
    pub understood: bool,
}

/// Explains a file that comes in parts of any size, holding one segment of it.
///
/// [`Explainer::push`] each part, then [`Explainer::end`]. What is to be told goes to `tell` as soon as it is known; what
/// `tell` gives back as an error ends the work.
#[derive(Default)]
pub struct Explainer {
    splitter: Splitter,
    /// What has come and is not done with.
    rest: Vec<u8>,
    /// Of the interchange at hand.
    frame: Option<Frame>,
    around: Around,
    wrong: Vec<Wrong>,
}

impl Explainer {
    /// Nothing has come yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next part of the file.
    ///
    /// # Errors
    /// That of `tell`.
    pub fn push<E>(
        &mut self,
        bytes: &[u8],
        tell: &mut dyn FnMut(Explained) -> Result<(), E>,
    ) -> Result<(), E> {
        self.rest.extend_from_slice(bytes);
        self.work(false, tell)
    }

    /// There is no more.
    ///
    /// # Errors
    /// That of `tell`.
    pub fn end<E>(mut self, tell: &mut dyn FnMut(Explained) -> Result<(), E>) -> Result<(), E> {
        self.work(true, tell)?;
        self.leave("the file ends before its IEA", tell)
    }

    fn work<E>(&mut self, last: bool, tell: &mut dyn FnMut(Explained) -> Result<(), E>) -> Result<(), E> {
        let rest = std::mem::take(&mut self.rest);
        let mut at = 0;
        loop {
            let (used, step) = self.splitter.step(&rest[at..], last);
            at += used;
            match step {
                Step::Segment(piece) => self.segment(piece, tell)?,
                Step::Broken(refusal) => {
                    // What is lost of an interchange is not told apart.
                    if self.frame.as_ref().is_some_and(|frame| frame.interchange() == refusal.interchange) {
                        self.frame = None;
                    }
                    self.leave("another ISA comes before its IEA", tell)?;
                    tell(Explained::Broken(refusal))?;
                }
                Step::More | Step::End => break,
            }
        }
        self.rest = rest;
        self.rest.drain(..at);
        Ok(())
    }

    fn segment<E>(
        &mut self,
        piece: Piece<'_>,
        tell: &mut dyn FnMut(Explained) -> Result<(), E>,
    ) -> Result<(), E> {
        let text = String::from_utf8_lossy(piece.bytes);
        let segment = Segment::new(piece, &text);
        if segment.number == 1 {
            self.leave("another ISA comes before its IEA", tell)?;
            if let Err(refusal) = segment.well_formed() {
                self.wrong.push(Wrong::Envelope(refusal));
            }
            self.frame = Some(Frame::begin(&segment));
        } else if let Some(frame) = &mut self.frame {
            frame.see(&segment, &mut self.wrong);
        }
        self.around.see(&segment);
        tell(Explained::Segment(explained(&segment, &self.around)))?;
        self.wrong.drain(..).try_for_each(|wrong| tell(Explained::Broken(wrong.refusal())))
    }

    /// Leaves the interchange at hand, which should have ended.
    fn leave<E>(&mut self, how: &str, tell: &mut dyn FnMut(Explained) -> Result<(), E>) -> Result<(), E> {
        let frame = self.frame.take();
        match frame.and_then(|frame| frame.finish(how)) {
            Some(refusal) => tell(Explained::Broken(refusal)),
            None => Ok(()),
        }
    }
}

/// Explains a file in memory.
#[must_use]
pub fn explain(file: &[u8]) -> Vec<Explained> {
    let mut told = Vec::new();
    let mut tell = |explained| {
        told.push(explained);
        Ok::<(), std::convert::Infallible>(())
    };
    let mut explainer = Explainer::new();
    let done = explainer.push(file, &mut tell).and_then(|()| explainer.end(&mut tell));
    match done {
        Ok(()) => told,
        Err(never) => match never {},
    }
}

fn explained(segment: &Segment<'_>, around: &Around) -> ExplainedSegment {
    let shown = Shown::of(segment, around);
    let words = if segment.is_named() { in_words(&shown, around.category.as_deref()) } else { None };
    ExplainedSegment {
        interchange: segment.interchange,
        number: segment.number,
        offset: segment.offset,
        text: shown.text(),
        understood: words.is_some(),
        words: words.unwrap_or_else(|| "not understood".to_owned()),
    }
}
