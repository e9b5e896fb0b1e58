//! Events that open a special enrollment period (ENR-1) and how each starts coverage (ENR-2): data with a usual list.

use serde::{Deserialize, Serialize};

/// From which day coverage runs after an event (45 CFR 155.420(b)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectiveRule {
    /// The first of the month after the plan was selected: marriage, move, most others.
    FirstOfMonthAfterSelection,
    /// The day of the event itself: birth, adoption, foster care, court order.
    DayOfEvent,
    /// The first of the month after the event or after the selection, whichever is later: loss of coverage.
    FirstOfMonthAfterLoss,
}

/// A kind of event that opens a special enrollment period: data of the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialEvent {
    /// The profile's word for it ("birth", "lost_coverage").
    pub kind: String,
    /// Its reason code in an 834 ("02-BIRTH").
    pub x12_reason: String,
    /// Days before the event on which one may already select.
    #[serde(default)]
    pub days_before: i32,
    /// Days after the event on which one may still select; 60 in most cases.
    #[serde(default = "sixty")]
    pub days_after: i32,
    /// From which day coverage runs.
    pub effective: EffectiveRule,
}

const fn sixty() -> i32 {
    60
}

impl SpecialEvent {
    /// The usual events of 45 CFR 155.420 that have a reason code of their own in the CMS 834 guide. A profile may
    /// add others or change windows.
    pub fn usual() -> Vec<Self> {
        use EffectiveRule::{DayOfEvent, FirstOfMonthAfterLoss, FirstOfMonthAfterSelection};
        let event = |kind: &str, x12_reason: &str, days_before, effective| Self {
            kind: kind.to_owned(),
            x12_reason: x12_reason.to_owned(),
            days_before,
            days_after: sixty(),
            effective,
        };
        vec![
            event("birth", "02-BIRTH", 0, DayOfEvent),
            event("adoption", "05-ADOPTION", 0, DayOfEvent),
            event("lost_coverage", "07-TERMINATION OF BENEFITS", 60, FirstOfMonthAfterLoss),
            event("marriage", "32-MARRIAGE", 0, FirstOfMonthAfterSelection),
            event("move", "43-CHANGE OF LOCATION", 0, FirstOfMonthAfterSelection),
        ]
    }

    /// The event of this kind in a list.
    pub fn find<'a>(events: &'a [Self], kind: &str) -> Option<&'a Self> {
        events.iter().find(|event| event.kind == kind)
    }
}
