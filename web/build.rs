//! Makes the one style sheet of the pages: what they use of the U.S. Web Design System's, then our own layer.

#[path = "styles/purge.rs"]
mod purge;

use std::{
    collections::HashSet,
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

/// Where classes are named.
const SPEAK_OF_CLASSES: [&str; 2] = ["templates", "src"];

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut names = HashSet::new();
    for folder in SPEAK_OF_CLASSES {
        println!("cargo::rerun-if-changed={folder}");
        gather(&here.join(folder), &mut names)?;
    }
    println!("cargo::rerun-if-changed=styles");
    println!("cargo::rerun-if-changed=build.rs");
    let system = fs::read_to_string(here.join("styles/uswds.min.css"))?;
    let own = fs::read_to_string(here.join("styles/assent.css"))?;
    // The sheet is served beside the folder with the system's fonts and pictures.
    let system = purge::used(&system, &names).replace("url(../", "url(uswds/");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("assent.css"), system + &own)?;
    Ok(())
}

fn gather(folder: &Path, names: &mut HashSet<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, names)?;
        } else {
            names.extend(purge::names(&fs::read_to_string(&path)?).map(str::to_owned));
        }
    }
    Ok(())
}
