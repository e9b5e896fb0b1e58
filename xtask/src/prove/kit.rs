//! What several proofs share: practice data on either engine, and a visitor who is somebody of the cast.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Proving;
use crate::http::Connection;
use crate::postgres::{Cluster, free_port, make_owned};
use crate::process::read;
use crate::server::{Server, demo, prepare};

/// One engine's practice data; dropping it removes the data.
pub struct Store {
    /// The engine, for the names of figures.
    pub engine: &'static str,
    /// The options that say where it lies.
    pub options: Vec<String>,
    /// The cluster, on PostgreSQL.
    pub cluster: Option<Cluster>,
}

impl Store {
    /// Practice data in a new SQLite database in the proof's folder.
    pub fn sqlite(proving: &Proving, name: &str, households: u64) -> Result<Self> {
        Self::sqlite_in(proving, &proving.folder.join(name), households)
    }

    /// The same in a folder of one's own.
    pub fn sqlite_in(proving: &Proving, folder: &Path, households: u64) -> Result<Self> {
        let folder = folder.display().to_string();
        let store = Self { engine: "SQLite", options: vec!["--data".into(), folder], cluster: None };
        prepare(demo(&proving.binary, &store.options, households, 4))?;
        Ok(store)
    }

    /// Practice data in a new cluster with PostgreSQL's own durability.
    pub fn postgres(proving: &Proving, name: &str, households: u64) -> Result<Self> {
        let cluster = Cluster::start_durable(&proving.target)?;
        Self::postgres_in(proving, cluster, (name, ""), households)
    }

    /// The same with its tables in a folder, and its log elsewhere.
    pub fn postgres_on(proving: &Proving, name: &str, households: u64, space: &Path) -> Result<Self> {
        let cluster = Cluster::start_durable(&proving.target)?;
        make_owned(space)?;
        let space = format!("CREATE TABLESPACE small LOCATION '{}'", space.display());
        read(Command::new("psql").args([&cluster.url(), "-qc", &space]))?;
        Self::postgres_in(proving, cluster, (name, "TABLESPACE small"), households)
    }

    /// The same in a cluster of one's own.
    pub fn postgres_in(
        proving: &Proving,
        cluster: Cluster,
        (name, more): (&str, &str),
        households: u64,
    ) -> Result<Self> {
        let folder = proving.folder.join(name).display().to_string();
        let database = format!("CREATE DATABASE assent {more}");
        read(Command::new("psql").args([&cluster.url(), "-qc", &database]))?;
        let options = vec!["--database".into(), cluster.url_of("assent"), "--data".into(), folder];
        prepare(demo(&proving.binary, &options, households, 4))?;
        Ok(Self { engine: "PostgreSQL", options, cluster: Some(cluster) })
    }

    /// A server on this data.
    pub fn serve(&self, proving: &Proving) -> Result<Server> {
        self.serve_on(proving, free_port()?)
    }

    /// The same with more options.
    pub fn serve_with(&self, proving: &Proving, more: &[&str]) -> Result<Server> {
        let mut demo = demo(&proving.binary, &self.options, 0, 0);
        demo.args(more).env("ASSENT_LOG", "off");
        Server::start(demo)
    }

    /// The same on a chosen port. It says nothing about faults that are made on purpose.
    pub fn serve_on(&self, proving: &Proving, port: u16) -> Result<Server> {
        let mut demo = demo(&proving.binary, &self.options, 0, 0);
        demo.env("ASSENT_LOG", "off");
        Server::start_on(demo, port)
    }
}

/// A kept-alive connection of a signed-in member of the cast.
pub fn signed_in(server: &Server, person: &str) -> Result<Connection> {
    let mut connection = Connection::new(server.port);
    connection.cookie = server.session_of(person).with_context(|| format!("signing in as {person}"))?;
    Ok(connection)
}
