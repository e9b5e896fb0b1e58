//! Where a portal's data lies: a folder with the embedded database and the keys, or a database URL with the
//! keys in that folder.

use anyhow::{Context, Result, bail};
use clap::Args;
use domain::profile::Profile;
use eligibility::RulePack;
use portal::{Clock, Opening, Portal};
use std::{
    fs,
    io::Write,
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
        fs::create_dir_all(&self.data).with_context(|| format!("--data {}", self.data.display()))?;
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
            master_key: self.master_key()?,
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

    /// The key that wraps all others: 32 bytes in `keys/master.key`, readable by its owner only. Made at
    /// the first start; without it sealed fields cannot be read again.
    fn master_key(&self) -> Result<[u8; 32]> {
        let folder = self.data.join("keys");
        let file = folder.join("master.key");
        if !file.exists() {
            fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
            let mut key = [0; 32];
            getrandom::fill(&mut key).map_err(|_| anyhow::anyhow!("no randomness for a key"))?;
            let mut options = fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(&file) {
                Ok(mut new) => {
                    new.write_all(&key)?;
                    new.sync_all()?;
                }
                // Another process was first: its key counts.
                Err(fault) if fault.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(fault) => return Err(fault).with_context(|| file.display().to_string()),
            }
        }
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        match bytes.try_into() {
            Ok(key) => Ok(key),
            Err(_) => bail!("{} does not hold a key of 32 bytes", file.display()),
        }
    }
}
