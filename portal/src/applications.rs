//! Start, resume, fill in, sign and submit applications.

use crate::{Acted, Error, Portal, Session, store};
use domain::{
    action::Action,
    people::{ApplicationKey, ConsumerKey},
};

/// An application that was opened.
#[derive(Clone, Debug)]
pub struct OpenedApplication {
    /// Which.
    pub key: ApplicationKey,
    /// The last saved page.
    pub page: String,
}

impl Portal {
    /// Resumes the draft at its last saved page, or starts one with financial assistance (ACT-5, APP-1).
    ///
    /// # Errors
    /// `Denied` without a basis.
    pub async fn open_application(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
    ) -> Result<Acted<OpenedApplication>, Error> {
        let plan_year = i64::from(self.profile.plan_year_on(self.today()));
        self.acting_on_consumer(session, consumer, Action::OpenApplication, async |acting| {
            if store::applications::latest(acting, plan_year).await?.is_none() {
                store::applications::start(acting, plan_year, "financial_assistance").await?;
            }
            let draft = store::applications::latest(acting, plan_year).await?.ok_or(Error::NotFound)?;
            acting.target(&draft.key.0);
            Ok(OpenedApplication { key: draft.key, page: draft.last_page })
        })
        .await
    }
}
