//! Figures: many samples under a name, their medians, and aligned tables.

use anyhow::Result;
use std::collections::BTreeMap;
use std::io::Write;

/// Samples by the name of what was measured.
#[derive(Clone, Debug, Default)]
pub struct Samples(BTreeMap<String, Vec<f64>>);

impl Samples {
    /// Takes a sample.
    pub fn add(&mut self, name: &str, value: f64) {
        self.0.entry(name.to_owned()).or_default().push(value);
    }

    /// The middle of the samples.
    #[must_use]
    pub fn median(&self, name: &str) -> Option<f64> {
        let mut all = self.0.get(name)?.clone();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    }

    /// Median, best and worst, for people.
    #[must_use]
    pub fn tell(&self, name: &str) -> String {
        let all = self.0.get(name).into_iter().flatten().copied();
        let (best, worst) = (all.clone().min_by(f64::total_cmp), all.max_by(f64::total_cmp));
        match (self.median(name), best, worst) {
            (Some(middle), Some(best), Some(worst)) => {
                format!("{} ({}–{})", number(middle), number(best), number(worst))
            }
            _ => "–".to_owned(),
        }
    }

    /// The median of one as a multiple of the median of another.
    #[must_use]
    pub fn ratio(&self, name: &str, by: &str) -> String {
        let pair = self.median(name).zip(self.median(by));
        pair.map_or_else(|| "–".to_owned(), |(one, other)| format!("{:.2} ×", one / other))
    }
}

fn number(it: f64) -> String {
    if it < 10.0 { format!("{it:.1}") } else { format!("{it:.0}") }
}

/// What lies at a share of sorted samples.
#[must_use]
pub fn at(sorted: &[f64], share: f64) -> String {
    let place = (sorted.len() as f64 * share) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).map_or_else(|| "–".to_owned(), |it| format!("{it:.1}"))
}

/// Bytes as kibibytes.
#[must_use]
pub fn kibibytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}

/// Prints a line.
///
/// # Errors
/// If nobody takes it.
pub fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// A table in Markdown whose columns stand under each other; the first row is its head.
#[must_use]
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().map(|row| cell(row, column).chars().count()).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let cells = widths.iter().enumerate().map(|(column, width)| format!(" {:<width$} |", cell(row, column)));
        format!("|{}\n", cells.collect::<String>())
    };
    let rule = format!("|{}\n", widths.iter().map(|it| format!("{}|", "-".repeat(it + 2))).collect::<String>());
    let (head, body) = rows.split_at(rows.len().min(1));
    head.iter().map(line).chain([rule]).chain(body.iter().map(line)).collect()
}
