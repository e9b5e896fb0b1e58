//! One plan year, put together row by row: plans with their variants, then service areas, then rates; at the end
//! everything that one row cannot show is checked.
//!
//! What follows from a fault that was said is not said again: the rates of a plan whose row is faulty, the plans of a
//! service area whose row is.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::plan::{AddressFault, Catalog, CatalogOrigin, Plan, PlanId, Variant};

use super::{
    Fault, Faults, YearRead,
    areas::Areas,
    columns::PLANS,
    crosswalk::Crosswalk,
    issuers::{Carriers, OwnFile},
    rates::{PlanRates, faults_of, is_family_option},
    table::{Cells, Row},
    values::is_individual,
    variant::{agrees, documents, numbers, plan_of, variant_figures},
};

/// Plans that a note names; the rest is counted.
const NAMED: usize = 10;

/// What has been read of a year.
#[derive(Default)]
pub(super) struct YearParts {
    faults: Faults,
    carriers: Carriers,
    areas: Areas,
    plans: HashMap<PlanId, PlanParts>,
    /// Plans with a faulty row.
    faulty: HashSet<PlanId>,
    /// Plans of the small-group market, whose rates are left out too.
    not_ours: HashSet<PlanId>,
    /// Cells with something else than an address: where the first stands, how many they are.
    no_addresses: BTreeMap<(String, AddressFault), (u64, u64)>,
    family_rows: u64,
}

struct PlanParts {
    plan: Plan,
    /// Its first row, at the service area.
    place: Fault,
    rates: PlanRates,
}

impl YearParts {
    /// A row of the plan attributes: one variant.
    pub(super) fn plan_row(&mut self, row: &Row<'_>) -> bool {
        if is_individual(row.text("MarketCoverage")) == Ok(false) && row.broken().is_none() {
            self.not_ours.extend(row.plan());
            return false;
        }
        let faults = match Cells::of(row) {
            Ok(cells) => self.variant(row, cells),
            Err(fault) => vec![fault],
        };
        if !faults.is_empty() {
            self.faulty.extend(row.plan());
        }
        self.faults.add_all(faults);
        true
    }

    /// Takes in a variant that is sound, and gives what is wrong with one that is not.
    fn variant(&mut self, row: &Row<'_>, mut cells: Cells<'_, '_>) -> Vec<Fault> {
        cells.read("MarketCoverage", is_individual);
        let (id, variant) = numbers(&mut cells);
        let figures = variant_figures(&mut cells, row, variant.map(|variant| variant.variant));
        let plan = plan_of(&mut cells, id, variant);
        let (Some(figures), Some(plan), true) = (figures, plan, cells.are_sound()) else {
            return cells.faults();
        };
        let variant = figures.variant;
        let known = self.plans.entry(plan.id).or_insert_with(|| PlanParts {
            plan: plan.clone(),
            place: row.fault("ServiceAreaId", ""),
            rates: PlanRates::default(),
        });
        agrees(&mut cells, &known.plan, &plan);
        if known.plan.variant(variant).is_some() {
            cells.fault("PlanId", "is listed twice");
        }
        let faults = cells.faults();
        if faults.is_empty() {
            self.carriers.seen(row, plan.id);
            if variant == Variant::Standard {
                known.plan.name = plan.name;
            }
            known.plan.variants.push(figures);
            let (documents, no_addresses) = documents(row);
            if !documents.is_empty() {
                known.plan.documents.push((variant, documents));
            }
            for cell in no_addresses {
                self.no_addresses.entry(cell).or_insert((row.line(), 0)).1 += 1;
            }
        }
        faults
    }

    /// A row of the service areas: a state, or a county.
    pub(super) fn area_row(&mut self, row: &Row<'_>) -> bool {
        if is_individual(row.text("MarketCoverage")) == Ok(false) && row.broken().is_none() {
            return false;
        }
        self.faults.add_all(self.areas.row(row));
        true
    }

    /// A row of the rates: one plan, area and age.
    pub(super) fn rate_row(&mut self, row: &Row<'_>) -> bool {
        let id: Option<PlanId> = row.text("PlanId").parse().ok();
        if id.is_some_and(|id| self.not_ours.contains(&id)) {
            return false;
        }
        let known = id.and_then(|id| self.plans.get_mut(&id));
        if known.is_some() && row.broken().is_none() && is_family_option(row) {
            // Some dental plans have one price for a couple or a family; such plans are not priced by age.
            self.family_rows += 1;
            return false;
        }
        let faults = match (known, id) {
            (Some(known), _) => known.rates.row(row),
            (None, Some(id)) if self.faulty.contains(&id) => faults_of(row),
            (None, Some(_)) if row.broken().is_none() => {
                vec![row.fault("PlanId", "is not among the plan attributes of this year")]
            }
            (None, _) => {
                let wrong = row.text("PlanId").parse::<PlanId>().err();
                let wrong = wrong.filter(|_| row.broken().is_none());
                let own = wrong.map(|wrong| row.fault("PlanId", &wrong.to_string()));
                own.into_iter().chain(faults_of(row)).collect()
            }
        };
        self.faults.add_all(faults);
        true
    }

    /// Checks what no single row shows, and makes the catalog.
    pub(super) fn finish(
        mut self,
        year: i16,
        own: &OwnFile,
        mut crosswalk: Option<(Crosswalk, Faults)>,
    ) -> YearRead {
        let mut notes = Vec::new();
        let plans = self.finish_plans(&mut notes);
        if plans.is_empty() && self.faults.is_empty() {
            self.faults.add(without_plans(year));
        }
        let (issuers, said) = self.carriers.finish(year, own, &mut self.faults);
        notes.extend(said);
        notes.extend(self.no_addresses.iter().map(|((column, fault), (line, count))| {
            format!("{column}: {count} cells are left out, the first in line {line}, because what stands there {fault}")
        }));
        if let Some((_, faults)) = &mut crosswalk {
            self.faults.add_all(std::mem::take(faults));
        }
        self.faults.add_all(own.faults.clone());
        if !self.faults.is_empty() {
            return YearRead { year, catalog: Err(self.faults), crosswalk: None, notes };
        }
        let (areas, apart) = self.areas.finish();
        let apart = |mut plan: Plan| {
            let own = apart.get(&(plan.issuer(), plan.service_area.clone()));
            plan.service_area = own.filter(|_| plan.dental_only).unwrap_or(&plan.service_area).clone();
            plan
        };
        let plans = plans.into_iter().map(apart).collect();
        let catalog = Catalog::new(year, CatalogOrigin::CmsFiles, issuers, areas, plans);
        let catalog =
            catalog.map_err(|fault| Faults::from(attributes_fault("PlanId", year, fault.to_string())));
        let mut crosswalk = crosswalk.map(|(crosswalk, _)| crosswalk);
        if let (Ok(catalog), Some(crosswalk)) = (&catalog, &mut crosswalk) {
            notes.extend(crosswalk.keep_sold(catalog));
        }
        YearRead { year, catalog, crosswalk, notes }
    }

    fn finish_plans(&mut self, notes: &mut Vec<String>) -> Vec<Plan> {
        let mut parts: Vec<PlanParts> = std::mem::take(&mut self.plans).into_values().collect();
        parts.sort_by_key(|parts| parts.plan.id);
        let mut plans = Vec::with_capacity(parts.len());
        let (mut without_rates, mut not_sold) = (0_u32, Vec::new());
        for parts in parts {
            without_rates += u32::from(parts.rates.is_empty());
            let (plan, areas) = self.finish_plan(parts);
            not_sold.extend((!areas.is_empty()).then(|| where_not_sold(plan.id, &areas)));
            plans.push(plan);
        }
        if without_rates > 0 {
            notes.push(format!("{without_rates} plans have no rates by age and are not sold"));
        }
        notes.extend(not_sold_note(&not_sold));
        if self.family_rows > 0 {
            notes.push(format!("{} family rates of dental plans are left out", self.family_rows));
        }
        let dental = plans.iter().filter(|plan| plan.dental_only).count();
        if dental > 0 {
            notes.push(format!(
                "{dental} dental plans are read and kept apart: no page offers them yet, and never as medical plans"
            ));
        }
        plans
    }

    fn finish_plan(&mut self, parts: PlanParts) -> (Plan, Vec<u16>) {
        let PlanParts { mut plan, place, rates } = parts;
        if !self.areas.has(&plan) {
            // Every plan of the area lacks it for the same reason.
            let reason = format!("is not among the service areas of issuer {}", plan.issuer());
            self.faults.add(Fault { plan: None, reason, ..place });
        }
        let finished = rates.finish(plan.id);
        self.faults.add_all(finished.fault);
        plan.rates = finished.table;
        (plan, finished.not_sold)
    }
}

/// A year that other files know and the plan attributes do not: nothing of it must take the place of what is there.
fn without_plans(year: i16) -> Fault {
    attributes_fault(
        "BusinessYear",
        year,
        "has rows in other files, and no plan of the individual market".to_owned(),
    )
}

/// Something that the plan attributes show as a whole.
fn attributes_fault(column: &str, year: i16, reason: String) -> Fault {
    let (file, column, value) = (PLANS.name.to_owned(), column.to_owned(), year.to_string());
    Fault { file, line: 1, plan: None, column, value, reason, rows: 1, last_line: 1 }
}

fn where_not_sold(plan: PlanId, areas: &[u16]) -> String {
    let areas = areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    format!("{plan} in rating area {areas}")
}

fn not_sold_note(plans: &[String]) -> Option<String> {
    let more = plans.len().saturating_sub(NAMED);
    let named = plans.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    let more = if more > 0 { format!("; and {more} plans more") } else { String::new() };
    let why = "the files give no rate for some ages (9999, Not Applicable or blank)";
    (!plans.is_empty()).then(|| format!("not sold, because {why}: {named}{more}"))
}
