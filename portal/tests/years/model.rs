//! The coverage of one household as somebody would note it down on paper: what they chose and when, and what follows from the
//! calendar. No database, no carrier's file, no door: what the portal holds after years must be the same.

use domain::{enrollment::LifeEvent, plan::VariantId};
use jiff::{Span, civil::Date};

/// One line of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub plan: VariantId,
    pub start: Date,
    pub end: Option<Date>,
    pub word: &'static str,
    /// Everybody who was in it, by their numbers; of who left before the others, the last day.
    pub people: Vec<(String, Option<Date>)>,
}

/// The paper.
#[derive(Debug, Default)]
pub struct Paper {
    pub lines: Vec<Coverage>,
    /// Whether the newest result leaves them a plan to choose.
    pub may_choose: bool,
}

/// The last day of a year's coverage.
pub fn last_day_of(year: i16) -> Date {
    Date::new(year, 12, 31).unwrap()
}

/// The first day of the month after a day.
pub fn first_of_next_month(day: Date) -> Date {
    day.last_of_month().tomorrow().unwrap()
}

/// The first day of coverage of whoever signs today: in open enrollment for the year the first of January, and because of
/// an event that day or the first of the next month.
pub fn starts(today: Date, event: Option<(LifeEvent, Date)>) -> Date {
    match event {
        None => Date::new(today.year() + 1, 1, 1).unwrap(),
        Some((LifeEvent::Birth, born)) => born,
        Some(_) => first_of_next_month(today),
    }
}

impl Coverage {
    fn runs(&self) -> bool {
        matches!(self.word, "signed" | "effectuated")
    }

    /// Also for those who were to leave it later.
    fn ends_on(&mut self, word: &'static str, last: Date) {
        (self.word, self.end) = (word, Some(last));
        let leaving = self.people.iter_mut().filter_map(|(_, left)| left.as_mut());
        leaving.for_each(|left| *left = last.min(*left));
    }

    fn until(&self) -> Date {
        self.end.unwrap_or_else(|| last_day_of(self.start.year()))
    }

    /// The carrier's file has it, and the carrier says yes.
    pub fn confirm(&mut self) {
        if self.word == "signed" {
            self.word = "effectuated";
        }
    }

    /// Whether it is coverage, or was, and of the same year.
    fn counts_in(&self, year: i16) -> bool {
        self.word != "cancelled" && self.start.year() == year
    }
}

impl Paper {
    /// Some of them sign for a plan: what they have ends the day before, or never was. What others have goes on.
    pub fn chooses(&mut self, plan: VariantId, start: Date, people: &[String]) {
        for old in &mut self.lines {
            let touched = old.people.iter().any(|(one, left)| left.is_none() && people.contains(one));
            if !touched || !old.counts_in(start.year()) || old.until() < start {
                continue;
            }
            if old.start < start {
                old.ends_on("terminated", start.yesterday().unwrap());
            } else {
                (old.word, old.end) = ("cancelled", None);
            }
        }
        let people = people.iter().map(|one| (one.clone(), None)).collect();
        self.lines.push(Coverage { plan, start, end: None, word: "signed", people });
    }

    /// Who stands last in a plan that has begun leaves it after so many days, and whoever holds it stays. Gives who, and the day.
    pub fn leaves(&mut self, today: Date, notice: i32) -> Option<(String, Date)> {
        let at = self.running()?;
        let last = today.saturating_add(Span::new().days(notice));
        let line = &mut self.lines[at];
        let stay = line.people.iter_mut().filter(|(_, left)| left.is_none()).skip(1);
        let (who, left) = stay.last()?;
        if today < line.start || last > last_day_of(line.start.year()) {
            return None;
        }
        *left = Some(last);
        Some((who.clone(), last))
    }

    /// They end what they have: before it starts it never does, and afterwards after so many days.
    pub fn ends(&mut self, today: Date, notice: i32) {
        let Some(at) = self.running() else { return };
        let last = today.saturating_add(Span::new().days(notice));
        let line = &mut self.lines[at];
        if today < line.start {
            line.word = "cancelled";
        } else if last <= last_day_of(line.start.year()) {
            line.ends_on("terminated", last);
        }
    }

    /// The carrier says that nobody paid, and it never was.
    pub fn void(&mut self) {
        if let Some(at) = self.running() {
            self.lines[at].word = "cancelled";
        }
    }

    /// They do nothing in open enrollment: what runs until the end of the year goes on in the plan of the same number, without
    /// what depends on their income, which they confirmed for no such year.
    pub fn renews(&mut self, year: i16) {
        if !self.may_choose {
            return;
        }
        let runs = |line: &&Coverage| line.runs() && line.start.year() == year - 1;
        let next = |line: &Coverage| Coverage {
            plan: format!("{}-01", line.plan.plan).parse().unwrap(),
            start: Date::new(year, 1, 1).unwrap(),
            end: None,
            word: "signed",
            people: line.people.iter().filter(|(_, left)| left.is_none()).cloned().collect(),
        };
        let next: Vec<_> = self.lines.iter().filter(runs).map(next).collect();
        self.lines.extend(next);
    }

    /// Its lines, as they should stand in the database.
    pub fn read(&self) -> Vec<String> {
        let end = |line: &Coverage| line.end.map_or("-".to_owned(), |end| end.to_string());
        let one = |(who, left): &(String, Option<Date>)| match left {
            Some(day) => format!("{who}<{day}"),
            None => who.clone(),
        };
        let people = |line: &Coverage| line.people.iter().map(one).collect::<Vec<_>>().join(" ");
        let said = |line: &Coverage| {
            format!("{} {} {} {} {}", line.plan, line.start, end(line), line.word, people(line))
        };
        self.lines.iter().map(said).collect()
    }

    /// Which line has no end and is not cancelled.
    pub fn running(&self) -> Option<usize> {
        self.lines.iter().rposition(Coverage::runs)
    }
}
