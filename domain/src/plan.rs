//! Plans of one year's market: their numbers, prices and lists. Pure: no files, no database.
//! `portal::plans` reads and makes catalogs; `domain::enrollment` decides who may choose what, and when.
//! Money is in whole cents (`i64`, names end in `_cents`); stored rates are `u32` cents.

mod catalog;
mod crosswalk;
mod documents;
mod identifiers;
mod levels;
mod rates;
mod shopping;
mod tax_credit;
mod year_cost;

pub use catalog::{
    Catalog, CatalogFault, CatalogOrigin, CountyCoverage, Coverage, EssentialShare, Issuer, Place, Plan,
    PlanVariant, ServiceArea,
};
pub use crosswalk::{CrosswalkArea, CrosswalkLine, CrosswalkReason, Successor, Successors};
pub use documents::{AddressFault, Documents, WebAddress};
pub use identifiers::{CountyFips, IssuerId, NumberFault, PlanId, VariantId};
pub use levels::{CsrLevel, MetalLevel, NetworkType, Variant, csr_of_group, variant_for};
pub use rates::{
    AGE_BANDS, AgeBand, AreaRates, MAX_CHARGED_UNDER_21, RateTable, RatedGroup, age_on, price_group,
};
pub use shopping::{
    Benchmark, Filter, Offer, Shopper, SortBy, list_offers, lowest_bronze, second_lowest_silver, sort_offers,
};
pub use tax_credit::{
    CreditRefusal, PolicyShare, UsedCredit, check_credit, left_of, most_credit_cents, share_credit,
};
pub use year_cost::{MetalCoinsurance, UseAssumptions, UseLevel, YearOfCare};
