//! What came out of a printer: its sheets, the words on them and where, the fonts, and the ink.

use crate::files;
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::ops::Range;
use std::path::PathBuf;
use std::process::Command;

/// A millimetre in points of 1/72 inch.
const POINTS: f64 = 72.0 / 25.4;
/// The dots of an inch when ink is looked for.
const DOTS: f64 = 120.0;
/// What is darker than this is ink; white is 255.
const INK: u8 = 200;
/// What is darker than this is a thin line, half of it in the dot beside, or ink; the grounds of cells are lighter.
const LINE: u8 = 215;

/// A printed document.
#[derive(Debug)]
pub struct Paper {
    file: PathBuf,
}

/// A rectangle of a sheet in millimetres, from its upper left corner.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Area {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

/// A word on a sheet.
#[derive(Clone, PartialEq, Debug)]
pub struct Word {
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub area: Area,
}

/// A font of the document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Font {
    /// Its name.
    pub name: String,
    /// Whether what is needed of it is in the document.
    pub is_embedded: bool,
}

/// A sheet as the eye sees it.
#[derive(Debug)]
pub struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Area {
    /// Halfway from its left edge to its right one.
    #[must_use]
    pub const fn centre(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    /// Halfway from its upper edge to its lower one.
    #[must_use]
    pub const fn middle(&self) -> f64 {
        f64::midpoint(self.top, self.bottom)
    }
}

impl Paper {
    /// A document from its bytes; it is left under this name for whoever wants to look at it.
    ///
    /// # Errors
    /// If it cannot be kept.
    pub fn of(name: &str, pdf: &[u8]) -> Result<Self> {
        let file = files::left()?.join(format!("{name}.pdf"));
        fs::write(&file, pdf)?;
        Ok(Self { file })
    }

    /// Width and height of each sheet, in millimetres.
    ///
    /// # Errors
    /// If it is no document.
    pub fn sheets(&self) -> Result<Vec<(f64, f64)>> {
        let said = self.told("pdfinfo", &["-f", "1", "-l", "999"])?;
        let of = |line: &str| {
            let mut numbers = line.strip_prefix("Page")?.split_once("size:")?.1.split_whitespace();
            let width: f64 = numbers.next()?.parse().ok()?;
            let height: f64 = numbers.nth(1)?.parse().ok()?;
            Some((width / POINTS, height / POINTS))
        };
        Ok(said.lines().filter_map(of).collect())
    }

    /// The text of all sheets.
    ///
    /// # Errors
    /// If it is no document.
    pub fn text(&self) -> Result<String> {
        self.told("pdftotext", &["-layout"])
    }

    /// The words of a sheet, counted from 1, in reading order.
    ///
    /// # Errors
    /// If there is no such sheet.
    pub fn words(&self, sheet: usize) -> Result<Vec<Word>> {
        let number = sheet.to_string();
        let said = self.told("pdftotext", &["-bbox", "-f", &number, "-l", &number])?;
        let side = |line: &str, name: &str| -> Option<f64> {
            let (_, rest) = line.split_once(&format!("{name}=\""))?;
            Some(rest.split_once('"')?.0.parse::<f64>().ok()? / POINTS)
        };
        let word = |line: &str| {
            let line = line.trim().strip_prefix("<word ")?;
            let text = line.split_once('>')?.1.strip_suffix("</word>")?.to_owned();
            let (left, top) = (side(line, "xMin")?, side(line, "yMin")?);
            Some(Word { text, area: Area { left, top, right: side(line, "xMax")?, bottom: side(line, "yMax")? } })
        };
        Ok(said.lines().filter_map(word).collect())
    }

    /// The fonts of all sheets.
    ///
    /// # Errors
    /// If it is no document.
    pub fn fonts(&self) -> Result<Vec<Font>> {
        let said = self.told("pdffonts", &[])?;
        let mut lines = said.lines();
        // The columns are as wide as the line of dashes below their headings.
        let at = lines.next().and_then(|it| it.find("emb")).context("a heading of fonts")?;
        let font = |line: &str| {
            let name = line.split_whitespace().next()?.to_owned();
            Some(Font { name, is_embedded: line.get(at..)?.starts_with("yes") })
        };
        Ok(lines.skip(1).filter_map(font).collect())
    }

    /// How many pictures made of dots are on the sheets; what is drawn with lines is none.
    ///
    /// # Errors
    /// If it is no document.
    pub fn bitmaps(&self) -> Result<usize> {
        Ok(self.told("pdfimages", &["-list"])?.lines().skip(2).count())
    }

    /// A sheet as the eye sees it, counted from 1.
    ///
    /// # Errors
    /// If there is no such sheet.
    pub fn picture(&self, sheet: usize) -> Result<Picture> {
        let (number, dots) = (sheet.to_string(), DOTS.to_string());
        let output = Command::new("pdftoppm")
            .args(["-gray", "-r", &dots, "-f", &number, "-l", &number])
            .arg(&self.file)
            .output()
            .context("pdftoppm of poppler-utils")?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Picture::read(&output.stdout)
    }

    /// What a program of poppler says of the document.
    fn told(&self, program: &str, options: &[&str]) -> Result<String> {
        let mut command = Command::new(program);
        command.args(options).arg(&self.file);
        if program == "pdftotext" {
            command.arg("-");
        }
        let output = command.output();
        let output = output.with_context(|| format!("{program} of poppler-utils"))?;
        ensure!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }
}

impl Picture {
    /// Reads the form in which poppler writes grey pictures: `P5`, width, height, 255, then a byte for each dot.
    fn read(bytes: &[u8]) -> Result<Self> {
        let mut rest = bytes;
        let mut heads = Vec::new();
        while heads.len() < 4 {
            let Some(end) = rest.iter().position(u8::is_ascii_whitespace) else { bail!("not a picture") };
            let (head, more) = rest.split_at(end);
            heads.push(String::from_utf8_lossy(head).into_owned());
            rest = more.get(1..).unwrap_or_default();
        }
        let number = |place: usize| heads.get(place).and_then(|it| it.parse().ok()).context("a picture's size");
        let (width, height): (usize, usize) = (number(1)?, number(2)?);
        ensure!(heads.first().is_some_and(|it| it == "P5") && rest.len() == width * height, "not a grey picture");
        Ok(Self { width, height, grey: rest.to_vec() })
    }

    /// How much of an area is ink, in square millimetres.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "dots of a sheet of paper")]
    pub fn ink(&self, area: Area) -> f64 {
        let per = DOTS / 25.4;
        let (rows, columns) = self.dots(area);
        let row = |it: usize| {
            self.grey.get(it * self.width + columns.start..it * self.width + columns.end).unwrap_or_default()
        };
        let dark = rows.map(|it| row(it).iter().filter(|it| **it < INK).count()).sum::<usize>();
        dark as f64 / (per * per)
    }

    /// The share of an area's height that something upright takes: 1 for a line from top to bottom, little for words.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "dots of a sheet of paper")]
    pub fn upright(&self, area: Area) -> f64 {
        let (rows, columns) = self.dots(area);
        let height = rows.len().max(1);
        let dark = |row: usize, column: usize| self.grey.get(row * self.width + column).is_some_and(|it| *it < LINE);
        let tall = |column: usize| rows.clone().filter(|row| dark(*row, column)).count();
        columns.map(tall).max().unwrap_or_default() as f64 / height as f64
    }

    /// The rows and columns of dots of an area.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places on a sheet of paper")]
    fn dots(&self, area: Area) -> (Range<usize>, Range<usize>) {
        let dot = |mm: f64, most: usize| ((mm * DOTS / 25.4).round().max(0.0) as usize).min(most);
        let (width, height) = (self.width, self.height);
        (dot(area.top, height)..dot(area.bottom, height), dot(area.left, width)..dot(area.right, width))
    }

    /// How much ink lies nearer to an edge of the sheet than so many millimetres.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "dots of a sheet of paper")]
    pub fn ink_at_the_edge(&self, margin: f64) -> f64 {
        let (right, bottom) = (self.width as f64 * 25.4 / DOTS, self.height as f64 * 25.4 / DOTS);
        let whole = Area { left: 0.0, top: 0.0, right, bottom };
        let inner = Area { left: margin, top: margin, right: right - margin, bottom: bottom - margin };
        self.ink(whole) - self.ink(inner)
    }
}
