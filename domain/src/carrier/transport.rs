//! How files get to a carrier and its answers back (ENR-7): by the folder, from where somebody carries them on, or by SFTP
//! to a server whose key is pinned. The profile says which; the private key is none of the profile's, only the name
//! under which whoever runs the portal gives it.

use crate::{
    people::words,
    profile::{ProfileFault, fault, names_a_variable},
};
use serde::Deserialize;

words! {
    /// Which of the two ways.
    Way {
        /// Files to the carrier.
        Out = "out",
        /// Its answers.
        In = "in",
    }
}

words! {
    /// Why files do not get through. It is tried again and again, and stands there until it works.
    TransportFault {
        /// The carrier's server does not answer.
        NotReached = "not_reached",
        /// It shows another key than the profile has: nothing was said to it.
        HostKey = "host_key",
        /// It does not take our key.
        KeyRefused = "key_refused",
        /// The connection broke off.
        Cut = "cut",
        /// The folder is not there.
        NoFolder = "no_folder",
        /// It gives no leave.
        NoLeave = "no_leave",
        /// Its disk is full.
        NoRoom = "no_room",
        /// It did not take the file, and does not say why.
        NotTaken = "not_taken",
        /// Another file lies there under the same name.
        Different = "different",
        /// The file does not lie in the folder here as it was written.
        Missing = "missing",
        /// An answer is larger than what is taken.
        TooLarge = "too_large",
        /// An answer was taken, and cannot be put aside there.
        NotPutAside = "not_put_aside",
    }
}

/// What the public plan files do not say of a carrier.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carrier {
    /// HIOS number, five digits.
    pub hios: String,
    /// Tax number for loop 1000B of an 834, nine digits.
    pub tin: String,
    /// The server to which its files go by SFTP; without it they stay in the folder, and somebody carries them on.
    pub sftp: Option<Sftp>,
}

impl Carrier {
    pub(crate) fn check(&self, at: &str) -> Result<(), ProfileFault> {
        let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(&self.hios, 5) {
            return fault(&format!("{at}.hios"), "must be five digits");
        }
        if !digits(&self.tin, 9) {
            return fault(&format!("{at}.tin"), "must be nine digits");
        }
        self.sftp.as_ref().map_or(Ok(()), |sftp| sftp.check(&format!("{at}.sftp")))
    }
}

/// Kinds of keys that a server may show: of RSA keys there is no reader without a known weakness.
pub const HOST_KEYS: [&str; 4] =
    ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"];

/// A carrier's SFTP server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sftp {
    /// Its name or number.
    pub host: String,
    /// Its port.
    #[serde(default = "ssh")]
    pub port: u16,
    /// As who the portal signs in.
    pub user: String,
    /// The server's key: its kind, and the key itself or its fingerprint (`SHA256:...`).
    pub host_key: String,
    /// Under which name the private key is given: the variable NAME, NAME_FILE or NAME_COMMAND.
    pub key: String,
    /// The folder there for our files.
    pub out: String,
    /// The folder there with the carrier's answers; without it they are taken by hand.
    #[serde(rename = "in")]
    pub answers: Option<String>,
}

fn ssh() -> u16 {
    22
}

impl Sftp {
    /// The kind of the server's key, and the key or its fingerprint.
    pub fn pinned(&self) -> Option<(&str, &str)> {
        let mut words = self.host_key.split(' ').filter(|word| !word.is_empty());
        Some((words.next()?, words.next()?))
    }

    /// Whether both are the same folder of the same server, with answers of several carriers.
    pub fn shares_answers_with(&self, other: &Self) -> bool {
        (&self.host, self.port, &self.user) == (&other.host, other.port, &other.user)
            && self.answers.is_some()
            && self.answers == other.answers
    }

    pub(crate) fn check(&self, at: &str) -> Result<(), ProfileFault> {
        let named = |key: &str, reason: &str| fault(&format!("{at}.{key}"), reason);
        let plain = |text: &str| {
            !text.is_empty() && !text.contains(|sign: char| sign.is_control() || sign.is_whitespace())
        };
        if !plain(&self.host) || self.host.contains(['/', '@']) {
            return named("host", "must be a name or number, as in \"sftp.carrier.example\"");
        }
        if self.port == 0 {
            return named("port", "must lie between 1 and 65535");
        }
        if !plain(&self.user) {
            return named("user", "must be one word");
        }
        let base64 = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || [b'+', b'/', b'='].contains(&byte))
        };
        let is_key = |key: &str| match key.strip_prefix("SHA256:") {
            Some(fingerprint) => fingerprint.len() == 43 && base64(fingerprint),
            None => key.len() > 60 && base64(key),
        };
        if !self.pinned().is_some_and(|(kind, key)| HOST_KEYS.contains(&kind) && is_key(key)) {
            return named(
                "host_key",
                "must be a kind (ssh-ed25519, ecdsa-sha2-nistp256, ...nistp384 or ...nistp521) and the key or its \
                 fingerprint, as in \"ssh-ed25519 SHA256:...\"",
            );
        }
        if !names_a_variable(&self.key) {
            return named("key", "must name a variable, as in \"ASSENT_CARRIER_KEY\", and not hold the key");
        }
        let folder = |text: &str| !text.trim().is_empty() && !text.contains(char::is_control);
        if !folder(&self.out) {
            return named("out", "must be a folder, as in \"to-carrier\"");
        }
        match &self.answers {
            Some(answers) if !folder(answers) || same_folder(answers, &self.out) => {
                named("in", "must be another folder than out, or be left out")
            }
            _ => Ok(()),
        }
    }
}

fn same_folder(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    const SECTION: &str = "
[[carrier]]
hios = \"99001\"
tin = \"123456789\"
[carrier.sftp]
host = \"sftp.carrier.example\"
user = \"exchange\"
host_key = \"ssh-ed25519 SHA256:oZ3gWUQjM1sR8ZyWmC6v4zqVdD6Hq6X1kqJ2o0Zg0bI\"
key = \"ASSENT_CARRIER_KEY\"
out = \"to-carrier\"
in = \"from-carrier\"
";

    fn with(change: (&str, &str)) -> Result<Sftp, ProfileFault> {
        let profile =
            Profile::from_toml(&format!("{}{}", Profile::MNSURE, SECTION.replace(change.0, change.1)))?;
        profile.carrier_sftp("99001").cloned().ok_or(ProfileFault::Unreadable("no carrier".to_owned()))
    }

    #[test]
    fn a_profile_says_by_which_way_a_carriers_files_go_enr_7() {
        let sftp = with(("", "")).unwrap();
        assert_eq!((sftp.port, sftp.answers.as_deref()), (22, Some("from-carrier")));
        assert_eq!(sftp.pinned().unwrap().0, "ssh-ed25519");
        assert!(with(("in = \"from-carrier\"\n", "")).unwrap().answers.is_none());
        let line =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJl3dIeudNqd0DPMRD6OIh65tjzoUKWVrQkdEW5s9F7K sftp@carrier";
        let whole = with(("ssh-ed25519 SHA256:oZ3gWUQjM1sR8ZyWmC6v4zqVdD6Hq6X1kqJ2o0Zg0bI", line)).unwrap();
        assert!(whole.pinned().unwrap().1.starts_with("AAAAC3"));
        let folder = Profile::from_toml(Profile::MNSURE).unwrap();
        assert!(folder.carrier_sftp("99001").is_none(), "without a word of it, by the folder");
    }

    #[test]
    fn a_wrong_value_of_a_carriers_server_is_named_with_its_key_enr_7() {
        let pinned = "ssh-ed25519 SHA256:oZ3gWUQjM1sR8ZyWmC6v4zqVdD6Hq6X1kqJ2o0Zg0bI";
        for (from, to, key) in [
            ("sftp.carrier.example", "", "host"),
            ("sftp.carrier.example", "sftp://carrier.example", "host"),
            ("sftp.carrier.example", "me@carrier.example", "host"),
            ("user =", "port = 0\nuser =", "port"),
            ("\"exchange\"", "\"two words\"", "user"),
            (pinned, "", "host_key"),
            (pinned, "SHA256:oZ3gWUQjM1sR8ZyWmC6v4zqVdD6Hq6X1kqJ2o0Zg0bI", "host_key"),
            (pinned, "ssh-ed25519 SHA256:oZ3g", "host_key"),
            ("ssh-ed25519", "ssh-rsa", "host_key"),
            ("ASSENT_CARRIER_KEY", "-----BEGIN OPENSSH PRIVATE KEY-----", "key"),
            ("\"to-carrier\"", "\" \"", "out"),
            ("\"from-carrier\"", "\"to-carrier/\"", "in"),
            ("\"from-carrier\"", "\"\"", "in"),
        ] {
            let fault = with((from, to)).unwrap_err().to_string();
            assert!(fault.contains(&format!("carrier[0].sftp.{key}:")), "{to}: {fault}");
        }
        let unknown = with(("user =", "password = \"x\"\nuser =")).unwrap_err().to_string();
        assert!(unknown.contains("password"), "{unknown}");
    }
}
