//! Plan catalogs in the database, on both engines.

mod broken;
mod cases;
mod state_layout;

use portal::testing::*;
use std::path::{Path, PathBuf};

/// Our own folder as state exchanges publish theirs: two plan years, a crosswalk between them, dental plans, carriers.
const STATE_FILES: &str = "state_plan_files";

fn data(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_market_reads_back_as_it_was_made() {
    for portal in portals().await {
        portal.load_practice_catalogs(1).await.unwrap();
        let catalog = portal.catalog(2027).await.unwrap().unwrap();
        let made = portal::plans::practice_catalog(portal.profile(), portal.rules(), (2027, 1)).unwrap();
        assert!(*catalog == made);
        assert!(catalog.is_sample());
        assert!(portal.catalog(2031).await.unwrap().is_none());
    }
}

/// Reads these files over the sample market of 2027; the catalog has so many plans, variants and rates.
#[expect(clippy::unwrap_used, reason = "a helper of tests stops at what it did not expect")]
async fn files_replace_the_sample_market(folder: &Path, counts: (usize, usize, usize)) {
    for portal in portals().await {
        portal.load_practice_catalogs(1).await.unwrap();
        let before = portal.catalog(2027).await.unwrap().unwrap();
        let mut read = portal.read_plan_files(folder, &mut |_| {}).unwrap();
        assert!(portal.load_plan_year(&mut read.years[0]).await.unwrap());
        let after = portal.catalog(2027).await.unwrap().unwrap();
        assert!(before != after);
        assert!(&*after == read.years[0].catalog.as_ref().unwrap());
        assert_eq!((after.plans().len(), after.variant_count(), after.rate_count()), counts);
        assert!(!after.is_sample());
    }
}

/// The real plans of the public files: 247 plans, 964 variants, 102,000 rates.
#[tokio::test(flavor = "multi_thread")]
async fn the_public_files_replace_the_sample_market_of_their_year() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/plans/puf");
    if !folder.exists() {
        assert!(std::env::var("ASSENT_REQUIRE_ALL").is_err(), "shared/data/plans/puf is absent");
        println!("skipped: shared/data/plans/puf is absent");
        return;
    }
    files_replace_the_sample_market(&folder, (247, 964, 102_000)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_plan_files_replace_the_sample_market_of_their_year() {
    files_replace_the_sample_market(&data("plan_files"), (2, 3, 102)).await;
}
