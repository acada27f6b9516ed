//! Small charts, drawn with lengths only: each is an image with a name, and its numbers stand in a table beneath.

use leptos::prelude::*;

/// A part of a chart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// What it is.
    pub label: String,
    /// How much.
    pub value: u32,
    /// The level whose colour it has; none for the chart's own.
    pub level: Option<&'static str>,
}

impl Part {
    /// A part in the chart's own colour.
    pub fn new(label: impl Into<String>, value: u32) -> Self {
        Self { label: label.into(), value, level: None }
    }
}

/// The width of every chart, in its own units.
const WIDTH: u32 = 360;
/// The height of a step of the funnel.
const STEP: u32 = 40;
/// Where the funnel's middle lies, and how far it reaches to either side.
const MIDDLE: u32 = 210;
const REACH: u32 = 110;
/// The height of a bar with its words.
const BAR: u32 = 44;
/// The least that something takes which is not nothing.
const LEAST: u32 = 2;

/// A funnel: each step as wide as it is large, narrowing to the next.
#[component]
pub fn FunnelChart(
    /// What it shows.
    #[prop(into)]
    name: String,
    /// The steps, from the mouth down.
    parts: Vec<Part>,
) -> impl IntoView {
    let half = widths(&parts, REACH);
    let steps = parts.into_iter().enumerate().map(|(index, part)| {
        let own = half.get(index).copied().unwrap_or_default();
        let next = half.get(index + 1).copied().unwrap_or(own);
        let top = STEP * u32::try_from(index).unwrap_or_default();
        let (bottom, middle) = (top + STEP - 4, top + STEP / 2 + 3);
        let outline = format!("M{} {top}H{}L{} {bottom}H{}z", MIDDLE - own, MIDDLE + own, MIDDLE + next, MIDDLE - next);
        view! {
            <path class="chart__bar" d=outline />
            <text class="chart__label" x="0" y=middle>
                {part.label}
            </text>
            <text class="chart__value" x=WIDTH y=middle text-anchor="end">
                {part.value}
            </text>
        }
    });
    let (count, steps) = (half.len(), steps.collect_view());
    frame(name, STEP * u32::try_from(count).unwrap_or_default(), steps.into_any())
}

/// Bars below each other, each with its words above it.
#[component]
pub fn BarChart(
    /// What it shows.
    #[prop(into)]
    name: String,
    /// The bars.
    parts: Vec<Part>,
) -> impl IntoView {
    let widths = widths(&parts, WIDTH);
    let count = parts.len();
    let bars = parts.into_iter().zip(widths).enumerate().map(|(index, (part, width))| {
        let top = BAR * u32::try_from(index).unwrap_or_default();
        view! {
            <text class="chart__label" x="0" y=top + 16>
                {part.label}
            </text>
            <text class="chart__value" x=WIDTH y=top + 16 text-anchor="end">
                {part.value}
            </text>
            <rect class="chart__ground" x="0" y=top + 22 width=WIDTH height="14" rx="3" />
            <rect class="chart__bar" data-level=part.level x="0" y=top + 22 width=width height="14" rx="3" />
        }
    });
    let bars = bars.collect_view();
    frame(name, BAR * u32::try_from(count).unwrap_or_default(), bars.into_any())
}

/// The numbers of a chart: a table with a heading for each row.
#[component]
pub fn Numbers(
    /// What they are about.
    #[prop(into)]
    caption: String,
    /// The headings; the first is that of the rows' own.
    head: Vec<&'static str>,
    /// Each row's heading, and its cells.
    rows: Vec<(String, Vec<String>)>,
) -> impl IntoView {
    let row = |(name, cells): (String, Vec<String>)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cells.into_iter().map(|it| view! { <td>{it}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <table class="chart__numbers">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>{head.into_iter().map(|it| view! { <th scope="col">{it}</th> }).collect_view()}</tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

fn frame(name: String, height: u32, inner: AnyView) -> impl IntoView {
    let size = format!("0 0 {WIDTH} {}", height.max(1));
    view! {
        <svg class="chart" role="img" aria-label=name viewBox=size focusable="false">
            {inner}
        </svg>
    }
}

/// How far each part reaches, the largest as far as there is room.
fn widths(parts: &[Part], room: u32) -> Vec<u32> {
    let most = parts.iter().map(|it| it.value).max().unwrap_or_default().max(1);
    let scaled = |value: u32| u64::from(value) * u64::from(room) / u64::from(most);
    let width = |it: &Part| u32::try_from(scaled(it.value)).unwrap_or(room).max(if it.value == 0 { 0 } else { LEAST });
    parts.iter().map(width).collect()
}
