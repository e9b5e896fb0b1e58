//! Carriers and what they answer: what their systems make of our files, and why an answer waits for somebody to look at it
//! (ENR-7).

mod audit;
mod transport;

pub use audit::{Difference, Differs, KnownCoverage, Standing, differences};
pub use transport::{Carrier, HOST_KEYS, Sftp, TransportFault, Way};

use crate::people::words;

words! {
    /// What a carrier's system made of a file (999, TA1).
    FileVerdict {
        /// Its envelope was received (TA1); what is in it is not answered yet.
        Received = "received",
        /// All of it was taken.
        Accepted = "accepted",
        /// All of it, with errors that are noted.
        AcceptedWithErrors = "accepted_with_errors",
        /// Some of its transactions were not.
        PartlyAccepted = "partly_accepted",
        /// None of it.
        Rejected = "rejected",
    }
}

impl FileVerdict {
    /// How a file stands after another word about it; none where the two contradict each other, and somebody must ask.
    /// That the envelope was received says nothing of what is in it, whichever of the two comes first.
    pub const fn after(self, before: Option<Self>) -> Option<Self> {
        match (before, self) {
            (None | Some(Self::Received), said) => Some(said),
            (Some(stands), Self::Received)
            | (Some(stands @ Self::Accepted), Self::Accepted)
            | (Some(stands @ Self::AcceptedWithErrors), Self::AcceptedWithErrors)
            | (Some(stands @ Self::PartlyAccepted), Self::PartlyAccepted)
            | (Some(stands @ Self::Rejected), Self::Rejected) => Some(stands),
            (
                Some(Self::Accepted | Self::AcceptedWithErrors | Self::PartlyAccepted | Self::Rejected),
                Self::Accepted | Self::AcceptedWithErrors | Self::PartlyAccepted | Self::Rejected,
            ) => None,
        }
    }
}

words! {
    /// Why an answer was not carried out: matched strictly to what was sent, never guessed and never dropped.
    AnswerFault {
        /// It is not understood, or its envelope is broken.
        NotUnderstood = "not_understood",
        /// It is addressed to somebody else.
        NotForUs = "not_for_us",
        /// It is a test file where work is done, or the other way round.
        OtherUsage = "other_usage",
        /// It lay on another carrier's server.
        OtherSender = "other_sender",
        /// No enrollment has its policy number.
        UnknownPolicy = "unknown_policy",
        /// The enrollment is another carrier's.
        OtherCarrier = "other_carrier",
        /// It names another plan.
        OtherPlan = "other_plan",
        /// It names other people.
        OtherPeople = "other_people",
        /// Coverage begins on another day.
        OtherDay = "other_day",
        /// The premium or the credit is another.
        OtherPremium = "other_premium",
        /// The enrollment stands where this cannot follow: it was never sent, or has ended.
        WrongState = "wrong_state",
        /// A last day that the coverage cannot have.
        LastDay = "last_day",
        /// The carrier takes the coverage back that had ended: the exchange's staff decide.
        Reinstated = "reinstated",
        /// Carriers do not send this.
        NotAnAnswer = "not_an_answer",
        /// No file of ours has its number.
        UnknownFile = "unknown_file",
        /// The carrier's system did not take what we sent.
        Rejected = "rejected",
        /// Another word about the same file came before.
        OtherVerdict = "other_verdict",
    }
}

#[cfg(test)]
mod tests {
    use super::FileVerdict::{self, Accepted, PartlyAccepted, Received, Rejected};

    #[test]
    fn that_an_envelope_was_received_changes_no_word_about_what_is_in_it_enr_7() {
        assert_eq!(Received.after(None), Some(Received));
        for &verdict in FileVerdict::ALL {
            assert_eq!(Received.after(Some(verdict)), Some(verdict), "the envelope's word comes last");
            assert_eq!(verdict.after(Some(Received)), Some(verdict), "it comes first");
            assert_eq!(verdict.after(None), Some(verdict));
            assert_eq!(verdict.after(Some(verdict)), Some(verdict), "the same once more");
        }
    }

    #[test]
    fn a_file_that_was_answered_is_not_answered_otherwise_enr_7() {
        assert_eq!(Rejected.after(Some(Accepted)), None);
        assert_eq!(Accepted.after(Some(Rejected)), None);
        assert_eq!(PartlyAccepted.after(Some(Accepted)), None);
    }
}
