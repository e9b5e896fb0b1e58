//! Assister accounts as identity systems keep them (SCIM): made, corrected, stopped, started again and closed with the rules
//! and the history of the pages. An account that is made here waits: it has no dates of certification, so that nobody acts
//! with it (CERT-1) until a resource manager gives them. What a person stopped, only a person starts again.

use super::{
    AccountState, Agency, AssisterForm,
    form::{Details, asking_for, questions},
    life_cycle::stop as stop_access,
    record_step, rows, take_step,
};
use crate::{
    ActingOn, Error, FieldFault, Portal, Roster, Session,
    changes::{self, Change},
};
use domain::{
    access::Denial,
    certification::{Step, Transition},
    form::{Fields, Need, Question, WrongAgency},
    people::{AgencyKey, AssisterKey, AssisterKind, Program},
    refusal::Refusal,
    roster::Action,
};
use door::TheRoster;
use words::Words;

pub use rows::ProvisionedUser;

/// Rows that are looked through at a time.
const AT_A_TIME: i64 = 500;

/// What an identity system wants an account to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedUser {
    /// How it calls the person; unique.
    pub user_name: String,
    /// Its own key.
    pub external_id: Option<String>,
    /// Given name; empty for people of one name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The person's own address.
    pub email: String,
    /// Brokers: their number.
    pub npn: Option<String>,
    /// The city where they help.
    pub city: String,
    /// Whether the account may be used.
    pub active: bool,
}

/// Which part of a list: so many from a place on, counted from 0, of those that are kept.
pub struct Part<'k, R> {
    /// Where it begins.
    pub from: usize,
    /// At most so many.
    pub rows: usize,
    /// Which to keep; `None` for all.
    pub keep: Option<&'k (dyn Fn(&R) -> bool + Sync)>,
    /// Only those that are called so: by user name, address or the identity system's key.
    pub called: Option<&'k str>,
}

/// The identity system that asks; people use the pages.
pub(crate) fn program(session: &Session) -> Result<&Program, Error> {
    session.program().ok_or_else(|| Denial::NotThisRole.into())
}

/// Why something was changed, for the history.
pub(crate) fn why(session: &Session) -> Result<String, Error> {
    Ok(Words::default().scim_reason(&*program(session)?.name).into_owned())
}

impl ProvisionedUser {
    /// How identity systems call the person.
    pub fn user_name(&self) -> &str {
        self.user_name.as_deref().unwrap_or(&self.email)
    }

    /// Whether the account may be used: it was neither stopped nor closed, and an invitation was not withdrawn. What is
    /// missing to act is another matter (CERT-1).
    pub fn is_active(&self) -> bool {
        match self.credentials.state {
            AccountState::Active => true,
            AccountState::Invited => !self.withdrawn,
            AccountState::Suspended | AccountState::Decertified => false,
        }
    }

    /// The account as it stands, as what may be wanted of one.
    pub fn as_wanted(&self) -> WantedUser {
        WantedUser {
            user_name: self.user_name().to_owned(),
            external_id: self.external_id.clone(),
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            email: self.email.clone(),
            npn: self.npn.clone(),
            city: self.city.clone(),
            active: self.is_active(),
        }
    }
}

impl WantedUser {
    /// The answers of the form that these are.
    fn answers(&self, kind: AssisterKind) -> [(&'static str, String); 7] {
        let one_name = if self.given_name.is_empty() { "yes" } else { "" };
        [
            ("kind", kind.word().to_owned()),
            ("given_name", self.given_name.clone()),
            ("family_name", self.family_name.clone()),
            ("one_name", one_name.to_owned()),
            ("email", self.email.clone()),
            ("city", self.city.clone()),
            ("npn", self.npn.clone().unwrap_or_default()),
        ]
    }

    /// The form, filled in with these answers over those that stand.
    fn over(&self, kind: AssisterKind, mut filled: Fields) -> Fields {
        filled.extend(self.answers(kind).map(|(field, answer)| (field.to_owned(), answer)));
        filled.retain(|_, answer| !answer.is_empty());
        filled
    }
}

/// The questions of the form, of which an identity system must answer those about the person.
fn about_the_person(typed: &Fields, agencies: &[Agency]) -> Vec<Question> {
    let mut asking = asking_for(questions(typed, agencies), &[]);
    let broker = typed.get("kind").is_some_and(|kind| kind == AssisterKind::Broker.word());
    for question in &mut asking {
        if ["family_name", "email"].contains(&&*question.field) || (broker && question.field == "npn") {
            question.need = Need::Required;
        }
    }
    asking
}

/// The action that a wanted change is; `None` when nothing differs.
fn action(before: &ProvisionedUser, wanted: &WantedUser) -> Option<Action> {
    let stands = before.as_wanted();
    if (WantedUser { active: wanted.active, ..stands.clone() }) != *wanted {
        return Some(Action::CorrectAssister);
    }
    match (before.credentials.state, stands.active, wanted.active) {
        (_, true, true) | (_, false, false) => None,
        (AccountState::Invited, _, false) => Some(Action::WithdrawInvitation),
        (AccountState::Invited, _, true) => Some(Action::ResendInvitation),
        (_, _, false) => Some(Action::SuspendAssister),
        (_, _, true) => Some(Action::ReinstateAssister),
    }
}

async fn read(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    key: &AssisterKey,
) -> Result<ProvisionedUser, Error> {
    acting.target(key);
    rows::provisioned(acting, key, program(session)?.kind).await?.ok_or(Error::NotFound)
}

impl Portal {
    /// One account.
    ///
    /// # Errors
    /// `NotFound`, also for an account of another kind and for one that was closed; `Denied` for people.
    pub async fn read_provisioned(
        &self,
        session: &Session,
        key: &AssisterKey,
    ) -> Result<ProvisionedUser, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadAssister, async |acting| {
                read(acting, session, key).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// A part of the accounts, the newest first, and how many there are of them.
    ///
    /// # Errors
    /// `Denied` for people.
    pub async fn list_provisioned(
        &self,
        session: &Session,
        part: &Part<'_, ProvisionedUser>,
    ) -> Result<(Vec<ProvisionedUser>, usize), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ListAssisters, async |acting| {
                let kind = program(session)?.kind;
                if let Some(called) = part.called {
                    return Ok(part.of(rows::provisioned_called(acting, kind, called).await?));
                }
                if part.keep.is_none() {
                    let all = rows::provisioned_count(acting, kind).await?.0.found;
                    let (rows, from) = part.window();
                    let found = rows::provisioned_window(acting, kind, rows, from).await?;
                    return Ok((found, usize::try_from(all).unwrap_or(usize::MAX)));
                }
                let (mut kept, mut found, mut before) = (Vec::new(), 0, String::new());
                loop {
                    let some = rows::provisioned_before(acting, kind, &before, AT_A_TIME).await?;
                    let Some(last) = some.last() else { return Ok((kept, found)) };
                    before.clone_from(&last.assister_key.0);
                    for one in some {
                        part.count(one, &mut kept, &mut found);
                    }
                }
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Makes an account that waits for its certification, and invites the assister (CERT-2 to CERT-6).
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused` with `EmailTaken`, `NpnTaken`, `RoleConflict`, `UserNameTaken`; `Denied`.
    pub async fn provision(
        &self,
        session: &Session,
        wanted: &WantedUser,
        portal_address: &str,
    ) -> Result<ProvisionedUser, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::CreateAssister, async |acting| {
                let kind = program(session)?.kind;
                let typed = wanted.over(kind, Fields::new());
                let asking = about_the_person(&typed, &[]);
                let new = Details::read(&asking, &typed, &[], acting.today())?;
                let made = self.enlist(acting, session, (&new, &why(session)?), portal_address).await?;
                keep_names(acting, session, &made.key, (None, None), wanted).await?;
                if !wanted.active {
                    withdraw(acting, session, &made.key).await?;
                }
                read(acting, session, &made.key).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Changes an account into what is wanted, with the history of the pages (CERT-5, CERT-9). What does not differ is not
    /// touched.
    ///
    /// # Errors
    /// As `provision`; `Refused` with `RecordChanged` when somebody changed it since it was read, `StoppedByPerson` or
    /// `IllegalTransition` when it cannot be started again from here; `NotFound`.
    pub async fn reprovision(
        &self,
        session: &Session,
        before: &ProvisionedUser,
        wanted: &WantedUser,
        portal_address: &str,
    ) -> Result<ProvisionedUser, Error> {
        let key = &before.assister_key;
        let Some(action) = action(before, wanted) else { return Ok(before.clone()) };
        self.door
            .acting_on(session, &TheRoster, action, async |acting| {
                let stands = read(acting, session, key).await?;
                if stands.version != before.version {
                    return Err(Refusal::RecordChanged.into());
                }
                let kind = stands.credentials.kind;
                let form = AssisterForm::read(acting, key).await?;
                let after = wanted.over(kind, form.filled.clone());
                let asking = about_the_person(&after, &form.agencies);
                let details = Details::read(&asking, &after, &form.agencies, acting.today())?;
                let why = why(session)?;
                if stands.is_active() && !wanted.active {
                    // The sessions end below; the account is held before its rows are changed.
                    if let Some(account) = rows::standing(acting, key).await?.0.account_key {
                        acting.beside().hold(&account).await?;
                    }
                }
                self.change(acting, session, &form, form.row.version, (&details, &after, &why)).await?;
                let names = (stands.user_name.as_deref(), stands.external_id.as_deref());
                keep_names(acting, session, key, names, wanted).await?;
                let moved = details.email != stands.email && wanted.active;
                if moved && stands.credentials.state == AccountState::Invited && stands.is_active() {
                    self.invite(acting, key, portal_address).await?;
                }
                match (stands.is_active(), wanted.active) {
                    (true, false) => stop(acting, session, &stands).await?,
                    (false, true) => self.start(acting, session, &stands, portal_address).await?,
                    (true, true) | (false, false) => {}
                }
                read(acting, session, key).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Closes an account: the invitation is withdrawn, or the certification. For identity systems it is there no more; its
    /// record, its number and its associations stay (CERT-5, CERT-7).
    ///
    /// # Errors
    /// `NotFound`; `Refused(RecordChanged)`; `Denied`.
    pub async fn close_provisioned(
        &self,
        session: &Session,
        key: &AssisterKey,
        version: Option<i64>,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &TheRoster, Action::CloseAssister, async |acting| {
                let stands = read(acting, session, key).await?;
                if version.is_some_and(|version| version != stands.version) {
                    return Err(Refusal::RecordChanged.into());
                }
                match stands.credentials.state {
                    AccountState::Invited if !stands.withdrawn => withdraw(acting, session, key).await?,
                    AccountState::Invited | AccountState::Decertified => {}
                    AccountState::Active | AccountState::Suspended => {
                        step(acting, session, &stands, Transition::Decertify).await?;
                    }
                }
                let now = acting.now();
                rows::close(acting, key, now).await?.or(Error::NotFound)
            })
            .await
            .map(door::Acted::into_value)
    }

    /// The account may be used again: a new invitation, or the end of a suspension that came from an identity system.
    async fn start(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        session: &Session,
        stands: &ProvisionedUser,
        portal_address: &str,
    ) -> Result<(), Error> {
        let key = &stands.assister_key;
        if stands.credentials.state == AccountState::Invited {
            let step = (Step::Invite, AccountState::Invited, &*why(session)?);
            record_step(acting, session, key, step).await?;
            return self.invite(acting, key, portal_address).await;
        }
        let with = rows::stopped_with(acting, key).await?.and_then(|stopped| stopped.token_key);
        if stands.credentials.state == AccountState::Suspended && with.is_none() {
            return Err(Refusal::StoppedByPerson.into());
        }
        step(acting, session, stands, Transition::Reinstate).await
    }

    /// Puts an assister into an agency, or out of any, and keeps it in the history (CERT-9).
    pub(crate) async fn place(
        &self,
        acting: &mut ActingOn<'_, Roster>,
        session: &Session,
        key: &AssisterKey,
        agency: Option<&AgencyKey>,
    ) -> Result<(), Error> {
        let nobody = || Error::Invalid(vec![FieldFault::new("members", WrongAgency::NoMember, "CERT-9")]);
        let stands = rows::provisioned(acting, key, program(session)?.kind).await?.ok_or_else(nobody)?;
        let form = AssisterForm::read(acting, &stands.assister_key).await?;
        let mut after = form.filled.clone();
        match agency {
            Some(agency) => drop(after.insert("agency".to_owned(), agency.0.clone())),
            None => drop(after.remove("agency")),
        }
        let asking = about_the_person(&after, &form.agencies);
        let details = Details::read(&asking, &after, &form.agencies, acting.today())?;
        let why = why(session)?;
        self.change(acting, session, &form, form.row.version, (&details, &after, &why)).await.map(drop)
    }
}

impl<R> Part<'_, R> {
    fn window(&self) -> (i64, i64) {
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        (number(self.rows), number(self.from))
    }

    /// Counts one of a list, and keeps it when it lies in this part.
    pub(crate) fn count(&self, one: R, kept: &mut Vec<R>, found: &mut usize) {
        if self.keep.is_some_and(|keep| !keep(&one)) {
            return;
        }
        if *found >= self.from && kept.len() < self.rows {
            kept.push(one);
        }
        *found += 1;
    }

    /// This part of a whole list.
    pub(crate) fn of(&self, all: Vec<R>) -> (Vec<R>, usize) {
        let (mut kept, mut found) = (Vec::new(), 0);
        all.into_iter().for_each(|one| self.count(one, &mut kept, &mut found));
        (kept, found)
    }
}

/// Keeps how the identity system calls the person.
async fn keep_names(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    key: &AssisterKey,
    (user_name, external_id): (Option<&str>, Option<&str>),
    wanted: &WantedUser,
) -> Result<(), Error> {
    let called = wanted.user_name.to_lowercase();
    if rows::also_called(acting, key, &called).await?.0.found > 0 {
        return Err(Refusal::UserNameTaken.into());
    }
    // Without a name of its own, an account is called by its address: that is no change.
    let same = user_name.is_none() && called == wanted.email.to_lowercase();
    let becomes = if same { None } else { Some(&*wanted.user_name) };
    let external = wanted.external_id.as_deref();
    if (becomes, external) == (user_name, external_id) {
        return Ok(());
    }
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let changes = [
        Change::of(("user_name", &text(user_name), &text(becomes))),
        Change::of(("external_id", &text(external_id), &text(external))),
    ];
    let differs: Vec<_> = changes.into_iter().filter(|change| change.was != change.becomes).collect();
    let named = rows::name(acting, key, becomes, external).await;
    named.map_err(|fault| if fault.is_duplicate() { Refusal::UserNameTaken.into() } else { fault })?.or_not();
    changes::keep(acting, session, &key.0, &differs, &why(session)?).await
}

/// The invitation means nothing any more; a new one can be sent.
async fn withdraw(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    key: &AssisterKey,
) -> Result<(), Error> {
    let now = acting.now();
    rows::close_invitations(acting, key, now).await?.or_not();
    rows::touch(acting, key).await?.or_not();
    record_step(acting, session, key, (Step::Withdraw, AccountState::Invited, &why(session)?)).await
}

/// The account may not be used from the next request on (CERT-7).
async fn stop(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    stands: &ProvisionedUser,
) -> Result<(), Error> {
    match stands.credentials.state {
        AccountState::Invited => withdraw(acting, session, &stands.assister_key).await,
        AccountState::Active | AccountState::Suspended | AccountState::Decertified => {
            step(acting, session, stands, Transition::Suspend).await
        }
    }
}

/// Takes a step of the life cycle; what stops access ends the sessions too (ID-3).
async fn step(
    acting: &mut ActingOn<'_, Roster>,
    session: &Session,
    stands: &ProvisionedUser,
    transition: Transition,
) -> Result<(), Error> {
    let (key, reason) = (&stands.assister_key, why(session)?);
    let standing = rows::standing(acting, key).await?.0;
    let from = (stands.credentials.state, standing.for_cause);
    match transition {
        Transition::Suspend | Transition::Decertify => {
            stop_access(acting, session, (key, standing.account_key), from, (transition, &reason)).await
        }
        Transition::Activate | Transition::Reinstate | Transition::Recertify => {
            take_step(acting, session, key, from, (transition, &reason)).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_list_is_that_part_of_what_is_kept() {
        let whole: Vec<usize> = (0..9).collect();
        let odd = |one: &usize| one % 2 == 1;
        for keep in [None, Some(&odd as &(dyn Fn(&usize) -> bool + Sync))] {
            let kept: Vec<usize> =
                whole.iter().copied().filter(|one| keep.is_none_or(|keep| keep(one))).collect();
            for from in 0..11 {
                for rows in 0..11 {
                    let part = Part { from, rows, keep, called: None };
                    let wanted: Vec<usize> = kept.iter().copied().skip(from).take(rows).collect();
                    assert_eq!(part.of(whole.clone()), (wanted, kept.len()), "{from} {rows}");
                }
            }
        }
    }
}
