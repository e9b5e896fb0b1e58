//! "Confirm and keep": whoever was renewed without their tax credit puts the plan that they are in into the cart, with what the
//! year's own result gives, and signs for it like for any other (ENR-3, ENR-4, ENR-5).

use super::{Wanted, listed, put};
use crate::{Acted, Error, Portal, Session};
use domain::{
    consumer::Action,
    people::{ConsumerKey, EnrollmentKey},
    plan::{UseAssumptions, VariantId},
    refusal::Refusal,
};

impl Portal {
    /// Puts the plan of an enrollment into the cart, in the variant that the group gets now.
    ///
    /// # Errors
    /// `NotEligibleForPlan` while there is no result for the year; `NotFound`; `VariantNotAllowed` (ENR-4) where the plan is not
    /// offered to the group; `EnrollmentExists` (ENR-5) where it would change nothing.
    pub async fn keep_plan(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        enrollment: &EnrollmentKey,
    ) -> Result<Acted<VariantId>, Error> {
        let (calendar, catalog) = self.market().await?;
        let today = self.today();
        self.door
            .acting_on(session, consumer, Action::ChoosePlan, async |acting| {
                let market = (&calendar, &*catalog);
                let group = self.group(acting, market, today, Wanted::In(enrollment)).await?;
                let kept = group.present.iter().find(|one| one.enrollment_key == *enrollment);
                let plan = kept.ok_or(Error::NotFound)?.enrolled_variant.plan;
                let (rated, levels) = (group.rated(), group.levels());
                let shopper = group.shopper(&rated, &levels);
                let offer = shopper.offer(&catalog, plan, &UseAssumptions::STANDARD);
                let offer = listed(&catalog, &offer.ok_or(Refusal::VariantNotAllowed)?);
                let plan = offer.id;
                acting.target(&plan);
                put(acting, session, &group, &offer).await?;
                Ok(plan)
            })
            .await
    }
}
