//! Deliveries 交车审批: what waits for finance, and what was decided. Finance decides once; so it is asked twice.

use crate::api::{self, Deliveries, Delivery, Verdict};
use crate::format;
use crate::i18n::t;
use crate::parts::live_head::LiveHead;
use crate::state::customers::use_today;
use crate::state::live::Live;
use crate::ui::button::{Button, Loudness};
use crate::ui::empty::Empty;
use crate::ui::field::Field;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::ErrorText;
use crate::ui::sheet::{Sheet, use_closer};
use crate::ui::toast::use_toasts;
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How often the queue is asked for. An order waits for hours; five seconds are live enough, and cost nobody anything.
const EVERY: Duration = Duration::from_secs(5);

/// A delivery that is being decided.
#[derive(Clone, PartialEq)]
struct Deciding {
    delivery: Delivery,
    verdict: Verdict,
}

/// The page of finance.
#[component]
pub fn DeliveriesPage() -> impl IntoView {
    let list = Live::<Deliveries>::new();
    let deciding = RwSignal::new(None::<Deciding>);
    list.poll(EVERY, api::deliveries);
    let as_of = Signal::derive(move || list.value.with(|it| it.as_ref().map(|it| it.as_of)));
    let waiting =
        Memo::new(move |_| list.value.with(|it| it.as_ref().map(|it| it.awaiting.clone()).unwrap_or_default()));
    let decided =
        Memo::new(move |_| list.value.with(|it| it.as_ref().map(|it| it.decided.clone()).unwrap_or_default()));
    let count = Signal::derive(move || t().deliveries.count(&waiting.read().len()));
    let rows = move |all: Memo<Vec<Delivery>>| {
        view! {
            <ul class="rows">
                <For each=move || all.get() key=|it| it.clone() let:delivery>
                    <li>
                        <DeliveryRow delivery=delivery deciding=deciding />
                    </li>
                </For>
            </ul>
        }
    };
    let sheet = move || {
        deciding.get().map(|it| {
            view! { <DecisionSheet deciding=it on_closed=move |()| deciding.set(None) on_done=move |()| list.load(api::deliveries()) /> }
        })
    };
    view! {
        <div class="page deliveries">
            <LiveHead title=t().deliveries.title.to_owned() count=count is_live=list.is_live as_of=as_of error=list.error />
            <section class="stack" aria-labelledby="waiting">
                <h2 class="panel__title" id="waiting">{t().deliveries.waiting}</h2>
                {rows(waiting)}
                <Show when=move || list.value.read().is_some() && waiting.read().is_empty()>
                    <Empty icon=IconName::Check title=t().deliveries.none text=t().deliveries.none_hint />
                </Show>
            </section>
            <Show when=move || !decided.read().is_empty()>
                <section class="stack" aria-labelledby="decided">
                    <h2 class="panel__title" id="decided">{t().deliveries.decided}</h2>
                    {rows(decided)}
                </section>
            </Show>
            {sheet}
        </div>
    }
}

#[component]
fn DeliveryRow(delivery: Delivery, deciding: RwSignal<Option<Deciding>>) -> impl IntoView {
    let (_, day, zone) = use_today().glance();
    let words = &t().deliveries;
    let shown = delivery.clone();
    let open = move |verdict: Verdict| {
        let delivery = delivery.clone();
        Callback::new(move |()| deciding.set(Some(Deciding { delivery: delivery.clone(), verdict })))
    };
    let (approve, refuse) = (open(Verdict::Approve), open(Verdict::Refuse));
    let fact = |name: &'static str, value: String| {
        (!value.is_empty()).then(|| {
            view! {
                <div class="delivery-row__pair">
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
    };
    let asked = shown.requested.map(|at| words.asked(&format::moment(at, zone, day)));
    let outcome = shown.decision.clone().map(|it| {
        let at = format::moment(it.at, zone, day);
        match it.number {
            Some(number) => (true, words.approved(&at, &it.by_name, &number)),
            None => (false, words.refused(&at, &it.by_name, &it.reason)),
        }
    });
    let is_waiting = outcome.is_none();
    let no_vin = shown.vin.is_empty();
    let vin = if no_vin { words.no_vin.to_owned() } else { shown.vin.clone() };
    view! {
        <article class="delivery-row">
            <div class="delivery-row__who">
                <h3 class="delivery-row__name">{shown.customer_name.clone()}</h3>
                <p>{[shown.model, shown.colour].join(" ")} {shown.spot.then(|| view! { " " <span class="order__spot">{t().order.spot}</span> })}</p>
            </div>
            <dl class="delivery-row__facts">
                {fact(t().order.price, format::money(shown.price))} {fact(t().order.deposit, format::money(shown.deposit))}
                {fact(t().order.vin, vin)}
                {fact(t().order.agreed, shown.agreed.map(|it| format::day(it, day)).unwrap_or_default())}
                {fact(t().slip.advisor, shown.advisor_name)}
            </dl>
            {asked
                .map(|it| {
                    view! {
                        <p class="delivery-row__asked">
                            <Icon name=IconName::Flag />
                            <span>{it}</span>
                        </p>
                    }
                })}
            {outcome
                .map(|(is_good, text)| {
                    view! {
                        <p class="delivery-row__outcome" data-good=is_good.then_some("")>
                            <Icon name=if is_good { IconName::Check } else { IconName::Close } />
                            <span>{text}</span>
                        </p>
                    }
                })}
            {is_waiting
                .then(|| {
                    view! {
                        <div class="cluster delivery-row__actions">
                            <Button label=words.refuse.to_owned() on_press=refuse />
                            {(!no_vin)
                                .then(|| {
                                    view! { <Button label=words.approve.to_owned() loudness=Loudness::Primary icon=IconName::Check on_press=approve /> }
                                })}
                        </div>
                    }
                })}
        </article>
    }
}

#[component]
fn DecisionSheet(
    deciding: Deciding,
    #[prop(into)] on_closed: Callback<()>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let Deciding { delivery, verdict } = deciding;
    let title = match verdict {
        Verdict::Approve => t().deliveries.approve_title(&delivery.customer_name),
        Verdict::Refuse => t().deliveries.refuse_title(&delivery.customer_name),
    };
    view! {
        <Sheet title=title on_closed=on_closed>
            <DecisionForm delivery=delivery verdict=verdict on_done=on_done />
        </Sheet>
    }
}

#[component]
fn DecisionForm(delivery: Delivery, verdict: Verdict, on_done: Callback<()>) -> impl IntoView {
    let (closer, toasts) = (use_closer(), use_toasts());
    let words = &t().deliveries;
    let reason = RwSignal::new(String::new());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let order = delivery.order.clone();
    let is_refusal = verdict == Verdict::Refuse;
    let save = move |()| {
        let why = reason.get_untracked().trim().to_owned();
        if is_refusal && why.is_empty() {
            return error.set(t().deliveries.reason_missing.to_owned());
        }
        busy.set(true);
        let order = order.clone();
        spawn_local(async move {
            let answer = api::decide_delivery(&order, verdict, &why).await;
            busy.try_set(false);
            match answer {
                Ok(made) => {
                    let said = match made.number {
                        Some(number) => t().deliveries.said_approved(&number),
                        None => t().deliveries.said_refused.to_owned(),
                    };
                    toasts.say(said);
                    closer.close();
                }
                Err(failure) => {
                    error.try_set(words::failure(&failure));
                }
            }
            on_done.run(());
        });
    };
    view! {
        <div class="stack">
            <p>{words.of(&format::money(delivery.price), &[delivery.model, delivery.colour].join(" "), &delivery.vin)}</p>
            {if is_refusal {
                view! { <Field id="refuse-reason" label=t().whose.reason value=reason required=true /> }.into_any()
            } else {
                view! { <p>{words.approve_hint}</p> }.into_any()
            }}
            <footer class="sheet__foot">
                <ErrorText text=error />
                <Button
                    label=if is_refusal { words.refuse } else { words.approve }.to_owned()
                    loudness=if is_refusal { Loudness::Danger } else { Loudness::Primary }
                    icon=if is_refusal { IconName::Close } else { IconName::Check }
                    busy=busy
                    on_press=save
                />
            </footer>
        </div>
    }
}
