//! A customer in a list: who, how hot, until when, what was said last, and what one does next.

use crate::format;
use crate::i18n::t;
use crate::pages::customer::orders::call_key;
use crate::routes::href;
use crate::state::calls::use_calls;
use crate::state::customers::use_today;
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
use leptos_router::components::A;
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
    let engine = use_engine();
    let row = Memo::new(move |_| engine.row(id));
    view! { {move || row.get().map(|row| view! { <Content row=row purpose=purpose picks=picks /> })} }
}

#[component]
fn Content(row: Arc<Row>, purpose: Purpose, picks: bool) -> impl IntoView {
    let selection = use_selection();
    let (today, sheets, engine) = (use_today(), use_sheets(), use_engine());
    let id = row.id;
    let line = {
        let row = row.clone();
        Memo::new(move |_| {
            let (now, day, zone) = (today.now(), today.day(), today.zone());
            match (purpose, row.confirm_by) {
                (Purpose::Confirm, Some(by)) if now > by => t().row.confirm_late(&format::span(now.since(by))),
                (Purpose::Confirm, Some(by)) => t().row.confirm_left(&format::span(by.since(now))),
                (Purpose::CallBack, _) => row.call_back.map_or_else(String::new, |(_, call, due)| {
                    let date = format::day(due, day);
                    t().call_back.line(&words::call(call), &date, &format::away(due, day))
                }),
                (Purpose::Delivery, _) => {
                    let one = |it: &Agreed| {
                        t().row.delivery(&format::day(it.day, day), &it.model, &format::away(it.day, day))
                    };
                    row.deliveries.iter().map(one).collect::<Vec<_>>().join(t().calendar.and)
                }
                (Purpose::Done, _) => {
                    let at = row.reached.map(|it| format::time(it, zone)).unwrap_or_default();
                    t().row.done(&at, &words::due_line(&row, now, day, zone))
                }
                _ => words::due_line(&row, now, day, zone),
            }
        })
    };
    let standing = {
        let row = row.clone();
        Memo::new(move |_| row.standing(today.now(), today.day()))
    };
    let stale = {
        let row = row.clone();
        Memo::new(move |_| row.is_stale(today.day()) && standing.get() != Standing::Locked)
    };
    let call = row.call_back;
    let agreed = row.deliveries.iter().map(|it| it.day).min();
    let late = row.confirm_by.map(|by| Memo::new(move |_| today.now() > by));
    let due_key = move || match purpose {
        Purpose::FollowUp => words::standing_key(standing.get()),
        Purpose::Confirm if late.is_some_and(|it| it.get()) => "locked",
        Purpose::Confirm => "unconfirmed",
        Purpose::CallBack => call.map_or("later", |(_, _, due)| call_key(due, today.day())),
        Purpose::Delivery => agreed.map_or("later", |it| call_key(it, today.day())),
        Purpose::Done => "done",
    };
    let movable =
        move || purpose == Purpose::FollowUp && !matches!(standing.get(), Standing::Locked | Standing::Nothing);
    let due_icon = move || if standing.get() == Standing::Locked { IconName::Lock } else { IconName::Clock };
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
    let act = move || {
        if purpose == Purpose::Confirm {
            view! {
                <Button label=t().row.confirm.to_owned() loudness=Loudness::Primary on_press=move |()| sheets.open(Open::Judge(id)) />
            }
            .into_any()
        } else if let (Purpose::CallBack, Some((order, call, _))) = (purpose, call) {
            let open = move |()| sheets.open(Open::CallBack(id, order, call));
            view! { <Button label=t().call_back.record.to_owned() loudness=Loudness::Primary on_press=open /> }
                .into_any()
        } else {
            let loudness = if purpose == Purpose::Done { Loudness::Plain } else { Loudness::Primary };
            view! { <Button label=t().row.contact.to_owned() loudness=loudness on_press=move |()| sheets.open(Open::Contact(id)) /> }
                .into_any()
        }
    };
    let name = row.name.clone();
    let flags = [
        row.sample.then(|| t().sample.mark.to_owned()),
        row.application.map(|it| t().row.applied(&words::meaning(it.level))),
        row.refused.map(|_| t().row.refused.to_owned()),
    ];
    let pick = {
        let label = t().customers.pick_one(&row.name);
        move || {
            let label = label.clone();
            (picks && selection.is_on()).then(|| {
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
            })
        }
    };
    view! {
        <article class="customer-row" data-due=due_key data-picked=move || (picks && selection.has(id)).then_some("")>
            {pick}
            <LevelBadge level=row.level provisional=row.confirm_by.is_some() />
            <div class="customer-row__who">
                <h3 class="customer-row__name">
                    <A href=href::customer(id)>{name}</A>
                </h3>
                <p class="customer-row__facts">
                    {phone} <span>{source}</span>
                    {flags.into_iter().flatten().map(|it| view! { <span class="customer-row__flag">{it}</span> }).collect_view()}
                    {(row.conflicts > 0).then(|| view! { <span class="customer-row__flag">{t().row.conflict}</span> })}
                    {move || stale.get().then(|| view! { <span class="customer-row__flag">{t().row.stale}</span> })}
                </p>
            </div>
            <p class="customer-row__due">
                <Icon name=Signal::derive(due_icon) />
                <span>{line}</span>
            </p>
            {(!row.last_note.is_empty()).then(|| view! { <p class="customer-row__note">{row.last_note.clone()}</p> })}
            <div class="customer-row__actions">
                <Show when=movable>
                    <Button
                        label=t().row.moving.to_owned()
                        loudness=Loudness::Quiet
                        on_press=move |()| sheets.open(Open::Move(id))
                    />
                </Show>
                {act()}
            </div>
        </article>
    }
}
