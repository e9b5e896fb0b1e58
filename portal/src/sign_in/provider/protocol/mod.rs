//! OpenID Connect as a relying party (ID-1): what is asked of the provider, what counts of its answers, and why not. What it
//! says of itself and its keys are kept for a while; a key that nobody knows is looked for once a minute. The crate behind
//! this is seen nowhere else.

mod http;
mod logout_token;
mod types;

use super::{Asked, Identity, LoggedOut, Trouble, Wish};
use crate::randomness;
use domain::{access::CLOCKS_APART, identity_provider::IdentityProvider, instant::Instant};
use http::{Http, NoAnswer, is_here};
use openidconnect::{
    AuthType, AuthenticationContextClass, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret,
    CsrfToken, DiscoveryError, EmptyAdditionalClaims, ErrorResponse, IdTokenVerifier, IssuerUrl,
    JsonWebKeySet, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, SubjectIdentifier, TokenResponse, UserInfoClaims,
    core::{
        CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreGenderClaim, CoreJsonWebKeySet,
        CoreJwsSigningAlgorithm,
    },
    url::Url,
};
use std::{
    borrow::Cow,
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};
use tokio::{sync::Mutex, time::timeout};
use types::{Claims, Client, Metadata, Token};

/// How long what the provider says of itself is taken as it is, in seconds.
const LEARNED_FOR: i64 = 3_600;
/// How long it is taken when it cannot be asked again, in seconds.
const KEPT_FOR: i64 = 24 * 3_600;
/// How often an unknown key is looked for, in seconds.
const KEYS_EVERY: i64 = 60;
/// For how long a provider that could not be reached is not asked again, in seconds.
const DOWN_FOR: i64 = 5;
/// How long all questions of one answer may take together.
const TOGETHER: Duration = Duration::from_secs(10);
/// How long ago an ID token may have been made, in seconds.
const OLDEST: i64 = 600;
/// The longest subject or name of a session that is taken.
const LONGEST_NAME: usize = 255;

/// The algorithms whose signatures count: never none, and never one that whoever knows a public key or our secret can make.
fn is_allowed(algorithm: &CoreJwsSigningAlgorithm) -> bool {
    ALLOWED.contains(algorithm)
}

const ALLOWED: [CoreJwsSigningAlgorithm; 3] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
];

/// The provider, as it is spoken to.
pub(crate) struct Provider {
    config: IdentityProvider,
    secret: ClientSecret,
    http: Http,
    known: Mutex<Known>,
}

/// What is known of the provider.
#[derive(Default)]
struct Known {
    told: Option<Told>,
    down_at: Option<Instant>,
}

#[derive(Clone)]
struct Told {
    metadata: Arc<Metadata>,
    learned_at: Instant,
    keys: Arc<CoreJsonWebKeySet>,
    keys_at: Instant,
}

impl Provider {
    /// Whether this build speaks to providers.
    pub(crate) const BUILT: bool = true;

    /// The provider of a profile, with its secret, and with who else vouches for it (PEM).
    pub(crate) fn new(
        config: &IdentityProvider,
        secret: String,
        authorities: Option<&[u8]>,
    ) -> Result<Self, &'static str> {
        Ok(Self {
            config: config.clone(),
            secret: ClientSecret::new(secret),
            http: Http::new(authorities)?,
            known: Mutex::default(),
        })
    }

    /// Where a browser is sent to sign in, and what makes the answer ours.
    pub(super) async fn set_out(&self, wish: &Wish<'_>, now: Instant) -> Result<Asked, Trouble> {
        let told = within(self.told(now)).await?;
        let client = self.client(&told);
        let (state, nonce, verifier) = (random()?, random()?, random()?);
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.clone()));
        let (of_state, of_nonce) = (CsrfToken::new(state.clone()), Nonce::new(nonce.clone()));
        let max_age = if wish.anew { 0 } else { self.max_age() };
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || of_state, || of_nonce)
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(challenge)
            .set_redirect_uri(Cow::Owned(redirect(wish.redirect)?))
            .set_max_age(Duration::from_secs(max_age.unsigned_abs()));
        if wish.anew {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        for acr in &self.config.second_factor_acr {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        let (url, _, _) = request.url();
        is_safe(&url)?;
        Ok(Asked { url: url.into(), state, nonce, verifier })
    }

    /// Who came back with a code. `since` is when somebody must have signed in there at the earliest, if that is asked.
    pub(super) async fn answered(
        &self,
        code: &str,
        asked: &Asked,
        (wish, since): (&Wish<'_>, Option<Instant>),
        now: Instant,
    ) -> Result<Identity, Trouble> {
        within(async {
            let told = self.told(now).await?;
            let client = self.client(&told);
            let tokens = client
                .exchange_code(AuthorizationCode::new(code.to_owned()))
                .map_err(|_| Trouble::wrong("metadata"))?
                .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier.clone()))
                .set_redirect_uri(Cow::Owned(redirect(wish.redirect)?))
                .request_async(&self.http)
                .await
                .map_err(|fault| of_code(&fault))?;
            let token = tokens.id_token().ok_or(Trouble::wrong("no_token"))?;
            let nonce = Nonce::new(asked.nonce.clone());
            let claims = match self.verified(token, &told.keys, &nonce, now) {
                Err(trouble) if trouble.reason == "key" => {
                    let keys = self.keys_anew(&told.keys, now).await?.ok_or(trouble)?;
                    self.verified(token, &keys, &nonce, now)?
                }
                verified => verified?,
            };
            let mut identity = self.identity(claims, since, now)?;
            if identity.address.is_none() {
                let subject = SubjectIdentifier::new(identity.subject.clone());
                identity.address = self.address(&client, &tokens, subject).await?;
            }
            Ok(identity)
        })
        .await
    }

    /// Whether an answer names another issuer than this one, or none although it is to name one (RFC 9207).
    pub(super) async fn is_of_another(&self, issuer: Option<&str>, now: Instant) -> Result<bool, Trouble> {
        match issuer {
            Some(issuer) => Ok(issuer != self.config.issuer),
            None => Ok(within(self.told(now)).await?.metadata.additional_metadata().names_issuer),
        }
    }

    /// What a logout token says.
    pub(super) async fn logged_out(&self, token: &str, now: Instant) -> Result<LoggedOut, Trouble> {
        within(async {
            let told = self.told(now).await?;
            let asked = logout_token::Asked {
                issuer: &self.config.issuer,
                client_id: &self.config.client_id,
                now: seconds(now),
                apart: CLOCKS_APART,
            };
            match logout_token::read(token, told.keys.keys(), &asked) {
                Err(trouble) if trouble.reason == "key" => {
                    let keys = self.keys_anew(&told.keys, now).await?.ok_or(trouble)?;
                    logout_token::read(token, keys.keys(), &asked)
                }
                read => read,
            }
        })
        .await
    }

    /// Where a browser is sent to sign out there too; `None` when the provider has no such place, or does not answer.
    pub(super) async fn goodbye(&self, back: &str, now: Instant) -> Option<String> {
        let told = within(self.told(now)).await.ok()?;
        let mut url =
            Url::parse(told.metadata.additional_metadata().end_session_endpoint.as_deref()?).ok()?;
        is_safe(&url).ok()?;
        url.query_pairs_mut()
            .append_pair("client_id", &self.config.client_id)
            .append_pair("post_logout_redirect_uri", back);
        Some(url.into())
    }

    fn max_age(&self) -> i64 {
        self.config.max_age_minutes * 60
    }

    fn client(&self, told: &Told) -> Client {
        let metadata = Metadata::clone(&told.metadata);
        let methods = metadata.token_endpoint_auth_methods_supported().cloned().unwrap_or_default();
        let has = |method: &CoreClientAuthMethod| methods.contains(method);
        let posts =
            has(&CoreClientAuthMethod::ClientSecretPost) && !has(&CoreClientAuthMethod::ClientSecretBasic);
        let id = ClientId::new(self.config.client_id.clone());
        let client = Client::from_provider_metadata(metadata, id, Some(self.secret.clone()));
        client.set_auth_type(if posts { AuthType::RequestBody } else { AuthType::BasicAuth })
    }

    /// What the provider says of itself, asked again when that is old.
    async fn told(&self, now: Instant) -> Result<Told, Trouble> {
        let mut known = self.known.lock().await;
        let age = |told: &Told| now.seconds_since(told.learned_at);
        if let Some(told) = known.told.as_ref().filter(|told| (0..LEARNED_FOR).contains(&age(told))) {
            return Ok(told.clone());
        }
        let kept = known.told.clone().filter(|told| (0..KEPT_FOR).contains(&age(told)));
        if known.is_down(now) {
            return kept.ok_or(Trouble::DOWN);
        }
        match self.learn(now).await {
            Ok(told) => {
                *known = Known { told: Some(told.clone()), down_at: None };
                Ok(told)
            }
            Err(trouble) => {
                known.down_at = Some(now);
                kept.ok_or(trouble)
            }
        }
    }

    async fn learn(&self, now: Instant) -> Result<Told, Trouble> {
        let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(|_| Trouble::wrong("metadata"))?;
        let metadata =
            Metadata::discover_async(issuer, &self.http).await.map_err(|fault| of_metadata(&fault))?;
        // Letter by letter: the crate compares what it made of both.
        if metadata.issuer().as_str() != self.config.issuer {
            return Err(Trouble::wrong("metadata_issuer"));
        }
        let keys = Arc::new(metadata.jwks().clone());
        Ok(Told { metadata: Arc::new(metadata), learned_at: now, keys, keys_at: now })
    }

    /// Other keys than those that were tried: somebody learned them meanwhile, or they are asked for, once a minute.
    async fn keys_anew(
        &self,
        tried: &Arc<CoreJsonWebKeySet>,
        now: Instant,
    ) -> Result<Option<Arc<CoreJsonWebKeySet>>, Trouble> {
        let mut known = self.known.lock().await;
        let Some(told) = &mut known.told else { return Ok(None) };
        if !Arc::ptr_eq(&told.keys, tried) {
            return Ok(Some(told.keys.clone()));
        }
        if (0..KEYS_EVERY).contains(&now.seconds_since(told.keys_at)) {
            return Ok(None);
        }
        told.keys_at = now;
        let keys = JsonWebKeySet::fetch_async(told.metadata.jwks_uri(), &self.http).await;
        told.keys = Arc::new(keys.map_err(|fault| of_metadata(&fault))?);
        Ok(Some(told.keys.clone()))
    }

    /// The claims of a token that is signed, of this provider, for us, in force, and the answer to our question.
    fn verified<'t>(
        &self,
        token: &'t Token,
        keys: &CoreJsonWebKeySet,
        nonce: &Nonce,
        now: Instant,
    ) -> Result<&'t Claims, Trouble> {
        let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(|_| Trouble::wrong("metadata"))?;
        let id = ClientId::new(self.config.client_id.clone());
        // Of a public client: no secret of ours is ever a key.
        let verifier = IdTokenVerifier::new_public_client(id, issuer, keys.clone())
            .set_allowed_algs(ALLOWED)
            .set_other_audience_verifier_fn(|_| false)
            .set_time_fn(move || {
                (UNIX_EPOCH + Duration::from_secs((seconds(now) - CLOCKS_APART).unsigned_abs())).into()
            })
            .set_issue_time_verifier_fn(move |at| {
                let age = seconds(now) - at.timestamp();
                if (-CLOCKS_APART..OLDEST).contains(&age) { Ok(()) } else { Err("iat".to_owned()) }
            });
        let claims = token.claims(&verifier, nonce).map_err(|fault| of_claims(&fault))?;
        // Letter by letter, and for nobody else in between.
        if claims.issuer().as_str() != self.config.issuer {
            return Err(Trouble::wrong("issuer"));
        }
        if claims.authorized_party().is_some_and(|party| party.as_str() != self.config.client_id) {
            return Err(Trouble::wrong("authorized_party"));
        }
        Ok(claims)
    }

    /// Whom the claims are about, when they signed in there as lately as was asked.
    fn identity(&self, claims: &Claims, since: Option<Instant>, now: Instant) -> Result<Identity, Trouble> {
        let at = claims.auth_time().ok_or(Trouble::wrong("no_auth_time"))?.timestamp();
        let age = seconds(now) - at;
        let early = since.is_some_and(|since| at < seconds(since) - CLOCKS_APART);
        if age < -CLOCKS_APART || age >= self.max_age() + CLOCKS_APART || early {
            return Err(Trouble::wrong("auth_time"));
        }
        let subject = claims.subject().as_str().to_owned();
        let sid = claims.additional_claims().sid.clone().unwrap_or_default();
        if subject.is_empty() || subject.len() > LONGEST_NAME || sid.len() > LONGEST_NAME {
            return Err(Trouble::wrong("subject"));
        }
        let is_verified = claims.email_verified() == Some(true);
        let methods = claims.auth_method_refs().cloned().unwrap_or_default();
        let methods: Vec<_> = methods.iter().map(|method| method.as_str().to_owned()).collect();
        let acr = claims.auth_context_ref().map(|acr| acr.as_str());
        Ok(Identity {
            subject,
            sid,
            address: claims.email().filter(|_| is_verified).map(|address| address.as_str().to_owned()),
            is_second_factor: self.config.is_second_factor(acr, &methods),
            confirmed_at: Instant(at.saturating_mul(1_000_000)).min(now),
        })
    }

    /// The verified address, where the ID token has none: most providers tell it apart.
    async fn address(
        &self,
        client: &Client,
        tokens: &types::Tokens,
        subject: SubjectIdentifier,
    ) -> Result<Option<String>, Trouble> {
        let Ok(question) = client.user_info(tokens.access_token().clone(), Some(subject)) else {
            return Ok(None);
        };
        let told: Result<UserInfoClaims<EmptyAdditionalClaims, CoreGenderClaim>, _> =
            question.request_async(&self.http).await;
        let told = told.map_err(|fault| match fault {
            openidconnect::UserInfoError::Request(fault) => Trouble::of(fault),
            _ => Trouble::wrong("user_info"),
        })?;
        let is_verified = told.email_verified() == Some(true);
        Ok(told.email().filter(|_| is_verified).map(|address| address.as_str().to_owned()))
    }
}

impl Known {
    fn is_down(&self, now: Instant) -> bool {
        self.down_at.is_some_and(|at| (0..DOWN_FOR).contains(&now.seconds_since(at)))
    }
}

impl Trouble {
    fn of(fault: NoAnswer) -> Self {
        match fault {
            NoAnswer::NotAsked => Self::wrong("address"),
            NoAnswer::Unreachable | NoAnswer::Unreadable => Self::DOWN,
        }
    }
}

/// All questions of one answer, in the time that they have together.
async fn within<T>(questions: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    timeout(TOGETHER, questions).await.unwrap_or(Err(Trouble::DOWN))
}

fn seconds(instant: Instant) -> i64 {
    instant.0.div_euclid(1_000_000)
}

fn random() -> Result<String, Trouble> {
    randomness::token().map_err(|_| Trouble::wrong("randomness"))
}

fn redirect(address: &str) -> Result<RedirectUrl, Trouble> {
    RedirectUrl::new(address.to_owned()).map_err(|_| Trouble::wrong("public_address"))
}

/// A browser is sent over https alone, or to this machine.
fn is_safe(url: &Url) -> Result<(), Trouble> {
    let here = url.host_str().is_some_and(|host| is_here(host.trim_matches(['[', ']'])));
    match url.scheme() {
        "https" => Ok(()),
        "http" if here => Ok(()),
        _ => Err(Trouble::wrong("address")),
    }
}

fn of_metadata(fault: &DiscoveryError<NoAnswer>) -> Trouble {
    match fault {
        DiscoveryError::Request(fault) => Trouble::of(*fault),
        DiscoveryError::Response(status, _, _) if status.is_server_error() => Trouble::DOWN,
        DiscoveryError::Validation(_) => Trouble::wrong("metadata_issuer"),
        _ => Trouble::wrong("metadata"),
    }
}

fn of_code<E: ErrorResponse + 'static>(fault: &RequestTokenError<NoAnswer, E>) -> Trouble {
    match fault {
        RequestTokenError::Request(fault) => Trouble::of(*fault),
        RequestTokenError::ServerResponse(_) => Trouble::wrong("code"),
        RequestTokenError::Parse(_, _) | RequestTokenError::Other(_) => Trouble::wrong("unreadable"),
    }
}

fn of_claims(fault: &ClaimsVerificationError) -> Trouble {
    use SignatureVerificationError as Signature;
    Trouble::wrong(match fault {
        ClaimsVerificationError::Expired(why) if why == "iat" => "issued_at",
        ClaimsVerificationError::Expired(_) => "expired",
        ClaimsVerificationError::InvalidAudience(_) => "audience",
        ClaimsVerificationError::InvalidIssuer(_) => "issuer",
        ClaimsVerificationError::InvalidNonce(_) => "nonce",
        ClaimsVerificationError::SignatureVerification(Signature::NoSignature) => "unsigned",
        ClaimsVerificationError::SignatureVerification(
            Signature::DisallowedAlg(_) | Signature::UnsupportedAlg(_),
        ) => "algorithm",
        ClaimsVerificationError::SignatureVerification(
            Signature::NoMatchingKey | Signature::AmbiguousKeyId(_),
        ) => "key",
        ClaimsVerificationError::SignatureVerification(_) => "signature",
        _ => "claims",
    })
}
