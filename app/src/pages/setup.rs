//! The first run: the store's name and its first manager.

use crate::api;
use crate::i18n::t;
use crate::pages::sign_in::Threshold;
use crate::routes::href;
use crate::ui::button::Submit;
use crate::ui::field::Field;
use crate::ui::heading::Heading;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::ui::toast::use_toasts;
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Shorter passwords are refused here already.
const PASSWORD_MIN: usize = 8;

/// The page of the first run.
#[component]
pub fn SetupPage() -> impl IntoView {
    let query = use_query_map();
    let navigate = use_navigate();
    let toasts = use_toasts();
    let token = query.read_untracked().get("token").unwrap_or_default();
    let has_token = !token.is_empty();
    let (store, name, login, password) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let busy = RwSignal::new(false);
    let error = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let values = [store, name, login].map(|it| it.get_untracked().trim().to_owned());
        let secret = password.get_untracked();
        if values.iter().any(String::is_empty) {
            return error.set(t().setup.all.to_owned());
        }
        if secret.chars().count() < PASSWORD_MIN {
            return error.set(t().setup.password_short(&PASSWORD_MIN));
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(String::new());
        let (token, navigate) = (token.clone(), navigate.clone());
        spawn_local(async move {
            let [store, name, login] = values;
            let answer = api::set_up(&token, &store, &name, &login, &secret).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    toasts.say(t().setup.done);
                    navigate(href::sign_in(), leptos_router::NavigateOptions::default());
                }
                Err(failure) => {
                    error.try_set(words::failure(&failure));
                }
            }
        });
    };
    view! {
        <Threshold>
            <Heading text=t().setup.title.to_owned() />
            <p>{t().setup.text}</p>
            {(!has_token).then(|| view! { <Notice tone=Tone::Warning text=t().setup.no_token.to_owned() /> })}
            <form class="sign-in__form stack" novalidate on:submit=submit>
                <Field id="store" label=t().setup.store value=store required=true />
                <Field id="name" label=t().setup.name value=name autocomplete="name" required=true />
                <Field id="login" label=t().sign_in.login value=login autocomplete="username" required=true />
                <Field
                    id="password"
                    label=t().sign_in.password
                    hint=t().setup.password_short(&PASSWORD_MIN)
                    kind="password"
                    value=password
                    autocomplete="new-password"
                    required=true
                />
                <ErrorText text=error />
                <Submit label=t().setup.submit.to_owned() busy=busy />
            </form>
        </Threshold>
    }
}
