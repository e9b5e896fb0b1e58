//! Read the initial determination: what everyone got at submission, and why (APP-5, ACT-9).
//! How one comes about: `rules/`.

mod rows;

pub(crate) use rows::STATEMENTS;

use crate::{
    Acted, ActingOn, Consumer, Error, Portal, Session,
    rules::{Computed, ThresholdsByPerson, thresholds},
};
use domain::{
    application::{self, Answers, Kind, Told},
    consumer::{Action, Basis},
    instant::Instant,
    limits::Limit,
    people::{ApplicationKey, ConsumerKey},
    profile::Desk,
    short_result::ShortResult,
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

/// The initial determination as it was at submission. There is no later status in it (ACT-9). For the consumer, who told
/// of a change since: the newest one, beside the one before it.
#[derive(Clone, Debug)]
pub struct InitialDetermination {
    /// The coverage year.
    pub plan_year: i16,
    /// When it was computed.
    pub computed_at: Instant,
    /// The rules, by name and version.
    pub rule_set: String,
    /// In short.
    pub summary: ShortResult,
    /// Everyone, in the order of the application.
    pub people: Vec<PersonOutcome>,
    /// All of it.
    pub determination: Determination,
    /// The next incomes at which something changes, by the person's id: an estimate with today's rules from the
    /// stored input, no part of the determination. Empty without financial assistance.
    pub thresholds: ThresholdsByPerson,
    /// For an assister: the desk that knows what became of it (ACT-9).
    pub desk: Option<Desk>,
    /// What happened, when this is the determination of a change after submission.
    pub change: Option<Told>,
    /// What everyone got before that change, and the most credit that there was, in cents a month.
    pub before: (Vec<PersonOutcome>, i64),
}

/// The most credit of all tax returns together, in cents a month.
fn credit_cents(determination: &Determination) -> i64 {
    determination.tax_households.iter().filter_map(|tax| tax.aptc_max_monthly_cents).sum()
}

impl InitialDetermination {
    /// The most credit of all tax returns together, in cents a month.
    pub fn credit_cents(&self) -> i64 {
        credit_cents(&self.determination)
    }

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
        let work = async |acting: &mut ActingOn<'_, Consumer>| {
            let mut submitted = rows::list(acting).await?;
            let none_at_all = submitted.is_empty();
            let (limits, basis) = (acting.limits(), acting.basis());
            submitted.retain(|row| application::reach(row.kind, basis, &limits).is_ok());
            submitted.retain(|row| basis == Basis::OwnAccount || row.follows.is_none());
            let mut submitted = submitted.into_iter();
            let Some(row) = submitted.next() else {
                return if none_at_all { Ok(None) } else { Err(Limit::FinancialAssistanceOnly.into()) };
            };
            let change = row.event.zip(row.event_on).map(|(event, on)| Told { event, on });
            let of_case = |before: &rows::Determined| {
                Some(&before.application_key) == row.follows.as_ref() || before.follows == row.follows
            };
            let before = submitted.find(|before| change.is_some() && of_case(before));
            let before = match before {
                Some(before) => (self.outcomes(acting, &before)?, credit_cents(&determination(&before)?)),
                None => (Vec::new(), 0),
            };
            acting.target(&row.application_key);
            let people = self.outcomes(acting, &row)?;
            let mut determination = determination(&row)?;
            determination.id = row.application_key.0.as_str().into();
            let stored = row.computed;
            let input = match row.kind {
                Kind::FinancialAssistance => eligibility::parse_household(stored.input.0.as_bytes()).ok(),
                Kind::FullPrice => None,
            };
            let found = InitialDetermination {
                plan_year: row.plan_year,
                computed_at: row.computed_at,
                rule_set: stored.rule_set,
                summary: stored.summary,
                people,
                determination,
                thresholds: ThresholdsByPerson::new(),
                desk: self.desk_of(acting),
                change,
                before,
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

    /// What everyone got, by a stored determination.
    fn outcomes(
        &self,
        acting: &ActingOn<'_, Consumer>,
        row: &rows::Determined,
    ) -> Result<Vec<PersonOutcome>, Error> {
        let answers = Answers::new(row.kind, row.plan_year, acting.today(), &self.profile.places);
        Ok(people(&row.answers.answer(answers), &determination(row)?))
    }
}

fn determination(row: &rows::Determined) -> Result<Determination, Error> {
    serde_json::from_str(&row.computed.output.0).map_err(|_| Error::Corrupt("determination output"))
}

/// Keeps what the rules said about an application that is submitted.
pub(crate) async fn keep(
    acting: &mut ActingOn<'_, Consumer>,
    application: &ApplicationKey,
    computed: &Computed,
) -> Result<(), Error> {
    let Computed { rule_set, input, output, summary } = computed;
    rows::keep(acting, application, acting.now(), rule_set, input, output, summary).await?.or_not();
    Ok(())
}

/// Everyone in the determination, in the order of their numbers.
fn people(answers: &Answers, determination: &Determination) -> Vec<PersonOutcome> {
    let number = |id: &str| Answers::person_number(id).unwrap_or(0);
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
