//! Many accounts at once, as a roster file brings them (CERT-2): every row is the account's form filled in, judged by the
//! same questions and rules as one that is typed, against the roster as it was read. What is judged right is written in
//! few statements, with the same history and the same mails.

mod judging;
mod rows;
mod writing;

pub(crate) use judging::{Entry, Judged, Right};
pub(crate) use rows::{BATCHES, STATEMENTS, Standing};
pub(crate) use writing::move_staged;

use super::{Agency, AssisterRow, rows as single};
use crate::{ActingOn, Error, Roster};
use domain::{
    certification::AccountState,
    form::{Fields, Question},
    people::{AccountKey, AssisterKey},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Accounts read in one statement.
const PAGE: i64 = 2_000;

/// What a file may be about: only such accounts are kept of the roster.
#[derive(Default)]
pub(crate) struct Wanted {
    pub(crate) references: HashSet<String>,
    pub(crate) npns: HashSet<String>,
    pub(crate) emails: HashSet<String>,
}

impl Wanted {
    fn wants(&self, row: &AssisterRow) -> bool {
        self.references.contains(&row.reference_number)
            || self.emails.contains(&row.email)
            || row.npn.as_ref().is_some_and(|npn| self.npns.contains(npn))
    }
}

/// The roster as it was read, as far as a file can be about it.
pub(crate) struct Roll {
    /// Where it stood.
    pub(crate) standing: Standing,
    accounts: Vec<Arc<AssisterRow>>,
    by_reference: HashMap<String, usize>,
    by_email: HashMap<String, usize>,
    by_npn: HashMap<String, Vec<usize>>,
    /// Whose address it is to sign in with.
    working: HashMap<String, AccountKey>,
    agencies: Vec<Agency>,
    /// By their names in small letters, and by their keys.
    agency_by_name: HashMap<String, usize>,
    /// What the form asks.
    asked: Vec<Question>,
    /// Every number that was ever issued.
    issued: HashSet<String>,
    /// Accounts that a row of the file is about.
    met: HashSet<AssisterKey>,
    /// Numbers that brokers will have, and rows of the file brought.
    brought: HashSet<String>,
}

impl Roll {
    /// Reads the roster.
    pub(crate) async fn read(acting: &mut ActingOn<'_, Roster>, wanted: &Wanted) -> Result<Self, Error> {
        let standing = rows::standing(acting).await?.0;
        let agencies = single::agencies(acting).await?;
        let names = agencies
            .iter()
            .enumerate()
            .flat_map(|(at, agency)| [(agency.name.to_lowercase(), at), (agency.agency_key.0.clone(), at)]);
        let mut roll = Self {
            standing,
            agency_by_name: names.collect(),
            agencies,
            asked: super::questions(&Fields::new(), &[]),
            accounts: Vec::new(),
            by_reference: HashMap::new(),
            by_email: HashMap::new(),
            by_npn: HashMap::new(),
            working: HashMap::new(),
            issued: HashSet::new(),
            met: HashSet::new(),
            brought: HashSet::new(),
        };
        let mut after = String::new();
        loop {
            let page = rows::page(acting, &after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.assister_key.0);
            for row in page {
                roll.add(row, wanted);
            }
        }
        after.clear();
        loop {
            let page = rows::working(acting, &after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(roll) };
            after.clone_from(&last.account_key.0);
            let wanted = page.into_iter().filter(|one| wanted.emails.contains(&one.email));
            roll.working.extend(wanted.map(|one| (one.email, one.account_key)));
        }
    }

    fn add(&mut self, row: AssisterRow, wanted: &Wanted) {
        self.issued.insert(row.reference_number.clone());
        self.issued.extend(row.assister_id.clone());
        if !wanted.wants(&row) {
            return;
        }
        let at = self.accounts.len();
        self.by_reference.insert(row.reference_number.clone(), at);
        self.by_email.insert(row.email.clone(), at);
        if let Some(npn) = &row.npn {
            self.by_npn.entry(npn.clone()).or_default().push(at);
        }
        self.accounts.push(Arc::new(row));
    }

    /// The account that holds an NPN. One that was decertified gave it up: somebody else may have it since.
    fn holder(&self, npn: &str) -> Option<&Arc<AssisterRow>> {
        let mut all = self.by_npn.get(npn)?.iter().filter_map(|at| self.accounts.get(*at));
        all.find(|row| row.credentials.state != AccountState::Decertified)
    }
}

/// Every account, a page at a time, in the order of the keys.
pub(crate) async fn accounts_page(
    acting: &mut ActingOn<'_, Roster>,
    after: &str,
) -> Result<Vec<AssisterRow>, Error> {
    rows::page(acting, after, PAGE).await
}

/// The numbers of the brokers who were decertified, with those of their accounts: somebody else may have them since.
pub(crate) async fn numbers_given_up(
    acting: &mut ActingOn<'_, Roster>,
) -> Result<HashSet<(String, String)>, Error> {
    let rows = rows::given_up(acting).await?;
    Ok(rows.into_iter().map(|row| (row.reference_number, row.npn)).collect())
}

/// Where the roster stands now.
pub(crate) async fn roster_standing(acting: &mut ActingOn<'_, Roster>) -> Result<Standing, Error> {
    Ok(rows::standing(acting).await?.0)
}
