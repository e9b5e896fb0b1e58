//! What two proofs share: two servers on one database, and Ana, who authorizes her assister and ends it again.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use domain::numbers::ReferenceNumber;

use super::Proving;
use super::kit::Store;
use crate::form::form_with;
use crate::http::{Answer, Connection};
use crate::server::{Server, demo};

/// Ana's key in the practice data.
pub const ANA: &str = "practice-ana";

/// Two servers on one database.
pub fn two_servers(proving: &Proving, store: &Store, fault: Option<&str>) -> Result<[Server; 2]> {
    let start = || {
        let Some(fault) = fault else { return store.serve(proving) };
        let mut command = demo(&proving.faulty()?, &store.options, 0, 0);
        command.env("ASSENT_PLANTED_FAULT", fault);
        Server::start(command)
    };
    Ok([start()?, start()?])
}

/// Ana with one connection to each of two servers.
pub struct Ana {
    connections: Vec<Connection>,
    turn: usize,
    /// Acts of hers, but for removals, that the servers had no time for.
    pub refused: u64,
}

impl Ana {
    /// Signs her in at the first; every server knows the session.
    pub fn sign_in(servers: &[Server]) -> Result<Self> {
        let mut connections: Vec<_> = servers.iter().map(|server| Connection::new(server.port)).collect();
        let cookie = servers.first().context("no server")?.session_of("Ana")?;
        connections.iter_mut().for_each(|connection| connection.cookie.clone_from(&cookie));
        Ok(Self { connections, turn: 0, refused: 0 })
    }

    /// The next server's connection.
    fn next(&mut self) -> Result<&Connection> {
        self.turn += 1;
        self.connections.get(self.turn % self.connections.len()).context("no server")
    }

    /// Authorizes Bo; tries again when the servers have no time.
    pub fn authorize(&mut self) -> Result<()> {
        let path = format!("/assister/authorize/{}", ReferenceNumber::from_random(1).digits());
        for _ in 0..50 {
            let connection = self.next()?;
            let page = connection.get(&path)?;
            if let Some(form) = form_with(&page.body, "I agree") {
                let answer = connection.post(&form.action, &form.fields)?;
                if answer.status == 303 && !answer.location.contains("said=changed") {
                    return Ok(());
                }
            }
            self.refused += 1;
        }
        anyhow::bail!("Ana cannot authorize anybody")
    }

    /// Opens the page on which she ends it.
    pub fn open_removal(&mut self) -> Result<Removal> {
        for _ in 0..50 {
            let page = self.next()?.get("/assister/remove")?;
            if let Some(form) = form_with(&page.body, "Remove assister") {
                return Ok(Removal { action: form.action, fields: form.fields });
            }
            self.refused += 1;
        }
        anyhow::bail!("Ana finds nobody to remove")
    }

    /// The second click: whether it was done.
    pub fn remove(&mut self, removal: &Removal) -> Result<bool> {
        let answer: Answer = self.next()?.post(&removal.action, &removal.fields)?;
        ensure!([303, 503].contains(&answer.status), "the removal was answered {}", answer.status);
        Ok(answer.status == 303 && answer.location.ends_with("said=removed"))
    }
}

/// A removal that waits for the second click.
pub struct Removal {
    action: String,
    fields: Vec<(String, String)>,
}

/// Sessions of people of the cast, signed in once each.
pub fn sessions(server: &Server, people: &[&'static str]) -> Result<HashMap<&'static str, String>> {
    people.iter().map(|person| Ok((*person, server.session_of(person)?))).collect()
}
