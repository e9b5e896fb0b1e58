//! `cargo xtask vendor-uswds`: brings the compiled styles of the U.S. Web Design System into `web/styles`, and the fonts
//! and pictures they refer to into `web/static/uswds`. Takes the npm package (or `--package DIR`, already unpacked) and
//! drops the fonts and pictures the portal never shows. Each font is parted: its Latin letters, which every page needs,
//! by `pyftsubset` (fonttools, with brotli); and the whole, for names with other letters. What is printed takes the whole
//! ones unpacked, in `paper/fonts`. The result is committed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// The package, with its version.
pub const PACKAGE: &str = "@uswds/uswds@3.14.0";
const TARGET: &str = "web/static/uswds";
const SHEET: &str = "css/uswds.min.css";
/// Where the style sheet goes: the build takes what pages use of it.
const STYLES: &str = "web/styles/uswds.min.css";
/// Letters and signs of English, Spanish and most of what the portal says; as `unicode-range` and for `pyftsubset`.
const LATIN: &str =
    "U+20-7E,U+A0-FF,U+131,U+152-153,U+2C6,U+2DC,U+2010-2026,U+2030,U+2039-203A,U+20AC,U+2122";
/// What else the font has.
const OTHERS: &str = "U+100-130,U+132-151,U+154-24F,U+FB01-FB02";
/// The heading font of the default theme, and the text font that takes its place: one family, half the weight.
const SERIF: &str = "Merriweather Web,Georgia,Cambria,Times New Roman,Times,serif";
const SANS: &str = "Source Sans Pro Web,Helvetica Neue,Helvetica,Roboto,Arial,sans-serif";
/// What the styles say instead: our own layer names the font by the language of the page.
const FONT: &str = "var(--font)";
const MONO: &str = "Roboto Mono Web,Bitstream Vera Sans Mono,Consolas,Courier,monospace";
/// Font files that stay; every other `@font-face` goes.
const FONTS: &[&str] = &["sourcesanspro-regular-", "sourcesanspro-italic-", "sourcesanspro-bold-"];
/// Those that are printed, and what they are called there: the engine knows no packed fonts.
const PRINTED: &[(&str, &str)] =
    &[("sourcesanspro-regular-", "regular.ttf"), ("sourcesanspro-bold-", "bold.ttf")];
const PRINTED_FOLDER: &str = "paper/fonts";
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
    write(&root.join(STYLES), sheet.as_bytes())?;
    let mut bytes = sheet.len() as u64;
    let files = references(&sheet);
    for file in &files {
        let from = dist.join(file.replace(PART, WHOLE));
        if file.ends_with(PART) {
            let latin = format!("--unicodes={LATIN}");
            subset(&from, &target.join(file), &[&latin, "--flavor=woff2"])?;
        } else {
            let content = fs::read(&from).with_context(|| format!("{file}, which the styles refer to"))?;
            write(&target.join(file), &content)?;
        }
        bytes += fs::metadata(target.join(file))?.len();
    }
    for (start, printed) in PRINTED {
        let whole = files.iter().find(|file| file.contains(start) && file.ends_with(WHOLE));
        let whole = dist.join(whole.with_context(|| format!("the font {start}"))?);
        subset(&whole, &root.join(PRINTED_FOLDER).join(printed), &["--unicodes=*", "--flavor=none"])?;
    }
    write(&target.join("LICENSE.md"), &fs::read(package.join("LICENSE.md"))?)?;
    ensure!(bytes <= MOST_BYTES, "{bytes} bytes are more than the {MOST_BYTES} allowed");
    println!("{TARGET}: {PACKAGE}, {} files, {bytes} bytes", files.len() + 2);
    Ok(())
}

/// How the file of a whole font ends, and that of its Latin letters.
const WHOLE: &str = "-webfont.woff2";
const PART: &str = "-latin.woff2";

/// Writes letters of a font, under no name but the file's: what was changed may not have the whole's.
fn subset(whole: &Path, part: &Path, arguments: &[&str]) -> Result<()> {
    if let Some(folder) = part.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut subset = Command::new("pyftsubset");
    subset.arg(whole).arg(format!("--output-file={}", part.display())).args(arguments);
    subset.args(["--obfuscate-names", "--layout-features=kern,liga,locl,ccmp,mark,mkmk"]);
    let done =
        subset.status().context("pyftsubset, needed to part the fonts: install fonttools and brotli")?;
    ensure!(done.success(), "pyftsubset could not part {}", whole.display());
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
    sheet = sheet
        .replace(SERIF, FONT)
        .replace(SANS, FONT)
        .replace(MONO, "ui-monospace,Consolas,Courier,monospace");
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
            // A page that has begun to show never changes its font: nothing jumps.
            let face = face.replace("font-display:fallback", "font-display:optional");
            let whole = face.trim_end_matches('}');
            kept.push_str(&format!("{whole};unicode-range:{OTHERS}}}"));
            kept.push_str(&format!("{};unicode-range:{LATIN}}}", whole.replace(WHOLE, PART)));
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
        let fonts = ["fonts/s/sourcesanspro-bold-latin.woff2", "fonts/s/sourcesanspro-bold-webfont.woff2"];
        assert_eq!(files, [fonts[0], fonts[1], "img/usa-icons/add.svg"]);
        assert!(sheet.contains("i{background:none}") && sheet.contains("h1{font-family:var(--font)}"));
        let ranges =
            sheet.split("@font-face{").skip(1).map(|face| face.split("unicode-range:").nth(1).unwrap());
        assert!(ranges.zip([OTHERS, LATIN]).all(|(range, wanted)| range.starts_with(wanted)), "{sheet}");
        assert_eq!(sheet.matches("font-display:optional").count(), 2);
        assert!(!sheet.contains("sourceMapping") && !sheet.contains("merriweather"));
    }
}
