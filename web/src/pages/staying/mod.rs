//! Staying signed in (ID-3): the button, and the question how long the session lasts, which is no use of it.

use crate::{
    App,
    answer::ForPrograms,
    cookies::{self, go, home},
    form::Posted,
    layout::Staying,
    parked::wants_json,
    refusal::PageError,
    routes::{Route, Who},
    session::Visitor,
};
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

/// Asks how long the session lasts, and is no use of it.
pub(crate) const UNTIL: &str = "/signed-in-until";

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::post("/stay-signed-in", Who::SignedIn, stay), Route::post(UNTIL, Who::SignedIn, until)]
}

/// With script the answer is for the script; without, it is a page of ours again.
async fn stay(app: App, visitor: Visitor, headers: HeaderMap, form: Posted) -> Result<Response, PageError> {
    let Some(ends) = app.portal.stay_signed_in(&visitor.session).await? else {
        return Err(PageError::not_signed_in());
    };
    if wants_json(&headers) {
        return Ok(told(&Staying::of(&app, visitor.words, ends)));
    }
    let next = cookies::local(form.get("next")).filter(|next| app.paths.has_page(next));
    Ok(go(next.unwrap_or(home(visitor.session.actor().role()))))
}

async fn until(app: App, visitor: Visitor, _form: Posted) -> Result<Response, PageError> {
    let ends = visitor.session.ends().ok_or_else(PageError::not_signed_in)?;
    Ok(told(&Staying::of(&app, visitor.words, ends)))
}

fn told(staying: &Staying) -> Response {
    let Staying { seconds, is_last, said } = staying;
    let json = serde_json::json!({ "seconds": seconds, "last": is_last, "said": said.to_string() });
    let mut answer = json.to_string().into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer.extensions_mut().insert(ForPrograms);
    answer
}
