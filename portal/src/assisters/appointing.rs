//! Which carriers appointed a broker, from when to when (ENR-6): recorded by a resource manager, each change with its reason.
//! Carriers are those of the catalogs that are loaded, and those that were recorded before.

use super::rows;
use crate::{
    ActingOn, Error, Portal, Roster, Session,
    changes::{self, Change, reason},
};
use domain::{
    appointment::Appointment,
    form::{
        Answer, AskAssister, Choice, Fields, Form, Label, Need, Question, WrongAssister, ask, under_rule,
    },
    people::{AssisterKey, AssisterKind},
    plan::IssuerId,
    refusal::Refusal,
    roster::Action,
};
use door::TheRoster;

/// A carrier by its number and the name it sells under.
pub type Carrier = (IssuerId, String);

/// What is asked to record an appointment.
pub fn appointment_questions(carriers: &[Carrier]) -> Vec<Question> {
    let carrier = |(id, name): &Carrier| Choice { value: id.to_string(), label: Label::Text(name.clone()) };
    under_rule(
        "ENR-6",
        [
            ask("carrier", AskAssister::Carrier, Answer::Select(carriers.iter().map(carrier).collect())),
            ask("appointed_from", AskAssister::AppointedFrom, Answer::Day),
            ask("appointed_until", AskAssister::AppointedUntil, Answer::Day).need(Need::Optional),
        ],
    )
}

/// How an appointment stands in the history: the carrier, and its days as an interval.
fn line((_, name): &Carrier, appointment: &Appointment) -> String {
    let Appointment { issuer, from, until } = appointment;
    let until = until.map(|day| day.to_string()).unwrap_or_default();
    format!("{name} ({issuer}) {from}/{until}")
}

impl Portal {
    /// The carriers of the catalogs of the profile's plan years, in the order of their names.
    ///
    /// # Errors
    /// `Error::Database`.
    pub async fn carriers(&self) -> Result<Vec<Carrier>, Error> {
        let mut carriers: Vec<Carrier> = Vec::new();
        for year in self.profile.plan_year.iter().rev() {
            let Some(catalog) = self.catalog(year.year).await? else { continue };
            for issuer in catalog.issuers() {
                if carriers.iter().all(|(id, _)| *id != issuer.id) {
                    carriers.push((issuer.id, issuer.name.clone()));
                }
            }
        }
        carriers.sort_by(|one, other| one.1.cmp(&other.1).then(one.0.cmp(&other.0)));
        Ok(carriers)
    }

    /// A broker's appointments, in the order of the carriers' numbers.
    ///
    /// # Errors
    /// `NotFound`; `Denied`.
    pub async fn read_appointments(
        &self,
        session: &Session,
        assister: &AssisterKey,
    ) -> Result<Vec<Appointment>, Error> {
        self.door
            .acting_on(session, &TheRoster, Action::ReadAssister, async |acting| {
                acting.target(assister);
                of(acting, assister).await
            })
            .await
            .map(door::Acted::into_value)
    }

    /// Records that a carrier appointed a broker, in the place of what stood there for it, with a reason.
    ///
    /// # Errors
    /// `Invalid` naming each field; `Refused` with `NothingToChange`, `ReasonMissing`, or `IllegalTransition` for who is no
    /// broker; `NotFound`.
    pub async fn record_appointment(
        &self,
        session: &Session,
        assister: &AssisterKey,
        (typed, why): (&Fields, &str),
    ) -> Result<(), Error> {
        let carriers = self.carriers().await?;
        self.door
            .acting_on(session, &TheRoster, Action::RecordAppointment, async |acting| {
                acting.target(assister);
                let row = rows::read(acting, assister).await?.0;
                if row.credentials.kind != AssisterKind::Broker {
                    return Err(Refusal::IllegalTransition.into());
                }
                let appointment = read(typed, &carriers, acting.today())?;
                let reason = reason(why)?;
                let before = of(acting, assister).await?;
                let before = before.iter().find(|one| one.issuer == appointment.issuer);
                if before == Some(&appointment) {
                    return Err(Refusal::NothingToChange.into());
                }
                let Appointment { issuer, from, until } = appointment;
                rows::appoint(acting, assister, issuer, from, until).await?.or(Error::NotFound)?;
                let carrier = carriers.iter().find(|(id, _)| *id == issuer);
                let carrier = carrier.cloned().unwrap_or_else(|| (issuer, String::new()));
                let was = before.map(|one| line(&carrier, one)).unwrap_or_default();
                let change = Change::of(("appointment", &was, &line(&carrier, &appointment)));
                changes::keep(acting, session, &assister.0, &[change], &reason).await
            })
            .await
            .map(door::Acted::into_value)
    }
}

fn read(typed: &Fields, carriers: &[Carrier], today: jiff::civil::Date) -> Result<Appointment, Error> {
    let questions = appointment_questions(carriers);
    let mut form = Form::new(&questions, typed, today);
    if form.date("appointed_until").is_some_and(|until| Some(until) < form.date("appointed_from")) {
        form.refuse("appointed_until", WrongAssister::EndsBefore);
    }
    Ok(form.read(|form| {
        Some(Appointment {
            issuer: form.text("carrier").parse().ok()?,
            from: form.date("appointed_from")?,
            until: form.date("appointed_until"),
        })
    })?)
}

/// The appointments of a broker.
async fn of(acting: &mut ActingOn<'_, Roster>, assister: &AssisterKey) -> Result<Vec<Appointment>, Error> {
    let rows = rows::appointments(acting, assister).await?;
    let one = |row: rows::AppointmentRow| Appointment {
        issuer: row.issuer,
        from: row.from_day,
        until: row.until_day,
    };
    Ok(rows.into_iter().map(one).collect())
}
