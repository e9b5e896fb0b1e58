//! The listener: accepts, answers, and ends without losing a request. Told to stop, it says so on /readyz first and
//! closes every connection with its next answer, while it goes on accepting; once those who ask have had the time to see
//! it, it turns newcomers away, answers what is under way, and closes.

use super::{
    address::{Connected, Socket},
    hops::{Hops, Peer},
    seats::{AtWork, Resting, Seats},
    tls::Tls,
};
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, Version, header},
    response::{IntoResponse, Response},
};
use domain::network::network_of;
use hyper::{
    body::{Body as HttpBody, Bytes, Frame, Incoming, SizeHint},
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use std::{
    convert::Infallible,
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch},
    task::JoinSet,
    time::{Instant, sleep, timeout, timeout_at},
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;
use web::VisitorAddress;

/// How long a trusted proxy may keep a connection without a request. Longer than any proxy keeps one, because a proxy
/// that sends a request at the moment of our closing loses it.
const PROXYS_REST: Duration = Duration::from_secs(600);
/// How long a visitor's connection of the second version of HTTP may rest: longer than a request takes, because what it
/// sends and what is answered there have no order.
const REST_OF_MANY: Duration = Duration::from_secs(30);
/// Most requests at once on one such connection.
const MANY: u32 = 32;
/// How long a visitor may take nothing of an answer.
const WRITE_TIME: Duration = Duration::from_secs(30);
/// Longest head of a request, in bytes.
const LONGEST_HEAD: u32 = 64 * 1024;
/// How many are told at once that there is no seat; beyond that the connection is dropped.
const TURNED_AWAY_AT_ONCE: usize = 32;
/// Most open connections beside those with a seat: the turned away, and those whose seat was given away just now.
const WITHOUT_A_SEAT: usize = 48;
/// How long they may take for it.
const TURNED_AWAY_TIME: Duration = Duration::from_secs(2);
/// How long the last of the queue may take to get here, and then to send their request.
const QUEUE_TIME: Duration = Duration::from_millis(200);
/// How long what is under way may take at the end: a request has 15 seconds.
const LAST_ANSWERS: Duration = Duration::from_secs(20);

/// How to listen.
pub struct Rules {
    /// The proxies that are believed.
    pub hops: Hops,
    /// How long a visitor's connection may take for the head of its next request.
    pub header_time: Duration,
    /// Most connections.
    pub most: usize,
    /// Most connections of one network.
    pub most_of_one: usize,
    /// Between "not ready any more" and turning newcomers away.
    pub drain: Duration,
    /// What is spoken first, without a proxy that does.
    pub tls: Option<Tls>,
}

/// How far a server is on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Open,
    Leaving,
    Closing,
}

/// What all connections share.
#[derive(Clone)]
struct Listener {
    app: Router,
    rules: Arc<Rules>,
    seats: Seats,
    turned_away: Arc<Semaphore>,
    descriptors: Arc<Semaphore>,
    phase: watch::Receiver<Phase>,
    /// Held by each connection: the last one to end ends the server.
    _open: mpsc::Sender<Infallible>,
}

/// Serves until `stop`, and then as long as leaving takes; `hurry` ends the drain at once.
pub async fn serve(
    socket: Socket,
    app: Router,
    rules: Rules,
    stop: impl Future<Output = ()>,
    hurry: impl Future<Output = ()>,
) {
    let (told, phase) = watch::channel(Phase::Open);
    let (open, mut ended) = mpsc::channel(1);
    let seats = Seats::new(rules.most, rules.most_of_one);
    let turned_away = Arc::new(Semaphore::new(TURNED_AWAY_AT_ONCE));
    let descriptors = rules.most.saturating_add(WITHOUT_A_SEAT).min(Semaphore::MAX_PERMITS);
    let descriptors = Arc::new(Semaphore::new(descriptors));
    // Ends with this function.
    let mut beside = JoinSet::new();
    if let Some(tls) = rules.tls.clone() {
        beside.spawn(tls.keep_up());
    }
    let rules = Arc::new(rules);
    let listener = Listener { app, rules, seats, turned_away, descriptors, phase, _open: open };
    listener.accept_until(&socket, stop).await;
    told.send_replace(Phase::Leaving);
    let drain = listener.rules.drain;
    if !drain.is_zero() {
        let drained = async {
            tokio::select! { () = sleep(drain) => {}, () = hurry => {} }
        };
        listener.accept_until(&socket, drained).await;
        socket.turn_away();
        listener.accept_until(&socket, sleep(QUEUE_TIME)).await;
        drop(socket);
        sleep(QUEUE_TIME).await;
    } else {
        drop(socket);
    }
    told.send_replace(Phase::Closing);
    drop(listener);
    let end = Instant::now() + LAST_ANSWERS;
    // Nothing is ever sent: it ends when the last connection has.
    if timeout_at(end, ended.recv()).await.is_err() {
        tracing::warn!("connections that did not end were cut off");
    }
}

impl Listener {
    async fn accept_until(&self, socket: &Socket, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        loop {
            let next = async {
                // Held until the connection is closed, so that the queue waits and nothing fails for want of one.
                let descriptor = self.descriptors.clone().acquire_owned().await;
                socket.accept().await.map(|connected| (connected, descriptor.ok()))
            };
            let connected = tokio::select! {
                biased;
                () = &mut stop => return,
                connected = next => connected,
            };
            match connected {
                Ok((Connected::Tcp(stream, peer), descriptor)) => {
                    // Answers are written whole: waiting for more of them gains nothing.
                    drop(stream.set_nodelay(true));
                    self.seat(stream, Peer::At(peer), descriptor);
                }
                Ok((Connected::Unix(stream), descriptor)) => self.seat(stream, Peer::Local, descriptor),
                Err(fault) if is_the_callers(&fault) => {}
                Err(fault) => {
                    tracing::error!(%fault, "accepting");
                    sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    /// Gives a connection its seat and a task of its own.
    fn seat<I: AsyncRead + AsyncWrite + Send + 'static>(
        &self,
        stream: I,
        peer: Peer,
        descriptor: Option<OwnedSemaphorePermit>,
    ) {
        let network = match peer {
            Peer::At(address) if !self.rules.hops.trusts(peer) => Some(network_of(address)),
            Peer::At(_) | Peer::Local => None,
        };
        let listener = self.clone();
        match self.seats.take(network) {
            Some(mut seat) => {
                let (resting, time) = (seat.resting(), self.time_for_a_head(network));
                tokio::spawn(async move {
                    let answered = listener.connection(stream, peer, Some(resting), time);
                    tokio::select! { () = answered => {}, () = seat.given_away() => {} }
                    drop(descriptor);
                });
            }
            None => {
                let Ok(place) = self.turned_away.clone().try_acquire_owned() else { return };
                tokio::spawn(async move {
                    let answered = listener.connection(stream, peer, None, TURNED_AWAY_TIME);
                    drop(timeout(TURNED_AWAY_TIME, answered).await);
                    drop((place, descriptor));
                });
            }
        }
    }

    fn time_for_a_head(&self, network: Option<std::net::IpAddr>) -> Duration {
        network.map_or(PROXYS_REST, |_| self.rules.header_time)
    }

    /// One connection to its end; without a seat it is only told so.
    async fn connection<I: AsyncRead + AsyncWrite + Send + 'static>(
        &self,
        stream: I,
        peer: Peer,
        seat: Option<Resting>,
        time_for_a_head: Duration,
    ) {
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(WRITE_TIME));
        let stream = Box::pin(stream);
        let Some(tls) = &self.rules.tls else {
            return self.one_after_the_other(stream, peer, seat, time_for_a_head).await;
        };
        // Who does not finish the handshake, or speaks no TLS, is nobody's fault here.
        let Ok(Ok((mut stream, second))) = timeout(time_for_a_head, tls.accept(stream)).await else { return };
        if second {
            let rest = time_for_a_head.max(REST_OF_MANY);
            stream.get_mut().0.as_mut().set_read_timeout_pinned(Some(rest));
            self.many_at_once(stream, peer, seat).await;
        } else {
            self.one_after_the_other(stream, peer, seat, time_for_a_head).await;
        }
    }

    /// The first version of HTTP.
    async fn one_after_the_other<I: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
        &self,
        stream: I,
        peer: Peer,
        seat: Option<Resting>,
        time_for_a_head: Duration,
    ) {
        let service = service_fn(|request| self.answer(request, peer, seat.as_ref()));
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(time_for_a_head)
            .max_buf_size(LONGEST_HEAD as usize);
        let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
        // A connection that breaks is nobody's fault here.
        tokio::select! {
            _ = connection.as_mut() => return,
            () = self.reached(Phase::Closing) => {}
        }
        connection.as_mut().graceful_shutdown();
        drop(connection.await);
    }

    /// The second version. When the server leaves, the connection takes no new requests: they come on another.
    async fn many_at_once<I: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
        &self,
        stream: I,
        peer: Peer,
        seat: Option<Resting>,
    ) {
        let listener = self.clone();
        let service = service_fn(move |request| {
            let (listener, seat) = (listener.clone(), seat.clone());
            async move { listener.answer(request, peer, seat.as_ref()).await }
        });
        let mut http = http2::Builder::new(TokioExecutor::new());
        http.timer(TokioTimer::new()).max_concurrent_streams(MANY).max_header_list_size(LONGEST_HEAD);
        let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
        tokio::select! {
            _ = connection.as_mut() => return,
            () = self.reached(Phase::Leaving) => {}
        }
        connection.as_mut().graceful_shutdown();
        drop(connection.await);
    }

    /// Waits until the server is so far on its way out.
    async fn reached(&self, phase: Phase) {
        drop(self.phase.clone().wait_for(|now| *now >= phase).await);
    }

    async fn answer(
        &self,
        request: hyper::Request<Incoming>,
        peer: Peer,
        seat: Option<&Resting>,
    ) -> Result<Response, Infallible> {
        let version = request.version();
        let mut response = match seat {
            Some(_) if matches!(request.uri().path(), "/readyz" | "/health/ready") => self.readiness(),
            Some(_) if request.uri().path() == "/health/live" => plain(StatusCode::OK, "live\n"),
            Some(seat) => {
                let at_work = seat.works();
                let address = VisitorAddress(self.rules.hops.visitor(peer, request.headers()));
                let mut request: Request = named(request.map(Body::new));
                request.extensions_mut().insert(address);
                let answered = self.app.clone().oneshot(request).await;
                let answered = answered.unwrap_or_else(|never| match never {});
                answered.map(|body| Body::new(Answering { body, _at_work: at_work }))
            }
            None => too_busy(),
        };
        // The second version says so in its own way.
        if version < Version::HTTP_2 && (seat.is_none() || *self.phase.borrow() > Phase::Open) {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        Ok(response)
    }

    /// Whether new requests should come here.
    fn readiness(&self) -> Response {
        match *self.phase.borrow() {
            Phase::Open => plain(StatusCode::OK, "ready\n"),
            Phase::Leaving | Phase::Closing => plain(StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
        }
    }
}

/// The same request with the portal's name in the header of the first version, where pages look for it.
fn named(mut request: Request) -> Request {
    if let Some(name) = request.uri().authority().and_then(|name| HeaderValue::from_str(name.as_str()).ok()) {
        request.headers_mut().insert(header::HOST, name);
    }
    request
}

/// An answer's body: the connection works until it is sent.
struct Answering {
    body: Body,
    _at_work: AtWork,
}

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// What is said without a seat.
fn too_busy() -> Response {
    let words = "The portal is too busy at the moment. Nothing was lost that was saved before.\n\
                 Wait a few seconds and try again. If it happens again, call us.\n";
    let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, words);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

fn plain(status: StatusCode, words: &'static str) -> Response {
    let mut response = (status, words).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whoever called hung up before we answered.
fn is_the_callers(fault: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(fault.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests;
