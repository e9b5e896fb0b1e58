//! How an assister invites (ASSOC-11, ASSOC-12): the own number as a link and a sheet, and a request to one person by e-mail
//! address. Neither creates anything: only the consumer's own act does (ASSOC-1), and the answer to a request is the same
//! whether the address has an account or not.

mod mail;
mod rows;

pub use rows::OpenRequest;
pub(crate) use rows::STATEMENTS;

use crate::{Acted, ActingOn, Consumer, Error, FieldFault, Portal, Session, randomness};
use domain::{
    book,
    consumer::Action,
    form::Wrong,
    name::Name,
    numbers::Email,
    people::{AssisterKey, AssisterKind, ConsumerKey, RequestKey},
    refusal::Refusal,
    typed::Fault,
};

/// Days after which a request lapses (ASSOC-12).
pub const REQUEST_DAYS: i64 = 14;
/// Requests of one assister in a day.
pub const MOST_A_DAY: i64 = 50;
const DAY: i64 = 86_400;

/// What an assister invites with.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Who invites, as consumers know them.
    pub assister: Name,
    /// Broker, navigator or counselor.
    pub kind: AssisterKind,
    /// The seven digits.
    pub reference_number: String,
    /// Where whoever opens it reads the statement: in the portal.
    pub path: String,
    /// Requests that wait for an answer.
    pub waiting: i64,
}

impl OpenRequest {
    /// Who asks.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    /// Broker, navigator or counselor.
    pub fn kind(&self) -> AssisterKind {
        self.credentials.kind
    }
}

impl Portal {
    /// What the assister invites with (ASSOC-11). It holds no consumer's data.
    ///
    /// # Errors
    /// `Denied`, naming what is missing to act today (CERT-1).
    pub async fn read_invitation(&self, session: &Session) -> Result<Invitation, Error> {
        self.door
            .acting_on(session, &session.own_book(), book::Action::ReadInvitation, async |acting| {
                let now = acting.now();
                let waiting = rows::waiting(acting, now).await?.0.requests;
                let (assister, kind) = (acting.facts().name(), acting.facts().assister_kind());
                let reference_number = acting.facts().reference_number.clone();
                let path = format!("/assister/authorize/{reference_number}");
                Ok(Invitation { assister, kind, reference_number, path, waiting })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Asks one person by e-mail to authorize this assister (ASSOC-12). One request waits for a pair; a second one while
    /// it waits does nothing more, and answers the same.
    ///
    /// # Errors
    /// `Invalid` for what is no address; `Refused(TooManyRequests)` beyond fifty a day; `Denied` (CERT-1).
    pub async fn request_authorization(
        &self,
        session: &Session,
        typed: &str,
        portal_address: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, &session.own_book(), book::Action::RequestAuthorization, async |acting| {
                let email = Email::parse(typed).map_err(|fault| {
                    let wrong = Wrong::from(Fault::from(fault));
                    Error::Invalid(vec![FieldFault::new("email", wrong, "ASSOC-12")])
                })?;
                let (now, email) = (acting.now(), email.as_str());
                if rows::asked_since(acting, now.plus_seconds(-DAY)).await?.0.requests >= MOST_A_DAY {
                    return Err(Refusal::TooManyRequests.into());
                }
                rows::lapse(acting, email, now).await?.or_not();
                let key = RequestKey(randomness::row_key());
                let asked = rows::ask(acting, &key, email, now, now.plus_seconds(REQUEST_DAYS * DAY)).await?;
                if asked.any() {
                    self.mail_request(acting, email, portal_address).await?;
                }
                Ok(())
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Declines a request (ASSOC-12): it is gone, and nothing else happens.
    ///
    /// # Errors
    /// `Refused(RequestLapsed)` when it lapsed, was answered, or is another's.
    pub async fn decline_request(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        request: &RequestKey,
    ) -> Result<Acted<()>, Error> {
        self.door
            .acting_on(session, consumer, Action::DeclineRequest, async |acting| {
                acting.target(request);
                let now = acting.now();
                rows::answer(acting, request, now).await?.or(Refusal::RequestLapsed.into())
            })
            .await
    }
}

/// The requests that wait for this consumer's answer, of assisters who may act today.
pub(crate) async fn open(acting: &mut ActingOn<'_, Consumer>) -> Result<Vec<OpenRequest>, Error> {
    let (now, today) = (acting.now(), acting.today());
    let mut requests = rows::open(acting, now).await?;
    requests.retain(|request| request.credentials.missing_on(today).is_empty());
    Ok(requests)
}

/// The consumer authorized this assister: what they asked for is answered.
pub(crate) async fn answered(
    acting: &mut ActingOn<'_, Consumer>,
    assister: &AssisterKey,
) -> Result<(), Error> {
    let now = acting.now();
    rows::answer_of(acting, assister, now).await.map(door::Changed::or_not)
}
