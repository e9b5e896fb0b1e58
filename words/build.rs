//! Makes the functions of `Words` from the English files, the two made-up languages, and a table of every language's
//! files. What is wrong with English stops the build with its file and line.

use catalogue::{File, pseudo};
use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // The whole crate: a folder that was not there is a new language.
    println!("cargo::rerun-if-changed={}", here.display());
    let (mut english, mut table) = (Vec::new(), String::new());
    for folder in sorted(&here)?.into_iter().filter(|path| path.join("common.ftl").exists()) {
        let language = stem(&folder);
        for file in sorted(&folder)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "ftl")) {
            if language == "en" {
                english.push((stem(&file), fs::read_to_string(&file)?));
            }
            row(&mut table, &language, &file)?;
        }
    }
    let catalogue = catalogue::english::read(&english);
    if !catalogue.faults.is_empty() {
        catalogue.faults.iter().for_each(|fault| println!("cargo::error={fault}"));
        return Ok(());
    }
    make_up(&english, &out, &mut table)?;
    let mut code = catalogue::functions::write(&catalogue);
    write!(
        code,
        "/// Language, file, text.\npub(crate) const FILES: &[(&str, &str, &str)] = &[\n{table}];\n"
    )?;
    fs::write(out.join("generated.rs"), code)?;
    Ok(())
}

/// Writes the made-up languages beside the code.
fn make_up(english: &[File], out: &Path, table: &mut String) -> Result<(), Box<dyn Error>> {
    for (language, style) in pseudo::MADE_UP {
        let folder = out.join(language);
        fs::create_dir_all(&folder)?;
        for (name, text) in pseudo::files(english, style)? {
            let file = folder.join(format!("{name}.ftl"));
            fs::write(&file, text)?;
            row(table, language, &file)?;
        }
    }
    Ok(())
}

fn row(table: &mut String, language: &str, file: &Path) -> std::fmt::Result {
    let (name, path) = (stem(file), file.display().to_string());
    writeln!(table, "    ({language:?}, {name:?}, include_str!({path:?})),")
}

fn sorted(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned())
}
