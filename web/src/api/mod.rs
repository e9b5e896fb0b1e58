//! What programs call: a folder an interface, calling the same verbs of the portal as the pages do.

mod oidc;
mod scim;

pub(crate) use scim::PATH as SCIM_PATH;

/// What programs ask for.
pub(crate) fn router() -> axum::Router<crate::App> {
    scim::router().merge(oidc::router())
}
