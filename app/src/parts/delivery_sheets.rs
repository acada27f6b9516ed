//! The steps of a signed order: what became known of it, its cancellation, and the confirmation of the delivery with its check-list.

use crate::format;
use crate::i18n::{of_store, t};
use crate::parts::date_choice::DateChoice;
use crate::parts::doing::use_doing;
use crate::state::customers::use_today;
use crate::state::engine::{Engine, use_engine};
use crate::state::sheets::use_sheets;
use crate::ui::button::{Button, Loudness};
use crate::ui::field::Field;
use crate::ui::icon::IconName;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use domain::command::Command;
use domain::fact::order::{Amended, Cancelled, Delivered};
use domain::id::{CustomerId, FactId};
use domain::order::{Decision, Order};
use domain::view::Rule;
use leptos::prelude::*;

fn order_of(engine: Engine, customer: CustomerId, order: FactId) -> Option<Order> {
    engine.card.with_untracked(|it| {
        let card = it.as_ref().filter(|it| it.0 == customer)?.1.as_ref()?;
        card.view.order(order).cloned()
    })
}

/// What is said of an order that is not there any more.
fn gone() -> AnyView {
    view! { <Notice tone=Tone::Warning text=words::rule(Rule::NoOrder).to_owned() /> }.into_any()
}

/// The sheet that names the vehicle, or another day.
#[component]
pub fn AmendSheet(
    /// Whose.
    customer: CustomerId,
    /// Which order.
    order: FactId,
) -> impl IntoView {
    let sheets = use_sheets();
    let found = order_of(use_engine(), customer, order);
    view! {
        <Sheet title=t().order.amend_title.to_owned() on_closed=move |()| sheets.clear()>
            {found.map_or_else(gone, |it| view! { <Amend customer=customer order=it /> }.into_any())}
        </Sheet>
    }
}

#[component]
fn Amend(customer: CustomerId, order: Order) -> impl IntoView {
    let (today, doing, closer) = (use_today(), use_doing(), use_closer());
    let words = &t().order;
    let (id, known, before) = (order.id, order.terms.vin.clone(), order.terms.agreed);
    let is_decided = order.decision.is_some();
    let (vin, agreed) = (RwSignal::new(order.terms.vin), RwSignal::new(before));
    let save = move |()| {
        let typed = vin.get_untracked().trim().to_owned();
        let vin = if is_decided || typed == known { String::new() } else { typed };
        let agreed = agreed.get_untracked().filter(|it| Some(*it) != before);
        let amended = Amended { order: id, vin, agreed };
        doing.run(Command::Amend(customer, amended), t().order.amended_saved.to_owned(), move |_| closer.close());
    };
    let quick = [1, 3, 7, 14].map(|days| (days, t().date.plus_days(&days))).to_vec();
    view! {
        <div class="stack">
            {if is_decided {
                view! { <Notice text=words.vin_stands.to_owned() /> }.into_any()
            } else {
                view! { <Field id="amend-vin" label=words.vin hint=words.vin_hint value=vin /> }.into_any()
            }}
            <DateChoice
                id="amend-agreed"
                legend=words.agreed
                quick=quick
                value=agreed
                min=Signal::derive(move || today.day())
            />
            <footer class="sheet__foot">
                <ErrorText text=doing.error />
                <Button label=t().common.save.to_owned() loudness=Loudness::Primary icon=IconName::Check busy=doing.busy on_press=save />
            </footer>
        </div>
    }
}

/// The sheet that cancels an order.
#[component]
pub fn CancelSheet(
    /// Whose.
    customer: CustomerId,
    /// Which order.
    order: FactId,
) -> impl IntoView {
    let sheets = use_sheets();
    view! {
        <Sheet title=t().order.cancel_title.to_owned() on_closed=move |()| sheets.clear()>
            <Cancel customer=customer order=order />
        </Sheet>
    }
}

#[component]
fn Cancel(customer: CustomerId, order: FactId) -> impl IntoView {
    let (doing, closer) = (use_doing(), use_closer());
    let reason = RwSignal::new(String::new());
    let save = move |()| {
        let cancelled = Cancelled { order, reason: reason.get_untracked().trim().to_owned() };
        doing.run(Command::Cancel(customer, cancelled), t().order.cancelled_saved.to_owned(), move |_| closer.close());
    };
    view! {
        <div class="stack">
            <p>{t().order.cancel_hint}</p>
            <Field id="cancel-reason" label=t().whose.reason value=reason />
            <footer class="sheet__foot">
                <ErrorText text=doing.error />
                <Button label=t().order.cancel.to_owned() loudness=Loudness::Danger busy=doing.busy on_press=save />
            </footer>
        </div>
    }
}

/// The sheet that confirms a delivery.
#[component]
pub fn DeliverSheet(
    /// Whose.
    customer: CustomerId,
    /// Which order.
    order: FactId,
) -> impl IntoView {
    let sheets = use_sheets();
    let found = order_of(use_engine(), customer, order);
    view! {
        <Sheet title=t().order.confirm_title.to_owned() on_closed=move |()| sheets.clear()>
            {found.map_or_else(gone, |it| view! { <Deliver customer=customer order=it /> }.into_any())}
        </Sheet>
    }
}

#[component]
fn Deliver(customer: CustomerId, order: Order) -> impl IntoView {
    let (engine, today, doing, closer) = (use_engine(), use_today(), use_doing(), use_closer());
    let words = &t().order;
    let (now, day, _) = today.glance();
    let ticked = RwSignal::new(Vec::<String>::new());
    let checks = engine.store.with_untracked(|store| store.policy(now).checks.clone());
    let number = match &order.decision {
        Some(Decision::Approved { number, .. }) => number.clone(),
        Some(Decision::Refused { .. }) | None => String::new(),
    };
    let (id, approval, request) = (order.id, order.approval(), order.request.map(|it| it.0));
    let terms = order.terms;
    let save = move |()| {
        let (Some(approval), Some(request)) = (approval, request) else { return };
        let delivered = Delivered { order: id, approval, request, checks: ticked.get_untracked() };
        doing.run(Command::Deliver(customer, delivered), t().order.delivered_saved.to_owned(), move |_| closer.close());
    };
    let tick = move |code: String, label: String| {
        let mine = code.clone();
        let toggle = move |_| {
            ticked.update(|all| match all.iter().position(|it| *it == code) {
                Some(index) => {
                    all.remove(index);
                }
                None => all.push(code.clone()),
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || ticked.read().contains(&mine) on:change=toggle />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <div class="stack">
            <dl class="facts">
                <div class="facts__pair">
                    <dt>{words.slip_number}</dt>
                    <dd>{number}</dd>
                </div>
                <div class="facts__pair">
                    <dt>{words.vehicle}</dt>
                    <dd>{[terms.model, terms.colour].join(" ")}</dd>
                </div>
                <div class="facts__pair">
                    <dt>{words.vin}</dt>
                    <dd>{terms.vin}</dd>
                </div>
                {terms
                    .agreed
                    .map(|it| {
                        view! {
                            <div class="facts__pair">
                                <dt>{words.agreed}</dt>
                                <dd>{format::day(it, day)}</dd>
                            </div>
                        }
                    })}
            </dl>
            <fieldset class="delivery-sheets__checks">
                <legend>{words.checks}</legend>
                {checks.into_iter().map(|it| tick(it.code, of_store(&it.zh, &it.en).to_owned())).collect_view()}
            </fieldset>
            <footer class="sheet__foot">
                <ErrorText text=doing.error />
                <Button label=words.confirm.to_owned() loudness=Loudness::Primary icon=IconName::Check busy=doing.busy on_press=save />
            </footer>
        </div>
    }
}
