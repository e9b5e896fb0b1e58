//! Questions to the provider: one connection each, with short limits, no redirect followed, nothing long read. Plain http
//! goes to this machine alone.

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    body::Bytes,
    client::conn::http1,
    header::{HOST, HeaderValue},
};
use hyper_util::rt::TokioIo;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use std::{pin::Pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

/// How long a connection may take to stand, its encryption included.
const CONNECT: Duration = Duration::from_millis(2_500);
/// How long an answer may take, the connection included.
const ANSWER: Duration = Duration::from_secs(5);
/// The longest answer.
const LONGEST: usize = 256 * 1024;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoAnswer {
    /// Plain http to another machine, or no address at all.
    #[error("an address that is not asked")]
    NotAsked,
    /// It cannot be reached, or nobody who is trusted vouches for it.
    #[error("it cannot be reached")]
    Unreachable,
    /// The answer broke off, is too long, or is none of HTTP.
    #[error("an answer that cannot be read")]
    Unreadable,
}

/// Who asks.
pub(super) struct Http {
    tls: TlsConnector,
}

impl Http {
    /// With whom the machine trusts, and with these certificates (PEM).
    pub(super) fn new(more: Option<&[u8]>) -> Result<Self, &'static str> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        for certificate in more.into_iter().flat_map(CertificateDer::pem_slice_iter) {
            let certificate =
                certificate.map_err(|_| "identity_provider.ca_file: this is no certificate (PEM)")?;
            roots
                .add(certificate)
                .map_err(|_| "identity_provider.ca_file: a certificate that cannot be used")?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| "no version of TLS")?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)) })
    }

    async fn fetch(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        timeout(ANSWER, self.asked(request)).await.map_err(|_| NoAnswer::Unreachable)?
    }

    async fn asked(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let uri = request.uri().clone();
        let host = uri.host().ok_or(NoAnswer::NotAsked)?.trim_matches(['[', ']']).to_owned();
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if is_here(&host) => false,
            _ => return Err(NoAnswer::NotAsked),
        };
        let port = uri.port_u16().unwrap_or(if https { 443 } else { 80 });
        let connect = async {
            let tcp = TcpStream::connect((host.as_str(), port)).await.map_err(|_| NoAnswer::Unreachable)?;
            if !https {
                return Ok(Box::new(tcp) as Box<dyn Stream>);
            }
            let name = ServerName::try_from(host.clone()).map_err(|_| NoAnswer::NotAsked)?;
            let tls = self.tls.connect(name, tcp).await.map_err(|_| NoAnswer::Unreachable)?;
            Ok(Box::new(tls) as Box<dyn Stream>)
        };
        let stream = timeout(CONNECT, connect).await.map_err(|_| NoAnswer::Unreachable)??;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|_| NoAnswer::Unreachable)?;
        // It ends with its one answer, or when whoever asked goes away.
        let talking = Ending(tokio::spawn(async move { drop(connection.await) }));
        let response =
            sender.send_request(in_origin_form(request)?).await.map_err(|_| NoAnswer::Unreachable)?;
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, LONGEST).collect().await.map_err(|_| NoAnswer::Unreadable)?;
        drop(talking);
        Ok(http::Response::from_parts(parts, body.to_bytes().to_vec()))
    }
}

/// A connection, plain or encrypted.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A task that ends with whoever holds it.
struct Ending(tokio::task::JoinHandle<()>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The request as a server of its own takes it: the path alone, and the host in a header.
fn in_origin_form(request: HttpRequest) -> Result<http::Request<Full<Bytes>>, NoAnswer> {
    let (mut parts, body) = request.into_parts();
    let authority = parts.uri.authority().ok_or(NoAnswer::NotAsked)?;
    let host = HeaderValue::from_str(authority.as_str()).map_err(|_| NoAnswer::NotAsked)?;
    parts.headers.insert(HOST, host);
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    parts.uri = path.parse().map_err(|_| NoAnswer::NotAsked)?;
    Ok(http::Request::from_parts(parts, Full::new(Bytes::from(body))))
}

/// Whether a host is this machine.
pub(super) fn is_here(host: &str) -> bool {
    ["127.0.0.1", "::1", "localhost"].contains(&host)
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.fetch(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };
    use tokio_rustls::{TlsAcceptor, rustls::ServerConfig};

    fn to(address: &str) -> HttpRequest {
        http::Request::builder().uri(address).body(Vec::new()).unwrap()
    }

    /// A server that answers each connection with these bytes; gives its port.
    async fn answering(bytes: &'static [u8]) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut peer, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let mut asked = [0; 4096];
                    let _read = peer.read(&mut asked).await;
                    let _written = peer.write_all(bytes).await;
                });
            }
        });
        port
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn only_https_and_this_machine_are_asked_and_no_redirect_is_followed() {
        let http = Http::new(None).unwrap();
        for foreign in ["http://192.0.2.1/", "ftp://127.0.0.1/", "/path"] {
            assert_eq!(http.fetch(to(foreign)).await.unwrap_err(), NoAnswer::NotAsked, "{foreign}");
        }
        let port =
            answering(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
                .await;
        let answer = http.fetch(to(&format!("http://127.0.0.1:{port}/a?b=c"))).await.unwrap();
        assert_eq!(answer.status(), 302);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_too_long_breaks_off_or_is_no_answer_is_not_taken() {
        let http = Http::new(None).unwrap();
        let long: &'static [u8] = Box::leak(
            [&b"HTTP/1.1 200 OK\r\n\r\n"[..], &vec![b'x'; LONGEST + 1]].concat().into_boxed_slice(),
        );
        for (bytes, fault) in [
            (long, NoAnswer::Unreadable),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", NoAnswer::Unreadable),
            (b"220 mail\r\n", NoAnswer::Unreachable),
            (b"", NoAnswer::Unreachable),
        ] {
            let port = answering(bytes).await;
            assert_eq!(http.fetch(to(&format!("http://127.0.0.1:{port}/"))).await.unwrap_err(), fault);
        }
        assert_eq!(http.fetch(to("http://127.0.0.1:1/")).await.unwrap_err(), NoAnswer::Unreachable);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_is_silent_is_not_waited_for() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let http = Http::new(None).unwrap();
        let silent = timeout(Duration::from_secs(8), http.fetch(to(&format!("http://127.0.0.1:{port}/"))));
        assert_eq!(silent.await.unwrap().unwrap_err(), NoAnswer::Unreachable);
        // Of one that speaks no TLS the encryption is not waited for longer than a connection.
        let begun = std::time::Instant::now();
        let https = http.fetch(to(&format!("https://localhost:{port}/"))).await;
        assert_eq!(https.unwrap_err(), NoAnswer::Unreachable);
        assert!(begun.elapsed() < Duration::from_secs(4));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_certificate_counts_only_when_somebody_trusted_vouches_for_it() {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = own.signed_by(&key, &authority).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                tokio_rustls::rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            while let Ok((peer, _)) = listener.accept().await {
                let Ok(mut tls) = acceptor.accept(peer).await else { continue };
                let mut asked = [0; 4096];
                let _read = tls.read(&mut asked).await;
                let _written = tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await;
                let _closed = tls.shutdown().await;
            }
        });
        let address = format!("https://localhost:{port}/");
        let trusting = Http::new(Some(authority.pem().as_bytes())).unwrap();
        assert_eq!(trusting.fetch(to(&address)).await.unwrap().body(), b"ok");
        assert_eq!(Http::new(None).unwrap().fetch(to(&address)).await.unwrap_err(), NoAnswer::Unreachable);
        let elsewhere = format!("https://127.0.0.1:{port}/");
        assert_eq!(
            trusting.fetch(to(&elsewhere)).await.unwrap_err(),
            NoAnswer::Unreachable,
            "of another name"
        );
        assert!(Http::new(Some(b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n")).is_err());
    }
}
