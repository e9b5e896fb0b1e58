//! The files of a state exchange: read by their headings, loaded with carriers, documents and crosswalk, on both engines.

use super::{STATE_FILES, data};
use domain::plan::{
    CsrLevel, Filter, MetalLevel, Place, PlanId, RatedGroup, Shopper, Successor, UseAssumptions, Variant,
    list_offers,
};
use portal::{
    Portal,
    plans::{FolderRead, YearRead, read_folder},
    testing::*,
};

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
fn read() -> FolderRead {
    read_folder(&data(STATE_FILES), "MN", &mut |_| {}).unwrap()
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
fn year(year: i16) -> YearRead {
    read().years.into_iter().find(|read| read.year == year).unwrap()
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
fn plan(number: &str) -> PlanId {
    number.parse().unwrap()
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
fn place(county: &str, zip: Option<u32>) -> Place {
    Place { county: county.parse().unwrap(), zip, rating_area: 8 }
}

#[test]
fn the_layout_of_state_exchanges_is_known_by_its_headings() {
    let read = read();
    let years: Vec<_> = read.years.iter().map(|year| (year.year, year.catalog.is_ok())).collect();
    assert_eq!(years, [(2026, true), (2027, true)]);
    let catalog = read.years[1].catalog.as_ref().unwrap();
    assert_eq!((catalog.plans().len(), catalog.variant_count(), catalog.rate_count()), (3, 4, 153));
    let silver = catalog.plan(plan("99003MN0010001")).unwrap();
    assert_eq!((silver.name.as_str(), silver.metal), ("Meadow Silver", MetalLevel::Silver));
    assert_eq!(silver.essential_share.millionths(), 995_000);
    let (standard, reduced) = (silver.variant(Variant::Standard), silver.variant(Variant::Silver94));
    let figures = standard.map(|of| (of.deductible_individual_cents, of.deductible_family_cents));
    assert_eq!(figures, Some((Some(400_000), Some(800_000))));
    let figures = reduced.map(|of| (of.out_of_pocket_family_cents, of.deductible_family_cents));
    assert_eq!(figures, Some((Some(380_000), None)), "per group not applicable is none");
    let bronze = catalog.plan(plan("99003MN0010003")).unwrap();
    assert!(bronze.variant(Variant::Standard).is_some_and(|of| of.hsa_eligible));
    let sold = |county, zip| catalog.sold(bronze.id, &place(county, zip)).is_some();
    assert!(sold("27053", None) && sold("27003", Some(55_303)) && sold("27003", Some(55_304)));
    assert!(!sold("27003", None) && !sold("27001", None));
}

#[test]
fn documents_and_what_is_known_of_carriers_come_with_the_plans() {
    let read = year(2027);
    let catalog = read.catalog.unwrap();
    let documents =
        catalog.plan(plan("99003MN0010001")).unwrap().documents(Variant::Silver94).unwrap().clone();
    let summary = documents.summary.unwrap();
    assert_eq!(summary.as_str(), "https://meadow.example/2027/99003MN0010001-06.pdf");
    assert!(documents.brochure.is_some() && documents.formulary.is_some());
    let carrier = |number: &str| catalog.issuer(number.parse().unwrap()).unwrap();
    let meadow = carrier("99003");
    assert_eq!((meadow.name.as_str(), meadow.tin.as_deref()), ("Meadow Health", Some("000000003")));
    assert_eq!(meadow.phone.as_ref().map(|phone| phone.shown()).as_deref(), Some("651-555-0143"));
    assert_eq!(meadow.payment_page.as_ref().map(|page| page.host()), Some("meadow.example"));
    let brook = carrier("99004");
    assert_eq!(brook.phone.as_ref().map(|phone| phone.shown()).as_deref(), Some("612-555-0144 ext. 2"));
    assert_eq!(brook.tin.as_deref(), Some("000000004"), "of the exchange's own file");
    let dental = catalog.plan(plan("99004MN0010001")).unwrap();
    assert_eq!(dental.documents(Variant::Standard), None, "an http address is none");
    let said = "URL For Summary Of Benefits Coverage: 1 cells are left out, the first in line 8, because what stands there is \
                not an address that begins with https://";
    assert!(read.notes.iter().any(|note| note == said), "{:#?}", read.notes);
}

#[test]
fn dental_plans_are_read_by_their_own_rules_and_never_offered_as_medical_ones() {
    let read = year(2027);
    let catalog = read.catalog.unwrap();
    let dental = catalog.plan(plan("99004MN0010001")).unwrap();
    assert!(dental.dental_only && dental.metal == MetalLevel::DentalLow);
    assert_eq!(dental.variants[0].out_of_pocket_family_cents, Some(90_000));
    let (place, group) = (place("27053", None), RatedGroup::new(&[(40, false)]));
    let shopper = Shopper {
        group: &group,
        place: &place,
        credit_cents: 10_000,
        csr: &[CsrLevel::None],
        hardship: false,
    };
    let offers = list_offers(&catalog, &shopper, &Filter::default(), &UseAssumptions::STANDARD);
    assert_eq!(offers.len(), 2);
    assert!(offers.iter().all(|offer| !offer.plan.dental_only));
    assert!(shopper.offer(&catalog, dental.id, &UseAssumptions::STANDARD).is_none());
    let said = "1 dental plans are read and kept apart: no page offers them yet, and never as medical plans";
    assert!(read.notes.iter().any(|note| note == said), "{:#?}", read.notes);
}

#[test]
fn the_medical_and_the_dental_plans_of_a_carrier_go_each_by_their_own_rows_of_a_service_area() {
    // The dental plan is now of the same carrier, and of an area with the same code.
    let folder = copied("areas-apart", |name, text| match name {
        "Issuers.csv" => text.replace("99004", "99005"),
        _ => text.replace("99004MN001000", "99003MN088000").replace("99004", "99003"),
    });
    let read = read_folder(&folder, "MN", &mut |_| {}).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let catalog = read.years[1].catalog.as_ref().unwrap_or_else(|faults| panic!("{faults}"));
    let sold = |number| catalog.sold(plan(number), &place("27001", None)).is_some();
    assert!(!sold("99003MN0010003"), "a county of the dental plans alone");
    assert!(sold("99003MN0880001"), "everywhere, as its own row says");
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn loaded(portal: &Portal, read: &mut FolderRead) -> Vec<bool> {
    let mut sound = Vec::new();
    for year in &mut read.years {
        sound.push(portal.load_plan_year(year).await.unwrap());
    }
    sound
}

#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn after(
    portal: &Portal,
    old: &str,
    county: &str,
    zip: Option<u32>,
) -> Option<(Option<PlanId>, Option<u8>)> {
    let found = portal.successor(2027, plan(old), county.parse().unwrap(), zip).await.unwrap();
    found.map(|Successor { plan, reason }| (plan, reason.map(|reason| reason.code())))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_years_are_loaded_and_read_back_whole_with_the_crosswalk_between_them() {
    for portal in portals().await {
        let mut read = read();
        assert_eq!(loaded(&portal, &mut read).await, [true, true]);
        for year in &read.years {
            let stored = portal.catalog(year.year).await.unwrap().unwrap();
            assert!(*stored == *year.catalog.as_ref().unwrap(), "{}", year.year);
        }
        assert!(
            !read.years[1].notes.iter().any(|note| note.contains("Crosswalk")),
            "{:#?}",
            read.years[1].notes
        );
        let (silver, bronze) = (Some(plan("99003MN0010001")), Some(plan("99003MN0010003")));
        let of = |old, county, zip| after(&portal, old, county, zip);
        assert_eq!(of("99003MN0010001", "27053", None).await, Some((silver, Some(0))));
        assert_eq!(of("99003MN0010002", "27003", Some(55_303)).await, Some((bronze, Some(1))), "everywhere");
        assert_eq!(
            of("99003MN0010009", "27053", Some(55_401)).await,
            Some((silver, Some(2))),
            "of the county"
        );
        assert_eq!(
            of("99003MN0010009", "27003", Some(55_303)).await,
            Some((bronze, Some(3))),
            "of the ZIP code"
        );
        assert_eq!(of("99003MN0010009", "27003", Some(55_304)).await, Some((None, Some(4))), "it ends there");
        assert_eq!(of("99003MN0010009", "27003", None).await, None, "which half of the county is not known");
        assert_eq!(of("99003MN0010009", "27001", None).await, None, "a county that no line names");
        assert_eq!(of("99003MN0019999", "27053", None).await, None, "a plan that no line names");
        let before =
            portal.successor(2026, plan("99003MN0010001"), "27053".parse().unwrap(), None).await.unwrap();
        assert_eq!(before, None, "nothing leads to the first year");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_line_for_a_county_counts_before_the_one_for_everywhere() {
    for portal in portals().await {
        let folder = copied("narrower", |name, text| match name {
            "MNCrosswalk2027.csv" => {
                text + "MN,N,99003MN0010002,99003,27053,00000,2,2,99003MN0010001,99003,\n"
            }
            _ => text,
        });
        let mut read = read_folder(&folder, "MN", &mut |_| {}).unwrap();
        assert_eq!(loaded(&portal, &mut read).await, [true, true]);
        let (silver, bronze) = (Some(plan("99003MN0010001")), Some(plan("99003MN0010003")));
        assert_eq!(after(&portal, "99003MN0010002", "27053", Some(55_401)).await, Some((silver, Some(2))));
        assert_eq!(after(&portal, "99003MN0010002", "27003", Some(55_303)).await, Some((bronze, Some(1))));
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_again_replaces_the_crosswalk_and_a_refused_year_leaves_it_alone() {
    for portal in portals().await {
        assert_eq!(loaded(&portal, &mut read()).await, [true, true]);
        let was = after(&portal, "99003MN0010002", "27053", None).await;
        assert!(was.is_some());
        let broken = copied("refused", |name, text| match name {
            "MNCrosswalk2027.csv" => text.replace(",1,1,", ",1,x1,"),
            _ => text,
        });
        let mut read_again = read_folder(&broken, "MN", &mut |_| {}).unwrap();
        assert_eq!(loaded(&portal, &mut read_again).await, [true, false]);
        assert_eq!(after(&portal, "99003MN0010002", "27053", None).await, was);
        assert_eq!(portal.catalog(2027).await.unwrap().unwrap().plans().len(), 3);
        std::fs::remove_dir_all(broken).unwrap();

        let other = copied("again", |name, text| match name {
            "MNCrosswalk2027.csv" => text.replace("1,1,99003MN0010003", "1,1,99003MN0010001"),
            _ => text,
        });
        let mut read_again = read_folder(&other, "MN", &mut |_| {}).unwrap();
        assert_eq!(loaded(&portal, &mut read_again).await, [true, true]);
        let silver = Some(plan("99003MN0010001"));
        assert_eq!(after(&portal, "99003MN0010002", "27053", None).await, Some((silver, Some(1))));
        std::fs::remove_dir_all(other).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_whose_plans_no_catalog_has_is_left_out_and_told() {
    for portal in portals().await {
        let folder = copied("unknown", |name, text| match name {
            "MNCrosswalk2027.csv" => {
                text + "MN,N,99003MN0010008,99003,,,1,1,99003MN0010001,99003,\n"
                    + "MN,N,99003MN0010009,99003,27001,,2,2,99003MN0010007,99003,\n"
            }
            _ => text,
        });
        let mut read = read_folder(&folder, "MN", &mut |_| {}).unwrap();
        assert_eq!(loaded(&portal, &mut read).await, [true, true]);
        let new = "MNCrosswalk2027.csv: left out, because plan year 2027 does not have the new plan: line 9 (99003MN0010007)";
        let old = "MNCrosswalk2027.csv: left out, because plan year 2026 does not have the old plan: line 8 (99003MN0010008)";
        for said in [new, old] {
            assert!(read.years[1].notes.iter().any(|note| note == said), "{:#?}", read.years[1].notes);
        }
        assert_eq!(after(&portal, "99003MN0010009", "27001", None).await, None);
        assert_eq!(after(&portal, "99003MN0010008", "27053", None).await, None);
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_catalog_of_the_year_before_lines_are_taken_as_they_are_and_told() {
    for portal in portals().await {
        let mut read = year(2027);
        assert!(portal.load_plan_year(&mut read).await.unwrap());
        let said = "MNCrosswalk2027.csv: 5 lines are taken as they are, because plan year 2026 has no catalog to compare them with";
        assert!(read.notes.iter().any(|note| note == said), "{:#?}", read.notes);
        assert!(after(&portal, "99003MN0010002", "27053", None).await.is_some());
    }
}

#[test]
fn a_check_compares_the_crosswalk_with_the_year_before_as_far_as_it_is_there() {
    let mut whole = read();
    whole.compare_years();
    assert!(
        !whole.years[1].notes.iter().any(|note| note.contains("Crosswalk")),
        "{:#?}",
        whole.years[1].notes
    );
    let folder = copied("one-year", |name, text| match name {
        "MNCrosswalk2027.csv" | "Issuers.csv" => text,
        _ => text.split_inclusive('\n').filter(|line| !line.starts_with("2026,")).collect(),
    });
    let mut alone = read_folder(&folder, "MN", &mut |_| {}).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    alone.compare_years();
    let notes = &alone.years[0].notes;
    assert!(
        notes.iter().any(|note| note.contains("whether plan year 2026 has the old plans is not known here")),
        "{notes:#?}"
    );
}

/// A copy of the folder, each file passed through a function.
#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
fn copied(name: &str, change: impl Fn(&str, String) -> String) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("assent-state-copy-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for entry in std::fs::read_dir(data(STATE_FILES)).unwrap() {
        let from = entry.unwrap().path();
        let file = from.file_name().unwrap().to_str().unwrap().to_owned();
        let text = change(&file, std::fs::read_to_string(&from).unwrap());
        std::fs::write(folder.join(file), text).unwrap();
    }
    folder
}
