//! What the week needs, what if it were otherwise, and the six levers.

use crate::format;
use crate::i18n::t;
use crate::ui::field::Field;
use crate::words;
use domain::funnel::{Figure, Lever, Refill, Report};
use leptos::prelude::*;
use std::sync::Arc;

/// The most that can be typed: more is a slip.
const MOST: u32 = 999;

/// The week, with two numbers to try.
#[component]
pub fn Week(refill: Refill) -> impl IntoView {
    let it = &t().funnel;
    let deals = RwSignal::new(refill.deals_per_week.to_string());
    let ratio = RwSignal::new(refill.prospects_per_deal.map(|it| it.to_string()).unwrap_or_default());
    let read = |text: &str| text.trim().parse::<u32>().ok().filter(|it| *it <= MOST);
    let wrong = move |text: RwSignal<String>| {
        Signal::derive(move || {
            let is_wrong = text.with(|it| !it.trim().is_empty() && read(it).is_none());
            if is_wrong { t().funnel.no_number.to_owned() } else { String::new() }
        })
    };
    let wished = move || Some(refill.what_if(deals.with(|it| read(it))?, ratio.with(|it| read(it))?));
    let number = |name: &'static str, value: Option<u32>| {
        let value = value.map_or_else(|| t().funnel.none.to_owned(), |it| it.to_string());
        view! { <span>{name} " " <strong>{value}</strong></span> }
    };
    view! {
        <section class="funnel__card" aria-labelledby="refill">
            <h2 id="refill">{it.refill}</h2>
            <p class="funnel__note">{it.refill_note}</p>
            <div class="funnel__inputs">
                <Field
                    id="funnel-deals"
                    label=it.deals_per_week
                    value=deals
                    kind="number"
                    min="0"
                    error=wrong(deals)
                />
                <Field
                    id="funnel-ratio"
                    label=it.prospects_per_deal
                    value=ratio
                    kind="number"
                    min="0"
                    error=wrong(ratio)
                />
            </div>
            <p class="funnel__outcome" role="status">
                {move || number(it.needed, wished().and_then(|it| it.needed))}
                {number(it.come, Some(refill.come))}
                {move || number(it.gap, wished().and_then(|it| it.gap))}
            </p>
        </section>
    }
}

/// The six levers, each with the figure that it moves.
#[component]
pub fn Levers(report: Arc<Report>) -> impl IntoView {
    let row = |lever: Lever| {
        view! {
            <li>
                {words::lever(lever)}
                <span class="funnel__figure">{figure(lever.figure(&report))}</span>
            </li>
        }
    };
    view! {
        <section class="funnel__card" aria-labelledby="levers">
            <h2 id="levers">{t().funnel.levers}</h2>
            <ol class="funnel__levers">{Lever::ALL.map(row).into_iter().collect_view()}</ol>
        </section>
    }
}

/// A lever's figure, in words.
fn figure(figure: Figure) -> String {
    let it = &t().lever;
    let days = |days: Option<u32>| days.map_or_else(|| t().funnel.none.to_owned(), |it| t().date.days(&it));
    match figure {
        Figure::New(new) => it.new_prospects(&new),
        Figure::Hopeless(count, took) => it.hopeless(&count, &days(took)),
        Figure::Asked(None) => it.asked(&0, &0),
        Figure::Asked(Some(rate)) => it.asked(&rate.numerator, &rate.denominator),
        Figure::Price(price) => it.price(&price.map_or_else(|| t().funnel.none.to_owned(), format::money)),
        Figure::Days(took) => it.took(&days(took)),
        Figure::Gap(gap) => it.lacking(&gap.map_or_else(|| t().funnel.none.to_owned(), |it| it.to_string())),
    }
}
