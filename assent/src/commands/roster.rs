//! `assent roster import FILE` and `assent roster export FILE`: the roster as a file, through the roster's own door, in the
//! name of a resource manager.

use super::{name::InTheName, say};
use crate::place::Place;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use domain::{form::Fields, refusal::Refusal, roster_file::RowOutcome};
use portal::{Error, Portal, roster_files::SeenRow};
use std::{
    fs,
    path::{Path, PathBuf},
};
use words::{Asking, Words};

/// The word that the events of these commands carry before their request.
const COMMAND: &str = "roster-command";
/// Rows that are told on the terminal; the report has all of them.
const TOLD: usize = 20;

/// The accounts of assisters as a file.
#[derive(Args)]
pub struct Roster {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Apply a roster file (CSV), all or nothing: it makes accounts and invites, and changes those that are there.
    Import(Import),
    /// Write every account into a roster file that `import` and the page read.
    Export(Export),
}

#[derive(Args)]
struct Import {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    name: InTheName,
    /// The file: UTF-8 or Windows-1252, with commas, semicolons or tabs, up to 20,000 rows.
    file: PathBuf,
    /// Only say what would be changed.
    #[arg(long)]
    dry_run: bool,
    /// Write what every row came to into this file (CSV).
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Why accounts are changed: kept with their history and told to the people.
    #[arg(long, default_value = "")]
    reason: String,
    /// The portal's address as people type it, for links in mails.
    #[arg(long, env = "ASSENT_PUBLIC_ADDRESS", value_name = "URL")]
    public_address: Option<String>,
}

#[derive(Args)]
struct Export {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    name: InTheName,
    /// The file to write.
    file: PathBuf,
}

impl Roster {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        match self.what {
            What::Import(import) => import.run().await,
            What::Export(export) => export.run().await,
        }
    }
}

impl Import {
    async fn run(self) -> Result<()> {
        let bytes = fs::read(&self.file).with_context(|| self.file.display().to_string())?;
        if self.public_address.is_none() && !self.dry_run {
            bail!("say how people reach the portal, for the link in the invitations: --public-address URL");
        }
        let portal = self.place.open(false).await?;
        let done = self.import(&portal, &bytes).await;
        portal.close().await;
        let refused = done?;
        if refused > 0 {
            bail!("{refused} row(s) cannot be accepted; mend them in the file and import it again");
        }
        Ok(())
    }

    async fn import(&self, portal: &Portal, bytes: &[u8]) -> Result<i64> {
        let session = self.name.session(portal, COMMAND).await?;
        let address = self.public_address.as_deref().unwrap_or_default().trim_end_matches('/');
        let how = (&*self.reason, address);
        let imported = portal.import_roster_file(&session, (bytes, self.dry_run), how).await;
        let imported = imported.map_err(|fault| told(&self.file, fault))?;
        if let Some(report) = &self.report {
            fs::write(report, &imported.report).with_context(|| report.display().to_string())?;
        }
        let refused = imported.lines.iter().filter(|line| line.outcome == RowOutcome::Refused);
        for line in refused.clone().take(TOLD) {
            say(&in_one_line(portal, line))?;
        }
        let more = refused.count().saturating_sub(TOLD);
        if more > 0 {
            say(&format!("... and {more} more; --report FILE names them all"))?;
        }
        let counts = imported.counts;
        let (would, name) = (if self.dry_run { "would be " } else { "" }, session.name());
        say(&format!(
            "In the name of {name}: {} {would}new, {} {would}changed, {} unchanged, {} refused.",
            counts.added, counts.changed, counts.unchanged, counts.refused
        ))?;
        Ok(counts.refused)
    }
}

impl Export {
    async fn run(self) -> Result<()> {
        let portal = self.place.open(false).await?;
        let written = async {
            let session = self.name.session(&portal, COMMAND).await?;
            Ok::<_, anyhow::Error>(portal.export_roster(&session).await?)
        };
        let written = written.await;
        portal.close().await;
        let bytes = written?;
        fs::write(&self.file, &bytes).with_context(|| self.file.display().to_string())?;
        say(&format!("{}: every account, {} bytes.", self.file.display(), bytes.len()))?;
        Ok(())
    }
}

/// A refusal in words, with the line and the column where the file has them.
fn told(file: &Path, fault: Error) -> anyhow::Error {
    let words = Words::default();
    match fault {
        Error::Invalid(faults) => {
            let lines: Vec<_> = faults.iter().map(|fault| words.wrong(&fault.wrong).into_owned()).collect();
            anyhow::anyhow!("{}: nothing was written. {}", file.display(), lines.join("\n"))
        }
        Error::Refused(refusal @ Refusal::ReasonMissing) => {
            anyhow::anyhow!("nothing was written. {} (--reason TEXT)", words.refusal(refusal))
        }
        Error::Refused(refusal) => anyhow::anyhow!("nothing was written. {}", words.refusal(refusal)),
        other => other.into(),
    }
}

fn in_one_line(portal: &Portal, line: &SeenRow) -> String {
    let asking = Asking::new(Words::default(), portal.profile());
    let asked = portal::assisters::questions(&Fields::new(), &[]);
    let reasons = line.reasons.iter().map(|reason| {
        let (heading, why) = (reason.heading(asking, &asked), reason.why(asking.words));
        match reason.column {
            Some(column) => format!("column {column} ({heading}): {why}"),
            None if heading.is_empty() => why.into_owned(),
            None => format!("{heading}: {why}"),
        }
    });
    format!("line {}: {}", line.line, reasons.collect::<Vec<_>>().join("; "))
}
