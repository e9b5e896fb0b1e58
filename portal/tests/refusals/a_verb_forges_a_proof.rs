//! place: portal
//! refused: E0451 of struct `ActingOn` are private

use crate::store::{ActingOn, Consumer};

pub fn forged(tx: sqlx::Transaction<'static, sqlx::Any>, ana: Consumer) -> ActingOn<Consumer> {
    ActingOn {
        tx,
        subject: ana,
        basis: domain::access::Basis::OwnAccount,
        target: None,
        now: 0,
        limits: domain::limits::Limits::ALL_ON,
    }
}
