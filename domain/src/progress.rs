//! What an assister's list shows of one consumer: how far the application is, the initial determination,
//! and the enrollment. L2 by shape: there is no field for a later status (ACT-9).

use crate::people::words;

words! {
    /// Where a consumer stands in the work; the filters of the dashboard.
    Stage {
        /// No application yet.
        NotStarted = "not_started",
        /// A draft waits.
        InProgress = "in_progress",
        /// Submitted, nothing enrolled.
        Submitted = "submitted",
        /// Enrolled in a QHP.
        Enrolled = "enrolled",
        /// The association ended.
        Ended = "ended",
    }
}

impl Stage {
    /// The filter's label.
    pub fn in_words(self) -> &'static str {
        match self {
            Stage::NotStarted => "Not started",
            Stage::InProgress => "In progress",
            Stage::Submitted => "Submitted, not enrolled",
            Stage::Enrolled => "Enrolled",
            Stage::Ended => "Ended",
        }
    }

    /// The next step an assister can take for a consumer at this stage.
    pub fn next_step(self) -> &'static str {
        match self {
            Stage::NotStarted => "Start application",
            Stage::InProgress => "Resume application",
            Stage::Submitted => "View results",
            Stage::Enrolled => "View coverage",
            Stage::Ended => "",
        }
    }
}
