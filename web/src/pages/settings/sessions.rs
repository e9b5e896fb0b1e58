//! Where one is signed in, and the end of the other sessions (ID-3).

use super::Said;
use crate::{
    App,
    answer::show_in,
    cookies::go,
    form::Posted,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, Button, ButtonForm, ButtonKind, Cell, Column, Link, Row, Status, Table, Tone},
    query::Query,
    refusal::PageError,
    session::Visitor,
};
use askama::Template;
use axum::response::Response;
use domain::{device::Device, network};
use portal::settings::OwnSession;
use words::{Text, Words};

#[derive(Template)]
#[template(path = "settings/sessions.html")]
struct Sessions {
    layout: Layout,
    said: Option<Alert>,
    table: Table,
    /// The button that ends all others, where there are any.
    end_others: Option<ButtonForm>,
    back: Link,
}

pub(super) async fn page(
    app: App,
    visitor: Visitor,
    Query(said): Query<Said>,
) -> Result<Response, PageError> {
    let sessions = app.portal.read_settings(&visitor.session).await?.sessions;
    let words = visitor.words;
    let said = match said.said.as_deref() {
        Some("ended") => Some(words.settings_said_ended()),
        Some("all-ended") => Some(words.settings_said_all_ended()),
        _ => None,
    };
    let layout = visitor.layout(&app, words.settings_sessions_title()).wide(Width::Wide);
    let end_others = sessions.iter().any(|session| !session.is_this).then(|| {
        let button = Button::new(words.settings_end_all()).kind(ButtonKind::Danger);
        ButtonForm::new("/settings/sessions/end-others", layout.csrf_field(), button)
    });
    let page = Sessions {
        said: said.map(|said| Alert::new(AlertKind::Success, said)),
        table: table(&app, &layout, &sessions),
        end_others,
        back: Link::new("/settings", words.settings_back()),
        layout,
    };
    show_in(words, &page)
}

/// The device in words; of one that is not known, what it says of itself.
fn device(words: Words, session: &OwnSession) -> Text {
    match Device::of(&session.user_agent) {
        Some(Device { browser, system }) => words.settings_device_known(browser, system),
        None if session.user_agent.is_empty() => words.settings_device_unknown(),
        None => session.user_agent.clone().into(),
    }
}

fn table(app: &App, layout: &Layout, sessions: &[OwnSession]) -> Table {
    let words = layout.words;
    let columns = [
        words.settings_device(),
        words.settings_network(),
        words.settings_signed_in_at(),
        words.settings_last_seen(),
        words.settings_which(),
    ];
    let moment = |at| words.moment(app.portal.moment_of(at));
    let row = |session: &OwnSession| {
        let which = match session.is_this {
            true => Cell::Status(Status::new(words.settings_this_one(), Tone::Good), String::new()),
            false => {
                let used = app.portal.moment_of(session.last_seen_at);
                let button = Button::new(words.settings_end_one(&*device(words, session), used));
                let button = button.kind(ButtonKind::Outline);
                let end = ButtonForm::new("/settings/sessions/end", layout.csrf_field(), button);
                Cell::Form(end.with("session", &*session.token_sha256))
            }
        };
        let network = network::shown(&session.ip);
        Row(vec![
            Cell::text(device(words, session)),
            Cell::text(network.unwrap_or_else(|| words.settings_device_unknown().into_owned())),
            Cell::text(moment(session.began_at)),
            Cell::text(moment(session.last_seen_at)),
            which,
        ])
    };
    Table::new(
        words.settings_sessions_caption(),
        columns.map(Column::new).to_vec(),
        sessions.iter().map(row).collect(),
    )
    .wide()
    .quiet_caption()
}

pub(super) async fn end(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    app.portal.end_own_session(&visitor.session, form.get("session")).await?;
    Ok(go("/settings/sessions?said=ended"))
}

pub(super) async fn end_others(app: App, visitor: Visitor, _form: Posted) -> Result<Response, PageError> {
    app.portal.end_other_sessions(&visitor.session).await?;
    Ok(go("/settings/sessions?said=all-ended"))
}
