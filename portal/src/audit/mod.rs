//! Whether the audit log is whole (gate 4): every chain, one chain, the newest events, a receipt; against the heads
//! that a checkpoint folder keeps outside the database. How chains are computed is `door`'s. A sealed tree over the
//! chains has its place here.

mod checkpoint;
mod jobs;

pub use checkpoint::Heads;
pub(crate) use jobs::Checkpointing;

use crate::{Error, Portal, associations::Receipt, randomness::sha256_hex};
use door::{ChainFault, ChainHead, ChainReport};
use std::{fmt, ops::ControlFlow, path::Path};

/// A log that is whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Events seen.
    pub events: i64,
    /// Chains seen.
    pub chains: i64,
}

/// The first place where something is wrong, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken(pub String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Broken {
    fn event(subject: &str, fault: &ChainFault) -> Self {
        Self(format!("event {} of {subject} {fault}", fault.number()))
    }

    fn gone(subject: &str, head: &ChainHead) -> Self {
        Self(format!(
            "event {} of {subject} was seen, and the chain is gone: it was deleted, or an older database was restored",
            head.number
        ))
    }
}

/// Whole, or the first place where it is not.
pub type Checked<T> = Result<T, Broken>;

/// A receipt that is as it was issued.
#[derive(Clone, Debug)]
pub struct ReceiptHolds {
    /// Its number.
    pub receipt: String,
    /// The consumer's chain.
    pub subject: String,
    /// The event that names the receipt's hash.
    pub event: i64,
    /// When, in words.
    pub when: String,
}

impl Portal {
    /// Whether the chain of one subject is whole: see `Door::verify_audit`.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn verify_audit(
        &self,
        subject: &str,
        witnessed: Option<&ChainHead>,
    ) -> Result<ChainReport, Error> {
        self.door.verify_audit(subject, witnessed).await
    }

    /// Every subject that has a chain in the audit log.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn audited_subjects(&self) -> Result<Vec<String>, Error> {
        self.door.audited_subjects().await
    }

    /// How many events there are; `None` when counting them takes too long.
    pub async fn audited_events(&self) -> Option<u64> {
        self.door.audited_events().await.ok().and_then(|events| u64::try_from(events).ok())
    }

    /// The heads that a checkpoint folder keeps.
    ///
    /// # Errors
    /// `Error::File`.
    pub fn checkpoint(&self, folder: &Path) -> Result<Checked<Heads>, Error> {
        Heads::read(folder, self.door.seal())
    }

    /// Whether one chain is whole, and holds the head that was seen.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn verify_chain(&self, subject: &str, heads: &Heads) -> Result<Checked<Verified>, Error> {
        let head = heads.head_of(subject);
        let report = self.door.verify_audit(subject, head.as_ref()).await?;
        Ok(match (report.faults.first(), head) {
            (Some(_), Some(head)) if report.events == 0 => Err(Broken::gone(subject, &head)),
            (Some(fault), _) => Err(Broken::event(subject, fault)),
            (None, _) if report.events == 0 => Err(Broken(format!("there is no chain of {subject}"))),
            (None, _) => Ok(Verified { events: report.events, chains: 1 }),
        })
    }

    /// Whether every chain is whole, and holds the head that was seen. `progress` hears how many events more were
    /// seen.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn verify_log(
        &self,
        heads: &Heads,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Checked<Verified>, Error> {
        self.verify_with(heads, &mut |_, _| {}, progress).await
    }

    /// The same; `each` hears the head of every chain that is whole.
    async fn verify_with(
        &self,
        heads: &Heads,
        each: &mut (dyn FnMut(&str, &ChainHead) + Send),
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Checked<Verified>, Error> {
        let (mut verified, mut broken, mut known) = (Verified::default(), None, 0);
        let mut chain = |subject: &str, report: ChainReport| {
            verified.events += report.events;
            verified.chains += 1;
            known += usize::from(heads.knows(subject));
            if let Some(fault) = report.faults.first() {
                broken = Some(Broken::event(subject, fault));
                return ControlFlow::Break(());
            }
            if let Some(head) = &report.head {
                each(subject, head);
            }
            ControlFlow::Continue(())
        };
        self.door.verify_log(&|subject| heads.head_of(subject), &mut chain, progress).await?;
        if broken.is_none() && known < heads.chains() {
            broken = self.first_gone(heads).await?;
        }
        Ok(match broken {
            Some(broken) => Err(broken),
            None => Ok(verified),
        })
    }

    /// A chain that was seen and of which nothing is left.
    async fn first_gone(&self, heads: &Heads) -> Result<Option<Broken>, Error> {
        for subject in heads.subjects() {
            let Some(head) = heads.head_of(subject) else { continue };
            if self.door.verify_audit(subject, Some(&head)).await?.events == 0 {
                return Ok(Some(Broken::gone(subject, &head)));
            }
        }
        Ok(None)
    }

    /// Whether the newest events are what was written.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn verify_newest(&self, events: i64) -> Result<Checked<usize>, Error> {
        let (seen, fault) = self.door.verify_newest(events).await?;
        Ok(match fault {
            Some((subject, fault)) => Err(Broken::event(&subject, &fault)),
            None => Ok(seen),
        })
    }

    /// Whether a receipt that a consumer kept is the one that was issued: the database has it, and the consumer's
    /// chain, which is whole, names its hash.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn verify_receipt(&self, file: &str, heads: &Heads) -> Result<Checked<ReceiptHolds>, Error> {
        let Ok(receipt) = Receipt::from_json(file) else {
            return Ok(Err(Broken("the file is no receipt".to_owned())));
        };
        let (number, sha256) = (receipt.receipt, sha256_hex(file.as_bytes()));
        let Some(found) = self.door.receipt_in_log(&number, &sha256).await? else {
            return Ok(Err(Broken(format!("there is no receipt {number:?} in the database"))));
        };
        let Some((event, at)) = found.event else {
            return Ok(Err(Broken(format!(
                "receipt {number} with the SHA-256 {sha256} was never issued: {} names another one",
                found.subject
            ))));
        };
        if !found.kept {
            return Ok(Err(Broken(format!(
                "receipt {number} in the database is not the one that was issued; event {event} of {} agrees with the file",
                found.subject
            ))));
        }
        let chain = self.verify_chain(&found.subject, heads).await?;
        Ok(chain.map(|_| ReceiptHolds {
            receipt: number,
            subject: found.subject,
            event,
            when: self.moment_in_words(at),
        }))
    }
}
