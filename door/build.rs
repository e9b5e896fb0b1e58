//! Lists the migrations by their folder, so that a new one is a new file and nothing else.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("migrations");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|end| end == "sql"));
    files.sort();
    let stem = |file: &Path| file.file_stem().unwrap_or_default().to_os_string();
    let lines: Vec<String> =
        files.iter().map(|file| format!("({:?}, include_str!({file:?}))", stem(file))).collect();
    let out = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("migrations.rs");
    fs::write(out, format!("&[{}]", lines.join(", ")))
}
