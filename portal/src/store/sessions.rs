//! Sessions (ID-3): the row of a session is found by the SHA-256 of its token, so that whoever reads the
//! table cannot use one. `OF_TOKEN` is the one statement that every request begins with.

use super::{Db, db::query, entrance::Entrance, statements};
use crate::{Error, randomness::sha256_hex, session::RequestContext};
use domain::people::{AccountKey, Actor, AssisterKey, AssisterKind, ConsumerKey, Role};
use sqlx::{AnyConnection, Row, any::AnyRow};

statements! {
    OF_TOKEN = "SELECT a.account_key, a.role, a.given_name, a.family_name, c.consumer_key, r.assister_key, \
        s.created_at, s.last_seen_at, s.second_factor_due, r.kind \
        FROM sessions s \
        JOIN accounts a ON a.account_key = s.account_key \
        LEFT JOIN consumers c ON c.account_key = a.account_key \
        LEFT JOIN assisters r ON r.account_key = a.account_key \
        WHERE s.token_sha256 = $1 AND s.ended_at IS NULL AND a.disabled_at IS NULL";
    SEEN = "UPDATE sessions SET last_seen_at = $2 WHERE token_sha256 = $1 AND ended_at IS NULL AND last_seen_at < $2";
    START = "INSERT INTO sessions (token_sha256, account_key, created_at, last_seen_at, confirmed_at, second_factor_due, ip, user_agent) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    END = "UPDATE sessions SET ended_at = $2 WHERE token_sha256 = $1 AND ended_at IS NULL";
    END_ALL = "UPDATE sessions SET ended_at = $2 WHERE account_key = $1 AND ended_at IS NULL";
}

/// A session that has not ended, as stored; the limits of ID-3 are judged by the caller.
pub(crate) struct StoredSession {
    pub(crate) account_key: AccountKey,
    pub(crate) actor: Actor,
    pub(crate) name: String,
    pub(crate) created_at: i64,
    pub(crate) last_seen_at: i64,
    pub(crate) second_factor_due: bool,
    pub(crate) assister_kind: Option<AssisterKind>,
}

fn from_row(row: &AnyRow) -> Result<StoredSession, Error> {
    let role: String = row.try_get(1)?;
    let given: String = row.try_get(2)?;
    let family: String = row.try_get(3)?;
    let consumer: Option<String> = row.try_get(4)?;
    let assister: Option<String> = row.try_get(5)?;
    let actor = match Role::from_word(&role).ok_or(Error::Corrupt("a role"))? {
        Role::Consumer => {
            Actor::Consumer(ConsumerKey(consumer.ok_or(Error::Corrupt("an account without its consumer"))?))
        }
        Role::Assister => {
            Actor::Assister(AssisterKey(assister.ok_or(Error::Corrupt("an account without its assister"))?))
        }
        staff @ (Role::AgencyAdministrator | Role::ResourceManager | Role::ServiceDesk | Role::Auditor) => {
            Actor::Staff(staff)
        }
    };
    Ok(StoredSession {
        account_key: AccountKey(row.try_get(0)?),
        actor,
        name: format!("{given} {family}"),
        created_at: row.try_get(6)?,
        last_seen_at: row.try_get(7)?,
        second_factor_due: row.try_get::<i64, _>(8)? == 1,
        assister_kind: row.try_get::<Option<String>, _>(9)?.as_deref().and_then(AssisterKind::from_word),
    })
}

impl Db {
    /// The session behind a token's hash, when neither it nor its account has ended.
    pub(crate) async fn session_of(&self, token_sha256: &str) -> Result<Option<StoredSession>, Error> {
        let row = query(OF_TOKEN).bind(token_sha256.to_owned()).fetch_optional(self.reader()).await?;
        row.as_ref().map(from_row).transpose()
    }

    /// Writes down that the session is in use.
    pub(crate) async fn session_seen(&self, token_sha256: &str, now: i64) -> Result<(), Error> {
        let mut tx = self.begin_append().await?;
        query(SEEN).bind(token_sha256.to_owned()).bind(now).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Starts a session in the transaction that proved who it is.
pub(crate) async fn start(
    entrance: &mut Entrance,
    token: &str,
    account: &AccountKey,
    second_factor_due: bool,
    context: &RequestContext,
) -> Result<(), Error> {
    let now = entrance.now();
    query(START)
        .bind(sha256_hex(token.as_bytes()))
        .bind(account.0.clone())
        .bind(now)
        .bind(now)
        .bind(now)
        .bind(i64::from(second_factor_due))
        .bind(context.ip.clone())
        .bind(context.user_agent.clone())
        .execute(entrance.connection())
        .await?;
    Ok(())
}

/// Ends one session; false when it had ended.
pub(crate) async fn end(entrance: &mut Entrance, token_sha256: &str) -> Result<bool, Error> {
    let now = entrance.now();
    let done = query(END).bind(token_sha256.to_owned()).bind(now).execute(entrance.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every session of an account: on suspension and on a new password (ID-3). Gives how many ended.
pub(crate) async fn end_all(
    connection: &mut AnyConnection,
    account: &AccountKey,
    now: i64,
) -> Result<u64, Error> {
    let ended = query(END_ALL).bind(account.0.clone()).bind(now).execute(connection).await?;
    Ok(ended.rows_affected())
}
