//! `cargo xtask bench last-day`: the last day of open enrollment on both databases. The sessions are those of
//! `bench/last-day`, by goose; here are the people they are had with, the server, and what was told of them. First a few
//! people take each step together, which tells the processor time of a step of each kind; then crowds come at once, from a
//! fortieth of the people to all of them, each with pauses of two to four seconds between steps.

mod people;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::Settings;
use super::database::Database;
use super::record::{Figure, Place, note, write};
use crate::postgres::Cluster;
use crate::process::{cargo, project_root, read, run, target_folder};
use crate::server::{Server, demo, prepare};
use people::People;

/// People who take each step together.
const TOGETHER: u64 = 10;
/// People who arrive in a second, until all have come.
const A_SECOND: u64 = 20;
/// The wanted 99th percentile, in milliseconds.
const WANTED: f64 = 100.0;

struct Bench<'a> {
    settings: &'a Settings,
    portal: PathBuf,
    sessions: PathBuf,
    folder: PathBuf,
    figures: Vec<Figure>,
}

/// What was told of one kind of step, or of all.
struct Told {
    kind: String,
    steps: f64,
    errors: f64,
    p50: f64,
    p99: f64,
    processor: f64,
}

/// Measures and records.
pub fn measure(settings: &Settings) -> Result<()> {
    let root = project_root()?;
    let target = target_folder(&root);
    let portal = settings.portal(&root, &target)?;
    let mut build = cargo(&root.join("bench/last-day"));
    run(build.args(["build", "--release"]).env("CARGO_TARGET_DIR", target.join("last-day")))?;
    let sessions = target.join("last-day/release/last-day");
    let folder = target.join(format!("last-day-data-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut bench = Bench { settings, portal, sessions, folder: folder.clone(), figures: Vec::new() };
    let measured = bench.on_postgres(&target).and_then(|()| bench.on_sqlite());
    drop(std::fs::remove_dir_all(&folder));
    measured?;
    write(&root, &target, "last-day", &Place::here(&root)?, &bench.figures)
}

impl Bench<'_> {
    fn on_postgres(&mut self, target: &Path) -> Result<()> {
        let cluster = Cluster::start_durable(target)?;
        read(Command::new("psql").args([&cluster.url(), "-qc", "CREATE DATABASE last_day"]))?;
        let url = cluster.url_of("last_day");
        let keys = self.folder.join("keys").display().to_string();
        self.on(
            "PostgreSQL",
            &["--database".into(), url.clone(), "--data".into(), keys],
            &Database::Postgres(url),
        )
    }

    fn on_sqlite(&mut self) -> Result<()> {
        let folder = self.folder.join("sqlite");
        let database = Database::Sqlite(folder.join("assent.db"));
        self.on("SQLite", &["--data".into(), folder.display().to_string()], &database)
    }

    fn on(&mut self, engine: &str, store: &[String], database: &Database) -> Result<()> {
        let demo = || demo(&self.portal, store, self.settings.households, self.settings.assisters);
        println!("{engine}: practice data of {} households", self.settings.households);
        prepare(demo())?;
        let server = Server::start(demo())?;
        let crowds = [40, 20, 10, 4, 2, 1].map(|part| self.settings.people / part);
        // A session takes a minute and more; in a minute and a half nobody has had a third.
        let sessions = crowds.iter().sum::<u64>() * (2 + self.settings.seconds / 60) + 2 * TOGETHER;
        let mut people = People::make(database, server.port, sessions)?;
        for kind in ["consumer", "assister"] {
            self.together(engine, kind, &server, &mut people)?;
        }
        let mut best = 0.0;
        for crowd in crowds {
            let file = people.next(crowd * (2 + self.settings.seconds / 60), &self.folder)?;
            let mut command = self.sessions(&server, &file, crowd);
            command.args(["--run-time", &format!("{}s", self.settings.seconds)]);
            command.args(["--increase-time", &format!("{}s", crowd.div_ceil(A_SECOND))]);
            let (seconds, told) = self.told(command)?;
            let all = told.first().context("no steps were told")?;
            let rate = all.steps / seconds;
            if all.p99 < WANTED && all.errors == 0.0 && rate > best {
                best = rate;
            }
            let name = |what: &str| format!("{engine}, {crowd} people at once: {what}");
            let mut add = |what: &str, unit, value| note(&mut self.figures, name(what), unit, value);
            add("steps", "/s", rate);
            add("p50 of a step", "ms", all.p50);
            add("p99 of a step", "ms", all.p99);
            add("errors", "", all.errors);
            for one in told.iter().skip(1).filter(|one| one.p99 >= WANTED || one.errors > 0.0) {
                add(&format!("p99 of {:?}", one.kind), "ms", one.p99);
            }
        }
        note(&mut self.figures, format!("{engine}: most steps at p99 under 100 ms"), "/s", best);
        Ok(())
    }

    /// A few people of one kind, each once, in step: the processor time of each kind of step.
    fn together(&mut self, engine: &str, kind: &str, server: &Server, people: &mut People) -> Result<()> {
        let file = people.next(TOGETHER, &self.folder)?;
        let mut command = self.sessions(server, &file, TOGETHER);
        command.args(["--iterations", "1", "--increase-time", "1s", "--scenarios", kind]);
        command
            .env("LAST_DAY_PROCESS", server.id().to_string())
            .env("LAST_DAY_TOGETHER", TOGETHER.to_string());
        let (_, told) = self.told(command)?;
        for one in told.iter().skip(1) {
            let name = format!("{engine}: processor time, {kind}: {}", one.kind);
            note(&mut self.figures, name, "ms", one.processor);
        }
        let errors: f64 = told.iter().map(|one| one.errors).sum();
        ensure!(errors == 0.0, "{errors} steps failed; LAST_DAY_SHOW=1 shows the pages");
        Ok(())
    }

    fn sessions(&self, server: &Server, people: &Path, users: u64) -> Command {
        let mut command = Command::new("timeout");
        // Who waits for somebody who failed would wait for ever.
        let longest = Duration::from_secs(self.settings.seconds * 2 + 120).as_secs();
        command.args(["--kill-after=5", &longest.to_string()]).arg(&self.sessions);
        command.args(["--host", &format!("http://127.0.0.1:{}", server.port), "--users", &users.to_string()]);
        command.args(["--no-print-metrics", "--quiet"]);
        command.env("LAST_DAY_PEOPLE", people).env("LAST_DAY_TODAY", people::today().unwrap_or_default());
        command
    }

    /// The seconds it took, and what was told: of all first, then of each kind.
    fn told(&self, mut command: Command) -> Result<(f64, Vec<Told>)> {
        let said = read(&mut command)?;
        let seconds = said.lines().find_map(|line| line.strip_prefix("last-day seconds\t")?.parse().ok());
        let told = said.lines().filter_map(|line| {
            let mut columns = line.strip_prefix("last-day kind\t")?.split('\t');
            let kind = columns.next()?.to_owned();
            let mut number = || columns.next()?.parse::<f64>().ok();
            Some(Told {
                kind,
                steps: number()?,
                errors: number()?,
                p50: number()?,
                p99: number()?,
                processor: number()?,
            })
        });
        Ok((seconds.with_context(|| format!("the sessions told nothing:\n{said}"))?, told.collect()))
    }
}
