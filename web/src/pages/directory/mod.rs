//! "Find an assister": the public directory (CERT-10). Searched by POST, because a name may be typed; works without script.

use crate::{
    App,
    answer::{show_in, show_with_in},
    form::Posted,
    layout::{Layout, Width},
    parts::{
        Alert, AlertKind, Button, ButtonForm, ButtonKind, FieldErrors, Link, Questions, SummaryList,
        SummaryRow,
    },
    refusal::PageError,
    routes::{Route, Who},
    session::Guest,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    form::{Fields, reader_of},
    people::AssisterKey,
};
use portal::{
    Error,
    directory::{Entry, Found, FoundPage, questions},
};
use words::{Asking, Name, Phone, Text, Who as Role, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/assisters", Who::Anyone, list),
        Route::post("/assisters", Who::Anyone, search).reads(|field| reader_of(&questions(), field)),
        Route::get("/assisters/{assister}", Who::Anyone, one),
    ]
}

/// One entry in the list.
struct Line {
    href: String,
    name: Name,
    kind: Text,
    agency: String,
    place: Text,
    languages: Text,
    ways: Vec<Text>,
    phone: Phone,
    accepts: Text,
}

#[derive(Template)]
#[template(path = "directory/list.html")]
struct List {
    layout: Layout,
    errors: FieldErrors,
    questions: Questions,
    lead: Text,
    lines: Vec<Line>,
    next: Option<ButtonForm>,
    narrower: bool,
}

async fn list(app: App, guest: Guest) -> Result<Response, PageError> {
    searched(&app, &guest, &Fields::new(), 1).await
}

async fn search(app: App, guest: Guest, form: Posted) -> Result<Response, PageError> {
    let page = form.given("page").map_or(Ok(1), str::parse);
    let page = page.map_err(|_| PageError::bad_request(words::Unreadable::Number("page")))?;
    searched(&app, &guest, &form.typed(), page).await
}

async fn searched(app: &App, guest: &Guest, typed: &Fields, page: i64) -> Result<Response, PageError> {
    match app.portal.search_directory(typed, page, &guest.context).await {
        Ok(found) => shown(app, guest, typed, &found, (StatusCode::OK, FieldErrors::none())),
        Err(Error::Invalid(faults)) => {
            let wrong = (StatusCode::UNPROCESSABLE_ENTITY, faults.into());
            shown(app, guest, typed, &FoundPage::default(), wrong)
        }
        Err(other) => Err(other.into()),
    }
}

fn shown(
    app: &App,
    guest: &Guest,
    typed: &Fields,
    found: &FoundPage,
    (status, errors): (StatusCode, FieldErrors),
) -> Result<Response, PageError> {
    let words = guest.words;
    let layout = guest.layout(app, words.directory_title()).wide(Width::Normal).with_errors(&errors);
    let asking = Asking::new(words, app.portal.profile());
    let questions = questions();
    let next = found.next.map(|page| {
        let button = Button::new(words.directory_next()).kind(ButtonKind::Outline);
        let form = ButtonForm::new("/assisters", layout.csrf_field(), button).with("page", page.to_string());
        typed
            .iter()
            .filter(|(field, _)| reader_of(&questions, field).is_some())
            .fold(form, |form, (field, value)| form.with(field, value))
    });
    let lead = match (&found.around, found.found.is_empty()) {
        (_, true) => words.directory_none(),
        (Some(zip), false) => words.directory_around(zip),
        (None, false) => words.directory_found(),
    };
    let page = List {
        lead,
        lines: found.found.iter().map(|found| line(words, found)).collect(),
        next,
        narrower: found.narrower,
        questions: Questions::new(asking, &questions, typed, &errors),
        layout,
        errors,
    };
    show_with_in(words, status, &page)
}

fn line(words: Words, found: &Found) -> Line {
    let entry = &found.entry;
    let place = match (entry.city.is_empty(), found.miles) {
        (true, None) => Text::default(),
        (true, Some(miles)) => words.directory_miles(miles),
        (false, None) => Text::from(entry.city.clone()),
        (false, Some(miles)) => words.directory_city_miles(&*entry.city, miles),
    };
    Line {
        href: format!("/assisters/{}", entry.assister_key),
        name: entry.name(),
        kind: words.assister_kind(entry.kind),
        agency: entry.agency.clone().unwrap_or_default(),
        place,
        languages: languages(words, entry),
        ways: ways(words, entry),
        phone: Phone(entry.public_phone.clone()),
        accepts: accepts(words, entry),
    }
}

fn languages(words: Words, entry: &Entry) -> Text {
    let languages: Vec<_> = entry.languages.0.iter().map(|code| words.spoken(code)).collect();
    words.list(&languages)
}

fn ways(words: Words, entry: &Entry) -> Vec<Text> {
    entry.ways().into_iter().map(|way| words.answer_help_way(way)).collect()
}

fn accepts(words: Words, entry: &Entry) -> Text {
    if entry.accepts_new { words.directory_accepts() } else { words.directory_accepts_not() }
}

#[derive(Template)]
#[template(path = "directory/one.html")]
struct One {
    layout: Layout,
    details: SummaryList,
    accepts: Text,
    absence: Option<Alert>,
    assign: Option<Link>,
}

async fn one(app: App, guest: Guest, Path(key): Path<String>) -> Result<Response, PageError> {
    let entry = app.portal.read_directory_entry(&AssisterKey(key), &guest.context).await?;
    let words = guest.words;
    let layout = guest.layout(&app, words.person(entry.name()));
    // Whoever works here assigns nobody.
    let consumer = layout.signed_in.as_ref().is_none_or(|person| person.who == Role::Consumer);
    let address = format!("/assister/authorize/{}", entry.reference_number);
    let page = One {
        details: SummaryList::new(details(words, &entry)),
        accepts: accepts(words, &entry),
        absence: entry.absence_on(app.portal.today()).map(|((from, until), stand_in)| {
            let said = match stand_in {
                Some(one) => words.directory_absent_with(from, until, one.name(), &*one.stand_in_phone),
                None => words.directory_absent(from, until),
            };
            Alert::new(AlertKind::Info, said)
        }),
        assign: consumer
            .then(|| Link::new(address, words.association_found_assign()).button(ButtonKind::Primary)),
        layout,
    };
    show_in(words, &page)
}

fn details(words: Words, entry: &Entry) -> Vec<SummaryRow> {
    let accessibility = entry.accessibility().into_iter().map(|one| words.answer_accessibility(one));
    let lines = |texts: Vec<Text>| texts.into_iter().map(Text::into_owned).collect::<Vec<_>>();
    let place = format!("{} {}", entry.city, entry.zip);
    let rows = [
        (words.association_kind(), vec![words.assister_kind(entry.kind).into_owned()]),
        (words.association_agency(), entry.agency.iter().cloned().collect()),
        (words.directory_place(), vec![place.trim().to_owned()]),
        (words.association_phone(), vec![entry.public_phone.clone()]),
        (words.association_email(), vec![entry.public_email.clone()]),
        (words.association_languages(), vec![languages(words, entry).into_owned()]),
        (words.directory_hours(), vec![entry.hours.clone()]),
        (words.directory_ways(), lines(ways(words, entry))),
        (words.directory_accessibility(), lines(accessibility.collect())),
        (words.association_reference(), vec![entry.reference_number.clone()]),
    ];
    let said = rows.into_iter().filter(|(_, lines)| lines.iter().any(|line| !line.is_empty()));
    said.map(|(key, lines)| SummaryRow::lines(key, lines)).collect()
}
