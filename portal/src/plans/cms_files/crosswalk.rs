//! The crosswalk of a plan year: what follows each plan of the year before, for its whole area, a county or a ZIP code.
//! A line whose plans nobody sells is left out and told; two lines that contradict each other refuse the year.

use std::collections::BTreeMap;

use domain::plan::{Catalog, CrosswalkArea, CrosswalkLine, CrosswalkReason, PlanId, Successor};

use super::{
    Fault, Faults,
    table::{Cells, Row},
    values::{county, is_none},
};

/// Lines that a note names; the rest is counted.
const NAMED: usize = 10;

/// What the files write where a plan has no successor.
const NO_PLAN: &str = "00000XX0000000";

/// What the files write where a county is meant whole.
const NO_ZIP: [&str; 2] = ["00000", "0"];

/// The crosswalk that leads to a plan year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crosswalk {
    /// File name inside the folder.
    pub file: String,
    /// The plan year of the new plans.
    pub year: i16,
    lines: Vec<(u64, CrosswalkLine)>,
}

impl Crosswalk {
    /// The lines, by old plan and area.
    pub fn lines(&self) -> impl Iterator<Item = &CrosswalkLine> {
        self.lines.iter().map(|(_, line)| line)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Leaves out the lines whose new plan the catalog of their year does not have; the note about them.
    pub(super) fn keep_sold(&mut self, catalog: &Catalog) -> Option<String> {
        let sold = |line: &CrosswalkLine| line.successor.plan.is_none_or(|plan| catalog.plan(plan).is_some());
        let lacks = self.leave_out(sold, |line| line.successor.plan);
        self.note(&lacks, &format!("plan year {} does not have the new plan", self.year))
    }

    /// Leaves out the lines whose old plan the catalog of the year before does not have; the note about them, and about a
    /// year that has no catalog, whose plans nobody can look up.
    pub fn keep_known(&mut self, before: Option<&Catalog>) -> Option<String> {
        let year = self.year - 1;
        let Some(before) = before else {
            return (!self.is_empty()).then(|| {
                let (file, lines) = (&self.file, self.len());
                format!("{file}: {lines} lines are taken as they are, because plan year {year} has no catalog to compare them with")
            });
        };
        let lacks = self.leave_out(|line| before.plan(line.old).is_some(), |line| Some(line.old));
        self.note(&lacks, &format!("plan year {year} does not have the old plan"))
    }

    /// The note about a year before that is not at hand.
    pub(super) fn not_compared(&self) -> String {
        let (file, before) = (&self.file, self.year - 1);
        format!(
            "{file}: whether plan year {before} has the old plans is not known here; an import compares them with what is loaded"
        )
    }

    fn leave_out(
        &mut self,
        keep: impl Fn(&CrosswalkLine) -> bool,
        lacking: impl Fn(&CrosswalkLine) -> Option<PlanId>,
    ) -> Vec<(u64, Option<PlanId>)> {
        let left = self.lines.extract_if(.., |(_, line)| !keep(line));
        let mut left: Vec<_> = left.map(|(place, line)| (place, lacking(&line))).collect();
        left.sort_unstable();
        left
    }

    fn note(&self, left: &[(u64, Option<PlanId>)], why: &str) -> Option<String> {
        let named = left.iter().take(NAMED).map(|(place, plan)| match plan {
            Some(plan) => format!("line {place} ({plan})"),
            None => format!("line {place}"),
        });
        let named = named.collect::<Vec<_>>().join(", ");
        let more = left.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(", and {more} lines more") } else { String::new() };
        (!left.is_empty()).then(|| format!("{}: left out, because {why}: {named}{more}", self.file))
    }
}

/// What has been read of a crosswalk.
#[derive(Default)]
pub(super) struct CrosswalkParts {
    pub(super) faults: Faults,
    lines: BTreeMap<(PlanId, CrosswalkArea), (u64, Successor)>,
}

impl CrosswalkParts {
    /// A row: what follows one plan in one area.
    pub(super) fn row(&mut self, row: &Row<'_>) {
        let faults = match Cells::of(row) {
            Ok(cells) => self.line(row, cells),
            Err(fault) => vec![fault],
        };
        self.faults.add_all(faults);
    }

    fn line(&mut self, row: &Row<'_>, mut cells: Cells<'_, '_>) -> Vec<Fault> {
        let old: Option<PlanId> = cells.read("OldPlan", str::parse);
        let area = area(&mut cells);
        let successor = successor(&mut cells, old);
        if let (Some(old), Some(area), Some(successor)) = (old, area, successor) {
            let (_, known) = self.lines.entry((old, area)).or_insert((row.line(), successor));
            if known.plan != successor.plan {
                cells.fault(
                    "NewPlan",
                    "is not the successor that an earlier line names for the same plan and area",
                );
            }
        }
        cells.faults()
    }

    pub(super) fn finish(self, file: String, year: i16) -> Crosswalk {
        let line = |((old, area), (place, successor))| (place, CrosswalkLine { old, area, successor });
        Crosswalk { file, year, lines: self.lines.into_iter().map(line).collect() }
    }
}

/// Whether a cell gives nothing: the files write X too.
fn nothing(text: &str) -> bool {
    is_none(text) || text.eq_ignore_ascii_case("x")
}

fn area(cells: &mut Cells<'_, '_>) -> Option<CrosswalkArea> {
    let county = cells.read("FIPSCode", |text| if nothing(text) { Ok(None) } else { county(text).map(Some) });
    let zip = cells.read("ZipCode", |text| match text {
        none if nothing(none) || NO_ZIP.contains(&none) => Ok(None),
        zip if zip.len() == 5 && zip.bytes().all(|byte| byte.is_ascii_digit()) => {
            zip.parse().map(Some).map_err(|_| "is not a ZIP code of five digits")
        }
        _ => Err("is not a ZIP code of five digits"),
    });
    Some(CrosswalkArea { county: county?, zip: zip? })
}

/// The successor, when level and reason agree with it.
fn successor(cells: &mut Cells<'_, '_>, old: Option<PlanId>) -> Option<Successor> {
    let plan: Option<Option<PlanId>> = cells.read("NewPlan", |text| {
        if nothing(text) || text == NO_PLAN { Ok(None) } else { text.parse().map(Some) }
    });
    let level = cells.read("CrosswalkLevel", |text| match text.parse::<u8>() {
        Ok(level) if level <= 5 && text.len() == 1 => Ok(level),
        _ => Err("is not a level of 0 to 5"),
    });
    let reason = cells.read("ReasonForCrosswalk", |text| {
        let code = || text.parse().ok().filter(|_| text.len() == 1).and_then(CrosswalkReason::from_code);
        if nothing(text) { Ok(None) } else { code().map(Some).ok_or("is not a reason of 0 to 8") }
    });
    let (plan, level, reason) = (plan?, level?, reason?);
    let fault = match (level, plan) {
        (0..=3, None) => Some(("NewPlan", "is empty, and the level says that the plan has a successor")),
        (4 | 5, Some(_)) => {
            Some(("NewPlan", "is there, and the level says that the plan ends without a successor"))
        }
        (0, Some(new)) if old.is_some_and(|old| old != new) => {
            Some(("NewPlan", "is another plan, and the level says that it is the same"))
        }
        (_, Some(_)) if reason.is_some_and(CrosswalkReason::ends) => {
            Some(("ReasonForCrosswalk", "says that there is nothing to go on in, and a new plan is named"))
        }
        _ => None,
    };
    if let Some((column, reason)) = fault {
        cells.fault(column, reason);
        return None;
    }
    Some(Successor { plan, reason })
}
