//! Answers that somebody lays into a folder here: each finished file is taken as if by hand, and put aside when that is
//! durable. What is taken twice changes nothing, so that several workers may look at one folder.

use crate::{Error, Portal, randomness};
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use tokio::time;

/// How long a file must stay as it is before it counts as finished.
pub(in crate::carriers) const QUIET: Duration = Duration::from_millis(1_500);
/// Where files lie that were taken.
pub(in crate::carriers) const ASIDE: &str = "taken";
/// How programs end the names of files that they are writing.
const UNFINISHED: [&str; 6] = [".part", ".partial", ".filepart", ".tmp", ".temp", ".unfinished"];

/// Whether a name is that of a file to take: those that begin with a dot, or end like this, are still being written.
pub(in crate::carriers) fn is_finished(name: &str) -> bool {
    let lower = name.to_lowercase();
    !name.starts_with('.') && !name.contains('/') && UNFINISHED.iter().all(|end| !lower.ends_with(end))
}

/// Names for a file that is put aside, one after the other where another file has the first ones: its own, and with its
/// fingerprint.
pub(in crate::carriers) fn names_aside(name: &str, bytes: &[u8]) -> impl Iterator<Item = String> {
    let marked = format!("{name}.{}", &randomness::sha256_hex(bytes)[..12]);
    let again = marked.clone();
    [name.to_owned(), marked].into_iter().chain((2..=99).map(move |number| format!("{again}.{number}")))
}

/// The finished files of a folder with their lengths and when they were changed, by name.
fn listed(folder: &Path) -> io::Result<Vec<(PathBuf, u64, SystemTime)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        if about.is_file() && is_finished(&entry.file_name().to_string_lossy()) {
            files.push((entry.path(), about.len(), about.modified()?));
        }
    }
    files.sort();
    Ok(files)
}

/// Moves a file into the folder for those that were taken.
fn put_aside(folder: &Path, file: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let aside = folder.join(ASIDE);
    fs::create_dir_all(&aside)?;
    let free = names_aside(name, bytes).map(|name| aside.join(name)).find(|path| !path.exists());
    let free = free.ok_or_else(|| io::Error::other("too many files of one name were taken"))?;
    match fs::rename(file, free) {
        // Another worker was faster.
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(()),
        moved => moved,
    }
}

impl Portal {
    /// One round of the job: answers in a folder here; where there is none, nothing. Gives how many files were taken. One
    /// that cannot be read or moved keeps no other back.
    pub(crate) async fn take_answers_in(&self, folder: &Path) -> Result<usize, Error> {
        if !folder.is_dir() {
            return Ok(0);
        }
        let seen = listed(folder).map_err(Error::file(folder))?;
        if seen.is_empty() {
            return Ok(0);
        }
        time::sleep(QUIET).await;
        let (mut taken, mut failed) = (0, None);
        for finished in listed(folder).map_err(Error::file(folder))?.iter().filter(|one| seen.contains(one)) {
            let (file, ..) = finished;
            let bytes = match fs::read(file) {
                Ok(bytes) => bytes,
                Err(fault) => {
                    failed = Some(Error::file(file)(fault));
                    continue;
                }
            };
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let came_of_it = self.take_answers(&x12::shown(&name), &bytes).await?;
            tracing::info!(file = &*name, open = came_of_it.open, "an answer was taken");
            match put_aside(folder, file, &name, &bytes) {
                Ok(()) => taken += 1,
                Err(fault) => failed = Some(Error::file(file)(fault)),
            }
        }
        failed.map_or(Ok(taken), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::is_finished;

    #[test]
    fn a_file_that_is_still_being_written_by_its_name_is_not_taken_enr_7() {
        for name in ["999_0001.x12", "TA1", "answers.edi.txt"] {
            assert!(is_finished(name), "{name}");
        }
        for name in [".999.x12", "999.x12.part", "999.x12.FilePart", "999.tmp", "a/b.x12"] {
            assert!(!is_finished(name), "{name}");
        }
    }
}
