//! Social Security numbers: sealed with the consumer's own key; table, column and row are bound into the
//! seal. The keyed blind index lets an integrity check find duplicates later; nothing here ever answers
//! whether somebody else has the same number.

use super::{ActingOn, Consumer, Seal, db::query, seal::DataKey, statements};
use crate::Error;
use domain::people::ApplicationKey;
use sqlx::Row;
use std::collections::BTreeMap;

statements! {
    KEY = "SELECT wrapped FROM consumer_data_keys WHERE consumer_key = $1";
    KEEP_KEY = "INSERT INTO consumer_data_keys (consumer_key, wrapped) VALUES ($1, $2)";
    OF_APPLICATION = "SELECT s.person, s.sealed, k.wrapped FROM social_security_numbers s \
        JOIN consumer_data_keys k ON k.consumer_key = s.consumer_key \
        WHERE s.consumer_key = $1 AND s.application_key = $2";
    PUT = "INSERT INTO social_security_numbers (consumer_key, application_key, person, sealed, blind_index) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (consumer_key, application_key, person) DO UPDATE SET \
        sealed = excluded.sealed, blind_index = excluded.blind_index";
    REMOVE = "DELETE FROM social_security_numbers WHERE consumer_key = $1 AND application_key = $2 AND person = $3";
}

fn place(consumer: &str, application: &ApplicationKey, person: u8) -> String {
    format!("social_security_numbers/sealed/{consumer}/{application}/{person}")
}

/// The consumer's own key; made when there is none.
async fn data_key(acting: &mut ActingOn<Consumer>, seal: &Seal) -> Result<DataKey, Error> {
    let consumer = acting.subject().key().0.clone();
    let row = query(KEY).bind(consumer.clone()).fetch_optional(acting.connection()).await?;
    if let Some(row) = row {
        return seal.data_key(&consumer, &row.try_get::<Vec<u8>, _>(0)?);
    }
    let (key, wrapped) = seal.new_data_key(&consumer)?;
    query(KEEP_KEY).bind(consumer).bind(wrapped).execute(acting.connection()).await?;
    Ok(key)
}

/// Stores what was typed as a person's number, good or not (APP-2).
pub(crate) async fn put(
    acting: &mut ActingOn<Consumer>,
    seal: &Seal,
    application: &ApplicationKey,
    (person, typed): (u8, &str),
) -> Result<(), Error> {
    let consumer = acting.subject().key().0.clone();
    let key = data_key(acting, seal).await?;
    query(PUT)
        .bind(consumer.clone())
        .bind(application.0.clone())
        .bind(person.to_string())
        .bind(key.seal(&place(&consumer, application, person), typed.as_bytes())?)
        .bind(seal.blind_index("ssn", typed)?)
        .execute(acting.connection())
        .await?;
    Ok(())
}

/// Takes a person's number away.
pub(crate) async fn remove(
    acting: &mut ActingOn<Consumer>,
    application: &ApplicationKey,
    person: u8,
) -> Result<(), Error> {
    let consumer = acting.subject().key().0.clone();
    let removed = query(REMOVE).bind(consumer).bind(application.0.clone()).bind(person.to_string());
    removed.execute(acting.connection()).await?;
    Ok(())
}

/// The numbers of an application by person. Callers mask them at once, but for the one verb that shows one.
pub(crate) async fn of_application(
    acting: &mut ActingOn<Consumer>,
    seal: &Seal,
    application: &ApplicationKey,
) -> Result<BTreeMap<u8, String>, Error> {
    let consumer = acting.subject().key().0.clone();
    let rows = query(OF_APPLICATION).bind(consumer.clone()).bind(application.0.clone());
    let rows = rows.fetch_all(acting.connection()).await?;
    let mut numbers = BTreeMap::new();
    for row in &rows {
        let person: String = row.try_get(0)?;
        let person: u8 = person.parse().map_err(|_| Error::Corrupt("person"))?;
        let key = seal.data_key(&consumer, &row.try_get::<Vec<u8>, _>(2)?)?;
        let plain = key.open(&place(&consumer, application, person), &row.try_get::<Vec<u8>, _>(1)?)?;
        numbers.insert(person, String::from_utf8(plain).map_err(|_| Error::Corrupt("sealed number"))?);
    }
    Ok(numbers)
}
