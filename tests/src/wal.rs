//! The write-ahead log of a SQLite database, as a power cut may leave it.
//!
//! What is simulated: the process is dead, and of what it wrote after the last synchronised commit the disk has any part: the log is cut
//! within it, ends in nothing or in something else, or has a hole; of the database itself, which a checkpoint may have been writing, pages
//! that the log still holds are torn. What is not: a disk that forgets what it has confirmed.

use anyhow::{Context, Result};
use std::fs::{self, File};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const HEADER: usize = 32;
const FRAME: usize = 24;

/// A place in the log: everything before it is committed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    salts: [u8; 8],
    end: usize,
}

/// The log beside a database.
struct Log {
    bytes: Vec<u8>,
    page: usize,
    salts: [u8; 8],
}

/// A page in the log.
struct Frame {
    number: u32,
    end: usize,
    commits: bool,
}

impl Log {
    fn read(database: &Path) -> Result<Option<Self>> {
        let bytes = match fs::read(beside(database, "-wal")) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        let part = |at: usize| bytes.get(at..at + 4).and_then(|it| it.try_into().ok()).map(u32::from_be_bytes);
        let (Some(page), Some(salts)) = (part(8), bytes.get(16..24).and_then(|it| it.try_into().ok())) else {
            return Ok(None);
        };
        Ok(Some(Self { page: usize::try_from(page)?, salts, bytes }))
    }

    /// The frames of the present log; those behind them are left from an earlier one.
    fn frames(&self) -> impl Iterator<Item = Frame> {
        let of =
            |it: &[u8], at: usize| it.get(at..at + 4).and_then(|it| it.try_into().ok()).map_or(0, u32::from_be_bytes);
        let all = self.bytes.get(HEADER..).unwrap_or_default().chunks_exact(FRAME + self.page).enumerate();
        all.take_while(|(_, it)| it.get(8..16) == Some(&self.salts)).map(move |(place, it)| Frame {
            number: of(it, 0),
            end: HEADER + (place + 1) * (FRAME + self.page),
            commits: of(it, 4) != 0,
        })
    }
}

fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The last commit that the log has now.
///
/// # Errors
/// If there is no log.
pub fn mark(database: &Path) -> Result<Mark> {
    let log = Log::read(database)?.context("no log")?;
    let end = log.frames().filter(|it| it.commits).last().map_or(HEADER, |it| it.end);
    Ok(Mark { salts: log.salts, end })
}

/// Cuts the power: of what was written after a mark anything may be lost. `draw` gives numbers below another.
///
/// # Errors
/// If the files cannot be read or written.
pub fn cut(database: &Path, kept: Mark, draw: &mut impl FnMut(usize) -> usize) -> Result<()> {
    // The index of the log is in memory alone.
    let _ = fs::remove_file(beside(database, "-shm"));
    let Some(mut log) = Log::read(database)? else { return Ok(()) };
    // A log that has been begun anew since holds nothing of before: that is in the database, and synchronised.
    let from = if log.salts == kept.salts { kept.end } else { HEADER };
    let end = log.frames().last().map_or(HEADER, |it| it.end).max(from);
    let place = from + draw(end - from + 1);
    match draw(3) {
        0 => log.bytes.truncate(place),
        1 => log.bytes.iter_mut().skip(place).for_each(|it| *it = 0),
        _ => {
            let hole = log.page.min(end - place);
            log.bytes.iter_mut().skip(place).take(hole).for_each(|it| *it = !*it);
        }
    }
    let committed = log.frames().filter(|it| it.commits && it.end <= place).last().map_or(HEADER, |it| it.end);
    let pages: Vec<u32> = log.frames().filter(|it| it.end <= committed && it.number > 1).map(|it| it.number).collect();
    fs::write(beside(database, "-wal"), &log.bytes)?;
    let mut file = File::options().write(true).open(database)?;
    let len = file.metadata()?.len();
    for _ in 0..8.min(pages.len()) {
        let number = pages.get(draw(pages.len())).copied().unwrap_or(2);
        let at = u64::from(number - 1) * log.page as u64;
        if at + log.page as u64 <= len {
            file.seek(SeekFrom::Start(at + draw(log.page) as u64 / 2))?;
            file.write_all(&vec![0xa5; log.page / 2])?;
        }
    }
    Ok(())
}
