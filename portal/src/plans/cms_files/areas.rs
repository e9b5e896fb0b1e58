//! The service areas of a year. Medical and dental plans of one carrier may use the same code for different counties:
//! each kind goes by its own rows.

use std::collections::{BTreeMap, HashSet, btree_map::Entry};

use domain::plan::{CountyCoverage, Coverage, IssuerId, Plan, ServiceArea};

use super::{
    Fault,
    table::{Cells, Row},
    values::{county, is_individual, is_none, yes_or_no, yes_or_none, zip_codes},
};

/// Carrier, code, and whether it is for dental plans.
type Key = (IssuerId, String, bool);

/// What has been read of them.
#[derive(Default)]
pub(super) struct Areas {
    known: BTreeMap<Key, ServiceArea>,
    /// Areas with a faulty row; without a code when the row does not say which.
    faulty: HashSet<(IssuerId, String)>,
}

impl Areas {
    /// A row: a state, or a county.
    pub(super) fn row(&mut self, row: &Row<'_>) -> Vec<Fault> {
        let faults = match Cells::of(row) {
            Ok(cells) => self.area(row, cells),
            Err(fault) => vec![fault],
        };
        if !faults.is_empty() {
            let issuer = row.text("IssuerId").parse().ok();
            self.faulty.extend(issuer.map(|issuer| (issuer, row.text("ServiceAreaId").to_owned())));
        }
        faults
    }

    fn area(&mut self, row: &Row<'_>, mut cells: Cells<'_, '_>) -> Vec<Fault> {
        cells.read("MarketCoverage", is_individual);
        let issuer: Option<IssuerId> = cells.read("IssuerId", str::parse);
        let code = cells.filled("ServiceAreaId");
        // Where a row does not say for which plans it is, it is for both.
        let dental = cells
            .read("DentalOnlyPlan", |text| if is_none(text) { Ok(None) } else { yes_or_no(text).map(Some) });
        let covered = match cells.read("CoverEntireState", yes_or_no) {
            Some(true) => Some(None),
            Some(false) => covered_county(&mut cells).map(Some),
            None => None,
        };
        let (Some(issuer), Some(code), Some(dental), Some(covered)) = (issuer, code, dental, covered) else {
            return cells.faults();
        };
        let name = row.text("ServiceAreaName");
        let sides: &[bool] = dental.as_ref().map_or(&[false, true], std::slice::from_ref);
        let put = sides.iter().map(|dental| self.put((issuer, code.clone(), *dental), name, covered.clone()));
        if let Some((column, reason)) = put.collect::<Vec<_>>().into_iter().find_map(Result::err) {
            cells.fault(column, reason);
        }
        cells.faults()
    }

    fn put(
        &mut self,
        key: Key,
        name: &str,
        covered: Option<CountyCoverage>,
    ) -> Result<(), (&'static str, &'static str)> {
        let area = match self.known.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(empty) => {
                let (issuer, code) = (empty.key().0, empty.key().1.clone());
                let coverage = match &covered {
                    None => Coverage::EntireState,
                    Some(_) => Coverage::Counties(Vec::new()),
                };
                empty.insert(ServiceArea { issuer, code, name: name.to_owned(), coverage })
            }
        };
        match (&mut area.coverage, covered) {
            (Coverage::EntireState, None) => Ok(()),
            (Coverage::Counties(counties), Some(covered)) => add(counties, covered),
            (Coverage::EntireState, Some(_)) | (Coverage::Counties(_), None) => {
                Err(("CoverEntireState", "contradicts an earlier row of this service area"))
            }
        }
    }

    /// Whether a plan's area is there, or something was said about its row.
    pub(super) fn has(&self, plan: &Plan) -> bool {
        let faulty = |code: &str| self.faulty.contains(&(plan.issuer(), code.to_owned()));
        let known = |dental| self.known.contains_key(&(plan.issuer(), plan.service_area.clone(), dental));
        known(false) || known(true) || faulty(&plan.service_area) || faulty("")
    }

    /// The areas, and for the dental plans of each carrier whose area of the same code is another one, its code.
    pub(super) fn finish(self) -> (Vec<ServiceArea>, BTreeMap<(IssuerId, String), String>) {
        let (mut areas, mut apart) = (Vec::new(), BTreeMap::new());
        let mut medical = BTreeMap::new();
        for ((issuer, code, dental), mut area) in self.known {
            if !dental {
                medical.insert((issuer, code), sorted(&area.coverage));
            } else if let Some(coverage) = medical.get(&(issuer, code.clone())) {
                if *coverage == sorted(&area.coverage) {
                    continue;
                }
                area.code = format!("{code} dental");
                apart.insert((issuer, code), area.code.clone());
            }
            areas.push(area);
        }
        (areas, apart)
    }
}

fn sorted(coverage: &Coverage) -> Coverage {
    let mut coverage = coverage.clone();
    if let Coverage::Counties(counties) = &mut coverage {
        counties.sort_by_key(|covered| covered.county);
    }
    coverage
}

/// A county that comes again is the same, or has more of its ZIP codes.
fn add(
    counties: &mut Vec<CountyCoverage>,
    covered: CountyCoverage,
) -> Result<(), (&'static str, &'static str)> {
    let Some(known) = counties.iter_mut().find(|known| known.county == covered.county) else {
        counties.push(covered);
        return Ok(());
    };
    match (&mut known.zip_codes, covered.zip_codes) {
        (None, None) => Ok(()),
        (Some(known), Some(zips)) => {
            known.extend(zips);
            known.sort_unstable();
            known.dedup();
            Ok(())
        }
        (None, Some(_)) | (Some(_), None) => {
            Err(("PartialCounty", "contradicts an earlier row of this service area and county"))
        }
    }
}

fn covered_county(cells: &mut Cells<'_, '_>) -> Option<CountyCoverage> {
    let county = cells.read("County", county);
    let partial = cells.read("PartialCounty", yes_or_none);
    let zip_codes = if partial? { Some(cells.read("ZipCodes", zip_codes)?) } else { None };
    Some(CountyCoverage { county: county?, zip_codes })
}
