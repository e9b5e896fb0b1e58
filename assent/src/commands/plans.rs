//! `assent plans import DIR`: reads the public CMS files and puts each sound plan year in, in one transaction.

use super::say;
use crate::place::Place;
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;

/// Plan catalogs.
#[derive(Args)]
pub struct Plans {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Import plans, rates and service areas in the layout of the public CMS files.
    Import {
        #[command(flatten)]
        place: Place,
        /// Folder with Plan_Attributes_PUF.csv, Rate_PUF.csv and Service_Area_PUF.csv.
        folder: PathBuf,
    },
}

impl Plans {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        let What::Import { place, folder } = self.what;
        let portal = place.open(false).await?;
        let bar = ProgressBar::new_spinner()
            .with_style(ProgressStyle::with_template("{msg}: {pos} rows, {per_sec}")?);
        let read = portal.read_plan_files(&folder, &mut |progress| {
            bar.set_message(progress.file);
            bar.set_position(progress.rows);
        })?;
        bar.finish_and_clear();
        let mut refused = 0;
        for year in &read.years {
            match &year.catalog {
                Ok(catalog) => {
                    portal.load_catalog(catalog).await?;
                    say(&format!(
                        "{}: {} plans, {} variants, {} rates of {} carriers are in.",
                        year.year,
                        catalog.plans().len(),
                        catalog.variant_count(),
                        catalog.rate_count(),
                        catalog.issuers().len()
                    ))?;
                }
                Err(faults) => {
                    refused += 1;
                    say(&format!("{}: nothing was loaded; a line for each cause:", year.year))?;
                    say(&format!("  {}", faults.to_string().replace('\n', "\n  ")))?;
                }
            }
            for note in &year.notes {
                say(&format!("  {note}"))?;
            }
        }
        portal.close().await;
        if refused > 0 {
            bail!("{refused} plan year(s) were not loaded; mend what the lines above say and import again");
        }
        Ok(())
    }
}
