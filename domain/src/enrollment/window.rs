//! When one may enroll (ENR-1) and from which day coverage runs (ENR-2).

use jiff::{Span, civil::Date};

use super::{
    calendar::PlanYear,
    refusal::EnrollmentRefusal,
    special_events::{EffectiveRule, SpecialEvent},
};

/// An open window: proof that today one may select a plan of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenWindow {
    /// Open enrollment.
    OpenEnrollment {
        /// Its last day.
        until: Date,
    },
    /// A special enrollment period.
    Special {
        /// Day of the event.
        event_on: Date,
        /// Its last day.
        until: Date,
        /// From which day coverage runs.
        effective: EffectiveRule,
    },
}

impl OpenWindow {
    /// The last day to select.
    pub const fn until(&self) -> Date {
        match self {
            Self::OpenEnrollment { until } | Self::Special { until, .. } => *until,
        }
    }
}

/// The window that is open today for a plan year, if any (ENR-1). Where open enrollment and that of an event are both
/// open, the one counts from which coverage starts earlier, and open enrollment where it is the same: nothing is asked there.
pub fn open_window(
    calendar: &PlanYear,
    today: Date,
    event: Option<(&SpecialEvent, Date)>,
) -> Result<OpenWindow, EnrollmentRefusal> {
    let in_open_enrollment = calendar.is_open(today);
    let open = OpenWindow::OpenEnrollment { until: calendar.open_to };
    if let Some((event, event_on)) = event {
        let (from, until) = (event.from(event_on), event.until(event_on));
        let special = OpenWindow::Special { event_on, until, effective: event.effective };
        let starts = |window| effective_date(calendar, window, today).ok();
        match ((from..=until).contains(&today), in_open_enrollment) {
            (true, false) => return Ok(special),
            (false, false) => return Err(EnrollmentRefusal::OutsideEventWindow { from, until }),
            (true, true) if starts(special).is_some_and(|day| starts(open).is_none_or(|open| day < open)) => {
                return Ok(special);
            }
            (_, true) => {}
        }
    }
    if in_open_enrollment {
        return Ok(open);
    }
    Err(EnrollmentRefusal::WindowClosed { from: calendar.open_from, until: calendar.open_to })
}

/// The first day of coverage for a plan selected today in this window (ENR-2). In open enrollment 1 January up to
/// the cut-off; later the first of the next month, and not before 1 February (45 CFR 155.410(f)): the cut-off may lie in
/// December, and carriers need the days until January. What would have started before the plan year starts with it: the days
/// before are the other year's plan. Refused when it would start after it.
pub fn effective_date(
    calendar: &PlanYear,
    window: OpenWindow,
    selected_on: Date,
) -> Result<Date, EnrollmentRefusal> {
    let year = calendar.year;
    let january = Date::new(year, 1, 1).unwrap_or(Date::MAX);
    let start = match window {
        OpenWindow::OpenEnrollment { .. } if selected_on <= calendar.january_cutoff => january,
        OpenWindow::OpenEnrollment { .. } => {
            first_of_next_month(selected_on).max(first_of_next_month(january))
        }
        OpenWindow::Special { event_on, effective, .. } => match effective {
            EffectiveRule::FirstOfMonthAfterSelection => first_of_next_month(selected_on),
            EffectiveRule::DayOfEvent => event_on,
            EffectiveRule::FirstOfMonthAfterLoss => first_of_next_month(selected_on.max(event_on)),
        },
    };
    let start = start.max(january);
    if start.year() == year { Ok(start) } else { Err(EnrollmentRefusal::OutsidePlanYear { start, year }) }
}

fn first_of_next_month(day: Date) -> Date {
    day.first_of_month().saturating_add(Span::new().months(1))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::enrollment::{LifeEvent, ToldBy};
    use crate::refusal::Refusal;

    const CALENDAR: PlanYear = PlanYear {
        year: 2027,
        calendar: None,
        open_from: date(2026, 11, 1),
        open_to: date(2027, 1, 15),
        january_cutoff: date(2026, 12, 15),
    };

    fn event(effective: EffectiveRule, days_before: i32) -> SpecialEvent {
        SpecialEvent {
            kind: LifeEvent::Birth,
            x12_reason: None,
            days_before,
            days_after: 60,
            effective,
            proof: true,
            told_by: ToldBy::Consumer,
            no_credit_from: None,
        }
    }

    fn start_of(today: Date, event: Option<(&SpecialEvent, Date)>) -> Result<Date, EnrollmentRefusal> {
        effective_date(&CALENDAR, open_window(&CALENDAR, today, event)?, today)
    }

    #[test]
    fn enrolling_needs_an_open_window_enr_1() {
        let closed = EnrollmentRefusal::WindowClosed { from: CALENDAR.open_from, until: CALENDAR.open_to };
        assert_eq!(start_of(date(2026, 10, 31), None), Err(closed.clone()));
        assert_eq!(start_of(date(2027, 1, 16), None), Err(closed.clone()));
        assert_eq!(closed.refusal(), Refusal::WindowClosed);
        assert!(start_of(date(2026, 11, 1), None).is_ok());
        assert!(start_of(date(2027, 1, 15), None).is_ok());
    }

    #[test]
    fn a_special_enrollment_period_lasts_60_days_after_its_event_enr_1() {
        let move_ = event(EffectiveRule::FirstOfMonthAfterSelection, 0);
        let moved = date(2027, 3, 1);
        assert!(start_of(date(2027, 2, 28), Some((&move_, moved))).is_err());
        assert!(start_of(date(2027, 3, 1), Some((&move_, moved))).is_ok());
        assert!(start_of(date(2027, 4, 30), Some((&move_, moved))).is_ok(), "day 60");
        let late = start_of(date(2027, 5, 1), Some((&move_, moved)));
        assert_eq!(
            late,
            Err(EnrollmentRefusal::OutsideEventWindow { from: moved, until: date(2027, 4, 30) })
        );
    }

    #[test]
    fn selections_by_the_cut_off_take_effect_on_1_january_enr_2() {
        assert_eq!(start_of(date(2026, 11, 1), None), Ok(date(2027, 1, 1)));
        assert_eq!(start_of(date(2026, 12, 15), None), Ok(date(2027, 1, 1)));
        assert_eq!(start_of(date(2026, 12, 16), None), Ok(date(2027, 2, 1)), "the first of the month after");
        assert_eq!(start_of(date(2026, 12, 31), None), Ok(date(2027, 2, 1)));
        assert_eq!(start_of(date(2027, 1, 1), None), Ok(date(2027, 2, 1)));
        assert_eq!(start_of(date(2027, 1, 15), None), Ok(date(2027, 2, 1)));
    }

    #[test]
    fn events_start_coverage_by_their_own_rule_enr_2() {
        let birth = event(EffectiveRule::DayOfEvent, 0);
        assert_eq!(start_of(date(2027, 4, 10), Some((&birth, date(2027, 3, 5)))), Ok(date(2027, 3, 5)));
        let loss = event(EffectiveRule::FirstOfMonthAfterLoss, 60);
        assert_eq!(start_of(date(2027, 3, 2), Some((&loss, date(2027, 4, 30)))), Ok(date(2027, 5, 1)));
        assert_eq!(start_of(date(2027, 6, 2), Some((&loss, date(2027, 4, 30)))), Ok(date(2027, 7, 1)));
        let marriage = event(EffectiveRule::FirstOfMonthAfterSelection, 0);
        assert_eq!(start_of(date(2027, 6, 2), Some((&marriage, date(2027, 5, 20)))), Ok(date(2027, 7, 1)));
    }

    #[test]
    fn an_event_in_open_enrollment_never_makes_coverage_start_later_enr_1_enr_2() {
        let loss = event(EffectiveRule::FirstOfMonthAfterLoss, 60);
        let window =
            |today, event: &SpecialEvent, on| open_window(&CALENDAR, today, Some((event, on))).unwrap();
        let open = OpenWindow::OpenEnrollment { until: CALENDAR.open_to };
        assert_eq!(window(date(2026, 12, 10), &loss, date(2027, 1, 31)), open, "1 January, not February");
        assert_eq!(
            window(date(2026, 12, 10), &loss, date(2026, 12, 31)),
            open,
            "the same day: nothing is asked"
        );
        let birth = event(EffectiveRule::DayOfEvent, 0);
        let born = window(date(2027, 1, 10), &birth, date(2027, 1, 5));
        assert!(matches!(born, OpenWindow::Special { .. }), "from birth, and not from February");
        let marriage = event(EffectiveRule::FirstOfMonthAfterSelection, 0);
        assert_eq!(window(date(2026, 12, 10), &marriage, date(2026, 12, 1)), open);
        let after_the_cut_off = window(date(2026, 12, 20), &marriage, date(2026, 12, 18));
        assert!(matches!(after_the_cut_off, OpenWindow::Special { .. }), "1 January, not February");
    }

    #[test]
    fn coverage_that_would_start_in_another_year_is_refused_enr_2() {
        let marriage = event(EffectiveRule::FirstOfMonthAfterSelection, 0);
        let refused = start_of(date(2027, 12, 2), Some((&marriage, date(2027, 12, 1))));
        assert_eq!(refused, Err(EnrollmentRefusal::OutsidePlanYear { start: date(2028, 1, 1), year: 2027 }));
    }

    proptest! {
        #[test]
        fn coverage_starts_on_a_first_of_a_month_of_the_plan_year_enr_2(day in 0_i32..900) {
            let today = date(2026, 1, 1).saturating_add(Span::new().days(day));
            if let Ok(start) = start_of(today, None) {
                prop_assert!(start.day() == 1 && start.year() == 2027 && start > today.first_of_month());
            }
        }
    }
}
