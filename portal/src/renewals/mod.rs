//! The renewals of a year, as one run (45 CFR 155.335): whoever is in a plan until the end of the year and chose none for the
//! next goes on in the plan that follows it, with its new price. Each enrollment is a transaction of its own behind its
//! consumer's door, so that a run which was stopped goes on where it was, and nothing is done twice.

mod deciding;
mod mail;
mod rows;
mod summary;
mod writing;

pub use rows::BeforeRun;
pub(crate) use rows::STATEMENTS;
pub use summary::{Figures, Renewals, Totals};

use crate::{ActingOn, Consumer, Error, Portal, Session, shopping};
use deciding::{Cases, Old, decide};
use domain::{
    consumer::Action,
    enrollment::NotRenewed,
    people::{ConsumerKey, EnrollmentKey},
    plan::{Catalog, Successors},
};
use door::Work;
use jiff::civil::Date;
use rows::Candidate;
use std::sync::Arc;

/// Enrollments that are listed, or judged by a dry run, in one transaction.
const BATCH: i64 = 100;

/// A plan year into which enrollments can be renewed today.
#[derive(Clone, Debug)]
pub struct RenewalYear {
    year: i16,
    start: Date,
    /// The last day of open enrollment.
    until: Date,
    catalog: Arc<Catalog>,
    successors: Successors,
}

/// What is missing for a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotRun {
    /// The profile has no such plan year.
    NoPlanYear,
    /// Its open enrollment begins on a day that is still to come.
    NotBefore(Date),
    /// It has begun: nobody is enrolled for days that are over.
    YearBegun,
    /// It has no catalog of plans.
    NoCatalog,
}

/// How a run is to be done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Running {
    /// Only say what would be done.
    pub dry: bool,
    /// Stop after so many enrollments; the next run goes on there.
    pub most: Option<u64>,
}

/// What came of one enrollment.
#[derive(Clone, Debug)]
pub enum Renewed {
    /// It goes on.
    On(Box<Figures>),
    /// It does not.
    Not(NotRenewed),
    /// Its people chose, or ended it, or another run was faster.
    Decided,
}

impl RenewalYear {
    /// Whether a crosswalk says what follows the plans of the year before.
    pub fn has_crosswalk(&self) -> bool {
        !self.successors.is_empty()
    }
}

impl Portal {
    /// What a run into a plan year rests on, or what is missing for it today.
    ///
    /// # Errors
    /// `Error::Database`, `Error::Corrupt`.
    pub async fn renewal_year(&self, year: i16) -> Result<Result<RenewalYear, CannotRun>, Error> {
        let today = self.today();
        let calendar = self.profile.plan_year.iter().find(|plan_year| plan_year.year == year);
        let Some((calendar, start)) = calendar.zip(Date::new(year, 1, 1).ok()) else {
            return Ok(Err(CannotRun::NoPlanYear));
        };
        if today < calendar.open_from {
            return Ok(Err(CannotRun::NotBefore(calendar.open_from)));
        }
        if today >= start {
            return Ok(Err(CannotRun::YearBegun));
        }
        let Some(catalog) = self.catalog(year).await? else { return Ok(Err(CannotRun::NoCatalog)) };
        let successors = self.successors(year).await?;
        Ok(Ok(RenewalYear { year, start, until: calendar.open_to, catalog, successors }))
    }

    /// Renews everybody who is due, or says what that would do. `progress` hears how many were looked at, of how many.
    ///
    /// # Errors
    /// `Denied` for whoever may not; `Error::Database`. What was done until then stays, and the next run goes on after it.
    pub async fn renew(
        &self,
        session: &Session,
        year: &RenewalYear,
        running: Running,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<Renewals, Error> {
        let before =
            self.door.at_work(None, async |work| rows::before_run(work, year.year - 1).await).await?.0;
        let mut renewals = Renewals::new(year.year, before);
        let most = running.most.map_or(renewals.due, |most| most.min(renewals.due));
        let (mut after, mut done) = (String::new(), 0);
        progress(done, most);
        loop {
            let batch = async |work: &mut Work<'_>| self.batch(work, year, &after, running.dry).await;
            let found = self.door.at_work(None, batch).await?;
            let Some((last, _)) = found.last() else { return Ok(renewals) };
            after.clone_from(&last.enrollment_key.0);
            for (candidate, judged) in found {
                if done >= most {
                    return Ok(renewals);
                }
                let renewed = match judged {
                    Some(judged) => judged,
                    None => {
                        self.renew_one(session, &candidate.consumer_key, &candidate.enrollment_key, year)
                            .await
                    }
                };
                renewals.add(candidate.enrollment_key, renewed)?;
                done += 1;
                progress(done, most);
            }
        }
    }

    /// The next enrollments that are due; in a dry run with what would come of each.
    async fn batch(
        &self,
        work: &mut Work<'_>,
        year: &RenewalYear,
        after: &str,
        dry: bool,
    ) -> Result<Vec<(Candidate, Option<Result<Renewed, Error>>)>, Error> {
        let mut found = Vec::new();
        for candidate in rows::candidates(work, year.year - 1, after, BATCH).await? {
            let judged = match dry {
                true => Some(self.judge(work, &candidate, year).await),
                false => None,
            };
            found.push((candidate, judged));
        }
        Ok(found)
    }

    async fn judge(
        &self,
        work: &mut Work<'_>,
        Candidate { enrollment_key, consumer_key }: &Candidate,
        year: &RenewalYear,
    ) -> Result<Renewed, Error> {
        let today = work.today();
        let lines = rows::present_of(work, consumer_key, enrollment_key).await?;
        let Some(old) = Old::of(self, lines, today)? else { return Ok(Renewed::Decided) };
        let cases = Cases {
            next: shopping::newest_case_of(work, consumer_key, year.year).await?,
            present: shopping::newest_case_of(work, consumer_key, year.year - 1).await?,
        };
        Ok(match decide(self, year, &old, &cases, today)? {
            Ok(next) => Renewed::On(Box::new(Figures::of(&old, &next))),
            Err(why) => Renewed::Not(why),
        })
    }

    /// Renews one enrollment, or writes down and tells why it cannot go on: once, however often it is asked.
    ///
    /// # Errors
    /// `Denied` for everybody but the exchange's staff; `Error::Database`; `Error::Corrupt` for a case that cannot be read.
    pub async fn renew_one(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        key: &EnrollmentKey,
        year: &RenewalYear,
    ) -> Result<Renewed, Error> {
        let work = async |acting: &mut ActingOn<'_, Consumer>| -> Result<Renewed, Error> {
            let today = acting.today();
            // Held from here on: a carrier's answer may end it at this moment.
            rows::hold(acting, key).await?.or_not();
            let lines = rows::present(acting, key).await?;
            let Some(old) = Old::of(self, lines, today)? else { return Ok(Renewed::Decided) };
            let cases = Cases {
                next: shopping::newest_case(acting, year.year).await?,
                present: shopping::newest_case(acting, year.year - 1).await?,
            };
            match decide(self, year, &old, &cases, today)? {
                Ok(next) => {
                    self.go_on(acting, session, year, (key, &old, &next)).await?;
                    Ok(Renewed::On(Box::new(Figures::of(&old, &next))))
                }
                Err(why) => {
                    self.miss(acting, year, (key, &old, why)).await?;
                    Ok(Renewed::Not(why))
                }
            }
        };
        let renewed = self.door.acting_on(session, consumer, Action::RenewCoverage, work).await;
        renewed.map(door::Acted::into_value)
    }

    /// Tells it once a reason.
    async fn miss(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        year: &RenewalYear,
        (key, old, why): (&EnrollmentKey, &Old, NotRenewed),
    ) -> Result<(), Error> {
        acting.target(&why);
        if old.first.missed == Some(why) {
            return Ok(());
        }
        let now = acting.now();
        rows::miss(acting, key, year.year, why, now).await?.or(Error::NotFound)?;
        self.tell_missed(acting, year, (old, why)).await
    }
}
