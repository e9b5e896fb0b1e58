//! Who may do what. `permit` is the table: a `match` without a wildcard for each basis, so that a new action
//! does not compile until every basis has an answer. docs/who-may-do-what.md is printed from it.

use crate::{
    action::Action,
    certification::Missing,
    limits::{Limit, Limits},
    people::{AssisterKind, AssociationKey},
};

/// Why this actor may act: found by a door from the facts in the database, never from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A consumer in their own account.
    OwnAccount,
    /// An assister with an active association to this consumer, certified today (ACT-1).
    Association {
        /// The association that carries the right.
        key: AssociationKey,
        /// Decides which desk helps further.
        kind: AssisterKind,
    },
    /// An assister in their own book, certified today (CERT-1).
    OwnBook {
        /// Decides which desk helps further.
        kind: AssisterKind,
    },
    /// A resource manager on the roster of assisters.
    ResourceManager,
}

impl Basis {
    /// The word written in audit events.
    pub fn word(&self) -> &'static str {
        match self {
            Basis::OwnAccount => "own_account",
            Basis::Association { .. } => "association",
            Basis::OwnBook { .. } => "own_book",
            Basis::ResourceManager => "resource_manager",
        }
    }
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// The actor has no basis: for them the record does not exist (ACT-1). 404.
    #[error("not found")]
    NoBasis,
    /// The assister may not act today (CERT-1). 403, said to the assister only.
    #[error("certification is not in force")]
    NotCertified(Vec<Missing>),
    /// Only the consumer's own act does this (ASSOC-1). 403.
    #[error("only the consumer can do this")]
    ConsumerOnly,
    /// The role is known and the action is not part of it. 403.
    #[error("not part of this role")]
    NotThisRole,
    /// One of L1-L5.
    #[error(transparent)]
    Limit(#[from] Limit),
}

impl Denial {
    /// The rule that refused.
    pub fn rule(&self) -> &'static str {
        match self {
            Denial::NoBasis => "ACT-1",
            Denial::NotCertified(_) => "CERT-1",
            Denial::ConsumerOnly => "ASSOC-1",
            Denial::NotThisRole => "ROLE-1",
            Denial::Limit(Limit::FinancialAssistanceOnly) => "ACT-8",
            Denial::Limit(Limit::InitialStatusOnly) => "ACT-9",
            Denial::Limit(Limit::NoticesHidden) => "ACT-10",
            Denial::Limit(Limit::DisassociationByDesk) => "ACT-11",
            Denial::Limit(Limit::NoChangeAfterSubmission) => "ACT-12",
        }
    }
}

/// The table: a column for each basis, a row for each action.
///
/// # Errors
/// The named reason why this basis does not permit this action.
pub fn permit(limits: &Limits, basis: &Basis, action: Action) -> Result<(), Denial> {
    match basis {
        Basis::OwnAccount => to_the_consumer(limits, action),
        Basis::Association { .. } => to_the_assister(limits, action),
        Basis::OwnBook { .. } => in_the_book(action),
        Basis::ResourceManager => on_the_roster(action),
    }
}

fn to_the_consumer(limits: &Limits, action: Action) -> Result<(), Denial> {
    use Action::*;
    match action {
        ReadConsumer
        | ReadAssociation
        | FindAssister
        | ReadStatement
        | AuthorizeAssister
        | EndAssociation
        | ReadReceipt
        | OpenApplication
        | ReadApplication
        | SaveApplication
        | ShowSocialSecurityNumber
        | SubmitApplication
        | ReadDetermination
        | ReadCaseStatus
        | ReadPlans
        | ChoosePlan
        | Enroll
        | ReadCoverage
        | ReadNotices
        | ReadActivity => Ok(()),
        // ACT-12: read-only for everyone after submission.
        ChangeSubmitted => refused_if(limits.no_change_after_submission, Limit::NoChangeAfterSubmission),
        // Only an assister records that the consumer reviewed the application (ACT-6).
        RecordReview | ListBook | ReadOwnProfile | ListAssisters | ReadAssister | CreateAssister
        | ResendInvitation | SuspendAssister | ReinstateAssister | DecertifyAssister | RecertifyAssister => {
            Err(Denial::NotThisRole)
        }
    }
}

fn to_the_assister(limits: &Limits, action: Action) -> Result<(), Denial> {
    use Action::*;
    match action {
        // ACT-5.
        ReadConsumer
        | OpenApplication
        | ReadApplication
        | SaveApplication
        | ShowSocialSecurityNumber
        | RecordReview
        | SubmitApplication
        | ReadDetermination
        | ReadPlans
        | ChoosePlan
        | Enroll
        | ReadCoverage => Ok(()),
        // Only the consumer's own act makes or changes an association (ASSOC-1).
        ReadAssociation | FindAssister | ReadStatement | AuthorizeAssister | ReadReceipt | ReadActivity => {
            Err(Denial::ConsumerOnly)
        }
        EndAssociation => refused_if(limits.disassociation_by_desk, Limit::DisassociationByDesk)
            .and(Err(Denial::ConsumerOnly)),
        ReadNotices => refused_if(limits.notices_hidden, Limit::NoticesHidden),
        ReadCaseStatus => refused_if(limits.initial_status_only, Limit::InitialStatusOnly),
        ChangeSubmitted => refused_if(limits.no_change_after_submission, Limit::NoChangeAfterSubmission),
        ListBook | ReadOwnProfile | ListAssisters | ReadAssister | CreateAssister | ResendInvitation
        | SuspendAssister | ReinstateAssister | DecertifyAssister | RecertifyAssister => {
            Err(Denial::NotThisRole)
        }
    }
}

/// A book is no consumer and no roster.
fn in_the_book(action: Action) -> Result<(), Denial> {
    use Action::*;
    match action {
        ListBook | ReadOwnProfile => Ok(()),
        ReadConsumer
        | ReadAssociation
        | FindAssister
        | ReadStatement
        | AuthorizeAssister
        | EndAssociation
        | ReadReceipt
        | OpenApplication
        | ReadApplication
        | SaveApplication
        | ShowSocialSecurityNumber
        | RecordReview
        | SubmitApplication
        | ReadDetermination
        | ReadCaseStatus
        | ChangeSubmitted
        | ReadPlans
        | ChoosePlan
        | Enroll
        | ReadCoverage
        | ReadNotices
        | ReadActivity
        | ListAssisters
        | ReadAssister
        | CreateAssister
        | ResendInvitation
        | SuspendAssister
        | ReinstateAssister
        | DecertifyAssister
        | RecertifyAssister => Err(Denial::NotThisRole),
    }
}

/// The roster holds assister accounts, never a consumer (CERT-2, CERT-5).
fn on_the_roster(action: Action) -> Result<(), Denial> {
    use Action::*;
    match action {
        ListAssisters | ReadAssister | CreateAssister | ResendInvitation | SuspendAssister
        | ReinstateAssister | DecertifyAssister | RecertifyAssister => Ok(()),
        ReadConsumer
        | ReadAssociation
        | FindAssister
        | ReadStatement
        | AuthorizeAssister
        | EndAssociation
        | ReadReceipt
        | OpenApplication
        | ReadApplication
        | SaveApplication
        | ShowSocialSecurityNumber
        | RecordReview
        | SubmitApplication
        | ReadDetermination
        | ReadCaseStatus
        | ChangeSubmitted
        | ReadPlans
        | ChoosePlan
        | Enroll
        | ReadCoverage
        | ReadNotices
        | ReadActivity
        | ListBook
        | ReadOwnProfile => Err(Denial::NotThisRole),
    }
}

fn refused_if(in_force: bool, limit: Limit) -> Result<(), Denial> {
    if in_force { Err(limit.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn association() -> Basis {
        Basis::Association { key: AssociationKey("a".into()), kind: AssisterKind::Broker }
    }

    #[test]
    fn an_assister_cannot_read_notices_act_10() {
        assert_eq!(
            permit(&Limits::ALL_ON, &association(), Action::ReadNotices),
            Err(Limit::NoticesHidden.into())
        );
    }

    #[test]
    fn no_assister_makes_or_ends_an_association_whatever_the_limits_assoc_1() {
        let off = Limits { disassociation_by_desk: false, ..Limits::ALL_ON };
        for limits in [Limits::ALL_ON, off] {
            assert!(permit(&limits, &association(), Action::EndAssociation).is_err());
            assert_eq!(permit(&limits, &association(), Action::AuthorizeAssister), Err(Denial::ConsumerOnly));
        }
    }

    #[test]
    fn a_resource_manager_reaches_no_consumer() {
        for action in Action::ALL {
            let allowed = permit(&Limits::ALL_ON, &Basis::ResourceManager, *action).is_ok();
            let roster = action.word().contains("assister")
                && !matches!(action, Action::FindAssister | Action::AuthorizeAssister)
                || *action == Action::ResendInvitation;
            assert_eq!(allowed, roster, "{action}");
        }
    }
}
