//! The pages that change name, address and password, each one form. What is refused comes back with what was typed, but for
//! passwords and codes.

use crate::{
    App,
    answer::{show_in, show_with_in},
    cookies::{self, go},
    form::Posted,
    layout::Layout,
    pages::sign_in::show_refused,
    parts::{Alert, AlertKind, Button, FieldErrors, FieldWidth, Hidden, Link, Qr, Questions, TextField},
    refusal::PageError,
    session::Visitor,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    form::{Fields, Question},
    people::Role,
};
use portal::{
    Error,
    settings::{email_questions, name_questions, password_questions},
};
use std::borrow::Cow;
use words::{Asking, Text, Words};

/// A page with one form.
#[derive(Template)]
#[template(path = "settings/form.html")]
pub(super) struct FormPage {
    pub(super) layout: Layout,
    pub(super) errors: FieldErrors,
    pub(super) lead: Vec<Text>,
    /// The practice mailbox, where no mail leaves.
    pub(super) mailbox: Option<Alert>,
    /// What an app scans, and the same as text.
    pub(super) app: Option<(Qr, String)>,
    pub(super) address: Cow<'static, str>,
    pub(super) hidden: Vec<Hidden>,
    pub(super) questions: Questions,
    pub(super) code: Option<TextField>,
    pub(super) button: Button,
    pub(super) back: Link,
    /// Another way on.
    pub(super) again: Option<Link>,
}

impl FormPage {
    pub(super) fn new(layout: Layout, address: impl Into<Cow<'static, str>>, button: Button) -> Self {
        let back = Link::new("/settings", layout.words.settings_stop());
        Self {
            layout,
            errors: FieldErrors::none(),
            lead: Vec::new(),
            mailbox: None,
            app: None,
            address: address.into(),
            hidden: Vec::new(),
            questions: Questions::default(),
            code: None,
            button,
            back,
            again: None,
        }
    }

    /// With these questions, what was typed, and what is wrong with it.
    pub(super) fn asking(
        self,
        app: &App,
        questions: &[Question],
        (typed, errors): (&Fields, FieldErrors),
    ) -> Self {
        let asking = Asking::new(self.layout.words, app.portal.profile());
        let errors = errors.of_questions(asking, questions);
        Self {
            layout: self.layout.with_errors(&errors),
            questions: Questions::new(asking, questions, typed, &errors),
            errors,
            ..self
        }
    }

    /// The page again, with the status of why.
    pub(super) fn again(
        &self,
        words: Words,
        fault: Option<domain::refusal::Refusal>,
    ) -> Result<Response, PageError> {
        match fault {
            Some(refusal) => show_refused(words, refusal, self),
            None => show_with_in(words, StatusCode::UNPROCESSABLE_ENTITY, self),
        }
    }
}

/// What is wrong, by field: a refusal stands at this one. What no field is to blame for is a page of its own.
pub(super) fn wrong(
    words: Words,
    field: &str,
    error: Error,
) -> Result<(Option<domain::refusal::Refusal>, FieldErrors), PageError> {
    match error {
        Error::Invalid(faults) => Ok((None, faults.into())),
        Error::Refused(refusal) => Ok((Some(refusal), FieldErrors::at_field(field, words.refusal(refusal)))),
        other => Err(other.into()),
    }
}

fn name_page(app: &App, visitor: &Visitor, (typed, errors): (&Fields, FieldErrors)) -> FormPage {
    let words = visitor.words;
    let layout = visitor.layout(app, words.settings_name_title());
    let page = FormPage::new(layout, "/settings/name", Button::new(words.settings_save()));
    FormPage { lead: vec![words.settings_name_lead()], ..page }.asking(
        app,
        &name_questions(typed),
        (typed, errors),
    )
}

/// A consumer's own name. That of anybody else is kept by the exchange, as the settings say.
pub(super) async fn name(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let settings = app.portal.read_settings(&visitor.session).await?;
    if settings.role != Role::Consumer {
        return Ok(go("/settings"));
    }
    show_in(visitor.words, &name_page(&app, &visitor, (&settings.name_filled(), FieldErrors::none())))
}

pub(super) async fn change_name(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let typed = form.typed();
    match app.portal.change_own_name(&visitor.session, &typed).await {
        Ok(()) => Ok(go("/settings?said=name")),
        Err(error @ Error::Refused(domain::refusal::Refusal::NameKept)) => Err(error.into()),
        Err(error) => {
            let (why, errors) = wrong(visitor.words, "family_name", error)?;
            name_page(&app, &visitor, (&typed, errors)).again(visitor.words, why)
        }
    }
}

async fn email_page(
    app: &App,
    visitor: &Visitor,
    (typed, errors): (&Fields, FieldErrors),
) -> Result<FormPage, PageError> {
    let (words, role) = (visitor.words, visitor.session.actor().role());
    let settings = app.portal.read_settings(&visitor.session.showing_again()).await?;
    let layout = visitor.layout(app, words.settings_email_title());
    let page = FormPage::new(layout, "/settings/email", Button::new(words.settings_email_button()));
    let page = FormPage { lead: vec![words.settings_email_now(&*settings.email)], ..page };
    Ok(page.asking(app, &email_questions(role), (typed, errors)))
}

/// Another address.
pub(super) async fn email(app: App, visitor: Visitor) -> Result<Response, PageError> {
    show_in(visitor.words, &email_page(&app, &visitor, (&Fields::new(), FieldErrors::none())).await?)
}

pub(super) async fn ask_email(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    let typed = form.typed();
    match app.portal.ask_new_email(&visitor.session, &typed).await {
        Ok(()) => Ok(go("/settings/email/code")),
        Err(error) => {
            let (why, errors) = wrong(visitor.words, "email", error)?;
            email_page(&app, &visitor, (&typed, errors)).await?.again(visitor.words, why)
        }
    }
}

fn code_page(app: &App, visitor: &Visitor, email: &str, errors: FieldErrors) -> FormPage {
    let words = visitor.words;
    let layout = visitor.layout(app, words.settings_email_code_title()).with_errors(&errors);
    let code = TextField::digits("code", words.mailed_field()).width(FieldWidth::Medium).max_length(12);
    let mailbox = app.portal.is_practice().then(|| {
        Alert::new(AlertKind::Info, words.mailed_practice())
            .link(Link::new("/demo/mail", words.settings_practice_mailbox()))
    });
    FormPage {
        lead: vec![words.settings_email_code_lead(email)],
        mailbox,
        code: Some(code.autocomplete("one-time-code").errors(&errors)),
        again: Some(Link::new("/settings/email", words.settings_email_again())),
        errors,
        ..FormPage::new(layout, "/settings/email/code", Button::new(words.settings_email_confirm()))
    }
}

/// The code from the mail; without an address that waits there is nothing to confirm.
pub(super) async fn email_code(app: App, visitor: Visitor) -> Result<Response, PageError> {
    let settings = app.portal.read_settings(&visitor.session).await?;
    match settings.waiting_email {
        Some(email) => show_in(visitor.words, &code_page(&app, &visitor, &email, FieldErrors::none())),
        None => Ok(go("/settings/email")),
    }
}

pub(super) async fn confirm_email(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    match app.portal.confirm_new_email(&visitor.session, form.get("code")).await {
        Ok(()) => Ok(go("/settings?said=email")),
        Err(error) => {
            let (why, errors) = wrong(visitor.words, "code", error)?;
            let settings = app.portal.read_settings(&visitor.session.showing_again()).await?;
            let email = settings.waiting_email.unwrap_or_default();
            code_page(&app, &visitor, &email, errors).again(visitor.words, why)
        }
    }
}

fn password_page(app: &App, visitor: &Visitor, errors: FieldErrors) -> FormPage {
    let words = visitor.words;
    let layout = visitor.layout(app, words.settings_password_title());
    let page = FormPage::new(layout, "/settings/password", Button::new(words.settings_save()));
    FormPage { lead: vec![words.settings_password_lead()], ..page }.asking(
        app,
        &password_questions(),
        (&Fields::new(), errors),
    )
}

/// Another password.
pub(super) async fn password(app: App, visitor: Visitor) -> Result<Response, PageError> {
    show_in(visitor.words, &password_page(&app, &visitor, FieldErrors::none()))
}

pub(super) async fn change_password(app: App, visitor: Visitor, form: Posted) -> Result<Response, PageError> {
    match app.portal.change_password(&visitor.session, &form.typed()).await {
        Ok(token) => {
            let onward = go("/settings?said=password");
            Ok(cookies::with_session(&app, &token, visitor.session.context(), onward))
        }
        Err(error) => {
            let (why, errors) = wrong(visitor.words, "old_password", error)?;
            password_page(&app, &visitor, errors).again(visitor.words, why)
        }
    }
}
