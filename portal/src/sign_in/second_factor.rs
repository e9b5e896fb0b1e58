//! The second factor (ID-2): one-time codes of an app (TOTP), each good once, and recovery codes for the
//! day the telephone is gone; passkeys are beside it. A session whose second factor is due can do nothing but this.

use super::{NextStep, lock_of, lost_factor::Leave, rows};
use crate::{
    Error, Portal, RequestContext, randomness,
    throttle::{self, Attempt},
};
use domain::{
    instant::Instant,
    numbers::recovery_code,
    people::{AccountKey, Role},
    refusal::Refusal,
    typed::code,
};
use door::Entrance;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Secret, Totp};
use words::{Mail, Name, Phone, Words};

/// How many recovery codes a person gets.
const RECOVERY_CODES: usize = 10;
/// How long a key that was shown is kept without a code, in seconds: no session lasts longer.
const WAITS_FOR: i64 = 24 * 3600;
/// Digits of a code of an app.
const CODE_DIGITS: usize = 6;
/// All but the unreserved signs of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A person who gave the right password and still owes the second factor.
#[derive(Clone, Debug)]
pub struct PendingSignIn {
    pub(super) session: door::Pending,
    next: NextStep,
    /// From when on there is leave to set up another factor in the place of one that was lost.
    leave_from: Option<Instant>,
    has_app: bool,
    has_passkey: bool,
}

impl PendingSignIn {
    /// The code, or the set-up.
    pub fn next(&self) -> NextStep {
        self.next
    }

    /// Whether another factor may be set up because the old one was lost; signing in with the old one ends that.
    pub fn may_replace(&self) -> bool {
        self.leave_from.is_some()
    }

    /// From when on that is, while it is not yet.
    pub fn may_replace_from(&self) -> Option<Instant> {
        self.leave_from.filter(|_| self.next == NextStep::Code)
    }

    /// Whether an app with codes is set up.
    pub fn has_app(&self) -> bool {
        self.has_app
    }

    /// Whether there is a passkey that works.
    pub fn has_passkey(&self) -> bool {
        self.has_passkey
    }

    /// The role of the account.
    pub fn role(&self) -> Role {
        self.session.role()
    }

    /// The token that the forms of the pending session carry.
    pub fn csrf(&self) -> &str {
        self.session.csrf()
    }
}

/// What an app needs to make codes.
#[derive(Clone)]
pub struct SecondFactorKey {
    /// The key as text, in groups of four.
    pub text: String,
    /// The address for the QR code.
    pub address: String,
}

/// The second factor is set up and the person is signed in.
pub struct SecondFactorReady {
    /// The token of the new session.
    pub token: String,
    /// Shown once.
    pub recovery_codes: Vec<String>,
}

impl Portal {
    /// The person behind a token whose second factor is due; `None` when there is none such.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn pending_sign_in(
        &self,
        token: &str,
        context: RequestContext,
    ) -> Result<Option<PendingSignIn>, Error> {
        let live = self.door.session_of(token, context).await?;
        let Some(session) = live.and_then(door::Live::pending) else { return Ok(None) };
        let account = session.account_key();
        let read = async |entrance: &mut Entrance<'_>| Ok(rows::factor(entrance, account).await?.0);
        let factor = self.door.at_the_entrance(&lock_of(account), read).await?;
        let leave = factor.leave(self.door.now());
        let next = match (factor.is_set_up(), &leave) {
            (true, Some(leave)) if leave.due => NextStep::SetUpSecondFactor,
            (true, _) => NextStep::Code,
            (false, _) => NextStep::SetUpSecondFactor,
        };
        let leave_from = leave.filter(|_| factor.is_set_up()).map(|leave| leave.from);
        let has_app = factor.totp_confirmed_at.is_some();
        let has_passkey = factor.working_passkeys > 0;
        Ok(Some(PendingSignIn { session, next, leave_from, has_app, has_passkey }))
    }

    /// Finishes signing in with a code of the app or a recovery code; gives the token of a new session
    /// (ID-3: rotated). Whoever has the factor has not lost it: leave to set up another one ends.
    ///
    /// # Errors
    /// `Refusal::CodeWrong`, `Refusal::TooManySignIns`.
    pub async fn finish_sign_in(&self, pending: &PendingSignIn, typed: &str) -> Result<String, Error> {
        let account = pending.session.account_key();
        let attempt = self.admitted_to_code(&pending.session).await?;
        let sign_in = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            let factor = rows::factor(entrance, account).await?.0;
            let leave = factor.leave(now);
            let sealed = factor.totp_confirmed_at.and(factor.totp_secret);
            let used = match self.step_of_app(account, sealed, typed, now)? {
                Some(step) => rows::use_step(entrance, account, step, now).await?,
                None => {
                    let code = randomness::code_sha256(typed);
                    rows::use_recovery_code(entrance, account, &code, now).await?
                }
            };
            used.or(Refusal::CodeWrong.into())?;
            self.second_factor_given(entrance, &pending.session, (attempt, leave)).await
        };
        self.door.at_the_entrance(&lock_of(account), sign_in).await
    }

    /// Signs in whoever gave a second factor that works: leave to set up another one ends.
    pub(super) async fn second_factor_given(
        &self,
        entrance: &mut Entrance<'_>,
        pending: &door::Pending,
        (attempt, leave): (Attempt, Option<Leave>),
    ) -> Result<String, Error> {
        attempt.succeeded(entrance).await?;
        self.tell_odd_sign_in(entrance, pending.account_key(), pending.context()).await?;
        let Some(leave) = leave else { return rotate(entrance, pending, "sign_in").await };
        self.keep_factor(entrance, pending.account_key(), &leave).await?;
        rotate(entrance, pending, "keep_second_factor").await
    }

    /// Signs in whoever set a second factor up, which comes with recovery codes.
    pub(super) async fn first_factor_set_up(
        &self,
        entrance: &mut Entrance<'_>,
        pending: &door::Pending,
        (attempt, codes): (&Attempt, &[String]),
    ) -> Result<String, Error> {
        // Whatever else was shown for this account is confirmed by nobody any more.
        rows::forget_waiting_keys(entrance, pending.account_key()).await?.or_not();
        for code in codes {
            let code = randomness::code_sha256(code);
            rows::add_recovery_code(entrance, pending.account_key(), &code).await?.or_not();
        }
        attempt.succeeded(entrance).await?;
        self.tell_odd_sign_in(entrance, pending.account_key(), pending.context()).await?;
        rotate(entrance, pending, "set_up_second_factor").await
    }

    /// The key to put into an app, made at the first call and the same in this session until it is confirmed. Nobody else
    /// who knows the password is shown it.
    ///
    /// # Errors
    /// `Error::NotFound` when the second factor is set up already.
    pub async fn second_factor_key(&self, pending: &PendingSignIn) -> Result<SecondFactorKey, Error> {
        let (account, session) = (pending.session.account_key(), pending.session.token_sha256());
        let (fresh, place) = (new_secret()?, place_of_waiting(session));
        let keep = async |entrance: &mut Entrance<'_>| {
            let (now, seal) = (entrance.now(), entrance.seal());
            let factor = rows::factor(entrance, account).await?.0;
            may_be_set_up(&factor, now)?;
            let secret = match rows::waiting_key(entrance, session).await? {
                Some(waiting) => seal.open(&place, &waiting.sealed)?,
                None => {
                    let old = now.minus_seconds(WAITS_FOR);
                    rows::forget_old_waiting_keys(entrance, account, old).await?.or_not();
                    let sealed = seal.seal(&place, &fresh)?;
                    rows::keep_waiting_key(entrance, session, account, now, &sealed).await?.or_not();
                    fresh.to_vec()
                }
            };
            Ok((secret, factor.username))
        };
        let (secret, username) = self.door.at_the_entrance(&lock_of(account), keep).await?;
        Ok(self.key_of(&secret, &username))
    }

    /// A secret as an app takes it, for the account of this username.
    pub(crate) fn key_of(&self, secret: &[u8], username: &str) -> SecondFactorKey {
        let key = Secret::new(secret.into()).to_base32();
        let issuer = utf8_percent_encode(&self.profile.exchange.name, RESERVED);
        let name = utf8_percent_encode(username, RESERVED);
        let grouped: Vec<_> = key.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
        SecondFactorKey {
            text: grouped.join(" "),
            address: format!("otpauth://totp/{issuer}:{name}?secret={key}&issuer={issuer}"),
        }
    }

    /// Confirms the key that was shown in this session with a first code, gives the recovery codes, and signs the person in.
    ///
    /// # Errors
    /// `Refusal::CodeWrong`, `Refusal::TooManySignIns`; `Error::NotFound` when a second factor was set up meanwhile.
    pub async fn confirm_second_factor(
        &self,
        pending: &PendingSignIn,
        typed: &str,
    ) -> Result<SecondFactorReady, Error> {
        let (account, session) = (pending.session.account_key(), pending.session.token_sha256());
        let attempt = self.admitted_to_code(&pending.session).await?;
        let codes = recovery_codes()?;
        let confirm = async |entrance: &mut Entrance<'_>| {
            let (now, seal) = (entrance.now(), entrance.seal());
            let leave = may_be_set_up(&rows::factor(entrance, account).await?.0, now)?;
            let waiting = rows::waiting_key(entrance, session).await?.ok_or(Error::NotFound)?;
            let secret = seal.open(&place_of_waiting(session), &waiting.sealed)?;
            let step = step_of(&secret, typed, now)?.ok_or(Refusal::CodeWrong)?;
            match &leave {
                Some(leave) => self.forget_lost(entrance, account, leave).await?,
                // Somebody with the password alone could have been quicker than its owner.
                None => self.tell_owner(entrance, account, set_up_mail).await?,
            }
            let sealed = seal.seal(&place(account), &secret)?;
            rows::put_factor(entrance, account, &sealed, step, now).await?.or(Error::NotFound)?;
            self.first_factor_set_up(entrance, &pending.session, (&attempt, &codes)).await
        };
        let token = self.door.at_the_entrance(&lock_of(account), confirm).await?;
        Ok(SecondFactorReady { token, recovery_codes: codes })
    }

    async fn admitted_to_code(&self, pending: &door::Pending) -> Result<Attempt, Error> {
        let account = pending.account_key();
        let admit = async |entrance: &mut Entrance<'_>| {
            throttle::second_factor(entrance, &account.0, pending.context()).await
        };
        self.door.at_the_entrance(&lock_of(account), admit).await
    }

    /// The step of a right code of the app; `None` for a wrong one, and where there is no app.
    pub(super) fn step_of_app(
        &self,
        account: &AccountKey,
        sealed: Option<Vec<u8>>,
        typed: &str,
        now: Instant,
    ) -> Result<Option<i64>, Error> {
        match sealed {
            Some(sealed) => step_of(&self.secret(account, Some(sealed))?, typed, now),
            None => Ok(None),
        }
    }

    fn secret(&self, account: &AccountKey, sealed: Option<Vec<u8>>) -> Result<Vec<u8>, Error> {
        self.door.seal().open(&place(account), &sealed.ok_or(Error::NotFound)?)
    }
}

/// A new secret for an app.
pub(crate) fn new_secret() -> Result<[u8; 20], Error> {
    randomness::bytes()
}

/// New recovery codes, to be shown once.
pub(crate) fn recovery_codes() -> Result<Vec<String>, Error> {
    (0..RECOVERY_CODES).map(|_| Ok(recovery_code(randomness::bytes()?))).collect()
}

/// Ends the pending session and starts the one that counts; false rights do not survive a step-up.
async fn rotate(
    entrance: &mut Entrance<'_>,
    pending: &door::Pending,
    did: &'static str,
) -> Result<String, Error> {
    if !entrance.end_session(pending.token_sha256()).await? {
        return Err(Refusal::CodeWrong.into());
    }
    throttle::remember_device(entrance, &pending.account_key().0, pending.context()).await?;
    let token = entrance.start_session(pending.account_key(), false, pending.context()).await?;
    entrance.follows(&token, pending.token_sha256()).await?;
    entrance.record(&pending.person(), did, pending.context()).await?;
    Ok(token)
}

/// The step of a right code, the one before and the one after included; `None` for a wrong one.
pub(crate) fn step_of(secret: &[u8], typed: &str, now: Instant) -> Result<Option<i64>, Error> {
    let Ok(code) = code::digits(typed, CODE_DIGITS) else { return Ok(None) };
    let seconds = u64::try_from(now.seconds_since(Instant::default())).unwrap_or(0);
    let step = totp(secret)?.check(&code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn totp(secret: &[u8]) -> Result<Totp, Error> {
    Builder::new()
        .with_secret(secret.to_vec())
        .build()
        .map_err(|_| Error::Corrupt("a second factor's secret"))
}

/// Whether a factor may be set up: the first one, or one in the place of a lost one, whose leave this gives.
pub(super) fn may_be_set_up(factor: &rows::Factor, now: Instant) -> Result<Option<Leave>, Error> {
    match (factor.is_set_up(), factor.leave(now)) {
        (false, _) => Ok(None),
        (true, Some(leave)) if leave.due => Ok(Some(leave)),
        (true, _) => Err(Error::NotFound),
    }
}

fn set_up_mail(words: Words, _: Name, exchange: String, phone: Phone) -> Mail {
    words.mail_own_factor_set_up(&exchange, phone)
}

/// Where the key that was shown in a session lies, for its seal.
fn place_of_waiting(token_sha256: &str) -> String {
    format!("waiting_factors/sealed/{token_sha256}")
}

/// Where the secret of an account lies, for its seal.
pub(crate) fn place(account: &AccountKey) -> String {
    format!("accounts/totp_secret/{account}")
}
