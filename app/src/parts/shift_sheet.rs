//! Moving a customer to another level: what a drag on the board does, and the sheet that does it without one.

use crate::clock::{Clock, use_clock};
use crate::i18n::t;
use crate::parts::board_card::handle_id;
use crate::parts::doing::{Doing, use_doing};
use crate::platform::dom;
use crate::state::customers::use_today;
use crate::state::engine::{Engine, use_engine};
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::{Button, Loudness};
use crate::ui::level_badge::LevelBadge;
use crate::ui::notice::ErrorText;
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use domain::board::{Shift, judgement, shift};
use domain::command::Command;
use domain::id::CustomerId;
use domain::level::Level;
use domain::port::Row;
use leptos::prelude::*;
use std::sync::Arc;

/// Moves customers to other levels.
#[derive(Clone, Copy)]
pub struct Shifting {
    engine: Engine,
    clock: Clock,
    /// What is being done, and why the last move was not.
    pub doing: Doing,
}

/// A way to move customers to other levels.
pub fn use_shifting() -> Shifting {
    Shifting { engine: use_engine(), clock: use_clock(), doing: use_doing() }
}

impl Shifting {
    /// Moves a customer, if the rules let it; `after` runs when it is done, or if there was nothing to do.
    pub fn run(self, row: &Row, level: Level, after: impl FnOnce() + 'static) {
        let now = self.clock.exact();
        let said = match shift(row, level, now) {
            Err(rule) => return self.doing.error.set(t().board.refused(&row.name, &words::rule(rule))),
            Ok(Shift::Stays) => return after(),
            Ok(Shift::Confirms) => t().judge.confirmed(&level),
            Ok(Shift::Judges) => t().judge.saved(&level),
        };
        let judged = self.engine.store.with_untracked(|store| {
            let policy = store.policy(now);
            judgement(row, level, policy, policy.zone.day(now))
        });
        self.doing.run(Command::Judge(row.id, judged), said, move |_| after());
    }
}

/// The sheet that moves a customer to another level.
#[component]
pub fn ShiftSheet(
    /// Whom.
    id: CustomerId,
) -> impl IntoView {
    let (sheets, engine) = (use_sheets(), use_engine());
    let row = engine.rows.with_untracked(|rows| rows.get(&id).cloned());
    let title = row.as_ref().map(|it| t().board.sheet(&it.name)).unwrap_or_default();
    view! {
        <Sheet title=title on_closed=move |()| sheets.clear()>
            {row.map(|it| view! { <Body row=it /> })}
        </Sheet>
    }
}

#[component]
fn Body(row: Arc<Row>) -> impl IntoView {
    let (today, sheets, closer, shifting) = (use_today(), use_sheets(), use_closer(), use_shifting());
    let id = row.id;
    let now = today.glance().0;
    let option = move |level: Level| {
        let row = row.clone();
        let found = shift(&row, level, now);
        let note = match found {
            Err(rule) => words::rule(rule),
            Ok(Shift::Stays) => t().board.here,
            Ok(Shift::Confirms) if level == row.level => t().board.confirm,
            Ok(Shift::Confirms | Shift::Judges) => "",
        };
        let choose = move |_| {
            shifting.run(&row, level, move || {
                closer.close();
                // The card stands in another column now, and so does its button.
                request_animation_frame(move || dom::focus(&format!("#{}", handle_id(id))));
            });
        };
        view! {
            <li>
                <button
                    type="button"
                    class="shift-sheet__level"
                    disabled=!matches!(found, Ok(Shift::Confirms | Shift::Judges))
                    on:click=choose
                >
                    <LevelBadge level=level />
                    <span>{words::meaning(level)}</span>
                    {(!note.is_empty()).then(|| view! { <span class="shift-sheet__note">{note}</span> })}
                </button>
            </li>
        }
    };
    view! {
        <div class="stack">
            <ul class="shift-sheet__levels">{Level::OPEN.map(option).collect_view()}</ul>
            <ErrorText text=shifting.doing.error />
            <Button label=t().board.judge.to_owned() loudness=Loudness::Quiet on_press=move |()| sheets.open(Open::Judge(id)) />
        </div>
    }
}
