//! The figures of a day: a line for each advisor, or tiles for one.

use crate::api::daily::Report;
use crate::format;
use crate::i18n::t;
use crate::parts::people_table::PeopleTable;
use crate::state::customers::use_today;
use domain::daily::{Daily, Figures};
use domain::instant::Instant;
use leptos::prelude::*;
use std::sync::Arc;

/// A figure: its label, its number, what stands below it, and how grave it is.
struct Figure {
    label: &'static str,
    number: String,
    note: String,
    tone: Option<&'static str>,
}

/// All figures, in the order in which they are read. `seen` is when the device was last seen that may bring what is unknown.
fn figures(it: &Figures, seen: Option<Instant>) -> Vec<Figure> {
    let (words, now) = (&t().daily, use_today().glance().0);
    let plain =
        |label: &'static str, number: u32, note: String| Figure { label, number: number.to_string(), note, tone: None };
    let some = |count: u32, said: &dyn Fn(&u32) -> String| if count > 0 { said(&count) } else { String::new() };
    let join = |parts: Vec<String>| parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
    let levels = it.new.iter().map(|(level, count)| format!("{level} {count}")).collect::<Vec<_>>().join(" · ");
    let unknown = match seen {
        Some(seen) if it.unknown > 0 => words.unknown_since(&it.unknown, &format::ago(seen, now)),
        _ => some(it.unknown, &|n| words.unknown(n)),
    };
    let due = join(vec![some(it.missed, &|n| words.missed(n)), unknown, some(it.still_due, &|n| words.still_due(n))]);
    let warm = |is: bool| is.then_some("warm");
    vec![
        Figure {
            label: words.arrivals,
            number: it.arrivals.map_or_else(|| "–".to_owned(), |it| it.to_string()),
            note: String::new(),
            tone: None,
        },
        plain(words.new, it.begun(), levels),
        plain(words.contacts, it.reached, some(it.not_reached, &|n| words.not_reached(n))),
        Figure { tone: warm(it.missed > 0), ..plain(words.due, it.done, due) },
        plain(words.test_drives, it.test_drives, some(it.quotations, &|n| words.quoted(n))),
        plain(words.orders, it.orders, some(it.cancelled, &|n| words.cancelled(n))),
        plain(words.deliveries, it.deliveries, String::new()),
        plain(words.defeats, it.defeats, some(it.hopeless, &|n| words.hopeless(n))),
        Figure { tone: warm(it.locked > 0), ..plain(words.locked, it.locked, some(it.locks, &|n| words.fell(n))) },
        plain(words.due_tomorrow, it.due_tomorrow, String::new()),
    ]
}

/// A line for each advisor, and their sum.
#[component]
pub fn Everybody(report: Arc<Report>) -> impl IntoView {
    let heads =
        figures(&report.total, None).into_iter().map(|it| view! { <th scope="col">{it.label}</th> }).collect_view();
    let line = |name: String, it: &Figures, seen: Option<Instant>| {
        let cell = |it: Figure| {
            view! {
                <td data-label=it.label data-tone=it.tone>
                    <span class="team__figure">{it.number}</span>
                    {(!it.note.is_empty()).then(|| view! { <small class="daily__note">{it.note}</small> })}
                </td>
            }
        };
        view! {
            <tr>
                <th scope="row">
                    <span class="team__name">{name}</span>
                </th>
                {figures(it, seen).into_iter().map(cell).collect_view()}
            </tr>
        }
    };
    let lines = report
        .advisors
        .iter()
        .map(|it| line(it.daily.advisor_name.clone(), &it.daily.figures, it.daily.last_seen))
        .collect_view();
    let total = (report.advisors.len() > 1).then(|| line(t().team.total.to_owned(), &report.total, None));
    view! {
        <PeopleTable class="daily__table" label=t().daily.title>
                <caption class="visually-hidden">{t().daily.title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t().team.advisor}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
                {total.map(|it| view! { <tfoot>{it}</tfoot> })}
        </PeopleTable>
        <p class="daily__about">{t().daily.due_note}</p>
    }
}

/// The figures of one advisor.
#[component]
pub fn Tiles(daily: Arc<Daily>) -> impl IntoView {
    // What only the register of the reception knows is not shown without it.
    let known =
        figures(&daily.figures, daily.last_seen).into_iter().skip(usize::from(daily.figures.arrivals.is_none()));
    let tile = |it: Figure| {
        view! {
            <div class="daily__tile" data-tone=it.tone>
                <dt>{it.label}</dt>
                <dd>
                    <span class="team__figure">{it.number}</span>
                    {(!it.note.is_empty()).then(|| view! { <small class="daily__note">{it.note}</small> })}
                </dd>
            </div>
        }
    };
    view! {
        <dl class="daily__tiles">{known.map(tile).collect_view()}</dl>
        <p class="daily__about">{t().daily.due_note}</p>
    }
}
