//! A column of a chunk: how many bytes it is, inflated, and how many rows it stands for. A run of rows costs a few bytes, however long it says it is.

use super::GuardError;
use std::io::{BufRead, Read, Take};

/// What a column comes to, or may come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Size {
    pub(super) bytes: u64,
    pub(super) rows: u64,
}

/// How the rows of a column are written: the lowest bits of its specification.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Runs and literals of numbers.
    Numbers,
    /// Runs and literals of texts with their lengths.
    Texts,
    /// Runs alone, of no and yes by turns.
    Flags,
    /// Bytes that another column cuts into values.
    Bytes,
}

impl Form {
    const fn of(spec: u64) -> Self {
        match spec & 0b111 {
            4 => Self::Flags,
            5 => Self::Texts,
            7 => Self::Bytes,
            _ => Self::Numbers,
        }
    }
}

/// Measures a column; stops where it is over the cap.
///
/// # Errors
/// If it is over the cap, or cut short.
pub(super) fn measure(spec: u64, bytes: impl BufRead, cap: Size) -> Result<Size, GuardError> {
    let mut column = Column { bytes: bytes.take(cap.bytes.saturating_add(1)), rows: 0, cap: cap.rows };
    let read = column.read(Form::of(spec));
    let left = column.bytes.limit();
    if left == 0 {
        return Err(GuardError::TooLarge);
    }
    read?;
    Ok(Size { bytes: cap.bytes.saturating_add(1) - left, rows: column.rows })
}

struct Column<R> {
    bytes: Take<R>,
    rows: u64,
    cap: u64,
}

impl<R: BufRead> Column<R> {
    fn read(&mut self, form: Form) -> Result<(), GuardError> {
        if form == Form::Bytes {
            return self.skip(u64::MAX).map(drop);
        }
        while !self.is_at_end()? {
            if form == Form::Flags {
                let run = self.number()?;
                self.count(run)?;
                continue;
            }
            let run = self.signed()?;
            match run {
                0 => {
                    let nothing = self.number()?;
                    self.count(nothing)?;
                }
                1.. => {
                    self.count(run.unsigned_abs())?;
                    self.value(form)?;
                }
                ..0 => {
                    self.count(run.unsigned_abs())?;
                    for _ in 0..run.unsigned_abs() {
                        self.value(form)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, rows: u64) -> Result<(), GuardError> {
        self.rows = self.rows.checked_add(rows).filter(|it| *it <= self.cap).ok_or(GuardError::TooLarge)?;
        Ok(())
    }

    fn value(&mut self, form: Form) -> Result<(), GuardError> {
        let number = self.number()?;
        if form == Form::Texts && self.skip(number)? < number {
            return Err(GuardError::Malformed);
        }
        Ok(())
    }

    fn is_at_end(&mut self) -> Result<bool, GuardError> {
        Ok(self.bytes.fill_buf().map_err(|_| GuardError::Malformed)?.is_empty())
    }

    fn skip(&mut self, count: u64) -> Result<u64, GuardError> {
        std::io::copy(&mut (&mut self.bytes).take(count), &mut std::io::sink()).map_err(|_| GuardError::Malformed)
    }

    fn byte(&mut self) -> Result<u8, GuardError> {
        let mut one = [0];
        self.bytes.read_exact(&mut one).map_err(|_| GuardError::Malformed)?;
        let [byte] = one;
        Ok(byte)
    }

    /// An unsigned number; of a signed one, its bits without the sign's meaning.
    fn number(&mut self) -> Result<u64, GuardError> {
        self.groups().map(|it| it.0)
    }

    fn signed(&mut self) -> Result<i64, GuardError> {
        let (bits, width, last) = self.groups()?;
        let sign = if last & 0x40 != 0 && width < 64 { u64::MAX << width } else { 0 };
        Ok((bits | sign).cast_signed())
    }

    /// The bits of seven-bit groups, how many they are, and the last group.
    fn groups(&mut self) -> Result<(u64, u32, u8), GuardError> {
        let mut bits = 0_u64;
        for width in (0..70).step_by(7) {
            let byte = self.byte()?;
            bits |= u64::from(byte & 0x7f) << width;
            if byte & 0x80 == 0 {
                return Ok((bits, width + 7, byte));
            }
        }
        Err(GuardError::Malformed)
    }
}
