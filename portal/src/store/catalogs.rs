//! Plan catalogs: saved whole, a plan year in one transaction, and read whole into memory. They hold no
//! consumer's data, so no door stands before them.

use super::{Db, query, statements};
use crate::{Error, randomness};
use domain::plan::{
    AGE_BANDS, Catalog, CatalogOrigin, CountyCoverage, Coverage, EssentialShare, Issuer, MetalLevel,
    NetworkType, Plan, PlanVariant, RateTable, ServiceArea, Variant,
};
use door::bulk::{Cell, Loader, Rows};
use sqlx::{Row, any::AnyRow};
use std::{collections::HashMap, fmt::Write};

statements! {
    LOADED = "SELECT origin, load_key FROM catalogs WHERE plan_year = $1";
    ISSUERS = "SELECT issuer, name, tin FROM catalog_issuers WHERE plan_year = $1 ORDER BY issuer";
    AREAS = "SELECT issuer, code, name, counties FROM catalog_areas WHERE plan_year = $1 ORDER BY issuer, code";
    PLANS = "SELECT plan_id, name, metal, network, dental_only, area_code, essential_millionths, variants \
        FROM catalog_plans WHERE plan_year = $1 ORDER BY plan_id";
    RATES = "SELECT plan_id, rating_area, rates, tobacco_rates FROM catalog_rates WHERE plan_year = $1 ORDER BY plan_id, rating_area";
}

/// Where the catalog of a year comes from and the key of that loading; `None` when there is none.
pub(crate) async fn loaded(db: &Db, year: i16) -> Result<Option<(CatalogOrigin, String)>, Error> {
    let row = query(LOADED).bind(i64::from(year)).fetch_optional(db.reader()).await?;
    row.map(|row| {
        let origin: String = row.try_get(0)?;
        let origin = CatalogOrigin::from_word(&origin).ok_or(Error::Corrupt("catalog origin"))?;
        Ok((origin, row.try_get(1)?))
    })
    .transpose()
}

/// Reads the catalog of a year.
pub(crate) async fn load(db: &Db, year: i16, origin: CatalogOrigin) -> Result<Catalog, Error> {
    let plan_year = i64::from(year);
    let rows = async |sql| query(sql).bind(plan_year).fetch_all(db.reader()).await;
    let issuers = rows(ISSUERS).await?.iter().map(issuer).collect::<Result<_, _>>()?;
    let areas = rows(AREAS).await?.iter().map(area).collect::<Result<_, _>>()?;
    let mut rates: HashMap<String, RateTable> = HashMap::new();
    for row in rows(RATES).await? {
        let plan: String = row.try_get(0)?;
        let area = u16::try_from(row.try_get::<i64, _>(1)?).map_err(|_| Error::Corrupt("rating area"))?;
        let tobacco = row.try_get::<Option<String>, _>(3)?.map(|text| ages(&text)).transpose()?;
        let plain = ages(&row.try_get::<String, _>(2)?)?;
        rates.entry(plan).or_default().set_area(area, &plain, tobacco.as_ref());
    }
    let mut plans = Vec::new();
    for row in rows(PLANS).await? {
        plans.push(plan(&row, &mut rates)?);
    }
    Catalog::new(year, origin, issuers, areas, plans).map_err(|_| Error::Corrupt("catalog"))
}

fn issuer(row: &AnyRow) -> Result<Issuer, Error> {
    let id: String = row.try_get(0)?;
    let id = id.parse().map_err(|_| Error::Corrupt("issuer"))?;
    Ok(Issuer { id, name: row.try_get(1)?, tin: row.try_get(2)? })
}

fn area(row: &AnyRow) -> Result<ServiceArea, Error> {
    let issuer: String = row.try_get(0)?;
    let counties: Option<String> = row.try_get(3)?;
    let coverage = match counties {
        None => Coverage::EntireState,
        Some(list) => Coverage::Counties(
            list.split_whitespace().map(county).collect::<Option<_>>().ok_or(Error::Corrupt("counties"))?,
        ),
    };
    Ok(ServiceArea {
        issuer: issuer.parse().map_err(|_| Error::Corrupt("issuer"))?,
        code: row.try_get(1)?,
        name: row.try_get(2)?,
        coverage,
    })
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

fn plan(row: &AnyRow, rates: &mut HashMap<String, RateTable>) -> Result<Plan, Error> {
    let id: String = row.try_get(0)?;
    let word = |column: usize| row.try_get::<String, _>(column).map_err(Error::from);
    let variants: Vec<StoredVariant> =
        serde_json::from_str(&word(7)?).map_err(|_| Error::Corrupt("plan variants"))?;
    let millionths = u32::try_from(row.try_get::<i64, _>(6)?).ok().and_then(EssentialShare::from_millionths);
    Ok(Plan {
        rates: rates.remove(&id).unwrap_or_default(),
        id: id.parse().map_err(|_| Error::Corrupt("plan number"))?,
        name: word(1)?,
        metal: MetalLevel::from_word(&word(2)?).ok_or(Error::Corrupt("metal level"))?,
        network: NetworkType::from_word(&word(3)?).ok_or(Error::Corrupt("network type"))?,
        dental_only: row.try_get::<i64, _>(4)? == 1,
        service_area: word(5)?,
        essential_share: millionths.ok_or(Error::Corrupt("essential share"))?,
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
pub(crate) async fn save(loader: &mut Loader, catalog: &Catalog, now: i64) -> Result<(), Error> {
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
