//! `assent edi`: files to carriers and back. `export` writes what is due, `import` takes what they answer, `status` tells how both
//! stand, `show` explains files segment by segment.

mod answers;
mod show;

use super::{say, work::with_carrier_keys};
use crate::place::{Place, own_folder};
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use portal::{
    Portal,
    carriers::{Audited, Delivered, Exported, ToDeliver},
    outbox::Waiting,
};
use std::path::{Path, PathBuf};

/// X12 834 files.
#[derive(Args)]
pub struct Edi {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Write the enrollments that are due to carriers, one file each.
    Export {
        #[command(flatten)]
        place: Place,
        /// HIOS number of a carrier (five digits); every carrier with something due when left out.
        #[arg(long, value_name = "HIOS")]
        carrier: Option<String>,
        /// Folder for the files.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Mark the files as test files.
        #[arg(long)]
        test: bool,
    },
    /// Write an audit file: all coverage of a carrier that is in force, or begins later in the year, for the carrier to
    /// compare. What is due goes first, in a file of its own.
    Audit {
        #[command(flatten)]
        place: Place,
        /// HIOS number of the carrier (five digits).
        #[arg(long, value_name = "HIOS")]
        carrier: String,
        /// The plan year; this year when left out.
        #[arg(long, value_name = "YEAR")]
        year: Option<i16>,
        /// Folder for the file.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Mark the file as a test file.
        #[arg(long)]
        test: bool,
    },
    /// Take the answers of carriers: confirmations, endings, 999 and TA1, and audit files, which are compared. What does not match what was sent, or is not
    /// understood, is left for somebody to look at (exit code 1).
    Import {
        #[command(flatten)]
        place: Place,
        /// The files; each may hold several interchanges.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The files are test files.
        #[arg(long)]
        test: bool,
    },
    /// Take the answers that lie on the servers of carriers whose files go by SFTP, now.
    Fetch {
        #[command(flatten)]
        place: Place,
        /// HIOS number of a carrier (five digits); every carrier with a server when left out.
        #[arg(long, value_name = "HIOS")]
        carrier: Option<String>,
        /// The files are test files.
        #[arg(long)]
        test: bool,
    },
    /// Tell what waits for carriers, which files went to them and what they made of those, and which answers wait for somebody.
    Status {
        #[command(flatten)]
        place: Place,
    },
    /// Explain files in words, and say what is broken in them (exit code 1). Social Security numbers are masked.
    Show {
        /// The files; each may hold several interchanges.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

impl Edi {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        match self.what {
            What::Export { place, carrier, out, test } => export(place, carrier, out, test).await,
            What::Audit { place, carrier, year, out, test } => audit(place, &carrier, year, out, test).await,
            What::Import { place, files, test } => answers::import(place, &files, test).await,
            What::Fetch { place, carrier, test } => {
                carrier.as_deref().map_or(Ok(()), five_digits)?;
                answers::fetch(place, carrier.as_deref(), test).await
            }
            What::Status { place } => answers::status(place).await,
            What::Show { files } => show::show(&files),
        }
    }
}

async fn export(place: Place, carrier: Option<String>, out: PathBuf, test: bool) -> Result<()> {
    carrier.as_deref().map_or(Ok(()), five_digits)?;
    own_folder(&out).with_context(|| format!("--out {}", out.display()))?;
    let portal = with_carrier_keys(place.open(test).await?)?;
    let mut due = portal.carriers_due().await?;
    for destination in portal.carriers_asked_again().await? {
        if due.iter().all(|due| due.destination != destination) {
            due.push(Waiting { destination, waiting: 0, oldest_due: None });
        }
    }
    let carriers: Vec<Waiting> = match &carrier {
        Some(wanted) => due.into_iter().filter(|due| due.destination == *wanted).collect(),
        None => due,
    };
    if carriers.is_empty() {
        say("Nothing is due.")?;
    }
    let (mut unsent, mut without_file) = (0, Vec::new());
    for Waiting { destination: carrier, waiting: count, .. } in carriers {
        // A carrier whose file fails stays due; it does not keep the others from theirs.
        match export_carrier(&portal, &carrier, count, &out).await {
            Ok(left) => unsent += left,
            Err(fault) => {
                say(&format!("{carrier}: no file, {count} enrollments stay due: {fault:#}"))?;
                without_file.push(carrier);
            }
        }
    }
    let stopped = bring(&portal, carrier.as_deref(), &out).await?;
    portal.close().await;
    if !without_file.is_empty() {
        bail!("no file for carrier {}; see the lines above", without_file.join(", "));
    }
    if !stopped.is_empty() {
        bail!("not everything is at carrier {}; see the lines above", stopped.join(", "));
    }
    if unsent > 0 {
        bail!("{unsent} enrollment(s) could not be sent; see the lines above");
    }
    Ok(())
}

/// Brings what lies in the folder for carriers with a server there; gives those where something stopped it.
async fn bring(portal: &Portal, carrier: Option<&str>, out: &Path) -> Result<Vec<String>> {
    let mut stopped = Vec::new();
    let waiting = portal.carrier_ways().await?.to_deliver;
    for ToDeliver { carrier, .. } in
        waiting.into_iter().filter(|one| carrier.is_none_or(|carrier| carrier == one.carrier))
    {
        portal.try_carriers_anew(Some(&carrier)).await?;
        let Some(Delivered { files, trouble }) = portal.deliver_files(&carrier, out).await? else { continue };
        for file in &files {
            say(&format!("{carrier}: {file} is at the carrier"))?;
        }
        if let Some((trouble, file)) = trouble {
            say(&answers::stopped(&carrier, &trouble, file.as_deref()))?;
            stopped.push(carrier);
        }
    }
    Ok(stopped)
}

fn five_digits(carrier: &str) -> Result<()> {
    match carrier.len() == 5 && carrier.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok(()),
        false => bail!("--carrier {carrier}: a HIOS number has five digits"),
    }
}

async fn audit(place: Place, carrier: &str, year: Option<i16>, out: PathBuf, test: bool) -> Result<()> {
    five_digits(carrier)?;
    own_folder(&out).with_context(|| format!("--out {}", out.display()))?;
    let portal = place.open(test).await?;
    let year = year.unwrap_or_else(|| portal.today().year());
    let bar = ProgressBar::no_length()
        .with_style(ProgressStyle::with_template("{spinner} {pos} enrollments, {per_sec}")?);
    let written = portal.export_audit((carrier, year, None), &out, &|done| bar.set_position(done)).await;
    bar.finish_and_clear();
    let left_out = match written? {
        Some(audited) => tell_audit(carrier, &audited)?,
        None => {
            say(&format!("{carrier}: nothing of {year} is in force; no file"))?;
            0
        }
    };
    portal.close().await;
    match left_out {
        0 => Ok(()),
        _ => bail!("{left_out} enrollment(s) could not be written; see the lines above"),
    }
}

/// Says what came of an audit; gives how many enrollments could not be written.
fn tell_audit(carrier: &str, audited: &Audited) -> Result<usize> {
    let Audited { file, year, transactions, unsent } = audited;
    if let Some(file) = file {
        say(&format!("{carrier}: {transactions} enrollments of {year} as they stand in {}", file.display()))?;
    }
    for unsent in unsent {
        say(&format!("  {} was left out: {}", unsent.enrollment, unsent.fault))?;
    }
    Ok(unsent.len())
}

/// Writes one carrier's file and says what came of it; gives how many enrollments could not be sent. When the file
/// repeats an attempt in doubt, another follows with what came later.
async fn export_carrier(portal: &Portal, carrier: &str, count: i64, out: &Path) -> Result<usize> {
    let bar = ProgressBar::new(u64::try_from(count).unwrap_or(0))
        .with_style(ProgressStyle::with_template("{bar:30} {pos}/{len} enrollments, {per_sec}, {eta} left")?);
    let (mut left, mut written) = (0, false);
    loop {
        let exported = portal.export_enrollments(carrier, out, &|done| bar.set_position(done)).await;
        bar.finish_and_clear();
        let Exported { file, transactions, unsent, repeated, again: asked, audit } = exported?;
        if let Some(audit) = audit {
            left += tell_audit(carrier, &audit)?;
            written = true;
        }
        for file in &asked {
            say(&format!("{carrier}: {} again, as it was", file.display()))?;
            written = true;
        }
        let again = if repeated { ", once more: whether they went out was not known" } else { "" };
        match file {
            Some(file) => {
                say(&format!("{carrier}: {transactions} enrollments in {}{again}", file.display()))?;
                written = true;
            }
            None if written => {}
            None => say(&format!("{carrier}: no file"))?,
        }
        for unsent in &unsent {
            say(&format!("  {} was not sent and stays due: {}", unsent.enrollment, unsent.fault))?;
        }
        left += unsent.len();
        if !repeated || transactions == 0 {
            return Ok(left);
        }
    }
}
