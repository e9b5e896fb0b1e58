//! A forgotten password is set anew with a code by mail (ID-1), and a forgotten username is mailed. Nobody learns here
//! whether a name has an account: the answer, its words and its work are the same. The second factor is not touched:
//! who has one owes it at the next sign-in (ID-2).

use super::{
    codes::{self, code_hash, good_until, mailed_code, name_of},
    rows::{self, Named, Proven, TriedReset},
};
use crate::{Error, FieldFault, Portal, RequestContext, randomness, sign_in::lock_of, throttle};
use domain::{
    certification::closed_since,
    form::{AskAccount, Fields, Wrong, value},
    instant::Instant,
    numbers::Email,
    people::Role,
    refusal::Refusal,
    typed::{Fault, mail::sign_in_name},
};
use door::Entrance;

/// How long what was asked for is remembered at all, in seconds.
const RESET_LIFE: i64 = 3600;
/// All of it happens one after the other, so that the newest reset of a person is one.
const LOCK: &str = "forgotten";

/// An account whose password can be set anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetAccount {
    /// Its username, by which it is chosen.
    pub username: String,
    /// Its role: one person may have an account of their own and one at work.
    pub role: Role,
}

/// What a name means: the accounts that are in use, those that are closed, and where their owner is written to.
pub(super) struct Meant {
    pub(super) open: Vec<Named>,
    pub(super) closed: Vec<Named>,
    /// Somebody was invited at this address and has no account yet.
    pub(super) invited: bool,
    /// The address; none when nobody has this name.
    pub(super) to: Option<String>,
}

impl Portal {
    /// Mails a code with which the password of this name's accounts is set anew; gives the token that names the reset to
    /// this browser. The answer is the same when nobody has the name. A reset that was open before means nothing any more.
    ///
    /// # Errors
    /// `Refusal::TooManyMails`.
    pub async fn ask_password_reset(&self, name: &str, context: &RequestContext) -> Result<String, Error> {
        let name = sign_in_name(name);
        let (token, code) = (randomness::token()?, mailed_code()?);
        let ask = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            let meant = self.meant_by(entrance, &name).await?;
            self.admit(entrance, ("password", &name), &meant, context).await?;
            let person = throttle::subject(&entrance.seal(), meant.to.as_deref().unwrap_or(&name))?;
            rows::forget_resets(entrance, now.minus_seconds(RESET_LIFE)).await?.or_not();
            rows::end_resets(entrance, &person, now).await?.or_not();
            let of = |own: bool| {
                let mut open = meant.open.iter();
                open.find(|one| (one.role == Role::Consumer) == own).map(|one| &*one.account_key.0)
            };
            let (name, hash) = (name_of(&token), code_hash(&token, &code));
            rows::ask_reset(entrance, &name, &person, of(true), of(false), &hash, now, good_until(now))
                .await?
                .or_not();
            self.mail_reset(entrance, &meant, &code, context).await
        };
        self.door.at_the_entrance(LOCK, ask).await?;
        Ok(token)
    }

    /// Takes the code from the mail: from now on, for ten minutes, this browser may choose a new password.
    ///
    /// # Errors
    /// `Refusal::EmailCodeWrong` (wrong, late, used, of another browser's reset, or five tries over);
    /// `Refusal::TooManySignIns`.
    pub async fn prove_password_reset(
        &self,
        token: &str,
        typed: &str,
        context: &RequestContext,
    ) -> Result<(), Error> {
        let name = name_of(token);
        // The try is counted in the transaction that compares, which commits whatever comes of it: many who are right at
        // once, behind one address, are never taken for failures.
        let prove = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            let attempt = throttle::reset_code(entrance, context).await?;
            let tried = rows::try_reset(entrance, &name, codes::TRIES, now).await?;
            let is_right = |tried: &TriedReset| {
                let nobodys = tried.own_account.is_none() && tried.work_account.is_none();
                codes::is_right(token, typed, &tried.code_sha256) && !nobodys
            };
            let proven = tried.as_ref().is_some_and(is_right)
                && rows::prove_reset(entrance, &name, now, good_until(now)).await?.any();
            if proven {
                attempt.succeeded(entrance).await?;
            }
            Ok(proven)
        };
        match self.door.at_the_entrance(LOCK, prove).await? {
            true => Ok(()),
            false => Err(Refusal::EmailCodeWrong.into()),
        }
    }

    /// The accounts whose password this browser may set anew, having typed the code.
    ///
    /// # Errors
    /// `Refusal::ResetOver`.
    pub async fn proven_password_reset(&self, token: &str) -> Result<Vec<ResetAccount>, Error> {
        let accounts = self.proven(token).await?;
        let shown = |one: Proven| ResetAccount { username: one.username, role: one.role };
        Ok(accounts.into_iter().map(shown).collect())
    }

    /// Sets the new password of the account that was chosen: all its sessions end, its address is told. Nobody is
    /// signed in by it.
    ///
    /// # Errors
    /// `Refusal::ResetOver` (late, used, of another browser, or the account was closed meanwhile); `Error::Invalid` at
    /// `account` or `password`.
    pub async fn reset_password(
        &self,
        token: &str,
        typed: &Fields,
        context: &RequestContext,
    ) -> Result<(), Error> {
        let accounts = self.proven(token).await?;
        let account = chosen(&accounts, typed);
        let personal = account.or(accounts.first()).ok_or(Refusal::ResetOver)?;
        let judged = self.judged_password(typed, (&personal.username, &personal.email)).await;
        let (account, hash) = match (account, judged) {
            (Some(account), judged) => (account, judged?),
            (None, Err(Error::Invalid(faults))) => {
                return Err(Error::Invalid([vec![none_chosen()], faults].concat()));
            }
            (None, Err(other)) => return Err(other),
            (None, Ok(_)) => return Err(Error::Invalid(vec![none_chosen()])),
        };
        let key = &account.account_key;
        let set = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            let over = || Error::from(Refusal::ResetOver);
            rows::use_reset(entrance, &name_of(token), now).await?.or(over())?;
            rows::end_resets_of(entrance, key, now).await?.or_not();
            let person = self.put_password(entrance, key, &hash).await?.ok_or_else(over)?;
            throttle::may_sign_in_again(entrance, &key.0, context).await?;
            entrance.record(&person, "reset_password", context).await
        };
        self.door.at_the_entrance(&lock_of(key), set).await?;
        self.let_sign_in([&account.username, &account.email], context)
    }

    /// Mails the usernames of an address to it. The answer is the same when it has none.
    ///
    /// # Errors
    /// `Error::Invalid` at `email`; `Refusal::TooManyMails`.
    pub async fn remind_of_username(&self, email: &str, context: &RequestContext) -> Result<(), Error> {
        let wrong = |wrong| Error::Invalid(vec![FieldFault::new("email", wrong, "ID-1")]);
        if email.trim().is_empty() {
            return Err(wrong(Wrong::Missing(AskAccount::OwnEmail.into())));
        }
        let email = Email::parse(email).map_err(|fault| wrong(Fault::from(fault).into()))?;
        let remind = async |entrance: &mut Entrance<'_>| {
            let meant = self.meant_by(entrance, email.as_str()).await?;
            self.admit(entrance, ("username", email.as_str()), &meant, context).await?;
            self.mail_usernames(entrance, &meant, context).await
        };
        self.door.at_the_entrance(LOCK, remind).await
    }

    /// What a username or an address means; with an address, also whether somebody was invited there.
    async fn meant_by(&self, entrance: &mut Entrance<'_>, name: &str) -> Result<Meant, Error> {
        let now = entrance.now();
        let named = rows::named(entrance, name).await?;
        let address = named.first().map(|one| one.email.clone());
        let at = address.clone().unwrap_or_else(|| name.to_owned());
        let invited = rows::invited_at(entrance, &at, now).await?.0.invited > 0;
        let to = address.or_else(|| invited.then(|| name.to_owned()));
        let (closed, open) = named
            .into_iter()
            .partition(|one: &Named| one.disabled_at.is_some() || self.is_idle(one.role, one.used_at, now));
        Ok(Meant { open, closed, invited, to })
    }

    /// Whether an assister's account was closed because nobody used it: it stays closed (CERT-8).
    fn is_idle(&self, role: Role, used_at: Instant, now: Instant) -> bool {
        let idle_days = self.profile.accounts.idle_days_assister;
        role == Role::Assister && closed_since(used_at, idle_days, now).is_some()
    }

    /// Lets one more mail be asked for. A browser that signed in to the account before is counted by itself, so that
    /// nobody else's tries keep its owner out (ID-4).
    async fn admit(
        &self,
        entrance: &mut Entrance<'_>,
        (what, name): (&str, &str),
        meant: &Meant,
        context: &RequestContext,
    ) -> Result<(), Error> {
        let mut known = false;
        // An address can mean two accounts: as many looks for every name.
        for place in 0..2 {
            let account = meant.open.get(place).map_or(name, |one| one.account_key.0.as_str());
            known |= throttle::is_known(entrance, account, context).await?;
        }
        throttle::forgotten(entrance, (what, name), known, context).await
    }

    async fn proven(&self, token: &str) -> Result<Vec<Proven>, Error> {
        let name = name_of(token);
        let look = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            let mut accounts = rows::proven(entrance, &name, now).await?;
            accounts.retain(|one| !self.is_idle(one.role, one.used_at, now));
            // Whoever has the mailbox of an earlier address sets no password any more.
            let mut of_now = Vec::with_capacity(accounts.len());
            for one in accounts {
                if throttle::subject(self.door.seal(), &one.email)? == one.person {
                    of_now.push(one);
                }
            }
            let accounts = of_now;
            Ok(accounts)
        };
        let accounts = self.door.look_at_the_entrance(look).await?;
        if accounts.is_empty() { Err(Refusal::ResetOver.into()) } else { Ok(accounts) }
    }
}

/// The account that was chosen; where there is one, nobody is asked.
fn chosen<'a>(accounts: &'a [Proven], typed: &Fields) -> Option<&'a Proven> {
    match accounts {
        [only] => Some(only),
        several => several.iter().find(|one| one.username == value(typed, "account")),
    }
}

fn none_chosen() -> FieldFault {
    FieldFault::new("account", Wrong::Missing(AskAccount::WhichAccount.into()), "ID-1")
}
