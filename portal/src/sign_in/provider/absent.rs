//! A build that speaks to no identity provider: there is never one, so that whoever asks is told before anything is served.

use super::{Asked, Identity, LoggedOut, Trouble, Wish};
use domain::{identity_provider::IdentityProvider, instant::Instant};

/// None.
pub(crate) enum Provider {}

impl Provider {
    pub(crate) const BUILT: bool = false;

    pub(crate) fn new(_: &IdentityProvider, _: String, _: Option<&[u8]>) -> Result<Self, &'static str> {
        Err("this build speaks to no identity provider; build it with the feature `oidc`")
    }

    pub(super) async fn set_out(&self, _: &Wish<'_>, _: Instant) -> Result<Asked, Trouble> {
        match *self {}
    }

    pub(super) async fn answered(
        &self,
        _: &str,
        _: &Asked,
        _: (&Wish<'_>, Option<Instant>),
        _: Instant,
    ) -> Result<Identity, Trouble> {
        match *self {}
    }

    pub(super) async fn is_of_another(&self, _: Option<&str>, _: Instant) -> Result<bool, Trouble> {
        match *self {}
    }

    pub(super) async fn logged_out(&self, _: &str, _: Instant) -> Result<LoggedOut, Trouble> {
        match *self {}
    }

    pub(super) async fn goodbye(&self, _: &str, _: Instant) -> Option<String> {
        match *self {}
    }
}
