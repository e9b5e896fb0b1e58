//! Whether the database takes reads and writes now, as a request would find it: through the same connections, and by
//! a row that is really written. At most once a second, whoever asks.

use crate::{
    AtWork, Changed, Door, Entry, Error, One, Public, Statement, db, error::Cause, rows, statement::*,
};
use std::time::Duration;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

rows! {
    struct Written {
        written_at: i64,
    }
}

const WRITE: Statement<AtWork, Changed, 1> = Statement::new(
    "INSERT INTO health (health_key, written_at) VALUES ('database', $1) \
     ON CONFLICT (health_key) DO UPDATE SET written_at = $1",
);
const READ: Statement<Public, One<Written>, 0> =
    Statement::new("SELECT written_at FROM health WHERE health_key = 'database'");

/// The statements of this file.
pub(crate) const STATEMENTS: &[Entry] = &[WRITE.entry("write"), READ.entry("read")];

/// So long an answer counts for those who ask after it.
const FRESH: Duration = Duration::from_secs(1);
/// So long it is looked for.
const LONGEST: Duration = Duration::from_millis(2200);

/// What is wrong with the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwell {
    /// Nobody answers, or in no time.
    Away,
    /// No room on its disk.
    Full,
    /// Somebody else holds it.
    Locked,
    /// It answers what it must not.
    Failing,
}

impl Unwell {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Unwell::Away => "away",
            Unwell::Full => "full",
            Unwell::Locked => "locked",
            Unwell::Failing => "failing",
        }
    }
}

/// The last look, and how it went.
pub(crate) type Pulse = Mutex<Option<(Instant, Result<(), Unwell>)>>;

impl Door {
    /// Whether the database takes reads and writes; a look that is younger than a second counts.
    ///
    /// # Errors
    /// What is wrong.
    pub async fn health(&self) -> Result<(), Unwell> {
        let mut last = self.pulse.lock().await;
        if let Some((at, found)) = *last
            && at.elapsed() < FRESH
        {
            return found;
        }
        let found = match timeout(LONGEST, self.look()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(fault)) => Err(self.unwell(&fault)),
            Err(_) => Err(Unwell::Away),
        };
        if let Err(unwell) = found {
            tracing::error!(unwell = unwell.word(), "the database is not well");
        }
        *last = Some((Instant::now(), found));
        found
    }

    async fn look(&self) -> Result<(), Error> {
        let mut tx = self.db.begin_append().await?;
        run(&mut tx, &WRITE, None, [&self.now()]).await?.or_not();
        tx.commit().await?;
        db::sent(READ.sql);
        let One(Written { .. }) = self.db.lone(READ.sql, [(); 2].map(|()| encoded(None, &[]))).await?;
        Ok(())
    }

    fn unwell(&self, fault: &Error) -> Unwell {
        let cause = match fault.cause() {
            Cause::Away => self.db.signs.trouble().unwrap_or(Cause::Away),
            cause => cause,
        };
        match cause {
            Cause::Away => Unwell::Away,
            Cause::Full => Unwell::Full,
            Cause::Locked | Cause::Collision => Unwell::Locked,
            Cause::Work if matches!(fault, Error::Unavailable(_)) => Unwell::Away,
            Cause::Work => Unwell::Failing,
        }
    }
}
