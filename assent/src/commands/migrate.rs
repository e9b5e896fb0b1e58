//! `assent migrate`: brings the tables up to date and stops.

use crate::place::Place;
use anyhow::Result;
use clap::Args;

/// Bring the database's tables up to date and stop.
#[derive(Args)]
pub struct Migrate {
    #[command(flatten)]
    place: Place,
}

impl Migrate {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        self.place.open(false).await?.close().await;
        println!("The tables are up to date.");
        Ok(())
    }
}
