//! The orders 订单 of a customer, each with its steps and the one thing to do next, and the call-backs after deliveries.

use crate::format;
use crate::i18n::t;
use crate::parts::doing::use_doing;
use crate::routes::href;
use crate::state::customers::{Today, use_today};
use crate::state::engine::use_engine;
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::ErrorText;
use crate::words;
use domain::command::Command;
use domain::id::CustomerId;
use domain::instant::Day;
use domain::order::{CallBack, Caller, Decision, End, Next, Order};
use domain::port::Card;
use domain::questionnaire::{Given, given};
use leptos::prelude::*;
use leptos_router::components::A;
use std::sync::Arc;

/// The orders of a customer.
#[component]
pub fn Orders(
    /// The card.
    card: Memo<Option<Arc<Card>>>,
    /// Nothing can be done with them.
    #[prop(optional)]
    readonly: bool,
) -> impl IntoView {
    let sheets = use_sheets();
    let number = move || card.get().map_or(0, |it| it.view.orders.len());
    let orders = move || {
        card.get().map(|card| {
            let id = card.view.id;
            let latest = card.view.orders.iter().rev().cloned();
            latest
                .map(|order| view! { <li><OrderCard customer=id order=order readonly=readonly /></li> })
                .collect_view()
        })
    };
    let calls = move || {
        card.get().filter(|it| !it.view.call_backs.is_empty()).map(|card| {
            let (calls, given) = (card.view.call_backs.clone(), given(&card.view));
            view! { <CallBacks customer=card.view.id calls=calls given=given readonly=readonly /> }
        })
    };
    let make = move |()| {
        if let Some(card) = card.get_untracked() {
            sheets.open(Open::Order(card.view.id));
        }
    };
    view! {
        <section class="panel stack orders" aria-labelledby="orders">
            <h2 class="panel__title" id="orders">
                {t().order.title}
                " "
                <span class="today__number">{number}</span>
            </h2>
            <ul class="orders__list">{orders}</ul>
            {calls}
            {(!readonly).then(|| view! { <Button label=t().order.make.to_owned() icon=IconName::Add on_press=make /> })}
        </section>
    }
}

/// An order: its terms, its steps, and what is to be done.
#[component]
fn OrderCard(customer: CustomerId, order: Order, readonly: bool) -> impl IntoView {
    let (today, sheets, doing) = (use_today(), use_sheets(), use_doing());
    let (_, day, _) = today.glance();
    let words = &t().order;
    let (id, next, is_open) = (order.id, order.next(), order.is_open() && !readonly);
    let terms = order.terms.clone();
    let request = move |()| doing.run(Command::Request(customer, id), t().order.requested_saved.to_owned(), |_| {});
    let primary = match next {
        Next::Vehicle => Some((words.add_vin, Open::Amend(customer, id))),
        Next::Confirm => Some((words.confirm, Open::Deliver(customer, id))),
        Next::Cancel => Some((words.cancel, Open::Cancel(customer, id))),
        Next::Request | Next::Finance | Next::Nothing => None,
    };
    let primary = primary.filter(|_| !readonly);
    let can_ask = is_open && order.request.is_none() && next != Next::Cancel;
    let asks_next = next == Next::Request;
    let pair = |name: &'static str, value: String| {
        (!value.is_empty()).then(|| {
            view! {
                <div class="facts__pair">
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
    };
    let can_sign = !readonly && order.unsigned().next().is_some();
    let slip = order.delivered().filter(|_| !readonly).map(|_| {
        view! {
            <A href=href::slip(customer, id) attr:class="button" attr:data-variant="primary">
                <Icon name=IconName::Note />
                <span>{words.slip}</span>
            </A>
        }
    });
    view! {
        <article class="order" data-state=words::order_key(order.state())>
            <header class="order__head">
                <h3 class="order__name">{[terms.model, terms.colour].join(" ")}</h3>
                <span class="order__state">{words::order_state(order.state())}</span>
                {terms.spot.then(|| view! { <span class="order__spot">{words.spot}</span> })}
            </header>
            <dl class="facts">
                {pair(words.price, format::money(terms.price))} {pair(words.deposit, format::money(terms.deposit))}
                {pair(words.vin, terms.vin)}
                {pair(words.agreed, terms.agreed.map(|it| format::day(it, day)).unwrap_or_default())}
            </dl>
            <ol class="order__steps">{steps(&order, today)}</ol>
            <ErrorText text=doing.error />
            <div class="cluster">
                {primary
                    .map(|(label, sheet)| {
                        view! {
                            <Button
                                label=label.to_owned()
                                loudness=Loudness::Primary
                                on_press=move |()| sheets.open(sheet)
                            />
                        }
                    })}
                {can_ask
                    .then(|| {
                        let loudness = if asks_next { Loudness::Primary } else { Loudness::Plain };
                        view! { <Button label=words.request.to_owned() loudness=loudness busy=doing.busy on_press=request /> }
                    })}
                {(is_open && next != Next::Vehicle && next != Next::Cancel)
                    .then(|| {
                        view! {
                            <Button
                                label=words.amend.to_owned()
                                loudness=Loudness::Quiet
                                on_press=move |()| sheets.open(Open::Amend(customer, id))
                            />
                        }
                    })}
                {(is_open && next != Next::Cancel)
                    .then(|| {
                        view! {
                            <Button
                                label=words.cancel.to_owned()
                                loudness=Loudness::Quiet
                                on_press=move |()| sheets.open(Open::Cancel(customer, id))
                            />
                        }
                    })}
                {can_sign
                    .then(|| {
                        view! {
                            <Button
                                label=t().sign.open.to_owned()
                                icon=IconName::Edit
                                on_press=move |()| sheets.open(Open::Sign(customer, id))
                            />
                        }
                    })}
                {slip}
            </div>
        </article>
    }
}

/// The four steps: what is done, what is next, what waits.
fn steps(order: &Order, today: Today) -> impl IntoView + use<> {
    let (_, day, zone) = today.glance();
    let words = &t().order;
    let when = |at| format::moment(at, zone, day);
    let next = order.next();
    let (finance, finance_key) = match &order.decision {
        Some(Decision::Approved { number, at, .. }) => (words.approved(&when(*at), number), "done"),
        Some(Decision::Refused { reason, .. }) => (words.refused(reason), "refused"),
        None if next == Next::Vehicle => (words.needs_vin.to_owned(), "next"),
        None => (words.waits_finance.to_owned(), if next == Next::Finance { "next" } else { "waiting" }),
    };
    let (asked, asked_key) = match order.request {
        Some((_, at)) => (when(at), "done"),
        None => (words.not_asked.to_owned(), if next == Next::Request { "next" } else { "waiting" }),
    };
    let (ended, ended_key) = match &order.end {
        Some(End::Delivered(at)) => (when(*at), "done"),
        Some(End::Cancelled(at, reason)) => (words.cancelled(&when(*at), reason), "refused"),
        None if next == Next::Confirm => (words.can_confirm.to_owned(), "next"),
        None => (words.waits_steps.to_owned(), "waiting"),
    };
    let all = [
        (words.step_signed, when(order.signed), "done"),
        (words.step_finance, finance, finance_key),
        (words.step_asked, asked, asked_key),
        (words.step_confirmed, ended, ended_key),
    ];
    let said = |key: &str| match key {
        "done" => words.said_done,
        "next" => words.said_next,
        "refused" => words.said_refused,
        _ => words.said_waiting,
    };
    all.into_iter()
        .map(|(name, text, key)| {
            view! {
                <li class="order__step" data-step=key>
                    <strong>{name}</strong>
                    <span class="visually-hidden">{said(key)}</span>
                    <span>{text}</span>
                </li>
            }
        })
        .collect_view()
}

/// The call-backs: whose they are, and by when.
#[component]
fn CallBacks(customer: CustomerId, calls: Vec<CallBack>, given: Vec<Given>, readonly: bool) -> impl IntoView {
    let (engine, today, sheets) = (use_engine(), use_today(), use_sheets());
    let (_, day, zone) = today.glance();
    let owner = engine.card.with_untracked(|it| it.as_ref().and_then(|it| it.1.as_ref()).and_then(|it| it.view.owner));
    let by = engine.store.with_untracked(|store| store.caller(owner));
    let answers = move |call: &CallBack| {
        let of = given.iter().find(|it| (it.order, it.call, Some(it.at)) == (call.order, call.call, call.done))?;
        let lines = engine.store.with_untracked(|store| words::answers(store, &of.scores, &of.said));
        Some(
            view! { <ul class="order__answers">{lines.into_iter().map(|it| view! { <li>{it}</li> }).collect_view()}</ul> },
        )
    };
    let item = move |call: CallBack| {
        let words = &t().call_back;
        let is_theirs = call.call.caller() == Caller::Manager && by != Caller::Manager;
        let mine = !is_theirs && !readonly;
        let is_due = call.done.is_none() && call.due <= day;
        let key = if call.done.is_some() { "done" } else { call_key(call.due, day) };
        let text = match call.done {
            Some(at) => words.done(&format::moment(at, zone, day)),
            None => words.due(&format::day(call.due, day), &format::away(call.due, day)),
        };
        view! {
            <li class="order__call" data-due=key>
                <strong>{words::call(call.call)}</strong>
                <span>{text}</span>
                {(call.tried > 0 && call.done.is_none()).then(|| view! { <span>{words.tried(&call.tried)}</span> })}
                {answers(&call)}
                {(is_theirs && call.done.is_none()).then(|| view! { <span>{words.by_manager}</span> })}
                {(mine && call.done.is_none())
                    .then(|| {
                        view! {
                            <Button
                                label=words.record.to_owned()
                                loudness=if is_due { Loudness::Primary } else { Loudness::Quiet }
                                on_press=move |()| sheets.open(Open::CallBack(customer, call.order, call.call))
                            />
                        }
                    })}
            </li>
        }
    };
    view! {
        <h3 class="orders__calls">{t().call_back.title}</h3>
        <ul class="order__calls">{calls.into_iter().map(item).collect_view()}</ul>
    }
}

/// The value of `data-due` of a call-back: it goes overdue and never locks.
pub fn call_key(due: Day, today: Day) -> &'static str {
    match due.since(today) {
        ..0 => "held",
        0 => "today",
        1 => "tomorrow",
        _ => "later",
    }
}
