//! The link with who one is at the state's identity provider (ID-1): asked for when somebody came from there, shown, removed.

use crate::{
    App,
    answer::show_in,
    cookies::{self, go},
    form::Posted,
    layout::Layout,
    pages::sign_in::way_to_provider,
    parts::{Button, ButtonForm, ButtonKind, Link, SummaryRow},
    refusal::PageError,
    session::Visitor,
};
use askama::Template;
use axum::{http::HeaderMap, response::Response};
use portal::settings::{AtProvider, OwnLink, Settings};
use words::{Phone, Text, Words};

/// The row of the settings, where the account's role signs in through a provider.
pub(super) fn row(app: &App, words: Words, settings: &Settings) -> Option<SummaryRow> {
    let AtProvider { name, link } = settings.at_provider.as_ref()?;
    let row = match link {
        None => SummaryRow::new(name, words.settings_provider_none()),
        Some(link) => SummaryRow::lines(name, lines(app, words, link)),
    };
    Some(row.change("/settings/provider"))
}

fn lines(app: &App, words: Words, link: &OwnLink) -> Vec<String> {
    let used = link.used_at.map(|at| words.settings_provider_used(app.portal.moment_of(at)));
    vec![
        words.settings_provider_since(app.portal.day_of(link.since)).into_owned(),
        used.unwrap_or_else(|| words.settings_provider_unused()).into_owned(),
    ]
}

/// What was just done with the link.
pub(super) fn said(words: Words, settings: &Settings, said: Option<&str>) -> Option<Text> {
    let provider = settings.at_provider.as_ref()?;
    match said? {
        "linked" => Some(words.settings_said_linked(&*provider.name)),
        "unlinked" => Some(words.settings_said_unlinked()),
        _ => None,
    }
}

#[derive(Template)]
#[template(path = "settings/provider.html")]
struct Page {
    layout: Layout,
    lead: Vec<Text>,
    form: Option<ButtonForm>,
    way: Option<Link>,
    back: Link,
}

/// What can be done about the link, where there is a provider: make it, when somebody came from the provider; remove it; or how to come by one.
pub(super) async fn page(app: App, visitor: Visitor, headers: HeaderMap) -> Result<Response, PageError> {
    let (words, session) = (visitor.words, &visitor.session);
    let settings = app.portal.read_settings(session).await?;
    let Some(AtProvider { name, link }) = settings.at_provider else { return Ok(go("/settings")) };
    let token = cookies::provider(&headers, &app.settings).unwrap_or_default();
    let waits = app.portal.waits_for_consent(session, token).await?;
    let layout = visitor.layout(&app, words.settings_provider_title(&*name));
    let button = |address: &'static str, label: Text, kind| {
        Some(ButtonForm::new(address, layout.csrf_field(), Button::new(label).kind(kind)))
    };
    let phone = Phone(app.portal.profile().exchange.phone.clone());
    let (lead, form, way) = match (link, waits) {
        (None, Some(address)) => (
            vec![words.settings_provider_ask(&*name, &address), words.settings_provider_then()],
            button("/settings/provider", words.settings_provider_link(), ButtonKind::Primary),
            None,
        ),
        (None, None) => (
            vec![words.settings_provider_how(&*name)],
            None,
            way_to_provider(&app, words, "/settings/provider"),
        ),
        (Some(link), _) if link.may_be_removed => (
            vec![words.settings_provider_linked(&*name), words.settings_provider_both()],
            button("/settings/provider/remove", words.settings_provider_remove(), ButtonKind::Danger),
            None,
        ),
        (Some(_), _) => {
            (vec![words.settings_provider_linked(&*name), words.settings_provider_kept(phone)], None, None)
        }
    };
    let back = Link::new("/settings", words.settings_back());
    show_in(words, &Page { layout, lead, form, way, back })
}

pub(super) async fn link(
    app: App,
    visitor: Visitor,
    headers: HeaderMap,
    _form: Posted,
) -> Result<Response, PageError> {
    let token = cookies::provider(&headers, &app.settings).unwrap_or_default();
    app.portal.link_provider(&visitor.session, token).await?;
    Ok(cookies::without_provider(&app, go("/settings?said=linked")))
}

pub(super) async fn unlink(app: App, visitor: Visitor, _form: Posted) -> Result<Response, PageError> {
    app.portal.unlink_provider(&visitor.session).await?;
    Ok(go("/settings?said=unlinked"))
}
