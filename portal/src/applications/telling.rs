//! Changes after submission (ENR-1, ACT-12): the consumer tells of an event, fills in what it changes and signs. What was
//! submitted stays as it was; a dated version of the case follows it, with a determination of its own.

use super::{
    ApplicationSummary, OpenedApplication, ProofLine, answers_of, list,
    rows::{self, ApplicationRow},
    social_security,
};
use crate::{Acted, ActingOn, Consumer, Error, Portal, Session, randomness};
use domain::{
    application::{self, CaseStatus, Changing, Page, State, Tellable, Told, asked_pages},
    consumer::Action,
    enrollment::LifeEvent,
    form::Fields,
    people::{ApplicationKey, ConsumerKey},
    refusal::Refusal,
};
use jiff::{Span, civil::Date};
use std::collections::BTreeSet;

/// What one can tell the exchange of, and what was told.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The events of which one can tell, with the days on which they may lie.
    pub events: Vec<Tellable>,
    /// The plan year whose plans one chooses today; that year's case is changed.
    pub plan_year: i16,
    /// Whether there is a case of that year to change.
    pub has_case: bool,
    /// The change that waits to be filled in and signed.
    pub open: Option<ApplicationSummary>,
    /// Those that were signed, the newest first.
    pub told: Vec<ApplicationSummary>,
    /// The files that were sent to show what happened.
    pub proofs: Vec<ProofLine>,
}

impl Changes {
    /// The files of one of them.
    pub fn proofs_of(&self, change: &ApplicationKey) -> Vec<&ProofLine> {
        self.proofs.iter().filter(|proof| proof.application_key == *change).collect()
    }
}

impl ApplicationSummary {
    /// What happened, of a change.
    pub fn told(&self) -> Option<Told> {
        self.event.zip(self.event_on).map(|(event, on)| Told { event, on })
    }
}

/// That a proof is asked of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProofWanted {
    /// Of what.
    pub event: LifeEvent,
    /// By when it is sent; none before the change was signed.
    pub due: Option<Date>,
}

impl Portal {
    /// Whether a proof is asked of a change, and by when (ENR-1).
    pub fn proof_wanted(&self, change: &ApplicationSummary) -> Option<ProofWanted> {
        let event = self.profile.event(change.event?).filter(|event| event.proof)?;
        let days = Span::new().days(self.profile.enrollment.proof_days);
        let due = change.submitted_at.map(|at| self.day_of(at).saturating_add(days));
        Some(ProofWanted { event: event.kind, due })
    }

    /// What one can tell of today, and the changes that were told, of every year.
    ///
    /// # Errors
    /// `Denied`; for an assister the limit (L5).
    pub async fn read_changes(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
    ) -> Result<Acted<Changes>, Error> {
        let (today, plan_year) = (self.today(), self.profile.plan_year_on(self.today()));
        self.door
            .acting_on(session, consumer, Action::ReadChanges, async |acting| {
                let rows = list(acting).await?;
                let has_case = case(&rows, plan_year).is_some();
                // Of every year: a proof is due also when open enrollment for the next one has begun.
                let changes = rows.into_iter().map(|row| row.summary).filter(|row| row.follows.is_some());
                let (open, mut told): (Vec<_>, Vec<_>) = changes.partition(|row| row.state == State::Draft);
                told.sort_by_key(|row| std::cmp::Reverse(row.submitted_at));
                let events = application::tellable(&self.profile, today);
                let proofs = rows::proofs(acting).await?;
                Ok(Changes { events, plan_year, has_case, open: open.into_iter().next(), told, proofs })
            })
            .await
    }

    /// Tells of an event: a version of this year's case begins, as the newest one stands, that asks for what changes.
    ///
    /// # Errors
    /// `NotFound` for an event of which nobody tells; `Invalid` for the day; `Refused(NoCaseToChange)`;
    /// `Refused(ChangeOpen)` while another change waits; for an assister the limit (L5).
    pub async fn tell_event(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        (event, typed): (LifeEvent, &Fields),
    ) -> Result<Acted<OpenedApplication>, Error> {
        let (today, plan_year) = (self.today(), self.profile.plan_year_on(self.today()));
        let tellable = application::tellable(&self.profile, today);
        self.door
            .acting_on(session, consumer, Action::TellEvent, async |acting| {
                let told = tellable.iter().find(|told| told.event.kind == event).ok_or(Error::NotFound)?;
                let told = told.read(typed, today)?;
                let rows = list(acting).await?;
                let is_change = |row: &&ApplicationRow| row.summary.follows.is_some();
                if rows.iter().filter(is_change).any(|row| row.summary.state == State::Draft) {
                    return Err(Refusal::ChangeOpen.into());
                }
                let case = case(&rows, plan_year).ok_or(Refusal::NoCaseToChange)?;
                let of_case = |row: &&ApplicationRow| row.summary.follows.as_ref() == Some(case);
                let (mut versions, case) = (rows.iter().filter(of_case), case.clone());
                let first = rows.iter().find(|row| row.summary.application_key == case);
                let newest = versions.by_ref().max_by_key(|row| row.summary.submitted_at).or(first);
                let newest = newest.ok_or(Error::NotFound)?;
                let (key, page) = begin(acting, newest, &case, told).await?;
                acting.target(&key);
                Ok(OpenedApplication { key, page })
            })
            .await
    }

    /// Throws a change away that was not signed.
    ///
    /// # Errors
    /// `NotFound` when there is none, or it was signed; for an assister the limit (L5).
    pub async fn drop_change(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        key: &ApplicationKey,
    ) -> Result<Acted<()>, Error> {
        self.door
            .acting_on(session, consumer, Action::DropChange, async |acting| {
                acting.target(key);
                let is_open = |row: &ApplicationRow| {
                    let ApplicationSummary { application_key, state, follows, .. } = &row.summary;
                    application_key == key && *state == State::Draft && follows.is_some()
                };
                if !list(acting).await?.iter().any(is_open) {
                    return Err(Error::NotFound);
                }
                rows::drop_proofs(acting, key).await?.or_not();
                rows::drop_numbers(acting, key).await?.or_not();
                rows::drop_change(acting, key).await?.or(Error::NotFound)
            })
            .await
    }
}

/// The open case of a year.
fn case(rows: &[ApplicationRow], year: i16) -> Option<&ApplicationKey> {
    let is_open = |row: &&ApplicationRow| row.case_status.is_some_and(CaseStatus::is_open);
    let open = rows.iter().filter(|row| row.summary.plan_year == year).find(is_open);
    open.map(|row| &row.summary.application_key)
}

/// The draft of a change: everything as it stands, and the first page that is asked for.
async fn begin(
    acting: &mut ActingOn<'_, Consumer>,
    newest: &ApplicationRow,
    case: &ApplicationKey,
    Told { event, on }: Told,
) -> Result<(ApplicationKey, Page), Error> {
    let (key, now) = (ApplicationKey(randomness::row_key()), acting.now());
    let changing = Changing { event, touched: BTreeSet::new() };
    let answers = answers_of(acting, newest).changing(changing);
    let page = asked_pages(&answers).first().copied().unwrap_or(Page::People);
    let percent = application::percent(&answers);
    let ApplicationSummary { kind, plan_year, .. } = newest.summary;
    let pages = &newest.answers;
    rows::start_change(acting, &key, plan_year, kind, page, percent, now, pages, case, event, on)
        .await?
        .or_not();
    let numbers = social_security::numbers(acting, &newest.summary.application_key).await?;
    for (person, number) in &numbers {
        social_security::put(acting, &key, (*person, number)).await?;
    }
    Ok((key, page))
}
