//! A passkey as the first second factor, or in the place of one that was lost, behind the password (ID-2).

use super::{Bound, Ceremony, Fault, Given, Purpose, Site, rows};
use crate::{
    Error, Portal, randomness,
    sign_in::{
        PendingSignIn, SecondFactorReady, lock_of, recovery_codes, rows as accounts,
        second_factor::may_be_set_up,
    },
    throttle,
};
use domain::people::PasskeyKey;
use door::Entrance;
use words::{Name, Phone, Words};

impl Portal {
    /// What a browser needs to make the passkey of whoever gave the password and owes a second factor.
    ///
    /// # Errors
    /// `Error::NotFound` when a second factor is set up already, and none was lost.
    pub async fn ask_first_passkey(&self, site: &Site, pending: &PendingSignIn) -> Result<Ceremony, Error> {
        let account = pending.session.account_key();
        let look = async |entrance: &mut Entrance<'_>| {
            let factor = accounts::factor(entrance, account).await?.0;
            may_be_set_up(&factor, entrance.now())?;
            Ok((factor.username, accounts::told(entrance, account).await?.0))
        };
        let (username, whom) = self.door.look_at_the_entrance(look).await?;
        let name = format!("{} {}", whom.given_name, whom.family_name);
        let begun = site.register(account, (&username, name.trim()), &[])?;
        self.keep_challenge(&Bound::pending(Purpose::SetUp, &pending.session), begun).await
    }

    /// Takes the passkey, gives the recovery codes, and signs the person in.
    ///
    /// # Errors
    /// `Refusal::PasskeyRefused` whatever is wrong, `Refusal::TooManySignIns`; `Error::NotFound` as above.
    pub async fn set_up_passkey(
        &self,
        site: &Site,
        pending: &PendingSignIn,
        given: Given<'_>,
    ) -> Result<SecondFactorReady, Error> {
        let (session, account) = (&pending.session, pending.session.account_key());
        let (bound, codes) = (Bound::pending(Purpose::SetUp, session), recovery_codes()?);
        let take = async |entrance: &mut Entrance<'_>| {
            let attempt = throttle::second_factor(entrance, &account.0, session.context()).await?;
            let (now, factor) = (entrance.now(), accounts::factor(entrance, account).await?.0);
            let leave = may_be_set_up(&factor, now)?;
            let made = match self.made(entrance, (site, &bound), given).await? {
                Ok(made) => made,
                Err(refusal) => return Ok(Err(refusal)),
            };
            match &leave {
                Some(leave) => {
                    self.forget_lost(entrance, account, leave).await?;
                    accounts::forget_app(entrance, account).await?.or(Error::NotFound)?;
                }
                None => self.tell_owner(entrance, account, added_mail).await?,
            }
            let key = PasskeyKey(randomness::row_key());
            let (found_by, sealed) =
                (made.credential_sha256(), made.sealed(&entrance.seal(), &key, account)?);
            if !rows::add(entrance, &key, account, &found_by, &sealed, "", now).await?.any() {
                return Err(bound.refuse(Fault::Known).into());
            }
            self.first_factor_set_up(entrance, session, (&attempt, &codes)).await.map(Ok)
        };
        let token = self.door.at_the_entrance(&lock_of(account), take).await??;
        Ok(SecondFactorReady { token, recovery_codes: codes })
    }
}

fn added_mail(words: Words, _: Name, exchange: String, phone: Phone) -> words::Mail {
    words.mail_passkey_added(&exchange, phone)
}
