//! Enrollments on their way to carriers: an 834 is sealed into the outbox in the transaction of the enrollment
//! (ENR-7), and written to a file of its carrier by a job, or when somebody exports.

mod jobs;
mod rows;
mod transaction;

pub use jobs::{Exported, Unsent};

pub(crate) use jobs::JOB;
pub(crate) use rows::STATEMENTS;
pub(crate) use transaction::Enrolled;

use crate::{
    ActingOn, Consumer, Error, applications,
    outbox::{self, Draft},
};
use domain::outbox::Kind;

/// Puts the initial 834 of an enrollment into the outbox.
pub(crate) async fn put(acting: &mut ActingOn<'_, Consumer>, enrolled: &Enrolled<'_>) -> Result<(), Error> {
    let numbers = applications::social_security_numbers(acting, &enrolled.group.application).await?;
    let key = outbox::new_key();
    let said = enrolled.transaction(&key, acting.now(), &numbers)?;
    let body = serde_json::to_vec(&said).map_err(|_| Error::Corrupt("an 834"))?;
    let draft = Draft {
        key,
        kind: Kind::Enrollment,
        destination: &said.issuer.hios,
        subject: &said.policy_id,
        body: &body,
    };
    outbox::put(acting.beside(), &draft).await
}
