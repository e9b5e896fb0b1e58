//! From when another broker is of record (ENR-6).

use jiff::{ToSpan, civil::Date};

use super::last_day_of_year;

/// The day from which a change of associations on a day counts for coverage that starts on `start`: the first of the next
/// month, or its first day when it starts later. None where it is over by then.
pub fn agent_changes_on(day: Date, start: Date, ends_on: Option<Date>) -> Option<Date> {
    let next_month = day.first_of_month().checked_add(1.month()).ok()?;
    let from = next_month.max(start);
    (from <= ends_on.unwrap_or_else(|| last_day_of_year(start))).then_some(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn another_broker_counts_from_the_first_of_the_next_month_while_there_is_coverage_enr_6() {
        let start = date(2027, 1, 1);
        for (day, ends_on, from) in [
            (date(2027, 3, 1), None, Some(date(2027, 4, 1))),
            (date(2027, 3, 31), None, Some(date(2027, 4, 1))),
            (date(2026, 11, 24), None, Some(start)),
            (date(2026, 12, 31), None, Some(start)),
            (date(2027, 11, 30), None, Some(date(2027, 12, 1))),
            (date(2027, 12, 1), None, None),
            (date(2027, 3, 10), Some(date(2027, 4, 1)), Some(date(2027, 4, 1))),
            (date(2027, 3, 10), Some(date(2027, 3, 31)), None),
        ] {
            assert_eq!(agent_changes_on(day, start, ends_on), from, "{day} {ends_on:?}");
        }
    }
}
