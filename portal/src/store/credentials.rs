//! Credentials by the positions of their columns.

use crate::Error;
use domain::{
    certification::{AccountState, AgencyState, Credentials},
    people::AssisterKind,
};
use sqlx::{Row, any::AnyRow};

/// Credentials from eight columns: kind, state, certified from and until, training, access, license,
/// agency's state.
pub(super) fn credentials(row: &AnyRow, first: usize) -> Result<Credentials, Error> {
    let word = |column: usize| row.try_get::<Option<String>, _>(first + column).map_err(Error::from);
    let day = |column: usize| {
        word(column)?.map(|text| text.parse().map_err(|_| Error::Corrupt("a day"))).transpose()
    };
    Ok(Credentials {
        kind: word(0)?.as_deref().and_then(AssisterKind::from_word).ok_or(Error::Corrupt("assister kind"))?,
        state: word(1)?
            .as_deref()
            .and_then(AccountState::from_word)
            .ok_or(Error::Corrupt("assister state"))?,
        certified_from: day(2)?,
        certified_until: day(3)?,
        training_passed_on: day(4)?,
        access_approved_on: day(5)?,
        license_until: day(6)?,
        agency_state: word(7)?.as_deref().and_then(AgencyState::from_word),
    })
}
