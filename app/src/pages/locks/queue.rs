//! The locks: each says why and since when; one is ruled on, or many together.

use super::WhoIs;
use crate::api::desk::{self, Locked, Who};
use crate::format;
use crate::i18n::t;
use crate::pages::customer::past::Past;
use crate::parts::picked_bar::PickedBar;
use crate::parts::ruling_sheet::{Offers, RulingSheet};
use crate::state::customers::use_today;
use crate::state::selection::use_selection;
use crate::ui::button::{Button, Loudness};
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconName};
use crate::ui::level_badge::LevelBadge;
use domain::id::CustomerId;
use leptos::prelude::*;

/// Rows drawn at first, and more at each wish: enough for a bad day, for one looks for a name in it.
const SHOWN: usize = 60;

/// The queue of locks.
#[component]
pub fn Queue(
    /// The locks.
    locks: Memo<Vec<Locked>>,
    /// Called when something was ruled.
    on_ruled: Callback<()>,
) -> impl IntoView {
    let selection = use_selection();
    on_cleanup(move || selection.stop());
    let limit = RwSignal::new(SHOWN);
    let shown = move || locks.with(|it| it.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    let rest = move || locks.read().len().saturating_sub(limit.get());
    let ruling = RwSignal::new(None::<Vec<Who>>);
    let ids = Signal::derive(move || locks.read().iter().map(|it| it.who.customer).collect::<Vec<_>>());
    let pick = move |()| {
        let picked = selection.all_now();
        let who = locks.read_untracked();
        ruling.set(Some(who.iter().filter(|it| picked.contains(&it.who.customer)).map(|it| it.who.clone()).collect()));
    };
    let closed = move |()| ruling.set(None);
    let ruled = move |()| {
        selection.stop();
        on_ruled.run(());
    };
    let sheet = move || {
        ruling.get().map(|all| match all.as_slice() {
            [one] => {
                let id = one.customer;
                view! {
                    <RulingSheet all=all offers=Offers::LOCK on_closed=closed on_ruled=ruled>
                        <PastOf id=id />
                    </RulingSheet>
                }
                .into_any()
            }
            _ => view! { <RulingSheet all=all offers=Offers::LOCK on_closed=closed on_ruled=ruled /> }.into_any(),
        })
    };
    view! {
        <PickedBar ids=ids>
            <Button label=t().ruling.rule.to_owned() loudness=Loudness::Primary icon=IconName::Unlock on_press=pick />
        </PickedBar>
        <ul class="rows">
            <For each=shown key=stands let:lock>
                <li>
                    <LockRow lock=lock ruling=ruling />
                </li>
            </For>
        </ul>
        <Show when=move || { rest() > 0 }>
            <button type="button" class="button" on:click=move |_| limit.update(|it| *it += SHOWN)>
                {move || t().common.more(&rest())}
            </button>
        </Show>
        <Show when=move || locks.read().is_empty()>
            <Empty icon=IconName::Unlock title=t().locks.none text=t().locks.none_hint />
        </Show>
        {sheet}
    }
}

/// By what a row is drawn anew. A sign of life is no reason: somebody's focus may be on the row.
fn stands(lock: &Locked) -> Locked {
    Locked { last_seen: None, ..lock.clone() }
}

/// What one should know before ruling; asking for it is a look at the card, and recorded as one.
#[component]
fn PastOf(id: CustomerId) -> impl IntoView {
    use crate::state::live::Live;
    let live = Live::new();
    live.load(desk::card(id));
    view! { <Past live=live /> }
}

#[component]
fn LockRow(lock: Locked, ruling: RwSignal<Option<Vec<Who>>>) -> impl IntoView {
    let (today, selection) = (use_today(), use_selection());
    let (since, due, id) = (lock.since, lock.due, lock.who.customer);
    let is_missed = lock.ground != "unknown";
    let seen = lock.last_seen;
    let ground = move || match (is_missed, seen) {
        (true, _) => t().locks.missed.to_owned(),
        (false, Some(at)) => t().locks.unknown(&format::moment(at, today.zone(), today.day())),
        (false, None) => t().locks.unknown_never.to_owned(),
    };
    let reached = lock.reached;
    let reached = move || match reached {
        Some(at) => t().locks.reached(&format::moment(at, today.zone(), today.day())),
        None => t().locks.never_reached.to_owned(),
    };
    let it = &t().locks;
    let flags = [
        (lock.postponed > 0).then(|| it.postponed(&lock.postponed)),
        (lock.locks > 1).then(|| it.again(&lock.locks)),
        lock.applied.map(|level| t().row.applied(&crate::words::meaning(level))),
        (lock.burst > 0).then(|| it.burst(&lock.burst)),
    ];
    let flags = flags.into_iter().flatten().map(|it| view! { <span class="lock-row__flag">{it}</span> }).collect_view();
    let label = t().customers.pick_one(&lock.who.name);
    let pick = move || {
        let label = label.clone();
        selection.is_on().then(|| {
            view! {
                <label class="lock-row__pick">
                    <input
                        type="checkbox"
                        aria-label=label
                        prop:checked=move || selection.has(id)
                        on:change=move |_| selection.toggle(id)
                    />
                </label>
            }
        })
    };
    let who = lock.who.clone();
    let rule = move |()| ruling.set(Some(vec![who.clone()]));
    view! {
        <article
            class="lock-row"
            data-ground=if is_missed { "missed" } else { "unknown" }
            data-picked=move || selection.has(id).then_some("")
        >
            {pick}
            <LevelBadge level=lock.who.level />
            <WhoIs who=lock.who>{flags}</WhoIs>
            <p class="lock-row__ground">
                <Icon name=if is_missed { IconName::Lock } else { IconName::CloudOff } />
                <span>{ground} <small>{reached}</small></span>
            </p>
            <p class="lock-row__times" data-late=lock.late.then_some("")>
                <strong>{move || t().locks.since(&format::span(today.now().since(since)))}</strong>
                <span>{move || t().locks.due(&format::day(due, today.day()))}</span>
                {lock.late.then(|| view! { <span class="lock-row__late">{it.late}</span> })}
            </p>
            <div class="lock-row__act">
                <Show when=move || !selection.is_on()>
                    <Button label=t().ruling.rule.to_owned() loudness=Loudness::Primary on_press=rule.clone() />
                </Show>
            </div>
        </article>
    }
}
