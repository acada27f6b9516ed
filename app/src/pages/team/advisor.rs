//! An advisor's customers, for the manager: locked ones first, each with the way to the card.

use crate::api::desk::{self, Customer, Customers};
use crate::format;
use crate::i18n::t;
use crate::parts::hand_over_sheet::HandOverSheet;
use crate::parts::live_head::LiveHead;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::live::Live;
use crate::ui::button::Button;
use crate::ui::chips::ChipChoice;
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconName};
use crate::ui::level_badge::LevelBadge;
use crate::words;
use domain::id::StaffId;
use domain::level::Level;
use domain::view::Standing;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use std::time::Duration;

/// How often the list is asked for.
const EVERY: Duration = Duration::from_secs(15);
/// Rows drawn at first, and more at each wish.
const SHOWN: usize = 60;

/// The page of an advisor's customers.
#[component]
pub fn AdvisorPage() -> impl IntoView {
    let params = use_params_map();
    move || match params.read().get("advisor").and_then(|it| StaffId::parse(&it)) {
        Some(advisor) => view! { <List advisor=advisor /> }.into_any(),
        None => view! { <Empty icon=IconName::Search title=t().not_found.title /> }.into_any(),
    }
}

#[component]
fn List(advisor: StaffId) -> impl IntoView {
    let live = Live::<Customers>::new();
    live.poll(EVERY, move || desk::customers(advisor));
    let (limit, is_leaving) = (RwSignal::new(SHOWN), RwSignal::new(false));
    let all = Memo::new(move |_| live.value.with(|it| it.as_ref().map(|it| it.customers.clone()).unwrap_or_default()));
    let level = RwSignal::new(None::<Level>);
    let wanted = Memo::new(move |_| {
        let wanted = level.get();
        all.with(|it| it.iter().filter(|it| wanted.is_none_or(|level| it.level == level)).cloned().collect::<Vec<_>>())
    });
    let shown = move || wanted.with(|it| it.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    let rest = move || wanted.read().len().saturating_sub(limit.get());
    let levels = Signal::derive(move || {
        let count = |level: Level| all.with(|it| it.iter().filter(|it| it.level == level).count());
        let there = Level::ALL.into_iter().map(|it| (it, count(it))).filter(|it| it.1 > 0);
        let there = there.map(|(level, n)| (Some(level), t().customers.counted(&n, &level)));
        std::iter::once((None, t().customers.all.to_owned())).chain(there).collect::<Vec<_>>()
    });
    let title = Signal::derive(move || {
        live.value.with(|it| match it {
            Some(it) => t().team.customers_of(&it.advisor_name),
            None => t().common.opening.to_owned(),
        })
    });
    let as_of = Signal::derive(move || live.value.with(|it| it.as_ref().map(|it| it.as_of)));
    let count = Signal::derive(move || t().customers.count(&wanted.read().len()));
    let sheet = move || {
        let name = live.value.get_untracked().map(|it| it.advisor_name).unwrap_or_default();
        is_leaving.get().then(|| {
            view! {
                <HandOverSheet
                    advisor=advisor
                    name=name
                    on_closed=move |()| is_leaving.set(false)
                    on_done=move |()| live.load(desk::customers(advisor))
                />
            }
        })
    };
    view! {
        <div class="page advisor">
            <p class="customer__back">
                <A href=href::team() attr:class="button" attr:data-variant="quiet">
                    <Icon name=IconName::Back />
                    <span>{t().team.title}</span>
                </A>
            </p>
            <LiveHead title=title count=count is_live=live.is_live as_of=as_of error=live.error>
                <Show when=move || !all.read().is_empty()>
                    <Button label=t().hand_over.button on_press=move |()| is_leaving.set(true) />
                </Show>
            </LiveHead>
            <ChipChoice
                name="level"
                legend=t().customers.by_level
                hide_legend=true
                options=levels
                value=level
                on_choose=move |it| level.set(it)
            />
            <ul class="rows">
                <For each=shown key=|it| it.clone() let:customer>
                    <li>
                        <Line customer=customer />
                    </li>
                </For>
            </ul>
            <Show when=move || live.value.with(Option::is_some) && all.read().is_empty()>
                <Empty icon=IconName::Customers title=t().team.no_customers />
            </Show>
            <Show when=move || { rest() > 0 }>
                <button type="button" class="button" on:click=move |_| limit.update(|it| *it += SHOWN)>
                    {move || t().common.more(&rest())}
                </button>
            </Show>
            {sheet}
        </div>
    }
}

#[component]
fn Line(customer: Customer) -> impl IntoView {
    let today = use_today();
    let it = customer;
    let (due, lock_at, is_locked) = (it.due, it.lock_at, it.locked);
    let line = move || {
        let words = &t().row;
        let day = today.day();
        match (due, lock_at) {
            (Some(due), Some(at)) if is_locked => {
                words.locked(&format::short_day(due, day), &format::span(today.now().since(at)))
            }
            (Some(due), _) => words.later(&format::day(due, day), &format::away(due, day)),
            (None, _) => words.no_follow_up.to_owned(),
        }
    };
    let silent = it.unknown_since;
    let unknown = move || silent.map(|at| t().team.not_known(&format::ago(at, today.now())));
    // How near the date is; the colour only repeats what the line says.
    let standing = move || match due.map(|it| it.since(today.day())) {
        _ if is_locked => Standing::Locked,
        None => Standing::Nothing,
        Some(..0) => Standing::Held,
        Some(0) => Standing::Today,
        Some(1) => Standing::Tomorrow,
        Some(_) => Standing::Later,
    };
    view! {
        <article class="customer-row">
            <LevelBadge level=it.level />
            <div class="customer-row__who">
                <h2 class="customer-row__name">
                    <A href=href::customer(it.customer)>{it.name}</A>
                </h2>
                <p class="customer-row__facts">
                    <span>{it.phone_masked}</span>
                    {it.unknown_since.map(|_| view! { <span class="customer-row__flag">{unknown}</span> })}
                    {it.applied.map(|level| view! { <span class="customer-row__flag">{t().row.applied(&words::meaning(level))}</span> })}
                </p>
            </div>
            <p class="customer-row__due" data-due=move || words::standing_key(standing())>
                <Icon name=if is_locked { IconName::Lock } else { IconName::Clock } />
                <span>{line}</span>
            </p>
            {(!it.last_note.is_empty()).then(|| view! { <p class="customer-row__note">{it.last_note.clone()}</p> })}
        </article>
    }
}
