//! A signature under an enrollment (ENR-3): who signed what, when, from where, for whom.

use core::net::IpAddr;

use jiff::Timestamp;

use super::refusal::EnrollmentRefusal;

/// A complete signature. `Actor` and `Consumer` are whatever keys the keeper uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature<Actor, Consumer> {
    name: String,
    at: Timestamp,
    address: Option<IpAddr>,
    actor: Actor,
    consumer: Consumer,
    text_version: String,
    text_sha256: [u8; 32],
}

impl<Actor: Copy, Consumer: Copy> Signature<Actor, Consumer> {
    /// Takes the typed name and the text that was shown (its version and SHA-256). Refused without a name, without
    /// agreement, or without a text version (ENR-3). `by` is who acts for whom, `seen` when and from where.
    pub fn new(
        name: &str,
        agreed: bool,
        by: (Actor, Consumer),
        seen: (Timestamp, Option<IpAddr>),
        text: (&str, [u8; 32]),
    ) -> Result<Self, EnrollmentRefusal> {
        let name = name.trim();
        let missing = |missing| Err(EnrollmentRefusal::SignatureIncomplete { missing });
        if name.is_empty() {
            return missing("the full name");
        }
        if !agreed {
            return missing("agreement to the text");
        }
        if text.0.trim().is_empty() {
            return missing("the version of the text");
        }
        Ok(Self {
            name: name.to_owned(),
            at: seen.0,
            address: seen.1,
            actor: by.0,
            consumer: by.1,
            text_version: text.0.to_owned(),
            text_sha256: text.1,
        })
    }

    /// The name as typed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// From which address, where it is known.
    pub fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// Who signed.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// For whom.
    pub fn consumer(&self) -> Consumer {
        self.consumer
    }

    /// Which text: its version and SHA-256.
    pub fn text(&self) -> (&str, &[u8; 32]) {
        (&self.text_version, &self.text_sha256)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_needs_name_agreement_and_text_enr_3() {
        let seen = (Timestamp::UNIX_EPOCH, None);
        let sign = |name, agreed, version| Signature::new(name, agreed, (7, 1), seen, (version, [0; 32]));
        let signed = sign(" Ana Sample ", true, "enrollment-1").unwrap();
        assert_eq!((signed.name(), signed.actor(), signed.consumer()), ("Ana Sample", 7, 1));
        for refused in [sign("  ", true, "1"), sign("Ana Sample", false, "1"), sign("Ana Sample", true, "")] {
            assert_eq!(refused.unwrap_err().refusal().rule(), "ENR-3");
        }
    }
}
