//! The reader against small made-up folders, and against the real set where it lies beside the project.

use std::{fs, path::PathBuf};

use domain::plan::{MetalLevel, RatedGroup, Variant, second_lowest_silver};

use super::*;
use crate::plans::counties::{counties, place};

/// A folder of three small files, removed when dropped.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const PLAN_HEADER: &str = "BusinessYear,StateCode,IssuerId,IssuerMarketPlaceMarketingName,MarketCoverage,\
    DentalOnlyPlan,StandardComponentId,PlanMarketingName,ServiceAreaId,PlanType,MetalLevel,IsHSAEligible,PlanId,\
    TEHBDedInnTier1Individual,TEHBDedInnTier1FamilyPerGroup,TEHBInnTier1IndividualMOOP,TEHBInnTier1FamilyPerGroupMOOP";
const AREA_HEADER: &str = "BusinessYear,StateCode,IssuerId,ServiceAreaId,ServiceAreaName,CoverEntireState,County,PartialCounty,MarketCoverage,ZipCodes";
const RATE_HEADER: &str = "BusinessYear,StateCode,IssuerId,RateEffectiveDate,RateExpirationDate,PlanId,RatingAreaId,\
    Tobacco,Age,IndividualRate,IndividualTobaccoRate";

fn plan_rows(year: i16) -> String {
    let row = |variant: &str, deductible: &str| {
        format!(
            "{year},MN,99001,Sample North,Individual,No,99001MN0010001,\"Sample, Silver\",MNS001,HMO,Silver,No,\
             99001MN0010001-{variant},{deductible},Not Applicable,\"$9,000\",\"$18,000 per group\"\n"
        )
    };
    row("01", "\"$4,000\"") + &row("06", "$0")
}

fn area_rows(year: i16) -> String {
    format!(
        "{year},MN,99001,MNS001,Sample area,No,Hennepin - 27053,No,Individual,\n\
         {year},MN,99001,MNS001,Sample area,No,Anoka - 27003,Yes,Individual,\"55303, 55304\"\n"
    )
}

fn rate_rows(year: i16) -> String {
    let ages = (15..=63).map(|age: u8| age.to_string());
    let ages =
        std::iter::once("0-14".to_owned()).chain(ages).chain(std::iter::once("64 and over".to_owned()));
    let row = |age: String| {
        format!(
            "{year},MN,99001,{year}-01-01,{year}-12-31,99001MN0010001,Rating Area 8,No Preference,{age},400.50,\n"
        )
    };
    ages.map(row).collect()
}

fn folder(name: &str, plans: &str, areas: &str, rates: &str) -> Folder {
    let path = std::env::temp_dir().join(format!("assent-cms-files-{}-{name}", std::process::id()));
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join(PLAN_ATTRIBUTES), format!("\u{feff}{PLAN_HEADER}\n{plans}")).unwrap();
    fs::write(path.join(SERVICE_AREA), format!("{AREA_HEADER}\n{areas}")).unwrap();
    fs::write(path.join(RATE), format!("{RATE_HEADER}\n{rates}")).unwrap();
    Folder(path)
}

fn read(folder: &Folder) -> Result<FolderRead, CmsFilesError> {
    read_folder(&folder.0, "MN", &mut |_| {})
}

fn only_faults(name: &str, plans: &str, areas: &str, rates: &str) -> Faults {
    let folder = folder(name, plans, areas, rates);
    let mut read = read(&folder).unwrap();
    read.years.remove(0).catalog.unwrap_err()
}

#[test]
fn a_small_folder_becomes_a_catalog() {
    let elsewhere = plan_rows(2027).replace("2027,MN", "2027,WI");
    let folder = folder("small", &(plan_rows(2027) + &elsewhere), &area_rows(2027), &rate_rows(2027));
    let read = read(&folder).unwrap();
    assert_eq!((read.rows, read.rows_left_out), (4 + 2 + 51, 2));
    let catalog = read.years[0].catalog.as_ref().unwrap();
    let plan = &catalog.plans()[0];
    assert_eq!((plan.name.as_str(), plan.metal), ("Sample, Silver", MetalLevel::Silver));
    let standard = plan.variant(Variant::Standard).unwrap();
    assert_eq!(standard.deductible_individual_cents, Some(400_000));
    assert_eq!(standard.deductible_family_cents, None);
    assert_eq!(standard.out_of_pocket_family_cents, Some(1_800_000));
    let at = |fips: &str, zip| catalog.sold_at(&place(fips.parse().unwrap(), zip).unwrap()).count();
    assert_eq!((at("27053", None), at("27003", Some(55_304)), at("27003", Some(55_305))), (1, 1, 0));
    assert!(!catalog.is_sample());
}

#[test]
fn a_bad_row_is_reported_with_file_line_column_value_and_reason() {
    let rates = rate_rows(2027).replacen("400.50", "40O.50", 1);
    let faults = only_faults("bad-rate", &plan_rows(2027), &area_rows(2027), &rates);
    let expected = "Rate_PUF.csv:2: IndividualRate \"40O.50\": is not a monthly rate like 496.90";
    assert_eq!(faults.first[0].to_string(), expected);
    assert_eq!(faults.count, 2, "and the age that now lacks a rate");
}

#[test]
fn every_kind_of_fault_names_its_place() {
    let (plans, areas, rates) = (plan_rows(2027), area_rows(2027), rate_rows(2027));
    let twice = |text: &str| text.replace("-06,", "-01,");
    let cases: [(&str, String, String, String); 10] = [
        ("PlanId", twice(&plans), areas.clone(), rates.clone()),
        (
            "StandardComponentId",
            plans.replacen("99001MN0010001,", "99001mn0010001,", 1),
            areas.clone(),
            rates.clone(),
        ),
        ("MetalLevel", plans.replacen(",Silver,", ",Tin,", 1), areas.clone(), rates.clone()),
        ("TEHBDedInnTier1Individual", plans.replacen("$4,000", "4,000", 1), areas.clone(), rates.clone()),
        ("(row)", plans.replacen(",HMO", "", 1), areas.clone(), rates.clone()),
        ("County", plans.clone(), areas.replacen("27053", "2705", 1), rates.clone()),
        ("ServiceAreaId", plans.replace("MNS001", "MNS009"), areas.clone(), rates.clone()),
        ("Age", plans.clone(), areas.clone(), rates.replacen(",15,", ",14,", 1)),
        ("RatingAreaId", plans.clone(), areas.clone(), rates.replacen("Rating Area 8", "Area 8", 1)),
        ("RateEffectiveDate", plans.clone(), areas.clone(), rates.replacen("2027-01-01", "2026-01-01", 1)),
    ];
    for (at, (column, plans, areas, rates)) in cases.into_iter().enumerate() {
        let faults = only_faults(&format!("kind-{at}"), &plans, &areas, &rates);
        assert_eq!(faults.first[0].column, column, "{:?}", faults.first[0].to_string());
        assert!(faults.first[0].line >= 2 && !faults.first[0].reason.is_empty());
    }
}

#[test]
fn one_bad_year_does_not_stop_another() {
    let bad = rate_rows(2028).replacen("400.50", "0", 1);
    let both = |rows: fn(i16) -> String| rows(2027) + &rows(2028);
    let folder = folder("years", &both(plan_rows), &both(area_rows), &(rate_rows(2027) + &bad));
    let years = read(&folder).unwrap().years;
    assert_eq!(
        years.iter().map(|year| (year.year, year.catalog.is_ok())).collect::<Vec<_>>(),
        [(2027, true), (2028, false)]
    );
}

#[test]
fn many_faults_are_counted_and_the_first_twenty_kept() {
    let rates = rate_rows(2027).replace("400.50", "-1");
    let faults = only_faults("many", &plan_rows(2027), &area_rows(2027), &rates);
    assert_eq!((faults.first.len(), faults.count), (MOST_FAULTS, 51));
}

#[test]
fn a_row_without_a_year_stops_everything() {
    let rates = rate_rows(2027).replacen("2027,MN", "20x7,MN", 1);
    let folder = folder("no-year", &plan_rows(2027), &area_rows(2027), &rates);
    let message = read(&folder).unwrap_err().to_string();
    assert!(message.contains("Rate_PUF.csv:2: BusinessYear \"20x7\""), "{message}");
}

#[test]
fn missing_files_and_columns_are_named() {
    let folder = folder("missing", "", "", "");
    fs::write(folder.0.join(SERVICE_AREA), "BusinessYear,StateCode\n").unwrap();
    assert_eq!(read(&folder).unwrap_err().to_string(), "Service_Area_PUF.csv:1: column IssuerId is missing");
    fs::remove_file(folder.0.join(SERVICE_AREA)).unwrap();
    assert!(read(&folder).unwrap_err().to_string().contains("Service_Area_PUF.csv"));
}

fn real_set() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/plans/puf");
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("ASSENT_REQUIRE_ALL").is_none(), "the real plan set is absent");
    eprintln!("skipped: shared/data/plans/puf is absent");
    None
}

#[test]
fn the_real_set_has_247_plans_964_variants_and_102_000_rates() {
    let Some(path) = real_set() else { return };
    let mut last = Vec::new();
    let read = read_folder(&path, "MN", &mut |progress| {
        if progress.done {
            last.push((progress.file, progress.rows));
        }
    })
    .unwrap();
    assert_eq!(last, [(PLAN_ATTRIBUTES, 964), (SERVICE_AREA, 158), (RATE, 102_000)]);
    assert_eq!((read.rows_left_out, read.years.len()), (0, 1));
    let year = &read.years[0];
    assert!(year.notes.is_empty(), "{:?}", year.notes);
    let catalog = year.catalog.as_ref().unwrap();
    assert_eq!(catalog.year(), 2027);
    assert_eq!((catalog.plans().len(), catalog.variant_count()), (247, 964));
    assert_eq!((catalog.rate_count(), catalog.issuers().len()), (102_000, 5));
    for county in counties() {
        let here = place(county.fips, None).unwrap();
        let family = RatedGroup::new(&[(40, false), (38, false), (9, false)]);
        assert!(second_lowest_silver(catalog, &family, &here).is_some(), "{}", county.name);
    }
}
