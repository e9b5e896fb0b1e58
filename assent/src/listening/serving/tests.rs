//! The listener over real sockets.

use super::*;
use crate::listening::{
    Listen,
    hops::{Network, ProxyHeader},
};
use axum::{Extension, routing::get};
use std::net::SocketAddr;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

/// A server and how to stop it.
struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<()>,
}

/// `/` says the visitor's address, `/slow` after a while.
fn app() -> Router {
    let slow = || async {
        sleep(Duration::from_millis(600)).await;
        "slow"
    };
    Router::new()
        .route("/", get(|Extension(VisitorAddress(address)): Extension<VisitorAddress>| async { address }))
        .route("/slow", get(slow))
}

fn rules() -> Rules {
    let hops = Hops::new(Vec::<Network>::new(), ProxyHeader::XForwardedFor);
    let header_time = Duration::from_millis(500);
    Rules { hops, header_time, most: 100, most_of_one: 100, drain: Duration::from_millis(700), tls: None }
}

async fn running(rules: Rules, app: Router) -> Running {
    let socket = Listen::At(SocketAddr::from(([127, 0, 0, 1], 0))).open().await.unwrap();
    let address = socket.address(false).unwrap().trim_start_matches("http://").parse().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async { drop(stopped.await) };
    let served = tokio::spawn(serve(socket, app, rules, stopped, std::future::pending()));
    Running { address, stop: Some(stop), served }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    fn stop(&mut self) {
        drop(self.stop.take());
    }
}

async fn send(stream: &mut (impl AsyncWrite + Unpin), text: &str) {
    stream.write_all(text.as_bytes()).await.unwrap();
}

fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: portal\r\n\r\n")
}

/// What comes next: one answer, or nothing when the connection is closed.
async fn heard(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut some = [0; 4096];
    let mut text = String::new();
    loop {
        let count = timeout(Duration::from_secs(15), stream.read(&mut some)).await.unwrap().unwrap_or(0);
        text.push_str(&String::from_utf8_lossy(&some[..count]));
        let length =
            text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok());
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body.len());
        if count == 0 || length.is_some_and(|length: usize| body == Some(length)) {
            return text;
        }
    }
}

async fn asked(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), path: &str) -> String {
    send(stream, &request(path)).await;
    heard(stream).await
}

#[tokio::test]
async fn a_head_that_does_not_come_to_its_end_is_given_up_and_a_kept_connection_goes_on() {
    let server = running(rules(), app()).await;
    let (mut half, mut kept) = (server.connect().await, server.connect().await);
    send(&mut half, "GET / HTTP/1.1\r\nx-").await;
    for _ in 0..4 {
        assert!(asked(&mut kept, "/").await.ends_with("127.0.0.1"));
        sleep(Duration::from_millis(200)).await;
    }
    assert!(!heard(&mut half).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_server_that_leaves_says_so_first_and_loses_no_request_on_kept_or_new_connections() {
    let mut server = running(Rules { header_time: Duration::from_secs(5), ..rules() }, app()).await;
    let (mut kept, mut under_way, mut probe) =
        (server.connect().await, server.connect().await, server.connect().await);
    for path in ["/readyz", "/health/ready", "/health/live"] {
        assert!(asked(&mut probe, path).await.starts_with("HTTP/1.1 200"), "{path}");
    }
    assert!(!asked(&mut kept, "/").await.contains("connection: close"));
    server.stop();
    sleep(Duration::from_millis(150)).await;
    assert!(asked(&mut probe, "/readyz").await.starts_with("HTTP/1.1 503"));
    let mut other = server.connect().await;
    assert!(asked(&mut other, "/health/live").await.starts_with("HTTP/1.1 200"), "it lives until it ends");
    let answer = asked(&mut kept, "/").await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("connection: close"), "{answer}");
    assert_eq!(heard(&mut kept).await, "", "closed behind its answer");
    assert!(asked(&mut server.connect().await, "/").await.starts_with("HTTP/1.1 200"));
    // What begins at the end of the drain is still answered.
    sleep(Duration::from_millis(400)).await;
    send(&mut under_way, &request("/slow")).await;
    assert!(heard(&mut under_way).await.ends_with("slow"));
    timeout(Duration::from_secs(2), &mut server.served).await.unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn without_a_drain_it_closes_at_once_and_still_finishes_what_is_under_way() {
    let mut server = running(Rules { drain: Duration::ZERO, ..rules() }, app()).await;
    let (mut idle, mut under_way) = (server.connect().await, server.connect().await);
    asked(&mut idle, "/").await;
    send(&mut under_way, &request("/slow")).await;
    sleep(Duration::from_millis(100)).await;
    server.stop();
    assert_eq!(heard(&mut idle).await, "");
    let answer = heard(&mut under_way).await;
    assert!(answer.ends_with("slow") && answer.contains("connection: close"), "{answer}");
    timeout(Duration::from_secs(2), &mut server.served).await.unwrap().unwrap();
}

#[tokio::test]
async fn whoever_finds_all_seats_at_work_is_told_when_to_come_again() {
    let server = running(Rules { most: 2, ..rules() }, app()).await;
    let mut busy = [server.connect().await, server.connect().await];
    for stream in &mut busy {
        send(stream, &request("/slow")).await;
    }
    sleep(Duration::from_millis(100)).await;
    let answer = asked(&mut server.connect().await, "/").await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("retry-after: 5"), "{answer}");
    for stream in &mut busy {
        assert!(heard(stream).await.ends_with("slow"));
    }
    assert!(asked(&mut server.connect().await, "/").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn half_requests_keep_nobody_out() {
    let server =
        running(Rules { most: 20, most_of_one: 20, header_time: Duration::from_secs(60), ..rules() }, app());
    let server = server.await;
    let mut half = Vec::new();
    for _ in 0..100 {
        let mut stream = server.connect().await;
        send(&mut stream, "GET / HTTP/1.1\r\nx-").await;
        half.push(stream);
        assert!(asked(&mut server.connect().await, "/").await.starts_with("HTTP/1.1 200"));
    }
}

#[tokio::test]
async fn a_unix_sockets_peer_names_the_visitor_and_a_ports_does_not() {
    let forwarded = "GET / HTTP/1.1\r\nhost: portal\r\nx-forwarded-for: 198.51.100.7\r\n\r\n";
    let server = running(rules(), app()).await;
    let mut direct = server.connect().await;
    send(&mut direct, forwarded).await;
    assert!(heard(&mut direct).await.ends_with("127.0.0.1"));

    let path = std::env::temp_dir().join(format!("assent-listener-{}", std::process::id()));
    let socket = Listen::Unix(path.clone()).open().await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { drop(stopped.await) };
    let served = tokio::spawn(serve(socket, app(), rules(), stopped, std::future::pending()));
    let mut proxy = UnixStream::connect(&path).await.unwrap();
    send(&mut proxy, forwarded).await;
    assert!(heard(&mut proxy).await.ends_with("198.51.100.7"));
    // A proxy's connection is not closed for resting: it may be about to be used.
    sleep(Duration::from_millis(800)).await;
    assert!(asked(&mut proxy, "/").await.ends_with("local"));
    drop(stop);
    served.await.unwrap();
    assert!(!path.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_does_not_come_to_its_end_is_given_up() {
    let portal = portal::testing::sqlite().await;
    let settings = web::Settings { public_address: "http://portal".into(), secure_cookies: false };
    let server = running(rules(), web::app(portal, settings)).await;
    let mut slow = server.connect().await;
    let form = "POST /sign-in HTTP/1.1\r\nhost: portal\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                content-length: 100\r\n\r\nname=";
    send(&mut slow, form).await;
    let answer = heard(&mut slow).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}
