//! From household to determination.
use crate::determination::{
    BasicHealthResult, CostSharing, Determination, Funding, MaResult, PersonResult, Program, Verdict,
};
use crate::error::InputError;
use crate::household::Household;
use crate::pack::RulePack;
use crate::percent::Percent;

/// Determines what everyone in a household gets, and says why.
pub fn determine(pack: &RulePack, household: &Household) -> Result<Determination, InputError> {
    let people = household.people.iter().map(|person| {
        let result = PersonResult {
            program: Program::Refer,
            ma: MaResult {
                eligible: false,
                basis: None,
                funding: Funding::Medicaid,
                household: vec![person.id.clone()],
                size: 1,
                monthly_income_cents: 0,
                limit_cents: None,
                percent: Percent::default(),
            },
            basic_health: BasicHealthResult { eligible: false, annual_income_cents: 0, limit_cents: None },
            qhp: Verdict { eligible: false },
            aptc: Verdict { eligible: false },
            csr: CostSharing::None,
            reasons: Vec::new(),
        };
        (person.id.clone(), result)
    });
    Ok(Determination {
        id: household.id.clone(),
        rule_set: pack.rule_set.clone(),
        coverage_year: household.coverage_year,
        application_date: household.application_date,
        people: people.collect(),
        tax_households: Vec::new(),
    })
}
