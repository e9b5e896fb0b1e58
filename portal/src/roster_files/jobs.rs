//! The job that forgets roster files a day after their upload.

use super::{KEPT_SECONDS, rows};
use crate::{Error, Portal};

impl Portal {
    /// Forgets what is older than a day. A round of the job: it rests after each.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn forget_roster_files(&self) -> Result<usize, Error> {
        let forget = self.door.at_work(Some("roster_files"), async |work| {
            let before = work.now().plus_seconds(-KEPT_SECONDS);
            rows::purge_pages(work, before).await?.or_not();
            rows::purge(work, before).await?.or_not();
            Ok(before)
        });
        let before = forget.await?;
        self.unstage("", before).await.map(|()| 0)
    }
}
