//! Agencies and organizations, for which assisters work: what an administrator of one can do in it, whether it lets its
//! assisters act (CERT-1), and whom to talk to there.

use crate::{access::Verdict::Yes, certification::Missing, people::words};
use jiff::civil::Date;

crate::actions! {
    /// One thing that an agency's administrator does in it. None of it reaches a consumer.
    Action by Basis {
        /// An administrator of this agency.
        AgencyAdministrator = "agency_administrator",
    }

    /// See the staff of one's agency with their credentials, and what was asked of the exchange.
    ReadStaff: Reads "read_staff" { AgencyAdministrator => Yes }
    /// Approve somebody's access to the portal for the agency.
    ApproveAccess: Writes "approve_access" within 5 { AgencyAdministrator => Yes }
    /// Withdraw the agency's approval: the assister stops at once.
    WithdrawAccess: Writes "withdraw_access" within 5 { AgencyAdministrator => Yes }
    /// Ask the exchange for what only it may do.
    AskExchange: Writes "ask_exchange" { AgencyAdministrator => Yes }
    /// Take back what was asked of the exchange and not answered yet.
    TakeBackRequest: Writes "take_back_request" { AgencyAdministrator => Yes }
}

words! {
    /// Whether an agency works with the exchange.
    AgencyState {
        /// Its assisters may act.
        Active = "active",
        /// None of them may.
        Suspended = "suspended",
    }
}

words! {
    /// What a person at an agency is asked about.
    ContactKind {
        /// Everything that has no person of its own; keeps the roster.
        Primary = "primary",
        /// The contract with the exchange.
        ContractManager = "contract_manager",
        /// Privacy and security.
        Privacy = "privacy",
        /// Payments.
        Payment = "payment",
        /// Signs for the agency.
        Signature = "signature",
    }
}

words! {
    /// What is done to an agency's standing, each with a reason.
    AgencyStep {
        /// The exchange certifies it.
        Certify = "certify",
        /// All its assisters stop at once.
        Suspend = "suspend",
        /// They may go on.
        Reinstate = "reinstate",
    }
}

/// The facts of CERT-1 about an agency, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyStanding {
    /// Active or suspended.
    pub agency_state: AgencyState,
    /// Day on which the exchange certified it; none until it did.
    pub agency_certified_on: Option<Date>,
    /// First day of the contract.
    pub contract_from: Option<Date>,
    /// Last day of the contract; `None` while it has no end.
    pub contract_until: Option<Date>,
}

crate::columns!(AgencyStanding {
    agency_state: AgencyState,
    agency_certified_on: Option<Date>,
    contract_from: Option<Date>,
    contract_until: Option<Date>,
});

impl AgencyStanding {
    /// What is missing on `today` for its assisters to act; empty when nothing is (CERT-1).
    pub fn missing_on(&self, today: Date) -> Vec<Missing> {
        let begun = |day: Option<Date>| day.is_some_and(|day| day <= today);
        let active = self.agency_state == AgencyState::Active && begun(self.agency_certified_on);
        let contract = begun(self.contract_from) && self.contract_until.is_none_or(|until| today <= until);
        let missing = [(active, Missing::Agency), (contract, Missing::Contract)];
        missing.into_iter().filter(|(there, _)| !there).map(|(_, missing)| missing).collect()
    }

    /// Whether a step can be taken from here.
    pub fn allows(&self, step: AgencyStep) -> bool {
        match (step, self.agency_state) {
            (AgencyStep::Certify, _) => self.agency_certified_on.is_none(),
            (AgencyStep::Suspend, AgencyState::Active) | (AgencyStep::Reinstate, AgencyState::Suspended) => {
                true
            }
            (AgencyStep::Suspend, AgencyState::Suspended) | (AgencyStep::Reinstate, AgencyState::Active) => {
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn standing() -> AgencyStanding {
        AgencyStanding {
            agency_state: AgencyState::Active,
            agency_certified_on: Some(date(2026, 2, 1)),
            contract_from: Some(date(2026, 3, 1)),
            contract_until: None,
        }
    }

    #[test]
    fn an_agency_counts_from_the_later_of_certification_and_contract_to_the_contracts_last_day_cert_1() {
        let agency = standing();
        assert_eq!(agency.missing_on(date(2026, 1, 31)), [Missing::Agency, Missing::Contract]);
        assert_eq!(agency.missing_on(date(2026, 2, 28)), [Missing::Contract]);
        assert!(agency.missing_on(date(2026, 3, 1)).is_empty());
        assert!(agency.missing_on(date(2036, 3, 1)).is_empty());
        let ends = AgencyStanding { contract_until: Some(date(2026, 12, 31)), ..agency };
        assert!(ends.missing_on(date(2026, 12, 31)).is_empty());
        assert_eq!(ends.missing_on(date(2027, 1, 1)), [Missing::Contract]);
    }

    #[test]
    fn an_agency_is_certified_once_and_suspended_and_reinstated_in_turn() {
        let can = |agency: &AgencyStanding| {
            AgencyStep::ALL.iter().copied().filter(|step| agency.allows(*step)).collect::<Vec<_>>()
        };
        assert_eq!(can(&standing()), [AgencyStep::Suspend]);
        let suspended = AgencyStanding { agency_state: AgencyState::Suspended, ..standing() };
        assert_eq!(can(&suspended), [AgencyStep::Reinstate]);
        let new = AgencyStanding { agency_certified_on: None, ..standing() };
        assert_eq!(can(&new), [AgencyStep::Certify, AgencyStep::Suspend]);
    }
}
