//! `assent serve`: the portal as a web service, until Ctrl-C or SIGTERM; then it answers what is open and
//! ends. `serve_portal` is shared with `assent demo`.

use super::work::Jobs;
use crate::{
    listening::{Listen, Listening},
    place::Place,
};
use anyhow::{Result, bail};
use clap::Args;
use portal::{Portal, work::Working};
use std::net::SocketAddr;

/// Serve the portal.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    listening: Listening,
    /// The portal's address as people type it, for links in mails.
    #[arg(long, env = "ASSENT_PUBLIC_ADDRESS", value_name = "URL")]
    public_address: Option<String>,
    #[command(flatten)]
    jobs: Jobs,
    /// Leave the jobs to `assent work`.
    #[arg(long)]
    no_jobs: bool,
}

impl Serve {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        let portal = self.place.open(false).await?;
        if portal.is_practice() {
            portal.close().await;
            bail!(
                "this database holds practice data, which `assent serve` does not serve: take `assent demo`, or name \
                 another place with --data or --database"
            );
        }
        let portal = self.place.with_provider(portal)?;
        check_newest(&portal).await?;
        let working = if self.no_jobs { None } else { Some(self.jobs.begin(portal.clone())?) };
        let listen = Listen::At(SocketAddr::from(([127, 0, 0, 1], 8080)));
        serve_portal(portal, working, (&self.listening, listen), self.public_address).await
    }
}

/// Events of the audit log that are computed again at every start.
const NEWEST: i64 = 1_000;

/// Says loudly when the newest events are not what was written. It serves all the same: whoever changed the log must not
/// be able to keep a consumer from ending access.
async fn check_newest(portal: &Portal) -> Result<()> {
    if let Err(broken) = portal.verify_newest(NEWEST).await? {
        tracing::error!(%broken, "the audit log is not what was written");
        eprintln!(
            "assent: THE AUDIT LOG IS NOT WHAT WAS WRITTEN: {broken}. `assent audit verify` looks at all of it."
        );
    }
    Ok(())
}

/// Serves a portal, and lets its jobs work, until it is told to stop; told twice, it hurries.
pub async fn serve_portal(
    portal: Portal,
    working: Option<Working>,
    (listening, otherwise): (&Listening, Listen),
    public_address: Option<String>,
) -> Result<()> {
    if let Some(most) = listening.passwords_at_once() {
        portal::sign_in::hash_at_once(most);
    }
    let tls = listening.tls()?;
    let socket = listening.open(otherwise).await?;
    let address = socket.address(tls.is_some())?;
    // A socket has no address that a mail could name.
    let own = if address.starts_with("http") { address.as_str() } else { "http://localhost" };
    let settings = web::Settings {
        public_address: public_address.unwrap_or_else(|| own.to_owned()),
        secure_cookies: tls.is_some() || !portal.is_practice(),
    };
    println!("Assent is ready at {address}");
    let app = web::app(portal.clone(), settings);
    listening.serve((socket, tls), app, told_to_stop(), told_to_stop()).await?;
    if let Some(working) = working {
        working.stop().await;
    }
    portal.close().await;
    println!("Assent has stopped.");
    Ok(())
}

/// Ctrl-C or SIGTERM.
pub async fn told_to_stop() {
    let interrupt = async {
        // Without a handler the process ends at once, which is also a stop.
        let _ended = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { () = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    interrupt.await;
}
