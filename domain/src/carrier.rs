//! Carriers and what they answer: what their systems make of our files, and why an answer waits for somebody to look at it
//! (ENR-7).

use crate::people::words;

words! {
    /// What a carrier's system made of a file (999, TA1).
    FileVerdict {
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

words! {
    /// Why an answer was not carried out: matched strictly to what was sent, never guessed and never dropped.
    AnswerFault {
        /// It is not understood, or its envelope is broken.
        NotUnderstood = "not_understood",
        /// It is addressed to somebody else.
        NotForUs = "not_for_us",
        /// It is a test file where work is done, or the other way round.
        OtherUsage = "other_usage",
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
    }
}
