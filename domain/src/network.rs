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

/// The network of a kept address, as its owner is shown where they signed in: no more of it than tells places apart.
/// `None` for what is no address.
pub fn shown(address: &str) -> Option<String> {
    match address.parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(four) => {
            let [one, two, three, _] = four.octets();
            Some(format!("{one}.{two}.{three}.0/24"))
        }
        six @ IpAddr::V6(_) => Some(format!("{}/64", network_of(six))),
    }
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

    #[test]
    fn a_network_is_shown_without_the_last_part_of_its_address() {
        assert_eq!(shown("192.0.2.7").as_deref(), Some("192.0.2.0/24"));
        assert_eq!(shown("::ffff:192.0.2.7").as_deref(), Some("192.0.2.0/24"));
        assert_eq!(shown("2001:db8:1:2:3:4:5:6").as_deref(), Some("2001:db8:1:2::/64"));
        assert_eq!(shown("local"), None);
    }
}
