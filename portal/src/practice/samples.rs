//! The pool: sample households put through the same answers, rules and prices as a real submission, once a
//! run. Every sample household takes one of them.

use super::{
    names::Numbers,
    shapes::{Shape, shape},
    template::{AT, BY, Template},
};
use crate::{
    Error, Portal, enrollments,
    rules::{self, pack},
    shopping::{self, Determined, Group},
};
use domain::{
    application::{self, Kind, Page, SavedPages, pages},
    by::By,
    enrollment::PlanYear,
    people::ApplicationKey,
    plan::{Catalog, Filter, SortBy, UseAssumptions, list_offers, sort_offers},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use std::sync::Arc;

/// Samples in the pool.
const SAMPLES: i64 = 256;
/// Submissions of the pool lie this many days back at most.
const DAYS: i64 = 14;
/// One sample household.
pub(super) struct Sample {
    pub(super) born: Arc<str>,
    /// Nine in the morning of the day on which it is submitted.
    pub(super) morning: i64,
    pub(super) last_page: Arc<str>,
    /// All answers, as they are kept.
    pub(super) answers: Template,
    pub(super) rule_set: Arc<str>,
    /// The determination's packed input and output.
    pub(super) input: Arc<[u8]>,
    pub(super) output: Arc<[u8]>,
    pub(super) summary: Arc<str>,
    /// How far a draft can be: at least one.
    pub(super) drafts: Vec<DraftOf>,
    /// Plans that this household may choose; none when nobody may have one.
    pub(super) choices: Vec<Choice>,
}

/// A draft at which somebody stopped.
pub(super) struct DraftOf {
    pub(super) answers: Template,
    pub(super) last_page: Arc<str>,
    pub(super) percent: i64,
}

/// A plan that is really offered to the household.
pub(super) struct Choice {
    pub(super) carrier: Arc<str>,
    pub(super) carrier_name: Arc<str>,
    pub(super) variant_id: Arc<str>,
    pub(super) plan_name: Arc<str>,
    pub(super) premium_cents: i64,
    pub(super) credit_cents: i64,
    pub(super) effective_on: Arc<str>,
    /// Person and share of the premium.
    pub(super) members: Vec<(Arc<str>, i64)>,
}

/// The samples.
pub(super) struct Samples {
    pub(super) all: Vec<Sample>,
    /// Places in `all` of those who may choose a plan.
    pub(super) shoppers: Vec<usize>,
    pub(super) plan_year: i64,
}

/// The year's market and calendar, and the last day on which one could sign until today.
struct Season<'a> {
    portal: &'a Portal,
    calendar: PlanYear,
    catalog: Arc<Catalog>,
    last_day: Date,
    zone: TimeZone,
}

/// Makes the pool.
pub(super) async fn pool(portal: &Portal, seed: u64) -> Result<Samples, Error> {
    let (calendar, catalog) = portal.market().await?;
    let today = portal.today();
    // Outside open enrollment the samples lie in the one before.
    let last_day = today.min(calendar.open_to).max(calendar.open_from.min(today));
    let zone = TimeZone::get(&portal.profile().exchange.time_zone).unwrap_or(TimeZone::UTC);
    let season = Season { portal, calendar, catalog, last_day, zone };
    let mut all = Vec::new();
    for number in 0..SAMPLES {
        let mut random = Numbers::new(seed ^ 0x5A5A, number.unsigned_abs());
        all.push(sample(&season, number, &mut random)?);
    }
    let shoppers = (0..all.len()).filter(|at| !all[*at].choices.is_empty()).collect();
    Ok(Samples { all, shoppers, plan_year: i64::from(season.calendar.year) })
}

fn sample(season: &Season<'_>, number: i64, random: &mut Numbers) -> Result<Sample, Error> {
    let day = season.last_day.saturating_sub((1 + number % DAYS).days());
    let day =
        if season.calendar.open_from < season.last_day { day.max(season.calendar.open_from) } else { day };
    let shape = shape(random, season.portal.profile(), season.calendar.year, day);
    let household = rules::household(&shape.answers, day).map_err(|error| {
        tracing::error!(%error, problems = ?application::problems(&shape.answers), "sample household");
        Error::Corrupt("sample household")
    })?;
    let determined =
        rules::determine(season.portal.rules(), Kind::FinancialAssistance, household, Some(&season.catalog))?;
    let stored = Determined {
        application_key: ApplicationKey(String::new()),
        application_kind: Kind::FinancialAssistance,
        input: determined.input,
        output: determined.output,
        answers: saved(&shape, shape.saved.len()),
        signed_changes: 0,
        event: None,
        event_on: None,
        cart: None,
        broker: None,
        present: None,
    };
    let morning = day.at(9, 0, 0, 0).to_zoned(season.zone.clone());
    Ok(Sample {
        born: shape.born.to_string().into(),
        morning: morning.map_err(|_| Error::Corrupt("day"))?.timestamp().as_microsecond(),
        last_page: pages(&shape.answers).last().map_or_else(String::new, |page| page.slug()).into(),
        answers: Template::new(&kept(&stored.answers)?),
        rule_set: determined.rule_set.into(),
        input: pack(&stored.input.0)?.into(),
        output: pack(&stored.output.0)?.into(),
        summary: determined.summary.data().into(),
        drafts: drafts(&shape)?,
        choices: choices(season, &stored, day)?,
    })
}

/// The first pages of a shape as they are kept, with places for who saved and when.
fn saved(shape: &Shape, count: usize) -> SavedPages {
    let mut pages = SavedPages::default();
    for page in shape.saved.iter().take(count) {
        pages.put(*page, 0, shape.answers.fields(*page), (AT.into(), &By::Person(BY.to_owned())));
    }
    pages
}

/// The text under which pages are stored.
fn kept(pages: &SavedPages) -> Result<String, Error> {
    serde_json::to_string(pages).map_err(|_| Error::Corrupt("answers"))
}

/// Every point at which somebody may have stopped, with the percentage that the pages so far make.
fn drafts(shape: &Shape) -> Result<Vec<DraftOf>, Error> {
    let mut answers = shape.answers.emptied();
    let mut drafts = Vec::new();
    for (pages, page) in (1..).zip(&shape.saved) {
        answers.put(*page, shape.answers.fields(*page));
        if pages < 2 {
            continue;
        }
        let last_page = if pages == 2 { Page::Address.slug() } else { page.slug() };
        drafts.push(DraftOf {
            answers: Template::new(&kept(&saved(shape, pages))?),
            last_page: last_page.into(),
            percent: application::percent(&answers),
        });
    }
    Ok(drafts)
}

/// Some of the cheaper plans that the group is offered on the day.
fn choices(season: &Season<'_>, stored: &Determined, day: Date) -> Result<Vec<Choice>, Error> {
    let group = match season.portal.group_of(stored, &season.calendar, day) {
        Ok(group) => group,
        Err(Error::Refused(_)) => return Ok(Vec::new()),
        Err(other) => return Err(other),
    };
    let (rated, levels) = (group.rated(), group.levels());
    let shopper = group.shopper(&rated, &levels);
    let mut offers = list_offers(&season.catalog, &shopper, &Filter::default(), &UseAssumptions::STANDARD);
    sort_offers(&mut offers, SortBy::Price);
    offers
        .iter()
        .step_by(4)
        .take(5)
        .map(|offer| choice(season, &group, &shopping::listed(&season.catalog, offer)))
        .collect()
}

fn choice(season: &Season<'_>, group: &Group, plan: &shopping::ListedPlan) -> Result<Choice, Error> {
    let premiums = enrollments::premiums(group, &season.catalog, plan.id)?;
    let january = Date::new(season.calendar.year, 1, 1).map_err(|_| Error::Corrupt("plan year"))?;
    Ok(Choice {
        carrier: plan.id.plan.issuer().to_string().into(),
        carrier_name: plan.carrier.as_str().into(),
        variant_id: plan.id.to_string().into(),
        plan_name: plan.name.as_str().into(),
        premium_cents: plan.premium_cents,
        credit_cents: plan.credit_cents,
        effective_on: group.effective_on.unwrap_or(january).to_string().into(),
        members: group.members.iter().map(|member| Arc::from(member.person.as_str())).zip(premiums).collect(),
    })
}
