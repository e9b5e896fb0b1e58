//! Enrollments on their way to carriers: an 834 is sealed into the outbox in the transaction of the enrollment
//! (ENR-7), and written to a file of its carrier by a job, or when somebody exports.

mod answers;
mod audits;
mod desk;
mod jobs;
mod rows;
mod transaction;
mod transport;

pub use answers::{OpenAnswer, SentFile, Taken};
pub use audits::{Audited, CarrierAudit, DifferenceRow, Reconciliation};
pub use desk::CarrierFiles;
pub use jobs::{Exported, Unsent};
pub use transport::{Delivered, Fetched, ToDeliver, Trouble, WayStands, Ways};

pub(crate) use answers::STATEMENTS as ANSWERS;
pub(crate) use audits::{BATCHES as AUDIT_BATCHES, STATEMENTS as AUDITS};
pub(crate) use desk::STATEMENTS as DESK;
pub(crate) use jobs::JOB;
pub(crate) use rows::{BATCHES, STATEMENTS, agent_columns, agent_join, last_terms_join, terms_join};
use transaction::member_id;
pub(crate) use transaction::{Costs, Covered, Told, issuer};
pub(crate) use transport::{Keys, STATEMENTS as TRANSPORT};

use crate::{
    ActingOn, Consumer, Error, applications,
    outbox::{self, Draft},
};
use domain::{outbox::Kind, people::OutboxKey};
use x12::EndReason;

/// Puts the 834 of an enrollment into the outbox, in the transaction of what it tells about.
pub(crate) async fn put(acting: &mut ActingOn<'_, Consumer>, told: &Told<'_>) -> Result<OutboxKey, Error> {
    let numbers = applications::social_security_numbers(acting, told.application).await?;
    let key = outbox::new_key();
    let said = told.transaction(&key, acting.now(), &numbers)?;
    let body = serde_json::to_vec(&said).map_err(|_| Error::Corrupt("an 834"))?;
    let draft = Draft {
        key: key.clone(),
        kind: Kind::Enrollment,
        destination: &said.issuer.hios,
        subject: &said.policy_id,
        body: &body,
    };
    outbox::put(acting.beside(), &draft).await?;
    Ok(key)
}

/// Takes an 834 out of the outbox again that no carrier can have; whether that was so.
pub(crate) async fn take_back(acting: &mut ActingOn<'_, Consumer>, key: &OutboxKey) -> Result<bool, Error> {
    Ok(rows::take_back(acting.beside(), key).await?.any())
}

/// Why coverage ended, as it stands in the row.
pub(crate) const fn end_word(reason: EndReason) -> &'static str {
    match reason {
        EndReason::Voluntary => "voluntary",
        EndReason::ChangeInCircumstances => "change_in_circumstances",
        EndReason::NotEligible => "not_eligible",
        EndReason::Fraud => "fraud",
        EndReason::OtherCoverage => "other_coverage",
        EndReason::DataMatching => "data_matching",
        EndReason::Carryforward => "carryforward",
        EndReason::NonPayment => "non_payment",
        EndReason::FreeLook => "free_look",
        EndReason::Rescinded => "rescinded",
        EndReason::Casework => "casework",
        EndReason::Duplicate => "duplicate",
        EndReason::OutOfArea => "out_of_area",
        EndReason::Other => "other",
    }
}
