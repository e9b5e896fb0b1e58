//! One row of the plan attributes: a plan in one of its variants, with what its carrier publishes of it.

use domain::plan::{
    AddressFault, Documents, MetalLevel, NetworkType, Plan, PlanId, PlanVariant, RateTable, Variant,
    VariantId, WebAddress,
};

use super::{
    amounts::{Per, money_cents},
    table::{Cells, Row},
    values::{essential_share, is_none, yes_or_no, yes_or_none},
};

/// The variant's number, when the numbers of the row agree with each other.
pub(super) fn numbers(cells: &mut Cells<'_, '_>) -> (Option<PlanId>, Option<VariantId>) {
    let id: Option<PlanId> = cells.read("StandardComponentId", str::parse);
    let variant: Option<VariantId> = cells.read("PlanId", str::parse);
    let issuer: Option<domain::plan::IssuerId> = cells.read("IssuerId", str::parse);
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
    (id, variant)
}

/// Every cell is read before one that is missing ends it.
pub(super) fn plan_of(
    cells: &mut Cells<'_, '_>,
    id: Option<PlanId>,
    variant: Option<VariantId>,
) -> Option<Plan> {
    let name = cells.filled("PlanMarketingName");
    let metal = cells.read("MetalLevel", |text| MetalLevel::from_cms(text).ok_or("is not a metal level"));
    let network = cells.read("PlanType", |text| NetworkType::from_cms(text).ok_or("is not a plan type"));
    let dental_only = cells.read("DentalOnlyPlan", yes_or_no);
    let service_area = cells.filled("ServiceAreaId");
    // A credit never pays for a dental plan (ENR-4), and the files write other things there.
    let whole = |_: &str| Ok(domain::plan::EssentialShare::WHOLE);
    let share = if dental_only == Some(true) { whole } else { essential_share };
    let essential_share = cells.read("EHBPercentTotalPremium", share);
    if let (Some(metal), Some(dental)) = (metal, dental_only)
        && dental != matches!(metal, MetalLevel::DentalLow | MetalLevel::DentalHigh)
    {
        let reason = if dental {
            "is not a level of dental plans (Low, High)"
        } else {
            "is a level of dental plans only"
        };
        cells.fault("MetalLevel", reason);
    }
    if dental_only == Some(true)
        && variant.is_some_and(|id| !matches!(id.variant, Variant::OffExchange | Variant::Standard))
    {
        cells.fault("PlanId", "is a variant with reduced cost sharing, which dental plans do not have");
    }
    Some(Plan {
        id: id?,
        name: name?,
        metal: metal?,
        network: network?,
        dental_only: dental_only?,
        service_area: service_area?,
        essential_share: essential_share?,
        variants: Vec::new(),
        documents: Vec::new(),
        rates: RateTable::new(),
    })
}

/// Variants of one plan differ in cost sharing only.
pub(super) fn agrees(cells: &mut Cells<'_, '_>, known: &Plan, plan: &Plan) {
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

pub(super) fn variant_figures(
    cells: &mut Cells<'_, '_>,
    row: &Row<'_>,
    variant: Option<Variant>,
) -> Option<PlanVariant> {
    // Plans that count drugs apart state no total; their medical figure is shown then.
    let mut amount = |total: &'static str, medical: &'static str, per: Per| {
        let states = |column: &str| money_cents(row.text(column), per) != Ok(None);
        let column = if states(total) { total } else { medical };
        cells.read(column, |text| money_cents(text, per))
    };
    let deductible = amount("TEHBDedInnTier1Individual", "MEHBDedInnTier1Individual", Per::Person);
    let of_family = amount("TEHBDedInnTier1FamilyPerGroup", "MEHBDedInnTier1FamilyPerGroup", Per::Group);
    let most = amount("TEHBInnTier1IndividualMOOP", "MEHBInnTier1IndividualMOOP", Per::Person);
    let most_of_family =
        amount("TEHBInnTier1FamilyPerGroupMOOP", "MEHBInnTier1FamilyPerGroupMOOP", Per::Group);
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

/// Columns with addresses of documents.
const DOCUMENTS: [&str; 3] = ["PlanBrochure", "URLForSummaryofBenefitsCoverage", "FormularyURL"];

/// The documents of a variant, and the cells that hold something else than an address a page may lead to.
pub(super) fn documents(row: &Row<'_>) -> (Documents, Vec<(String, AddressFault)>) {
    let mut left_out = Vec::new();
    let mut address = |column: &'static str| -> Option<WebAddress> {
        let text = row.text(column);
        if is_none(text) {
            return None;
        }
        text.parse().map_err(|fault| left_out.push((row.heading(column).to_owned(), fault))).ok()
    };
    let [brochure, summary, formulary] = DOCUMENTS.map(&mut address);
    (Documents { brochure, summary, formulary }, left_out)
}
