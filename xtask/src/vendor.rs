//! `cargo xtask vendor-uswds`: brings the compiled styles of the U.S. Web Design System into `web/static/uswds`.
//! Takes the npm package (or `--package DIR`, already unpacked), drops the fonts and pictures the portal never
//! shows, and copies exactly the files the remaining style sheet refers to. The result is committed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// The package, with its version.
pub const PACKAGE: &str = "@uswds/uswds@3.14.0";
const TARGET: &str = "web/static/uswds";
const SHEET: &str = "css/uswds.min.css";
/// The heading font of the default theme, and the text font that takes its place: one family, half the weight.
const SERIF: &str = "Merriweather Web,Georgia,Cambria,Times New Roman,Times,serif";
const SANS: &str = "Source Sans Pro Web,Helvetica Neue,Helvetica,Roboto,Arial,sans-serif";
const MONO: &str = "Roboto Mono Web,Bitstream Vera Sans Mono,Consolas,Courier,monospace";
/// Font files that stay; every other `@font-face` goes.
const FONTS: &[&str] = &["sourcesanspro-regular-", "sourcesanspro-italic-", "sourcesanspro-bold-"];
/// Pictures of parts the portal does not use (hero, script-made file previews); their references become `none`.
const DROPPED: &[&str] = &["hero.jpg", "loader.svg", "file.svg", "file-", "favicons/"];
/// What the whole may weigh, so that nobody adds a font family by accident.
const MOST_BYTES: u64 = 1_300_000;

/// Runs the chore.
pub fn command(words: &[&str]) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace's folder")?;
    let package = match words {
        [] => download(&root.join("target/vendor-uswds"))?,
        ["--package", folder] => PathBuf::from(folder),
        _ => bail!("cargo xtask vendor-uswds [--package DIR]"),
    };
    let dist = package.join("dist");
    let source = fs::read_to_string(dist.join(SHEET)).context("the package's compiled style sheet")?;
    let sheet = themed(&source)?;
    let target = root.join(TARGET);
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    write(&target.join(SHEET), sheet.as_bytes())?;
    let mut bytes = sheet.len() as u64;
    let files = references(&sheet);
    for file in &files {
        let content =
            fs::read(dist.join(file)).with_context(|| format!("{file}, which the styles refer to"))?;
        bytes += content.len() as u64;
        write(&target.join(file), &content)?;
    }
    write(&target.join("LICENSE.md"), &fs::read(package.join("LICENSE.md"))?)?;
    ensure!(bytes <= MOST_BYTES, "{bytes} bytes are more than the {MOST_BYTES} allowed");
    println!("{TARGET}: {PACKAGE}, {} files, {bytes} bytes", files.len() + 2);
    Ok(())
}

/// Fetches and unpacks the package; gives the folder.
fn download(scratch: &Path) -> Result<PathBuf> {
    if scratch.exists() {
        fs::remove_dir_all(scratch)?;
    }
    fs::create_dir_all(scratch)?;
    let packed = Command::new("npm").args(["pack", "--silent", PACKAGE]).current_dir(scratch).output();
    let packed = packed.context("npm, needed to fetch the package")?;
    ensure!(packed.status.success(), "npm pack: {}", String::from_utf8_lossy(&packed.stderr));
    let archive = String::from_utf8(packed.stdout)?.trim().to_owned();
    let unpacked = Command::new("tar").args(["xzf", &archive]).current_dir(scratch).status()?;
    ensure!(unpacked.success(), "tar could not unpack {archive}");
    Ok(scratch.join("package"))
}

/// The style sheet with the portal's fonts and without what it never shows.
fn themed(source: &str) -> Result<String> {
    let mut sheet = without_unused_fonts(source)?;
    sheet = sheet.replace(SERIF, SANS).replace(MONO, "ui-monospace,Consolas,Courier,monospace");
    if let Some(map) = sheet.find("/*# sourceMappingURL") {
        sheet.truncate(map);
    }
    for file in references(&sheet) {
        if DROPPED.iter().any(|dropped| file.starts_with(&format!("img/{dropped}"))) {
            sheet = sheet.replace(&format!("url(../{file})"), "none");
        }
    }
    ensure!(!sheet.contains("Merriweather"), "a heading font is left: the package's font stack has changed");
    Ok(sheet)
}

fn without_unused_fonts(source: &str) -> Result<String> {
    let mut kept = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find("@font-face{") {
        let Some(length) = rest[start..].find('}') else { bail!("a @font-face without an end") };
        let (before, face) = (&rest[..start], &rest[start..=start + length]);
        kept.push_str(before);
        if FONTS.iter().any(|font| face.contains(font)) {
            // Text shows at once in the fallback font and changes when the file is there, however slow the line.
            kept.push_str(&face.replace("font-display:fallback", "font-display:swap"));
        }
        rest = &rest[start + length + 1..];
    }
    kept.push_str(rest);
    Ok(kept)
}

/// Files a style sheet of the package refers to, below `dist`.
fn references(sheet: &str) -> BTreeSet<String> {
    let parts = sheet.split("url(../").skip(1);
    parts.filter_map(|part| part.split_once(')')).map(|(file, _)| file.to_owned()).collect()
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_fonts_and_pictures_of_the_portal_stay() {
        let source = "a{b:c}@font-face{src:url(../fonts/merriweather/x.woff2)}\
            @font-face{font-display:fallback;src:url(../fonts/s/sourcesanspro-bold-webfont.woff2)}\
            h1{font-family:Merriweather Web,Georgia,Cambria,Times New Roman,Times,serif}\
            i{background:url(../img/hero.jpg)}j{background:url(../img/usa-icons/add.svg)}/*# sourceMappingURL=x */";
        let sheet = themed(source).unwrap();
        let files: Vec<_> = references(&sheet).into_iter().collect();
        assert_eq!(files, ["fonts/s/sourcesanspro-bold-webfont.woff2", "img/usa-icons/add.svg"]);
        assert!(sheet.contains("i{background:none}") && sheet.contains("font-display:swap"));
        assert!(!sheet.contains("sourceMapping") && !sheet.contains("merriweather"));
    }
}
