//! `cargo xtask bench dashboard`: GET /consumers, signed in and audited, 50 rows of a book of the
//! practice data, on PostgreSQL and SQLite, in rounds that alternate with pgbench.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Settings;
use super::load::{as_f64, latency, pgbench, throughput};
use super::record::{Figure, Place, note, write};
use super::statements::{count, script};
use crate::http::Connection;
use crate::postgres::Cluster;
use crate::process::{find_program, project_root, read, target_folder};
use crate::server::{Server, demo, prepare};

const PAGE: &str = "/consumers";
const ASSISTER: &str = "Bo";
const DATABASE: &str = "assent_bench";

struct Bench<'a> {
    settings: &'a Settings,
    binary: PathBuf,
    folder: PathBuf,
    figures: Vec<Figure>,
}

/// Measures and records.
pub fn measure(settings: &Settings) -> Result<()> {
    if find_program("wrk").is_none() {
        bail!("wrk is not installed; apt-get install wrk");
    }
    let root = project_root()?;
    let target = target_folder(&root);
    let binary = settings.portal(&root, &target)?;
    let folder = target.join(format!("bench-data-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut bench = Bench { settings, binary, folder: folder.clone(), figures: Vec::new() };
    let measured = bench.on_postgres(&target).and_then(|()| bench.on_sqlite());
    drop(std::fs::remove_dir_all(&folder));
    measured?;
    write(&root, &target, "dashboard", &Place::here(&root)?, &bench.figures)
}

impl Bench<'_> {
    fn on_postgres(&mut self, target: &Path) -> Result<()> {
        let cluster = Cluster::start_durable(target)?;
        psql(&cluster.url(), &format!("CREATE DATABASE {DATABASE}"))?;
        let url = cluster.url_of(DATABASE);
        let keys = self.folder.join("keys").display().to_string();
        let store = ["--database".to_owned(), url.clone(), "--data".to_owned(), keys];
        self.prepare("PostgreSQL", &store)?;
        psql(&url, "VACUUM ANALYZE")?;
        let server = Server::start(self.demo(&store))?;
        let cookie = server.session_of(ASSISTER)?;
        let script = self.overhear(&cluster, &server, &cookie)?;
        self.rounds("PostgreSQL", &server, &cookie, Some((&url, &script)))
    }

    fn on_sqlite(&mut self) -> Result<()> {
        let store = ["--data".to_owned(), self.folder.join("sqlite").display().to_string()];
        self.prepare("SQLite", &store)?;
        let server = Server::start(self.demo(&store))?;
        let cookie = server.session_of(ASSISTER)?;
        self.rounds("SQLite", &server, &cookie, None)
    }

    fn demo(&self, store: &[String]) -> Command {
        demo(&self.binary, store, self.settings.households, self.settings.assisters)
    }

    fn prepare(&mut self, engine: &str, store: &[String]) -> Result<()> {
        println!("{engine}: practice data of {} households", self.settings.households);
        let seconds = prepare(self.demo(store))?;
        let rate = as_f64(self.settings.households) / seconds;
        self.add(format!("{engine}: practice data written"), "households/s", rate);
        Ok(())
    }

    /// Switches the statement log on for one request and makes a script of what was said.
    fn overhear(&mut self, cluster: &Cluster, server: &Server, cookie: &str) -> Result<PathBuf> {
        // Once before, so that what only the first request does is not in the script.
        throughput(server.port, PAGE, cookie, 1)?;
        let url = cluster.url();
        psql(&url, "ALTER SYSTEM SET log_statement = 'all'")?;
        psql(&url, "SELECT pg_reload_conf()")?;
        std::thread::sleep(std::time::Duration::from_millis(500));
        let before = cluster.log()?.len();
        let mut connection = Connection::new(server.port);
        connection.cookie = cookie.to_owned();
        let answer = connection.get(PAGE)?;
        std::thread::sleep(std::time::Duration::from_millis(300));
        let said = cluster.log()?;
        psql(&url, "ALTER SYSTEM RESET log_statement")?;
        psql(&url, "SELECT pg_reload_conf()")?;
        let script = script(said.get(before..).context("the log became shorter")?);
        println!("{PAGE} answered {} with {} rows", answer.status, answer.body.matches("<tr").count());
        println!("its {} statements:\n{script}", count(&script));
        let file = self.folder.join("dashboard.sql");
        std::fs::write(&file, script)?;
        Ok(file)
    }

    fn rounds(
        &mut self,
        engine: &str,
        server: &Server,
        cookie: &str,
        database: Option<(&str, &Path)>,
    ) -> Result<()> {
        let at_rate = format!("at {}/s", self.settings.rate);
        for round in 1..=self.settings.rounds {
            println!("{engine}: round {round} of {}", self.settings.rounds);
            let before = server.processor_seconds()?;
            let page = throughput(server.port, PAGE, cookie, self.settings.seconds)?;
            let used = (server.processor_seconds()? - before) / page.requests * 1000.0;
            self.add(format!("{engine}: {PAGE}"), "requests/s", page.requests_per_second);
            self.add(format!("{engine}: our processor time a request"), "ms", used);
            if let Some((url, script)) = database {
                let alone = pgbench(url, script, self.settings.seconds)?;
                self.add(format!("{engine}: pgbench, the same statements"), "runs/s", alone);
                self.add(format!("{engine}: page to pgbench"), "times", page.requests_per_second / alone);
            }
            let steady =
                latency(server.port, PAGE, cookie, self.settings.rate, self.settings.seconds)?.whole()?;
            self.add(format!("{engine}: p50 {at_rate}"), "ms", steady.p50);
            self.add(format!("{engine}: p99 {at_rate}"), "ms", steady.p99);
        }
        self.add(format!("{engine}: resident memory after load"), "MB", server.memory_megabytes()?);
        Ok(())
    }

    fn add(&mut self, name: String, unit: &'static str, value: f64) {
        note(&mut self.figures, name, unit, value);
    }
}

fn psql(url: &str, statement: &str) -> Result<()> {
    read(Command::new("psql").args(["--no-psqlrc", "--quiet", "--command", statement, url])).map(drop)
}
