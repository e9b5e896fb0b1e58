//! What is odd about a sign-in is told by mail (ID-3): a browser that the account was not signed in with before, and many
//! wrong tries since the last sign-in. Each once a day at most, and no preference turns it off. Nobody but the address of
//! the account learns of it: the mail is written in the transaction of a sign-in that succeeded.

use super::rows;
use crate::{Error, Portal, RequestContext, outbox, throttle};
use domain::{instant::Instant, people::AccountKey};
use door::Entrance;
use words::{Name, Phone};

/// How many wrong passwords since the last sign-in are told. People mistype a few.
const WRONG_PASSWORDS: i64 = 10;
/// How many wrong codes: whoever tries them has the password.
const WRONG_CODES: i64 = 3;
/// How long nothing more of the same kind is told, in seconds.
const QUIET: i64 = 86_400;

impl Portal {
    /// Tells of a sign-in that succeeded what is odd about it. To be called before the browser is remembered. The first
    /// sign-in of an account is not odd.
    pub(crate) async fn tell_odd_sign_in(
        &self,
        entrance: &mut Entrance<'_>,
        account: &AccountKey,
        context: &RequestContext,
    ) -> Result<(), Error> {
        let now = entrance.now();
        let Some(before) = rows::sign_ins_told(entrance, account).await? else {
            return rows::put_sign_ins_told(entrance, account, now, None, None).await.map(drop);
        };
        let quiet = |told_at: Option<Instant>| told_at.is_some_and(|at| now < at.plus_seconds(QUIET));
        // Without a name of its own, nothing is known of a browser.
        let known = context.device.is_empty() || throttle::is_known(entrance, &account.0, context).await?;
        let tell_browser = !known && !quiet(before.browser_told_at);
        let tries = throttle::wrong_tries(entrance, &account.0, context, before.last_at).await?;
        let many = tries.passwords >= WRONG_PASSWORDS || tries.codes >= WRONG_CODES;
        let tell_tries = many && !quiet(before.tries_told_at);
        let told = |tell: bool, before| if tell { Some(now) } else { before };
        let (browser, tried) =
            (told(tell_browser, before.browser_told_at), told(tell_tries, before.tries_told_at));
        rows::put_sign_ins_told(entrance, account, now, browser, tried).await?.or_not();
        if !tell_browser && !tell_tries {
            return Ok(());
        }
        let owner = rows::told(entrance, account).await?.0;
        let (exchange, words) = (&self.profile.exchange, self.speaking(&owner.language));
        let name = || Name::new(&*owner.given_name, &*owner.family_name);
        let (when, phone) = (self.moment_of(now), || Phone(exchange.phone.clone()));
        if tell_tries {
            let since = self.moment_of(before.last_at);
            let mail = words.mail_wrong_tries(name(), &exchange.name, since, phone());
            outbox::put_mail(entrance.beside(), &owner.email, &mail).await?;
        }
        if tell_browser {
            let mail = words.mail_new_browser(name(), &exchange.name, when, phone());
            outbox::put_mail(entrance.beside(), &owner.email, &mail).await?;
        }
        Ok(())
    }
}
