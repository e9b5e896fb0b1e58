//! The own passkeys (ID-1, ID-2): the list, a new one, and one removed.

use super::{
    factor::show_codes,
    form::{FormPage, wrong},
};
use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::go,
    form::Posted,
    layout::Layout,
    pages::sign_in::{begun, given, of_no_use, show_refused, site, to_be_sent},
    parts::{
        Alert, AlertKind, Button, ButtonKind, Cell, Column, FieldErrors, Link, Passkey, PasskeyWanted,
        Questions, Row, Status, Table, Tone,
    },
    refusal::PageError,
    session::Visitor,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{form::Fields, people::PasskeyKey};
use portal::{
    Error,
    settings::{OwnPasskey, Settings, passkey_questions},
    sign_in::PASSKEYS_BUILT,
};
use words::{Asking, Text, Words};

/// The addresses of a new passkey's form.
const ADDRESSES: (&str, &str) = ("/settings/passkeys/start", "/settings/passkeys/add");

/// What stands about passkeys on the page of the settings.
pub(super) struct Passkeys {
    /// One that was set aside is named first.
    pub(super) set_aside: Vec<Alert>,
    /// Those that there are.
    pub(super) table: Option<Table>,
    /// How to add one; else why one cannot.
    pub(super) add: Result<Link, Text>,
}

impl Passkeys {
    pub(super) fn of(app: &App, words: Words, settings: &Settings) -> Self {
        let asides = settings.passkeys.iter().filter(|passkey| passkey.set_aside_at.is_some());
        let warn = |passkey: &OwnPasskey| {
            Alert::new(AlertKind::Warning, words.settings_passkey_aside_lead(&*name(words, passkey)))
        };
        let add = match (&app.passkeys, PASSKEYS_BUILT) {
            (Some(_), _) => {
                let add = Link::new("/settings/passkeys/add", words.settings_passkey_add());
                Ok(add.button(ButtonKind::Outline))
            }
            (None, true) => Err(words.settings_passkeys_address()),
            (None, false) => Err(words.settings_passkeys_not_built()),
        };
        Self { set_aside: asides.map(warn).collect(), table: table(app, words, settings), add }
    }
}

fn name(words: Words, passkey: &OwnPasskey) -> Text {
    match &*passkey.name {
        "" => words.settings_passkey_unnamed(),
        name => name.to_owned().into(),
    }
}

fn table(app: &App, words: Words, settings: &Settings) -> Option<Table> {
    let columns = [
        words.settings_passkey_name(),
        words.settings_passkey_added(),
        words.settings_passkey_used(),
        words.settings_passkey_change(),
    ];
    let row = |passkey: &OwnPasskey| {
        let (name, key) = (name(words, passkey), &passkey.key);
        let used = passkey.used_at.map(|at| words.moment(app.portal.moment_of(at)));
        let used = match passkey.set_aside_at {
            Some(_) => Cell::Status(Status::new(words.settings_passkey_aside(), Tone::Bad), String::new()),
            None => Cell::text(used.unwrap_or_else(|| words.settings_passkey_never())),
        };
        let change = match settings.may_remove(key) {
            true => Cell::Link(Link::new(
                format!("/settings/passkeys/{key}/remove"),
                words.settings_passkey_remove(&*name),
            )),
            false => Cell::text(words.settings_passkey_last()),
        };
        let added = words.day(app.portal.day_of(passkey.added_at));
        Row(vec![Cell::text(name), Cell::text(added), used, change])
    };
    let rows: Vec<Row> = settings.passkeys.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        Table::new(words.settings_passkeys_caption(), columns.map(Column::new).to_vec(), rows).quiet_caption()
    })
}

#[derive(Template)]
#[template(path = "settings/passkey.html")]
struct AddPage {
    layout: Layout,
    errors: FieldErrors,
    first: bool,
    passkey: Passkey,
    back: Link,
}

fn add_page(
    app: &App,
    visitor: &Visitor,
    settings: &Settings,
    (typed, errors): (&Fields, FieldErrors),
) -> Result<AddPage, PageError> {
    let (words, questions) = (visitor.words, passkey_questions());
    let asking = Asking::new(words, app.portal.profile());
    let errors = errors.of_questions(asking, &questions);
    let layout = visitor.layout(app, words.settings_passkey_add()).with_errors(&errors);
    let (origin, button) = (site(app)?.origin(), Button::new(words.settings_passkey_make()));
    let passkey = Passkey::new(PasskeyWanted::New, ADDRESSES, origin, ADDRESSES.1, button)
        .with(layout.csrf_field())
        .errors(&errors)
        .asking(Questions::new(asking, &questions, typed, &errors));
    let back = Link::new("/settings", words.settings_stop());
    Ok(AddPage { layout, errors, first: !settings.has_factor(), passkey, back })
}

/// Where a passkey is added.
pub(super) async fn add(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let settings = app.portal.read_settings(&visitor.session).await?;
    let page = add_page(&app, &visitor, &settings, (&Fields::new(), FieldErrors::none()))?;
    show_in(visitor.words, &page)
}

/// What the browser needs to make one.
pub(super) async fn start(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    match app.portal.ask_new_passkey(&visitor.session, site(&app)?, &form.typed()).await {
        Err(Error::Invalid(_)) => Ok(to_be_sent()),
        ceremony => Ok(begun(&ceremony?)),
    }
}

/// Takes the new passkey; the first second factor comes with recovery codes.
pub(super) async fn added(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let (words, session, mut typed) = (visitor.words, &visitor.session, form.typed());
    typed.retain(|field, _| field == "passkey_name");
    let (why, errors) = match app.portal.add_passkey(session, site(&app)?, (given(&form), &typed)).await {
        Ok(codes) if codes.is_empty() => return Ok(go("/settings?said=passkey")),
        Ok(codes) => return show_codes(&app, &visitor, codes),
        Err(Error::Refused(why)) => (Some(why), of_no_use(words, &form, why)),
        Err(error) => wrong(words, "passkey_name", error)?,
    };
    let settings = app.portal.read_settings(&session.showing_again()).await?;
    let page = add_page(&app, &visitor, &settings, (&typed, errors))?;
    match why {
        Some(why) => show_refused(words, why, &page),
        None => show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, &page),
    }
}

/// Before a passkey is removed; of one that is gone, or the last factor of somebody who must have one, the settings say so.
pub(super) async fn removing(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, PageError> {
    let settings = app.portal.read_settings(&visitor.session).await?;
    let key = PasskeyKey(key);
    let words = visitor.words;
    let passkey = settings.passkeys.iter().find(|passkey| passkey.key == key);
    let Some(passkey) = passkey.filter(|_| settings.may_remove(&key)) else { return Ok(go("/settings")) };
    let mut lead = vec![words.settings_passkey_remove_lead(&*name(words, passkey))];
    if settings.factor.is_none() && settings.passkeys.len() == 1 {
        lead.push(words.settings_passkey_remove_only());
    }
    let layout = visitor.layout(&app, words.settings_passkey_remove_title());
    let button = Button::new(words.settings_passkey_remove_button()).kind(ButtonKind::Danger);
    let address = format!("/settings/passkeys/{key}/remove");
    show_in(words, &FormPage { lead, ..FormPage::new(layout, address, button) })
}

pub(super) async fn remove(
    app: App,
    visitor: Visitor,
    Path(key): Path<String>,
    _form: Posted,
) -> Result<Response, PageError> {
    app.portal.remove_passkey(&visitor.session, &PasskeyKey(key)).await?;
    Ok(go("/settings?said=passkey-removed"))
}
