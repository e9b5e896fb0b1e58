//! The job that forgets challenges, answered or not.

use super::{forgotten_before, rows};
use crate::{Error, Portal};

impl Portal {
    /// Forgets challenges that nobody can answer any more. A round of the job: it rests after each.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn forget_passkey_challenges(&self) -> Result<usize, Error> {
        let forget = self.door.at_work(Some("passkey_challenges"), async |work| {
            let before = forgotten_before(work.now());
            rows::purge_challenges(work, before).await
        });
        forget.await.map(|changed| {
            changed.or_not();
            0
        })
    }
}
