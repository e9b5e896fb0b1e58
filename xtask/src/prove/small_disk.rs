//! A small disk of its own for a proof: in memory, to be filled to the brim; or a file with ext4 on it, whose power
//! can be cut. Both need root and a kernel that mounts; where it does not, the proof says so.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;

use super::Proving;
use crate::process::read;

static MADE: AtomicU64 = AtomicU64::new(0);

/// A mounted folder; dropping it unmounts it.
pub struct Disk {
    /// Where it is mounted.
    pub folder: PathBuf,
    image: Option<PathBuf>,
}

impl Disk {
    /// In memory, so many megabytes; none where that cannot be had.
    pub fn small(proving: &mut Proving, megabytes: u64) -> Result<Option<Self>> {
        let disk = Self { folder: folder(proving)?, image: None };
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]).arg(&disk.folder);
        Ok(disk.unless_refused(proving, read(&mut mount)))
    }

    /// A file with ext4 on it; none where that cannot be had.
    pub fn with_ext4(proving: &mut Proving, megabytes: u64) -> Result<Option<Self>> {
        let folder = folder(proving)?;
        let image = folder.with_extension("ext4");
        fs::File::create(&image)?.set_len(megabytes << 20)?;
        read(Command::new("mkfs.ext4").arg("-q").arg(&image))?;
        let disk = Self { folder, image: Some(image) };
        let mounted = disk.mount();
        Ok(disk.unless_refused(proving, mounted))
    }

    fn unless_refused(self, proving: &mut Proving, mounted: Result<String>) -> Option<Self> {
        match mounted {
            Ok(_) => Some(self),
            Err(fault) => {
                let why = format!("{fault:#}").lines().last().unwrap_or_default().to_owned();
                proving.found("not here: a disk of its own cannot be mounted", why);
                None
            }
        }
    }

    fn mount(&self) -> Result<String> {
        let image = self.image.as_deref().unwrap_or(Path::new(""));
        read(Command::new("mount").args(["-o", "loop"]).arg(image).arg(&self.folder))
    }

    /// Writes into it until there is no room.
    pub fn fill(&self) -> Result<()> {
        let mut filler = fs::File::create(self.folder.join("filler"))?;
        for size in [1 << 20, 1 << 12, 1] {
            let some = vec![0; size];
            while filler.write_all(&some).is_ok() {}
        }
        Ok(())
    }

    /// Makes room again.
    pub fn empty(&self) -> Result<()> {
        Ok(fs::remove_file(self.folder.join("filler"))?)
    }

    /// Writes everything that is held back: what a tool made in haste, such as a new cluster.
    pub fn settle(&self) -> Result<()> {
        read(Command::new("sync").arg("-f").arg(&self.folder)).map(drop)
    }

    /// Cuts the power: what is not on the disk now is never written (EXT4_IOC_SHUTDOWN without a flush of the journal).
    /// Then the disk comes back as it is.
    pub fn cut_power(&self, meanwhile: impl FnOnce() -> Result<()>) -> Result<()> {
        let script = "import fcntl,os,struct,sys; \
             fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";
        read(Command::new("python3").args(["-c", script]).arg(&self.folder))?;
        meanwhile()?;
        // Whoever had files open there ends in a moment.
        let unmount = || {
            std::thread::sleep(Duration::from_millis(50));
            read(Command::new("umount").arg(&self.folder))
        };
        (0..40).map(|_| unmount()).find(Result::is_ok).unwrap_or_else(unmount)?;
        self.mount().map(drop)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.folder).output());
        drop(fs::remove_dir(&self.folder));
        if let Some(image) = &self.image {
            drop(fs::remove_file(image));
        }
    }
}

/// Where every account may look, which a folder of root's is not.
fn folder(proving: &Proving) -> Result<PathBuf> {
    let name = format!("assent-disk-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::SeqCst));
    let inside = proving.folder.join(&name);
    let folder = if inside.starts_with("/root") { std::env::temp_dir().join(name) } else { inside };
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
