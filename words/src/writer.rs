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
    let is_rtl = |c| {
        matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    };
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
            Arg::Digits(phone) => self.out.extend(phone.0.chars().filter(|c| c.is_ascii_digit() || *c == '+')),
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
                        let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
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
