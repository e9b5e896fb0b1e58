//! How coverage ends: by its consumer's own wish, before it begins or on a last day (45 CFR 155.430), or because another plan
//! comes in its place (ENR-5). Each ending is one step of the table of states and one 834 (ENR-7).

use super::{
    StepNoted, note,
    policy::{Policy, still_covered},
    rows,
};
use crate::{
    Acted, ActingOn, Consumer, Error, Portal, Session,
    book::{self, Moved},
    carriers::{self, Told},
    idempotency,
    shopping::Group,
};
use domain::{
    application::Answers,
    consumer::Action,
    enrollment::{Happened, Step, WayOut, WhoLeaves},
    form::{Answer, Asked, Choice, Fields, Form, Label, Question, Wrong, ask, choices, under_rule},
    people::{Actor, AssisterKind, ConsumerKey, EnrollmentKey},
    refusal::Refusal,
};
use jiff::civil::Date;
use words::{Phone, Words};
use x12::{EndReason, Origin};

/// An enrollment that its consumer may end.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The enrollment.
    pub key: EnrollmentKey,
    /// The plan's name.
    pub plan_name: String,
    /// The carrier.
    pub carrier_name: String,
    /// First day of coverage.
    pub effective_on: Date,
    /// Who is covered, by the names on the application: first whoever holds the policy.
    pub members: Vec<String>,
    /// Who can leave while the others stay: "p2", and the name.
    pub may_leave: Vec<(String, String)>,
    /// How it can be ended today.
    pub way_out: WayOut,
    /// The last day of whoever left last: nobody leaves before that.
    left_last: Option<Date>,
}

/// What is asked of whoever ends coverage: whose, where one person can leave, and the last day of what has begun.
pub fn ending_questions(way_out: WayOut, may_leave: &[(String, String)]) -> Vec<Question> {
    let mut questions = Vec::new();
    if !may_leave.is_empty() {
        let one = |(person, name): &(String, String)| Choice {
            value: person.clone(),
            label: Label::Text(name.clone()),
        };
        let mut who = choices(&[WhoLeaves::Everyone]);
        who.extend(may_leave.iter().map(one));
        questions.extend(under_rule("ENR-3", [ask("who", Asked::WhoLeaves, Answer::Radios(who))]));
    }
    if let WayOut::End { earliest, latest } = way_out {
        let last_day = ask("last_day", Asked::LastDay(earliest, latest), Answer::Day);
        questions.extend(under_rule("ENR-3", [last_day]));
    }
    questions
}

impl Portal {
    /// How the consumer may end an enrollment today.
    ///
    /// # Errors
    /// `Denied` (L5: an assister changes nothing after the enrollment), `NotFound`; `Refused(EnrollmentState)` where it is no coverage any more, has an end, or
    /// ends with the year before the notice is over.
    pub async fn read_ending(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        key: &EnrollmentKey,
    ) -> Result<Acted<Ending>, Error> {
        self.door
            .acting_on(session, consumer, Action::ReadEnding, async |acting| self.ending(acting, key).await)
            .await
    }

    async fn ending(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        key: &EnrollmentKey,
    ) -> Result<Ending, Error> {
        let policy = Policy::read(acting, key).await?;
        let (first, answers) = (policy.first()?, policy.answers(acting)?);
        let notice = self.profile.enrollment.end_notice_days;
        let way_out = WayOut::of(first.state, first.effective_on, acting.today(), notice)
            .ok_or(Refusal::EnrollmentState)?;
        let name = |line: &rows::PolicyLine| answers.name(Answers::person_number(&line.person).unwrap_or(0));
        Ok(Ending {
            key: key.clone(),
            plan_name: first.plan_name.clone(),
            carrier_name: first.carrier_name.clone(),
            effective_on: first.effective_on,
            members: policy.staying().map(name).collect(),
            may_leave: policy.may_leave().map(|line| (line.person.clone(), name(line))).collect(),
            left_last: policy.left_last(),
            way_out,
        })
    }

    /// Ends an enrollment by its consumer's wish. The same form sent twice ends it once.
    ///
    /// # Errors
    /// As `read_ending`; `Error::Invalid` for a last day that cannot be one.
    pub async fn end_coverage(
        &self,
        session: &Session,
        consumer: &ConsumerKey,
        key: &EnrollmentKey,
        (typed, form_key): (&Fields, &str),
    ) -> Result<Acted<()>, Error> {
        let catalogs = if is_one_person(typed) { self.catalogs_of_coverage().await? } else { [None, None] };
        let work = async |acting: &mut ActingOn<'_, Consumer>| {
            let content = format!("{key}/{typed:?}");
            let once = async |acting: &mut ActingOn<'_, Consumer>| {
                let ending = self.ending(acting, key).await?;
                let (today, start) = (acting.today(), ending.effective_on);
                let (who, last_day) = chosen(&ending, typed, today)?;
                if let Some(person) = who {
                    self.one_leaves(acting, session, key, (&person, last_day, &catalogs)).await?;
                    return Ok(key.0.clone());
                }
                let step = match last_day {
                    None => Step::Cancel { start, today },
                    Some(last_day) => Step::Terminate { start, ends_on: None, last_day },
                };
                self.end_one(acting, session, (key, step), (EndReason::Voluntary, None)).await?;
                Ok(key.0.clone())
            };
            idempotency::once(acting, session.account_key(), (form_key, &content), once).await.map(drop)
        };
        self.door.acting_on(session, consumer, Action::EndCoverage, work).await
    }

    /// What a choice that starts on a day replaces ends before it (ENR-5), and its carriers hear of it first. Whose plan
    /// an assister changes is told by mail at once: plans were switched that way without anybody's consent.
    pub(super) async fn replace(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        session: &Session,
        group: &Group,
        (new, plan, start): (&EnrollmentKey, &str, Date),
    ) -> Result<(), Error> {
        if let (Actor::Assister(_), Some((old, _))) = (session.actor(), group.replaces().last()) {
            let (exchange, assister) = (&self.profile.exchange, session.person_name());
            let phone = Phone(exchange.phone.clone());
            let mail = |words: Words| {
                words.mail_plan_changed(assister, &*old.plan_name, plan, start, &*exchange.name, phone)
            };
            self.tell(acting, mail).await?;
        }
        for (present, ending) in group.replaced_from(start) {
            let step = ending.step(present.effective_on, present.ends_on);
            let reason = (EndReason::ChangeInCircumstances, Some(new));
            self.end_one(acting, session, (ending.key(), step), reason).await?;
        }
        Ok(())
    }

    /// One ending: the state, the people who are free now, the step, the 834, the assister's list.
    async fn end_one(
        &self,
        acting: &mut ActingOn<'_, Consumer>,
        session: &Session,
        (key, step): (&EnrollmentKey, Step),
        (reason, replaced_by): (EndReason, Option<&EnrollmentKey>),
    ) -> Result<(), Error> {
        // Held from here on: a job may write it into a file, or a carrier's answer change it, at this moment.
        rows::hold(acting, key).await?.or(Error::NotFound)?;
        let policy = Policy::read(acting, key).await?;
        let (first, answers) = (policy.first()?, policy.answers(acting)?);
        let day = if let Step::Terminate { last_day, .. } = step { Some(last_day) } else { None };
        let kind = match day {
            Some(end) => x12::Kind::Terminate { end, reason },
            None => x12::Kind::Cancel(reason),
        };
        let state = first.state.after(step).map_err(|refused| refused.refusal())?;
        let word = carriers::end_word(reason);
        rows::end(acting, key, first.state, state, day, word, replaced_by.cloned())
            .await?
            .or(Refusal::EnrollmentState.into())?;
        rows::release(acting, key).await?.or(Error::NotFound)?;
        let happened = Happened::came_to(state).ok_or(Error::Corrupt("a state after an ending"))?;
        note(acting, session, key, StepNoted::of(happened)).await?;
        let by_broker = session.assister_kind() == Some(AssisterKind::Broker);
        let origin = if by_broker { Origin::Broker } else { Origin::Consumer };
        // Who left before it ends was told of already.
        let from = day.and_then(|day| day.tomorrow().ok()).unwrap_or(first.effective_on);
        let ends = |line: &&rows::PolicyLine| line.left_on.is_none_or(|left| left >= from);
        let members = policy.lines.iter().filter(ends).map(still_covered).collect();
        let told = Told { origin, members, ..self.told_of(&policy, (key, &answers), kind)? };
        if let Some(day) = day {
            rows::cut(acting, key, day).await?.or_not();
        }
        carriers::put(acting, &told).await?;
        book::set_stage(acting, Moved::CoverageChanges).await
    }
}

/// Whether one person's coverage is to end, and not everybody's.
fn is_one_person(typed: &Fields) -> bool {
    typed.get("who").is_some_and(|who| !who.is_empty() && who != WhoLeaves::Everyone.word())
}

/// Who leaves, nobody when the plan ends for all; and the last day that was typed, none where coverage never begins.
fn chosen(ending: &Ending, typed: &Fields, today: Date) -> Result<(Option<String>, Option<Date>), Error> {
    let questions = ending_questions(ending.way_out, &ending.may_leave);
    let mut form = Form::new(&questions, typed, today);
    let who = match ending.may_leave.is_empty() {
        // Of a page that is older than somebody's leaving: it must not end the plan for those who stay.
        true if is_one_person(typed) => return Err(Refusal::EnrollmentState.into()),
        true => String::new(),
        false => form.text("who"),
    };
    let leaves = ending.may_leave.iter().any(|(person, _)| *person == who);
    if let (WayOut::End { earliest, latest }, Some(day)) = (ending.way_out, form.date("last_day")) {
        let earliest = ending.left_last.filter(|_| leaves).map_or(earliest, |left| left.max(earliest));
        if !(earliest..=latest).contains(&day) {
            form.refuse("last_day", Wrong::DayBetween(earliest, latest));
        }
    }
    Ok(form.read(|form| Some((leaves.then_some(who), form.date("last_day"))))?)
}
