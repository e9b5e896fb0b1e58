//! A state's own identity provider (ID-1), as the profile names it: who signs in through it, and what of that counts as a
//! second factor. Its secret is none of the profile's: only the name under which whoever runs the server gives it.

use crate::{
    people::Role,
    profile::{ProfileFault, fault, names_a_variable},
};
use serde::Deserialize;

/// An OpenID Connect provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityProvider {
    /// What people call it: "Sign in with NAME".
    pub name: String,
    /// Its issuer, letter by letter as its tokens name it.
    pub issuer: String,
    /// As what it knows the portal.
    pub client_id: String,
    /// Under which name the secret is given: the variable NAME, NAME_FILE or NAME_COMMAND.
    pub secret: String,
    /// Who may sign in through it; everybody when left out.
    #[serde(default = "everybody")]
    pub roles: Vec<Role>,
    /// Who of them signs in through it alone, once their account is linked.
    #[serde(default)]
    pub only: Vec<Role>,
    /// What its tokens say (`acr`) of a sign-in with a second factor.
    #[serde(default)]
    pub second_factor_acr: Vec<String>,
    /// The same of the ways that were used (`amr`).
    #[serde(default)]
    pub second_factor_amr: Vec<String>,
    /// How many minutes ago somebody may have signed in there; the provider asks again whoever did so earlier.
    #[serde(default = "an_hour")]
    pub max_age_minutes: i64,
    /// Certificates (PEM) of who vouches for it, beside those that the machine trusts; read from the profile's own folder.
    pub ca_file: Option<String>,
}

fn everybody() -> Vec<Role> {
    Role::ALL.to_vec()
}

fn an_hour() -> i64 {
    60
}

impl IdentityProvider {
    /// Whether somebody of this role may sign in through it.
    pub fn serves(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether what a token says of a sign-in stands for a second factor.
    pub fn is_second_factor(&self, acr: Option<&str>, amr: &[String]) -> bool {
        acr.is_some_and(|acr| self.second_factor_acr.iter().any(|listed| listed == acr))
            || amr.iter().any(|used| self.second_factor_amr.contains(used))
    }

    pub(crate) fn check(&self) -> Result<(), ProfileFault> {
        let named = |key: &str, reason: &str| fault(&format!("identity_provider.{key}"), reason);
        let one_line = |text: &str| !text.is_empty() && !text.contains(char::is_control);
        if self.name.trim().is_empty() || !one_line(&self.name) || self.name.chars().count() > 60 {
            return named("name", "must be one line of at most 60 characters");
        }
        if !is_issuer(&self.issuer) {
            return named(
                "issuer",
                "must begin with https:// and have no query; http:// is for this machine alone",
            );
        }
        if !one_line(&self.client_id) {
            return named("client_id", "must be one line");
        }
        if !names_a_variable(&self.secret) {
            return named(
                "secret",
                "must name a variable, as in \"ASSENT_PROVIDER_SECRET\", and not hold the secret",
            );
        }
        if self.roles.is_empty() {
            return named("roles", "must name a role, or be left out for all");
        }
        if !self.only.iter().all(|role| self.roles.contains(role)) {
            return named("only", "must name roles of identity_provider.roles");
        }
        for (key, values) in
            [("second_factor_acr", &self.second_factor_acr), ("second_factor_amr", &self.second_factor_amr)]
        {
            if !values.iter().all(|value| one_line(value) && !value.contains(' ')) {
                return named(key, "must hold words without spaces");
            }
        }
        // "pwd" says that a password was given: that is the first factor.
        if self.second_factor_amr.iter().any(|used| used == "pwd") {
            return named("second_factor_amr", "\"pwd\" is a password and no second factor (ID-2)");
        }
        if !(1..=720).contains(&self.max_age_minutes) {
            return named("max_age_minutes", "must lie between 1 and 720");
        }
        Ok(())
    }
}

/// Whether this can be an issuer: https, or plain http to this machine, and nothing behind the path.
fn is_issuer(issuer: &str) -> bool {
    let Some((scheme, rest)) = issuer.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let here = ["127.0.0.1", "::1", "localhost"].contains(&host);
    let plain = !issuer.contains(|sign: char| {
        sign.is_control() || sign.is_whitespace() || ['?', '#', '@', '\\'].contains(&sign)
    });
    plain && !host.is_empty() && (scheme == "https" || (scheme == "http" && here))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    const SECTION: &str = "
[identity_provider]
name = \"State ID\"
issuer = \"https://login.state.example\"
client_id = \"assent\"
secret = \"ASSENT_PROVIDER_SECRET\"
roles = [\"assister\", \"resource_manager\"]
only = [\"resource_manager\"]
second_factor_acr = [\"urn:state:2\"]
second_factor_amr = [\"hwk\"]
";

    fn with(change: (&str, &str)) -> Result<IdentityProvider, ProfileFault> {
        let section = SECTION.replace(change.0, change.1);
        let profile = Profile::from_toml(&format!("{}{section}", Profile::MNSURE))?;
        profile.identity_provider.ok_or(ProfileFault::Unreadable("no provider".to_owned()))
    }

    #[test]
    fn a_profile_says_who_signs_in_through_the_provider_and_what_is_a_second_factor_id_1() {
        let provider = with(("", "")).unwrap();
        assert!(provider.serves(Role::Assister) && !provider.serves(Role::Consumer));
        assert_eq!(provider.max_age_minutes, 60);
        let amr = |used: &[&str]| used.iter().map(|used| (*used).to_owned()).collect::<Vec<_>>();
        assert!(provider.is_second_factor(Some("urn:state:2"), &[]));
        assert!(provider.is_second_factor(None, &amr(&["pwd", "hwk"])));
        assert!(!provider.is_second_factor(Some("urn:state:1"), &amr(&["pwd"])));
        assert!(!provider.is_second_factor(None, &[]));
        let all = with(("roles = [\"assister\", \"resource_manager\"]\n", "")).unwrap();
        assert!(Role::ALL.iter().all(|role| all.serves(*role)));
    }

    #[test]
    fn a_wrong_value_of_the_provider_is_named_with_its_key_id_1() {
        for (from, to, key) in [
            ("State ID", " ", "name"),
            ("https://login.state.example", "http://login.state.example", "issuer"),
            ("https://login.state.example", "https://login.state.example?a=b", "issuer"),
            ("https://login.state.example", "https://", "issuer"),
            ("https://login.state.example", "https://a@login.state.example", "issuer"),
            ("https://login.state.example", "login.state.example", "issuer"),
            ("client_id = \"assent\"", "client_id = \"\"", "client_id"),
            ("ASSENT_PROVIDER_SECRET", "it is 100% secret", "secret"),
            ("[\"assister\", \"resource_manager\"]", "[]", "roles"),
            ("only = [\"resource_manager\"]", "only = [\"auditor\"]", "only"),
            ("urn:state:2", "urn:state:2 urn:state:3", "second_factor_acr"),
            ("hwk", "pwd", "second_factor_amr"),
            ("only =", "max_age_minutes = 0\nonly =", "max_age_minutes"),
        ] {
            let fault = with((from, to)).unwrap_err().to_string();
            assert!(fault.contains(&format!("identity_provider.{key}:")), "{to}: {fault}");
        }
        let unknown = with(("only =", "password = \"x\"\nonly =")).unwrap_err().to_string();
        assert!(unknown.contains("password"), "{unknown}");
        for here in ["http://127.0.0.1:3000", "http://[::1]:3000/x", "http://localhost"] {
            assert!(with(("https://login.state.example", here)).is_ok(), "{here}");
        }
    }
}
