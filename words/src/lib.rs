//! Every sentence for people, in every language: one function for each message of `words/en/*.ftl`, whose doc comment
//! is the English text. `Words` is one language, one pointer wide, copied wherever something is said.
//! How sentences are written, moved here and put into another language: words/README.md.

mod alone;
mod edge;
mod language;
mod languages;
mod loading;
mod said;
mod saying;
mod values;
mod writer;

pub use edge::*;
pub use language::Language;
pub use languages::{Languages, files_of, languages, plural_forms, speak_from};
pub use loading::Fallback;
pub use said::{Html, Mail, Question, Text};
pub use values::{Arg, Count, Day, Give, Moment, Percent, Phone};

pub use eligibility::{CostSharing, ImmigrationStatus, Outcome as RuleOutcome};

pub use domain::{
    agency::{AgencyState, ContactKind},
    application::ReviewedHow,
    association::EndedBy,
    book::Stage,
    carrier::{AnswerFault, Difference, FileVerdict, TransportFault},
    cents::Cents as Money,
    certification::{AccountState, Lapse, LapsesIn, Step},
    enrollment::{EffectiveRule, EnrollmentState, Happened, LifeEvent, NotRenewed, WhoLeaves},
    name::Name,
    people::{AssisterKind, Role},
    plan::{MetalLevel, NetworkType, SortBy},
    proof::{ProofFault, ProofKind},
    roster_file::{FileState, RowOutcome},
    roster_request::{RequestKind, RequestState},
    setup::Needed,
};

/// One language, to say something in. The default is English.
#[derive(Clone, Copy)]
pub struct Words(pub(crate) &'static Language);

impl Default for Words {
    fn default() -> Self {
        languages().english()
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.tag())
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}
impl Eq for Words {}

mod generated {
    use super::{values::Arg, *};
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}
pub use generated::choosers;
pub(crate) use generated::{FILES, KEYS};
