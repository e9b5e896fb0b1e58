//! How an agency and an assister ask.

use super::{NUMBER, rows, rows::RequestRow};
use crate::{
    ActingOn, Agency, Error, FieldFault, OwnProfile, Portal, Session,
    assisters::{Lines, asked_of_agency},
    changes::{self, reason},
    randomness,
};
use domain::{
    agency::Action,
    form::{Answer, AskAssister, Fields, Form, Question, WrongAssister, ask, under_rule, value},
    numbers::ReferenceNumber,
    people::{AssisterKey, RosterRequestKey},
    refusal::Refusal,
    roster_request::RequestKind,
    typed::{self, text::paragraph},
};
use jiff::civil::Date;

/// Requests of one agency that are shown, and that may wait at once: whoever waits for 50 answers sees them all, and can take
/// back what is not needed; the exchange's queue shows 200, and stays one that people can read. More accounts than that
/// come as a roster file.
pub const MOST_OPEN: i64 = 50;

/// A request as the agency sees it that asked.
#[derive(Clone, Debug)]
pub struct OwnRequest {
    /// The request.
    pub row: RequestRow,
    /// What was filled in for somebody new: the questions in their order, and the answers.
    pub filled: (Vec<Question>, Fields),
}

/// What is asked for a transfer.
pub fn transfer_questions() -> Vec<Question> {
    under_rule("CERT-9", [ask(NUMBER, AskAssister::Transfer, Answer::Text)])
}

impl Portal {
    /// Asks the exchange to create an account for somebody new (CERT-2): the whole form filled in, which a resource manager
    /// checks.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused(TooManyOpenRequests)`; `Denied`.
    pub async fn ask_for_account(&self, session: &Session, typed: &Fields, note: &str) -> Result<(), Error> {
        self.door
            .acting_on(session, &session.own_agency(), Action::AskExchange, async |acting| {
                let questions = asked_of_agency(acting.facts().kind);
                let mut form = Form::new(&questions, typed, acting.today());
                if value(typed, "one_name") == "yes" && form.given("given_name").is_some() {
                    form.refuse("given_name", WrongAssister::NameAndBox);
                }
                let lines = form.read(|_| Some(lines(&questions, typed, acting.today())))?;
                put(acting, session, (RequestKind::Add, None), (&lines, &optional(note)?)).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Asks the exchange to transfer an assister of another agency, named by the reference number. Whether there is such a
    /// number is said to the exchange only.
    ///
    /// # Errors
    /// `Invalid` for what can be no number, and for one of the agency's own; `Refused` with `ReasonMissing`,
    /// `TooManyOpenRequests`; `Denied`.
    pub async fn ask_for_transfer(&self, session: &Session, typed: &Fields, why: &str) -> Result<(), Error> {
        self.door
            .acting_on(session, &session.own_agency(), Action::AskExchange, async |acting| {
                let questions = transfer_questions();
                let mut form = Form::new(&questions, typed, acting.today());
                let number = match form.given(NUMBER).map(|text| ReferenceNumber::parse(&text)) {
                    Some(Ok(number)) => number.digits().to_owned(),
                    Some(Err(fault)) => {
                        form.refuse(NUMBER, typed::Fault::from(fault));
                        String::new()
                    }
                    None => String::new(),
                };
                if rows::of_staff(acting, &number).await?.0.found > 0 {
                    form.refuse(NUMBER, WrongAssister::OneOfYours);
                }
                let lines = form.read(|_| Some(Lines::from([(NUMBER.to_owned(), number)])))?;
                put(acting, session, (RequestKind::Transfer, None), (&lines, &reason(why)?)).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Asks the exchange about one of the agency's staff: what is wrong in the account, or that they left.
    ///
    /// # Errors
    /// `Refused` with `ReasonMissing`, `TooManyOpenRequests`; `Invalid`; `NotFound` for anybody who is not of the agency's
    /// staff.
    pub async fn ask_about_staff(
        &self,
        session: &Session,
        assister: &AssisterKey,
        kind: RequestKind,
        why: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &session.own_agency(), Action::AskExchange, async |acting| {
                acting.target(assister);
                let own = rows::of_staff(acting, &assister.0).await?.0.found > 0;
                if !own || !RequestKind::ABOUT_STAFF.contains(&kind) {
                    return Err(Error::NotFound);
                }
                put(acting, session, (kind, Some(assister)), (&Lines::new(), &reason(why)?)).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// One of the agency's own requests, as it was asked.
    ///
    /// # Errors
    /// `NotFound` for another agency's; `Denied`.
    pub async fn read_own_request(
        &self,
        session: &Session,
        key: &RosterRequestKey,
    ) -> Result<OwnRequest, Error> {
        self.door
            .acting_on(session, &session.own_agency(), Action::ReadStaff, async |acting| {
                acting.target(key);
                let row = rows::one_of_agency(acting, key).await?.ok_or(Error::NotFound)?;
                let questions = match row.request_kind {
                    RequestKind::Add => asked_of_agency(acting.facts().kind),
                    _ => Vec::new(),
                };
                let lines: Vec<_> = row.lines()?.into_iter().collect();
                Ok(OwnRequest { filled: (questions.clone(), changes::filled(&questions, &lines)), row })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Takes back what the agency asked and the exchange has not answered yet. Nothing else changes.
    ///
    /// # Errors
    /// `Refused(RequestAnswered)` when the exchange, or another administrator, was first; `NotFound` for another agency's.
    pub async fn take_back_request(&self, session: &Session, key: &RosterRequestKey) -> Result<(), Error> {
        self.door
            .acting_on(session, &session.own_agency(), Action::TakeBackRequest, async |acting| {
                acting.target(key);
                rows::one_of_agency(acting, key).await?.ok_or(Error::NotFound)?;
                let now = acting.now();
                let taken_back = rows::take_back(acting, key, now, session.account_key()).await?;
                taken_back.or(Refusal::RequestAnswered.into())
            })
            .await
            .map(door::Acted::into_value)
    }
}

/// What is written to a request, if anything.
fn optional(note: &str) -> Result<String, Error> {
    paragraph(note, changes::LONGEST_REASON)
        .map_err(|fault| Error::Invalid(vec![FieldFault::new("reason", typed::Fault::from(fault), "CERT-9")]))
}

/// The answers as lines.
fn lines(questions: &[Question], typed: &Fields, today: Date) -> Lines {
    questions
        .iter()
        .map(|question| (question.field.clone(), question.line_of(typed, today)))
        .filter(|(_, line)| !line.is_empty())
        .collect()
}

fn json(lines: &Lines) -> Result<String, Error> {
    serde_json::to_string(lines).map_err(|_| Error::Corrupt("a request's answers"))
}

async fn put(
    acting: &mut ActingOn<'_, Agency>,
    session: &Session,
    (kind, assister): (RequestKind, Option<&AssisterKey>),
    (lines, note): (&Lines, &str),
) -> Result<(), Error> {
    if rows::waiting(acting).await?.0.found >= MOST_OPEN {
        return Err(Refusal::TooManyOpenRequests.into());
    }
    let (key, now) = (RosterRequestKey(randomness::row_key()), acting.now());
    let (by, assister) = (session.account_key(), assister.map(|key| key.0.as_str()));
    rows::ask(acting, &key, kind, assister, &json(lines)?, note, now, by).await?.or(Error::NotFound)
}

/// What an agency asked, the newest first.
pub(crate) async fn of_agency(acting: &mut ActingOn<'_, Agency>) -> Result<Vec<RequestRow>, Error> {
    rows::of_agency(acting, MOST_OPEN).await
}

/// What an assister asked, the newest first.
pub(crate) async fn own(acting: &mut ActingOn<'_, OwnProfile>) -> Result<Vec<RequestRow>, Error> {
    rows::own(acting, 3).await
}

/// An assister asks for other public details, in the place of what was asked before and not answered. Nothing that differs
/// takes back what was asked.
///
/// # Errors
/// `Refused(NothingToChange)` when nothing differs and nothing was asked.
pub(crate) async fn ask_own(
    acting: &mut ActingOn<'_, OwnProfile>,
    session: &Session,
    lines: &Lines,
    note: &str,
) -> Result<(), Error> {
    let (key, now, note) = (RosterRequestKey(randomness::row_key()), acting.now(), optional(note)?);
    let before = rows::forget(acting).await?.any();
    match (lines.is_empty(), before) {
        (true, false) => Err(Refusal::NothingToChange.into()),
        (true, true) => Ok(()),
        (false, _) => {
            let (kind, by) = (RequestKind::Profile, session.account_key());
            rows::ask_own(acting, &key, kind, &json(lines)?, &note, now, by).await?.or(Error::NotFound)
        }
    }
}
