//! All that there is to know of storage and upload on this device.

use crate::clock::use_clock;
use crate::format;
use crate::i18n::t;
use crate::parts::sync_chip::said;
use crate::platform::{dom, storage};
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::session::use_session;
use crate::state::sheets::use_sheets;
use crate::state::update::use_update;
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::IconName;
use crate::ui::notice::{Notice, Tone};
use crate::ui::sheet::{Sheet, use_closer};
use domain::instant::Instant;
use domain::port::{Link, SyncStatus, ToEngine, Trouble};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

/// The sheet of storage and upload.
#[component]
pub fn SyncSheet() -> impl IntoView {
    let sheets = use_sheets();
    view! {
        <Sheet title=t().sync.title.to_owned() on_closed=move |()| sheets.clear()>
            <Body />
        </Sheet>
    }
}

#[component]
fn Body() -> impl IntoView {
    let (engine, session, today, clock) = (use_engine(), use_session(), use_today(), use_clock());
    let (update, closer) = (use_update(), use_closer());
    let persisted = RwSignal::new(None::<bool>);
    spawn_local(async move {
        persisted.try_set(storage::is_persisted().await);
    });
    let it = &t().sync;
    let status =
        move |read: fn(&SyncStatus) -> String| move || engine.sync.with(|it| it.as_ref().map(read)).unwrap_or_default();
    let uploaded = move || {
        let at = engine.sync.with(|it| it.as_ref().and_then(|it| it.uploaded));
        at.map_or_else(|| t().sync.never.to_owned(), |at| format::moment(at, today.zone(), today.day()))
    };
    let link = move || engine.sync.with(|it| it.as_ref().map(|it| link_line(it.link, today.now())));
    let kept = move || match persisted.get() {
        Some(true) => t().sync.kept,
        Some(false) => t().sync.not_kept,
        None => t().sync.kept_unknown,
    };
    let skew = move || {
        let limit = engine.store.with(|store| store.policy(today.now()).skew_seconds) * Instant::SECOND;
        let offset = clock.offset();
        (offset.abs() > limit).then(|| {
            let span = format::span(offset);
            let text = if offset > 0 { t().sync.slow(&span) } else { t().sync.fast(&span) };
            view! { <Notice tone=Tone::Warning text=text /> }
        })
    };
    // Told when it happened; on later starts only the status knows.
    let damaged = move || {
        let count = engine.sync.with(|it| it.as_ref().map_or(0, |it| it.quarantined));
        let told = engine.troubles.read().iter().any(|it| matches!(it, Trouble::Damaged(_)));
        (count > 0 && !told).then(|| view! { <Notice tone=Tone::Warning text=trouble(&Trouble::Damaged(count)) /> })
    };
    let retry = move || {
        engine.sync.with(|it| it.as_ref().is_some_and(|it| matches!(it.link, Link::Offline(_) | Link::Connecting)))
    };
    let fact = |term: &'static str, value: AnyView| {
        view! {
            <div class="facts__pair">
                <dt>{term}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let version = dom::meta("genjin-build").unwrap_or_default();
    view! {
        <div class="stack sync-sheet">
            <p class="sync-sheet__state">{move || said().text}</p>
            <p class="sync-sheet__promise">{it.promise}</p>
            {move || engine.troubles.get().iter().map(|it| view! { <Notice tone=Tone::Warning text=trouble(it) /> }).collect_view()}
            {damaged}
            {skew}
            <dl class="facts">
                {fact(it.last_upload, uploaded.into_any())}
                {fact(it.not_uploaded, status(|it| t().sync.facts(&it.unsent)).into_any())}
                {fact(it.link, link.into_any())}
                {fact(it.used, view! { {status(|it| format::bytes(it.bytes))} " · " {kept} }.into_any())}
                {fact(it.device, status(|it| it.device_name.clone()).into_any())}
                {fact(it.version, version.into_any())}
            </dl>
            <Show when=retry>
                <Button
                    label=t().sync.connect.to_owned()
                    icon=IconName::Refresh
                    on_press=move |()| engine.send(ToEngine::Connect)
                />
            </Show>
            <Button
                label=t().sync.take_away.to_owned()
                icon=IconName::Download
                on_press=move |()| engine.send(ToEngine::TakeAway)
            />
            <p class="field__hint">{t().sync.take_away_hint}</p>
            <Show when=move || session.is_expired()>
                <A href=href::sign_in() attr:class="button" attr:data-variant="primary" on:click=move |_| closer.close()>
                    {t().sync.sign_in}
                </A>
            </Show>
            <Show when=move || update.is_offered()>
                <Button
                    label=t().sync.update.to_owned()
                    loudness=Loudness::Primary
                    icon=IconName::Refresh
                    on_press=move |()| update.activate()
                />
            </Show>
        </div>
    }
}

fn link_line(link: Link, now: Instant) -> String {
    let it = &t().sync;
    match link {
        Link::Connecting => it.connecting.to_owned(),
        Link::Live => it.live.to_owned(),
        Link::Offline(Some(next)) if next > now => it.offline_until(&format::span(next.since(now))),
        Link::Offline(_) => it.offline.to_owned(),
        Link::ElsewhereLive => it.elsewhere.to_owned(),
        Link::SignedOut => it.signed_out_long.to_owned(),
        Link::Refused => it.refused_long.to_owned(),
        Link::TooOld => it.too_old_long.to_owned(),
    }
}

/// A trouble, and what to do about it.
pub fn trouble(trouble: &Trouble) -> String {
    let it = &t().trouble;
    match trouble {
        Trouble::NotSaved(_, text) => it.not_saved(text),
        Trouble::Unwritten(_, text) => it.unwritten(text),
        Trouble::NoStorage(text) => it.no_storage(text),
        Trouble::Damaged(count) => it.damaged(count),
        Trouble::Wiped => it.wiped.to_owned(),
        Trouble::Broken(text) => it.broken(text),
        Trouble::Restarted(text) => it.restarted(text),
    }
}
