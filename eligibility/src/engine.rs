//! From household to determination.
use crate::Text;
use crate::case::Case;
use crate::check;
use crate::determination::{
    BasicHealthResult, CostSharing, Determination, PersonResult, Program, TaxHouseholdResult, Verdict,
};
use crate::error::InputError;
use crate::health_plan::Public;
use crate::household::{Household, IncomeKind};
use crate::households::{Households, TaxHousehold};
use crate::missing::Gaps;
use crate::pack::RulePack;
use crate::reason::{Fact, Facts, Outcome, Reason};
use crate::rule::Rule;
use crate::set::People;
use crate::{basic_health, credit, health_plan, medical_assistance};
use std::collections::BTreeMap;

/// Determines what everyone in a household gets, and says why.
pub fn determine(pack: &RulePack, household: &Household) -> Result<Determination, InputError> {
    check::household(household)?;
    let case = Case::of(pack, household)?;
    let households = Households::of(&case);
    let mut people = BTreeMap::new();
    let mut credits = Credits { family: People::NONE, levels: Vec::with_capacity(case.count()) };
    for number in 0..case.count() {
        let result = person(&case, &households, number);
        if result.aptc.eligible {
            credits.family.add(number);
        }
        credits.levels.push(result.csr);
        people.insert(case.person(number).id.clone(), result);
    }
    let tax_households = households.tax.iter().map(|tax| tax_household(&case, tax, &credits)).collect();
    Ok(Determination {
        id: household.id.clone(),
        rule_set: pack.rule_set.clone(),
        coverage_year: household.coverage_year,
        application_date: household.application_date,
        people,
        tax_households,
    })
}

/// Who gets the credit, and everyone's level of cost sharing.
struct Credits {
    family: People,
    levels: Vec<CostSharing>,
}

fn tax_household(case: &Case<'_>, tax: &TaxHousehold, credits: &Credits) -> TaxHouseholdResult {
    let family = tax.members.and(credits.family);
    let common = family.iter().map(|member| credits.levels[member]).min().unwrap_or(CostSharing::None);
    credit::result(case, tax, family, common)
}

fn person(case: &Case<'_>, households: &Households, number: usize) -> PersonResult {
    let mut gaps = Gaps::default();
    let medical = medical_assistance::decide(case, households, number, &mut gaps);
    if !case.person(number).applying {
        return not_applying(case, households, number, medical);
    }
    let in_ma = medical.result.eligible;
    let basic = basic_health::decide(case, households, number, in_ma, &mut gaps);
    let plan = health_plan::plan(case, households, number);
    let public = Public {
        medical_assistance: in_ma,
        medical_assistance_open: medical.reason.outcome == Outcome::Unknown,
        basic_health: basic.result.eligible,
        basic_health_open: basic.reason.outcome == Outcome::Unknown,
    };
    let aptc = health_plan::credit(case, households, number, plan.is_ok(), public, &mut gaps);
    let (may_buy, has_credit) = (plan.is_ok(), aptc.is_ok());
    let csr = if may_buy && !in_ma && !public.basic_health {
        health_plan::cost_sharing(case, households, number, has_credit)
    } else {
        CostSharing::None
    };
    let clue = clue(case, number, &medical);
    let missing = gaps.all();
    // What waits for a fact is decided by nobody but the agency, also where the next program would be given.
    let program = match (in_ma, missing.is_empty(), public.basic_health, has_credit, clue.is_some(), may_buy)
    {
        (true, ..) => Program::Ma,
        (_, false, ..) => Program::Refer,
        (_, _, true, ..) => Program::BasicHealth,
        (_, _, _, true, ..) => Program::Aptc,
        (_, _, _, _, true, _) => Program::Refer,
        (_, _, _, _, _, true) => Program::Qhp,
        (_, _, _, _, _, false) => Program::None,
    };
    let mut reasons = Vec::with_capacity(6);
    reasons.push(medical.reason);
    reasons.extend(clue);
    reasons.push(basic.reason);
    reasons.push(plan.unwrap_or_else(|reason| reason));
    reasons.push(aptc.unwrap_or_else(|reason| reason));
    if csr != CostSharing::None {
        reasons.push(case.reason(Rule::CostSharing, Outcome::Met, level_fact(csr)));
    }
    PersonResult {
        program,
        ma: medical.result,
        basic_health: basic.result,
        qhp: Verdict { eligible: may_buy },
        aptc: Verdict { eligible: has_credit },
        csr,
        missing,
        reasons,
    }
}

fn level_fact(level: CostSharing) -> Facts {
    let word = match level {
        CostSharing::None => "none",
        CostSharing::Limited => "limited",
        CostSharing::Silver73 => "73",
        CostSharing::Silver87 => "87",
        CostSharing::Silver94 => "94",
        CostSharing::Zero => "zero",
    };
    Facts::of([("level", Fact::Text(Text::from(word)))])
}

/// Someone who asks for nothing still shows in the others' households.
fn not_applying(
    case: &Case<'_>,
    households: &Households,
    number: usize,
    medical: medical_assistance::Decision,
) -> PersonResult {
    let annual_income_cents = households.annual(case, households.basic[number]);
    PersonResult {
        program: Program::None,
        ma: medical.result,
        basic_health: BasicHealthResult { eligible: false, annual_income_cents, limit_cents: None },
        qhp: Verdict { eligible: false },
        aptc: Verdict { eligible: false },
        csr: CostSharing::None,
        missing: Vec::new(),
        reasons: vec![medical.reason],
    }
}

/// A sign of a basis that is not decided by income alone: the agency must look. Where the person lives and the
/// immigration status would stop that basis too.
fn clue(case: &Case<'_>, number: usize, medical: &medical_assistance::Decision) -> Option<Reason> {
    let stopped_by = medical.reason.rule;
    let stops_all = [Rule::MaResidency, Rule::MaImmigration, Rule::MaFiveYearBar].contains(&stopped_by)
        && medical.reason.outcome == Outcome::NotMet;
    // Where prison closes single groups only, it does not close that basis.
    let prison = stopped_by == Rule::MaIncarceration && case.pack.medical_assistance.incarceration_bars;
    if medical.result.eligible || prison || stops_all {
        return None;
    }
    // Whoever is old enough for Medicare only when coverage starts cannot be told the full price either: what the programs of
    // the exchange leave open for want of an answer, the agency answers.
    let clue = if case.of_medicare_age(number) {
        "age"
    } else if case.person(number).disabled_or_blind {
        "disability"
    } else if receives_supplemental_security(case, number) {
        "supplemental_security"
    } else if case.has_medicare(number) {
        "medicare"
    } else {
        return None;
    };
    Some(case.reason(Rule::MaAgency, Outcome::Refer, Facts::of([("clue", Fact::Text(Text::from(clue)))])))
}

/// Gets Supplemental Security Income on the day of application, which only the old, the blind and the disabled do.
/// All of it together, so that it does not matter in how many parts it was entered.
fn receives_supplemental_security(case: &Case<'_>, number: usize) -> bool {
    let (id, day) = (&case.person(number).id, case.household.application_date);
    let current = case.household.incomes.iter().filter(|income| {
        income.kind == IncomeKind::SupplementalSecurity
            && income.person == *id
            && income.from.is_none_or(|from| from <= day)
            && income.to.is_none_or(|to| day <= to)
    });
    current.map(|income| i128::from(income.amount_cents)).sum::<i128>() > 0
}
