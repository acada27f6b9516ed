//! What would become of each row, before anything is written.

use super::rejects::{self, RejectButtons};
use super::saving;
use super::{Import, Step, StepTitle};
use crate::format;
use crate::i18n::t;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipChoice;
use crate::ui::level_badge::LevelBadge;
use crate::ui::notice::{Notice, Tone};
use crate::words;
use domain::import::{Found, Verdict};
use leptos::prelude::*;

/// Rows drawn at first, and more at each wish.
const SHOWN: usize = 30;

/// Which rows are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Ready,
    Problems,
    Duplicates,
}

impl Part {
    const fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Ready(..) => Self::Ready,
            Verdict::Problems(_) => Self::Problems,
            Verdict::Duplicate(_) => Self::Duplicates,
        }
    }
}

/// The third step.
#[component]
pub(super) fn Preview(import: Import) -> impl IntoView {
    let engine = use_engine();
    let found = import.found.get_untracked();
    let count = |part| found.iter().filter(|it| Part::of(&it.verdict) == part).count();
    let (ready, problems, duplicates) = (count(Part::Ready), count(Part::Problems), count(Part::Duplicates));
    let it = &t().import;
    let options = vec![
        (Part::Ready, it.ready(&ready)),
        (Part::Problems, it.problems(&problems)),
        (Part::Duplicates, it.duplicates(&duplicates)),
    ];
    let part = RwSignal::new(if problems > 0 { Part::Problems } else { Part::Ready });
    let limit = RwSignal::new(SHOWN);
    let of_part = Memo::new(move |_| {
        let part = part.get();
        import.found.with(|all| {
            (0..all.len()).filter(|at| all.get(*at).is_some_and(|it| Part::of(&it.verdict) == part)).collect::<Vec<_>>()
        })
    });
    let shown = move || of_part.with(|it| it.iter().take(limit.get()).copied().collect::<Vec<_>>());
    let rest = move || of_part.read().len().saturating_sub(limit.get());
    view! {
        <section class="panel stack">
            <StepTitle text=it.preview />
            <p class="import__hint">{it.preview_hint}</p>
            <ChipChoice
                name="part"
                legend=it.show
                hide_legend=true
                options=options
                value=part
                on_choose=move |chosen| {
                    limit.set(SHOWN);
                    part.set(chosen);
                }
            />
            <ul class="rows import__rows">
                <For each=shown key=|at| *at let:at>
                    <PreviewRow import=import at=at />
                </For>
            </ul>
            <Show when=move || of_part.read().is_empty()>
                <p>{t().import.none}</p>
            </Show>
            <Show when=move || { rest() > 0 }>
                <button type="button" class="button" on:click=move |_| limit.update(|it| *it += SHOWN)>
                    {move || t().common.more(&rest())}
                </button>
            </Show>
            {(ready == 0).then(|| view! { <Notice tone=Tone::Warning text=t().import.nothing /> })}
            <div class="cluster">
                {(ready > 0)
                    .then(|| {
                        view! {
                            <Button
                                label=t().import.submit(&ready)
                                loudness=Loudness::Primary
                                on_press=move |()| saving::begin(engine, import)
                            />
                        }
                    })} <Button label=it.back.to_owned() on_press=move |()| import.go(Step::Columns) />
            </div>
            {(!rejects::reasons(import).is_empty()).then(|| view! { <RejectButtons import=import /> })}
        </section>
    }
}

/// One row of the file.
#[component]
fn PreviewRow(import: Import, at: usize) -> impl IntoView {
    let day = use_today().glance().1;
    let row = import.found.with_untracked(|all| all.get(at).cloned());
    row.map(|row| {
        let number = import.sheet.with_untracked(|it| it.lines.get(row.line).map_or(0, |it| it.number));
        let what = match &row.verdict {
            Verdict::Ready(card, remarks) => {
                let due = card.due.map(|due| t().import.at(&t().import.due, &format::day(due, day)));
                let remarks = remarks.iter().map(|it| words::remark(*it));
                let said: Vec<String> = due.into_iter().chain(remarks).collect();
                view! {
                    <p class="import__who">
                        <LevelBadge level=card.level /> <span>{card.name.clone()}</span> <span>{card.phone.clone()}</span>
                    </p>
                    <p class="import__why">{said.join(" · ")}</p>
                }
                .into_any()
            }
            Verdict::Problems(_) | Verdict::Duplicate(_) => {
                view! {
                    <p class="import__who">{begins(import, &row)}</p>
                    <p class="import__why">{rejects::why(&row.verdict)}</p>
                }
                .into_any()
            }
        };
        view! {
            <li class="import__row">
                <p class="import__number">{t().import.line(&number)}</p>
                <div class="import__what">{what}</div>
            </li>
        }
    })
}

/// What a row begins with, so that one knows which it is.
fn begins(import: Import, row: &Found) -> String {
    import.sheet.with_untracked(|sheet| {
        let cells = sheet.lines.get(row.line).map(|it| it.cells.as_slice()).unwrap_or_default();
        let said = cells.iter().map(|it| it.trim()).filter(|it| !it.is_empty());
        let short = said.map(|it| it.chars().take(20).collect::<String>());
        short.take(3).collect::<Vec<_>>().join(" · ")
    })
}
