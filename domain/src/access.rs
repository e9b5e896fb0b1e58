//! Who may do what. `permit` is the table: one `match` without a wildcard, so that a new action does not
//! compile until every basis has an answer. docs/who-may-do-what.md is printed from it.

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

/// The table.
///
/// # Errors
/// The named reason why this basis does not permit this action.
pub fn permit(limits: &Limits, basis: &Basis, action: Action) -> Result<(), Denial> {
    use Action::*;
    match (action, basis) {
        // What consumer and assister both do (ACT-5).
        (
            ReadConsumer
            | OpenApplication
            | ReadApplication
            | SaveApplication
            | ShowSocialSecurityNumber
            | SubmitApplication
            | ReadDetermination
            | ReadPlans
            | ChoosePlan
            | Enroll
            | ReadCoverage,
            Basis::OwnAccount | Basis::Association { .. },
        ) => Ok(()),
        // Only an assister records that the consumer reviewed the application (ACT-6).
        (RecordReview, Basis::Association { .. }) => Ok(()),
        (RecordReview, Basis::OwnAccount) => Err(Denial::NotThisRole),
        // Only the consumer's own act makes or changes an association (ASSOC-1).
        (
            ReadAssociation | FindAssister | ReadStatement | AuthorizeAssister | ReadReceipt | ReadActivity,
            Basis::OwnAccount,
        ) => Ok(()),
        (
            ReadAssociation | FindAssister | ReadStatement | AuthorizeAssister | ReadReceipt | ReadActivity,
            Basis::Association { .. },
        ) => Err(Denial::ConsumerOnly),
        (EndAssociation, Basis::OwnAccount) => Ok(()),
        (EndAssociation, Basis::Association { .. }) => {
            refused_if(limits.disassociation_by_desk, Limit::DisassociationByDesk)
                .and(Err(Denial::ConsumerOnly))
        }
        (ReadNotices, Basis::OwnAccount) => Ok(()),
        (ReadNotices, Basis::Association { .. }) => refused_if(limits.notices_hidden, Limit::NoticesHidden),
        (ReadCaseStatus, Basis::OwnAccount) => Ok(()),
        (ReadCaseStatus, Basis::Association { .. }) => {
            refused_if(limits.initial_status_only, Limit::InitialStatusOnly)
        }
        // ACT-12: read-only for everyone after submission.
        (ChangeSubmitted, Basis::OwnAccount | Basis::Association { .. }) => {
            refused_if(limits.no_change_after_submission, Limit::NoChangeAfterSubmission)
        }
        // An assister's own book.
        (ListBook | ReadOwnProfile, Basis::OwnBook { .. }) => Ok(()),
        // The roster (CERT-2, CERT-5).
        (
            ListAssisters | ReadAssister | CreateAssister | ResendInvitation | SuspendAssister
            | ReinstateAssister | DecertifyAssister | RecertifyAssister,
            Basis::ResourceManager,
        ) => Ok(()),
        // A basis reaches only its own subject: a book or a roster is no consumer, and the other way round.
        (
            ListBook | ReadOwnProfile,
            Basis::OwnAccount | Basis::Association { .. } | Basis::ResourceManager,
        )
        | (
            ListAssisters | ReadAssister | CreateAssister | ResendInvitation | SuspendAssister
            | ReinstateAssister | DecertifyAssister | RecertifyAssister,
            Basis::OwnAccount | Basis::Association { .. } | Basis::OwnBook { .. },
        )
        | (
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
            | ReadActivity,
            Basis::OwnBook { .. } | Basis::ResourceManager,
        ) => Err(Denial::NotThisRole),
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
