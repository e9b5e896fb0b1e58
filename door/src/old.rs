//! For the move of the store into features: what is left of SQL outside `rows.rs`. Goes with the last of it.

use crate::{Acting, Door, Subject, Unbound, Work, db};
use sqlx::{Any, AnyConnection, AnyPool};

/// Starts a counted query.
pub fn query(sql: &'static str) -> sqlx::query::Query<'static, Any, sqlx::any::AnyArguments> {
    db::count_statement();
    sqlx::query(sql)
}

impl<S: Subject> Acting<'_, S> {
    /// The connection.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.beside().tx
    }
}

impl Unbound<'_> {
    /// The connection.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }
}

impl Work<'_> {
    /// The connection.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.beside().tx
    }
}

impl Door {
    /// A connection for statements that need no transaction.
    pub fn reader(&self) -> &AnyPool {
        self.db.reader()
    }
}
