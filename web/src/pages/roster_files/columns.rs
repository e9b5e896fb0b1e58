//! "Name the columns": where a heading does not tell, whoever uploaded the file says what the column is.

use super::address_of;
use crate::{
    App,
    answer::show_with_in,
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    parts::{Choice, FieldErrors, Select},
    refusal::PageError,
    session::Visitor,
    staff::refused,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::people::RosterFileKey;
use portal::roster_files::{Asked, Known};
use words::{Asking, Text, Words};

/// Letters of a cell that are shown to recognize its column by.
const SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "roster_files/columns.html")]
struct ColumnsPage {
    layout: Layout,
    errors: FieldErrors,
    address: String,
    columns: Vec<Select>,
}

pub(super) async fn page(app: App, visitor: Visitor, Path(key): Path<String>) -> Result<Response, PageError> {
    shown(&app, &visitor, RosterFileKey(key), (None, StatusCode::OK, FieldErrors::none())).await
}

pub(super) async fn name(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    form: Posted,
) -> Result<Response, PageError> {
    let key = RosterFileKey(key);
    let columns = form.iter().filter(|(name, _)| name.starts_with("column_"));
    let said: Vec<String> = columns.map(|(_, value)| value.to_owned()).collect();
    match app.portal.map_roster_file(&visitor.session, &key, &said).await {
        Ok(()) => Ok(go(&address_of(&key))),
        Err(error) => {
            let (status, errors) = refused(&visitor, error)?;
            let visitor = Visitor { session: visitor.session.showing_again(), ..visitor };
            shown(&app, &visitor, key, (Some(&said), status, errors)).await
        }
    }
}

async fn shown(
    app: &App,
    visitor: &Visitor,
    key: RosterFileKey,
    (said, status, errors): (Option<&[String]>, StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let Some(asked) = app.portal.read_roster_columns(&visitor.session, &key).await? else {
        return Ok(go(&address_of(&key)));
    };
    let words = visitor.words;
    // The fault is of the file; the first column takes the eye to where it can be mended.
    let errors = errors.moved("file", "column_1");
    let layout =
        visitor.layout(app, words.roster_file_columns_title()).wide(Width::Normal).with_errors(&errors);
    let asking = Asking::new(words, app.portal.profile());
    let columns =
        (0..asked.headings.len()).map(|place| column(asking, &asked, place, said).errors(&errors)).collect();
    let address = format!("{}/columns", address_of(&key));
    show_with_in(words, status, &ColumnsPage { layout, errors, address, columns })
}

fn column(asking: Asking<'_>, asked: &Asked, place: usize, said: Option<&[String]>) -> Select {
    let words = asking.words;
    let number = place + 1;
    let heading = asked.headings.get(place).map_or("", String::as_str);
    let label = match heading {
        "" => words.roster_file_column_bare(number),
        heading => words.roster_file_column_asked(number, heading),
    };
    let cells = asked.sample.iter().filter_map(|row| row.get(place)).filter(|cell| !cell.trim().is_empty());
    let cells: Vec<Text> =
        cells.map(|cell| Text::from(cell.chars().take(SHOWN).collect::<String>())).collect();
    let guess = asked.guess.get(place).and_then(Option::as_deref).unwrap_or_default();
    let value = said.and_then(|said| said.get(place)).map_or(guess, String::as_str);
    let leave = Choice::new("-", words.roster_file_leave_out());
    let choices = asked.known.iter().map(|known| Choice::new(&*known.field, called(words, asking, known)));
    let select =
        Select::new(format!("column_{number}"), label, std::iter::once(leave).chain(choices).collect())
            .value(if value.is_empty() { "-" } else { value });
    if cells.is_empty() { select } else { select.hint(words.roster_file_column_first(words.list(&cells))) }
}

fn called(words: Words, asking: Asking<'_>, known: &Known) -> Text {
    match &known.question {
        Some(question) => asking.question(&question.asked).label,
        None => words.assisters_reference_number(),
    }
}
