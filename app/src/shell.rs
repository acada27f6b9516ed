//! The frame around the pages: the bar with the store and the sync chip, and the ways between pages.

use crate::i18n::t;
use crate::pages::no_screens::NoScreensPage;
use crate::parts::sheets::OpenSheet;
use crate::parts::shortcuts::Shortcuts;
use crate::parts::sync_chip::SyncChip;
use crate::routes::href;
use crate::state::engine::{Source, use_engine};
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
        Some(Role::Other) => view! { <NoScreensPage /> }.into_any(),
        Some(role) => view! { <Frame role=role /> }.into_any(),
    }
}

/// Sends everybody to where their day begins.
#[component]
pub fn Start() -> impl IntoView {
    match use_session().me_now().map(|it| it.role()) {
        Some(Role::Manager) => view! { <Redirect path=href::team() /> },
        Some(Role::Finance) => view! { <Redirect path=href::deliveries() /> },
        Some(Role::Advisor | Role::Other) | None => view! { <Redirect path=href::today() /> },
    }
}

#[component]
fn Frame(role: Role) -> impl IntoView {
    let session = use_session();
    let engine = use_engine();
    let update = use_update();
    let has_book = session.me_now().is_some_and(|it| !it.book.is_empty());
    let store = move || {
        let told = engine.store.with(|it| it.name.clone());
        if told.is_empty() { session.me().map(|it| it.store).unwrap_or_default() } else { told }
    };
    let name = move || session.me().map(|it| it.name).unwrap_or_default();
    let items = items(role, has_book);
    view! {
        <div class="shell">
            <header class="shell__bar" data-chrome>
                <p class="shell__store">
                    <Brand />
                    <span class="shell__store-name">{store}</span>
                    <span class="shell__person">{name}</span>
                </p>
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
            {(has_book || role != Role::Manager).then(|| view! { <Shortcuts /> })}
        </div>
    }
}

fn items(role: Role, has_book: bool) -> impl IntoView {
    let it = &t().nav;
    let item = |href: String, icon: IconName, label: &'static str, exact: bool| {
        view! {
            <A href=href exact=exact attr:class="shell__item">
                <Icon name=icon />
                <span>{label}</span>
            </A>
        }
    };
    let manages = role == Role::Manager;
    view! {
        {manages
            .then(|| {
                view! {
                    {item(href::team().into(), IconName::Team, it.team, true)}
                    {item(href::locks(None), IconName::Lock, it.locks, true)}
                }
            })}
        {(role == Role::Finance).then(|| item(href::deliveries().into(), IconName::Key, it.deliveries, true))}
        {(has_book || role == Role::Advisor)
            .then(|| {
                view! {
                    {item(href::today().into(), IconName::Today, it.today, true)}
                    {item(href::customers().into(), IconName::Customers, it.customers, true)}
                    {item(href::new_customer().into(), IconName::Add, it.new_customer, true)}
                }
            })}
        {(has_book || manages || role == Role::Advisor)
            .then(|| item(href::month().into(), IconName::Table, it.month, true))}
        {item(href::settings().into(), IconName::Settings, it.settings, true)}
    }
}

/// What went so wrong that it cannot wait in a sheet.
#[component]
fn Troubles() -> impl IntoView {
    let (engine, sheets) = (use_engine(), use_sheets());
    let grave = move || {
        engine.troubles.with(|all| {
            all.iter().rev().find(|it| !matches!(it, Trouble::Damaged(_) | Trouble::NotSaved(Some(_), _))).cloned()
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
