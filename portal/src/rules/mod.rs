//! The rules of eligibility, applied: from answers to the household that they read (`household.rs`), and to its
//! determination (`determining.rs`). What was determined is read by `determinations`.

mod determining;
mod household;
mod missing;
mod packed;
mod rows;

pub use determining::ThresholdsByPerson;
pub(crate) use determining::{csr_level, determine, estimate, fault, thresholds};
use eligibility::RulePack;
pub(crate) use household::{OWN_ID, household, word};
pub use missing::Awaited;
pub(crate) use missing::awaited;
#[cfg(feature = "testing")]
pub(crate) use packed::unpack;
pub(crate) use packed::{Document, pack};
pub(crate) use rows::Computed;
use std::sync::Arc;

/// The exchange's own rule pack, or the embedded one.
#[derive(Clone)]
pub(crate) struct Rules(pub(crate) Option<Arc<RulePack>>);

impl Rules {
    pub(crate) fn pack(&self) -> &RulePack {
        match &self.0 {
            Some(own) => own,
            None => RulePack::minnesota(),
        }
    }
}
