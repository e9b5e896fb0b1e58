//! How many different things an account may ask for in an hour, and how many an address may ask for in vain: an office
//! shares one. The same one again is not counted, and beyond the limit of either nothing is, so that an hour of
//! patience always helps.

use super::{rows, subject};
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
    /// Whether this session may ask for `what`, and counts it for its account.
    pub(crate) async fn admit(&self, door: &Door, session: &Session, what: &str) -> Result<bool, Error> {
        let account = &session.account_key().0;
        let asked = key(door, self.by_account, account, what)?;
        let account = subject(door.seal(), account)?;
        let address = subject(door.seal(), &counted_as(&session.context().ip))?;
        let note = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            let noted = rows::note_different(
                entrance,
                &asked,
                self.by_account,
                &account,
                now,
                now.minus_seconds(HOUR),
                self.most,
                self.by_address,
                &address,
                self.most_in_vain,
            );
            Ok(noted.await?.any())
        };
        door.at_the_entrance(self.by_account, note).await
    }

    /// What this session asked for was not there: counts it for its address.
    pub(crate) async fn in_vain(&self, door: &Door, session: &Session, what: &str) -> Result<(), Error> {
        let network = counted_as(&session.context().ip);
        let asked = key(door, self.by_address, &network, what)?;
        let address = subject(door.seal(), &network)?;
        let note = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            rows::note(entrance, &asked, self.by_address, &address, now).await?.or_not();
            Ok(())
        };
        door.at_the_entrance(self.by_account, note).await
    }
}

fn key(door: &Door, scope: &str, who: &str, what: &str) -> Result<String, Error> {
    subject(door.seal(), &format!("{scope}|{who}|{what}"))
}
