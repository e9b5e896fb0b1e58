//! Practice mode only: one button a persona, and the practice mailbox. In `assent serve` these routes do not
//! exist.

use crate::{
    App,
    answer::show,
    cookies::{self, go, home},
    form::Posted,
    layout::{Layout, Width},
    parts::{Button, ButtonForm, ButtonKind},
    refusal::PageError,
    routes::{Route, Who},
    session::Guest,
};
use askama::Template;
use axum::{http::HeaderMap, response::Response};

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
    about: &'static str,
    button: ButtonForm,
}

async fn page(app: App, guest: Guest) -> Result<Response, PageError> {
    let layout = guest.layout(&app, "Try Assent").wide(Width::Normal);
    let personas = app.portal.personas().await?.into_iter().map(|persona| {
        let label = format!("Sign in as {}, {}", persona.name, persona.role_in_words);
        let button = Button::new(label).kind(ButtonKind::Outline);
        Persona {
            about: about(&persona.username),
            button: ButtonForm::new("/demo/sign-in", layout.csrf_field(), button)
                .with("username", persona.username),
        }
    });
    let personas = personas.collect();
    show(&Page { layout, personas })
}

/// What each of the cast is there to show.
fn about(username: &str) -> &'static str {
    match username {
        "ana" => "Wants to apply, and can choose an assister.",
        "bo" => "A broker with a book of consumers.",
        "cy" => "A broker whom nobody has authorized.",
        "di" => "A navigator whose certification has lapsed.",
        "nia" => "A navigator of a contracted organization.",
        "cam" => "A counselor of a clinic.",
        "eve" => "Has the same family name as Ana, and sees nothing of Ana's.",
        "rae" => "Creates, suspends and reinstates assister accounts.",
        "ari" => "Works at the Assister Resource Center. This role has no pages yet.",
        "bea" => "Works at the Broker Service Line. This role has no pages yet.",
        "ada" => "Keeps an agency's roster. This role has no pages yet.",
        "ola" => "Reads who did what. This role has no pages yet.",
        _ => "",
    }
}

async fn sign_in(app: App, guest: Guest, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let token = app.portal.sign_in_as_persona(form.get("username"), &guest.context).await?;
    let session = app.portal.session_of(&token, guest.context.clone()).await?;
    let session = session.ok_or_else(PageError::not_found)?;
    app.portal.sign_out(&cookies::token(&app, &headers)).await?;
    Ok(cookies::with_session(&app, &token, go(home(session.actor().role()))))
}

#[derive(Template)]
#[template(path = "demo/mail.html")]
struct Mailbox {
    layout: Layout,
    mails: Vec<Mail>,
}

struct Mail {
    to: String,
    subject: String,
    written: String,
    paragraphs: Vec<Vec<String>>,
}

async fn mailbox(app: App, guest: Guest) -> Result<Response, PageError> {
    let mails = app.portal.practice_mails().await?.into_iter().map(|mail| Mail {
        written: app.portal.moment_in_words(mail.written_at),
        to: mail.to,
        subject: mail.subject,
        paragraphs: mail
            .body
            .split("\n\n")
            .map(|paragraph| paragraph.trim().lines().map(str::to_owned).collect())
            .collect(),
    });
    show(&Mailbox { layout: guest.layout(&app, "Practice mailbox"), mails: mails.collect() })
}
