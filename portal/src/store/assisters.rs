//! Assister accounts: rows, invitations, the life cycle, and the list of the resource manager.

use super::{ActingOn, Roster, credentials, query, statements};
use crate::{
    Error,
    assisters::{Agency, AssistersWanted, ListedAssister},
};
use domain::{
    certification::AccountState,
    people::{AccountKey, AssisterKey, AssisterKind},
};
use jiff::civil::Date;
use sqlx::{Row, any::AnyRow};

statements! {
    AGENCIES = "SELECT agency_key, name, kind FROM agencies WHERE state = 'active' ORDER BY name, agency_key";
    SAME_PERSON = "SELECT kind, state, email FROM assisters WHERE email = $1 \
        OR (npn = CAST($2 AS TEXT) AND state <> 'decertified') ORDER BY CASE WHEN email = $3 THEN 0 ELSE 1 END LIMIT 1";
    STAFF_EMAIL = "SELECT count(*) AS found FROM accounts WHERE email = $1 AND role <> 'consumer'";
    NUMBER_TAKEN = "SELECT count(*) AS found FROM assisters WHERE reference_number = $1 OR assister_id = $2";
    RECORD_STEP = "INSERT INTO assister_transitions (assister_key, number, at, transition, state, reason, account_key) \
        SELECT CAST($1 AS TEXT), count(*) + 1, CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT) \
        FROM assister_transitions WHERE assister_key = $7";
    CLOSE_INVITATIONS = "UPDATE invitations SET expires_at = $2 WHERE assister_key = $1 AND used_at IS NULL AND expires_at > $2";
    INVITE = "INSERT INTO invitations (code_sha256, assister_key, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    ADDRESSEE = "SELECT given_name, family_name, email, reference_number FROM assisters WHERE assister_key = $1";
    STATE = "SELECT state FROM assisters WHERE assister_key = $1";
    SET_STATE = "UPDATE assisters SET state = $2, version = version + 1 WHERE assister_key = $1 AND state = $3";
    ACCOUNT_OF = "SELECT account_key FROM assisters WHERE assister_key = $1";
    PAGE = "SELECT a.kind, a.state, a.certified_from, a.certified_until, a.training_passed_on, a.access_approved_on, a.license_until, \
        g.state AS agency_state, a.assister_key, a.given_name, a.family_name, g.name AS agency, a.reference_number \
        FROM assisters a LEFT JOIN agencies g ON g.agency_key = a.agency_key \
        WHERE (CAST($1 AS TEXT) = '' OR a.kind = $1) AND (CAST($2 AS TEXT) = '' OR a.state = $2) \
        AND (CAST($3 AS TEXT) = '' OR a.reference_number = $3 OR a.assister_id = $3 OR a.npn = $3 OR a.email = $3 \
            OR lower(a.given_name || ' ' || a.family_name) LIKE CAST($4 AS TEXT)) \
        AND (CAST($5 AS TEXT) = '' OR (a.family_name, a.given_name, a.assister_key) > \
            (SELECT b.family_name, b.given_name, b.assister_key FROM assisters b WHERE b.assister_key = $5)) \
        ORDER BY a.family_name, a.given_name, a.assister_key LIMIT $6";
    COUNTS = "SELECT kind, state, count(*) AS accounts FROM assisters GROUP BY kind, state";
}

/// The agencies in force.
pub(crate) async fn agencies(acting: &mut ActingOn<'_, Roster>) -> Result<Vec<Agency>, Error> {
    let rows = query(AGENCIES).fetch_all(acting.connection()).await?;
    rows.iter()
        .map(|row| Ok(Agency { key: row.try_get(0)?, name: row.try_get(1)?, kind: kind(row, 2)? }))
        .collect()
}

/// Reads the kind from a column.
pub(super) fn kind(row: &AnyRow, column: usize) -> Result<AssisterKind, Error> {
    let word: String = row.try_get(column)?;
    AssisterKind::from_word(&word).ok_or(Error::Corrupt("assister kind"))
}

/// Reads the state from a column.
pub(super) fn account_state(row: &AnyRow, column: usize) -> Result<AccountState, Error> {
    let word: String = row.try_get(column)?;
    AccountState::from_word(&word).ok_or(Error::Corrupt("assister state"))
}

/// An account that may be the same person's.
pub(crate) struct Twin {
    pub(crate) kind: AssisterKind,
    pub(crate) state: AccountState,
    pub(crate) same_email: bool,
}

/// An account with this address, or else an active broker with this NPN.
pub(crate) async fn same_person(
    acting: &mut ActingOn<'_, Roster>,
    email: &str,
    npn: Option<&str>,
) -> Result<Option<Twin>, Error> {
    let row = query(SAME_PERSON)
        .bind(email.to_owned())
        .bind(npn.map(str::to_owned))
        .bind(email.to_owned())
        .fetch_optional(acting.connection())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let same_email = row.try_get::<String, _>(2)? == email;
    Ok(Some(Twin { kind: kind(&row, 0)?, state: account_state(&row, 1)?, same_email }))
}

/// Whether a member of staff has this address.
pub(crate) async fn staff_has_email(acting: &mut ActingOn<'_, Roster>, email: &str) -> Result<bool, Error> {
    let row = query(STAFF_EMAIL).bind(email.to_owned()).fetch_one(acting.connection()).await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}

/// Whether a reference number or an assister ID was ever issued.
pub(crate) async fn number_is_taken(acting: &mut ActingOn<'_, Roster>, number: &str) -> Result<bool, Error> {
    let taken = query(NUMBER_TAKEN).bind(number.to_owned()).bind(number.to_owned());
    Ok(taken.fetch_one(acting.connection()).await?.try_get::<i64, _>(0)? > 0)
}

/// Writes one step of the history: word, state after it, reason.
pub(crate) async fn record_step(
    acting: &mut ActingOn<'_, Roster>,
    assister: &AssisterKey,
    step: (&str, AccountState, &str),
    by: &AccountKey,
) -> Result<(), Error> {
    let now = acting.now().0;
    query(RECORD_STEP)
        .bind(assister.0.clone())
        .bind(now)
        .bind(step.0.to_owned())
        .bind(step.1.word())
        .bind(step.2.to_owned())
        .bind(by.0.clone())
        .bind(assister.0.clone())
        .execute(acting.connection())
        .await?;
    Ok(())
}

/// Closes open invitations and writes a new one; only the code's hash is kept.
pub(crate) async fn replace_invitation(
    acting: &mut ActingOn<'_, Roster>,
    assister: &AssisterKey,
    code_sha256: &str,
    expires_at: i64,
) -> Result<(), Error> {
    let now = acting.now().0;
    query(CLOSE_INVITATIONS).bind(assister.0.clone()).bind(now).execute(acting.connection()).await?;
    query(INVITE)
        .bind(code_sha256.to_owned())
        .bind(assister.0.clone())
        .bind(now)
        .bind(expires_at)
        .execute(acting.connection())
        .await?;
    Ok(())
}

/// Name, address and reference number, for the invitation.
pub(crate) async fn addressee(
    acting: &mut ActingOn<'_, Roster>,
    assister: &AssisterKey,
) -> Result<(String, String, String), Error> {
    let row = query(ADDRESSEE).bind(assister.0.clone()).fetch_one(acting.connection()).await?;
    let (given, family): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    Ok((format!("{given} {family}"), row.try_get(2)?, row.try_get(3)?))
}

/// The stored state; `None` when there is no such account.
pub(crate) async fn state(
    acting: &mut ActingOn<'_, Roster>,
    assister: &AssisterKey,
) -> Result<Option<AccountState>, Error> {
    let row = query(STATE).bind(assister.0.clone()).fetch_optional(acting.connection()).await?;
    row.map(|row| account_state(&row, 0)).transpose()
}

/// Moves the account to another state.
pub(crate) async fn set_state(
    acting: &mut ActingOn<'_, Roster>,
    assister: &AssisterKey,
    from: AccountState,
    to: AccountState,
) -> Result<(), Error> {
    let moved = query(SET_STATE)
        .bind(assister.0.clone())
        .bind(to.word())
        .bind(from.word())
        .execute(acting.connection())
        .await?;
    // The assister activated in between: the page is out of date.
    match moved.rows_affected() {
        1 => Ok(()),
        _ => Err(domain::refusal::Refusal::IllegalTransition.into()),
    }
}

/// Ends every session of the assister, on every server (CERT-7, ID-3).
pub(crate) async fn end_sessions(
    acting: &mut ActingOn<'_, Roster>,
    assister: &AssisterKey,
) -> Result<(), Error> {
    let row = query(ACCOUNT_OF).bind(assister.0.clone()).fetch_one(acting.connection()).await?;
    let Some(account) = row.try_get::<Option<String>, _>(0)? else { return Ok(()) };
    acting.beside().end_sessions(&AccountKey(account)).await?;
    Ok(())
}

/// What is compared exactly: numbers without spaces and dashes, an assister ID in capitals, an e-mail
/// address in small letters.
fn exact(search: &str) -> String {
    let plain: String = search.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if search.contains('@') {
        search.to_lowercase()
    } else if plain.chars().any(|c| c.is_ascii_digit()) {
        plain.to_ascii_uppercase()
    } else {
        search.to_ascii_uppercase()
    }
}

/// A page of the list, in the order of names.
pub(crate) async fn page(
    acting: &mut ActingOn<'_, Roster>,
    wanted: &AssistersWanted,
    rows: i64,
    today: Date,
) -> Result<Vec<ListedAssister>, Error> {
    let search = wanted.search.trim();
    let letters = search.to_lowercase().replace(['%', '_', '\\'], "");
    let name = if letters.is_empty() { String::new() } else { format!("%{letters}%") };
    let rows = query(PAGE)
        .bind(wanted.kind.map(|kind| kind.word().to_owned()).unwrap_or_default())
        .bind(wanted.state.map(|state| state.word().to_owned()).unwrap_or_default())
        .bind(if search.is_empty() { String::new() } else { exact(search) })
        .bind(name)
        .bind(wanted.after.as_ref().map(|key| key.0.clone()).unwrap_or_default())
        .bind(rows)
        .fetch_all(acting.connection())
        .await?;
    rows.iter().map(|row| listed(row, today)).collect()
}

fn listed(row: &AnyRow, today: Date) -> Result<ListedAssister, Error> {
    let credentials = credentials::credentials(row, 0)?;
    let (given, family): (String, String) = (row.try_get(9)?, row.try_get(10)?);
    Ok(ListedAssister {
        missing: credentials.missing_on(today),
        credentials,
        key: AssisterKey(row.try_get(8)?),
        name: format!("{given} {family}"),
        agency: row.try_get(11)?,
        reference_number: row.try_get(12)?,
    })
}

/// Accounts by kind and state.
pub(crate) async fn counts(
    acting: &mut ActingOn<'_, Roster>,
) -> Result<Vec<(AssisterKind, AccountState, i64)>, Error> {
    let rows = query(COUNTS).fetch_all(acting.connection()).await?;
    rows.iter().map(|row| Ok((kind(row, 0)?, account_state(row, 1)?, row.try_get(2)?))).collect()
}
