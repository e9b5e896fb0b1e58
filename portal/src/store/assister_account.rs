//! One assister account as the resource manager reads it: the facts, the life cycle, who looked.

use super::{ActingOn, Roster, credentials, query, statements};
use crate::{
    Error,
    assisters::{AssisterAccount, AssisterStep, RosterEvent},
};
use domain::{access::Action as _, people::AssisterKey, roster::Action};
use jiff::civil::Date;
use sqlx::{Row, any::AnyRow};

statements! {
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
