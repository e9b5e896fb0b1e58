//! Where the portal listens: a port, a Unix socket, or a socket that was open before this process began.

use anyhow::{Context, Result, bail};
use listenfd::ListenFd;
use std::{
    fmt,
    fs::{self, Permissions},
    io,
    net::{IpAddr, SocketAddr},
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    str::FromStr,
};
use tokio::net::{TcpListener, TcpSocket, TcpStream, UnixListener, UnixStream};

/// The first inherited descriptor, by systemd's protocol.
const FIRST_INHERITED: usize = 3;

/// How many may wait to be accepted; the kernel has a limit of its own (`net.core.somaxconn`).
const QUEUE: u32 = 4_096;

/// Where to listen, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// An address and a port.
    At(SocketAddr),
    /// A Unix socket of this name.
    Unix(PathBuf),
    /// An inherited socket, by its descriptor.
    Inherited(usize),
}

impl FromStr for Listen {
    type Err = &'static str;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        if let Some(path) = typed.strip_prefix("unix:") {
            return match path {
                "" => Err("unix: needs the path of the socket"),
                path => Ok(Self::Unix(path.into())),
            };
        }
        if let Some(number) = typed.strip_prefix("fd:") {
            let number = number.parse().ok().filter(|number| *number >= FIRST_INHERITED);
            return number.map(Self::Inherited).ok_or("inherited sockets begin with fd:3");
        }
        typed.parse().map(Self::At).map_err(|_| "write ADDRESS:PORT, unix:PATH or fd:3")
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Inherited(number) => write!(f, "fd:{number}"),
        }
    }
}

/// An open socket.
pub enum Socket {
    /// A port; whether this process opened it.
    Tcp(TcpListener, bool),
    /// A Unix socket; its name and file when this process made it.
    Unix(UnixListener, Option<(PathBuf, u64)>),
}

/// Somebody who connected.
pub enum Connected {
    /// Over the network.
    Tcp(TcpStream, IpAddr),
    /// On this machine.
    Unix(UnixStream),
}

impl Listen {
    /// Opens the socket, or takes over the inherited one.
    pub async fn open(&self) -> Result<Socket> {
        let opened = match self {
            Self::At(address) => bind(*address).map(|listener| Socket::Tcp(listener, true)),
            Self::Unix(path) => make(path),
            Self::Inherited(number) => return inherited(*number - FIRST_INHERITED),
        };
        opened.with_context(|| format!("cannot listen on {self}"))
    }
}

/// Opens a port with a queue that outlasts a rush.
fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

/// Makes a socket under another name and gives it its own at once, so that one that is there goes on until its process
/// ends. Only owner and group may connect: who comes this way is believed when it names a visitor's address.
fn make(path: &Path) -> io::Result<Socket> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let beside = Path::new(&beside);
    if let Err(fault) = fs::remove_file(beside)
        && fault.kind() != io::ErrorKind::NotFound
    {
        return Err(fault);
    }
    let listener = UnixListener::bind(beside)?;
    fs::set_permissions(beside, Permissions::from_mode(0o660))?;
    let file = fs::symlink_metadata(beside)?.ino();
    fs::rename(beside, path)?;
    Ok(Socket::Unix(listener, Some((path.to_owned(), file))))
}

fn inherited(place: usize) -> Result<Socket> {
    let mut inherited = ListenFd::from_env();
    let number = place + FIRST_INHERITED;
    if inherited.len() <= place {
        bail!(
            "--listen fd:{number}: no such socket was handed on (LISTEN_FDS says how many, LISTEN_PID to whom); \
             systemd does it with a socket unit"
        );
    }
    let named = || format!("--listen fd:{number}");
    if let Ok(Some(listener)) = inherited.take_tcp_listener(place) {
        listener.set_nonblocking(true).with_context(named)?;
        return Ok(Socket::Tcp(TcpListener::from_std(listener).with_context(named)?, false));
    }
    match inherited.take_unix_listener(place).with_context(named)? {
        Some(listener) => {
            listener.set_nonblocking(true).with_context(named)?;
            Ok(Socket::Unix(UnixListener::from_std(listener).with_context(named)?, None))
        }
        None => bail!("{}: no socket", named()),
    }
}

impl Socket {
    /// The address to show.
    pub fn address(&self, tls: bool) -> io::Result<String> {
        let scheme = if tls { "https" } else { "http" };
        Ok(match self {
            Self::Tcp(listener, _) => format!("{scheme}://{}", listener.local_addr()?),
            Self::Unix(listener, _) => match listener.local_addr()?.as_pathname() {
                Some(_) if let Self::Unix(_, Some((path, _))) = self => format!("unix:{}", path.display()),
                Some(path) => format!("unix:{}", path.display()),
                None => "an inherited socket".to_owned(),
            },
        })
    }

    /// The next connection.
    pub async fn accept(&self) -> io::Result<Connected> {
        match self {
            Self::Tcp(listener, _) => {
                let (stream, peer) = listener.accept().await?;
                Ok(Connected::Tcp(stream, peer.ip().to_canonical()))
            }
            Self::Unix(listener, _) => Ok(Connected::Unix(listener.accept().await?.0)),
        }
    }

    /// From now on nobody new gets through, while those who are in the queue already can still be accepted; closing
    /// the socket with somebody in its queue would lose a request. An inherited socket belongs to the next process too.
    pub fn turn_away(&self) {
        match self {
            Self::Tcp(listener, true) => drop_first_packets(listener),
            Self::Unix(_, Some((path, file))) => {
                if fs::symlink_metadata(path).is_ok_and(|found| found.ino() == *file) {
                    drop(fs::remove_file(path));
                }
            }
            Self::Tcp(_, false) | Self::Unix(_, None) => {}
        }
    }
}

/// Has the kernel drop every packet that asks for a new connection (SYN without ACK, in byte 13 of its header). Whoever
/// asks, asks again a second later, and is then refused, because the port is closed, with nothing sent in vain.
#[cfg(target_os = "linux")]
fn drop_first_packets(listener: &TcpListener) {
    use socket2::{SockFilter, SockRef};
    let filter = [
        SockFilter::new(0x30, 0, 0, 13),
        SockFilter::new(0x54, 0, 0, 0x12),
        SockFilter::new(0x15, 0, 1, 0x02),
        SockFilter::new(0x06, 0, 0, 0),
        SockFilter::new(0x06, 0, 0, u32::MAX),
    ];
    if let Err(fault) = SockRef::from(listener).attach_filter(&filter) {
        tracing::warn!(%fault, "the port closes without a filter");
    }
}

#[cfg(not(target_os = "linux"))]
fn drop_first_packets(_: &TcpListener) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_kinds_of_places_are_understood_and_others_say_what_to_write() {
        assert_eq!("127.0.0.1:80".parse(), Ok(Listen::At(([127, 0, 0, 1], 80).into())));
        assert_eq!("unix:/run/a.sock".parse(), Ok(Listen::Unix("/run/a.sock".into())));
        assert_eq!("fd:4".parse(), Ok(Listen::Inherited(4)));
        for wrong in ["fd:2", "fd:x", "unix:", "localhost", "8080", ""] {
            assert!(wrong.parse::<Listen>().is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_second_process_takes_a_unix_sockets_name_over_and_the_first_does_not_remove_it() {
        let path = std::env::temp_dir().join(format!("assent-socket-{}", std::process::id()));
        let place = Listen::Unix(path.clone());
        let first = place.open().await.unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o660);
        let second = place.open().await.unwrap();
        first.turn_away();
        drop(first);
        let caller = UnixStream::connect(&path);
        let (caller, accepted) = tokio::join!(caller, second.accept());
        assert!(caller.is_ok() && matches!(accepted, Ok(Connected::Unix(_))));
        second.turn_away();
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_port_that_turns_away_still_gives_who_waits_in_its_queue() {
        let socket = Listen::At(([127, 0, 0, 1], 0).into()).open().await.unwrap();
        let Socket::Tcp(listener, _) = &socket else { panic!("no port") };
        let address = listener.local_addr().unwrap();
        let early = TcpStream::connect(address).await.unwrap();
        socket.turn_away();
        let late = tokio::spawn(TcpStream::connect(address));
        assert!(matches!(socket.accept().await, Ok(Connected::Tcp(..))));
        let nobody = tokio::time::timeout(std::time::Duration::from_millis(300), socket.accept()).await;
        assert!(nobody.is_err(), "a late one got through");
        drop((socket, early));
        let refused = late.await.unwrap().unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    }
}
