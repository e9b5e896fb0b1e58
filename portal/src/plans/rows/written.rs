//! Parts of a catalog that stand in one text: the counties of an area, the rates by age, the variants of a plan and what
//! is published of them.

use crate::Error;
use domain::plan::{AGE_BANDS, CountyCoverage, Documents, PlanVariant, Variant, WebAddress};
use std::fmt::Write;

/// "27053" or "27053:55401,55402", and more of them behind blanks.
pub(super) fn counties(text: &str) -> Result<Vec<CountyCoverage>, Error> {
    text.split_whitespace().map(county).collect::<Option<_>>().ok_or(Error::Corrupt("counties"))
}

pub(super) fn counties_text(counties: &[CountyCoverage]) -> String {
    counties.iter().map(county_word).collect::<Vec<_>>().join(" ")
}

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

/// One rate an age, in cents.
pub(super) fn ages(text: &str) -> Result<[u32; AGE_BANDS], Error> {
    let rates: Option<Vec<u32>> = text.split(',').map(|rate| rate.parse().ok()).collect();
    rates.and_then(|rates| rates.try_into().ok()).ok_or(Error::Corrupt("rates"))
}

pub(super) fn ages_text(rates: &[u32]) -> String {
    rates.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

/// Variant digits, deductible of one and of a family, out-of-pocket maximum of one and of a family, HSA.
type StoredVariant = (String, Option<i64>, Option<i64>, Option<i64>, Option<i64>, bool);

pub(super) fn variants(text: &str) -> Result<Vec<PlanVariant>, Error> {
    let stored: Vec<StoredVariant> =
        serde_json::from_str(text).map_err(|_| Error::Corrupt("plan variants"))?;
    stored.into_iter().map(stored_variant).collect::<Option<_>>().ok_or(Error::Corrupt("variant"))
}

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

pub(super) fn variant_text(variants: &[PlanVariant]) -> Result<String, Error> {
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

/// Variant digits, brochure, summary of benefits, formulary.
type StoredDocuments = (String, Option<String>, Option<String>, Option<String>);

pub(super) fn documents(text: &str) -> Result<Vec<(Variant, Documents)>, Error> {
    let stored: Vec<StoredDocuments> =
        serde_json::from_str(text).map_err(|_| Error::Corrupt("plan documents"))?;
    let address = |text: Option<String>| -> Result<Option<WebAddress>, Error> {
        text.map(|text| text.parse().map_err(|_| Error::Corrupt("address"))).transpose()
    };
    let of = |(digits, brochure, summary, formulary): StoredDocuments| {
        let (brochure, summary, formulary) = (address(brochure)?, address(summary)?, address(formulary)?);
        let variant = Variant::from_digits(&digits).ok_or(Error::Corrupt("variant"))?;
        Ok((variant, Documents { brochure, summary, formulary }))
    };
    stored.into_iter().map(of).collect()
}

/// Nothing, where a plan has none.
pub(super) fn documents_text(documents: &[(Variant, Documents)]) -> Result<Option<String>, Error> {
    if documents.is_empty() {
        return Ok(None);
    }
    let text = |address: &Option<WebAddress>| address.as_ref().map(ToString::to_string);
    let stored: Vec<StoredDocuments> = documents
        .iter()
        .map(|(variant, of)| {
            (variant.digits().to_owned(), text(&of.brochure), text(&of.summary), text(&of.formulary))
        })
        .collect();
    serde_json::to_string(&stored).map(Some).map_err(|_| Error::Corrupt("plan documents"))
}
