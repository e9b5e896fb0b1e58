//! What comes before an account: a consumer's registration that waits for the code from the mail (ID-1),
//! and an assister's invitation with its registration code (CERT-3).

use super::{Entrance, accounts::Person, query, statements};
use crate::{Error, randomness::sha256_hex};
use domain::people::AssisterKey;
use sqlx::Row;

statements! {
    REGISTER = "INSERT INTO registrations (registration_sha256, sealed, code_sha256, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5)";
    TRY = "UPDATE registrations SET tries = tries + 1 \
        WHERE registration_sha256 = $1 AND used_at IS NULL AND tries < $2 AND expires_at > $3 \
        RETURNING code_sha256, sealed";
    USE = "UPDATE registrations SET used_at = $2 WHERE registration_sha256 = $1 AND used_at IS NULL";
    WAITING = "SELECT sealed FROM registrations WHERE registration_sha256 = $1 AND used_at IS NULL AND created_at > $2";
    NEW_CODE = "UPDATE registrations SET code_sha256 = $2, expires_at = $3, tries = 0 WHERE registration_sha256 = $1";
    PURGE = "DELETE FROM registrations WHERE created_at < $1";
    INVITATION = "SELECT i.assister_key, a.given_name, a.family_name, a.email, a.state FROM invitations i \
        JOIN assisters a ON a.assister_key = i.assister_key \
        WHERE i.code_sha256 = $1 AND i.used_at IS NULL AND i.expires_at > $2";
    USE_INVITATION = "UPDATE invitations SET used_at = $2 WHERE code_sha256 = $1 AND used_at IS NULL AND expires_at > $2";
    ACTIVATE = "UPDATE assisters SET state = 'active', account_key = $2, version = version + 1 \
        WHERE assister_key = $1 AND state = 'invited' AND account_key IS NULL";
    TRANSITION = "INSERT INTO assister_transitions (assister_key, number, at, transition, state, reason, account_key) \
        SELECT a.assister_key, 1 + COALESCE((SELECT max(t.number) FROM assister_transitions t WHERE t.assister_key = a.assister_key), 0), \
        CAST($2 AS BIGINT), 'activate', 'active', 'registration code used', CAST($3 AS TEXT) \
        FROM assisters a WHERE a.assister_key = $1";
}

/// Keeps a registration until its code comes back. `token` names it to the person's browser only.
pub(crate) async fn register(
    entrance: &mut Entrance<'_>,
    token: &str,
    sealed: Vec<u8>,
    code_sha256: String,
    expires_at: i64,
) -> Result<(), Error> {
    let now = entrance.now().0;
    query(REGISTER)
        .bind(sha256_hex(token.as_bytes()))
        .bind(sealed)
        .bind(code_sha256)
        .bind(now)
        .bind(expires_at)
        .execute(entrance.connection())
        .await?;
    Ok(())
}

/// Counts a try and gives the hash of the code with the sealed registration; `None` when it has expired,
/// was used, or has no tries left.
pub(crate) async fn try_code(
    entrance: &mut Entrance<'_>,
    token: &str,
    most_tries: i64,
) -> Result<Option<(String, Vec<u8>)>, Error> {
    let now = entrance.now().0;
    let row = query(TRY)
        .bind(sha256_hex(token.as_bytes()))
        .bind(most_tries)
        .bind(now)
        .fetch_optional(entrance.connection())
        .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// The registration is done with.
pub(crate) async fn use_up(entrance: &mut Entrance<'_>, token: &str) -> Result<bool, Error> {
    let now = entrance.now().0;
    let done = query(USE).bind(sha256_hex(token.as_bytes())).bind(now).execute(entrance.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// A registration that still waits, made after `since`.
pub(crate) async fn waiting(
    entrance: &mut Entrance<'_>,
    token: &str,
    since: i64,
) -> Result<Option<Vec<u8>>, Error> {
    let row = query(WAITING)
        .bind(sha256_hex(token.as_bytes()))
        .bind(since)
        .fetch_optional(entrance.connection())
        .await?;
    row.map(|row| Ok(row.try_get(0)?)).transpose()
}

/// Replaces the code of a registration.
pub(crate) async fn new_code(
    entrance: &mut Entrance<'_>,
    token: &str,
    code_sha256: String,
    expires_at: i64,
) -> Result<(), Error> {
    query(NEW_CODE)
        .bind(sha256_hex(token.as_bytes()))
        .bind(code_sha256)
        .bind(expires_at)
        .execute(entrance.connection())
        .await?;
    Ok(())
}

/// Forgets registrations made before an instant.
pub(crate) async fn purge(entrance: &mut Entrance<'_>, before: i64) -> Result<(), Error> {
    query(PURGE).bind(before).execute(entrance.connection()).await?;
    Ok(())
}

/// An invitation that is open now.
pub(crate) struct Invitation {
    pub(crate) assister: AssisterKey,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) email: String,
    pub(crate) state: String,
}

/// The open invitation of a registration code (CERT-3: unused, not expired).
pub(crate) async fn invitation(
    entrance: &mut Entrance<'_>,
    code_sha256: &str,
) -> Result<Option<Invitation>, Error> {
    let now = entrance.now().0;
    let row = query(INVITATION)
        .bind(code_sha256.to_owned())
        .bind(now)
        .fetch_optional(entrance.connection())
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Invitation {
        assister: AssisterKey(row.try_get(0)?),
        given_name: row.try_get(1)?,
        family_name: row.try_get(2)?,
        email: row.try_get(3)?,
        state: row.try_get(4)?,
    }))
}

/// Uses up the invitation, makes the assister active with this account, and writes the step of the life
/// cycle; false when somebody was quicker (CERT-3, CERT-5).
pub(crate) async fn activate(
    entrance: &mut Entrance<'_>,
    code_sha256: &str,
    assister: &AssisterKey,
    person: &Person,
) -> Result<bool, Error> {
    let now = entrance.now().0;
    let used =
        query(USE_INVITATION).bind(code_sha256.to_owned()).bind(now).execute(entrance.connection()).await?;
    let active = query(ACTIVATE)
        .bind(assister.0.clone())
        .bind(person.account_key.0.clone())
        .execute(entrance.connection())
        .await?;
    if used.rows_affected() != 1 || active.rows_affected() != 1 {
        return Ok(false);
    }
    query(TRANSITION)
        .bind(assister.0.clone())
        .bind(now)
        .bind(person.account_key.0.clone())
        .execute(entrance.connection())
        .await?;
    Ok(true)
}
