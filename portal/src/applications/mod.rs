//! Start, resume and read applications. Saving is in `saving.rs`, the review record, signature and submission
//! in `submitting.rs`.

mod mail;
mod proofs;
mod rows;
mod saving;
mod social_security;
mod submitting;
mod telling;

pub use proofs::{NewProof, Proof};
pub(crate) use rows::STATEMENTS;
pub use rows::{ApplicationSummary, ProofLine, ReviewRecord};
pub use saving::{PageSave, SavedPage};
pub(crate) use social_security::numbers as social_security_numbers;
pub use submitting::Signature;
pub use telling::{Changes, ProofWanted};

use crate::{
    Acted, ActingOn, Consumer, Error, FieldFault, Portal, Session,
    book::{self, Moved},
    randomness,
    rules::{self, Awaited},
};
use domain::{
    application::{
        self, Answers, CaseStatus, Changing, Closed, Kind, Page, SavedPages, SocialSecurity, State,
        WrongApplication,
    },
    by::By,
    consumer::{Action, Basis},
    form::{Fields, Question},
    instant::Instant,
    limits::Limit,
    people::{ApplicationKey, ConsumerKey},
    profile::Desk,
    refusal::Refusal,
    typed::secret::social_security_number,
};
use rows::ApplicationRow;
use std::collections::BTreeMap;

/// An application that was opened.
#[derive(Clone, Debug)]
pub struct OpenedApplication {
    /// Which.
    pub key: ApplicationKey,
    /// The last saved page.
    pub page: Page,
}

/// An application as its pages show it.
#[derive(Clone, Debug)]
pub struct OpenApplication {
    /// Kind, year, state.
    pub summary: ApplicationSummary,
    /// Everything answered; no Social Security number is in it.
    pub answers: Answers,
    /// Who saved each page, when, and its version.
    pub stored: SavedPages,
    /// By person: what may be shown of the number that is held (ACT-13).
    pub masked_numbers: BTreeMap<u8, SocialSecurity>,
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
        self.stored.version(page)
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
        self.door
            .acting_on(session, consumer, Action::OpenApplication, async |acting| {
                application::reach(kind, acting.basis(), &acting.limits())?;
                if !years.contains(&plan_year) {
                    let wrong = WrongApplication::OtherYear;
                    return Err(Error::Invalid(vec![FieldFault::new("plan_year", wrong, "APP-1")]));
                }
                let mut rows = list(acting).await?;
                rows.retain(|row| row.summary.plan_year == plan_year);
                let is_draft =
                    |row: &&ApplicationRow| row.summary.state == State::Draft && row.summary.kind == kind;
                let (key, page) = if let Some(draft) = rows.iter().find(is_draft) {
                    let key = draft.summary.application_key.clone();
                    rows::opened(acting, &key, acting.now()).await?.or(Error::NotFound)?;
                    (key, draft.last_page)
                } else if rows.iter().filter_map(|row| row.case_status).any(CaseStatus::is_open) {
                    return Err(Refusal::ApplicationExists.into());
                } else {
                    (start(acting, kind, plan_year).await?, Page::Address)
                };
                acting.target(&key);
                Ok(OpenedApplication { key, page })
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
        let plan_years = self.plan_years();
        self.door
            .acting_on(session, consumer, Action::ReadApplication, async |acting| {
                let mut rows = reachable(acting).await?.into_iter();
                let current = match rows.next() {
                    Some(row) => {
                        let key = &row.summary.application_key;
                        acting.target(&match page {
                            Some(page) => format!("{key}/{}", page.slug()),
                            None => key.0.clone(),
                        });
                        Some(read(self, session, acting, row).await?)
                    }
                    None => None,
                };
                Ok(Applications {
                    current,
                    others: rows.map(|row| row.summary).collect(),
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
                let ApplicationSummary { application_key: key, state, .. } =
                    &rows.first().ok_or(Error::NotFound)?.summary;
                acting.target(&format!("{key}/{}", Page::Citizenship(person).slug()));
                still_open(acting, *state)?;
                social_security::numbers(acting, key).await?.remove(&person).ok_or(Error::NotFound)
            })
            .await
    }

    /// What the result of a draft would wait for, once it is complete (APP-7).
    pub fn awaited(&self, open: &OpenApplication) -> Vec<Awaited> {
        if open.is_draft() { rules::awaited(self.rules(), &open.answers) } else { Vec::new() }
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
) -> Result<ApplicationKey, Error> {
    let known = rows::known(acting).await?.0;
    let born = known.date_of_birth;
    let filled = |pairs: &[(&str, String)]| -> Fields {
        let typed = pairs.iter().filter(|(_, value)| !value.is_empty());
        typed.map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    };
    let one_name = if known.given_name.is_empty() { "yes" } else { "" };
    let person = filled(&[
        ("one_name", one_name.to_owned()),
        ("given_name", known.given_name),
        ("family_name", known.family_name),
        ("born_year", born.year().to_string()),
        ("born_month", born.month().to_string()),
        ("born_day", born.day().to_string()),
    ]);
    let contact =
        filled(&[("email", known.email.unwrap_or_default()), ("phone", known.phone.unwrap_or_default())]);
    let (now, mut pages) = (acting.now(), SavedPages::default());
    for (page, fields) in [(Page::Person(1), person), (Page::Contact, contact)] {
        pages.put(page, 0, fields, (now, &By::Account));
    }
    let answers = pages.answer(Answers::new(kind, plan_year, acting.today(), acting.places()));
    let (key, percent) = (ApplicationKey(randomness::row_key()), application::percent(&answers));
    rows::start(acting, &key, plan_year, kind, Page::Address, percent, now, &pages).await?.or_not();
    in_the_list(acting, &answers).await?;
    Ok(key)
}

/// Keeps a changed draft, with the page at which one resumes, and notes how far it is.
async fn keep(acting: &mut ActingOn<'_, Consumer>, draft: &Draft, resume_at: Page) -> Result<(), Error> {
    let percent = application::percent(&draft.answers);
    let saved = rows::save(acting, &draft.key, &draft.pages, resume_at, percent).await?;
    saved.or(Refusal::AlreadySubmitted.into())?;
    in_the_list(acting, &draft.answers).await
}

/// Notes in the assister's list how far a draft is. A full-price application stays out of it (L1), and so does a change
/// after submission (L5).
async fn in_the_list(acting: &mut ActingOn<'_, Consumer>, answers: &Answers) -> Result<(), Error> {
    if answers.change().is_some() {
        return Ok(());
    }
    match answers.kind() {
        Kind::FinancialAssistance => {
            book::set_stage(acting, Moved::InProgress { percent: application::percent(answers) }).await
        }
        Kind::FullPrice => Ok(()),
    }
}

/// The consumer's applications, the one opened last first. Changes after submission are the consumer's own (L5).
async fn list(acting: &mut ActingOn<'_, Consumer>) -> Result<Vec<ApplicationRow>, Error> {
    let (mut all, own) = (rows::list(acting).await?, acting.basis() == Basis::OwnAccount);
    all.retain(|row| own || row.summary.follows.is_none());
    Ok(all)
}

/// The applications this actor may reach, the one opened last first (ACT-8).
async fn reachable(acting: &mut ActingOn<'_, Consumer>) -> Result<Vec<ApplicationRow>, Error> {
    let all = list(acting).await?;
    let none_at_all = all.is_empty();
    let (limits, basis) = (acting.limits(), acting.basis());
    let reached: Vec<_> =
        all.into_iter().filter(|row| application::reach(row.summary.kind, basis, &limits).is_ok()).collect();
    match reached.is_empty() && !none_at_all {
        true => Err(Limit::FinancialAssistanceOnly.into()),
        false => Ok(reached),
    }
}

/// The application with this key, when the actor may reach it.
async fn by_key(acting: &mut ActingOn<'_, Consumer>, key: &ApplicationKey) -> Result<ApplicationRow, Error> {
    let rows = list(acting).await?;
    let row = rows.into_iter().find(|row| row.summary.application_key == *key).ok_or(Error::NotFound)?;
    application::reach(row.summary.kind, acting.basis(), &acting.limits())?;
    acting.target(key);
    Ok(row)
}

/// ACT-12: refuses when the application was submitted.
fn still_open(acting: &ActingOn<'_, Consumer>, state: State) -> Result<(), Error> {
    match application::closed_for(state, acting.basis(), &acting.limits()) {
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
    fn put(&mut self, page: Page, (version, fields): (i64, &Fields), saved: (Instant, &By)) -> bool {
        let put = self.pages.put(page, version, fields.clone(), saved);
        if put {
            self.answers.put(page, fields.clone());
        }
        put
    }

    /// Notes who has the same Social Security number (APP-8), with the one that was just typed. Whoever has none
    /// cannot have the same.
    async fn compare(
        &mut self,
        acting: &mut ActingOn<'_, Consumer>,
        typed: Option<(u8, &String)>,
    ) -> Result<(), Error> {
        let holds = |n: &u8| self.answers.get(Page::Citizenship(*n), "ssn") == Answers::HELD;
        if self.answers.people().iter().filter(|n| holds(n)).count() > 1 {
            let mut numbers = social_security::numbers(acting, &self.key).await?;
            numbers.extend(typed.map(|(person, number)| (person, number.clone())));
            self.answers = self.answers.clone().compared(&numbers);
        }
        Ok(())
    }
}

/// The draft with this key, when the actor may reach it and it is still open (ACT-12).
async fn draft(acting: &mut ActingOn<'_, Consumer>, key: &ApplicationKey) -> Result<Draft, Error> {
    let row = by_key(acting, key).await?;
    still_open(acting, row.summary.state)?;
    let answers = answers_of(acting, &row);
    Ok(Draft { key: row.summary.application_key, pages: row.answers, answers })
}

/// Everything answered in one application.
fn answers_of(acting: &ActingOn<'_, Consumer>, row: &ApplicationRow) -> Answers {
    let ApplicationSummary { kind, plan_year, event, .. } = row.summary;
    let answers = row.answers.answer(Answers::new(kind, plan_year, acting.today(), acting.places()));
    match event {
        None => answers,
        Some(event) => answers.changing(Changing { event, touched: row.answers.after(row.started_at) }),
    }
}

async fn read(
    portal: &Portal,
    session: &Session,
    acting: &mut ActingOn<'_, Consumer>,
    row: ApplicationRow,
) -> Result<OpenApplication, Error> {
    let (numbers, reviews) = social_security::with_reviews(acting, &row.summary.application_key).await?;
    Ok(OpenApplication {
        answers: answers_of(acting, &row).compared(&numbers),
        masked_numbers: numbers.iter().map(|(person, number)| (*person, mask(number))).collect(),
        is_reviewed: submitting::is_reviewed(&reviews, &row.answers, session),
        reviews,
        signing: submitting::signature_questions(
            portal.words_of(session.context()),
            session,
            &acting.facts().person_name(),
        ),
        desk: portal.desk_of(acting),
        summary: row.summary,
        stored: row.answers,
    })
}

/// ACT-13: the last four, of a whole number only.
fn mask(number: &str) -> SocialSecurity {
    match social_security_number(number) {
        Ok(number) => SocialSecurity::EndsIn(number.in_full()[5..].to_owned()),
        Err(_) => SocialSecurity::NotIssued,
    }
}

/// Who saves or records.
fn whoever(session: &Session, acting: &ActingOn<'_, Consumer>) -> By {
    By::new(session.name(), acting.facts().assister_kind())
}
