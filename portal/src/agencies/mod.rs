//! The resource manager's agencies and organizations (CERT-9): create, certify, correct, suspend, merge. Whether their
//! assisters may act is asked at every request from their state, their certification and their contract (CERT-1), so that
//! a suspension stops all of them at once. Who keeps an agency's roster for it stands in `administrators`. Nothing here
//! touches an association (ASSOC-1).

mod administrators;
mod form;
mod mail;
mod provisioning;
mod rows;

pub use administrators::{Administrators, administrator_questions};
pub use form::{merging, questions};
pub use provisioning::{ProvisionedAgency, ProvisionedGroup, WantedGroup};
pub(crate) use rows::STATEMENTS;
pub use rows::{Administrator, AgencyName, AgencyRow, Contact, ListedAgency};

use crate::{
    ActingOn, Error, FieldFault, Portal, Roster, Session,
    assisters::ROWS,
    changes::{self, Change, KeptChange, reason},
    randomness,
};
use domain::{
    agency::{AgencyState, AgencyStep},
    certification::Missing,
    form::{Fields, Form, WrongAgency},
    people::{AgencyKey, AssisterKind},
    refusal::Refusal,
    roster::Action,
    typed::{Fault, text},
};
use door::TheRoster;
use form::{Details, filled};

/// Which part of the list.
#[derive(Clone, Debug, Default)]
pub struct AgenciesWanted {
    /// Part of a name.
    pub search: String,
    /// Only this kind.
    pub kind: Option<AssisterKind>,
    /// The last one of the page before.
    pub after: Option<AgencyKey>,
}

/// A page of the list.
#[derive(Clone, Debug, Default)]
pub struct AgencyList {
    /// In the order of names.
    pub lines: Vec<ListedAgency>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<AgencyKey>,
}

/// One agency, with its history.
#[derive(Clone, Debug)]
pub struct AgencyRecord {
    /// The record.
    pub row: AgencyRow,
    /// Whom to talk to.
    pub contacts: Vec<Contact>,
    /// What is missing today for its assisters to act.
    pub missing: Vec<Missing>,
    /// What was changed, newest first.
    pub changes: Vec<KeptChange>,
    /// The others of its kind, where one is chosen to merge it into.
    pub others: Vec<AgencyName>,
    /// The record as a filled-in form.
    pub filled: Fields,
}

impl Portal {
    /// A page of the agencies in the order of names.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager; `Invalid` for a search that is none.
    pub async fn read_agencies(
        &self,
        session: &Session,
        wanted: &AgenciesWanted,
    ) -> Result<AgencyList, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ListAgencies, async |acting| {
                let search = text::any_line(&wanted.search).map_err(|fault| {
                    Error::Invalid(vec![FieldFault::new("search", Fault::from(fault), "CERT-9")])
                })?;
                let name = text::part_of(&search);
                let kind = wanted.kind.map_or("", AssisterKind::word);
                let after = wanted.after.as_ref().map_or("", |key| key.0.as_str());
                let mut lines = rows::page(acting, kind, &name, after, ROWS + 1).await?;
                let full = usize::try_from(ROWS).unwrap_or(usize::MAX);
                let more = lines.len() > full;
                lines.truncate(full);
                let next = lines.last().filter(|_| more).map(|line| line.agency_key.clone());
                Ok(AgencyList { lines, next })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// One agency with its people and its history.
    ///
    /// # Errors
    /// `NotFound`; `Denied`.
    pub async fn read_agency(&self, session: &Session, agency: &AgencyKey) -> Result<AgencyRecord, Error> {
        self.read_agency_with(session, agency, async |acting, record| {
            record.changes = changes::of(acting, &agency.0).await?;
            Ok(())
        })
        .await
    }

    /// One agency with the others of its kind, into which it can be merged.
    ///
    /// # Errors
    /// `NotFound`; `Denied`.
    pub async fn read_agency_to_merge(
        &self,
        session: &Session,
        agency: &AgencyKey,
    ) -> Result<AgencyRecord, Error> {
        self.read_agency_with(session, agency, async |acting, record| {
            record.others = rows::others(acting, agency).await?;
            Ok(())
        })
        .await
    }

    async fn read_agency_with(
        &self,
        session: &Session,
        agency: &AgencyKey,
        more: impl AsyncFnOnce(&mut ActingOn<'_, Roster>, &mut AgencyRecord) -> Result<(), Error>,
    ) -> Result<AgencyRecord, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadAgency, async |acting| {
                acting.target(agency);
                let row = rows::read(acting, agency).await?.0;
                let contacts = rows::contacts(acting, agency).await?;
                let mut record = AgencyRecord {
                    missing: row.standing.missing_on(acting.today()),
                    changes: Vec::new(),
                    others: Vec::new(),
                    filled: filled(&row, &contacts),
                    row,
                    contacts,
                };
                more(acting, &mut record).await?;
                Ok(record)
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Creates an agency. Its assisters may act once it is certified and its contract is in force.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused(AgencyNameTaken)`.
    pub async fn create_agency(&self, session: &Session, typed: &Fields) -> Result<AgencyKey, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::CreateAgency, async |acting| {
                let details = Details::read(&questions(), typed, acting.today())?;
                let key = AgencyKey(randomness::row_key());
                acting.target(&key);
                refuse_twin(acting, &key, &details).await?;
                details.insert(acting, &key).await.map_err(taken)?;
                Ok(key)
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Corrects an agency, with a reason: its name, its contract, whom to talk to.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused` with `RecordChanged` when somebody else changed it since `version`,
    /// `NothingToChange`, `AgencyNameTaken`, `ReasonMissing`; `NotFound`.
    pub async fn correct_agency(
        &self,
        session: &Session,
        agency: &AgencyKey,
        version: i64,
        (typed, why): (&Fields, &str),
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::CorrectAgency, async |acting| {
                acting.target(agency);
                let row = rows::read(acting, agency).await?.0;
                let before = filled(&row, &rows::contacts(acting, agency).await?);
                let details = Details::read(&questions(), typed, acting.today())?;
                if details.kind != row.kind && row.assisters > 0 {
                    return Err(vec![FieldFault::new("kind", WrongAgency::HasAssisters, "CERT-9")].into());
                }
                let changes = changes::between(&questions(), &before, typed, acting.today());
                if changes.is_empty() {
                    return Err(Refusal::NothingToChange.into());
                }
                let why = reason(why)?;
                refuse_twin(acting, agency, &details).await?;
                let changed = details.update(acting, agency, version).await.map_err(taken)?;
                changed.or(Refusal::RecordChanged.into())?;
                changes::keep(acting, session, &agency.0, &changes, &why).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Certifies, suspends or reinstates an agency, with a reason: it takes effect for all its assisters at their next
    /// request (CERT-7).
    ///
    /// # Errors
    /// `Refused(AgencyStepRefused)` from a state that has no such step, `Refused(ReasonMissing)`, `Invalid`, `NotFound`.
    pub async fn step_agency(
        &self,
        session: &Session,
        agency: &AgencyKey,
        step: AgencyStep,
        why: &str,
    ) -> Result<(), Error> {
        let action = match step {
            AgencyStep::Certify => Action::CertifyAgency,
            AgencyStep::Suspend => Action::SuspendAgency,
            AgencyStep::Reinstate => Action::ReinstateAgency,
        };
        self.door
            .acting_on(session, &TheRoster, action, async |acting| {
                acting.target(agency);
                let row = rows::read(acting, agency).await?.0;
                let why = reason(why)?;
                if !row.standing.allows(step) || row.merged_into.is_some() {
                    return Err(Refusal::AgencyStepRefused.into());
                }
                let today = acting.today();
                let (changed, change) = match step {
                    AgencyStep::Certify => {
                        (rows::certify(acting, agency, today).await?, ("certified", "", &*today.to_string()))
                    }
                    AgencyStep::Suspend => (
                        rows::set_state(acting, agency, AgencyState::Active, AgencyState::Suspended).await?,
                        ("state", AgencyState::Active.word(), AgencyState::Suspended.word()),
                    ),
                    AgencyStep::Reinstate => (
                        rows::set_state(acting, agency, AgencyState::Suspended, AgencyState::Active).await?,
                        ("state", AgencyState::Suspended.word(), AgencyState::Active.word()),
                    ),
                };
                changed.or(Refusal::AgencyStepRefused.into())?;
                changes::keep(acting, session, &agency.0, &[Change::of(change)], &why).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Merges an agency into another of its kind, with a reason: its assisters belong to the other one from now on, and
    /// it stands no more in any list.
    ///
    /// # Errors
    /// `Refused` with `AgenciesDiffer`, `ReasonMissing`; `Invalid`; `NotFound`.
    pub async fn merge_agencies(
        &self,
        session: &Session,
        agency: &AgencyKey,
        (typed, why): (&Fields, &str),
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::MergeAgencies, async |acting| {
                acting.target(agency);
                let row = rows::read(acting, agency).await?.0;
                let others = rows::others(acting, agency).await?;
                let questions = merging(&others);
                let form = Form::new(&questions, typed, acting.today());
                let into = form.read(|form| form.given("into").map(AgencyKey))?;
                let why = reason(why)?;
                let Some(other) = others.into_iter().find(|other| other.agency_key == into) else {
                    return Err(Refusal::AgenciesDiffer.into());
                };
                let into = &into;
                rows::merged(acting, agency, into).await?.or(Refusal::AgenciesDiffer.into())?;
                rows::move_staff(acting, agency, into).await?.or_not();
                rows::move_administrators(acting, agency, into).await?.or_not();
                rows::move_invitations(acting, agency, into).await?.or_not();
                rows::move_requests(acting, agency, into).await?.or_not();
                let gone = Change::of(("merged_into", "", &other.name));
                changes::keep(acting, session, &agency.0, &[gone], &why).await?;
                let came = Change::of(("merged", "", &row.name));
                changes::keep(acting, session, &into.0, &[came], &why).await
            })
            .await
            .map(door::Acted::into_value)
    }
}

async fn refuse_twin(
    acting: &mut ActingOn<'_, Roster>,
    key: &AgencyKey,
    details: &Details,
) -> Result<(), Error> {
    match rows::same_name(acting, key, &details.name).await?.0.found {
        0 => Ok(()),
        _ => Err(Refusal::AgencyNameTaken.into()),
    }
}

/// The database's own refusal of a second agency of the same name.
fn taken(fault: Error) -> Error {
    if fault.is_duplicate() { Refusal::AgencyNameTaken.into() } else { fault }
}
