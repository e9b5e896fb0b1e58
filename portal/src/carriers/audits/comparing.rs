//! A carrier's audit file beside what stands here, policy by policy.

use super::rows::{self, Found, Known};
use crate::{Error, carriers::member_id, randomness};
use domain::{
    carrier::{Difference, Differs, KnownCoverage, Standing, differences},
    people::EnrollmentKey,
};
use door::Work;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use x12::Transaction;

/// Enrollments read at a time.
const BATCH: i64 = 500;

/// The audits in a file, by the carrier that sends them.
#[derive(Default)]
pub(in crate::carriers) struct Audits<'a> {
    of: BTreeMap<&'a str, Audit<'a>>,
}

/// What one carrier says.
struct Audit<'a> {
    made_on: Date,
    policies: i64,
    said: BTreeMap<&'a str, &'a Transaction>,
    twice: BTreeSet<&'a str>,
    /// Not all of it was understood: what it lacks may stand there.
    incomplete: bool,
}

/// A difference of a policy.
type OfPolicy = (String, Differs);

impl<'a> Audits<'a> {
    /// Takes what a carrier says of a policy, in a file that it made on a day.
    pub(in crate::carriers) fn take(&mut self, carrier: &'a str, made_on: Date, said: &'a Transaction) {
        let new = || Audit {
            made_on,
            policies: 0,
            said: BTreeMap::new(),
            twice: BTreeSet::new(),
            incomplete: false,
        };
        let audit = self.of.entry(carrier).or_insert_with(new);
        audit.policies += 1;
        if audit.said.contains_key(&*said.policy_id) {
            audit.twice.insert(&said.policy_id);
        } else {
            audit.said.insert(&said.policy_id, said);
        }
    }

    /// Something that carriers sent in the same file was not understood, or does not belong there.
    pub(in crate::carriers) fn lacks(&mut self, carriers: &BTreeSet<&str>) {
        for (carrier, audit) in &mut self.of {
            audit.incomplete |= carriers.contains(carrier);
        }
    }

    /// Compares each with what stands here, and keeps what differs; gives how many policies and differences there were.
    pub(in crate::carriers) async fn compare(
        self,
        work: &mut Work<'_>,
        sha256: &str,
    ) -> Result<(u32, u32), Error> {
        let (mut policies, mut found) = (0, 0);
        for (carrier, audit) in self.of {
            let (made_on, said) = (audit.made_on, audit.policies);
            let differences = audit.compare(work, carrier).await?;
            let (key, now, many) = (randomness::row_key(), work.now(), count(differences.len()));
            rows::add(work, &key, carrier, sha256, made_on, now, said, many).await?.or_not();
            let places = differences.iter().enumerate();
            let rows: Vec<_> = places
                .map(|(place, (policy, one))| Found {
                    audit: &key,
                    place: count(place),
                    policy,
                    difference: one.what,
                    ours: &one.ours,
                    theirs: &one.theirs,
                })
                .collect();
            rows::add_differences(work, &rows).await?;
            policies += u32::try_from(said).unwrap_or(u32::MAX);
            found += u32::try_from(many).unwrap_or(u32::MAX);
        }
        Ok((policies, found))
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Audit<'_> {
    async fn compare(mut self, work: &mut Work<'_>, carrier: &str) -> Result<Vec<OfPolicy>, Error> {
        let mut found: Vec<OfPolicy> =
            self.twice.iter().map(|policy| told(policy, Differs::only(Difference::Twice))).collect();
        // The years of which it speaks.
        let years: BTreeSet<i16> = self.said.values().map(|said| said.benefit_begin.year()).collect();
        for year in years {
            let mut after = String::new();
            loop {
                let lines = rows::known(work, carrier, year, &after, BATCH, self.made_on).await?;
                let Some(last) = lines.last() else { break };
                after.clone_from(&last.enrollment_key.0);
                for lines in lines.chunk_by(|one, other| one.enrollment_key == other.enrollment_key) {
                    self.one(lines, &mut found);
                }
            }
        }
        // Of another year here, or nobody's.
        let left: Vec<&str> = self.said.keys().copied().collect();
        for policy in left {
            match &rows::known_one(work, carrier, policy, self.made_on).await?[..] {
                [] => found.push(told(policy, Differs::only(Difference::UnknownHere))),
                lines => self.one(lines, &mut found),
            }
        }
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(found)
    }

    /// An enrollment of ours, a line a member: what the carrier says of it is looked at, and not again.
    fn one(&mut self, lines: &[Known], found: &mut Vec<OfPolicy>) {
        let Some(first) = lines.first() else { return };
        let key = &first.enrollment_key;
        let stands = Standing::from(&first.stands);
        let differing = match self.said.remove(&*key.0) {
            Some(said) => differences(stands, &ours(key, lines, first), &theirs(said)),
            None if !self.incomplete && stands.in_force_from(self.made_on) => {
                vec![Differs::only(Difference::NotAtCarrier)]
            }
            None => Vec::new(),
        };
        found.extend(differing.into_iter().map(|one| told(&key.0, one)));
    }
}

fn told(policy: &str, one: Differs) -> OfPolicy {
    let shown = |text: &str| x12::shown(text);
    (shown(policy), Differs { ours: shown(&one.ours), theirs: shown(&one.theirs), what: one.what })
}

fn ours(key: &EnrollmentKey, lines: &[Known], first: &Known) -> KnownCoverage {
    KnownCoverage {
        plan: first.variant_id.x12(),
        people: lines.iter().map(|line| member_id(key, &line.person)).collect(),
        first_day: first.stands.effective_on,
        last_day: first.stands.ends_on,
        premium_cents: first.premium_cents.0.unsigned_abs(),
        credit_cents: first.credit_cents.0.unsigned_abs(),
        broker: first.broker_npn.clone(),
    }
}

fn theirs(said: &Transaction) -> KnownCoverage {
    let x12::Kind::Audit { end } = said.kind else { unreachable!("only audits are taken") };
    let dependents = said.dependents.iter().map(|dependent| &dependent.member);
    let money = |of: fn(&x12::Premium) -> u64| said.premium.as_ref().map_or(0, of);
    KnownCoverage {
        plan: said.plan_variant_id.clone(),
        people: std::iter::once(&said.subscriber).chain(dependents).map(|member| member.id.clone()).collect(),
        first_day: said.benefit_begin,
        last_day: end,
        premium_cents: money(|premium| premium.total_cents),
        credit_cents: money(|premium| premium.aptc_cents),
        broker: said.broker.as_ref().map(|broker| broker.npn.clone()),
    }
}
