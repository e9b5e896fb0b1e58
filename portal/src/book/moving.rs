//! Keeps the rows of the book and their counts: changed in the same transaction as what they show.

use super::rows;
use crate::{ActingOn, Consumer, Error, Portal};
use domain::{
    application::State,
    book::Stage,
    people::{AssisterKey, AssociationKey, ConsumerKey, EnrollmentKey},
    short_result::ShortResult,
};
use door::{Account, Work};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What changed for the consumer, for whoever is associated now.
#[derive(Clone, Debug)]
pub(crate) enum Moved {
    /// A draft was started or saved.
    InProgress { percent: i64 },
    /// The application was submitted, with the initial determination in short.
    Submitted { determination: ShortResult, plan_year: i16 },
    /// A plan was enrolled in, or renewed.
    Enrolled { plan_name: String, effective_on: Date, enrollment: EnrollmentKey },
    /// A plan ends on a day, never begins, or comes back: another one may be left, of another year say.
    CoverageChanges,
}

/// The name as lists sort and search it.
pub(crate) fn sort_name(given_name: &str, family_name: &str) -> String {
    let name =
        if given_name.is_empty() { family_name.to_owned() } else { format!("{family_name}, {given_name}") };
    name.to_lowercase()
}

/// A consumer has another name: it stands on the lists of their assisters, also where the association ended.
pub(crate) async fn rename(
    acting: &mut ActingOn<'_, Account>,
    given_name: &str,
    family_name: &str,
) -> Result<(), Error> {
    let sorted = sort_name(given_name, family_name);
    rows::rename(acting, given_name, family_name, &sorted).await?.or_not();
    Ok(())
}

/// A new association: its row shows what is already there (S11: before, during or after).
pub(crate) async fn open_row(
    acting: &mut ActingOn<'_, Consumer>,
    association: &AssociationKey,
    assister: &AssisterKey,
) -> Result<(), Error> {
    let today = acting.today();
    let found = rows::standing(acting, today).await?.0;
    let stage = stage_of(&found);
    let rows::Standing { given_name, family_name, percent, submitted_at, effective_on, ends_on, .. } = &found;
    let (sort_name, now) = (sort_name(given_name, family_name), acting.now());
    rows::open(
        acting,
        association,
        assister,
        given_name,
        family_name,
        &sort_name,
        now,
        stage,
        *percent,
        *submitted_at,
        &found.determination,
        &found.plan_name,
        *effective_on,
        *ends_on,
        found.credit_cents,
        found.stopped_credit_cents,
    )
    .await?
    .or_not();
    count(acting, assister, None, stage).await
}

/// The association ended: its row keeps the name and the dates, nothing else.
pub(crate) async fn end_row(
    acting: &mut ActingOn<'_, Consumer>,
    association: &AssociationKey,
) -> Result<(), Error> {
    let present = rows::present(acting).await?.filter(|row| row.association_key == *association);
    let Some(present) = present else { return Ok(()) };
    let now = acting.now();
    rows::end(acting, association, now).await?.or_not();
    count(acting, &present.assister_key, Some(present.stage), Stage::Ended).await
}

/// Moves the row of the present assister, if there is one.
pub(crate) async fn set_stage(acting: &mut ActingOn<'_, Consumer>, moved: Moved) -> Result<(), Error> {
    if let Moved::InProgress { percent } = moved
        && rows::still_there(acting, percent).await?.any()
    {
        return Ok(());
    }
    let Some(present) = rows::present(acting).await? else { return Ok(()) };
    let now = acting.now();
    let (changed, to) = match moved {
        Moved::InProgress { percent } => (rows::in_progress(acting, percent).await?, Stage::InProgress),
        Moved::Submitted { determination, plan_year } => {
            let stays = Some(present.stage).filter(|stage| *stage == Stage::Enrolled);
            let january = Date::new(plan_year, 1, 1).map_err(|_| Error::Corrupt("plan year"))?;
            let submitted = rows::submitted(acting, now, &determination, january).await?;
            (submitted, stays.unwrap_or(Stage::Submitted))
        }
        Moved::Enrolled { plan_name, effective_on, enrollment } => {
            (rows::enrolled(acting, &plan_name, effective_on, &enrollment).await?, Stage::Enrolled)
        }
        Moved::CoverageChanges => {
            let today = acting.today();
            let left = rows::standing(acting, today).await?.0;
            let to = stage_of(&left);
            let (plan, from) = (&left.plan_name, left.effective_on);
            let (used, stopped) = (left.credit_cents, left.stopped_credit_cents);
            (rows::enrolled_or_not(acting, to, plan, from, left.ends_on, used, stopped).await?, to)
        }
    };
    changed.or_not();
    if present.stage == to {
        Ok(())
    } else {
        count(acting, &present.assister_key, Some(present.stage), to).await
    }
}

/// A carrier says that the coverage of these ends, or never began: for whoever is associated now. Another plan that is left, of
/// another year say, stands on the list. The rows first, and then the counts in the order of assisters, as everywhere.
pub(crate) async fn coverage_ends(
    work: &mut Work<'_>,
    consumers: &BTreeSet<ConsumerKey>,
) -> Result<(), Error> {
    let today = work.today();
    let mut moved: BTreeMap<AssisterKey, [i64; 5]> = BTreeMap::new();
    for consumer in consumers {
        let Some(present) = rows::hold_present(work, consumer).await? else { continue };
        let left = rows::standing_of(work, consumer, today).await?.0;
        let to = stage_of(&left);
        let (plan, from) = (&left.plan_name, left.effective_on);
        let (used, stopped) = (left.credit_cents, left.stopped_credit_cents);
        rows::set_enrolled_or_not(work, consumer, to, plan, from, left.ends_on, used, stopped)
            .await?
            .or_not();
        let counts = moved.entry(present.assister_key).or_default();
        for (count, by) in counts.iter_mut().zip(moves(Some(present.stage), to)) {
            *count += by;
        }
    }
    for (assister, [not_started, in_progress, submitted, enrolled, ended]) in moved {
        let beside = work.beside();
        rows::count(beside, &assister, not_started, in_progress, submitted, enrolled, ended).await?.or_not();
    }
    Ok(())
}

/// Where somebody stands by what is there.
fn stage_of(found: &rows::Standing) -> Stage {
    match (found.application, &found.plan_name) {
        (_, Some(_)) => Stage::Enrolled,
        (Some(State::Submitted), None) => Stage::Submitted,
        (Some(State::Draft), None) => Stage::InProgress,
        (None, None) => Stage::NotStarted,
    }
}

/// How many rows a round of the job moves.
const MOST: i64 = 200;

impl Portal {
    /// Consumers whose plan has ended stand among those who are in none (ACT-9). Gives how many there were.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn settle_ended_coverage(&self) -> Result<usize, Error> {
        let move_some = async |work: &mut Work<'_>| {
            let today = work.today();
            let mut moved: BTreeMap<AssisterKey, i64> = BTreeMap::new();
            for row in rows::coverage_ended(work, today, MOST).await? {
                *moved.entry(row.assister_key).or_default() += 1;
            }
            for (assister, many) in &moved {
                rows::count(work.beside(), assister, 0, 0, *many, -many, 0).await?.or_not();
            }
            Ok(moved.values().sum::<i64>())
        };
        let moved = self.door.at_work(Some("ended_coverage"), move_some).await?;
        Ok(usize::try_from(moved).unwrap_or(0))
    }
}

/// Locks the counts of these assisters in the order of their keys, so that two consumers who swap the same two
/// assisters do not wait for each other.
pub(crate) async fn settle_counts(
    acting: &mut ActingOn<'_, Consumer>,
    assisters: impl Iterator<Item = &AssisterKey>,
) -> Result<(), Error> {
    let mut assisters: Vec<_> = assisters.collect();
    assisters.sort();
    for assister in assisters {
        rows::settle(acting.beside(), assister).await?.or_not();
    }
    Ok(())
}

async fn count(
    acting: &mut ActingOn<'_, Consumer>,
    assister: &AssisterKey,
    from: Option<Stage>,
    to: Stage,
) -> Result<(), Error> {
    let [not_started, in_progress, submitted, enrolled, ended] = moves(from, to);
    let beside = acting.beside();
    rows::count(beside, assister, not_started, in_progress, submitted, enrolled, ended).await?.or_not();
    Ok(())
}

/// By how many the counts of an assister move, in the order of the stages.
fn moves(from: Option<Stage>, to: Stage) -> [i64; 5] {
    [Stage::NotStarted, Stage::InProgress, Stage::Submitted, Stage::Enrolled, Stage::Ended]
        .map(|stage| i64::from(to == stage) - i64::from(from == Some(stage)))
}
