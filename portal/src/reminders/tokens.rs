//! Fourteen days before the token of an identity system ends, once: a mail to every resource manager. Without a new token
//! the system stops keeping the roster, and nobody would notice at once.

use super::rows;
use crate::{Error, Portal, outbox};
use door::Work;

/// How long before its end a token is told of, in seconds.
const BEFORE: i64 = 14 * 86_400;

impl Portal {
    /// Tells of the tokens that end soon; gives of how many.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn remind_of_tokens(&self) -> Result<usize, Error> {
        let remind = async |work: &mut Work<'_>| {
            let now = work.now();
            let ending = rows::tokens_ending(work, now, now.plus_seconds(BEFORE)).await?;
            let managers = match ending.is_empty() {
                true => Vec::new(),
                false => rows::resource_managers(work).await?,
            };
            // Whom nobody was told of waits until there is somebody to tell.
            if managers.is_empty() {
                return Ok(0);
            }
            for token in &ending {
                rows::token_reminded(work, &token.token_key, now).await?.or(Error::NotFound)?;
                for manager in &managers {
                    let words = self.speaking(&manager.language);
                    let (exchange, last) = (&self.profile.exchange.name, self.moment_of(token.expires_at));
                    let mail = words.mail_token_ends(&*token.name, exchange, last);
                    outbox::put_mail(work.beside(), &manager.email, &mail).await?;
                }
            }
            Ok(ending.len())
        };
        self.door.at_work(Some("reminders"), remind).await
    }
}
