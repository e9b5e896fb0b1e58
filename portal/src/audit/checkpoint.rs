//! The checkpoint folder: chain heads outside the database, so that a database that was cut, rewritten or restored
//! disagrees with them. One file a day that is only appended to, a line a head: its mark, when it was seen, the
//! event's number and hash, and whose chain. The mark is keyed and goes over the mark of the line before, through all
//! files.

use super::{Broken, Checked};
use crate::Error;
use domain::instant::Instant;
use door::{ChainHead, Seal, civil_of};
use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// What stands in the place of a chain's name in the line that counts everything.
const ALL: &str = "*";

/// The last head that was seen of every chain.
#[derive(Debug, Default)]
pub struct Heads {
    heads: HashMap<String, ChainHead>,
    /// The mark of the last line.
    last_mark: String,
    /// When it was written.
    last_at: Instant,
}

impl Heads {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// How many chains there are.
    pub fn chains(&self) -> usize {
        self.heads.len()
    }

    pub(super) fn knows(&self, subject: &str) -> bool {
        self.heads.contains_key(subject)
    }

    pub(super) fn head_of(&self, subject: &str) -> Option<ChainHead> {
        self.heads.get(subject).cloned()
    }

    /// The chains, in order.
    pub(super) fn subjects(&self) -> Vec<&str> {
        let mut subjects: Vec<&str> = self.heads.keys().map(String::as_str).collect();
        subjects.sort_unstable();
        subjects
    }

    /// When the last line was written.
    pub(super) fn last_at(&self) -> Instant {
        self.last_at
    }

    /// Reads the folder and checks every line of it.
    pub(super) fn read(folder: &Path, seal: &Seal) -> Result<Checked<Self>, Error> {
        let mut heads = Self::default();
        for file in files(folder)? {
            let text = fs::read_to_string(&file).map_err(Error::file(&file))?;
            // A line that the machine's end cut off was never finished.
            let whole = text.rfind('\n').map_or("", |end| &text[..end]);
            for (number, line) in whole.lines().enumerate() {
                if !heads.take(line, seal) {
                    let file = file.display();
                    return Ok(Err(Broken(format!("line {} of {file} is not what was written", number + 1))));
                }
            }
        }
        Ok(Ok(heads))
    }

    /// Takes one line in; false when it is not what was written after the one before.
    fn take(&mut self, line: &str, seal: &Seal) -> bool {
        let Some((mark, text)) = line.split_once(' ') else { return false };
        let Ok(marker) = seal.marker_of(mark) else { return false };
        let mut parts = text.splitn(4, ' ');
        let (Some(at), Some(number), Some(hash), Some(subject)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return false;
        };
        let (Ok(at), Ok(number)) = (at.parse::<i64>(), number.parse::<i64>()) else { return false };
        if marker.mark(&marked(&self.last_mark, text)) != mark {
            return false;
        }
        mark.clone_into(&mut self.last_mark);
        self.last_at = Instant(at);
        if subject != ALL {
            self.heads.insert(subject.to_owned(), ChainHead { number, hash: hash.to_owned() });
        }
        true
    }
}

/// What a line's mark goes over.
fn marked(mark_before: &str, text: &str) -> String {
    format!("checkpoint/{mark_before}/{text}")
}

/// The files in the order in which they were written.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let file = entry.map_err(Error::file(folder))?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("heads-") && name.ends_with(".log") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// The folder, to be appended to.
pub(super) struct Folder {
    path: PathBuf,
    /// What was read and written last.
    known: Heads,
    /// The last file, and how long it was then.
    seen: Option<(PathBuf, u64)>,
    /// What was last said to be wrong.
    told: Option<Broken>,
}

impl Folder {
    /// A folder; made when there is none.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        fs::create_dir_all(path).map_err(Error::file(path))?;
        Ok(Self { path: path.to_owned(), known: Heads::default(), seen: None, told: None })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The head that was seen last, as of the last look.
    pub(super) fn head_of(&self, subject: &str) -> Option<ChainHead> {
        self.known.head_of(subject)
    }

    /// Whether this was not said just now.
    pub(super) fn is_new(&mut self, broken: &Broken) -> bool {
        self.told.replace(broken.clone()).as_ref() != Some(broken)
    }

    /// What it holds now: read anew when another process wrote to it.
    pub(super) fn heads(&mut self, seal: &Seal) -> Result<Checked<&Heads>, Error> {
        let last = files(&self.path)?.pop();
        let now = last.map(|file| {
            let length = fs::metadata(&file).map(|metadata| metadata.len()).map_err(Error::file(&file))?;
            Ok::<_, Error>((file, length))
        });
        let now = now.transpose()?;
        if now.is_none() || now != self.seen {
            match Heads::read(&self.path, seal)? {
                Ok(heads) => (self.known, self.seen) = (heads, now),
                Err(broken) => return Ok(Err(broken)),
            }
        }
        Ok(Ok(&self.known))
    }

    /// Appends the heads that it does not hold yet, and the number of events when all were counted; durable when this
    /// returns. Gives how many lines there are more.
    pub(super) fn append(
        &mut self,
        seal: &Seal,
        now: Instant,
        heads: &[(String, ChainHead)],
        counted: Option<(i64, i64)>,
    ) -> Result<Checked<usize>, Error> {
        let _lock = locked(&self.path)?;
        if let Err(broken) = self.heads(seal)? {
            return Ok(Err(broken));
        }
        let new = heads.iter().filter(|(subject, head)| {
            self.known.heads.get(subject).is_none_or(|known| known.number < head.number)
        });
        let mut texts: Vec<String> = new
            .map(|(subject, ChainHead { number, hash })| format!("{} {number} {hash} {subject}", now.0))
            .collect();
        texts.extend(counted.map(|(events, chains)| format!("{} {events} {chains} {ALL}", now.0)));
        if texts.is_empty() {
            return Ok(Ok(0));
        }
        let marker = seal.marker()?;
        let (mut lines, mut before) = (String::new(), self.known.last_mark.clone());
        for text in &texts {
            before = marker.mark(&marked(&before, text));
            lines.push_str(&format!("{before} {text}\n"));
        }
        let file = self.path.join(format!("heads-{}.log", civil_of(now, "UTC").date()));
        // A clock that was set back would put the line before others.
        let file =
            self.seen.as_ref().map(|(last, _)| last.clone()).filter(|last| *last > file).unwrap_or(file);
        let length = append(&file, lines.as_bytes()).map_err(Error::file(&file))?;
        lines.lines().all(|line| self.known.take(line, seal));
        self.seen = Some((file, length));
        Ok(Ok(texts.len()))
    }
}

/// Appends behind the last whole line; gives the length of the file.
fn append(file: &Path, lines: &[u8]) -> io::Result<u64> {
    let new = !file.exists();
    let mut opened = File::options().create(true).read(true).append(true).open(file)?;
    let mut there = Vec::new();
    let length = opened.seek(SeekFrom::End(0))?;
    // Only the last line can be torn.
    opened.seek(SeekFrom::Start(length.saturating_sub(4096)))?;
    opened.read_to_end(&mut there)?;
    if there.last().is_some_and(|byte| *byte != b'\n') {
        let torn = there.iter().rev().take_while(|byte| **byte != b'\n').count();
        opened.set_len(length - torn as u64)?;
    }
    opened.write_all(lines)?;
    opened.sync_all()?;
    if new {
        File::open(file.parent().unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(opened.metadata()?.len())
}

/// One process after the other.
fn locked(folder: &Path) -> Result<File, Error> {
    let lock = folder.join("lock");
    let held = File::options().create(true).truncate(false).write(true).open(&lock).and_then(|held| {
        held.lock()?;
        Ok(held)
    });
    held.map_err(Error::file(&lock))
}
