//! Caps on foreign bytes, checked before the CRDT sees them.
//!
//! **Invariant:** a chunk that passes inflates to no more than the cap (a document of 200 KB can inflate to 800 MiB: measured).

#[cfg(test)]
mod tests;

use flate2::bufread::DeflateDecoder;
use std::io::Read;

/// The caps.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    /// Bytes of a frame.
    pub frame: usize,
    /// Bytes of one change, inflated.
    pub change: u64,
    /// Bytes of a whole document, inflated.
    pub document: u64,
    /// Chunks in one message.
    pub chunks: usize,
    /// Changes whose dependencies have not come.
    pub orphans: usize,
}

impl Default for Caps {
    fn default() -> Self {
        Self { frame: 8 << 20, change: 256 << 10, document: 64 << 20, chunks: 20_000, orphans: 1_000 }
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
            1 => Kind::Change,
            2 => inflated(body, caps.change).map(|_| Kind::Change)?,
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

fn document(mut rest: &[u8], caps: &Caps) -> Result<(), GuardError> {
    for _ in 0..leb(&mut rest)? {
        let len = leb(&mut rest)?;
        take(&mut rest, len)?;
    }
    let heads = leb(&mut rest)?;
    take(&mut rest, heads.checked_mul(32).ok_or(GuardError::Malformed)?)?;
    let mut columns = Vec::new();
    for _ in 0..2 {
        for _ in 0..leb(&mut rest)? {
            columns.push((leb(&mut rest)?, leb(&mut rest)?));
        }
    }
    let mut left = caps.document;
    for (spec, len) in columns {
        let column = take(&mut rest, len)?;
        let size = if spec & DEFLATED_COLUMN == 0 { len } else { inflated(column, left)? };
        left = left.checked_sub(size).ok_or(GuardError::TooLarge)?;
    }
    Ok(())
}

/// The inflated size, read under a cap and thrown away.
fn inflated(bytes: &[u8], cap: u64) -> Result<u64, GuardError> {
    let mut reader = DeflateDecoder::new(bytes).take(cap + 1);
    let size = std::io::copy(&mut reader, &mut std::io::sink()).map_err(|_| GuardError::Malformed)?;
    if size > cap { Err(GuardError::TooLarge) } else { Ok(size) }
}

fn take<'a>(rest: &mut &'a [u8], len: impl TryInto<usize>) -> Result<&'a [u8], GuardError> {
    let len = len.try_into().map_err(|_| GuardError::Malformed)?;
    let (head, tail) = rest.split_at_checked(len).ok_or(GuardError::Malformed)?;
    *rest = tail;
    Ok(head)
}

fn leb(rest: &mut &[u8]) -> Result<u64, GuardError> {
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
