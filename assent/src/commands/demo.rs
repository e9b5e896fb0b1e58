//! `assent demo`: practice mode. Makes a database with the cast and sample households in every state of
//! the work, and serves it with /demo (one button a persona) and /demo/mail.

use super::serve::serve_portal;
use crate::{
    listening::{Listen, Listening},
    place::Place,
};
use anyhow::Result;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use portal::practice::PracticeData;
use std::net::SocketAddr;

/// Make practice data and serve it.
#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    listening: Listening,
    /// Port on this machine.
    #[arg(long, default_value_t = 8080, conflicts_with = "listen")]
    port: u16,
    /// Sample households to make in an empty database.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(0..=20_000_000))]
    households: u64,
    /// Sample assisters beside the cast.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(0..=200_000))]
    assisters: u64,
    /// The same seed makes the same data.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Make the data and stop.
    #[arg(long)]
    no_serve: bool,
}

impl Demo {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        let bar = ProgressBar::new(self.households).with_style(ProgressStyle::with_template(
            "{bar:30} {pos}/{len} sample households, {per_sec}, {eta} left",
        )?);
        let wanted = PracticeData { households: self.households, assisters: self.assisters, seed: self.seed };
        let made =
            self.place.open(true).await?.make_practice_data(&wanted, &|done| bar.set_position(done)).await?;
        bar.finish_and_clear();
        if let Some(made) = made {
            println!(
                "Made {} sample households and {} assisters in {:.1} s ({:.0} households/s).",
                made.households,
                made.assisters,
                made.seconds,
                made.households as f64 / made.seconds.max(0.001)
            );
        }
        if self.no_serve {
            return Ok(());
        }
        let portal = self.place.with_provider(self.place.open(true).await?)?;
        let port = Listen::At(SocketAddr::from(([127, 0, 0, 1], self.port)));
        serve_portal(portal, None, (&self.listening, port), None).await
    }
}
