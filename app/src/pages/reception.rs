//! The reception's register 来店登记: who came, whose turn it is, and which cards of the day belong to whom.

mod arrive;

use crate::api::reception::{self, Arrival, Card, Register, Turn};
use crate::format;
use crate::i18n::t;
use crate::parts::live_head::LiveHead;
use crate::state::customers::use_today;
use crate::state::live::Live;
use crate::ui::button::{Button, Loudness};
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::ErrorText;
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use arrive::Arrive;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How often the register is asked for: a manager may keep it as well, and advisors make cards.
const EVERY: Duration = Duration::from_secs(5);

/// The page of the reception.
#[component]
pub fn ReceptionPage() -> impl IntoView {
    let live = Live::<Register>::new();
    live.poll(EVERY, reception::register);
    let binding = RwSignal::new(None::<Arrival>);
    let load = move || live.load(reception::register());
    let arrivals =
        Memo::new(move |_| live.value.with(|it| it.as_ref().map(|it| it.arrivals.clone()).unwrap_or_default()));
    let turn = Memo::new(move |_| live.value.with(|it| it.as_ref().map(|it| it.turn.clone()).unwrap_or_default()));
    let free = Memo::new(move |_| {
        live.value.with(|it| {
            let cards = it.as_ref().map(|it| it.cards.clone()).unwrap_or_default();
            cards.into_iter().filter(|it| !it.bound).collect::<Vec<_>>()
        })
    });
    let leave = Callback::new(move |arrival: String| {
        spawn_local(async move {
            match reception::leave(&arrival).await {
                Ok(()) => load(),
                Err(failure) => live.fail(&failure),
            }
        });
    });
    let sheet = move || {
        binding.get().map(|arrival| {
            view! {
                <Sheet title=t().reception.bind.to_owned() on_closed=move |()| binding.set(None)>
                    <Bind arrival=arrival cards=free.get_untracked() on_done=move |()| load() />
                </Sheet>
            }
        })
    };
    view! {
        <div class="page reception">
            <LiveHead
                title=t().reception.title.to_owned()
                count=Signal::derive(move || live.value.with(|it| it.as_ref().map(figures).unwrap_or_default()))
                is_live=live.is_live
                as_of=Signal::derive(move || live.value.with(|it| it.as_ref().map(|it| it.as_of)))
                error=live.error
            />
            <div class="reception__columns">
                <Arrive turn=turn on_done=move |()| load() />
                <section class="panel stack" aria-labelledby="turn">
                    <h2 class="panel__title" id="turn">{t().reception.turn}</h2>
                    <ol class="reception__turn">
                        {move || turn.get().into_iter().map(|it| view! { <TurnRow turn=it /> }).collect_view()}
                    </ol>
                </section>
            </div>
            <section class="stack" aria-labelledby="arrivals">
                <h2 class="panel__title" id="arrivals">{t().reception.today}</h2>
                <ul class="rows">
                    <For each=move || arrivals.get() key=|it| it.clone() let:arrival>
                        <li>
                            <ArrivalRow arrival=arrival free=free leave=leave binding=binding />
                        </li>
                    </For>
                </ul>
                <Show when=move || live.value.read().is_some() && arrivals.read().is_empty()>
                    <Empty icon=IconName::Door title=t().reception.none text=t().reception.none_hint />
                </Show>
            </section>
            <Show when=move || !free.read().is_empty()>
                <section class="panel stack" aria-labelledby="unbound">
                    <h2 class="panel__title" id="unbound">{t().reception.unbound}</h2>
                    <p>{t().reception.unbound_hint}</p>
                    <ul class="reception__cards">
                        {move || free.get().into_iter().map(|it| view! { <li>{format!("{} · {}", it.name, it.advisor_name)}</li> }).collect_view()}
                    </ul>
                </section>
            </Show>
            {sheet}
        </div>
    }
}

fn figures(it: &Register) -> String {
    let words = &t().reception;
    let counts = words.figures(&it.first, &it.here, &it.total);
    match it.capture_rate {
        Some(rate) => words.captured(&it.captured, &counts, &rate),
        None => counts,
    }
}

#[component]
fn TurnRow(turn: Turn) -> impl IntoView {
    let out = turn.out.map(words::out_of_turn);
    view! {
        <li data-out=out.is_some().then_some("")>
            <strong>{turn.name}</strong>
            {out.map(|it| view! { <span>{it}</span> })}
        </li>
    }
}

#[component]
fn ArrivalRow(
    arrival: Arrival,
    free: Memo<Vec<Card>>,
    leave: Callback<String>,
    binding: RwSignal<Option<Arrival>>,
) -> impl IntoView {
    let (_, day, zone) = use_today().glance();
    let it = &t().reception;
    let name = if arrival.name.is_empty() { it.nameless.to_owned() } else { arrival.name.clone() };
    let again = if arrival.again { it.again } else { it.first };
    let came = format::moment(arrival.at, zone, day);
    let stay = match arrival.left {
        Some(left) if left != arrival.at => it.left_at(&format::moment(left, zone, day)),
        Some(_) => String::new(),
        None => it.is_here.to_owned(),
    };
    let bound = arrival.customer.is_some().then(|| it.bound(&arrival.customer_name));
    let may_bind = arrival.customer.is_none();
    let (id, shown) = (arrival.id.clone(), arrival.clone());
    view! {
        <article class="arrival" data-here=arrival.left.is_none().then_some("")>
            <div class="arrival__who">
                <h3 class="arrival__name">{name}</h3>
                <p class="arrival__line">
                    {words::purpose(&arrival.purpose)} " · " {it.party(&arrival.party)} " · " {again} " · " {came}
                    {(!stay.is_empty()).then(|| format!(" · {stay}"))}
                </p>
                {bound.map(|it| view! { <p class="arrival__bound"><Icon name=IconName::Check /> <span>{it}</span></p> })}
            </div>
            <p class="arrival__advisor">{arrival.advisor_name}</p>
            <div class="cluster arrival__actions">
                <Show when=move || may_bind && !free.read().is_empty()>
                    {
                        let shown = shown.clone();
                        view! {
                            <Button
                                label=t().reception.bind.to_owned()
                                loudness=Loudness::Quiet
                                on_press=move |()| binding.set(Some(shown.clone()))
                            />
                        }
                    }
                </Show>
                {arrival
                    .left
                    .is_none()
                    .then(|| view! { <Button label=it.leave.to_owned() on_press=move |()| leave.run(id.clone()) /> })}
            </div>
        </article>
    }
}

/// Which card of the day the visitor got.
#[component]
fn Bind(arrival: Arrival, cards: Vec<Card>, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let closer = use_closer();
    let error = RwSignal::new(String::new());
    let choice = |card: Card| {
        let arrival = arrival.id.clone();
        let label = format!("{} · {}", card.name, card.advisor_name);
        let press = move |()| {
            let (arrival, customer) = (arrival.clone(), card.customer.clone());
            spawn_local(async move {
                match reception::bind(&arrival, &customer).await {
                    Ok(()) => {
                        on_done.run(());
                        closer.close();
                    }
                    Err(failure) => drop(error.try_set(words::failure(&failure))),
                }
            });
        };
        view! { <li><Button label=label on_press=press /></li> }
    };
    view! {
        <div class="stack">
            <p>{t().reception.bind_hint}</p>
            <ErrorText text=error />
            <ul class="reception__choices">{cards.into_iter().map(choice).collect_view()}</ul>
        </div>
    }
}
