//! Coverage that was ended comes back: the exchange's staff give it back by its policy number, within its year, with a reason
//! that is kept (ENR-3, ENR-5, ENR-7). An ending that its carrier was not told yet still goes, and this after it: what was said is
//! never unsaid, and the carrier's last word is the last.

use super::{StepNoted, note, policy::Policy, rows};
use crate::{
    Acted, ActingOn, Consumer, Error, Portal, Session,
    book::{self, Moved},
    carriers::{self, Costs, Told},
    changes::reason,
};
use domain::{
    consumer::Action,
    enrollment::{EnrollmentState, Happened, HowFar, Step},
    people::{ConsumerKey, EnrollmentKey},
    refusal::Refusal,
};
use door::Entrance;
use jiff::civil::Date;
use words::{Phone, Words};

/// Coverage as staff see it who are asked to give it back: nothing of whose it is.
#[derive(Clone, Debug)]
pub struct Reinstating {
    /// The enrollment, which is its policy number.
    pub key: EnrollmentKey,
    /// The plan's name.
    pub plan_name: String,
    /// The carrier.
    pub carrier_name: String,
    /// Where it stands.
    pub state: EnrollmentState,
    /// First day of coverage.
    pub effective_on: Date,
    /// Last day, where it has one.
    pub ends_on: Option<Date>,
    /// How many people are in it.
    pub people: i64,
    /// Why it cannot come back today; nothing when it can.
    pub refused: Option<Refusal>,
}

impl Portal {
    /// Whose the enrollment with this policy number is; nobody looks who may not help.
    ///
    /// # Errors
    /// `NotFound` where no enrollment has it, and for whoever may not look.
    pub async fn policy_holder(&self, session: &Session, key: &EnrollmentKey) -> Result<ConsumerKey, Error> {
        if !session.actor().helps_consumers() {
            return Err(Error::NotFound);
        }
        let find = async |entrance: &mut Entrance<'_>| rows::holder(entrance, &key.0).await;
        let holder = self.door.look_at_the_entrance(find).await?.ok_or(Error::NotFound)?;
        Ok(holder.consumer_key)
    }

    /// Coverage as it stands, and whether it can come back today.
    ///
    /// # Errors
    /// `Denied` for everybody but resource managers and service desk agents; `NotFound`.
    pub async fn read_reinstatement(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        key: &EnrollmentKey,
    ) -> Result<Acted<Reinstating>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadReinstatement, async |acting| {
                acting.target(key);
                let ended = rows::ended(acting, key).await?.ok_or(Error::NotFound)?;
                Ok(Reinstating {
                    key: key.clone(),
                    state: ended.state,
                    effective_on: ended.effective_on,
                    ends_on: ended.ends_on,
                    people: ended.people,
                    refused: comes_back(&ended, acting.today()).err(),
                    plan_name: ended.plan_name,
                    carrier_name: ended.carrier_name,
                })
            })
            .await
    }

    /// Gives coverage back as if it had never ended: its people are in it again, its carrier and its consumer hear of it.
    ///
    /// # Errors
    /// `Refused` with `ReasonMissing`, `EnrollmentState` where it did not end, `YearOver`, or `CoveredElsewhere` when one
    /// of its people is in another plan on its days (ENR-5); `Denied`; `NotFound`.
    pub async fn reinstate_coverage(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        key: &EnrollmentKey,
        why: &str,
    ) -> Result<(), Error> {
        self.door
            .acting_on(session, consumer, Action::ReinstateCoverage, async |acting| {
                acting.target(key);
                let why = reason(why)?;
                // Held from here on: a job or a carrier's answer may change it at this moment.
                rows::hold(acting, key).await?.or(Error::NotFound)?;
                let ended = rows::ended(acting, key).await?.ok_or(Error::NotFound)?;
                let state = comes_back(&ended, acting.today())?;
                rows::reinstate(acting, key, ended.state, state).await?.or(Refusal::EnrollmentState.into())?;
                match rows::bring_back(acting, key).await {
                    Err(fault) if fault.is_duplicate() => return Err(Refusal::CoveredElsewhere.into()),
                    back => back?.or(Error::NotFound)?,
                }
                note(
                    acting,
                    session,
                    key,
                    StepNoted { reason: Some(&why), ..StepNoted::of(Happened::Reinstated) },
                )
                .await?;
                self.tell_carrier_back(acting, key).await?;
                // Associations may have changed while it was no coverage (ENR-6).
                self.follow_associations(acting, session).await?;
                book::set_stage(acting, Moved::CoverageChanges).await?;
                let (exchange, phone) = (&*self.profile.exchange.name, &self.profile.exchange.phone);
                let (plan, from) = (&*ended.plan_name, ended.effective_on);
                let mail =
                    |words: Words| words.mail_coverage_back(plan, from, exchange, Phone(phone.clone()));
                self.tell(acting, mail).await
            })
            .await
            .map(Acted::into_value)
    }

    /// The 834: everybody with their money, as they were enrolled.
    async fn tell_carrier_back(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        key: &EnrollmentKey,
    ) -> Result<(), Error> {
        let policy = Policy::read(acting, key).await?;
        let (first, answers) = (policy.first()?, policy.answers(acting)?);
        let rated = self.rated_as_signed(acting, key).await?;
        let covered = |line: &rows::PolicyLine| (line.person.clone(), line.share_cents.0);
        let shares: Vec<(String, i64)> = policy.staying().map(covered).collect();
        let told = Told {
            origin: x12::Origin::SupportDesk,
            members: shares.iter().map(|(person, share)| rated.covered(person, *share)).collect(),
            money: Some(Costs {
                premium_cents: first.premium_cents.0,
                credit_cents: first.credit_cents.0,
                rating_area: rated.place.rating_area,
            }),
            ..self.told_of(&policy, (key, &answers), x12::Kind::Reinstate)?
        };
        carriers::put(acting, &told).await.map(drop)
    }
}

/// The state to which an enrollment comes back today, or why it does not.
fn comes_back(ended: &rows::Ended, today: Date) -> Result<EnrollmentState, Refusal> {
    let before = HowFar { told: ended.told > 0, confirmed: ended.confirmed > 0 }.state();
    let step = Step::Reinstate { start: ended.effective_on, today, before };
    let state = ended.state.after(step).map_err(|refused| refused.refusal())?;
    if ended.elsewhere == 0 { Ok(state) } else { Err(Refusal::CoveredElsewhere) }
}
