//! Makes the table of readings that the worker carries: a tenth of the dictionary from which it is made, and no code of it.

#[path = "src/readings/table.rs"]
mod table;

use pinyin::{Pinyin, ToPinyinMulti};
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use table::{FIRST, LAST, Table};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/readings/table.rs");
    let all: Vec<Vec<&str>> = (FIRST..=LAST).map(of).collect();
    let syllables: Vec<&str> = all.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let number = |reading: &str| -> Result<u16, Box<dyn Error>> {
        // Zero is: none.
        let place = syllables.binary_search(&reading).map_err(|_| "a syllable")?;
        Ok(u16::try_from(place + 1)?)
    };
    let (mut low, mut high, mut places, mut more) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (place, readings) in all.iter().enumerate() {
        let [one, two] = readings.first().map_or(Ok(0), |it| number(it))?.to_le_bytes();
        low.push(one);
        high.push(two);
        for reading in readings.iter().skip(1) {
            places.extend(u16::try_from(place)?.to_le_bytes());
            more.extend(number(reading)?.to_le_bytes());
        }
    }
    let bytes = [low, high, places, more].concat();
    let names = syllables.join(" ");
    // What was written is what will be read.
    let table = Table { bytes: &bytes, syllables: &names };
    for (it, readings) in (FIRST..=LAST).zip(&all) {
        let read = table.readings(it);
        if read != *readings {
            return Err(format!("{it}: {read:?} instead of {readings:?}").into());
        }
    }
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("readings.bin"), bytes)?;
    std::fs::write(Path::new(&out).join("syllables.txt"), names)?;
    Ok(())
}

/// The readings of a character without tones, the likeliest first.
fn of(it: char) -> Vec<&'static str> {
    let mut found = Vec::new();
    for reading in it.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain) {
        if !found.contains(&reading) {
            found.push(reading);
        }
    }
    found
}
