//! The life of an enrollment as one table: cart, signed, sent, effectuated or failed, cancelled, terminated (ENR-3).

use jiff::civil::Date;

use super::{last_day_of_year, refusal::EnrollmentRefusal};
use crate::people::words;

words! {
    /// Where an enrollment is.
    EnrollmentState {
        /// Chosen; nothing is enrolled (ENR-3).
        Cart = "cart",
        /// Signed, with its first day computed; waits for the carrier's batch.
        Signed = "signed",
        /// In a file that the carrier gets.
        Sent = "sent",
        /// Confirmed by the carrier.
        Effectuated = "effectuated",
        /// Refused by the carrier.
        Failed = "failed",
        /// Ended before it began.
        Cancelled = "cancelled",
        /// Ended on a day.
        Terminated = "terminated",
    }
}

/// What can happen to an enrollment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The consumer, or an assister for them, signs.
    Sign,
    /// The carrier's file is durable.
    Send,
    /// The carrier confirms.
    Effectuate,
    /// The carrier refuses.
    Fail,
    /// The carrier says that coverage never began, because it was not paid for say: also after its first day.
    Void,
    /// Another plan comes in its place from its first day or before: it never was, however long it ran. A child who is
    /// covered from birth can be told of when the family's plan has begun.
    Replace,
    /// Ended before its first day.
    Cancel {
        /// First day of coverage.
        start: Date,
        /// The day of the act.
        today: Date,
    },
    /// Ended on a last day; one that ends already, earlier than it would.
    Terminate {
        /// First day of coverage.
        start: Date,
        /// Its last day so far, when it has one.
        ends_on: Option<Date>,
        /// Last day of coverage.
        last_day: Date,
    },
    /// The exchange's staff give coverage back that was ended, within its year.
    Reinstate {
        /// First day of coverage.
        start: Date,
        /// The day of the act.
        today: Date,
        /// Where it stood before it ended.
        before: EnrollmentState,
    },
}

impl Step {
    /// Its word in a log.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Send => "send",
            Self::Effectuate => "effectuate",
            Self::Fail => "fail",
            Self::Void => "void",
            Self::Replace => "replace",
            Self::Cancel { .. } => "cancel",
            Self::Terminate { .. } => "terminate",
            Self::Reinstate { .. } => "reinstate",
        }
    }
}

impl EnrollmentState {
    /// The state after a step, or why there is none. Dates of [`Step::Cancel`], [`Step::Terminate`] and [`Step::Reinstate`] are checked here.
    /// A sent enrollment can be ended too: the carrier gets the ending after the enrollment, in order (ENR-7).
    pub fn after(self, step: Step) -> Result<Self, EnrollmentRefusal> {
        match (self, step) {
            (Self::Cart, Step::Sign) => Ok(Self::Signed),
            (Self::Signed, Step::Send) => Ok(Self::Sent),
            (Self::Sent, Step::Effectuate) => Ok(Self::Effectuated),
            (Self::Sent, Step::Fail) => Ok(Self::Failed),
            (Self::Sent | Self::Effectuated, Step::Void) => Ok(Self::Cancelled),
            (Self::Signed | Self::Sent | Self::Effectuated | Self::Terminated, Step::Replace) => {
                Ok(Self::Cancelled)
            }
            (Self::Signed | Self::Sent | Self::Effectuated, Step::Cancel { start, today }) => {
                if today < start {
                    Ok(Self::Cancelled)
                } else {
                    Err(EnrollmentRefusal::AlreadyStarted { start })
                }
            }
            (
                Self::Signed | Self::Sent | Self::Effectuated | Self::Terminated,
                Step::Terminate { start, ends_on, last_day },
            ) => {
                check_last_day(start, ends_on, last_day)?;
                Ok(Self::Terminated)
            }
            (Self::Cancelled | Self::Terminated, Step::Reinstate { start, today, before })
                if before.is_live() =>
            {
                let last = last_day_of_year(start);
                if today <= last { Ok(before) } else { Err(EnrollmentRefusal::YearOver { last }) }
            }
            (
                Self::Cart,
                Step::Send
                | Step::Effectuate
                | Step::Fail
                | Step::Void
                | Step::Replace
                | Step::Cancel { .. }
                | Step::Terminate { .. }
                | Step::Reinstate { .. },
            )
            | (
                Self::Signed,
                Step::Sign | Step::Effectuate | Step::Fail | Step::Void | Step::Reinstate { .. },
            )
            | (Self::Sent, Step::Sign | Step::Send | Step::Reinstate { .. })
            | (
                Self::Effectuated,
                Step::Sign | Step::Send | Step::Effectuate | Step::Fail | Step::Reinstate { .. },
            )
            | (
                Self::Terminated,
                Step::Sign
                | Step::Send
                | Step::Effectuate
                | Step::Fail
                | Step::Void
                | Step::Cancel { .. }
                | Step::Reinstate { .. },
            )
            | (Self::Failed | Self::Cancelled, _) => Err(EnrollmentRefusal::WrongState { state: self, step }),
        }
    }

    /// Whether it counts as coverage (ENR-5): signed and not refused, cancelled or ended.
    pub const fn is_live(self) -> bool {
        match self {
            Self::Signed | Self::Sent | Self::Effectuated => true,
            Self::Cart | Self::Failed | Self::Cancelled | Self::Terminated => false,
        }
    }
}

fn check_last_day(start: Date, ends_on: Option<Date>, last_day: Date) -> Result<(), EnrollmentRefusal> {
    let last = match ends_on {
        Some(day) => day.yesterday().unwrap_or(day),
        None => last_day_of_year(start),
    };
    if last_day < start {
        return Err(EnrollmentRefusal::EndBeforeStart { start });
    }
    if last_day > last {
        return Err(EnrollmentRefusal::EndTooLate { last });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::refusal::Kind;

    const START: Date = date(2027, 1, 1);

    fn reinstate(today: Date) -> Step {
        Step::Reinstate { start: START, today, before: EnrollmentState::Sent }
    }

    fn steps() -> [Step; 9] {
        [
            Step::Sign,
            Step::Send,
            Step::Effectuate,
            Step::Fail,
            Step::Void,
            Step::Replace,
            Step::Cancel { start: START, today: date(2026, 12, 1) },
            Step::Terminate { start: START, ends_on: None, last_day: date(2027, 3, 31) },
            reinstate(date(2027, 12, 31)),
        ]
    }

    #[test]
    fn nothing_is_enrolled_until_signed_enr_3() {
        for step in &steps()[1..] {
            assert!(EnrollmentState::Cart.after(*step).is_err(), "{step:?}");
        }
        assert_eq!(EnrollmentState::Cart.after(Step::Sign), Ok(EnrollmentState::Signed));
        assert!(!EnrollmentState::Cart.is_live());
    }

    #[test]
    fn the_table_has_exactly_these_ways() {
        let mut ways = String::new();
        for &state in EnrollmentState::ALL {
            for step in steps() {
                if let Ok(next) = state.after(step) {
                    ways += &format!("{}>{} ", state.word(), next.word());
                }
            }
        }
        let expected = "cart>signed signed>sent signed>cancelled signed>cancelled signed>terminated sent>effectuated sent>failed \
            sent>cancelled sent>cancelled sent>cancelled sent>terminated effectuated>cancelled effectuated>cancelled \
            effectuated>cancelled effectuated>terminated cancelled>sent terminated>cancelled terminated>terminated \
            terminated>sent ";
        assert_eq!(ways, expected);
    }

    #[test]
    fn coverage_is_cancelled_before_it_starts_and_terminated_after() {
        let signed = EnrollmentState::Signed;
        let late = signed.after(Step::Cancel { start: START, today: START });
        assert_eq!(late, Err(EnrollmentRefusal::AlreadyStarted { start: START }));
        let end = |ends_on, last_day| Step::Terminate { start: START, ends_on, last_day };
        let early = signed.after(end(None, date(2026, 12, 31)));
        assert_eq!(early, Err(EnrollmentRefusal::EndBeforeStart { start: START }));
        let next_year = signed.after(end(None, date(2028, 1, 1)));
        assert_eq!(next_year, Err(EnrollmentRefusal::EndTooLate { last: date(2027, 12, 31) }));
        let (terminated, june) = (EnrollmentState::Terminated, Some(date(2027, 6, 30)));
        assert_eq!(
            terminated.after(end(june, date(2027, 5, 31))),
            Ok(EnrollmentState::Terminated),
            "earlier"
        );
        let not_earlier = terminated.after(end(june, date(2027, 6, 30)));
        assert_eq!(not_earlier, Err(EnrollmentRefusal::EndTooLate { last: date(2027, 6, 29) }));
    }

    #[test]
    fn coverage_comes_back_within_its_year_and_to_something_that_is_coverage_enr_3() {
        for ended in [EnrollmentState::Cancelled, EnrollmentState::Terminated] {
            assert_eq!(ended.after(reinstate(date(2026, 12, 1))), Ok(EnrollmentState::Sent));
            let late = ended.after(reinstate(date(2028, 1, 1))).unwrap_err();
            assert_eq!(late, EnrollmentRefusal::YearOver { last: date(2027, 12, 31) });
            assert_eq!(late.refusal().code(), "enrollment.year_over");
            for &before in EnrollmentState::ALL.iter().filter(|state| !state.is_live()) {
                let today = date(2027, 3, 1);
                assert!(ended.after(Step::Reinstate { start: START, today, before }).is_err(), "{before:?}");
            }
        }
    }

    #[test]
    fn a_refusal_says_what_was_asked_of_what() {
        let refused = EnrollmentState::Failed.after(Step::Send).unwrap_err();
        assert_eq!(refused.to_string(), "state.wrong failed send");
        assert_eq!(
            (refused.refusal().code(), refused.refusal().kind()),
            ("enrollment.state", Kind::Conflict)
        );
    }
}
