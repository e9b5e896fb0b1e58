//! Words for people: dates and money as pages print them.

use jiff::civil::{Date, DateTime};

/// 3 Nov 2026.
pub fn date_in_words(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// 3 Nov 2026, 2:05 p.m.
pub fn moment_in_words(moment: DateTime) -> String {
    let half = if moment.hour() < 12 { "a.m." } else { "p.m." };
    format!("{} {half}", moment.strftime("%-d %b %Y, %-I:%M"))
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

/// The word with a capital first letter.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
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
