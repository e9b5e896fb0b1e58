//! The list of plans for one group: prices before and after credit, the variant the group gets, the benchmark;
//! then sorting and filtering. One pass over the catalog, no allocation per plan.

use std::cmp::Ordering;

use crate::people::words;

use super::{
    catalog::{Catalog, Place, Plan, PlanVariant},
    identifiers::{IssuerId, PlanId, VariantId},
    levels::{CsrLevel, MetalLevel, NetworkType, Variant, csr_of_group},
    rates::RatedGroup,
    tax_credit::most_credit_cents,
    year_cost::{UseAssumptions, UseLevel},
};

/// One group that shops together: people who will share a policy.
#[derive(Debug, Clone)]
pub struct Shopper<'a> {
    /// Ages at the effective date and tobacco use.
    pub group: &'a RatedGroup,
    /// Each member's cost-sharing level from the determination.
    pub csr: &'a [CsrLevel],
    /// Where they live.
    pub place: &'a Place,
    /// The credit that may be applied to this group, cents a month.
    pub credit_cents: i64,
    /// Whether a hardship exemption opens catastrophic plans to members of 30 and older (45 CFR 156.155).
    pub hardship: bool,
}

/// One line of the list.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The variant that the group gets.
    pub variant: &'a PlanVariant,
    /// Premium before credit, cents a month.
    pub premium_cents: i64,
    /// Most credit that this plan takes.
    pub credit_cents: i64,
    /// Estimated cost of a year at low, medium and high use; None where the carrier states too little.
    pub year_cents: [Option<i64>; 3],
    /// How many people the deductible is shown for: more than one sees the family figures.
    pub members: usize,
}

words! {
    /// What a list is sorted by; ties go by price, then by plan number.
    SortBy {
        /// Price after credit.
        Price = "price",
        /// Deductible.
        Deductible = "deductible",
        /// Out-of-pocket maximum.
        OutOfPocketMaximum = "out_of_pocket",
        /// Cost of a year with little care.
        YearLow = "year_low",
        /// Cost of a year with some care.
        YearMedium = "year_medium",
        /// Cost of a year with much care.
        YearHigh = "year_high",
    }
}

/// Which plans to show; an empty list lets all through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these metals.
    pub metals: Vec<MetalLevel>,
    /// Only these issuers.
    pub issuers: Vec<IssuerId>,
    /// Only these network types.
    pub networks: Vec<NetworkType>,
    /// Only with a deductible up to this, in cents a year, as it counts for the group.
    pub most_deductible_cents: Option<i64>,
    /// Only with a health savings account.
    pub hsa_only: bool,
    /// Dental plans instead of medical ones.
    pub dental: bool,
}

/// A plan that sets a figure for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Benchmark {
    /// Which plan.
    pub plan: PlanId,
    /// Its premium for the family, essential part, cents a month.
    pub premium_cents: i64,
}

impl Offer<'_> {
    /// The number to enroll with.
    pub fn id(&self) -> VariantId {
        VariantId { plan: self.plan.id, variant: self.variant.variant }
    }

    /// Price after credit, cents a month.
    pub fn net_cents(&self) -> i64 {
        self.premium_cents - self.credit_cents
    }

    /// The deductible that counts for the group.
    pub fn deductible_cents(&self) -> Option<i64> {
        if self.members > 1 {
            self.variant.deductible_family_cents
        } else {
            self.variant.deductible_individual_cents
        }
    }

    /// The out-of-pocket maximum that counts for the group.
    pub fn out_of_pocket_cents(&self) -> Option<i64> {
        if self.members > 1 {
            self.variant.out_of_pocket_family_cents
        } else {
            self.variant.out_of_pocket_individual_cents
        }
    }
}

impl Filter {
    /// Whether an offer is shown. A plan that states no deductible is not shown to who wants a low one.
    pub fn lets_through(&self, offer: &Offer<'_>) -> bool {
        let (plan, variant) = (offer.plan, offer.variant);
        let low = |most| offer.deductible_cents().is_some_and(|deductible| deductible <= most);
        plan.dental_only == self.dental
            && (self.metals.is_empty() || self.metals.contains(&plan.metal))
            && (self.issuers.is_empty() || self.issuers.contains(&plan.issuer()))
            && (self.networks.is_empty() || self.networks.contains(&plan.network))
            && self.most_deductible_cents.is_none_or(low)
            && (!self.hsa_only || variant.hsa_eligible)
    }
}

impl Shopper<'_> {
    /// Whether a catastrophic plan may be sold to this group: everyone under 30 at the start, or a hardship.
    pub fn may_buy_catastrophic(&self) -> bool {
        self.hardship || self.group.ages().all(|age| age < 30)
    }

    /// What one plan costs this group; None when it is not sold to it. A dental plan is nobody's medical plan: it is not
    /// sold this way.
    pub fn offer<'c>(
        &self,
        catalog: &'c Catalog,
        plan: PlanId,
        assumptions: &UseAssumptions,
    ) -> Option<Offer<'c>> {
        let (plan, rates) = catalog.sold(plan, self.place).filter(|(plan, _)| !plan.dental_only)?;
        self.offer_at(plan, self.group.premium_cents(rates), assumptions)
    }

    fn offer_at<'c>(
        &self,
        plan: &'c Plan,
        premium_cents: i64,
        assumptions: &UseAssumptions,
    ) -> Option<Offer<'c>> {
        if plan.metal == MetalLevel::Catastrophic && !self.may_buy_catastrophic() {
            return None;
        }
        let wanted = csr_of_group(self.csr, plan.metal).variant();
        // A carrier that files no such variant sells the standard one.
        let variant = plan.variant(wanted).or_else(|| plan.variant(Variant::Standard))?;
        let credit_cents =
            most_credit_cents(plan.metal, plan.essential_share.of_cents(premium_cents), self.credit_cents);
        let members = self.group.len();
        let net = premium_cents - credit_cents;
        let year = |level: UseLevel| assumptions.year_cents(plan, variant, members, net, level);
        let year_cents = [year(UseLevel::Low), year(UseLevel::Medium), year(UseLevel::High)];
        Some(Offer { plan, variant, premium_cents, credit_cents, year_cents, members })
    }
}

/// Every plan that may be sold to the group and passes the filter, in the catalog's order.
pub fn list_offers<'c>(
    catalog: &'c Catalog,
    shopper: &Shopper<'c>,
    filter: &Filter,
    assumptions: &UseAssumptions,
) -> Vec<Offer<'c>> {
    let mut offers = Vec::with_capacity(catalog.plans().len());
    for (plan, rates) in catalog.sold_at(shopper.place) {
        if plan.dental_only != filter.dental {
            continue;
        }
        let offer = shopper.offer_at(plan, shopper.group.premium_cents(rates), assumptions);
        offers.extend(offer.filter(|offer| filter.lets_through(offer)));
    }
    offers
}

/// Sorts a list; what a carrier does not state comes last.
pub fn sort_offers(offers: &mut [Offer<'_>], by: SortBy) {
    let stated = |figure: Option<i64>| figure.unwrap_or(i64::MAX);
    let figure = |offer: &Offer<'_>| match by {
        SortBy::Price => offer.net_cents(),
        SortBy::Deductible => stated(offer.deductible_cents()),
        SortBy::OutOfPocketMaximum => stated(offer.out_of_pocket_cents()),
        SortBy::YearLow => stated(offer.year_cents[0]),
        SortBy::YearMedium => stated(offer.year_cents[1]),
        SortBy::YearHigh => stated(offer.year_cents[2]),
    };
    let key = |offer: &Offer<'_>| (figure(offer), offer.net_cents(), offer.premium_cents, offer.plan.id);
    offers.sort_unstable_by(|one, other| -> Ordering { key(one).cmp(&key(other)) });
}

/// The second-lowest-cost silver plan for a coverage family at a place (26 CFR 1.36B-3(f)): essential part of the
/// premium, no tobacco. With one silver plan that one; None without any, or for nobody.
pub fn second_lowest_silver(catalog: &Catalog, family: &RatedGroup, place: &Place) -> Option<Benchmark> {
    if family.is_empty() {
        return None;
    }
    let [first, second] = two_lowest(catalog, family, place, |metal| metal == MetalLevel::Silver);
    second.or(first)
}

/// The lowest-cost bronze plan for a group at a place, no tobacco.
pub fn lowest_bronze(catalog: &Catalog, group: &RatedGroup, place: &Place) -> Option<Benchmark> {
    two_lowest(catalog, group, place, MetalLevel::is_bronze)[0]
}

fn two_lowest(
    catalog: &Catalog,
    group: &RatedGroup,
    place: &Place,
    wanted: impl Fn(MetalLevel) -> bool,
) -> [Option<Benchmark>; 2] {
    let group = group.without_tobacco();
    let mut lowest: [Option<Benchmark>; 2] = [None, None];
    for (plan, rates) in catalog.sold_at(place).filter(|(plan, _)| wanted(plan.metal) && !plan.dental_only) {
        let premium_cents = plan.essential_share.of_cents(group.premium_cents(rates));
        let next = Some(Benchmark { plan: plan.id, premium_cents });
        let below = |other: Option<Benchmark>| other.is_none_or(|other| premium_cents < other.premium_cents);
        if below(lowest[0]) {
            lowest = [next, lowest[0]];
        } else if below(lowest[1]) {
            lowest[1] = next;
        }
    }
    lowest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{AGE_BANDS, CatalogOrigin, Coverage, EssentialShare, Issuer, RateTable, ServiceArea},
        *,
    };

    fn figures(variant: Variant, deductible: i64, most: i64) -> PlanVariant {
        PlanVariant {
            variant,
            deductible_individual_cents: Some(deductible),
            deductible_family_cents: Some(deductible * 2),
            out_of_pocket_individual_cents: Some(most),
            out_of_pocket_family_cents: Some(most * 2),
            hsa_eligible: variant == Variant::Standard && deductible > 400_000,
        }
    }

    fn plan(number: u32, metal: MetalLevel, rate: u32, deductible: i64) -> Plan {
        let mut rates = RateTable::new();
        rates.set_area(8, &[rate; AGE_BANDS], Some(&[rate + rate / 10; AGE_BANDS]));
        let mut variants = vec![figures(Variant::Standard, deductible, 900_000)];
        if metal == MetalLevel::Silver {
            variants.push(figures(Variant::Silver94, 0, 200_000));
        }
        Plan {
            id: format!("99001MN{number:07}").parse().unwrap(),
            name: format!("Sample {number}"),
            metal,
            network: NetworkType::Hmo,
            dental_only: false,
            service_area: "A".into(),
            essential_share: EssentialShare::from_millionths(990_000).unwrap(),
            variants,
            documents: Vec::new(),
            rates,
        }
    }

    fn catalog() -> Catalog {
        let issuer: IssuerId = "99001".parse().unwrap();
        let area =
            ServiceArea { issuer, code: "A".into(), name: "A".into(), coverage: Coverage::EntireState };
        let plans = vec![
            plan(1, MetalLevel::Silver, 42_000, 400_000),
            plan(2, MetalLevel::Silver, 40_000, 500_000),
            plan(3, MetalLevel::Bronze, 30_000, 800_000),
            plan(4, MetalLevel::Catastrophic, 20_000, 900_000),
            plan(5, MetalLevel::Silver, 41_000, 300_000),
        ];
        let issuers = vec![Issuer::named(issuer, "Sample")];
        Catalog::new(2027, CatalogOrigin::Practice, issuers, vec![area], plans).unwrap()
    }

    fn place() -> Place {
        Place { county: "27053".parse().unwrap(), zip: None, rating_area: 8 }
    }

    fn numbers(offers: &[Offer<'_>]) -> Vec<String> {
        offers.iter().map(|offer| offer.id().to_string().split_off(13)).collect()
    }

    #[test]
    fn the_benchmark_is_the_second_lowest_silver_without_tobacco() {
        let catalog = catalog();
        let family = RatedGroup::new(&[(40, true), (10, false)]);
        let benchmark = second_lowest_silver(&catalog, &family, &place()).unwrap();
        assert_eq!(benchmark.plan.as_str(), "99001MN0000005");
        assert_eq!(benchmark.premium_cents, 81_180, "the essential part, 99 percent of 820.00");
        assert_eq!(lowest_bronze(&catalog, &family, &place()).unwrap().premium_cents, 59_400);
        assert!(second_lowest_silver(&catalog, &RatedGroup::new(&[]), &place()).is_none());
    }

    #[test]
    fn a_list_shows_the_variant_and_the_price_after_credit_enr_4() {
        let (catalog, place, group) = (catalog(), place(), RatedGroup::new(&[(40, false)]));
        let shopper = Shopper {
            group: &group,
            csr: &[CsrLevel::Silver94],
            place: &place,
            credit_cents: 35_000,
            hardship: false,
        };
        let mut offers = list_offers(&catalog, &shopper, &Filter::default(), &UseAssumptions::STANDARD);
        sort_offers(&mut offers, SortBy::Price);
        assert_eq!(numbers(&offers), ["3-01", "2-06", "5-06", "1-06"], "no catastrophic plan at 40");
        assert_eq!(offers[0].credit_cents, 29_700, "the credit pays no more than the essential part");
        assert_eq!(offers[1].net_cents(), 5_000);
        sort_offers(&mut offers, SortBy::Deductible);
        assert_eq!(numbers(&offers)[3], "3-01");
        let filter = Filter { metals: vec![MetalLevel::Bronze], hsa_only: true, ..Filter::default() };
        assert_eq!(list_offers(&catalog, &shopper, &filter, &UseAssumptions::STANDARD).len(), 1);
    }

    #[test]
    fn a_low_deductible_means_the_one_that_counts_for_the_group() {
        let (catalog, place) = (catalog(), place());
        let shown = |ages: &[(u8, bool)], most_deductible_cents| {
            let group = RatedGroup::new(ages);
            let shopper =
                Shopper { group: &group, csr: &[], place: &place, credit_cents: 0, hardship: false };
            let filter = Filter { most_deductible_cents, ..Filter::default() };
            let offers = list_offers(&catalog, &shopper, &filter, &UseAssumptions::STANDARD);
            let mut deductibles: Vec<_> = offers.iter().filter_map(Offer::deductible_cents).collect();
            deductibles.sort_unstable();
            (offers.len(), deductibles)
        };
        let (one, two) = ([(40, false)], [(40, false), (38, false)]);
        let (all, deductibles) = shown(&one, None);
        let lowest = deductibles[0];
        let (few, deductibles) = shown(&one, Some(lowest));
        assert!(0 < few && few < all && deductibles.iter().all(|deductible| *deductible == lowest));
        assert_eq!(shown(&one, Some(lowest - 1)).0, 0);
        assert_eq!(shown(&two, Some(lowest)).0, 0, "two people have the family's deductible");
        assert_eq!(shown(&two, Some(lowest * 2)).0, few);
    }

    #[test]
    fn catastrophic_plans_are_for_people_under_30_or_with_a_hardship() {
        let (catalog, place) = (catalog(), place());
        let sees = |age, hardship| {
            let group = RatedGroup::new(&[(age, false)]);
            let shopper = Shopper { group: &group, csr: &[], place: &place, credit_cents: 10_000, hardship };
            let plan = "99001MN0000004".parse().unwrap();
            shopper.offer(&catalog, plan, &UseAssumptions::STANDARD).map(|offer| offer.credit_cents)
        };
        assert_eq!(sees(29, false), Some(0), "and without credit (ENR-4)");
        assert_eq!(sees(30, false), None);
        assert_eq!(sees(30, true), Some(0));
    }

    #[test]
    fn a_year_costs_premiums_and_care_up_to_the_maximum() {
        let (catalog, place) = (catalog(), place());
        let year = |members: &[(u8, bool)]| {
            let group = RatedGroup::new(members);
            let shopper =
                Shopper { group: &group, csr: &[], place: &place, credit_cents: 0, hardship: false };
            shopper
                .offer(&catalog, "99001MN0000001".parse().unwrap(), &UseAssumptions::STANDARD)
                .unwrap()
                .year_cents
        };
        let one = year(&[(40, false)]);
        assert_eq!(one[0], Some(42_000 * 12 + 60_000));
        assert_eq!(one[1], Some(42_000 * 12 + 400_000 + 30_000));
        assert_eq!(one[2], Some(42_000 * 12 + 900_000), "the out-of-pocket maximum");
        let two = year(&[(40, false), (41, false)]);
        assert_eq!(two[2], Some(84_000 * 12 + 900_000 + 250_000));
    }

    proptest! {
        #[test]
        fn no_price_after_credit_is_below_zero_enr_4(
            members in prop::collection::vec((0_u8..90, any::<bool>()), 1..8),
            credit_cents in 0_i64..400_000,
        ) {
            let (catalog, place, group) = (catalog(), place(), RatedGroup::new(&members));
            let shopper = Shopper { group: &group, csr: &[], place: &place, credit_cents, hardship: true };
            for offer in list_offers(&catalog, &shopper, &Filter::default(), &UseAssumptions::STANDARD) {
                prop_assert!(offer.credit_cents <= offer.premium_cents && offer.credit_cents >= 0);
                prop_assert!(offer.net_cents() >= 0);
                prop_assert!(offer.year_cents.windows(2).all(|pair| pair[0] <= pair[1]));
            }
        }
    }
}
