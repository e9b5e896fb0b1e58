//! Where a portal's data lies: a folder with the embedded database and the keys, or a database URL with the
//! keys in that folder.

use crate::secrets;
use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use domain::profile::Profile;
use eligibility::RulePack;
use portal::{Clock, KeyringFrom, Opening, Portal};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The options every command takes.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// Folder of the embedded database and of the keys.
    #[arg(long, env = "ASSENT_DATA", default_value = "assent-data", value_name = "DIR")]
    pub data: PathBuf,
    /// A database instead of the embedded one: postgres://USER@HOST:PORT/NAME. Its password comes from
    /// ASSENT_DATABASE_PASSWORD, ..._FILE or ..._COMMAND.
    #[arg(long, env = "ASSENT_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// The file of the keys, if it is not keys/keyring in the folder. The keys themselves can also come from
    /// ASSENT_KEYRING, or from what the command in ASSENT_KEYRING_COMMAND prints.
    #[arg(long, env = "ASSENT_KEYRING_FILE", value_name = "FILE")]
    pub keyring: Option<PathBuf>,
    /// The exchange profile (TOML); the embedded one is MNsure's.
    #[arg(long, env = "ASSENT_PROFILE", value_name = "FILE")]
    pub profile: Option<PathBuf>,
}

impl Place {
    /// Opens the portal that lives here; makes folder, keys and tables when they are not there yet.
    pub async fn open(&self, practice: bool) -> Result<Portal> {
        own_folder(&self.data).with_context(|| format!("--data {}", self.data.display()))?;
        let database = match &self.database {
            Some(url)
                if ["postgres://", "postgresql://", "sqlite:"].iter().any(|way| url.starts_with(way)) =>
            {
                secrets::with_password(url.clone(), "--database", "ASSENT_DATABASE")?
            }
            Some(_) => bail!("--database: an address begins with postgres:// or sqlite:"),
            None => format!("sqlite://{}?mode=rwc", self.data.join("assent.db").display()),
        };
        let (profile, rules) = self.state()?;
        let opening =
            Opening { database, rules, profile, clock: Clock::System, keyring: self.keyring()?, practice };
        Portal::open(opening).await.context(match &self.database {
            Some(_) => "the database of --database cannot be opened".to_owned(),
            None => format!("--data {} cannot be opened", self.data.display()),
        })
    }

    /// The same portal speaking to the identity provider that its profile names, with its secret (ID-1): for whoever serves.
    pub fn with_provider(&self, portal: Portal) -> Result<Portal> {
        let Some(config) = portal.profile().identity_provider.clone() else { return Ok(portal) };
        if !Portal::SPEAKS_TO_PROVIDERS {
            bail!(
                "the profile names an identity provider, and this build speaks to none: build it with --features oidc"
            );
        }
        let name = &config.secret;
        let Some((secret, _)) = secrets::secret(name).context("identity_provider.secret")? else {
            bail!("identity_provider.secret: set {name}, {name}_FILE or {name}_COMMAND");
        };
        let folder = self.profile.as_deref().and_then(Path::parent).unwrap_or_else(|| Path::new(""));
        let authorities = match &config.ca_file {
            Some(file) => {
                let file = folder.join(file);
                let named = || format!("identity_provider.ca_file {}", file.display());
                Some(fs::read(&file).with_context(named)?)
            }
            None => None,
        };
        portal.with_identity_provider(secret, authorities.as_deref()).map_err(|fault| anyhow!(fault))
    }

    /// Where the keys come from.
    fn keyring(&self) -> Result<KeyringFrom> {
        if let Some(file) = &self.keyring {
            return Ok(KeyringFrom::File(file.clone()));
        }
        Ok(match secrets::secret("ASSENT_KEYRING")? {
            Some((text, by)) => KeyringFrom::Given { text, by },
            None => KeyringFrom::File(self.data.join("keys/keyring")),
        })
    }

    /// The state that is served: the profile, with its places, and the rule pack that it names.
    fn state(&self) -> Result<(Profile, Option<RulePack>)> {
        let profile = profile(self.profile.as_deref())?;
        let Some(file) = &self.profile else { return Ok((profile, None)) };
        let named = || format!("--profile {}", file.display());
        let rules = rules(&profile, file.parent().unwrap_or_else(|| Path::new("")))?;
        fit(&profile, rules.as_ref().unwrap_or_else(|| RulePack::minnesota())).with_context(named)?;
        Ok((profile, rules))
    }
}

/// The profile of a file, with its places; without one MNsure's.
pub fn profile(file: Option<&Path>) -> Result<Profile> {
    let Some(file) = file else { return Ok(Profile::from_toml(Profile::MNSURE)?) };
    let named = || format!("--profile {}", file.display());
    let folder = file.parent().unwrap_or_else(|| Path::new(""));
    let text = fs::read_to_string(file).with_context(named)?;
    let beside = |name: &str| {
        let file = folder.join(name);
        fs::read_to_string(&file).map_err(|fault| format!("{}: {fault}", file.display()))
    };
    Profile::read(&text, &beside).with_context(named)
}

/// The rule pack that a profile names, from the profile's own folder.
fn rules(profile: &Profile, folder: &Path) -> Result<Option<RulePack>> {
    let Some(rules) = &profile.rules else { return Ok(None) };
    let file = folder.join(&rules.pack);
    let named = || format!("the profile's rules.pack {}", file.display());
    let text = fs::read_to_string(&file).with_context(named)?;
    RulePack::from_toml(&text).map(Some).with_context(named)
}

/// Nobody is to get the help of another state: the rule pack is of the profile's, and knows all its counties.
fn fit(profile: &Profile, rules: &RulePack) -> Result<()> {
    let (state, of) = (&profile.exchange.state_name, rules.name());
    if state != of {
        bail!(
            "exchange.state_name is {state:?}, the rule pack is of {of:?}; name the state's own in [rules] pack"
        );
    }
    match profile.places.counties().iter().find(|county| rules.rating_area(&county.fips).is_none()) {
        Some(county) => bail!(
            "{} ({}) of places.counties has no rating area in the rule pack; add it to [rating_areas] there",
            county.name,
            county.fips
        ),
        None => Ok(()),
    }
}

/// Makes a folder, when it is not there, that others cannot look into.
pub fn own_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o750);
    builder.recursive(true).create(folder)
}
