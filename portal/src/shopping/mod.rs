//! Shopping: the plans that the group may buy, with prices after credit; and the cart, which waits until it
//! is signed, whoever continues (S13, ENR-3).

mod keeping;
mod rows;

pub use rows::Present;
pub(crate) use rows::{Broker, Cart, Determined, STATEMENTS};

use crate::{Acted, ActingOn, Consumer, Error, Portal, Session, plans::place, rules};
use domain::{
    application::{self, Answers},
    cents::Cents,
    consumer::{Action, Basis},
    enrollment::{
        ExistingEnrollment, LifeEvent, OpenWindow, PlanYear, Replacement, effective_date, open_window,
        replaced_by,
    },
    limits::Limit,
    people::{ApplicationKey, ConsumerKey, EnrollmentKey},
    plan::{
        Catalog, CsrLevel, Documents, Filter, MetalLevel, NetworkType, Offer, Place, RatedGroup, Shopper,
        SortBy, UseAssumptions, VariantId, age_on, list_offers, sort_offers,
    },
    refusal::Refusal,
};
use door::Work;
use eligibility::{Determination, Household, Program};
use jiff::civil::Date;
use std::sync::Arc;

/// One member of the group that shops together.
#[derive(Clone, Debug)]
pub struct GroupMember {
    /// "p1".
    pub person: String,
    /// The name on the application.
    pub name: String,
    /// Age at the start of coverage.
    pub age: u8,
    /// Tobacco use.
    pub tobacco: bool,
    /// Cost-sharing level.
    pub csr: CsrLevel,
}

/// Who shops, where, with how much credit: everything prices follow from.
#[derive(Clone, Debug)]
pub struct Group {
    /// The application that was determined.
    pub application: ApplicationKey,
    /// The members.
    pub members: Vec<GroupMember>,
    /// People of the household who get something else: name and program.
    pub others: Vec<(String, Program)>,
    /// Where they live.
    pub place: Place,
    /// The most credit, in cents a month.
    pub credit_cents: i64,
    /// First day of coverage when signed today; `None` while enrollment is closed.
    pub effective_on: Option<Date>,
    /// Last day to sign; `None` while enrollment is closed.
    pub open_until: Option<Date>,
    /// What happened, when it is this that keeps enrollment open (ENR-1).
    pub event: Option<LifeEvent>,
    /// The plans of this year that people of the household are in (ENR-5): a choice replaces them.
    pub present: Vec<Present>,
    /// The day on which they shop.
    pub(crate) today: Date,
    /// What the application says of everybody.
    pub(crate) answers: Answers,
    /// The plan that waits to be signed for.
    pub(crate) cart: Option<Cart>,
    /// The associated broker.
    pub(crate) broker: Option<Broker>,
}

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
    /// What is in the cart.
    pub in_cart: Option<VariantId>,
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

    /// The plans that the group may buy, filtered and sorted (ACT-5); `None` when no application was submitted
    /// or nobody in the household may have a marketplace plan.
    ///
    /// # Errors
    /// `Denied`.
    pub async fn read_plans(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        filter: &Filter,
        sort: SortBy,
    ) -> Result<Acted<Option<PlanList>>, Error> {
        let (calendar, catalog) = self.market().await?;
        let today = self.today();
        self.door
            .acting_on(session, consumer, Action::ReadPlans, async |acting| {
                let group = match self.group(acting, &calendar, today).await {
                    Err(Error::Refused(Refusal::NotEligibleForPlan)) => return Ok(None),
                    other => other?,
                };
                let in_cart = group.cart.as_ref().map(|cart| cart.variant_id);
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
                Ok(Some(PlanList { plans, all, sample: catalog.is_sample(), carriers, in_cart, group }))
            })
            .await
    }

    /// Up to three plans side by side.
    ///
    /// # Errors
    /// As `read_plans`; `VariantNotAllowed` for a plan that is not offered to the group.
    pub async fn compare_plans(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        wanted: &[VariantId],
    ) -> Result<Acted<Vec<ListedPlan>>, Error> {
        let (calendar, catalog) = self.market().await?;
        let today = self.today();
        self.door
            .acting_on(session, consumer, Action::ReadPlans, async |acting| {
                let group = self.group(acting, &calendar, today).await?;
                wanted.iter().take(3).map(|id| group.offered(&catalog, *id)).collect()
            })
            .await
    }

    /// Puts a plan into the cart, in the place of the one that is there; nothing is enrolled (ENR-3).
    ///
    /// # Errors
    /// `VariantNotAllowed` (ENR-4) for a plan or variant that is not offered to the group; `EnrollmentExists`
    /// (ENR-5).
    pub async fn choose_plan(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        plan: VariantId,
    ) -> Result<Acted<()>, Error> {
        let (calendar, catalog) = self.market().await?;
        let today = self.today();
        self.door
            .acting_on(session, consumer, Action::ChoosePlan, async |acting| {
                acting.target(&plan);
                let group = self.group(acting, &calendar, today).await?;
                group.not_in(plan)?;
                let offered = group.offered(&catalog, plan)?;
                let members: Vec<&str> = group.members.iter().map(|member| member.person.as_str()).collect();
                let (members, credit) = (members.join(" "), Cents(offered.credit_cents));
                rows::put_cart(acting, calendar.year, plan, &members, credit, acting.now(), session.name())
                    .await?
                    .or(Error::NotFound)
            })
            .await
    }

    /// Who of the household shops together: everybody whom the determination allows a plan and gives nothing
    /// else. L1 holds here too: an assister sees only what came from an application with financial assistance.
    pub(crate) async fn group(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        calendar: &PlanYear,
        today: Date,
    ) -> Result<Group, Error> {
        // What became of the case later is the consumer's own (L2, L5).
        let changes = i64::from(acting.basis() == Basis::OwnAccount);
        let mut lines = rows::determined(acting, calendar.year, changes).await?;
        let present = lines.iter_mut().filter_map(|line| line.present.take()).collect();
        let determined = lines.into_iter().next().ok_or(Refusal::NotEligibleForPlan)?;
        let limits = acting.limits();
        application::reach(determined.application_kind, acting.basis(), &limits)?;
        // Whoever shops with what there was at first would put people out of coverage that came with a change (L5).
        if acting.basis() != Basis::OwnAccount && determined.signed_changes > 0 {
            return Err(Limit::NoChangeAfterSubmission.into());
        }
        Ok(Group { present, ..self.group_of(&determined, calendar, today)? })
    }

    /// The same of a determination, for whoever is in no plan yet.
    pub(crate) fn group_of(
        &self,
        determined: &Determined,
        calendar: &PlanYear,
        today: Date,
    ) -> Result<Group, Error> {
        let year = calendar.year;
        let event = determined.event.and_then(|kind| self.profile.event(kind));
        let window = open_window(calendar, today, event.zip(determined.event_on)).ok();
        let by_event = matches!(window, Some(OpenWindow::Special { .. })).then_some(event).flatten();
        let effective_on = window.and_then(|window| effective_date(calendar, window, today).ok());
        let start = effective_on.or(Date::new(year, 1, 1).ok()).ok_or(Error::Corrupt("plan year"))?;
        let group = self.group_from(determined, (start, today))?;
        let carries_credit = by_event.is_none_or(|event| event.carries_credit_in(year));
        Ok(Group {
            credit_cents: if carries_credit { group.credit_cents } else { 0 },
            event: by_event.map(|event| event.kind),
            effective_on,
            open_until: window.as_ref().map(OpenWindow::until),
            ..group
        })
    }

    /// The group whose coverage starts on a day, whether anybody may sign for it today or not.
    pub(crate) fn group_from(
        &self,
        determined: &Determined,
        (start, today): (Date, Date),
    ) -> Result<Group, Error> {
        let household = eligibility::parse_household(determined.input.0.as_bytes())
            .map_err(|_| Error::Corrupt("determination input"))?;
        let determination: Determination =
            serde_json::from_str(&determined.output.0).map_err(|_| Error::Corrupt("determination output"))?;
        let kind = determined.application_kind;
        let empty = Answers::new(kind, start.year(), today, &self.profile.places);
        let answers = determined.answers.answer(empty);
        let name = |person: &str| answers.name(Answers::person_number(person).unwrap_or(0));
        let (members, others) = split(&household, &determination, start, &name);
        if members.is_empty() {
            return Err(Refusal::NotEligibleForPlan.into());
        }
        let county = household.county_fips.as_ref().and_then(|fips| fips.as_str().parse().ok());
        let place =
            county.and_then(|county| place(self.rules(), county, None)).ok_or(Error::Corrupt("county"))?;
        let credits = determination.tax_households.iter().filter_map(|tax| tax.aptc_max_monthly_cents);
        Ok(Group {
            application: determined.application_key.clone(),
            credit_cents: credits.sum(),
            event: None,
            members,
            others,
            place,
            effective_on: Some(start),
            open_until: None,
            present: Vec::new(),
            today,
            answers,
            cart: determined.cart.clone(),
            broker: determined.broker.clone(),
        })
    }
}

/// What is determined of a household for a year, as its newest version stands; with the twin for a job.
pub(crate) async fn newest_case(
    acting: &mut ActingOn<'_, Consumer>,
    year: i16,
) -> Result<Option<Determined>, Error> {
    Ok(rows::determined(acting, year, 1).await?.into_iter().next())
}

pub(crate) async fn newest_case_of(
    work: &mut Work<'_>,
    consumer: &ConsumerKey,
    year: i16,
) -> Result<Option<Determined>, Error> {
    Ok(rows::determined_of(work, consumer, year, 1).await?.into_iter().next())
}

/// What becomes of a plan when another one comes in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// It ends on a day.
    Until(Date),
    /// It has not started and never does.
    BeforeItStarts,
    /// It started on a day, and the other one takes its place from that day or before.
    FromItsFirstDay(Date),
}

impl Present {
    /// Its last day: the year's, where nothing ends it before.
    pub fn last_day(&self) -> Date {
        self.ends_on.or_else(|| Date::new(self.effective_on.year(), 12, 31).ok()).unwrap_or(Date::MAX)
    }
}

/// The cart was signed for.
pub(crate) async fn empty_cart(acting: &mut ActingOn<'_, Consumer>, year: i16) -> Result<(), Error> {
    rows::empty_cart(acting, year).await?.or(Error::NotFound)
}

fn split(
    household: &Household,
    determination: &Determination,
    start: Date,
    name: &dyn Fn(&str) -> String,
) -> (Vec<GroupMember>, Vec<(String, Program)>) {
    let mut members = Vec::new();
    let mut others = Vec::new();
    for person in household.people.iter().filter(|person| person.applying) {
        let Some(result) = determination.people.get(&person.id) else { continue };
        let name = name(person.id.as_str());
        if !result.qhp.eligible || !matches!(result.program, Program::Aptc | Program::Qhp) {
            others.push((name, result.program));
            continue;
        }
        members.push(GroupMember {
            person: person.id.as_str().to_owned(),
            name,
            age: age_on(person.date_of_birth, start),
            tobacco: person.tobacco,
            csr: rules::csr_level(result.csr),
        });
    }
    (members, others)
}

impl Group {
    /// The plan year.
    pub(crate) fn plan_year(&self) -> i16 {
        self.answers.plan_year()
    }

    /// The plan of the year that the group is in today and stays in as it stands.
    pub fn stays_in(&self) -> Option<&Present> {
        self.present.iter().rev().find(|one| one.ends_on.is_none())
    }

    /// ENR-5: who chooses the plan that they are in chooses nothing. After a change the same plan is another one: others may
    /// be in it, and it costs something else.
    pub fn may_choose(&self, plan: VariantId) -> bool {
        self.stays_in().is_none_or(|present| {
            present.enrolled_variant != plan || present.enrolled_application != self.application
        })
    }

    pub(crate) fn not_in(&self, plan: VariantId) -> Result<(), Error> {
        if self.may_choose(plan) { Ok(()) } else { Err(Refusal::EnrollmentExists.into()) }
    }

    /// What a plan that starts on a day ends, and how (ENR-5).
    pub(crate) fn replaced_from(&self, start: Date) -> Vec<(&Present, Replacement<EnrollmentKey>)> {
        let existing = |one: &Present| ExistingEnrollment {
            key: one.enrollment_key.clone(),
            dental: false,
            start: one.effective_on,
            last_day: one.last_day(),
        };
        let replaced = replaced_by(false, start, &self.present.iter().map(existing).collect::<Vec<_>>());
        let of = |one: &Replacement<EnrollmentKey>| {
            self.present.iter().find(|present| present.enrollment_key == *one.key())
        };
        replaced.into_iter().filter_map(|one| Some((of(&one)?, one))).collect()
    }

    /// What a plan that is signed for today does to those that people are in.
    pub fn replaces(&self) -> Vec<(&Present, Replaced)> {
        let replaced = self.effective_on.map(|start| self.replaced_from(start)).unwrap_or_default();
        let how = |present: &Present, last_day: Option<Date>| match last_day {
            Some(day) => Replaced::Until(day),
            None if present.effective_on <= self.today => Replaced::FromItsFirstDay(present.effective_on),
            None => Replaced::BeforeItStarts,
        };
        replaced.into_iter().map(|(present, one)| (present, how(present, one.last_day()))).collect()
    }

    pub(crate) fn rated(&self) -> RatedGroup {
        let members: Vec<_> = self.members.iter().map(|member| (member.age, member.tobacco)).collect();
        RatedGroup::new(&members)
    }

    pub(crate) fn levels(&self) -> Vec<CsrLevel> {
        self.members.iter().map(|member| member.csr).collect()
    }

    pub(crate) fn shopper<'a>(&'a self, rated: &'a RatedGroup, levels: &'a [CsrLevel]) -> Shopper<'a> {
        Shopper {
            group: rated,
            csr: levels,
            place: &self.place,
            credit_cents: self.credit_cents,
            hardship: false,
        }
    }

    /// A plan in the variant that this group gets.
    ///
    /// # Errors
    /// `VariantNotAllowed` when it is not offered to the group, or in another variant (ENR-4).
    pub(crate) fn offered(&self, catalog: &Catalog, id: VariantId) -> Result<ListedPlan, Error> {
        let rated = self.rated();
        let levels = self.levels();
        let offer = self.shopper(&rated, &levels).offer(catalog, id.plan, &UseAssumptions::STANDARD);
        let offer = offer.filter(|offer| offer.id() == id).ok_or(Refusal::VariantNotAllowed)?;
        let documents = offer.plan.documents(id.variant).cloned().unwrap_or_default();
        Ok(ListedPlan { documents, ..listed(catalog, &offer) })
    }
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
