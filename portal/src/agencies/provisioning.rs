//! Agencies as identity systems keep them (SCIM): a group with the assisters who work there as its members. One that is made
//! here waits: the exchange has not certified it, so that its assisters cannot act (CERT-1). Certifying, suspending and
//! merging stay with resource managers.

use super::{
    AgencyStep, Details, filled,
    form::questions,
    refuse_twin,
    rows::{self, Member},
    taken,
};
use crate::{
    ActingOn, Error, Portal, Roster, Session,
    assisters::{PartOf, program, why},
    changes::{self, Change},
    randomness,
};
use domain::{
    form::{Fields, Need, Question},
    people::{AgencyKey, AssisterKey},
    refusal::Refusal,
    roster::Action,
};
use door::TheRoster;
use jiff::civil::Date;

pub use rows::ProvisionedAgency;

/// Agencies that are looked through at a time.
const AT_A_TIME: i64 = 200;

/// An agency with its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvisionedGroup {
    /// The agency.
    pub row: ProvisionedAgency,
    /// Who works there, in the order of their keys.
    pub members: Vec<AssisterKey>,
}

/// What an identity system wants an agency to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedGroup {
    /// Its name.
    pub name: String,
    /// The identity system's own key.
    pub external_id: Option<String>,
    /// Who works there.
    pub members: Vec<AssisterKey>,
}

/// The questions of the form, of which an identity system answers the name; the others wait.
fn about_the_name() -> Vec<Question> {
    let mut asking = questions();
    for question in &mut asking {
        if question.need == Need::Required && !["kind", "name"].contains(&&*question.field) {
            question.need = Need::NotNow;
        }
    }
    asking
}

async fn read(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    key: &AgencyKey,
) -> Result<ProvisionedGroup, Error> {
    acting.target(key);
    let row = rows::provisioned(acting, key, program(session)?.kind).await?.ok_or(Error::NotFound)?;
    let members = rows::members(acting, &key.0, &key.0).await?;
    Ok(ProvisionedGroup { row, members: members.into_iter().map(|member| member.assister_key).collect() })
}

/// The agencies of a page, the newest first, each with its members.
async fn with_members(
    acting: &mut ActingOn<'_, Roster>,
    page: Vec<ProvisionedAgency>,
) -> Result<Vec<ProvisionedGroup>, Error> {
    let (Some(first), Some(last)) = (page.first(), page.last()) else { return Ok(Vec::new()) };
    let members = rows::members(acting, &last.agency_key.0, &first.agency_key.0).await?;
    let of = |key: &AgencyKey| {
        let own = members.iter().filter(|member| member.agency_key == *key);
        own.map(|Member { assister_key, .. }| assister_key.clone()).collect()
    };
    Ok(page.into_iter().map(|row| ProvisionedGroup { members: of(&row.agency_key), row }).collect())
}

fn read_answers(fields: &Fields, today: Date) -> Result<Details, Error> {
    Details::read(&about_the_name(), fields, today)
}

impl Portal {
    /// One agency with its members.
    ///
    /// # Errors
    /// `NotFound`, also for an agency of another kind; `Denied` for people.
    pub async fn read_provisioned_agency(
        &self,
        session: &Session,
        key: &AgencyKey,
    ) -> Result<ProvisionedGroup, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadAgency, async |acting| {
                read(acting, session, key).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// A part of the agencies, the newest first, and how many there are of them.
    ///
    /// # Errors
    /// `Denied` for people.
    pub async fn list_provisioned_agencies(
        &self,
        session: &Session,
        part: &PartOf<'_, ProvisionedGroup>,
    ) -> Result<(Vec<ProvisionedGroup>, usize), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ListAgencies, async |acting| {
                let kind = program(session)?.kind;
                let (mut kept, mut found, mut before) = (Vec::new(), 0, String::new());
                loop {
                    let some = rows::provisioned_before(acting, kind, &before, AT_A_TIME).await?;
                    let Some(last) = some.last() else { return Ok((kept, found)) };
                    before.clone_from(&last.agency_key.0);
                    for one in with_members(acting, some).await? {
                        part.count(one, &mut kept, &mut found);
                    }
                }
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Makes an agency that waits for its certification, with its members.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused(AgencyNameTaken)`; `NotFound` for a member that there is not.
    pub async fn provision_agency(
        &self,
        session: &Session,
        wanted: &WantedGroup,
    ) -> Result<ProvisionedGroup, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::CreateAgency, async |acting| {
                let kind = program(session)?.kind;
                let typed = [("kind", kind.word()), ("name", &wanted.name)];
                let typed = typed.map(|(field, answer)| (field.to_owned(), answer.to_owned())).into();
                let details = read_answers(&typed, acting.today())?;
                let key = AgencyKey(randomness::row_key());
                acting.target(&key);
                refuse_twin(acting, &key, &details).await?;
                details.insert(acting, &key).await.map_err(taken)?;
                rows::call(acting, &key, wanted.external_id.as_deref()).await?.or_not();
                let made = read(acting, session, &key).await?;
                self.staff(acting, session, &made, &wanted.members).await?;
                read(acting, session, &key).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Changes an agency's name and members into what is wanted, with the history of the pages (CERT-9).
    ///
    /// # Errors
    /// As `provision_agency`; `Refused(RecordChanged)` when somebody changed it since it was read.
    pub async fn reprovision_agency(
        &self,
        session: &Session,
        before: &ProvisionedGroup,
        wanted: &WantedGroup,
    ) -> Result<ProvisionedGroup, Error> {
        let (key, row) = (&before.row.agency_key, &before.row);
        if (&row.name, &row.external_id, &before.members)
            == (&wanted.name, &wanted.external_id, &wanted.members)
        {
            return Ok(before.clone());
        }
        self.door
            .acting_on(session, &TheRoster, Action::CorrectAgency, async |acting| {
                let stands = read(acting, session, key).await?;
                if stands != *before {
                    return Err(Refusal::RecordChanged.into());
                }
                let mut changes = Vec::new();
                if row.name != wanted.name {
                    let full = rows::read(acting, key).await?.0;
                    let mut typed = filled(&full, &rows::contacts(acting, key).await?);
                    drop(typed.insert("name".to_owned(), wanted.name.clone()));
                    let details = read_answers(&typed, acting.today())?;
                    refuse_twin(acting, key, &details).await?;
                    let changed = details.update(acting, key, row.version).await.map_err(taken)?;
                    changed.or(Refusal::RecordChanged.into())?;
                    changes.push(Change::of(("name", &row.name, &details.name)));
                }
                if row.external_id != wanted.external_id {
                    rows::call(acting, key, wanted.external_id.as_deref()).await?.or_not();
                    let text = |text: &Option<String>| text.clone().unwrap_or_default();
                    let (was, becomes) = (text(&row.external_id), text(&wanted.external_id));
                    changes.push(Change::of(("external_id", &was, &becomes)));
                }
                changes::keep(acting, session, &key.0, &changes, &why(session)?).await?;
                self.staff(acting, session, &stands, &wanted.members).await?;
                read(acting, session, key).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Removes an agency that the exchange never certified; its members belong to none from then on. Nothing but its events
    /// is left of it.
    ///
    /// # Errors
    /// `Refused` with `AgencyCertified`, `RecordChanged`; `NotFound`; `Denied`.
    pub async fn remove_provisioned_agency(
        &self,
        session: &Session,
        key: &AgencyKey,
        before: Option<&ProvisionedGroup>,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::RemoveAgency, async |acting| {
                let stands = read(acting, session, key).await?;
                if before.is_some_and(|before| *before != stands) {
                    return Err(Refusal::RecordChanged.into());
                }
                if !stands.row.standing.allows(AgencyStep::Certify)
                    || rows::merged_here(acting, key).await?.0.found > 0
                {
                    return Err(Refusal::AgencyCertified.into());
                }
                self.staff(acting, session, &stands, &[]).await?;
                // Somebody whose account was closed still stands there.
                rows::release(acting, key).await?.or_not();
                rows::forget_contacts(acting, key).await?.or_not();
                rows::remove(acting, key).await?.or(Error::NotFound)
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Moves assisters until exactly these work there.
    async fn staff(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        session: &Session,
        stands: &ProvisionedGroup,
        wanted: &[AssisterKey],
    ) -> Result<(), Error> {
        for gone in stands.members.iter().filter(|member| !wanted.contains(member)) {
            self.place(acting, session, gone, None).await?;
        }
        for new in wanted.iter().filter(|member| !stands.members.contains(member)) {
            self.place(acting, session, new, Some(&stands.row.agency_key)).await?;
        }
        Ok(())
    }
}
