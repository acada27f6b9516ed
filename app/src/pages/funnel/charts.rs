//! The funnel, the levels at the end, the sources, and what became of whom: each as a chart or a table, always with its numbers.

use crate::i18n::t;
use crate::state::engine::use_engine;
use crate::ui::chart::{BarChart, FunnelChart, Numbers, Part};
use crate::words;
use domain::funnel::{Conversion, Ended, Origin, RateName, Report};
use domain::level::Level;
use leptos::prelude::*;
use std::sync::Arc;

/// The charts and their tables.
#[component]
pub fn Charts(report: Arc<Report>) -> impl IntoView {
    view! {
        <div class="funnel__charts">
            <Steps report=report.clone() />
            <Levels report=report.clone() />
            <Sources report=report.clone() />
            <Moves report=report.clone() />
            <Ends report=report />
        </div>
    }
}

/// From the door to the car.
#[component]
fn Steps(report: Arc<Report>) -> impl IntoView {
    let it = &t().funnel;
    let arrivals = |report: &domain::funnel::Funnel| report.rate(RateName::Capture).map_or(0, |it| it.denominator);
    let (now, before) = (&report.now, &report.before);
    // A store that keeps no register has no mouth to draw.
    let mouth = (it.arrivals, arrivals(now), arrivals(before));
    let steps = [
        (it.new, now.counts.new, before.counts.new),
        (it.test_drives, now.counts.test_drives, before.counts.test_drives),
        (it.orders, now.counts.orders, before.counts.orders),
        (it.deliveries, now.counts.deliveries, before.counts.deliveries),
    ];
    let steps: Vec<_> = std::iter::once(mouth).filter(|it| it.1 + it.2 > 0).chain(steps).collect();
    let parts = steps.iter().map(|(label, value, _)| Part::new(*label, *value)).collect::<Vec<_>>();
    let rows =
        steps.iter().map(|(label, now, before)| ((*label).to_owned(), vec![now.to_string(), before.to_string()]));
    let rows = rows.collect::<Vec<_>>();
    view! {
        <section class="funnel__card" aria-labelledby="steps">
            <h2 id="steps">{it.title}</h2>
            <FunnelChart name=it.steps parts=parts />
            <Numbers caption=it.steps head=vec![it.step, it.number, it.before] rows=rows />
        </section>
    }
}

/// The prospects by level at the end.
#[component]
fn Levels(report: Arc<Report>) -> impl IntoView {
    let it = &t().funnel;
    let before = |level: Level| report.before.levels.get(&level).copied().unwrap_or_default();
    let parts = report.now.levels.iter().map(|(level, count)| Part {
        label: format!("{level} {}", words::meaning(*level)),
        value: *count,
        level: Some(colour(*level)),
    });
    let rows = report
        .now
        .levels
        .iter()
        .map(|(level, count)| (level.to_string(), vec![count.to_string(), before(*level).to_string()]));
    let (parts, rows) = (parts.collect::<Vec<_>>(), rows.collect::<Vec<_>>());
    view! {
        <section class="funnel__card" aria-labelledby="levels">
            <h2 id="levels">{it.levels}</h2>
            <BarChart name=it.levels parts=parts />
            <Numbers caption=it.levels head=vec![it.level, it.number, it.before] rows=rows />
        </section>
    }
}

/// The level whose colour a bar has.
const fn colour(level: Level) -> &'static str {
    match level {
        Level::P0 => "p0",
        Level::P1 => "p1",
        Level::P2 => "p2",
        Level::P3 => "p3",
        Level::P4 => "p4",
        Level::PD => "pd",
        Level::F => "f",
        Level::N => "n",
    }
}

/// New prospects by source.
#[component]
fn Sources(report: Arc<Report>) -> impl IntoView {
    let it = &t().funnel;
    let store = use_engine().store.get_untracked();
    let name = |source: &Origin| {
        let name = words::source(&store, &source.source);
        if name.is_empty() { t().month.unknown.to_owned() } else { name.to_owned() }
    };
    let sources: Vec<(String, u32)> = report.now.sources.iter().map(|it| (name(it), it.new)).collect();
    let rows: Vec<_> = sources.iter().map(|(name, new)| (name.clone(), vec![new.to_string()])).collect();
    let parts: Vec<Part> = sources.into_iter().map(|(name, new)| Part::new(name, new)).collect();
    (!parts.is_empty()).then(|| {
        view! {
            <section class="funnel__card" aria-labelledby="origins">
                <h2 id="origins">{it.sources}</h2>
                <BarChart name=it.sources parts=parts />
                <Numbers caption=it.sources head=vec![it.source, it.number] rows=rows />
            </section>
        }
    })
}

/// Moves between levels.
#[component]
fn Moves(report: Arc<Report>) -> impl IntoView {
    let it = &t().funnel;
    let row = |it: &Conversion| {
        let share = it.percent().map(|it| format!("{it}%")).unwrap_or_default();
        (t().funnel.step_to(&it.from, &it.to), vec![it.count.to_string(), share])
    };
    let rows: Vec<_> = report.now.conversions.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="funnel__card" aria-labelledby="moves">
                <h2 id="moves">{it.moves}</h2>
                <p class="funnel__note">{it.moves_note}</p>
                <Numbers caption=it.moves head=vec![it.level, it.number, it.share] rows=rows />
            </section>
        }
    })
}

/// Who was lost, and why.
#[component]
fn Ends(report: Arc<Report>) -> impl IntoView {
    let (it, engine) = (&t().funnel, use_engine());
    let said = |code: &str| engine.store.with_untracked(|store| words::why(store, code));
    let row = |it: &Ended| {
        let why = if it.reason.is_empty() { t().month.unknown.to_owned() } else { said(&it.reason) };
        (why, vec![words::meaning(it.level).to_owned(), it.count.to_string()])
    };
    let rows: Vec<_> = report.now.ended.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="funnel__card" aria-labelledby="ends">
                <h2 id="ends">{it.ends}</h2>
                <Numbers caption=it.ends head=vec![it.why, it.level, it.number] rows=rows />
            </section>
        }
    })
}
