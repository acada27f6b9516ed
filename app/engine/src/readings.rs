//! How characters are read. The table is here and not with the screens: rows carry what they are found by.

mod table;

use table::Table;

static TABLE: Table<'static> = Table {
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/readings.bin")),
    syllables: include_str!(concat!(env!("OUT_DIR"), "/syllables.txt")),
};

/// The readings of a character without tones, the likeliest first; none if it has none.
pub(crate) fn readings(it: char) -> Vec<&'static str> {
    TABLE.readings(it)
}
