//! Initial determinations: written once, at submission, with input, output and rule set; never changed
//! (APP-5, kept by a guard of the database). Input and output are packed documents.

use super::{
    ActingOn, Consumer,
    packed::{pack, unpack},
    query, statements,
};
use crate::Error;
use domain::people::ApplicationKey;
use sqlx::Row;

statements! {
    INSERT = "INSERT INTO determinations (application_key, consumer_key, computed_at, rule_set, input, output, summary) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_APPLICATION = "SELECT computed_at, rule_set, input, output, summary FROM determinations \
        WHERE consumer_key = $1 AND application_key = $2";
}

/// A determination to be stored.
pub(crate) struct NewDetermination {
    pub(crate) rule_set: String,
    pub(crate) input: String,
    pub(crate) output: String,
    pub(crate) summary: String,
}

pub(crate) async fn insert(
    acting: &mut ActingOn<'_, Consumer>,
    application: &ApplicationKey,
    new: &NewDetermination,
) -> Result<(), Error> {
    let consumer = acting.key().0.clone();
    let now = acting.now().0;
    query(INSERT)
        .bind(application.0.clone())
        .bind(consumer)
        .bind(now)
        .bind(new.rule_set.clone())
        .bind(pack(&new.input)?)
        .bind(pack(&new.output)?)
        .bind(new.summary.clone())
        .execute(acting.connection())
        .await?;
    Ok(())
}

/// A stored determination.
pub(crate) struct DeterminationRow {
    pub(crate) computed_at: i64,
    pub(crate) rule_set: String,
    pub(crate) input: String,
    pub(crate) output: String,
    pub(crate) summary: String,
}

pub(crate) async fn of_application(
    acting: &mut ActingOn<'_, Consumer>,
    application: &ApplicationKey,
) -> Result<Option<DeterminationRow>, Error> {
    let consumer = acting.key().0.clone();
    let row = query(OF_APPLICATION).bind(consumer).bind(application.0.clone());
    row.fetch_optional(acting.connection())
        .await?
        .map(|row| {
            Ok(DeterminationRow {
                computed_at: row.try_get(0)?,
                rule_set: row.try_get(1)?,
                input: unpack(&row.try_get::<Vec<u8>, _>(2)?)?,
                output: unpack(&row.try_get::<Vec<u8>, _>(3)?)?,
                summary: row.try_get(4)?,
            })
        })
        .transpose()
}
