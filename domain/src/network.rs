//! How addresses are counted: whoever has one address of the sixth version has the 2^64 beside it, so that its
//! first half stands for all of them; an address of the fourth version counts as itself, in either spelling.

use std::net::{IpAddr, Ipv6Addr};

/// The network that an address is counted as.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & (u128::MAX << 64))),
        four @ IpAddr::V4(_) => four,
    }
}

/// The same for an address as it is kept; what is none counts as it stands.
pub fn counted_as(address: &str) -> String {
    address.parse().map_or_else(|_| address.to_owned(), |address| network_of(address).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_version_counts_by_its_first_half_and_the_fourth_as_itself() {
        assert_eq!(counted_as("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(counted_as("2001:db8:1:2::"), counted_as("2001:db8:1:2:ffff::9"));
        assert_ne!(counted_as("2001:db8:1:2::1"), counted_as("2001:db8:1:3::1"));
        assert_eq!(counted_as("192.0.2.7"), "192.0.2.7");
        assert_eq!(counted_as("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(counted_as("local"), "local");
    }
}
