//! A hop in front of a server, which can cut a connection in the middle or let it stand still for a while.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A hop in front of the server.
#[derive(Clone)]
pub struct Hop {
    pub port: u16,
    /// After so many bytes to the server a connection is cut.
    pub cut_after: Arc<AtomicU64>,
    /// After so many bytes to the server a connection stands still, while `still` says so.
    pub still_after: Arc<AtomicU64>,
    pub still: Arc<AtomicBool>,
}

impl Hop {
    /// One that lets everything through, so far.
    pub async fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hop = Self {
            port: listener.local_addr().unwrap().port(),
            cut_after: Arc::new(AtomicU64::new(u64::MAX)),
            still_after: Arc::new(AtomicU64::new(u64::MAX)),
            still: Arc::new(AtomicBool::new(true)),
        };
        let each = hop.clone();
        tokio::spawn(async move {
            while let Ok((peer, _)) = listener.accept().await {
                let hop = each.clone();
                tokio::spawn(async move { hop.carry(peer, server).await });
            }
        });
        hop
    }

    async fn carry(&self, peer: TcpStream, server: u16) {
        let Ok(there) = TcpStream::connect(("127.0.0.1", server)).await else { return };
        let (mut from_peer, mut to_peer) = peer.into_split();
        let (mut from_there, mut to_there) = there.into_split();
        let back = tokio::spawn(async move {
            drop(tokio::io::copy(&mut from_there, &mut to_peer).await);
        });
        let (mut part, mut carried) = (vec![0; 4096], 0);
        while let Ok(length) = from_peer.read(&mut part).await {
            carried += length as u64;
            if length == 0 || carried > self.cut_after.load(SeqCst) {
                break;
            }
            while carried > self.still_after.load(SeqCst) && self.still.load(SeqCst) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            if to_there.write_all(&part[..length]).await.is_err() {
                break;
            }
        }
        back.abort();
    }
}
