//! Qualified health plans: who may buy one, who gets the premium tax credit with it, at which level of cost sharing.
use crate::Text;
use crate::basic_health::{medicare_gap, offer_gap, offer_stop};
use crate::case::Case;
use crate::coverage::{Offer, has_any, offer};
use crate::determination::CostSharing;
use crate::family::Claim;
use crate::household::Incarceration;
use crate::households::{Households, TaxHousehold};
use crate::immigration::{Standing, standing};
use crate::missing::Gaps;
use crate::money::{at_most, part};
use crate::pack::ImmigrationList;
use crate::reason::{Fact, Facts, Outcome, Reason};
use crate::rule::Rule;

/// Which public programs a person is in, and which wait for what nobody said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Public {
    pub(crate) medical_assistance: bool,
    pub(crate) medical_assistance_open: bool,
    pub(crate) basic_health: bool,
    pub(crate) basic_health_open: bool,
}

/// May this person buy a health plan? `Ok` and `Err` both carry the reason.
pub(crate) fn plan(case: &Case<'_>, households: &Households, number: usize) -> Result<Reason, Reason> {
    let person = case.person(number);
    if !person.state_resident && !filer_resides(case, households, number) {
        return Err(case.reason(Rule::QhpResidency, Outcome::NotMet, Facts::none()));
    }
    if person.incarceration == Incarceration::Incarcerated {
        return Err(case.reason(Rule::QhpIncarceration, Outcome::NotMet, Facts::none()));
    }
    if standing(case, number, ImmigrationList::HealthPlan, case.list_date) != Standing::Listed {
        return Err(case.reason(Rule::QhpImmigration, Outcome::NotMet, status_fact(case, number)));
    }
    Ok(case.reason(Rule::QhpEligible, Outcome::Met, Facts::none()))
}

/// 45 CFR 155.305(a)(3)(iv): everyone on a return may buy where one of its filers resides.
fn filer_resides(case: &Case<'_>, households: &Households, number: usize) -> bool {
    households.tax_of[number].is_some_and(|place| {
        households.tax[place].filers.iter().any(|filer| case.person(filer).state_resident)
    })
}

fn status_fact(case: &Case<'_>, number: usize) -> Facts {
    let status = case.person(number).immigration.status;
    Facts::of([("status", Fact::Text(Text::from(status.word())))])
}

/// Does this person get the credit? `Ok` and `Err` both carry the reason. What nobody said and the decision depends on is
/// noted among the gaps.
pub(crate) fn credit(
    case: &Case<'_>,
    households: &Households,
    number: usize,
    may_buy: bool,
    public: Public,
    gaps: &mut Gaps,
) -> Result<Reason, Reason> {
    let stop = |rule, facts| Err(case.reason(rule, Outcome::NotMet, facts));
    if public.medical_assistance {
        return stop(Rule::AptcNotMa, Facts::none());
    }
    if public.basic_health {
        return stop(Rule::AptcNotBasicHealth, Facts::none());
    }
    if !may_buy {
        return stop(Rule::AptcQhp, Facts::none());
    }
    if standing(case, number, ImmigrationList::TaxCredit, case.list_date) != Standing::Listed {
        return stop(Rule::AptcImmigration, status_fact(case, number));
    }
    let Some(place) = households.tax_of[number] else {
        let claimed_outside = matches!(
            case.family.ties[number].claim,
            Claim::OutsideParent | Claim::OutsideOther | Claim::Member(_)
        );
        return stop(Rule::AptcFiles, Facts::of([("claimed_outside", Fact::Flag(claimed_outside))]));
    };
    let household = &households.tax[place];
    if !household.filed_rightly {
        return stop(Rule::AptcJointReturn, Facts::none());
    }
    if let Some(reason) = income_stop(case, number, household) {
        return Err(reason);
    }
    let offer = offer(case, households, number, household.annual);
    if let Some(reason) = coverage_stop(case, number, offer, household.annual) {
        return Err(reason);
    }
    if let Some(reason) = gap(case, number, offer, public, gaps) {
        return Err(reason);
    }
    Ok(case.reason(Rule::AptcEligible, Outcome::Met, income_facts(case, household)))
}

fn income_facts(case: &Case<'_>, household: &TaxHousehold) -> Facts {
    let size = ("household_size", Fact::Number(i64::from(household.members.count())));
    let income = ("annual_income_cents", Fact::Number(household.annual));
    let floor = ("floor_cents", Fact::Number(part(case.credit.floor, household.guideline)));
    match case.credit.ceiling.map(|ceiling| part(ceiling, household.guideline)) {
        Some(limit) => Facts::of([size, income, floor, ("limit_cents", Fact::Number(limit))]),
        None => Facts::of([size, income, floor]),
    }
}

fn income_stop(case: &Case<'_>, number: usize, household: &TaxHousehold) -> Option<Reason> {
    let rules = case.credit;
    let floor = part(rules.floor, household.guideline);
    if household.annual < floor && !below_floor_exception(case, number) {
        return Some(case.reason(Rule::AptcIncomeFloor, Outcome::NotMet, income_facts(case, household)));
    }
    let over = rules.ceiling.is_some_and(|ceiling| !at_most(household.annual, ceiling, household.guideline));
    over.then(|| case.reason(Rule::AptcIncomeCeiling, Outcome::NotMet, income_facts(case, household)))
}

/// 26 USC 36B(c)(1)(B), until the end of 2025: people under the floor whose status keeps them out of Medical Assistance. They
/// are lawfully present, or the credit's own list would have stopped them.
fn below_floor_exception(case: &Case<'_>, number: usize) -> bool {
    let on = case.household.application_date;
    case.credit.lawfully_present_below_floor
        && standing(case, number, ImmigrationList::MedicalAssistance, on) != Standing::Listed
}

fn coverage_stop(case: &Case<'_>, number: usize, offer: Offer, income: i64) -> Option<Reason> {
    let rules = &case.pack.health_plan;
    if rules.medicare_bars.contains(&case.person(number).medicare) {
        return Some(case.reason(Rule::AptcMedicare, Outcome::NotMet, Facts::none()));
    }
    if has_any(case, number, &rules.credit_barred_by) {
        return Some(case.reason(Rule::AptcCoverage, Outcome::NotMet, Facts::none()));
    }
    offer_stop(case, Rule::AptcEmployer, offer, income)
}

/// What the credit waits for when nothing stops it: a public program that is not decided, or a fact of its own.
fn gap(case: &Case<'_>, number: usize, offer: Offer, public: Public, gaps: &mut Gaps) -> Option<Reason> {
    let medicare = medicare_gap(case, Rule::AptcMedicare, number, gaps);
    let premium = offer_gap(case, Rule::AptcEmployer, offer, gaps);
    let waits = |rule| Some(case.reason(rule, Outcome::Unknown, Facts::none()));
    if public.medical_assistance_open {
        return waits(Rule::AptcNotMa);
    }
    if public.basic_health_open {
        return waits(Rule::AptcNotBasicHealth);
    }
    medicare.or(premium)
}

/// The level of cost sharing of a person who may buy a plan and is in no public program (45 CFR 155.305(g), 155.350).
pub(crate) fn cost_sharing(
    case: &Case<'_>,
    households: &Households,
    number: usize,
    has_credit: bool,
) -> CostSharing {
    let household = households.tax_of[number].filter(|_| has_credit).map(|place| &households.tax[place]);
    let rules = &case.pack.cost_sharing;
    let within =
        |percent| household.is_some_and(|household| at_most(household.annual, percent, household.guideline));
    if case.person(number).american_indian_alaska_native {
        return if within(rules.zero_up_to) { CostSharing::Zero } else { CostSharing::Limited };
    }
    rules.bands.iter().find(|(up_to, _)| within(*up_to)).map_or(CostSharing::None, |(_, level)| *level)
}
