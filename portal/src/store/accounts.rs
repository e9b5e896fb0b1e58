//! Accounts: found by name for sign-in, made at the entrance, with their second factor and recovery codes.

use super::{Entrance, query, statements};
use crate::{Error, randomness};
use domain::people::{AccountKey, Role};
use sqlx::{Row, any::AnyRow};

macro_rules! known {
    ($condition:literal) => {
        concat!(
            "SELECT a.account_key, a.username, a.given_name, a.family_name, a.role, r.kind FROM accounts a \
             LEFT JOIN assisters r ON r.account_key = a.account_key WHERE ",
            $condition,
            " AND a.disabled_at IS NULL"
        )
    };
}

statements! {
    FOR_SIGN_IN = "SELECT account_key, password_hash, totp_confirmed_at, role, given_name, family_name \
            FROM accounts WHERE username = $1 AND disabled_at IS NULL \
        UNION ALL SELECT account_key, password_hash, totp_confirmed_at, role, given_name, family_name \
            FROM accounts WHERE email = $2 AND role = 'consumer' AND disabled_at IS NULL \
        UNION ALL SELECT account_key, password_hash, totp_confirmed_at, role, given_name, family_name \
            FROM accounts WHERE email = $3 AND role <> 'consumer' AND disabled_at IS NULL";
    USERNAME_TAKEN = "SELECT count(*) AS taken FROM accounts WHERE username = $1";
    CONSUMER_EMAIL_TAKEN = "SELECT count(*) AS taken FROM accounts WHERE email = $1 AND role = 'consumer'";
    WORKING_EMAIL_TAKEN = "SELECT count(*) AS taken FROM accounts WHERE email = $1 AND role <> 'consumer'";
    INSERT = "INSERT INTO accounts (account_key, role, username, email, email_verified_at, given_name, family_name, password_hash, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    INSERT_CONSUMER = "INSERT INTO consumers (consumer_key, account_key, given_name, family_name, date_of_birth, email, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FACTOR = "SELECT username, totp_secret, totp_confirmed_at FROM accounts WHERE account_key = $1 AND disabled_at IS NULL";
    SET_SECRET = "UPDATE accounts SET totp_secret = $2, totp_last_step = 0 \
        WHERE account_key = $1 AND totp_secret IS NULL AND totp_confirmed_at IS NULL";
    CONFIRM_FACTOR = "UPDATE accounts SET totp_confirmed_at = $2 WHERE account_key = $1 AND totp_confirmed_at IS NULL";
    USE_STEP = "UPDATE accounts SET totp_last_step = $2 WHERE account_key = $1 AND totp_last_step < $2";
    ADD_RECOVERY_CODE = "INSERT INTO recovery_codes (account_key, code_sha256) VALUES ($1, $2)";
    USE_RECOVERY_CODE = "UPDATE recovery_codes SET used_at = $3 WHERE account_key = $1 AND code_sha256 = $2 AND used_at IS NULL";
    BY_USERNAME = known!("a.username = $1");
    /// The practice cast: as many places as there are personas.
    AMONG = known!("a.username IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
}

/// What sign-in needs to know of an account.
pub(crate) struct Candidate {
    pub(crate) person: Person,
    pub(crate) password_hash: Option<String>,
    pub(crate) has_second_factor: bool,
}

pub(crate) use door::Person;

fn candidate(row: &AnyRow) -> Result<Candidate, Error> {
    let role: String = row.try_get(3)?;
    let given: String = row.try_get(4)?;
    let family: String = row.try_get(5)?;
    Ok(Candidate {
        person: Person {
            account_key: AccountKey(row.try_get(0)?),
            role: Role::from_word(&role).ok_or(Error::Corrupt("a role"))?,
            name: format!("{given} {family}"),
        },
        password_hash: row.try_get(1)?,
        has_second_factor: row.try_get::<Option<i64>, _>(2)?.is_some(),
    })
}

/// The accounts that a typed username or e-mail address may mean: none, one, or the two that one person
/// has as a consumer and at work.
pub(crate) async fn for_sign_in(entrance: &mut Entrance<'_>, name: &str) -> Result<Vec<Candidate>, Error> {
    let rows = query(FOR_SIGN_IN)
        .bind(name.to_owned())
        .bind(name.to_owned())
        .bind(name.to_owned())
        .fetch_all(entrance.connection())
        .await?;
    rows.iter().map(candidate).collect()
}

async fn is_taken(entrance: &mut Entrance<'_>, sql: &'static str, value: &str) -> Result<bool, Error> {
    let row = query(sql).bind(value.to_owned()).fetch_one(entrance.connection()).await?;
    Ok(row.try_get::<i64, _>(0)? > 0)
}

/// Whether somebody has this username.
pub(crate) async fn username_taken(entrance: &mut Entrance<'_>, username: &str) -> Result<bool, Error> {
    is_taken(entrance, USERNAME_TAKEN, username).await
}

/// Whether an account of this kind of role has this e-mail address.
pub(crate) async fn email_taken(entrance: &mut Entrance<'_>, role: Role, email: &str) -> Result<bool, Error> {
    let sql = if role == Role::Consumer { CONSUMER_EMAIL_TAKEN } else { WORKING_EMAIL_TAKEN };
    is_taken(entrance, sql, email).await
}

/// An account to be made.
pub(crate) struct NewAccount {
    pub(crate) role: Role,
    pub(crate) username: String,
    pub(crate) email: String,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) password_hash: String,
}

/// Makes an account whose e-mail address is verified. Gives who it belongs to.
pub(crate) async fn insert(entrance: &mut Entrance<'_>, account: &NewAccount) -> Result<Person, Error> {
    let key = randomness::row_key();
    let now = entrance.now().0;
    query(INSERT)
        .bind(key.clone())
        .bind(account.role.word())
        .bind(account.username.clone())
        .bind(account.email.clone())
        .bind(now)
        .bind(account.given_name.clone())
        .bind(account.family_name.clone())
        .bind(account.password_hash.clone())
        .bind(now)
        .execute(entrance.connection())
        .await?;
    let name = format!("{} {}", account.given_name, account.family_name);
    Ok(Person { account_key: AccountKey(key), role: account.role, name })
}

/// Makes the consumer of a new account.
pub(crate) async fn insert_consumer(
    entrance: &mut Entrance<'_>,
    person: &Person,
    account: &NewAccount,
    date_of_birth: &str,
) -> Result<(), Error> {
    let now = entrance.now().0;
    query(INSERT_CONSUMER)
        .bind(randomness::row_key())
        .bind(person.account_key.0.clone())
        .bind(account.given_name.clone())
        .bind(account.family_name.clone())
        .bind(date_of_birth.to_owned())
        .bind(account.email.clone())
        .bind(now)
        .execute(entrance.connection())
        .await?;
    Ok(())
}

/// The second factor of an account, its secret still sealed.
pub(crate) struct Factor {
    pub(crate) username: String,
    pub(crate) sealed: Option<Vec<u8>>,
    pub(crate) confirmed: bool,
}

/// Reads the second factor.
pub(crate) async fn factor(entrance: &mut Entrance<'_>, account: &AccountKey) -> Result<Factor, Error> {
    let row = query(FACTOR).bind(account.0.clone()).fetch_optional(entrance.connection()).await?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(Factor {
        username: row.try_get(0)?,
        sealed: row.try_get(1)?,
        confirmed: row.try_get::<Option<i64>, _>(2)?.is_some(),
    })
}

/// Keeps a new secret until it is confirmed; one that is there already stays.
pub(crate) async fn set_secret(
    entrance: &mut Entrance<'_>,
    account: &AccountKey,
    sealed: Vec<u8>,
) -> Result<(), Error> {
    query(SET_SECRET).bind(account.0.clone()).bind(sealed).execute(entrance.connection()).await?;
    Ok(())
}

/// The second factor works from now on; false when it did already.
pub(crate) async fn confirm_factor(entrance: &mut Entrance<'_>, account: &AccountKey) -> Result<bool, Error> {
    let now = entrance.now().0;
    let done = query(CONFIRM_FACTOR).bind(account.0.clone()).bind(now).execute(entrance.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Uses up the step of a one-time code; false when it or a later one was used before.
pub(crate) async fn use_step(
    entrance: &mut Entrance<'_>,
    account: &AccountKey,
    step: i64,
) -> Result<bool, Error> {
    let done = query(USE_STEP).bind(account.0.clone()).bind(step).execute(entrance.connection()).await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps the hash of a recovery code.
pub(crate) async fn add_recovery_code(
    entrance: &mut Entrance<'_>,
    account: &AccountKey,
    code_sha256: String,
) -> Result<(), Error> {
    query(ADD_RECOVERY_CODE).bind(account.0.clone()).bind(code_sha256).execute(entrance.connection()).await?;
    Ok(())
}

/// Uses up a recovery code; false when there is none such.
pub(crate) async fn use_recovery_code(
    entrance: &mut Entrance<'_>,
    account: &AccountKey,
    code_sha256: String,
) -> Result<bool, Error> {
    let now = entrance.now().0;
    let done = query(USE_RECOVERY_CODE)
        .bind(account.0.clone())
        .bind(code_sha256)
        .bind(now)
        .execute(entrance.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Someone of the practice cast, with the word for what they are.
pub(crate) struct Known {
    pub(crate) person: Person,
    pub(crate) username: String,
    pub(crate) kind: Option<String>,
}

/// The account of exactly this username.
pub(crate) async fn by_username(entrance: &mut Entrance<'_>, username: &str) -> Result<Option<Known>, Error> {
    let row = query(BY_USERNAME).bind(username.to_owned()).fetch_optional(entrance.connection()).await?;
    row.as_ref().map(known).transpose()
}

/// The accounts with these usernames, in any order.
pub(crate) async fn among(
    entrance: &mut Entrance<'_>,
    usernames: &[&'static str; 12],
) -> Result<Vec<Known>, Error> {
    let all = usernames.iter().fold(query(AMONG), |query, username| query.bind(*username));
    all.fetch_all(entrance.connection()).await?.iter().map(known).collect()
}

fn known(row: &AnyRow) -> Result<Known, Error> {
    let role: String = row.try_get(4)?;
    let (given, family): (String, String) = (row.try_get(2)?, row.try_get(3)?);
    Ok(Known {
        person: Person {
            account_key: AccountKey(row.try_get(0)?),
            role: Role::from_word(&role).ok_or(Error::Corrupt("a role"))?,
            name: format!("{given} {family}"),
        },
        username: row.try_get(1)?,
        kind: row.try_get(5)?,
    })
}
