//! How many different things an account, and an address, may ask for in an hour. The same one again is not
//! counted, and beyond the limit of either nothing is, so that an hour of patience always helps.

use super::{rows, subject};
use crate::{Error, Session};
use door::{Door, Entrance};

/// One quota.
pub(crate) struct Quota {
    /// The word of accounts in the table.
    by_account: &'static str,
    /// The word of addresses.
    by_address: &'static str,
    /// How many.
    most: i64,
}

/// Reference numbers looked up, found or not (ASSOC-10).
pub(crate) const LOOK_UPS: Quota =
    Quota { by_account: "look_up_account", by_address: "look_up_address", most: 10 };
const HOUR: i64 = 3600;

impl Quota {
    /// Whether this session may ask for `what`, and counts it.
    pub(crate) async fn admit(&self, door: &Door, session: &Session, what: &str) -> Result<bool, Error> {
        let counted = |scope: &str, who: &str| {
            let key = subject(door.seal(), &format!("{scope}|{who}|{what}"))?;
            Ok::<_, Error>((key, subject(door.seal(), who)?))
        };
        let account = counted(self.by_account, &session.account_key().0)?;
        let address = counted(self.by_address, &session.context().ip)?;
        let note = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            let noted = rows::note_different(
                entrance,
                &account.0,
                self.by_account,
                &account.1,
                &address.0,
                self.by_address,
                &address.1,
                now,
                now.minus_seconds(HOUR),
                self.most,
            );
            Ok(noted.await?.any())
        };
        door.at_the_entrance(self.by_account, note).await
    }
}
