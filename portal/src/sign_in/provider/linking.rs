//! A link made by whoever runs the server, for accounts of assisters and staff (ID-1): the provider's subject is known
//! beforehand. Its owner is told. Consumers link their accounts themselves.

use super::{lock_of, rows};
use crate::{Error, Portal, RequestContext, outbox, randomness};
use domain::{people::AccountKey, refusal::Refusal, typed::mail::sign_in_name};
use door::Entrance;
use words::Phone;

/// Whose link was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedBy {
    /// The person's name.
    pub name: String,
}

impl Portal {
    /// Links the working account of an address with a subject of the profile's provider; only the command line comes here.
    ///
    /// # Errors
    /// `Error::NotFound` when the profile has no provider, or no account in use of a role that it serves has the address;
    /// `Refused(ProviderLinkTaken)` when the account or the subject is linked already.
    pub async fn link_identity(&self, email: &str, subject: &str) -> Result<LinkedBy, Error> {
        let config = self.profile.identity_provider.as_ref().ok_or(Error::NotFound)?;
        let (email, subject) = (sign_in_name(email), subject.trim());
        if subject.is_empty() || subject.len() > 255 {
            return Err(Error::NotFound);
        }
        let look = async |entrance: &mut Entrance<'_>| rows::working(entrance, &email).await;
        let known = self.door.look_at_the_entrance(look).await?.ok_or(Error::NotFound)?;
        let (key, account): (_, AccountKey) = (randomness::row_key(), known.person.account_key.clone());
        let link = async |entrance: &mut Entrance<'_>| {
            let owner = rows::working(entrance, &email).await?.ok_or(Error::NotFound)?;
            if !config.serves(owner.person.role) || owner.person.account_key != account {
                return Err(Error::NotFound);
            }
            let now = entrance.now();
            rows::put_link(entrance, &key, &account, &config.issuer, subject, now).await?.or_not();
            let line = RequestContext { request_id: "command-line".to_owned(), ..RequestContext::default() };
            entrance.record(&owner.person, "link_identity", &line).await?;
            let exchange = &self.profile.exchange;
            let mail = self.speaking(&owner.language).mail_own_provider_linked(
                &exchange.name,
                Phone(exchange.phone.clone()),
                &config.name,
            );
            outbox::put_mail(entrance.beside(), &owner.email, &mail).await?;
            Ok(LinkedBy { name: owner.person.name })
        };
        match self.door.at_the_entrance(&lock_of(&account), link).await {
            Err(fault) if fault.is_duplicate() => Err(Refusal::ProviderLinkTaken.into()),
            linked => linked,
        }
    }
}
