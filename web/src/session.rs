//! Who a request comes from, as extractors: `Guest` (perhaps signed in), `Visitor` (signed in), `Subject`
//! (on whose data a page works). The consumer acted for stands in the path, never in the session (ACT-2).

use crate::{
    App, Settings, VisitorAddress, cookies,
    layout::{
        ADMIN_NAVS, AGENCY_NAV, ASSISTER_NAV, ActingFor, CONSUMER_NAV, HelpContacts, LanguageChoice, Layout,
        NavItem, PUBLIC_NAV, RESOURCE_MANAGER_NAV, SignedIn, Staying,
    },
    refusal::PageError,
};
use axum::{
    extract::{FromRequestParts, RawPathParams, Request},
    http::{Method, header, request::Parts},
    response::Response,
};
use domain::{
    consumer::Action,
    people::{Actor, ConsumerKey, Role},
};
use portal::{RequestContext, Session, sign_in::new_device};
use words::{Name, Unreadable, Who, Words};

/// A visitor who may be signed in.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The session, if there is one.
    pub session: Option<Session>,
    /// The page's address: its path, and what is asked behind it.
    pub address: String,
    /// Where the request comes from.
    pub context: RequestContext,
    /// The language of the answer.
    pub words: Words,
}

/// A visitor who is signed in.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The session.
    pub session: Session,
    /// The page's address: its path, and what is asked behind it.
    pub address: String,
    /// The language of the answer.
    pub words: Words,
}

/// On whose data a page works: the visitor's own, or the consumer's in the path. The same handler serves
/// `/application` and `/consumers/{consumer}/application`.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The session.
    pub session: Session,
    /// Whose data.
    pub consumer: ConsumerKey,
    /// What stands before the page's own path: empty, or `/consumers/KEY`.
    pub base: String,
    /// The page's address: its path, and what is asked behind it.
    pub address: String,
    /// The language of the answer.
    pub words: Words,
}

impl<S: Send + Sync> FromRequestParts<S> for Guest {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let session = parts.extensions.get::<Option<Session>>().cloned().flatten();
        let context = parts.extensions.get::<RequestContext>().cloned().unwrap_or_default();
        let words = parts.extensions.get::<Words>().copied().unwrap_or_default();
        // What a form was sent to is no page to come back to.
        let asked = parts.uri.query().filter(|_| parts.method == Method::GET);
        let asked = asked.map(|query| format!("?{query}")).unwrap_or_default();
        Ok(Self { session, address: format!("{}{asked}", parts.uri.path()), context, words })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let guest = Guest::from_request_parts(parts, state).await?;
        let session = guest.session.ok_or_else(PageError::not_signed_in)?;
        Ok(Self { session, address: guest.address, words: guest.words })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Subject {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Visitor { session, address, words } = Visitor::from_request_parts(parts, state).await?;
        let parameters = RawPathParams::from_request_parts(parts, state).await.ok();
        let named = parameters
            .as_ref()
            .and_then(|all| all.iter().find(|(name, _)| *name == "consumer").map(|(_, key)| key.to_owned()));
        let (consumer, base) = match (named, session.actor()) {
            (Some(key), Actor::Assister(_)) => (ConsumerKey(key.clone()), format!("/consumers/{key}")),
            (None, Actor::Consumer(own)) => (own.clone(), String::new()),
            (Some(_), Actor::Consumer(_) | Actor::Staff(_) | Actor::Program(_))
            | (None, Actor::Assister(_) | Actor::Staff(_) | Actor::Program(_)) => {
                return Err(PageError::not_found());
            }
        };
        Ok(Self { session, consumer, base, address, words })
    }
}

impl Guest {
    /// The frame of a public page.
    pub fn layout(&self, app: &App, title: impl Into<String>) -> Layout {
        layout(app, (self.session.as_ref(), self.words), &self.address, title)
    }
}

impl Visitor {
    /// The frame of a page that concerns no single consumer.
    pub fn layout(&self, app: &App, title: impl Into<String>) -> Layout {
        layout(app, (Some(&self.session), self.words), &self.address, title)
    }
}

impl Subject {
    /// Whether an assister acts for the consumer.
    pub fn is_acting(&self) -> bool {
        !self.base.is_empty()
    }

    /// For the page that comes back after a form was refused.
    pub fn again(&self) -> Self {
        Self { session: self.session.showing_again(), ..self.clone() }
    }

    /// What stands in an address or a form and cannot be read: an attempt like any other, which passes the door and is
    /// recorded before anybody is told what is wrong with it.
    pub async fn unread(&self, app: &App, action: Action, what: Unreadable) -> PageError {
        match app.portal.refuse_unread(&self.session, &self.consumer, action).await {
            portal::Error::Invalid(_) => PageError::bad_request(what),
            other => other.into(),
        }
    }

    /// The address of another page about the same consumer: `subject.at("/plans")`.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The way on to another page about the same consumer.
    pub(crate) fn go(&self, path: &str) -> Response {
        cookies::go(&self.at(path))
    }

    /// The frame of a page about the consumer, with the banner of ACT-3 when an assister acts. The name
    /// comes with what the verb answered (`Acted::consumer_name`).
    pub fn layout(&self, app: &App, title: impl Into<String>, consumer_name: &str) -> Layout {
        let mut layout = layout(app, (Some(&self.session), self.words), &self.address, title);
        if self.is_acting() {
            layout.acting_for = Some(ActingFor {
                consumer: Name::whole(consumer_name),
                consumer_key: self.consumer.0.clone(),
            });
        }
        layout
    }
}

/// Where a request comes from.
pub(crate) fn context_of(request: &Request, settings: &Settings) -> RequestContext {
    let ip = request.extensions().get::<VisitorAddress>().map(|address| address.0.clone());
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    // A browser without one gets it when it signs in, and only a form can do that.
    let shown = cookies::device(request.headers(), settings);
    let device = match shown {
        None if request.method() == Method::POST => new_device(),
        shown => shown.unwrap_or_default().to_owned(),
    };
    RequestContext {
        request_id: uuid::Uuid::now_v7().simple().to_string(),
        ip: ip.unwrap_or_default(),
        user_agent: agent.chars().take(200).collect(),
        device,
        device_shown: shown.is_some(),
        language: String::new(),
    }
}

/// The frame every page stands in, for somebody in their language.
pub(crate) fn layout(
    app: &App,
    (session, words): (Option<&Session>, Words),
    address: &str,
    title: impl Into<String>,
) -> Layout {
    let profile = app.portal.profile();
    let role = session.map(|session| session.actor().role());
    let nav = match role {
        None => PUBLIC_NAV,
        Some(Role::Consumer) => CONSUMER_NAV,
        Some(Role::Assister) => ASSISTER_NAV,
        Some(Role::ResourceManager) => RESOURCE_MANAGER_NAV,
        Some(Role::AgencyAdministrator) => AGENCY_NAV,
        Some(Role::ServiceDesk | Role::Auditor) => ADMIN_NAVS,
    };
    Layout {
        words,
        title: title.into(),
        exchange_name: profile.exchange.name.clone(),
        home: role.map_or("/", cookies::home).to_owned(),
        signed_in: session.map(|session| SignedIn {
            name: session.person_name().clone(),
            who: Who::of(session.actor().role(), session.assister_kind()),
        }),
        csrf: session.map(|session| session.csrf().to_owned()).unwrap_or_default(),
        practice: app.portal.is_practice(),
        help: HelpContacts {
            exchange_phone: profile.exchange.phone.clone(),
            arc_name: profile.assister_resource_center.name.clone(),
            arc_phone: profile.assister_resource_center.phone.clone(),
            bsl_name: profile.broker_service_line.name.clone(),
            bsl_phone: profile.broker_service_line.phone.clone(),
        },
        nav: NavItem::list(words, nav, address.split('?').next().unwrap_or_default()),
        languages: LanguageChoice::list(words, app.portal.is_practice()),
        here: address.to_owned(),
        staying: session.and_then(Session::ends).map(|ends| Staying::of(app, words, ends)),
        ..Layout::default()
    }
}
