//! The list of consumers who authorized the assister: filters, search by name, pages.

use crate::{
    App,
    answer::show_with,
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
    short_result::ShortResult,
    text::date_in_words,
    typed::{self, search::part_of_name},
};
use portal::{
    book::{BookRow, Listed, Wanted},
    day_of,
};
use serde::Deserialize;

/// Rows on a page.
const ROWS: i64 = 50;

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    stage: Option<String>,
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
        Some(word) => Some(Stage::from_word(word).ok_or_else(|| {
            PageError::bad_request("The filter in the address (stage) is none that this list knows.")
        })?),
    };
    let wanted = Wanted {
        stage,
        name: None,
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
    let layout = visitor.layout(app, "My consumers").wide(Width::Wide).with_errors(&errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let zone = &app.portal.profile().exchange.time_zone;
    let last = listed.rows.last().filter(|_| listed.more).map(|row| row.association.0.clone());
    let name = wanted.name.as_ref();
    let next_search = match (name, &last) {
        (Some(name), Some(last)) => Some(
            ButtonForm::new(
                "/consumers",
                layout.csrf_field(),
                Button::new("Next page").kind(ButtonKind::Outline),
            )
            .with("name", name.clone())
            .with("after", last.clone()),
        ),
        _ => None,
    };
    let next = last.filter(|_| name.is_none()).map(|last| {
        Link::new(address(wanted.stage, wanted.newest_first, Some(&last)), "Next page")
            .button(ButtonKind::Outline)
    });
    let total =
        listed.counts.iter().filter(|(stage, _)| *stage != Stage::Ended).map(|(_, count)| count).sum();
    let search = TextField::new("name", "Search by name").value(typed).errors(&errors);
    let page = List {
        search,
        errors,
        searching: name.is_some(),
        filters: filters(listed, wanted, total),
        funnel: funnel(listed),
        table: table(listed, wanted, zone),
        next,
        next_search,
        total,
        reference_number: grouped(&listed.reference_number),
        layout,
    };
    show_with(status, &page)
}

/// Seven digits as people read them aloud: "123 4567".
fn grouped(digits: &str) -> String {
    match digits.split_at_checked(3) {
        Some((first, rest)) => format!("{first} {rest}"),
        None => digits.to_owned(),
    }
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

fn filters(listed: &Listed, wanted: &Wanted, total: i64) -> Vec<Filter> {
    let everybody = Filter {
        href: address(None, wanted.newest_first, None),
        label: "All".to_owned(),
        count: total,
        current: wanted.stage.is_none() && wanted.name.is_none(),
    };
    let stages = listed.counts.iter().map(|(stage, count)| Filter {
        href: address(Some(*stage), wanted.newest_first, None),
        label: stage.in_words().to_owned(),
        count: *count,
        current: wanted.stage == Some(*stage),
    });
    std::iter::once(everybody).chain(stages).collect()
}

fn funnel(listed: &Listed) -> BarChart {
    let bars = listed
        .counts
        .iter()
        .filter(|(stage, _)| *stage != Stage::Ended)
        .map(|(stage, count)| Bar::new(stage.in_words(), u64::try_from(*count).unwrap_or(0)))
        .collect();
    BarChart::new(
        "funnel",
        "Where your consumers stand",
        "Consumers at each step, from not started to enrolled.",
        bars,
    )
}

fn table(listed: &Listed, wanted: &Wanted, zone: &str) -> Table {
    let by_name = if wanted.newest_first { Sorted::No } else { Sorted::Ascending };
    let by_date = if wanted.newest_first { Sorted::Descending } else { Sorted::No };
    let columns = vec![
        Column::new("Name").sort(address(wanted.stage, false, None), by_name),
        Column::new("Authorized on").sort(address(wanted.stage, true, None), by_date),
        Column::new("Application"),
        Column::new("Initial determination"),
        Column::new("QHP"),
        Column::new("Next step"),
    ];
    let rows = listed.rows.iter().map(|row| line(row, zone)).collect();
    let empty = match (&wanted.name, wanted.stage) {
        (Some(_), _) => "Nobody in your list has this name.",
        (None, Some(_)) => "Nobody in your list stands here.",
        (None, None) => {
            "Nobody has authorized you yet. Give consumers your reference number: they enter it under Your assister."
        }
    };
    Table::new("Consumers who authorized you", columns, rows).quiet_caption().wide().empty(empty)
}

fn line(row: &BookRow, zone: &str) -> Row {
    let name = domain::typed::name::full(&row.given_name, &row.family_name);
    let base = format!("/consumers/{}", row.consumer);
    let day = |instant| date_in_words(day_of(instant, zone));
    let name_cell = match row.stage {
        Stage::Ended => Cell::text(name.clone()),
        Stage::NotStarted | Stage::InProgress | Stage::Submitted | Stage::Enrolled => {
            Cell::Link(Link::new(base.clone(), name.clone()))
        }
    };
    let application = match row.stage {
        Stage::NotStarted => Cell::Status(Status::new("Not started", Tone::Neutral), String::new()),
        Stage::InProgress => {
            Cell::Status(Status::new("In progress", Tone::Active), format!("{}%", row.percent))
        }
        Stage::Submitted | Stage::Enrolled => {
            let waits = row.determination.as_ref().is_some_and(|result| result.undecided > 0);
            let status = match waits {
                true => Status::new("Submitted, not decided yet", Tone::Attention),
                false => Status::new("Submitted", Tone::Good),
            };
            Cell::Status(status, row.submitted_at.map(day).unwrap_or_default())
        }
        Stage::Ended => Cell::Status(
            Status::new("Association ended", Tone::Neutral),
            row.ended_at.map(day).unwrap_or_default(),
        ),
    };
    let enrolled = match (&row.plan_name, row.effective_on) {
        (Some(plan), Some(from)) => format!("Enrolled: {plan} from {}", date_in_words(from)),
        _ if row.stage == Stage::Ended => String::new(),
        _ => "Not enrolled".to_owned(),
    };
    let next = match row.stage {
        Stage::NotStarted | Stage::InProgress => format!("{base}/application"),
        Stage::Submitted => format!("{base}/application/result"),
        Stage::Enrolled => format!("{base}/coverage"),
        Stage::Ended => String::new(),
    };
    let next = match row.stage {
        Stage::Ended => Cell::text(""),
        stage => Cell::Link(
            Link::new(next, stage.next_step()).button(ButtonKind::Outline).context(format!("for {name}")),
        ),
    };
    Row(vec![
        name_cell,
        Cell::text(day(row.authorized_at)),
        application,
        Cell::text(row.determination.as_ref().map(ShortResult::in_words).unwrap_or_default()),
        Cell::text(enrolled),
        next,
    ])
}
