//! Start, resume and read applications. Saving is in `applications/saving.rs`, the review record, signature
//! and submission in `applications/submitting.rs`.

mod saving;
mod submitting;

pub use crate::store::applications::ReviewRecord;
pub use saving::{PageSave, SavedPage};
pub use submitting::Signature;
pub(crate) use submitting::rights_sha256;

use crate::{
    Acted, ActingOn, Consumer, Error, FieldFault, Portal, Session,
    book::{self, Moved},
    store::{
        self,
        answers::{KeptPage, SavedPages},
        applications::ApplicationRow,
    },
};
use domain::{
    application::{self, Answers, Closed, Kind, Page, State},
    consumer::Action,
    form::{Fields, Question},
    limits::Limit,
    people::{ApplicationKey, ConsumerKey},
    profile::Desk,
    refusal::Refusal,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Who "saved" the pages that a new application takes over from the account.
pub const FROM_ACCOUNT: &str = "the account";

/// An application that was opened.
#[derive(Clone, Debug)]
pub struct OpenedApplication {
    /// Which.
    pub key: ApplicationKey,
    /// The last saved page.
    pub page: String,
}

/// One application in short.
#[derive(Clone, Debug)]
pub struct ApplicationSummary {
    /// Which.
    pub key: ApplicationKey,
    /// With or without financial assistance.
    pub kind: Kind,
    /// The coverage year.
    pub plan_year: i16,
    /// Draft or submitted.
    pub state: State,
    /// The last saved page.
    pub last_page: String,
    /// How much of the draft is filled in.
    pub percent: i64,
    /// Started at, in microseconds since 1970.
    pub started_at: i64,
    /// Submitted at.
    pub submitted_at: Option<i64>,
    /// As it was signed.
    pub signature: Option<String>,
}

impl From<&ApplicationRow> for ApplicationSummary {
    fn from(row: &ApplicationRow) -> Self {
        Self {
            key: row.key.clone(),
            kind: row.kind,
            plan_year: row.plan_year,
            state: row.state,
            last_page: row.last_page.clone(),
            percent: row.percent,
            started_at: row.started_at,
            submitted_at: row.submitted_at,
            signature: row.signature.clone(),
        }
    }
}

/// What is stored of one page besides its answers.
#[derive(Clone, Debug)]
pub struct StoredPage {
    /// The version: a save names the one it was read at (ACT-7).
    pub version: i64,
    /// Saved at, in microseconds since 1970.
    pub saved_at: i64,
    /// Who saved, in words.
    pub saved_by: String,
}

/// An application as its pages show it.
#[derive(Clone, Debug)]
pub struct OpenApplication {
    /// Kind, year, state.
    pub summary: ApplicationSummary,
    /// Everything answered; no Social Security number is in it.
    pub answers: Answers,
    /// Version of each saved page.
    pub stored: BTreeMap<Page, StoredPage>,
    /// By person: "ends in 1234" (ACT-13).
    pub masked_numbers: BTreeMap<u8, String>,
    /// The records that the consumer reviewed it (ACT-6).
    pub reviews: Vec<ReviewRecord>,
    /// Whether the assister who reads it recorded a review of it as it is now (ACT-6).
    pub is_reviewed: bool,
    /// What is asked of this person to sign it (APP-4).
    pub signing: Vec<Question>,
    /// For an assister: the desk that helps further (ACT-12).
    pub desk: Option<Desk>,
}

impl OpenApplication {
    /// The version a page was read at; 0 when it was never saved.
    pub fn version(&self, page: Page) -> i64 {
        self.stored.get(&page).map_or(0, |stored| stored.version)
    }

    /// Whether answers can still be saved.
    pub fn is_draft(&self) -> bool {
        self.summary.state == State::Draft
    }
}

/// Everything `/application` shows: the one opened last, and what else there is.
#[derive(Clone, Debug)]
pub struct Applications {
    /// The application opened last; `None` before the first.
    pub current: Option<OpenApplication>,
    /// The others this actor may reach.
    pub others: Vec<ApplicationSummary>,
    /// The plan years one can apply for today.
    pub plan_years: Vec<i16>,
}

impl Portal {
    /// Resumes the draft of this year's enrollment, or starts one with financial assistance (ACT-5, APP-1).
    ///
    /// # Errors
    /// `Denied` without a basis; `ApplicationExists` when one was submitted for the year.
    pub async fn open_application(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
    ) -> Result<Acted<OpenedApplication>, Error> {
        let plan_year = self.profile.plan_year_on(self.today());
        self.open_application_for(session, consumer, Kind::FinancialAssistance, plan_year).await
    }

    /// The same for a kind and a plan year.
    ///
    /// # Errors
    /// Also `FinancialAssistanceOnly` (ACT-8), and `Invalid` for a year that nobody can apply for today.
    pub async fn open_application_for(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        kind: Kind,
        plan_year: i16,
    ) -> Result<Acted<OpenedApplication>, Error> {
        let years = self.plan_years();
        let today = self.today();
        self.door
            .acting_on(session, consumer, Action::OpenApplication, async |acting| {
                application::reach(kind, acting.basis(), &acting.limits())?;
                if !years.contains(&plan_year) {
                    let message = "Choose one of the years that you can apply for today.";
                    return Err(Error::Invalid(vec![FieldFault::new("plan_year", message, "APP-1")]));
                }
                let rows = store::applications::list(acting).await?;
                let of_year = |row: &&ApplicationRow| row.plan_year == plan_year;
                let draft =
                    rows.iter().filter(of_year).find(|row| row.state == State::Draft && row.kind == kind);
                if let Some(draft) = draft {
                    store::applications::opened(acting, &draft.key).await?;
                    acting.target(&draft.key.0);
                    return Ok(OpenedApplication { key: draft.key.clone(), page: draft.last_page.clone() });
                }
                if rows.iter().filter(of_year).any(|row| row.open_case) {
                    return Err(Refusal::ApplicationExists.into());
                }
                let key = start(acting, kind, plan_year, today).await?;
                acting.target(&key.0);
                Ok(OpenedApplication { key, page: Page::Address.slug() })
            })
            .await
    }

    /// The application opened last, with everything answered; `page` names the page that is shown, for the
    /// audit event.
    ///
    /// # Errors
    /// `FinancialAssistanceOnly` (ACT-8) for an assister when there is only one at full price.
    pub async fn read_applications(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        page: Option<Page>,
    ) -> Result<Acted<Applications>, Error> {
        let today = self.today();
        let plan_years = self.plan_years();
        self.door
            .acting_on(session, consumer, Action::ReadApplication, async |acting| {
                let (current, others) = match reachable(acting).await?.split_first() {
                    Some((first, rest)) => (Some(first.clone()), rest.to_vec()),
                    None => (None, Vec::new()),
                };
                if let Some(row) = &current {
                    acting.target(&match page {
                        Some(page) => format!("{}/{}", row.key, page.slug()),
                        None => row.key.0.clone(),
                    });
                }
                let current = match current {
                    Some(row) => Some(read(self, session, acting, &row, today).await?),
                    None => None,
                };
                Ok(Applications {
                    current,
                    others: others.iter().map(ApplicationSummary::from).collect(),
                    plan_years: plan_years.clone(),
                })
            })
            .await
    }

    /// Shows one Social Security number in full: an act of its own, while the draft is open (ACT-13).
    ///
    /// # Errors
    /// `NotFound` when none is stored; `AlreadySubmitted` or the limit after submission.
    pub async fn show_social_security_number(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        person: u8,
    ) -> Result<Acted<String>, Error> {
        self.door
            .acting_on(session, consumer, Action::ShowSocialSecurityNumber, async |acting| {
                let rows = reachable(acting).await?;
                let row = rows.first().ok_or(Error::NotFound)?;
                acting.target(&format!("{}/{}", row.key, Page::Citizenship(person).slug()));
                still_open(acting, row)?;
                let mut numbers =
                    store::social_security::of_application(acting, self.door.seal(), &row.key).await?;
                numbers.remove(&person).ok_or(Error::NotFound)
            })
            .await
    }

    /// The plan years one can apply for today: this calendar year, and a year in open enrollment.
    pub fn plan_years(&self) -> Vec<i16> {
        let today = self.today();
        self.profile
            .plan_year
            .iter()
            .filter(|plan| plan.year == today.year() || (plan.open_from <= today && today <= plan.open_to))
            .map(|plan| plan.year)
            .collect()
    }
}

/// Starts a draft with what is known of the consumer already.
async fn start(
    acting: &mut ActingOn<'_, Consumer>,
    kind: Kind,
    plan_year: i16,
    today: Date,
) -> Result<ApplicationKey, Error> {
    let known = store::applications::known(acting).await?;
    let born: Vec<String> =
        known.date_of_birth.split('-').map(|part| part.trim_start_matches('0').to_owned()).collect();
    let part = |i: usize| born.get(i).cloned().unwrap_or_default();
    let filled = |pairs: Vec<(&str, String)>| -> Fields {
        pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    };
    let person = filled(vec![
        ("given_name", known.given_name),
        ("family_name", known.family_name),
        ("born_year", part(0)),
        ("born_month", part(1)),
        ("born_day", part(2)),
    ]);
    let contact =
        filled(vec![("email", known.email.unwrap_or_default()), ("phone", known.phone.unwrap_or_default())]);
    let mut pages = SavedPages::default();
    for (page, fields) in [(Page::Person(1), person), (Page::Contact, contact)] {
        pages.put(page, 0, (fields, acting.now().0, FROM_ACCOUNT));
    }
    let answers = pages.answer(Answers::new(kind, plan_year, today))?;
    let key = store::applications::start(acting, &pages, &answers).await?;
    in_the_list(acting, &answers).await?;
    Ok(key)
}

/// Keeps a changed draft, with the page at which one resumes, and notes how far it is.
async fn keep(acting: &mut ActingOn<'_, Consumer>, draft: &Draft, resume_at: Page) -> Result<(), Error> {
    let percent = application::percent(&draft.answers);
    store::applications::save(acting, &draft.key, &draft.pages, resume_at, percent).await?;
    in_the_list(acting, &draft.answers).await
}

/// Notes in the assister's list how far a draft is. A full-price application stays out of it (L1).
async fn in_the_list(acting: &mut ActingOn<'_, Consumer>, answers: &Answers) -> Result<(), Error> {
    match answers.kind() {
        Kind::FinancialAssistance => {
            book::set_stage(acting, Moved::InProgress { percent: application::percent(answers) }).await
        }
        Kind::FullPrice => Ok(()),
    }
}

/// The applications this actor may reach, the one opened last first (ACT-8).
async fn reachable(acting: &mut ActingOn<'_, Consumer>) -> Result<Vec<ApplicationRow>, Error> {
    let all = store::applications::list(acting).await?;
    let none_at_all = all.is_empty();
    let (limits, basis) = (acting.limits(), acting.basis());
    let reached: Vec<_> =
        all.into_iter().filter(|row| application::reach(row.kind, basis, &limits).is_ok()).collect();
    match reached.is_empty() && !none_at_all {
        true => Err(Limit::FinancialAssistanceOnly.into()),
        false => Ok(reached),
    }
}

/// The application with this key, when the actor may reach it.
async fn by_key(acting: &mut ActingOn<'_, Consumer>, key: &ApplicationKey) -> Result<ApplicationRow, Error> {
    let rows = store::applications::list(acting).await?;
    let row = rows.into_iter().find(|row| row.key == *key).ok_or(Error::NotFound)?;
    application::reach(row.kind, acting.basis(), &acting.limits())?;
    acting.target(&row.key.0);
    Ok(row)
}

/// ACT-12: refuses when the application was submitted.
fn still_open(acting: &ActingOn<'_, Consumer>, row: &ApplicationRow) -> Result<(), Error> {
    match application::closed_for(row.state, acting.basis(), &acting.limits()) {
        None => Ok(()),
        Some(Closed::Limit(limit)) => Err(limit.into()),
        Some(Closed::Submitted) => Err(Refusal::AlreadySubmitted.into()),
    }
}

/// A draft that is about to change.
struct Draft {
    key: ApplicationKey,
    pages: SavedPages,
    answers: Answers,
}

impl Draft {
    /// Puts a page on top of the version it was read at; `false` when another version is stored (ACT-7).
    fn put(&mut self, page: Page, (version, fields): (i64, &Fields), (now, by): (i64, &str)) -> bool {
        let put = self.pages.put(page, version, (fields.clone(), now, by));
        if put {
            self.answers.put(page, fields.clone());
        }
        put
    }
}

/// The draft with this key, when the actor may reach it and it is still open (ACT-12).
async fn draft(
    acting: &mut ActingOn<'_, Consumer>,
    key: &ApplicationKey,
    today: Date,
) -> Result<Draft, Error> {
    let row = by_key(acting, key).await?;
    still_open(acting, &row)?;
    let answers = answers_of(&row, today)?;
    Ok(Draft { key: row.key, pages: row.pages, answers })
}

/// Everything answered in one application.
pub(crate) fn answers_of(row: &ApplicationRow, today: Date) -> Result<Answers, Error> {
    row.pages.answer(Answers::new(row.kind, row.plan_year, today))
}

/// What is stored of each page besides its answers.
fn stored_pages(row: &ApplicationRow) -> Result<BTreeMap<Page, StoredPage>, Error> {
    let stored = |saved: &KeptPage| StoredPage {
        version: saved.version,
        saved_at: saved.saved_at,
        saved_by: saved.saved_by.clone(),
    };
    row.pages.iter().map(|page| page.map(|(page, saved)| (page, stored(saved)))).collect()
}

async fn read(
    portal: &Portal,
    session: &Session,
    acting: &mut ActingOn<'_, Consumer>,
    row: &ApplicationRow,
    today: Date,
) -> Result<OpenApplication, Error> {
    let (numbers, reviews) =
        store::social_security::with_reviews(acting, portal.door.seal(), &row.key).await?;
    Ok(OpenApplication {
        summary: row.into(),
        answers: answers_of(row, today)?,
        stored: stored_pages(row)?,
        masked_numbers: numbers.iter().map(|(person, number)| (*person, mask(number))).collect(),
        is_reviewed: submitting::is_reviewed(&reviews, row, &in_words(session, acting)),
        reviews,
        signing: submitting::signature_questions(session, &acting.facts().name()),
        desk: desk_of(portal, acting),
    })
}

/// The desk of the assister who acts; `None` for the consumer (DESK-1).
pub(crate) fn desk_of(portal: &Portal, acting: &ActingOn<'_, Consumer>) -> Option<Desk> {
    acting.facts().assister_kind().map(|kind| portal.profile.desk(kind).clone())
}

/// ACT-13: the last four, of a whole number only.
pub(crate) fn mask(number: &str) -> String {
    let digits = number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    match number.get(5..) {
        Some(last) if digits => format!("ends in {last}"),
        _ => "is not complete".to_owned(),
    }
}

/// Who saves, in words for the other one: "Bo Lind (broker)".
fn in_words(session: &Session, acting: &ActingOn<'_, Consumer>) -> String {
    match acting.facts().assister_kind() {
        Some(kind) => format!("{} ({})", session.name(), kind.in_words()),
        None => session.name().to_owned(),
    }
}
