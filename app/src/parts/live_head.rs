//! The head of a page of the server's: its heading, how fresh it is, and why it cannot be fresher.

use crate::format;
use crate::i18n::t;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::session::use_session;
use crate::ui::heading::Heading;
use crate::ui::notice::{ErrorText, Notice, Tone};
use domain::instant::Instant;
use leptos::prelude::*;
use leptos_router::components::A;

/// The head of a page of the server's.
#[component]
pub fn LiveHead(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// How many there are; empty where nobody counts.
    #[prop(optional, into)]
    count: Signal<String>,
    /// Whether what is shown is the present state.
    #[prop(into)]
    is_live: Signal<bool>,
    /// For which moment it holds.
    #[prop(into)]
    as_of: Signal<Option<Instant>>,
    /// Why the present state could not be had.
    #[prop(into)]
    error: Signal<String>,
    /// Ways from here.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let today = use_today();
    let age = move || match (is_live.get(), as_of.get()) {
        (true, _) => t().team.live.to_owned(),
        (false, Some(at)) => {
            t().team.as_of(&format::moment(at, today.zone(), today.day()), &format::ago(at, today.now()))
        }
        (false, None) => t().team.waiting.to_owned(),
    };
    view! {
        <header class="page__head">
            <Heading text=title />
            <Show when=move || !count.read().is_empty()>
                <p class="page__count">{count}</p>
            </Show>
            <p class="live" data-live=move || is_live.get().then_some("") role="status">
                {age}
            </p>
            {children.map(|it| it())}
        </header>
        <Unreached is_live=is_live error=error />
    }
}

/// Why there is nothing, or nothing fresher: the sign-in has expired, or the server did not answer.
#[component]
pub fn Unreached(
    /// Whether what is shown is the present state all the same.
    #[prop(optional, into)]
    is_live: Signal<bool>,
    /// Why not.
    #[prop(into)]
    error: Signal<String>,
) -> impl IntoView {
    let session = use_session();
    view! {
        <Show when=move || session.is_expired()>
            <Notice tone=Tone::Warning text=t().failure.signed_out.to_owned()>
                <A href=href::sign_in() attr:class="button">{t().sync.sign_in}</A>
            </Notice>
        </Show>
        <Show when=move || !is_live.get() && !session.is_expired()>
            <ErrorText text=error />
        </Show>
    }
}
