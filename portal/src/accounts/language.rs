//! The language of a person: that of the page on which the account was made, until another is chosen.

use super::rows;
use crate::{Error, Portal, Session, sign_in::lock_of};
use door::Entrance;

impl Portal {
    /// Keeps the language that somebody chose for their pages and mail: a tag that the pages offer.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn choose_language(&self, session: &Session, tag: &str) -> Result<(), Error> {
        let keep = async |entrance: &mut Entrance<'_>| {
            rows::speak(entrance, session.account_key(), tag).await?.or(Error::NotFound)?;
            entrance.record(&session.person(), "choose_language", session.context()).await
        };
        self.door.at_the_entrance(&lock_of(session.account_key()), keep).await
    }
}
