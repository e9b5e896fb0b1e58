//! `assent keys`: the keys that seal. `rotate` seals with a new one while servers serve, `retire` takes an old one
//! out of the file.

use crate::place::Place;
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use domain::instant::Instant;
use indicatif::{ProgressBar, ProgressStyle};
use portal::{
    Portal,
    keys::{KeyName, KeyState, Keys as Listed, Retired},
};

/// The keys that seal.
#[derive(Args)]
pub struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// List the keys: since when each is in use, and how many values name it.
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Add a key that waits, for servers that have a copy of the file each: the next rotation makes it the current one.
    Add {
        #[command(flatten)]
        place: Place,
    },
    /// Seal new values with a new key, and the old ones anew. Servers go on serving. A rotation that was broken off goes on.
    Rotate {
        #[command(flatten)]
        place: Place,
    },
    /// Take a key out of the file that nothing names any more.
    Retire {
        #[command(flatten)]
        place: Place,
        /// The key's name, as `assent keys list` shows it.
        #[arg(value_parser = name)]
        name: KeyName,
    },
}

fn name(text: &str) -> Result<KeyName, &'static str> {
    KeyName::parse(text).ok_or("a key's name has eight hexadecimal digits")
}

impl Keys {
    /// Runs the command.
    pub async fn run(self) -> Result<()> {
        let (What::List { place }
        | What::Add { place }
        | What::Rotate { place }
        | What::Retire { place, .. }) = &self.what;
        let portal = place.open(false).await?;
        let done = match self.what {
            What::List { .. } => list(&portal).await,
            What::Add { .. } => add(&portal),
            What::Rotate { .. } => rotate(&portal).await,
            What::Retire { name, .. } => retire(&portal, name).await,
        };
        portal.close().await;
        done
    }
}

async fn list(portal: &Portal) -> Result<()> {
    let keys = portal.keys().await?;
    println!("{:<8}  {:<7}  {:>10}  SINCE", "NAME", "", "VALUES");
    for key in &keys.list {
        let state = match key.state {
            KeyState::Waiting => "waits",
            KeyState::Current => "current",
            KeyState::Earlier => "earlier",
            KeyState::Missing => "MISSING",
        };
        let since = key.since.map_or(String::new(), |Instant(at)| portal.moment_in_words(at));
        println!("{}", format!("{}  {state:<7}  {:>10}  {since}", key.name, key.values).trim_end());
    }
    if keys.damaged > 0 {
        println!("{} values are damaged: they name no key.", keys.damaged);
    }
    Ok(())
}

fn add(portal: &Portal) -> Result<()> {
    let name = portal.add_key()?;
    println!("{name} waits. When every server has the file, `assent keys rotate` makes it the current one.");
    Ok(())
}

async fn rotate(portal: &Portal) -> Result<()> {
    let bar = ProgressBar::no_length()
        .with_style(ProgressStyle::with_template("{bar:30} {pos}/{len} values, {per_sec}, {eta} left")?);
    let progress = |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    };
    let rotated = portal.rotate_keys(&progress).await;
    bar.finish_and_clear();
    let rotated = rotated?;
    for key in rotated.keys.of(KeyState::Current) {
        let how =
            if rotated.anew { "from now on" } else { "as the rotation before wanted, which now went on" };
        println!("New values are sealed with {}, {how}; {} were sealed anew.", key.name, rotated.resealed);
    }
    for key in rotated.keys.of(KeyState::Earlier).filter(|key| key.values == 0) {
        println!("Nothing names {0} any more: `assent keys retire {0}` takes it out of the file.", key.name);
    }
    left(&rotated.keys)
}

/// What stayed behind is a failure that a script sees.
fn left(keys: &Listed) -> Result<()> {
    match keys.values(KeyState::Earlier) {
        0 => Ok(()),
        left => bail!(
            "{left} values still name an earlier key: run the command again; what does not open is named above"
        ),
    }
}

async fn retire(portal: &Portal, name: KeyName) -> Result<()> {
    match portal.retire_key(name).await? {
        Retired::Gone => println!(
            "{name} is retired. A backup from before opens only with a copy of the file from before."
        ),
        Retired::Unknown => bail!("there is no key {name}"),
        Retired::Current => bail!("{name} is the current key: `assent keys rotate` makes another one"),
        Retired::Named(values) => bail!("{values} values still name {name}: run `assent keys rotate` again"),
        Retired::TooSoon => {
            bail!("a request from before the rotation may still be under way: retire {name} in a minute")
        }
    }
    Ok(())
}
