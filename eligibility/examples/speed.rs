//! How many four-person households a second one core determines: `cargo run --release -p eligibility --example speed`. With
//! the word `lines` it prints the households instead, one a line, for whoever measures the command.
use eligibility::{Household, RulePack, determine, income_thresholds, parse_household};
use std::hint::black_box;
use std::time::Instant;

/// Two parents who file together, two children, two jobs; incomes from none to far over every limit.
fn household(step: u32) -> String {
    let wages = u64::from(step) * 11_003 % 1_200_000;
    format!(
        r#"{{"id":"case-{step}","application_date":"2026-11-03","coverage_year":2026,"county_fips":"27053","people":[
        {{"id":"p1","date_of_birth":"1986-04-02","applying":true,"immigration":{{"status":"citizen"}},"tax":{{"role":"filer","filing_status":"married_joint"}}}},
        {{"id":"p2","date_of_birth":"1988-09-12","applying":true,"immigration":{{"status":"lawful_permanent_resident","since":"2024-01-01"}},"tax":{{"role":"filer","filing_status":"married_joint"}}}},
        {{"id":"p3","date_of_birth":"2015-01-22","applying":true,"immigration":{{"status":"citizen"}},"tax":{{"role":"dependent","claimed_by":"p1"}}}},
        {{"id":"p4","date_of_birth":"2019-07-30","applying":true,"immigration":{{"status":"citizen"}},"tax":{{"role":"dependent","claimed_by":"p1"}}}}],
        "relationships":[{{"from":"p1","kind":"spouse","to":"p2"}},{{"from":"p1","kind":"parent","to":"p3"}},{{"from":"p2","kind":"parent","to":"p3"}},{{"from":"p1","kind":"parent","to":"p4"}},{{"from":"p2","kind":"parent","to":"p4"}}],
        "incomes":[{{"person":"p1","kind":"wages","amount_cents":{wages},"frequency":"monthly"}},{{"person":"p2","kind":"wages","amount_cents":90000,"frequency":"biweekly"}}]}}"#
    )
    .replace("\n        ", "")
}

/// Processor time of this thread in nanoseconds, where the system tells; on a shared machine the wall clock also counts
/// the time others had the core.
fn processor_time() -> Option<u128> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// Runs for about two seconds and says how many a second.
fn measure(what: &str, mut work: impl FnMut(usize)) {
    // With an argument, only what it names.
    if std::env::args().nth(1).is_some_and(|only| only != what) {
        return;
    }
    let (start, before, mut done) = (Instant::now(), processor_time(), 0_u128);
    while start.elapsed().as_millis() < 2_000 {
        for _ in 0..1_000 {
            work(usize::try_from(done).unwrap_or_default());
            done += 1;
        }
    }
    let wall = done * 1_000_000_000 / start.elapsed().as_nanos();
    let used = processor_time().zip(before).map(|(after, before)| after - before).filter(|used| *used > 0);
    let core = used.map_or(wall, |used| done * 1_000_000_000 / used);
    println!("{what}: {core} a second of one core, {wall} a second on the clock");
}

fn main() {
    let pack = RulePack::minnesota();
    let texts: Vec<String> = (0..1_000).map(household).collect();
    if std::env::args().nth(1).is_some_and(|word| word == "lines") {
        texts.iter().for_each(|text| println!("{text}"));
        return;
    }
    let households: Vec<Household> = texts.iter().filter_map(|text| parse_household(text).ok()).collect();
    let results: Vec<_> = households.iter().filter_map(|household| determine(pack, household).ok()).collect();
    assert_eq!((households.len(), results.len()), (1_000, 1_000), "every household is right");
    measure("determine", |turn| {
        black_box(determine(pack, &households[turn % 1_000]).ok());
    });
    measure("thresholds", |turn| {
        let household = &households[turn % 1_000];
        household.people.iter().for_each(|one| drop(black_box(income_thresholds(pack, household, &one.id))));
    });
    measure("parse", |turn| {
        black_box(parse_household(&texts[turn % 1_000]).ok());
    });
    let mut out = Vec::new();
    measure("write", |turn| {
        out.clear();
        results[turn % 1_000].write_json(&mut out, None);
        black_box(&out);
    });
    measure("parse, determine, write", |turn| {
        out.clear();
        let household = parse_household(&texts[turn % 1_000]).ok();
        let result = household.and_then(|household| determine(pack, &household).ok());
        if let Some(result) = result {
            result.write_json(&mut out, None);
        }
        black_box(&out);
    });
}
