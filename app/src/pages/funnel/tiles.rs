//! The key figures as tiles: the value, how it has turned, and its definition one tap away.

use crate::format;
use crate::i18n::t;
use crate::words::{self, Told};
use domain::funnel::{Counts, Funnel, Rate, RateName, Report};
use domain::instant::Instant;
use leptos::prelude::*;
use std::sync::Arc;

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Count,
    Percent,
    Days,
    Minutes,
}

/// A key figure, now and before; none where there is nothing to tell.
struct Tile {
    told: Told,
    unit: Unit,
    now: Option<u32>,
    before: Option<u32>,
    /// What was divided.
    parts: Option<(u32, u32)>,
}

/// All key figures.
#[component]
pub fn Tiles(report: Arc<Report>) -> impl IntoView {
    let rates = RateName::ALL.into_iter().filter_map(|it| rate(&report, it));
    let tiles = counts(&report).into_iter().chain(medians(&report)).chain(rates);
    view! {
        <section class="stack" aria-labelledby="figures">
            <h2 id="figures">{t().funnel.figures}</h2>
            <ul class="funnel__tiles">{tiles.map(tile).collect_view()}</ul>
        </section>
    }
}

fn counts(report: &Report) -> Vec<Tile> {
    let (it, means) = (&t().funnel, &t().figure_means);
    let tile = |name, definition, pick: fn(&Counts) -> u32| Tile {
        told: Told { name, definition },
        unit: Unit::Count,
        now: Some(pick(&report.now.counts)),
        before: Some(pick(&report.before.counts)),
        parts: None,
    };
    vec![
        tile(it.prospects, means.prospects, |it| it.prospects),
        tile(it.new, means.new, |it| it.new),
        tile(it.orders, means.orders, |it| it.orders),
        tile(it.orders_of_new, means.orders_of_new, |it| it.orders_of_new),
        tile(it.orders_of_carried, means.orders_of_carried, |it| it.orders_of_carried),
        tile(it.deliveries, means.deliveries, |it| it.deliveries),
        tile(it.defeats, means.defeats, |it| it.defeats),
        tile(it.hopeless, means.hopeless, |it| it.hopeless),
        tile(it.locks, means.locks, |it| it.locks),
    ]
}

fn medians(report: &Report) -> Vec<Tile> {
    let (it, means) = (&t().funnel, &t().figure_means);
    let tile = |name, definition, unit, pick: fn(&Funnel) -> Option<u32>| Tile {
        told: Told { name, definition },
        unit,
        now: pick(&report.now),
        before: pick(&report.before),
        parts: None,
    };
    vec![
        tile(it.days_to_order, means.days_to_order, Unit::Days, |it| it.days_to_order),
        tile(it.to_ruling, means.to_ruling, Unit::Minutes, |it| it.minutes_to_ruling),
    ]
}

fn rate(report: &Report, name: RateName) -> Option<Tile> {
    let Rate { numerator, denominator, percent, .. } = report.now.rate(name)?;
    let before = report.before.rate(name).and_then(|it| it.percent);
    let parts = Some((numerator, denominator));
    Some(Tile { told: words::rate(name), unit: Unit::Percent, now: percent, before, parts })
}

fn tile(tile: Tile) -> impl IntoView {
    let it = &t().funnel;
    let value = tile.now.map_or_else(|| it.none.to_owned(), |now| amount(tile.unit, now));
    let parts = tile.parts.map(|(part, of)| view! { <p class="funnel__turn">{it.parts(&part, &of)}</p> });
    view! {
        <li class="funnel__tile">
            <p class="funnel__name">{tile.told.name}</p>
            <p class="funnel__value">{value}</p>
            {parts}
            <p class="funnel__turn">{turn(&tile)}</p>
            <details>
                <summary>{it.definition}<span class="visually-hidden">{tile.told.name}</span></summary>
                <p class="funnel__definition">{tile.told.definition}</p>
            </details>
        </li>
    }
}

/// How it has turned, in words.
fn turn(tile: &Tile) -> String {
    let it = &t().funnel;
    let (Some(now), Some(before)) = (tile.now, tile.before) else { return it.incomparable.to_owned() };
    let by = match tile.unit {
        Unit::Percent => it.points(&now.abs_diff(before)),
        Unit::Count | Unit::Days | Unit::Minutes => amount(tile.unit, now.abs_diff(before)),
    };
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => it.up(&by),
        std::cmp::Ordering::Less => it.down(&by),
        std::cmp::Ordering::Equal => it.same.to_owned(),
    }
}

fn amount(unit: Unit, number: u32) -> String {
    match unit {
        Unit::Count => number.to_string(),
        Unit::Percent => format!("{number}%"),
        Unit::Days => t().date.days(&number),
        Unit::Minutes => format::span(i64::from(number) * Instant::MINUTE),
    }
}
