//! "Cannot decide, missing" (APP-7): the facts that a result would wait for, while the draft can still give them.

use super::{estimate, household, household::asked_at};
use domain::application::{Answers, Kind, Page};
use eligibility::{Missing, MissingFact, RulePack};

/// A fact that nobody gave and a result depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// About whom: a name.
    pub about: String,
    /// What we need to know.
    pub what: MissingFact,
    /// The page and field that ask for it.
    pub asked_at: (Page, &'static str),
}

/// What the result of these answers would wait for; nothing of answers that are not complete, and nothing without
/// financial assistance.
pub(crate) fn awaited(pack: &RulePack, answers: &Answers) -> Vec<Awaited> {
    if answers.kind() != Kind::FinancialAssistance {
        return Vec::new();
    }
    let Ok(mut found) = household(answers, answers.today()) else { return Vec::new() };
    // What is missing does not depend on prices.
    let Ok(result) = estimate(pack, &mut found, None) else { return Vec::new() };
    let mut awaited: Vec<Awaited> = Vec::new();
    for missing in result.people.values().flat_map(|person| &person.missing) {
        let one = of(missing, answers);
        if let Some(one) = one.filter(|one| !awaited.contains(one)) {
            awaited.push(one);
        }
    }
    awaited
}

fn of(missing: &Missing, answers: &Answers) -> Option<Awaited> {
    let n = Answers::person_number(missing.about.as_str())?;
    Some(Awaited { about: answers.name(n), what: missing.fact, asked_at: asked_at(missing.fact, n) })
}
