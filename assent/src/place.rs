//! Where a portal's data lies: a folder with the embedded database and the keys, or a database URL with the
//! keys in that folder.

use anyhow::{Context, Result, bail};
use clap::Args;
use domain::profile::Profile;
use eligibility::RulePack;
use portal::{Clock, Opening, Portal};
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
    /// A database instead of the embedded one: postgres://USER@HOST:PORT/NAME.
    #[arg(long, env = "ASSENT_DATABASE", value_name = "URL")]
    pub database: Option<String>,
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
                url.clone()
            }
            Some(_) => bail!("--database: an address begins with postgres:// or sqlite:"),
            None => format!("sqlite://{}?mode=rwc", self.data.join("assent.db").display()),
        };
        let profile = self.profile()?;
        let opening = Opening {
            database,
            rules: self.rules(&profile)?,
            profile,
            clock: Clock::System,
            keyring: self.data.join("keys/keyring"),
            practice,
        };
        Portal::open(opening).await.context(match &self.database {
            Some(_) => "the database of --database cannot be opened".to_owned(),
            None => format!("--data {} cannot be opened", self.data.display()),
        })
    }

    fn profile(&self) -> Result<Profile> {
        let text = match &self.profile {
            Some(file) => {
                fs::read_to_string(file).with_context(|| format!("--profile {}", file.display()))?
            }
            None => Profile::MNSURE.to_owned(),
        };
        Ok(Profile::from_toml(&text)?)
    }

    /// The rule pack that the profile names, from the profile's own folder.
    fn rules(&self, profile: &Profile) -> Result<Option<RulePack>> {
        let Some(rules) = &profile.rules else { return Ok(None) };
        let folder = self.profile.as_deref().and_then(Path::parent).unwrap_or_else(|| Path::new(""));
        let file = folder.join(&rules.pack);
        let named = || format!("the profile's rules.pack {}", file.display());
        let text = fs::read_to_string(&file).with_context(named)?;
        RulePack::from_toml(&text).map(Some).with_context(named)
    }
}

/// Makes a folder, when it is not there, that others cannot look into.
pub fn own_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o750);
    builder.recursive(true).create(folder)
}
