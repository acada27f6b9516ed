//! Settings of this device: language, theme, signing out.

use crate::api;
use crate::i18n::{Lang, t};
use crate::platform::dom;
use crate::routes::href;
use crate::state::engine::use_engine;
use crate::state::session::{Role, Session, use_session};
use crate::state::settings::{Theme, use_settings};
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::{Button, Loudness};
use crate::ui::chips::ChipChoice;
use crate::ui::heading::Heading;
use crate::ui::icon::IconName;
use crate::ui::notice::{Notice, Tone};
use domain::port::ToEngine;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

/// The settings of this device.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let (settings, sheets, session) = (use_settings(), use_sheets(), use_session());
    let it = &t().settings;
    let me = session.me_now();
    let languages = vec![(Lang::Chinese, it.chinese.to_owned()), (Lang::English, it.english.to_owned())];
    let themes = vec![
        (None, it.as_device.to_owned()),
        (Some(Theme::Light), it.light.to_owned()),
        (Some(Theme::Dark), it.dark.to_owned()),
    ];
    let looks_after = me.as_ref().is_some_and(|it| matches!(it.role(), Role::Manager | Role::Admin));
    let has_book = me.as_ref().is_some_and(|it| !it.book.is_empty());
    view! {
        <div class="page settings">
            <header class="page__head">
                <Heading text=it.title.to_owned() />
            </header>
            <section class="panel stack">
                <h2 class="panel__title">{it.looks}</h2>
                <ChipChoice
                    name="lang"
                    legend=it.language
                    options=languages
                    value=Signal::derive(move || settings.lang())
                    on_choose=move |it| settings.set_lang(it)
                />
                <ChipChoice
                    name="theme"
                    legend=it.theme
                    options=themes
                    value=Signal::derive(move || settings.theme())
                    on_choose=move |it| settings.set_theme(it)
                />
            </section>
            {looks_after
                .then(|| {
                    view! {
                        <section class="panel stack">
                            <h2 class="panel__title">{t().staff.title}</h2>
                            <p>{t().staff.hint}</p>
                            <p>
                                <A href=href::staff() attr:class="button">
                                    {t().staff.open}
                                </A>
                            </p>
                        </section>
                        <section class="panel stack">
                            <h2 class="panel__title">{t().house.title}</h2>
                            <p>{t().house.hint}</p>
                            <p>
                                <A href=href::store() attr:class="button">
                                    {t().house.open}
                                </A>
                            </p>
                        </section>
                    }
                })}
            {has_book
                .then(|| {
                    view! {
                        <section class="panel stack">
                            <h2 class="panel__title">{t().shortcuts.title}</h2>
                            <p>{t().shortcuts.hint}</p>
                            <Button label=t().shortcuts.show.to_owned() on_press=move |()| sheets.open(Open::Shortcuts) />
                        </section>
                        <section class="panel stack">
                            <h2 class="panel__title">{it.storage}</h2>
                            <p>{t().sync.promise}</p>
                            <Button
                                label=t().sync.details.to_owned()
                                icon=IconName::Cloud
                                on_press=move |()| sheets.open(Open::Sync)
                            />
                        </section>
                    }
                })}
            <section class="panel stack">
                <h2 class="panel__title">{it.account}</h2>
                <p>{me.map(|me| t().settings.signed_in_as(&me.login, &me.name))}</p>
                <SignOut />
            </section>
        </div>
    }
}

/// Signing out; where something is not uploaded it asks first.
#[component]
pub fn SignOut() -> impl IntoView {
    let engine = use_engine();
    let asks = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let unsent = move || engine.sync.with(|it| it.as_ref().map_or(0, |it| it.unsent + it.unsaved));
    let leave = move || {
        busy.set(true);
        engine.send(ToEngine::Close(false));
        spawn_local(async move {
            // Without a network the person is signed out here; the server's session runs out by itself.
            let _ = api::sign_out().await;
            Session::forget();
            dom::go(href::sign_in());
        });
    };
    let press = move |()| if untrack(unsent) > 0 { asks.set(true) } else { leave() };
    view! {
        <div class="stack">
            <Show when=move || asks.get()>
                <Notice tone=Tone::Warning text=Signal::derive(move || t().settings.unsent(&unsent()))>
                    <div class="cluster">
                        <Button label=t().common.cancel.to_owned() on_press=move |()| asks.set(false) />
                        <Button label=t().settings.sign_out_anyway.to_owned() loudness=Loudness::Danger busy=busy on_press=move |()| leave() />
                    </div>
                </Notice>
            </Show>
            <Show when=move || !asks.get()>
                <Button label=t().settings.sign_out.to_owned() busy=busy on_press=press />
            </Show>
        </div>
    }
}
