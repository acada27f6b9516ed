//! What comes out of the printer, from Chromium and from Firefox: the sheets, the type, the headings of each sheet, the boxes to sign in,
//! and nothing cut.

use anyhow::{Context, Result, ensure};
use std::ops::RangeInclusive;
use tests::browser::{Engine, TABLET};
use tests::firefox::Firefox;
use tests::look::{any, named};
use tests::page::month::MonthPage;
use tests::page::orders::Orders;
use tests::page::sign_in::SignIn;
use tests::paper::{Area, Paper, Picture, Word};
use tests::{World, story};

/// A sheet of A4, in millimetres.
const A4: (f64, f64) = (210.0, 297.0);
const ACROSS: (f64, f64) = (297.0, 210.0);
/// Where the month stands on a sheet, from top to bottom.
const SPACE: RangeInclusive<f64> = 9.0..=197.0;
/// Below it stand the numbers of the sheets.
const NUMBERS: f64 = 200.0;

#[test]
fn the_slip_and_the_month_come_out_whole_from_two_engines() {
    story(async |world| print(world).await);
}

async fn print(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.all_is_uploaded().await?;
    advisor.open("/customers?level=PD").await?;
    advisor.sees(&any("article")).await?;
    let link =
        advisor.script("return document.querySelector('article a[href^=\"/customers/\"]').getAttribute('href');");
    advisor.open(link.await?.as_str().context("a delivered customer")?).await?;
    let orders = Orders::here(&advisor).await?;
    orders.signs("slip.customer").await?;
    shell.all_is_uploaded().await?;
    let number = orders.slip().await?;
    let number = number.split_whitespace().next_back().unwrap_or_default().to_owned();
    orders.is_signed_by("slip.customer").await?;
    let (address, words) = (advisor.path().await?, advisor.words().clone());
    let slip = Paper::of("slip-chromium", &advisor.print().await?)?;
    is_a_slip(&slip, &number).context("the slip from Chromium")?;
    let text: String = slip.text()?.split_whitespace().collect();
    for key in ["slip.title", "slip.warehouse", "slip.checks", "slip.advisor"] {
        let said: String = words.get(key)?.split_whitespace().collect();
        ensure!(text.contains(&said), "the slip says “{said}”: {text}");
    }
    advisor.open("/month").await?;
    MonthPage::here(&advisor).await?;
    let month = Paper::of("month-chromium", &advisor.print().await?)?;
    let sheets = is_a_month(&month).context("the month from Chromium")?;
    let text = month.text()?;
    ensure!(text.contains(words.get("month.title")?), "the month has its title");
    let last = month.words(sheets)?.into_iter().map(|it| it.text).collect::<String>();
    ensure!(last.ends_with(&format!("{sheets}/{sheets}")), "its sheets are numbered: {last}");

    let base = world.server().url("");
    let mut firefox = Firefox::start("zh-CN", &base).await?;
    firefox.enter("advisor1").await?;
    firefox.open(&address).await?;
    let signed = words.with("sign.drawn", &[("who", words.get("slip.customer")?)])?;
    firefox.sees(&named("img", &signed)).await?;
    is_a_slip(&Paper::of("slip-firefox", &firefox.print().await?)?, &number).context("the slip from Firefox")?;
    firefox.open("/month").await?;
    firefox.sees(&named("heading", words.get("month.balance")?)).await?;
    let month = Paper::of("month-firefox", &firefox.print().await?)?;
    let in_firefox = is_a_month(&month).context("the month from Firefox")?;
    ensure!(in_firefox <= sheets, "{in_firefox} sheets from Firefox, {sheets} from Chromium");
    Ok(())
}

/// Every sheet has this size, its type is in the document, and nothing lies nearer to an edge than so many millimetres.
fn is_whole(paper: &Paper, size: (f64, f64), margin: f64) -> Result<usize> {
    let sheets = paper.sheets()?;
    let is_right = |it: &(f64, f64)| (it.0 - size.0).abs() < 1.0 && (it.1 - size.1).abs() < 1.0;
    ensure!(!sheets.is_empty() && sheets.iter().all(is_right), "sheets of {sheets:?} mm, not {size:?}");
    let fonts = paper.fonts()?;
    ensure!(!fonts.is_empty() && fonts.iter().all(|it| it.is_embedded), "type that is not in the document: {fonts:?}");
    for sheet in 1..=sheets.len() {
        let picture = paper.picture(sheet)?;
        let ink = picture.ink_at_the_edge(margin);
        ensure!(ink == 0.0, "sheet {sheet} has {ink:.2} mm² of ink nearer to the edge than {margin} mm");
    }
    Ok(sheets.len())
}

/// One sheet: number, code, and five boxes side by side, of which the customer's alone has ink; lines and no dots.
fn is_a_slip(paper: &Paper, number: &str) -> Result<()> {
    let sheets = is_whole(paper, A4, 12.0)?;
    ensure!(sheets == 1, "{sheets} sheets");
    ensure!(paper.bitmaps()? == 0, "code and signature are drawn with lines");
    let (words, picture) = (paper.words(1)?, paper.picture(1)?);
    ensure!(words.iter().any(|it| it.text.contains(number)), "no number {number}: {words:?}");
    let code = Area { left: 150.0, top: 14.0, right: 198.0, bottom: 60.0 };
    ensure!(picture.ink(code) > 100.0, "there is no code at the upper right");
    // The time of the signature stands at the foot of the first box; above it is what was drawn.
    let is_time = |it: &&Word| it.text.len() == 5 && it.text.as_bytes().get(2) == Some(&b':') && it.area.right < 52.0;
    let time = words.iter().rev().find(is_time).context("the time of the signature")?;
    ensure!(time.area.top > A4.1 / 2.0, "the boxes stand below the data: {time:?}");
    let column = (A4.0 - 2.0 * 14.0) / 5.0;
    for place in 0..5_u8 {
        let left = 14.0 + column * f64::from(place);
        let area = Area {
            left: left + 3.0,
            top: time.area.top - 13.0,
            right: left + column - 4.0,
            bottom: time.area.top - 4.0,
        };
        let ink = picture.ink(area);
        ensure!((ink > 2.0) == (place == 0), "{ink:.2} mm² of ink in box {place}, at {area:?}");
    }
    Ok(())
}

/// At least two sheets of rows, each with the days above them at the same places and lines between them; no more than one sheet
/// for the sums; and no text cut at an edge.
fn is_a_month(paper: &Paper) -> Result<usize> {
    let sheets = is_whole(paper, ACROSS, 4.0)?;
    let mut heads: Vec<Area> = Vec::new();
    for sheet in 1..=sheets {
        let said = paper.words(sheet)?;
        // Half a line of text stands on this sheet and half on the next one: on one of them its middle lies beyond the edge.
        let is_cut = |it: &&Word| !SPACE.contains(&it.area.middle()) && it.area.middle() < NUMBERS;
        ensure!(!said.iter().any(|it| is_cut(&it)), "cut on sheet {sheet}: {:?}", said.iter().find(is_cut));
        let rows: Vec<&Word> = said.iter().filter(|it| it.text.contains("****")).collect();
        if rows.is_empty() {
            continue;
        }
        let days = days(&said).with_context(|| format!("no days on sheet {sheet}"))?;
        let last = days.last().context("the last day")?.area;
        let first = *heads.first().unwrap_or(&last);
        ensure!((first.right - last.right).abs() < 0.5, "the columns of sheet {sheet} stand elsewhere: {last:?}");
        ensure!(sheet == 1 || last.bottom < 30.0, "the days stand at the top of sheet {sheet}: {last:?}");
        has_lines(&paper.picture(sheet)?, &days, &rows).with_context(|| format!("on sheet {sheet}"))?;
        heads.push(last);
    }
    ensure!(heads.len() >= 2, "{} sheets with rows", heads.len());
    ensure!(sheets <= heads.len() + 1, "{sheets} sheets, of which {} have rows", heads.len());
    Ok(sheets)
}

/// Between two days stands a line in each row.
fn has_lines(picture: &Picture, days: &[Word], rows: &[&Word]) -> Result<()> {
    for (day, next) in days.iter().zip(days.iter().skip(1)) {
        for row in rows {
            let (left, right) = (day.area.centre(), next.area.centre());
            let between = Area { left, right, ..row.area };
            let share = picture.upright(between);
            ensure!(share > 0.9, "{share:.2} of a line between {} and {}, at {between:?}", day.text, next.text);
        }
    }
    Ok(())
}

/// The days above the rows: numbers from 1 on, side by side.
fn days(words: &[Word]) -> Option<Vec<Word>> {
    let beside = |last: &Word, day: u32| {
        let day = day.to_string();
        let is_beside = |it: &&Word| (it.area.top - last.area.top).abs() < 1.0 && it.area.right <= last.area.left + 1.0;
        words.iter().filter(|it| it.text == day).find(is_beside).cloned()
    };
    words.iter().filter(|it| it.text == "31").find_map(|last| {
        let before: Option<Vec<Word>> = (1..31).map(|day| beside(last, day)).collect();
        before.map(|it| it.into_iter().chain([last.clone()]).collect())
    })
}
