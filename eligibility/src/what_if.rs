//! "What would change this": how far a household's income is from the next point, up and down, at which a person gets
//! something else.
use crate::determination::{CostSharing, Determination, Program};
use crate::engine::determine;
use crate::error::InputError;
use crate::household::{Frequency, Household, Income, IncomeKind};
use crate::pack::RulePack;
use crate::text::Text;
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

/// Finds the next points for one person. The income is changed, month by month through the whole year, at the person
/// whose income counts: the one who claims them, else themself.
pub fn income_thresholds(
    pack: &RulePack,
    household: &Household,
    person: &str,
) -> Result<IncomeThresholds, InputError> {
    let search = Search { pack, household, person, earner: earner(household, person)? };
    let now = search.at(0)?;
    let all_of_it = now.monthly_income_cents / 100 + 1;
    Ok(IncomeThresholds { down: search.next(&now, -1, all_of_it)?, up: search.next(&now, 1, MOST_DOLLARS)? })
}

/// Whose income is changed.
fn earner(household: &Household, person: &str) -> Result<Text, InputError> {
    let find = |id: &str| household.people.iter().find(|one| one.id == *id);
    let one =
        find(person).ok_or_else(|| InputError::new("person", format!("there is no person \"{person}\"")))?;
    let claimer = one.tax.claimed_by.as_ref().and_then(|claimer| find(claimer));
    Ok(claimer.unwrap_or(one).id.clone())
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
        });
        if let Some(projected) = changed.projected_annual_income_cents.get_mut(&self.earner) {
            *projected += dollars * 1_200;
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
