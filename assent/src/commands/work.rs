//! `assent work`: the jobs without a server, until Ctrl-C or SIGTERM: mail to people, files to carriers. `assent
//! serve` does them too unless it is told not to; any number of both share one database.

use super::serve::told_to_stop;
use crate::{
    place::{Place, own_folder},
    secrets,
};
use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use domain::{carrier::Way, instant::Instant};
use portal::{
    Portal,
    carriers::WayStands,
    outbox::{MailSettings, Undelivered},
    work::Working,
};
use std::{collections::BTreeMap, path::PathBuf};
use words::Words;

/// What the jobs need; a job without it rests.
#[derive(Args)]
pub struct Jobs {
    /// The mail server: smtps://NAME@HOST, smtp://NAME@HOST?tls=required, or smtp://HOST:PORT on this machine. The
    /// password comes from ASSENT_MAIL_SERVER_PASSWORD, ..._FILE or ..._COMMAND. Without a server, mail waits in the outbox.
    #[arg(
        long,
        env = "ASSENT_MAIL_SERVER",
        value_name = "URL",
        requires = "mail_from",
        hide_env_values = true
    )]
    mail_server: Option<String>,
    /// The sender of mail.
    #[arg(long, env = "ASSENT_MAIL_FROM", value_name = "NAME <ADDRESS>")]
    mail_from: Option<String>,
    /// Folder for the 834 files to carriers. Without one, they wait for `assent edi export`.
    #[arg(long, env = "ASSENT_CARRIER_FILES", value_name = "DIR")]
    carrier_files: Option<PathBuf>,
    /// Folder, outside the database, for the heads of the audit log's chains, every minute, and a report of the whole
    /// log every day: `assent audit verify --checkpoint DIR` compares.
    #[arg(long, env = "ASSENT_CHECKPOINT_TO", value_name = "DIR")]
    checkpoint_to: Option<PathBuf>,
}

impl Jobs {
    /// Whether there is a job to do.
    fn any(&self) -> bool {
        self.mail_server.is_some() || self.carrier_files.is_some() || self.checkpoint_to.is_some()
    }

    /// Begins to work.
    pub fn begin(self, mut portal: Portal) -> Result<Working> {
        if self.carrier_files.is_some() {
            portal = with_carrier_keys(portal)?;
        }
        if let (Some(url), Some(from)) = (self.mail_server, self.mail_from) {
            let url = secrets::with_password(url, "--mail-server", "ASSENT_MAIL_SERVER")?;
            portal = portal.with_mail(&MailSettings { url, from }).context("--mail-server, --mail-from")?;
        }
        if let Some(folder) = &self.carrier_files {
            own_folder(folder).with_context(|| format!("--carrier-files {}", folder.display()))?;
        }
        portal.keep_working(self.carrier_files, self.checkpoint_to).context("--checkpoint-to")
    }
}

/// The same portal with the keys for carriers' servers that its profile names. A build that speaks no SFTP says so, and leaves
/// their files in the folder.
pub fn with_carrier_keys(portal: Portal) -> Result<Portal> {
    let mut keys = BTreeMap::new();
    for (place, carrier) in portal.profile().carrier.iter().enumerate() {
        let Some(sftp) = &carrier.sftp else { continue };
        if !Portal::SPEAKS_SFTP {
            eprintln!(
                "assent: the profile sends the files of carrier {} by SFTP, and this build speaks none: build it with --features sftp. \
                 Until then they stay in the folder, and `assent edi import` takes its answers",
                carrier.hios
            );
            continue;
        }
        let name = &sftp.key;
        let at = || format!("carrier[{place}].sftp.key");
        let Some((key, _)) = secrets::secret(name).with_context(at)? else {
            bail!("{}: set {name}, {name}_FILE or {name}_COMMAND", at());
        };
        keys.insert(carrier.hios.clone(), key);
    }
    portal.with_carrier_keys(&keys).map_err(|fault| anyhow!(fault))
}

/// Deliver mail and write files to carriers.
#[derive(Args)]
pub struct Work {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    jobs: Jobs,
    /// List what was tried in vain, with the fault, and stop.
    #[arg(long)]
    faults: bool,
    /// First try everything again that was tried in vain, also what was given up.
    #[arg(long)]
    again: bool,
}

impl Work {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        if !(self.jobs.any() || self.faults || self.again) {
            bail!("nothing to do: name --mail-server with --mail-from, --carrier-files, or --checkpoint-to");
        }
        let portal = self.place.open(false).await?;
        if self.again {
            portal.deliver_anew().await?;
        }
        if self.faults {
            let faults = portal.undelivered().await?;
            faults.iter().for_each(tell);
            let ways = portal.carrier_ways().await?.ways;
            let stopped: Vec<_> = ways.iter().filter_map(|way| way_told(&portal, way)).collect();
            stopped.iter().for_each(|line| println!("{line}"));
            if faults.is_empty() && stopped.is_empty() {
                println!("Nothing was tried in vain.");
            }
        } else if self.jobs.any() {
            let working = self.jobs.begin(portal.clone())?;
            println!("Assent is at work.");
            told_to_stop().await;
            working.stop().await;
            println!("Assent has stopped.");
        }
        portal.close().await;
        Ok(())
    }
}

/// A way to or from a carrier's server by which nothing gets through, and what to do; none for one that works.
pub fn way_told(portal: &Portal, way: &WayStands) -> Option<String> {
    let WayStands { carrier, way, attempts, fault, detail, file, fault_since, due_at, .. } = way;
    let words = Words::default();
    let moment = |at: &Instant| words.moment(portal.moment_of(*at)).to_string();
    let trouble = (*fault)?;
    let which = match way {
        Way::Out => "to",
        Way::In => "from",
    };
    let file = file.as_deref().map(|file| format!(", {file}")).unwrap_or_default();
    let detail = if detail.is_empty() { String::new() } else { format!(" ({detail})") };
    let since = fault_since.as_ref().map(moment).unwrap_or_default();
    let (why, next) = (words.carriers_trouble(trouble), words.carriers_trouble_next(trouble));
    Some(format!(
        "! SFTP {which} {carrier}{file}: {why}{detail} Since {since}, tried {attempts} times, again on {}. {next}",
        moment(due_at)
    ))
}

fn tell(message: &Undelivered) {
    let Undelivered { outbox_key, subject, attempts, fault, given_up } = message;
    let fault = fault.as_deref().unwrap_or("whoever had it ended before it was done");
    let and = if *given_up { "given up" } else { "is tried again" };
    println!("{outbox_key}: {subject}: tried {attempts} times, {and}: {fault}");
}
