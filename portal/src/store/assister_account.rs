//! One assister account as a resource manager writes and reads it: the facts, the life cycle, who looked.

use super::{ActingOn, Roster, credentials, query, statements};
use crate::{Error, assisters::form::NewAssister};
use domain::{
    access::Action as _,
    certification::{Credentials, Missing},
    people::AssisterKey,
    roster::Action,
};
use jiff::civil::Date;
use sqlx::{Row, any::AnyRow};

/// One account, with all of CERT-1 and its history.
#[derive(Clone, Debug)]
pub struct AssisterAccount {
    /// Row key.
    pub key: AssisterKey,
    /// Given and family name.
    pub name: String,
    /// The personal address, for mail.
    pub email: String,
    /// The address consumers see.
    pub public_email: String,
    /// The number consumers see.
    pub public_phone: String,
    /// Language codes.
    pub languages: Vec<String>,
    /// The agency or organization.
    pub agency: Option<String>,
    /// The seven digits.
    pub reference_number: String,
    /// Navigators and CACs.
    pub assister_id: Option<String>,
    /// Brokers.
    pub npn: Option<String>,
    /// The facts of CERT-1.
    pub credentials: Credentials,
    /// What is missing today; empty means the assister may act.
    pub missing: Vec<Missing>,
    /// Consumers with an association in force.
    pub consumers: i64,
    /// Created at, in microseconds since 1970.
    pub created_at: i64,
    /// Until when the latest invitation can be used; `None` when it was used.
    pub invitation_until: Option<i64>,
    /// The life cycle, newest first (CERT-5).
    pub history: Vec<AssisterStep>,
    /// Who looked at or changed the account, newest first.
    pub events: Vec<RosterEvent>,
}

/// One step of the life cycle.
#[derive(Clone, Debug)]
pub struct AssisterStep {
    /// At, in microseconds since 1970.
    pub at: i64,
    /// The step: `create`, `invite` or a `Transition`.
    pub step: String,
    /// The state after it.
    pub state: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: String,
}

/// One event of the roster about this account.
#[derive(Clone, Debug)]
pub struct RosterEvent {
    /// At, in microseconds since 1970.
    pub at: i64,
    /// Who.
    pub by: String,
    /// What, in plain words after the name.
    pub what: &'static str,
    /// The attempt was refused.
    pub refused: bool,
}

statements! {
    INSERT = "INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, languages, \
        agency_key, reference_number, assister_id, npn, certified_from, certified_until, training_passed_on, access_approved_on, \
        license_until, created_at) VALUES ($1, $2, 'invited', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    READ = "SELECT a.kind, a.state, a.certified_from, a.certified_until, a.training_passed_on, a.access_approved_on, a.license_until, \
        g.state AS agency_state, a.given_name, a.family_name, a.email, a.public_email, a.public_phone, a.languages, g.name AS agency, \
        a.reference_number, a.assister_id, a.npn, a.created_at, \
        coalesce(b.not_started + b.in_progress + b.submitted + b.enrolled, 0) AS consumers, \
        (SELECT max(i.expires_at) FROM invitations i WHERE i.assister_key = a.assister_key AND i.used_at IS NULL) AS invitation_until \
        FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
        LEFT JOIN book_counts b ON b.assister_key = a.assister_key WHERE a.assister_key = $1";
    STEPS = "SELECT t.at, t.transition, t.state, t.reason, coalesce(c.given_name || ' ' || c.family_name, '') AS by_name \
        FROM assister_transitions t LEFT JOIN accounts c ON c.account_key = t.account_key \
        WHERE t.assister_key = $1 ORDER BY t.number DESC LIMIT 100";
    EVENTS = "SELECT at, actor_name, action, outcome FROM audit_events WHERE subject = 'roster' AND target = $1 \
        ORDER BY number DESC LIMIT 20";
}

/// Writes a new account, with its reference number and assister ID.
pub(crate) async fn insert(
    acting: &mut ActingOn<'_, Roster>,
    key: &AssisterKey,
    new: &NewAssister,
    numbers: (&str, Option<&str>),
) -> Result<(), Error> {
    let now = acting.now().0;
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    query(INSERT)
        .bind(key.0.clone())
        .bind(new.kind.word())
        .bind(new.given_name.clone())
        .bind(new.family_name.clone())
        .bind(new.email.clone())
        .bind(new.public_phone.clone())
        .bind(new.public_email.clone())
        .bind(new.languages.clone())
        .bind(new.agency.clone())
        .bind(numbers.0.to_owned())
        .bind(numbers.1.map(str::to_owned))
        .bind(new.stored_npn().map(str::to_owned))
        .bind(new.certified_from.to_string())
        .bind(new.certified_until.to_string())
        .bind(day(new.training_passed_on))
        .bind(day(new.access_approved_on))
        .bind(day(new.license_until))
        .bind(now)
        .execute(acting.connection())
        .await?;
    Ok(())
}

/// One account, or `None`.
pub(crate) async fn read(
    acting: &mut ActingOn<'_, Roster>,
    assister: &AssisterKey,
    today: Date,
) -> Result<Option<AssisterAccount>, Error> {
    let row = query(READ).bind(assister.0.clone()).fetch_optional(acting.connection()).await?;
    let Some(row) = row else { return Ok(None) };
    let mut account = from_row(&row, assister, today)?;
    let steps = query(STEPS).bind(assister.0.clone()).fetch_all(acting.connection()).await?;
    account.history = steps.iter().map(step).collect::<Result<_, _>>()?;
    let events = query(EVENTS).bind(assister.0.clone()).fetch_all(acting.connection()).await?;
    account.events = events.iter().map(event).collect::<Result<_, _>>()?;
    Ok(Some(account))
}

fn from_row(row: &AnyRow, key: &AssisterKey, today: Date) -> Result<AssisterAccount, Error> {
    let credentials = credentials::credentials(row, 0)?;
    let (given, family): (String, String) = (row.try_get(8)?, row.try_get(9)?);
    let languages: String = row.try_get(13)?;
    Ok(AssisterAccount {
        missing: credentials.missing_on(today),
        credentials,
        key: key.clone(),
        name: format!("{given} {family}"),
        email: row.try_get(10)?,
        public_email: row.try_get(11)?,
        public_phone: row.try_get(12)?,
        languages: languages.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        agency: row.try_get(14)?,
        reference_number: row.try_get(15)?,
        assister_id: row.try_get(16)?,
        npn: row.try_get(17)?,
        created_at: row.try_get(18)?,
        consumers: row.try_get(19)?,
        invitation_until: row.try_get(20)?,
        history: Vec::new(),
        events: Vec::new(),
    })
}

fn step(row: &AnyRow) -> Result<AssisterStep, Error> {
    Ok(AssisterStep {
        at: row.try_get(0)?,
        step: row.try_get(1)?,
        state: row.try_get(2)?,
        reason: row.try_get(3)?,
        by: row.try_get(4)?,
    })
}

fn event(row: &AnyRow) -> Result<RosterEvent, Error> {
    let action: String = row.try_get(2)?;
    let outcome: String = row.try_get(3)?;
    Ok(RosterEvent {
        at: row.try_get(0)?,
        by: row.try_get(1)?,
        what: Action::from_word(&action).ok_or(Error::Corrupt("an action"))?.row().did,
        refused: outcome == "refused",
    })
}
