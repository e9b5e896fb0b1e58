//! What the exchange still needs before real people come, for its staff: looked up each time, so that nothing has to be
//! ticked off by hand.

mod rows;

pub(crate) use rows::STATEMENTS;

use crate::{Error, Portal, Session, assisters};
use domain::{roster::Action, setup::Needed};
use door::TheRoster;

/// One thing that is needed, and whether it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetupLine {
    /// What.
    pub needed: Needed,
    /// Whether it is there.
    pub there: bool,
}

impl Portal {
    /// What an exchange needs, in the order in which it is best done.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager.
    pub async fn read_setup(&self, session: &Session) -> Result<Vec<SetupLine>, Error> {
        let today = self.today();
        let year = self.profile.plan_year_ahead(today);
        let catalog = match year {
            Some(year) => self.catalog(year).await?,
            None => None,
        };
        let unnumbered = catalog.as_ref().is_none_or(|catalog| {
            catalog.issuers().iter().any(|issuer| {
                issuer.tin.is_none() && self.profile.carrier_tin(&issuer.id.to_string()).is_none()
            })
        });
        self.door
            .acting_on(session, &TheRoster, Action::ReadSetup, async |acting| {
                let assisters = rows::accounts(acting).await?.0.assisters;
                let agencies = assisters::agencies(acting).await?;
                let certified = agencies.iter().any(|agency| agency.standing.missing_on(today).is_empty());
                Ok(Needed::ALL
                    .iter()
                    .map(|needed| SetupLine {
                        needed: *needed,
                        there: match needed {
                            Needed::Agencies => certified,
                            Needed::Assisters => assisters > 0,
                            Needed::PlanYear => year.is_some(),
                            Needed::Renewal => self.profile.renewal_ahead(today).is_some(),
                            Needed::Catalog => catalog.is_some(),
                            Needed::MailServer => self.mailer.is_some() || self.practice,
                            Needed::PhoneNumbers => !self.profile.has_sample_phones(),
                            Needed::SecurityContact => self.profile.security.is_some(),
                            Needed::CarrierNumbers => !unnumbered,
                        },
                    })
                    .collect())
            })
            .await
            .map(door::Acted::into_value)
    }
}
