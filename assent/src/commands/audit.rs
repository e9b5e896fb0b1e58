//! `assent audit verify`: whether the audit log is whole; against a checkpoint folder, and a consumer's receipt against
//! the log. It says the first broken place in one line and ends with 1.

use crate::place::Place;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use portal::{
    Portal,
    audit::{Checked, Heads, Verified},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The audit log.
#[derive(Args)]
pub struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Compute the chains of the audit log again, and compare. Servers go on serving.
    Verify {
        #[command(flatten)]
        place: Place,
        /// One chain alone: consumer:KEY, book:KEY, profile:KEY, agency:KEY, account:KEY or roster.
        #[arg(long, value_name = "KEY")]
        subject: Option<String>,
        /// A consumer's authorization receipt, as it was downloaded, against the log and the database.
        #[arg(long, value_name = "FILE", conflicts_with = "subject")]
        receipt: Option<PathBuf>,
        /// The folder that `--checkpoint-to` of a server named: what was cut off, deleted or restored disagrees with it.
        #[arg(long, value_name = "DIR")]
        checkpoint: Option<PathBuf>,
    },
}

impl Audit {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        let What::Verify { place, subject, receipt, checkpoint } = self.what;
        let portal = place.open(false).await?;
        let checked = verify(&portal, subject.as_deref(), receipt.as_deref(), checkpoint.as_deref()).await;
        portal.close().await;
        println!("{}", checked?);
        Ok(())
    }
}

/// What holds, in words.
async fn verify(
    portal: &Portal,
    subject: Option<&str>,
    receipt: Option<&Path>,
    checkpoint: Option<&Path>,
) -> Result<String> {
    let heads = match checkpoint {
        Some(folder) => held(portal.checkpoint(folder)?)?,
        None => Heads::default(),
    };
    if checkpoint.is_some() && heads.is_empty() {
        bail!("--checkpoint: there is no head of a chain in this folder");
    }
    if let Some(file) = receipt {
        let text = fs::read_to_string(file).with_context(|| format!("--receipt {}", file.display()))?;
        let holds = held(portal.verify_receipt(&text, &heads).await?)?;
        return Ok(format!(
            "Receipt {} is as it was issued on {}: event {} of {}.",
            holds.receipt, holds.when, holds.event, holds.subject
        ));
    }
    let verified = match subject {
        Some(subject) => held(portal.verify_chain(subject, &heads).await?)?,
        None => whole(portal, &heads).await?,
    };
    Ok(format!("Whole: {} events in {} chains.", verified.events, verified.chains))
}

fn held<T>(checked: Checked<T>) -> Result<T> {
    checked.or_else(|broken| bail!("{broken}"))
}

async fn whole(portal: &Portal, heads: &Heads) -> Result<Verified> {
    let bar = ProgressBar::no_length()
        .with_style(ProgressStyle::with_template("{bar:30} {pos}/{len} events, {per_sec}, {eta} left")?);
    if let Some(events) = portal.audited_events().await {
        bar.set_length(events);
    }
    let checked = portal.verify_log(heads, &|events| bar.inc(events)).await;
    bar.finish_and_clear();
    held(checked?)
}
