//! The list of consumers who authorized the assister: filters, search by name, pages.

use super::credit;
use crate::{
    App,
    answer::show_with_in,
    form::Posted,
    layout::{Layout, Width},
    parts::{
        Bar, BarChart, Button, ButtonForm, ButtonKind, Cell, Column, FieldErrors, Filter, Link, Row, Sorted,
        Status, Table, TextField, Tone,
    },
    query::Query,
    refusal::PageError,
    session::Visitor,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    book::Stage,
    people::AssociationKey,
    typed::{self, search::part_of_name},
};
use portal::book::{BookRow, Listed, Wanted};
use serde::Deserialize;
use words::{Name, Percent, Text, Unreadable, Words};

/// Rows on a page.
const ROWS: i64 = 50;

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    stage: Option<String>,
    credit: Option<String>,
    sort: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "book/list.html")]
struct List {
    layout: Layout,
    errors: FieldErrors,
    search: TextField,
    searching: bool,
    filters: Vec<Filter>,
    funnel: BarChart,
    table: Table,
    next: Option<Link>,
    next_search: Option<ButtonForm>,
    total: i64,
    reference_number: String,
}

pub(super) async fn list(
    app: App,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let stage = match asked.stage.as_deref() {
        None | Some("") => None,
        Some(word) => {
            let unknown = || PageError::bad_request(Unreadable::Choice("stage"));
            Some(Stage::from_word(word).ok_or_else(unknown)?)
        }
    };
    let wanted = Wanted {
        stage,
        name: None,
        losing_credit: stage.is_none() && asked.credit.as_deref() == Some("stops"),
        newest_first: asked.sort.as_deref() == Some("newest"),
        after: asked.after.filter(|after| !after.is_empty()).map(AssociationKey),
        rows: ROWS,
    };
    let listed = app.portal.list_consumers(&visitor.session, &wanted).await?;
    shown(&app, &visitor, (&wanted, &listed), ("", FieldErrors::none()))
}

/// Search by name: by POST, because names never stand in a URL.
pub(super) async fn search(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let typed = form.get("name");
    // What is no part of a name looks for nothing: everybody is shown, with what was typed and what is wrong.
    let (name, after, errors) = match part_of_name(typed) {
        Ok(name) => (Some(name), form.given("after"), FieldErrors::none()),
        Err(fault) => (None, None, FieldErrors::at_field("name", typed::Fault::from(fault))),
    };
    let wanted = Wanted {
        stage: None,
        name: name.filter(|name| !name.is_empty()),
        losing_credit: false,
        newest_first: false,
        after: after.map(|after| AssociationKey(after.to_owned())),
        rows: ROWS,
    };
    let listed = app.portal.list_consumers(&visitor.session, &wanted).await?;
    shown(&app, &visitor, (&wanted, &listed), (typed, errors))
}

fn shown(
    app: &App,
    visitor: &Visitor,
    (wanted, listed): (&Wanted, &Listed),
    (typed, errors): (&str, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let layout = visitor.layout(app, words.book_title()).wide(Width::Wide).with_errors(&errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let last = listed.rows.last().filter(|_| listed.more).map(|row| row.association.0.clone());
    let name = wanted.name.as_ref();
    let next_search = match (name, &last) {
        (Some(name), Some(last)) => Some(
            ButtonForm::new(
                "/consumers",
                layout.csrf_field(),
                Button::new(words.book_next_page()).kind(ButtonKind::Outline),
            )
            .with("name", name.clone())
            .with("after", last.clone()),
        ),
        _ => None,
    };
    let next = last.filter(|_| name.is_none()).map(|last| {
        Link::new(narrowed(wanted, Some(&last)), words.book_next_page()).button(ButtonKind::Outline)
    });
    let total =
        listed.counts.iter().filter(|(stage, _)| *stage != Stage::Ended).map(|(_, count)| count).sum();
    let search = TextField::new("name", words.book_search()).value(typed).errors(&errors);
    let page = List {
        search,
        errors,
        searching: name.is_some(),
        filters: filters(words, listed, wanted, total),
        funnel: funnel(words, listed),
        table: table(app, words, listed, wanted),
        next,
        next_search,
        total,
        reference_number: grouped(&listed.reference_number),
        layout,
    };
    show_with_in(words, status, &page)
}

/// Seven digits as people read them aloud: "123 4567".
fn grouped(digits: &str) -> String {
    match digits.split_at_checked(3) {
        Some((first, rest)) => format!("{first} {rest}"),
        None => digits.to_owned(),
    }
}

/// The address of the list as it is narrowed now, and the row after which it goes on.
fn narrowed(wanted: &Wanted, after: Option<&str>) -> String {
    match wanted.losing_credit {
        true => losing(after),
        false => address(wanted.stage, wanted.newest_first, after),
    }
}

/// The address of those whose tax credit stops.
fn losing(after: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("credit", "stops");
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    format!("/consumers?{}", query.finish())
}

/// The address of the list with a filter, an order, and the row after which it goes on.
fn address(stage: Option<Stage>, newest_first: bool, after: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(stage) = stage {
        query.append_pair("stage", stage.word());
    }
    if newest_first {
        query.append_pair("sort", "newest");
    }
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    let query = query.finish();
    if query.is_empty() { "/consumers".to_owned() } else { format!("/consumers?{query}") }
}

fn filters(words: Words, listed: &Listed, wanted: &Wanted, total: i64) -> Vec<Filter> {
    let everybody = Filter {
        href: address(None, wanted.newest_first, None),
        label: words.book_everybody().into_owned(),
        count: Some(total),
        current: wanted.stage.is_none() && wanted.name.is_none() && !wanted.losing_credit,
    };
    let stages = listed.counts.iter().map(|(stage, count)| Filter {
        href: address(Some(*stage), wanted.newest_first, None),
        label: words.book_stage(*stage).into_owned(),
        count: Some(*count),
        current: wanted.stage == Some(*stage),
    });
    let losing = listed.tells_credit.then(|| Filter {
        href: losing(None),
        label: words.book_losing().into_owned(),
        count: None,
        current: wanted.losing_credit,
    });
    std::iter::once(everybody).chain(stages).chain(losing).collect()
}

fn funnel(words: Words, listed: &Listed) -> BarChart {
    let bars = listed
        .counts
        .iter()
        .filter(|(stage, _)| *stage != Stage::Ended)
        .map(|(stage, count)| Bar::new(words.book_stage(*stage), u64::try_from(*count).unwrap_or(0)))
        .collect();
    BarChart::new("funnel", words.book_funnel(), words.book_funnel_shows(), bars)
}

fn table(app: &App, words: Words, listed: &Listed, wanted: &Wanted) -> Table {
    let by_name = if wanted.newest_first { Sorted::No } else { Sorted::Ascending };
    let by_date = if wanted.newest_first { Sorted::Descending } else { Sorted::No };
    let columns = vec![
        Column::new(words.book_name()).sort(address(wanted.stage, false, None), by_name),
        Column::new(words.book_authorized_on()).sort(address(wanted.stage, true, None), by_date),
        Column::new(words.book_application()),
        Column::new(words.book_determination()),
        Column::new(words.book_plan()),
        Column::new(words.book_next_step()),
    ];
    let rows = listed.rows.iter().map(|row| line(app, words, row)).collect();
    let empty = match (&wanted.name, wanted.stage) {
        (Some(_), _) => words.book_none_of_this_name(),
        (None, None) if wanted.losing_credit => words.book_none_losing(),
        (None, Some(_)) => words.book_none_at_this_stage(),
        (None, None) => words.book_none_yet(),
    };
    Table::new(words.book_caption(), columns, rows).quiet_caption().wide().empty(empty)
}

fn line(app: &App, words: Words, row: &BookRow) -> Row {
    let name = Name::new(row.given_name.clone(), row.family_name.clone());
    let base = format!("/consumers/{}", row.consumer);
    let name_cell = match row.stage {
        Stage::Ended => Cell::text(words.person(&name)),
        Stage::NotStarted | Stage::InProgress | Stage::Submitted | Stage::Enrolled => {
            Cell::Link(Link::new(base.clone(), words.person(&name)))
        }
    };
    let programs = &app.portal.profile().programs;
    let determination = row.determination.as_ref().map(|result| words.short_result(result, programs));
    Row(vec![
        name_cell,
        Cell::text(words.day(app.portal.day_of(row.authorized_at))),
        Cell::Status(application(words, row), since(app, words, row).into_owned()),
        Cell::Lines(determination.unwrap_or_default()),
        match credit(app, words, row.effective_on, (row.credit_cents, row.stopped_credit_cents)) {
            None => Cell::text(enrolled(words, row)),
            Some(credit) => Cell::Lines(vec![enrolled(words, row), credit]),
        },
        next_step(words, row, &name, &base),
    ])
}

fn application(words: Words, row: &BookRow) -> Status {
    let waits = row.determination.as_ref().is_some_and(|result| result.undecided > 0);
    match row.stage {
        Stage::NotStarted => Status::new(words.book_stage(Stage::NotStarted), Tone::Neutral),
        Stage::InProgress => Status::new(words.book_stage(Stage::InProgress), Tone::Active),
        Stage::Submitted | Stage::Enrolled if waits => {
            Status::new(words.book_submitted_undecided(), Tone::Attention)
        }
        Stage::Submitted | Stage::Enrolled => Status::new(words.book_submitted(), Tone::Good),
        Stage::Ended => Status::new(words.book_ended(), Tone::Neutral),
    }
}

/// How far a draft is, or since when it is as it is.
fn since(app: &App, words: Words, row: &BookRow) -> Text {
    let at = match row.stage {
        Stage::NotStarted => None,
        Stage::InProgress => return words.percent(Percent::whole(row.percent)),
        Stage::Submitted | Stage::Enrolled => row.submitted_at,
        Stage::Ended => row.ended_at,
    };
    at.map(|at| words.day(app.portal.day_of(at))).unwrap_or_default()
}

fn enrolled(words: Words, row: &BookRow) -> Text {
    match (&row.plan_name, row.effective_on) {
        (Some(plan), Some(from)) => match row.ends_on {
            Some(until) => words.book_enrolled_until(plan, from, until),
            None => words.book_enrolled_from(plan, from),
        },
        _ if row.stage == Stage::Ended => Text::default(),
        _ => words.book_not_enrolled(),
    }
}

fn next_step(words: Words, row: &BookRow, name: &Name, base: &str) -> Cell {
    let (label, path) = match row.stage {
        Stage::NotStarted => (words.book_start_for(name), "/application"),
        Stage::InProgress => (words.book_resume_for(name), "/application"),
        Stage::Submitted => (words.book_results_for(name), "/application/result"),
        Stage::Enrolled => (words.book_coverage_for(name), "/coverage"),
        Stage::Ended => return Cell::text(""),
    };
    Cell::Link(Link::new(format!("{base}{path}"), label).button(ButtonKind::Outline))
}
