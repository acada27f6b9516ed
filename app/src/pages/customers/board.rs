//! The board 看板: a column for each level; a card that is dragged to another column is judged so.

use super::filters::Filters;
use super::{Head, Listing, use_listing};
use crate::i18n::t;
use crate::parts::board_card::BoardCard;
use crate::parts::shift_sheet::use_shifting;
use crate::platform::{drag, events};
use crate::shell::WhenLoaded;
use crate::state::customers::{boarded, use_today};
use crate::state::engine::{Engine, use_engine};
use crate::state::lists::List;
use crate::ui::level_badge::{LevelBadge, level_key};
use crate::ui::notice::ErrorText;
use crate::words;
use domain::board::{Column, Shift, shift};
use domain::id::CustomerId;
use domain::level::Level;
use leptos::prelude::*;
use leptos::{ev, html};

/// Cards of a column drawn at first, and more at each wish: five columns draw sixty.
const SHOWN: usize = 12;
/// As far as a hand trembles, in pixels.
const TREMBLE: f64 = 8.0;
/// The attribute that names the column one drops into.
const COLUMN: &str = "data-column";

/// A card that a pointer holds.
#[derive(Clone, PartialEq, Debug)]
struct Held {
    id: CustomerId,
    name: String,
    /// Where it was taken up, and where it is, from the corner of the board.
    from: (f64, f64),
    at: (f64, f64),
    /// The level of the column beneath it.
    over: Option<Level>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    /// It has not moved yet.
    Pressed,
    /// It follows the pointer.
    Moves,
    /// It springs back.
    Returns,
}

/// The board.
#[component]
pub fn BoardPage() -> impl IntoView {
    let today = use_today();
    let listing = use_listing(List::read_board);
    let Listing { list, typed, put, found, .. } = listing;
    let all = Memo::new(move |_| boarded(&found.read(), today, &list.read().filter));
    let count = Signal::derive(move || all.with(|it| it.iter().map(|column| column.ids.len()).sum()));
    view! {
        <div class="page customers">
            <Head title=t().board.title count=count listing=listing />
            <Filters list=list found=found typed=typed put=put />
            <WhenLoaded>
                <Board all=all />
            </WhenLoaded>
        </div>
    }
}

#[component]
fn Board(all: Memo<Vec<Column>>) -> impl IntoView {
    let (engine, today, shifting) = (use_engine(), use_today(), use_shifting());
    let board = NodeRef::<html::Div>::new();
    let held = RwSignal::new(None::<Held>);
    let dragged = StoredValue::new(false);
    let hold = Callback::new(move |(id, event): (CustomerId, ev::PointerEvent)| {
        let Some(within) = board.get_untracked().filter(|_| event.button() == 0) else { return };
        let name = engine.rows.with_untracked(|rows| rows.get(&id).map(|it| it.name.clone()));
        drag::hold(&event);
        dragged.set_value(false);
        shifting.doing.error.set(String::new());
        let from = drag::place(&event, &within);
        let name = name.unwrap_or_default();
        held.set(Some(Held { id, name, from, at: from, over: None, stage: Stage::Pressed }));
    });
    let follow = move |event: ev::PointerEvent| {
        let Some(within) = board.get_untracked() else { return };
        let Some(now) = held.get_untracked().filter(|it| it.stage != Stage::Returns) else { return };
        let at = drag::place(&event, &within);
        let far = (at.0 - now.from.0).hypot(at.1 - now.from.1) > TREMBLE;
        if far || now.stage == Stage::Moves {
            dragged.set_value(true);
            let over = drag::under(&event, COLUMN).and_then(|it| Level::parse(&it));
            held.set(Some(Held { at, over, stage: Stage::Moves, ..now }));
        }
    };
    let spring_back = move || {
        held.update(|it| {
            *it = it.take().filter(|it| it.stage == Stage::Moves && it.at != it.from).map(|it| Held {
                at: it.from,
                over: None,
                stage: Stage::Returns,
                ..it
            });
        });
    };
    let drop_it = move |_: ev::PointerEvent| {
        let Some(now) = held.get_untracked().filter(|it| it.stage != Stage::Returns) else { return };
        let row = engine.rows.with_untracked(|rows| rows.get(&now.id).cloned());
        let to = now.over.filter(|_| now.stage == Stage::Moves);
        if let (Some(row), Some(level)) = (row, to)
            && level != row.level
        {
            shifting.run(&row, level, || {});
            if shifting.doing.error.read_untracked().is_empty() {
                return held.set(None);
            }
        }
        spring_back();
    };
    let keys = events::Keys::listen(move |key| {
        let is_used =
            key == "Escape" && held.with_untracked(|it| it.as_ref().is_some_and(|it| it.stage == Stage::Moves));
        if is_used {
            spring_back();
        }
        is_used
    });
    let keys = StoredValue::new_local(Some(keys));
    on_cleanup(move || keys.update_value(|it| *it = None));
    let target = Memo::new(move |_| {
        let held = held.get().filter(|it| it.stage == Stage::Moves)?;
        let (level, row) = (held.over?, engine.row(held.id)?);
        let takes = matches!(shift(&row, level, today.now()), Ok(Shift::Confirms | Shift::Judges));
        (level != row.level).then_some((level, if takes { "takes" } else { "refuses" }))
    });
    let moves = Memo::new(move |_| held.with(|it| it.as_ref().is_some_and(|it| it.stage == Stage::Moves)));
    let columns = Level::OPEN.map(|level| {
        let ids = Memo::new(move |_| {
            all.with(|it| it.iter().find(|it| it.level == level).map(|it| it.ids.clone())).unwrap_or_default()
        });
        view! { <ColumnOf level=level ids=ids target=target on_hold=hold dragged=dragged /> }
    });
    view! {
        <p class="board__hint">{t().board.hint}</p>
        <div class="board__said">
            <ErrorText text=shifting.doing.error />
        </div>
        <div
            class="board"
            node_ref=board
            data-dragging=move || moves.get().then_some("")
            on:pointermove=follow
            on:pointerup=drop_it
            on:pointercancel=move |_| spring_back()
        >
            <div class="board__columns">{columns.into_iter().collect_view()}</div>
            <Targets moves=moves target=target />
            <Ghost engine=engine held=held />
        </div>
    }
}

/// A column: its level, how many stand in it, and the first of them.
#[component]
fn ColumnOf(
    level: Level,
    ids: Memo<Vec<CustomerId>>,
    target: Memo<Option<(Level, &'static str)>>,
    on_hold: Callback<(CustomerId, ev::PointerEvent)>,
    dragged: StoredValue<bool>,
) -> impl IntoView {
    let limit = RwSignal::new(SHOWN);
    let shown = move || ids.with(|it| it.iter().take(limit.get()).copied().collect::<Vec<_>>());
    let rest = move || ids.read().len().saturating_sub(limit.get());
    let title = move || format!("column-{}", level_key(level));
    view! {
        <section
            class="board__column"
            data-column=level.code()
            data-target=move || target.get().filter(|it| it.0 == level).map(|it| it.1)
            aria-labelledby=title()
        >
            <h2 class="board__level" id=title()>
                <LevelBadge level=level />
                " "
                <span>{words::meaning(level)}</span>
                " "
                <span class="board__count">{move || ids.read().len()}</span>
            </h2>
            <ul class="board__cards">
                <For each=shown key=|id| *id let:id>
                    <li>
                        <BoardCard id=id on_hold=on_hold dragged=dragged />
                    </li>
                </For>
            </ul>
            <Show when=move || ids.read().is_empty()>
                <p class="board__none">{t().board.none}</p>
            </Show>
            <Show when=move || { rest() > 0 }>
                <button type="button" class="button" data-variant="quiet" on:click=move |_| limit.update(|it| *it += SHOWN)>
                    {move || t().common.more(&rest())}
                </button>
            </Show>
        </section>
    }
}

/// Where the columns are wider than the screen: all levels in a row, for as long as one drags.
#[component]
fn Targets(moves: Memo<bool>, target: Memo<Option<(Level, &'static str)>>) -> impl IntoView {
    let one = move |level: Level| {
        view! {
            <div
                class="board__target"
                data-column=level.code()
                data-target=move || target.get().filter(|it| it.0 == level).map(|it| it.1)
            >
                <LevelBadge level=level />
            </div>
        }
    };
    view! {
        <Show when=move || moves.get()>
            <div class="board__targets" aria-hidden="true">
                {Level::OPEN.map(one).collect_view()}
            </div>
        </Show>
    }
}

/// The card under the pointer.
#[component]
fn Ghost(engine: Engine, held: RwSignal<Option<Held>>) -> impl IntoView {
    let moving = Memo::new(move |_| held.get().filter(|it| it.stage != Stage::Pressed));
    let who = Memo::new(move |_| moving.get().map(|it| (it.id, it.name)));
    let place = move || moving.get().map(|it| format!("{}px {}px", it.at.0, it.at.1)).unwrap_or_default();
    let returns = move || moving.with(|it| it.as_ref().is_some_and(|it| it.stage == Stage::Returns));
    move || {
        who.get().map(|(id, name)| {
            let level = engine.rows.with_untracked(|rows| rows.get(&id).map(|it| it.level));
            view! {
                <div
                    class="board__ghost"
                    aria-hidden="true"
                    style:translate=place
                    data-returns=move || returns().then_some("")
                    on:transitionend=move |_| held.set(None)
                >
                    {level.map(|it| view! { <LevelBadge level=it /> })}
                    <span>{name}</span>
                </div>
            }
        })
    }
}
