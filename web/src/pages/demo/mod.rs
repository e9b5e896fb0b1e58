//! Practice mode only: one button a persona, and the practice mailbox. In `assent serve` these routes do not
//! exist.

use crate::{
    App,
    answer::show_in,
    cookies::{self, go},
    form::Posted,
    layout::{Layout, Width},
    parked,
    parts::{Button, ButtonForm, ButtonKind},
    refusal::PageError,
    routes::{Route, Who},
    session::Guest,
};
use askama::Template;
use axum::{http::HeaderMap, response::Response};
use words::{Text, Who as Role, Words};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/demo", Who::Practice, page),
        Route::post("/demo/sign-in", Who::Practice, sign_in),
        Route::get("/demo/mail", Who::Practice, mailbox),
    ]
}

#[derive(Template)]
#[template(path = "demo/page.html")]
struct Page {
    layout: Layout,
    personas: Vec<Persona>,
}

struct Persona {
    about: Text,
    button: ButtonForm,
}

async fn page(app: App, guest: Guest) -> Result<Response, PageError> {
    let words = guest.words;
    let layout = guest.layout(&app, words.practice_title()).wide(Width::Normal);
    let personas = app.portal.personas().await?.into_iter().map(|persona| {
        let label = words.practice_sign_in(&persona.name, Role::of(persona.role, persona.kind));
        let button = Button::new(label).kind(ButtonKind::Outline);
        Persona {
            about: about(words, &persona.username),
            button: ButtonForm::new("/demo/sign-in", layout.csrf_field(), button)
                .with("username", persona.username),
        }
    });
    let personas = personas.collect();
    show_in(words, &Page { layout, personas })
}

/// What each of the cast is there to show.
fn about(words: Words, username: &str) -> Text {
    match username {
        "ana" => words.practice_ana(),
        "bo" => words.practice_bo(),
        "cy" => words.practice_cy(),
        "di" => words.practice_di(),
        "nia" => words.practice_nia(),
        "cam" => words.practice_cam(),
        "eve" => words.practice_eve(),
        "rae" => words.practice_rae(),
        "ari" => words.practice_ari(),
        "bea" => words.practice_bea(),
        "ada" => words.practice_ada(),
        "ola" => words.practice_ola(),
        _ => Text::default(),
    }
}

async fn sign_in(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let token = app.portal.sign_in_as_persona(form.get("username"), &guest.context).await?;
    app.portal.sign_out(&cookies::token(&app, &headers)).await?;
    let to = parked::arrive(&app, &token, &guest.context, "").await?;
    Ok(cookies::with_session(&app, &token, &guest.context, go(&to)))
}

#[derive(Template)]
#[template(path = "demo/mail.html")]
struct Mailbox {
    layout: Layout,
    mails: Vec<Mail>,
}

struct Mail {
    subject: String,
    /// To whom, and when it was written.
    to: Text,
    paragraphs: Vec<Vec<String>>,
}

async fn mailbox(app: App, guest: Guest) -> Result<Response, PageError> {
    let words = guest.words;
    let mails = app.portal.practice_mails().await?.into_iter().map(|mail| {
        let sealed = words.practice_mail_sealed();
        let body = if mail.body.is_empty() { &*sealed } else { &*mail.body };
        let paragraphs = body.split("\n\n").map(|paragraph| paragraph.trim().lines());
        Mail {
            paragraphs: paragraphs.map(|lines| lines.map(str::to_owned).collect()).collect(),
            to: words.practice_mail_to(&mail.to, app.portal.moment_of(mail.written_at)),
            subject: mail.subject,
        }
    });
    let layout = guest.layout(&app, words.practice_mails_title());
    show_in(words, &Mailbox { layout, mails: mails.collect() })
}
