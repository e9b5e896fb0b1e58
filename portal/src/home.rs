//! "Your account": one look at where the consumer stands (S4, S13, B3).

use crate::{Acted, Error, Portal, Session, activity::ActivityLine, associations::AssociationLine, store};
use domain::{
    access::Denial,
    consumer::{Action, Basis},
    people::ConsumerKey,
};

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

/// The latest application, in short.
#[derive(Clone, Debug)]
pub struct HomeApplication {
    /// The coverage year.
    pub plan_year: i64,
    /// Submitted at, in microseconds since 1970; `None` while it is a draft.
    pub submitted_at: Option<i64>,
    /// How much of the draft is filled in.
    pub percent: i64,
}

/// The latest enrollment, in short.
#[derive(Clone, Debug)]
pub struct HomeCoverage {
    /// The plan.
    pub plan_name: String,
    /// First day of coverage.
    pub effective_on: String,
}

impl Portal {
    /// Reads the consumer's first page.
    ///
    /// # Errors
    /// `Denied` without a basis, and for the assister: the activity on it is the consumer's own (B3).
    pub async fn read_home(&self, session: &Session, consumer: &ConsumerKey) -> Result<Acted<Home>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadConsumer, async |acting| {
                if !matches!(acting.basis(), Basis::OwnAccount) {
                    return Err(Denial::ConsumerOnly.into());
                }
                let stands = store::home::summary(acting, self.today()).await?;
                let activity = store::activity::newest(acting, session, 3).await?;
                let store::home::Summary { application, coverage, assister } = stands;
                Ok(Home { application, coverage, assister, activity })
            })
            .await
    }
}
