//! Settings: what stands in one's own account, and the pages that change it, each with one form (ID-1 to ID-3). A section of
//! the page is a heading and a list; another way to sign in is another row of `signing_in` and pages beside `factor`.

mod factor;
mod form;
mod passkeys;
mod provider;
mod sessions;

use crate::{
    App,
    answer::show_in,
    layout::{Layout, Width},
    parts::{Alert, AlertKind, ButtonKind, Link, SummaryList, SummaryRow},
    query::Query,
    refusal::PageError,
    routes::{Route, Who, within},
    session::Visitor,
};
use askama::Template;
use axum::response::Response;
use domain::{
    account::Action,
    form::{Fields, reader_of},
    people::Role,
    typed::Reader,
};
use passkeys::Passkeys;
use portal::settings::{
    Settings, email_questions, factor_questions, name_questions, passkey_questions, password_questions,
};
use serde::Deserialize;
use words::{Phone, Text, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/settings", Who::SignedIn, page),
        Route::get("/settings/name", Who::SignedIn, form::name).before(|_| within(Action::ChangeName)),
        Route::post("/settings/name", Who::SignedIn, form::change_name)
            .reads(|field| reader_of(&name_questions(&Fields::new()), field)),
        Route::get("/settings/email", Who::SignedIn, form::email).before(|_| within(Action::AskNewEmail)),
        Route::post("/settings/email", Who::SignedIn, form::ask_email)
            .reads(|field| reader_of(&email_questions(Role::Consumer), field)),
        Route::get("/settings/email/code", Who::SignedIn, form::email_code)
            .before(|_| within(Action::ConfirmNewEmail)),
        Route::post("/settings/email/code", Who::SignedIn, form::confirm_email).reads(is_code),
        Route::get("/settings/password", Who::SignedIn, form::password)
            .before(|_| within(Action::ChangePassword)),
        Route::post("/settings/password", Who::SignedIn, form::change_password)
            .reads(|field| reader_of(&password_questions(), field)),
        Route::get("/settings/second-factor", Who::SignedIn, factor::page)
            .before(|_| within(Action::ReadNewFactor)),
        Route::post("/settings/second-factor", Who::SignedIn, factor::set_up)
            .reads(|field| is_code(field).or_else(|| reader_of(&factor_questions(), field))),
        Route::get("/settings/second-factor/remove", Who::SignedIn, factor::removing)
            .before(|_| within(Action::RemoveFactor)),
        Route::post("/settings/second-factor/remove", Who::SignedIn, factor::remove),
        Route::get("/settings/passkeys/add", Who::SignedIn, passkeys::add)
            .before(|_| within(Action::AddPasskey)),
        Route::post("/settings/passkeys/start", Who::SignedIn, passkeys::start)
            .reads(|field| reader_of(&passkey_questions(), field)),
        Route::post("/settings/passkeys/add", Who::SignedIn, passkeys::added)
            .reads(|field| reader_of(&passkey_questions(), field)),
        Route::get("/settings/passkeys/{passkey}/remove", Who::SignedIn, passkeys::removing)
            .before(|_| within(Action::RemovePasskey)),
        Route::post("/settings/passkeys/{passkey}/remove", Who::SignedIn, passkeys::remove),
        Route::get("/settings/recovery-codes", Who::SignedIn, factor::codes)
            .before(|_| within(Action::RenewRecoveryCodes)),
        Route::post("/settings/recovery-codes", Who::SignedIn, factor::renew_codes),
        Route::get("/settings/provider", Who::SignedIn, provider::page)
            .before(|_| within(Action::LinkProvider)),
        Route::post("/settings/provider", Who::SignedIn, provider::link),
        Route::post("/settings/provider/remove", Who::SignedIn, provider::unlink),
        Route::get("/settings/sessions", Who::SignedIn, sessions::page)
            .before(|_| within(Action::EndSessions)),
        Route::post("/settings/sessions/end", Who::SignedIn, sessions::end),
        Route::post("/settings/sessions/end-others", Who::SignedIn, sessions::end_others),
    ]
}

/// The field `code`.
fn is_code(field: &str) -> Option<Reader> {
    (field == "code").then_some(Reader::Code)
}

/// What was just done, for the page it leads to.
#[derive(Deserialize, Default)]
struct Said {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "settings/page.html")]
struct Page {
    layout: Layout,
    said: Option<Alert>,
    /// The address does not take mail.
    refused: Option<Alert>,
    /// Another address waits for its code.
    waiting: Option<Alert>,
    you: SummaryList,
    /// Who is to be called to correct the name of somebody whose name the exchange keeps.
    name_kept_by: Option<Phone>,
    signing_in: SummaryList,
    /// What can be done about the app with the codes.
    factor: Vec<Link>,
    passkeys: Passkeys,
    sessions: u64,
    see_sessions: Link,
    mails: Vec<Text>,
}

async fn page(app: App, visitor: Visitor, Query(said): Query<Said>) -> Result<Response, PageError> {
    let settings = app.portal.read_settings(&visitor.session).await?;
    let words = visitor.words;
    let said = match said.said.as_deref() {
        Some("name") => Some(words.settings_said_name()),
        Some("email") => Some(words.settings_said_email()),
        Some("password") => Some(words.settings_said_password()),
        Some("removed") => Some(words.settings_said_removed()),
        Some("passkey") => Some(words.settings_said_passkey()),
        Some("passkey-removed") => Some(words.settings_said_passkey_removed()),
        other => provider::said(words, &settings, other),
    };
    let waiting = settings.waiting_email.as_deref().map(|email| {
        let link = Link::new("/settings/email/code", words.settings_enter_code());
        Alert::new(AlertKind::Info, words.settings_waiting(email)).link(link)
    });
    let refused = settings.mail_refused.then(|| {
        let link = Link::new("/settings/email", words.settings_change_email());
        Alert::new(AlertKind::Warning, words.settings_mail_refused(&*settings.email)).link(link)
    });
    let phone = Phone(app.portal.profile().exchange.phone.clone());
    let page = Page {
        layout: visitor.layout(&app, words.settings_title()).wide(Width::Normal),
        said: said.map(|said| Alert::new(AlertKind::Success, said)),
        refused,
        waiting,
        you: you(words, &settings),
        name_kept_by: (settings.role != Role::Consumer).then_some(phone),
        signing_in: signing_in(&app, words, &settings),
        factor: about_factor(words, &settings),
        passkeys: Passkeys::of(&app, words, &settings),
        sessions: settings.sessions.len() as u64,
        see_sessions: Link::new("/settings/sessions", words.settings_see_sessions())
            .button(ButtonKind::Outline),
        mails: mails(words, settings.role),
    };
    show_in(words, &page)
}

fn you(words: Words, settings: &Settings) -> SummaryList {
    let name = SummaryRow::new(words.settings_name(), words.person(&settings.name));
    let name = if settings.role == Role::Consumer { name.change("/settings/name") } else { name };
    SummaryList::new(vec![
        name,
        SummaryRow::new(words.settings_username(), &*settings.username),
        SummaryRow::new(words.settings_email(), &*settings.email).change("/settings/email"),
        SummaryRow::new(words.settings_language(), words.name()).change("/language?next=%2Fsettings"),
    ])
}

fn signing_in(app: &App, words: Words, settings: &Settings) -> SummaryList {
    let password = SummaryRow::new(words.settings_password(), words.settings_password_kept());
    let mut rows = vec![password.change("/settings/password")];
    match &settings.factor {
        None => rows.push(SummaryRow::new(words.settings_factor(), words.settings_factor_none())),
        Some(factor) => {
            let name = match &*factor.name {
                "" => words.settings_factor_unnamed().into_owned(),
                name => name.to_owned(),
            };
            let used = factor.used_at.map(|at| words.settings_factor_used(app.portal.moment_of(at)));
            let lines = vec![
                name,
                words.settings_factor_since(app.portal.day_of(factor.since)).into_owned(),
                used.unwrap_or_else(|| words.settings_factor_unused()).into_owned(),
            ];
            rows.push(SummaryRow::lines(words.settings_factor(), lines));
        }
    }
    rows.extend(provider::row(app, words, settings));
    if settings.has_factor() {
        let left = u64::try_from(settings.codes_left).unwrap_or_default();
        rows.push(SummaryRow::new(words.settings_codes(), words.settings_codes_left(left)));
    }
    SummaryList::new(rows)
}

fn about_factor(words: Words, settings: &Settings) -> Vec<Link> {
    let link = |path: &str, label: Text| Link::new(path, label).button(ButtonKind::Outline);
    let label = if settings.factor.is_none() { words.settings_set_up() } else { words.settings_replace() };
    let mut links = vec![link("/settings/second-factor", label)];
    if settings.has_factor() {
        links.push(link("/settings/recovery-codes", words.settings_new_codes()));
    }
    if settings.may_remove_app() {
        links.push(link("/settings/second-factor/remove", words.settings_remove()));
    }
    links
}

/// Which mails somebody gets. None of them is optional: each tells of what the person must know.
fn mails(words: Words, role: Role) -> Vec<Text> {
    let mut mails = vec![words.settings_mails_security()];
    match role {
        Role::Consumer => {
            mails.extend([words.settings_mails_consumer(), words.settings_mails_consumer_more()])
        }
        Role::Assister => mails.push(words.settings_mails_assister()),
        Role::AgencyAdministrator => mails.push(words.settings_mails_agency()),
        Role::ResourceManager | Role::ServiceDesk | Role::Auditor => {}
    }
    mails.push(words.settings_mails_none_optional());
    mails
}
