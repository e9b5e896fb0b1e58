//! Sign-in through a state's own identity provider (ID-1 to ID-3), on both databases: against the npm package
//! `oidc-provider`, and against one that does one thing wrong. Both need Node and the packages of `e2e`.

#![cfg(feature = "oidc")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what broke by stopping")]

mod browser;
mod confirming;
mod linking;
mod many;
mod real;
mod unlinking;
mod wrong;

use browser::Browser;
use domain::{form::Fields, identity_provider::IdentityProvider, people::Role, refusal::Refusal};
use portal::{
    Error, Portal, RequestContext, Session,
    sign_in::{Answer, Finished, NextStep},
    testing::*,
};
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Mutex, OnceLock, PoisonError},
    time::UNIX_EPOCH,
};

const PASSWORD: &str = "copper lantern river 42";
const SECRET: &str = "it's 100% secret/@:";
/// Where the provider sends people back to. Nobody listens there: a test takes the address.
const BACK: &str = "http://127.0.0.1:9/sign-in/provider";
const HOME: &str = "http://127.0.0.1:9/";

/// A program of `e2e` that serves a provider; dropping it ends it.
pub struct Served {
    child: Child,
    /// Its address.
    pub issuer: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Starts one; `None` when Node or its packages are not there and need not be.
fn served(program: &str, options: &str) -> Option<Served> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e");
    let mut command = Command::new("node");
    command.arg(program).arg(options).current_dir(&folder).env("NODE_NO_WARNINGS", "1");
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let ready = started.ok().and_then(|mut child| {
        let lines = BufReader::new(child.stdout.take()?).lines();
        let ready =
            lines.map_while(Result::ok).find_map(|line| line.strip_prefix("ready ").map(str::to_owned));
        Some(Served { issuer: ready?, child })
    });
    if ready.is_none() {
        let required = std::env::var_os("ASSENT_REQUIRE_ALL").is_some();
        assert!(!required, "e2e/{program} does not start: Node and `npm ci` in e2e are required");
        println!("skipped: e2e/{program} does not start; it needs Node and `npm ci` in e2e");
    }
    ready
}

/// The official package, knowing the portal, and where it says that somebody signed out.
fn real(logout: &str) -> Option<Served> {
    let client = serde_json::json!({ "client": {
        "client_id": "assent", "client_secret": SECRET, "redirect_uris": [BACK],
        "post_logout_redirect_uris": [HOME], "backchannel_logout_uri": logout,
    }});
    served("provider.mjs", &client.to_string())
}

fn config(issuer: &str) -> IdentityProvider {
    IdentityProvider {
        name: "State ID".into(),
        issuer: issuer.into(),
        client_id: "assent".into(),
        secret: "ASSENT_PROVIDER_SECRET".into(),
        roles: Role::ALL.to_vec(),
        only: Vec::new(),
        second_factor_acr: Vec::new(),
        second_factor_amr: vec!["hwk".into()],
        max_age_minutes: 60,
        ca_file: None,
    }
}

/// The portal with such a provider, its clock at the machine's time, and Bo's account.
async fn with(portal: &Portal, config: IdentityProvider) -> Portal {
    in_time(portal);
    cast(portal).await;
    let now = portal.clock().now().0;
    let bo = format!(
        "INSERT INTO accounts (account_key, role, username, email, email_verified_at, given_name, family_name, created_at) \
         VALUES ('account-bo', 'assister', 'bo', 'bo@example.org', 1, 'Bo', 'Lind', {now}); \
         UPDATE assisters SET account_key = 'account-bo' WHERE assister_key = 'bo'"
    );
    run(portal, &bo).await;
    let portal = with_profile(portal, |profile| profile.identity_provider = Some(config));
    portal.with_identity_provider(SECRET.to_owned(), None).unwrap()
}

/// Moves the portal's clock to the machine's time: that of the provider.
fn in_time(portal: &Portal) {
    let machine = i64::try_from(UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap();
    portal.clock().advance(machine - portal.clock().now().0.div_euclid(1_000_000));
}

fn from(ip: &str, request_id: &str) -> RequestContext {
    RequestContext { ip: ip.into(), request_id: request_id.into(), ..RequestContext::default() }
}

fn here() -> RequestContext {
    from("192.0.2.1", "here")
}

/// The query of the address that the provider sent a browser back to.
struct Came {
    token: String,
    fields: Fields,
}

impl Came {
    fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn answer(&self) -> Answer<'_> {
        Answer {
            token: &self.token,
            state: self.get("state"),
            code: self.get("code"),
            error: self.get("error"),
            issuer: self.fields.get("iss").map(String::as_str),
        }
    }
}

async fn finish(portal: &Portal, session: Option<&Session>, came: &Came) -> Result<Finished, Error> {
    portal.finish_at_provider(session, &came.answer(), &here()).await
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Signed in, with what is due.
fn signed_in(finished: Result<Finished, Error>) -> (String, NextStep) {
    match finished.unwrap() {
        Finished::SignedIn(signed_in, _) => (signed_in.token, signed_in.next),
        other => panic!("{other:?}"),
    }
}

async fn session_of(portal: &Portal, token: &str) -> Option<Session> {
    portal.session_of(token, here()).await.unwrap()
}

/// What stands in the tables that a refused way must not change.
async fn standing(portal: &Portal) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in ["sessions", "provider_links", "outbox", "accounts"] {
        counts.push(count(portal, &format!("SELECT count(*) FROM {table}")).await);
    }
    counts
}

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Writer;

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Begins to keep what is logged.
fn logging() {
    static BEGUN: OnceLock<()> = OnceLock::new();
    BEGUN.get_or_init(|| tracing_subscriber::fmt().json().with_writer(|| Writer).init());
}

/// The reasons that the log names for a request.
fn reasons(request_id: &str) -> Vec<String> {
    let log = String::from_utf8(LOG.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap();
    assert!(!log.contains(SECRET), "a secret is logged");
    let lines = log.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let own = lines.filter(|line| line["fields"]["request_id"] == request_id);
    own.filter_map(|line| line["fields"]["reason"].as_str().map(str::to_owned)).collect()
}
