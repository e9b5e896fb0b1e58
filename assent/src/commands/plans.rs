//! `assent plans import DIR`: reads plan files and puts each sound plan year in, in one transaction. `assent plans check
//! DIR` does the same reading and says the same, without a database, and loads nothing.

use super::say;
use crate::place::{Place, profile};
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use portal::plans::{CmsFilesError, FolderRead, Progress, YearRead, read_folder};
use std::path::{Path, PathBuf};

/// Plan catalogs.
#[derive(Args)]
pub struct Plans {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Import plans, rates and service areas, with crosswalk and carriers where the folder has them.
    Import {
        #[command(flatten)]
        place: Place,
        /// Folder with plan attributes, rates and service areas, as the public CMS files or those of a state exchange.
        folder: PathBuf,
    },
    /// Say what an import would load and what it would refuse, and load nothing.
    Check {
        /// The exchange profile (TOML); the embedded one is MNsure's.
        #[arg(long, env = "ASSENT_PROFILE", value_name = "FILE")]
        profile: Option<PathBuf>,
        /// The folder, as for an import.
        folder: PathBuf,
    },
}

impl Plans {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        match self.what {
            What::Import { place, folder } => import(&place, &folder).await,
            What::Check { profile: file, folder } => check(file.as_deref(), &folder),
        }
    }
}

async fn import(place: &Place, folder: &Path) -> Result<()> {
    let portal = place.open(false).await?;
    let mut read = with_progress(|progress| portal.read_plan_files(folder, progress))?;
    let mut refused = 0;
    for year in &mut read.years {
        refused += u32::from(!portal.load_plan_year(year).await?);
        tell(year, ["are in", "was loaded"])?;
    }
    portal.close().await;
    tell_folder(&read)?;
    if refused > 0 {
        bail!("{refused} plan year(s) were not loaded; mend what the lines above say and import again");
    }
    Ok(())
}

fn check(file: Option<&Path>, folder: &Path) -> Result<()> {
    let state = profile(file)?.exchange.state;
    let mut read = with_progress(|progress| read_folder(folder, &state, progress))?;
    read.compare_years();
    for year in &read.years {
        tell(year, ["would be loaded", "would be loaded"])?;
    }
    tell_folder(&read)?;
    let refused = read.years.iter().filter(|year| year.catalog.is_err()).count();
    if refused > 0 {
        bail!("{refused} plan year(s) would not be loaded; mend what the lines above say and check again");
    }
    Ok(())
}

/// Reads with a line that tells how far it is.
fn with_progress(
    read: impl FnOnce(&mut dyn FnMut(Progress<'_>)) -> Result<FolderRead, CmsFilesError>,
) -> Result<FolderRead> {
    let bar =
        ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{msg}: {pos} rows, {per_sec}")?);
    let read = read(&mut |progress| {
        bar.set_message(progress.file.to_owned());
        bar.set_position(progress.rows);
    });
    bar.finish_and_clear();
    Ok(read?)
}

/// Says what becomes of a year: of a sound one, and of one that is refused.
fn tell(year: &YearRead, [sound, refused]: [&str; 2]) -> Result<()> {
    match &year.catalog {
        Ok(catalog) => {
            say(&format!(
                "{}: {} plans, {} variants, {} rates of {} carriers {sound}.",
                year.year,
                catalog.plans().len(),
                catalog.variant_count(),
                catalog.rate_count(),
                catalog.issuers().len()
            ))?;
            if let Some(crosswalk) = &year.crosswalk {
                let (lines, before) = (crosswalk.len(), year.year - 1);
                say(&format!("  {lines} lines of the crosswalk from {before} {sound}."))?;
            }
        }
        Err(faults) => {
            say(&format!("{}: nothing {refused}; a line for each cause:", year.year))?;
            say(&format!("  {}", faults.to_string().replace('\n', "\n  ")))?;
        }
    }
    for note in &year.notes {
        say(&format!("  {note}"))?;
    }
    Ok(())
}

fn tell_folder(read: &FolderRead) -> Result<()> {
    for note in &read.notes {
        say(note)?;
    }
    if read.rows_left_out > 0 {
        let (rows, left_out) = (read.rows, read.rows_left_out);
        say(&format!(
            "Of {rows} rows {left_out} are of other states or of the small-group market, and left out."
        ))?;
    }
    Ok(())
}
