//! Forms that came after their session had ended (ID-3): what they held is kept sealed for the session's account, for a day, and
//! shown again in the form's own page to that account alone. Nothing of it is ever sent by itself. Also how long a session lasts.

mod jobs;
mod rows;

pub(crate) use rows::STATEMENTS;

use crate::{Error, Portal, RequestContext, Session, randomness, sign_in::lock_of};
use domain::{
    instant::Instant,
    people::{AccountKey, ParkedKey},
};
use door::{Ends, Entrance, Late};
use serde::{Deserialize, Serialize};

/// For how long a form is kept, in seconds.
pub const KEPT_SECONDS: i64 = 24 * 3600;
/// How many forms of one account are kept; the newest ones.
pub const MOST_FORMS: i64 = 5;
/// The longest that is kept of one form: its names and values.
pub const LONGEST: usize = 64 * 1024;

/// What is kept of a form: what people filled in, without whatever must not be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedForm {
    /// Where the form was sent to.
    pub action: String,
    /// The page that it stands on.
    pub page: String,
    /// Names and values, in order.
    pub fields: Vec<(String, String)>,
    /// Whether something was filled in that is never kept: a password, a code, an agreement.
    pub left_out: bool,
}

/// A form with whose it is, as it is sealed.
#[derive(Serialize, Deserialize)]
struct Sealed {
    account: String,
    form: ParkedForm,
}

/// What comes of asking for a form that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parked {
    /// It is here, kept at that instant.
    Here(ParkedForm, Instant),
    /// It is somebody else's.
    Another,
    /// There is none of this key, or not any more.
    Gone,
}

impl Portal {
    /// Who is signed in with this token, without this being a use of the session.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn session_unused(
        &self,
        token: &str,
        context: RequestContext,
    ) -> Result<Option<Session>, Error> {
        Ok(self.door.session_unused(token, context).await?.and_then(door::Live::signed_in))
    }

    /// The person stays signed in from now on (ID-3); gives when the session ends. `None` when it just did. It is a use of the
    /// session like any page and leaves no event of its own.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn stay_signed_in(&self, session: &Session) -> Result<Option<Ends>, Error> {
        self.door.stay(session).await
    }

    /// Whose form it is that came with the token of a session that ended: `Door::late`.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn late(
        &self,
        token: &str,
        csrf: &str,
        context: &RequestContext,
    ) -> Result<Option<Late>, Error> {
        self.door.late(token, csrf, context).await
    }

    /// Whether a form is of an earlier session of whoever is signed in: `Door::late_of`.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn late_of(&self, session: &Session, csrf: &str) -> Result<Option<Late>, Error> {
        self.door.late_of(session, csrf).await
    }

    /// Keeps what a form held for the account whose it is; `None` when it is too long. Older ones than the newest few go.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn park_form(&self, late: &Late, form: ParkedForm) -> Result<Option<ParkedKey>, Error> {
        let length: usize = form.fields.iter().map(|(name, value)| name.len() + value.len()).sum();
        if length > LONGEST {
            return Ok(None);
        }
        let (key, account) = (ParkedKey(randomness::row_key()), &late.person.account_key);
        let plain = serde_json::to_vec(&Sealed { account: account.0.clone(), form })
            .map_err(|_| Error::Corrupt("a kept form"))?;
        let sealed = self.door.seal().seal(&place(&key), &plain)?;
        let keep = async |entrance: &mut Entrance<'_>| {
            let now = entrance.now();
            rows::insert(entrance, &key, account, now, &sealed).await?.or_not();
            rows::forget_older(entrance, account, MOST_FORMS).await?.or_not();
            entrance.record(&late.person, "park_form", &late.context).await
        };
        self.door.at_the_entrance(&lock_of(account), keep).await?;
        Ok(Some(key))
    }

    /// A form that was kept, for whoever is signed in.
    ///
    /// # Errors
    /// `Error::Database`; `Error::Corrupt` when what is stored is not what was sealed for this account.
    pub async fn parked_form(&self, session: &Session, key: &ParkedKey) -> Result<Parked, Error> {
        let account = session.account_key();
        let open = async |entrance: &mut Entrance<'_>| {
            let since = entrance.now().minus_seconds(KEPT_SECONDS);
            let row = match rows::of_key(entrance, key, since).await? {
                None => return Ok(Parked::Gone),
                Some(row) if row.account_key != *account => return Ok(Parked::Another),
                Some(row) => row,
            };
            let form = opened(&entrance.seal().open(&place(key), &row.sealed)?, account)?;
            let now = entrance.now();
            rows::opened(entrance, key, now).await?.or_not();
            entrance.record(&session.person(), "return_to_form", session.context()).await?;
            Ok(Parked::Here(form, row.parked_at))
        };
        self.door.at_the_entrance(&lock_of(account), open).await
    }

    /// The newest form that whoever just signed in has not come back to yet, with its page. It is offered once.
    ///
    /// # Errors
    /// As `parked_form`.
    pub async fn waiting_form(&self, session: &Session) -> Result<Option<(ParkedKey, String)>, Error> {
        let account = session.account_key();
        let look = async |entrance: &mut Entrance<'_>| {
            let since = entrance.now().minus_seconds(KEPT_SECONDS);
            let Some(row) = rows::newest(entrance, account, since).await? else { return Ok(None) };
            let plain = entrance.seal().open(&place(&row.parked_key), &row.sealed)?;
            Ok(Some((row.parked_key, opened(&plain, account)?.page)))
        };
        self.door.look_at_the_entrance(look).await
    }

    /// Forgets a form whose person sent it now.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn forget_parked(&self, session: &Session, key: &ParkedKey) -> Result<(), Error> {
        let account = session.account_key();
        let forget = async |entrance: &mut Entrance<'_>| rows::forget(entrance, key, account).await;
        self.door.at_the_entrance(&lock_of(account), forget).await.map(door::Changed::or_not)
    }
}

fn place(key: &ParkedKey) -> String {
    format!("parked_forms/sealed/{key}")
}

/// What was sealed, when it was for this account: a row that was moved to another one does not open.
fn opened(plain: &[u8], account: &AccountKey) -> Result<ParkedForm, Error> {
    let sealed: Sealed = serde_json::from_slice(plain).map_err(|_| Error::Corrupt("a kept form"))?;
    if sealed.account != account.0 {
        return Err(Error::Corrupt("a kept form of another account"));
    }
    Ok(sealed.form)
}
