//! The database under a server that is measured, for rows that are put in behind the portal's back.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::postgres::Cluster;
use crate::process::read;

/// Where the practice data lies.
pub enum Database {
    /// A file.
    Sqlite(PathBuf),
    /// A URL.
    Postgres(String),
}

/// SQLite by Python: its own command is not everywhere. Statements come in, rows go out.
const PYTHON: &str = "
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=60)
for statement in sys.stdin.read().split(';\\n'):
    for row in connection.execute(statement):
        print(*row, sep='\\t')
connection.commit()
";

/// An engine, and the options that say where its practice data lies.
pub struct Store {
    /// The engine, for the names of figures.
    pub engine: &'static str,
    /// The options.
    pub options: Vec<String>,
}

impl Store {
    /// One on each engine: a new database of the cluster, and a file in the folder.
    pub fn both(cluster: &Cluster, folder: &Path) -> Result<[Self; 2]> {
        read(Command::new("psql").args([&cluster.url(), "-qc", "CREATE DATABASE measured"]))?;
        let lies_in = |name: &str| ["--data".to_owned(), folder.join(name).display().to_string()];
        let postgres = [vec!["--database".to_owned(), cluster.url_of("measured")], lies_in("keys").to_vec()];
        Ok([
            Self { engine: "PostgreSQL", options: postgres.concat() },
            Self { engine: "SQLite", options: lies_in("sqlite").to_vec() },
        ])
    }

    /// The database itself.
    pub fn database(&self) -> Result<Database> {
        Database::of(&self.options)
    }
}

impl Database {
    /// The one that a portal with these options has.
    pub fn of(options: &[String]) -> Result<Self> {
        let after = |flag: &str| options.iter().skip_while(|option| *option != flag).nth(1);
        match (after("--database"), after("--data")) {
            (Some(url), _) => Ok(Self::Postgres(url.clone())),
            (None, Some(folder)) => Ok(Self::Sqlite(Path::new(folder).join("assent.db"))),
            (None, None) => anyhow::bail!("no option says where the data lies"),
        }
    }

    /// Runs statements, each with a semicolon at its line's end; gives the rows, columns between tabs.
    pub fn run(&self, sql: &str) -> Result<String> {
        let mut command = match self {
            Self::Postgres(url) => {
                let mut psql = Command::new("psql");
                psql.args([url, "-XqAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-f", "-"]);
                psql
            }
            Self::Sqlite(file) => {
                let mut python = Command::new("python3");
                python.args(["-c", PYTHON]).arg(file);
                python
            }
        };
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        child.stdin.take().context("no way in")?.write_all(sql.as_bytes())?;
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "the database did not take:\n{sql}");
        Ok(String::from_utf8(output.stdout)?)
    }
}
