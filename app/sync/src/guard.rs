//! Caps on foreign bytes, checked before the CRDT sees them.
//!
//! **Invariant:** a chunk that passes inflates to no more than the cap (a document of 200 KB can inflate to 800 MiB: measured), and
//! stands for no more operations than the cap (a run of 2⁴⁰ of them is eight bytes, and the CRDT would read them one by one).

mod column;
#[cfg(test)]
mod tests;

use column::{Size, measure};
use flate2::bufread::DeflateDecoder;
use std::io::{BufReader, Read};

/// The caps.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    /// Bytes of a frame.
    pub frame: usize,
    /// Bytes of one change, inflated; and its operations, for one that is written out is a byte at least.
    pub change: u64,
    /// Bytes of a whole document, inflated.
    pub document: u64,
    /// Operations of a whole document.
    pub operations: u64,
    /// Changes of a whole document.
    pub changes: u64,
    /// Chunks in one message.
    pub chunks: usize,
    /// Changes whose dependencies have not come; all together they have no more bytes than a frame.
    pub orphans: usize,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            frame: 8 << 20,
            change: 256 << 10,
            document: 64 << 20,
            operations: 1 << 20,
            // An epoch is over long before.
            changes: 120_000,
            chunks: 20_000,
            orphans: 1_000,
        }
    }
}

impl Caps {
    /// What comes from the own server, or the own disk, is trusted as to its size.
    #[must_use]
    pub fn of_ones_own() -> Self {
        let (operations, changes) = (1 << 40, 1 << 32);
        Self { frame: 256 << 20, document: 1 << 30, change: 64 << 20, operations, changes, ..Self::default() }
    }
}

/// What is wrong with a chunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum GuardError {
    /// Not a chunk, or cut short.
    #[error("malformed chunk")]
    Malformed,
    /// Over a cap.
    #[error("chunk over the cap")]
    TooLarge,
    /// A kind of chunk that no client of ours or of automerge-repo sends.
    #[error("unsupported kind of chunk")]
    Kind,
}

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const DEFLATED_COLUMN: u64 = 0b1000;

/// The kind of a chunk that has passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A whole document.
    Document,
    /// One change.
    Change,
}

/// Checks the chunks of a piece and takes them apart: a saved document may be followed by changes whose dependencies have not come.
///
/// # Errors
/// If one of them is malformed, too large or of another kind.
pub fn split<'a>(piece: &'a [u8], caps: &Caps) -> Result<Vec<(Kind, &'a [u8])>, GuardError> {
    let mut chunks = Vec::new();
    let mut rest = piece;
    while !rest.is_empty() {
        let start = rest;
        if take(&mut rest, 4)? != MAGIC {
            return Err(GuardError::Malformed);
        }
        take(&mut rest, 4)?;
        let kind = take(&mut rest, 1)?.first().copied().unwrap_or(u8::MAX);
        let len = leb(&mut rest)?;
        let body = take(&mut rest, len)?;
        let kind = match kind {
            0 => document(body, caps).map(|()| Kind::Document)?,
            1 if len > caps.change => return Err(GuardError::TooLarge),
            1 => change(body, caps).map(|()| Kind::Change)?,
            2 => change(&inflated(body, caps.change)?, caps).map(|()| Kind::Change)?,
            _ => return Err(GuardError::Kind),
        };
        let (chunk, _) = start.split_at_checked(start.len() - rest.len()).ok_or(GuardError::Malformed)?;
        chunks.push((kind, chunk));
        if chunks.len() > caps.chunks {
            return Err(GuardError::TooLarge);
        }
    }
    Ok(chunks)
}

/// The hashes of the changes that a change of one's own store has seen last, read without the rest of it.
///
/// # Errors
/// If it is no change.
pub fn dependencies(chunk: &[u8]) -> Result<Vec<[u8; 32]>, GuardError> {
    let mut rest = chunk;
    take(&mut rest, 8)?;
    let kind = take(&mut rest, 1)?.first().copied();
    leb(&mut rest)?;
    let whole;
    let mut rest = match kind {
        Some(1) => rest,
        Some(2) => {
            whole = inflated(rest, Caps::of_ones_own().change)?;
            &whole
        }
        _ => return Err(GuardError::Kind),
    };
    let count = leb(&mut rest)?;
    let hashes = take(&mut rest, count.checked_mul(32).ok_or(GuardError::Malformed)?)?;
    Ok(hashes.chunks_exact(32).filter_map(|it| it.try_into().ok()).collect())
}

fn change(mut rest: &[u8], caps: &Caps) -> Result<(), GuardError> {
    let rest = &mut rest;
    hashes(rest)?;
    text(rest)?;
    // The sequence number, the first operation's counter, and the time.
    for _ in 0..3 {
        skip(rest)?;
    }
    text(rest)?;
    texts(rest)?;
    let cap = Size { bytes: caps.change, rows: caps.change };
    for (spec, len) in columns(rest)? {
        if spec & DEFLATED_COLUMN != 0 {
            return Err(GuardError::Malformed);
        }
        measure(spec, take(rest, len)?, cap)?;
    }
    Ok(())
}

fn document(mut rest: &[u8], caps: &Caps) -> Result<(), GuardError> {
    let rest = &mut rest;
    texts(rest)?;
    hashes(rest)?;
    let of_changes = columns(rest)?.into_iter().map(|it| (it, caps.changes));
    let of_operations = columns(rest)?.into_iter().map(|it| (it, caps.operations));
    let mut left = caps.document;
    for ((spec, len), rows) in of_changes.chain(of_operations) {
        let column = take(rest, len)?;
        let cap = Size { bytes: left, rows };
        let size = if spec & DEFLATED_COLUMN == 0 {
            measure(spec, column, cap)?
        } else {
            measure(spec, BufReader::new(DeflateDecoder::new(column)), cap)?
        };
        left -= size.bytes;
    }
    Ok(())
}

/// Specification and length of each column.
fn columns(rest: &mut &[u8]) -> Result<Vec<(u64, u64)>, GuardError> {
    let mut columns = Vec::new();
    for _ in 0..leb(rest)? {
        columns.push((leb(rest)?, leb(rest)?));
    }
    Ok(columns)
}

/// The inflated bytes, read under a cap.
fn inflated(bytes: &[u8], cap: u64) -> Result<Vec<u8>, GuardError> {
    let mut all = Vec::new();
    let mut reader = DeflateDecoder::new(bytes).take(cap + 1);
    let size = reader.read_to_end(&mut all).map_err(|_| GuardError::Malformed)?;
    if size as u64 > cap { Err(GuardError::TooLarge) } else { Ok(all) }
}

fn hashes(rest: &mut &[u8]) -> Result<(), GuardError> {
    let count = leb(rest)?;
    take(rest, count.checked_mul(32).ok_or(GuardError::Malformed)?).map(drop)
}

fn texts(rest: &mut &[u8]) -> Result<(), GuardError> {
    for _ in 0..leb(rest)? {
        text(rest)?;
    }
    Ok(())
}

fn text(rest: &mut &[u8]) -> Result<(), GuardError> {
    let len = leb(rest)?;
    take(rest, len).map(drop)
}

/// A number, whatever its size and sign.
fn skip(rest: &mut &[u8]) -> Result<(), GuardError> {
    while take(rest, 1)?.first().is_some_and(|it| it & 0x80 != 0) {}
    Ok(())
}

fn take<'a>(rest: &mut &'a [u8], len: impl TryInto<usize>) -> Result<&'a [u8], GuardError> {
    let len = len.try_into().map_err(|_| GuardError::Malformed)?;
    let (head, tail) = rest.split_at_checked(len).ok_or(GuardError::Malformed)?;
    *rest = tail;
    Ok(head)
}

/// A number of at most 63 bits, in groups of seven.
pub(crate) fn leb(rest: &mut &[u8]) -> Result<u64, GuardError> {
    let mut value = 0_u64;
    for shift in (0..63).step_by(7) {
        let byte = take(rest, 1)?.first().copied().ok_or(GuardError::Malformed)?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(GuardError::Malformed)
}
