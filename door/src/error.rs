//! Why a verb did not do what was asked. web/src/refusal.rs turns these into status, page and problem
//! document, in one place. Nothing personal is in them but `Stale`, which goes back to its own page.

pub use domain::form::Fault as FieldFault;
use domain::{access::Denial, by::By, instant::Instant, limits::Limit, refusal::Refusal, stored::Unreadable};
use sqlx::{error::DatabaseError, sqlite::SqliteError};
use std::io;

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
    /// Who saved.
    pub saved_by: By,
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

    /// What the log may say of a failure: the database's own code, because its message may quote a value, or the words of
    /// what is no fault of the database.
    pub fn failure_code(&self) -> String {
        match self {
            Error::Database(Fault(fault)) => fault
                .as_database_error()
                .and_then(|fault| fault.code().map(|code| code.into_owned()))
                .unwrap_or_else(|| "connection".to_owned()),
            Error::Unavailable(words) | Error::Corrupt(words) => (*words).to_owned(),
            Error::File { path, fault } => format!("{path}: {fault}"),
            Error::Denied(_) | Error::Refused(_) | Error::Invalid(_) | Error::Stale(_) | Error::NotFound => {
                self.rule().unwrap_or_default().to_owned()
            }
        }
    }

    /// Turns a failure on this file into an error that names it.
    pub fn file(path: &std::path::Path) -> impl FnOnce(io::Error) -> Error + '_ {
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

    /// Whether the database is away, full, locked, or had no time for the work: nothing is wrong with the work, and a
    /// little later it goes.
    pub fn is_overload(&self) -> bool {
        self.cause() != Cause::Work
    }

    /// Whether the same work may succeed when it is tried again: serialization failures and deadlocks.
    pub fn is_transient(&self) -> bool {
        self.cause() == Cause::Collision
    }

    /// Whether the fault is the connection's and not the statement's: it is of no use any more.
    pub(crate) fn is_of_the_connection(&self) -> bool {
        matches!(self.cause(), Cause::Away | Cause::Full)
    }

    /// Whether the database takes nothing now, whatever it is.
    pub(crate) fn is_of_the_database(&self) -> bool {
        matches!(self.cause(), Cause::Away | Cause::Full | Cause::Locked)
    }

    /// Whether an answer did not come in time: what was asked may have been done.
    pub(crate) fn is_late(&self) -> bool {
        matches!(self, Error::Database(Fault(sqlx::Error::Io(fault))) if fault.kind() == io::ErrorKind::TimedOut)
    }

    /// Whether the engine takes reads only. Where the transaction was one that reads, that is a mistake of ours.
    pub(crate) fn takes_no_writes(&self) -> bool {
        let Error::Database(Fault(sqlx::Error::Database(fault))) = self else { return false };
        match sqlite_code(&**fault) {
            Some(code) => code & 0xff == 8,
            None => fault.code().as_deref() == Some("25006"),
        }
    }

    /// What a failure comes from; `Cause::Work` for all that is no failure of the database's.
    pub(crate) fn cause(&self) -> Cause {
        match self {
            Error::Database(Fault(fault)) => Cause::of(fault),
            _ => Cause::Work,
        }
    }
}

/// What a fault of the database comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The work itself: a rule of the tables, or a mistake of ours.
    Work,
    /// Two transactions in each other's way.
    Collision,
    /// A lock that was not had, a statement that took too long.
    Locked,
    /// No room on the disk.
    Full,
    /// No connection, or one that broke.
    Away,
}

impl Cause {
    fn of(fault: &sqlx::Error) -> Self {
        match fault {
            sqlx::Error::Database(fault) => match sqlite_code(&**fault) {
                Some(code) => Self::of_sqlite(code),
                None => Self::of_postgres(fault.code().as_deref().unwrap_or_default()),
            },
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed => Self::Away,
            _ => Self::Work,
        }
    }

    /// By SQLite's result codes; an extended one has the primary one in its last byte.
    fn of_sqlite(code: i32) -> Self {
        match (code, code & 0xff) {
            // The snapshot is not the newest any more.
            (517, _) => Self::Collision,
            (_, 5 | 6) => Self::Locked,
            (_, 13) => Self::Full,
            // No memory, input or output, damaged, cannot be opened, locking protocol, no database.
            (_, 7 | 10 | 11 | 14 | 15 | 26) => Self::Away,
            _ => Self::Work,
        }
    }

    /// By PostgreSQL's classes of conditions.
    fn of_postgres(code: &str) -> Self {
        match code {
            "40001" | "40P01" => Self::Collision,
            "57014" | "55P03" => Self::Locked,
            "53100" => Self::Full,
            // A transaction that lay idle too long: the server has hung up.
            "25P03" => Self::Away,
            // Connection, who may connect, which database, resources, the operator's hand, the system.
            _ if ["08", "28", "3D", "53", "57P", "58"].iter().any(|class| code.starts_with(class)) => {
                Self::Away
            }
            _ => Self::Work,
        }
    }
}

fn sqlite_code(fault: &dyn DatabaseError) -> Option<i32> {
    let sqlite = fault.try_downcast_ref::<SqliteError>()?;
    sqlite.code().and_then(|code| code.parse().ok())
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

    #[test]
    fn a_fault_of_the_connection_is_told_from_one_of_the_statement() {
        for code in ["57P01", "57P03", "08006", "53300", "58030", "25P03"] {
            assert_eq!(Cause::of_postgres(code), Cause::Away, "{code}");
        }
        for code in ["23505", "42P01", "25006", "XX000"] {
            assert_eq!(Cause::of_postgres(code), Cause::Work, "{code}");
        }
        assert_eq!((Cause::of_postgres("53100"), Cause::of_sqlite(13)), (Cause::Full, Cause::Full));
        // Extended codes: a write that failed, a busy log, a key that is there already.
        assert_eq!(Cause::of_sqlite(778), Cause::Away);
        assert_eq!(Cause::of_sqlite(261), Cause::Locked);
        assert_eq!(Cause::of_sqlite(1555), Cause::Work);
        assert_eq!(Cause::of_sqlite(517), Cause::Collision);
    }
}
