//! How `serve` and `demo` listen: where, behind which proxies, with which limits. The options are here, what they do is
//! in `listening/`.

mod address;
mod hops;
mod seats;
mod serving;
mod tls;

pub use address::{Listen, Socket};

use anyhow::{Result, ensure};
use axum::Router;
use clap::Args;
use hops::{Hops, Network, ProxyHeader};
use std::{future::Future, path::PathBuf, time::Duration};
use tls::Tls;

/// Descriptors that are left to the database, files and mail.
const LEFT_TO_OTHERS: u64 = 96;
/// Descriptors that are asked for.
const WANTED_DESCRIPTORS: u64 = 65_536;
/// How long a proxy has to see that a server stops, when nothing else is said.
const DRAIN: u64 = 10;

/// The options of whatever listens.
#[derive(Args, Clone, Debug)]
pub struct Listening {
    /// Where to listen, behind a proxy that terminates TLS: a port (127.0.0.1:8080 if not given), a Unix socket, or a
    /// socket inherited from systemd.
    #[arg(long, value_name = "ADDRESS:PORT|unix:PATH|fd:3")]
    listen: Option<Listen>,
    /// Certificate with its chain (PEM), to speak TLS without a proxy; both files are read again when they change.
    #[arg(long, env = "ASSENT_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's key (PEM), which others cannot read.
    #[arg(long, env = "ASSENT_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Proxies that are believed when they name the visitor's address. A Unix socket's peer is believed by itself.
    #[arg(long, env = "ASSENT_TRUSTED_PROXY", value_name = "ADDRESS[/BITS]", value_delimiter = ',')]
    trusted_proxy: Vec<Network>,
    /// The header in which they name it.
    #[arg(long, value_enum, default_value_t, value_name = "HEADER")]
    proxy_header: ProxyHeader,
    /// How long to go on after SIGTERM while /readyz says no: longer than proxies take to see it, and than they keep
    /// a connection that nobody uses. 10 behind a proxy, else 0.
    #[arg(long, value_name = "SECONDS")]
    drain: Option<u64>,
    /// How long a visitor's connection may take for the head of its next request. Proxies have ten minutes.
    #[arg(long, default_value_t = 10, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    header_time: u64,
    /// Most connections; as many as there are descriptors, less 96, if not given.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    most_connections: Option<u64>,
    /// Most connections of one address (of the sixth version: of a /64); an eighth of all if not given. Proxies have
    /// all.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    most_of_one_address: Option<u64>,
    /// Most passwords that are checked at once; each takes 19 MB and a processor for as long. As many as there are
    /// processors, if not given.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    passwords_at_once: Option<u32>,
}

impl Listening {
    /// Reads certificate and key, if there are any.
    pub fn tls(&self) -> Result<Option<Tls>> {
        let files = self.tls_cert.as_ref().zip(self.tls_key.as_ref());
        files.map(|(certificate, key)| Tls::read(certificate, key)).transpose()
    }

    /// How many passwords are checked at once, if it was said.
    pub fn passwords_at_once(&self) -> Option<u32> {
        self.passwords_at_once
    }

    /// Opens the socket.
    pub async fn open(&self, otherwise: Listen) -> Result<Socket> {
        self.listen.as_ref().unwrap_or(&otherwise).open().await
    }

    /// Serves until `stop`; `hurry` shortens what comes then.
    pub async fn serve(
        &self,
        (socket, tls): (Socket, Option<Tls>),
        app: Router,
        stop: impl Future<Output = ()>,
        hurry: impl Future<Output = ()>,
    ) -> Result<()> {
        let behind_a_proxy = !self.trusted_proxy.is_empty() || matches!(socket, Socket::Unix(..));
        let descriptors = rlimit::increase_nofile_limit(WANTED_DESCRIPTORS)?;
        let most = match self.most_connections {
            Some(most) => most,
            None => {
                ensure!(
                    descriptors > 2 * LEFT_TO_OTHERS,
                    "this process may open {descriptors} files only (ulimit -n); it needs {}",
                    2 * LEFT_TO_OTHERS + 1
                );
                descriptors - LEFT_TO_OTHERS
            }
        };
        let of_one = self.most_of_one_address.unwrap_or((most / 8).max(8));
        let rules = serving::Rules {
            hops: Hops::new(self.trusted_proxy.clone(), self.proxy_header),
            header_time: Duration::from_secs(self.header_time),
            most: usize::try_from(most)?,
            most_of_one: usize::try_from(of_one)?,
            drain: Duration::from_secs(self.drain.unwrap_or(if behind_a_proxy { DRAIN } else { 0 })),
            tls,
        };
        serving::serve(socket, app, rules, stop, hurry).await;
        Ok(())
    }
}
