//! Who may do what. Each kind of subject has its actions in a file of its own (`consumer.rs`, `book.rs`,
//! `roster.rs`): an action is one row, made by `actions!`, with a verdict for every basis of that subject and
//! no wildcard. docs/who-may-do-what.md is printed from the rows.

use crate::{
    certification::Missing,
    instant::Instant,
    limits::{Limit, Limits},
    people::words,
};
use std::fmt;

/// Whether an action changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing changes but the audit log: such events share a commit.
    Reads,
    /// Rows change, and the event stands in their transaction.
    Writes,
}

words! {
    /// What came of an attempt.
    Outcome {
        /// It was done.
        Done = "done",
        /// The same form had come before: nothing more was done (APP-6).
        Repeated = "repeated",
        /// It was refused or failed: nothing was shown or changed.
        Refused = "refused",
    }
}

/// Why not. What a person reads of it stands in words/en/refusals.ftl.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// The actor has no basis: for them the record does not exist (ACT-1). 404.
    NoBasis,
    /// The assister may not act today (CERT-1). 403, said to the assister only.
    NotCertified(Vec<Missing>),
    /// Only the consumer's own act does this (ASSOC-1). 403.
    ConsumerOnly,
    /// The role is known and the action is not part of it. 403.
    NotThisRole,
    /// The last sign-in or step-up is too long ago for this (ID-3). 403: whoever confirms who they are may.
    ConfirmAgain,
    /// One of L1-L5.
    Limit(#[from] Limit),
}

impl Denial {
    /// The code of rules.md, for problem documents and tests.
    pub fn code(&self) -> &'static str {
        match self {
            // Notices that are hidden do not exist for an assister (ACT-10).
            Denial::NoBasis | Denial::Limit(Limit::NoticesHidden) => "not_found",
            Denial::NotCertified(_) => "assister.not_certified",
            Denial::ConsumerOnly => "association.consumer_only",
            Denial::NotThisRole => "role.not_allowed",
            Denial::ConfirmAgain => "session.confirm_again",
            Denial::Limit(limit) => limit.code(),
        }
    }

    /// The rule that refused.
    pub fn rule(&self) -> &'static str {
        match self {
            Denial::NoBasis => "ACT-1",
            Denial::NotCertified(_) => "CERT-1",
            Denial::ConsumerOnly => "ASSOC-1",
            Denial::NotThisRole => "ROLE-1",
            Denial::ConfirmAgain => "ID-3",
            Denial::Limit(limit) => limit.rule(),
        }
    }
}

/// For logs: by its code.
impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The answer of a row to a basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// May.
    Yes,
    /// Only the consumer's own act does this (ASSOC-1).
    ConsumerOnly,
    /// Not part of this role.
    NotThisRole,
    /// The record does not exist for whoever has this basis (ACT-1).
    NoBasis,
    /// May not while the limit is in force; otherwise as said.
    Limited(Limit, &'static Verdict),
}

impl Verdict {
    fn under(self, limits: &Limits) -> Result<(), Denial> {
        match self {
            Verdict::Yes => Ok(()),
            Verdict::ConsumerOnly => Err(Denial::ConsumerOnly),
            Verdict::NotThisRole => Err(Denial::NotThisRole),
            Verdict::NoBasis => Err(Denial::NoBasis),
            Verdict::Limited(limit, _) if limits.has(limit) => Err(limit.into()),
            Verdict::Limited(_, otherwise) => otherwise.under(limits),
        }
    }
}

/// Why somebody may act on a subject: found by its door from the facts in the database, never from a request.
pub trait Basis: Copy + Send + Sync + 'static {
    /// Every basis of the subject.
    const ALL: &'static [Self];
    /// The word in audit events.
    fn word(self) -> &'static str;
}

/// Everything that stands in one place about one action.
pub struct Row<B> {
    /// The word in audit events.
    pub word: &'static str,
    /// Reads or writes.
    pub effect: Effect,
    /// How many minutes ago the person may have signed in or stepped up at most; `None`: as long as the session lives.
    pub within: Option<i64>,
    /// What it is, as its comment says, for docs/who-may-do-what.md.
    pub comment: &'static str,
    /// The verdict for each basis.
    pub verdict: fn(B) -> Verdict,
}

/// What can be done to one kind of subject.
pub trait Action: Copy + Send + Sync + PartialEq + 'static {
    /// Why somebody may.
    type Basis: Basis;
    /// Every action.
    const ALL: &'static [Self];
    /// Its row.
    fn row(self) -> Row<Self::Basis>;

    /// The word in audit events.
    fn word(self) -> &'static str {
        self.row().word
    }

    /// The action of a stored word.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.word() == word)
    }

    /// Whether it changes nothing but the audit log.
    fn only_reads(self) -> bool {
        self.row().effect == Effect::Reads
    }
}

/// Whether the basis permits the action under these limits.
///
/// # Errors
/// The named reason why not.
pub fn permit<A: Action>(limits: &Limits, basis: A::Basis, action: A) -> Result<(), Denial> {
    (action.row().verdict)(basis).under(limits)
}

/// Whether a sign-in or step-up at this instant is recent enough for the action (ID-3). One from the future was so while
/// a clock was wrong, and counts for nothing, but for the little that clocks of servers are apart.
///
/// # Errors
/// `Denial::ConfirmAgain`.
pub fn confirmed_lately<A: Action>(action: A, confirmed_at: Instant, now: Instant) -> Result<(), Denial> {
    match action.row().within {
        Some(minutes) if !is_within(minutes, confirmed_at, now) => Err(Denial::ConfirmAgain),
        Some(_) | None => Ok(()),
    }
}

/// Whether an instant is at most so many minutes ago.
pub fn is_within(minutes: i64, confirmed_at: Instant, now: Instant) -> bool {
    (-CLOCKS_APART..minutes * 60).contains(&now.seconds_since(confirmed_at))
}

/// How far ahead the clock of another server may be, in seconds.
pub const CLOCKS_APART: i64 = 60;

/// The bases of a subject and its actions, one row each: `Name: Reads|Writes "word" { Basis => verdict }`, with `within 5`
/// behind the word of one that needs a sign-in or step-up no older than five minutes. A row takes names of bases only, no
/// wildcard, and a basis that a row does not answer does not compile.
#[macro_export]
macro_rules! actions {
    (
        $(#[$doc:meta])* $action:ident by $basis:ident {
            $($(#[$who_doc:meta])* $who:ident = $who_word:literal),+ $(,)?
        }
        $($(#[doc = $comment:literal])+ $name:ident: $effect:ident $word:literal $(within $minutes:literal)? {
            $($($on:ident)|+ => $verdict:expr),+ $(,)?
        })+
    ) => {
        /// Why somebody may.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $basis { $($(#[$who_doc])* $who),+ }
        impl $crate::access::Basis for $basis {
            const ALL: &'static [Self] = &[$(Self::$who),+];
            fn word(self) -> &'static str { match self { $(Self::$who => $who_word),+ } }
        }

        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $action { $($(#[doc = $comment])+ $name),+ }
        // One message for each row that leaves a basis out: the compiler would name the first only.
        $(const _: () = assert!(
            <[$basis]>::len(&[$($($basis::$on),+),+]) == <$basis as $crate::access::Basis>::ALL.len(),
            concat!(stringify!($name), " does not answer every basis"),
        );)+
        impl $crate::stored::Bind for $action {
            fn cell(&self) -> $crate::stored::Cell<'_> {
                $crate::stored::Cell::Text($crate::access::Action::word(*self).into())
            }
        }
        impl $crate::stored::Value for $action {
            const KIND: $crate::stored::Kind = $crate::stored::Kind::Text;
            fn from_cell(cell: &$crate::stored::Cell<'_>) -> Option<Self> {
                match cell {
                    $crate::stored::Cell::Text(word) => $crate::access::Action::from_word(word),
                    $crate::stored::Cell::Number(_) | $crate::stored::Cell::Bytes(_) | $crate::stored::Cell::Null(_) => None,
                }
            }
        }
        impl $crate::access::Action for $action {
            type Basis = $basis;
            const ALL: &'static [Self] = &[$(Self::$name),+];
            fn row(self) -> $crate::access::Row<$basis> {
                match self { $(Self::$name => $crate::access::Row {
                    word: $word,
                    effect: $crate::access::Effect::$effect,
                    within: [$(Some($minutes),)? None][0],
                    comment: concat!($($comment),+).trim_ascii(),
                    verdict: |basis| match basis { $($($basis::$on)|+ => $verdict),+ },
                }),+ }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{account, agency, book, consumer, own_profile, roster};
    use std::collections::HashSet;

    fn association(limits: &Limits, action: consumer::Action) -> Result<(), Denial> {
        permit(limits, consumer::Basis::Association, action)
    }

    #[test]
    fn an_assister_cannot_read_notices_act_10() {
        let asked = association(&Limits::ALL_ON, consumer::Action::ReadNotices);
        assert_eq!(asked, Err(Limit::NoticesHidden.into()));
        let off = Limits { notices_hidden: false, ..Limits::ALL_ON };
        assert_eq!(association(&off, consumer::Action::ReadNotices), Ok(()));
    }

    #[test]
    fn no_assister_makes_or_ends_an_association_whatever_the_limits_assoc_1() {
        let off = Limits { disassociation_by_desk: false, ..Limits::ALL_ON };
        let end = consumer::Action::EndAssociation;
        assert_eq!(association(&Limits::ALL_ON, end), Err(Limit::DisassociationByDesk.into()));
        assert_eq!(association(&off, end), Err(Denial::ConsumerOnly));
        for limits in [Limits::ALL_ON, off] {
            let authorize = association(&limits, consumer::Action::AuthorizeAssister);
            assert_eq!(authorize, Err(Denial::ConsumerOnly));
        }
    }

    #[test]
    fn a_submitted_application_takes_no_change_from_anybody_while_act_12_is_in_force() {
        let change = consumer::Action::ChangeSubmitted;
        for basis in [consumer::Basis::OwnAccount, consumer::Basis::Association] {
            let refused = Err(Limit::NoChangeAfterSubmission.into());
            assert_eq!(permit(&Limits::ALL_ON, basis, change), refused);
        }
    }

    #[test]
    fn a_resource_manager_and_an_agencys_administrator_reach_no_consumer() {
        // By shape: the roster's and an agency's actions are other types than a consumer's, and all are theirs.
        for action in agency::Action::ALL {
            assert_eq!(permit(&Limits::ALL_ON, agency::Basis::AgencyAdministrator, *action), Ok(()));
        }
        for action in roster::Action::ALL {
            assert_eq!(permit(&Limits::ALL_ON, roster::Basis::ResourceManager, *action), Ok(()));
        }
    }

    #[test]
    fn staff_reach_a_consumer_to_give_a_lost_factor_or_coverage_back_and_to_renew_and_an_assister_never_does_id_2_act_12()
     {
        for action in consumer::Action::ALL {
            let may = permit(&Limits::ALL_ON, consumer::Basis::Exchange, *action);
            let expected = match action {
                consumer::Action::GiveFactorBack
                | consumer::Action::ReadReinstatement
                | consumer::Action::ReinstateCoverage
                | consumer::Action::RenewCoverage => Ok(()),
                _ => Err(Denial::NoBasis),
            };
            assert_eq!(may, expected, "{action:?}");
        }
        for limits in [Limits::ALL_ON, Limits { notices_hidden: false, ..Limits::ALL_ON }] {
            for action in [
                consumer::Action::GiveFactorBack,
                consumer::Action::ReadReinstatement,
                consumer::Action::ReinstateCoverage,
                consumer::Action::RenewCoverage,
            ] {
                assert_eq!(association(&limits, action), Err(Denial::NotThisRole), "{action:?}");
            }
        }
    }

    #[test]
    fn a_confirmation_counts_for_so_many_minutes_and_not_from_the_future_id_3() {
        let now = Instant(1_000_000_000_000);
        let ago =
            |seconds| confirmed_lately(roster::Action::SuspendAssister, now.minus_seconds(seconds), now);
        assert_eq!((ago(0), ago(299)), (Ok(()), Ok(())));
        assert_eq!((ago(300), ago(301)), (Err(Denial::ConfirmAgain), Err(Denial::ConfirmAgain)));
        assert_eq!((ago(-59), ago(-60)), (Ok(()), Ok(())), "clocks of servers are a little apart");
        assert_eq!(ago(-61), Err(Denial::ConfirmAgain));
        let authorize = consumer::Action::AuthorizeAssister;
        assert_eq!(confirmed_lately(authorize, now.minus_seconds(1_199), now), Ok(()));
        assert!(confirmed_lately(authorize, now.minus_seconds(1_200), now).is_err());
        let daily = [consumer::Action::SubmitApplication, consumer::Action::Enroll];
        assert!(daily.iter().all(|action| confirmed_lately(*action, Instant(0), now).is_ok()));
    }

    #[test]
    fn every_word_of_an_action_or_a_basis_is_used_once_in_its_subject() {
        fn distinct<A: Action>() -> usize {
            let words: HashSet<_> = A::ALL.iter().map(|action| action.word()).collect();
            let bases: HashSet<_> = A::Basis::ALL.iter().map(|basis| basis.word()).collect();
            assert_eq!((words.len(), bases.len()), (A::ALL.len(), A::Basis::ALL.len()));
            assert!(A::ALL.iter().all(|action| A::from_word(action.word()) == Some(*action)));
            words.len()
        }
        let all = distinct::<consumer::Action>() + distinct::<book::Action>() + distinct::<roster::Action>();
        let all = all + distinct::<agency::Action>() + distinct::<own_profile::Action>();
        assert_eq!(all + distinct::<account::Action>(), 111);
        assert_eq!(consumer::Action::from_word("list_book"), None);
    }
}
