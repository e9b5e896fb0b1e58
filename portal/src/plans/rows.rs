//! Plan catalogs: saved whole, a plan year in one transaction, and read whole into memory. They hold no
//! consumer's data, so no door stands before them. `written.rs` has what is written in one text.

mod written;

use self::written::{
    ages, ages_text, counties, counties_text, documents, documents_text, variant_text, variants,
};
use crate::{Error, randomness};
use domain::{
    plan::{
        Catalog, CatalogOrigin, CountyFips, Coverage, CrosswalkLine, CrosswalkReason, EssentialShare, Issuer,
        IssuerId, MetalLevel, NetworkType, Plan, PlanId, RateTable, ServiceArea, WebAddress,
    },
    typed::phone::Phone,
};
use door::{
    Door, Public,
    bulk::{Cell, Loader, Rows},
    rows, statements,
};
use std::collections::HashMap;

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
        phone: Option<Phone>,
        payment_page: Option<WebAddress>,
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
        documents: Option<String>,
    }

    struct RateRow {
        plan_id: PlanId,
        rating_area: i64,
        rates: String,
        tobacco_rates: Option<String>,
    }

    /// A line of the crosswalk.
    pub(super) struct CrosswalkRow {
        pub(super) old_plan: PlanId,
        pub(super) county: Option<CountyFips>,
        pub(super) zip: Option<i64>,
        pub(super) new_plan: Option<PlanId>,
        pub(super) reason: Option<CrosswalkReason>,
    }

    /// What follows a plan; the columns of `domain::plan::Successor`.
    pub(super) struct SuccessorRow {
        pub(super) new_plan: Option<PlanId>,
        pub(super) reason: Option<CrosswalkReason>,
    }
}

statements! {
    pub(super) fn loaded(Public, year: i16) -> Option<Loaded> = "SELECT origin, load_key FROM catalogs WHERE plan_year = $1";
    fn issuers(Public, year: i16) -> Vec<IssuerRow> =
        "SELECT issuer, name, tin, phone, payment_page FROM catalog_issuers WHERE plan_year = $1 ORDER BY issuer";
    fn areas(Public, year: i16) -> Vec<AreaRow> =
        "SELECT issuer, code, name, counties FROM catalog_areas WHERE plan_year = $1 ORDER BY issuer, code";
    fn plans(Public, year: i16) -> Vec<PlanRow> =
        "SELECT plan_id, name, metal, network, dental_only, area_code, essential_millionths, variants, documents \
         FROM catalog_plans WHERE plan_year = $1 ORDER BY plan_id";
    fn rates(Public, year: i16) -> Vec<RateRow> =
        "SELECT plan_id, rating_area, rates, tobacco_rates FROM catalog_rates WHERE plan_year = $1 ORDER BY plan_id, rating_area";
    pub(super) fn crosswalk(Public, year: i16) -> Vec<CrosswalkRow> =
        "SELECT old_plan, county, zip, new_plan, reason FROM plan_crosswalk WHERE plan_year = $1";
    /// What follows a plan for people in a county and ZIP code: the line for the narrower area counts.
    pub(super) fn successor(Public, year: i16, old: PlanId, county: CountyFips, zip: Option<i64>) -> Option<SuccessorRow> =
        "SELECT new_plan, reason FROM plan_crosswalk \
         WHERE plan_year = $1 AND old_plan = $2 AND (county IS NULL OR county = $3) AND (zip IS NULL OR zip = $4) \
         ORDER BY zip IS NULL, county IS NULL LIMIT 1";
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
    let issuer = |IssuerRow { issuer: id, name, tin, phone, payment_page }| Issuer {
        id,
        name,
        tin,
        phone,
        payment_page,
    };
    let issuers = issuers.map(issuer).collect();
    let areas = areas(looking, year).await?.into_iter().map(area).collect::<Result<_, _>>()?;
    let plans = plans(looking, year).await?.into_iter();
    let plans = plans.map(|row| plan(row, &mut tables)).collect::<Result<_, _>>()?;
    Catalog::new(year, origin, issuers, areas, plans).map_err(|_| Error::Corrupt("catalog"))
}

fn area(row: AreaRow) -> Result<ServiceArea, Error> {
    let AreaRow { issuer, code, name, counties: list } = row;
    let coverage = match list {
        None => Coverage::EntireState,
        Some(list) => Coverage::Counties(counties(&list)?),
    };
    Ok(ServiceArea { issuer, code, name, coverage })
}

fn plan(row: PlanRow, rates: &mut HashMap<PlanId, RateTable>) -> Result<Plan, Error> {
    Ok(Plan {
        rates: rates.remove(&row.plan_id).unwrap_or_default(),
        id: row.plan_id,
        name: row.name,
        metal: row.metal,
        network: row.network,
        dental_only: row.dental_only,
        service_area: row.area_code,
        essential_share: row.essential_millionths,
        variants: variants(&row.variants)?,
        documents: row.documents.as_deref().map_or(Ok(Vec::new()), documents)?,
    })
}

/// Puts a catalog and what leads to it in the place of the year's present ones, in the loader's transaction.
pub(super) async fn save(
    loader: &mut Loader,
    catalog: &Catalog,
    crosswalk: impl Iterator<Item = &CrosswalkLine>,
    now: i64,
) -> Result<(), Error> {
    let year = i64::from(catalog.year());
    for sql in [
        "DELETE FROM plan_crosswalk WHERE plan_year = $1",
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
    let mut issuers =
        Rows::new("catalog_issuers", &["plan_year", "issuer", "name", "tin", "phone", "payment_page"]);
    for issuer in catalog.issuers() {
        issuers.push([
            year.into(),
            issuer.id.to_string().into(),
            issuer.name.clone().into(),
            issuer.tin.clone().into(),
            issuer.phone.as_ref().map(Phone::shown).into(),
            issuer.payment_page.as_ref().map(ToString::to_string).into(),
        ]);
    }
    let mut areas = Rows::new("catalog_areas", &["plan_year", "issuer", "code", "name", "counties"]);
    for area in catalog.service_areas() {
        let counties = match &area.coverage {
            Coverage::EntireState => Cell::Empty,
            Coverage::Counties(list) => counties_text(list).into(),
        };
        areas.push([
            year.into(),
            area.issuer.to_string().into(),
            area.code.clone().into(),
            area.name.clone().into(),
            counties,
        ]);
    }
    let mut lines =
        Rows::new("plan_crosswalk", &["plan_year", "old_plan", "county", "zip", "new_plan", "reason"]);
    for line in crosswalk {
        lines.push([
            year.into(),
            line.old.to_string().into(),
            line.area.county.map(|county| county.to_string()).into(),
            line.area.zip.map(i64::from).into(),
            line.successor.plan.map(|plan| plan.to_string()).into(),
            line.successor.reason.map(|reason| i64::from(reason.code())).into(),
        ]);
    }
    for rows in [&mut catalogs, &mut issuers, &mut areas, &mut lines] {
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
            "documents",
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
            documents_text(&plan.documents)?.into(),
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
