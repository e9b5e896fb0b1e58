//! SCIM judged from outside, on both databases: scim2-cli makes resources at random out of the schemas that the portal
//! publishes, and scim2-client asks for what that one does not, filters and pages. The control is a proxy that does one
//! thing wrong: each judge finds its faults.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::Proving;
use super::kit::{Store, signed_in};
use crate::form::form_with;
use crate::postgres::free_port;
use crate::process::shown;
use crate::server::Server;
use crate::test::packages::scim_folder;

/// The client that asks for filters and pages.
const CLIENT: &str = include_str!("scim/client.py");
/// The proxy that does one thing wrong.
const FAULTY: &str = include_str!("scim/faulty.py");
/// How many checks scim2-cli makes of the schemas as they are; with fewer, it would have seen less of them.
const CHECKS: usize = 70;
/// What a broker's extension cannot lose, and why: the one finding that is no fault. "If an attribute is removed or becomes
/// unassigned and is defined as a required attribute or a read-only attribute, the server SHALL return an HTTP response
/// status code and a JSON detail error response as defined in Section 3.12, with a "scimType" error code of "mutability""
/// (RFC 7644, section 3.5.2.2).
const KEPT: &str = "Failed to remove attribute 'urn:assent:params:scim:schemas:extension:assister:2.0:User':";

/// A proxy beside the portal; dropping it ends it.
struct Faulty(Child, u16);

impl Drop for Faulty {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

struct Judges {
    python: PathBuf,
    scim2: PathBuf,
}

/// What a judge said: how much it asked, and what is not as it should be.
struct Said {
    asked: usize,
    findings: Vec<String>,
}

/// Lets both judges loose on the portal, and on the portal behind the faulty proxy.
pub fn work(proving: &mut Proving) -> Result<()> {
    let tools = scim_folder(&proving.target).join("bin");
    let judges = Judges { python: tools.join("python"), scim2: tools.join("scim2") };
    ensure!(judges.scim2.is_file(), "scim2-cli is not there; see `cargo xtask test --only packages`");
    let stores = [Store::sqlite(proving, "sqlite", 20)?, Store::postgres(proving, "postgres", 20)?];
    for (place, store) in stores.iter().enumerate() {
        let (engine, server) = (store.engine, store.serve(proving)?);
        let kinds: &[&str] =
            if proving.times(1, 0) == 1 { &["navigator", "broker", "cac"] } else { &["navigator"] };
        for kind in kinds {
            let token = token(&server, kind)?;
            let said = judges.cli(server.port, &token)?;
            let findings: Vec<_> =
                said.findings.iter().filter(|one| *kind != "broker" || !one.contains(KEPT)).collect();
            proving.found(format!("{engine}, scim2-cli as {kind}: checks"), said.asked);
            proving.must(
                format!("{engine}, scim2-cli as {kind}: findings"),
                format!("{} {}", findings.len(), findings.first().map_or("", |one| one.as_str())).trim(),
                findings.is_empty() && said.asked >= CHECKS,
            )?;
        }
        let token = token(&server, "navigator")?;
        let said = judges.client(server.port, &token, proving.times(60, 6))?;
        proving.found(format!("{engine}, scim2-client: questions"), said.asked);
        proving.must(
            format!("{engine}, scim2-client: findings"),
            format!("{} {}", said.findings.len(), said.findings.join("; ")).trim(),
            said.findings.is_empty() && said.asked > 0,
        )?;
        if place == 0 {
            controls(proving, &judges, &server, &token)?;
        }
    }
    Ok(())
}

/// Each fault is found by the judge that can see it.
fn controls(proving: &mut Proving, judges: &Judges, server: &Server, token: &str) -> Result<()> {
    for (fault, what) in [
        ("patch", "PATCH that does nothing"),
        ("filter", "a filter that is ignored"),
        ("count", "pages that are ignored"),
        ("delete", "DELETE that does nothing"),
    ] {
        let faulty = faulty(server.port, fault)?;
        // What scim2-cli cannot see is scim2-client's to see.
        if ["patch", "delete"].contains(&fault) && (proving.times(1, 0) == 1 || fault == "patch") {
            let found = judges.cli(faulty.1, token)?.findings.len();
            proving.must(format!("control: scim2-cli, {what}, findings"), found, found > 0)?;
        }
        let found = judges.client(faulty.1, token, 6)?.findings.len();
        proving.must(format!("control: scim2-client, {what}, findings"), found, found > 0)?;
    }
    Ok(())
}

/// A token as a resource manager makes it on the page, of practice data.
fn token(server: &Server, kind: &str) -> Result<String> {
    let rae = signed_in(server, "Rae")?;
    // No two tokens have one name.
    let name = format!("Judge {}", std::time::UNIX_EPOCH.elapsed()?.as_nanos());
    let page = rae.get("/manage/tokens")?.body;
    let mut form = form_with(&page, "Make token").context("/manage/tokens has no form for a token")?;
    for (name, value) in [("name", &*name), ("kind", kind), ("scope", "write"), ("days", "30")] {
        form.fields.push((name.to_owned(), value.to_owned()));
    }
    let made = rae.post(&form.action, &form.fields)?.body;
    let token = made.split("id=\"token\">").nth(1).and_then(|rest| rest.split('<').next());
    Ok(token.context("no token was made")?.to_owned())
}

fn faulty(portal: u16, fault: &str) -> Result<Faulty> {
    let port = free_port()?;
    let mut command = Command::new("python3");
    command.args(["-c", FAULTY, &port.to_string(), &portal.to_string(), fault]);
    let faulty = Faulty(command.spawn()?, port);
    let begin = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        ensure!(begin.elapsed() < Duration::from_secs(10), "the faulty proxy does not answer");
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(faulty)
}

fn address(port: u16) -> String {
    format!("http://127.0.0.1:{port}/scim/v2")
}

/// What a program prints, whether it is content or not.
fn said(command: &mut Command) -> Result<(String, bool)> {
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot start {}", shown(command)))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok((text + &String::from_utf8_lossy(&output.stderr), output.status.success()))
}

impl Judges {
    fn cli(&self, port: u16, token: &str) -> Result<Said> {
        let mut command = Command::new(&self.scim2);
        // Not among its arguments: those can be seen by everybody on the machine.
        command.env("SCIM_CLI_HEADERS", format!("Authorization: Bearer {token}"));
        let (text, content) = said(command.args(["--url", &address(port), "test"]))?;
        let said = cli_said(&text);
        ensure!(
            said.asked > 0 && content == said.findings.is_empty(),
            "scim2-cli did not come to an end:\n{text}"
        );
        Ok(said)
    }

    fn client(&self, port: u16, token: &str, many: u64) -> Result<Said> {
        let mut command = Command::new(&self.python);
        command.args(["-c", CLIENT, &address(port), token, &many.to_string()]);
        let (text, content) = said(&mut command)?;
        let mut findings: Vec<String> = text.lines().map(str::to_owned).collect();
        let last = findings.pop().unwrap_or_default();
        match last.strip_suffix(" asked") {
            Some(asked) if content => Ok(Said { asked: asked.parse()?, findings }),
            // A fault may end it half way: that is a finding too.
            _ if !Path::new(&self.python).is_file() => bail!("scim2-client is not there"),
            _ => Ok(Said { asked: 0, findings: vec![last] }),
        }
    }
}

/// Reads what scim2-cli says: a line `STATUS check` for each check, and behind it why.
fn cli_said(text: &str) -> Said {
    let mut said = Said { asked: 0, findings: Vec::new() };
    let mut good = true;
    for line in text.lines() {
        let status = line.split(' ').next().unwrap_or_default();
        let is_status = !status.is_empty() && status.bytes().all(|byte| byte.is_ascii_uppercase());
        match (is_status, line.strip_prefix("  ")) {
            (true, _) => {
                good = status == "SUCCESS";
                said.asked += 1;
                if !good {
                    said.findings.push(line.to_owned());
                }
            }
            (false, Some(why)) if !good => {
                if let Some(finding) = said.findings.last_mut() {
                    finding.push_str(": ");
                    finding.push_str(why);
                }
            }
            _ => {}
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_judge_says_is_counted_and_what_is_wrong_is_kept() {
        let text = "Performing a SCIM compliance check on http://localhost ...\nSUCCESS query_all_schemas\n  Schemas are: 'A'\n\
            ERROR check_remove_attribute\n  Failed to remove\nSKIPPED search\nSUCCESS random_url\n";
        let said = cli_said(text);
        assert_eq!(said.asked, 4);
        assert_eq!(said.findings, ["ERROR check_remove_attribute: Failed to remove", "SKIPPED search"]);
    }
}
