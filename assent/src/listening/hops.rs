//! Who the visitor is behind proxies: the one place that makes an address of the peer and the headers. A header is
//! read from right to left, hop by hop, as long as the hop that wrote it is trusted; an untrusted peer's says nothing.

use axum::http::HeaderMap;
use clap::ValueEnum;
use ipnet::IpNet;
use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

/// What is kept of a visitor whose address nobody told: it came over a Unix socket without a header.
const NOBODY_SAID: &str = "local";

/// Which header the proxy writes. Only one is read: the other may be the visitor's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ProxyHeader {
    /// X-Forwarded-For.
    #[default]
    XForwardedFor,
    /// Forwarded (RFC 7239).
    Forwarded,
}

/// An address, or a network with its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let one = typed.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
        one.or_else(|_| typed.parse())
            .map(Self)
            .map_err(|_| "write an address, such as 10.0.0.5 or 10.0.0.0/24")
    }
}

/// Who is at the other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// An address.
    At(IpAddr),
    /// A process of this machine, over a Unix socket.
    Local,
}

/// The hops that are believed.
#[derive(Clone, Debug, Default)]
pub struct Hops {
    trusted: Vec<Network>,
    header: ProxyHeader,
}

impl Hops {
    /// These networks, and the header that their proxies write.
    pub fn new(trusted: Vec<Network>, header: ProxyHeader) -> Self {
        Self { trusted, header }
    }

    /// Whether what this peer says of the visitor's address is believed. Who may open a Unix socket is decided by its
    /// file.
    pub fn trusts(&self, peer: Peer) -> bool {
        match peer {
            Peer::Local => true,
            Peer::At(address) => self.trusted.iter().any(|network| network.0.contains(&address)),
        }
    }

    /// The visitor's address.
    pub fn visitor(&self, peer: Peer, headers: &HeaderMap) -> String {
        let mut visitor = peer;
        let mut said = self.said(headers).into_iter().rev();
        while self.trusts(visitor) {
            match said.next() {
                Some(Some(hop)) => visitor = Peer::At(hop),
                // Hidden, unknown or broken: the last hop that is known stands for it.
                Some(None) | None => break,
            }
        }
        match visitor {
            Peer::At(address) => address.to_string(),
            Peer::Local => NOBODY_SAID.to_owned(),
        }
    }

    /// The addresses in the header, the visitor's first.
    fn said(&self, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
        let name = match self.header {
            ProxyHeader::XForwardedFor => "x-forwarded-for",
            ProxyHeader::Forwarded => "forwarded",
        };
        let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or(""));
        match self.header {
            ProxyHeader::XForwardedFor => lines.flat_map(|line| line.split(',')).map(address).collect(),
            ProxyHeader::Forwarded => lines.flat_map(|line| parts(line, ',')).map(by_for).collect(),
        }
    }
}

/// The address in an element of `Forwarded`: `for="[2001:db8::7]:4711";proto=https`.
fn by_for(element: &str) -> Option<IpAddr> {
    let pairs = parts(element, ';').filter_map(|pair| pair.split_once('='));
    let said =
        pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for")).map(|(_, value)| value.trim());
    said.last().and_then(|value| address(value.trim_matches('"')))
}

/// What stands between separators that are not inside quotes.
fn parts(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |letter| {
        quoted ^= letter == '"';
        letter == separator && !quoted
    })
}

/// An address, perhaps with a port or in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse().map(|both: SocketAddr| both.ip());
    bare.parse().or_else(|_| with_port()).ok().map(|found: IpAddr| found.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hops(trusted: &[&str], header: ProxyHeader) -> Hops {
        Hops::new(trusted.iter().map(|one| one.parse().unwrap()).collect(), header)
    }

    fn headers(name: &'static str, lines: &[&'static str]) -> HeaderMap {
        lines.iter().map(|line| (name.parse().unwrap(), line.parse().unwrap())).collect()
    }

    fn at(address: &str) -> Peer {
        Peer::At(address.parse().unwrap())
    }

    /// The visitor that `X-Forwarded-For` leads to.
    fn visitor(peer: Peer, lines: &[&'static str]) -> String {
        let hops = hops(&["10.0.0.0/24", "2001:db8::5"], ProxyHeader::XForwardedFor);
        hops.visitor(peer, &headers("x-forwarded-for", lines))
    }

    #[test]
    fn an_untrusted_peers_header_changes_nothing() {
        for lines in [&["198.51.100.1"][..], &["10.0.0.1"], &[]] {
            assert_eq!(visitor(at("192.0.2.9"), lines), "192.0.2.9");
        }
    }

    #[test]
    fn a_trusted_hop_names_the_visitor_and_what_the_visitor_wrote_before_is_not_read() {
        assert_eq!(visitor(at("10.0.0.1"), &["203.0.113.7, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(visitor(at("10.0.0.1"), &["203.0.113.7", "198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(visitor(at("10.0.0.1"), &["203.0.113.7, 10.0.1.2"]), "10.0.1.2", "outside the network");
        assert_eq!(visitor(at("2001:db8::5"), &["2001:db8:7::1"]), "2001:db8:7::1");
        assert_eq!(visitor(Peer::Local, &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(visitor(Peer::Local, &["198.51.100.1, 10.0.0.1"]), "198.51.100.1");
    }

    #[test]
    fn what_cannot_be_read_ends_the_way_at_the_last_hop_that_is_known() {
        for lines in [&[][..], &["unknown"], &["198.51.100.1, "], &["198.51.100.1, _hidden"], &["x y"]] {
            assert_eq!(visitor(at("10.0.0.1"), lines), "10.0.0.1", "{lines:?}");
            assert_eq!(visitor(Peer::Local, lines), "local");
        }
        assert_eq!(visitor(at("10.0.0.1"), &["10.0.0.3, 10.0.0.2"]), "10.0.0.3", "all of them trusted");
    }

    #[test]
    fn ports_brackets_and_the_fourth_version_in_the_sixth_are_understood() {
        for (written, read) in [
            ("198.51.100.1:4711", "198.51.100.1"),
            ("[2001:db8::9]:4711", "2001:db8::9"),
            ("[2001:db8::9]", "2001:db8::9"),
            ("2001:DB8::9", "2001:db8::9"),
            ("::ffff:198.51.100.1", "198.51.100.1"),
        ] {
            assert_eq!(visitor(at("10.0.0.1"), &[written]), read, "{written}");
        }
        assert_eq!("::ffff:10.0.0.1".parse(), "10.0.0.1".parse::<Network>());
        assert!("10.0.0.1/33".parse::<Network>().is_err() && "proxy".parse::<Network>().is_err());
    }

    #[test]
    fn the_standard_header_is_read_with_its_quotes_and_the_other_one_is_not() {
        let hops = hops(&["10.0.0.0/24"], ProxyHeader::Forwarded);
        let from = |line| hops.visitor(at("10.0.0.1"), &headers("forwarded", &[line]));
        assert_eq!(from("for=203.0.113.7, For=\"[2001:db8::9]:80\";by=\"a,b;for=1.2.3.4\""), "2001:db8::9");
        assert_eq!(from("proto=https;for=198.51.100.1;host=a"), "198.51.100.1");
        assert_eq!(from("for=198.51.100.1, proto=https"), "10.0.0.1");
        assert_eq!(from("for=198.51.100.1, for=10.0.0.2"), "198.51.100.1");
        let other = headers("x-forwarded-for", &["198.51.100.1"]);
        assert_eq!(hops.visitor(at("10.0.0.1"), &other), "10.0.0.1");
    }
}
