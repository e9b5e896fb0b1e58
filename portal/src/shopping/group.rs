//! The group that shops together: who of the household, where, on which day, beside which plans (ENR-1, ENR-5).

use super::{
    Broker, Cart, ListedPlan, Present, listed,
    rows::{self, Case, Determined},
    sharing::{TaxCredit, Wanted},
};
use crate::{ActingOn, Consumer, Error, Portal, plans::place, rules};
use domain::{
    application::{self, Answers},
    consumer::Basis,
    enrollment::{
        ExistingEnrollment, LifeEvent, OpenWindow, PlanYear, Replacement, effective_date, open_window,
        replaced_by,
    },
    limits::Limit,
    people::{ApplicationKey, EnrollmentKey},
    plan::{Catalog, CsrLevel, Place, RatedGroup, Shopper, UseAssumptions, VariantId, age_on},
    refusal::Refusal,
};
use eligibility::{Determination, Household, Program};
use jiff::civil::Date;

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
    /// Everybody of the household who may have a marketplace plan, the members among them.
    pub household: Vec<GroupMember>,
    /// People of the household who get something else: name and program.
    pub others: Vec<(String, Program)>,
    /// Where they live.
    pub place: Place,
    /// The credit that prices suppose, in cents a month: a fair share, where others of the household have no plan yet.
    pub credit_cents: i64,
    /// The most credit that this group may use: what others of the household leave.
    pub most_credit_cents: i64,
    /// First day of coverage when signed today; `None` while enrollment is closed.
    pub effective_on: Option<Date>,
    /// Last day to sign; `None` while enrollment is closed.
    pub open_until: Option<Date>,
    /// What happened, when it is this that keeps enrollment open (ENR-1).
    pub event: Option<LifeEvent>,
    /// The plans of this year that members are in (ENR-5): a choice replaces them.
    pub present: Vec<Present>,
    /// The plans of others of the household, which go on.
    pub elsewhere: Vec<Present>,
    /// The first day of coverage, or of the plan year while enrollment is closed.
    pub(super) start: Date,
    /// What there is for each tax household.
    pub(super) credits: Vec<TaxCredit>,
    /// The day on which they shop.
    pub(crate) today: Date,
    /// What the application says of everybody.
    pub(crate) answers: Answers,
    /// The plan that waits to be signed for.
    pub(crate) cart: Option<Cart>,
    /// The associated broker.
    pub(crate) broker: Option<Broker>,
}

impl Portal {
    /// Who of the household shops together: of everybody whom the determination allows a plan and gives nothing else, those
    /// who are wanted. L1 holds here too: an assister sees only what came from an application with financial assistance.
    pub(crate) async fn group(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        (calendar, catalog): (&PlanYear, &Catalog),
        today: Date,
        wanted: Wanted<'_>,
    ) -> Result<Group, Error> {
        // What became of the case later is the consumer's own (L2, L5).
        let changes = i64::from(acting.basis() == Basis::OwnAccount);
        let case = Case::of(rows::determined(acting, calendar.year, changes).await?);
        let Case { determined, present } = case.ok_or(Refusal::NotEligibleForPlan)?;
        let limits = acting.limits();
        application::reach(determined.application_kind, acting.basis(), &limits)?;
        // Whoever shops with what there was at first would put people out of coverage that came with a change (L5).
        if acting.basis() != Basis::OwnAccount && determined.signed_changes > 0 {
            return Err(Limit::NoChangeAfterSubmission.into());
        }
        let group = self.group_of(&determined, calendar, today)?;
        let chosen = group.choose(&present, wanted);
        Ok(group.of(&chosen, present).with_a_fair_share(catalog))
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
        let credits = match by_event.is_none_or(|event| event.carries_credit_in(year)) {
            true => group.credits,
            false => Vec::new(),
        };
        let group = Group {
            credits,
            event: by_event.map(|event| event.kind),
            effective_on,
            open_until: window.as_ref().map(OpenWindow::until),
            ..group
        };
        Ok(group.of_everybody())
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
        let group = Group {
            application: determined.application_key.clone(),
            credits: TaxCredit::of(&determination),
            credit_cents: 0,
            most_credit_cents: 0,
            event: None,
            household: members,
            members: Vec::new(),
            others,
            place,
            effective_on: Some(start),
            open_until: None,
            present: Vec::new(),
            elsewhere: Vec::new(),
            start,
            today,
            answers,
            cart: determined.cart.clone(),
            broker: determined.broker.clone(),
        };
        Ok(group.of_everybody())
    }
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

/// Who may have a marketplace plan, and who gets something else.
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

    /// The plan of the year that members are in today and stay in as it stands: of several the last.
    pub fn stays_in(&self) -> Option<&Present> {
        self.present.iter().rev().find(|one| one.ends_on.is_none())
    }

    /// ENR-5: who chooses the plan that they are in chooses nothing. After a change, or with others, the same plan is another
    /// one: it covers and costs something else.
    pub fn may_choose(&self, plan: VariantId) -> bool {
        let together = |one: &Present| self.members.iter().all(|member| one.ever_had(&member.person));
        !self.stays_in().is_some_and(|one| {
            one.enrolled_variant == plan && one.enrolled_application == self.application && together(one)
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
        self.offered_with(catalog, id, self.credit_cents)
    }

    /// The same with all the credit that the group may use.
    ///
    /// # Errors
    /// As `offered`.
    pub(crate) fn offered_at_most(&self, catalog: &Catalog, id: VariantId) -> Result<ListedPlan, Error> {
        self.offered_with(catalog, id, self.most_credit_cents)
    }

    fn offered_with(&self, catalog: &Catalog, id: VariantId, credit_cents: i64) -> Result<ListedPlan, Error> {
        let (rated, levels) = (self.rated(), self.levels());
        let shopper = Shopper { credit_cents, ..self.shopper(&rated, &levels) };
        let offer = shopper.offer(catalog, id.plan, &UseAssumptions::STANDARD);
        let offer = offer.filter(|offer| offer.id() == id).ok_or(Refusal::VariantNotAllowed)?;
        let documents = offer.plan.documents(id.variant).cloned().unwrap_or_default();
        Ok(ListedPlan { documents, ..listed(catalog, &offer) })
    }
}
