//! The 834s that are due to a carrier, and its control numbers: read and marked in one transaction while
//! the file is written. A job's door: it reaches no consumer's rows, only sealed messages.

use super::{Db, query, statements};
use crate::Error;
use sqlx::Row;

statements! {
    NUMBERS = "INSERT INTO carrier_numbers (carrier, interchange, transaction_number) VALUES ($1, 0, 0) \
        ON CONFLICT (carrier) DO UPDATE SET carrier = excluded.carrier RETURNING interchange, transaction_number";
    NEXT_NUMBERS = "UPDATE carrier_numbers SET interchange = interchange + 1, transaction_number = transaction_number + $2 WHERE carrier = $1";
    DUE = "SELECT outbox_key, subject, body FROM outbox WHERE kind = 'enrollment_834' AND destination = $1 \
        AND outbox_key > $2 AND sent_at IS NULL ORDER BY outbox_key LIMIT $3";
    SENT = "UPDATE outbox SET sent_at = $3, fault = NULL, attempts = attempts + 1 WHERE kind = 'enrollment_834' \
        AND destination = $1 AND sent_at IS NULL AND outbox_key <= $2";
    NOT_SENT = "UPDATE outbox SET sent_at = NULL, fault = $2 WHERE outbox_key = $1";
    ENROLLMENTS_SENT = "UPDATE enrollments SET state = 'sent' WHERE state = 'signed' AND enrollment_key IN \
        (SELECT subject FROM outbox WHERE kind = 'enrollment_834' AND destination = $1 AND sent_at = $2)";
    CARRIERS_DUE = "SELECT destination, count(*) AS due FROM outbox WHERE kind = 'enrollment_834' AND sent_at IS NULL \
        GROUP BY destination ORDER BY destination";
}

/// One message that is due.
pub(crate) struct Due {
    pub(crate) outbox_key: String,
    pub(crate) enrollment: String,
    pub(crate) body: String,
}

/// The feed of one carrier, in a transaction of its own.
pub(crate) struct Feed {
    tx: door::Work<'static>,
    carrier: String,
}

impl Feed {
    /// Opens the feed; a second one for the same carrier waits.
    pub(crate) async fn open(db: &Db, carrier: &str) -> Result<Self, Error> {
        let tx = db.working(&format!("carrier:{carrier}")).await?;
        Ok(Self { tx, carrier: carrier.to_owned() })
    }

    /// The last interchange and transaction numbers used.
    pub(crate) async fn numbers(&mut self) -> Result<(i64, i64), Error> {
        let row = query(NUMBERS).bind(self.carrier.clone()).fetch_one(self.tx.connection()).await?;
        Ok((row.try_get(0)?, row.try_get(1)?))
    }

    /// The next messages after a key, in order.
    pub(crate) async fn due(&mut self, after: &str, most: i64) -> Result<Vec<Due>, Error> {
        let rows = query(DUE).bind(self.carrier.clone()).bind(after.to_owned()).bind(most);
        rows.fetch_all(self.tx.connection())
            .await?
            .iter()
            .map(|row| {
                Ok(Due { outbox_key: row.try_get(0)?, enrollment: row.try_get(1)?, body: row.try_get(2)? })
            })
            .collect()
    }

    /// Marks everything up to a key as sent, but for those with a fault.
    pub(crate) async fn mark(
        &mut self,
        last: &str,
        faults: &[(String, String)],
        sent: i64,
        now: i64,
    ) -> Result<(), Error> {
        query(SENT)
            .bind(self.carrier.clone())
            .bind(last.to_owned())
            .bind(now)
            .execute(self.tx.connection())
            .await?;
        for (key, fault) in faults {
            query(NOT_SENT).bind(key.clone()).bind(fault.clone()).execute(self.tx.connection()).await?;
        }
        query(ENROLLMENTS_SENT).bind(self.carrier.clone()).bind(now).execute(self.tx.connection()).await?;
        if sent > 0 {
            query(NEXT_NUMBERS).bind(self.carrier.clone()).bind(sent).execute(self.tx.connection()).await?;
        }
        Ok(())
    }

    /// Commits.
    pub(crate) async fn close(self) -> Result<(), Error> {
        self.tx.commit().await?;
        Ok(())
    }
}

/// Carriers with something due, and how much.
pub(crate) async fn carriers_due(db: &Db) -> Result<Vec<(String, i64)>, Error> {
    let rows = query(CARRIERS_DUE).fetch_all(db.reader()).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
