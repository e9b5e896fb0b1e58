//! Passkeys (ID-1, ID-2): a key that a person's device keeps and uses only after it has verified its person, by a finger, a
//! face or a PIN. So one is both factors at once. What a browser is asked to sign is random, good once and for five minutes,
//! for the session or browser that asked; it lies sealed in the database, so that any server takes the answer. Whatever is
//! wrong with an answer has a name in the log (`Fault`) and one sentence on the page.
//!
//! A passkey whose counter goes back may exist twice: it is set aside at once, and its person is told.

#[cfg(feature = "passkeys")]
mod engine;
#[cfg(not(feature = "passkeys"))]
#[path = "no_engine.rs"]
mod engine;
mod jobs;
mod rows;
mod set_up;
mod verbs;

pub(crate) use rows::STATEMENTS;
pub use verbs::SignedInByPasskey;

use crate::{Error, Portal, RequestContext, Session, randomness, throttle::Allowance};
use domain::{
    instant::Instant,
    people::{AccountKey, PasskeyKey},
    refusal::Refusal,
};
use door::{Entrance, Person, Seal};
use engine::{Answer, Party};
use std::net::IpAddr;
use words::{Name, Phone, Words};

/// How long a challenge is good, in seconds.
const GOOD_FOR: i64 = 300;
/// How long one is remembered, so that an answer that comes again or late is called by its name.
const REMEMBERED: i64 = 3600;
/// Most passkeys of one account.
pub(crate) const MOST: usize = 10;

/// How often one address may ask for a challenge before anybody is signed in: each is a row.
pub(crate) fn allowance() -> Allowance {
    Allowance::new(60, 2)
}

/// Whether passkeys are built in.
pub const BUILT: bool = cfg!(feature = "passkeys");

/// The address at which passkeys are good, and no other: devices bind each to it.
#[derive(Clone, Debug)]
pub struct Site {
    party: Party,
    origin: String,
}

impl Site {
    /// The site of a portal at this address; `None` where passkeys are not built in, and where browsers allow none: at a
    /// number in the place of a name, and on plain http but for one's own machine.
    pub fn of(public_address: &str, exchange: &str) -> Option<Self> {
        let (domain, origin) = site_of(public_address)?;
        Some(Self { party: Party::new(&domain, &origin, exchange)?, origin })
    }

    /// The beginning of every address of the site, as browsers say it.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// Domain and origin. The own machine has a name too, at which passkeys work.
fn site_of(address: &str) -> Option<(String, String)> {
    let (scheme, rest) = address.split_once("://")?;
    let place = rest.split('/').next()?.to_ascii_lowercase();
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if is_port(port) => (host, port),
        _ => (&*place, ""),
    };
    let number = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let host = if number.is_ok_and(|number| number.is_loopback()) { "localhost" } else { host };
    let is_named = !host.is_empty() && !host.starts_with('[') && host.parse::<IpAddr>().is_err();
    let is_safe = scheme == "https" || host == "localhost" || host.ends_with(".localhost");
    let port = match (scheme, port) {
        ("https", "443") | ("http", "80") | (_, "") => String::new(),
        (_, port) => format!(":{port}"),
    };
    (is_named && is_safe).then(|| (host.to_owned(), format!("{scheme}://{host}{port}")))
}

/// What a browser is asked with.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// Names it, in the form with the answer.
    pub key: String,
    /// The options for the browser, as JSON.
    pub options: String,
}

/// What a form brings back.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// Which ceremony.
    pub ceremony: &'a str,
    /// The browser's answer, as JSON.
    pub answer: &'a str,
}

/// A challenge's options, and its state.
pub(crate) struct Begun {
    options: String,
    state: Vec<u8>,
}

/// A new passkey: by what it is found, and what is kept of it.
pub(crate) struct Registered {
    credential: Vec<u8>,
    passkey: Vec<u8>,
}

/// What an answer is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Another passkey, in the settings.
    Add,
    /// A passkey as the first second factor.
    SetUp,
    /// Both factors.
    SignIn,
    /// The factor after the password.
    SecondFactor,
    /// Whoever is signed in says again who they are.
    StepUp,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Purpose::Add => "add",
            Purpose::SetUp => "set_up",
            Purpose::SignIn => "sign_in",
            Purpose::SecondFactor => "second_factor",
            Purpose::StepUp => "step_up",
        }
    }
}

/// What is wrong with an answer: a name for the log. Who sent it is told one and the same sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "passkeys"), expect(dead_code, reason = "without an engine nothing is found wrong"))]
pub(crate) enum Fault {
    /// It is no answer, or a part of one.
    Unreadable,
    /// There is no such challenge.
    NoChallenge,
    /// Its challenge was asked for by another browser or session, or for something else.
    AnotherBrowser,
    /// Its challenge was answered before.
    Used,
    /// Its challenge is too old.
    Late,
    /// It answers another challenge.
    AnotherChallenge,
    /// It was given at another address.
    AnotherOrigin,
    /// The device did not verify its person.
    NotVerified,
    /// Nobody has this passkey.
    UnknownPasskey,
    /// Somebody else has it.
    AnotherAccount,
    /// It was set aside.
    SetAside,
    /// Its counter went back: there may be two of it.
    Copied,
    /// The signature is not the passkey's.
    Signature,
    /// Somebody has this passkey already.
    Known,
    /// Anything else that a passkey must not be.
    Invalid,
}

impl Fault {
    fn name(self) -> &'static str {
        match self {
            Fault::Unreadable => "passkey.unreadable",
            Fault::NoChallenge => "passkey.no_challenge",
            Fault::AnotherBrowser => "passkey.another_browser",
            Fault::Used => "passkey.used",
            Fault::Late => "passkey.late",
            Fault::AnotherChallenge => "passkey.another_challenge",
            Fault::AnotherOrigin => "passkey.another_origin",
            Fault::NotVerified => "passkey.not_verified",
            Fault::UnknownPasskey => "passkey.unknown",
            Fault::AnotherAccount => "passkey.another_account",
            Fault::SetAside => "passkey.set_aside",
            Fault::Copied => "passkey.copied",
            Fault::Signature => "passkey.signature",
            Fault::Known => "passkey.known",
            Fault::Invalid => "passkey.invalid",
        }
    }
}

/// For what, and for which browser or session, a challenge is good.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    purpose: Purpose,
    to: String,
    request_id: String,
}

impl Bound {
    /// To the session of whoever is signed in.
    pub(crate) fn session(purpose: Purpose, session: &Session) -> Self {
        let request_id = session.context().request_id.clone();
        Self { purpose, to: session.token_sha256().to_owned(), request_id }
    }

    /// To the session of whoever gave the password.
    fn pending(purpose: Purpose, pending: &door::Pending) -> Self {
        let request_id = pending.context().request_id.clone();
        Self { purpose, to: pending.token_sha256().to_owned(), request_id }
    }

    /// To a browser.
    fn browser(context: &RequestContext) -> Self {
        let to = randomness::sha256_hex(format!("browser {}", context.device).as_bytes());
        Self { purpose: Purpose::SignIn, to, request_id: context.request_id.clone() }
    }

    /// Names the fault in the log; gives what is said of it.
    pub(crate) fn refuse(&self, fault: Fault) -> Refusal {
        let (reason, purpose, request_id) = (fault.name(), self.purpose.word(), &*self.request_id);
        tracing::warn!(reason, purpose, request_id, "the answer of a passkey was refused");
        Refusal::PasskeyRefused
    }
}

impl Portal {
    /// Keeps a challenge; the one before of the same browser or session is good no more.
    pub(crate) async fn keep_challenge(&self, bound: &Bound, begun: Begun) -> Result<Ceremony, Error> {
        let (key, Begun { options, state }) = (randomness::row_key(), begun);
        let keep = async |entrance: &mut Entrance<'_>| {
            let (now, sealed) = (entrance.now(), entrance.seal().seal(&place_of_challenge(&key), &state)?);
            let word = bound.purpose.word();
            rows::forget_challenges(entrance, &bound.to, word).await?.or_not();
            rows::keep_challenge(entrance, &key, word, &bound.to, now, &sealed).await?.or_not();
            Ok(())
        };
        self.door.at_the_entrance(&format!("passkey:{}", bound.to), keep).await?;
        Ok(Ceremony { key, options })
    }

    /// Whether the answer is right, of a passkey of this person; then the passkey was used. Whatever is wrong, the challenge
    /// is used up, so the caller commits in any case.
    async fn checked(
        &self,
        entrance: &mut Entrance<'_>,
        (site, bound): (&Site, &Bound),
        given: Given<'_>,
        (person, context): (&Person, &RequestContext),
    ) -> Result<Result<(), Refusal>, Error> {
        let state = match taken(entrance, bound, given.ceremony).await? {
            Ok(state) => state,
            Err(fault) => return Ok(Err(bound.refuse(fault))),
        };
        let (known, answer) = match known(entrance, given.answer).await? {
            Ok(known) => known,
            Err(fault) => return Ok(Err(bound.refuse(fault))),
        };
        let account = &person.account_key;
        let must_say = bound.purpose == Purpose::SignIn;
        let says = answer.is_of(account).unwrap_or(!must_say);
        let right = match (known.account_key == *account && says, known.set_aside_at) {
            (false, _) => Err(Fault::AnotherAccount),
            (true, Some(_)) => Err(Fault::SetAside),
            (true, None) => {
                let passkey = opened(&entrance.seal(), &known.passkey_key, account, &known.sealed)?;
                site.party.answered(&state, &answer, &passkey)
            }
        };
        let now = entrance.now();
        match right {
            Ok(passkey) => {
                let sealed = sealed(&entrance.seal(), &known.passkey_key, account, &passkey)?;
                rows::used(entrance, &known.passkey_key, &sealed, now).await?.or(Error::NotFound)?;
                Ok(Ok(()))
            }
            Err(fault) => {
                if fault == Fault::Copied {
                    rows::set_aside(entrance, &known.passkey_key, now).await?.or_not();
                    entrance.record(person, "set_passkey_aside", context).await?;
                    self.tell_owner(entrance, account, set_aside_mail).await?;
                }
                Ok(Err(bound.refuse(fault)))
            }
        }
    }

    /// The new passkey that a browser made, of a challenge that is used up now.
    pub(crate) async fn made(
        &self,
        entrance: &mut Entrance<'_>,
        (site, bound): (&Site, &Bound),
        given: Given<'_>,
    ) -> Result<Result<Registered, Refusal>, Error> {
        let made = match taken(entrance, bound, given.ceremony).await? {
            Ok(state) => site.party.registered(&state, given.answer),
            Err(fault) => Err(fault),
        };
        Ok(made.map_err(|fault| bound.refuse(fault)))
    }

    /// The sealed passkeys of an account, to be asked for.
    async fn working(
        &self,
        entrance: &mut Entrance<'_>,
        account: &AccountKey,
    ) -> Result<Vec<Vec<u8>>, Error> {
        let working = rows::working(entrance, account).await?;
        let seal = entrance.seal();
        working.iter().map(|row| opened(&seal, &row.passkey_key, account, &row.sealed)).collect()
    }
}

impl Site {
    /// Asks for a new passkey of an account that has these.
    pub(crate) fn register(
        &self,
        account: &AccountKey,
        names: (&str, &str),
        own: &[Vec<u8>],
    ) -> Result<Begun, Error> {
        self.party.register(account, names, own)
    }
}

impl Registered {
    /// By what the passkey is found.
    pub(crate) fn credential_sha256(&self) -> String {
        randomness::sha256_hex(&self.credential)
    }

    /// What is kept of it.
    pub(crate) fn sealed(
        &self,
        seal: &Seal,
        key: &PasskeyKey,
        account: &AccountKey,
    ) -> Result<Vec<u8>, Error> {
        sealed(seal, key, account, &self.passkey)
    }
}

fn set_aside_mail(words: Words, _: Name, exchange: String, phone: Phone) -> words::Mail {
    words.mail_passkey_set_aside(&exchange, phone)
}

/// They were lost with the rest.
pub(super) async fn forget_all(entrance: &mut Entrance<'_>, account: &AccountKey) -> Result<(), Error> {
    rows::forget_all(entrance, account).await?.or_not();
    Ok(())
}

/// Uses a challenge up; gives its state, when it is good for this browser or session.
async fn taken(
    entrance: &mut Entrance<'_>,
    bound: &Bound,
    key: &str,
) -> Result<Result<Vec<u8>, Fault>, Error> {
    let Some(row) = rows::challenge(entrance, key).await? else { return Ok(Err(Fault::NoChallenge)) };
    if (&*row.purpose, &*row.bound_to) != (bound.purpose.word(), &*bound.to) {
        return Ok(Err(Fault::AnotherBrowser));
    }
    let now = entrance.now();
    if row.used_at.is_some() || !rows::use_challenge(entrance, key, now).await?.any() {
        return Ok(Err(Fault::Used));
    }
    if now.seconds_since(row.begun_at) >= GOOD_FOR {
        return Ok(Err(Fault::Late));
    }
    Ok(Ok(entrance.seal().open(&place_of_challenge(key), &row.sealed)?))
}

/// The passkey that answers.
async fn known(
    entrance: &mut Entrance<'_>,
    answer: &str,
) -> Result<Result<(rows::Known, Answer), Fault>, Error> {
    let answer = match Answer::read(answer) {
        Ok(answer) => answer,
        Err(fault) => return Ok(Err(fault)),
    };
    let found = rows::of_credential(entrance, &randomness::sha256_hex(answer.credential())).await?;
    Ok(found.map(|known| (known, answer)).ok_or(Fault::UnknownPasskey))
}

/// A passkey as it lies in its row: with whose it is, so that one that was moved to another account does not open.
fn sealed(seal: &Seal, key: &PasskeyKey, account: &AccountKey, passkey: &[u8]) -> Result<Vec<u8>, Error> {
    seal.seal(&place(key), &[account.0.as_bytes(), b"\n", passkey].concat())
}

/// What was sealed.
pub(crate) fn opened(
    seal: &Seal,
    key: &PasskeyKey,
    account: &AccountKey,
    sealed: &[u8],
) -> Result<Vec<u8>, Error> {
    let plain = seal.open(&place(key), sealed)?;
    let own = plain.strip_prefix(account.0.as_bytes()).and_then(|rest| rest.strip_prefix(b"\n"));
    own.map(<[u8]>::to_vec).ok_or(Error::Corrupt("a passkey of another account"))
}

fn place(key: &PasskeyKey) -> String {
    format!("passkeys/sealed/{key}")
}

fn place_of_challenge(key: &str) -> String {
    format!("passkey_challenges/sealed/{key}")
}

/// Before when challenges are forgotten.
fn forgotten_before(now: Instant) -> Instant {
    now.minus_seconds(REMEMBERED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_good_at_names_over_https_and_at_ones_own_machine_id_1() {
        for (address, domain, origin) in [
            ("https://assisters.example.gov", "assisters.example.gov", "https://assisters.example.gov"),
            ("https://Assisters.Example.gov:443/", "assisters.example.gov", "https://assisters.example.gov"),
            (
                "https://assisters.example.gov:8443",
                "assisters.example.gov",
                "https://assisters.example.gov:8443",
            ),
            ("http://localhost", "localhost", "http://localhost"),
            ("http://localhost:8080", "localhost", "http://localhost:8080"),
            ("http://127.0.0.1:8080", "localhost", "http://localhost:8080"),
            ("http://[::1]:8080", "localhost", "http://localhost:8080"),
            ("https://127.0.0.1", "localhost", "https://localhost"),
        ] {
            assert_eq!(site_of(address), Some((domain.to_owned(), origin.to_owned())), "{address}");
            assert_eq!(Site::of(address, "The exchange").is_some(), BUILT, "{address}");
        }
        for address in [
            "",
            "https://",
            "assisters.example.gov",
            "http://assisters.example.gov",
            "https://192.0.2.1",
            "http://192.0.2.1:8080",
            "https://[2001:db8::1]:8443",
        ] {
            assert_eq!(site_of(address), None, "{address}");
        }
    }
}
