//! The job that writes the 834s that are due to a carrier into a file. That an attempt begins, and at which of them, is
//! noted first; they count as sent when the file is durable: written, synced, renamed. After a crash before that,
//! the attempt is made once more: the file of the same control number, with the same bytes, and nothing new in it.

use super::{
    Audited,
    rows::{self, Placed, WithCoverage},
};
use crate::{
    Error, Portal, civil_of,
    outbox::{self, Fault, Job, Message, Waiting},
    randomness,
};
use domain::{instant::Instant, outbox::Kind, people::OutboxKey};
use door::Work;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
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
#[derive(Clone, Debug, Default)]
pub struct Exported {
    /// The file; `None` when nothing was due.
    pub file: Option<PathBuf>,
    /// Transactions in it.
    pub transactions: u32,
    /// What could not be sent, and why; it stays due.
    pub unsent: Vec<Unsent>,
    /// Whether an attempt was made once more of which nobody knew how it had ended; what came later is still due.
    pub repeated: bool,
    /// Files that went before and were written once more, because somebody asked.
    pub again: Vec<PathBuf>,
    /// An audit that was begun before and written first.
    pub audit: Option<Audited>,
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
pub(super) struct Unfinished<'a> {
    folder: &'a Path,
    out: Out,
    writer: Writer<String>,
}

/// What was written of it so far.
struct Out {
    path: PathBuf,
    file: fs::File,
    digest: Sha256,
    bytes: i64,
}

impl Out {
    fn append(&mut self, part: &str) -> Result<(), Error> {
        self.digest.update(part);
        self.bytes += i64::try_from(part.len()).map_err(|_| Error::Corrupt("a length"))?;
        self.file.write_all(part.as_bytes()).map_err(Error::file(&self.path))
    }
}

/// A carrier's file under its own name.
pub(super) struct Finished {
    pub(super) path: PathBuf,
    pub(super) sha256: String,
    pub(super) bytes: i64,
}

impl<'a> Unfinished<'a> {
    pub(super) fn begin(folder: &'a Path, envelope: &Envelope) -> Result<Self, Error> {
        let path = folder.join(file_name(envelope)).with_extension("unfinished");
        let mut options = fs::File::options();
        options.write(true).create(true).truncate(true);
        // For its owner, and for the group of whoever carries it on.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
        let file = options.open(&path).map_err(Error::file(&path))?;
        let writer = Writer::begin(String::new(), envelope).map_err(|_| Error::Corrupt("834 envelope"))?;
        Ok(Self { folder, out: Out { path, file, digest: Sha256::new(), bytes: 0 }, writer })
    }

    /// How many transactions are in it.
    pub(super) fn written(&self) -> u32 {
        self.writer.written()
    }

    /// Adds a transaction; why not, in words.
    pub(super) fn put_transaction(&mut self, said: &Transaction) -> Result<(), String> {
        self.writer.transaction(said).map(drop).map_err(|fault| fault.to_string())
    }

    /// Puts into the file what was written so far.
    pub(super) fn put(&mut self) -> Result<(), Error> {
        let part = self.writer.take();
        self.out.append(&part)
    }

    /// The file under its own name, durable; none when nothing is in it.
    pub(super) fn finish(self) -> Result<Option<Finished>, Error> {
        let Self { folder, mut out, writer } = self;
        if writer.written() == 0 {
            fs::remove_file(&out.path).map_err(Error::file(&out.path))?;
            return Ok(None);
        }
        out.append(&writer.end().map_err(|_| Error::Corrupt("834 envelope"))?)?;
        let Out { path, file, digest, bytes } = out;
        file.sync_all().map_err(Error::file(&path))?;
        let finished = path.with_extension("x12");
        fs::rename(&path, &finished).map_err(Error::file(&finished))?;
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::file(folder))?;
        Ok(Some(Finished { path: finished, sha256: randomness::hex(&digest.finalize()), bytes }))
    }
}

/// The attempt at everything due to a carrier begins; whether one is in doubt: then it is made once more as it was, and
/// nothing is added to it.
async fn begin_all(work: &mut Work<'_>, carrier: &str) -> Result<bool, Error> {
    let in_doubt = JOB.begun(work, carrier).await?.is_some();
    // An audit that was begun has the next number.
    if !in_doubt && rows::numbers(work, carrier).await?.0.audit_begun_at.is_none() {
        let now = work.now();
        rows::begin_all(work, carrier, JOB.tries, now).await?.or_not();
    }
    Ok(in_doubt)
}

/// The name of a file.
pub(super) fn file_name(envelope: &Envelope) -> String {
    format!("834_{}_{:09}.x12", envelope.receiver.id, envelope.control_number)
}

impl Portal {
    /// Carriers with enrollments that were not sent, and how many.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn carriers_due(&self) -> Result<Vec<Waiting>, Error> {
        JOB.waiting(&self.door).await
    }

    /// Carriers with a file that somebody asked for again, or an audit that was begun; the next export writes it.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn carriers_asked_again(&self) -> Result<Vec<String>, Error> {
        let asked = self.door.at_work(None, rows::carriers_again).await?;
        Ok(asked.into_iter().map(|asked| asked.carrier).collect())
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
        self.door.at_work(Some(&of_carrier), async |work| JOB.anew(work, Some(carrier)).await).await?;
        self.export(carrier, folder, progress).await
    }

    /// One round of the job: a file for each carrier whose first enrollment has waited for others. Gives how many
    /// enrollments went out. A carrier whose file fails does not keep the others from theirs.
    pub(crate) async fn export_due(&self, folder: &Path) -> Result<usize, Error> {
        let gathered = self.door.now().minus_seconds(GATHERED_SECONDS);
        let mut carriers: BTreeSet<String> = self.carriers_asked_again().await?.into_iter().collect();
        let ripe = |due: &Waiting| due.oldest_due.is_some_and(|oldest| oldest <= gathered);
        carriers.extend(self.carriers_due().await?.into_iter().filter(ripe).map(|due| due.destination));
        let mut sent = 0;
        for carrier in carriers {
            match self.export(&carrier, folder, &|_| {}).await {
                Ok(exported) => sent += usize::try_from(exported.transactions).unwrap_or(0),
                Err(Error::File { path, fault }) => {
                    tracing::error!(carrier, path, fault, "a carrier's file cannot be written");
                }
                Err(fault @ Error::Corrupt(_)) => {
                    tracing::error!(carrier, %fault, "a carrier's file cannot be made");
                }
                Err(fault) => return Err(fault),
            }
        }
        Ok(sent)
    }

    /// The audits of a month: one of each carrier and year with coverage, from the profile's day on. Gives how many went.
    pub(crate) async fn export_audits(&self, folder: &Path) -> Result<usize, Error> {
        let today = self.today();
        let Some(day) = self.profile.enrollment.audit_day.filter(|day| today.day() >= *day) else {
            return Ok(0);
        };
        let since = today.first_of_month().saturating_add(jiff::Span::new().days(day - 1));
        let with_coverage = async |work: &mut Work<'_>| rows::audited(work, today.year()).await;
        let mut sent = 0;
        for WithCoverage { carrier, plan_year, last_at } in self.door.at_work(None, with_coverage).await? {
            if self.went_since(last_at, since) {
                continue;
            }
            match self.export_audit((&carrier, plan_year, Some(since)), folder, &|_| {}).await {
                Ok(audited) => {
                    let audited = audited.unwrap_or_default();
                    for Unsent { enrollment, fault } in audited.unsent {
                        tracing::error!(carrier, enrollment, fault, "left out of an audit file");
                    }
                    sent += usize::from(audited.file.is_some());
                }
                Err(fault) => tracing::error!(carrier, plan_year, %fault, "an audit file cannot be written"),
            }
        }
        Ok(sent)
    }

    /// What is due to a carrier, under the carrier's lock: two never give a number twice.
    async fn export(
        &self,
        carrier: &str,
        folder: &Path,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Exported, Error> {
        let of_carrier = Some(format!("carrier:{carrier}"));
        let once_more = async |work: &mut Work<'_>| self.write_again(work, carrier, folder).await;
        let again = self.door.at_work(of_carrier.as_deref(), once_more).await?;
        let audit = async |work: &mut Work<'_>| self.finish_audit(work, carrier, (folder, &|_| {})).await;
        let audit = self.door.at_work(of_carrier.as_deref(), audit).await?;
        let begin = async |work: &mut Work<'_>| begin_all(work, carrier).await;
        let repeated = self.door.at_work(of_carrier.as_deref(), begin).await?;
        let write = async |work: &mut Work<'_>| self.write_file(work, carrier, folder, progress).await;
        let exported = self.door.at_work(of_carrier.as_deref(), write).await?;
        Ok(Exported { repeated, again, audit, ..exported })
    }

    /// The files that somebody asked for again, byte by byte as they were, under their own numbers.
    async fn write_again(
        &self,
        work: &mut Work<'_>,
        carrier: &str,
        folder: &Path,
    ) -> Result<Vec<PathBuf>, Error> {
        let mut written = Vec::new();
        for rows::Again { number, first_transaction, begun_at } in rows::asked_again(work, carrier).await? {
            let envelope = self.envelope(carrier, (number, first_transaction), begun_at)?;
            let mut file = Unfinished::begin(folder, &envelope)?;
            let mut after = -1;
            loop {
                let placed = rows::in_file(work, carrier, number, after, JOB.batch).await?;
                let Some(last) = placed.last() else { break };
                for Placed { message, .. } in &placed {
                    let said = self.transaction((&message.outbox_key, &message.body), carrier);
                    let put = said.and_then(|said| file.put_transaction(&said));
                    put.map_err(|_| Error::Corrupt("a message that was sent"))?;
                }
                file.put()?;
                after = last.place;
            }
            let now = work.now();
            rows::gone_again(work, carrier, number, now).await?.or_not();
            if let Some(finished) = file.finish()? {
                self.note_finished(work, (carrier, number), &finished).await?;
                written.push(finished.path);
            }
        }
        Ok(written)
    }

    /// The file of the attempt that has begun, in one transaction.
    async fn write_file(
        &self,
        work: &mut Work<'_>,
        carrier: &str,
        folder: &Path,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Exported, Error> {
        let Some(begun_at) = JOB.begun(work, carrier).await? else {
            // Another has been faster.
            return Ok(Exported::default());
        };
        let last = rows::numbers(work, carrier).await?.0;
        let next = (last.interchange + 1, last.transaction_number + 1);
        let envelope = self.envelope(carrier, next, begun_at)?;
        let mut file = Unfinished::begin(folder, &envelope)?;
        let number = i64::from(envelope.control_number);
        let (mut after, mut unsent, mut held) = (String::new(), Vec::new(), BTreeSet::new());
        loop {
            let mut due = JOB.claim(work, Some(carrier), &after).await?;
            let (mut faults, mut placed) = (Vec::with_capacity(due.len()), Vec::with_capacity(due.len()));
            for message in &mut due {
                let place = i64::from(file.written());
                match self.put_message(message, carrier, (&mut file, &held)) {
                    Ok(()) => {
                        placed.push((place, message.outbox_key.clone()));
                        faults.push(None);
                    }
                    Err(fault) => {
                        held.insert(message.subject.clone());
                        unsent.push(Unsent { enrollment: message.subject.clone(), fault: fault.clone() });
                        message.begun_at = None;
                        faults.push(Some(Fault::from(fault)));
                    }
                }
            }
            let (Some(first), Some(last)) = (due.first(), due.last()) else { break };
            file.put()?;
            JOB.settle(work, &due, &faults).await?;
            let now = work.now();
            let items: Vec<_> = placed
                .iter()
                .map(|(place, key)| rows::Item { carrier, number, place: *place, key })
                .collect();
            rows::add_items(work, &items).await?;
            rows::note_sent(work, carrier, &first.outbox_key, &last.outbox_key, now).await?.or_not();
            rows::sent(work, carrier, &first.outbox_key, &last.outbox_key, now).await?.or_not();
            progress(u64::from(file.written()));
            after = last.outbox_key.0.clone();
        }
        let transactions = file.written();
        let finished = file.finish()?;
        if let Some(finished) = &finished {
            self.note_file(work, (carrier, finished), &envelope, (transactions, begun_at)).await?;
        }
        Ok(Exported { file: finished.map(|file| file.path), transactions, unsent, ..Exported::default() })
    }

    /// Writes a message into a file, unless one before it about the same enrollment could not be: then it waits for that.
    fn put_message(
        &self,
        message: &Message,
        carrier: &str,
        (file, held): (&mut Unfinished<'_>, &BTreeSet<String>),
    ) -> Result<(), String> {
        if held.contains(&message.subject) {
            return Err("what comes before it could not be sent".to_owned());
        }
        let said = self.transaction((&message.outbox_key, &message.body), carrier)?;
        file.put_transaction(&said)
    }

    /// The envelope of a carrier's file by its number and that of its first transaction, whose attempt began at an
    /// instant.
    pub(super) fn envelope(
        &self,
        carrier: &str,
        (number, first): (i64, i64),
        begun_at: Instant,
    ) -> Result<Envelope, Error> {
        let number_of = |number: i64| u32::try_from(number).map_err(|_| Error::Corrupt("control number"));
        let party = |id: &str| Party { qualifier: PartyQualifier::MutuallyDefined, id: id.to_owned() };
        Ok(Envelope {
            sender: party(&self.profile.exchange.source_exchange_id),
            receiver: party(carrier),
            control_number: number_of(number)?,
            first_transaction: number_of(first)?,
            created: civil_of(begun_at, &self.profile.exchange.time_zone),
            usage: if self.practice { Usage::Test } else { Usage::Production },
        })
    }

    /// The transaction of a message; the reason in words when there can be none.
    pub(super) fn transaction(
        &self,
        (key, body): (&OutboxKey, &str),
        carrier: &str,
    ) -> Result<Transaction, String> {
        let plain =
            outbox::opened(self.door.seal(), key, body).ok_or("the stored message cannot be opened")?;
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
