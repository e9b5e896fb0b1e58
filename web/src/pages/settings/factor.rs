//! The app with the codes (ID-2): set up or replaced, removed, and new recovery codes, shown once.

use super::form::{FormPage, wrong};
use crate::{
    App,
    answer::show_in,
    cookies::go,
    form::Posted,
    layout::Layout,
    parts::{Button, ButtonKind, FieldErrors, Hidden, Link, Qr},
    refusal::PageError,
    session::Visitor,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{form::Fields, refusal::Refusal};
use portal::{
    Error,
    settings::{NewFactor, factor_questions},
};

#[derive(Template)]
#[template(path = "settings/codes.html")]
struct Codes {
    layout: Layout,
    codes: Vec<String>,
    kept: Link,
}

pub(super) fn show_codes(app: &App, visitor: &Visitor, codes: Vec<String>) -> Result<Response, PageError> {
    let words = visitor.words;
    let kept = Link::new("/settings", words.settings_codes_kept()).button(ButtonKind::Primary);
    show_in(words, &Codes { layout: visitor.layout(app, words.recovery_title()), codes, kept })
}

fn key_page(
    app: &App,
    visitor: &Visitor,
    new: &NewFactor,
    (typed, errors): (&Fields, FieldErrors),
) -> Result<FormPage, PageError> {
    let words = visitor.words;
    let lead = match new.replaces {
        true => words.settings_factor_replace_lead(),
        false => words.settings_factor_lead(),
    };
    let qr = Qr::of(&new.key.address, words.set_up_picture())
        .ok_or_else(|| PageError::of_status(StatusCode::INTERNAL_SERVER_ERROR))?;
    let layout = visitor.layout(app, words.settings_factor_title());
    let button = Button::new(words.settings_factor_confirm());
    let page = FormPage {
        lead: vec![lead],
        app: Some((qr, new.key.text.clone())),
        hidden: vec![Hidden::new("key", &*new.sealed)],
        ..FormPage::new(layout, "/settings/second-factor", button)
    };
    Ok(page.asking(app, &factor_questions(), (typed, errors)))
}

/// A key for a new app.
pub(super) async fn page(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let new = app.portal.new_factor(&visitor.session).await?;
    let page = key_page(&app, &visitor, &new, (&Fields::new(), FieldErrors::none()))?;
    show_in(visitor.words, &page)
}

/// Confirms the app with its first code; when that is wrong, the same key comes back.
pub(super) async fn set_up(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let (session, sealed, mut typed) = (&visitor.session, form.get("key"), form.typed());
    let error = match app.portal.set_up_own_factor(session, sealed, &typed).await {
        Ok(codes) => return show_codes(&app, &visitor, codes),
        Err(error) => error,
    };
    let (why, mut errors) = wrong(visitor.words, "code", error)?;
    // The present app's code is none of the new one's: what may be typed here are its six digits only.
    if why == Some(Refusal::CodeWrong) {
        errors = FieldErrors::at_field("code", visitor.words.set_up_wrong());
    }
    typed.remove("code");
    let settings = app.portal.read_settings(&session.showing_again()).await?;
    match app.portal.shown_factor(session, &settings, sealed) {
        Some(new) => key_page(&app, &visitor, &new, (&typed, errors))?.again(visitor.words, why),
        None => Err(Error::from(Refusal::SecondFactorGone).into()),
    }
}

/// Before the app is removed; of whoever has none, or must have one, the settings say so.
pub(super) async fn removing(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let settings = app.portal.read_settings(&visitor.session).await?;
    if !settings.may_remove_app() {
        return Ok(go("/settings"));
    }
    let words = visitor.words;
    let layout = visitor.layout(&app, words.settings_remove_title());
    let button = Button::new(words.settings_remove_button()).kind(ButtonKind::Danger);
    let page = FormPage::new(layout, "/settings/second-factor/remove", button);
    let lead = match settings.passkeys.is_empty() {
        true => words.settings_remove_lead(),
        false => words.settings_remove_lead_passkey(),
    };
    show_in(words, &FormPage { lead: vec![lead], ..page })
}

pub(super) async fn remove(app: App, visitor: Visitor, _form: Posted) -> Result<Response, PageError> {
    app.portal.remove_own_factor(&visitor.session).await?;
    Ok(go("/settings?said=removed"))
}

/// Before new recovery codes are made.
pub(super) async fn codes(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let settings = app.portal.read_settings(&visitor.session).await?;
    if !settings.has_factor() {
        return Ok(go("/settings"));
    }
    let words = visitor.words;
    let layout = visitor.layout(&app, words.settings_codes_title());
    let button = Button::new(words.settings_codes_button());
    let page = FormPage::new(layout, "/settings/recovery-codes", button);
    show_in(words, &FormPage { lead: vec![words.settings_codes_lead()], ..page })
}

pub(super) async fn renew_codes(app: App, visitor: Visitor, _form: Posted) -> Result<Response, PageError> {
    let codes = app.portal.renew_recovery_codes(&visitor.session).await?;
    show_codes(&app, &visitor, codes)
}
