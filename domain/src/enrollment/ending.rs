//! How people end coverage that they have, by their own wish (45 CFR 155.430(d)(1)-(2)): before it begins it is cancelled;
//! afterwards it ends on a last day, so many days from now at the earliest as the exchange wants notice.

use jiff::{Span, civil::Date};

use super::{EnrollmentState, last_day_of_year};

/// The way out of an enrollment that is open today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    /// It has not begun: it never does.
    Cancel,
    /// It ends on one of these days.
    End {
        /// The first that can be its last day.
        earliest: Date,
        /// The last one: the year's.
        latest: Date,
    },
}

impl WayOut {
    /// The way out of an enrollment that begins on a day; none where it is no coverage any more, has an end already, or
    /// ends with the year before the notice is over.
    pub fn of(state: EnrollmentState, start: Date, today: Date, notice_days: u8) -> Option<Self> {
        if !state.is_live() {
            return None;
        }
        if today < start {
            return Some(Self::Cancel);
        }
        let earliest = today.saturating_add(Span::new().days(notice_days));
        let latest = last_day_of_year(start);
        (earliest <= latest).then_some(Self::End { earliest, latest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const START: Date = date(2027, 1, 1);

    fn way_out(today: Date, notice_days: u8) -> Option<WayOut> {
        WayOut::of(EnrollmentState::Sent, START, today, notice_days)
    }

    #[test]
    fn before_it_begins_coverage_is_cancelled_and_afterwards_it_ends_after_the_notice_enr_3() {
        assert_eq!(way_out(date(2026, 12, 31), 14), Some(WayOut::Cancel));
        let end = |earliest| Some(WayOut::End { earliest, latest: date(2027, 12, 31) });
        assert_eq!(way_out(date(2027, 1, 1), 14), end(date(2027, 1, 15)));
        assert_eq!(way_out(date(2027, 3, 3), 0), end(date(2027, 3, 3)));
        assert_eq!(way_out(date(2027, 12, 17), 14), end(date(2027, 12, 31)));
        assert_eq!(way_out(date(2027, 12, 18), 14), None, "the year ends it before");
    }

    #[test]
    fn what_is_no_coverage_any_more_has_no_way_out_enr_3() {
        for state in EnrollmentState::ALL.iter().filter(|state| !state.is_live()) {
            assert_eq!(WayOut::of(*state, START, date(2026, 12, 1), 14), None, "{state:?}");
        }
    }

    proptest! {
        #[test]
        fn every_day_that_is_offered_is_one_that_the_table_of_states_takes(day in 0_i32..400, notice in 0_u8..31) {
            use super::super::Step;
            let today = date(2026, 12, 1).saturating_add(Span::new().days(day));
            let after = |step| EnrollmentState::Effectuated.after(step);
            match WayOut::of(EnrollmentState::Effectuated, START, today, notice) {
                Some(WayOut::Cancel) => {
                    let cancelled = after(Step::Cancel { start: START, today });
                    prop_assert!(cancelled.is_ok());
                }
                Some(WayOut::End { earliest, latest }) => {
                    for last_day in [earliest, latest] {
                        let ended = after(Step::Terminate { start: START, ends_on: None, last_day });
                        prop_assert!(ended.is_ok());
                    }
                }
                None => prop_assert!(today >= START),
            }
        }
    }
}
