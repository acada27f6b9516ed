//! The frame around the pages: the bar with the store and the sync chip, and the ways between pages.

use crate::i18n::t;
use crate::parts::palette::PaletteKey;
use crate::parts::shortcuts::Shortcuts;
use crate::parts::sync_chip::SyncChip;
use crate::pieces::{self, OpenSheet};
use crate::routes::href;
use crate::state::engine::{Source, use_engine};
use crate::state::phones::use_phones;
use crate::state::session::{Role, use_session};
use crate::state::sheets::{Open, use_sheets};
use crate::state::update::use_update;
use crate::ui::brand::Brand;
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::{Notice, Tone};
use crate::ui::toast::Toast;
use domain::port::{Link, SyncStatus, Trouble};
use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::components::{A, Outlet, Redirect};

/// Everything that needs a signed-in person.
#[component]
pub fn Shell() -> impl IntoView {
    let session = use_session();
    let role = Memo::new(move |_| session.role());
    move || match role.get() {
        None => view! { <Redirect path=href::sign_in() /> }.into_any(),
        Some(Role::Other) => pieces::no_screens(),
        Some(role) => view! { <Frame role=role /> }.into_any(),
    }
}

/// Sends everybody to where their day begins.
#[component]
pub fn Start() -> impl IntoView {
    match use_session().me_now().map(|it| it.role()) {
        Some(Role::Manager) => view! { <Redirect path=href::team() /> },
        Some(Role::Finance) => view! { <Redirect path=href::deliveries() /> },
        Some(Role::Admin) => view! { <Redirect path=href::staff() /> },
        Some(Role::Reception) => view! { <Redirect path=href::reception() /> },
        Some(Role::Advisor | Role::Other) | None => view! { <Redirect path=href::today() /> },
    }
}

#[component]
fn Frame(role: Role) -> impl IntoView {
    let session = use_session();
    let engine = use_engine();
    let (update, sheets) = (use_update(), use_sheets());
    let has_book = session.me_now().is_some_and(|it| !it.book.is_empty());
    let store = move || {
        let told = engine.store.with(|it| it.name.clone());
        if told.is_empty() { session.me().map(|it| it.store).unwrap_or_default() } else { told }
    };
    let name = move || session.me().map(|it| it.name).unwrap_or_default();
    let items = items(role, has_book);
    // What the next taps will want comes behind what one has come to see.
    let is_there = Memo::new(move |_| !has_book || engine.source.get() != Source::Nothing);
    Effect::new(move |_| {
        if is_there.get() {
            pieces::foresee(role, has_book);
        }
    });
    let (phones, is_live) =
        (use_phones(), Memo::new(move |_| engine.sync.with(|it| it.as_ref().is_some_and(|it| it.link == Link::Live))));
    Effect::new(move |_| {
        if has_book && is_live.get() {
            pieces::refresh(phones);
        }
    });
    view! {
        <div class="shell">
            <header class="shell__bar" data-chrome>
                <p class="shell__store">
                    <Brand />
                    <span class="shell__store-name">{store}</span>
                    <span class="shell__person">{name}</span>
                </p>
                <button
                    type="button"
                    class="shell__find"
                    aria-label=t().palette.open
                    aria-haspopup="dialog"
                    aria-keyshortcuts="Control+K Meta+K"
                    on:click=move |_| sheets.open(Open::Palette)
                >
                    <Icon name=IconName::Search />
                </button>
                {has_book.then(|| view! { <SyncChip /> })}
            </header>
            <nav class="shell__nav" aria-label=t().nav.label data-chrome>
                {items}
            </nav>
            <main class="shell__main" id="main" tabindex="-1">
                <Show when=move || update.is_offered()>
                    <Notice text=t().sync.update_ready.to_owned()>
                        <Button
                            label=t().sync.update.to_owned()
                            loudness=Loudness::Primary
                            on_press=move |()| update.activate()
                        />
                    </Notice>
                </Show>
                <Troubles />
                <Outlet />
            </main>
            <Toast />
            <OpenSheet />
            <PaletteKey />
            {(has_book || role != Role::Manager).then(|| view! { <Shortcuts /> })}
        </div>
    }
}

fn items(role: Role, has_book: bool) -> impl IntoView {
    let it = &t().nav;
    let entry = |href: &'static str, icon: IconName, label: &'static str, class: &'static str| {
        view! {
            <A href=href exact=true attr:class=class>
                <Icon name=icon />
                <span>{label}</span>
            </A>
        }
    };
    // A phone has room for five: what is rarer is reached from the pages.
    let (always, wide) = ("shell__item", "shell__item shell__wide");
    let item = |href, icon, label| entry(href, icon, label, always);
    let manages = role == Role::Manager;
    let for_advisors = if manages { wide } else { always };
    view! {
        {manages
            .then(|| {
                view! {
                    {item(href::team(), IconName::Team, it.team)}
                    {item(href::waiting(), IconName::Lock, it.locks)}
                    {entry(href::pool(), IconName::Pool, it.pool, wide)}
                    {entry(href::reception(), IconName::Door, it.reception, wide)}
                    {entry(href::funnel(), IconName::Funnel, it.funnel, wide)}
                    {entry(href::daily(), IconName::Note, it.daily, wide)}
                    {entry(href::audit(), IconName::Audit, it.audit, wide)}
                }
            })}
        {(role == Role::Reception).then(|| item(href::reception(), IconName::Door, it.reception))}
        {(role == Role::Admin)
            .then(|| {
                view! {
                    {item(href::staff(), IconName::Customers, it.staff)}
                    {item(href::audit(), IconName::Audit, it.audit)}
                }
            })}
        {(role == Role::Finance).then(|| item(href::deliveries(), IconName::Key, it.deliveries))}
        {(has_book || role == Role::Advisor)
            .then(|| {
                view! {
                    {item(href::today(), IconName::Today, it.today)}
                    {item(href::customers(), IconName::Customers, it.customers)}
                    {entry(href::new_customer(), IconName::Add, it.new_customer, for_advisors)}
                    {entry(href::calendar(), IconName::Calendar, it.calendar, wide)}
                }
            })}
        {(has_book || manages || role == Role::Advisor)
            .then(|| entry(href::month(), IconName::Table, it.month, for_advisors))}
        {item(href::settings(), IconName::Settings, it.settings)}
    }
}

/// What went so wrong that it cannot wait in a sheet.
#[component]
fn Troubles() -> impl IntoView {
    let (engine, sheets) = (use_engine(), use_sheets());
    let grave = move || {
        engine.troubles.with(|all| {
            let waits = |it: &Trouble| {
                use Trouble::{Damaged, NotSaved, Restarted, Unwritten};
                matches!(it, Damaged(_) | Restarted(_) | NotSaved(Some(_), _) | Unwritten(Some(_), _))
            };
            all.iter().rev().find(|it| !waits(it)).cloned()
        })
    };
    move || {
        grave().map(|it| {
            view! {
                <Notice tone=Tone::Error text=crate::parts::sync_sheet::trouble(&it)>
                    <Button label=t().sync.details.to_owned() on_press=move |()| sheets.open(Open::Sync) />
                </Notice>
            }
        })
    }
}

/// A page's content, once there is something to show: from the projection or from the documents.
#[component]
pub fn WhenLoaded(
    /// What is shown.
    children: ChildrenFn,
) -> impl IntoView {
    let engine = use_engine();
    // On a new device the first rows come from the server: until they have, an empty list is not the truth.
    let is_first = move || {
        let is_waiting = |it: &SyncStatus| it.uploaded.is_none() && it.link == Link::Connecting;
        engine.rows.read().is_empty() && engine.sync.with(|it| it.as_ref().is_some_and(is_waiting))
    };
    let is_there = Memo::new(move |_| engine.source.get() != Source::Nothing && !is_first());
    move || {
        if is_there.get() {
            Either::Left(children())
        } else {
            Either::Right(view! {
                <div class="skeleton" aria-busy="true">
                    <p class="visually-hidden" role="status">{t().common.opening}</p>
                    {(0..5).map(|_| view! { <div class="skeleton__row"></div> }).collect_view()}
                </div>
            })
        }
    }
}
