//! Links made and removed by whoever runs the server (ID-1), of which the owner of the account is told: made for assisters
//! and staff, whose subject at the provider is known beforehand (consumers link their accounts themselves); removed for
//! everybody whom their own settings do not let, because the provider is their only way in or calls them otherwise now.

use super::{lock_of, rows};
use crate::{Error, Portal, RequestContext, outbox, randomness};
use domain::{people::AccountKey, refusal::Refusal, typed::mail::sign_in_name};
use door::{Entrance, Unbound};
use words::{Mail, Phone, Words};

/// Whose link was made or removed.
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
        let look = async |entrance: &mut Entrance<'_>| rows::of_address(entrance, &email, false).await;
        let known = self.door.look_at_the_entrance(look).await?.ok_or(Error::NotFound)?;
        let (key, account): (_, AccountKey) = (randomness::row_key(), known.person.account_key.clone());
        let link = async |entrance: &mut Entrance<'_>| {
            let owner = rows::of_address(entrance, &email, false).await?.ok_or(Error::NotFound)?;
            if !config.serves(owner.person.role) || owner.person.account_key != account {
                return Err(Error::NotFound);
            }
            let now = entrance.now();
            rows::put_link(entrance, &key, &account, &config.issuer, subject, now).await?.or_not();
            self.told_by_command(entrance, owner, "link_identity", |words, exchange, phone| {
                words.mail_own_provider_linked(exchange, phone, &config.name)
            })
            .await
        };
        match self.door.at_the_entrance(&lock_of(&account), link).await {
            Err(fault) if fault.is_duplicate() => Err(Refusal::ProviderLinkTaken.into()),
            linked => linked,
        }
    }

    /// Removes the links of the account in use of an address, a consumer's or the one at work, and ends the sessions that
    /// began by them; only the command line comes here.
    ///
    /// # Errors
    /// `Error::NotFound` when the profile has no provider, or no such account has the address; `Refused(NothingToChange)`
    /// when it has no link.
    pub async fn unlink_identity(&self, email: &str, of_a_consumer: bool) -> Result<LinkedBy, Error> {
        let config = self.profile.identity_provider.as_ref().ok_or(Error::NotFound)?;
        let email = sign_in_name(email);
        let of_address =
            async |entrance: &mut Entrance<'_>| rows::of_address(entrance, &email, of_a_consumer).await;
        let known = self.door.look_at_the_entrance(of_address).await?.ok_or(Error::NotFound)?;
        let account = known.person.account_key;
        let unlink = async |entrance: &mut Entrance<'_>| {
            let owner = of_address(entrance).await?.ok_or(Error::NotFound)?;
            if owner.person.account_key != account {
                return Err(Error::NotFound);
            }
            for link in rows::links_of(entrance, &account).await? {
                entrance.end_sessions_through(&link.link_key, "").await?;
            }
            rows::forget_links(entrance.beside(), &account).await?.or(Refusal::NothingToChange.into())?;
            self.told_by_command(entrance, owner, "unlink_identity", |words, exchange, phone| {
                words.mail_own_provider_unlinked(exchange, phone, &config.name)
            })
            .await
        };
        self.door.at_the_entrance(&lock_of(&account), unlink).await
    }

    /// What a command did stands in the account's chain, and its owner is told.
    async fn told_by_command(
        &self,
        entrance: &mut Entrance<'_>,
        owner: rows::Working,
        did: &'static str,
        mail: impl FnOnce(Words, &str, Phone) -> Mail,
    ) -> Result<LinkedBy, Error> {
        let line = RequestContext { request_id: "command-line".to_owned(), ..RequestContext::default() };
        entrance.record(&owner.person, did, &line).await?;
        let (words, exchange) = (self.speaking(&owner.language), &self.profile.exchange);
        let mail = mail(words, &exchange.name, Phone(exchange.phone.clone()));
        outbox::put_mail(entrance.beside(), &owner.email, &mail).await?;
        Ok(LinkedBy { name: owner.person.name })
    }
}

/// An account that was closed keeps no link: the person's other one can have it.
pub(crate) async fn forget_links(beside: &mut Unbound<'_>, account: &AccountKey) -> Result<(), Error> {
    rows::forget_links(beside, account).await?.or_not();
    Ok(())
}
