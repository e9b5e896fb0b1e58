//! The reader against small made-up folders, and against the real set where it lies beside the project.

use std::{fs, path::PathBuf};

use domain::{
    plan::{MetalLevel, Place, RatedGroup, Variant, second_lowest_silver},
    profile::Profile,
};

use super::*;
use crate::plans::{self, cms_files};
use proptest::prelude::*;

/// What the fuzz target checks.
#[path = "../../../fuzz/src/check.rs"]
mod check;

fn place(fips: &str, zip: Option<u32>) -> Place {
    plans::place(eligibility::RulePack::minnesota(), fips.parse().unwrap(), zip).unwrap()
}

/// The names of the public files.
const PLAN_ATTRIBUTES: &str = "Plan_Attributes_PUF.csv";
const SERVICE_AREA: &str = "Service_Area_PUF.csv";
const RATE: &str = "Rate_PUF.csv";

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
    let at = |fips: &str, zip| catalog.sold_at(&place(fips, zip)).count();
    assert_eq!((at("27053", None), at("27003", Some(55_304)), at("27003", Some(55_305))), (1, 1, 0));
    assert!(!catalog.is_sample());
}

#[test]
fn a_bad_row_is_reported_with_file_line_column_value_and_reason() {
    let rates = rate_rows(2027).replacen("400.50", "40O.50", 1);
    let faults = only_faults("bad-rate", &plan_rows(2027), &area_rows(2027), &rates);
    let expected =
        "Rate_PUF.csv:2: plan 99001MN0010001: IndividualRate \"40O.50\": is not a monthly rate like 496.90";
    assert_eq!(lines(&faults), [expected], "the age that now lacks a rate follows from it");
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
        let [fault] = faults.causes() else { panic!("one cause of {column}: {faults}") };
        assert_eq!(fault.column, column, "{fault}");
        assert!(fault.line >= 2 && !fault.reason.is_empty());
        assert!(
            column == "ServiceAreaId" || fault.plan.is_some() || fault.to_string().contains("_PUF"),
            "{fault}"
        );
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
fn one_cause_in_many_rows_is_one_line_that_counts_them() {
    let rates = rate_rows(2027).replace("400.50", "-1");
    let faults = only_faults("many", &plan_rows(2027), &area_rows(2027), &rates);
    assert_eq!(faults.rows(), 51);
    assert_eq!(
        lines(&faults),
        ["Rate_PUF.csv:2: plan 99001MN0010001: IndividualRate \"-1\": is not a monthly rate like 496.90 \
         (and 50 more rows, the last in line 52)"]
    );
}

/// Two plans of one issuer, all of whose rows are sound.
fn two_plans() -> (String, String, String) {
    let second = |rows: String| rows.clone() + &rows.replace("MN0010001", "MN0020001");
    (second(plan_rows(2027)), area_rows(2027), second(rate_rows(2027)))
}

#[test]
fn a_faulty_plan_hides_nothing_of_another_and_its_consequences_are_not_told() {
    let (plans, areas, rates) = two_plans();
    let plans = plans.replacen(",Silver,", ",Tin,", 2);
    let last = rates.rfind("400.50").unwrap();
    let rates = format!("{}40O{}", &rates[..last], &rates[last + 6..]);
    let faults = only_faults("cascade", &plans, &areas, &rates);
    assert_eq!(
        lines(&faults),
        [
            "Plan_Attributes_PUF.csv:2: plan 99001MN0010001: MetalLevel \"Tin\": is not a metal level (and line 3)",
            "Rate_PUF.csv:103: plan 99001MN0020001: IndividualRate \"40O\": is not a monthly rate like 496.90",
        ]
    );
}

#[test]
fn every_fault_of_a_row_and_of_a_faulty_plans_rates_is_told() {
    let (plans, areas, rates) = two_plans();
    let plans = plans.replacen(",HMO,Silver,No,", ",HMQ,Tin,Maybe,", 1).replacen("\"$9,000\"", "9000", 1);
    let rates = rates.replacen(",15,400.50", ",15,4OO", 1).replacen("2027-12-31", "2026-12-31", 1);
    let faults = only_faults("all", &plans, &areas, &rates);
    let columns: Vec<_> = faults.causes().iter().map(|fault| fault.column.as_str()).collect();
    let expected = [
        "TEHBInnTier1IndividualMOOP",
        "IsHSAEligible",
        "MetalLevel",
        "PlanType",
        "RateExpirationDate",
        "IndividualRate",
    ];
    assert_eq!(columns, expected, "{faults}");
}

#[test]
fn a_plan_that_the_attributes_lack_and_an_area_that_the_areas_lack_are_a_line_each() {
    let (plans, areas, rates) = two_plans();
    let unknown = rates.replace("MN0020001", "MN0030001");
    let faults = only_faults("lacking", &plans.replace("MNS001", "MNS009"), &areas, &unknown);
    assert_eq!(
        lines(&faults),
        [
            "Rate_PUF.csv:53: plan 99001MN0030001: PlanId \"99001MN0030001\": is not among the plan attributes of this year \
         (and 50 more rows, the last in line 103)",
            "Plan_Attributes_PUF.csv:2: ServiceAreaId \"MNS009\": is not among the service areas of issuer 99001 (and line 4)",
        ]
    );
}

#[test]
fn of_the_rows_of_one_cause_the_first_line_and_the_last_are_told_whatever_the_order_of_the_plans() {
    let (_, areas, rates) = two_plans();
    let (first, second) = (plan_rows(2027), plan_rows(2027).replace("MN0010001", "MN0020001"));
    // The plan with the higher number stands first.
    let plans = (second + &first).replace("MNS001", "MNS009");
    let faults = only_faults("order", &plans, &areas, &rates);
    assert_eq!(
        lines(&faults),
        [
            "Plan_Attributes_PUF.csv:2: ServiceAreaId \"MNS009\": is not among the service areas of issuer 99001 (and line 4)"
        ]
    );
}

#[test]
fn a_faulty_service_area_is_told_and_not_the_plans_that_lack_it() {
    let (plans, areas, rates) = two_plans();
    let faults = only_faults("area", &plans, &areas.replace(" - 27", " - 2x"), &rates);
    let columns: Vec<_> =
        faults.causes().iter().map(|fault| (fault.file.as_str(), fault.column.as_str())).collect();
    assert_eq!(columns, [(SERVICE_AREA, "County"), (SERVICE_AREA, "County")], "{faults}");
}

#[test]
fn ages_without_a_row_are_told_with_their_rating_area() {
    let (plans, areas, rates) = two_plans();
    let rates: String = rates
        .split_inclusive('\n')
        .filter(|row| !row.contains("MN0020001") || !row.contains(",40,"))
        .collect();
    let faults = only_faults("ages", &plans, &areas, &rates);
    let expected =
        "Rate_PUF.csv:53: plan 99001MN0020001: Age \"\": the plan lacks rates: 1 of 51 ages in rating area 8";
    assert_eq!(lines(&faults), [expected]);
}

#[test]
fn cells_that_mean_none_stop_nothing() {
    let (plans, areas, rates) = two_plans();
    for none in ["Not Applicable", "per group not applicable", "N/A", ""] {
        let plans =
            plans.replace("\"$18,000 per group\"", none).replace(",Silver,No,", &format!(",Silver,{none},"));
        let areas = areas.replace("27053,No", &format!("27053,{none}"));
        let rates = rates.replace("2027-12-31", none);
        let folder = folder("none", &plans, &areas, &rates);
        let mut read = read(&folder).unwrap();
        let catalog = read.years.remove(0).catalog.unwrap_or_else(|faults| panic!("{none:?}: {faults}"));
        let variant = *catalog.plans()[0].variant(Variant::Standard).unwrap();
        assert_eq!((variant.out_of_pocket_family_cents, variant.hsa_eligible), (None, false), "{none:?}");
    }
}

#[test]
fn a_rate_that_means_none_stops_nothing_and_the_plan_is_not_sold_there() {
    let (plans, areas, rates) = two_plans();
    for none in ["9999", "9999.00", "9999.99", "Not Applicable", ""] {
        // The first plan has no rate at 40; the second has them all, and none of its own for tobacco at 15.
        let rates = rates.replacen(",40,400.50", &format!(",40,{none}"), 1);
        let (first, second) = rates.split_at(rates.find("MN0020001").unwrap());
        let second = second
            .replace("No Preference", "Tobacco User/Non-Tobacco User")
            .replace(",400.50,", ",400.50,480.60");
        let second = second.replace(",15,400.50,480.60", &format!(",15,400.50,{none}"));
        let folder = folder("no-rate", &plans, &areas, &format!("{first}{second}"));
        let mut read = read(&folder).unwrap();
        let year = read.years.remove(0);
        let catalog = year.catalog.unwrap_or_else(|faults| panic!("{none:?}: {faults}"));
        let here = place("27053", None);
        let sold: Vec<_> = catalog.sold_at(&here).map(|(plan, rates)| (plan.id.to_string(), rates)).collect();
        let [(id, rates)] = sold.as_slice() else { panic!("{none:?}: {sold:?}") };
        assert_eq!(id, "99001MN0020001");
        let priced = |age| rates.rate_cents(domain::plan::AgeBand::of(age), true);
        assert_eq!((priced(15), priced(40)), (40_050, 48_060), "{none:?}");
        assert!(year.notes[0].contains("99001MN0010001 in rating area 8"), "{:?}", year.notes);
    }
}

#[test]
fn blank_rows_and_cells_behind_the_last_column_are_no_content() {
    let padded = |rows: String| rows.replace('\n', ",, \r\n") + ",,,\r\n\r\n \r\n\u{1a}";
    let folder =
        folder("padded", &padded(plan_rows(2027)), &padded(area_rows(2027)), &padded(rate_rows(2027)));
    let read = read(&folder).unwrap();
    assert!(read.years[0].catalog.is_ok(), "{}", read.years[0].catalog.as_ref().unwrap_err());
}

#[test]
fn a_market_that_is_not_known_is_told_and_the_small_groups_is_left_out() {
    let (plans, areas, rates) = two_plans();
    let shop = plans.replace("MN0010001", "MN0050001").replace("Individual,No", "SHOP (Small Group),No");
    let of_shop = rates.replace("MN0010001", "MN0050001").replace("400.50", "x");
    let of_shop: String = of_shop.split_inclusive('\n').filter(|row| row.contains("MN0050001")).collect();
    let folder =
        folder("shop", &(plans.clone() + &shop[..shop.len() / 2]), &areas, &(rates.clone() + &of_shop));
    let years = read(&folder).unwrap().years;
    assert!(years[0].catalog.is_ok(), "{}", years[0].catalog.as_ref().unwrap_err());
    let faults = only_faults("market", &plans.replacen("Individual,No", "Indivdual,No", 1), &areas, &rates);
    assert_eq!(faults.causes()[0].column, "MarketCoverage", "{faults}");
}

#[test]
fn a_cell_is_shown_without_what_a_terminal_would_obey_or_a_persons_number() {
    let rates = rate_rows(2027).replacen("400.50", "\u{1b}[31m900-00-0001\u{202e}", 1);
    let said = only_faults("raw", &plan_rows(2027), &area_rows(2027), &rates).to_string();
    assert!(!said.chars().any(|shown| shown.is_control() || shown == '\u{202e}'), "{said}");
    assert!(said.contains("###-##-0001") && !said.contains("900-00"), "{said}");
}

#[test]
fn every_seed_holds_what_the_fuzz_target_checks() {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds");
    let mut count = 0;
    for seed in fs::read_dir(seeds).unwrap() {
        check::bytes(&fs::read(seed.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count >= 4);
}

/// The files of a state exchange, with crosswalk and carriers.
const STATE: &str = include_str!("../../../fuzz/seeds/state.txt");

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn no_cell_makes_the_reader_show_anything_raw_or_a_persons_number(
        cells in proptest::collection::vec(
            (any::<prop::sample::Index>(), prop_oneof![any::<String>(), "[0-9]{9}", "[0-9]{3}-[0-9]{2}-[0-9]{4}", "\\PC{0,9}"]),
            1..6,
        ),
        of_state in any::<bool>(),
    ) {
        let (plans, areas, rates) = two_plans();
        let own = format!("{PLAN_HEADER}\n{plans}\n===\n{AREA_HEADER}\n{areas}\n===\n{RATE_HEADER}\n{rates}");
        let mut text = if of_state { STATE.to_owned() } else { own };
        for (at, cell) in cells {
            let commas: Vec<usize> = text.match_indices(',').map(|(at, _)| at + 1).collect();
            let start = commas[at.index(commas.len())];
            let end = text[start..].find([',', '\n']).map_or(text.len(), |length| start + length);
            text.replace_range(start..end, &cell);
        }
        check::bytes(text.as_bytes());
    }
}

fn lines(faults: &Faults) -> Vec<String> {
    faults.causes().iter().map(ToString::to_string).collect()
}

#[test]
fn a_row_without_a_year_stops_everything() {
    let rates = rate_rows(2027).replacen("2027,MN", "20x7,MN", 1);
    let plans = plan_rows(2027).replacen(",Silver,", ",Tin,", 1);
    let message = only_faults("no-year", &plans, &area_rows(2027), &rates).to_string();
    let row = "Rate_PUF.csv:2: plan 99001MN0010001: BusinessYear \"20x7\"";
    assert!(message.contains(row) && message.contains("MetalLevel"), "{message}");
    let folder = folder("no-years", &plan_rows(2027).replace("2027,MN", ",MN"), "", "");
    assert!(read(&folder).unwrap_err().to_string().contains("no row has a readable year"));
}

#[test]
fn missing_files_and_columns_are_named() {
    let folder = folder("missing", "", "", "");
    fs::write(folder.0.join(SERVICE_AREA), "BusinessYear,StateCode\n").unwrap();
    fs::write(folder.0.join(RATE), RATE_HEADER.replace("Age,", "Years,")).unwrap();
    let message = read(&folder).unwrap_err().to_string();
    assert!(message.contains("Service_Area_PUF.csv:1: columns IssuerId, ServiceAreaId,"), "{message}");
    assert!(message.contains("Rate_PUF.csv:1: column Age is missing"), "{message}");
    fs::remove_file(folder.0.join(SERVICE_AREA)).unwrap();
    fs::remove_file(folder.0.join(RATE)).unwrap();
    let message = read(&folder).unwrap_err().to_string();
    assert!(message.contains("Service_Area_PUF.csv, ") && message.contains("Rate_PUF.csv: "), "{message}");
    assert_eq!(message.matches("No such file").count(), 1, "{message}");
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
            last.push((progress.file.to_owned(), progress.rows));
        }
    })
    .unwrap();
    let read_in = [(PLAN_ATTRIBUTES, 964), (SERVICE_AREA, 158), (RATE, 102_000)];
    assert_eq!(last, read_in.map(|(file, rows)| (file.to_owned(), rows)));
    assert_eq!((read.rows_left_out, read.years.len()), (0, 1));
    let year = &read.years[0];
    assert!(year.notes.is_empty(), "{:?}", year.notes);
    let catalog = year.catalog.as_ref().unwrap();
    assert_eq!(catalog.year(), 2027);
    assert_eq!((catalog.plans().len(), catalog.variant_count()), (247, 964));
    assert_eq!((catalog.rate_count(), catalog.issuers().len()), (102_000, 5));
    for county in Profile::from_toml(Profile::MNSURE).unwrap().places.counties() {
        let here = place(&county.fips, None);
        let family = RatedGroup::new(&[(40, false), (38, false), (9, false)]);
        assert!(second_lowest_silver(catalog, &family, &here).is_some(), "{}", county.name);
    }
}
