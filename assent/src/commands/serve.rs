//! `assent serve`: the portal as a web service, until Ctrl-C or SIGTERM; then it answers what is open and
//! ends. `serve_portal` is shared with `assent demo`.

use super::work::Jobs;
use crate::place::Place;
use anyhow::{Context, Result};
use clap::Args;
use portal::{Portal, work::Working};
use std::{net::SocketAddr, time::Duration};
use tokio::net::TcpListener;

/// Serve the portal.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Address to listen on, behind a TLS-terminating proxy.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
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
        check_newest(&portal).await?;
        let working = if self.no_jobs { None } else { Some(self.jobs.begin(portal.clone())?) };
        serve_portal(portal, working, self.listen, self.public_address).await
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

/// Serves a portal, and lets its jobs work, until it is told to stop.
pub async fn serve_portal(
    portal: Portal,
    working: Option<Working>,
    listen: SocketAddr,
    public_address: Option<String>,
) -> Result<()> {
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let address = format!("http://{}", listener.local_addr()?);
    let settings = web::Settings {
        public_address: public_address.unwrap_or_else(|| address.clone()),
        secure_cookies: !portal.is_practice(),
    };
    let service = web::app(portal.clone(), settings).into_make_service_with_connect_info::<SocketAddr>();
    println!("Assent is ready at {address}");
    let server = axum::serve(listener, service).with_graceful_shutdown(told_to_stop());
    let stopped = async {
        told_to_stop().await;
        // Open connections get this long; keep-alive ones would hold the process otherwise.
        tokio::time::sleep(Duration::from_secs(5)).await;
    };
    tokio::select! {
        served = async { server.await } => served?,
        () = stopped => {}
    }
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
