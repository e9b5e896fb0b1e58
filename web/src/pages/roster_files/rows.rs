//! What every row of a file would change, or changed, fifty a page; the button that applies it; and how far the work is.

use super::{address_of, begun};
use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Column, FieldErrors, Filter, Link, Pager,
        Row, Table, TextArea,
    },
    query::Query,
    refusal::PageError,
    session::Visitor,
    staff::refused,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    form::{Fields, Question},
    people::RosterFileKey,
    refusal::Refusal,
    roster_file::{FileNote, FileState, RowOutcome},
};
use portal::{
    Error,
    assisters::questions,
    changes::{Change, LONGEST_REASON},
    roster_files::{OpenFile, ROWS, Reason, SeenRow},
};
use serde::Deserialize;
use words::{Asking, Text, Unreadable, Words};

#[derive(Deserialize, Default)]
pub(super) struct Wanted {
    rows: Option<String>,
    page: Option<String>,
}

#[derive(Template)]
#[template(path = "roster_files/rows.html")]
struct RowsPage {
    layout: Layout,
    errors: FieldErrors,
    alerts: Vec<Alert>,
    lead: Text,
    filters: Vec<Filter>,
    table: Table,
    pager: Option<Pager>,
    report: Link,
    apply: Option<Apply>,
}

/// The form that applies the file.
struct Apply {
    address: String,
    reason: Option<TextArea>,
    button: Button,
}

#[derive(Template)]
#[template(path = "roster_files/working.html")]
struct WorkingPage {
    layout: Layout,
    alert: Option<Alert>,
    done: Text,
    refresh: Option<Link>,
    again: Option<ButtonForm>,
}

pub(super) async fn page(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let unknown = |name| PageError::bad_request(Unreadable::Choice(name));
    let outcome = match wanted.rows.as_deref() {
        None | Some("") => None,
        Some(word) => Some(RowOutcome::from_word(word).ok_or_else(|| unknown("rows"))?),
    };
    let page = match wanted.page.as_deref() {
        None | Some("") => 1,
        Some(page) => page.parse().ok().filter(|page| *page >= 1).ok_or_else(|| unknown("page"))?,
    };
    let key = RosterFileKey(key);
    let file = app.portal.read_roster_file(&visitor.session, &key, (outcome, page)).await?;
    if file.row.is_new() {
        let (portal, session) = (app.portal.clone(), visitor.session.clone());
        begun(async move { portal.look_at_new_file(&session, &file).await }).await?;
        return Ok(go(&address_of(&key)));
    }
    let wanted = (outcome, page);
    shown(&app, &visitor, (&file, wanted), ("", StatusCode::OK, FieldErrors::none()))
}

/// Applies the file as it was shown.
pub(super) async fn apply(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let key = RosterFileKey(key);
    let (portal, session, file) = (app.portal.clone(), visitor.session.clone(), key.clone());
    let (why, address) = (form.get("reason").to_owned(), app.settings.public_address.clone());
    let done = begun(async move { portal.apply_roster_file(&session, &file, (&why, &address)).await }).await;
    let error = match done {
        Ok(_) => return Ok(go(&address_of(&key))),
        Err(Error::Refused(Refusal::RosterMoved | Refusal::NothingToChange)) => {
            return Ok(go(&address_of(&key)));
        }
        Err(error) => error,
    };
    let (status, errors) = refused(&visitor, error)?;
    let visitor = Visitor { session: visitor.session.showing_again(), ..visitor };
    let file = app.portal.read_roster_file(&visitor.session, &key, (None, 1)).await?;
    shown(&app, &visitor, (&file, (None, 1)), (form.get("reason"), status, errors))
}

fn shown(
    app: &App,
    visitor: &Visitor,
    (file, (outcome, page)): (&OpenFile, (Option<RowOutcome>, i64)),
    (typed, status, errors): (&str, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = visitor.words;
    let address = address_of(&file.row.file_key);
    match file.row.state {
        FileState::Asking => return Ok(go(&format!("{address}/columns"))),
        FileState::Looking | FileState::Applying => return working(app, visitor, file),
        FileState::Ready | FileState::Applied => {}
    }
    let first = RowOutcome::ALL.iter().copied().find(|outcome| file.row.of(*outcome) > 0);
    let outcome = outcome.or(first).unwrap_or(RowOutcome::Unchanged);
    let applied = file.row.state == FileState::Applied;
    let title = if applied { words.roster_file_applied_title() } else { words.roster_file_seen_title() };
    let layout = visitor.layout(app, title).wide(Width::Wide).with_errors(&errors);
    let lead = match applied {
        true => words.roster_file_applied_lead(file.row.changes()),
        false => words.roster_file_seen_lead(app.portal.moment_of(file.row.uploaded_at)),
    };
    let page = RowsPage {
        alerts: alerts(words, file),
        lead,
        filters: filters(words, file, outcome, &address),
        table: table(app, words, &file.lines, outcome),
        pager: pager(words, (file.row.of(outcome), page, file.lines.len()), (&address, outcome)),
        report: Link::new(format!("{address}/report"), words.roster_file_report())
            .button(ButtonKind::Outline),
        apply: (!applied && file.row.changes() > 0).then(|| apply_form(words, file, (typed, &errors))),
        layout,
        errors,
    };
    show_with_in(words, status, &page)
}

fn alerts(words: Words, file: &OpenFile) -> Vec<Alert> {
    let mut alerts = Vec::new();
    let row = &file.row;
    match row.note {
        FileNote::Changed => alerts.push(Alert::new(AlertKind::Warning, words.roster_file_moved())),
        FileNote::Failed => alerts.push(Alert::new(AlertKind::Error, words.roster_file_failed())),
        FileNote::None => {}
    }
    let applied = row.state == FileState::Applied;
    match (applied, row.changes(), row.refused) {
        (true, _, _) => {}
        (false, 0, 0) => alerts.push(Alert::new(AlertKind::Info, words.roster_file_all_the_same())),
        (false, 0, _) => alerts.push(Alert::new(AlertKind::Warning, words.roster_file_nothing())),
        (false, _, 0) => {}
        (false, _, refused) => {
            alerts.push(Alert::new(AlertKind::Warning, words.roster_file_left_out(refused)))
        }
    }
    alerts
}

fn apply_form(words: Words, file: &OpenFile, (typed, errors): (&str, &FieldErrors)) -> Apply {
    let most = u16::try_from(LONGEST_REASON).unwrap_or(u16::MAX);
    let reason = || {
        TextArea::new("reason", words.staff_reason())
            .hint(words.roster_file_reason_hint())
            .max_length(most)
            .value(typed)
            .errors(errors)
    };
    Apply {
        address: format!("{}/apply", address_of(&file.row.file_key)),
        reason: (file.row.changed > 0).then(reason),
        button: Button::new(words.roster_file_apply(file.row.changes())),
    }
}

fn filters(words: Words, file: &OpenFile, shown: RowOutcome, address: &str) -> Vec<Filter> {
    let filter = |outcome: &RowOutcome| Filter {
        href: format!("{address}?rows={outcome}"),
        label: words.roster_file_comes_to(*outcome).into_owned(),
        count: Some(file.row.of(*outcome)),
        current: *outcome == shown,
    };
    RowOutcome::ALL.iter().map(filter).collect()
}

fn pager(
    words: Words,
    (of, page, rows): (i64, i64, usize),
    (address, outcome): (&str, RowOutcome),
) -> Option<Pager> {
    let (size, rows) = (i64::try_from(ROWS).unwrap_or(i64::MAX), i64::try_from(rows).unwrap_or(i64::MAX));
    let from = (page - 1).saturating_mul(size);
    let to = |page: i64| format!("{address}?rows={outcome}&page={page}");
    let (previous, next) =
        ((page > 1).then(|| to(page - 1)), (from + rows < of && rows > 0).then(|| to(page + 1)));
    (of > size).then(|| Pager::new(words.roster_file_shown(from + 1, from + rows, of), previous, next))
}

fn table(app: &App, words: Words, lines: &[SeenRow], outcome: RowOutcome) -> Table {
    let asking = Asking::new(words, app.portal.profile());
    let asked = questions(&Fields::new(), &[]);
    let row = |line: &SeenRow| {
        Row(vec![
            Cell::text(words.count(line.line)),
            Cell::text(words.person(words::Name::new(&*line.given_name, &*line.family_name))),
            Cell::text(&*line.reference_number),
            Cell::Lines(what(asking, &asked, line)),
        ])
    };
    let columns = [
        words.roster_file_line(),
        words.assisters_name(),
        words.assisters_reference_number(),
        words.roster_file_what(),
    ];
    Table::new(
        words.roster_file_table(outcome),
        columns.map(Column::new).to_vec(),
        lines.iter().map(row).collect(),
    )
    .empty(words.roster_file_none())
}

/// What a row changes field by field, or why it cannot be accepted.
fn what(asking: Asking<'_>, asked: &[Question], line: &SeenRow) -> Vec<Text> {
    let words = asking.words;
    match line.outcome {
        RowOutcome::Changed => line.changes.iter().map(|change| changed(asking, asked, change)).collect(),
        RowOutcome::Refused => line.reasons.iter().map(|reason| why(asking, asked, reason)).collect(),
        RowOutcome::New => vec![words.roster_file_new()],
        RowOutcome::Unchanged => vec![words.roster_file_same()],
    }
}

fn changed(asking: Asking<'_>, asked: &[Question], change: &Change) -> Text {
    let words = asking.words;
    let Change { field, was, becomes } = change;
    let question = asked.iter().find(|question| question.field == *field);
    let given = |line: &str| match question {
        // An agency is told by its name.
        Some(question) if field != "agency" => words.given(&question.given(&question.fields_of(line))),
        Some(_) | None => Text::from(line.to_owned()),
    };
    let label = question.map_or_else(|| Text::from(field.clone()), |one| asking.question(&one.asked).label);
    match (&**was, &**becomes) {
        ("", becomes) => words.roster_file_set(label, given(becomes)),
        (was, "") => words.roster_file_cleared(label, given(was)),
        (was, becomes) => words.roster_file_change(label, given(was), given(becomes)),
    }
}

fn why(asking: Asking<'_>, asked: &[Question], reason: &Reason) -> Text {
    let (words, why) = (asking.words, reason.why(asking.words));
    match (reason.column, &*reason.heading(asking, asked)) {
        (Some(column), heading) => words.roster_file_reason(column, heading, why),
        (None, "") => why,
        (None, heading) => words.roster_file_reason_missing(heading, why),
    }
}

/// How far the work on a file is; when nobody works on it any more, the way on.
fn working(app: &App, visitor: &Visitor, file: &OpenFile) -> Result<Response, PageError> {
    let words = visitor.words;
    let looking = file.row.state == FileState::Looking;
    let title = if looking { words.roster_file_looking() } else { words.roster_file_applying() };
    let layout = visitor.layout(app, title).wide(Width::Normal);
    let address = address_of(&file.row.file_key);
    let in_hand = file.row.note == FileNote::None && file.row.is_in_hand(app.portal.clock().now());
    let button = |label: Text| Button::new(label).kind(ButtonKind::Outline);
    let page = WorkingPage {
        alert: (!in_hand).then(|| Alert::new(AlertKind::Warning, words.roster_file_stopped())),
        done: words.roster_file_done(file.row.done, file.row.total),
        refresh: in_hand
            .then(|| Link::new(&*address, words.roster_file_refresh()).button(ButtonKind::Outline)),
        again: (!in_hand).then(|| {
            let again = button(words.roster_file_look_again());
            ButtonForm::new(format!("{address}/look"), layout.csrf_field(), again)
        }),
        layout,
    };
    show_in(words, &page)
}
