//! A household in several plans: who shops together, beside the plans that others are in, and what of the household's credit is
//! left for them (26 CFR 1.36B-3(d): one benchmark and one credit for a tax household, whatever the number of its plans; 45 CFR
//! 155.340(f): shared over the policies in a way that is the same for everybody).

use super::{Group, GroupMember, Present};
use domain::{
    people::EnrollmentKey,
    plan::{Catalog, PolicyShare, RatedGroup, UsedCredit, left_of, second_lowest_silver, share_credit},
};
use eligibility::Determination;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Who is to shop together.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted<'a> {
    /// Those who are named, by their numbers; nobody named: whoever has no plan yet, or else everybody.
    Named(&'a [String]),
    /// Those for whom the cart was filled.
    OfCart,
    /// Those who are in this plan.
    In(&'a EnrollmentKey),
}

/// What there is for one tax household.
#[derive(Clone, Debug)]
pub(super) struct TaxCredit {
    /// For whom.
    family: Vec<String>,
    /// Cents a month.
    most_cents: i64,
}

impl TaxCredit {
    pub(super) fn of(determination: &Determination) -> Vec<Self> {
        let families = determination.tax_households.iter();
        families
            .map(|tax| Self {
                family: tax.coverage_family.iter().map(|person| person.as_str().to_owned()).collect(),
                most_cents: tax.aptc_max_monthly_cents.unwrap_or(0),
            })
            .collect()
    }
}

/// People by their numbers, with blanks between.
pub(super) fn numbers(people: &str) -> impl Iterator<Item = &str> {
    people.split_whitespace()
}

impl Present {
    /// Whether somebody is in it, or is until it ends.
    pub fn has(&self, person: &str) -> bool {
        self.staying.as_deref().is_some_and(|staying| numbers(staying).any(|one| one == person))
    }

    /// Whether somebody is in it on a day or later; whoever leaves after that day is, until they have left.
    pub(super) fn holds(&self, person: &str, day: Date) -> bool {
        self.has(person) || self.ever_had(person) && self.left_last.is_some_and(|left| left >= day)
    }

    /// Whether somebody is or was in it.
    pub(super) fn ever_had(&self, person: &str) -> bool {
        numbers(&self.people).any(|one| one == person)
    }
}

impl Group {
    /// Who of the household shops together. Whoever is in one plan stays together: a new choice ends it for all of them.
    pub(super) fn choose(&self, present: &[Present], wanted: Wanted<'_>) -> BTreeSet<String> {
        let everybody = || self.household.iter().map(|member| member.person.clone());
        let named: BTreeSet<String> = match wanted {
            Wanted::Named(people) => people.iter().cloned().collect(),
            Wanted::OfCart => {
                let people = self.cart.iter().flat_map(|cart| numbers(&cart.members));
                people.map(str::to_owned).collect()
            }
            Wanted::In(key) => {
                let plan = present.iter().find(|one| one.enrollment_key == *key);
                everybody().filter(|person| plan.is_some_and(|plan| plan.has(person))).collect()
            }
        };
        let mut chosen: BTreeSet<String> = everybody().filter(|person| named.contains(person)).collect();
        if chosen.is_empty() {
            chosen = everybody().filter(|person| !self.has_chosen(present, person)).collect();
        }
        if chosen.is_empty() {
            chosen = everybody().collect();
        }
        let lasting = || present.iter().filter(|one| one.last_day() >= self.start);
        loop {
            let touched =
                || lasting().filter(|one| chosen.iter().any(|person| one.holds(person, self.start)));
            let joined = |person: &String| touched().any(|one| one.holds(person, self.start));
            let more = everybody().find(|person| !chosen.contains(person) && joined(person));
            match more {
                Some(person) => chosen.insert(person),
                None => return chosen,
            };
        }
    }

    /// Whether somebody chose a plan on what is determined now; after a change everybody is asked again.
    fn has_chosen(&self, present: &[Present], person: &str) -> bool {
        let of_today = |one: &&Present| one.enrolled_application == self.application && one.ends_on.is_none();
        present.iter().filter(of_today).any(|one| one.ever_had(person))
    }

    /// The group of these people, beside the plans of the household.
    pub(super) fn of(mut self, chosen: &BTreeSet<String>, present: Vec<Present>) -> Self {
        let is_chosen = |person: &str| chosen.contains(person);
        self.members = self.household.iter().filter(|member| is_chosen(&member.person)).cloned().collect();
        let start = self.start;
        let touched = |one: &Present| chosen.iter().any(|person| one.holds(person, start));
        (self.present, self.elsewhere) = present.into_iter().partition(touched);
        self.most_credit_cents = self.left().iter().zip(&self.credits).fold(0, |sum, (left, credit)| {
            let for_members = credit.family.iter().any(|person| is_chosen(person));
            sum + if for_members { *left } else { 0 }
        });
        self.credit_cents = self.most_credit_cents;
        self
    }

    /// The same members beside the plans of the household, with a fair share of what these leave: the rest stays for those who
    /// are waited for.
    pub(crate) fn beside(
        self,
        present: &[Present],
        catalog: &Catalog,
        is_waited_for: impl Fn(&str) -> bool,
    ) -> Self {
        let members = self.members.iter().map(|member| member.person.clone()).collect();
        self.of(&members, present.to_vec()).with_a_share(catalog, |one| is_waited_for(&one.person))
    }

    /// The same of everybody, for whom there is no plan yet.
    pub(super) fn of_everybody(self) -> Self {
        let everybody = self.household.iter().map(|member| member.person.clone()).collect();
        self.of(&everybody, Vec::new())
    }

    /// What is left of each tax household's credit beside the plans that go on.
    fn left(&self) -> Vec<i64> {
        let most: Vec<i64> = self.credits.iter().map(|credit| credit.most_cents).collect();
        let used = self.elsewhere.iter().filter(|one| one.last_day() >= self.start).map(|one| UsedCredit {
            households: self.households_of(|person| one.holds(person, self.start)),
            cents: one.credit_now.0,
        });
        left_of(&most, &used.collect::<Vec<_>>())
    }

    fn households_of(&self, is_in: impl Fn(&str) -> bool) -> Vec<usize> {
        let credits = self.credits.iter().enumerate();
        let of = credits.filter(|(_, credit)| credit.family.iter().any(|person| is_in(person)));
        of.map(|(place, _)| place).collect()
    }

    /// Those of the household who have no plan yet, nor are about to choose this one.
    pub fn without_a_plan(&self) -> Vec<&GroupMember> {
        let has_plan = |person: &str| {
            let lasting = self.elsewhere.iter().filter(|one| one.last_day() >= self.start);
            lasting.into_iter().any(|one| one.holds(person, self.start))
        };
        let is_member = |person: &str| self.members.iter().any(|member| member.person == person);
        let household = self.household.iter();
        household.filter(|one| !is_member(&one.person) && !has_plan(&one.person)).collect()
    }

    /// With prices for a fair share of the credit: the rest stays for those who have no plan yet, by what the benchmark plan costs
    /// each. More can be used, up to the most.
    pub(super) fn with_a_fair_share(self, catalog: &Catalog) -> Self {
        self.with_a_share(catalog, |_| true)
    }

    fn with_a_share(mut self, catalog: &Catalog, is_waited_for: impl Fn(&GroupMember) -> bool) -> Self {
        let mut rest = self.without_a_plan();
        rest.retain(|member| is_waited_for(member));
        if rest.is_empty() {
            return self;
        }
        let shares = self.left().into_iter().zip(&self.credits).map(|(left, credit)| {
            let is_of = |member: &&GroupMember| credit.family.contains(&member.person);
            let weight = |members: Vec<&GroupMember>| {
                let rated: Vec<_> = members.iter().map(|member| (member.age, member.tobacco)).collect();
                let benchmark = second_lowest_silver(catalog, &RatedGroup::new(&rated), &self.place);
                benchmark.map_or(0, |benchmark| benchmark.premium_cents)
            };
            let (own, others): (Vec<_>, Vec<_>) =
                (self.members.iter().filter(is_of).collect(), rest.iter().copied().filter(is_of).collect());
            let limit = |of: &[_]| if of.is_empty() { 0 } else { left };
            let policies = [own, others]
                .map(|of: Vec<&GroupMember>| PolicyShare { limit_cents: limit(&of), weight: weight(of) });
            share_credit(left, &policies).first().copied().unwrap_or(0)
        });
        self.credit_cents = shares.sum();
        self
    }

    /// The members by their numbers, with blanks between.
    pub fn people(&self) -> String {
        self.members.iter().map(|member| member.person.as_str()).collect::<Vec<_>>().join(" ")
    }
}
