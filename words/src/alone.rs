//! Values that stand by themselves, in a cell or beside a label, as the language writes them.

use crate::{
    Money, Name, Text, Words,
    values::{Arg, Count, Day, Give, Moment, Percent},
    writer::Writer,
};

impl Words {
    /// 3 Nov 2026.
    pub fn day(self, day: impl Give<Day>) -> Text {
        self.alone(Arg::Day(day.give()))
    }

    /// 3 Nov 2026, 2:05 p.m.
    pub fn moment(self, moment: impl Give<Moment>) -> Text {
        self.alone(Arg::Moment(moment.give()))
    }

    /// $1,234.50.
    pub fn money(self, money: impl Give<Money>) -> Text {
        self.alone(Arg::Money(money.give()))
    }

    /// 8.5%.
    pub fn percent(self, percent: impl Give<Percent>) -> Text {
        self.alone(Arg::Percent(percent.give()))
    }

    /// 1,234.
    pub fn count(self, count: impl Give<Count>) -> Text {
        self.alone(Arg::Count(count.give()))
    }

    /// Ana Sample.
    pub fn person(self, name: impl AsRef<Name>) -> Text {
        self.alone(Arg::Name(name.as_ref()))
    }

    /// Ana Sample and Max Sample.
    pub fn people(self, names: &[Name]) -> Text {
        self.alone(Arg::Names(names))
    }

    /// English, Hmong and Somali.
    pub fn list(self, texts: &[impl AsRef<str>]) -> Text {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        self.alone(Arg::Texts(&texts))
    }

    fn alone(self, arg: Arg<'_>) -> Text {
        let mut out = String::new();
        Writer { out: &mut out, html: false }.write(self.0, arg);
        out.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages;

    #[test]
    fn a_value_by_itself_is_written_as_in_a_sentence() {
        let words = Words::default();
        assert_eq!(words.day(jiff::civil::date(2026, 11, 3)), "3 Nov 2026");
        assert_eq!(words.moment(jiff::civil::date(2026, 11, 3).at(14, 5, 0, 0)), "3 Nov 2026, 2:05 p.m.");
        assert_eq!(words.money(Money(123_450)), "$1,234.50");
        assert_eq!(words.percent(Percent(850)), "8.5%");
        assert_eq!(words.count(1234), "1,234");
        assert_eq!(words.person(Name::new("Ana", "Sample")), "Ana Sample");
        assert_eq!(words.people(&[Name::whole("Ana"), Name::whole("Max")]), "Ana and Max");
        assert_eq!(words.list(&["English", "Hmong", "Somali"]), "English, Hmong and Somali");
        assert_eq!(words.list(&[] as &[&str]), "");
        let turned = languages().get("ar-XB", true).unwrap();
        assert_eq!(turned.money(Money(500)), "\u{2066}$5\u{2069}");
    }
}
