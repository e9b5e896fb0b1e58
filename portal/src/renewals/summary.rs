//! What a run came to, in numbers.

use super::{
    Renewed,
    deciding::{Next, Old},
    rows::BeforeRun,
};
use crate::Error;
use domain::{enrollment::NotRenewed, people::EnrollmentKey};
use std::collections::BTreeMap;

/// What is renewed of one enrollment, in cents a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    carrier: String,
    other_plan: bool,
    people: u64,
    left_out: u64,
    premiums: [i64; 2],
    credits: [i64; 2],
    stopped: i64,
    has_result: bool,
    has_mail: bool,
}

/// Sums over enrollments; money in cents a month, before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Enrollments that go on.
    pub enrollments: u64,
    /// People in them.
    pub people: u64,
    /// Their premiums.
    pub premiums: [i64; 2],
    /// Their tax credit.
    pub credits: [i64; 2],
}

/// What a run did, or would do.
#[derive(Debug)]
pub struct Renewals {
    /// The plan year.
    pub year: i16,
    /// How its enrollments stood before.
    pub before: BeforeRun,
    /// How many were due.
    pub due: u64,
    /// What goes on.
    pub on: Totals,
    /// The same by carrier, the one of the new plan.
    pub by_carrier: BTreeMap<String, Totals>,
    /// How many go on in another plan than the one of the same number.
    pub other_plan: u64,
    /// How many go on with the credit of a result for the year.
    pub with_result: u64,
    /// How many go on without the credit that they had, and how much that was, in cents a month.
    pub stopped: (u64, i64),
    /// People who turned 65 and do not go on.
    pub left_out: u64,
    /// What cannot go on, and why.
    pub missed: Vec<(EnrollmentKey, NotRenewed)>,
    /// What could not be read; nothing was done about it.
    pub unread: Vec<(EnrollmentKey, String)>,
    /// What was decided about while the run was under way.
    pub decided: u64,
    /// How many of those that go on have no e-mail address: they need a letter.
    pub without_mail: u64,
}

impl Figures {
    pub(super) fn of(old: &Old, next: &Next) -> Self {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Self {
            carrier: next.plan.carrier.clone(),
            other_plan: next.plan.id.plan != old.first.variant_id.plan,
            people: count(next.group.members.len()),
            left_out: count(next.left_out.len()),
            premiums: [old.first.premium_cents.0, next.plan.premium_cents],
            credits: [old.first.credit_cents.0, next.plan.credit_cents],
            stopped: next.stopped.map_or(0, |cents| cents.0),
            has_result: next.has_result,
            has_mail: old.first.email.as_ref().is_some_and(|email| !email.is_empty()),
        }
    }
}

impl Totals {
    fn add(&mut self, one: &Figures) {
        self.enrollments += 1;
        self.people += one.people;
        for (sum, cents) in self.premiums.iter_mut().zip(one.premiums) {
            *sum += cents;
        }
        for (sum, cents) in self.credits.iter_mut().zip(one.credits) {
            *sum += cents;
        }
    }
}

impl Renewals {
    pub(super) fn new(year: i16, before: BeforeRun) -> Self {
        let due = u64::try_from(before.due).unwrap_or(0);
        Self {
            year,
            before,
            due,
            on: Totals::default(),
            by_carrier: BTreeMap::new(),
            other_plan: 0,
            with_result: 0,
            stopped: (0, 0),
            left_out: 0,
            missed: Vec::new(),
            unread: Vec::new(),
            decided: 0,
            without_mail: 0,
        }
    }

    /// How many were not looked at: the next run goes on with them.
    pub fn left(&self) -> u64 {
        let looked_at = self.missed.len() + self.unread.len();
        let looked_at = u64::try_from(looked_at).unwrap_or(u64::MAX);
        self.due.saturating_sub(self.on.enrollments + self.decided + looked_at)
    }

    /// Takes in what came of one. What cannot be read stops nothing else; a database that is away does, and a door that is
    /// closed.
    pub(super) fn add(&mut self, key: EnrollmentKey, renewed: Result<Renewed, Error>) -> Result<(), Error> {
        match renewed {
            Ok(Renewed::On(one)) => {
                self.on.add(&one);
                self.by_carrier.entry(one.carrier.clone()).or_default().add(&one);
                self.other_plan += u64::from(one.other_plan);
                self.with_result += u64::from(one.has_result);
                if one.stopped > 0 {
                    self.stopped = (self.stopped.0 + 1, self.stopped.1 + one.stopped);
                }
                self.left_out += one.left_out;
                self.without_mail += u64::from(!one.has_mail);
            }
            Ok(Renewed::Not(why)) => self.missed.push((key, why)),
            Ok(Renewed::Decided) => self.decided += 1,
            Err(fault @ (Error::Corrupt(_) | Error::Refused(_) | Error::NotFound)) => {
                self.unread.push((key, fault.failure_code()));
            }
            Err(fault) => return Err(fault),
        }
        Ok(())
    }
}
