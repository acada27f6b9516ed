//! A signature on the glass 签字: strokes in a box of fixed size, as a short text and as the path that draws them (rules E4).
//!
//! **Invariant:** what is drawn is written from numbers alone: no text of a fact reaches a drawing.

use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Write as _};

#[cfg(test)]
mod tests;

/// The width of the box; a unit is about a sixteenth of a millimetre on the printed slip.
pub const WIDTH: i32 = 600;
/// The height of the box.
pub const HEIGHT: i32 = 240;
/// The most bytes of a text.
pub const TEXT_MAX: usize = 4_096;
/// The most strokes.
pub const STROKES_MAX: usize = 80;
/// The most points of all strokes together.
pub const POINTS_MAX: usize = 1_000;
/// What is neither as wide nor as high as this is a touch by mistake and no signature.
pub const EXTENT_MIN: i32 = 24;
/// The farthest that a line is moved, in units, to make a text short enough.
const COARSEST: i32 = 8;

/// A point of the box, from its upper left corner.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Point {
    /// To the right, 0 to [`WIDTH`].
    pub x: i32,
    /// Down, 0 to [`HEIGHT`].
    pub y: i32,
}

/// The strokes of a signature, as they were drawn.
///
/// As text: strokes set apart by `;`, points by a blank; the first point of a stroke from the corner of the box, each other from
/// the point before it.
///
/// # Example: what is no stroke is no ink
/// ```
/// # use domain::ink::{Ink, InkError};
/// let ink = Ink::parse("120,80 40,-10 0,60;300,20 30,0").unwrap();
/// assert_eq!(ink.path(), "M120 80l40 -10 0 60M300 20l30 0");
/// assert_eq!(Ink::parse("0,0 100,0\"/><script>"), Err(InkError::Form));
/// assert_eq!(Ink::parse("590,0 20,0"), Err(InkError::Outside));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ink(Vec<Vec<Point>>);

/// Why strokes are no signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum InkError {
    /// The text is not made of strokes.
    #[error("not strokes of points")]
    Form,
    /// A point lies outside of the box.
    #[error("a point outside of the box")]
    Outside,
    /// Longer than a signature is.
    #[error("too many strokes or points")]
    TooMuch,
    /// Nothing was drawn, or next to nothing.
    #[error("too little to be a signature")]
    Faint,
}

impl Ink {
    /// Reads a text; only what [`Ink`] itself writes is taken.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, InkError> {
        if text.len() > TEXT_MAX {
            return Err(InkError::TooMuch);
        }
        let strokes = text.split(';').map(stroke).collect::<Option<Vec<_>>>().ok_or(InkError::Form)?;
        Self::checked(strokes)
    }

    /// The signature of strokes as a pointer left them: drawn into the box where they left it, and with as few points as draw the
    /// same line.
    ///
    /// # Errors
    /// If that is too little or too much for a signature.
    pub fn of(strokes: &[Vec<Point>]) -> Result<Self, InkError> {
        let inside = |it: &Point| Point { x: it.x.clamp(0, WIDTH), y: it.y.clamp(0, HEIGHT) };
        let strokes: Vec<Vec<Point>> =
            strokes.iter().filter(|it| !it.is_empty()).map(|it| it.iter().map(inside).collect()).collect();
        let fits = |it: &Self| it.points() <= POINTS_MAX && it.to_string().len() <= TEXT_MAX;
        let at = |off| Self(strokes.iter().map(|it| simplified(it, off)).collect());
        let ink = (1..=COARSEST).map(at).find(fits).ok_or(InkError::TooMuch)?;
        Self::checked(ink.0)
    }

    fn checked(strokes: Vec<Vec<Point>>) -> Result<Self, InkError> {
        let ink = Self(strokes);
        let all = || ink.0.iter().flatten();
        if ink.0.len() > STROKES_MAX || ink.points() > POINTS_MAX {
            return Err(InkError::TooMuch);
        }
        if !all().all(|it| (0..=WIDTH).contains(&it.x) && (0..=HEIGHT).contains(&it.y)) {
            return Err(InkError::Outside);
        }
        let extent = |of: fn(&Point) -> i32| {
            let most = all().map(of).max().unwrap_or(0);
            most - all().map(of).min().unwrap_or(0)
        };
        if extent(|it| it.x).max(extent(|it| it.y)) < EXTENT_MIN { Err(InkError::Faint) } else { Ok(ink) }
    }

    fn points(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// The path that draws it, for an SVG of [`WIDTH`] × [`HEIGHT`].
    #[must_use]
    pub fn path(&self) -> String {
        path(&self.0)
    }
}

impl Display for Ink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, stroke) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_char(';')?;
            }
            let mut before = Point { x: 0, y: 0 };
            for (place, it) in stroke.iter().enumerate() {
                let blank = if place > 0 { " " } else { "" };
                write!(f, "{blank}{},{}", it.x - before.x, it.y - before.y)?;
                before = *it;
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for Ink {
    type Error = InkError;

    fn try_from(text: String) -> Result<Self, InkError> {
        Self::parse(&text)
    }
}

impl From<Ink> for String {
    fn from(ink: Ink) -> Self {
        ink.to_string()
    }
}

/// The path that draws strokes, also while they are being drawn; a stroke of one point is a dot.
#[must_use]
pub fn path(strokes: &[Vec<Point>]) -> String {
    let mut path = String::new();
    for stroke in strokes {
        let Some((first, rest)) = stroke.split_first() else { continue };
        let _ = write!(path, "M{} {}l", first.x, first.y);
        if rest.is_empty() {
            path.push_str("1 0");
        }
        let mut before = first;
        for (place, it) in rest.iter().enumerate() {
            let blank = if place > 0 { " " } else { "" };
            let _ = write!(path, "{blank}{} {}", it.x - before.x, it.y - before.y);
            before = it;
        }
    }
    path
}

fn stroke(text: &str) -> Option<Vec<Point>> {
    let mut at = Point { x: 0, y: 0 };
    text.split(' ')
        .map(|pair| {
            let (x, y) = pair.split_once(',')?;
            at = Point { x: at.x + number(x)?, y: at.y + number(y)? };
            Some(at)
        })
        .collect()
}

/// A whole number of at most three digits, written as this program writes it.
fn number(text: &str) -> Option<i32> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = (1..=3).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    let number: i32 = if is_plain { text.parse().ok()? } else { return None };
    (number.to_string() == text).then_some(number)
}

/// The points without those that lie no farther than `off` from the line that the others draw (Douglas and Peucker).
fn simplified(points: &[Point], off: i32) -> Vec<Point> {
    let mut kept: Vec<Point> = points.first().copied().into_iter().collect();
    keep(points, i64::from(off), &mut kept);
    kept
}

/// Keeps what is needed of a stretch behind its first point.
fn keep(points: &[Point], off: i64, kept: &mut Vec<Point>) {
    let [first, inner @ .., last] = points else { return };
    let length = square(*first, *last);
    let farthest = inner.iter().map(|it| distance(*first, *last, *it)).enumerate().max_by_key(|it| it.1);
    match farthest {
        Some((place, far)) if far > off * off * length.max(1) => {
            let (before, after) = (points.get(..=place + 1), points.get(place + 1..));
            keep(before.unwrap_or_default(), off, kept);
            keep(after.unwrap_or_default(), off, kept);
        }
        _ if first == last => {}
        _ => kept.push(*last),
    }
}

fn square(a: Point, b: Point) -> i64 {
    let (x, y) = (i64::from(b.x - a.x), i64::from(b.y - a.y));
    x * x + y * y
}

/// The square of how far a point lies from the line between two others, times the square of that line's length where it has one.
fn distance(a: Point, b: Point, it: Point) -> i64 {
    let length = square(a, b);
    let along = i64::from(it.x - a.x) * i64::from(b.x - a.x) + i64::from(it.y - a.y) * i64::from(b.y - a.y);
    if along <= 0 {
        return square(a, it) * length.max(1);
    }
    if along >= length {
        return square(b, it) * length.max(1);
    }
    let across = i64::from(it.x - a.x) * i64::from(b.y - a.y) - i64::from(it.y - a.y) * i64::from(b.x - a.x);
    across * across
}
