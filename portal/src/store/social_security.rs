//! Social Security numbers: sealed with the consumer's own key; table, column and row are bound into the
//! seal. The keyed blind index lets an integrity check find duplicates later; nothing here ever answers
//! whether somebody else has the same number.

use super::{
    ActingOn, Consumer, Seal,
    applications::{ReviewRecord, review_record},
    query, statements,
};
use crate::Error;
use domain::people::ApplicationKey;
use door::DataKey;
use sqlx::{Row, any::AnyRow};
use std::collections::BTreeMap;

statements! {
    KEY = "SELECT wrapped FROM consumer_data_keys WHERE consumer_key = $1";
    KEEP_KEY = "INSERT INTO consumer_data_keys (consumer_key, wrapped) VALUES ($1, $2)";
    OF_APPLICATION = "SELECT s.person, s.sealed, k.wrapped FROM social_security_numbers s \
        JOIN consumer_data_keys k ON k.consumer_key = s.consumer_key \
        WHERE s.consumer_key = $1 AND s.application_key = $2";
    /// The same, and in the same statement the review records (`applications::review_record`): the pages of an
    /// application show both.
    WITH_REVIEWS = "SELECT s.person, s.sealed, k.wrapped, NULL AS reviewed_on, NULL AS how, NULL AS consumer_name, \
            NULL AS recorded_by, NULL AS recorded_at, NULL AS number \
        FROM social_security_numbers s JOIN consumer_data_keys k ON k.consumer_key = s.consumer_key \
        WHERE s.consumer_key = $1 AND s.application_key = $2 \
        UNION ALL SELECT NULL, NULL, NULL, r.reviewed_on, r.how, r.consumer_name, r.recorded_by, r.recorded_at, r.number \
        FROM reviews r WHERE r.consumer_key = $1 AND r.application_key = $2 ORDER BY 9";
    PUT = "INSERT INTO social_security_numbers (consumer_key, application_key, person, sealed, blind_index) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (consumer_key, application_key, person) DO UPDATE SET \
        sealed = excluded.sealed, blind_index = excluded.blind_index";
    REMOVE = "DELETE FROM social_security_numbers WHERE consumer_key = $1 AND application_key = $2 AND person = $3";
}

fn place(consumer: &str, application: &ApplicationKey, person: u8) -> String {
    format!("social_security_numbers/sealed/{consumer}/{application}/{person}")
}

/// The consumer's own key; made when there is none.
async fn data_key(acting: &mut ActingOn<'_, Consumer>, seal: &Seal) -> Result<DataKey, Error> {
    let consumer = acting.key().0.clone();
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
    acting: &mut ActingOn<'_, Consumer>,
    seal: &Seal,
    application: &ApplicationKey,
    (person, typed): (u8, &str),
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
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
    acting: &mut ActingOn<'_, Consumer>,
    application: &ApplicationKey,
    person: u8,
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let removed = query(REMOVE).bind(consumer).bind(application.0.clone()).bind(person.to_string());
    removed.execute(acting.connection()).await?;
    Ok(())
}

/// The numbers of an application by person. Callers mask them at once, but for the one verb that shows one.
pub(crate) async fn of_application(
    acting: &mut ActingOn<'_, Consumer>,
    seal: &Seal,
    application: &ApplicationKey,
) -> Result<BTreeMap<u8, String>, Error> {
    let consumer = acting.key().0.clone();
    let rows = query(OF_APPLICATION).bind(consumer.clone()).bind(application.0.clone());
    let rows = rows.fetch_all(acting.connection()).await?;
    let number = |row| open(row, seal, (&consumer, application));
    rows.iter().filter_map(|row| number(row).transpose()).collect()
}

/// The numbers of an application by person, and its review records, oldest first.
pub(crate) async fn with_reviews(
    acting: &mut ActingOn<'_, Consumer>,
    seal: &Seal,
    application: &ApplicationKey,
) -> Result<(BTreeMap<u8, String>, Vec<ReviewRecord>), Error> {
    let consumer = acting.key().0.clone();
    let rows = query(WITH_REVIEWS).bind(consumer.clone()).bind(application.0.clone());
    let (mut numbers, mut reviews) = (BTreeMap::new(), Vec::new());
    for row in &rows.fetch_all(acting.connection()).await? {
        match open(row, seal, (&consumer, application))? {
            Some((person, number)) => drop(numbers.insert(person, number)),
            None => reviews.push(review_record(row, 3)?),
        }
    }
    Ok((numbers, reviews))
}

/// Person and number of a row; `None` for a row that is a review record.
fn open(
    row: &AnyRow,
    seal: &Seal,
    (consumer, application): (&str, &ApplicationKey),
) -> Result<Option<(u8, String)>, Error> {
    let Some(person) = row.try_get::<Option<String>, _>(0)? else { return Ok(None) };
    let person: u8 = person.parse().map_err(|_| Error::Corrupt("person"))?;
    let key = seal.data_key(consumer, &row.try_get::<Vec<u8>, _>(2)?)?;
    let plain = key.open(&place(consumer, application, person), &row.try_get::<Vec<u8>, _>(1)?)?;
    let number = String::from_utf8(plain).map_err(|_| Error::Corrupt("sealed number"))?;
    Ok(Some((person, number)))
}
