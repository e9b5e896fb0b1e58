//! Medical Assistance (Medicaid) by income: the groups a person belongs to, the highest limit among them, the
//! disregard, the safety net.
use crate::Text;
use crate::case::Case;
use crate::coverage::has_any;
use crate::determination::{Funding, MaResult};
use crate::household::Incarceration;
use crate::households::Households;
use crate::immigration::{Standing, standing, wait_of};
use crate::missing::{Gaps, MissingFact};
use crate::money::{at_most, part, percent_of, twelfth};
use crate::pack::{AgeLimit, Group, ImmigrationList};
use crate::percent::Percent;
use crate::reason::{Fact, Facts, Outcome, Reason};
use crate::rule::Rule;
use crate::set::People;
use crate::sponsor::support_times_12;

/// The decision for one person.
pub(crate) struct Decision {
    pub(crate) result: MaResult,
    pub(crate) reason: Reason,
}

/// The figures every test of one person compares.
struct Figures {
    income_times_12: i64,
    /// What of it a sponsor counts as giving.
    sponsor_times_12: i64,
    guideline: i64,
    size: u32,
    averaged: bool,
    /// The household is known, so that income can be compared with a limit. One that is not can be large, so no income is
    /// too much for it.
    known: bool,
    /// So is that of the year, as far as the safety net asks for it.
    year_known: bool,
}

/// Decides for one person. What nobody said and the decision depends on is noted among the gaps.
pub(crate) fn decide(case: &Case<'_>, households: &Households, number: usize, gaps: &mut Gaps) -> Decision {
    let household = households.medical[number];
    let size = households.medical_size(case, number);
    let sponsor_times_12 = support_times_12(case, households, number);
    let figures = Figures {
        income_times_12: households.monthly_times_12(case, household) + sponsor_times_12,
        sponsor_times_12,
        guideline: case.monthly_guideline.annual_cents(size),
        size,
        averaged: households.averaged(case, household),
        known: !households.medical_unknown.has(number),
        year_known: case.pack.medical_assistance.safety_net_below.is_none()
            || !households.basic_unknown.has(number),
    };
    let survey = survey(case, number);
    let verdict = match general_stop(case, number) {
        Some(reason) => Verdict { group: survey.any, funding: Funding::Medicaid, eligible: false, reason },
        None => by_groups(case, households, number, &figures, &survey, gaps),
    };
    let limit = verdict.group.and_then(|group| limit(case, group)).filter(|_| figures.known);
    Decision {
        result: MaResult {
            eligible: verdict.eligible,
            basis: verdict.group.map(|group| group.code.clone()),
            funding: verdict.funding,
            household: case.ids(household),
            size,
            monthly_income_cents: twelfth(figures.income_times_12),
            limit_cents: limit.map(|limit| part(limit, figures.guideline) / 12),
            percent: if figures.known {
                percent_of(figures.income_times_12, figures.guideline)
            } else {
                Percent::default()
            },
        },
        reason: verdict.reason,
    }
}

/// How the groups came out.
struct Verdict<'c> {
    group: Option<&'c Group>,
    funding: Funding,
    eligible: bool,
    reason: Reason,
}

/// What stops a person whatever the group.
fn general_stop(case: &Case<'_>, number: usize) -> Option<Reason> {
    let person = case.person(number);
    if !person.applying {
        return Some(case.reason(Rule::Applying, Outcome::NotMet, Facts::none()));
    }
    if !person.state_resident {
        return Some(case.reason(Rule::MaResidency, Outcome::NotMet, Facts::none()));
    }
    let barred = case.pack.medical_assistance.incarceration_bars && imprisoned(case, number);
    barred.then(|| case.reason(Rule::MaIncarceration, Outcome::NotMet, Facts::none()))
}

fn imprisoned(case: &Case<'_>, number: usize) -> bool {
    case.person(number).incarceration == Incarceration::Incarcerated
}

/// The highest groups a person belongs to: of all, and of those open to the status, by who pays; those that are open if five
/// years are over, and nobody said when they began; and the highest that something else closes, with the rule.
#[derive(Default)]
struct Survey<'c> {
    any: Option<&'c Group>,
    medicaid: Option<&'c Group>,
    chip: Option<&'c Group>,
    undated: Option<&'c Group>,
    closed: Option<(&'c Group, Rule)>,
}

fn survey<'c>(case: &Case<'c>, number: usize) -> Survey<'c> {
    let mut survey = Survey::default();
    let mut known: Option<(ImmigrationList, Standing)> = None;
    let keep = |best: &mut Option<&'c Group>, group: &'c Group| {
        if best.is_none_or(|best| rank(group) > rank(best)) {
            *best = Some(group);
        }
    };
    for group in case.pack.medical_assistance.groups.iter().filter(|group| belongs(case, number, group)) {
        keep(&mut survey.any, group);
        let standing = match known {
            Some((list, standing)) if list == group.list => standing,
            Some(_) | None => list_standing(case, number, group),
        };
        known = Some((group.list, standing));
        if standing < Standing::Undated {
            continue;
        }
        match (closed_by(case, number, group), standing, group.funding) {
            (Some(rule), ..) => {
                if survey.closed.is_none_or(|(best, _)| rank(group) > rank(best)) {
                    survey.closed = Some((group, rule));
                }
            }
            (None, Standing::Undated, _) => keep(&mut survey.undated, group),
            (None, _, Funding::Medicaid) => keep(&mut survey.medicaid, group),
            (None, _, Funding::Chip) => keep(&mut survey.chip, group),
        }
    }
    survey
}

/// What closes a group to someone who belongs to it.
fn closed_by(case: &Case<'_>, number: usize, group: &Group) -> Option<Rule> {
    if group.incarceration_bars && imprisoned(case, number) {
        Some(Rule::MaIncarceration)
    } else if group.children_covered && cares_for_uncovered(case, number) {
        Some(Rule::MaChildrenCovered)
    } else {
        None
    }
}

fn by_groups<'c>(
    case: &Case<'c>,
    households: &Households,
    number: usize,
    figures: &Figures,
    survey: &Survey<'c>,
    gaps: &mut Gaps,
) -> Verdict<'c> {
    for group in [survey.medicaid, survey.chip].into_iter().flatten() {
        if within(case, group, figures) {
            return met(case, number, group, figures);
        }
    }
    let open = highest([survey.medicaid, survey.chip].into_iter().flatten());
    let net = || safety_net(case, households, number).filter(|_| figures.year_known);
    if let Some(group) = open
        && let Some(reason) = net()
    {
        return Verdict { group: Some(group), funding: group.funding, eligible: true, reason };
    }
    let undated =
        survey.undated.filter(|group| !figures.known || within(case, group, figures) || net().is_some());
    if let Some((group, reason)) = undecided(case, number, figures, open, undated, gaps) {
        return Verdict { group: Some(group), funding: group.funding, eligible: false, reason };
    }
    let open = open.or(survey.undated);
    // What closes a group is what stopped the person only where income would not have.
    if let Some((group, rule)) = survey.closed.filter(|(group, _)| within(case, group, figures)) {
        let reason = case.reason(rule, Outcome::NotMet, Facts::none());
        return Verdict { group: Some(group), funding: group.funding, eligible: false, reason };
    }
    let Some(group) = open.or(survey.closed.map(|(group, _)| group)) else {
        let reason = no_open_group(case, number, survey.any);
        return Verdict { group: survey.any, funding: Funding::Medicaid, eligible: false, reason };
    };
    let reason = case.reason(Rule::MaIncome, Outcome::NotMet, income_facts(case, group, figures));
    Verdict { group: Some(group), funding: group.funding, eligible: false, reason }
}

fn met<'c>(case: &Case<'c>, number: usize, group: &'c Group, figures: &Figures) -> Verdict<'c> {
    let insured = has_any(case, number, &case.pack.health_plan.insured);
    let over = |percent: Percent| !at_most(figures.income_times_12, percent, figures.guideline);
    let chip = group.chip_over.is_some_and(|percent| !insured && over(percent));
    let rule = if group.percent.is_some() { Rule::MaIncome } else { Rule::MaNoIncomeTest };
    let reason = case.reason(rule, Outcome::Met, income_facts(case, group, figures));
    Verdict {
        group: Some(group),
        funding: if chip { Funding::Chip } else { group.funding },
        eligible: true,
        reason,
    }
}

fn income_facts(case: &Case<'_>, group: &Group, figures: &Figures) -> Facts {
    let basis = ("basis", Fact::Text(group.code.clone()));
    let Some(limit) = limit(case, group) else { return Facts::of([basis]) };
    let mut facts = Facts::of([
        basis,
        ("household_size", Fact::Number(i64::from(figures.size))),
        ("monthly_income_cents", Fact::Number(twelfth(figures.income_times_12))),
        ("limit_cents", Fact::Number(part(limit, figures.guideline) / 12)),
        ("limit_percent", Fact::Percent(limit)),
    ]);
    if figures.averaged {
        facts.add("averaged", Fact::Flag(true));
    }
    if figures.sponsor_times_12 > 0 {
        facts.add("sponsor_monthly_cents", Fact::Number(twelfth(figures.sponsor_times_12)));
    }
    facts
}

/// The highest percent that still counts as within: the standard and the disregard. One comparison is enough, because
/// the disregard applies to the highest standard only and only raises it.
fn limit(case: &Case<'_>, group: &Group) -> Option<Percent> {
    let disregard = case.pack.medical_assistance.disregard.in_hundredths();
    group.percent.map(|percent| Percent::hundredths(percent.in_hundredths() + disregard))
}

/// Within the group's limit for certain; of a household that nobody knows only where no income is tested.
fn within(case: &Case<'_>, group: &Group, figures: &Figures) -> bool {
    limit(case, group)
        .is_none_or(|limit| figures.known && at_most(figures.income_times_12, limit, figures.guideline))
}

/// Where the decision waits for what nobody said: the group it is about and the reason.
fn undecided<'c>(
    case: &Case<'c>,
    number: usize,
    figures: &Figures,
    open: Option<&'c Group>,
    undated: Option<&'c Group>,
    gaps: &mut Gaps,
) -> Option<(&'c Group, Reason)> {
    let group = highest([open, undated].into_iter().flatten())?;
    let own = &case.person(number).id;
    if undated.is_some() {
        gaps.note(MissingFact::ImmigrationSince, own);
    }
    if !figures.known || !figures.year_known {
        gaps.note(MissingFact::ClaimerIncome, own);
        return Some((group, case.reason(Rule::MaClaimer, Outcome::Unknown, Facts::none())));
    }
    undated.map(|_| (group, case.reason(Rule::MaFiveYearBar, Outcome::Unknown, status_fact(case, number))))
}

fn status_fact(case: &Case<'_>, number: usize) -> Facts {
    Facts::of([("status", Fact::Text(Text::from(case.person(number).immigration.status.word())))])
}

/// The group with the highest standard, the first of several; no income test is the highest of all.
fn highest<'c>(groups: impl Iterator<Item = &'c Group>) -> Option<&'c Group> {
    groups.reduce(|best, group| if rank(group) > rank(best) { group } else { best })
}

fn rank(group: &Group) -> i64 {
    group.percent.map_or(i64::MAX, Percent::in_hundredths)
}

fn list_standing(case: &Case<'_>, number: usize, group: &Group) -> Standing {
    standing(case, number, group.list, case.household.application_date)
}

/// Why no group is open: none fits, or the status is on no list.
fn no_open_group(case: &Case<'_>, number: usize, fitting: Option<&Group>) -> Reason {
    let Some(group) = fitting else { return no_group(case, number) };
    let mut facts = status_fact(case, number);
    // Whoever waits on the main list is told so, also where the highest group fitting has a list of its own.
    let barred = standing(case, number, ImmigrationList::MedicalAssistance, case.household.application_date)
        == Standing::Barred
        || list_standing(case, number, group) == Standing::Barred;
    if !barred {
        return case.reason(Rule::MaImmigration, Outcome::NotMet, facts);
    }
    if let Some(began) = wait_of(case, number).began {
        facts.add("since", Fact::Text(Text::from(began.to_string())));
    }
    case.reason(Rule::MaFiveYearBar, Outcome::NotMet, facts)
}

fn no_group(case: &Case<'_>, number: usize) -> Reason {
    let rule = if case.has_medicare(number) { Rule::MaMedicare } else { Rule::MaBasis };
    case.reason(rule, Outcome::NotMet, Facts::of([("age", Fact::Number(case.ages[number]))]))
}

/// Over the monthly limit, but under the guideline for the calendar year of the application, figured as for the basic
/// health program and the credit.
fn safety_net(case: &Case<'_>, households: &Households, number: usize) -> Option<Reason> {
    let percent = case.pack.medical_assistance.safety_net_below?;
    let (household, current) = (households.basic[number], case.current_year());
    let income = households.annual_of(case, &current.incomes, household);
    let guideline = current.guideline.annual_cents(household.count());
    let below = i128::from(income) * 10_000 < i128::from(guideline) * i128::from(percent.in_hundredths());
    below.then(|| {
        let facts = Facts::of([
            ("year", Fact::Number(i64::from(current.year))),
            ("annual_income_cents", Fact::Number(income)),
            ("limit_cents", Fact::Number(part(percent, guideline))),
        ]);
        case.reason(Rule::MaSafetyNet, Outcome::Met, facts)
    })
}

/// Does a person belong to a group, income and status aside?
fn belongs(case: &Case<'_>, number: usize, group: &Group) -> bool {
    let application = case.household.application_date;
    group.from.is_none_or(|from| from <= application)
        && group.until.is_none_or(|until| application < until)
        && group.min_age.is_none_or(|limit| case.ages[number] >= limit)
        && group.age.is_none_or(|age| age.holds(case.person(number).date_of_birth, application))
        && (!group.pregnant || case.pregnant_or_after(number))
        && (!group.caretaker || is_caretaker(case, number))
        && (!group.former_foster_care || case.person(number).former_foster_care)
        && (!group.no_medicare || !case.has_medicare(number))
        && (!group.uninsured || !has_any(case, number, &case.pack.health_plan.insured))
}

/// Lives with a child under the age: as a parent, as another relative when no parent is at home, or as the spouse of
/// such a relative.
fn is_caretaker(case: &Case<'_>, number: usize) -> bool {
    cared_for(case, number) != People::NONE
}

/// Lives as a caretaker with a child who neither has coverage nor asks for it here (42 CFR 435.119(c)).
fn cares_for_uncovered(case: &Case<'_>, number: usize) -> bool {
    cared_for(case, number)
        .iter()
        .any(|child| !case.person(child).applying && !has_any(case, child, &case.pack.health_plan.insured))
}

/// The dependent children of a person and of the spouse at home.
fn cared_for(case: &Case<'_>, number: usize) -> People {
    let of_spouse = case.family.spouse_at_home(number).map(|spouse| cared_for_as_kin(case, spouse));
    cared_for_as_kin(case, number).or(of_spouse.unwrap_or(People::NONE))
}

fn cared_for_as_kin(case: &Case<'_>, number: usize) -> People {
    let ties = &case.family.ties[number];
    let mut children = People::NONE;
    for child in case.family.at_home(number, ties.children).iter().filter(|child| is_young(case, *child)) {
        children.add(child);
    }
    if is_young(case, number) {
        return children;
    }
    for child in case.family.at_home(number, ties.siblings.or(ties.relatives)).iter() {
        let parents = case.family.at_home(child, case.family.ties[child].parents);
        if is_young(case, child) && parents == People::NONE {
            children.add(child);
        }
    }
    children
}

/// 42 CFR 435.4: a state's dependent children may be those under 18, and of 18 while they are students.
fn is_young(case: &Case<'_>, number: usize) -> bool {
    let (rules, person) = (&case.pack.medical_assistance, case.person(number));
    let under = |age: AgeLimit| age.holds(person.date_of_birth, case.household.application_date);
    under(rules.caretaker_child) || person.full_time_student && rules.caretaker_student.is_some_and(under)
}
