//! How every job handles its messages: claimed with a lease, in their order; then done, or due again after a pause
//! that grows; given up after so many tries, with the fault in the row for whoever runs the portal to see.

use super::rows::{self, Message, Undelivered, Waiting};
use crate::Error;
use domain::{
    instant::Instant,
    outbox::{Kind, pause_after},
};
use door::{Door, Work};

/// A job: what it delivers, and when it gives up.
pub(crate) struct Job {
    /// Its messages.
    pub(crate) kind: Kind,
    /// How long one worker holds a message before another may try.
    pub(crate) lease_seconds: i64,
    /// Tries before a message is given up.
    pub(crate) tries: i64,
    /// Messages claimed at a time: memory does not grow with what is due.
    pub(crate) batch: i64,
}

/// Why a message was not delivered.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// In a word, for whoever runs the portal.
    pub(crate) word: String,
    /// Trying again is in vain: it is given up.
    pub(crate) for_good: bool,
}

impl From<String> for Fault {
    fn from(word: String) -> Self {
        Self { word, for_good: false }
    }
}

/// Most messages that are listed.
const LISTED: i64 = 1000;

impl Job {
    /// Claims the next messages that are due: nobody else has them before their lease ends. `of` one destination or
    /// of all, `after` a key.
    pub(crate) async fn claim(
        &self,
        work: &mut Work<'_>,
        of: Option<&str>,
        after: &str,
    ) -> Result<Vec<Message>, Error> {
        let now = work.now();
        let lease = now.plus_seconds(self.lease_seconds);
        let mut claimed = rows::claim(work, lease, now, self.kind, of, after, self.tries, self.batch).await?;
        claimed.sort_by(|one, other| one.outbox_key.cmp(&other.outbox_key));
        Ok(claimed)
    }

    /// Notes that the attempt at a message begins, to be made durable before it does; whether the message is still
    /// in these hands. `begun_at` stays what it was at the claim: what is known of earlier attempts.
    pub(crate) async fn begin(&self, work: &mut Work<'_>, message: &Message) -> Result<bool, Error> {
        let now = work.now();
        Ok(rows::begin(work, &message.outbox_key, message.lease_until, now).await?.any())
    }

    /// When the attempt at what is due to a destination began, if one has.
    pub(crate) async fn begun(&self, work: &mut Work<'_>, of: &str) -> Result<Option<Instant>, Error> {
        Ok(rows::begun(work, self.kind, of).await?.0.begun_at)
    }

    /// Tells what became of messages of one claim and one destination, in their order: each with its fault, if any.
    /// With a fault, `begun_at` says whether an attempt may have succeeded all the same.
    pub(crate) async fn settle(
        &self,
        work: &mut Work<'_>,
        messages: &[Message],
        faults: &[Option<Fault>],
    ) -> Result<(), Error> {
        let now = work.now();
        for (Message { outbox_key, attempts, lease_until, begun_at, .. }, fault) in
            messages.iter().zip(faults)
        {
            let Some(Fault { word, for_good }) = fault else { continue };
            let (job, given_up) = (self.kind.word(), *for_good || *attempts >= self.tries);
            match given_up {
                true => tracing::error!(job, %outbox_key, fault = word, attempts, "given up"),
                false => tracing::warn!(job, %outbox_key, fault = word, attempts, "not delivered"),
            }
            let due_at = now.plus_seconds(pause_after(*attempts));
            let least = if given_up { self.tries } else { 0 };
            rows::again(work, outbox_key, *lease_until, due_at, word, *begun_at, least).await?.or_not();
        }
        if let ([first, ..], [.., last]) = (messages, messages)
            && faults.iter().any(Option::is_none)
        {
            let (from, to) = (&first.outbox_key, &last.outbox_key);
            rows::done(work, now, self.kind, &first.destination, from, to, first.lease_until).await?.or_not();
        }
        Ok(())
    }

    /// Makes due what waits for its pause to end or was given up. `of` one destination, or of all.
    pub(crate) async fn anew(&self, work: &mut Work<'_>, of: Option<&str>) -> Result<(), Error> {
        let now = work.now();
        rows::anew(work, self.kind, of, now).await?.or_not();
        Ok(())
    }

    /// What waits, by destination.
    pub(crate) async fn waiting(&self, door: &Door) -> Result<Vec<Waiting>, Error> {
        rows::waiting(&mut door.looking(), self.kind, door.now(), self.tries).await
    }

    /// What was tried in vain, oldest first.
    pub(crate) async fn undelivered(&self, door: &Door) -> Result<Vec<Undelivered>, Error> {
        rows::undelivered(&mut door.looking(), self.kind, door.now(), self.tries, LISTED).await
    }
}
