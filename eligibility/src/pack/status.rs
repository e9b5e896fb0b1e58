//! What a pack says of citizenship and immigration: dated lists by program, the five years and who need not wait them, the
//! paroles with a name, what counts of a sponsor.
use super::AgeLimit;
use crate::history::{ImmigrationStatus, Parole};
use crate::percent::Percent;
use jiff::civil::Date;

/// The lists of statuses, by program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ImmigrationList {
    MedicalAssistance,
    UnbornChild,
    BasicHealth,
    HealthPlan,
    TaxCredit,
}

/// One dated entry of a list.
#[derive(Debug)]
pub(crate) struct ImmigrationEntry {
    pub(crate) list: ImmigrationList,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
    pub(crate) age: Option<AgeLimit>,
    pub(crate) pregnant: bool,
    pub(crate) statuses: Statuses,
    pub(crate) five_year_bar: Statuses,
    /// Only these paroles of parolees; empty: all.
    pub(crate) paroles: Vec<Parole>,
}

/// The entries of every list, each list by itself.
#[derive(Debug, Default)]
pub(crate) struct ImmigrationLists([Vec<ImmigrationEntry>; 5]);

impl ImmigrationLists {
    /// Those entries, in their order.
    pub(crate) fn new(entries: Vec<ImmigrationEntry>) -> Self {
        let mut lists = Self::default();
        for entry in entries {
            lists.0[entry.list as usize].push(entry);
        }
        lists
    }

    /// One list.
    pub(crate) fn of(&self, list: ImmigrationList) -> &[ImmigrationEntry] {
        &self.0[list as usize]
    }
}

/// A set of statuses.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Statuses(u32);

impl Statuses {
    pub(crate) fn of(statuses: &[ImmigrationStatus]) -> Self {
        Self(statuses.iter().fold(0, |set, status| set | 1 << *status as u32))
    }

    pub(crate) const fn has(self, status: ImmigrationStatus) -> bool {
        self.0 & (1 << status as u32) != 0
    }
}

/// Who need not wait the five years, and from when they count.
#[derive(Debug, Default)]
pub(crate) struct WaitRules {
    /// Whoever held one of these before.
    pub(crate) exempt_earlier: Statuses,
    /// Whoever was paroled so before.
    pub(crate) exempt_paroles: Vec<Parole>,
    /// Statuses held before with which the five years began.
    pub(crate) counts_from: Statuses,
    pub(crate) exempt_military: bool,
    /// Members of tribes.
    pub(crate) exempt_tribes: bool,
    /// Whoever is here since before this day.
    pub(crate) exempt_entered_before: Option<Date>,
}

/// A parole with a name: granted from this day on, before that one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ParoleDates {
    pub(crate) parole: Parole,
    pub(crate) from: Date,
    pub(crate) until: Date,
}

/// What counts of a sponsor's support.
#[derive(Debug)]
pub(crate) struct SponsorRules {
    /// Of the guideline for one.
    pub(crate) percent: Percent,
    pub(crate) statuses: Statuses,
    /// Not of whoever is so young.
    pub(crate) exempt_age: Option<AgeLimit>,
    /// Not during a pregnancy and the time after.
    pub(crate) exempt_pregnant: bool,
}
