//! Shopping: the plans that the group may buy, with prices after credit; and the cart, which waits until it
//! is signed, whoever continues (S13, ENR-3).

mod group;
mod keeping;
mod rows;
mod sharing;

pub use group::{Group, GroupMember, Replaced};
pub use rows::Present;
pub(crate) use rows::{Broker, Cart, Case, Determined, STATEMENTS};
pub(crate) use sharing::Wanted;

use crate::{Acted, ActingOn, Consumer, Error, Portal, Session};
use domain::{
    cents::Cents,
    consumer::Action,
    enrollment::PlanYear,
    people::ConsumerKey,
    plan::{
        Catalog, Documents, Filter, MetalLevel, NetworkType, Offer, SortBy, UseAssumptions, VariantId,
        list_offers, sort_offers,
    },
    refusal::Refusal,
};
use door::Work;
use std::sync::Arc;

/// One plan of the list.
#[derive(Clone, Debug)]
pub struct ListedPlan {
    /// Plan and variant.
    pub id: VariantId,
    /// Its name.
    pub name: String,
    /// The carrier.
    pub carrier: String,
    /// Metal level.
    pub metal: MetalLevel,
    /// Network type.
    pub network: NetworkType,
    /// Premium before credit, in cents a month.
    pub premium_cents: i64,
    /// Credit that this plan takes.
    pub credit_cents: i64,
    /// Deductible that counts for the group.
    pub deductible_cents: Option<i64>,
    /// Out-of-pocket maximum that counts for the group.
    pub out_of_pocket_cents: Option<i64>,
    /// Whether a health savings account goes with it.
    pub hsa: bool,
    /// Estimated cost of a year at low, medium and high use.
    pub year_cents: [Option<i64>; 3],
    /// What its carrier publishes of it; not in lists, where nothing shows it.
    pub documents: Documents,
}

/// The plans of a household.
#[derive(Clone, Debug)]
pub struct PlanList {
    /// Who shops.
    pub group: Group,
    /// The plans, sorted.
    pub plans: Vec<ListedPlan>,
    /// How many there are without the filter.
    pub all: usize,
    /// Whether they are made up.
    pub sample: bool,
    /// Carriers to filter by.
    pub carriers: Vec<(String, String)>,
    /// What is in the cart for this group.
    pub in_cart: Option<VariantId>,
    /// Whether a plan waits to be signed for, for whomever of the household.
    pub waits: bool,
}

impl Portal {
    /// The catalog and calendar of the plan year that people shop for today.
    pub(crate) async fn market(&self) -> Result<(PlanYear, Arc<Catalog>), Error> {
        let year = self.profile.plan_year_on(self.today());
        let calendar = self.profile.plan_year.iter().find(|plan_year| plan_year.year == year).cloned();
        let calendar = calendar.ok_or(Refusal::WindowClosed)?;
        let catalog = self.catalog(year).await?.ok_or(Error::Unavailable("no plan catalog is loaded"))?;
        Ok((calendar, catalog))
    }

    /// The plans that the group may buy, filtered and sorted (ACT-5), for these people of the household or, when nobody is named,
    /// for those who have no plan yet; `None` when no application was submitted
    /// or nobody in the household may have a marketplace plan.
    ///
    /// # Errors
    /// `Denied`.
    pub async fn read_plans(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        people: &[String],
        filter: &Filter,
        sort: SortBy,
    ) -> Result<Acted<Option<PlanList>>, Error> {
        let (calendar, catalog) = self.market().await?;
        let today = self.today();
        self.door
            .acting_on(session, consumer, Action::ReadPlans, async |acting| {
                let market = (&calendar, &*catalog);
                let group = match self.group(acting, market, today, Wanted::Named(people)).await {
                    Err(Error::Refused(Refusal::NotEligibleForPlan)) => return Ok(None),
                    other => other?,
                };
                let waits = group.cart.is_some();
                let of_group = group.cart.as_ref().filter(|cart| cart.members == group.people());
                let in_cart = of_group.map(|cart| cart.variant_id);
                let rated = group.rated();
                let levels = group.levels();
                let shopper = group.shopper(&rated, &levels);
                let mut offers = list_offers(&catalog, &shopper, filter, &UseAssumptions::STANDARD);
                sort_offers(&mut offers, sort);
                let everything = Filter { dental: filter.dental, ..Filter::default() };
                let all = list_offers(&catalog, &shopper, &everything, &UseAssumptions::STANDARD).len();
                let carriers = catalog
                    .issuers()
                    .iter()
                    .map(|issuer| (issuer.id.to_string(), issuer.name.clone()))
                    .collect();
                let plans = offers.iter().map(|offer| listed(&catalog, offer)).collect();
                Ok(Some(PlanList {
                    plans,
                    all,
                    sample: catalog.is_sample(),
                    carriers,
                    in_cart,
                    waits,
                    group,
                }))
            })
            .await
    }

    /// Up to three plans side by side, for the same people.
    ///
    /// # Errors
    /// As `read_plans`; `VariantNotAllowed` for a plan that is not offered to the group.
    pub async fn compare_plans(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        people: &[String],
        wanted: &[VariantId],
    ) -> Result<Acted<Vec<ListedPlan>>, Error> {
        let (calendar, catalog) = self.market().await?;
        let today = self.today();
        self.door
            .acting_on(session, consumer, Action::ReadPlans, async |acting| {
                let market = (&calendar, &*catalog);
                let group = self.group(acting, market, today, Wanted::Named(people)).await?;
                wanted.iter().take(3).map(|id| group.offered(&catalog, *id)).collect()
            })
            .await
    }

    /// Puts a plan for the same people into the cart, in the place of the one that is there; nothing is enrolled (ENR-3).
    ///
    /// # Errors
    /// `VariantNotAllowed` (ENR-4) for a plan or variant that is not offered to the group; `EnrollmentExists`
    /// (ENR-5).
    pub async fn choose_plan(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        people: &[String],
        plan: VariantId,
    ) -> Result<Acted<()>, Error> {
        let (calendar, catalog) = self.market().await?;
        let today = self.today();
        self.door
            .acting_on(session, consumer, Action::ChoosePlan, async |acting| {
                acting.target(&plan);
                let market = (&calendar, &*catalog);
                let group = self.group(acting, market, today, Wanted::Named(people)).await?;
                put(acting, session, &group, &group.offered(&catalog, plan)?).await
            })
            .await
    }
}

/// Puts a plan into the cart for a group (ENR-3, ENR-5).
async fn put(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    group: &Group,
    plan: &ListedPlan,
) -> Result<(), Error> {
    group.not_in(plan.id)?;
    let (people, credit, now) = (group.people(), Cents(plan.credit_cents), acting.now());
    let put = rows::put_cart(acting, group.plan_year(), plan.id, &people, credit, now, session.name());
    put.await?.or(Error::NotFound)
}

/// What is determined of a household for a year, as its newest version stands; with the twin for a job.
pub(crate) async fn newest_case(
    acting: &mut ActingOn<'_, Consumer>,
    year: i16,
) -> Result<Option<Case>, Error> {
    Ok(Case::of(rows::determined(acting, year, 1).await?))
}

pub(crate) async fn newest_case_of(
    work: &mut Work<'_>,
    consumer: &ConsumerKey,
    year: i16,
) -> Result<Option<Case>, Error> {
    Ok(Case::of(rows::determined_of(work, consumer, year, 1).await?))
}

/// The cart was signed for.
pub(crate) async fn empty_cart(acting: &mut ActingOn<'_, Consumer>, year: i16) -> Result<(), Error> {
    rows::empty_cart(acting, year).await?.or(Error::NotFound)
}

/// One line of the list.
pub(crate) fn listed(catalog: &Catalog, offer: &Offer<'_>) -> ListedPlan {
    ListedPlan {
        id: offer.id(),
        name: offer.plan.name.clone(),
        carrier: catalog.issuer(offer.plan.issuer()).map(|issuer| issuer.name.clone()).unwrap_or_default(),
        metal: offer.plan.metal,
        network: offer.plan.network,
        premium_cents: offer.premium_cents,
        credit_cents: offer.credit_cents,
        deductible_cents: offer.deductible_cents(),
        out_of_pocket_cents: offer.out_of_pocket_cents(),
        hsa: offer.variant.hsa_eligible,
        year_cents: offer.year_cents,
        documents: Documents::default(),
    }
}
