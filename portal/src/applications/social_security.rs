//! Social Security numbers: sealed with the consumer's own key; table, column and row are bound into the
//! seal. The keyed blind index lets an integrity check find duplicates later; nothing here ever answers
//! whether somebody else has the same number.

use super::rows::{self, Person, ReviewRecord, SealedNumber};
use crate::{ActingOn, Consumer, Error};
use domain::people::{ApplicationKey, ConsumerKey};
use door::DataKey;
use std::collections::BTreeMap;

fn place(consumer: &ConsumerKey, application: &ApplicationKey, person: u8) -> String {
    format!("social_security_numbers/sealed/{consumer}/{application}/{person}")
}

/// The consumer's own key; made when there is none.
pub(super) async fn data_key(acting: &mut ActingOn<'_, Consumer>) -> Result<DataKey, Error> {
    let seal = acting.seal();
    match rows::data_key(acting).await? {
        Some(row) => seal.data_key(&acting.key().0, &row.wrapped),
        None => {
            let (key, wrapped) = seal.new_data_key(&acting.key().0)?;
            rows::keep_data_key(acting, &wrapped).await?.or_not();
            Ok(key)
        }
    }
}

/// Stores what was typed as a person's number, good or not (APP-2).
pub(super) async fn put(
    acting: &mut ActingOn<'_, Consumer>,
    application: &ApplicationKey,
    (person, typed): (u8, &str),
) -> Result<(), Error> {
    let key = data_key(acting).await?;
    let sealed = key.seal(&place(acting.key(), application, person), typed.as_bytes())?;
    let blind_index = acting.seal().blind_index("ssn", typed)?;
    rows::put_number(acting, application, Person(person), &sealed, &blind_index).await?.or_not();
    Ok(())
}

/// Takes a person's number away.
pub(super) async fn remove(
    acting: &mut ActingOn<'_, Consumer>,
    application: &ApplicationKey,
    person: u8,
) -> Result<(), Error> {
    rows::remove_number(acting, application, Person(person)).await?.or_not();
    Ok(())
}

/// The numbers of an application by person. Callers mask them at once, but for the one verb that shows one and
/// for what a carrier is told.
pub(crate) async fn numbers(
    acting: &mut ActingOn<'_, Consumer>,
    application: &ApplicationKey,
) -> Result<BTreeMap<u8, String>, Error> {
    let sealed = rows::numbers(acting, application).await?;
    sealed.into_iter().map(|number| open(acting, application, number)).collect()
}

/// The numbers of an application by person, and its review records, oldest first.
pub(super) async fn with_reviews(
    acting: &mut ActingOn<'_, Consumer>,
    application: &ApplicationKey,
) -> Result<(BTreeMap<u8, String>, Vec<ReviewRecord>), Error> {
    let (mut numbers, mut reviews) = (BTreeMap::new(), Vec::new());
    for row in rows::numbers_and_reviews(acting, application).await? {
        numbers.extend(row.number.map(|number| open(acting, application, number)).transpose()?);
        reviews.extend(row.review);
    }
    Ok((numbers, reviews))
}

/// Person and number.
fn open(
    acting: &ActingOn<'_, Consumer>,
    application: &ApplicationKey,
    number: SealedNumber,
) -> Result<(u8, String), Error> {
    let (consumer, Person(person)) = (acting.key(), number.person);
    let key = acting.seal().data_key(&consumer.0, &number.wrapped)?;
    let plain = key.open(&place(consumer, application, person), &number.sealed)?;
    Ok((person, String::from_utf8(plain).map_err(|_| Error::Corrupt("sealed number"))?))
}
