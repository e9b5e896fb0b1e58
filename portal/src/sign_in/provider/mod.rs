//! Sign-in through a state's own identity provider (ID-1), OpenID Connect with the code flow: a browser is sent there
//! (`begin`), comes back with a code (`finish`), and the provider says when somebody signed out there (`heard`). Who comes is
//! known by the provider's subject, never by an address. What is spoken with the provider is `protocol`'s.

#[cfg(not(feature = "oidc"))]
mod absent;
mod errand;
mod linking;
mod logout;
#[cfg(feature = "oidc")]
mod protocol;
mod rows;

#[cfg(not(feature = "oidc"))]
pub(crate) use absent::Provider;
pub(crate) use errand::{forget_waiting, waiting};
pub use linking::LinkedBy;
pub(crate) use linking::forget_links;
pub use logout::Heard;
#[cfg(feature = "oidc")]
pub(crate) use protocol::Provider;
pub(crate) use rows::STATEMENTS;

use super::{Came, SignIn, lock_of, rows as of_sign_in};
use crate::{
    Error, Portal, RequestContext, Session,
    throttle::{self, Allowance},
};
use domain::{
    account::Action, identity_provider::IdentityProvider, instant::Instant, people::Role, refusal::Refusal,
};
use door::{Entrance, Person, Through};
use errand::{Errand, Purpose, Waiting};

/// How often one address may set out for the provider: so many at once, then one in so many seconds.
pub(crate) fn allowance() -> Allowance {
    Allowance::new(100, 2)
}

/// What a browser is sent with.
#[cfg_attr(not(feature = "oidc"), expect(dead_code, reason = "without the feature nobody is asked"))]
struct Wish<'a> {
    /// Where it comes back to.
    redirect: &'a str,
    /// Whether the person is to say anew who they are.
    anew: bool,
}

/// Where a browser is sent, and what makes the answer ours.
struct Asked {
    url: String,
    state: String,
    nonce: String,
    verifier: String,
}

/// Who came back.
struct Identity {
    /// By what the provider knows the person, for ever.
    subject: String,
    /// What it calls its session; empty when it does not say.
    sid: String,
    /// Their address, where the provider verified it.
    address: Option<String>,
    /// Whether they gave there what the profile takes for a second factor.
    is_second_factor: bool,
    /// When they said there who they are.
    confirmed_at: Instant,
}

/// What a logout token says.
struct LoggedOut {
    /// Its name: it is heard once.
    name: String,
    subject: Option<String>,
    sid: Option<String>,
}

/// Why somebody does not get in through the provider: for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Trouble {
    reason: &'static str,
}

impl Trouble {
    /// It cannot be reached, or answers nothing that can be read.
    const DOWN: Self = Self { reason: "down" };

    const fn wrong(reason: &'static str) -> Self {
        Self { reason }
    }

    /// Says it in the log, under the request's name; gives what the person is told.
    fn told(self, context: &RequestContext) -> Error {
        let (reason, request_id) = (self.reason, &*context.request_id);
        tracing::warn!(reason, request_id, "nobody is signed in through the identity provider");
        if self == Self::DOWN { Refusal::ProviderDown.into() } else { Refusal::ProviderRefused.into() }
    }
}

/// A browser on its way to the provider.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where it goes.
    pub url: String,
    /// Its token, for a cookie: whoever comes back without it is somebody else.
    pub token: String,
}

/// What the provider sent a browser back with.
#[derive(Clone, Debug, Default)]
pub struct Answer<'a> {
    /// The cookie's token.
    pub token: &'a str,
    /// `state`.
    pub state: &'a str,
    /// `code`.
    pub code: &'a str,
    /// `error`.
    pub error: &'a str,
    /// `iss`.
    pub issuer: Option<&'a str>,
}

/// What became of somebody who came back from the provider.
#[derive(Clone, Debug)]
pub enum Finished {
    /// Signed in, or one step before; with the page that was wanted.
    SignedIn(SignIn, String),
    /// Confirmed who they are: the token of the session in the place of theirs, and the page that was wanted.
    Confirmed(String, String),
    /// Their account is not linked yet, and the address that the provider verified has one: the token of what waits for its
    /// consent.
    ToLink(String),
}

impl Portal {
    /// The same portal, speaking to its profile's identity provider with this secret.
    ///
    /// # Errors
    /// Why it cannot, naming the key.
    pub fn with_identity_provider(
        mut self,
        secret: String,
        authorities: Option<&[u8]>,
    ) -> Result<Self, &'static str> {
        let config =
            self.profile.identity_provider.as_ref().ok_or("the profile has no [identity_provider]")?;
        self.provider = Some(Provider::new(config, secret, authorities)?.into());
        Ok(self)
    }

    /// Whether this build speaks to identity providers.
    pub const SPEAKS_TO_PROVIDERS: bool = Provider::BUILT;

    /// The identity provider that people may sign in through, where there is one.
    pub fn identity_provider(&self) -> Option<&IdentityProvider> {
        self.provider.as_ref()?;
        self.profile.identity_provider.as_ref()
    }

    fn spoken_to(&self) -> Result<(&Provider, &IdentityProvider), Error> {
        let provider = self.provider.as_deref().ok_or(Error::NotFound)?;
        Ok((provider, self.profile.identity_provider.as_ref().ok_or(Error::NotFound)?))
    }

    /// Sends a browser to the provider: to sign in, or with a session to say anew who is signed in (ID-3). `back` is
    /// where it comes back to, `next` the page that it wants afterwards.
    ///
    /// # Errors
    /// `Error::NotFound` without a provider, and with a session of a role that does not sign in through it; `Refused` with
    /// `ProviderDown`, `TooManySignIns`.
    pub async fn begin_at_provider(
        &self,
        session: Option<&Session>,
        (back, next): (&str, &str),
        context: &RequestContext,
    ) -> Result<Begun, Error> {
        let (provider, config) = self.spoken_to()?;
        if session.is_some_and(|session| !config.serves(session.actor().role())) {
            return Err(Error::NotFound);
        }
        let now = self.door.now();
        if !self.errands.admit(&context.ip, now) {
            return Err(Refusal::TooManySignIns.into());
        }
        let wish = Wish { redirect: back, anew: session.is_some() };
        let asked = provider.set_out(&wish, now).await.map_err(|trouble| trouble.told(context))?;
        let purpose = match session {
            Some(session) => Purpose::confirming(session),
            None => Purpose::SignIn,
        };
        let errand = Errand {
            purpose,
            next: next.to_owned(),
            redirect: back.to_owned(),
            nonce: asked.nonce,
            verifier: asked.verifier,
        };
        let token = self.set_out(&asked.state, &errand).await?;
        Ok(Begun { url: asked.url, token })
    }

    /// Takes what a browser came back with. Whatever is wrong is named in the log and counted, and changes nothing.
    ///
    /// # Errors
    /// `Error::NotFound` without a provider; `Refused` with `ProviderRefused`, `ProviderDown`, `ProviderOneFactor`,
    /// `AccountIdle`, `TooManySignIns`.
    pub async fn finish_at_provider(
        &self,
        session: Option<&Session>,
        answer: &Answer<'_>,
        context: &RequestContext,
    ) -> Result<Finished, Error> {
        let _turn = throttle::WAYS_BACK.admit((&self.door, &self.at_provider), context).await?;
        let came = self.came_back(session, answer, context).await;
        let is_right = match &came {
            Ok(_) => true,
            // That is nobody's fault who comes.
            Err(Error::Refused(Refusal::ProviderDown)) => return came,
            Err(Error::Refused(_)) => false,
            Err(_) => return came,
        };
        let count = async |entrance: &mut Entrance<'_>| match is_right {
            true => throttle::WAYS_BACK.right(entrance, context).await,
            false => throttle::WAYS_BACK.wrong(entrance, context).await,
        };
        self.door.at_the_entrance("provider", count).await?;
        came
    }

    async fn came_back(
        &self,
        session: Option<&Session>,
        answer: &Answer<'_>,
        context: &RequestContext,
    ) -> Result<Finished, Error> {
        let (provider, _) = self.spoken_to()?;
        let told = |trouble: Trouble| trouble.told(context);
        let (errand, begun_at) = self.come_back(answer.token, answer.state).await?.map_err(told)?;
        let now = self.door.now();
        if provider.is_of_another(answer.issuer, now).await.map_err(told)? {
            return Err(told(Trouble::wrong("issuer")));
        }
        match (answer.error, answer.code) {
            ("", "") => return Err(told(Trouble::wrong("no_code"))),
            ("", _) => {}
            ("temporarily_unavailable" | "server_error", _) => return Err(told(Trouble::DOWN)),
            ("access_denied", _) => return Err(told(Trouble::wrong("access_denied"))),
            (_, _) => return Err(told(Trouble::wrong("provider_error"))),
        }
        let confirms = !matches!(errand.purpose, Purpose::SignIn);
        let wish = Wish { redirect: &errand.redirect, anew: confirms };
        let asked = Asked {
            url: String::new(),
            state: String::new(),
            nonce: errand.nonce,
            verifier: errand.verifier,
        };
        let since = confirms.then_some(begun_at);
        let identity = provider.answered(answer.code, &asked, (&wish, since), now).await.map_err(told)?;
        match errand.purpose {
            Purpose::SignIn => self.came_to_sign_in(identity, errand.next, context).await,
            Purpose::Confirm { account, token_sha256 } => {
                let is_theirs = |session: &&Session| {
                    session.account_key().0 == account && session.token_sha256() == token_sha256
                };
                let session = session.filter(is_theirs).ok_or_else(|| told(Trouble::wrong("session")))?;
                self.came_to_confirm(session, identity, errand.next).await
            }
        }
    }

    /// Signs in whose account is linked; for anybody else whose verified address has one, the link waits for its consent.
    async fn came_to_sign_in(
        &self,
        identity: Identity,
        next: String,
        context: &RequestContext,
    ) -> Result<Finished, Error> {
        let (_, config) = self.spoken_to()?;
        let (issuer, told) = (&config.issuer, |reason| Trouble::wrong(reason).told(context));
        let address = identity.address.as_deref().map(domain::typed::mail::sign_in_name).unwrap_or_default();
        let look = async |entrance: &mut Entrance<'_>| {
            let link = rows::link(entrance, issuer, &identity.subject).await?;
            let known = match &link {
                Some(link) => {
                    of_sign_in::of_account(entrance, &link.account_key).await?.into_iter().collect()
                }
                None if address.contains('@') => of_sign_in::candidates(entrance, &address).await?,
                None => Vec::new(),
            };
            Ok((link, known))
        };
        let (link, mut known) = self.door.look_at_the_entrance(look).await?;
        known.retain(|account| config.serves(account.person.role));
        let Some(link) = link else {
            if known.is_empty() {
                return Err(told(if address.is_empty() { "address_not_verified" } else { "unknown" }));
            }
            let waiting = Waiting { subject: identity.subject, address };
            let token = self.wait_for_consent(&waiting).await?;
            return Ok(Finished::ToLink(token));
        };
        let account = known.pop().ok_or_else(|| told("closed_or_not_of_this_role"))?;
        let through = Through { link: link.link_key, sid: identity.sid, confirmed_at: identity.confirmed_at };
        let came = Came { through, is_second_factor: identity.is_second_factor };
        let signed_in = self.signed_in(&account, &[], context, Some(&came)).await?;
        Ok(Finished::SignedIn(signed_in, next))
    }

    /// A step-up (ID-3): the person of the session signed in anew at the provider. Whoever has a second factor here gave
    /// one there too, or confirms here.
    async fn came_to_confirm(
        &self,
        session: &Session,
        identity: Identity,
        next: String,
    ) -> Result<Finished, Error> {
        let (_, config) = self.spoken_to()?;
        let (account, role) = (session.account_key(), session.actor().role());
        let refused = |reason| Trouble::wrong(reason).told(session.context());
        if !config.serves(role) {
            return Err(refused("not_of_this_role"));
        }
        let look = async |entrance: &mut Entrance<'_>| {
            let link = rows::link(entrance, &config.issuer, &identity.subject).await?;
            Ok((link, of_sign_in::factor(entrance, account).await?.0))
        };
        let (link, factor) = self.door.look_at_the_entrance(look).await?;
        let own = link.filter(|link| link.account_key == *account);
        let link = own.ok_or_else(|| refused("another_account"))?.link_key;
        let owes = factor.is_set_up() || role.needs_second_factor();
        let is_second_factor = identity.is_second_factor;
        let through = Through { link, sid: identity.sid, confirmed_at: identity.confirmed_at };
        let stepped = self.door.acting_on(session, account, Action::StepUp, async |acting| {
            if owes && !is_second_factor {
                return Err(Refusal::ProviderOneFactor.into());
            }
            if is_second_factor {
                self.keep_own_factor(acting).await?;
            }
            let token = acting.rotate(session, true).await?;
            // The session goes by what the provider says of it now: by another name, perhaps, and as recent as it says.
            acting.came_through(&token, &through).await?;
            Ok(token)
        });
        let token = stepped.await?.into_value();
        Ok(Finished::Confirmed(token, next))
    }

    /// Refuses the embedded way to whoever is of a role that signs in through the provider alone, once their account is
    /// linked: until then it is the only way to link it.
    pub(super) async fn beside_provider(
        &self,
        entrance: &mut Entrance<'_>,
        person: &Person,
    ) -> Result<Result<(), Refusal>, Error> {
        let alone = |config: &&IdentityProvider| config.only.contains(&person.role);
        let Some(config) = self.identity_provider().filter(alone) else { return Ok(Ok(())) };
        let linked = rows::linked_since(entrance, &config.issuer, &person.account_key).await?;
        Ok(linked.map_or(Ok(()), |_| Err(Refusal::ProviderAlone)))
    }

    /// Whether whoever is signed in can say anew at the provider who they are.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn may_confirm_at_provider(&self, session: &Session) -> Result<bool, Error> {
        let Some(config) = self.identity_provider() else { return Ok(false) };
        let (issuer, key) = (&config.issuer, session.account_key());
        let look = async |entrance: &mut Entrance<'_>| rows::linked_since(entrance, issuer, key).await;
        Ok(config.serves(session.actor().role()) && self.door.look_at_the_entrance(look).await?.is_some())
    }
}

impl Came {
    /// Says of the session and of the link that they were used.
    pub(super) async fn mark(&self, entrance: &mut Entrance<'_>, token: &str) -> Result<(), Error> {
        let now = entrance.now();
        // It was removed meanwhile.
        rows::link_used(entrance, &self.through.link, now).await?.or(Refusal::ProviderRefused.into())?;
        entrance.came_through(token, &self.through).await
    }
}

/// Whether a role may sign in here in the embedded way although its account is linked.
pub(crate) fn has_another_way(config: &IdentityProvider, role: Role) -> bool {
    !config.only.contains(&role)
}
