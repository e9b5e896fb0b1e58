//! The list of the accounts: by kind, state, agency and what lapses, or searched.

use super::rows::{self, Count, ListedAssister};
use crate::{ActingOn, Error, FieldFault, Portal, Roster, Session};
use domain::{
    certification::{AccountState, LapsesIn, Missing},
    name::Name,
    people::{AgencyKey, AssisterKey, AssisterKind},
    roster::Action,
    typed::{Fault, search::Search},
};
use door::TheRoster;
use jiff::civil::Date;

/// Rows on a page of the list.
pub const ROWS: i64 = 50;

impl ListedAssister {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(self.given_name.clone(), self.family_name.clone())
    }

    /// What is missing on a day; empty means the assister may act.
    pub fn missing_on(&self, day: Date) -> Vec<Missing> {
        self.credentials.missing_on(day)
    }
}

/// Which part of the list.
#[derive(Clone, Debug, Default)]
pub struct AssistersWanted {
    /// Part of a name, or exactly: reference number, NPN, assister ID, e-mail.
    pub search: String,
    /// Only this kind.
    pub kind: Option<AssisterKind>,
    /// Only this state.
    pub state: Option<AccountState>,
    /// Only this agency's.
    pub agency: Option<AgencyKey>,
    /// Only those for whom something ends in these days.
    pub lapses: Option<LapsesIn>,
    /// The last one of the page before.
    pub after: Option<AssisterKey>,
}

/// A page of the list.
#[derive(Clone, Debug, Default)]
pub struct AssisterList {
    /// In the order of names.
    pub lines: Vec<ListedAssister>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<AssisterKey>,
    /// The accounts of the wanted agency and lapse, by kind and state.
    pub counts: Vec<Count>,
    /// Requests of agencies and assisters that wait for an answer.
    pub waiting: i64,
    /// The name of the wanted agency; `None` where every one is wanted, or where it has no account.
    pub agency: Option<String>,
}

impl AssisterList {
    /// Accounts of a kind and a state; `None` means every one.
    pub fn count(&self, kind: Option<AssisterKind>, state: Option<AccountState>) -> i64 {
        let wanted = |count: &&Count| {
            kind.is_none_or(|kind| kind == count.kind) && state.is_none_or(|state| state == count.state)
        };
        self.counts.iter().filter(wanted).map(|count| count.accounts).sum()
    }
}

impl Portal {
    /// A page of the accounts, with the counts of every filter.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager; `Invalid` for a search that is none.
    pub async fn list_assisters(
        &self,
        session: &Session,
        wanted: &AssistersWanted,
    ) -> Result<AssisterList, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ListAssisters, async |acting| {
                let mut lines = page(acting, wanted).await?;
                let full = usize::try_from(ROWS).unwrap_or(usize::MAX);
                let more = lines.len() > full;
                lines.truncate(full);
                let next = lines.last().filter(|_| more).map(|line| line.assister_key.clone());
                let (agency, [from, to]) = filters(wanted, acting.today());
                let counts = rows::counts(acting, agency, &from, &to).await?;
                let name = lines.first().and_then(|line| line.agency.clone());
                let agency = wanted.agency.as_ref().and(name);
                let waiting = rows::waiting(acting).await?.0.found;
                Ok(AssisterList { lines, next, counts, waiting, agency })
            })
            .await
            .map(door::Acted::into_value)
    }
}

/// A page of the list, and one line more.
async fn page(
    acting: &mut ActingOn<'_, Roster>,
    wanted: &AssistersWanted,
) -> Result<Vec<ListedAssister>, Error> {
    let Search { exactly, part_of_name } = Search::read(&wanted.search)
        .map_err(|fault| Error::Invalid(vec![FieldFault::new("search", Fault::from(fault), "CERT-2")]))?;
    let name = if part_of_name.is_empty() { String::new() } else { format!("%{part_of_name}%") };
    // Nothing to compare exactly would be no search at all; no number is in lower case.
    let exactly = if exactly.is_empty() { part_of_name } else { exactly };
    let kind = wanted.kind.map_or("", AssisterKind::word);
    let state = wanted.state.map_or("", AccountState::word);
    let after = wanted.after.as_ref().map_or("", |key| key.0.as_str());
    let (agency, [from, to]) = filters(wanted, acting.today());
    rows::page(acting, agency, &from, &to, kind, state, &exactly, &name, after, ROWS + 1).await
}

/// The agency's key and the first and last day of a lapse; an empty text wants everything.
fn filters(wanted: &AssistersWanted, today: Date) -> (&str, [String; 2]) {
    let days = wanted.lapses.map(|lapses| lapses.days(today).map(|day| day.to_string()));
    (wanted.agency.as_ref().map_or("", |key| &*key.0), days.unwrap_or_default())
}
