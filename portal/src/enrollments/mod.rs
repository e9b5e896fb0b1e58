//! Enrolling: what is in the cart is signed, and becomes an enrollment with its effective date, its agent of
//! record and its 834 in the outbox, all in one transaction (ENR-1 to ENR-7).

mod agents;
mod ending;
mod leaving;
mod policy;
mod reinstating;
mod rows;

pub use ending::{Ending, ending_questions};
pub use reinstating::Reinstating;
pub(crate) use rows::STATEMENTS;
pub use rows::{AgentOfRecord, CarrierContact, EnrollmentRow, RenewedFrom, SignedRow, StepRow, Terms};

use crate::{
    Acted, ActingOn, Consumer, Error, Portal, Session,
    agreements::{Agreement, signature},
    book::{self, Moved},
    carriers::{self, Costs, Covered, Told},
    idempotency, randomness,
    shopping::{self, Broker, Group, GroupMember, ListedPlan, Wanted},
};
use domain::{
    application::{self, Answers, AskSignature, ask_signature},
    cents::Cents,
    consumer::{Action, Basis},
    enrollment::{CreditTurn, Happened, PlanYear, WayOut, check_applied_credit},
    form::{Answer, Asked, Fields, Form, Need, Question, Wrong, amount_in_cents, ask, under_rule},
    people::{Actor, ConsumerKey, EnrollmentKey},
    plan::{Catalog, VariantId},
    refusal::Refusal,
    typed::name,
};
use jiff::civil::Date;

/// One enrollment as its consumer sees it.
#[derive(Clone, Debug)]
pub struct Enrollment {
    /// Plan, days and state.
    pub row: EnrollmentRow,
    /// How its carrier is reached.
    pub contact: CarrierContact,
    /// The rest; an assister does not see it of an enrollment from an application at full price (ACT-8).
    pub details: Option<EnrollmentDetails>,
    /// What became of it, in order; nothing for an assister (L2).
    pub steps: Vec<StepRow>,
    /// How its consumer can end it today; nothing for an assister (L5).
    pub way_out: Option<WayOut>,
    /// What the turn of the year does, or did, to its tax credit when nobody acts.
    pub turn: Option<CreditTurn>,
}

/// What an enrollment costs, whom it covers and how it was signed.
#[derive(Clone, Debug)]
pub struct EnrollmentDetails {
    /// Who is covered, by the names on the application.
    pub members: Vec<String>,
    /// Who leaves, or left: by name, with the last day; none for whoever was never covered.
    pub left: Vec<(String, Option<Date>)>,
    /// What it costs today, or on its first day when that is later: premium and tax credit a month.
    pub price: (Cents, Cents),
    /// The costs as signed, and the signature.
    pub signed: SignedRow,
    /// Who is of record today, or on its first day when that is later; for an assister, who was at the signature (L2).
    pub agent: Option<AgentOfRecord>,
}

impl EnrollmentDetails {
    /// As it was signed.
    fn signed(signed: SignedRow, agent: Option<AgentOfRecord>) -> Self {
        let price = (signed.premium_cents, signed.credit_cents);
        Self { members: Vec::new(), left: Vec::new(), price, signed, agent }
    }

    /// With the agent of record and the price on a day, as steps in their order tell them.
    fn on_day(mut self, steps: &[StepRow], day: Date) -> Self {
        for step in steps {
            if step.agent_from.is_some_and(|from| from <= day) {
                self.agent.clone_from(&step.agent);
            }
            if let Some(terms) = step.terms.as_ref().filter(|terms| terms.terms_from <= day) {
                self.price = (terms.new_premium, terms.new_credit);
            }
        }
        self
    }
}

/// The version of the text that is signed.
pub const ENROLLMENT_TEXT_VERSION: &str = "2026-11-01";

/// What is about to be signed.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// Who enrolls.
    pub group: Group,
    /// In which plan, with the most credit that it takes.
    pub plan: ListedPlan,
    /// The credit that its price supposed: less than the most where others of the household have no plan yet.
    pub credit_cents: i64,
    /// How its carrier is reached.
    pub contact: CarrierContact,
    /// Who becomes agent of record.
    pub agent_of_record: Option<AgentOfRecord>,
    /// The name that must be typed.
    pub signature: String,
    /// The text that is signed.
    pub text: Agreement,
    /// Whether the plan is made up.
    pub sample: bool,
}

/// What the form says.
#[derive(Clone, Debug)]
pub struct Signing {
    /// The plan on the page: must be the one in the cart.
    pub plan: String,
    /// For whom, as `Group::people` says it: must be those who would be enrolled.
    pub people: String,
    /// The answers to `credit_questions` and `signature_questions`.
    pub typed: Fields,
    /// The form's key: the same form twice is one enrollment.
    pub form_key: String,
}

impl Portal {
    /// What is in the cart, ready to be signed.
    ///
    /// # Errors
    /// `CartEmpty` (ENR-3).
    pub async fn read_checkout(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
    ) -> Result<Acted<Checkout>, Error> {
        let (calendar, catalog) = self.market().await?;
        let today = self.today();
        self.door
            .acting_on(session, consumer, Action::ReadPlans, async |acting| {
                let (consumer, words) = (acting.facts().person_name(), self.words_of(session.context()));
                let group = self.group(acting, (&calendar, &catalog), today, Wanted::OfCart).await?;
                let cart = group.cart.clone().ok_or(Refusal::CartEmpty)?;
                group.not_in(cart.variant_id)?;
                let plan = group.offered_at_most(&catalog, cart.variant_id)?;
                let carrier = catalog.issuer(cart.variant_id.plan.issuer());
                Ok(Checkout {
                    credit_cents: group.offered(&catalog, cart.variant_id)?.credit_cents,
                    plan,
                    contact: CarrierContact {
                        carrier_phone: carrier.and_then(|carrier| carrier.phone.clone()),
                        carrier_page: carrier.and_then(|carrier| carrier.payment_page.clone()),
                    },
                    agent_of_record: agent_of_record(group.broker.as_ref(), today),
                    signature: signature(words, &consumer, session.actor(), session.person_name()),
                    text: self.enrollment_text(session),
                    sample: catalog.is_sample(),
                    group,
                })
            })
            .await
    }

    /// Signs what is in the cart (ENR-1 to ENR-7). The same form sent twice is one enrollment.
    ///
    /// # Errors
    /// `Error::Invalid` for the form's fields; `WindowClosed`, `NotEligibleForPlan`, `VariantNotAllowed`,
    /// `CartEmpty`, `EnrollmentExists`.
    pub async fn enroll(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        signing: &Signing,
    ) -> Result<Acted<EnrollmentKey>, Error> {
        let market = self.market().await?;
        self.door
            .acting_on(session, consumer, Action::Enroll, async |acting| {
                let of = |field: &str| signing.typed.get(field).map_or("", String::as_str);
                let content =
                    format!("{}/{}/{}/{}", signing.plan, signing.people, of("credit"), of("signature"));
                let form = (signing.form_key.as_str(), content.as_str());
                let enrolled = idempotency::once(acting, session.account_key(), form, async |acting| {
                    Ok(self.sign(session, acting, signing, &market).await?.0)
                });
                enrolled.await.map(EnrollmentKey)
            })
            .await
    }

    async fn sign(
        &self,
        session: &Session,
        acting: &mut ActingOn<'_, Consumer>,
        signing: &Signing,
        (calendar, catalog): &(PlanYear, std::sync::Arc<Catalog>),
    ) -> Result<EnrollmentKey, Error> {
        let today = self.today();
        let group = self.group(acting, (calendar, catalog), today, Wanted::OfCart).await?;
        let effective_on = group.effective_on.ok_or(Refusal::WindowClosed)?;
        let cart = group.cart.clone().ok_or(Refusal::CartEmpty)?;
        let id = cart.variant_id;
        if id.to_string() != signing.plan || group.people() != signing.people {
            return Err(Refusal::VariantNotAllowed.into());
        }
        group.not_in(id)?;
        let plan = group.offered_at_most(catalog, id)?;
        let (consumer, words) = (acting.facts().person_name(), self.words_of(session.context()));
        self.enrollment_text(session).check_shown(&signing.typed)?;
        let expected = signature(words, &consumer, session.actor(), session.person_name());
        let signed = Signed::read(&signing.typed, &expected, (&plan, &group, catalog), today)?;
        let agent = agent_of_record(group.broker.as_ref(), today);
        let shares = premiums(&group, catalog, id)?;
        let key = EnrollmentKey(randomness::row_key());
        let new = New { key: &key, plan: &plan, signed: &signed, agent: agent.as_ref(), effective_on };
        self.replace(acting, session, &group, (&key, &plan.name, effective_on)).await?;
        self.insert(acting, session, &group, &new).await?;
        for (member, share) in group.members.iter().zip(&shares) {
            match rows::insert_member(acting, &key, calendar.year, &member.person, Cents(*share)).await {
                Err(fault) if fault.is_duplicate() => return Err(Refusal::EnrollmentExists.into()),
                inserted => inserted?.or(Error::NotFound)?,
            }
        }
        shopping::empty_cart(acting, calendar.year).await?;
        let carrier = catalog.issuer(id.plan.issuer()).ok_or(Error::Corrupt("carrier"))?;
        let told = Told {
            kind: match group.replaced_from(effective_on).is_empty() {
                true => x12::Kind::Initial,
                false => x12::Kind::InitialAfterChange,
            },
            exchange: &self.profile.exchange,
            issuer: carriers::issuer(carrier.id, &carrier.name, carrier.tin.as_ref()),
            application: &group.application,
            answers: &group.answers,
            key: &key,
            plan: id,
            broker: agent.as_ref().map(|agent| (agent.broker_name.as_str(), agent.broker_npn.as_str())),
            origin: match session.actor() {
                Actor::Assister(_) if agent.is_some() => x12::Origin::Broker,
                _ => x12::Origin::Consumer,
            },
            begins: effective_on,
            sep_reason: self.sep_reason(&group),
            members: group.members.iter().zip(&shares).map(covered).collect(),
            leaving: Vec::new(),
            money: Some(Costs {
                premium_cents: plan.premium_cents,
                credit_cents: signed.credit_cents,
                rating_area: group.place.rating_area,
            }),
        };
        carriers::put(acting, &told).await?;
        let moved = Moved::Enrolled { plan_name: plan.name, effective_on, enrollment: key.clone() };
        book::set_stage(acting, moved).await?;
        Ok(key)
    }

    /// What opened the special enrollment period of a group, as files call it; not every event has a name there.
    fn sep_reason(&self, group: &Group) -> Option<x12::SepReason> {
        x12::SepReason::from_code(self.profile.event(group.event?)?.x12_reason.as_ref()?)
    }

    /// Writes the enrollment, as signed.
    async fn insert(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        session: &Session,
        group: &Group,
        new: &New<'_>,
    ) -> Result<(), Error> {
        let New { key, plan, signed, agent, effective_on } = new;
        let now = acting.now();
        let text = self.enrollment_text(session);
        let broker = agent.and(group.broker.as_ref());
        let inserted = rows::insert(
            acting,
            key,
            &group.application,
            group.plan_year(),
            plan.id.plan.issuer(),
            &plan.carrier,
            plan.id,
            &plan.name,
            Cents(plan.premium_cents),
            Cents(signed.credit_cents),
            *effective_on,
            now,
            session.account_key(),
            &signed.signature,
            ENROLLMENT_TEXT_VERSION,
            text.language,
            &text.sha256,
            &session.context().ip,
            broker.map(|broker| broker.assister_key.clone()),
            agent.map(|agent| agent.broker_name.as_str()),
            agent.map(|agent| agent.broker_npn.as_str()),
        );
        inserted.await?.or(Error::NotFound)
    }

    /// What the turn of the year does to the credit of an enrollment: nothing where it is no coverage, or where there is a
    /// result for the next year already.
    fn turn(&self, row: &EnrollmentRow, details: &EnrollmentDetails, today: Date) -> Option<CreditTurn> {
        let SignedRow { credit_cents, stopped_credit_cents, .. } = details.signed;
        let used = (row.has_result == 0).then_some(credit_cents);
        let rule = self.profile.enrollment.silent_renewal.filter(|_| row.state.is_live());
        let stopped = stopped_credit_cents.filter(|_| row.state.is_live());
        CreditTurn::of(rule, row.effective_on, (used, stopped), today)
    }

    /// The consumer's enrollments, newest first. Of what rests on an application at full price an assister sees
    /// plan and days only (ACT-8, ACT-9).
    ///
    /// # Errors
    /// `Denied`.
    pub async fn read_coverage(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
    ) -> Result<Acted<Vec<Enrollment>>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadCoverage, async |acting| {
                let (limits, basis, today) = (acting.limits(), acting.basis(), acting.today());
                let places = acting.places().clone();
                let (own, notice) = (basis == Basis::OwnAccount, self.profile.enrollment.end_notice_days);
                let mut steps = if own { rows::steps(acting).await? } else { Vec::new() };
                let mut found: Vec<Enrollment> = Vec::new();
                for rows::Line { enrollment: row, signed, contact, person, left_on, answers } in
                    rows::list(acting).await?
                {
                    let answers =
                        answers.answer(Answers::new(row.application_kind, row.plan_year, today, &places));
                    let start = row.effective_on;
                    let person = Answers::person_number(&person).ok_or(Error::Corrupt("person"))?;
                    if found.last().is_none_or(|last| last.row.enrollment_key != row.enrollment_key) {
                        let may = application::reach(row.application_kind, basis, &limits).is_ok()
                            && (own || row.follows.is_none());
                        let agent = signed.agent.clone();
                        let details = may.then(|| EnrollmentDetails::signed(signed, agent));
                        let turn = details.as_ref().and_then(|details| self.turn(&row, details, today));
                        let of = |step: &mut rows::StepOf| step.enrollment_key == row.enrollment_key;
                        let steps: Vec<StepRow> = steps.extract_if(.., of).map(|step| step.step).collect();
                        let way_out = WayOut::of(row.state, row.effective_on, today, notice).filter(|_| own);
                        let details =
                            details.map(|details| details.on_day(&steps, row.effective_on.max(today)));
                        found.push(Enrollment { row, contact, details, steps, way_out, turn });
                    }
                    if let Some(details) = found.last_mut().and_then(|last| last.details.as_mut()) {
                        // That somebody left is later status (L2).
                        match left_on.filter(|_| own) {
                            None => details.members.push(answers.name(person)),
                            Some(day) => {
                                details.left.push((answers.name(person), (day >= start).then_some(day)))
                            }
                        }
                    }
                }
                Ok(found)
            })
            .await
    }
}

/// A step, to be written down.
struct StepNoted<'a> {
    happened: Happened,
    /// Why the desk did it.
    reason: Option<&'a str>,
    /// Who left.
    person: Option<&'a str>,
}

impl StepNoted<'_> {
    /// What needs no more words.
    const fn of(happened: Happened) -> Self {
        Self { happened, reason: None, person: None }
    }
}

/// Writes down what became of an enrollment, and whose act it was; gives the key of the step.
async fn note(
    acting: &mut ActingOn<'_, Consumer>,
    session: &Session,
    key: &EnrollmentKey,
    StepNoted { happened, reason, person }: StepNoted<'_>,
) -> Result<String, Error> {
    let (step, now) = (randomness::row_key(), acting.now());
    rows::add_step(acting, &step, key, now, happened, session.account_key(), session.name(), reason, person)
        .await?
        .or(Error::NotFound)?;
    Ok(step)
}

/// A member of a group with the share of the premium, as the carrier hears of them.
pub(crate) fn covered<'a>((member, share): (&'a GroupMember, &i64)) -> Covered<'a> {
    Covered { person: &member.person, tobacco: Some(member.tobacco), share: Some(*share) }
}

/// An enrollment to be written.
struct New<'a> {
    key: &'a EnrollmentKey,
    plan: &'a ListedPlan,
    signed: &'a Signed,
    agent: Option<&'a AgentOfRecord>,
    effective_on: Date,
}

/// ENR-6: of whom the consumer is associated with the broker, when they may act on the day.
pub(crate) fn agent_of_record(broker: Option<&Broker>, today: Date) -> Option<AgentOfRecord> {
    let may_act = |broker: &&Broker| broker.credentials.missing_on(today).is_empty();
    broker.filter(may_act).map(|broker| AgentOfRecord {
        broker_name: name::full(&broker.given_name, &broker.family_name),
        broker_npn: broker.npn.clone(),
    })
}

/// How much of the tax credit is used, where this plan has any (ENR-4). Who sends an amount all the same is told.
pub fn credit_questions(plan: &ListedPlan, typed: &Fields) -> Vec<Question> {
    let typed = amount_in_cents(typed.get("credit").map_or("", String::as_str));
    if plan.credit_cents == 0 && matches!(typed, Ok(None | Some(0))) {
        return Vec::new();
    }
    let credit = ask("credit", Asked::Credit(Cents(plan.credit_cents)), Answer::Money).need(Need::NotNow);
    under_rule("ENR-4", [credit])
}

/// What is asked to sign, by whoever must sign so.
pub fn signature_questions(expected: &str) -> Vec<Question> {
    ask_signature(vec![expected.to_owned()], AskSignature::AgreeToEnrollment)
}

/// What was signed.
struct Signed {
    credit_cents: i64,
    signature: String,
}

impl Signed {
    fn read(
        typed: &Fields,
        expected: &str,
        (plan, group, catalog): (&ListedPlan, &Group, &Catalog),
        today: Date,
    ) -> Result<Self, Error> {
        let questions = [credit_questions(plan, typed), signature_questions(expected)].concat();
        let mut form = Form::new(&questions, typed, today);
        let stored = catalog.plan(plan.id.plan).ok_or(Refusal::VariantNotAllowed)?;
        let credit_cents = form.cents("credit").unwrap_or(0);
        if check_applied_credit(stored, plan.premium_cents, group.most_credit_cents, credit_cents).is_err() {
            form.refuse("credit", Wrong::Credit(Cents(plan.credit_cents)));
        }
        Ok(form.read(|form| Some(Self { credit_cents, signature: form.text("signature") }))?)
    }
}

/// Each member's share of the premium, in the order of the group.
pub(crate) fn premiums(group: &Group, catalog: &Catalog, id: VariantId) -> Result<Vec<i64>, Error> {
    let (_, rates) = catalog.sold(id.plan, &group.place).ok_or(Refusal::VariantNotAllowed)?;
    Ok(group.rated().premiums_cents(rates))
}
