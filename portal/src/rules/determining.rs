//! The determination of a household, prices included, and what is stored of it: input and output as JSON, so
//! that what is stored can be put through `assent determine` again.

use super::{Computed, Document};
use crate::{Error, plans};
use domain::{
    application::Kind,
    plan::{Catalog, CsrLevel},
    short_result::ShortResult,
};
use eligibility::{
    CostSharing, Determination, Household, IncomeThresholds, Program, RulePack, income_thresholds,
};
use std::collections::BTreeMap;

/// For each person who wants coverage and whom another income would bring something else.
pub type ThresholdsByPerson = BTreeMap<String, IncomeThresholds>;

/// Computes the initial determination (APP-5).
///
/// # Errors
/// `Corrupt` when the rules cannot read the household: a fault of the software.
pub(crate) fn determine(
    pack: &RulePack,
    kind: Kind,
    mut household: Household,
    catalog: Option<&Catalog>,
) -> Result<Computed, Error> {
    let mut output = estimate(pack, &mut household, catalog)?;
    match kind {
        Kind::FinancialAssistance => {}
        Kind::FullPrice => without_assistance(&mut output),
    }
    let text = |value: serde_json::Result<String>| value.map_err(|error| fault("JSON", &error));
    Ok(Computed {
        rule_set: output.rule_set.as_str().to_owned(),
        input: Document(text(serde_json::to_string(&household))?),
        output: Document(text(serde_json::to_string(&output))?),
        summary: summary(&output),
    })
}

/// The same for a household that nobody applies for; nothing of it is stored. The household is given its
/// benchmark where the rules need one.
///
/// # Errors
/// As `determine`.
pub(crate) fn estimate(
    pack: &RulePack,
    household: &mut Household,
    catalog: Option<&Catalog>,
) -> Result<Determination, Error> {
    plans::determine_with_catalog(pack, catalog, household).map_err(|error| fault("determination", &error))
}

/// A fault of the software. The error names a path in the input and no value.
pub(crate) fn fault(what: &'static str, error: &dyn std::fmt::Display) -> Error {
    tracing::error!(%error, "{what}");
    Error::Corrupt(what)
}

/// The next incomes at which something changes, with today's rules. Some dozens of determinations for each
/// person, so it runs beside the server's other work. What today's rules do not take has none.
pub(crate) async fn thresholds(rules: super::Rules, household: Household) -> ThresholdsByPerson {
    let search = move || {
        let pack = rules.pack();
        let wanted = household.people.iter().filter(|person| person.applying);
        wanted
            .filter_map(|person| {
                let found = income_thresholds(pack, &household, &person.id).ok()?;
                (found.down.is_some() || found.up.is_some()).then(|| (person.id.as_str().to_owned(), found))
            })
            .collect()
    };
    tokio::task::spawn_blocking(search).await.unwrap_or_default()
}

/// Without financial assistance nobody asked for a program: only whether a plan may be bought counts.
fn without_assistance(determination: &mut Determination) {
    for person in determination.people.values_mut() {
        person.program = if person.qhp.eligible { Program::Qhp } else { Program::None };
        person.ma.eligible = false;
        person.basic_health.eligible = false;
        person.aptc.eligible = false;
        person.csr = CostSharing::None;
        person.reasons.retain(|reason| {
            reason.rule.code().starts_with("qhp.") || reason.rule.code().starts_with("person.")
        });
    }
    determination.tax_households.clear();
}

/// The determination in short, for lists.
pub(crate) fn summary(determination: &Determination) -> ShortResult {
    let people = || determination.people.values();
    let count = |program: Program| people().filter(|person| person.program == program).count();
    let credits = determination.tax_households.iter().filter(|tax| !tax.coverage_family.is_empty());
    let credit = count(Program::Aptc) > 0;
    let mut lower_costs: Vec<_> = people().map(|person| csr_level(person.csr)).collect();
    lower_costs.retain(|level| *level != CsrLevel::None);
    lower_costs.sort_unstable_by_key(|level| level.word());
    lower_costs.dedup();
    let undecided = people().filter(|person| person.is_undecided()).count();
    ShortResult {
        credit,
        credit_cents: credits.map(|tax| tax.aptc_max_monthly_cents).sum::<Option<i64>>().filter(|_| credit),
        lower_costs,
        medical_assistance: count(Program::Ma),
        basic_health: count(Program::BasicHealth),
        full_price: count(Program::Qhp),
        referred: count(Program::Refer) - undecided,
        undecided,
    }
}

/// The level of a determination, as plans know it.
pub(crate) fn csr_level(level: CostSharing) -> CsrLevel {
    match level {
        CostSharing::None => CsrLevel::None,
        CostSharing::Limited => CsrLevel::Limited,
        CostSharing::Silver73 => CsrLevel::Silver73,
        CostSharing::Silver87 => CsrLevel::Silver87,
        CostSharing::Silver94 => CsrLevel::Silver94,
        CostSharing::Zero => CsrLevel::Zero,
    }
}
