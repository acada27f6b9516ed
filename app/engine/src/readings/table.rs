//! The form of the table of readings; the build script writes it, and reads it again by this.
//!
//! For each character the number of its first reading, low bytes and high bytes apart, so that it compresses; then the places of the
//! characters that have further readings, in order, and the numbers of those.

/// The first character of the table.
pub(crate) const FIRST: char = '\u{4e00}';
/// The last one: what names are written with. Rarer characters are found as they are written.
pub(crate) const LAST: char = '\u{9fff}';

const COUNT: usize = LAST as usize - FIRST as usize + 1;

/// A table of readings.
pub(crate) struct Table<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) syllables: &'a str,
}

impl<'a> Table<'a> {
    /// The readings of a character, the likeliest first.
    pub(crate) fn readings(&self, it: char) -> Vec<&'a str> {
        let Some(place) = u32::from(it).checked_sub(u32::from(FIRST)).filter(|_| it <= LAST) else { return Vec::new() };
        let Ok(place) = usize::try_from(place) else { return Vec::new() };
        let byte = |at: usize| self.bytes.get(at).copied().unwrap_or_default();
        let first = u16::from_le_bytes([byte(place), byte(COUNT + place)]);
        let mut numbers = vec![first];
        let rest = self.bytes.get(2 * COUNT..).unwrap_or_default();
        let (places, more) = rest.split_at(rest.len() / 2);
        let pair =
            |of: &[u8], at: usize| of.get(2 * at..2 * at + 2).and_then(|it| it.try_into().ok()).map(u16::from_le_bytes);
        let mut at = first_of(places.len() / 2, |at| pair(places, at).map_or(usize::MAX, usize::from) >= place);
        while pair(places, at).is_some_and(|it| usize::from(it) == place) {
            numbers.extend(pair(more, at));
            at += 1;
        }
        let named = |it: u16| self.syllables.split(' ').nth(usize::from(it.checked_sub(1)?));
        numbers.into_iter().filter_map(named).collect()
    }
}

/// The first place, in a row of so many, from which on something holds.
fn first_of(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = usize::midpoint(from, to);
        if holds(middle) { to = middle } else { from = middle + 1 }
    }
    from
}
