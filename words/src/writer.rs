//! How values are written: escaped for HTML or not, kept apart where directions could mix, and the way the U.S. writes
//! figures in every language.

use crate::{
    Money, Name,
    language::{Cut, Language, Part},
    values::{Arg, Count, Day, Moment, Percent},
};

/// First strong isolate, left-to-right isolate, and the end of both.
const FSI: char = '\u{2068}';
const LRI: char = '\u{2066}';
const PDI: char = '\u{2069}';

/// Hebrew, Arabic and the other scripts that run right to left.
fn runs_right_to_left(text: &str) -> bool {
    let is_rtl = |c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}');
    // All of them begin with a byte of D6 and more.
    text.bytes().any(|byte| byte >= 0xD6) && text.chars().any(is_rtl)
}

/// Where values are written.
pub(crate) struct Writer<'o> {
    pub(crate) out: &'o mut String,
    pub(crate) html: bool,
}

impl Writer<'_> {
    pub(crate) fn write(&mut self, language: &Language, arg: Arg<'_>) {
        match arg {
            Arg::Name(name) => self.name(language, name),
            Arg::Names(names) => self.list(language, names, |writer, name| writer.name(language, name)),
            Arg::Texts(texts) => self.list(language, texts, |writer, text| writer.apart(language, &[*text])),
            Arg::Text(text) => self.apart(language, &[text]),
            Arg::Code(text) => self.left_to_right(language, |writer| writer.put(text)),
            Arg::Href(text) => self.put(text),
            Arg::Phone(phone) => self.left_to_right(language, |writer| writer.put(&phone.0)),
            Arg::Digits(phone) => {
                self.out.extend(phone.0.chars().filter(|c| c.is_ascii_digit() || *c == '+'))
            }
            Arg::Word(word) => self.out.push_str(word),
            Arg::Year(Count(year)) => number(self.out, year.unsigned_abs()),
            Arg::Count(Count(count)) => {
                if count < 0 {
                    self.out.push('-');
                }
                grouped(self.out, count.unsigned_abs());
            }
            Arg::Form(Count(count)) => self.out.push_str(language.form(count)),
            Arg::Money(money) => self.left_to_right(language, |writer| dollars(writer.out, money)),
            Arg::Percent(percent) => self.percent(language, percent),
            Arg::Day(day) => self.isolated(language, FSI, |writer| writer.day(language, day)),
            Arg::Moment(moment) => self.isolated(language, FSI, |writer| writer.moment(language, moment)),
        }
    }

    /// Escapes as askama does, so that a text reads the same whichever of them wrote it.
    fn put(&mut self, text: &str) {
        if !self.html || !text.bytes().any(|b| matches!(b, b'<' | b'>' | b'&' | b'"' | b'\'')) {
            return self.out.push_str(text);
        }
        for c in text.chars() {
            match c {
                '<' => self.out.push_str("&#60;"),
                '>' => self.out.push_str("&#62;"),
                '&' => self.out.push_str("&#38;"),
                '"' => self.out.push_str("&#34;"),
                '\'' => self.out.push_str("&#39;"),
                other => self.out.push(other),
            }
        }
    }

    /// What somebody typed, kept apart from the sentence where directions could mix. In a left-to-right sentence a
    /// Latin name has no marks around it, so that texts stay as they were.
    fn apart(&mut self, language: &Language, parts: &[&str]) {
        let isolate = language.rtl || parts.iter().any(|part| runs_right_to_left(part));
        if isolate {
            self.out.push(FSI);
        }
        parts.iter().for_each(|part| self.put(part));
        if isolate {
            self.out.push(PDI);
        }
    }

    fn isolated(&mut self, language: &Language, mark: char, write: impl FnOnce(&mut Self)) {
        if language.rtl {
            self.out.push(mark);
        }
        write(self);
        if language.rtl {
            self.out.push(PDI);
        }
    }

    fn left_to_right(&mut self, language: &Language, write: impl FnOnce(&mut Self)) {
        self.isolated(language, LRI, write);
    }

    fn list<T>(&mut self, language: &Language, items: &[T], write: impl Fn(&mut Self, &T)) {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                let joint = match items.len() {
                    2 => &language.list_pair,
                    n if i + 1 == n => &language.list_last,
                    _ => &language.list_more,
                };
                self.put(&joint.text[1]);
            }
            write(self, item);
        }
    }

    fn name(&mut self, language: &Language, name: &Name) {
        match (name.given.as_str(), name.family.as_str()) {
            ("", one) | (one, "") => self.apart(language, &[one]),
            (given, family) => {
                let Cut { text: [before, between, after], turned } = &language.person_name;
                let (first, second) = if *turned { (family, given) } else { (given, family) };
                self.apart(language, &[before, first, between, second, after]);
            }
        }
    }

    fn percent(&mut self, language: &Language, Percent(hundredths): Percent) {
        self.left_to_right(language, |writer| {
            for part in &language.percent {
                match part {
                    Part::Text(text) => writer.put(text),
                    Part::Value(_) => {
                        if hundredths < 0 {
                            writer.out.push('-');
                        }
                        let (whole, rest) =
                            (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
                        grouped(writer.out, whole);
                        match (rest / 10, rest % 10) {
                            (0, 0) => {}
                            (tenths, 0) => writer.out.push_str(&format!(".{tenths}")),
                            (tenths, more) => writer.out.push_str(&format!(".{tenths}{more}")),
                        }
                    }
                }
            }
        });
    }

    fn day(&mut self, language: &Language, day: Day) {
        for part in &language.day {
            match part {
                Part::Text(text) => self.put(text),
                Part::Value("year") => number(self.out, day.year().unsigned_abs().into()),
                Part::Value("month") => self.put(language.month(day.month())),
                Part::Value(_) => number(self.out, day.day().unsigned_abs().into()),
            }
        }
    }

    /// `$hour` is that of a clock with two halves, `$hour24` that of one without.
    fn moment(&mut self, language: &Language, moment: Moment) {
        let hour = u64::from(moment.hour().unsigned_abs());
        for part in &language.moment {
            match part {
                Part::Text(text) => self.put(text),
                Part::Value("day") => self.day(language, moment.date()),
                Part::Value("hour") => number(self.out, if hour.is_multiple_of(12) { 12 } else { hour % 12 }),
                Part::Value("hour24") => two(self.out, hour),
                Part::Value("half") => self.put(language.half(hour >= 12)),
                Part::Value(_) => two(self.out, moment.minute().unsigned_abs().into()),
            }
        }
    }
}

fn two(out: &mut String, value: u64) {
    number(out, value / 10 % 10);
    number(out, value % 10);
}

fn number(out: &mut String, value: u64) {
    if value >= 10 {
        number(out, value / 10);
    }
    out.push(char::from(b'0' + u8::try_from(value % 10).unwrap_or_default()));
}

/// With commas, as the U.S. writes them.
fn grouped(out: &mut String, value: u64) {
    if value < 1000 {
        return number(out, value);
    }
    grouped(out, value / 1000);
    out.push(',');
    for place in [100, 10, 1] {
        number(out, value / place % 10);
    }
}

/// $1,234.50; whole dollars without the cents.
fn dollars(out: &mut String, domain::cents::Cents(cents): Money) {
    if cents < 0 {
        out.push('-');
    }
    out.push('$');
    grouped(out, cents.unsigned_abs() / 100);
    let rest = cents.unsigned_abs() % 100;
    if rest > 0 {
        out.push('.');
        two(out, rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fallback, Phone, files_of};
    use domain::cents::Cents;
    use jiff::civil::date;
    use std::sync::LazyLock;

    /// English with other formats.
    fn language(changes: &[(&str, &str)]) -> &'static Language {
        let mut files = files_of("en");
        for (from, to) in changes {
            for (_, text) in &mut files {
                *text = text.replace(from, to);
            }
        }
        Language::load("en", &files, None, Fallback::Quiet)
    }

    fn said(language: &Language, arg: Arg<'_>) -> String {
        let mut out = String::new();
        Writer { out: &mut out, html: false }.write(language, arg);
        out
    }

    static ENGLISH: LazyLock<&Language> = LazyLock::new(|| language(&[]));

    fn english(arg: Arg<'_>) -> String {
        said(*ENGLISH, arg)
    }

    const RTL: (&str, &str) = ("language_direction = ltr", "language_direction = rtl");

    #[test]
    fn money_is_written_the_same_way_in_every_language() {
        for changes in [&[][..], &[("language_plurals_like = en", "language_plurals_like = de")]] {
            let language = language(changes);
            let dollars = |cents| said(language, Arg::Money(Cents(cents)));
            assert_eq!(
                [dollars(123_450), dollars(-5), dollars(100_000_000), dollars(0), dollars(99_999)],
                ["$1,234.50", "-$0.05", "$1,000,000", "$0", "$999.99"]
            );
        }
    }

    #[test]
    fn money_days_and_moments_read_as_they_did_before_they_moved() {
        for cents in [0, 7, 100, 123_456, -100, i64::MAX, i64::MIN] {
            assert_eq!(english(Arg::Money(Cents(cents))), domain::text::dollars(cents));
        }
        for month in 1..=12 {
            let day = date(2026, month, 3);
            assert_eq!(english(Arg::Day(day)), domain::text::date_in_words(day));
            for hour in 0..24 {
                let moment = day.at(hour, month, 0, 0);
                assert_eq!(english(Arg::Moment(moment)), domain::text::moment_in_words(moment));
            }
        }
    }

    #[test]
    fn a_language_writes_days_and_hours_its_own_way() {
        let own = language(&[
            ("day = { $day } { $month } { $year }", "day = { $year }. { $month } { $day }."),
            (
                "moment = { $day }, { $hour }:{ $minute } { $half }",
                "moment = { $day } { $hour24 }:{ $minute }",
            ),
            ("Jan|", "janvier|"),
        ]);
        assert_eq!(said(own, Arg::Day(date(2027, 1, 9))), "2027. janvier 9.");
        assert_eq!(said(own, Arg::Moment(date(2027, 2, 9).at(8, 5, 0, 0))), "2027. Feb 9. 08:05");
    }

    #[test]
    fn the_order_of_a_name_is_the_language_s() {
        let (ana, one) = (Name::new("Ana", "Sample"), Name::new("", "Sukarno"));
        let turned = language(&[("{ $given } { $family }", "{ $family } { $given }")]);
        assert_eq!(
            (english(Arg::Name(&ana)), said(turned, Arg::Name(&ana))),
            ("Ana Sample".into(), "Sample Ana".into())
        );
        assert_eq!(
            (english(Arg::Name(&one)), said(turned, Arg::Name(&one))),
            ("Sukarno".into(), "Sukarno".into())
        );
    }

    #[test]
    fn lists_are_joined_by_the_language() {
        let names = ["Ana", "Bo", "Cy", "Di"].map(Name::whole);
        let list = |n: usize| english(Arg::Names(&names[..n]));
        assert_eq!([list(0), list(1), list(2), list(4)], ["", "Ana", "Ana and Bo", "Ana, Bo, Cy and Di"]);
        let own =
            language(&[("list_last = { $first } and { $second }", "list_last = { $first }, or { $second }")]);
        assert_eq!(said(own, Arg::Texts(&["gold", "silver", "bronze"])), "gold, silver, or bronze");
    }

    #[test]
    fn figures_are_grouped_and_years_and_codes_are_not() {
        assert_eq!(english(Arg::Count(Count(1_234_567))), "1,234,567");
        assert_eq!(english(Arg::Count(Count(-1_000))), "-1,000");
        assert_eq!(english(Arg::Year(Count(2_027))), "2027");
        assert_eq!(english(Arg::Code("12345678")), "12345678");
        let percent = |hundredths| english(Arg::Percent(Percent(hundredths)));
        assert_eq!(
            [percent(850), percent(6_000), percent(5), percent(-150)],
            ["8.5%", "60%", "0.05%", "-1.5%"]
        );
        assert_eq!(
            said(language(&[("{ $number }%", "{ $number } %")]), Arg::Percent(Percent::whole(60))),
            "60 %"
        );
    }

    #[test]
    fn values_keep_their_direction_in_a_sentence_that_runs_the_other_way() {
        let rtl = language(&[RTL]);
        let (bo, phone) = (Name::new("Bo", "Lind"), Phone("855-555-0100".to_owned()));
        assert_eq!(said(rtl, Arg::Name(&bo)), "\u{2068}Bo Lind\u{2069}");
        assert_eq!(said(rtl, Arg::Money(Cents(100))), "\u{2066}$1\u{2069}");
        assert_eq!(said(rtl, Arg::Percent(Percent::whole(60))), "\u{2066}60%\u{2069}");
        assert_eq!(said(rtl, Arg::Phone(&phone)), "\u{2066}855-555-0100\u{2069}");
        assert_eq!(said(rtl, Arg::Day(date(2026, 11, 3))), "\u{2068}3 Nov 2026\u{2069}");
        // An address is no text: a mark in it would break the link.
        assert_eq!(said(rtl, Arg::Href("/plans")), "/plans");
        assert_eq!(said(rtl, Arg::Digits(&phone)), "8555550100");
        // In English no mark, but around what runs the other way.
        assert_eq!(english(Arg::Text("Bo Lind & Søn")), "Bo Lind & Søn");
        for other in ["سارة", "שרה", "Sara سارة"] {
            assert_eq!(english(Arg::Text(other)), format!("\u{2068}{other}\u{2069}"));
        }
    }

    #[test]
    fn markup_in_a_value_is_text() {
        let mut out = String::new();
        let name = Name::new("<b>Ana</b>", "O'Neil & \"Co\"");
        Writer { out: &mut out, html: true }.write(language(&[]), Arg::Name(&name));
        assert_eq!(out, "&#60;b&#62;Ana&#60;/b&#62; O&#39;Neil &#38; &#34;Co&#34;");
    }
}
