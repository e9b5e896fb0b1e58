//! CERT-1 and CERT-5: whether an assister may act on a date, and the life cycle of the account. Dates
//! decide: nothing here waits for a job.

use crate::{
    agency::AgencyStanding,
    instant::Instant,
    people::{AccountKey, AssisterKind, words},
    refusal::Refusal,
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};

words! {
    /// The stored state of an assister account (CERT-5). Lapses are not states: dates tell them.
    AccountState {
        /// Created, the invitation is out.
        Invited = "invited",
        /// Activated by the assister.
        Active = "active",
        /// Stopped for now, with a reason.
        Suspended = "suspended",
        /// Certification withdrawn, with a reason.
        Decertified = "decertified",
    }
}

words! {
    /// A step of the life cycle.
    Transition {
        /// The assister uses the registration code.
        Activate = "activate",
        /// A resource manager stops access.
        Suspend = "suspend",
        /// A resource manager gives access back.
        Reinstate = "reinstate",
        /// A resource manager withdraws the certification.
        Decertify = "decertify",
        /// A resource manager certifies again.
        Recertify = "recertify",
    }
}

words! {
    /// A line of an account's history (CERT-5).
    Step {
        /// A resource manager made the account.
        Create = "create",
        /// A resource manager sent a new invitation.
        Invite = "invite",
        /// A resource manager withdrew the invitation.
        Withdraw = "withdraw",
        /// The assister used the registration code.
        Activate = "activate",
        /// Access was stopped.
        Suspend = "suspend",
        /// Access was stopped for cause: two resource managers give it back.
        SuspendForCause = "suspend_for_cause",
        /// A resource manager asked another one to agree that access is given back.
        AskReinstatement = "ask_reinstatement",
        /// It was not agreed to, or not asked any more.
        DropReinstatement = "drop_reinstatement",
        /// Access was given back.
        Reinstate = "reinstate",
        /// An account that was closed because nobody used it was opened again.
        Open = "open",
        /// A second factor that was lost may be replaced by another one.
        ResetFactor = "reset_factor",
        /// All sessions were ended.
        EndSessions = "end_sessions",
        /// The account was closed for another one of the same person.
        Merge = "merge",
        /// The certification was withdrawn.
        Decertify = "decertify",
        /// The assister was certified again.
        Recertify = "recertify",
    }
}

impl From<Transition> for Step {
    fn from(transition: Transition) -> Self {
        match transition {
            Transition::Activate => Step::Activate,
            Transition::Suspend => Step::Suspend,
            Transition::Reinstate => Step::Reinstate,
            Transition::Decertify => Step::Decertify,
            Transition::Recertify => Step::Recertify,
        }
    }
}

/// The life cycle does not have this step (CERT-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an account that is {from} cannot {transition} (CERT-5)")]
pub struct IllegalTransition {
    /// The state it is in.
    pub from: AccountState,
    /// What was asked.
    pub transition: Transition,
}

impl AccountState {
    /// The state after a step. Certifying again undoes no suspension for cause: that takes two (CERT-9).
    ///
    /// # Errors
    /// `IllegalTransition` when the life cycle has no such step (CERT-5).
    pub fn after(self, transition: Transition, for_cause: bool) -> Result<AccountState, IllegalTransition> {
        use {AccountState::*, Transition::*};
        match (self, transition) {
            (Invited, Activate) => Ok(Active),
            (Active, Suspend) => Ok(Suspended),
            (Suspended, Reinstate) => Ok(Active),
            (Active | Suspended, Decertify) => Ok(Decertified),
            (Decertified, Recertify) if for_cause => Ok(Suspended),
            (Decertified, Recertify) => Ok(Active),
            (Active | Suspended | Decertified, Activate)
            | (Invited | Suspended | Decertified, Suspend)
            | (Invited | Active | Decertified, Reinstate)
            | (Invited | Decertified, Decertify)
            | (Invited | Active | Suspended, Recertify) => Err(IllegalTransition { from: self, transition }),
        }
    }
}

/// What comes of a resource manager's wish to give access back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reinstating {
    /// It is given back.
    Now,
    /// Another resource manager has to agree.
    Asked,
}

/// Whether one resource manager gives access back: not after a suspension for cause, which takes one who asks and another
/// who agrees (CERT-9).
///
/// # Errors
/// `Refusal::SecondPersonMissing` when it is the same person who asked.
pub fn reinstating(
    for_cause: bool,
    asked_by: Option<&AccountKey>,
    by: &AccountKey,
) -> Result<Reinstating, Refusal> {
    match asked_by {
        _ if !for_cause => Ok(Reinstating::Now),
        None => Ok(Reinstating::Asked),
        Some(asked_by) if asked_by == by => Err(Refusal::SecondPersonMissing),
        Some(_) => Ok(Reinstating::Now),
    }
}

words! {
    /// One thing that is missing before the assister may act (CERT-1).
    Missing {
        /// The invitation was not used yet.
        Activation = "activation",
        /// The account is suspended.
        Suspended = "suspended",
        /// The account is decertified.
        Decertified = "decertified",
        /// The certification has not started or has lapsed.
        Certification = "certification",
        /// The portal training is not passed.
        Training = "training",
        /// The assessment of the portal training is not passed.
        Assessment = "assessment",
        /// The agency has not approved portal access.
        AgencyApproval = "agency_approval",
        /// The agency itself is not active.
        Agency = "agency",
        /// The agency's contract with the exchange is not in force.
        Contract = "contract",
        /// The broker's license is not in force.
        License = "license",
    }
}

/// Since when an account is closed that nobody has signed in to for so many days (CERT-8): `None` while it is open, and
/// always where the exchange closes none (0 days).
pub fn closed_since(used: Instant, idle_days: i64, now: Instant) -> Option<Instant> {
    let closes = used.plus_seconds(idle_days.saturating_mul(86_400));
    (idle_days > 0 && closes <= now).then_some(closes)
}

words! {
    /// What lapses on a day.
    Lapse {
        /// The certification.
        Certification = "certification",
        /// The broker's license.
        License = "license",
        /// The agency's contract with the exchange.
        Contract = "contract",
    }
}

words! {
    /// In which days something ends, for the list of accounts.
    LapsesIn {
        /// Before today.
        Past = "past",
        /// In the next 7 days.
        Week = "week",
        /// In the next 30 days.
        Month = "month",
        /// In the next 60 days.
        TwoMonths = "two_months",
    }
}

impl LapsesIn {
    /// The first and the last of these days.
    pub fn days(self, today: Date) -> [Date; 2] {
        let ahead = |days: i32| [today, today.saturating_add(days.days())];
        match self {
            // No certification is older.
            Self::Past => [date(2000, 1, 1), today.yesterday().unwrap_or(today)],
            Self::Week => ahead(7),
            Self::Month => ahead(30),
            Self::TwoMonths => ahead(60),
        }
    }
}

/// Before how many days a reminder is due today of what ends after its last day (CERT-8): 60, 30 or 7, the nearest that
/// is reached. `None` when it is too early, or too late.
pub fn days_to_remind(today: Date, last_day: Date) -> Option<i64> {
    let left = i64::from((last_day - today).get_days());
    [7, 30, 60].into_iter().find(|days| (0..=*days).contains(&left))
}

/// The facts of CERT-1, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// Broker, navigator or CAC.
    pub kind: AssisterKind,
    /// Stored state of the account.
    pub state: AccountState,
    /// First day of the certification.
    pub certified_from: Option<Date>,
    /// Last day of the certification.
    pub certified_until: Option<Date>,
    /// Day on which the portal training was passed.
    pub training_passed_on: Option<Date>,
    /// Day on which its assessment was passed.
    pub assessment_passed_on: Option<Date>,
    /// Day on which the agency approved portal access.
    pub access_approved_on: Option<Date>,
    /// Last day of the broker's license.
    pub license_until: Option<Date>,
    /// The agency; `None` when there is none.
    pub agency: Option<AgencyStanding>,
}

crate::columns!(Credentials {
    kind: AssisterKind,
    state: AccountState,
    certified_from: Option<Date>,
    certified_until: Option<Date>,
    training_passed_on: Option<Date>,
    assessment_passed_on: Option<Date>,
    access_approved_on: Option<Date>,
    license_until: Option<Date>,
    agency: Option<AgencyStanding>,
});

impl Credentials {
    /// What has an end, each with its last day: certification, a broker's license, the agency's contract.
    pub fn ends(&self) -> impl Iterator<Item = (Lapse, Date)> {
        let license = self.license_until.filter(|_| self.kind == AssisterKind::Broker);
        let contract = self.agency.as_ref().and_then(|agency| agency.contract_until);
        let ends = [
            (Lapse::Certification, self.certified_until),
            (Lapse::License, license),
            (Lapse::Contract, contract),
        ];
        ends.into_iter().filter_map(|(lapse, last)| Some((lapse, last?)))
    }

    /// The last day on which everything that has an end is still in force.
    pub fn lapses_after(&self) -> Option<Date> {
        self.ends().map(|(_, last)| last).min()
    }

    /// What is missing on `today`; empty means the assister may act (CERT-1).
    pub fn missing_on(&self, today: Date) -> Vec<Missing> {
        let mut missing = Vec::new();
        match self.state {
            AccountState::Active => {}
            AccountState::Invited => missing.push(Missing::Activation),
            AccountState::Suspended => missing.push(Missing::Suspended),
            AccountState::Decertified => missing.push(Missing::Decertified),
        }
        let certified = self.certified_from.is_some_and(|from| from <= today)
            && self.certified_until.is_some_and(|until| today <= until);
        if !certified {
            missing.push(Missing::Certification);
        }
        let passed = |day: Option<Date>| day.is_some_and(|day| day <= today);
        if !passed(self.training_passed_on) {
            missing.push(Missing::Training);
        }
        if !passed(self.assessment_passed_on) {
            missing.push(Missing::Assessment);
        }
        match self.kind {
            AssisterKind::Broker => {
                if self.license_until.is_none_or(|until| today > until) {
                    missing.push(Missing::License);
                }
            }
            AssisterKind::Navigator | AssisterKind::Cac => {
                if !passed(self.access_approved_on) {
                    missing.push(Missing::AgencyApproval);
                }
            }
        }
        match (&self.agency, self.kind) {
            (Some(agency), _) => missing.extend(agency.missing_on(today)),
            // Brokers may work alone.
            (None, AssisterKind::Broker) => {}
            (None, AssisterKind::Navigator | AssisterKind::Cac) => missing.push(Missing::Agency),
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agency::AgencyState;

    fn agency() -> AgencyStanding {
        AgencyStanding {
            agency_state: AgencyState::Active,
            agency_certified_on: Some(date(2026, 1, 1)),
            contract_from: Some(date(2026, 1, 1)),
            contract_until: Some(date(2027, 12, 31)),
        }
    }

    fn navigator() -> Credentials {
        Credentials {
            kind: AssisterKind::Navigator,
            state: AccountState::Active,
            certified_from: Some(date(2026, 10, 1)),
            certified_until: Some(date(2027, 9, 30)),
            training_passed_on: Some(date(2026, 9, 1)),
            assessment_passed_on: Some(date(2026, 9, 1)),
            access_approved_on: Some(date(2026, 9, 1)),
            license_until: None,
            agency: Some(agency()),
        }
    }

    #[test]
    fn a_certification_counts_from_its_first_to_its_last_day_cert_1() {
        let n = navigator();
        assert_eq!(n.missing_on(date(2026, 9, 30)), [Missing::Certification]);
        assert!(n.missing_on(date(2026, 10, 1)).is_empty());
        assert!(n.missing_on(date(2027, 9, 30)).is_empty());
        assert_eq!(n.missing_on(date(2027, 10, 1)), [Missing::Certification]);
    }

    #[test]
    fn every_single_fact_of_cert_1_stops_the_assister() {
        let today = date(2026, 11, 23);
        let n = navigator();
        let with = |agency: AgencyStanding| Credentials { agency: Some(agency), ..n.clone() };
        let cases = [
            (Credentials { state: AccountState::Suspended, ..n.clone() }, Missing::Suspended),
            (Credentials { state: AccountState::Decertified, ..n.clone() }, Missing::Decertified),
            (Credentials { state: AccountState::Invited, ..n.clone() }, Missing::Activation),
            (Credentials { training_passed_on: None, ..n.clone() }, Missing::Training),
            (Credentials { assessment_passed_on: None, ..n.clone() }, Missing::Assessment),
            (Credentials { access_approved_on: None, ..n.clone() }, Missing::AgencyApproval),
            (Credentials { agency: None, ..n.clone() }, Missing::Agency),
            (with(AgencyStanding { agency_state: AgencyState::Suspended, ..agency() }), Missing::Agency),
            (with(AgencyStanding { agency_certified_on: None, ..agency() }), Missing::Agency),
            (with(AgencyStanding { contract_from: None, ..agency() }), Missing::Contract),
            (with(AgencyStanding { contract_until: today.yesterday().ok(), ..agency() }), Missing::Contract),
        ];
        for (credentials, expected) in cases {
            assert_eq!(credentials.missing_on(today), [expected]);
        }
        let broker = Credentials { kind: AssisterKind::Broker, agency: None, ..n.clone() };
        assert_eq!(broker.missing_on(today), [Missing::License]);
        let licensed = Credentials { license_until: Some(today), ..broker };
        assert!(licensed.missing_on(today).is_empty());
        let lapsed = Credentials { license_until: today.yesterday().ok(), ..licensed.clone() };
        assert_eq!(lapsed.missing_on(today), [Missing::License]);
        let later = Credentials { training_passed_on: today.tomorrow().ok(), ..licensed.clone() };
        assert_eq!(later.missing_on(today), [Missing::Training]);
        let suspended = AgencyStanding { agency_state: AgencyState::Suspended, ..agency() };
        let stopped = Credentials { agency: Some(suspended), ..licensed };
        assert_eq!(stopped.missing_on(today), [Missing::Agency]);
    }

    #[test]
    fn access_lapses_with_the_first_thing_that_ends() {
        let n = navigator();
        assert_eq!(n.lapses_after(), Some(date(2027, 9, 30)));
        let short = AgencyStanding { contract_until: Some(date(2027, 3, 31)), ..agency() };
        assert_eq!(Credentials { agency: Some(short), ..n.clone() }.lapses_after(), Some(date(2027, 3, 31)));
        // A navigator's license ends nothing.
        let licensed = Credentials { license_until: Some(date(2027, 1, 1)), ..n };
        assert_eq!(licensed.lapses_after(), Some(date(2027, 9, 30)));
        let broker = Credentials { kind: AssisterKind::Broker, ..licensed };
        assert_eq!(broker.lapses_after(), Some(date(2027, 1, 1)));
    }

    #[test]
    fn a_reminder_is_due_from_sixty_thirty_and_seven_days_before_the_last_day_cert_8() {
        let last = date(2027, 10, 31);
        for (today, days) in [
            (date(2027, 9, 1), Some(60)),
            (date(2027, 8, 31), None),
            (date(2027, 10, 1), Some(30)),
            (date(2027, 9, 30), Some(60)),
            (date(2027, 10, 24), Some(7)),
            (date(2027, 10, 23), Some(30)),
            (last, Some(7)),
            (date(2027, 11, 1), None),
        ] {
            assert_eq!(days_to_remind(today, last), days, "{today}");
        }
    }

    #[test]
    fn the_life_cycle_has_six_legal_steps_and_refuses_the_others_cert_5() {
        let legal = AccountState::ALL
            .iter()
            .flat_map(|state| Transition::ALL.iter().map(move |t| state.after(*t, false)))
            .filter(Result::is_ok)
            .count();
        assert_eq!(legal, 6);
    }
}
