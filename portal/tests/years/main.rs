//! Two years in the life of many households, on both databases: they apply, enroll, together or each in a plan
//! of their own, switch, cancel, move, have children, leave what others stay in, end what they have; carriers confirm and void; the exchange renews. At their end everybody is in exactly the plans that a paper of a hundred lines says, and what
//! was written to carriers is understood by two parsers that are not ours (ENR-1 to ENR-7).
//! `ASSENT_HOUSEHOLDS` says how many there are; `cargo xtask prove years` runs it with 2,000.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod files;
mod households;
mod living;
mod model;

use domain::{carrier::Difference, enrollment::PlanYear};
use files::Carriers;
use households::{Act, Household};
use jiff::civil::{Date, date};
use living::Living;
use portal::{Portal, renewals::Running, testing::*};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use x12::{EndReason, Kind};

const DAY: i64 = 86_400;
const SEED: u64 = 20_270_101;
/// The run into the next year: half of it, stopped, and the rest.
const RENEWALS: Date = date(2027, 12, 10);
const LAST_DAY: Date = date(2028, 10, 31);

fn how_many() -> u64 {
    std::env::var("ASSENT_HOUSEHOLDS").ok().and_then(|said| said.parse().ok()).unwrap_or(12)
}

fn folder() -> PathBuf {
    let name = format!("assent-years-{}-{:?}", std::process::id(), std::time::Instant::now());
    let name = name.replace([' ', '{', '}', ':'], "");
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Everybody lives through the years; the carriers take their files on the first and the fifteenth of a month.
async fn two_years(portal: &Portal, folder: &std::path::Path) -> (Vec<Living>, Carriers) {
    let mut living = Vec::new();
    let mut days: BTreeMap<Date, Vec<(usize, Act)>> = BTreeMap::new();
    for number in 0..how_many() {
        let house = Household::new(SEED, number);
        for (day, act) in &house.acts {
            days.entry(*day).or_default().push((living.len(), *act));
        }
        living.push(Living::arrives(portal, house).await);
    }
    let mut carriers = Carriers::default();
    loop {
        let today = portal.today();
        for (at, act) in days.remove(&today).unwrap_or_default() {
            match act {
                Act::Unpaid => unpaid(portal, &mut carriers, &mut living[at]).await,
                act => living[at].does(portal, act).await,
            }
        }
        if today == RENEWALS {
            renews(portal, &mut living).await;
        }
        if matches!(today.day(), 1 | 15) || today == LAST_DAY {
            let confirmed = carriers.take_and_confirm(portal, folder).await;
            for one in &mut living {
                let keys = one.enrollments.iter().zip(&mut one.paper.lines);
                keys.filter(|(key, _)| confirmed.contains(&key.0)).for_each(|(_, line)| line.confirm());
            }
        }
        if today >= LAST_DAY {
            assert!(days.is_empty(), "everything happened: {days:?}");
            return (living, carriers);
        }
        portal.clock().advance(DAY);
    }
}

/// The exchange renews what runs until the end of the year: a run that is stopped half way, and the one that goes on.
async fn renews(portal: &Portal, living: &mut [Living]) {
    let year = portal.renewal_year(2028).await.unwrap().unwrap();
    let half = Running { most: Some(how_many() / 2), ..Running::default() };
    for running in [half, Running::default()] {
        portal.renew(&resource_manager(), &year, running, &|_, _| ()).await.unwrap();
    }
    for one in living {
        one.paper.renews(2028);
        one.looks(portal).await;
    }
}

/// The carrier says of what runs and is confirmed that nobody paid.
async fn unpaid(portal: &Portal, carriers: &mut Carriers, one: &mut Living) {
    let Some(at) = one.paper.running() else { return };
    if one.paper.lines[at].word == "effectuated" {
        carriers.says(portal, &one.enrollments[at].0, Kind::Cancel(EndReason::NonPayment)).await;
        one.paper.void();
    }
}

/// Both at once: a core each.
#[tokio::test(flavor = "multi_thread")]
async fn after_two_years_everybody_is_in_the_plans_that_their_paper_says_on_sqlite_enr_5_enr_7() {
    is_as_on_paper(sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_two_years_everybody_is_in_the_plans_that_their_paper_says_on_postgresql_enr_5_enr_7() {
    for portal in portals().await.into_iter().filter(is_postgres) {
        is_as_on_paper(portal).await;
    }
}

async fn is_as_on_paper(portal: Portal) {
    cast(&portal).await;
    let portal = with_profile(&portal, |profile| {
        profile.plan_year.push(PlanYear {
            year: 2028,
            calendar: None,
            open_from: date(2027, 11, 1),
            open_to: date(2027, 12, 31),
            january_cutoff: date(2027, 12, 31),
        });
    });
    portal.load_practice_catalogs(1).await.unwrap();
    let folder = folder();
    let (living, mut carriers) = two_years(&portal, &folder).await;
    for one in &living {
        let sql = format!(
            "SELECT variant_id || ' ' || effective_on || ' ' || coalesce(ends_on, '-') || ' ' || state || ' ' || \
             (SELECT string_agg(m.person || coalesce('<' || m.ends_on, ''), ' ' ORDER BY m.person) FROM enrollment_members m \
                 WHERE m.enrollment_key = e.enrollment_key) \
             FROM enrollments e WHERE consumer_key = '{}' ORDER BY signed_at, enrollment_key",
            one.house.key
        );
        assert_eq!(column(&portal, &sql).await, one.paper.read(), "{}: {:?}", one.house.key, one.house.acts);
    }
    nobody_is_covered_twice(&portal).await;
    the_files_say_what_stands_here(&portal, &carriers).await;
    files::accepted(&carriers.files);
    files::read_the_same(&carriers.files, &carriers.said);
    audits_find_what_differs_and_nothing_else(&portal, &mut carriers).await;
    let apart = "SELECT count(*) FROM enrollments e JOIN enrollments f ON f.consumer_key = e.consumer_key \
         AND f.enrollment_key > e.enrollment_key AND f.effective_on = e.effective_on \
         WHERE e.state <> 'cancelled' AND f.state <> 'cancelled'";
    let apart = count(&portal, apart).await;
    let left = count(&portal, "SELECT count(*) FROM enrollment_members WHERE ends_on IS NOT NULL").await;
    assert!(how_many() < 60 || apart > 0 && left > 0, "both happen: {apart}, {left}");
    let enrollments: usize = living.iter().map(|one| one.enrollments.len()).sum();
    let engine = if is_postgres(&portal) { "PostgreSQL" } else { "SQLite" };
    for (what, figure) in [
        ("households", living.len()),
        ("enrollments, each as on paper", enrollments),
        ("pairs of plans of one household from the same day", usize::try_from(apart).unwrap()),
        ("people who left what others stay in", usize::try_from(left).unwrap()),
        ("files, each accepted by pyx12", carriers.files.len()),
        ("transactions, each read the same by linuxforhealth-x12", carriers.said.len()),
        (
            "coverages in the carriers' audits, and what differs from them is what was planted",
            carriers.covered.len(),
        ),
    ] {
        println!("figure: {engine}: {what} = {figure}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// No person has two medical plans on one day (ENR-5).
async fn nobody_is_covered_twice(portal: &Portal) {
    let twice = "SELECT count(*) FROM enrollment_members m JOIN enrollments e ON e.enrollment_key = m.enrollment_key \
         JOIN enrollment_members n ON n.consumer_key = m.consumer_key AND n.person = m.person \
         JOIN enrollments f ON f.enrollment_key = n.enrollment_key AND f.enrollment_key <> e.enrollment_key \
         WHERE e.state <> 'cancelled' AND f.state <> 'cancelled' AND e.plan_year = f.plan_year AND e.effective_on <= f.effective_on \
         AND coalesce(m.ends_on, e.ends_on, e.plan_year || '-12-31') >= f.effective_on \
         AND coalesce(n.ends_on, f.effective_on) >= f.effective_on";
    assert_eq!(count(portal, twice).await, 0);
}

/// The money in the files is the money in the database, every ending has its beginning before it, and numbers have no gap.
async fn the_files_say_what_stands_here(portal: &Portal, carriers: &Carriers) {
    let begun = |one: &&x12::Transaction| matches!(one.kind, Kind::Initial | Kind::InitialAfterChange);
    let told: u64 =
        carriers.said.iter().filter(begun).map(|one| one.premium.as_ref().unwrap().total_cents).sum();
    let credit: u64 =
        carriers.said.iter().filter(begun).map(|one| one.premium.as_ref().unwrap().aptc_cents).sum();
    let stored = |cents: i64| u64::try_from(cents).unwrap();
    let (premiums, credits) = (
        count(portal, "SELECT CAST(coalesce(sum(premium_cents), 0) AS BIGINT) FROM enrollments").await,
        count(portal, "SELECT CAST(coalesce(sum(credit_cents), 0) AS BIGINT) FROM enrollments").await,
    );
    assert_eq!((told, credit), (stored(premiums), stored(credits)));
    let shares = "SELECT count(*) FROM enrollments e WHERE premium_cents <> \
         (SELECT sum(m.premium_cents) FROM enrollment_members m WHERE m.enrollment_key = e.enrollment_key)";
    assert_eq!(count(portal, shares).await, 0, "what each member costs is what they cost together");
    let mut known = BTreeSet::new();
    for one in &carriers.said {
        match one.kind {
            Kind::Initial | Kind::InitialAfterChange => assert!(known.insert(&one.policy_id), "begun once"),
            _ => assert!(known.contains(&one.policy_id), "nothing ends that has not begun: {one:?}"),
        }
    }
    let numbers = "SELECT count(*) FROM carrier_numbers n WHERE interchange <> \
         (SELECT count(*) FROM carrier_files f WHERE f.carrier = n.carrier)";
    assert_eq!(count(portal, numbers).await, 0, "a number a file");
}

/// What carriers have is what stands here; what is planted into their audits is found, and nothing beside it.
async fn audits_find_what_differs_and_nothing_else(portal: &Portal, carriers: &mut Carriers) {
    let audits = carriers.audits(portal.today());
    for (carrier, audit) in &audits {
        let found = carriers.reconcile(portal, carrier, audit.clone()).await;
        assert!(found.is_empty(), "{carrier}: {found:?}");
    }
    let (carrier, mut audit) = audits.into_iter().max_by_key(|(_, audit)| audit.len()).unwrap();
    let last = audit.len() - 1;
    assert!(last >= 2, "enough to plant something");
    let money = audit[0].premium.as_mut().unwrap();
    (money.aptc_cents, money.responsible_cents) = (money.aptc_cents + 1, money.responsible_cents - 1);
    audit[1].kind = Kind::Audit { end: Some(date(2028, 11, 30)) };
    audit.remove(last);
    portal.clock().advance(60);
    let mut found = carriers.reconcile(portal, &carrier, audit).await;
    found.sort_by_key(|one| format!("{one:?}"));
    assert_eq!(found, [Difference::NotAtCarrier, Difference::OtherCredit, Difference::OtherLastDay]);
}
