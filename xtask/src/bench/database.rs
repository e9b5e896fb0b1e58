//! The database under a server that is measured, for rows that are put in behind the portal's back.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

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

impl Database {
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
