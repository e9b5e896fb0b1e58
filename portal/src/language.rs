//! In which language people are answered and written to.

use crate::{Portal, RequestContext};
use words::{Words, languages};

impl Portal {
    /// The language of whoever asks.
    pub(crate) fn words_of(&self, context: &RequestContext) -> Words {
        self.speaking(&context.language)
    }

    /// The language with a tag; English when none was chosen.
    pub(crate) fn speaking(&self, tag: &str) -> Words {
        languages().get(tag, self.practice).unwrap_or_default()
    }
}
