//! The job that forgets forms a day after they were kept.

use super::{KEPT_SECONDS, rows};
use crate::{Error, Portal};

impl Portal {
    /// Forgets what is older than a day. A round of the job: it rests after each.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn forget_parked_forms(&self) -> Result<usize, Error> {
        let forget = self.door.at_work(Some("parked_forms"), async |work| {
            let before = work.now().minus_seconds(KEPT_SECONDS);
            rows::purge(work, before).await
        });
        forget.await.map(|changed| {
            changed.or_not();
            0
        })
    }
}
