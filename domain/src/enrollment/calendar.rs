//! The exchange's calendar of enrollment, out of the profile: plan years with their open enrollment, and the events
//! that open a special one. Dates are data because they are in dispute: the federal rule that ends open enrollment by
//! 31 December (45 CFR 155.410(e)(5)) is in court, so two calendars may stand in a profile, and one of them counts.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;

use super::{silent::SilentRenewal, special_events::SpecialEvent};
use crate::profile::{ProfileFault, fault};

/// Enrollment as this exchange runs it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HowToEnroll {
    /// The calendar that counts, where plan years stand in several.
    pub(crate) calendar: Option<String>,
    /// How many days before its last day whoever ends their coverage says so (45 CFR 155.430(d)(2)).
    pub end_notice_days: u8,
    /// In how many days after a change was signed its proof is sent (45 CFR 155.420(e)).
    pub proof_days: u8,
    /// From which day of a month on each carrier gets an audit file; none where nobody asks for one.
    pub audit_day: Option<i8>,
    /// What becomes of the tax credit of a renewal that nobody acts on; it is kept where nothing is said.
    pub silent_renewal: Option<SilentRenewal>,
}

impl Default for HowToEnroll {
    fn default() -> Self {
        Self { calendar: None, end_notice_days: 14, proof_days: 30, audit_day: None, silent_renewal: None }
    }
}

impl HowToEnroll {
    /// Whether a renewal into a plan year that nobody acts on keeps its tax credit.
    pub fn keeps_credit(&self, year: i16) -> bool {
        self.silent_renewal.is_none_or(|rule| rule.keeps_credit(year))
    }

    /// The plan year with which the credit of an enrollment that began on a day stops unless somebody acts, once that is
    /// told.
    pub fn credit_stops(&self, began: Date, today: Date) -> Option<i16> {
        self.silent_renewal?.credit_stops(began, today)
    }

    /// That every month has the audit's day, and silent renewals are told of in reason.
    pub(crate) fn check(&self) -> Result<(), ProfileFault> {
        self.silent_renewal.map_or(Ok(()), |rule| rule.check())?;
        match self.audit_day {
            Some(day) if !(1..=28).contains(&day) => {
                fault("enrollment.audit_day", "must be a day that every month has: 1 to 28")
            }
            _ => Ok(()),
        }
    }
}

/// One plan year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanYear {
    /// The coverage year.
    pub year: i16,
    /// The calendar to which the row belongs; a row without one belongs to every calendar.
    #[serde(default)]
    pub calendar: Option<String>,
    /// First day of open enrollment.
    pub open_from: Date,
    /// Last day of open enrollment.
    pub open_to: Date,
    /// Selections to this day take effect on 1 January (ENR-2).
    pub january_cutoff: Date,
}

impl PlanYear {
    /// Whether a day lies in its open enrollment (ENR-1).
    pub fn is_open(&self, day: Date) -> bool {
        (self.open_from..=self.open_to).contains(&day)
    }

    fn check(&self, i: usize) -> Result<(), ProfileFault> {
        let key = |key: &str| format!("plan_year[{i}].{key}");
        if self.open_from > self.open_to {
            return fault(&key("open_to"), "lies before open_from");
        }
        if !(self.open_from..=self.open_to).contains(&self.january_cutoff) {
            return fault(&key("january_cutoff"), "lies outside open enrollment");
        }
        Ok(())
    }
}

/// Checks every row, then leaves those of the calendar that counts; a year may stand there once.
pub(crate) fn in_force(rows: &mut Vec<PlanYear>, calendar: Option<&str>) -> Result<(), ProfileFault> {
    for (i, row) in rows.iter().enumerate() {
        row.check(i)?;
        if row.calendar.is_some() && calendar.is_none() {
            return fault("enrollment.calendar", "must say which calendar of the plan years counts");
        }
    }
    let named = |name| rows.iter().any(|row| row.calendar.as_deref() == Some(name));
    if calendar.is_some_and(|name| !named(name)) {
        return fault("enrollment.calendar", "must be the calendar of a plan year");
    }
    let counts = |row: &PlanYear| row.calendar.is_none() || row.calendar.as_deref() == calendar;
    let mut years = BTreeSet::new();
    for (i, row) in rows.iter().enumerate() {
        if counts(row) && !years.insert(row.year) {
            return fault(&format!("plan_year[{i}].year"), "stands twice in one calendar");
        }
    }
    rows.retain(counts);
    if rows.is_empty() {
        return fault("plan_year", "at least one plan year is needed");
    }
    Ok(())
}

/// Checks the events of a profile: each kind once, its days in reason.
pub(crate) fn check_events(events: &[SpecialEvent]) -> Result<(), ProfileFault> {
    for (i, event) in events.iter().enumerate() {
        if events[..i].iter().any(|before| before.kind == event.kind) {
            return fault(&format!("special_event[{i}].kind"), "stands there twice");
        }
        for (key, days) in [("days_before", event.days_before), ("days_after", event.days_after)] {
            if !(0..=366).contains(&days) {
                return fault(&format!("special_event[{i}].{key}"), "must lie between 0 and 366");
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{enrollment::LifeEvent, profile::Profile};
    use jiff::civil::date;

    fn read(changes: &[(&str, &str)]) -> Result<Profile, String> {
        let mut text = Profile::MNSURE.to_owned();
        for (good, bad) in changes {
            assert!(text.contains(good), "{good}");
            text = text.replacen(good, bad, 1);
        }
        Profile::from_toml(&text).map_err(|fault| fault.to_string())
    }

    const SHORT: &str = "calendar = \"ends-in-december\"\n";
    const LONG: &str = "calendar = \"ends-in-january\"\n";

    #[test]
    fn of_two_calendars_the_one_that_the_profile_names_counts_enr_1() {
        let year = |profile: &Profile| profile.plan_year.iter().find(|row| row.year == 2027).unwrap().open_to;
        let short = read(&[]).unwrap();
        assert_eq!((short.plan_year.len(), year(&short)), (2, date(2026, 12, 31)));
        let long = read(&[(SHORT, LONG)]).unwrap();
        assert_eq!((long.plan_year.len(), year(&long)), (2, date(2027, 1, 15)));
        assert_eq!(long.plan_year_on(date(2027, 1, 10)), 2027);
    }

    #[test]
    fn a_calendar_that_no_plan_year_has_or_a_year_that_stands_twice_is_refused_with_its_key() {
        let wrong = |changes: &[(&str, &str)]| read(changes).unwrap_err();
        assert!(wrong(&[(SHORT, "calendar = \"neither\"\n")]).contains("enrollment.calendar"));
        assert!(wrong(&[(SHORT, "")]).contains("enrollment.calendar"), "the first is that of [enrollment]");
        let twice = wrong(&[(SHORT, LONG), (SHORT, LONG)]);
        assert!(twice.contains("plan_year[2].year"), "{twice}");
        let of_the_other = wrong(&[("open_to = \"2027-01-15\"", "open_to = \"2026-01-15\"")]);
        assert!(of_the_other.contains("plan_year[2].open_to"), "a calendar that waits is checked too");
    }

    #[test]
    fn an_audit_goes_on_a_day_that_every_month_has_enr_7() {
        let day = |day: &str| read(&[("audit_day = 5", day)]).map(|profile| profile.enrollment.audit_day);
        assert_eq!(day("audit_day = 28"), Ok(Some(28)));
        assert_eq!(day(""), Ok(None), "nobody asks for one");
        for wrong in ["audit_day = 0", "audit_day = 29"] {
            assert!(day(wrong).unwrap_err().contains("enrollment.audit_day"), "{wrong}");
        }
    }

    #[test]
    fn the_credit_of_a_silent_renewal_is_kept_where_the_profile_says_nothing_enr_4() {
        let profile = read(&[]).unwrap();
        assert!(profile.enrollment.keeps_credit(2027) && !profile.enrollment.keeps_credit(2028));
        let quiet = crate::enrollment::HowToEnroll::default();
        assert!(quiet.keeps_credit(2040));
        assert_eq!(quiet.credit_stops(date(2039, 1, 1), date(2039, 12, 1)), None);
        let never = read(&[("told_months_before = 5", "told_months_before = 0")]).unwrap_err();
        assert!(never.contains("enrollment.silent_renewal.told_months_before"), "{never}");
    }

    #[test]
    fn an_event_stands_once_and_has_days_in_reason_enr_1() {
        let wrong = |good, bad| read(&[(good, bad)]).unwrap_err();
        assert!(wrong("kind = \"adoption\"", "kind = \"birth\"").contains("special_event[1].kind"));
        assert!(wrong("kind = \"adoption\"", "kind = \"new_car\"").contains("new_car"));
        assert!(wrong("days_before = 60", "days_before = -1").contains("days_before"));
        assert!(wrong("days_before = 60", "days_before = 6000").contains("days_before"));
        let profile = read(&[]).unwrap();
        let told = profile.special_event.iter().map(|event| event.kind).collect::<Vec<_>>();
        assert!(told.contains(&LifeEvent::Birth) && told.contains(&LifeEvent::ExchangeError));
    }
}
