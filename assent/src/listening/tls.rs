//! TLS of its own, for an exchange without a proxy: certificate and key from files, read again when one of them has
//! changed, so that a renewed certificate needs no restart. What cannot be read then is an error in the log, and the
//! certificate that was good goes on.

use anyhow::{Context, Result, bail, ensure};
use std::{
    fs, io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
        server::{ClientHello, ResolvesServerCert},
        sign::CertifiedKey,
    },
    server::TlsStream,
};

/// How often the files are looked at.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(20);
/// The second version of HTTP, as the handshake names it.
const HTTP_2: &[u8] = b"h2";

/// Speaks TLS with whoever connects.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    files: Arc<Files>,
}

/// The certificate with its chain, and its key, where they lie and as they were read last.
#[derive(Debug)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    good: RwLock<Arc<CertifiedKey>>,
}

impl ResolvesServerCert for Files {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.good.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

impl Tls {
    /// Reads the files.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self> {
        let good = RwLock::new(Arc::new(read(certificate, key)?));
        let files = Arc::new(Files { certificate: certificate.to_owned(), key: key.to_owned(), good });
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(files.clone());
        config.alpn_protocols = vec![HTTP_2.to_vec(), b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), files })
    }

    /// The handshake; afterwards whether the second version of HTTP is spoken.
    pub async fn accept<I: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: I,
    ) -> io::Result<(TlsStream<I>, bool)> {
        let stream = self.acceptor.accept(stream).await?;
        let second = stream.get_ref().1.alpn_protocol() == Some(HTTP_2);
        Ok((stream, second))
    }

    /// Reads changed files anew, for as long as the server runs.
    pub async fn keep_up(self) {
        let mut seen = self.files.stamps();
        loop {
            tokio::time::sleep(LOOKED_AT_EVERY).await;
            seen = self.look(seen);
        }
    }

    /// Reads the files when they are not what was seen; gives what is seen now. Of a pair that is being replaced one
    /// is newer than the other: they do not fit, and are read again when the second has come.
    fn look(&self, seen: Stamps) -> Stamps {
        let now = self.files.stamps();
        if now == seen {
            return now;
        }
        match read(&self.files.certificate, &self.files.key) {
            Ok(read) => {
                *self.files.good.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(read);
                tracing::warn!("the certificate was read anew");
            }
            Err(fault) => {
                tracing::error!(fault = format!("{fault:#}"), "the old certificate goes on");
            }
        }
        now
    }
}

/// By what changed files are known: when they were written and how long they are; nothing of one that is not there.
type Stamps = [Option<(SystemTime, u64)>; 2];

impl Files {
    fn stamps(&self) -> Stamps {
        [&self.certificate, &self.key].map(|file| {
            let found = fs::metadata(file).ok()?;
            Some((found.modified().ok()?, found.len()))
        })
    }
}

/// The certificate and its key; refused when others can read the key, or one does not belong to the other.
fn read(certificate: &Path, key: &Path) -> Result<CertifiedKey> {
    let (of_certificate, of_key) =
        (format!("--tls-cert {}", certificate.display()), format!("--tls-key {}", key.display()));
    let chain: Vec<_> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .with_context(|| of_certificate.clone())?;
    ensure!(!chain.is_empty(), "{of_certificate}: no certificate (PEM) is in it");
    let mode = fs::metadata(key).with_context(|| of_key.clone())?.permissions().mode();
    if mode & 0o007 != 0 {
        bail!("{of_key}: others can read this key; type: chmod 640 {}", key.display());
    }
    let secret = PrivateKeyDer::from_pem_file(key).with_context(|| of_key.clone())?;
    CertifiedKey::from_der(chain, secret, &ring::default_provider())
        .with_context(|| format!("{of_key}: not the key of {of_certificate}"))
}

#[cfg(test)]
mod tests;
