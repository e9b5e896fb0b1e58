//! The combinations of INS03, INS04 and ADDL MAINT REASON of the CMS guide, and which [`Kind`] each one is.

use jiff::civil::Date;

use crate::transaction::{EndReason, Kind};

/// What the file says about the kind of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Maintenance {
    /// INS03 and HD01.
    pub(crate) action: &'static str,
    /// INS04.
    pub(crate) reason: Option<&'static str>,
    /// ADDL MAINT REASON.
    pub(crate) additional: Option<&'static str>,
    /// BGN08.
    pub(crate) file_action: &'static str,
}

/// One row of the guide's list of cancellations and terminations.
type End = (EndReason, Option<&'static str>, &'static str);

/// Cancellations: reason, INS04, ADDL MAINT REASON.
const CANCELLATIONS: &[End] = &[
    (EndReason::Voluntary, Some("14"), "CANCEL"),
    (EndReason::ChangeInCircumstances, Some("14"), "CANCELCIC"),
    (EndReason::NotEligible, Some("07"), "CANCEL-NLE"),
    (EndReason::Fraud, Some("07"), "CANCEL-FRD"),
    (EndReason::OtherCoverage, Some("14"), "CANCEL-OTH-COVERAGE"),
    (EndReason::DataMatching, Some("03"), "CANCEL-PDM"),
    (EndReason::Carryforward, None, "CANCEL-CARRYFORWARD"),
    (EndReason::NonPayment, Some("59"), "CANCEL"),
    (EndReason::FreeLook, Some("14"), "CANCEL-FLC"),
    (EndReason::Rescinded, Some("07"), "CANCEL-RESCIND"),
    (EndReason::Other, None, "CANCEL-OTH"),
    (EndReason::Casework, Some("26"), "CANCEL-HICS"),
    (EndReason::Duplicate, None, "CANCEL-ANTIDUPLICATION"),
    (EndReason::OutOfArea, None, "CANCEL-OUT-OF-AREA"),
];

/// Terminations: reason, INS04, ADDL MAINT REASON.
const TERMINATIONS: &[End] = &[
    (EndReason::Voluntary, Some("14"), "TERM"),
    (EndReason::ChangeInCircumstances, Some("14"), "TERMCIC"),
    (EndReason::NotEligible, Some("07"), "TERM-NLE"),
    (EndReason::OtherCoverage, Some("14"), "TERM-OTH-COVERAGE"),
    (EndReason::DataMatching, Some("03"), "TERM-PDM"),
    (EndReason::NonPayment, Some("59"), "TERM"),
    (EndReason::Other, None, "TERM-OTH"),
    (EndReason::Casework, Some("26"), "TERM-HICS"),
    (EndReason::Duplicate, None, "TERM-ANTIDUPLICATION"),
];

/// The kinds that are neither a cancellation nor a termination.
const CHANGE_OF_BROKER: Maintenance = row("001", None, Some("AGENT BROKER INFO"), "4");
const MEMBERS_LEAVE: Maintenance = row("001", None, Some("FINANCIAL CHANGE"), "4");
const INITIAL: Maintenance = row("021", Some("EC"), None, "2");
const INITIAL_AFTER_CHANGE: Maintenance = row("021", Some("EC"), Some("CIC"), "2");
const EFFECTUATION: Maintenance = row("021", Some("28"), Some("CONFIRM"), "2");
const REINSTATE: Maintenance = row("025", None, None, "4");
const AUDIT: Maintenance = row("030", Some("XN"), None, "4");
const REINSTATED_BY_ISSUER: Maintenance = row("025", None, Some("ISSUER - REINSTATEMENT"), "4");

const fn row(
    action: &'static str,
    reason: Option<&'static str>,
    additional: Option<&'static str>,
    file_action: &'static str,
) -> Maintenance {
    Maintenance { action, reason, additional, file_action }
}

/// The codes of a kind; `None` when the guide has none for that reason.
pub(crate) fn codes_of(kind: Kind) -> Option<Maintenance> {
    match kind {
        Kind::Initial => Some(INITIAL),
        Kind::InitialAfterChange => Some(INITIAL_AFTER_CHANGE),
        Kind::ChangeOfBroker { .. } => Some(CHANGE_OF_BROKER),
        Kind::MembersLeave { .. } => Some(MEMBERS_LEAVE),
        Kind::Cancel(reason) => end(CANCELLATIONS, reason),
        Kind::Terminate { reason, .. } => end(TERMINATIONS, reason),
        Kind::Reinstate => Some(REINSTATE),
        Kind::ReinstatedByIssuer => Some(REINSTATED_BY_ISSUER),
        Kind::Effectuation => Some(EFFECTUATION),
        Kind::Audit { .. } => Some(AUDIT),
    }
}

fn end(list: &[End], wanted: EndReason) -> Option<Maintenance> {
    let (_, reason, additional) = *list.iter().find(|(reason, _, _)| *reason == wanted)?;
    Some(row("024", reason, Some(additional), "4"))
}

/// How those are ended who leave a policy whose coverage begins on a day; `None` when nobody does, or the guide has no code
/// for the reason.
pub(crate) fn leaving_codes(kind: Kind, begin: Date) -> Option<Maintenance> {
    let Kind::MembersLeave { effective, reason } = kind else { return None };
    end(if effective <= begin { CANCELLATIONS } else { TERMINATIONS }, reason)
}

/// Why somebody leaves, from the codes of the loop that ends them.
pub(crate) fn leaving_reason(reason: Option<&str>, additional: Option<&str>) -> Option<EndReason> {
    let in_list = |list: &[End]| {
        list.iter()
            .find(|(_, code, said)| *code == reason && Some(*said) == additional)
            .map(|(why, _, _)| *why)
    };
    in_list(CANCELLATIONS).or_else(|| in_list(TERMINATIONS))
}

/// What a file says about its kind, as read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said<'a> {
    pub(crate) action: &'a str,
    pub(crate) reason: Option<&'a str>,
    pub(crate) additional: Option<&'a str>,
    /// DTP 349 of the coverage.
    pub(crate) end: Option<Date>,
    /// DTP 303 of the coverage.
    pub(crate) effective: Option<Date>,
    /// Why somebody else on the policy leaves it.
    pub(crate) leaving: Option<EndReason>,
}

/// The kind that these codes mean; `None` when the guide's list does not have the combination.
pub(crate) fn kind_of(said: Said<'_>) -> Option<Kind> {
    let is = |row: Maintenance| {
        row.action == said.action && row.reason == said.reason && row.additional == said.additional
    };
    let reason_in = |list: &[End]| {
        list.iter()
            .find(|(_, code, additional)| *code == said.reason && Some(*additional) == said.additional)
            .map(|(reason, _, _)| *reason)
    };
    match (said.action, said.end, said.effective) {
        ("001", None, Some(effective)) if is(CHANGE_OF_BROKER) => Some(Kind::ChangeOfBroker { effective }),
        ("001", None, Some(effective)) if is(MEMBERS_LEAVE) => {
            said.leaving.map(|reason| Kind::MembersLeave { effective, reason })
        }
        ("021", None, None) if is(INITIAL) => Some(Kind::Initial),
        ("021", None, None) if is(INITIAL_AFTER_CHANGE) => Some(Kind::InitialAfterChange),
        ("021", None, None) if is(EFFECTUATION) => Some(Kind::Effectuation),
        ("025", None, None) if is(REINSTATE) => Some(Kind::Reinstate),
        ("025", None, None) if is(REINSTATED_BY_ISSUER) => Some(Kind::ReinstatedByIssuer),
        ("030", end, None) if is(AUDIT) => Some(Kind::Audit { end }),
        ("024", Some(end), None) => match reason_in(CANCELLATIONS) {
            Some(reason) => Some(Kind::Cancel(reason)),
            None => reason_in(TERMINATIONS).map(|reason| Kind::Terminate { end, reason }),
        },
        _ => None,
    }
}

impl Kind {
    /// Whether the transaction must carry the money of the policy.
    pub(crate) fn needs_premium(self) -> bool {
        match self {
            Self::Initial
            | Self::InitialAfterChange
            | Self::MembersLeave { .. }
            | Self::Reinstate
            | Self::Audit { .. } => true,
            Self::ChangeOfBroker { .. }
            | Self::Cancel(_)
            | Self::Terminate { .. }
            | Self::ReinstatedByIssuer
            | Self::Effectuation => false,
        }
    }

    /// The last day of coverage that the transaction states: a cancelled policy ends the day it would have begun.
    pub(crate) fn end(self, begin: Date) -> Option<Date> {
        match self {
            Self::Cancel(_) => Some(begin),
            Self::Terminate { end, .. } => Some(end),
            Self::Audit { end } => end,
            Self::Initial
            | Self::InitialAfterChange
            | Self::ChangeOfBroker { .. }
            | Self::MembersLeave { .. }
            | Self::Reinstate
            | Self::ReinstatedByIssuer
            | Self::Effectuation => None,
        }
    }

    /// The last day of those who leave: who was never covered ends the day they would have begun.
    pub(crate) fn leaving_end(self, begin: Date) -> Option<Date> {
        match self {
            Self::MembersLeave { effective, .. } if effective <= begin => Some(begin),
            Self::MembersLeave { effective, .. } => effective.yesterday().ok(),
            _ => None,
        }
    }

    /// The date from which a change holds.
    pub(crate) fn effective(self) -> Option<Date> {
        match self {
            Self::ChangeOfBroker { effective } | Self::MembersLeave { effective, .. } => Some(effective),
            Self::Initial
            | Self::InitialAfterChange
            | Self::Cancel(_)
            | Self::Terminate { .. }
            | Self::Reinstate
            | Self::ReinstatedByIssuer
            | Self::Effectuation
            | Self::Audit { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_kind_with_codes_is_read_back_from_them() {
        let (begin, end) = (date(2027, 1, 1), date(2027, 3, 31));
        let mut kinds = vec![
            Kind::Initial,
            Kind::InitialAfterChange,
            Kind::ChangeOfBroker { effective: begin },
            Kind::MembersLeave { effective: begin, reason: EndReason::Voluntary },
            Kind::MembersLeave { effective: date(2027, 4, 1), reason: EndReason::NotEligible },
            Kind::Reinstate,
            Kind::ReinstatedByIssuer,
            Kind::Effectuation,
            Kind::Audit { end: None },
            Kind::Audit { end: Some(end) },
        ];
        kinds.extend(CANCELLATIONS.iter().map(|row| Kind::Cancel(row.0)));
        kinds.extend(TERMINATIONS.iter().map(|row| Kind::Terminate { end, reason: row.0 }));
        for kind in kinds {
            let codes = codes_of(kind).unwrap();
            let leaving = leaving_codes(kind, begin);
            let said = Said {
                leaving: leaving.and_then(|codes| leaving_reason(codes.reason, codes.additional)),
                action: codes.action,
                reason: codes.reason,
                additional: codes.additional,
                end: kind.end(begin),
                effective: kind.effective(),
            };
            assert_eq!(kind_of(said), Some(kind));
        }
    }

    #[test]
    fn a_combination_the_guide_does_not_have_is_no_kind() {
        let said = Said {
            action: "021",
            reason: Some("28"),
            additional: Some("CANCEL"),
            end: None,
            effective: None,
            leaving: None,
        };
        assert_eq!(kind_of(said), None);
        assert_eq!(kind_of(Said { action: "030", ..said }), None);
        let audit = Said { action: "030", reason: Some("XN"), additional: None, ..said };
        assert_eq!(kind_of(audit), Some(Kind::Audit { end: None }));
        assert_eq!(kind_of(Said { effective: Some(date(2027, 1, 1)), ..audit }), None);
        let change = Said { action: "001", reason: None, additional: Some("FINANCIAL CHANGE"), ..said };
        let change = Said { effective: Some(date(2027, 4, 1)), ..change };
        assert_eq!(kind_of(change), None, "nobody leaves: other changes of money are not understood yet");
        assert_eq!(codes_of(Kind::Terminate { end: date(2027, 1, 1), reason: EndReason::FreeLook }), None);
    }
}
