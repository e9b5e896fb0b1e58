//! One plan year's market: issuers, service areas, plans with variants and rates.
//! Made of flat lists (a table row each), checked once by [`Catalog::new`], then looked up by binary search.

use std::collections::BTreeMap;

use crate::{people::words, typed::phone::Phone};

use super::{
    documents::{Documents, WebAddress},
    identifiers::{CountyFips, IssuerId, PlanId, VariantId},
    levels::{MetalLevel, NetworkType, Variant},
    rates::{AreaRates, RateTable},
};

words! {
    /// Where a catalog comes from; a practice catalog is shown as "Sample plans".
    CatalogOrigin {
        /// Made up, built in.
        Practice = "practice",
        /// Read from public CMS files.
        CmsFiles = "cms_files",
    }
}

/// A carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// HIOS number.
    pub id: IssuerId,
    /// The name it sells under.
    pub name: String,
    /// Tax number for loop 1000B of an 834, nine digits, where it is known.
    pub tin: Option<String>,
    /// Where its customers call, where it is known.
    pub phone: Option<Phone>,
    /// Where its customers pay, where it is known.
    pub payment_page: Option<WebAddress>,
}

/// A county that a service area covers, whole or by ZIP code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountyCoverage {
    /// The county.
    pub county: CountyFips,
    /// Only these ZIP codes of it; None is the whole county.
    pub zip_codes: Option<Vec<u32>>,
}

/// How far a service area reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage {
    /// Every county of the state.
    EntireState,
    /// These counties.
    Counties(Vec<CountyCoverage>),
}

/// Where an issuer sells: known by the issuer and its own code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceArea {
    /// Whose area it is.
    pub issuer: IssuerId,
    /// The issuer's code for it ("MNS001").
    pub code: String,
    /// A name for people.
    pub name: String,
    /// Where it reaches.
    pub coverage: Coverage,
}

/// The part of a premium that pays for essential health benefits, in millionths. Only this part may be paid by
/// the tax credit (ENR-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EssentialShare(u32);

crate::stored::stored!(EssentialShare, Number, |share| i64::from(share.0), |millionths| {
    u32::try_from(*millionths).ok().and_then(Self::from_millionths)
});

/// One plan in one cost-sharing variant. Money in cents; None where the carrier states none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanVariant {
    /// Which variant.
    pub variant: Variant,
    /// Deductible of one person.
    pub deductible_individual_cents: Option<i64>,
    /// Deductible of a family together.
    pub deductible_family_cents: Option<i64>,
    /// Most one person pays for covered care in a year.
    pub out_of_pocket_individual_cents: Option<i64>,
    /// Most a family pays together.
    pub out_of_pocket_family_cents: Option<i64>,
    /// Whether a health savings account may go with it.
    pub hsa_eligible: bool,
}

/// A plan of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its number; the first five digits are the issuer.
    pub id: PlanId,
    /// Name for people.
    pub name: String,
    /// Metal level.
    pub metal: MetalLevel,
    /// Network type.
    pub network: NetworkType,
    /// Pays for dental care only.
    pub dental_only: bool,
    /// The issuer's code of the service area.
    pub service_area: String,
    /// Part of the premium that a credit may pay.
    pub essential_share: EssentialShare,
    /// Its variants, ascending.
    pub variants: Vec<PlanVariant>,
    /// What the carrier publishes of it, by variant, ascending; only variants of which there is something.
    pub documents: Vec<(Variant, Documents)>,
    /// Its rates; empty when it is not sold.
    pub rates: RateTable,
}

/// Where a household lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// County.
    pub county: CountyFips,
    /// Five digits as a number, when known.
    pub zip: Option<u32>,
    /// Rating area of the county.
    pub rating_area: u16,
}

/// What keeps a list of parts from being a catalog.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogFault {
    /// Two plans have one number.
    #[error("plan {0} is listed twice")]
    PlanTwice(PlanId),
    /// Two variants of a plan have the same digits.
    #[error("plan variant {0} is listed twice")]
    VariantTwice(VariantId),
    /// A plan's issuer is missing.
    #[error("plan {0}: its issuer is not in the catalog")]
    IssuerMissing(PlanId),
    /// A plan's service area is missing.
    #[error("plan {0}: service area {1} of its issuer is not in the catalog")]
    ServiceAreaMissing(PlanId, String),
}

/// A plan year's whole market. Hold it in an `Arc`: nothing in it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    year: i16,
    origin: CatalogOrigin,
    issuers: Vec<Issuer>,
    service_areas: Vec<ServiceArea>,
    plans: Vec<Plan>,
    /// For each plan the place of its service area.
    area_of_plan: Vec<usize>,
}

impl EssentialShare {
    /// The whole premium.
    pub const WHOLE: Self = Self(1_000_000);

    /// Takes millionths; None when it is more than the whole.
    pub const fn from_millionths(millionths: u32) -> Option<Self> {
        if millionths <= 1_000_000 { Some(Self(millionths)) } else { None }
    }

    /// In millionths.
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// The essential part of a premium, cents, rounded down.
    pub fn of_cents(self, premium_cents: i64) -> i64 {
        premium_cents * i64::from(self.0) / 1_000_000
    }
}

impl Issuer {
    /// A carrier of which nothing but the name is known.
    pub fn named(id: IssuerId, name: impl Into<String>) -> Self {
        Self { id, name: name.into(), tin: None, phone: None, payment_page: None }
    }
}

impl ServiceArea {
    /// Whether people at this place are in it. In a county covered by ZIP code, an unknown ZIP is outside.
    pub fn covers(&self, place: &Place) -> bool {
        match &self.coverage {
            Coverage::EntireState => true,
            Coverage::Counties(counties) => counties.iter().any(|covered| {
                covered.county == place.county
                    && match (&covered.zip_codes, place.zip) {
                        (None, _) => true,
                        (Some(zips), Some(zip)) => zips.contains(&zip),
                        (Some(_), None) => false,
                    }
            }),
        }
    }
}

impl Plan {
    /// Its issuer.
    pub fn issuer(&self) -> IssuerId {
        self.id.issuer()
    }

    /// The variant with these digits, if it exists.
    pub fn variant(&self, variant: Variant) -> Option<&PlanVariant> {
        self.variants.iter().find(|candidate| candidate.variant == variant)
    }

    /// What the carrier publishes of a variant; of the plan as it is, where it names nothing of the variant.
    pub fn documents(&self, variant: Variant) -> Option<&Documents> {
        let of = |wanted| self.documents.iter().find(|(of, _)| *of == wanted).map(|(_, documents)| documents);
        of(variant).or_else(|| of(Variant::Standard))
    }

    /// Whether the exchange sells it: it has a standard variant and rates.
    pub fn on_exchange(&self) -> bool {
        self.variant(Variant::Standard).is_some() && !self.rates.areas().is_empty()
    }
}

impl Catalog {
    /// Sorts and checks the parts. An entire-state area covers the state of the plan's number.
    pub fn new(
        year: i16,
        origin: CatalogOrigin,
        mut issuers: Vec<Issuer>,
        service_areas: Vec<ServiceArea>,
        mut plans: Vec<Plan>,
    ) -> Result<Self, CatalogFault> {
        issuers.sort_by_key(|issuer| issuer.id);
        plans.sort_by_key(|plan| plan.id);
        let areas: BTreeMap<(IssuerId, &str), usize> = service_areas
            .iter()
            .enumerate()
            .map(|(place, area)| ((area.issuer, area.code.as_str()), place))
            .collect();
        let mut area_of_plan = Vec::with_capacity(plans.len());
        for plan in &mut plans {
            plan.variants.sort_by_key(|variant| variant.variant);
            plan.documents.sort_by_key(|(variant, _)| *variant);
            if let Some(twice) = plan.variants.windows(2).find(|pair| pair[0].variant == pair[1].variant) {
                return Err(CatalogFault::VariantTwice(VariantId {
                    plan: plan.id,
                    variant: twice[0].variant,
                }));
            }
            if issuers.binary_search_by_key(&plan.issuer(), |issuer| issuer.id).is_err() {
                return Err(CatalogFault::IssuerMissing(plan.id));
            }
            let area = areas
                .get(&(plan.issuer(), plan.service_area.as_str()))
                .ok_or_else(|| CatalogFault::ServiceAreaMissing(plan.id, plan.service_area.clone()))?;
            area_of_plan.push(*area);
        }
        if let Some(twice) = plans.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(CatalogFault::PlanTwice(twice[0].id));
        }
        Ok(Self { year, origin, issuers, service_areas, plans, area_of_plan })
    }

    /// The plan year.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// Where it comes from.
    pub fn origin(&self) -> CatalogOrigin {
        self.origin
    }

    /// Whether pages show the "Sample plans" mark.
    pub fn is_sample(&self) -> bool {
        self.origin == CatalogOrigin::Practice
    }

    /// All issuers, by number.
    pub fn issuers(&self) -> &[Issuer] {
        &self.issuers
    }

    /// All service areas.
    pub fn service_areas(&self) -> &[ServiceArea] {
        &self.service_areas
    }

    /// All plans, by number.
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// An issuer by number.
    pub fn issuer(&self, id: IssuerId) -> Option<&Issuer> {
        self.issuers
            .binary_search_by_key(&id, |issuer| issuer.id)
            .ok()
            .and_then(|place| self.issuers.get(place))
    }

    /// A plan by number.
    pub fn plan(&self, id: PlanId) -> Option<&Plan> {
        self.plans.binary_search_by_key(&id, |plan| plan.id).ok().and_then(|place| self.plans.get(place))
    }

    /// A plan and its variant.
    pub fn variant(&self, id: VariantId) -> Option<(&Plan, &PlanVariant)> {
        let plan = self.plan(id.plan)?;
        Some((plan, plan.variant(id.variant)?))
    }

    /// Every plan that the exchange sells at this place, with its rates there.
    pub fn sold_at<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = (&'a Plan, AreaRates<'a>)> {
        self.plans.iter().zip(&self.area_of_plan).filter_map(move |(plan, area)| {
            let rates = plan.rates.area(place.rating_area)?;
            let reaches = self.service_areas.get(*area).is_some_and(|area| area.covers(place));
            (reaches && plan.variant(Variant::Standard).is_some()).then_some((plan, rates))
        })
    }

    /// One plan with its rates at this place; None when it is not sold there.
    pub fn sold(&self, id: PlanId, place: &Place) -> Option<(&Plan, AreaRates<'_>)> {
        let at = self.plans.binary_search_by_key(&id, |plan| plan.id).ok()?;
        let plan = self.plans.get(at).filter(|plan| plan.on_exchange())?;
        let reaches = self.service_areas.get(*self.area_of_plan.get(at)?)?.covers(place);
        if reaches { Some((plan, plan.rates.area(place.rating_area)?)) } else { None }
    }

    /// How many variants all plans have together.
    pub fn variant_count(&self) -> usize {
        self.plans.iter().map(|plan| plan.variants.len()).sum()
    }

    /// How many (plan, area, age) rates there are.
    pub fn rate_count(&self) -> usize {
        self.plans.iter().map(|plan| plan.rates.areas().len() * super::rates::AGE_BANDS).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> (Vec<Issuer>, Vec<ServiceArea>, Plan) {
        let issuer: IssuerId = "99001".parse().unwrap();
        let county = |fips: &str, zip_codes| CountyCoverage { county: fips.parse().unwrap(), zip_codes };
        let area = ServiceArea {
            issuer,
            code: "MNS001".into(),
            name: "Sample area".into(),
            coverage: Coverage::Counties(vec![county("27053", None), county("27003", Some(vec![55303]))]),
        };
        let mut rates = RateTable::new();
        rates.set_area(8, &[10_000; super::super::AGE_BANDS], None);
        let standard = PlanVariant {
            variant: Variant::Standard,
            deductible_individual_cents: None,
            deductible_family_cents: None,
            out_of_pocket_individual_cents: None,
            out_of_pocket_family_cents: None,
            hsa_eligible: false,
        };
        let plan = Plan {
            id: "99001MN0010001".parse().unwrap(),
            name: "Sample".into(),
            metal: MetalLevel::Silver,
            network: NetworkType::Hmo,
            dental_only: false,
            service_area: "MNS001".into(),
            essential_share: EssentialShare::WHOLE,
            variants: vec![standard],
            documents: Vec::new(),
            rates,
        };
        (vec![Issuer::named(issuer, "Sample")], vec![area], plan)
    }

    #[test]
    fn a_plan_is_sold_where_its_service_area_and_its_rates_reach() {
        let (issuers, areas, plan) = parts();
        let id = plan.id;
        let catalog = Catalog::new(2027, CatalogOrigin::Practice, issuers, areas, vec![plan]).unwrap();
        let place = |fips: &str, zip, rating_area| Place { county: fips.parse().unwrap(), zip, rating_area };
        assert_eq!(catalog.sold_at(&place("27053", None, 8)).count(), 1);
        assert!(catalog.sold(id, &place("27053", None, 8)).is_some());
        assert!(catalog.sold(id, &place("27053", None, 1)).is_none(), "no rates there");
        assert!(catalog.sold(id, &place("27001", None, 8)).is_none(), "another county");
        assert!(catalog.sold(id, &place("27003", Some(55303), 8)).is_some());
        assert!(catalog.sold(id, &place("27003", Some(55304), 8)).is_none(), "another ZIP code");
        assert!(catalog.is_sample());
    }

    #[test]
    fn a_variant_without_documents_of_its_own_has_those_of_the_plan() {
        let (_, _, mut plan) = parts();
        assert_eq!(plan.documents(Variant::Silver94), None);
        let of = |path: &str| Documents {
            summary: Some(format!("https://sample.example/{path}").parse().unwrap()),
            ..Documents::default()
        };
        plan.documents = vec![(Variant::Standard, of("01")), (Variant::Silver94, of("06"))];
        assert_eq!(plan.documents(Variant::Silver94), Some(&of("06")));
        assert_eq!(plan.documents(Variant::Silver73), Some(&of("01")));
    }

    #[test]
    fn a_catalog_refuses_doubled_and_dangling_parts() {
        let (issuers, areas, plan) = parts();
        let make = |issuers, areas, plans| Catalog::new(2027, CatalogOrigin::Practice, issuers, areas, plans);
        let twice = make(issuers.clone(), areas.clone(), vec![plan.clone(), plan.clone()]);
        assert_eq!(twice, Err(CatalogFault::PlanTwice(plan.id)));
        assert_eq!(make(vec![], areas, vec![plan.clone()]), Err(CatalogFault::IssuerMissing(plan.id)));
        let dangling = make(issuers.clone(), vec![], vec![plan.clone()]);
        assert!(matches!(dangling, Err(CatalogFault::ServiceAreaMissing(..))));
        let mut doubled = plan;
        doubled.variants.push(doubled.variants[0]);
        assert!(matches!(make(issuers, vec![], vec![doubled]), Err(CatalogFault::VariantTwice(_))));
    }
}
