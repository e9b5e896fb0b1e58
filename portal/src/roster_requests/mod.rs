//! What agencies and assisters ask of the exchange about accounts, and the resource managers' answers (CERT-2, CERT-9). A
//! request changes nothing: only a resource manager creates an account, moves it, or lets a public detail be shown. It is
//! about accounts alone and touches no association (ASSOC-1).

mod asking;
mod mail;
mod rows;

pub use asking::{MOST_OPEN, OwnRequest, transfer_questions};
pub(crate) use asking::{ask_own, of_agency, own};
pub use rows::RequestRow;
pub(crate) use rows::STATEMENTS;

use crate::{
    ActingOn, Error, Portal, Roster, Session,
    assisters::{self, Agency, AssisterForm, CreatedAssister, Lines, asked_of_agency},
    changes::{self, Change, filled, reason},
};
use domain::{
    form::{Fields, Question},
    name::Name,
    people::{AssisterKey, AssisterKind, RosterRequestKey},
    refusal::Refusal,
    roster::Action,
    roster_request::{RequestKind, RequestState},
    typed::{self, text::paragraph},
};
use door::TheRoster;
use jiff::civil::Date;
use words::Words;

/// The longest list.
const ROWS: i64 = 200;
/// How long an answered request stays on the list: 30 days, in seconds.
const ANSWERED: i64 = 30 * 86_400;
/// The field of a transfer that holds the assister's number.
const NUMBER: &str = "reference";

/// The queue of the resource managers.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    /// What waits, the oldest first.
    pub open: Vec<RequestRow>,
    /// What was answered lately, the newest first.
    pub answered: Vec<RequestRow>,
}

/// One request, with what it would change.
#[derive(Clone, Debug)]
pub struct Request {
    /// The request.
    pub row: RequestRow,
    /// What was filled in: the questions in their order, and the answers.
    pub filled: (Vec<Question>, Fields),
    /// The account it is about, as it stands; of somebody new none.
    pub account: Option<Box<AssisterForm>>,
    /// What would change in that account.
    pub changes: Vec<Change>,
    /// The agencies there are, to create an account.
    pub agencies: Vec<Agency>,
}

/// An answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done, in the account of this version where it changes one.
    Done(i64),
    /// It is declined.
    Declined,
}

impl RequestRow {
    /// Whom it is about; empty for somebody new.
    pub fn about(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    /// Who asked.
    pub fn asker(&self) -> Name {
        Name::new(&*self.asker_given_name, &*self.asker_family_name)
    }

    /// The reference number of whoever is to be transferred.
    pub fn number(&self) -> Option<String> {
        self.lines().ok()?.remove(NUMBER)
    }

    /// What is asked, a line a field.
    pub(crate) fn lines(&self) -> Result<Lines, Error> {
        serde_json::from_str(&self.answers).map_err(|_| Error::Corrupt("a request's answers"))
    }
}

impl Request {
    /// The form of the account that is asked for, filled in, with what the agency's own request says.
    pub fn new_account(&self, today: Date) -> Fields {
        let kind = kind_of(&self.agencies, &self.row);
        let mut lines: Lines = self.row.lines().unwrap_or_default();
        lines.insert("kind".to_owned(), kind.word().to_owned());
        if let Some(agency) = &self.row.agency_key {
            lines.insert("agency".to_owned(), agency.0.clone());
        }
        if kind != AssisterKind::Broker {
            lines.insert("access_approved_on".to_owned(), today.to_string());
        }
        let kind = [("kind".to_owned(), kind.word().to_owned())].into();
        let lines: Vec<_> = lines.into_iter().collect();
        filled(&assisters::questions(&kind, &[]), &lines)
    }
}

impl Portal {
    /// What waits for a resource manager, and what was answered lately.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager.
    pub async fn read_requests(&self, session: &Session) -> Result<Requests, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadRequests, async |acting| {
                let since = acting.now().minus_seconds(ANSWERED);
                Ok(Requests {
                    open: rows::open(acting, ROWS).await?,
                    answered: rows::answered(acting, since, ROWS).await?,
                })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// One request with what it would change.
    ///
    /// # Errors
    /// `NotFound`; `Denied`.
    pub async fn read_request(&self, session: &Session, key: &RosterRequestKey) -> Result<Request, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadRequests, async |acting| {
                acting.target(key);
                let row = rows::one(acting, key).await?.ok_or(Error::NotFound)?;
                self.laid_out(acting, row).await
            })
            .await
            .map(door::Acted::into_value)
    }

    async fn laid_out(&self, acting: &mut ActingOn<'_, Roster>, row: RequestRow) -> Result<Request, Error> {
        let lines = row.lines()?;
        let as_filled = |questions: Vec<Question>| {
            let lines: Vec<_> = lines.iter().map(|(field, line)| (field.clone(), line.clone())).collect();
            let filled = filled(&questions, &lines);
            (questions, filled)
        };
        if row.request_kind == RequestKind::Add {
            let agencies = assisters::agencies(acting).await?;
            let filled = as_filled(asked_of_agency(kind_of(&agencies, &row)));
            return Ok(Request { row, filled, account: None, changes: Vec::new(), agencies });
        }
        let account = match about(acting, &row).await? {
            Some(assister) => Some(self.form_of(acting, &assister).await?),
            None => None,
        };
        let mut changes = Vec::new();
        if let (Some(account), RequestKind::Profile) = (&account, row.request_kind) {
            let (before, after) = (&account.filled, account.with_lines(&lines));
            changes = changes::between(&account.questions(before), before, &after, acting.today());
        }
        Ok(Request {
            row,
            filled: (Vec::new(), Fields::new()),
            account: account.map(Box::new),
            changes,
            agencies: Vec::new(),
        })
    }

    /// Answers a request: what it asks for is done, where it changes an account by itself, or it is declined with a reason.
    /// Whoever asked is told by mail.
    ///
    /// # Errors
    /// `Refused` with `RequestAnswered`, `RecordChanged` when the account was changed since it was read, `ReasonMissing` for
    /// a refusal without one, `TransferImpossible`; `Invalid`; `NotFound`.
    pub async fn answer_request(
        &self,
        session: &Session,
        key: &RosterRequestKey,
        answer: Answer,
        said: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::AnswerRequest, async |acting| {
                acting.target(key);
                let row = rows::one(acting, key).await?.ok_or(Error::NotFound)?;
                let said = match answer {
                    Answer::Declined => reason(said)?,
                    Answer::Done(_) => paragraph(said, changes::LONGEST_REASON).map_err(|fault| {
                        let fault = typed::Fault::from(fault);
                        Error::Invalid(vec![crate::FieldFault::new("reason", fault, "CERT-9")])
                    })?,
                };
                if row.request_state != RequestState::Open
                    || (row.request_kind == RequestKind::Add && answer != Answer::Declined)
                {
                    return Err(Refusal::RequestAnswered.into());
                }
                if let Answer::Done(version) = answer {
                    self.do_as_asked(acting, session, &row, (version, &said)).await?;
                }
                let state = match answer {
                    Answer::Done(_) => RequestState::Done,
                    Answer::Declined => RequestState::Declined,
                };
                self.settle(acting, session, &row, (state, &said)).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Creates the account that an agency asked for (CERT-2): from the form as the resource manager checked it.
    ///
    /// # Errors
    /// As `create_assister`; `Refused(RequestAnswered)`; `NotFound`.
    pub async fn create_requested(
        &self,
        session: &Session,
        key: &RosterRequestKey,
        typed: &Fields,
        portal_address: &str,
    ) -> Result<CreatedAssister, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::CreateAssister, async |acting| {
                let row = rows::one(acting, key).await?.ok_or(Error::NotFound)?;
                if row.request_state != RequestState::Open || row.request_kind != RequestKind::Add {
                    return Err(Refusal::RequestAnswered.into());
                }
                let made = self.create_as(acting, session, typed, portal_address).await?;
                self.settle(acting, session, &row, (RequestState::Done, "")).await?;
                Ok(made)
            })
            .await
            .map(door::Acted::into_value)
    }

    /// What accepting a request changes by itself.
    async fn do_as_asked(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        session: &Session,
        row: &RequestRow,
        (version, said): (i64, &str),
    ) -> Result<(), Error> {
        let lines = match row.request_kind {
            RequestKind::Profile => row.lines()?,
            RequestKind::Transfer => transfer(acting, row).await?,
            RequestKind::Add | RequestKind::Leave | RequestKind::Correct => return Ok(()),
        };
        let assister = about(acting, row).await?.ok_or(Refusal::TransferImpossible)?;
        let asked = Words::default().requests_reason(row.request_kind);
        let reason = if said.is_empty() { &*asked } else { said };
        self.change_as_asked(acting, session, &assister, version, (&lines, reason)).await
    }

    async fn settle(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        session: &Session,
        row: &RequestRow,
        (state, said): (RequestState, &str),
    ) -> Result<(), Error> {
        let now = acting.now();
        let settled = rows::settle(acting, &row.request_key, state, said, now, session.account_key()).await?;
        settled.or(Refusal::RequestAnswered.into())?;
        match (row.request_kind, state) {
            // The change itself is told by its own mail.
            (RequestKind::Profile, RequestState::Done) => Ok(()),
            _ => self.mail_answer(acting, row, (state, said)).await,
        }
    }
}

/// The account that a request is about: a transfer names it by its number.
async fn about(acting: &mut ActingOn<'_, Roster>, row: &RequestRow) -> Result<Option<AssisterKey>, Error> {
    if row.request_kind != RequestKind::Transfer {
        return Ok(row.assister_key.clone());
    }
    let number = row.number().unwrap_or_default();
    Ok(rows::numbered(acting, &number).await?.map(|numbered| numbered.assister_key))
}

/// The kind of assisters of the agency that asks.
fn kind_of(agencies: &[Agency], row: &RequestRow) -> AssisterKind {
    let own = agencies.iter().find(|agency| Some(&agency.agency_key) == row.agency_key.as_ref());
    own.map_or(AssisterKind::Navigator, |agency| agency.kind)
}

/// What a transfer changes: the agency, which approves access by asking for it.
async fn transfer(acting: &mut ActingOn<'_, Roster>, row: &RequestRow) -> Result<Lines, Error> {
    let number = row.number().unwrap_or_default();
    let agencies = assisters::agencies(acting).await?;
    let agency = agencies.into_iter().find(|agency| Some(&agency.agency_key) == row.agency_key.as_ref());
    let (Some(agency), Some(assister)) = (agency, rows::numbered(acting, &number).await?) else {
        return Err(Refusal::TransferImpossible.into());
    };
    if agency.kind != assister.kind {
        return Err(Refusal::TransferImpossible.into());
    }
    let mut lines = Lines::from([("agency".to_owned(), agency.agency_key.0)]);
    if agency.kind != AssisterKind::Broker {
        lines.insert("access_approved_on".to_owned(), acting.today().to_string());
    }
    Ok(lines)
}
