//! One walk over everything that names a key of the ring: counts it by key and, when asked, seals it with the
//! current one. Some hundred rows at a time, each batch a short transaction: everybody else reads and writes on.

use super::rows::{self, Number, Value};
use crate::{Error, randomness};
use door::{Door, KeyName, Seal, Work};
use std::collections::BTreeMap;

/// Rows a batch.
const BATCH: i64 = 300;
/// Roster files a batch.
const FILES: i64 = 2;
/// How often a batch is tried that met another transaction on the same rows.
const TRIES: u32 = 5;

/// What a walk found.
#[derive(Default)]
pub(super) struct Found {
    /// How many values name each key; `None`: no key at all.
    pub(super) by_key: BTreeMap<Option<KeyName>, u64>,
    /// How many were sealed anew.
    pub(super) resealed: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    /// With the blind indexes of the numbers that the keys seal.
    DataKeys,
    SecondFactors,
    WaitingFactors,
    Registrations,
    Messages,
    /// Some at a time: each may be some megabytes long.
    RosterFiles,
    RosterFilePages,
    ParkedForms,
    ProviderErrands,
    Passkeys,
    PasskeyChallenges,
    /// The text by which a server knows the key of its database.
    KeyCheck,
}

const TABLES: [Table; 12] = [
    Table::DataKeys,
    Table::SecondFactors,
    Table::WaitingFactors,
    Table::Registrations,
    Table::Messages,
    Table::RosterFiles,
    Table::RosterFilePages,
    Table::ParkedForms,
    Table::ProviderErrands,
    Table::Passkeys,
    Table::PasskeyChallenges,
    Table::KeyCheck,
];

/// Walks over all tables; `reseal` with the current key what names another. `progress` hears how many were.
pub(super) async fn walk(
    door: &Door,
    reseal: bool,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<Found, Error> {
    let mut all = Found::default();
    for table in TABLES {
        let mut after = Some(String::new());
        while let Some(from) = after {
            let (found, last) = patiently(door, table, &from, reseal).await?;
            for (key, values) in found.by_key {
                *all.by_key.entry(key).or_default() += values;
            }
            all.resealed += found.resealed;
            progress(all.resealed);
            after = last;
        }
    }
    Ok(all)
}

/// A batch; again when somebody else was in its way.
async fn patiently(
    door: &Door,
    table: Table,
    after: &str,
    reseal: bool,
) -> Result<(Found, Option<String>), Error> {
    for _ in 1..TRIES {
        match door.at_work(None, async |work| batch(work, table, after, reseal).await).await {
            Err(fault) if fault.is_overload() => {}
            done => return done,
        }
    }
    door.at_work(None, async |work| batch(work, table, after, reseal).await).await
}

/// The rows after a key; gives what was found and the last key, none at the end.
async fn batch(
    work: &mut Work<'_>,
    table: Table,
    after: &str,
    reseal: bool,
) -> Result<(Found, Option<String>), Error> {
    let mut look = Look { found: Found::default(), to: reseal.then(|| work.seal().current_key()) };
    let (values, place) = match table {
        Table::DataKeys => (rows::data_keys(work, after, BATCH).await?, "consumer_data_keys/wrapped"),
        Table::SecondFactors => (rows::second_factors(work, after, BATCH).await?, "accounts/totp_secret"),
        Table::WaitingFactors => (rows::waiting_factors(work, after, BATCH).await?, "waiting_factors/sealed"),
        Table::Registrations => (rows::registrations(work, after, BATCH).await?, "registrations/sealed"),
        Table::Messages => (messages(work, after).await?, "outbox/body"),
        Table::RosterFiles => (rows::roster_files(work, after, FILES).await?, "roster_files/sealed"),
        Table::RosterFilePages => {
            (rows::roster_file_pages(work, after, BATCH).await?, "roster_file_pages/sealed")
        }
        Table::ParkedForms => (rows::parked_forms(work, after, BATCH).await?, "parked_forms/sealed"),
        Table::ProviderErrands => {
            (rows::provider_errands(work, after, BATCH).await?, "provider_errands/sealed")
        }
        Table::Passkeys => (rows::passkeys(work, after, BATCH).await?, "passkeys/sealed"),
        Table::PasskeyChallenges => {
            (rows::passkey_challenges(work, after, BATCH).await?, "passkey_challenges/sealed")
        }
        Table::KeyCheck => (rows::key_checks(work, after, BATCH).await?, "key_check/sealed"),
    };
    for Value { row_key, sealed } in &values {
        let (Some(old), place) = (sealed, format!("{place}/{row_key}")) else { continue };
        let seal = work.seal();
        let Some(new) = look.at(&place, Seal::key_of(old), || seal.resealed(&place, old)) else { continue };
        let changed = match table {
            Table::DataKeys => rows::put_data_key(work, row_key, old, &new).await?,
            Table::SecondFactors => rows::put_second_factor(work, row_key, old, &new).await?,
            Table::WaitingFactors => rows::put_waiting_factor(work, row_key, old, &new).await?,
            Table::Registrations => rows::put_registration(work, row_key, old, &new).await?,
            Table::RosterFiles => rows::put_roster_file(work, row_key, old, &new).await?,
            Table::RosterFilePages => rows::put_roster_file_page(work, row_key, old, &new).await?,
            Table::ParkedForms => rows::put_parked_form(work, row_key, old, &new).await?,
            Table::ProviderErrands => rows::put_provider_errand(work, row_key, old, &new).await?,
            Table::Passkeys => rows::put_passkey(work, row_key, old, &new).await?,
            Table::PasskeyChallenges => rows::put_passkey_challenge(work, row_key, old, &new).await?,
            Table::KeyCheck => rows::put_key_check(work, row_key, old, &new).await?,
            Table::Messages => {
                rows::put_message(work, row_key, &randomness::hex(old), &randomness::hex(&new)).await?
            }
        };
        look.found.resealed += u64::from(changed.any());
    }
    let last = values.last().map(|value| value.row_key.clone());
    if let (Table::DataKeys, Some(last)) = (table, &last) {
        for number in rows::numbers(work, after, last).await? {
            blind_index(work, &mut look, &number).await?;
        }
    }
    Ok((look.found, last))
}

/// Messages whose text was not erased.
async fn messages(work: &mut Work<'_>, after: &str) -> Result<Vec<Value>, Error> {
    let value = |message: rows::Message| Value {
        sealed: (!message.body.is_empty()).then(|| randomness::unhex(&message.body).unwrap_or_default()),
        row_key: message.outbox_key,
    };
    Ok(rows::messages(work, after, BATCH).await?.into_iter().map(value).collect())
}

/// The number itself stays under its consumer's own key; by what it is found again changes.
async fn blind_index(work: &mut Work<'_>, look: &mut Look, number: &Number) -> Result<(), Error> {
    let Number { consumer_key, application_key, person, sealed, blind_index: old, wrapped } = number;
    let place = format!("social_security_numbers/sealed/{consumer_key}/{application_key}/{person}");
    let seal = work.seal();
    let anew = || {
        let plain = seal.data_key(consumer_key, wrapped)?.open(&place, sealed)?;
        let plain = String::from_utf8(plain).map_err(|_| Error::Corrupt("sealed number"))?;
        seal.blind_index("ssn", &plain)
    };
    if let Some(new) = look.at(&place, Seal::key_of_index(old), anew) {
        let changed = rows::put_blind_index(work, consumer_key, application_key, person, old, &new).await?;
        look.found.resealed += u64::from(changed.any());
    }
    Ok(())
}

/// What a batch looks at.
struct Look {
    found: Found,
    /// The key with which values are sealed anew; `None` when they are only counted.
    to: Option<KeyName>,
}

impl Look {
    /// Counts a value; gives its new form when it is to be sealed anew. One that does not open stays as it is.
    fn at<T>(
        &mut self,
        place: &str,
        names: Option<KeyName>,
        anew: impl FnOnce() -> Result<T, Error>,
    ) -> Option<T> {
        *self.found.by_key.entry(names).or_default() += 1;
        self.to.filter(|to| names != Some(*to))?;
        let made = anew();
        if let Err(fault) = &made {
            tracing::error!(place, %fault, "a value cannot be sealed anew");
        }
        made.ok()
    }
}
