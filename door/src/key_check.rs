//! The key check: a text of ours in the database, sealed with a key of the ring. A database that was sealed with a key
//! which is not in the file opens for nobody, and no new file is made beside it: what a wrong key seals would
//! be lost with the next mistake. The text is sealed anew by a rotation, like every other value.

use crate::{
    AtWork, Changed, Entry, Error, Public, Seal, Statement,
    db::{self, Db},
    keyring::KeyringFrom,
    rows,
    statement::{encoded, run},
};
use domain::instant::Instant;

rows! {
    struct Sealed {
        sealed: Vec<u8>,
    }
}

const CHECK: Statement<Public, Option<Sealed>, 0> =
    Statement::new("SELECT sealed FROM key_check WHERE check_key = 'database'");
const CHECK_AGAIN: Statement<AtWork, Option<Sealed>, 0> =
    Statement::new("SELECT sealed FROM key_check WHERE check_key = 'database'");
/// A database from before the check.
const SAMPLE: Statement<AtWork, Option<Sealed>, 0> =
    Statement::new("SELECT wrapped AS sealed FROM consumer_data_keys LIMIT 1");
const PUT: Statement<AtWork, Changed, 1> =
    Statement::new("INSERT INTO key_check (check_key, sealed) VALUES ('database', $1)");

/// The statements of this file.
pub(crate) const STATEMENTS: &[Entry] =
    &[CHECK.entry("check"), CHECK_AGAIN.entry("check_again"), SAMPLE.entry("sample"), PUT.entry("put")];

/// Table, column and row of the text, as a rotation says it.
const PLACE: &str = "key_check/sealed/database";
const TEXT: &[u8] = b"The key of this database.";

/// What seals in this database: the keys of a file that holds the key of the check. Made with a first key where nothing
/// was sealed yet, by one server after the other.
pub(crate) async fn seal(db: &Db, keyring: &KeyringFrom, now: Instant) -> Result<Seal, Error> {
    db::sent(CHECK.sql);
    let stands: Option<Sealed> = db.lone(CHECK.sql, [(); 2].map(|()| encoded(None, &[]))).await?;
    if let Some(Sealed { sealed }) = stands {
        return checked(keyring, &sealed, now);
    }
    let mut tx = db.begin_write("key check").await?;
    if let Some(Sealed { sealed }) = run(&mut tx, &CHECK_AGAIN, None, []).await? {
        return checked(keyring, &sealed, now);
    }
    let seal = match run(&mut tx, &SAMPLE, None, []).await? {
        Some(Sealed { sealed }) => holding(keyring, &sealed, now)?,
        None => Seal::with(keyring, now)?,
    };
    run(&mut tx, &PUT, None, [&seal.seal(PLACE, TEXT)?.as_slice()]).await?.or_not();
    tx.commit().await?;
    Ok(seal)
}

fn checked(keyring: &KeyringFrom, sealed: &[u8], now: Instant) -> Result<Seal, Error> {
    let seal = holding(keyring, sealed, now)?;
    match seal.open(PLACE, sealed)?.as_slice() {
        TEXT => Ok(seal),
        _ => Err(Error::Corrupt("the key check")),
    }
}

/// The keys of a file that must be there and hold the key that a value names.
fn holding(keyring: &KeyringFrom, sealed: &[u8], now: Instant) -> Result<Seal, Error> {
    let wanted = Seal::key_of(sealed).ok_or(Error::Corrupt("the key check"))?;
    let refused = |why: &str| Error::File {
        path: keyring.to_string(),
        fault: format!(
            "this database is sealed with the key {wanted}, {why}: put the keyring that holds it there (none was made)"
        ),
    };
    if keyring.is_missing() {
        return Err(refused("and there is no keyring here"));
    }
    let seal = Seal::with(keyring, now)?;
    match seal.keys().iter().any(|key| key.name == wanted) {
        true => Ok(seal),
        false => Err(refused("which is not in this keyring")),
    }
}
