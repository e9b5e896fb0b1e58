//! What follows a plan in the next year: the crosswalk that carriers and the exchange agree on before renewal. A line may
//! hold for a county or for a ZIP code of it alone; the narrower one is the one that counts.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_of_nine_and_two_of_them_end_the_plan() {
        let reasons: Vec<_> = (0..=u8::MAX).filter_map(CrosswalkReason::from_code).collect();
        assert_eq!(reasons.len(), 9);
        let ends: Vec<_> =
            reasons.iter().filter(|reason| reason.ends()).map(|reason| reason.code()).collect();
        assert_eq!(ends, [4, 5]);
    }
}
