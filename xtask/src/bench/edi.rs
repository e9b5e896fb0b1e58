//! `cargo xtask bench edi`: megabytes of 834 a second through `assent edi show`, and its memory from a small file to one
//! of 618 MB.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::Settings;
use super::eligibility::watched;
use super::load::as_f64;
use super::record::{Figure, Place, note, write};
use crate::process::{project_root, target_folder};

/// Sizes of the files in bytes. The second is the one whose speed counts; it is to be at least [`AIM`].
const SIZES: [u64; 3] = [400_000, 38_000_000, 618_000_000];
/// Megabytes a second that are wanted.
const AIM: f64 = 20.0;

/// Measures and records.
pub fn measure(settings: &Settings) -> Result<()> {
    let root = project_root()?;
    let target = target_folder(&root);
    let binary = settings.portal(&root, &target)?;
    let sample = std::fs::read_to_string(root.join("x12/tests/data/two-interchanges.x12"))?;
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder)?;
    let mut figures: Vec<Figure> = Vec::new();
    for size in SIZES {
        let file = folder.join(format!("{size}.x12"));
        let bytes = make(&sample, size, &file)?;
        let megabytes = size / 1_000_000;
        let name = if megabytes == 0 { "small file".to_owned() } else { format!("{megabytes} MB") };
        let rounds = if size == SIZES[1] { settings.rounds } else { 1 };
        for _ in 0..rounds {
            let (seconds, peak) = show(&binary, &file)?;
            note(&mut figures, format!("{name}: shown"), "MB/s", as_f64(bytes) / 1e6 / seconds);
            note(&mut figures, format!("{name}: peak memory"), "MB", peak);
        }
        std::fs::remove_file(&file)?;
    }
    println!("  wanted of 38 MB: {AIM} MB/s");
    write(&root, &target, "edi", &Place::here(&root)?, &figures)
}

/// A file of families, a transaction each, of about this size; gives how large it is.
fn make(sample: &str, size: u64, file: &Path) -> Result<u64> {
    let place = |mark: &str| sample.find(mark).with_context(|| format!("the sample has no {mark}"));
    let (set, end) = (place("ST*834*0001*")?, place("SE*")?);
    let (envelope, body) = (&sample[..set], &sample[set..end]);
    let segments = body.matches('~').count() + 1;
    let mut out = BufWriter::new(File::create(file)?);
    out.write_all(envelope.as_bytes())?;
    let (mut written, mut sets) = (0, 0_u64);
    while written < size {
        sets += 1;
        let body = body.replacen("*0001*", &format!("*{sets:04}*"), 1);
        write!(out, "{body}SE*{segments}*{sets:04}~")?;
        written += u64::try_from(body.len())?;
    }
    write!(out, "GE*{sets}*42~IEA*1*000000042~")?;
    out.flush()?;
    Ok(std::fs::metadata(file)?.len())
}

/// Seconds and peak megabytes of one run whose output nobody reads.
fn show(binary: &Path, file: &Path) -> Result<(f64, f64)> {
    let start = Instant::now();
    let mut child = Command::new(binary)
        .args(["edi", "show"])
        .arg(file)
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {}", binary.display()))?;
    let (_, peak) = watched(child.id())?;
    let seconds = start.elapsed().as_secs_f64();
    let status = child.wait()?;
    if !status.success() {
        bail!("the command ended with {status}");
    }
    Ok((seconds, peak))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_is_measured_is_sound() {
        let sample = "ISA~GS~ST*834*0001*X~QTY*TO*1~SE*3*0001~GE*1*42~";
        let file = std::env::temp_dir().join(format!("assent-bench-{}.x12", std::process::id()));
        let bytes = make(sample, 50, &file).unwrap();
        let made = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(made.len() as u64, bytes);
        assert!(made.starts_with("ISA~GS~ST*834*0001*X~QTY*TO*1~SE*3*0001~ST*834*0002*X~"), "{made}");
        assert!(made.ends_with("GE*3*42~IEA*1*000000042~"), "{made}");
    }
}
