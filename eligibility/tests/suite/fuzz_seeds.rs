//! The seeds of the fuzz target hold what the target checks, and most of them reach the rules.
use eligibility::{RulePack, determine, parse_household};

#[path = "../../fuzz/src/check.rs"]
mod check;

#[test]
fn every_seed_holds_what_the_fuzz_target_checks() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds");
    let (mut all, mut determined) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        check::bytes(&bytes);
        all += 1;
        let household = parse_household(&bytes).ok();
        determined +=
            usize::from(household.is_some_and(|one| determine(RulePack::minnesota(), &one).is_ok()));
    }
    assert_eq!((all, determined), (all, all - 3), "all but the three broken ones are determined");
    assert!(all >= 15);
}
