//! Addresses that carriers give: of a plan's documents, and of the page where a premium is paid. Only `https` ones are
//! kept, so that every page may show what it finds here.

use std::{fmt, str::FromStr};

/// Longest address that is kept.
const LONGEST: usize = 2_000;

/// Why a text is not an address that a page may lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum AddressFault {
    /// Another way than https, or none.
    #[error("is not an address that begins with https://")]
    NotHttps,
    /// No host, or not one that a browser would open as it stands there.
    #[error("is not an address that a browser opens as it is written")]
    Malformed,
}

/// An address of a page or file: `https`, a host with a dot, nothing in it that would have to be guessed or escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress(String);

crate::stored::stored!(WebAddress, Text, |address| address.as_str().into(), |text| text.parse().ok());

impl WebAddress {
    /// As it stands in a link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whose page it is: "www.example.org".
    pub fn host(&self) -> &str {
        let after = self.0.split_once("://").map_or("", |(_, after)| after);
        after.split(['/', '?', '#', ':']).next().unwrap_or("")
    }
}

impl FromStr for WebAddress {
    type Err = AddressFault;

    fn from_str(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        let way = text.get(..8).filter(|way| way.eq_ignore_ascii_case("https://"));
        let rest = text.get(way.ok_or(AddressFault::NotHttps)?.len()..).ok_or(AddressFault::NotHttps)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        let (host, port) =
            authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
        let letters = |label: &str| label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let host_is_good =
            host.contains('.') && host.split('.').all(|label| !label.is_empty() && letters(label));
        let port_is_good = port.is_none_or(|port| port.parse::<u16>().is_ok());
        // Blanks, quotes, angle brackets and the like are escaped in an address, or it is none.
        let plain = rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&byte));
        if !(host_is_good && port_is_good && plain && text.len() <= LONGEST) {
            return Err(AddressFault::Malformed);
        }
        Ok(Self(format!("https://{rest}")))
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a carrier publishes of a plan in one of its variants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Documents {
    /// The plan in the carrier's own words.
    pub brochure: Option<WebAddress>,
    /// Summary of benefits and coverage (45 CFR 147.200).
    pub summary: Option<WebAddress>,
    /// The drugs that the plan pays for.
    pub formulary: Option<WebAddress>,
}

impl Documents {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.brochure.is_none() && self.summary.is_none() && self.formulary.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_https_address_is_kept_as_it_is() {
        for (text, kept, host) in [
            (
                "https://www.example.org/a/b.pdf?year=2027#page",
                "https://www.example.org/a/b.pdf?year=2027#page",
                "www.example.org",
            ),
            (" HTTPS://example.org ", "https://example.org", "example.org"),
            ("https://example.org:8443/pay", "https://example.org:8443/pay", "example.org"),
        ] {
            let address: WebAddress = text.parse().unwrap();
            assert_eq!((address.as_str(), address.host()), (kept, host), "{text}");
        }
    }

    #[test]
    fn what_a_page_must_not_lead_to_is_no_address() {
        use AddressFault::{Malformed, NotHttps};
        for (text, fault) in [
            ("", NotHttps),
            ("http://example.org/a.pdf", NotHttps),
            ("www.example.org", NotHttps),
            ("javascript:alert(1)", NotHttps),
            ("data:text/html,https://example.org", NotHttps),
            ("éhttps://", NotHttps),
            ("https://", Malformed),
            ("https://example", Malformed),
            ("https://example..org", Malformed),
            ("https://somebody@example.org/", Malformed),
            ("https://example.org:port/", Malformed),
            ("https://example.org/a b.pdf", Malformed),
            ("https://example.org/\"onclick=", Malformed),
            ("https://example.org/\u{202e}fdp", Malformed),
            ("https://exämple.org/", Malformed),
        ] {
            assert_eq!(text.parse::<WebAddress>(), Err(fault), "{text}");
        }
        let long = format!("https://example.org/{}", "a".repeat(LONGEST));
        assert_eq!(long.parse::<WebAddress>(), Err(Malformed));
    }
}
