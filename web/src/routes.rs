//! The route table: every page with who may open it. A route without a policy cannot be written; a test
//! walks the table as a stranger in every role.

use crate::{App, cookies::go, parked, refusal::PageError};
use axum::{
    Extension, Router,
    extract::Request,
    handler::Handler,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use domain::{
    access::Action,
    people::{ConsumerKey, Role},
    typed::Reader,
};
use portal::Session;

/// Who may open a page. The finer rules are the doors'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Consumers.
    Consumer,
    /// Assisters of every kind.
    Assister,
    /// Resource managers.
    ResourceManager,
    /// Who keeps an agency's roster for it.
    AgencyAdministrator,
    /// Everybody, and the page exists in practice mode only.
    Practice,
}

impl Who {
    /// The role of whoever it is, where it is one.
    pub(crate) fn role(self) -> Option<Role> {
        match self {
            Self::Consumer => Some(Role::Consumer),
            Self::Assister => Some(Role::Assister),
            Self::ResourceManager => Some(Role::ResourceManager),
            Self::AgencyAdministrator => Some(Role::AgencyAdministrator),
            Self::Anyone | Self::SignedIn | Self::Practice => None,
        }
    }
}

/// A page about a consumer, twice: in the consumer's own account, and below an assister's list (ACT-2).
macro_rules! both {
    ($(($method:ident, $path:literal, $handler:expr $(, $reads:expr)?)),+ $(,)?) => {
        vec![$(
            $crate::routes::Route::$method($path, $crate::routes::Who::Consumer, $handler)$(.reads($reads))?,
            $crate::routes::Route::$method(concat!("/consumers/{consumer}", $path), $crate::routes::Who::Assister, $handler)
                $(.reads($reads))?,
        )+]
    };
}
pub(crate) use both;

/// The reader of a field that people fill in; `None` where the form has none of this name.
pub type Reads = fn(&str) -> Option<Reader>;

/// How many minutes ago whoever opens a page may have signed in or stepped up at most, by the last part of its address.
pub type Before = fn(&str) -> Option<i64>;

/// The same of what a page's form does: the action's row says it.
pub(crate) fn within(action: impl Action) -> Option<i64> {
    action.row().within
}

/// One row of the table.
pub struct Route {
    /// Path with `{parameters}`.
    pub path: &'static str,
    /// GET or POST.
    pub method: &'static str,
    /// Who may open it.
    pub who: Who,
    /// How the fields are read that people fill in.
    pub reads: Reads,
    /// Whether its form may have a file.
    pub takes_file: bool,
    /// Whether its form needs a recent confirmation of who is signed in (ID-3): then the page does, so that nobody fills
    /// it in for nothing. What the form does is asked by its door.
    pub before: Before,
    handler: MethodRouter<App>,
}

impl Route {
    /// A page.
    pub fn get<H, T>(path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self {
            path,
            method: "GET",
            who,
            reads: |_| None,
            takes_file: false,
            before: |_| None,
            handler: get(handler),
        }
    }

    /// A form's target.
    pub fn post<H, T>(path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self {
            path,
            method: "POST",
            who,
            reads: |_| None,
            takes_file: false,
            before: |_| None,
            handler: post(handler),
        }
    }

    /// How the fields are read that people fill in.
    #[must_use]
    pub fn reads(self, reads: Reads) -> Self {
        Self { reads, ..self }
    }

    /// The page leads to what needs a recent confirmation of who is signed in.
    #[must_use]
    pub fn before(self, before: Before) -> Self {
        Self { before, ..self }
    }

    /// Its form may have a file, of a resource manager or a consumer.
    #[must_use]
    pub fn takes_file(self) -> Self {
        Self { takes_file: true, ..self }
    }
}

/// The router of the table, each route behind its guard.
pub(crate) fn router(app: &App, table: Vec<Route>) -> Router<App> {
    let mut router = Router::new();
    for route in table {
        let (policy, app) = ((route.who, route.before), app.clone());
        let guarded = route.handler.route_layer(from_fn(
            move |session: Extension<Option<Session>>, request: Request, next: Next| {
                guard(app.clone(), policy, session.0, request, next)
            },
        ));
        router = router.route(route.path, guarded);
    }
    router
}

async fn guard(
    app: App,
    (who, before): (Who, Before),
    session: Option<Session>,
    request: Request,
    next: Next,
) -> Response {
    let role = session.as_ref().map(|session| session.actor().role());
    let allowed = match (who, role) {
        (Who::Anyone | Who::Practice, _) | (Who::SignedIn, Some(_)) => true,
        (who, Some(role)) => who.role() == Some(role),
        (
            Who::SignedIn | Who::Consumer | Who::Assister | Who::ResourceManager | Who::AgencyAdministrator,
            None,
        ) => return to_sign_in(&app, request).await,
    };
    if allowed {
        return match is_too_old(&app, before, session.as_ref(), &request) {
            true => by_way_of("/step-up", &request),
            false => next.run(request).await,
        };
    }
    let consumer = request.uri().path().strip_prefix("/consumers/").and_then(|rest| rest.split('/').next());
    if let Some(session) = session {
        let about = consumer.map(|key| ConsumerKey(key.to_owned()));
        if let Err(fault) = app.portal.refuse_role(&session, about.as_ref()).await {
            return PageError::from(fault).into_response();
        }
    }
    // A consumer's page does not exist for whoever is not their assister (ACT-1).
    match consumer {
        Some(_) => PageError::not_found().into_response(),
        None => PageError::not_this_role().into_response(),
    }
}

/// Signed-out visitors go to Sign in and come back afterwards; what they typed while their session ended is kept.
async fn to_sign_in(app: &App, request: Request) -> Response {
    if request.method() != axum::http::Method::GET {
        let late = parked::too_late(&request);
        return late.answer(app).await.unwrap_or_else(IntoResponse::into_response);
    }
    by_way_of("/sign-in", &request)
}

/// To another page first, and then to the one that was wanted.
fn by_way_of(page: &str, request: &Request) -> Response {
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    let next: String = form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    go(&format!("{page}?next={next}"))
}

/// Whether somebody opens a page whose form would be refused, because they signed in or stepped up too long ago.
fn is_too_old(app: &App, before: Before, session: Option<&Session>, request: &Request) -> bool {
    let last = request.uri().path().rsplit('/').next().unwrap_or_default();
    let minutes = before(last).filter(|_| request.method() == axum::http::Method::GET);
    let now = app.portal.clock().now();
    minutes.zip(session).is_some_and(|(minutes, session)| !session.is_confirmed_within(minutes, now))
}
