//! `assent edi show`: a file in words, segment by segment as it is read, and what is broken in it.

use anyhow::{Result, bail};
use std::{
    fs::File,
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};
use x12::{Explained, Explainer};

/// How much is read, and how much is written, at once.
const PART: usize = 1 << 17;
/// Broken interchanges that the last line names; there may be any number.
const NAMED: usize = 10;

/// Shows the files. One that is broken or cannot be opened keeps no other from being shown.
pub fn show(files: &[PathBuf]) -> Result<()> {
    let mut out = BufWriter::with_capacity(PART, io::stdout().lock());
    let mut faults = Vec::new();
    for file in files {
        let name = x12::shown(&file.display().to_string());
        let shown = titled(&mut out, &name, files.len() > 1).and_then(|()| one(file, &mut out));
        match shown.and_then(|broken| out.flush().map(|()| broken)) {
            Ok(broken) if broken.interchanges == 0 => {}
            Ok(broken) => {
                faults.push(format!("{name} is broken, see the lines with \"!\": {}", broken.words()))
            }
            // Whoever reads has seen enough, as with `| head`.
            Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => {
                // What lies in the buffer has nobody to read it.
                let _ = out.into_parts();
                return Ok(());
            }
            Err(fault) => faults.push(format!("{name}: {fault}")),
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("; "));
    }
    Ok(())
}

fn titled(out: &mut impl Write, name: &str, several: bool) -> io::Result<()> {
    if several { writeln!(out, "{name}") } else { Ok(()) }
}

/// Shows one file, and gives what is broken in it.
fn one(file: &Path, out: &mut impl Write) -> io::Result<Broken> {
    let mut broken = Broken::default();
    let mut tell = |told| match told {
        Explained::Segment(segment) => {
            write!(out, "{:>5}  ", segment.number)?;
            [&segment.text, "\n       ", &segment.words, "\n"]
                .iter()
                .try_for_each(|text| out.write_all(text.as_bytes()))
        }
        Explained::Broken(refusal) => {
            broken.count(refusal.interchange);
            writeln!(out, "    !  {refusal}")
        }
    };
    let mut input = File::open(file)?;
    let mut part = vec![0; PART];
    let mut explainer = Explainer::new();
    loop {
        match input.read(&mut part) {
            Ok(0) => break,
            Ok(length) => explainer.push(&part[..length], &mut tell)?,
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(fault),
        }
    }
    explainer.end(&mut tell)?;
    Ok(broken)
}

/// How many faults the interchanges of a file have.
#[derive(Default)]
struct Broken {
    interchanges: usize,
    /// The last that was counted.
    last: usize,
    /// The first of them, and how many faults each has.
    first: Vec<(usize, u64)>,
}

impl Broken {
    fn count(&mut self, interchange: usize) {
        if self.last != interchange {
            self.last = interchange;
            self.interchanges += 1;
            if self.interchanges <= NAMED {
                self.first.push((interchange, 0));
            }
        }
        if self.interchanges <= NAMED
            && let Some((_, faults)) = self.first.last_mut()
        {
            *faults += 1;
        }
    }

    /// `interchange 2: 3 faults, interchange 5: 1 fault`.
    fn words(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        for (interchange, count) in &self.first {
            words.push(format!(
                "interchange {interchange}: {count} {}",
                if *count == 1 { "fault" } else { "faults" }
            ));
        }
        if self.interchanges > NAMED {
            words.push(format!("and {} interchanges more", self.interchanges - NAMED));
        }
        words.join(", ")
    }
}
