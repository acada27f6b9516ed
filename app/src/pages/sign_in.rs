//! Signing in: login, password, and what this device is called.

use crate::api::Me;
use crate::i18n::{Lang, t};
use crate::platform::dom::{self, Form};
use crate::platform::storage;
use crate::routes::href;
use crate::state::engine::use_engine;
use crate::state::session::{Session, use_session};
use crate::state::settings::use_settings;
use crate::ui::brand::Brand;
use crate::ui::button::Submit;
use crate::ui::field::Field;
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::ErrorText;
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// The page on which one signs in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (session, engine) = (use_session(), use_engine());
    let navigate = use_navigate();
    let known = session.me_now();
    let login = RwSignal::new(known.as_ref().map(|it| it.login.clone()).unwrap_or_default());
    let password = RwSignal::new(String::new());
    let device = RwSignal::new(device_name());
    let shown = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(String::new());
    let enter = move |me: Me| {
        let other = session.me_now().is_some_and(|it| it.user != me.user);
        if other {
            Session::forget();
        }
        session.set(me);
        if other {
            // Another person: nothing of the first one may stay in memory.
            return dom::go(href::start());
        }
        engine.open();
        spawn_local(async {
            // The answer is shown where storage is.
            let _ = storage::ask_to_persist().await;
        });
        navigate(href::start(), leptos_router::NavigateOptions { replace: true, ..Default::default() });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (who, secret) = (login.get_untracked().trim().to_owned(), password.get_untracked());
        if who.is_empty() || secret.is_empty() {
            error.set(t().sign_in.both.to_owned());
            dom::focus(if who.is_empty() { "#login" } else { "#password" });
            return;
        }
        busy.set(true);
        error.set(String::new());
        let enter = enter.clone();
        spawn_local(async move {
            let answer = session.sign_in(&who, &secret, device.get_untracked().trim()).await;
            busy.try_set(false);
            match answer {
                Ok(me) => enter(me),
                Err(failure) => {
                    error.try_set(words::failure(&failure));
                }
            }
        });
    };
    let kind = Signal::derive(move || if shown.get() { "text" } else { "password" });
    let eye = move || if shown.get() { IconName::EyeOff } else { IconName::Eye };
    view! {
        <Threshold>
            <Heading text=t().sign_in.title.to_owned() />
            <form class="sign-in__form stack" novalidate on:submit=submit>
                <Field id="login" label=t().sign_in.login value=login autocomplete="username" required=true />
                <div class="sign-in__secret">
                    <Field
                        id="password"
                        label=t().sign_in.password
                        kind=kind
                        value=password
                        autocomplete="current-password"
                        required=true
                    />
                    <button
                        type="button"
                        class="sign-in__eye"
                        aria-pressed=move || if shown.get() { "true" } else { "false" }
                        aria-label=t().sign_in.show
                        on:click=move |_| shown.update(|it| *it = !*it)
                    >
                        {move || view! { <Icon name=eye() /> }}
                    </button>
                </div>
                <Field id="device" label=t().sign_in.device hint=t().sign_in.device_hint value=device />
                <ErrorText text=error />
                <Submit
                    label=Signal::derive(move || if busy.get() { t().sign_in.busy } else { t().sign_in.submit }.to_owned())
                    busy=busy
                />
            </form>
        </Threshold>
    }
}

/// The page around what one sees before one is in.
#[component]
pub fn Threshold(
    /// What is asked.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="sign-in">
            <header class="sign-in__side">
                <span class="sign-in__art">
                    <Brand />
                </span>
                <p class="sign-in__brand">
                    <Brand />
                    <span>{t().app.name}</span>
                </p>
                <p class="sign-in__line">{t().app.line}</p>
                <p class="sign-in__promise">{t().app.promise}</p>
            </header>
            <main class="sign-in__main" id="main" tabindex="-1">
                {children()}
                <LangSwitch />
            </main>
        </div>
    }
}

/// The other language, in its own words.
#[component]
pub fn LangSwitch() -> impl IntoView {
    let settings = use_settings();
    let one = move |lang: Lang, name: &'static str| {
        view! {
            <button
                type="button"
                class="button"
                data-variant="quiet"
                lang=lang.tag()
                aria-pressed=move || if settings.lang() == lang { "true" } else { "false" }
                on:click=move |_| settings.set_lang(lang)
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="cluster sign-in__langs" role="group" aria-label=t().settings.language>
            {one(Lang::Chinese, t().settings.chinese)} {one(Lang::English, t().settings.english)}
        </div>
    }
}

fn device_name() -> String {
    let (system, form) = dom::device_hint();
    let it = &t().sign_in;
    match form {
        Form::Itself => system.to_owned(),
        Form::Phone => it.phone_of(&system),
        Form::Tablet => it.tablet_of(&system),
        Form::Computer => it.computer_of(&system),
    }
}
