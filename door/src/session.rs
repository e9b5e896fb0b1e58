//! Who is signed in, for one request (ID-3). Only a token of a live session makes a `Session`; every verb takes
//! one. The row of a session is found by the SHA-256 of its token, so that whoever reads the table cannot use one.

mod limits;
mod own;
mod through;

pub(crate) use limits::STATEMENTS as LIMITS;
pub use limits::{Ends, Late};
pub(crate) use own::OF_OWN_ACCOUNT;
pub use own::OwnSession;
pub(crate) use through::THROUGH_A_PROVIDER;
pub use through::Through;

use crate::{
    AtTheEntrance, AtWork, Beside, Changed, Door, Entrance, Error, Public, Unbound, randomness, rows,
    statements,
};
use domain::{
    instant::Instant,
    name::Name,
    people::{AccountKey, Actor, AgencyKey, AssisterKey, AssisterKind, ConsumerKey, Program, Role},
    profile::Sessions,
};
use std::sync::{Arc, OnceLock};

/// Where a request comes from; kept with signatures and audit events.
#[derive(Clone, Debug, Default)]
pub struct RequestContext {
    /// Names the request in logs and audit events.
    pub request_id: String,
    /// The address.
    pub ip: String,
    /// The browser's own description, cut to 200 characters.
    pub user_agent: String,
    /// What the browser is known by at the next sign-in: a random token for its cookie.
    pub device: String,
    /// Whether the browser showed it; else it gets it when it signs in.
    pub device_shown: bool,
    /// The language of the answer (a tag): what is mailed to somebody without an account comes in it.
    pub language: String,
}

/// Proof of who is signed in. Its constructor is private to this crate.
#[derive(Clone, Debug)]
pub struct Session {
    pub(crate) account_key: AccountKey,
    pub(crate) actor: Actor,
    pub(crate) assister_kind: Option<AssisterKind>,
    /// Of an agency's administrator.
    pub(crate) agency: Option<AgencyKey>,
    pub(crate) name: String,
    pub(crate) person_name: Name,
    pub(crate) language: String,
    pub(crate) csrf: String,
    pub(crate) context: RequestContext,
    /// When the person signed in.
    pub(crate) began_at: Instant,
    /// When the person signed in or stepped up last; `None` where nobody can: an identity system, a command.
    pub(crate) confirmed_at: Option<Instant>,
    /// When it ends; none of one that no browser has.
    pub(crate) ends: Option<Ends>,
    /// The session's row; empty for a session that was made for a test.
    pub(crate) token_sha256: String,
    /// The page of a refused form comes back: the event of the refusal stands for it.
    pub(crate) shows_again: bool,
    /// The chain on which a write of this request was refused, with its event.
    pub(crate) refused_on: Arc<OnceLock<String>>,
}

impl Session {
    /// The account behind the session.
    pub fn account_key(&self) -> &AccountKey {
        &self.account_key
    }

    /// The consumer, assister or member of staff.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The identity system that asks, by its token; `None` for people.
    pub fn program(&self) -> Option<&Program> {
        match &self.actor {
            Actor::Program(program) => Some(program),
            Actor::Consumer(_) | Actor::Assister(_) | Actor::Staff(_) => None,
        }
    }

    /// Broker, navigator or CAC, when an assister is signed in: decides which desk helps.
    pub fn assister_kind(&self) -> Option<AssisterKind> {
        self.assister_kind
    }

    /// The person's name: "Signed in as NAME".
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same as one value, for sentences.
    pub fn person_name(&self) -> &Name {
        &self.person_name
    }

    /// The tag of the language that the person chose; empty when none was chosen.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whose account it is.
    pub fn person(&self) -> crate::Person {
        let Session { account_key, name, .. } = self;
        crate::Person { account_key: account_key.clone(), role: self.actor.role(), name: name.clone() }
    }

    /// The token that forms of this session carry.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Where this request comes from.
    pub fn context(&self) -> &RequestContext {
        &self.context
    }

    /// The same session in the language of the answer: what is agreed to, and mail to others, is said in it.
    #[must_use]
    pub fn speaking(self, tag: &str) -> Self {
        Self { context: RequestContext { language: tag.to_owned(), ..self.context }, ..self }
    }

    /// When the person signed in.
    pub fn began_at(&self) -> Instant {
        self.began_at
    }

    /// Whether the person signed in or stepped up at most so many minutes before this instant (ID-3).
    pub fn is_confirmed_within(&self, minutes: i64, now: Instant) -> bool {
        self.confirmed_at.is_none_or(|at| domain::access::is_within(minutes, at, now))
    }

    /// The hash of its token: the session's row.
    pub fn token_sha256(&self) -> &str {
        &self.token_sha256
    }

    /// The session for the page that comes back after a form was refused, in the same request: one act, whose event
    /// says that it was refused, by whom and when. Without such an event on the same chain it changes nothing.
    #[must_use]
    pub fn showing_again(&self) -> Self {
        Self { shows_again: true, ..self.clone() }
    }

    /// By which a subject's facts know the actor.
    pub(crate) fn actor_key(&self) -> &str {
        match &self.actor {
            Actor::Consumer(key) => &key.0,
            Actor::Assister(key) => &key.0,
            Actor::Staff(_) | Actor::Program(_) => &self.account_key.0,
        }
    }

    /// The agency of an administrator who is signed in; for anybody else one that does not exist.
    pub fn own_agency(&self) -> AgencyKey {
        self.agency.clone().unwrap_or_else(|| AgencyKey(String::new()))
    }

    /// Whether an agency's administrator is signed in who belongs to none.
    pub fn is_without_agency(&self) -> bool {
        self.actor.role() == Role::AgencyAdministrator && self.agency.is_none()
    }

    /// The book of an assister who is signed in; for anybody else one that does not exist.
    pub fn own_book(&self) -> AssisterKey {
        match &self.actor {
            Actor::Assister(own) => own.clone(),
            Actor::Consumer(_) | Actor::Staff(_) | Actor::Program(_) => AssisterKey(String::new()),
        }
    }
}

rows! {
    /// A resource manager whose account is in use.
    struct Manager {
        account_key: AccountKey,
        given_name: String,
        family_name: String,
        language: String,
    }

    /// A session that has not ended, with whose it is.
    struct Stored {
        account_key: AccountKey,
        role: Role,
        given_name: String,
        family_name: String,
        language: String,
        consumer_key: Option<ConsumerKey>,
        assister_key: Option<AssisterKey>,
        assister_kind: Option<AssisterKind>,
        agency_key: Option<AgencyKey>,
        created_at: Instant,
        last_seen_at: Instant,
        confirmed_at: Instant,
        second_factor_due: bool,
    }
}

statements! {
    /// The one statement that every request begins with.
    fn of_token(Public, token_sha256: &str) -> Option<Stored> =
        "SELECT a.account_key, a.role, a.given_name, a.family_name, a.language, c.consumer_key, r.assister_key, r.kind AS assister_kind, \
         a.agency_key, s.created_at, s.last_seen_at, s.confirmed_at, s.second_factor_due \
         FROM sessions s \
         JOIN accounts a ON a.account_key = s.account_key \
         LEFT JOIN consumers c ON c.account_key = a.account_key \
         LEFT JOIN assisters r ON r.account_key = a.account_key \
         WHERE s.token_sha256 = $1 AND s.ended_at IS NULL AND a.disabled_at IS NULL";
    /// The resource managers of an address; with an empty one, the first two.
    fn managers(Public, email: &str) -> Vec<Manager> =
        "SELECT account_key, given_name, family_name, language FROM accounts WHERE role = 'resource_manager' \
         AND disabled_at IS NULL AND (CAST($1 AS TEXT) = '' OR email = $1) ORDER BY account_key LIMIT 2";
    fn seen(AtWork, token_sha256: &str, now: Instant) -> Changed =
        "UPDATE sessions SET last_seen_at = $2 WHERE token_sha256 = $1 AND ended_at IS NULL AND last_seen_at < $2";
    fn start(AtTheEntrance, token_sha256: &str, csrf_sha256: &str, account: &AccountKey, now: Instant, second_factor_due: bool, ip: &str, user_agent: &str) -> Changed =
        "INSERT INTO sessions (token_sha256, csrf_sha256, account_key, created_at, last_seen_at, confirmed_at, second_factor_due, ip, user_agent) \
         VALUES ($1, $2, $3, $4, $4, $4, $5, $6, $7)";
    fn used(AtTheEntrance, account: &AccountKey, now: Instant) -> Changed =
        "UPDATE accounts SET last_used_at = $2 WHERE account_key = $1";
    fn end(AtTheEntrance, token_sha256: &str, now: Instant) -> Changed =
        "UPDATE sessions SET ended_at = $2 WHERE token_sha256 = $1 AND ended_at IS NULL";
    fn end_all(Beside, account: &AccountKey, now: Instant) -> Changed =
        "UPDATE sessions SET ended_at = $2 WHERE account_key = $1 AND ended_at IS NULL";
}

/// What was made or used later than that was so while the clock was wrong, and would outlive its limits.
pub(crate) use domain::access::CLOCKS_APART;

/// A session's last use is written down at most this often, in seconds.
pub(crate) const SEEN_EVERY: i64 = 60;

/// The session of a token that is neither ended nor too old.
#[derive(Clone, Debug)]
pub struct Live {
    /// Whose.
    session: Session,
    /// The second factor is still due: nothing but that can be done with it (ID-2).
    second_factor_due: bool,
}

/// Somebody who gave the right password and still owes the second factor: no verb takes it.
#[derive(Clone, Debug)]
pub struct Pending {
    session: Session,
}

impl Live {
    /// The session, when nothing is due any more.
    pub fn signed_in(self) -> Option<Session> {
        (!self.second_factor_due).then_some(self.session)
    }

    /// Who owes the second factor.
    pub fn pending(self) -> Option<Pending> {
        self.second_factor_due.then_some(Pending { session: self.session })
    }
}

impl Pending {
    /// The account.
    pub fn account_key(&self) -> &AccountKey {
        &self.session.account_key
    }

    /// The role of the account.
    pub fn role(&self) -> Role {
        self.session.actor.role()
    }

    /// Whose account it is.
    pub fn person(&self) -> crate::Person {
        self.session.person()
    }

    /// The token that the forms of the pending session carry.
    pub fn csrf(&self) -> &str {
        &self.session.csrf
    }

    /// Where the request comes from.
    pub fn context(&self) -> &RequestContext {
        &self.session.context
    }

    /// The hash of its token: the session's row.
    pub fn token_sha256(&self) -> &str {
        &self.session.token_sha256
    }
}

impl Door {
    /// The live session of a token; `None` when nobody is behind it: ended, too long unused (by role), too
    /// old, the account disabled (ID-2, ID-3).
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn session_of(&self, token: &str, context: RequestContext) -> Result<Option<Live>, Error> {
        self.live(token, context, true).await
    }

    /// The same for a request that is no use of the session: its end stays where it is.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn session_unused(&self, token: &str, context: RequestContext) -> Result<Option<Live>, Error> {
        self.live(token, context, false).await
    }

    async fn live(&self, token: &str, context: RequestContext, used: bool) -> Result<Option<Live>, Error> {
        if !is_token(token) {
            return Ok(None);
        }
        let token_sha256 = token_hash(token);
        let Some(stored) = of_token(&mut self.looking(), &token_sha256).await? else { return Ok(None) };
        let now = self.now();
        let limits = &self.profile.sessions;
        let (unused, age) = (now.seconds_since(stored.last_seen_at), now.seconds_since(stored.created_at));
        let from_the_future = unused.min(age) < -CLOCKS_APART;
        if from_the_future
            || unused >= idle_minutes(limits, stored.role) * 60
            || age >= limits.absolute_hours * 3600
        {
            return Ok(None);
        }
        let mut seen_at = stored.last_seen_at;
        if used && unused > SEEN_EVERY {
            seen_at = now;
            self.at_work(None, async |work| seen(work, &token_sha256, now).await).await?.or_not();
        }
        let actor = match (stored.role, stored.consumer_key, stored.assister_key) {
            (Role::Consumer, Some(consumer), _) => Actor::Consumer(consumer),
            (Role::Assister, _, Some(assister)) => Actor::Assister(assister),
            (Role::Consumer, None, _) => return Err(Error::Corrupt("an account without its consumer")),
            (Role::Assister, _, None) => return Err(Error::Corrupt("an account without its assister")),
            (
                staff @ (Role::AgencyAdministrator
                | Role::ResourceManager
                | Role::ServiceDesk
                | Role::Auditor),
                _,
                _,
            ) => Actor::Staff(staff),
        };
        let session = Session {
            ends: Some(Ends::of(limits, stored.role, stored.created_at, seen_at)),
            account_key: stored.account_key,
            actor,
            assister_kind: stored.assister_kind,
            agency: stored.agency_key.filter(|_| stored.role == Role::AgencyAdministrator),
            name: domain::typed::name::full(&stored.given_name, &stored.family_name),
            person_name: Name::new(stored.given_name, stored.family_name),
            language: stored.language,
            csrf: csrf_of(token),
            context,
            began_at: stored.created_at,
            confirmed_at: Some(stored.confirmed_at),
            token_sha256,
            shows_again: false,
            refused_on: Arc::default(),
        };
        Ok(Some(Live { session, second_factor_due: stored.second_factor_due }))
    }
}

impl Door {
    /// A session without a browser, for a command of whoever runs the server: in the name of a resource manager, whom the
    /// events then name, with this word before their request. It has no token, so that nobody can go on with it, and
    /// opens what the roster's door opens, and of a consumer what the exchange may do alone. `None` when no one account has this address; with an
    /// empty address, when there is not exactly one resource manager.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn in_the_name_of(&self, email: &str, command: &str) -> Result<Option<Session>, Error> {
        let mut managers = managers(&mut self.looking(), email).await?;
        let Some(Manager { account_key, given_name, family_name, language }) = managers.pop() else {
            return Ok(None);
        };
        if !managers.is_empty() {
            return Ok(None);
        }
        let context = RequestContext {
            request_id: format!("{command}-{}", randomness::row_key()),
            user_agent: command.to_owned(),
            ..RequestContext::default()
        };
        Ok(Some(Session {
            account_key,
            actor: Actor::Staff(Role::ResourceManager),
            assister_kind: None,
            agency: None,
            name: domain::typed::name::full(&given_name, &family_name),
            person_name: Name::new(given_name, family_name),
            language,
            csrf: String::new(),
            context,
            began_at: self.now(),
            confirmed_at: None,
            ends: None,
            token_sha256: String::new(),
            shows_again: false,
            refused_on: Arc::default(),
        }))
    }
}

impl Entrance<'_> {
    /// Starts a session in the transaction that proved who it is; gives its token.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn start_session(
        &mut self,
        account: &AccountKey,
        second_factor_due: bool,
        context: &RequestContext,
    ) -> Result<String, Error> {
        let (token, now) = (randomness::token()?, self.now());
        let (hash, csrf) = (token_hash(&token), limits::csrf_hash(&csrf_of(&token)));
        let (ip, agent) = (&context.ip, &context.user_agent);
        start(self, &hash, &csrf, account, now, second_factor_due, ip, agent).await?.or_not();
        if !second_factor_due {
            used(self, account, now).await?.or_not();
        }
        Ok(token)
    }

    /// Ends one session; false when it had ended.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn end_session(&mut self, token_sha256: &str) -> Result<bool, Error> {
        let now = self.now();
        Ok(end(self, token_sha256, now).await?.any())
    }
}

impl Unbound<'_> {
    /// Ends every session of an account: on suspension and on a new password (ID-3). It holds the account, so that no
    /// session that is about to begin, or to take the place of another, is left out.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn end_sessions(&mut self, account: &AccountKey) -> Result<(), Error> {
        let now = self.now();
        self.hold(account).await?;
        end_all(self, account, now).await?.or_not();
        Ok(())
    }
}

/// The token that the forms of a session carry: it follows from the session's own token, so that it needs
/// no storage, and the session's token does not follow from it.
fn csrf_of(token: &str) -> String {
    randomness::sha256_hex(format!("csrf:{token}").as_bytes())
}

/// The hash by which a token's session is found.
pub fn token_hash(token: &str) -> String {
    randomness::sha256_hex(token.as_bytes())
}

/// Whether this can be a token at all; anything else never reaches the database.
fn is_token(token: &str) -> bool {
    token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// ID-3: how long a session may lie unused.
fn idle_minutes(limits: &Sessions, role: Role) -> i64 {
    match role {
        Role::Consumer => limits.idle_minutes_consumer,
        Role::Assister => limits.idle_minutes_assister,
        Role::AgencyAdministrator | Role::ResourceManager | Role::ServiceDesk | Role::Auditor => {
            limits.idle_minutes_staff
        }
    }
}
