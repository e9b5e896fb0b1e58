//! Plan catalogs: saved whole, a plan year in one transaction, and read whole into memory. They hold no
//! consumer's data, so no door stands before them.

use crate::{Error, randomness};
use domain::plan::{
    AGE_BANDS, Catalog, CatalogOrigin, CountyCoverage, Coverage, EssentialShare, Issuer, IssuerId,
    MetalLevel, NetworkType, Plan, PlanId, PlanVariant, RateTable, ServiceArea, Variant,
};
use door::{
    Door, Public,
    bulk::{Cell, Loader, Rows},
    rows, statements,
};
use std::{collections::HashMap, fmt::Write};

rows! {
    /// Where a year's catalog comes from, and the key of its loading.
    pub(super) struct Loaded {
        pub(super) origin: CatalogOrigin,
        pub(super) load_key: String,
    }

    struct IssuerRow {
        issuer: IssuerId,
        name: String,
        tin: Option<String>,
    }

    struct AreaRow {
        issuer: IssuerId,
        code: String,
        name: String,
        counties: Option<String>,
    }

    struct PlanRow {
        plan_id: PlanId,
        name: String,
        metal: MetalLevel,
        network: NetworkType,
        dental_only: bool,
        area_code: String,
        essential_millionths: EssentialShare,
        variants: String,
    }

    struct RateRow {
        plan_id: PlanId,
        rating_area: i64,
        rates: String,
        tobacco_rates: Option<String>,
    }
}

statements! {
    pub(super) fn loaded(Public, year: i16) -> Option<Loaded> = "SELECT origin, load_key FROM catalogs WHERE plan_year = $1";
    fn issuers(Public, year: i16) -> Vec<IssuerRow> =
        "SELECT issuer, name, tin FROM catalog_issuers WHERE plan_year = $1 ORDER BY issuer";
    fn areas(Public, year: i16) -> Vec<AreaRow> =
        "SELECT issuer, code, name, counties FROM catalog_areas WHERE plan_year = $1 ORDER BY issuer, code";
    fn plans(Public, year: i16) -> Vec<PlanRow> =
        "SELECT plan_id, name, metal, network, dental_only, area_code, essential_millionths, variants \
         FROM catalog_plans WHERE plan_year = $1 ORDER BY plan_id";
    fn rates(Public, year: i16) -> Vec<RateRow> =
        "SELECT plan_id, rating_area, rates, tobacco_rates FROM catalog_rates WHERE plan_year = $1 ORDER BY plan_id, rating_area";
}

/// Reads the catalog of a year.
pub(super) async fn load(door: &Door, year: i16, origin: CatalogOrigin) -> Result<Catalog, Error> {
    let looking = &mut door.looking();
    let mut tables: HashMap<PlanId, RateTable> = HashMap::new();
    for row in rates(looking, year).await? {
        let area = u16::try_from(row.rating_area).map_err(|_| Error::Corrupt("rating area"))?;
        let tobacco = row.tobacco_rates.map(|text| ages(&text)).transpose()?;
        tables.entry(row.plan_id).or_default().set_area(area, &ages(&row.rates)?, tobacco.as_ref());
    }
    let issuers = issuers(looking, year).await?.into_iter();
    let issuers = issuers.map(|IssuerRow { issuer: id, name, tin }| Issuer { id, name, tin }).collect();
    let areas = areas(looking, year).await?.into_iter().map(area).collect::<Result<_, _>>()?;
    let plans = plans(looking, year).await?.into_iter();
    let plans = plans.map(|row| plan(row, &mut tables)).collect::<Result<_, _>>()?;
    Catalog::new(year, origin, issuers, areas, plans).map_err(|_| Error::Corrupt("catalog"))
}

fn area(row: AreaRow) -> Result<ServiceArea, Error> {
    let AreaRow { issuer, code, name, counties } = row;
    let coverage = match counties {
        None => Coverage::EntireState,
        Some(list) => Coverage::Counties(
            list.split_whitespace().map(county).collect::<Option<_>>().ok_or(Error::Corrupt("counties"))?,
        ),
    };
    Ok(ServiceArea { issuer, code, name, coverage })
}

/// "27053" or "27053:55401,55402".
fn county(word: &str) -> Option<CountyCoverage> {
    let (county, zips) = match word.split_once(':') {
        Some((county, zips)) => (county, Some(zips)),
        None => (word, None),
    };
    let zip_codes = match zips {
        Some(zips) => Some(zips.split(',').map(|zip| zip.parse().ok()).collect::<Option<Vec<u32>>>()?),
        None => None,
    };
    Some(CountyCoverage { county: county.parse().ok()?, zip_codes })
}

fn county_word(county: &CountyCoverage) -> String {
    let mut word = county.county.to_string();
    if let Some(zips) = &county.zip_codes {
        let zips: Vec<String> = zips.iter().map(|zip| format!("{zip:05}")).collect();
        // Writing into a string cannot fail.
        let _written = write!(word, ":{}", zips.join(","));
    }
    word
}

fn ages(text: &str) -> Result<[u32; AGE_BANDS], Error> {
    let rates: Option<Vec<u32>> = text.split(',').map(|rate| rate.parse().ok()).collect();
    rates.and_then(|rates| rates.try_into().ok()).ok_or(Error::Corrupt("rates"))
}

fn ages_text(rates: &[u32]) -> String {
    rates.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

fn plan(row: PlanRow, rates: &mut HashMap<PlanId, RateTable>) -> Result<Plan, Error> {
    let variants: Vec<StoredVariant> =
        serde_json::from_str(&row.variants).map_err(|_| Error::Corrupt("plan variants"))?;
    Ok(Plan {
        rates: rates.remove(&row.plan_id).unwrap_or_default(),
        id: row.plan_id,
        name: row.name,
        metal: row.metal,
        network: row.network,
        dental_only: row.dental_only,
        service_area: row.area_code,
        essential_share: row.essential_millionths,
        variants: variants
            .into_iter()
            .map(stored_variant)
            .collect::<Option<_>>()
            .ok_or(Error::Corrupt("variant"))?,
    })
}

/// Variant digits, deductible of one and of a family, out-of-pocket maximum of one and of a family, HSA.
type StoredVariant = (String, Option<i64>, Option<i64>, Option<i64>, Option<i64>, bool);

fn stored_variant(stored: StoredVariant) -> Option<PlanVariant> {
    Some(PlanVariant {
        variant: Variant::from_digits(&stored.0)?,
        deductible_individual_cents: stored.1,
        deductible_family_cents: stored.2,
        out_of_pocket_individual_cents: stored.3,
        out_of_pocket_family_cents: stored.4,
        hsa_eligible: stored.5,
    })
}

fn variant_text(variants: &[PlanVariant]) -> Result<String, Error> {
    let stored: Vec<StoredVariant> = variants
        .iter()
        .map(|v| {
            (
                v.variant.digits().to_owned(),
                v.deductible_individual_cents,
                v.deductible_family_cents,
                v.out_of_pocket_individual_cents,
                v.out_of_pocket_family_cents,
                v.hsa_eligible,
            )
        })
        .collect();
    serde_json::to_string(&stored).map_err(|_| Error::Corrupt("plan variants"))
}

/// Puts a catalog in the place of the year's present one, in the loader's transaction.
pub(super) async fn save(loader: &mut Loader, catalog: &Catalog, now: i64) -> Result<(), Error> {
    let year = i64::from(catalog.year());
    for sql in [
        "DELETE FROM catalog_rates WHERE plan_year = $1",
        "DELETE FROM catalog_plans WHERE plan_year = $1",
        "DELETE FROM catalog_areas WHERE plan_year = $1",
        "DELETE FROM catalog_issuers WHERE plan_year = $1",
        "DELETE FROM catalogs WHERE plan_year = $1",
    ] {
        loader.execute(sql, year).await?;
    }
    let mut catalogs = Rows::new("catalogs", &["plan_year", "origin", "load_key", "loaded_at"]);
    catalogs.push([year.into(), catalog.origin().word().into(), randomness::row_key().into(), now.into()]);
    let mut issuers = Rows::new("catalog_issuers", &["plan_year", "issuer", "name", "tin"]);
    for issuer in catalog.issuers() {
        issuers.push([
            year.into(),
            issuer.id.to_string().into(),
            issuer.name.clone().into(),
            issuer.tin.clone().into(),
        ]);
    }
    let mut areas = Rows::new("catalog_areas", &["plan_year", "issuer", "code", "name", "counties"]);
    for area in catalog.service_areas() {
        let counties = match &area.coverage {
            Coverage::EntireState => Cell::Empty,
            Coverage::Counties(list) => list.iter().map(county_word).collect::<Vec<_>>().join(" ").into(),
        };
        areas.push([
            year.into(),
            area.issuer.to_string().into(),
            area.code.clone().into(),
            area.name.clone().into(),
            counties,
        ]);
    }
    for rows in [&mut catalogs, &mut issuers, &mut areas] {
        loader.write(rows).await?;
    }
    save_plans(loader, catalog, year).await
}

async fn save_plans(loader: &mut Loader, catalog: &Catalog, year: i64) -> Result<(), Error> {
    let mut plans = Rows::new(
        "catalog_plans",
        &[
            "plan_year",
            "plan_id",
            "name",
            "metal",
            "network",
            "dental_only",
            "area_code",
            "essential_millionths",
            "variants",
        ],
    );
    let mut rates =
        Rows::new("catalog_rates", &["plan_year", "plan_id", "rating_area", "rates", "tobacco_rates"]);
    for plan in catalog.plans() {
        plans.push([
            year.into(),
            plan.id.as_str().to_owned().into(),
            plan.name.clone().into(),
            plan.metal.word().into(),
            plan.network.word().into(),
            i64::from(plan.dental_only).into(),
            plan.service_area.clone().into(),
            i64::from(plan.essential_share.millionths()).into(),
            variant_text(&plan.variants)?.into(),
        ]);
        for (area, plain, tobacco) in plan.rates.rows() {
            rates.push([
                year.into(),
                plan.id.as_str().to_owned().into(),
                i64::from(area).into(),
                ages_text(plain).into(),
                tobacco.map(ages_text).into(),
            ]);
        }
    }
    loader.write(&mut plans).await?;
    loader.write(&mut rates).await
}
