//! The link with who one is at the state's identity provider (ID-1): made with the consent of the account, by whoever signed
//! in to it lately and came from the provider with the account's own address; removed where another way in is left.

use super::rows;
use crate::{
    ActingOn, Error, Portal, Session, randomness,
    sign_in::{forget_waiting, has_another_way, waiting},
};
use domain::{account::Action, identity_provider::IdentityProvider, instant::Instant, refusal::Refusal};
use door::Account;

/// The link of one's own account.
#[derive(Clone, Debug)]
pub struct OwnLink {
    /// Made at.
    pub since: Instant,
    /// When somebody signed in by it last.
    pub used_at: Option<Instant>,
    /// Whether it can be removed: another way in is left.
    pub may_be_removed: bool,
}

/// How an account stands to the identity provider.
#[derive(Clone, Debug)]
pub struct AtProvider {
    /// What people call the provider.
    pub name: String,
    /// The link, where there is one.
    pub link: Option<OwnLink>,
}

impl Portal {
    /// The provider, when this session's role may sign in through it.
    fn provider_for(&self, session: &Session) -> Result<&IdentityProvider, Error> {
        let config = self.identity_provider().filter(|config| config.serves(session.actor().role()));
        config.ok_or(Error::NotFound)
    }

    /// Whose address the provider verified that waits for this account's consent; `None` when nobody waits.
    ///
    /// # Errors
    /// `Error::NotFound` for whoever does not sign in through a provider.
    pub async fn waits_for_consent(&self, session: &Session, token: &str) -> Result<Option<String>, Error> {
        self.provider_for(session)?;
        Ok(waiting(&self.door, token).await?.map(|waiting| waiting.address))
    }

    /// Links the own account with who waits for its consent.
    ///
    /// # Errors
    /// `Refused` with `ProviderLinkOver` when nobody waits, `ProviderAddressDiffers`, `ProviderLinkTaken`.
    pub async fn link_provider(&self, session: &Session, token: &str) -> Result<(), Error> {
        let config = self.provider_for(session)?;
        let waits = waiting(&self.door, token).await?;
        let linked = self.in_own_account(session, Action::LinkProvider, async |acting| {
            let waits = waits.ok_or(Refusal::ProviderLinkOver)?;
            if acting.facts().email != waits.address {
                return Err(Refusal::ProviderAddressDiffers.into());
            }
            let (key, now) = (randomness::row_key(), acting.now());
            rows::put_link(acting, &key, &config.issuer, &waits.subject, now).await?.or_not();
            self.tell_linked(acting, &config.name).await
        });
        match linked.await {
            Err(fault) if fault.is_duplicate() => return Err(Refusal::ProviderLinkTaken.into()),
            linked => linked?,
        }
        forget_waiting(&self.door, token).await
    }

    /// Removes the own link, and ends the other sessions that began by it.
    ///
    /// # Errors
    /// `Refused` with `ProviderLinkKept` where no other way in is left, `NothingToChange` without a link.
    pub async fn unlink_provider(&self, session: &Session) -> Result<(), Error> {
        let config = self.provider_for(session)?;
        self.in_own_account(session, Action::UnlinkProvider, async |acting| {
            let link = self.own_link(acting, config).await?.ok_or(Refusal::NothingToChange)?;
            if !link.may_be_removed {
                return Err(Refusal::ProviderLinkKept.into());
            }
            let now = acting.now();
            rows::end_linked_sessions(acting, session.token_sha256(), now).await?.or_not();
            rows::remove_link(acting).await?.or(Refusal::NothingToChange.into())?;
            self.tell_unlinked(acting, &config.name).await
        })
        .await
    }

    /// How the account stands to the provider; `None` where its role does not sign in through one.
    pub(super) async fn at_provider(
        &self,
        acting: &mut ActingOn<'_, Account>,
    ) -> Result<Option<AtProvider>, Error> {
        let role = acting.facts().role;
        let Some(config) = self.identity_provider().filter(|config| config.serves(role)) else {
            return Ok(None);
        };
        let link = self.own_link(acting, config).await?;
        Ok(Some(AtProvider { name: config.name.clone(), link }))
    }

    async fn own_link(
        &self,
        acting: &mut ActingOn<'_, Account>,
        config: &IdentityProvider,
    ) -> Result<Option<OwnLink>, Error> {
        let role = acting.facts().role;
        let link = rows::own_link(acting, &config.issuer).await?;
        Ok(link.map(|link| OwnLink {
            since: link.linked_at,
            used_at: link.used_at,
            may_be_removed: link.has_password && has_another_way(config, role),
        }))
    }
}
