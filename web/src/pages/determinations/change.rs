//! What a change after submission does, beside the results: everyone before and now.

use crate::{
    App,
    parts::{Cell, Column, Row, Table},
};
use domain::application::Told;
use portal::determinations::{InitialDetermination, PersonOutcome};
use words::{Got, Money, Text, Words};

/// What a change after submission does: everyone before and now, and until when one may choose a plan.
pub(super) struct Change {
    pub(super) lead: Text,
    pub(super) table: Table,
    pub(super) until: Option<Text>,
}

impl Change {
    pub(super) fn new(
        app: &App,
        words: Words,
        found: &InitialDetermination,
        Told { event, on }: Told,
    ) -> Self {
        let profile = app.portal.profile();
        let program =
            |person: &PersonOutcome| words.what_one_gets(Got::from(person.result.program), &profile.programs);
        let of = |people: &[PersonOutcome], person: &str| {
            let one = people.iter().find(|one| one.person == person && one.applying);
            one.map_or_else(|| words.changes_result_nothing(), program)
        };
        let mut people: Vec<&PersonOutcome> = found.before.0.iter().filter(|one| one.applying).collect();
        let known =
            |one: &&PersonOutcome| !found.before.0.iter().any(|old| old.applying && old.person == one.person);
        people.extend(found.people.iter().filter(|one| one.applying).filter(known));
        let row = |one: &&PersonOutcome| {
            let (before, now) = (of(&found.before.0, &one.person), of(&found.people, &one.person));
            Row([Text::from(one.name.clone()), before, now].map(Cell::text).to_vec())
        };
        let mut rows: Vec<Row> = people.iter().map(row).collect();
        let credits = [found.before.1, found.credit_cents()];
        if credits.iter().any(|cents| *cents > 0) {
            let [before, now] = credits.map(|cents| words.money(Money(cents)));
            rows.push(Row([words.changes_result_credit(), before, now].map(Cell::text).to_vec()));
        }
        let columns =
            [words.changes_result_person(), words.changes_result_before(), words.changes_result_now()];
        let lead = words.changes_result_lead(on, found.plan_year, event);
        let until = profile.event(event).map(|event| event.until(on));
        Self {
            table: Table::new(lead.clone(), columns.map(Column::new).to_vec(), rows).quiet_caption(),
            lead,
            until: until.map(|until| match until < app.portal.today() {
                true => words.changes_result_over(until),
                false => words.changes_result_choose(until),
            }),
        }
    }
}
