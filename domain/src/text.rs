//! Words for people: dates and money as pages print them.

use jiff::civil::{Date, DateTime};

/// 3 Nov 2026.
pub fn date_in_words(date: Date) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(date.month() - 1).ok().and_then(|m| MONTHS.get(m)).unwrap_or(&"");
    format!("{} {} {}", date.day(), month, date.year())
}

/// 3 Nov 2026, 2:05 p.m.
pub fn moment_in_words(moment: DateTime) -> String {
    let (hour, half) = match moment.hour() {
        0 => (12, "a.m."),
        hour @ 1..=11 => (hour, "a.m."),
        12 => (12, "p.m."),
        hour => (hour - 12, "p.m."),
    };
    format!("{}, {hour}:{:02} {half}", date_in_words(moment.date()), moment.minute())
}

/// $1,234.50 from cents; whole dollars without the cents.
pub fn dollars(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if rest == 0 { format!("{sign}${grouped}") } else { format!("{sign}${grouped}.{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_grouped_and_drops_empty_cents() {
        assert_eq!(dollars(123_450), "$1,234.50");
        assert_eq!(dollars(-5), "-$0.05");
        assert_eq!(dollars(100_000_000), "$1,000,000");
    }

    #[test]
    fn a_moment_has_twelve_hours_twice() {
        let at = |hour| moment_in_words(jiff::civil::date(2026, 11, 3).at(hour, 5, 0, 0));
        assert_eq!(at(0), "3 Nov 2026, 12:05 a.m.");
        assert_eq!(at(11), "3 Nov 2026, 11:05 a.m.");
        assert_eq!(at(12), "3 Nov 2026, 12:05 p.m.");
        assert_eq!(at(14), "3 Nov 2026, 2:05 p.m.");
    }

    #[test]
    fn a_date_reads_day_month_year() {
        assert_eq!(date_in_words(jiff::civil::date(2026, 11, 3)), "3 Nov 2026");
    }
}
