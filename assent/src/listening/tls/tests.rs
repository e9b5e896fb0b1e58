//! TLS over real sockets, with certificates that the test signs itself.

use super::*;
use crate::listening::{
    Listen,
    hops::{Hops, Network, ProxyHeader},
    serving::{Rules, serve},
};
use axum::{
    Extension, Router,
    http::{HeaderMap, Request, Version, header},
    routing::get,
};
use std::net::SocketAddr;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
    time::{sleep, timeout},
};
use tokio_rustls::{
    TlsConnector, client,
    rustls::{ClientConfig, RootCertStore, pki_types::ServerName},
};
use web::VisitorAddress;

/// A folder with certificate and key.
struct Pair {
    folder: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

impl Pair {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("assent-tls-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let pair = Self { certificate: folder.join("cert.pem"), key: folder.join("key.pem"), folder };
        pair.renew();
        pair
    }

    /// Writes a new pair; gives the certificate.
    fn renew(&self) -> CertificateDer<'static> {
        let made = rcgen::generate_simple_self_signed(["portal.example".to_owned()]).unwrap();
        fs::write(&self.certificate, made.cert.pem()).unwrap();
        fs::write(&self.key, made.signing_key.serialize_pem()).unwrap();
        fs::set_permissions(&self.key, fs::Permissions::from_mode(0o600)).unwrap();
        made.cert.der().clone()
    }

    fn read(&self) -> Result<Tls> {
        Tls::read(&self.certificate, &self.key)
    }

    fn refused(&self) -> String {
        format!("{:#}", self.read().err().unwrap())
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A server, and how to stop it.
struct Running {
    address: SocketAddr,
    tls: Tls,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<()>,
}

/// `/` says who asks whom, `/slow` after a while.
fn app() -> Router {
    let who = |Extension(VisitorAddress(address)): Extension<VisitorAddress>, headers: HeaderMap| async move {
        let host =
            headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("nobody").to_owned();
        format!("{address} asks {host}")
    };
    let slow = || async {
        sleep(Duration::from_millis(700)).await;
        "slow"
    };
    Router::new().route("/", get(who)).route("/slow", get(slow))
}

async fn running(pair: &Pair, most: usize) -> Running {
    let tls = pair.read().unwrap();
    let rules = Rules {
        hops: Hops::new(Vec::<Network>::new(), ProxyHeader::XForwardedFor),
        header_time: Duration::from_millis(500),
        most,
        most_of_one: most,
        drain: Duration::from_millis(300),
        tls: Some(tls.clone()),
    };
    let socket = Listen::At(SocketAddr::from(([127, 0, 0, 1], 0))).open().await.unwrap();
    let address = socket.address(true).unwrap().trim_start_matches("https://").parse().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async { drop(stopped.await) };
    let served = tokio::spawn(serve(socket, app(), rules, stopped, std::future::pending()));
    Running { address, tls, stop: Some(stop), served }
}

impl Running {
    /// A connection that trusts this certificate alone and speaks this version.
    async fn connect(
        &self,
        trusted: &CertificateDer<'static>,
        version: &[u8],
    ) -> io::Result<client::TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.clone()).unwrap();
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![version.to_vec()];
        let stream = TcpStream::connect(self.address).await?;
        let name = ServerName::try_from("portal.example").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }

    /// A connection of the second version of HTTP.
    async fn many(&self, trusted: &CertificateDer<'static>) -> h2::client::SendRequest<axum::body::Bytes> {
        let stream = self.connect(trusted, HTTP_2).await.unwrap();
        let (ask, connection) = h2::client::handshake(stream).await.unwrap();
        tokio::spawn(connection);
        ask.ready().await.unwrap()
    }
}

/// Sends a request; the answer comes by itself.
fn asked(ask: &mut h2::client::SendRequest<axum::body::Bytes>, path: &str) -> JoinHandle<Option<String>> {
    let uri = format!("https://portal.example{path}");
    let request = Request::builder().version(Version::HTTP_2).uri(uri).body(()).unwrap();
    let answer = ask.send_request(request, true);
    tokio::spawn(async move {
        let mut body = answer.ok()?.0.await.ok()?.into_body();
        let mut text = Vec::new();
        while let Some(some) = body.data().await {
            let some = some.ok()?;
            body.flow_control().release_capacity(some.len()).ok()?;
            text.extend_from_slice(&some);
        }
        String::from_utf8(text).ok()
    })
}

#[tokio::test]
async fn a_browser_speaks_either_version_and_the_portal_knows_address_and_name() {
    let pair = Pair::new("versions");
    let certificate = pair.renew();
    let server = running(&pair, 100).await;
    let mut first = server.connect(&certificate, b"http/1.1").await.unwrap();
    first.write_all(b"GET / HTTP/1.1\r\nhost: portal.example\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut said = String::new();
    first.read_to_string(&mut said).await.unwrap();
    assert!(said.ends_with("127.0.0.1 asks portal.example"), "{said}");
    let mut ask = server.many(&certificate).await;
    let answer = asked(&mut ask, "/").await.unwrap();
    assert_eq!(answer.as_deref(), Some("127.0.0.1 asks portal.example"));
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_to_whoever_comes_next_and_one_that_is_broken_to_nobody() {
    let pair = Pair::new("renewed");
    let old = pair.renew();
    let server = running(&pair, 100).await;
    let seen = server.tls.files.stamps();
    assert!(server.connect(&old, HTTP_2).await.is_ok());
    // Time stamps of files may be coarse; a certificate of another length is another one all the same.
    sleep(Duration::from_millis(30)).await;
    fs::write(&pair.certificate, "-----BEGIN CERTIFICATE-----\nbroken\n").unwrap();
    let seen = server.tls.look(seen);
    assert!(server.connect(&old, HTTP_2).await.is_ok(), "the old one goes on");
    sleep(Duration::from_millis(30)).await;
    let new = pair.renew();
    assert!(server.connect(&new, HTTP_2).await.is_err(), "nobody has looked yet");
    let seen = server.tls.look(seen);
    assert!(server.connect(&new, HTTP_2).await.is_ok());
    assert!(server.connect(&old, HTTP_2).await.is_err());
    assert_eq!(server.tls.look(seen), seen, "nothing new");
}

#[tokio::test]
async fn who_speaks_no_tls_or_says_nothing_is_let_go_and_holds_nobody_up() {
    let pair = Pair::new("plain");
    let certificate = pair.renew();
    let server = running(&pair, 100).await;
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    let mut plain = TcpStream::connect(server.address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nhost: portal.example\r\n\r\n").await.unwrap();
    let mut ask = server.many(&certificate).await;
    assert!(asked(&mut ask, "/").await.unwrap().is_some());
    for stream in [&mut silent, &mut plain] {
        let mut said = Vec::new();
        let ended = timeout(Duration::from_secs(10), stream.read_to_end(&mut said)).await;
        assert!(ended.is_ok() && !String::from_utf8_lossy(&said).contains("200"));
    }
}

#[tokio::test]
async fn a_connection_with_a_request_under_way_keeps_its_seat_although_another_was_answered() {
    let pair = Pair::new("seats");
    let certificate = pair.renew();
    let server = running(&pair, 1).await;
    let mut ask = server.many(&certificate).await;
    let slow = asked(&mut ask, "/slow");
    assert!(asked(&mut ask, "/").await.unwrap().is_some());
    // Whoever comes now wants the seat: it is at work.
    let _other = server.connect(&certificate, HTTP_2).await;
    assert_eq!(slow.await.unwrap().as_deref(), Some("slow"));
}

#[tokio::test]
async fn a_server_that_stops_answers_what_was_asked_over_tls() {
    let pair = Pair::new("stop");
    let certificate = pair.renew();
    let mut server = running(&pair, 100).await;
    let mut ask = server.many(&certificate).await;
    let slow = asked(&mut ask, "/slow");
    sleep(Duration::from_millis(100)).await;
    drop(server.stop.take());
    sleep(Duration::from_millis(50)).await;
    let mut newcomer = server.many(&certificate).await;
    assert!(asked(&mut newcomer, "/").await.unwrap().is_some(), "it goes on accepting while it drains");
    assert_eq!(slow.await.unwrap().as_deref(), Some("slow"));
    timeout(Duration::from_secs(10), server.served).await.unwrap().unwrap();
}

#[test]
fn files_that_do_not_fit_are_refused_by_the_name_of_their_option() {
    let pair = Pair::new("refused");
    let other = Pair::new("other");
    assert!(pair.read().is_ok());
    fs::set_permissions(&pair.key, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(pair.refused().contains("others can read this key; type: chmod 640"), "{}", pair.refused());
    fs::copy(&other.key, &pair.key).unwrap();
    fs::set_permissions(&pair.key, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(pair.refused().contains("not the key of --tls-cert"), "{}", pair.refused());
    fs::write(&pair.key, "no key\n").unwrap();
    assert!(pair.refused().contains("--tls-key"), "{}", pair.refused());
    fs::write(&pair.certificate, "no certificate\n").unwrap();
    assert!(pair.refused().contains("no certificate (PEM) is in it"), "{}", pair.refused());
    fs::remove_file(&pair.certificate).unwrap();
    assert!(pair.refused().contains("--tls-cert"), "{}", pair.refused());
}
