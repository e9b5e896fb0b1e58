//! How many different things an account may ask for in an hour, and how many an address may ask for in vain: an office
//! shares one. The same one again is not counted, and beyond the limit of either nothing is, so that an hour of
//! patience always helps.

use super::{Attempt, rows, subject};
use crate::{Error, Session};
use domain::network::counted_as;
use door::{Door, Entrance};

/// One quota.
pub(crate) struct Quota {
    /// The word of accounts in the table.
    by_account: &'static str,
    /// The word of addresses.
    by_address: &'static str,
    /// How many an account may ask for.
    most: i64,
    /// How many an address may ask for in vain.
    most_in_vain: i64,
}

/// Reference numbers looked up, found or not (ASSOC-10).
pub(crate) const LOOK_UPS: Quota =
    Quota { by_account: "look_up_account", by_address: "look_up_address", most: 10, most_in_vain: 100 };
const HOUR: i64 = 3600;

impl Quota {
    /// Whether this session may ask for `what`, and counts it, for its address as asked in vain.
    pub(crate) async fn admit(&self, door: &Door, session: &Session, what: &str) -> Result<bool, Error> {
        let account = &session.account_key().0;
        let account = (key(door, self.by_account, account, what)?, subject(door.seal(), account)?);
        let network = counted_as(&session.context().ip);
        let address = (key(door, self.by_address, &network, what)?, subject(door.seal(), &network)?);
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
                self.most_in_vain,
            );
            Ok(noted.await?.any())
        };
        door.at_the_entrance(self.by_account, note).await
    }

    /// What was asked for was there: it was not in vain.
    pub(crate) async fn found(&self, door: &Door, session: &Session, what: &str) -> Result<(), Error> {
        let asked = Attempt(key(door, self.by_address, &counted_as(&session.context().ip), what)?);
        let note = async |entrance: &mut Entrance<'_>| asked.succeeded(entrance).await;
        door.at_the_entrance(self.by_account, note).await
    }
}

fn key(door: &Door, scope: &str, who: &str, what: &str) -> Result<String, Error> {
    subject(door.seal(), &format!("{scope}|{who}|{what}"))
}
