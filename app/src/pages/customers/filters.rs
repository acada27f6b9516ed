//! What narrows the list: words, the level, and what stands behind it; each choice says how many it would bring.

use super::PAUSE;
use crate::i18n::{of_store, t};
use crate::state::customers::{counted, use_today, wished_colours, wished_models};
use crate::state::engine::use_engine;
use crate::state::late::rested;
use crate::state::lists::{List, Look};
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipChoice;
use crate::ui::icon::IconName;
use crate::ui::search_field::SearchField;
use crate::ui::select::Select;
use crate::words;
use domain::catalogue::Kind;
use domain::level::Level;
use domain::list::{Counts, Filter, Mark, Sort};
use domain::port::Row;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// After so long without a letter the address says what was typed: to change it costs the browser more than to search. Whoever leaves the
/// field before is not waited for.
const SETTLES: Duration = Duration::from_millis(400);

/// The filters of the list.
#[component]
pub fn Filters(
    /// What the address holds.
    list: Memo<List>,
    /// Those whom the words find.
    found: Memo<Vec<Arc<Row>>>,
    /// What is typed and not in the address yet.
    typed: RwSignal<Option<String>>,
    /// Puts another list into the address.
    put: Callback<List>,
) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let (later_list, later_found) = (rested(list, PAUSE), rested(found, PAUSE));
    let counts = Memo::new(move |_| counted(&later_found.read(), today, &later_list.read().filter));
    let narrow = move |change: &dyn Fn(&mut Filter)| {
        let mut list = list.get_untracked();
        change(&mut list.filter);
        put.run(list);
    };
    let levels = Signal::derive(move || levels(&counts.read(), &list.read()));
    let standings = Signal::derive(move || {
        counts.with(|all| {
            let one = |(it, count): &(_, usize)| {
                (words::standing_key(*it).to_owned(), t().customers.counted(count, &words::standing(*it)))
            };
            any().chain(all.standings.iter().map(one)).collect::<Vec<_>>()
        })
    });
    let marks = Signal::derive(move || {
        counts.with(|all| {
            let one =
                |(it, count): &(Mark, usize)| (it.code().to_owned(), t().customers.counted(count, &words::mark(*it)));
            any().chain(all.marks.iter().map(one)).collect::<Vec<_>>()
        })
    });
    let sources = Signal::derive(move || {
        let named = |it: &domain::store::Source| (it.code.clone(), of_store(&it.zh, &it.en).to_owned());
        engine.store.with(|store| any().chain(store.sources.iter().map(named)).collect::<Vec<_>>())
    });
    let models = Signal::derive(move || {
        any().chain(wished_models(engine).into_iter().map(|it| (it.clone(), it))).collect::<Vec<_>>()
    });
    let colours = Signal::derive(move || {
        any().chain(wished_colours(engine).into_iter().map(|it| (it.clone(), it))).collect::<Vec<_>>()
    });
    let steps = Signal::derive(move || {
        let named = |it: &domain::catalogue::Item| (it.code.clone(), words::item(it).to_owned());
        engine.store.with(|store| any().chain(store.catalogue.all(Kind::Step).iter().map(named)).collect::<Vec<_>>())
    });
    let sorts = Sort::ALL.map(|it| (it.code().to_owned(), words::sort(it).to_owned())).to_vec();
    let level = Signal::derive(move || list.read().filter.level);
    let standing = move || list.read().filter.standing.map(words::standing_key).unwrap_or_default().to_owned();
    let mark = move || list.read().filter.mark.map(Mark::code).unwrap_or_default().to_owned();
    let is_narrowed = Memo::new(move |_| list.read().is_narrowed());
    // The board's columns are the levels, each in the order of urgency.
    let is_board = Memo::new(move |_| list.read().look == Look::Board);
    view! {
        <div class="customers__filters" role="search">
            <Search list=list typed=typed put=put />
            <Show when=move || !is_board.get()>
                <ChipChoice
                    name="level"
                    legend=t().customers.by_level
                    hide_legend=true
                    options=levels
                    value=level
                    on_choose=move |level| narrow(&|it| it.level = level)
                />
            </Show>
            <div class="customers__selects">
                <Select
                    id="by-due"
                    label=t().customers.by_standing
                    options=standings
                    value=Signal::derive(standing)
                    on_choose=move |key: String| narrow(&|it| it.standing = words::parse_standing(&key))
                />
                <Select
                    id="by-mark"
                    label=t().customers.by_mark
                    options=marks
                    value=Signal::derive(mark)
                    on_choose=move |key: String| narrow(&|it| it.mark = Mark::parse(&key))
                />
                <Select
                    id="by-source"
                    label=t().field.source
                    options=sources
                    value=Signal::derive(move || list.read().filter.source.clone())
                    on_choose=move |key: String| narrow(&|it| it.source.clone_from(&key))
                />
                <Select
                    id="by-model"
                    label=t().field.model
                    options=models
                    value=Signal::derive(move || list.read().filter.model.clone())
                    on_choose=move |key: String| narrow(&|it| it.model.clone_from(&key))
                />
                <Select
                    id="by-colour"
                    label=t().field.colour
                    options=colours
                    value=Signal::derive(move || list.read().filter.colour.clone())
                    on_choose=move |key: String| narrow(&|it| it.colour.clone_from(&key))
                />
                <Select
                    id="by-step"
                    label=t().steps.by_step
                    options=steps
                    value=Signal::derive(move || list.read().filter.step.clone())
                    on_choose=move |key: String| narrow(&|it| it.step.clone_from(&key))
                />
                <Show when=move || !is_board.get()>
                    <Select
                        id="sort"
                        label=t().customers.sort
                        options=sorts.clone()
                        value=Signal::derive(move || list.read().sort.code().to_owned())
                        on_choose=move |key: String| {
                            put.run(List { sort: Sort::parse(&key).unwrap_or_default(), ..list.get_untracked() });
                        }
                    />
                </Show>
                <Show when=move || is_narrowed.get()>
                    <Button
                        label=t().customers.clear.to_owned()
                        loudness=Loudness::Quiet
                        icon=IconName::Close
                        on_press=move |()| {
                            typed.set(None);
                            put.run(list.get_untracked().cleared());
                        }
                    />
                </Show>
            </div>
        </div>
    }
}

/// The field in which one searches.
#[component]
fn Search(list: Memo<List>, typed: RwSignal<Option<String>>, put: Callback<List>) -> impl IntoView {
    let settle = move |text: String| {
        // Whoever has typed on settles it later.
        if typed.try_with_untracked(|it| it.as_ref() == Some(&text)) == Some(true) {
            let mut list = list.get_untracked();
            if list.filter.text == text {
                typed.set(None);
            } else {
                list.filter.text = text;
                put.run(list);
            }
        }
    };
    let arrived = move |text: &String, _: Option<&String>, _: Option<()>| {
        if typed.get_untracked().as_ref() == Some(text) {
            typed.set(None);
        }
    };
    Effect::watch(move || list.read().filter.text.clone(), arrived, false);
    let set = move |text: String| {
        typed.set(Some(text.clone()));
        set_timeout(move || settle(text), SETTLES);
    };
    let input = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        if crate::platform::events::is_composing(&event) { typed.set(Some(text)) } else { set(text) }
    };
    view! {
        <SearchField label=t().customers.search>
            <input
                type="search"
                id="search"
                class="field__input"
                placeholder=t().customers.search
                autocapitalize="none"
                spellcheck="false"
                prop:value=move || {
                    let settled = list.read().filter.text.clone();
                    typed.get_untracked().unwrap_or(settled)
                }
                on:input=input
                on:compositionend=move |event| set(event_target_value(&event))
                on:change=move |event| settle(event_target_value(&event))
            />
        </SearchField>
    }
}

fn any() -> std::iter::Once<(String, String)> {
    std::iter::once((String::new(), t().customers.all.to_owned()))
}

/// The levels that occur, and the one that is chosen.
fn levels(counts: &Counts, list: &List) -> Vec<(Option<Level>, String)> {
    let of_look = |it: &&(Level, usize)| list.look == Look::FollowUps || it.0.is_open();
    let is_there = |it: &&(Level, usize)| it.1 > 0 || list.filter.level == Some(it.0) || it.0.is_open();
    let one = |(it, count): &(Level, usize)| (Some(*it), t().customers.counted(count, &it.code()));
    let levels = counts.levels.iter().filter(of_look).filter(is_there).map(one);
    std::iter::once((None, t().customers.all.to_owned())).chain(levels).collect()
}
