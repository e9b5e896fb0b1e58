//! "What would change this": how far a household's income is from the next point, up and down, at which a person gets
//! something else.
use crate::Text;
use crate::case::Case;
use crate::check::MOST_CENTS;
use crate::determination::{CostSharing, Determination, Program};
use crate::engine::determine;
use crate::error::InputError;
use crate::household::{Frequency, Household, Income, IncomeKind};
use crate::households::Households;
use crate::pack::RulePack;
use crate::set::People;
use serde::{Deserialize, Serialize};

/// The next points at which income changes what a person gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncomeThresholds {
    /// With less income; absent when no income at all would change nothing.
    pub down: Option<Threshold>,
    /// With more income; absent when nothing changes up to [`MOST_DOLLARS`] more a month.
    pub up: Option<Threshold>,
}

/// A point at which something changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threshold {
    /// By how many whole dollars a month the income must change at least; below zero for less income.
    pub change_dollars_a_month: i64,
    /// The person's household's monthly income then.
    pub monthly_income_cents: i64,
    /// What the person gets then.
    pub program: Program,
    /// The level of cost sharing then.
    pub csr: CostSharing,
}

/// As far as the search goes.
pub const MOST_DOLLARS: i64 = 100_000;

/// Finds the next points for one person. The income is changed, month by month through the whole year, at one person whose
/// income counts, see [`earner`].
pub fn income_thresholds(
    pack: &RulePack,
    household: &Household,
    person: &str,
) -> Result<IncomeThresholds, InputError> {
    let result = determine(pack, household)?;
    let search = Search { pack, household, person, earner: earner(pack, household, person)? };
    let now = search.threshold(&result, 0);
    let (down, up) = (all_of_it(&result, person), MOST_DOLLARS);
    Ok(IncomeThresholds { down: search.next(&now, -1, down)?, up: search.next(&now, 1, up)? })
}

/// How many dollars less a month leave nothing: of the month's income or of the year's, whichever is more, for programs
/// look at one or the other, and a projection need not fit the month.
fn all_of_it(result: &Determination, person: &str) -> i64 {
    let own = result.people.get(person);
    let year =
        own.map_or(0, |own| (own.ma.monthly_income_cents * 12).max(own.basic_health.annual_income_cents));
    let most = result.tax_households.iter().map(|tax| tax.annual_income_cents).fold(year, i64::max);
    // An entry of more than that is refused.
    (most / 1_200 + 1).min(MOST_CENTS / 100)
}

/// Whose income is changed: one of those whose income counts in the person's household for Medical Assistance, so that the
/// program with the nearest limits sees the change; whoever claims the person may be in another household. That is the
/// person, when they are an adult with income or nobody else's counts (or nobody's at all); else whoever of their parents
/// and spouse, or failing them of the others, has the largest income, the first by id of several.
fn earner(pack: &RulePack, household: &Household, person: &str) -> Result<Text, InputError> {
    let case = Case::of(pack, household)?;
    let Some(number) = case.family.find(person) else {
        return Err(InputError::new("person", format!("there is no person \"{person}\"")));
    };
    let counted = Households::of(&case).whose_income_counts(&case, number);
    let income = |one: usize| case.incomes[one].monthly_times_12.max(case.incomes[one].annual);
    let grown = case.ages[number] >= pack.medical_assistance.child_age;
    let others = counted.without(People::one(number));
    if others.is_empty() || counted.has(number) && grown && income(number) > 0 {
        return Ok(case.person(number).id.clone());
    }
    let ties = &case.family.ties[number];
    let mut near = ties.parents;
    ties.spouse.into_iter().for_each(|spouse| near.add(spouse));
    let near = others.and(near);
    let among = if near.is_empty() { others } else { near };
    let most = among.iter().reduce(|best, one| if income(one) > income(best) { one } else { best });
    Ok(case.person(most.unwrap_or(number)).id.clone())
}

struct Search<'s> {
    pack: &'s RulePack,
    household: &'s Household,
    person: &'s str,
    earner: Text,
}

impl Search<'_> {
    /// What the person gets with so many dollars a month more or less.
    fn at(&self, dollars: i64) -> Result<Threshold, InputError> {
        let mut changed = self.household.clone();
        changed.incomes.push(Income {
            person: self.earner.clone(),
            kind: IncomeKind::Other,
            amount_cents: dollars * 100,
            frequency: Frequency::Monthly,
            from: None,
            to: None,
            varies: None,
        });
        if let Some(projected) = changed.projected_annual_income_cents.get_mut(&self.earner) {
            *projected = (*projected + dollars * 1_200).clamp(-MOST_CENTS, MOST_CENTS);
        }
        let result = determine(self.pack, &changed)?;
        Ok(self.threshold(&result, dollars))
    }

    fn threshold(&self, result: &Determination, dollars: i64) -> Threshold {
        let person = result.people.get(self.person);
        Threshold {
            change_dollars_a_month: dollars,
            monthly_income_cents: person.map_or(0, |person| person.ma.monthly_income_cents),
            program: person.map_or(Program::None, |person| person.program),
            csr: person.map_or(CostSharing::None, |person| person.csr),
        }
    }

    /// Doubles the step until something differs, then halves the span: programs follow each other in one order as the
    /// income grows and never come back.
    fn next(&self, now: &Threshold, sign: i64, most: i64) -> Result<Option<Threshold>, InputError> {
        let differs = |other: &Threshold| (other.program, other.csr) != (now.program, now.csr);
        let (mut same, mut step) = (0, 1_i64);
        let mut other = loop {
            let tried = self.at(sign * step.min(most))?;
            if differs(&tried) {
                break tried;
            }
            if step >= most {
                return Ok(None);
            }
            same = step;
            step *= 2;
        };
        while other.change_dollars_a_month.abs() - same > 1 {
            let middle = i64::midpoint(same, other.change_dollars_a_month.abs());
            let tried = self.at(sign * middle)?;
            if differs(&tried) {
                other = tried;
            } else {
                same = middle;
            }
        }
        Ok(Some(other))
    }
}
