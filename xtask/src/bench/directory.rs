//! `cargo xtask bench directory`: the public directory with as many assisters as a large state has, searched in every way
//! that people search it, one after the other. Each request comes from an address of its own, because an address has only so
//! many pages.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::Settings;
use super::database::Database;
use super::load::{as_f64, percentile};
use super::record::{Figure, Place, note, write};
use crate::form::form_with;
use crate::http::Connection;
use crate::postgres::Cluster;
use crate::process::{project_root, read, target_folder};
use crate::server::{Server, demo, prepare};

/// Searches of a kind in a round.
const SEARCHES: u64 = 40;
/// What people type, by what they look for.
const TYPED: [(&str, &[(&str, &str)]); 7] = [
    ("nothing: the first page", &[]),
    ("a name", &[("search", "given7 family19")]),
    ("a part of a name that nobody has", &[("search", "zzyzx")]),
    ("a city", &[("search", "town 31")]),
    ("a county", &[("search", "Hennepin")]),
    ("a ZIP code", &[("search", "55401")]),
    (
        "a ZIP code, a navigator who speaks Somali",
        &[("search", "55401"), ("kind", "navigator"), ("language", "so")],
    ),
];

/// Measures and records.
pub fn measure(settings: &Settings) -> Result<()> {
    let root = project_root()?;
    let target = target_folder(&root);
    let binary = settings.portal(&root, &target)?;
    let folder = target.join(format!("directory-data-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let rows = rows(settings.listed, &root)?;
    let cluster = Cluster::start_durable(&target)?;
    read(Command::new("psql").args([&cluster.url(), "-qc", "CREATE DATABASE directory"]))?;
    let url = cluster.url_of("directory");
    let (keys, sqlite) = (folder.join("keys").display().to_string(), folder.join("sqlite"));
    let stores = [
        (
            "PostgreSQL",
            vec!["--database".into(), url.clone(), "--data".into(), keys],
            Database::Postgres(url),
        ),
        (
            "SQLite",
            vec!["--data".into(), sqlite.display().to_string()],
            Database::Sqlite(sqlite.join("assent.db")),
        ),
    ];
    let mut figures = Vec::new();
    let measured = stores.iter().try_for_each(|(engine, store, database)| {
        println!("{engine}: {} assisters", settings.listed);
        prepare(demo(&binary, store, 20, 13))?;
        database.run(&rows)?;
        let mut serve = demo(&binary, store, 20, 13);
        serve.args(["--trusted-proxy", "127.0.0.1"]);
        on(engine, &Server::start(serve)?, settings.rounds, &mut figures)
    });
    drop(std::fs::remove_dir_all(&folder));
    measured?;
    write(&root, &target, "directory", &Place::here(&root)?, &figures)
}

/// Assisters who may act today, in one agency, all over the state: half of them brokers who asked to be listed.
fn rows(count: u64, root: &Path) -> Result<String> {
    let read = |name: &str| {
        let file = root.join("domain/profiles/minnesota").join(name);
        std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
    };
    let (points, counties) = (read("zip_points.csv")?, read("zip_codes.csv")?);
    let county = |zip: &str| {
        let line = counties.lines().find_map(|line| line.strip_prefix(zip)?.strip_prefix(','));
        line.and_then(|line| line.split([' ', ';', '|']).next()).unwrap_or_default().to_owned()
    };
    let places: Vec<String> = points
        .lines()
        .skip(1)
        .filter_map(|line| {
            let [zip, north, east] = line.split(',').collect::<Vec<_>>()[..] else { return None };
            Some(format!("('{zip}', '{}', {north}, {east})", county(zip)))
        })
        .collect();
    ensure!(!places.is_empty(), "there are no places");
    let numbered = places.iter().enumerate().map(|(number, place)| format!("({number}, {}", &place[1..]));
    Ok(format!(
        "CREATE TABLE places_of_bench (number BIGINT, zip TEXT, county TEXT, north BIGINT, east BIGINT);\n\
         INSERT INTO places_of_bench VALUES {};\n\
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
         INSERT INTO assisters (assister_key, kind, state, given_name, family_name, email, public_phone, public_email, \
         languages, agency_key, reference_number, assister_id, npn, certified_from, certified_until, training_passed_on, \
         assessment_passed_on, access_approved_on, license_until, in_directory, city, zip, county, north, east, created_at) \
         SELECT 'bench-' || i, CASE WHEN i % 2 = 0 THEN 'broker' ELSE 'navigator' END, 'active', 'Given' || (i % 499), \
         'Family' || (i % 1999), 'bench' || i || '@example.org', '651-555-0100', 'bench' || i || '@example.org', \
         CASE WHEN i % 9 = 0 THEN 'en,so' ELSE 'en' END, \
         CASE WHEN i % 2 = 0 THEN NULL ELSE (SELECT min(agency_key) FROM agencies WHERE kind = 'navigator') END, \
         CAST(20000000 + i AS TEXT), CASE WHEN i % 2 = 0 THEN NULL ELSE 'BENCH' || i END, \
         CASE WHEN i % 2 = 0 THEN CAST(60000000 + i AS TEXT) END, '2020-01-01', '2036-01-01', '2020-01-01', '2020-01-01', \
         '2020-01-01', '2036-01-01', 1, 'Town ' || (i % 997), p.zip, p.county, p.north, p.east, 1 \
         FROM n JOIN places_of_bench p ON p.number = i % {};\n\
         ANALYZE",
        numbered.collect::<Vec<_>>().join(", "),
        places.len()
    ))
}

fn on(engine: &str, server: &Server, rounds: usize, figures: &mut Vec<Figure>) -> Result<()> {
    let mut visitor = Connection::new(server.port);
    let mut asked: u64 = 0;
    for (what, typed) in TYPED {
        for _ in 0..rounds {
            let mut taken = Vec::new();
            for _ in 0..SEARCHES {
                asked += 1;
                let address = format!("10.{}.{}.{}", asked >> 16, (asked >> 8) & 255, asked & 255);
                visitor.headers = vec![("x-forwarded-for", address)];
                taken.push(search(&mut visitor, typed)?);
            }
            taken.sort_by(f64::total_cmp);
            note(figures, format!("{engine}: {what}, median"), "ms", percentile(&taken, 50));
            note(figures, format!("{engine}: {what}, p95"), "ms", percentile(&taken, 95));
        }
    }
    Ok(())
}

/// One search, in milliseconds from the press to the whole page; the page with the form is not counted.
fn search(visitor: &mut Connection, typed: &[(&str, &str)]) -> Result<f64> {
    let page = visitor.get("/assisters")?;
    ensure!(page.status == 200, "the directory answered {}", page.status);
    if let Some(cookie) = page.cookies.first() {
        visitor.cookie = cookie.clone();
    }
    let mut form = form_with(&page.body, "Search").context("no form to search with")?.fields;
    form.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let begun = Instant::now();
    let found = visitor.post("/assisters", &form)?;
    let taken = as_f64(u64::try_from(begun.elapsed().as_nanos())?) / 1e6;
    ensure!(found.status == 200, "a search was answered {}", found.status);
    Ok(taken)
}
