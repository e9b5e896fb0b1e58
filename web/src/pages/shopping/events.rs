//! What opens enrollment outside open enrollment: the events of the profile, for whoever finds it closed.

use askama::Template;
use domain::enrollment::{SpecialEvent, ToldBy};
use domain::profile::Profile;
use words::{Html, Phone, Text, Words};

use crate::{
    parts::{Cell, Column, Row, Table},
    session::Subject,
};

/// The events that people tell of, and whom they call.
#[derive(Template)]
#[template(path = "shopping/events.html")]
pub(super) struct Events {
    heading: Text,
    call: Html,
    table: Table,
}

impl askama::filters::HtmlSafe for Events {}

impl Events {
    pub(super) fn of(profile: &Profile, subject: &Subject) -> Self {
        let words = subject.words;
        let columns = [words.plans_events_what(), words.plans_events_when(), words.plans_events_start()];
        let told = profile.special_event.iter().filter(|event| event.told_by == ToldBy::Consumer);
        let table = Table::new(
            words.plans_events(),
            columns.map(Column::new).to_vec(),
            told.map(|event| row(event, words)).collect(),
        );
        let exchange = &profile.exchange;
        Self {
            heading: words.plans_events(),
            call: match subject.is_acting() {
                // L5: an assister's consumers tell it themselves, or the exchange.
                true => words.plans_events_call(&exchange.name, Phone(exchange.phone.clone())),
                false => words.plans_events_tell("/report-change"),
            },
            table: table.quiet_caption(),
        }
    }
}

fn row(event: &SpecialEvent, words: Words) -> Row {
    let when = match event.days_before {
        0 => words.plans_event_after(event.days_after),
        before => words.plans_event_around(before, event.days_after),
    };
    let cells = [words.plans_event(event.kind), when, words.plans_event_start(event.effective)];
    Row(cells.map(Cell::text).to_vec())
}
