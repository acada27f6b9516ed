//! A customer in a list: who, how hot, until when, what was said last, and what one does next.

use crate::format;
use crate::i18n::t;
use crate::pages::customer::orders::call_key;
use crate::routes::href;
use crate::state::calls::use_calls;
use crate::state::customers::{Today, use_today};
use crate::state::engine::use_engine;
use crate::state::selection::use_selection;
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::{Icon, IconName};
use crate::ui::level_badge::LevelBadge;
use crate::words;
use domain::id::CustomerId;
use domain::port::{Agreed, Row};
use domain::view::Standing;
use leptos::prelude::*;
use std::sync::Arc;

/// What a row is shown for; it decides the actions and the line that counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// The follow-up.
    FollowUp,
    /// The confirmation of the level.
    Confirm,
    /// A call-back after the delivery.
    CallBack,
    /// The agreed deliveries.
    Delivery,
    /// What was done today.
    Done,
}

/// A customer in a list.
#[component]
pub fn CustomerRow(
    /// Who.
    id: CustomerId,
    /// What for.
    #[prop(default = Purpose::FollowUp)]
    purpose: Purpose,
    /// Whether it can be picked, while one picks.
    #[prop(optional)]
    picks: bool,
) -> impl IntoView {
    let (engine, today, selection) = (use_engine(), use_today(), use_selection());
    // When another customer changes, this one is looked up and not described anew.
    let row = Memo::new(move |_| engine.row(id));
    let face = Memo::new(move |_| row.get().map(|row| Face::of(row, purpose, today, picks && selection.is_on())));
    view! { {move || face.get().map(|face| view! { <Content face=face purpose=purpose /> })} }
}

/// A row as it looks now: drawn anew as a whole when anything of it changes, which costs less than a place of its own for each.
#[derive(Clone, PartialEq)]
struct Face {
    row: Arc<Row>,
    /// The line that counts.
    line: String,
    /// The value of `data-due`.
    due: &'static str,
    is_locked: bool,
    is_stale: bool,
    is_movable: bool,
    /// One picks customers.
    picks: bool,
}

impl Face {
    fn of(row: Arc<Row>, purpose: Purpose, today: Today, picks: bool) -> Self {
        let (now, day, zone) = (today.now(), today.day(), today.zone());
        let standing = row.standing(now, day);
        let line = match (purpose, row.confirm_by) {
            (Purpose::Confirm, Some(by)) if now > by => t().row.confirm_late(&format::span(now.since(by))),
            (Purpose::Confirm, Some(by)) => t().row.confirm_left(&format::span(by.since(now))),
            (Purpose::CallBack, _) => row.call_back.map_or_else(String::new, |(_, call, due)| {
                let date = format::day(due, day);
                t().call_back.line(&words::call(call), &date, &format::away(due, day))
            }),
            (Purpose::Delivery, _) => {
                let one =
                    |it: &Agreed| t().row.delivery(&format::day(it.day, day), &it.model, &format::away(it.day, day));
                row.deliveries.iter().map(one).collect::<Vec<_>>().join(t().calendar.and)
            }
            (Purpose::Done, _) => {
                let at = row.reached.map(|it| format::time(it, zone)).unwrap_or_default();
                t().row.done(&at, &words::due_line(&row, now, day, zone))
            }
            _ => words::due_line(&row, now, day, zone),
        };
        let due = match purpose {
            Purpose::FollowUp => words::standing_key(standing),
            Purpose::Confirm if row.confirm_by.is_some_and(|by| now > by) => "locked",
            Purpose::Confirm => "unconfirmed",
            Purpose::CallBack => row.call_back.map_or("later", |(_, _, due)| call_key(due, day)),
            Purpose::Delivery => row.deliveries.iter().map(|it| it.day).min().map_or("later", |it| call_key(it, day)),
            Purpose::Done => "done",
        };
        let is_locked = standing == Standing::Locked;
        let is_movable = purpose == Purpose::FollowUp && !matches!(standing, Standing::Locked | Standing::Nothing);
        let is_stale = row.is_stale(day) && !is_locked;
        Self { row, line, due, is_locked, is_stale, is_movable, picks }
    }
}

#[component]
fn Content(face: Face, purpose: Purpose) -> impl IntoView {
    let (selection, sheets, engine) = (use_selection(), use_sheets(), use_engine());
    let Face { row, line, due, is_locked, is_stale, is_movable, picks } = face;
    let (id, call) = (row.id, row.call_back);
    let source = engine.store.with_untracked(|store| words::source(store, &row.source).to_owned());
    let asks = match (purpose, row.call_back) {
        (Purpose::CallBack, Some((order, call, _))) => Open::CallBack(id, order, call),
        _ => Open::Called(id),
    };
    let calls = use_calls();
    let phone = (!row.phone.is_empty()).then(|| {
        let label = t().row.call(&row.name);
        view! {
            <a
                class="customer-row__phone"
                href=format!("tel:{}", row.phone)
                rel="external"
                on:click=move |_| calls.made(asks)
            >
                <Icon name=IconName::Phone />
                <span class="visually-hidden">{label}</span>
                <span>{domain::phone::masked(&row.phone)}</span>
            </a>
        }
    });
    let act = match (purpose, call) {
        (Purpose::Confirm, _) => {
            view! { <Button label=t().row.confirm.to_owned() loudness=Loudness::Primary on_press=move |()| sheets.open(Open::Judge(id)) /> }
        }
        (Purpose::CallBack, Some((order, call, _))) => {
            let open = move |()| sheets.open(Open::CallBack(id, order, call));
            view! { <Button label=t().call_back.record.to_owned() loudness=Loudness::Primary on_press=open /> }
        }
        _ => {
            let loudness = if purpose == Purpose::Done { Loudness::Plain } else { Loudness::Primary };
            view! { <Button label=t().row.contact.to_owned() loudness=loudness on_press=move |()| sheets.open(Open::Contact(id)) /> }
        }
    };
    let name = row.name.clone();
    let flags = [
        row.sample.then(|| t().sample.mark.to_owned()),
        row.application.map(|it| t().row.applied(&words::meaning(it.level))),
        row.refused.map(|_| t().row.refused.to_owned()),
    ];
    let pick = picks.then(|| {
        let label = t().customers.pick_one(&row.name);
        view! {
            <label class="customer-row__pick">
                <input
                    type="checkbox"
                    aria-label=label
                    prop:checked=move || selection.has(id)
                    on:change=move |_| selection.toggle(id)
                />
            </label>
        }
    });
    let move_it = is_movable.then(|| {
        view! {
            <Button
                label=t().row.moving.to_owned()
                loudness=Loudness::Quiet
                on_press=move |()| sheets.open(Open::Move(id))
            />
        }
    });
    view! {
        <article class="customer-row" data-due=due data-picked=picks.then_some(move || selection.has(id).then_some(""))>
            {pick}
            <LevelBadge level=row.level provisional=row.confirm_by.is_some() />
            <div class="customer-row__who">
                <h3 class="customer-row__name">
                    <a href=href::customer(id)>{name}</a>
                </h3>
                <p class="customer-row__facts">
                    {phone} <span>{source}</span>
                    {flags.into_iter().flatten().map(|it| view! { <span class="customer-row__flag">{it}</span> }).collect_view()}
                    {(row.conflicts > 0).then(|| view! { <span class="customer-row__flag">{t().row.conflict}</span> })}
                    {is_stale.then(|| view! { <span class="customer-row__flag">{t().row.stale}</span> })}
                </p>
            </div>
            <p class="customer-row__due">
                <Icon name=if is_locked { IconName::Lock } else { IconName::Clock } />
                <span>{line}</span>
            </p>
            {(!row.last_note.is_empty()).then(|| view! { <p class="customer-row__note">{row.last_note.clone()}</p> })}
            <div class="customer-row__actions">
                {move_it} {act}
            </div>
        </article>
    }
}
