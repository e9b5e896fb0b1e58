//! An audit file for a carrier. It has a number of the carrier's like every file, so that it begins is noted first: after a
//! crash it is written again under the same number, before anything else goes.

use super::rows::{self, Begun, Item, Stood};
use crate::{
    Error, Portal,
    carriers::jobs::{Finished, JOB, Unfinished, Unsent, file_name},
};
use domain::{carrier::Standing, instant::Instant};
use door::Work;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use x12::{Broker, Envelope, Kind, Transaction};

/// How often the way is cleared for it: others may send to the same carrier at this moment.
const TRIES: u32 = 5;

/// Whether an audit begins.
enum Beginning {
    Begun,
    /// One went already, or nothing stands.
    NothingToSay,
    /// Something else that goes to the carrier is not done.
    Later,
}

impl Stood {
    /// The same, to be kept until the file is written.
    fn item<'a>(&'a self, carrier: &'a str) -> Item<'a> {
        Item {
            carrier,
            enrollment: &self.enrollment_key,
            message: &self.outbox_key,
            ends_on: self.stands.ends_on,
            broker_name: self.broker_name.as_deref(),
            broker_npn: self.broker_npn.as_deref(),
            carrier_policy: self.carrier_policy.as_deref(),
            carrier_subscriber: self.carrier_subscriber.as_deref(),
        }
    }
}

/// An audit as it went.
#[derive(Clone, Debug, Default)]
pub struct Audited {
    /// The file; none when nothing stands in it.
    pub file: Option<PathBuf>,
    /// The plan year.
    pub year: i16,
    /// Enrollments in it.
    pub transactions: u32,
    /// What could not be written, and why.
    pub unsent: Vec<Unsent>,
}

impl Portal {
    /// Writes all coverage of a carrier that is in force today or begins later in a plan year into a file of the folder. What
    /// is due goes first, in a file of its own: the audit says nothing that the carrier was not told. None where one went
    /// since a day, or nothing stands.
    ///
    /// # Errors
    /// `Error::File` when the file cannot be written; `Error::Unavailable` when others did not let it through.
    pub async fn export_audit(
        &self,
        (carrier, year, unless_since): (&str, i16, Option<Date>),
        folder: &Path,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Option<Audited>, Error> {
        let lock = format!("carrier:{carrier}");
        for _ in 0..TRIES {
            let before = self.export_enrollments(carrier, folder, &|_| {}).await?;
            // One that a crash cut off.
            if let Some(finished) = before.audit.filter(|audit| audit.year == year) {
                return Ok(Some(finished));
            }
            let begin =
                async |work: &mut Work<'_>| self.begin_audit(work, (carrier, year, unless_since)).await;
            match self.door.at_work(Some(&lock), begin).await? {
                Beginning::Begun => {}
                Beginning::NothingToSay => return Ok(None),
                Beginning::Later => continue,
            }
            let write =
                async |work: &mut Work<'_>| self.finish_audit(work, carrier, (folder, progress)).await;
            if let Some(audited) = self.door.at_work(Some(&lock), write).await? {
                return Ok(Some(audited));
            }
        }
        Err(Error::Unavailable("others send to this carrier; try again"))
    }

    /// Whether something that was written last at an instant went on a day or later.
    pub(in crate::carriers) fn went_since(&self, last: Option<Instant>, since: Date) -> bool {
        last.is_some_and(|last| self.day_of(last) >= since)
    }

    /// Notes that an audit begins and what stands in it, under the carrier's lock.
    async fn begin_audit(
        &self,
        work: &mut Work<'_>,
        (carrier, year, unless_since): (&str, i16, Option<Date>),
    ) -> Result<Beginning, Error> {
        let numbers = super::super::rows::numbers(work, carrier).await?.0;
        if numbers.audit_begun_at.is_some() || JOB.begun(work, carrier).await?.is_some() {
            return Ok(Beginning::Later);
        }
        let last = rows::last(work, carrier, year).await?.0.last_at;
        if unless_since.is_some_and(|since| self.went_since(last, since)) {
            return Ok(Beginning::NothingToSay);
        }
        let (today, now, mut after, mut any) = (work.today(), work.now(), String::new(), false);
        loop {
            let stood = rows::stood(work, carrier, year, &after, JOB.batch, today).await?;
            let Some(end) = stood.last() else { break };
            after.clone_from(&end.enrollment_key.0);
            let in_force = stood.iter().filter(|one| Standing::from(&one.stands).in_force_from(today));
            let items: Vec<_> = in_force.map(|one| one.item(carrier)).collect();
            any |= !items.is_empty();
            rows::add_items(work, &items).await?;
        }
        if !any {
            return Ok(Beginning::NothingToSay);
        }
        rows::begin(work, carrier, year, now).await?.or_not();
        Ok(Beginning::Begun)
    }

    /// Writes the audit that was begun, if one was, under the carrier's lock: as it was then.
    pub(in crate::carriers) async fn finish_audit(
        &self,
        work: &mut Work<'_>,
        carrier: &str,
        (folder, progress): (&Path, &(dyn Fn(u64) + Send + Sync)),
    ) -> Result<Option<Audited>, Error> {
        let last = super::super::rows::numbers(work, carrier).await?.0;
        let Some((begun_at, year)) = last.audit_begun_at.zip(last.audit_year) else { return Ok(None) };
        let next = (last.interchange + 1, last.transaction_number + 1);
        let envelope = self.envelope(carrier, next, begun_at)?;
        let mut file = Unfinished::begin(folder, &envelope)?;
        let (mut after, mut unsent) = (String::new(), Vec::new());
        loop {
            let begun = rows::begun(work, carrier, &after, JOB.batch).await?;
            let Some(end) = begun.last() else { break };
            after.clone_from(&end.enrollment_key.0);
            for one in &begun {
                let said = self.audit(one, (carrier, &envelope), file.written());
                // An audit changes nothing: what cannot be said in it keeps nothing else from its carrier.
                if let Err(fault) = said.and_then(|said| file.put_transaction(&said)) {
                    unsent.push(Unsent { enrollment: one.enrollment_key.0.clone(), fault });
                }
            }
            file.put()?;
            progress(u64::from(file.written()));
        }
        let transactions = file.written();
        rows::forget_items(work, carrier).await?.or_not();
        rows::done(work, carrier).await?.or_not();
        let finished = file.finish()?;
        if let Some(finished) = &finished {
            self.note_file(work, (carrier, finished), &envelope, (transactions, begun_at)).await?;
            rows::mark(work, carrier, i64::from(envelope.control_number), year).await?.or_not();
        }
        Ok(Some(Audited { file: finished.map(|file| file.path), year, transactions, unsent }))
    }

    /// Coverage as it stood: what its carrier was told at first, or when somebody left, with what became of it since.
    fn audit(
        &self,
        one: &Begun,
        (carrier, envelope): (&str, &Envelope),
        place: u32,
    ) -> Result<Transaction, String> {
        let said = self.transaction((&one.outbox_key, &one.body), carrier)?;
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
            leaving: Vec::new(),
            ..said
        })
    }

    /// Notes a finished file, and moves the carrier's numbers on.
    pub(in crate::carriers) async fn note_file(
        &self,
        work: &mut Work<'_>,
        (carrier, finished): (&str, &Finished),
        envelope: &Envelope,
        (transactions, begun_at): (u32, Instant),
    ) -> Result<(), Error> {
        let (number, first) = (i64::from(envelope.control_number), i64::from(envelope.first_transaction));
        let (now, transactions) = (work.now(), i64::from(transactions));
        super::super::rows::count(work, carrier, transactions).await?.or_not();
        let name = file_name(envelope);
        super::super::rows::add_file(work, carrier, number, &name, now, first, transactions, begun_at)
            .await?
            .or_not();
        self.note_finished(work, (carrier, number), finished).await
    }
}
