//! What follows a plan in the next year: the crosswalk that carriers and the exchange agree on before renewal. A line may
//! hold for a county or for a ZIP code of it alone; the narrower one is the one that counts.

use std::collections::HashMap;

use super::identifiers::{CountyFips, PlanId};

/// Why a plan has the successor that it has, as the public files number it: 0 and 1 the same plan, with the same or another
/// number; 2 another plan of the product; 3 and 6 another product, because the product is not sold there any more or
/// ends; 4 and 5 the same without anything to go on in; 8 a plan of another carrier, which the exchange chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrosswalkReason(u8);

crate::stored::stored!(CrosswalkReason, Number, |reason| i64::from(reason.0), |code| {
    u8::try_from(*code).ok().and_then(Self::from_code)
});

impl CrosswalkReason {
    /// Takes the files' number; None when they have none such.
    pub const fn from_code(code: u8) -> Option<Self> {
        if code <= 8 { Some(Self(code)) } else { None }
    }

    /// The files' number.
    pub const fn code(self) -> u8 {
        self.0
    }

    /// Whether the people of the plan have nothing to go on in.
    pub const fn ends(self) -> bool {
        matches!(self.0, 4 | 5)
    }
}

/// What becomes of the people of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Successor {
    /// The plan that they go on in; None when theirs ends without one.
    pub plan: Option<PlanId>,
    /// Why, where the files say it.
    pub reason: Option<CrosswalkReason>,
}

/// Where a line of the crosswalk holds; without county and ZIP code wherever the plan was sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CrosswalkArea {
    /// Only this county.
    pub county: Option<CountyFips>,
    /// Only this ZIP code.
    pub zip: Option<u32>,
}

/// A line: a plan of the year before, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrosswalkLine {
    /// The plan of the year before.
    pub old: PlanId,
    /// Where.
    pub area: CrosswalkArea,
    /// What follows.
    pub successor: Successor,
}

/// The whole crosswalk of a plan year, in memory: for whoever asks it for many people.
#[derive(Debug, Clone, Default)]
pub struct Successors(HashMap<PlanId, Vec<CrosswalkLine>>);

impl Successors {
    /// Takes the lines in any order.
    pub fn new(lines: impl IntoIterator<Item = CrosswalkLine>) -> Self {
        let mut plans: HashMap<_, Vec<_>> = HashMap::new();
        for line in lines {
            plans.entry(line.old).or_default().push(line);
        }
        // The narrower area first: it is the one that counts.
        for lines in plans.values_mut() {
            lines.sort_by_key(|line| (line.area.zip.is_none(), line.area.county.is_none()));
        }
        Self(plans)
    }

    /// Whether nothing leads to the year.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What follows a plan for people in this county and ZIP code; `None` when nothing is said of the plan there.
    pub fn of(&self, old: PlanId, county: CountyFips, zip: Option<u32>) -> Option<Successor> {
        let fits = |line: &&CrosswalkLine| {
            let CrosswalkArea { county: only, zip: part } = line.area;
            only.is_none_or(|only| only == county) && part.is_none_or(|part| zip == Some(part))
        };
        self.0.get(&old)?.iter().find(fits).map(|line| line.successor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrower_line_counts_and_a_divided_county_says_nothing_of_an_unknown_zip_code() {
        let plan = |number: u32| format!("99001MN{number:07}").parse::<PlanId>().unwrap();
        let (hennepin, other) = ("27053".parse::<CountyFips>().unwrap(), "27123".parse().unwrap());
        let line = |county, zip, new| CrosswalkLine {
            old: plan(1),
            area: CrosswalkArea { county, zip },
            successor: Successor { plan: new, reason: None },
        };
        let lines = [
            line(None, None, Some(plan(2))),
            line(Some(hennepin), None, Some(plan(3))),
            line(Some(hennepin), Some(55401), None),
        ];
        for lines in [lines, [lines[2], lines[0], lines[1]]] {
            let all = Successors::new(lines);
            let of = |county, zip| all.of(plan(1), county, zip).map(|found| found.plan);
            assert_eq!(of(other, None), Some(Some(plan(2))));
            assert_eq!(of(hennepin, None), Some(Some(plan(3))));
            assert_eq!(of(hennepin, Some(55402)), Some(Some(plan(3))));
            assert_eq!(of(hennepin, Some(55401)), Some(None), "it ends there");
            assert_eq!(all.of(plan(2), other, None), None);
        }
        let divided = Successors::new([line(Some(hennepin), Some(55401), Some(plan(2)))]);
        assert_eq!(divided.of(plan(1), hennepin, None), None);
        assert!(!divided.is_empty() && Successors::default().is_empty());
    }

    #[test]
    fn a_reason_is_one_of_nine_and_two_of_them_end_the_plan() {
        let reasons: Vec<_> = (0..=u8::MAX).filter_map(CrosswalkReason::from_code).collect();
        assert_eq!(reasons.len(), 9);
        let ends: Vec<_> =
            reasons.iter().filter(|reason| reason.ends()).map(|reason| reason.code()).collect();
        assert_eq!(ends, [4, 5]);
    }
}
