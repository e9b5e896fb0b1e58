//! In which language people are answered and written to.

use crate::{ActingOn, Consumer, Portal, RequestContext};
use words::{Words, languages};

impl Portal {
    /// The language of whoever asks.
    pub(crate) fn words_of(&self, context: &RequestContext) -> Words {
        languages().get(&context.language, self.practice).unwrap_or_default()
    }
}

/// The language of a consumer whom something is told that somebody else did. Accounts keep none yet.
pub(crate) fn of_consumer(_: &ActingOn<'_, Consumer>) -> Words {
    Words::default()
}

/// The language of somebody who has no account yet, and did not come by themselves.
pub(crate) fn of_nobody_known() -> Words {
    Words::default()
}
