//! The job that writes the 834s that are due to a carrier into a file. They count as sent when the file is durable:
//! written, synced, renamed. A crash before that leaves them due; the next file has the same control number.

use super::rows;
use crate::{
    Error, Portal, civil_of,
    outbox::{Job, Message, Waiting},
};
use domain::outbox::Kind;
use door::Work;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use x12::{Envelope, Party, PartyQualifier, Transaction, Usage, Writer};

/// Given up after about ten days; who exports by hand tries what was given up again.
pub(crate) const JOB: Job = Job { kind: Kind::Enrollment, lease_seconds: 600, tries: 240, batch: 500 };
/// So long the first enrollment waits for others to the same carrier: a file each would be many.
const GATHERED_SECONDS: i64 = 900;

/// What an export wrote.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The file; `None` when nothing was due.
    pub file: Option<PathBuf>,
    /// Transactions in it.
    pub transactions: u32,
    /// What could not be sent, and why; it stays due.
    pub unsent: Vec<Unsent>,
}

/// An enrollment that could not be sent.
#[derive(Clone, Debug)]
pub struct Unsent {
    /// The enrollment.
    pub enrollment: String,
    /// Why.
    pub fault: String,
}

/// A carrier's file while it is written.
struct Unfinished<'a> {
    folder: &'a Path,
    path: PathBuf,
    file: fs::File,
    writer: Writer<String>,
}

impl<'a> Unfinished<'a> {
    fn begin(folder: &'a Path, envelope: &Envelope) -> Result<Self, Error> {
        let name = format!("834_{}_{:09}.unfinished", envelope.receiver.id, envelope.control_number);
        let path = folder.join(name);
        let file = fs::File::create(&path).map_err(Error::file(&path))?;
        let writer = Writer::begin(String::new(), envelope).map_err(|_| Error::Corrupt("834 envelope"))?;
        Ok(Self { folder, path, file, writer })
    }

    /// Puts into the file what was written so far.
    fn put(&mut self) -> Result<(), Error> {
        self.file.write_all(self.writer.take().as_bytes()).map_err(Error::file(&self.path))
    }

    /// The file under its own name, durable; none when nothing is in it.
    fn finish(mut self) -> Result<Option<PathBuf>, Error> {
        if self.writer.written() == 0 {
            fs::remove_file(&self.path).map_err(Error::file(&self.path))?;
            return Ok(None);
        }
        let rest = self.writer.end().map_err(|_| Error::Corrupt("834 envelope"))?;
        self.file.write_all(rest.as_bytes()).map_err(Error::file(&self.path))?;
        self.file.sync_all().map_err(Error::file(&self.path))?;
        let finished = self.path.with_extension("x12");
        fs::rename(&self.path, &finished).map_err(Error::file(&finished))?;
        fs::File::open(self.folder).and_then(|folder| folder.sync_all()).map_err(Error::file(self.folder))?;
        Ok(Some(finished))
    }
}

impl Portal {
    /// Carriers with enrollments that were not sent, and how many.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn carriers_due(&self) -> Result<Vec<Waiting>, Error> {
        JOB.waiting(&self.door).await
    }

    /// Writes what is not yet sent to a carrier into a file of the folder, whatever it was tried before.
    /// `progress` hears how many are written.
    ///
    /// # Errors
    /// `Error::File` when the file cannot be written: then nothing counts as sent.
    pub async fn export_enrollments(
        &self,
        carrier: &str,
        folder: &Path,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Exported, Error> {
        let of_carrier = format!("carrier:{carrier}");
        let export = async |work: &mut Work<'_>| {
            JOB.anew(work, Some(carrier)).await?;
            self.export(work, carrier, folder, progress).await
        };
        self.door.at_work(Some(&of_carrier), export).await
    }

    /// One round of the job: a file for each carrier whose first enrollment has waited for others. Gives how many
    /// enrollments went out. A carrier whose file fails does not keep the others from theirs.
    pub(crate) async fn export_due(&self, folder: &Path) -> Result<usize, Error> {
        let gathered = self.door.now().minus_seconds(GATHERED_SECONDS);
        let mut sent = 0;
        for Waiting { destination, oldest_due, .. } in self.carriers_due().await? {
            if oldest_due.is_none_or(|oldest| oldest > gathered) {
                continue;
            }
            let of_carrier = format!("carrier:{destination}");
            let export = async |work: &mut Work<'_>| self.export(work, &destination, folder, &|_| {}).await;
            match self.door.at_work(Some(&of_carrier), export).await {
                Ok(exported) => sent += usize::try_from(exported.transactions).unwrap_or(0),
                Err(Error::File { path, fault }) => {
                    tracing::error!(carrier = destination, path, fault, "a carrier's file cannot be written");
                }
                Err(fault @ Error::Corrupt(_)) => {
                    tracing::error!(carrier = destination, %fault, "a carrier's file cannot be made");
                }
                Err(fault) => return Err(fault),
            }
        }
        Ok(sent)
    }

    /// What is due to a carrier, in one transaction that holds the carrier's lock: two never give a number twice.
    async fn export(
        &self,
        work: &mut Work<'_>,
        carrier: &str,
        folder: &Path,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Exported, Error> {
        let envelope = self.envelope(work, carrier).await?;
        let mut file = Unfinished::begin(folder, &envelope)?;
        let (mut after, mut unsent) = (String::new(), Vec::new());
        loop {
            let due = JOB.claim(work, Some(carrier), &after).await?;
            let (Some(first), Some(last)) = (due.first(), due.last()) else { break };
            let mut faults = Vec::with_capacity(due.len());
            for message in &due {
                let written = self
                    .transaction(message, carrier)
                    .and_then(|said| file.writer.transaction(&said).map_err(|fault| fault.to_string()));
                if let Err(fault) = &written {
                    unsent.push(Unsent { enrollment: message.subject.clone(), fault: fault.clone() });
                }
                faults.push(written.err());
            }
            file.put()?;
            JOB.settle(work, &due, &faults).await?;
            let now = work.now();
            rows::sent(work, carrier, &first.outbox_key, &last.outbox_key, now).await?.or_not();
            progress(u64::from(file.writer.written()));
            after = last.outbox_key.0.clone();
        }
        let transactions = file.writer.written();
        if transactions > 0 {
            rows::count(work, carrier, i64::from(transactions)).await?.or_not();
        }
        Ok(Exported { file: file.finish()?, transactions, unsent })
    }

    /// The envelope of the carrier's next file.
    async fn envelope(&self, work: &mut Work<'_>, carrier: &str) -> Result<Envelope, Error> {
        let last = rows::numbers(work, carrier).await?.0;
        let next = |last: i64| u32::try_from(last + 1).map_err(|_| Error::Corrupt("control number"));
        let party = |id: &str| Party { qualifier: PartyQualifier::MutuallyDefined, id: id.to_owned() };
        Ok(Envelope {
            sender: party(&self.profile.exchange.source_exchange_id),
            receiver: party(carrier),
            control_number: next(last.interchange)?,
            first_transaction: next(last.transaction_number)?,
            created: civil_of(work.now(), &self.profile.exchange.time_zone),
            usage: if self.practice { Usage::Test } else { Usage::Production },
        })
    }

    /// The transaction of a message; the reason in words when there can be none.
    fn transaction(&self, message: &Message, carrier: &str) -> Result<Transaction, String> {
        let plain = message.open(self.door.seal()).ok_or("the stored message cannot be opened")?;
        let mut said: Transaction =
            serde_json::from_slice(&plain).map_err(|_| "the stored message is damaged")?;
        // The profile of today first: an enrollment may have been signed before it had the number.
        if let Some(tin) = self.profile.carrier_tin(carrier) {
            said.issuer.tin = tin.to_owned();
        }
        if said.issuer.tin.is_empty() {
            return Err(format!(
                "the tax number of carrier {carrier} is not known: add [[carrier]] with hios = \"{carrier}\" and its tin to the profile"
            ));
        }
        Ok(said)
    }
}
