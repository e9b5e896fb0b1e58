//! What carriers answer (ENR-7): a TA1 or 999 about a file of ours, a confirmation, an ending. It is matched strictly to
//! what was sent; whatever does not match, or is not understood, is left open with its place and its reason, never dropped.

mod folder;
mod matching;
mod rows;

pub(super) use folder::{ASIDE, QUIET, is_finished, names_aside};
pub(crate) use rows::STATEMENTS;
pub use rows::{OpenAnswer, SentFile};

use super::audits::Audits;
use crate::{Error, Portal, book, randomness};
use domain::{
    carrier::{AnswerFault, FileVerdict},
    enrollment::{EnrollmentState, Step},
    people::{ConsumerKey, OutboxKey},
};
use door::Work;
use jiff::civil::Date;
use matching::{Policy, Stops, file_verdict, group_verdict, stops};
use std::collections::BTreeSet;
use x12::{Content, EndReason, Kind, Received, Refusal, Transaction, Usage};

/// Most that is listed.
const LISTED: i64 = 1_000;

/// What came of a file from a carrier.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The name under which it was taken before: then nothing was done now.
    pub before: Option<String>,
    /// Enrollments that are confirmed now.
    pub confirmed: u32,
    /// Enrollments that the carrier cancelled or ended.
    pub ended: u32,
    /// What was said before in another file.
    pub repeated: u32,
    /// Files of ours that the carrier's system has answered.
    pub acknowledged: u32,
    /// What waits for somebody to look at it.
    pub open: u32,
    /// Policies in audit files that were compared with what stands here.
    pub compared: u32,
    /// In how many things the two sides differ.
    pub differences: u32,
    /// Whose coverage ended, for the assisters' lists.
    ended_of: BTreeSet<ConsumerKey>,
}

/// What was done with one item.
enum Done {
    Confirmed,
    Ended,
    Repeated,
    Acknowledged,
    Compared,
}

/// Where an item stands in its file.
struct Place<'a> {
    sha256: &'a str,
    carrier: &'a str,
    interchange: usize,
    segment: usize,
}

impl Portal {
    /// Takes a file that came from a carrier, all of it in one transaction. The same file twice is taken once.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn take_answers(&self, name: &str, bytes: &[u8]) -> Result<Taken, Error> {
        self.take_answers_of(None, name, bytes).await
    }

    /// The same of a file that lay on the server of these carriers: what says that it is of another one is carried out for
    /// nobody.
    pub(crate) async fn take_answers_from(
        &self,
        senders: &[&str],
        name: &str,
        bytes: &[u8],
    ) -> Result<Taken, Error> {
        self.take_answers_of(Some(senders), name, bytes).await
    }

    async fn take_answers_of(
        &self,
        senders: Option<&[&str]>,
        name: &str,
        bytes: &[u8],
    ) -> Result<Taken, Error> {
        // X12 is ASCII; what is neither that nor UTF-8 is read as Latin-1, so that its place can be told.
        let latin = || bytes.iter().map(|byte| char::from(*byte)).collect();
        let text = String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| latin());
        let sha256 = randomness::sha256_hex(bytes);
        let read = x12::read(&text);
        let work = async |work: &mut Work<'_>| {
            if let Some(earlier) = rows::taken(work, &sha256).await? {
                return Ok(Taken { before: Some(earlier.name), ..Taken::default() });
            }
            let items =
                read.iter().map(|one| one.as_ref().map_or(1, |received| received.items.len())).sum::<usize>();
            let (now, items) = (work.now(), i64::try_from(items).unwrap_or(i64::MAX));
            rows::take(work, &sha256, name, now, items).await?.or_not();
            let (mut taken, mut audits) = (Taken::default(), Audits::default());
            for (number, one) in read.iter().enumerate() {
                match one {
                    Ok(received) => {
                        let into = (&mut taken, &mut audits);
                        let sender = received.envelope.sender.id.as_str();
                        let foreign = senders.is_some_and(|senders| !senders.contains(&sender));
                        self.take_one(work, (number + 1, received, foreign), &sha256, into).await?;
                    }
                    Err(refusal) => {
                        let place = Place {
                            sha256: &sha256,
                            carrier: "",
                            interchange: number + 1,
                            segment: refusal.segment,
                        };
                        leave_open(work, &place, &not_understood(refusal), None, &mut taken).await?;
                    }
                }
            }
            let sends = |one: &'_ Received| {
                one.items.iter().any(|item| matches!(item.content, Content::NotUnderstood { .. }))
            };
            let unclear = read.iter().filter_map(|one| one.as_ref().ok()).filter(|one| sends(one));
            audits.lacks(&unclear.map(|one| one.envelope.sender.id.as_str()).collect());
            (taken.compared, taken.differences) = audits.compare(work, &sha256).await?;
            // Last: the lists' counts are held by few and wanted by many.
            book::coverage_ends(work, &taken.ended_of).await?;
            Ok(taken)
        };
        self.door.at_work(Some("carrier_answers"), work).await
    }

    async fn take_one<'r>(
        &self,
        work: &mut Work<'_>,
        (interchange, received, foreign): (usize, &'r Received, bool),
        sha256: &str,
        (taken, audits): (&mut Taken, &mut Audits<'r>),
    ) -> Result<(), Error> {
        let envelope = &received.envelope;
        let carrier = envelope.sender.id.as_str();
        let ours = envelope.receiver.id == self.profile.exchange.source_exchange_id;
        let usage = if self.practice { Usage::Test } else { Usage::Production };
        for item in &received.items {
            let place = Place { sha256, carrier, interchange, segment: item.segment };
            let (outcome, policy) = match &item.content {
                _ if foreign => (Err(stops(AnswerFault::OtherSender, carrier)), None),
                _ if !ours => (Err(stops(AnswerFault::NotForUs, &envelope.receiver.id)), None),
                _ if envelope.usage != usage => (Err(stops(AnswerFault::OtherUsage, "")), None),
                Content::Enrollment(said) if matches!(said.kind, Kind::Audit { .. }) => {
                    let outcome = match said.issuer.hios == carrier {
                        true => {
                            audits.take(carrier, envelope.created.date(), said);
                            Ok(Done::Compared)
                        }
                        false => Err(stops(AnswerFault::OtherCarrier, carrier)),
                    };
                    (outcome, Some(said.policy_id.as_str()))
                }
                Content::Enrollment(said) => {
                    (carry_out(work, carrier, said, taken).await?, Some(said.policy_id.as_str()))
                }
                Content::Group(answer) => {
                    let verdict = group_verdict(answer.verdict);
                    let rejected: Vec<_> =
                        answer.transactions.iter().filter(|one| !one.verdict.is_accepted()).collect();
                    let noted = note_verdict(work, (carrier, answer.group), verdict).await?;
                    if let Noted::New(first) | Noted::Otherwise(first) = noted {
                        for one in &rejected {
                            leave_rejected(work, &place, (answer.group, first), one, taken).await?;
                        }
                    }
                    let taken_whole =
                        matches!(verdict, FileVerdict::Accepted | FileVerdict::AcceptedWithErrors);
                    // Refused, and none of its transactions is named: nobody is told otherwise.
                    let unsaid = (!taken_whole && rejected.is_empty()).then(|| answer.group.to_string());
                    (noted.outcome(answer.group, unsaid), None)
                }
                Content::Interchange(answer) => {
                    let verdict = file_verdict(answer.verdict);
                    let noted = note_verdict(work, (carrier, answer.control_number), verdict).await?;
                    let refused = (verdict == FileVerdict::Rejected).then(|| answer.note.clone());
                    (noted.outcome(answer.control_number, refused), None)
                }
                Content::NotUnderstood { refusal, .. } => (Err(not_understood(refusal)), None),
            };
            match outcome {
                Ok(Done::Confirmed) => taken.confirmed += 1,
                Ok(Done::Ended) => taken.ended += 1,
                Ok(Done::Repeated) => taken.repeated += 1,
                Ok(Done::Acknowledged) => taken.acknowledged += 1,
                // It is counted when all of them are.
                Ok(Done::Compared) => {}
                Err(why) => leave_open(work, &place, &why, policy.map(|key| (key, None)), taken).await?,
            }
        }
        Ok(())
    }

    /// The files that went to carriers, the newest first, and the answers that wait for somebody.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn carrier_files(&self) -> Result<(Vec<SentFile>, Vec<OpenAnswer>), Error> {
        let mut looking = self.door.looking();
        Ok((rows::files(&mut looking, LISTED).await?, rows::open(&mut looking, LISTED).await?))
    }
}

fn not_understood(refusal: &Refusal) -> Stops {
    stops(AnswerFault::NotUnderstood, refusal)
}

/// What became of a word about a file of ours.
#[derive(Clone, Copy)]
enum Noted {
    /// It stands now; the number of the first transaction in the file.
    New(i64),
    /// It was said before.
    Before,
    /// Something else was; what it refuses can be sent again all the same.
    Otherwise(i64),
    /// No file of ours has this number.
    Unknown,
}

impl Noted {
    /// What is done with the answer: a refusal of which nothing else is left waits for somebody, with what is said of it.
    fn outcome(self, number: u32, refused: Option<String>) -> Result<Done, Stops> {
        match (self, refused) {
            (Self::Unknown, _) => Err(stops(AnswerFault::UnknownFile, number)),
            (Self::Otherwise(_), _) => Err(stops(AnswerFault::OtherVerdict, number)),
            (Self::Before, _) => Ok(Done::Repeated),
            (Self::New(_), Some(said)) => Err(stops(AnswerFault::Rejected, said)),
            (Self::New(_), None) => Ok(Done::Acknowledged),
        }
    }
}

/// Notes what a carrier's system made of a file of ours.
async fn note_verdict(
    work: &mut Work<'_>,
    (carrier, number): (&str, u32),
    said: FileVerdict,
) -> Result<Noted, Error> {
    let (now, number) = (work.now(), i64::from(number));
    let Some(file) = rows::file(work, carrier, number).await? else { return Ok(Noted::Unknown) };
    Ok(match said.after(file.verdict) {
        None => Noted::Otherwise(file.first_transaction),
        Some(stands) if Some(stands) == file.verdict => Noted::Before,
        Some(stands) => {
            rows::answered(work, carrier, number, now, stands).await?.or_not();
            Noted::New(file.first_transaction)
        }
    })
}

/// A transaction of ours that the carrier's system did not take.
async fn leave_rejected(
    work: &mut Work<'_>,
    place: &Place<'_>,
    (number, first): (u32, i64),
    answer: &x12::TransactionAcknowledgment,
    taken: &mut Taken,
) -> Result<(), Error> {
    let nth = answer.control_number.parse::<i64>().ok().map(|own| own - first).filter(|nth| *nth >= 0);
    let sent = match nth {
        Some(nth) => rows::sent_as(work, place.carrier, i64::from(number), nth).await?,
        None => None,
    };
    let segments = answer.errors.iter().map(|error| format!("{}:{}", error.id, error.position));
    let detail = [vec![answer.control_number.clone()], segments.collect()].concat().join(", ");
    let about = sent.as_ref().map(|sent| (&*sent.enrollment_key.0, Some(&sent.outbox_key)));
    leave_open(work, place, &stops(AnswerFault::Rejected, detail), about, taken).await
}

async fn leave_open(
    work: &mut Work<'_>,
    place: &Place<'_>,
    why: &Stops,
    about: Option<(&str, Option<&OutboxKey>)>,
    taken: &mut Taken,
) -> Result<(), Error> {
    let (key, now) = (randomness::row_key(), work.now());
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (interchange, segment) = (number(place.interchange), number(place.segment));
    rows::leave_open(
        work,
        &key,
        place.sha256,
        place.carrier,
        interchange,
        segment,
        why.fault,
        &why.detail,
        about.map(|(enrollment, _)| enrollment),
        about.and_then(|(_, sent)| sent.cloned()),
        now,
    )
    .await?
    .or_not();
    taken.open += 1;
    Ok(())
}

/// Does what a carrier says of an enrollment, when it is what we told it.
async fn carry_out(
    work: &mut Work<'_>,
    carrier: &str,
    said: &Transaction,
    taken: &mut Taken,
) -> Result<Result<Done, Stops>, Error> {
    let policy = match Policy::of(rows::known(work, &said.policy_id).await?) {
        Some(policy) => policy,
        None => return Ok(Err(stops(AnswerFault::UnknownPolicy, &said.policy_id))),
    };
    if let Err(why) = policy.matches(carrier, said) {
        return Ok(Err(why));
    }
    let (state, start, ends_on) = (policy.first.state, policy.first.effective_on, policy.first.ends_on);
    let (step, last_day, reason) = match said.kind {
        Kind::Effectuation if state == EnrollmentState::Effectuated => return Ok(Ok(Done::Repeated)),
        Kind::Effectuation => (Step::Effectuate, None, None),
        Kind::Cancel(_) if state == EnrollmentState::Cancelled => return Ok(Ok(Done::Repeated)),
        Kind::Cancel(reason) => (Step::Void, None, Some(reason)),
        Kind::Terminate { end, .. } if state == EnrollmentState::Terminated && ends_on == Some(end) => {
            return Ok(Ok(Done::Repeated));
        }
        Kind::Terminate { end, reason } => {
            (Step::Terminate { start, ends_on, last_day: end }, Some(end), Some(reason))
        }
        Kind::ReinstatedByIssuer => return Ok(Err(stops(AnswerFault::Reinstated, state.word()))),
        Kind::Initial
        | Kind::InitialAfterChange
        | Kind::ChangeOfBroker { .. }
        | Kind::MembersLeave { .. }
        | Kind::Reinstate
        | Kind::Audit { .. } => {
            return Ok(Err(stops(AnswerFault::NotAnAnswer, "")));
        }
    };
    let next = match state.after(step) {
        Ok(next) => next,
        Err(refused) if matches!(step, Step::Terminate { .. }) && state.is_live() => {
            return Ok(Err(stops(AnswerFault::LastDay, refused)));
        }
        Err(refused) => return Ok(Err(stops(AnswerFault::WrongState, refused))),
    };
    let done = write_down(work, &policy, said, (next, last_day, reason)).await?;
    if let Ok(Done::Ended) = done {
        taken.ended_of.insert(policy.first.consumer_key);
    }
    Ok(done)
}

/// The step, and what follows from it; refused when somebody else was faster.
async fn write_down(
    work: &mut Work<'_>,
    policy: &Policy,
    said: &Transaction,
    (state, last_day, reason): (EnrollmentState, Option<Date>, Option<EndReason>),
) -> Result<Result<Done, Stops>, Error> {
    let (key, consumer) = (said.policy_id.as_str(), &policy.first.consumer_key);
    let changed = match reason {
        None => {
            let (policy, subscriber) =
                (said.issuer_policy_id.as_deref(), said.issuer_subscriber_id.as_deref());
            rows::confirm(work, key, policy, subscriber).await?
        }
        Some(reason) => {
            let word = super::end_word(reason);
            let ended = policy.first.ends_on.map(|day| day.to_string()).unwrap_or_default();
            rows::end(work, key, policy.first.state, &ended, state, last_day, word).await?
        }
    };
    if !changed.any() {
        return Ok(Err(stops(AnswerFault::WrongState, "")));
    }
    let (step_key, now) = (randomness::row_key(), work.now());
    rows::add_step(work, &step_key, consumer, key, now, state).await?.or_not();
    if reason.is_none() {
        return Ok(Ok(Done::Confirmed));
    }
    rows::release(work, key).await?.or_not();
    Ok(Ok(Done::Ended))
}
