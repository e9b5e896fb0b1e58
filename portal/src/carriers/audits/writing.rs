//! An audit file for a carrier. It has a number of the carrier's like every file, so that it begins is noted first: after a
//! crash it is written again under the same number, before anything else goes.

use super::rows::{self, Standing};
use crate::{
    Error, Portal,
    carriers::jobs::{Exported, JOB, Unfinished, file_name},
};
use domain::{carrier::in_force_from, instant::Instant};
use door::Work;
use std::path::Path;
use x12::{Broker, Envelope, Kind, Transaction};

/// How often the way is cleared for it: others may send to the same carrier at this moment.
const TRIES: u32 = 5;

impl Portal {
    /// Writes all coverage of a carrier that is in force today or begins later in a plan year into a file of the folder. What
    /// is due goes first, in a file of its own: the audit says nothing that the carrier was not told.
    ///
    /// # Errors
    /// `Error::File` when the file cannot be written; `Error::Unavailable` when others did not let it through.
    pub async fn export_audit(
        &self,
        (carrier, year): (&str, i16),
        folder: &Path,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Exported, Error> {
        let lock = format!("carrier:{carrier}");
        for _ in 0..TRIES {
            self.export_enrollments(carrier, folder, &|_| {}).await?;
            let begin = async |work: &mut Work<'_>| {
                if JOB.begun(work, carrier).await?.is_some() {
                    return Ok(false);
                }
                super::super::rows::numbers(work, carrier).await?;
                let now = work.now();
                Ok(rows::begin(work, carrier, year, now).await?.any())
            };
            if !self.door.at_work(Some(&lock), begin).await? {
                continue;
            }
            let write =
                async |work: &mut Work<'_>| self.finish_audit(work, carrier, (folder, progress)).await;
            if let Some(exported) = self.door.at_work(Some(&lock), write).await? {
                return Ok(exported);
            }
        }
        Err(Error::Unavailable("others send to this carrier; try again"))
    }

    /// Writes the audit that was begun, if one was, under the carrier's lock.
    pub(in crate::carriers) async fn finish_audit(
        &self,
        work: &mut Work<'_>,
        carrier: &str,
        (folder, progress): (&Path, &(dyn Fn(u64) + Send + Sync)),
    ) -> Result<Option<Exported>, Error> {
        let last = super::super::rows::numbers(work, carrier).await?.0;
        let Some((begun_at, year)) = last.audit_begun_at.zip(last.audit_year) else { return Ok(None) };
        let next = (last.interchange + 1, last.transaction_number + 1);
        let envelope = self.envelope(carrier, next, begun_at)?;
        let mut file = Unfinished::begin(folder, &envelope)?;
        let today = self.day_of(begun_at);
        let mut after = String::new();
        loop {
            let standing = rows::standing(work, carrier, year, &after, JOB.batch).await?;
            let Some(end) = standing.last() else { break };
            after.clone_from(&end.enrollment_key.0);
            for one in &standing {
                if in_force_from(one.state, one.ends_on, today) {
                    let said = self.audit(one, (carrier, &envelope), file.written())?;
                    file.put_transaction(&said).map_err(|_| Error::Corrupt("a message that was sent"))?;
                }
            }
            file.put()?;
            progress(u64::from(file.written()));
        }
        let transactions = file.written();
        rows::done(work, carrier).await?.or_not();
        if transactions > 0 {
            self.note_file(work, (carrier, &file_name(&envelope)), &envelope, (transactions, begun_at))
                .await?;
            rows::mark(work, carrier, i64::from(envelope.control_number), year).await?.or_not();
        }
        Ok(Some(Exported { file: file.finish()?, transactions, ..Exported::default() }))
    }

    /// Coverage as it stands: what its carrier was told at first, with what became of it since.
    fn audit(
        &self,
        one: &Standing,
        (carrier, envelope): (&str, &Envelope),
        place: u32,
    ) -> Result<Transaction, Error> {
        let said = self.transaction((&one.outbox_key, &one.body), carrier);
        let said = said.map_err(|_| Error::Corrupt("a message that was sent"))?;
        let agent = one.agent.as_ref();
        Ok(Transaction {
            kind: Kind::Audit { end: one.ends_on },
            reference: format!("{carrier}-{}-{place}", envelope.control_number),
            created: envelope.created,
            broker: agent
                .map(|agent| Broker { name: agent.broker_name.clone(), npn: agent.broker_npn.clone() }),
            issuer_policy_id: one.carrier_policy.clone(),
            issuer_subscriber_id: one.carrier_subscriber.clone(),
            sep_reason: None,
            ..said
        })
    }

    /// Notes a file that is about to be finished, and moves the carrier's numbers on.
    pub(in crate::carriers) async fn note_file(
        &self,
        work: &mut Work<'_>,
        (carrier, name): (&str, &str),
        envelope: &Envelope,
        (transactions, begun_at): (u32, Instant),
    ) -> Result<(), Error> {
        let (number, first) = (i64::from(envelope.control_number), i64::from(envelope.first_transaction));
        let (now, transactions) = (work.now(), i64::from(transactions));
        super::super::rows::count(work, carrier, transactions).await?.or_not();
        super::super::rows::add_file(work, carrier, number, name, now, first, transactions, begun_at)
            .await
            .map(door::Changed::or_not)
    }
}
