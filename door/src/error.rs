//! Why a verb did not do what was asked. web/src/refusal.rs turns these into status, page and problem
//! document, in one place. Nothing personal is in them but `Stale`, which goes back to its own page.

pub use domain::form::Fault as FieldFault;
use domain::{access::Denial, instant::Instant, limits::Limit, refusal::Refusal, stored::Unreadable};

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The access table or a door said no.
    #[error(transparent)]
    Denied(#[from] Denial),
    /// A rule said no.
    #[error("{0}")]
    Refused(Refusal),
    /// Fields that cannot be accepted as typed; the page shows them with what was typed.
    #[error("{} field(s) cannot be accepted", .0.len())]
    Invalid(Vec<FieldFault>),
    /// ACT-7: somebody saved this page since it was read. Holds both values.
    #[error("saved by somebody else since it was read")]
    Stale(Box<Stale>),
    /// The record does not exist, or not for this actor. 404.
    #[error("not found")]
    NotFound,
    /// Something the portal needs is not there now. 503.
    #[error("unavailable: {0}")]
    Unavailable(&'static str),
    /// The database refused or failed.
    #[error("database: {0}")]
    Database(#[from] Fault),
    /// A file cannot be written or read.
    #[error("{path}: {fault}")]
    File {
        /// Which.
        path: String,
        /// Why.
        fault: String,
    },
    /// A stored value does not read back: a fault of the software.
    #[error("stored value does not read back: {0}")]
    Corrupt(&'static str),
}

/// A fault of the database: to be logged by its code, not to be taken apart.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Fault(sqlx::Error);

impl From<sqlx::Error> for Error {
    fn from(fault: sqlx::Error) -> Self {
        Error::Database(Fault(fault))
    }
}

impl From<Unreadable> for Error {
    fn from(unreadable: Unreadable) -> Self {
        Error::Corrupt(unreadable.0)
    }
}

/// A stale save (ACT-7): what was typed and what is stored now, as JSON of the page's answers.
#[derive(Clone, Debug)]
pub struct Stale {
    /// The page.
    pub page: String,
    /// The version that is stored now.
    pub version: i64,
    /// The answers stored now.
    pub stored: String,
    /// The answers that were typed.
    pub typed: String,
    /// Who saved, in words.
    pub saved_by: String,
    /// When.
    pub saved_at: Instant,
}

impl From<Vec<FieldFault>> for Error {
    fn from(faults: Vec<FieldFault>) -> Self {
        Error::Invalid(faults)
    }
}

impl From<Limit> for Error {
    fn from(limit: Limit) -> Self {
        Error::Denied(limit.into())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

impl Error {
    /// The rule that refused, for the audit event; `None` for failures that are no refusals.
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            Error::Denied(denial) => Some(denial.rule()),
            Error::Refused(refusal) => Some(refusal.rule()),
            Error::Invalid(faults) => Some(faults.first().map_or("INPUT", |fault| fault.rule)),
            Error::Stale(_) => Some("ACT-7"),
            Error::NotFound => Some("ACT-1"),
            Error::Unavailable(_) | Error::Database(_) | Error::File { .. } | Error::Corrupt(_) => None,
        }
    }

    /// The database's own code of a failure, for the log. Its message may quote a value and is not logged.
    pub fn failure_code(&self) -> String {
        match self {
            Error::Database(Fault(fault)) => fault
                .as_database_error()
                .and_then(|fault| fault.code().map(|code| code.into_owned()))
                .unwrap_or_else(|| "connection".to_owned()),
            _ => String::new(),
        }
    }

    /// Turns a failure on this file into an error that names it.
    pub fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
        move |fault| Error::File { path: path.display().to_string(), fault: fault.to_string() }
    }

    /// Whether a unique index refused.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Error::Database(Fault(sqlx::Error::Database(fault))) if fault.is_unique_violation())
    }

    /// Whether the portal was closed: nothing more comes from the database.
    pub fn is_closed(&self) -> bool {
        matches!(self, Error::Database(Fault(sqlx::Error::PoolClosed)))
    }

    /// Whether the database had no room or time for the work: nothing is broken, and a little later it goes.
    pub fn is_overload(&self) -> bool {
        match self {
            Error::Database(Fault(sqlx::Error::PoolTimedOut)) => true,
            // A statement that took too long, a lock that was not had, too many connections.
            Error::Database(Fault(sqlx::Error::Database(fault))) => {
                matches!(fault.code().as_deref(), Some("57014" | "55P03" | "53300")) || self.is_transient()
            }
            _ => false,
        }
    }

    /// Whether the same work may succeed when it is tried again: serialization failures and deadlocks.
    pub fn is_transient(&self) -> bool {
        match self {
            Error::Database(Fault(sqlx::Error::Database(fault))) => {
                matches!(fault.code().as_deref(), Some("40001" | "40P01" | "5" | "517"))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_connection_in_time_is_overload_and_a_broken_row_is_not() {
        assert!(Error::from(sqlx::Error::PoolTimedOut).is_overload());
        assert!(!Error::from(sqlx::Error::RowNotFound).is_overload());
        assert!(!Error::Corrupt("a row").is_overload());
    }
}
