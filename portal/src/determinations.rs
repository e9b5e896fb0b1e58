//! Read the initial determination: what everyone got at submission, and why (APP-5, ACT-9).
//! How one comes about: `rules/`.

use crate::{
    Acted, ActingOn, Consumer, Error, Portal, Session,
    applications::{ApplicationSummary, answers_of, desk_of},
    rules::{ThresholdsByPerson, thresholds},
    store,
};
use domain::{
    application::{self, Kind, State},
    consumer::Action,
    limits::Limit,
    people::ConsumerKey,
    profile::Desk,
};
use eligibility::{Determination, PersonResult, Program};

/// What one person got.
#[derive(Clone, Debug)]
pub struct PersonOutcome {
    /// The person's id in the determination: "p1".
    pub person: String,
    /// Name.
    pub name: String,
    /// Whether they asked for coverage.
    pub applying: bool,
    /// Program and reasons.
    pub result: PersonResult,
}

/// The initial determination as it was at submission. There is no later status in it (ACT-9).
#[derive(Clone, Debug)]
pub struct InitialDetermination {
    /// The application it came from.
    pub application: ApplicationSummary,
    /// Computed at, in microseconds since 1970.
    pub computed_at: i64,
    /// The rules, by name and version.
    pub rule_set: String,
    /// In short: "APTC 412/month, CSR 87; 1 MA".
    pub summary: String,
    /// Everyone, in the order of the application.
    pub people: Vec<PersonOutcome>,
    /// All of it.
    pub determination: Determination,
    /// The next incomes at which something changes, by the person's id: an estimate with today's rules from the
    /// stored input, no part of the determination. Empty without financial assistance.
    pub thresholds: ThresholdsByPerson,
    /// For an assister: the desk that knows what became of it (ACT-9).
    pub desk: Option<Desk>,
}

impl InitialDetermination {
    /// Whether somebody may choose a plan.
    pub fn can_shop(&self) -> bool {
        self.people
            .iter()
            .any(|person| person.applying && matches!(person.result.program, Program::Aptc | Program::Qhp))
    }
}

impl Portal {
    /// The initial determination of the application submitted last; `None` when none was submitted.
    ///
    /// # Errors
    /// `FinancialAssistanceOnly` (ACT-8) for an assister when there is only an application at full price.
    pub async fn read_determination(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
    ) -> Result<Acted<Option<InitialDetermination>>, Error> {
        let today = self.today();
        let work = async |acting: &mut ActingOn<'_, Consumer>| {
            let rows = store::applications::list(acting).await?;
            let (limits, basis) = (acting.limits(), acting.basis());
            let submitted: Vec<_> = rows.into_iter().filter(|row| row.state == State::Submitted).collect();
            let reached = submitted.iter().filter(|row| application::reach(row.kind, basis, &limits).is_ok());
            let Some(row) = reached.max_by_key(|row| row.submitted_at) else {
                return if submitted.is_empty() {
                    Ok(None)
                } else {
                    Err(Limit::FinancialAssistanceOnly.into())
                };
            };
            acting.target(&row.key.0);
            let stored = store::determinations::of_application(acting, &row.key).await?;
            let Some(stored) = stored else { return Ok(None) };
            let mut determination: Determination =
                serde_json::from_str(&stored.output).map_err(|_| Error::Corrupt("determination output"))?;
            determination.id = row.key.0.as_str().into();
            let answers = answers_of(row, today)?;
            let input = match row.kind {
                Kind::FinancialAssistance => eligibility::parse_household(stored.input.as_bytes()).ok(),
                Kind::FullPrice => None,
            };
            let found = InitialDetermination {
                application: row.into(),
                computed_at: stored.computed_at,
                rule_set: stored.rule_set,
                summary: stored.summary,
                people: people(&answers, &determination),
                determination,
                thresholds: ThresholdsByPerson::new(),
                desk: desk_of(self, acting),
            };
            Ok(Some((found, input)))
        };
        let read = self.door.acting_on(session, consumer, Action::ReadDetermination, work).await?;
        // The door is closed: nothing waits for this search.
        let value = match read.value {
            Some((found, Some(input))) => Some(InitialDetermination {
                thresholds: thresholds(self.rules.clone(), input).await,
                ..found
            }),
            Some((found, None)) => Some(found),
            None => None,
        };
        Ok(Acted { value, facts: read.facts })
    }
}

/// Everyone in the determination, in the order of their numbers.
fn people(answers: &application::Answers, determination: &Determination) -> Vec<PersonOutcome> {
    let number = |id: &str| application::Answers::person_number(id).unwrap_or(0);
    let mut people: Vec<PersonOutcome> = determination
        .people
        .iter()
        .map(|(id, result)| PersonOutcome {
            person: id.as_str().to_owned(),
            name: answers.name(number(id.as_str())),
            applying: answers.is_applying(number(id.as_str())),
            result: result.clone(),
        })
        .collect();
    people.sort_by_key(|person| number(&person.person));
    people
}
