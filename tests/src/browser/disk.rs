//! A disk for the databases of Chromium's pages that is small, and full when the test says so.

use super::{Browser, Profile};
use anyhow::{Context, Result, ensure};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

/// How large it is: for a book of some hundred customers, and what a browser keeps beside it.
const SIZE: &str = "24m";
/// In the profile, what says that it has such a disk.
const MARK: &str = "small-disk";
/// What takes all the room.
const FILLER: &str = "filler";

/// A profile with such a disk.
///
/// # Errors
/// If there is no place for it.
pub fn small() -> Result<Profile> {
    let profile = TempDir::new()?;
    File::create(profile.path().join(MARK))?;
    Ok(Arc::new(profile))
}

fn databases(profile: &Path) -> PathBuf {
    profile.join("profile/Default/IndexedDB")
}

/// The driver, alone with its disk if the profile has one: what is mounted is seen by it and its browser only, and goes with them. Needs
/// `unshare` and the right to mount: as root, or in a namespace of one's own where the system lets everybody make such.
pub(super) fn command(profile: &Path) -> Result<Command> {
    if !profile.join(MARK).exists() {
        return Ok(Command::new("chromedriver"));
    }
    let place = databases(profile);
    fs::create_dir_all(&place)?;
    let namespace: &[&str] = if is_root()? { &["--mount"] } else { &["--mount", "--user", "--map-root-user"] };
    let begin = "mount -t tmpfs -o size=\"$1\" none \"$2\" && shift 2 && exec chromedriver \"$@\"";
    let mut command = Command::new("unshare");
    command.args(namespace).args(["sh", "-c", begin, "sh", SIZE]).arg(place);
    Ok(command)
}

fn is_root() -> Result<bool> {
    let said = Command::new("id").arg("-u").output()?;
    Ok(said.stdout.starts_with(b"0\n"))
}

impl Browser {
    /// Fills its small disk to the last byte, or makes room again.
    ///
    /// # Errors
    /// If it has none.
    pub fn fill_disk(&self, is_full: bool) -> Result<()> {
        let driver = self.driver_pid().context("no driver")?;
        let profile = self.profile();
        let inside = databases(profile.path());
        // As the driver sees it.
        let seen = Path::new("/proc").join(driver.to_string()).join("root").join(inside.strip_prefix("/")?);
        let filler = seen.join(FILLER);
        if !is_full {
            return Ok(fs::remove_file(filler)?);
        }
        let mounts = fs::read_to_string(format!("/proc/{driver}/mounts"))?;
        let place = inside.to_str().context("no path")?;
        ensure!(mounts.contains(place), "no disk is mounted at {place}: it takes root, or namespaces for everybody");
        let mut filler = File::create(filler)?;
        let block = [0; 4096];
        loop {
            match filler.write_all(&block) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }
}
