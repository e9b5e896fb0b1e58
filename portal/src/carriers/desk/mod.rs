//! What the exchange's staff see of carriers and do about it (ENR-7): what waits, what was sent and how it was answered;
//! a file goes again, an answer that could not be carried out is settled.

mod rows;

pub(crate) use rows::STATEMENTS;

use super::{OpenAnswer, SentFile, Ways};
use crate::{Error, Portal, Session, changes::reason, outbox::Waiting};
use domain::{carrier::FileVerdict, instant::Instant, people::AnswerKey, refusal::Refusal, roster::Action};
use door::{Roster, TheRoster};

/// What waits for carriers, what went to them, and what of their answers waits for somebody.
#[derive(Clone, Debug)]
pub struct CarrierFiles {
    /// What waits, a line a carrier.
    pub due: Vec<Waiting>,
    /// The files, the newest first.
    pub files: Vec<SentFile>,
    /// The answers that wait.
    pub open: Vec<OpenAnswer>,
    /// How the ways to carriers' servers stand, and what waits to be brought there.
    pub ways: Ways,
}

impl SentFile {
    /// Whether it can be sent again: the same file when nobody answered it, what was in it when it was refused.
    pub fn goes_again(&self) -> bool {
        self.audit_year.is_none() && goes_again(self.verdict, self.again_asked_at, self.sent_again_at)
    }
}

/// What is due again must not come after something that is on its way: that is written once more first.
async fn nothing_in_doubt(acting: &mut crate::ActingOn<'_, Roster>, carrier: &str) -> Result<(), Error> {
    match rows::in_doubt(acting, carrier).await?.0.messages {
        0 => Ok(()),
        _ => Err(Refusal::FileNotAgain.into()),
    }
}

fn goes_again(verdict: Option<FileVerdict>, asked: Option<Instant>, gone: Option<Instant>) -> bool {
    match verdict {
        None | Some(FileVerdict::Received) => asked.is_none(),
        Some(FileVerdict::Rejected) => gone.is_none(),
        Some(FileVerdict::Accepted | FileVerdict::AcceptedWithErrors | FileVerdict::PartlyAccepted) => false,
    }
}

impl Portal {
    /// How everything stands with the carriers.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager.
    pub async fn read_carrier_files(&self, session: &Session) -> Result<CarrierFiles, Error> {
        let looks = async |_: &mut crate::ActingOn<'_, Roster>| Ok(());
        self.door.acting_on(session, &TheRoster, Action::ReadCarrierFiles, looks).await?;
        let (files, open) = self.carrier_files().await?;
        let (due, ways) = self.ways_beside(&files).await?;
        Ok(CarrierFiles { due, files, open, ways })
    }

    /// Sends a file to its carrier again. A file that nobody answered, or of which only the envelope was received, goes once
    /// more as it was, under its own number: it was lost on its way. One that the carrier refused is replaced: what was in it is due again, in a new file.
    /// Says whether it was replaced.
    ///
    /// # Errors
    /// `NotFound`; `Refused(FileNotAgain)` when the carrier has it, or it goes again already; `Denied`.
    pub async fn send_file_again(
        &self,
        session: &Session,
        carrier: &str,
        number: i64,
    ) -> Result<bool, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::SendFileAgain, async |acting| {
                acting.target(&format!("{carrier}/{number}"));
                let now = acting.now();
                let file = rows::stands(acting, carrier, number).await?.ok_or(Error::NotFound)?;
                // Of an audit another one is written: it says how things stand.
                let again = goes_again(file.verdict, file.again_asked_at, file.sent_again_at);
                if file.audit_year.is_some() || !again {
                    return Err(Refusal::FileNotAgain.into());
                }
                let replaced = file.verdict == Some(FileVerdict::Rejected);
                rows::try_now(acting, carrier).await?.or_not();
                if replaced {
                    nothing_in_doubt(acting, carrier).await?;
                    rows::replace(acting, carrier, number, now).await?.or(Refusal::FileNotAgain.into())?;
                    rows::due_again(acting, carrier, number).await?.or_not();
                } else {
                    rows::ask_again(acting, carrier, number, now).await?.or(Refusal::FileNotAgain.into())?;
                }
                Ok(replaced)
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Sends one transaction of ours again that a carrier's system did not take, and what was said of the same enrollment
    /// after it: in the carrier's next file. The answer is settled with that.
    ///
    /// # Errors
    /// `NotFound` when the answer is about none of ours; `Refused(AnswerSettled)` when somebody else was faster; `Denied`.
    pub async fn send_transaction_again(&self, session: &Session, key: &AnswerKey) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::SendFileAgain, async |acting| {
                acting.target(key);
                let answer = rows::settled(acting, key).await?.ok_or(Error::NotFound)?;
                let message = answer.outbox_key.ok_or(Error::NotFound)?;
                nothing_in_doubt(acting, &answer.carrier).await?;
                let (now, how) = (acting.now(), self.words_of(session.context()).carriers_sent_again());
                rows::settle(acting, key, now, session.account_key(), &how)
                    .await?
                    .or(Refusal::AnswerSettled.into())?;
                // It may be due already, with one before it.
                rows::message_due_again(acting, &answer.carrier, &message).await.map(door::Changed::or_not)
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Settles an answer that could not be carried out, with what was done about it.
    ///
    /// # Errors
    /// `NotFound`; `Refused(ReasonMissing)`; `Refused(AnswerSettled)` when somebody else was faster; `Denied`.
    pub async fn settle_answer(&self, session: &Session, key: &AnswerKey, how: &str) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::SettleAnswer, async |acting| {
                acting.target(key);
                let (now, how) = (acting.now(), reason(how)?);
                rows::settled(acting, key).await?.ok_or(Error::NotFound)?;
                rows::settle(acting, key, now, session.account_key(), &how)
                    .await?
                    .or(Refusal::AnswerSettled.into())
            })
            .await
            .map(door::Acted::into_value)
    }
}
