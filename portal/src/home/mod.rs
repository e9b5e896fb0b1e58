//! "Your account": one look at where the consumer stands (S4, S13, B3).

mod rows;

pub(crate) use rows::STATEMENTS;
pub use rows::{HomeApplication, HomeCoverage};

use crate::{
    Acted, Error, Portal, Session,
    activity::{self, ActivityLine},
    associations::AssociationLine,
};
use domain::{consumer::Action, people::ConsumerKey};

/// The cards of the consumer's first page.
#[derive(Clone, Debug)]
pub struct Home {
    /// The latest application.
    pub application: Option<HomeApplication>,
    /// The latest enrollment in force.
    pub coverage: Option<HomeCoverage>,
    /// The present assister.
    pub assister: Option<AssociationLine>,
    /// The last three things that were done, without the consumer's own looking around.
    pub activity: Vec<ActivityLine>,
}

impl Portal {
    /// Reads the consumer's first page.
    ///
    /// # Errors
    /// `Denied` without a basis, and for the assister: the activity on it is the consumer's own (B3).
    pub async fn read_home(&self, session: &Session, consumer: &ConsumerKey) -> Result<Acted<Home>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadHome, async |acting| {
                let today = acting.today();
                let rows::Summary { application, coverage, assister } = rows::summary(acting, today).await?.0;
                let activity = activity::newest(acting, session, 3).await?;
                Ok(Home { application, coverage, assister, activity })
            })
            .await
    }
}
