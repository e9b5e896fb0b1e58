//! The one panel that says whether an assister may act today, yes or no and why: for the resource manager, the agency and the
//! assister alike (CERT-1).

use super::{may_act_status, state_status};
use crate::parts::{Status, SummaryList, SummaryRow};
use askama::Template;
use domain::{
    agency::AgencyStanding,
    certification::{Credentials, Missing},
    people::AssisterKind,
    renewal::Renewal,
};
use jiff::civil::Date;
use words::{Text, Words};

/// What an assister has to show.
pub(crate) struct Held<'a> {
    pub(crate) credentials: &'a Credentials,
    /// What is missing today.
    pub(crate) missing: &'a [Missing],
    /// The agency's name.
    pub(crate) agency: Option<&'a str>,
    pub(crate) background_study_on: Option<Date>,
    pub(crate) agreement_signed_on: Option<Date>,
    /// The renewal that is next (CERT-8).
    pub(crate) renewal: Option<Renewal>,
}

/// The panel.
#[derive(Clone, Debug, Template)]
#[template(path = "assisters/may_act.html")]
pub(crate) struct MayAct {
    heading: Text,
    status: Status,
    lead: Text,
    missing: Vec<Text>,
    stopped: Vec<Text>,
    facts: SummaryList,
}

impl askama::filters::HtmlSafe for MayAct {}

impl MayAct {
    /// Of what there is to show, each fact with yes or no.
    pub(crate) fn new(words: Words, held: &Held<'_>) -> Self {
        let may = held.missing.is_empty();
        Self {
            heading: words.assister_may_act(),
            status: may_act_status(words, may),
            lead: if may { words.assister_all_in_force() } else { words.assister_not_today() },
            missing: held.missing.iter().map(|missing| words.missing_credential(*missing)).collect(),
            stopped: Vec::new(),
            facts: SummaryList::new(facts(words, held)),
        }
    }

    /// What stops the assister beside CERT-1, in sentences.
    pub(crate) fn stopped(self, stopped: Vec<Text>) -> Self {
        Self { stopped, ..self }
    }
}

fn facts(words: Words, held: &Held<'_>) -> Vec<SummaryRow> {
    let Credentials {
        kind,
        state,
        certified_from,
        certified_until,
        training_passed_on,
        assessment_passed_on,
        access_approved_on,
        license_until,
        agency,
    } = held.credentials;
    let fact = |name: Text, said: Text, missing: Missing| {
        let good = !held.missing.contains(&missing);
        SummaryRow::new(name, said).status(may_act_status(words, good))
    };
    let day = |day: &Option<Date>| day.map_or(words.assister_not_recorded(), |day| words.day(day));
    let certified = match (certified_from, certified_until) {
        (Some(from), Some(until)) => words.assister_certified_from_until(from, until),
        (Some(from), None) => words.assister_certified_from(from),
        (None, Some(until)) => words.assister_certified_until(until),
        (None, None) => words.assister_not_recorded(),
    };
    let mut rows = vec![
        SummaryRow::new(words.assister_account(), "").status(state_status(words, *state)),
        fact(words.assister_certified(), certified, Missing::Certification),
        fact(words.assister_training(), day(training_passed_on), Missing::Training),
        fact(words.assister_assessment(), day(assessment_passed_on), Missing::Assessment),
    ];
    rows.push(match kind {
        AssisterKind::Broker => {
            let until = license_until.map_or(words.assister_not_recorded(), |day| words.assister_until(day));
            fact(words.assister_license(), until, Missing::License)
        }
        AssisterKind::Navigator | AssisterKind::Cac => {
            fact(words.assister_approved(), day(access_approved_on), Missing::AgencyApproval)
        }
    });
    let name = held.agency.map_or(words.assister_works_alone(), |name| Text::from(name.to_owned()));
    rows.push(fact(words.assister_agency_active(), name, Missing::Agency));
    if let Some(agency) = agency {
        rows.push(fact(words.assister_contract(), contract(words, agency), Missing::Contract));
    }
    // What a certification rests on, without deciding by itself.
    if *kind != AssisterKind::Broker {
        rows.push(SummaryRow::new(words.assister_background(), day(&held.background_study_on)));
    }
    rows.push(SummaryRow::new(words.assister_agreement(), day(&held.agreement_signed_on)));
    rows.extend(held.renewal.map(|Renewal { year, opens, due, lapses }| {
        SummaryRow::new(words.assister_renewal(), words.assister_renewal_days(year, opens, due, lapses))
    }));
    rows
}

/// From when to when a contract is in force.
pub(crate) fn contract(words: Words, agency: &AgencyStanding) -> Text {
    match (agency.contract_from, agency.contract_until) {
        (Some(from), Some(until)) => words.assister_certified_from_until(from, until),
        (Some(from), None) => words.agency_contract_open(from),
        (None, _) => words.assister_not_recorded(),
    }
}
