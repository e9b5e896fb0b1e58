//! One plan year put together from rows: plans and variants first, then service areas, then rates; at the end
//! everything that one row cannot show is checked.

use std::collections::{BTreeMap, HashMap, HashSet, btree_map::Entry};

use domain::plan::{
    AGE_BANDS, AgeBand, Catalog, CatalogOrigin, CountyCoverage, Coverage, Issuer, IssuerId, MetalLevel,
    NetworkType, Plan, PlanId, PlanVariant, RateTable, ServiceArea, Variant, VariantId,
};
use jiff::civil::Date;

use super::{
    Fault, Faults, PLAN_ATTRIBUTES, RATE, YearRead,
    table::Row,
    values::{county, essential_share, money_cents, rate_cents, rating_area, yes_or_no, zip_codes},
};

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
pub(super) const RATE_COLUMNS: &[&str] = &[
    "PlanId",
    "RatingAreaId",
    "Tobacco",
    "Age",
    "IndividualRate",
    "IndividualTobaccoRate",
    "RateEffectiveDate",
    "RateExpirationDate",
];

/// A rate that no row gave.
const NO_RATE: u32 = u32::MAX;

/// What has been read of a year.
#[derive(Default)]
pub(super) struct YearParts {
    pub(super) faults: Faults,
    issuers: BTreeMap<IssuerId, Issuer>,
    areas: BTreeMap<(IssuerId, String), ServiceArea>,
    plans: HashMap<PlanId, PlanParts>,
    /// Plans of the small-group market, whose rates are left out too.
    not_ours: HashSet<PlanId>,
    family_rows: u64,
}

struct PlanParts {
    plan: Plan,
    line: u64,
    rates: BTreeMap<u16, AreaParts>,
}

struct AreaParts {
    line: u64,
    rates: [u32; AGE_BANDS],
    /// None: "No Preference".
    tobacco: Option<[u32; AGE_BANDS]>,
}

impl YearParts {
    /// A row of the plan attributes: one variant.
    pub(super) fn plan_row(&mut self, row: &Row<'_>) -> Result<bool, Fault> {
        row.whole()?;
        let id: PlanId = row.read("StandardComponentId", str::parse)?;
        if row.text("MarketCoverage") != "Individual" {
            self.not_ours.insert(id);
            return Ok(false);
        }
        let variant: VariantId = row.read("PlanId", str::parse)?;
        if variant.plan != id {
            return Err(row.fault("PlanId", "is not a variant of the plan in StandardComponentId"));
        }
        if row.read("IssuerId", str::parse::<IssuerId>)? != id.issuer() {
            return Err(row.fault("IssuerId", "is not the issuer that the plan number begins with"));
        }
        let figures = variant_figures(row, variant.variant)?;
        let plan = plan_of(row, id)?;
        self.issuers.entry(id.issuer()).or_insert(issuer_of(row, id.issuer())?);
        let known = self.plans.entry(id).or_insert_with(|| PlanParts {
            plan: plan.clone(),
            line: row.line(),
            rates: BTreeMap::new(),
        });
        agrees(row, &known.plan, &plan)?;
        if known.plan.variant(variant.variant).is_some() {
            return Err(row.fault("PlanId", "is listed twice"));
        }
        if variant.variant == Variant::Standard {
            known.plan.name = plan.name;
        }
        known.plan.variants.push(figures);
        Ok(true)
    }

    /// A row of the service areas: a state, or a county.
    pub(super) fn area_row(&mut self, row: &Row<'_>) -> Result<bool, Fault> {
        row.whole()?;
        if row.text("MarketCoverage") != "Individual" {
            return Ok(false);
        }
        let issuer: IssuerId = row.read("IssuerId", str::parse)?;
        let code = row.filled("ServiceAreaId")?.to_owned();
        let covered = match row.read("CoverEntireState", yes_or_no)? {
            true => None,
            false => Some(covered_county(row)?),
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
                return Err(row.fault("CoverEntireState", "contradicts an earlier row of this service area"));
            }
        }
        Ok(true)
    }

    /// A row of the rates: one plan, area and age.
    pub(super) fn rate_row(&mut self, row: &Row<'_>) -> Result<bool, Fault> {
        row.whole()?;
        let id: PlanId = row.read("PlanId", str::parse)?;
        let Some(known) = self.plans.get_mut(&id) else {
            return match self.not_ours.contains(&id) {
                true => Ok(false),
                false => Err(row.fault("PlanId", "is not among the plan attributes of this year")),
            };
        };
        rate_dates(row)?;
        if row.text("Age") == "Family Option" {
            // Some dental plans have one price for a couple or a family; such plans are not priced by age.
            self.family_rows += 1;
            return Ok(false);
        }
        let area = row.read("RatingAreaId", rating_area)?;
        let band =
            row.read("Age", |text| AgeBand::from_cms(text).ok_or("is not 0-14, 15 to 63, or 64 and over"))?;
        let rate = row.read("IndividualRate", rate_cents)?;
        let with_tobacco = row.read("Tobacco", |text| match text {
            "No Preference" => Ok(false),
            "Tobacco User/Non-Tobacco User" => Ok(true),
            _ => Err("is neither No Preference nor Tobacco User/Non-Tobacco User"),
        })?;
        let tobacco = if with_tobacco { Some(row.read("IndividualTobaccoRate", rate_cents)?) } else { None };
        let parts = known.rates.entry(area).or_insert_with(|| AreaParts {
            line: row.line(),
            rates: [NO_RATE; AGE_BANDS],
            tobacco: tobacco.map(|_| [NO_RATE; AGE_BANDS]),
        });
        if parts.rates[band.index()] != NO_RATE {
            return Err(row.fault("Age", "has a rate already for this plan and rating area"));
        }
        match (&mut parts.tobacco, tobacco) {
            (None, None) => {}
            (Some(all), Some(tobacco)) => all[band.index()] = tobacco,
            (None, Some(_)) | (Some(_), None) => {
                return Err(row.fault("Tobacco", "differs from other ages of this plan and rating area"));
            }
        }
        parts.rates[band.index()] = rate;
        Ok(true)
    }

    /// Checks what no single row shows, and makes the catalog.
    pub(super) fn finish(mut self, year: i16) -> YearRead {
        let mut plans = Vec::with_capacity(self.plans.len());
        let mut parts: Vec<PlanParts> = std::mem::take(&mut self.plans).into_values().collect();
        parts.sort_by_key(|parts| parts.plan.id);
        let mut without_rates = 0_u32;
        for parts in parts {
            without_rates += u32::from(parts.rates.is_empty());
            plans.push(self.finish_plan(parts));
        }
        let mut notes = Vec::new();
        if without_rates > 0 {
            notes.push(format!("{without_rates} plans have no rates by age and are not sold"));
        }
        if self.family_rows > 0 {
            notes.push(format!("{} family rates of dental plans are left out", self.family_rows));
        }
        if self.faults.count > 0 {
            return YearRead { year, catalog: Err(self.faults), notes };
        }
        let issuers = self.issuers.into_values().collect();
        let areas = self.areas.into_values().collect();
        let catalog = Catalog::new(year, CatalogOrigin::CmsFiles, issuers, areas, plans).map_err(|fault| {
            let mut faults = Faults::default();
            let column = "PlanId";
            let value = year.to_string();
            faults.add(Fault { file: PLAN_ATTRIBUTES, line: 1, column, value, reason: fault.to_string() });
            faults
        });
        YearRead { year, catalog, notes }
    }

    fn finish_plan(&mut self, parts: PlanParts) -> Plan {
        let PlanParts { mut plan, line, rates } = parts;
        if !self.areas.contains_key(&(plan.issuer(), plan.service_area.clone())) {
            let reason = "is not among the service areas of this issuer".to_owned();
            let value = plan.service_area.clone();
            self.faults.add(Fault { file: PLAN_ATTRIBUTES, line, column: "ServiceAreaId", value, reason });
        }
        let mut table = RateTable::new();
        for (area, parts) in rates {
            let missing = parts.rates.iter().filter(|rate| **rate == NO_RATE).count();
            if missing > 0 {
                let reason = format!("rating area {area} lacks rates for {missing} of {AGE_BANDS} ages");
                let value = plan.id.to_string();
                self.faults.add(Fault { file: RATE, line: parts.line, column: "PlanId", value, reason });
            }
            table.set_area(area, &parts.rates, parts.tobacco.as_ref());
        }
        plan.rates = table;
        plan
    }
}

fn issuer_of(row: &Row<'_>, id: IssuerId) -> Result<Issuer, Fault> {
    let tin: String = row.text("TIN").chars().filter(char::is_ascii_digit).collect();
    let name = row.filled("IssuerMarketPlaceMarketingName")?.to_owned();
    Ok(Issuer { id, name, tin: (tin.len() == 9).then_some(tin) })
}

fn plan_of(row: &Row<'_>, id: PlanId) -> Result<Plan, Fault> {
    Ok(Plan {
        id,
        name: row.filled("PlanMarketingName")?.to_owned(),
        metal: row.read("MetalLevel", |text| MetalLevel::from_cms(text).ok_or("is not a metal level"))?,
        network: row.read("PlanType", |text| NetworkType::from_cms(text).ok_or("is not a plan type"))?,
        dental_only: row.read("DentalOnlyPlan", yes_or_no)?,
        service_area: row.filled("ServiceAreaId")?.to_owned(),
        essential_share: row.read("EHBPercentTotalPremium", essential_share)?,
        variants: Vec::new(),
        rates: RateTable::new(),
    })
}

/// Variants of one plan differ in cost sharing only.
fn agrees(row: &Row<'_>, known: &Plan, plan: &Plan) -> Result<(), Fault> {
    let reason = "differs from another variant of this plan";
    if known.metal != plan.metal {
        return Err(row.fault("MetalLevel", reason));
    }
    if known.network != plan.network {
        return Err(row.fault("PlanType", reason));
    }
    if known.service_area != plan.service_area {
        return Err(row.fault("ServiceAreaId", reason));
    }
    if known.dental_only != plan.dental_only {
        return Err(row.fault("DentalOnlyPlan", reason));
    }
    Ok(())
}

fn variant_figures(row: &Row<'_>, variant: Variant) -> Result<PlanVariant, Fault> {
    // Plans that count drugs apart state no total; their medical figure is shown then.
    let amount = |total: &'static str, medical: &'static str| -> Result<Option<i64>, Fault> {
        match row.read(total, money_cents)? {
            Some(cents) => Ok(Some(cents)),
            None => row.read(medical, money_cents),
        }
    };
    let hsa_eligible = match row.text("IsHSAEligible") {
        "" => false,
        _ => row.read("IsHSAEligible", yes_or_no)?,
    };
    Ok(PlanVariant {
        variant,
        deductible_individual_cents: amount("TEHBDedInnTier1Individual", "MEHBDedInnTier1Individual")?,
        deductible_family_cents: amount("TEHBDedInnTier1FamilyPerGroup", "MEHBDedInnTier1FamilyPerGroup")?,
        out_of_pocket_individual_cents: amount("TEHBInnTier1IndividualMOOP", "MEHBInnTier1IndividualMOOP")?,
        out_of_pocket_family_cents: amount(
            "TEHBInnTier1FamilyPerGroupMOOP",
            "MEHBInnTier1FamilyPerGroupMOOP",
        )?,
        hsa_eligible,
    })
}

fn covered_county(row: &Row<'_>) -> Result<CountyCoverage, Fault> {
    let county = row.read("County", county)?;
    let zip_codes = match row.text("PartialCounty") {
        "" | "No" => None,
        "Yes" => Some(row.read("ZipCodes", zip_codes)?),
        _ => return Err(row.fault("PartialCounty", "is neither Yes nor No")),
    };
    Ok(CountyCoverage { county, zip_codes })
}

fn rate_dates(row: &Row<'_>) -> Result<(), Fault> {
    let day = |text: &str| text.parse::<Date>().map_err(|_| "is not a date like 2027-01-01");
    let from = row.read("RateEffectiveDate", day)?;
    let until = row.read("RateExpirationDate", day)?;
    let year = row.year()?;
    if from.year() != year {
        return Err(row.fault("RateEffectiveDate", "is not in the plan year"));
    }
    if until < from {
        return Err(row.fault("RateExpirationDate", "lies before RateEffectiveDate"));
    }
    Ok(())
}
