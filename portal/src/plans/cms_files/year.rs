//! One plan year put together from rows: plans and variants first, then service areas, then rates; at the end
//! everything that one row cannot show is checked.
//!
//! What follows from a fault that was said is not said again: the rates of a plan whose row is faulty, the plans of a
//! service area whose row is.

use std::collections::{BTreeMap, HashMap, HashSet, btree_map::Entry};

use domain::plan::{
    Catalog, CatalogOrigin, CountyCoverage, Coverage, Issuer, IssuerId, MetalLevel, NetworkType, Plan,
    PlanId, PlanVariant, RateTable, ServiceArea, Variant, VariantId,
};
use domain::typed::signs;

use super::{
    Fault, Faults, PLAN_ATTRIBUTES, YearRead,
    rates::{PlanRates, faults_of, is_family_option},
    table::{Cells, Row},
    values::{
        county, essential_share, is_individual, is_none, money_cents, yes_or_no, yes_or_none, zip_codes,
    },
};

/// Plans that a note names; the rest is counted.
const NAMED: usize = 10;

pub(super) const PLAN_COLUMNS: &[&str] = &[
    "IssuerId",
    "IssuerMarketPlaceMarketingName",
    "MarketCoverage",
    "DentalOnlyPlan",
    "StandardComponentId",
    "PlanMarketingName",
    "ServiceAreaId",
    "PlanType",
    "MetalLevel",
    "IsHSAEligible",
    "PlanId",
    "TEHBDedInnTier1Individual",
    "TEHBDedInnTier1FamilyPerGroup",
    "TEHBInnTier1IndividualMOOP",
    "TEHBInnTier1FamilyPerGroupMOOP",
];
pub(super) const AREA_COLUMNS: &[&str] = &[
    "IssuerId",
    "ServiceAreaId",
    "ServiceAreaName",
    "CoverEntireState",
    "County",
    "PartialCounty",
    "MarketCoverage",
];
/// What has been read of a year.
#[derive(Default)]
pub(super) struct YearParts {
    faults: Faults,
    issuers: BTreeMap<IssuerId, Issuer>,
    areas: BTreeMap<(IssuerId, String), ServiceArea>,
    /// Areas with a faulty row; without a code when the row does not say which.
    faulty_areas: HashSet<(IssuerId, String)>,
    plans: HashMap<PlanId, PlanParts>,
    /// Plans with a faulty row.
    faulty: HashSet<PlanId>,
    /// Plans of the small-group market, whose rates are left out too.
    not_ours: HashSet<PlanId>,
    family_rows: u64,
}

struct PlanParts {
    plan: Plan,
    line: u64,
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
        let id: Option<PlanId> = cells.read("StandardComponentId", str::parse);
        let variant: Option<VariantId> = cells.read("PlanId", str::parse);
        let issuer: Option<IssuerId> = cells.read("IssuerId", str::parse);
        if let (Some(id), Some(variant)) = (id, variant)
            && variant.plan != id
        {
            cells.fault("PlanId", "is not a variant of the plan in StandardComponentId");
        }
        if let (Some(id), Some(issuer)) = (id, issuer)
            && issuer != id.issuer()
        {
            cells.fault("IssuerId", "is not the issuer that the plan number begins with");
        }
        let figures = variant_figures(&mut cells, row, variant.map(|variant| variant.variant));
        let seller = issuer_of(&mut cells, row, id);
        let plan = plan_of(&mut cells, id);
        let (Some(figures), Some(seller), Some(plan)) = (figures, seller, plan) else {
            return cells.faults();
        };
        let variant = figures.variant;
        let known = self.plans.entry(plan.id).or_insert_with(|| PlanParts {
            plan: plan.clone(),
            line: row.line(),
            rates: PlanRates::default(),
        });
        agrees(&mut cells, &known.plan, &plan);
        if known.plan.variant(variant).is_some() {
            cells.fault("PlanId", "is listed twice");
        }
        let faults = cells.faults();
        if faults.is_empty() {
            self.issuers.entry(seller.id).or_insert(seller);
            if variant == Variant::Standard {
                known.plan.name = plan.name;
            }
            known.plan.variants.push(figures);
        }
        faults
    }

    /// A row of the service areas: a state, or a county.
    pub(super) fn area_row(&mut self, row: &Row<'_>) -> bool {
        if is_individual(row.text("MarketCoverage")) == Ok(false) && row.broken().is_none() {
            return false;
        }
        let faults = match Cells::of(row) {
            Ok(cells) => self.area(row, cells),
            Err(fault) => vec![fault],
        };
        if !faults.is_empty() {
            let issuer = row.text("IssuerId").parse().ok();
            self.faulty_areas.extend(issuer.map(|issuer| (issuer, row.text("ServiceAreaId").to_owned())));
        }
        self.faults.add_all(faults);
        true
    }

    fn area(&mut self, row: &Row<'_>, mut cells: Cells<'_, '_>) -> Vec<Fault> {
        cells.read("MarketCoverage", is_individual);
        let issuer: Option<IssuerId> = cells.read("IssuerId", str::parse);
        let code = cells.filled("ServiceAreaId");
        let covered = match cells.read("CoverEntireState", yes_or_no) {
            Some(true) => Some(None),
            Some(false) => covered_county(&mut cells).map(Some),
            None => None,
        };
        let (Some(issuer), Some(code), Some(covered)) = (issuer, code, covered) else {
            return cells.faults();
        };
        let coverage = match &covered {
            None => Coverage::EntireState,
            Some(_) => Coverage::Counties(Vec::new()),
        };
        let name = row.text("ServiceAreaName").to_owned();
        let area = match self.areas.entry((issuer, code.clone())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(empty) => empty.insert(ServiceArea { issuer, code, name, coverage }),
        };
        match (&mut area.coverage, covered) {
            (Coverage::EntireState, None) => {}
            (Coverage::Counties(counties), Some(covered)) => {
                // Medical and dental plans may list the same county again.
                if !counties.iter().any(|known| known.county == covered.county) {
                    counties.push(covered);
                }
            }
            (Coverage::EntireState, Some(_)) | (Coverage::Counties(_), None) => {
                cells.fault("CoverEntireState", "contradicts an earlier row of this service area");
            }
        }
        cells.faults()
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
    pub(super) fn finish(mut self, year: i16) -> YearRead {
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
        let mut notes = Vec::new();
        if without_rates > 0 {
            notes.push(format!("{without_rates} plans have no rates by age and are not sold"));
        }
        if let Some(note) = not_sold_note(&not_sold) {
            notes.push(note);
        }
        if self.family_rows > 0 {
            notes.push(format!("{} family rates of dental plans are left out", self.family_rows));
        }
        if !self.faults.is_empty() {
            return YearRead { year, catalog: Err(self.faults), notes };
        }
        let issuers = self.issuers.into_values().collect();
        let areas = self.areas.into_values().collect();
        let catalog = Catalog::new(year, CatalogOrigin::CmsFiles, issuers, areas, plans).map_err(|fault| {
            let mut faults = Faults::default();
            faults.add(attributes_fault(1, "PlanId", year.to_string(), fault.to_string()));
            faults
        });
        YearRead { year, catalog, notes }
    }

    fn finish_plan(&mut self, parts: PlanParts) -> (Plan, Vec<u16>) {
        let PlanParts { mut plan, line, rates } = parts;
        let of_issuer = |code: &str| (plan.issuer(), code.to_owned());
        let area = of_issuer(&plan.service_area);
        let said = self.faulty_areas.contains(&area) || self.faulty_areas.contains(&of_issuer(""));
        if !said && !self.areas.contains_key(&area) {
            // Every plan of the area lacks it for the same reason.
            let reason = format!("is not among the service areas of issuer {}", plan.issuer());
            let value = x12::shown(&plan.service_area);
            self.faults.add(attributes_fault(line, "ServiceAreaId", value, reason));
        }
        let finished = rates.finish(plan.id);
        self.faults.add_all(finished.fault);
        plan.rates = finished.table;
        (plan, finished.not_sold)
    }
}

/// Something that the plan attributes show together with other files.
fn attributes_fault(line: u64, column: &'static str, value: String, reason: String) -> Fault {
    Fault { file: PLAN_ATTRIBUTES, line, plan: None, column, value, reason, rows: 1, last_line: line }
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

fn issuer_of(cells: &mut Cells<'_, '_>, row: &Row<'_>, id: Option<PlanId>) -> Option<Issuer> {
    // What is no tax number is none: its digits alone would be another.
    let tin = signs::plain(row.text("TIN")).ok().and_then(|typed| signs::digits(&typed));
    let name = cells.filled("IssuerMarketPlaceMarketingName")?;
    Some(Issuer { id: id?.issuer(), name, tin: tin.filter(|digits| digits.len() == 9) })
}

/// Every cell is read before one that is missing ends it.
fn plan_of(cells: &mut Cells<'_, '_>, id: Option<PlanId>) -> Option<Plan> {
    let name = cells.filled("PlanMarketingName");
    let metal = cells.read("MetalLevel", |text| MetalLevel::from_cms(text).ok_or("is not a metal level"));
    let network = cells.read("PlanType", |text| NetworkType::from_cms(text).ok_or("is not a plan type"));
    let dental_only = cells.read("DentalOnlyPlan", yes_or_no);
    let service_area = cells.filled("ServiceAreaId");
    let essential_share = cells.read("EHBPercentTotalPremium", essential_share);
    Some(Plan {
        id: id?,
        name: name?,
        metal: metal?,
        network: network?,
        dental_only: dental_only?,
        service_area: service_area?,
        essential_share: essential_share?,
        variants: Vec::new(),
        rates: RateTable::new(),
    })
}

/// Variants of one plan differ in cost sharing only.
fn agrees(cells: &mut Cells<'_, '_>, known: &Plan, plan: &Plan) {
    for (column, same) in [
        ("MetalLevel", known.metal == plan.metal),
        ("PlanType", known.network == plan.network),
        ("ServiceAreaId", known.service_area == plan.service_area),
        ("DentalOnlyPlan", known.dental_only == plan.dental_only),
    ] {
        if !same {
            cells.fault(column, "differs from another variant of this plan");
        }
    }
}

fn variant_figures(
    cells: &mut Cells<'_, '_>,
    row: &Row<'_>,
    variant: Option<Variant>,
) -> Option<PlanVariant> {
    // Plans that count drugs apart state no total; their medical figure is shown then.
    let mut amount = |total: &'static str, medical: &'static str| {
        let column = if is_none(row.text(total)) { medical } else { total };
        cells.read(column, money_cents)
    };
    let deductible = amount("TEHBDedInnTier1Individual", "MEHBDedInnTier1Individual");
    let of_family = amount("TEHBDedInnTier1FamilyPerGroup", "MEHBDedInnTier1FamilyPerGroup");
    let most = amount("TEHBInnTier1IndividualMOOP", "MEHBInnTier1IndividualMOOP");
    let most_of_family = amount("TEHBInnTier1FamilyPerGroupMOOP", "MEHBInnTier1FamilyPerGroupMOOP");
    let hsa_eligible = cells.read("IsHSAEligible", yes_or_none);
    Some(PlanVariant {
        variant: variant?,
        deductible_individual_cents: deductible?,
        deductible_family_cents: of_family?,
        out_of_pocket_individual_cents: most?,
        out_of_pocket_family_cents: most_of_family?,
        hsa_eligible: hsa_eligible?,
    })
}

fn covered_county(cells: &mut Cells<'_, '_>) -> Option<CountyCoverage> {
    let county = cells.read("County", county);
    let partial = cells.read("PartialCounty", yes_or_none);
    let zip_codes = if partial? { Some(cells.read("ZipCodes", zip_codes)?) } else { None };
    Some(CountyCoverage { county: county?, zip_codes })
}
