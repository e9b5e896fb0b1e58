//! What an enrollment goes on as when nobody acts (45 CFR 155.335): who of its people, in which plan, at which price, with how
//! much tax credit. Pure: a dry run and the run decide with the same function.

use super::{RenewalYear, rows::Present};
use crate::{
    Error, Portal,
    enrollments::{AgentOfRecord, agent_of_record, premiums},
    shopping::{Case, Group, ListedPlan, listed},
};
use domain::{
    application::{Answers, Page},
    cents::Cents,
    enrollment::{NotRenewed, turns_65},
    plan::{Catalog, PlanId, Successor, UseAssumptions},
    refusal::Refusal,
    typed::name,
};
use jiff::civil::Date;
use words::Name;

/// An enrollment that runs out.
pub(super) struct Old {
    /// Of all its lines the first.
    pub(super) first: Present,
    people: Vec<u8>,
    answers: Answers,
}

/// What it goes on as.
pub(super) struct Next {
    pub(super) group: Group,
    pub(super) plan: ListedPlan,
    /// Each member's share of the premium, in the order of the group.
    pub(super) shares: Vec<i64>,
    pub(super) agent: Option<AgentOfRecord>,
    /// The credit that stops until somebody confirms it.
    pub(super) stopped: Option<Cents>,
    /// Whether the year has a result of its own.
    pub(super) has_result: bool,
    /// Who turned 65 and does not go on.
    pub(super) left_out: Vec<Name>,
}

/// What is determined of the household: for the next year, if it applied, and for the present one.
pub(super) struct Cases {
    pub(super) next: Option<Case>,
    pub(super) present: Option<Case>,
}

impl Old {
    /// `None` where there is no such enrollment any more, or something was decided about it.
    pub(super) fn of(portal: &Portal, lines: Vec<Present>, today: Date) -> Result<Option<Self>, Error> {
        let number = |line: &Present| Answers::person_number(&line.person).ok_or(Error::Corrupt("person"));
        let people = lines.iter().map(number).collect::<Result<_, _>>()?;
        let Some(first) = lines.into_iter().next() else { return Ok(None) };
        if !first.state.is_live() || first.decided > 0 {
            return Ok(None);
        }
        let empty = Answers::new(first.application_kind, first.plan_year, today, &portal.profile.places);
        let answers = first.answers.answer(empty);
        Ok(Some(Self { first, people, answers }))
    }

    /// Whether somebody of the new group is in it: by the number in the same case, in another one by name and birth.
    fn has(&self, group: &Answers, n: u8, same_case: bool) -> bool {
        let born = |answers: &Answers, n| answers.date(Page::Person(n), "born");
        let given = |answers: &Answers, n| answers.called(n).name.given;
        self.people.iter().any(|old| match same_case {
            true => *old == n,
            false => {
                born(&self.answers, *old).is_some_and(|day| born(group, n) == Some(day))
                    && name::is_same(&given(&self.answers, *old), &given(group, n))
            }
        })
    }
}

/// Decides about one enrollment.
pub(super) fn decide(
    portal: &Portal,
    year: &RenewalYear,
    old: &Old,
    cases: &Cases,
    today: Date,
) -> Result<Result<Next, NotRenewed>, Error> {
    let has_result = cases.next.is_some();
    let Some(case) = cases.next.as_ref().or(cases.present.as_ref()) else {
        return Ok(Err(NotRenewed::NoCase));
    };
    let mut group = match portal.group_from(&case.determined, (year.start, today)) {
        Err(Error::Refused(Refusal::NotEligibleForPlan)) => return Ok(Err(NotRenewed::NotEligible)),
        other => other?,
    };
    let answers = group.answers.clone();
    let number = |person: &str| Answers::person_number(person).unwrap_or(0);
    group.members.retain(|member| old.has(&answers, number(&member.person), !has_result));
    if group.members.is_empty() {
        return Ok(Err(NotRenewed::NotEligible));
    }
    let mut left_out = Vec::new();
    if !has_result {
        let born = |person: &str| answers.date(Page::Person(number(person)), "born");
        let is_65 = |person: &str| {
            born(person).is_some_and(|born| turns_65(born, old.first.effective_on, year.start))
        };
        left_out = group.members.extract_if(.., |member| is_65(&member.person)).collect();
        if group.members.is_empty() {
            return Ok(Err(NotRenewed::Medicare));
        }
    }
    if let Some(next) = &cases.next {
        // Others of the household may go on in plans of their own, and use some of its credit, or are about to.
        let plans = cases.present.iter().flat_map(|case| &case.present);
        let goes_on = |person: &str| plans.clone().any(|plan| plan.ends_on.is_none() && plan.has(person));
        group = group.beside(&next.present, &year.catalog, goes_on);
    }
    let left_out = left_out.iter().map(|member| answers.called(number(&member.person)).name).collect();
    let stopped = credit(portal, year, old, &mut group, has_result);
    let (plan, shares) = match plan(year, old.first.variant_id.plan, &group)? {
        Ok(sold) => sold,
        Err(why) => return Ok(Err(why)),
    };
    let agent = agent_of_record(group.broker.as_ref(), today);
    Ok(Ok(Next { plan, shares, agent, stopped, has_result, left_out, group }))
}

/// The credit that there is for the group, and what of the present one stops. With a result of the year it is what that says.
/// Without one it is the present one, at most, where the year keeps it; else none, nor what goes with it.
fn credit(
    portal: &Portal,
    year: &RenewalYear,
    old: &Old,
    group: &mut Group,
    has_result: bool,
) -> Option<Cents> {
    let present = old.first.credit_cents;
    if has_result {
        return None;
    }
    if portal.profile.enrollment.keeps_credit(year.year) {
        group.credit_cents = group.credit_cents.min(present.0);
        return None;
    }
    group.credit_cents = 0;
    for member in &mut group.members {
        member.csr = member.csr.without_income();
    }
    Some(present).filter(|cents| cents.0 > 0)
}

type Sold = (ListedPlan, Vec<i64>);

/// The plan that follows, with what it costs each: by the crosswalk; where that says nothing, the plan of the same number.
fn plan(year: &RenewalYear, old: PlanId, group: &Group) -> Result<Result<Sold, NotRenewed>, Error> {
    let catalog: &Catalog = &year.catalog;
    let zip = group.answers.zip().and_then(|zip| zip.five().parse().ok());
    let said = year.successors.of(old, group.place.county, zip);
    let next = match said {
        Some(Successor { plan: None, .. }) => return Ok(Err(NotRenewed::PlanEnds)),
        Some(Successor { plan: Some(plan), .. }) => plan,
        None if catalog.plan(old).is_none() => return Ok(Err(NotRenewed::PlanEnds)),
        None => old,
    };
    let (rated, levels) = (group.rated(), group.levels());
    let shopper = group.shopper(&rated, &levels);
    let Some(offer) = shopper.offer(catalog, next, &UseAssumptions::STANDARD) else {
        return Ok(Err(NotRenewed::NotSold));
    };
    let plan = listed(catalog, &offer);
    let shares = premiums(group, catalog, plan.id)?;
    Ok(Ok((plan, shares)))
}
