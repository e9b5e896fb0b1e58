//! Events that open a special enrollment period (ENR-1) and how each starts coverage (ENR-2): which there are, for how
//! many days and for whom stands in the profile.

use jiff::{Span, civil::Date};
use serde::Deserialize;

use crate::{people::words, profile::Profile};

words! {
    /// What happened in somebody's life that may open a special enrollment period (45 CFR 155.420(d)).
    LifeEvent {
        /// A child is born.
        Birth = "birth",
        /// A child is adopted, placed for adoption or in foster care, or covered by a court's order.
        Adoption = "adoption",
        /// People marry.
        Marriage = "marriage",
        /// People divorce or separate, or somebody of the family dies.
        Divorce = "divorce",
        /// Coverage ends; the day of the event is its last day.
        LostCoverage = "lost_coverage",
        /// An employer's offer ends, or cannot be afforded any more; the day of the event is its last day.
        JobOfferEnds = "job_offer_ends",
        /// Somebody moves.
        Move = "move",
        /// Income changes, so that a credit or savings begin, end or differ.
        Income = "income",
        /// Low income alone, without anything that happened.
        LowIncome = "low_income",
        /// Somebody becomes a citizen or lawfully present.
        Citizenship = "citizenship",
        /// Somebody is released from jail or prison.
        Release = "release",
        /// The exchange made an error; the day of the event is the day from which coverage should have run.
        ExchangeError = "exchange_error",
    }
}

words! {
    /// From which day coverage runs after an event (45 CFR 155.420(b)).
    EffectiveRule {
        /// The first of the month after the plan was selected: marriage, move, most others.
        FirstOfMonthAfterSelection = "first_of_month_after_selection",
        /// The day of the event itself: birth, adoption, foster care, court order, an error of the exchange.
        DayOfEvent = "day_of_event",
        /// The first of the month after the event or after the selection, whichever is later: loss of coverage.
        FirstOfMonthAfterLoss = "first_of_month_after_loss",
    }
}

words! {
    /// Who tells the exchange of an event.
    ToldBy {
        /// The consumer.
        Consumer = "consumer",
        /// The exchange's own staff, after they looked into it.
        Desk = "desk",
    }
}

/// A kind of event that opens a special enrollment period: a row of the profile.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialEvent {
    /// What happened.
    pub kind: LifeEvent,
    /// Its reason code in an 834 ("02-BIRTH"); not every event has one.
    #[serde(default)]
    pub x12_reason: Option<String>,
    /// Days before the event on which one may already select.
    #[serde(default)]
    pub days_before: i32,
    /// Days after the event on which one may still select; 60 in most cases.
    #[serde(default = "sixty")]
    pub days_after: i32,
    /// From which day coverage runs.
    pub effective: EffectiveRule,
    /// Whether a proof of it is asked for.
    pub proof: bool,
    /// Who tells of it.
    #[serde(default = "consumer")]
    pub told_by: ToldBy,
    /// The first plan year in which nothing that was selected because of it carries a tax credit
    /// (26 USC 36B(c)(3)(A), as changed by Public Law 119-21, section 71304).
    #[serde(default)]
    pub no_credit_from: Option<i16>,
}

const fn sixty() -> i32 {
    60
}

const fn consumer() -> ToldBy {
    ToldBy::Consumer
}

impl SpecialEvent {
    /// The first day to select a plan because of it, when it happened on a day.
    pub fn from(&self, on: Date) -> Date {
        on.saturating_sub(days(self.days_before))
    }

    /// The last one.
    pub fn until(&self, on: Date) -> Date {
        on.saturating_add(days(self.days_after))
    }

    /// The days on which it may have happened, or may happen, for today to be one of those days.
    pub fn happens(&self, today: Date) -> (Date, Date) {
        (today.saturating_sub(days(self.days_after)), today.saturating_add(days(self.days_before)))
    }

    /// Whether a plan that is selected because of it may carry a tax credit in a plan year.
    pub fn carries_credit_in(&self, year: i16) -> bool {
        self.no_credit_from.is_none_or(|from| year < from)
    }
}

fn days(count: i32) -> Span {
    Span::new().days(count.clamp(0, 3_660))
}

impl Profile {
    /// An event that opens a special enrollment period (ENR-1), if the exchange has it.
    pub fn event(&self, kind: LifeEvent) -> Option<&SpecialEvent> {
        self.special_event.iter().find(|event| event.kind == kind)
    }
}
