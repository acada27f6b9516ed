//! The queue of locks 锁止: who, since when, for which missed day, and on what ground.

use crate::api::{self, Locked, Locks};
use crate::format;
use crate::i18n::t;
use crate::platform::events::{Events, Told};
use crate::platform::storage;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::session::{LOCKS, use_session};
use crate::ui::chips::ChipChoice;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::ui::level_badge::LevelBadge;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::words;
use domain::level::Level;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::collections::BTreeMap;

/// The page of the locks.
#[component]
pub fn LocksPage() -> impl IntoView {
    let (session, today) = (use_session(), use_today());
    let navigate = use_navigate();
    let query = use_query_map();
    let advisor = Memo::new(move |_| query.read().get("advisor"));
    let locks = RwSignal::new(storage::get::<Locks>(LOCKS));
    let live = RwSignal::new(false);
    let error = RwSignal::new(String::new());
    let take = move |fresh: Locks| {
        storage::set(LOCKS, &fresh);
        // The page may be gone when the answer comes.
        locks.try_set(Some(fresh));
        error.try_set(String::new());
    };
    spawn_local(async move {
        match api::locks().await {
            Ok(fresh) => take(fresh),
            Err(failure) => {
                if failure.is_signed_out() {
                    session.expire();
                }
                error.try_set(words::failure(&failure));
            }
        }
    });
    let stream = Events::open("/api/team/events", &["locks"], move |told| match told {
        Told::Open => {
            live.try_set(true);
        }
        Told::Lost => {
            live.try_set(false);
        }
        Told::Data(text) => {
            if let Some(fresh) = api::parse(&text) {
                take(fresh);
            }
        }
    });
    let stream = StoredValue::new_local(stream);
    on_cleanup(move || stream.update_value(|it| *it = None));
    let shown = Memo::new(move |_| {
        let wanted = advisor.get();
        let mut found = locks.get().map(|it| it.locks).unwrap_or_default();
        found.retain(|it| wanted.as_ref().is_none_or(|wanted| *wanted == it.advisor));
        found.sort_by_key(|it| it.since);
        found
    });
    let advisors = Signal::derive(move || {
        let names: BTreeMap<String, String> = locks.with(|it| {
            it.iter().flat_map(|it| &it.locks).map(|it| (it.advisor.clone(), it.advisor_name.clone())).collect()
        });
        std::iter::once((None, t().customers.all.to_owned()))
            .chain(names.into_iter().map(|(id, name)| (Some(id), name)))
            .collect::<Vec<_>>()
    });
    let choose = Callback::new(move |id: Option<String>| {
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&href::locks(id.as_deref()), options);
    });
    let age = move || {
        let as_of = locks.with(|it| it.as_ref().map(|it| it.as_of));
        match (live.get(), as_of) {
            (true, _) => t().team.live.to_owned(),
            (false, Some(at)) => {
                t().team.as_of(&format::moment(at, today.zone(), today.day()), &format::ago(at, today.now()))
            }
            (false, None) => t().team.waiting.to_owned(),
        }
    };
    let is_empty = move || locks.read().is_some() && shown.read().is_empty();
    view! {
        <div class="page locks">
            <header class="page__head">
                <Heading text=t().locks.title.to_owned() />
                <p class="page__count">{move || t().locks.count(&shown.read().len())}</p>
                <p class="live" data-live=move || live.get().then_some("") role="status">
                    {age}
                </p>
            </header>
            <Show when=move || session.is_expired()>
                <Notice tone=Tone::Warning text=t().failure.signed_out.to_owned()>
                    <A href=href::sign_in() attr:class="button">{t().sync.sign_in}</A>
                </Notice>
            </Show>
            <Show when=move || !live.get() && !session.is_expired()>
                <ErrorText text=error />
            </Show>
            <Show when=move || { advisors.read().len() > 2 }>
                <ChipChoice name="advisor" legend=t().team.advisor options=advisors value=advisor on_choose=choose />
            </Show>
            <ul class="rows">
                <For each=move || shown.get() key=|it| (it.customer.clone(), it.due, it.ground.clone()) let:lock>
                    <li>
                        <LockRow lock=lock />
                    </li>
                </For>
            </ul>
            <Show when=is_empty>
                <Empty icon=IconName::Unlock title=t().locks.none text=t().locks.none_hint />
            </Show>
        </div>
    }
}

#[component]
fn LockRow(lock: Locked) -> impl IntoView {
    let today = use_today();
    let (since, due) = (lock.since, lock.due);
    let is_missed = lock.ground != "unknown";
    let seen = lock.last_seen;
    let ground = move || match (is_missed, seen) {
        (true, _) => t().locks.missed.to_owned(),
        (false, Some(at)) => t().locks.unknown(&format::moment(at, today.zone(), today.day())),
        (false, None) => t().locks.unknown_never.to_owned(),
    };
    let level = Level::parse(&lock.level);
    view! {
        <article class="lock-row" data-ground=if is_missed { "missed" } else { "unknown" }>
            {level.map(|it| view! { <LevelBadge level=it /> })}
            <div class="lock-row__who">
                <h2 class="lock-row__name">{lock.name}</h2>
                <p class="lock-row__facts">
                    <span>{lock.phone_masked}</span> <span>{lock.advisor_name}</span>
                    {(lock.postponed > 0).then(|| view! { <span>{t().locks.postponed(&lock.postponed)}</span> })}
                </p>
            </div>
            <p class="lock-row__ground">
                <Icon name=if is_missed { IconName::Lock } else { IconName::CloudOff } />
                <span>{ground}</span>
            </p>
            <p class="lock-row__times">
                <span>{move || t().locks.due(&format::day(due, today.day()))}</span>
                <strong>{move || t().locks.since(&format::span(today.now().since(since)))}</strong>
            </p>
        </article>
    }
}
