//! Audit files (ENR-7): all coverage of a carrier and a year as it stands here, written for the carrier to compare; and what a
//! carrier sends of the same kind, compared with what stands here. Neither changes any coverage.

mod comparing;
mod rows;
mod writing;

pub(super) use comparing::Audits;
pub(crate) use rows::{BATCHES, STATEMENTS};
pub use rows::{CarrierAudit, DifferenceRow};
pub use writing::Audited;

use crate::{Error, Portal, Session};
use domain::{carrier::Standing, roster::Action};
use door::TheRoster;

impl From<&rows::Stands> for Standing {
    fn from(row: &rows::Stands) -> Self {
        let rows::Stands { state, confirmed, effective_on: first_day, ends_on: last_day } = *row;
        Self { state, confirmed: confirmed > 0, first_day, last_day }
    }
}

/// What came of comparing a carrier's audit file.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    /// The file.
    pub audit: CarrierAudit,
    /// The differences, in the order of policies.
    pub differences: Vec<DifferenceRow>,
}

impl Portal {
    /// The newest audit file of a carrier beside what stood here, so many differences at most.
    ///
    /// # Errors
    /// `NotFound` when none came; `Denied` for anybody but a resource manager.
    pub async fn read_reconciliation(
        &self,
        session: &Session,
        carrier: &str,
        most: i64,
    ) -> Result<Reconciliation, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadCarrierFiles, async |acting| {
                acting.target(&carrier);
                let audit = rows::newest_of(acting, carrier).await?.ok_or(Error::NotFound)?;
                let differences = rows::differences(acting, &audit.audit_key, most).await?;
                Ok(Reconciliation { audit, differences })
            })
            .await
            .map(door::Acted::into_value)
    }

    /// The newest audit file of each carrier that sent one.
    ///
    /// # Errors
    /// `Denied` for anybody but a resource manager.
    pub async fn read_carrier_audits(&self, session: &Session) -> Result<Vec<CarrierAudit>, Error> {
        let read = async |acting: &mut crate::ActingOn<'_, door::Roster>| rows::newest(acting).await;
        let read = self.door.acting_on(session, &TheRoster, Action::ReadCarrierFiles, read).await;
        read.map(door::Acted::into_value)
    }

    /// The same for whoever runs the portal.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn carrier_audits(&self) -> Result<Vec<CarrierAudit>, Error> {
        self.door.at_work(None, rows::newest_at_work).await
    }
}
