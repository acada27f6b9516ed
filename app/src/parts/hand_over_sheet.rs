//! Handing over everybody whom an advisor owns: who receives, what each would get, and what each got.

use crate::api::handover::{self, Candidate, Item, Offer, Received};
use crate::i18n::t;
use crate::parts::live_head::Unreached;
use crate::state::customers::use_today;
use crate::state::live::Live;
use crate::state::session::use_session;
use crate::ui::button::{Button, Loudness, Submit};
use crate::ui::chips::ChipTicks;
use crate::ui::field::TextArea;
use crate::ui::level_badge::LevelBadge;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use domain::handover::{Leaving, Plan, Receiver, Share, shares, spread};
use domain::id::{CustomerId, StaffId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// Customers of the list at first, and more at each wish.
const SHOWN: usize = 60;

/// The sheet.
#[component]
pub fn HandOverSheet(
    /// Whose customers go.
    advisor: StaffId,
    /// The name of that person.
    name: String,
    /// Called when it has closed.
    #[prop(into)]
    on_closed: Callback<()>,
    /// Called when they have gone.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let title = t().hand_over.title(&name);
    view! {
        <Sheet title=title on_closed=on_closed>
            <Body advisor=advisor on_done=on_done />
        </Sheet>
    }
}

#[component]
fn Body(advisor: StaffId, on_done: Callback<()>) -> impl IntoView {
    let live = Live::<Offer>::new();
    live.load(handover::offer(advisor));
    let done = RwSignal::new(None::<Vec<Received>>);
    let closer = use_closer();
    let finished = move |received: Vec<Received>| {
        view! {
            <div class="stack" role="status">
                <Notice text=t().hand_over.done />
                <Received received=received names=live.value.get_untracked().map(|it| it.receivers).unwrap_or_default() />
            </div>
            <Button label=t().hand_over.finish loudness=Loudness::Primary on_press=move |()| closer.close() />
        }
    };
    view! {
        <Unreached error=live.error />
        {move || match (done.get(), live.value.get()) {
            (Some(received), _) => finished(received).into_any(),
            (None, Some(offer)) if offer.customers.is_empty() => view! { <Notice text=t().hand_over.nobody /> }.into_any(),
            (None, Some(offer)) if offer.receivers.is_empty() => {
                view! { <Notice tone=Tone::Warning text=t().hand_over.no_receiver /> }.into_any()
            }
            (None, Some(offer)) => {
                view! { <Form advisor=advisor offer=offer live=live done=done on_done=on_done /> }.into_any()
            }
            (None, None) => {
                view! {
                    <p role="status">{t().common.opening}</p>
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn Form(
    advisor: StaffId,
    offer: Offer,
    live: Live<Offer>,
    done: RwSignal<Option<Vec<Received>>>,
    on_done: Callback<()>,
) -> impl IntoView {
    let (session, today) = (use_session(), use_today());
    let it = &t().hand_over;
    let Offer { customers, receivers, .. } = offer;
    let options = receivers.iter().map(|it| (it.receiver.staff.to_string(), label(it))).collect::<Vec<_>>();
    let everybody = customers.len();
    let (customers, receivers) = (StoredValue::new(customers), StoredValue::new(receivers));
    let (ticked, note) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(String::new()));
    let chosen = RwSignal::new(BTreeMap::<CustomerId, StaffId>::new());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let takers = Memo::new(move |_| {
        ticked.with(|on| {
            receivers.with_value(|all| all.iter().filter(|it| is_on(on, it)).map(|it| it.receiver).collect())
        })
    });
    let plan = Memo::new(move |_| {
        let takers: Vec<Receiver> = takers.get();
        let mut plan = spread(&leaving(customers), &takers);
        let wished = chosen.get().into_iter().filter(|it| takers.iter().any(|taker| taker.staff == it.1));
        plan.extend(wished);
        plan
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if takers.read_untracked().is_empty() {
            return error.set(t().hand_over.nobody_chosen.to_owned());
        }
        busy.set(true);
        error.set(String::new());
        let (plan, note) = (plan.get_untracked(), note.get_untracked());
        spawn_local(async move {
            let seen = customers.try_get_value().unwrap_or_default();
            match handover::hand_over(advisor, &seen, &plan, note.trim()).await {
                Ok(received) => {
                    on_done.run(());
                    done.try_set(Some(received));
                }
                Err(failure) => {
                    if failure.is_signed_out() {
                        session.expire();
                    }
                    let why = words::not_ruled(&failure, today);
                    busy.try_set(false);
                    error.try_set(why);
                }
            }
        });
    };
    let again = move |()| live.load(handover::offer(advisor));
    view! {
        <form class="sheet__form stack" novalidate on:submit=submit>
            <ChipTicks legend=it.receivers options=options value=ticked />
            <p class="field__hint">{it.receivers_hint}</p>
            <section class="stack" aria-live="polite" aria-label=it.plan>
                {move || {
                    let shares = shares(&leaving(customers), &plan.read());
                    receivers.with_value(|all| all.iter().filter_map(|it| Some(gets(it, shares.get(&it.receiver.staff)?))).collect_view())
                }}
            </section>
            <Each customers=customers receivers=receivers takers=takers plan=plan chosen=chosen />
            <TextArea id="hand-over-note" label=it.note value=note />
            <Notice text=it.hint />
            <ErrorText text=error />
            <div class="cluster">
                <Submit label=it.submit(&everybody) busy=busy />
                <Show when=move || !error.read().is_empty()>
                    <Button label=t().hand_over.again on_press=again />
                </Show>
            </div>
        </form>
    }
}

fn is_on(on: &[String], it: &Candidate) -> bool {
    on.contains(&it.receiver.staff.to_string())
}

fn leaving(customers: StoredValue<Vec<Item>>) -> Vec<Leaving> {
    customers.with_value(|all| all.iter().map(|it| it.leaving).collect())
}

fn label(it: &Candidate) -> String {
    t().hand_over.has(&it.receiver.open, &it.name)
}

/// What a receiver would get, and would then have.
fn gets(it: &Candidate, share: &Share) -> impl IntoView + use<> {
    let then = t().hand_over.then(&it.locked, &(it.receiver.open + share.open));
    view! {
        <div class="hand-over-sheet__share">
            <p class="hand-over-sheet__who">
                <strong>{it.name.clone()}</strong>
                " "
                {t().hand_over.gets(&share.total)}
            </p>
            <Levels share=share.clone() />
            <p class="hand-over-sheet__then">{then}</p>
        </div>
    }
}

/// What each got.
#[component]
fn Received(received: Vec<Received>, names: Vec<Candidate>) -> impl IntoView {
    let one = move |it: Received| {
        let name = names.iter().find(|known| known.receiver.staff == it.staff).map(|it| it.name.clone());
        view! {
            <div class="hand-over-sheet__share">
                <p class="hand-over-sheet__who">
                    <strong>{name}</strong>
                    " "
                    {t().hand_over.got(&it.share.total)}
                </p>
                <Levels share=it.share />
            </div>
        }
    };
    received.into_iter().map(one).collect_view()
}

/// Customers by level, and how many of them are locked.
#[component]
fn Levels(share: Share) -> impl IntoView {
    let locked = (share.locked > 0).then(|| t().hand_over.locked(&share.locked));
    let level = |(level, count): (domain::level::Level, u32)| {
        view! {
            <li class="hand-over-sheet__level">
                <LevelBadge level=level />
                <span>{count}</span>
            </li>
        }
    };
    view! {
        <ul class="hand-over-sheet__levels">
            {share.levels.into_iter().map(level).collect_view()}
            {locked.map(|it| view! { <li class="hand-over-sheet__locked">{it}</li> })}
        </ul>
    }
}

/// Everybody, each with the receiver: by the spread, or as is chosen here.
#[component]
fn Each(
    customers: StoredValue<Vec<Item>>,
    receivers: StoredValue<Vec<Candidate>>,
    takers: Memo<Vec<Receiver>>,
    plan: Memo<Plan>,
    chosen: RwSignal<BTreeMap<CustomerId, StaffId>>,
) -> impl IntoView {
    let (is_open, limit) = (RwSignal::new(false), RwSignal::new(SHOWN));
    let can_choose = Memo::new(move |_| takers.read().len() > 1);
    let rest = move || customers.with_value(Vec::len).saturating_sub(limit.get());
    let shown = move || customers.with_value(|all| all.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    let names = move || {
        let takers = takers.get();
        receivers.with_value(|all| {
            let taking = all.iter().filter(|it| takers.iter().any(|taker| taker.staff == it.receiver.staff));
            taking.map(|it| (it.receiver.staff, it.name.clone())).collect::<Vec<_>>()
        })
    };
    let row = move |item: Item| {
        let customer = item.leaving.customer;
        let choose = move |event| {
            if let Some(to) = StaffId::parse(&event_target_value(&event)) {
                chosen.update(|it| {
                    it.insert(customer, to);
                });
            }
        };
        let option = move |(staff, name): (StaffId, String)| {
            view! {
                <option value=staff.to_string() prop:selected=move || plan.read().get(&customer) == Some(&staff)>
                    {name}
                </option>
            }
        };
        view! {
            <li>
                <label class="hand-over-sheet__row">
                    <LevelBadge level=item.leaving.level />
                    <span>{item.name}</span>
                    <select class="select__list" on:change=choose>
                        {move || names().into_iter().map(option).collect_view()}
                    </select>
                </label>
            </li>
        }
    };
    view! {
        <Show when=move || can_choose.get()>
            <button
                type="button"
                class="button"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|it| *it = !*it)
            >
                {t().hand_over.one_by_one}
            </button>
            <Show when=move || is_open.get()>
                <ul class="hand-over-sheet__each">
                    <For each=shown key=|it| it.leaving.customer children=row />
                </ul>
                <Show when=move || { rest() > 0 }>
                    <button type="button" class="button" data-variant="quiet" on:click=move |_| limit.update(|it| *it += SHOWN)>
                        {move || t().common.more(&rest())}
                    </button>
                </Show>
            </Show>
        </Show>
    }
}
